//! Wrong fields: where, which rule, and what to do about it.

use std::borrow::Cow;

use domain::case::InvalidObjections;
use domain::identity::{DocumentKind, IdentityDocument, InvalidDocument};
use domain::note::InvalidNote;
use domain::person::InvalidField;
use domain::policy::PolicyError;
use domain::region::InvalidRegion;
use domain::slug::InvalidSlug;
use serde::Serialize;

use crate::locale::Locale;
use crate::problem::Problem;

/// One wrong field. It never repeats what was filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    pointer: String,
    code: &'static str,
    zh: Cow<'static, str>,
    en: Cow<'static, str>,
}

/// A wrong field in one language.
#[derive(Serialize)]
pub(crate) struct Shown<'a> {
    pointer: &'a str,
    code: &'a str,
    detail: &'a str,
}

/// A reason why a field is wrong, for programs and for people.
pub trait Explain {
    /// Returns the stable code and what to do, in Chinese and in English.
    fn explain(&self) -> (&'static str, &'static str, &'static str);
}

impl FieldError {
    /// Names the field at `pointer` (RFC 6901).
    pub fn new(pointer: impl Into<String>, reason: &impl Explain) -> Self {
        let (code, zh, en) = reason.explain();
        Self { pointer: pointer.into(), code, zh: zh.into(), en: en.into() }
    }

    /// Names what is at `pointer`, in words that say more than a reason alone can.
    pub fn worded(
        pointer: impl Into<String>,
        code: &'static str,
        zh: impl Into<Cow<'static, str>>,
        en: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self { pointer: pointer.into(), code, zh: zh.into(), en: en.into() }
    }

    /// Names the field at `pointer` to an operator, in the words of what read it.
    pub fn technical(pointer: impl Into<String>, code: &'static str, words: &str) -> Self {
        Self { pointer: pointer.into(), code, zh: words.to_owned().into(), en: words.to_owned().into() }
    }

    /// Says where a policy file is none, and why.
    pub fn of_policy(error: &PolicyError) -> Self {
        Self::technical("/policy", "invalid-policy", &error.to_string())
    }

    pub(crate) fn shown(&self, locale: Locale) -> Shown<'_> {
        Shown { pointer: &self.pointer, code: self.code, detail: locale.pick(&self.zh, &self.en) }
    }
}

/// Collects every wrong field of a document, so that a person corrects them in one go.
#[derive(Debug, Default)]
pub struct Fields(Vec<FieldError>);

impl Fields {
    /// Keeps what is wrong with the field at `pointer`, or returns its value.
    pub fn check<T, E: Explain>(&mut self, pointer: &str, parsed: Result<T, E>) -> Option<T> {
        parsed.map_err(|reason| self.0.push(FieldError::new(pointer, &reason))).ok()
    }

    /// Reads an identity document, and keeps what is wrong with the kind at one pointer or with the number at the other.
    pub fn check_document(
        &mut self,
        (kind_at, kind): (&str, &str),
        (number_at, number): (&str, &str),
    ) -> Option<IdentityDocument> {
        let known = DocumentKind::ALL.into_iter().find(|known| known.name() == kind);
        let kind = self.check(kind_at, known.ok_or(UnknownKind))?;
        self.check(number_at, IdentityDocument::parse(kind, number))
    }

    /// Ends the collection.
    ///
    /// # Errors
    ///
    /// Returns the problem with all of them if any field was wrong.
    pub fn finish(self) -> Result<(), Problem> {
        if self.0.is_empty() { Ok(()) } else { Err(Problem::invalid_fields(self.0)) }
    }
}

/// How a document is built is wrong, before any value is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum InvalidShape {
    Unknown,
    Duplicate,
    Missing,
    Type,
}

impl Explain for InvalidShape {
    fn explain(&self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Unknown => {
                ("unknown-field", "没有此字段，请删去。", "There is no such field. Leave it out.")
            }
            Self::Duplicate => {
                ("duplicate-field", "此字段重复，请只保留一个。", "The field is there twice. Keep one.")
            }
            Self::Missing => {
                ("missing-field", "缺少必填字段，请补上。", "A required field is missing. Add it.")
            }
            Self::Type => {
                ("wrong-type", "值的类型不符，请改正。", "The value is of the wrong type. Correct it.")
            }
        }
    }
}

/// There is no such kind of document.
struct UnknownKind;

