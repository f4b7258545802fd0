//! Correcting a case that was returned: item by item, the whole form, the pictures beside it.

use askama::Template;
use http::{Method, StatusCode};
use serde::Serialize;

use super::case::Desk;
use super::draft::{Step, error, fields, name};
use super::login::{Kind, kinds};
use super::{Outcome, Visitor};
use crate::ask::{Call, Function};
use crate::page::{self, Frame};
use crate::refusal::Refusal;
use crate::texts::candidate::Texts;
use crate::wire::case::{Draft, Fields, Objection};
use crate::words::{self, Instant};

#[derive(Template)]
#[template(path = "correction.html")]
struct Page<'a> {
    f: Frame,
    w: &'static Texts,
    desk: &'a Desk,
    draft: Draft,
    kinds: Vec<Kind>,
    closes: Option<Instant>,
    key: String,
    refusal: Option<&'a Refusal>,
}

impl Page<'_> {
    fn number(&self) -> &str {
        self.draft.form.document.as_ref().map(|document| document.number.as_str()).unwrap_or_default()
    }

    fn error(&self, pointer: &str) -> Option<&str> {
        error(self.refusal, pointer)
    }

    fn objection<'b>(&self, objection: &'b Objection) -> &'b str {
        objection.text.as_ref().map_or(objection.reason.as_str(), |text| text.of(&self.f.locale))
    }
}

#[derive(Serialize)]
struct Correction<'a> {
    form: &'a Fields,
}

pub(crate) async fn route(visitor: &Visitor<'_>, case: &str, method: &Method) -> Outcome {
    if method != Method::POST {
        return show(visitor, case, None).await;
    }
    let path = format!("/api/cases/{case}/correction");
    let call = Call::new(Function::Application, Method::POST, path).once(visitor.form.get("key"));
    match visitor.asker.send(call.json(&Correction { form: &fields(visitor) })?).await {
        Ok(_) => page::see_other(&format!("/cases/{case}")),
        Err(refusal) if refusal.is_about_login() => Err(refusal),
        Err(refusal) => show(visitor, case, Some(refusal)).await,
    }
}

async fn show(visitor: &Visitor<'_>, case: &str, mut refusal: Option<Refusal>) -> Outcome {
    let desk = Desk::open(visitor, case).await?;
    let f = visitor.frame();
    let is_over = refusal.is_none() && desk.is_over(&f.now);
    if desk.case.state != "returned" || is_over {
        return page::see_other(&format!("/cases/{case}"));
    }
    // What was typed stays; at first it is what was filed.
    let filed = desk.case.filing.as_ref().map(|filing| Fields {
        name: Some(filing.name.clone()),
        document: Some(filing.document.clone()),
        telephone: Some(filing.telephone.clone()),
        email: filing.email.clone(),
    });
    let form = if refusal.is_some() { fields(visitor) } else { filed.unwrap_or_default() };
    let (locale, w) = (f.locale, Texts::of(f.locale));
    if let Some(refusal) = &mut refusal {
        // The form stands on this page, as it does on that of its step.
        name(refusal, &desk, Some(Step::Form), w, locale);
    }
    let kind = form.document.as_ref().map(|document| document.kind.as_str());
    let page = Page {
        kinds: kinds(w, kind.unwrap_or_default()),
        closes: desk.case.closes.as_deref().map(|closes| words::before(closes, locale)),
        draft: Draft { form, ..Draft::default() },
        key: visitor.key()?,
        desk: &desk,
        refusal: refusal.as_ref(),
        w,
        f,
    };
    let status = refusal.as_ref().map_or(StatusCode::OK, Refusal::status);
    page::render(status, locale, &page)
}
