//! What is wrong with a roster, for programs and for people: where, and what to do about it. No value is repeated.

use std::borrow::Cow;

use edge::{Explain, FieldError, Problem};
use roster::{BYTES_MAX, Column, Invalid, Place, ROWS_MAX, Reason, Wrong};

/// A stable code, and what to do in Chinese and in English.
type Words = (&'static str, Cow<'static, str>, Cow<'static, str>);

/// Returns the problem of a roster in which something is wrong.
pub(super) fn problem(invalid: Invalid) -> Problem {
    match invalid.shown.as_slice() {
        [Wrong { reason: Reason::TooLarge, .. }] => Problem::roster_too_large(BYTES_MAX, ROWS_MAX),
        shown => Problem::invalid_roster(shown.iter().map(worded).collect(), invalid.more),
    }
}

fn worded(wrong: &Wrong) -> FieldError {
    let (code, zh, en) = reason(wrong);
    let (zh_place, en_place) = place(wrong);
    FieldError::worded(wrong.pointer(), code, zh_place + &zh, en_place + &en)
}

fn place(wrong: &Wrong) -> (String, String) {
    let line = wrong.line;
    match wrong.place {
        Place::File => (String::new(), String::new()),
        Place::Row => (format!("第 {line} 行："), format!("Line {line}: ")),
        Place::Column(column) => (
            format!("第 {line} 行“{}”：", column.heading()),
            format!("Line {line}, column {}: ", column.name()),
        ),
        Place::Nth(number) => {
            (format!("第 {line} 行第 {number} 列："), format!("Line {line}, column number {number}: "))
        }
    }
}

/// Returns words that are always the same.
fn fixed((code, zh, en): (&'static str, &'static str, &'static str)) -> Words {
    (code, zh.into(), en.into())
}

fn reason(wrong: &Wrong) -> Words {
    fixed(match wrong.reason {
        Reason::Field(reason) => reason.explain(),
        Reason::Document(reason) => reason.explain(),
        Reason::Region(reason) => reason.explain(),
        Reason::UnknownWord => unknown_word(wrong.place),
        Reason::Contradiction { line } => return contradiction(line),
        Reason::TooManyRows => return too_many_rows(),
        Reason::TooLarge => (
            "too-large",
            "文件过大。请拆分为几个文件，每个都保留表头，逐个导入。",
            "It is too large. Split it into several files, each with the names of the columns.",
        ),
        Reason::NoRows => {
            ("no-rows", "名单中没有人员。请核对导出的文件。", "Nobody is in it. Check what was exported.")
        }
        Reason::Gbk => (
            "is-gbk",
            "文件是 GBK 编码。请在 Excel 中另存为“CSV UTF-8（逗号分隔）”，或在记事本中另存为 UTF-8 编码。",
            "The file is in GBK. Save it as “CSV UTF-8” in Excel, or in the encoding UTF-8 in any editor.",
        ),
        Reason::Utf16 => (
            "is-utf-16",
            "文件是 UTF-16（Unicode）编码。请在 Excel 中另存为“CSV UTF-8（逗号分隔）”，或在记事本中另存为 UTF-8 编码。",
            "The file is in UTF-16. Save it as “CSV UTF-8” in Excel, or in the encoding UTF-8 in any editor.",
        ),
        Reason::Workbook => (
            "is-workbook",
            "这是 Excel 工作簿。请打开后另存为“CSV UTF-8（逗号分隔）”。",
            "This is a workbook. Open it and save it as “CSV UTF-8”.",
        ),
        Reason::NotUtf8 => (
            "not-utf-8",
            "有不是 UTF-8 的字节。请将文件另存为 UTF-8 编码；仍有问题的，请重新导出。",
            "There are bytes that are not UTF-8. Save the file in UTF-8; if that does not help, export it again.",
        ),
        Reason::NoHeader => (
            "no-header",
            "第一行须是以逗号分隔的列名。请补上表头，或改用逗号分隔。",
            "The first row must name the columns, with commas between them. Add it, or change the separator.",
        ),
        Reason::UnknownColumn => (
            "unknown-column",
            "没有此列。请改为规定的列名，或删去整列。",
            "There is no such column. Give it one of the names that are known, or remove it.",
        ),
        Reason::MissingColumn => (
            "missing-column",
            "缺少此列。请补上；没有内容的可以留空。",
            "The column is missing. Add it, however empty.",
        ),
        Reason::DoubleColumn => {
            ("double-column", "此列重复，请只保留一列。", "The column is there twice. Keep one.")
        }
        Reason::RowTooLong => (
            "row-too-long",
            "此行过长，其后未再读取。请核对前一行至此行的引号和换行。",
            "The row is too long, and nothing behind it was read. Check quotation marks and line breaks there.",
        ),
        Reason::QuotationMark => (
            "quotation-mark",
            "引号不成对。内容中的引号须写两遍，并将该项整体置于引号内。",
            "A quotation mark is not paired. Write it twice within a value, and the value in quotation marks.",
        ),
        Reason::FieldCount => (
            "field-count",
            "项数与表头不符。内容含有逗号的，请整体置于引号内。",
            "It has more or fewer fields than there are columns. Put values with commas into quotation marks.",
        ),
        Reason::NoObject => (
            "no-object",
            "此行不是 JSON 对象。请每行写一个完整的对象，行末不加逗号。",
            "The line is no JSON object. Write one whole object a line, and no comma behind it.",
        ),
        Reason::WrongType => (
            "wrong-type",
            "值的类型不符。请写为文字，或整数、true、false。",
            "The value is of the wrong type. Write a text, a whole number, true or false.",
        ),
        Reason::Grade => (
            "malformed-grade",
            "请填写年级数字，如 3；不填入学年份。",
            "Give the year of study as a number, such as 3, and not the year in which it began.",
        ),
        Reason::NotOfStudents => (
            "only-of-students",
            "非在校生不填此项。请清空，或将“是否在校生”改为“是”。",
            "Only students have a value here. Remove it, or say yes under enrolled.",
        ),
    })
}

fn unknown_word(place: Place) -> (&'static str, &'static str, &'static str) {
    let code = "unknown-word";
    if place == Place::Column(Column::DocumentKind) {
        return (
            code,
            "请填写“居民身份证”“港澳居民来往内地通行证”“五年有效期台湾居民来往大陆通行证”或“港澳台居民居住证”。",
            "Write resident-identity-card, mainland-travel-permit-hk-mo, mainland-travel-permit-taiwan or residence-permit-hk-mo-tw.",
        );
    }
    (code, "请填写“是”或“否”。", "Write yes or no.")
}

fn contradiction(line: usize) -> Words {
    (
        "contradiction",
        format!("与第 {line} 行是同一证件，内容却不同。请核实后只保留正确的一行。").into(),
        format!("It is about the same document as line {line}, and says something else. Keep the row that is right.").into(),
    )
}

fn too_many_rows() -> Words {
    (
        "too-many-rows",
        format!("一个文件最多 {ROWS_MAX} 行。请从此行起另存为一个文件，并保留表头。").into(),
        format!("A file has {ROWS_MAX} rows at most. Begin another one here, with the names of the columns.")
            .into(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::identity::InvalidDocument;
    use domain::person::InvalidField;
    use domain::region::InvalidRegion;
    use std::collections::BTreeSet;

    #[test]
    fn every_reason_has_a_code_of_its_own_and_says_what_to_do_in_both_languages() {
        let reasons = [
            Reason::TooLarge,
            Reason::TooManyRows,
            Reason::NoRows,
            Reason::Gbk,
            Reason::Utf16,
            Reason::Workbook,
            Reason::NotUtf8,
            Reason::NoHeader,
            Reason::UnknownColumn,
            Reason::MissingColumn,
            Reason::DoubleColumn,
            Reason::RowTooLong,
            Reason::QuotationMark,
            Reason::FieldCount,
            Reason::NoObject,
            Reason::WrongType,
            Reason::UnknownWord,
            Reason::Grade,
            Reason::NotOfStudents,
            Reason::Contradiction { line: 2 },
            Reason::Field(InvalidField::Empty),
            Reason::Document(InvalidDocument::CheckCharacter),
            Reason::Region(InvalidRegion),
        ];
        let words = reasons.map(|reason| super::reason(&Wrong { line: 3, place: Place::Row, reason }));
        let codes: BTreeSet<&str> = words.iter().map(|(code, ..)| *code).collect();
        assert_eq!(codes.len(), words.len());
        for (code, zh, en) in &words {
            assert!(zh.ends_with('。') && en.ends_with('.'), "{code}");
        }
    }

    #[test]
    fn a_place_is_told_in_the_words_of_the_table() {
        let told = |place| super::place(&Wrong { line: 3, place, reason: Reason::NoRows });
        let pair = |zh: &str, en: &str| (zh.to_owned(), en.to_owned());
        assert_eq!(told(Place::File), pair("", ""));
        assert_eq!(told(Place::Row), pair("第 3 行：", "Line 3: "));
        assert_eq!(told(Place::Column(Column::Email)), pair("第 3 行“电子邮箱”：", "Line 3, column email: "));
        assert_eq!(told(Place::Nth(2)), pair("第 3 行第 2 列：", "Line 3, column number 2: "));
    }

    #[test]
    fn a_word_that_is_unknown_is_answered_with_those_that_are_known() {
        let told = |column| unknown_word(Place::Column(column)).2;
        assert!(told(Column::DocumentKind).contains("resident-identity-card"));
        assert_eq!(told(Column::Enrolled), "Write yes or no.");
    }
}
