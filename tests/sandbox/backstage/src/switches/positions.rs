//! Which switches there are, and their positions.

/// A switch: somebody who can be directed.
#[derive(Debug)]
pub(crate) struct Switch {
    /// What it is called in the form.
    pub(crate) id: &'static str,
    pub(crate) zh: &'static str,
    pub(crate) en: &'static str,
    /// The component that plays it.
    pub(crate) component: &'static str,
    /// Where its script lies below `/sandbox/`.
    pub(crate) part: &'static str,
    /// The first is that in which it works.
    pub(crate) positions: &'static [Position],
}

/// A position of a switch.
#[derive(Debug)]
pub(crate) struct Position {
    /// What it is called in the form.
    pub(crate) id: &'static str,
    pub(crate) zh: &'static str,
    pub(crate) en: &'static str,
    /// The script that brings it about.
    pub(crate) script: &'static str,
}

const fn position(id: &'static str, zh: &'static str, en: &'static str, script: &'static str) -> Position {
    Position { id, zh, en, script }
}

const WORKS: Position = position("works", "正常", "works", "{}");
const OUTAGE: Position = position("outage", "停机", "is down", r#"{"status":503}"#);
/// Longer than the ten seconds that registers and gateways are given.
const SLOW: Position = position("slow", "延迟 15 秒", "takes 15 seconds", r#"{"delay_ms":15000}"#);
const NONSENSE: Position = position("nonsense", "答非所问", "answers nonsense", r#"{"text":"<html>"}"#);
const UNKNOWN: Position = position("unknown", "查无此人", "knows nobody", r#"{"text":"{\"entry\":null}"}"#);
const OTHER_NAME: Position =
    position("other-name", "姓名不符", "has another name", r#"{"fields":{"name":"某某"}}"#);

const REGISTER: &[Position] = &[WORKS, OUTAGE, SLOW, NONSENSE, UNKNOWN, OTHER_NAME];
const CERTIFICATES: &[Position] =
    &[WORKS, OUTAGE, SLOW, NONSENSE, position("none", "没有证照", "has none", r#"{"status":204}"#)];
const GATEWAY: &[Position] = &[
    WORKS,
    OUTAGE,
    SLOW,
    position(
        "lost",
        "已发送但应答丢失",
        "delivers, and its answer is lost",
        r#"{"status":500,"delivers":true}"#,
    ),
    position("nonsense", "答非所问", "answers nonsense", r#"{"answer":"<html>"}"#),
];
const PROVIDER: &[Position] = &[
    WORKS,
    OUTAGE,
    SLOW,
    position("forged", "签名不符", "signs with a wrong key", r#"{"signature":"wrong-key"}"#),
    position("nameless", "不提供姓名", "leaves the name out", r#"{"claims":{"name":null}}"#),
];

const fn register(part: &'static str, id: &'static str, zh: &'static str, en: &'static str) -> Switch {
    Switch { id, zh, en, component: "registers", part, positions: REGISTER }
}

pub(crate) const SWITCHES: [Switch; 9] = [
    register("registers/resident-register", "resident-register", "户籍登记", "Household registration"),
    register("registers/residence-permits", "residence-permits", "居住证", "Residence permits"),
    register("registers/diplomas", "diplomas", "学信网学历", "Diplomas (CHSI)"),
    register("registers/examination-site", "examination-site", "考试网报名", "Examination site"),
    Switch {
        positions: CERTIFICATES,
        ..register("registers/certificates", "certificates", "电子证照", "Electronic certificates")
    },
    Switch {
        id: "honouring",
        zh: "短信网关（识别重复，服务所用）",
        en: "Gateway for messages that honours keys, and is used by the service",
        component: "honouring-gateway",
        part: "gateways/honouring",
        positions: GATEWAY,
    },
    Switch {
        id: "plain",
        zh: "短信网关（不识别重复）",
        en: "Gateway for messages that honours no keys",
        component: "plain-gateway",
        part: "gateways/plain",
        positions: GATEWAY,
    },
    Switch {
        id: "platform",
        zh: "统一身份认证平台",
        en: "Unified identity platform",
        component: "identity",
        part: "identity/platform",
        positions: PROVIDER,
    },
    Switch {
        id: "staff",
        zh: "工作人员登录",
        en: "Staff login",
        component: "identity",
        part: "identity/staff",
        positions: PROVIDER,
    },
];
