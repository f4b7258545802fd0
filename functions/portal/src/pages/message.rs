//! Pages that say no.

use askama::Template;
use bytes::Bytes;
use http::Response;

use super::Visitor;
use crate::cookies;
use crate::page::{self, Frame};
use crate::refusal::{Refusal, Wrong};

#[derive(Template)]
#[template(path = "message.html")]
struct Message<'a> {
    f: Frame,
    title: &'a str,
    detail: &'a str,
    errors: &'a [Wrong],
    reference: Option<&'a str>,
    back: String,
}

#[derive(Template)]
#[template(path = "session-over.html")]
struct SessionOver<'a> {
    f: Frame,
    fields: &'a [(String, String)],
}

/// Says no, in the words of whoever has refused.
pub(crate) fn refuse(visitor: &Visitor<'_>, refusal: &Refusal) -> Response<Bytes> {
    let page = if refusal.is_about_login() { log_in(visitor) } else { message(visitor, refusal) };
    // A page of fixed texts can always be written.
    page.unwrap_or_else(|_| Response::new(Bytes::new()))
}

/// Has somebody log in. Whoever has sent a form does not lose what is in it.
fn log_in(visitor: &Visitor<'_>) -> Result<Response<Bytes>, Refusal> {
    visitor.asker.visit.note_refusal("session-required");
    // Whoever has not been logged in has nothing to lose yet, and comes back to the page that the form is on.
    let place = match (visitor.form.fields(), &visitor.asker.token) {
        ([], _) => Some(visitor.path.clone()),
        (_, None) => Some(above(&visitor.path)),
        (_, Some(_)) => None,
    };
    if let Some(place) = place {
        return Ok(page::with_cookie(page::see_other("/login")?, cookies::set_place(&place)));
    }
    let f = visitor.frame();
    let locale = f.locale;
    let over = SessionOver { f, fields: visitor.form.fields() };
    page::render(http::StatusCode::UNAUTHORIZED, locale, &over)
}

fn message(visitor: &Visitor<'_>, refusal: &Refusal) -> Result<Response<Bytes>, Refusal> {
    let f = visitor.frame();
    let t = f.t;
    let own = match &*refusal.code {
        "no-such-page" => Some((t.no_such_page, t.no_such_page_detail)),
        "origin-refused" => Some((t.origin_refused, t.origin_refused_detail)),
        "malformed-form" => Some((t.malformed_form, t.malformed_form_detail)),
        "unanswered" => Some((t.unanswered, t.unanswered_detail)),
        _ => None,
    };
    visitor.asker.visit.note_refusal(own.map_or("refused", |_| "no-page"));
    let (title, detail) = own.unwrap_or((&refusal.title, &refusal.detail));
    let (locale, status) = (f.locale, refusal.status());
    let message = Message {
        title,
        detail,
        errors: &refusal.errors,
        reference: refusal.reference.as_deref(),
        back: above(&visitor.path),
        f,
    };
    page::render(status, locale, &message)
}

/// Returns the page above this one, which is where a form has its page.
fn above(path: &str) -> String {
    let above = path.trim_end_matches('/').rsplit_once('/').map_or("", |(above, _)| above);
    cookies::own_page(if above.is_empty() { "/" } else { above }).unwrap_or_else(|| "/".to_owned())
}
