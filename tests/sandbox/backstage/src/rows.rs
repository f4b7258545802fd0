//! What is done for each row of D.1, and what comes of it, in the order of [`people::CAST`].

use edge::Locale;

/// A row, in words.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Row {
    /// What is done, in Chinese and in English.
    does: (&'static str, &'static str),
    /// What comes of it, in Chinese and in English.
    outcome: (&'static str, &'static str),
}

impl Row {
    pub(crate) fn does(&self, locale: Locale) -> &'static str {
        locale.pick(self.does.0, self.does.1)
    }

    pub(crate) fn outcome(&self, locale: Locale) -> &'static str {
        locale.pick(self.outcome.0, self.outcome.1)
    }
}

/// What a category is called.
pub(crate) fn category(locale: Locale, id: &str) -> &'static str {
    let (zh, en) = match id {
        "local-household" => ("深户考生", "Shenzhen household registration"),
        "other-household" => ("非深户考生", "no Shenzhen household registration"),
        "local-student" => ("深圳市在校生", "student in Shenzhen"),
        "hong-kong-macao-taiwan" => ("港澳台考生", "from Hong Kong, Macao or Taiwan"),
        _ => ("", ""),
    };
    locale.pick(zh, en)
}

const CONCLUDED: (&str, &str) = (
    "提交后立即显示“业务申请已办结”；工作人员在 24 小时内置为待支付，考生支付。",
    "Approved at once (业务申请已办结); within 24 hours staff set 待支付, and the candidate pays.",
);
const REVIEWED: (&str, &str) = (
    "显示“申请已提交”；工作人员在 48 小时内审核通过并置为待支付，考生支付。",
    "Filed (申请已提交); within 48 hours a reviewer passes it and sets 待支付, and the candidate pays.",
);
const FILE: (&str, &str) =
    ("填写、上传材料、短信验证、提交。", "Fill in, hand in, verify the telephone, file.");

pub(crate) const ROWS: [Row; 15] = [
    Row { does: FILE, outcome: CONCLUDED },
    Row { does: FILE, outcome: REVIEWED },
    Row { does: FILE, outcome: REVIEWED },
    Row {
        does: (
            "提交；工作人员以“须提交学历验证承诺书”退回毕业证；考生补正后通过。",
            "File; a reviewer returns the diploma for a letter of commitment; the candidate corrects, and passes.",
        ),
        outcome: (
            "考生被告知联系工作人员并到线下审核点提交承诺书；补正后待支付。",
            "The candidate is told to see staff at the offline point with the letter; then 待支付.",
        ),
    },
    Row { does: FILE, outcome: CONCLUDED },
    Row {
        does: (
            "先在该人员页面把考试网报名姓名改为他人，再提交。",
            "First, on the page of this person, have another name on the examination site; then file.",
        ),
        outcome: REVIEWED,
    },
    Row {
        does: (
            "先在“开关”页让学信网查无此人，提交后恢复。",
            "First let the register of diplomas know nobody, by its switch; file; let it work again.",
        ),
        outcome: REVIEWED,
    },
    Row { does: FILE, outcome: REVIEWED },
    Row { does: FILE, outcome: REVIEWED },
    Row {
        does: (
            "在截止前一分钟提交；工作人员迟迟不办，时钟拨到 48 小时之后。",
            "File a minute before the window closes; nobody decides until 48 hours are over.",
        ),
        outcome: (
            "工作人员逾期不影响考生；此后通过仍有效，未及时置为待支付时考生被告知联系谁。",
            "That the office is late costs the candidate nothing; a later pass counts, and they read whom to call.",
        ),
    },
    Row {
        does: (
            "提交；工作人员以“不符合报考条件”退回；考生补正后仍不符合，不予通过。",
            "File; a reviewer returns it because conditions are not met; corrected, it is rejected.",
        ),
        outcome: ("短信告知不通过的原因。", "The reason is told by SMS."),
    },
    Row {
        does: (
            "填写但不提交；时钟拨到截止之后。",
            "Fill in, and do not file; set the clock past the closing.",
        ),
        outcome: ("视为自动放弃，短信此前有提醒。", "Deemed given up; a reminder has come by SMS before."),
    },
    Row {
        does: (
            "提交；工作人员以“不清晰”退回身份证；考生在 4 月 19 日 15:00 前补正，通过。",
            "File; a reviewer returns the identity card as illegible; corrected before 19 April 15:00, it passes.",
        ),
        outcome: ("置为待支付，4 月 19 日 24:00 前支付。", "待支付, to be paid before 19 April 24:00."),
    },
    Row {
        does: ("同上，但补正后仍不通过。", "The same, but it is rejected after the correction."),
        outcome: ("短信告知不通过的原因。", "The reason is told by SMS."),
    },
    Row {
        does: (
            "同上，但不补正；时钟拨到 4 月 19 日 15:00 之后。",
            "The same, but nothing is corrected; set the clock past 19 April 15:00.",
        ),
        outcome: ("逾期不再受理。", "Not accepted any more."),
    },
];
