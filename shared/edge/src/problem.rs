//! Problems: everything this service says no with, as RFC 9457 documents.
//!
//! Codes, statuses and texts are in `problem/table.rs` alone, and how reasons become codes in `problem/from.rs`.

use bytes::Bytes;
use chrono::{DateTime, Utc};
use domain::policy::{PasswordLogin, Text};
use domain::{calendar, instant};
use http::header::{ALLOW, CONTENT_LANGUAGE, CONTENT_TYPE, HeaderValue, RETRY_AFTER, WWW_AUTHENTICATE};
use http::{HeaderName, Response};
use serde::ser::{Serialize, SerializeMap as _, Serializer};

use crate::fields::FieldError;
use crate::locale::Locale;

mod from;
mod table;

pub use table::Code;

/// Begins the `type` of every problem. It is a name and not an address: the service runs under many host names,
/// and a type must be the same under all of them.
pub(crate) const TYPE_BASE: &str = "urn:miaopi:problem:";

/// Others who changed the same record are done within this time, more often than not.
const RETRY_SECONDS: u64 = 1;

/// A refusal or a fault, on its way out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    code: Code,
    members: Vec<(&'static str, Member)>,
    errors: Vec<FieldError>,
    allow: Option<&'static str>,
    fault: Option<String>,
}

/// A fact about a problem: a member of the document, and a word in its text.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Member {
    Text(String),
    Number(u64),
    Instant(DateTime<Utc>),
    /// As the policy has it, in the reader's language.
    Words(Text),
}

impl Problem {
    /// Returns the problem of a code that needs no further facts.
    pub const fn new(code: Code) -> Self {
        Self { code, members: Vec::new(), errors: Vec::new(), allow: None, fault: None }
    }

    /// Returns the problem of something that failed here or below. `reason` is for operators and is only logged.
    pub fn fault(reason: impl std::fmt::Display) -> Self {
        Self { fault: Some(reason.to_string()), ..Self::new(Code::Fault) }
    }

    /// Returns a problem of which operators are told why.
    pub fn because(code: Code, reason: impl std::fmt::Display) -> Self {
        Self { fault: Some(reason.to_string()), ..Self::new(code) }
    }

    pub(crate) fn unavailable(reason: impl std::fmt::Display) -> Self {
        Self { fault: Some(reason.to_string()), ..Self::new(Code::Unavailable) }
    }

    /// Returns the problem of a method that a path does not know. `allow` lists those that it does.
    pub fn method_not_allowed(allow: &'static str) -> Self {
        Self { allow: Some(allow), ..Self::new(Code::MethodNotAllowed) }
    }

    /// Returns the problem of fields that are wrong, all of them at once.
    pub fn invalid_fields(errors: Vec<FieldError>) -> Self {
        Self { errors, ..Self::new(Code::InvalidFields) }
    }

    /// Returns the problem of a roster in which something is wrong. `more` says how much is not in the list.
    pub fn invalid_roster(errors: Vec<FieldError>, more: usize) -> Self {
        let problem = Self { errors, ..Self::new(Code::InvalidRoster) };
        problem.with("more_errors", Member::Number(more as u64))
    }

    /// Returns the problem of a roster that is too large for one file.
    pub fn roster_too_large(bytes_max: usize, rows_max: usize) -> Self {
        Self::new(Code::RosterTooLarge)
            .with("bytes_max", Member::Number(bytes_max as u64))
            .with("rows_max", Member::Number(rows_max as u64))
    }

    /// Returns the problem of a parameter that is missing, there twice, or not what it must be.
    pub fn invalid_request(parameter: &'static str) -> Self {
        Self::new(Code::InvalidRequest).with("parameter", Member::Text(parameter.to_owned()))
    }

    /// Returns the problem of a second case in a season; `case` is the address of the first.
    pub fn already_open(case: String) -> Self {
        Self::new(Code::AlreadyOpen).with("case", Member::Text(case))
    }

    /// Returns the problem of a store whose promises are not proved. `promise` is the one that was broken, if the
    /// store was tested at all.
    pub fn store_not_verified(promise: Option<String>) -> Self {
        let promise = promise.unwrap_or_else(|| "untested".to_owned());
        Self::new(Code::StoreNotVerified).with("promise", Member::Text(promise))
    }

    /// Returns the problem of a code that was entered wrongly and may be entered so often again.
    pub fn code_wrong(tries_left: u8) -> Self {
        Self::new(Code::CodeWrong).with("tries_left", Member::Number(tries_left.into()))
    }

    /// Returns the problem of a number and a password that let nobody in. It is the same whatever the reason was.
    pub fn password_refused(rules: &PasswordLogin) -> Self {
        Self::new(Code::PasswordRefused)
            .with("minutes", Member::Number(rules.tries.minutes_each().into()))
            .with("contact", Member::Words(rules.contact.clone()))
    }

    /// Returns the problem of a picture that is too large for one request.
    pub fn file_needs_parts(bytes_max: usize) -> Self {
        Self::new(Code::FileNeedsParts).with("bytes_max", Member::Number(bytes_max as u64))
    }

    /// Returns the problem of a header that is missing, there twice, or not what it must be.
    pub fn malformed_header(name: &HeaderName) -> Self {
        Self::new(Code::MalformedHeader).with("header", Member::Text(name.as_str().to_owned()))
    }

    pub(crate) fn body_too_large(bytes_max: usize) -> Self {
        Self::new(Code::BodyTooLarge).with("bytes_max", Member::Number(bytes_max as u64))
    }

    pub(crate) fn malformed_json(line: usize, column: usize) -> Self {
        Self::new(Code::MalformedJson)
            .with("line", Member::Number(line as u64))
            .with("column", Member::Number(column as u64))
    }

