//! Logging in and out. Who somebody is is found out by the identity platform, or by a number and a password where a programme has
//! that.

use askama::Template;
use domain::identity::DocumentKind;
use http::{Method, StatusCode};
use serde::Serialize;

use super::draft::error;
use super::{Outcome, Visitor};
use crate::ask::{Call, Function};
use crate::cookies;
use crate::page::{self, Frame};
use crate::refusal::Refusal;
use crate::texts::candidate::Texts;
use crate::wire::SessionView;
use crate::wire::programme::{Offer, Programme, Programmes};

#[derive(Template)]
#[template(path = "login.html")]
struct Entrances {
    f: Frame,
    w: &'static Texts,
    programmes: Vec<Offer>,
}

#[derive(Template)]
#[template(path = "password.html")]
struct Page<'a> {
    f: Frame,
    w: &'static Texts,
    programme: &'a Programme,
    /// Whether a new password is set with the old one.
    is_new: bool,
    kinds: Vec<Kind>,
    number: &'a str,
    refusal: Option<&'a Refusal>,
}

impl Page<'_> {
    fn error(&self, pointer: &str) -> Option<&str> {
        error(self.refusal, pointer)
    }
}

/// A kind of document to choose.
pub(crate) struct Kind {
    pub(crate) id: &'static str,
    pub(crate) name: &'static str,
    pub(crate) is_chosen: bool,
}

#[derive(Serialize)]
struct LogIn<'a> {
    programme: &'a str,
    document_kind: &'a str,
    number: &'a str,
    password: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    new: Option<&'a str>,
}

/// Returns the kinds of documents, with the one that is chosen.
pub(crate) fn kinds(w: &Texts, chosen: &str) -> Vec<Kind> {
    let name = |kind: DocumentKind| match kind {
        DocumentKind::ResidentIdentityCard => w.resident_identity_card,
        DocumentKind::MainlandTravelPermitHkMo => w.mainland_travel_permit_hk_mo,
        DocumentKind::MainlandTravelPermitTaiwan => w.mainland_travel_permit_taiwan,
        DocumentKind::ResidencePermitHkMoTw => w.residence_permit_hk_mo_tw,
    };
    let kind =
        |kind: DocumentKind| Kind { id: kind.name(), name: name(kind), is_chosen: kind.name() == chosen };
    DocumentKind::ALL.into_iter().map(kind).collect()
}

pub(crate) async fn route(visitor: &Visitor<'_>, rest: &[&str], method: &Method) -> Outcome {
    match (rest, method) {
        ([], &Method::GET) => entrances(visitor).await,
        ([programme], &Method::GET) => password(visitor, programme, false, None).await,
        ([programme], &Method::POST) => log_in(visitor, programme).await,
        ([programme, "password"], &Method::GET) => password(visitor, programme, true, None).await,
        ([programme, "password"], &Method::POST) => set_password(visitor, programme).await,
        _ => Err(Refusal::no_such_page()),
    }
}

async fn entrances(visitor: &Visitor<'_>) -> Outcome {
    let mut offered: Programmes =
        visitor.asker.show(Function::Programmes, "/api/programmes".to_owned()).await?;
    offered.programmes.retain(|offer| offer.has_password);
    let f = visitor.frame();
    let locale = f.locale;
    page::render(
        StatusCode::OK,
        locale,
        &Entrances { w: Texts::of(locale), programmes: offered.programmes, f },
    )
}

async fn password(
    visitor: &Visitor<'_>,
    programme: &str,
    is_new: bool,
    refusal: Option<&Refusal>,
) -> Outcome {
    let path = format!("/api/programmes/{programme}");
    let programme: Programme = visitor.asker.show(Function::Programmes, path).await?;
    let f = visitor.frame();
    let (locale, w) = (f.locale, Texts::of(f.locale));
    let kind = visitor.form.filled("document_kind");
    let kind = kind.as_deref().unwrap_or(DocumentKind::ResidentIdentityCard.name());
    let page = Page {
        kinds: kinds(w, kind),
        number: visitor.form.get("number"),
        programme: &programme,
        is_new,
        refusal,
        w,
        f,
    };
    let status = refusal.map_or(StatusCode::OK, Refusal::status);
    page::render(status, locale, &page)
}

async fn log_in(visitor: &Visitor<'_>, programme: &str) -> Outcome {
    let body = LogIn {
        programme,
        document_kind: visitor.form.get("document_kind"),
        number: visitor.form.get("number"),
        password: visitor.form.exact("password"),
        new: None,
    };
    let call = Call::new(Function::Account, Method::POST, "/api/account/sessions".to_owned());
    match visitor.asker.send(call.json(&body)?).await {
        Ok(answer) => enter(visitor, &answer, programme),
        Err(refusal) if &*refusal.code == "password-change-required" => {
            password(visitor, programme, true, Some(&refusal)).await
        }
        Err(refusal) => password(visitor, programme, false, Some(&refusal)).await,
    }
}

async fn set_password(visitor: &Visitor<'_>, programme: &str) -> Outcome {
    let body = LogIn {
        programme,
        document_kind: visitor.form.get("document_kind"),
        number: visitor.form.get("number"),
        password: visitor.form.exact("password"),
        new: Some(visitor.form.exact("new")),
    };
    let call = Call::new(Function::Account, Method::PUT, "/api/account/password".to_owned());
    match visitor.asker.send(call.json(&body)?).await {
        Ok(answer) => enter(visitor, &answer, programme),
        Err(refusal) => password(visitor, programme, true, Some(&refusal)).await,
    }
}

/// Hands on the cookies of a login, and goes on to where the visitor was going.
fn enter(visitor: &Visitor<'_>, answer: &crate::ask::Answer, programme: &str) -> Outcome {
    let place = cookies::place(&visitor.headers).unwrap_or_else(|| format!("/programmes/{programme}"));
    let mut response = page::see_other(&place)?;
    for cookie in answer.cookies() {
        response = page::with_cookie(response, Some(cookie.clone()));
    }
    let response = page::with_cookie(response, cookies::forget_place());
    Ok(page::with_cookie(response, cookies::set_arrived()))
}

/// Comes back from an identity provider, and goes on to where the visitor was going.
pub(crate) async fn arrive(visitor: &Visitor<'_>) -> Outcome {
    let session: SessionView =
        visitor.asker.show(Function::LoginCallback, "/auth/session".to_owned()).await?;
    let usual = workplace(&session.role).unwrap_or("/");
    let place = cookies::place(&visitor.headers).unwrap_or_else(|| usual.to_owned());
    let response = page::with_cookie(page::see_other(&place)?, cookies::forget_place());
    Ok(page::with_cookie(response, cookies::set_arrived()))
}

/// Returns where staff with this role work.
pub(crate) fn workplace(role: &str) -> Option<&'static str> {
    match role {
        "reviewer" => Some("/reviews"),
        "administrator" => Some("/administration"),
        _ => None,
    }
}

/// Logs out. Whoever is logged out already is told the same.
pub(crate) async fn leave(visitor: &Visitor<'_>) -> Outcome {
    let call = Call::new(Function::LoginCallback, Method::DELETE, "/auth/session".to_owned());
    let answer = visitor.asker.send(call).await;
    let mut response = page::see_other("/")?;
    match answer {
        Ok(answer) => {
            for cookie in answer.cookies() {
                response = page::with_cookie(response, Some(cookie.clone()));
            }
        }
        Err(refusal) if refusal.is_about_login() => {
            response = page::with_cookie(response, edge::set_cookie(edge::COOKIE, "", Some(0)).ok());
        }
        Err(refusal) => return Err(refusal),
    }
    Ok(response)
}