impl Explain for UnknownKind {
    fn explain(&self) -> (&'static str, &'static str, &'static str) {
        (
            "unknown-kind",
            "没有此证件类型，请从列表中选择。",
            "There is no such kind. Choose one from the list.",
        )
    }
}

impl Explain for InvalidObjections {
    fn explain(&self) -> (&'static str, &'static str, &'static str) {
        ("item-count", "请列出 1 至 16 项问题。", "List 1 to 16 items.")
    }
}

impl Explain for InvalidField {
    fn explain(&self) -> (&'static str, &'static str, &'static str) {
        let (zh, en) = match self {
            Self::Empty => ("请填写。", "Fill it in."),
            Self::TooLong => ("内容过长，请缩短。", "It is too long. Shorten it."),
            Self::Length => ("位数不对，请核对。", "The number of digits is wrong. Check it."),
            Self::FullWidth => (
                "含有全角字符，请切换到半角后重新输入。",
                "It has full-width characters. Type it in half-width ones.",
            ),
            Self::OuterBlank => ("首尾有空格，请删去。", "There is a blank at an end. Remove it."),
            Self::Character => ("含有不允许的字符，请核对。", "A character does not belong there. Check it."),
            Self::ChineseFullStop => {
                ("含有中文句号，请改为英文点号。", "There is a Chinese full stop. Type a dot.")
            }
            Self::Shape => ("格式有误，请核对。", "It has the wrong form. Check it."),
        };
        (self.code(), zh, en)
    }
}

impl Explain for InvalidNote {
    fn explain(&self) -> (&'static str, &'static str, &'static str) {
        let (zh, en) = match self {
            Self::Empty => ("请写明原因。", "Say why."),
            Self::TooLong => ("最多 500 字，请缩短。", "At most 500 characters are accepted. Shorten it."),
            Self::Character => ("含有不允许的字符，请核对。", "A character does not belong there. Check it."),
        };
        (self.code(), zh, en)
    }
}

impl Explain for InvalidDocument {
    fn explain(&self) -> (&'static str, &'static str, &'static str) {
        let (zh, en) = match self {
            Self::Empty => ("请填写证件号码。", "Fill in the number."),
            Self::FullWidth => (
                "含有全角字符，请切换到半角后重新输入。",
                "It has full-width characters. Type it in half-width ones.",
            ),
            Self::Length { .. } => {
                ("证件号码位数不对，请核对。", "The number has the wrong length. Check it.")
            }
            Self::RenewalDigits => {
                ("请去掉末尾两位换证次数。", "Leave out the last two digits, which count renewals.")
            }
            Self::Character => ("含有不允许的字符，请核对。", "A character does not belong there. Check it."),
            Self::Region => {
                ("前六位不是有效的地区代码，请核对。", "The first six digits are no region. Check them.")
            }
            Self::IsResidencePermit => (
                "这是港澳台居民居住证的号码，请改选证件类型。",
                "This is the number of a residence permit. Choose that kind.",
            ),
            Self::IsIdentityCard => (
                "这是居民身份证的号码，请改选证件类型。",
                "This is the number of an identity card. Choose that kind.",
            ),
            Self::BirthDate => {
                ("其中的出生日期不存在，请核对。", "The birth date in it does not exist. Check it.")
            }
            Self::CheckCharacter => {
                ("校验码不符，请逐位核对。", "The check character does not fit. Compare every digit.")
            }
        };
        (self.code(), zh, en)
    }
}

impl Explain for InvalidSlug {
    fn explain(&self) -> (&'static str, &'static str, &'static str) {
        ("malformed-name", "名称有误，请从列表中选择。", "It is no such name. Choose one from the list.")
    }
}

impl Explain for InvalidRegion {
    fn explain(&self) -> (&'static str, &'static str, &'static str) {
        ("malformed-region", "请填写六位地区代码。", "Give the six digits of a region.")
    }
}

/// How a wrong field looks, for the description of the interface.
#[cfg(not(target_family = "wasm"))]
#[derive(Debug, utoipa::ToSchema)]
#[schema(example = json!({"pointer": "/form/telephone", "code": "wrong-length", "detail": "位数不对，请核对。"}))]
pub struct FieldDocument {
    /// 字段位置（RFC 6901）。 Where the field is.
    pub pointer: String,
    /// 稳定的代码。 The stable code of the rule.
    pub code: String,
    /// 怎样改正。 What to do, in the caller's language.
    pub detail: String,
}