    fn with(mut self, name: &'static str, member: Member) -> Self {
        self.members.push((name, member));
        self
    }

    /// Returns the code.
    pub const fn code(&self) -> Code {
        self.code
    }

    /// Returns what operators are told, and nobody else.
    pub(crate) fn reason(&self) -> Option<&str> {
        self.fault.as_deref()
    }

    /// Returns what the caller is told.
    pub fn document<'a>(&'a self, locale: Locale, reference: &'a str) -> impl Serialize + 'a {
        Document { problem: self, locale, reference }
    }

    fn detail(&self, locale: Locale) -> String {
        let row = self.code.row();
        let template = locale.pick(row.detail_zh, row.detail_en).to_owned();
        self.members.iter().fold(template, |text, (name, member)| {
            text.replace(&format!("{{{name}}}"), &member.words(locale))
        })
    }

    /// Returns the response.
    pub(crate) fn response(&self, locale: Locale, reference: &str) -> Response<Bytes> {
        // A document of texts and numbers can always be written.
        let document = serde_json::to_vec(&self.document(locale, reference)).unwrap_or_default();
        let mut response = Response::new(Bytes::from(document));
        *response.status_mut() = self.code.status();
        let headers = response.headers_mut();
        let media_type = match self.code.oauth() {
            // RFC 6749, section 5.2: a client reads no other type.
            Some(_) => "application/json",
            None => "application/problem+json",
        };
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
        headers.insert(CONTENT_LANGUAGE, HeaderValue::from_static(locale.tag()));
        if let Some(allow) = self.allow {
            headers.insert(ALLOW, HeaderValue::from_static(allow));
        }
        if matches!(self.code, Code::SessionRequired | Code::SessionEnded) {
            headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if self.code == Code::InvalidClient {
            headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static(r#"Basic realm="portals""#));
        }
        if matches!(
            self.code,
            Code::Busy | Code::Unavailable | Code::ProviderUnavailable | Code::StoreNotVerified
        ) {
            headers.insert(RETRY_AFTER, HeaderValue::from(RETRY_SECONDS));
        }
        response
    }
}

/// A problem in one language, written in the order in which RFC 9457 names its members.
struct Document<'a> {
    problem: &'a Problem,
    locale: Locale,
    reference: &'a str,
}

impl Serialize for Document<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { problem, locale, reference } = *self;
        let row = problem.code.row();
        let mut document = serializer.serialize_map(None)?;
        document.serialize_entry("type", &format!("{TYPE_BASE}{}", row.name))?;
        document.serialize_entry("title", locale.pick(row.title_zh, row.title_en))?;
        document.serialize_entry("status", &row.status)?;
        document.serialize_entry("detail", &problem.detail(locale))?;
        document.serialize_entry("code", row.name)?;
        if let Some(error) = problem.code.oauth() {
            document.serialize_entry("error", error)?;
        }
        for (name, member) in &problem.members {
            match member {
                Member::Text(text) => document.serialize_entry(name, text)?,
                Member::Number(number) => document.serialize_entry(name, number)?,
                Member::Instant(at) => document.serialize_entry(name, &instant::format(*at))?,
                Member::Words(words) => document.serialize_entry(name, locale.pick(&words.zh, &words.en))?,
            }
        }
        if !problem.errors.is_empty() {
            let errors: Vec<_> = problem.errors.iter().map(|error| error.shown(locale)).collect();
            document.serialize_entry("errors", &errors)?;
        }
        if problem.fault.is_some() {
            document.serialize_entry("reference", reference)?;
        }
        document.end()
    }
}

impl Member {
    fn words(&self, locale: Locale) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Number(number) => number.to_string(),
            Self::Words(words) => locale.pick(&words.zh, &words.en).to_owned(),
            Self::Instant(at) => {
                let date = calendar::date_at(*at);
                let minutes = (*at - calendar::start_of(date)).num_minutes();
                let (hour, minute) = (minutes / 60, minutes % 60);
                match locale {
                    Locale::Chinese => format!("北京时间 {date} {hour:02}:{minute:02}"),
                    Locale::English => format!("{date} {hour:02}:{minute:02} Beijing time"),
                }
            }
        }
    }
}

/// How a problem looks, for the description of the interface.
#[cfg(not(target_family = "wasm"))]
#[derive(Debug, utoipa::ToSchema)]
#[schema(example = json!({
    "type": "urn:miaopi:problem:changed-meanwhile",
    "title": "内容已被更新",
    "status": 412,
    "detail": "您读取之后，内容已有变化。请重新读取，再作修改。",
    "code": "changed-meanwhile"
}))]
pub struct ProblemDocument {
    /// 问题类型，以代码结尾。 Names the kind of problem and ends with its code.
    pub r#type: String,
    /// 标题。 What it is, in the caller's language.
    pub title: String,
    /// HTTP 状态码。 The status, as in the response.
    pub status: u16,
    /// 说明下一步怎么办。 What to do next, in the caller's language. Never to be parsed.
    pub detail: String,
    /// 稳定的代码，程序据此判断。 The stable code, which programs branch on. Some codes bring further members.
    pub code: String,
    /// OAuth 错误代码（RFC 6749 第 5.2 节），仅 `/auth/token`。 What RFC 6749 calls it, at the token endpoint alone.
    pub error: Option<String>,
    /// 逐项错误，仅 `invalid-fields` 和 `not-agreed`。 Every wrong field, with `invalid-fields` and `not-agreed` alone.
    pub errors: Option<Vec<crate::fields::FieldDocument>>,
    /// 故障编号，报修时请提供。 Names the fault in our logs.
    pub reference: Option<String>,
}

#[cfg(test)]
mod tests;
