//! The pages, a file each: what they ask, and what they make of it.

use bytes::Bytes;
use edge::{Body, Visit};
use http::{HeaderMap, Request, Response};

use crate::ask::Asker;
use crate::cookies;
use crate::form::Form;
use crate::page::Frame;
use crate::refusal::Refusal;

pub(crate) mod administration;
pub(crate) mod agree;
pub(crate) mod case;
pub(crate) mod correction;
pub(crate) mod draft;
pub(crate) mod filing;
pub(crate) mod home;
pub(crate) mod login;
pub(crate) mod materials;
pub(crate) mod message;
pub(crate) mod programme;
pub(crate) mod reviews;
pub(crate) mod sessions;

/// What a page is made of, or why there is none.
pub(crate) type Outcome = Result<Response<Bytes>, Refusal>;

/// Who is at the door, and what they have brought.
pub(crate) struct Visitor<'a> {
    pub(crate) asker: Asker<'a>,
    pub(crate) headers: HeaderMap,
    pub(crate) path: String,
    pub(crate) query: Form,
    /// The fields of the form that was sent.
    pub(crate) form: Form,
}

impl<'a> Visitor<'a> {
    pub(crate) fn new(visit: &'a Visit<'a>, request: &Request<Body>) -> Self {
        let headers = request.headers().clone();
        let token = edge::cookie(&headers, edge::COOKIE).ok().flatten().map(str::to_owned);
        let locale = cookies::language(&headers).unwrap_or(visit.locale);
        Self {
            asker: Asker { visit, locale, token, origin: None },
            path: request.uri().path().to_owned(),
            query: Form::parse(request.uri().query().unwrap_or_default().as_bytes()),
            headers,
            form: Form::default(),
        }
    }

    /// Returns what surrounds the page.
    pub(crate) fn frame(&self) -> Frame {
        Frame::new(self.asker.visit, &self.headers, &self.path)
    }

    /// Draws the name of an attempt, for a form that must happen once.
    pub(crate) fn key(&self) -> Result<String, Refusal> {
        let drawn = self.asker.visit.draw().ok_or_else(Refusal::unanswered)?;
        Ok(format!("{drawn:032x}"))
    }
}
