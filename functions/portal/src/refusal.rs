//! Why a page says no, in the words of the function that was asked.

use http::StatusCode;
use serde::Deserialize;

use crate::ask::Answer;

/// A refusal, as a problem document has it (RFC 9457).
#[derive(Debug, Deserialize)]
pub(crate) struct Refusal {
    pub(crate) status: u16,
    pub(crate) code: Box<str>,
    /// In the visitor's language; empty if the portal itself says no.
    #[serde(default)]
    pub(crate) title: Box<str>,
    /// What to do next, in the visitor's language.
    #[serde(default)]
    pub(crate) detail: Box<str>,
    /// What is wrong, field by field.
    #[serde(default)]
    pub(crate) errors: Vec<Wrong>,
    /// By which name whoever answers the telephone finds it.
    #[serde(default)]
    pub(crate) reference: Option<Box<str>>,
    /// The address of the case that is there already.
    #[serde(default)]
    pub(crate) case: Option<Box<str>>,
}

/// What is wrong with a field.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Wrong {
    /// Which one (RFC 6901).
    pub(crate) pointer: String,
    /// What to do about it, in the visitor's language.
    pub(crate) detail: String,
    /// What the field is called, where the page knows.
    #[serde(skip)]
    pub(crate) label: String,
    /// Where the field is.
    #[serde(skip)]
    pub(crate) href: String,
}

impl Refusal {
    pub(crate) fn of(answer: &Answer) -> Self {
        answer.read().unwrap_or_else(|_| Self::unanswered())
    }

    /// A function has not answered, or has said what nobody understands. What was sent may have arrived.
    pub(crate) fn unanswered() -> Self {
        Self::own(StatusCode::SERVICE_UNAVAILABLE, "unanswered")
    }

    pub(crate) fn no_such_page() -> Self {
        Self::own(StatusCode::NOT_FOUND, "no-such-page")
    }

    /// A form was sent by a page of somebody else.
    pub(crate) fn other_origin() -> Self {
        Self::own(StatusCode::FORBIDDEN, "origin-refused")
    }

    /// A form is none that a page of ours sends.
    pub(crate) fn malformed() -> Self {
        Self::own(StatusCode::BAD_REQUEST, "malformed-form")
    }

    fn own(status: StatusCode, code: &str) -> Self {
        Self {
            status: status.as_u16(),
            code: code.into(),
            title: Box::default(),
            detail: Box::default(),
            errors: Vec::new(),
            reference: None,
            case: None,
        }
    }

    /// Tells whether it is because nobody is logged in any more.
    pub(crate) fn is_about_login(&self) -> bool {
        self.status == 401
    }

    /// Tells whether it is about fields, each of which says by itself what to do.
    pub(crate) fn is_about_fields(&self) -> bool {
        &*self.code == "invalid-fields"
    }

    /// Tells whether what is there has changed since the page was made.
    pub(crate) fn is_about_version(&self) -> bool {
        matches!(&*self.code, "changed-meanwhile" | "contended")
    }

    pub(crate) fn status(&self) -> StatusCode {
        StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }
}
