//! An answer, read.

use bytes::Bytes;
use http::{HeaderMap, Response};
use serde_json::Value;

/// An answer, read.
#[derive(Debug)]
pub struct Answer {
    /// Its status.
    pub status: u16,
    /// Its headers.
    pub headers: HeaderMap,
    /// Its body.
    pub body: Bytes,
    /// The same as text. What is none is replaced.
    pub text: String,
}

impl Answer {
    pub(crate) fn of(response: Response<Bytes>) -> Self {
        let (head, body) = response.into_parts();
        let text = String::from_utf8_lossy(&body).into_owned();
        Self { status: head.status.as_u16(), headers: head.headers, body, text }
    }

    /// Returns the body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap()
    }

    /// Returns the code of a problem.
    pub fn code(&self) -> String {
        self.json()["code"].as_str().unwrap_or("no problem").to_owned()
    }

    /// Returns the text, without what another policy file or another draw would change.
    pub fn shown(&self) -> String {
        ["case", "policy"].iter().fold(self.text.clone(), |text, name| match self.json()[*name].as_str() {
            Some(value) => text.replace(value, &format!("<{name}>")),
            None => text,
        })
    }

    /// Returns a header that must be there.
    pub fn header(&self, name: &str) -> String {
        self.headers[name].to_str().unwrap().to_owned()
    }

    /// Returns where a browser goes next, if it is sent on: by a redirect, or by a page that it leaves at once.
    pub fn onward(&self) -> Option<String> {
        let value = |name: &str| Some(self.headers.get(name)?.to_str().unwrap());
        let next = value("location").or_else(|| value("refresh")?.strip_prefix("0;url="))?;
        Some(next.to_owned())
    }

    /// Asserts that it is this problem.
    #[track_caller]
    pub fn refused(&self, status: u16, code: &str) {
        assert_eq!((self.status, self.code().as_str()), (status, code), "{}", self.text);
    }
}
