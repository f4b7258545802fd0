//! What clients send. Nothing of it shows itself in debug output.

use domain::identity::{DocumentKind, IdentityDocument};
use domain::password::{CHARACTERS_MAX, InvalidPassword};
use edge::{Explain, FieldError, Fields, Problem};
use serde::Deserialize;

/// 用证件号码和密码登录。 Logs in by number and password.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub(crate) struct LogInBody {
    /// 项目。 The programme.
    #[cfg_attr(not(target_family = "wasm"), schema(example = "interview-review"))]
    pub(crate) programme: String,
    /// 证件类型，默认为居民身份证。 The kind of document: a resident identity card, if it is left out.
    #[cfg_attr(not(target_family = "wasm"), schema(nullable = false, example = "resident-identity-card"))]
    pub(crate) document_kind: Option<String>,
    /// 证件号码。 The number of the document.
    #[cfg_attr(not(target_family = "wasm"), schema(example = "11010519491231002X"))]
    pub(crate) number: String,
    /// 密码。 The password.
    #[cfg_attr(not(target_family = "wasm"), schema(format = Password))]
    pub(crate) password: String,
}

/// 设置自己的密码。 Sets a password of one's own.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub(crate) struct PasswordBody {
    /// 项目。 The programme.
    #[cfg_attr(not(target_family = "wasm"), schema(example = "interview-review"))]
    pub(crate) programme: String,
    /// 证件类型，默认为居民身份证。 The kind of document: a resident identity card, if it is left out.
    #[cfg_attr(not(target_family = "wasm"), schema(nullable = false, example = "resident-identity-card"))]
    pub(crate) document_kind: Option<String>,
    /// 证件号码。 The number of the document.
    #[cfg_attr(not(target_family = "wasm"), schema(example = "11010519491231002X"))]
    pub(crate) number: String,
    /// 现在的密码；首次登录为报名时填写的电子邮箱。 The present password, which is the e-mail address of the registration the first time.
    #[cfg_attr(not(target_family = "wasm"), schema(format = Password))]
    pub(crate) password: String,
    /// 新密码：长度由项目规定，至多 128 个字符，任何字符均可；不得由证件号码、姓名、电子邮箱或常见密码构成，也不得在别处泄露过。 The new password: of a
    /// length that the programme says, at most 128 characters, of any kind; not made of what is known of its person, nor of what many people
    /// choose, and none that was stolen elsewhere.
    #[cfg_attr(not(target_family = "wasm"), schema(format = Password))]
    pub(crate) new: String,
}

/// Returns whose password it is said to be. What is wrong with a number follows from the number alone, and says nothing about whether
/// anybody has it.
///
/// # Errors
///
/// Returns a problem if the number is none of the document.
pub(crate) fn document(kind: Option<&str>, number: &str) -> Result<IdentityDocument, Problem> {
    let kind = kind.unwrap_or(DocumentKind::ResidentIdentityCard.name());
    let mut fields = Fields::default();
    let document = fields.check_document(("/document_kind", kind), ("/number", number));
    fields.finish()?;
    document.ok_or_else(|| Problem::fault("a document that is neither right nor wrong"))
}

/// Returns the problem of a new password that cannot be set.
pub(crate) fn not_settable(reason: InvalidPassword) -> Problem {
    let error = match reason {
        InvalidPassword::TooShort { min } => FieldError::worded(
            "/new",
            "too-short",
            format!("密码至少 {min} 个字符，可以是一句话。"),
            format!("A password has {min} characters at least. It can be a sentence."),
        ),
        InvalidPassword::TooLong => FieldError::worded(
            "/new",
            "too-long",
            format!("密码至多 {CHARACTERS_MAX} 个字符。"),
            format!("A password has {CHARACTERS_MAX} characters at most."),
        ),
        InvalidPassword::Personal => FieldError::new("/new", &Personal),
        InvalidPassword::Common => FieldError::new("/new", &Common),
    };
    Problem::invalid_fields(vec![error])
}

/// Returns the problem of a new password that was stolen elsewhere.
pub(crate) fn listed() -> Problem {
    Problem::invalid_fields(vec![FieldError::new("/new", &Breached)])
}

/// A password is on a list of stolen ones.
struct Breached;

impl Explain for Breached {
    fn explain(&self) -> (&'static str, &'static str, &'static str) {
        (
            "breached",
            "该密码（或去掉首尾的数字和符号后）曾在别处泄露，他人会最先尝试，请换一个别处没有用过的密码。",
            "It is on a list of passwords that were stolen elsewhere, or would be without the digits and signs around it. Such passwords are \
             tried first. Choose one that you use nowhere else.",
        )
    }
}

/// Little is left of a password without what is known of its person.
struct Personal;

impl Explain for Personal {
    fn explain(&self) -> (&'static str, &'static str, &'static str) {
        (
            "personal",
            "密码主要由您的姓名、证件号码、电子邮箱或项目名称构成，容易被猜到，请换一个。",
            "It consists of your name, number, e-mail address or the programme, which others know. Choose another one.",
        )
    }
}

/// Little is left of a password without what many people choose.
struct Common;

impl Explain for Common {
    fn explain(&self) -> (&'static str, &'static str, &'static str) {
        (
            "common",
            "密码主要由常见词、重复或连续的字符构成，容易被猜到，请换一个。",
            "It consists of common words, or of characters that repeat or follow one another. Choose another one.",
        )
    }
}
