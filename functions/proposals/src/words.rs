//! What remarks mean, in Chinese. The workbench says the particulars in English.

use workbench::Code;

/// Returns what a remark means, and what to do about it.
pub(crate) const fn chinese(code: Code) -> &'static str {
    match code {
        Code::InvalidPolicy => "这不是政策文件：此处有缺漏或错误，请改正。",
        Code::CheckNeverPassed => "登记机构无论怎样答复，此项核对都不会一致。请检查各条件是否互相排斥。",
        Code::RuleNeverHolds => "各项核对无论结果如何，此规则都不成立。请检查其中的核对项。",
        Code::RuleAlwaysHolds => "各项核对无论结果如何，此规则都成立，等于人人通过。",
        Code::NoPictureFits => "没有图片能同时满足全部限制。请检查最短边、最长边和面积。",
        Code::NoCodeMessage => "提交前须验证手机号码，却没有发送验证码的短信。请补上 [message.code]。",
        Code::SupplementBeforeWindow => "补正不晚于申报窗口截止。请核对两个时间。",
        Code::NoTimeToCorrect => {
            "自某一时刻起提交的，即使审核按时，退回时补正也已截止。请提前截止申报，或推迟补正截止。"
        }
        Code::NoTimeToReview => "补正截止之前，审核补正的期限已到。请核对两个时间。",
        Code::NoTimeToCall => {
            "自某一时刻起提交的，即使按时办理，改为“待支付”时可能已无法致电咨询。请推迟咨询截止。"
        }
        Code::SetBeforeReviewed => "补正通过时，改为“待支付”的期限可能已过。请核对两个时间。",
        Code::StartWithoutEffect => "期限在有人能提交之前就开始计算。如有此意，可不写。",
        Code::ReminderNeverSent => "提醒的时间早于任何人能有申请之时，部分人收不到提醒。",
        Code::NoReturnReason => "没有退回原因，审核人员既不能退回，也不能不通过。",
        Code::SameCheck => "两项核对的内容相同。",
        Code::SameRule => "两条规则的含义相同。",
        Code::CheckWithoutEffect => "此项核对无论结果如何，规则的结果都一样。",
        Code::RuleNotWeighed => "规则涉及的核对过多，无法逐一试算。请人工核对。",
        Code::NoOutcome => "报名名单中可能有人没有任何类别，也没有不予办理的原因。请补上。",
        Code::SeveralOutcomes => "报名名单中可能有人同时符合几个类别，而优先次序没有区分。请调整优先次序。",
        Code::OutcomeNeverReached => "报名名单中不会有人属于此类别或此原因。",
        Code::DerivationNotTried => "类别的条件区分的情形过多，无法逐一试算。请人工核对。",
        Code::UnusedCheck => "没有规则用到此项核对。",
        Code::UnusedRule => "没有类别用到此规则。",
        Code::UnusedMaterial => "没有类别需要此项材料。",
        Code::UnusedPictures => "规定了图片的限制，却没有材料。",
        Code::UnusedMessage => "没有需要发送此短信的情形。",
    }
}
