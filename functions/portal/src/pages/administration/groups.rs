//! Groups of reviewers: who decides about which programmes.

use askama::Template;
use http::{Method, StatusCode};
use serde::Serialize;

use super::{Outcome, Visitor};
use crate::ask::{Call, Function};
use crate::page::{self, Frame};
use crate::pages::draft::error;
use crate::refusal::Refusal;
use crate::texts::administration::Texts;
use crate::wire::administration::{Group, Groups};
use crate::wire::programme::{Offer, Programmes};

#[derive(Template)]
#[template(path = "groups.html")]
struct Page<'a> {
    f: Frame,
    w: &'static Texts,
    groups: Vec<Group>,
    /// What a group can be for.
    offered: Vec<Offer>,
    /// What a change has to be based on.
    version: String,
    /// What was typed by somebody who was refused.
    typed: Typed<'a>,
    refusal: Option<&'a Refusal>,
}

impl Page<'_> {
    fn error(&self, pointer: &str) -> Option<&str> {
        error(self.refusal, pointer)
    }
}

struct Typed<'a> {
    group: &'a str,
    name: &'a str,
    programmes: &'a str,
    members: &'a str,
}

#[derive(Serialize)]
struct GroupBody<'a> {
    name: &'a str,
    programmes: Vec<&'a str>,
    members: Vec<&'a str>,
}

pub(super) async fn show(visitor: &Visitor<'_>, refusal: Option<&Refusal>) -> Outcome {
    let call = Call::get(Function::Groups, "/api/administration/groups".to_owned());
    let offered = visitor.asker.show(Function::Programmes, "/api/programmes".to_owned());
    let (answer, offered) = futures::join!(visitor.asker.send(call), offered);
    let (answer, Programmes { programmes: offered }) = (answer?, offered?);
    let found: Groups = answer.read()?;
    let form = &visitor.form;
    let typed = Typed {
        group: form.get("group"),
        name: form.get("name"),
        programmes: form.get("programmes"),
        members: form.get("members"),
    };
    let f = visitor.frame();
    let locale = f.locale;
    let version = answer.version();
    let page = Page { w: Texts::of(locale), groups: found.groups, offered, version, typed, refusal, f };
    page::render(refusal.map_or(StatusCode::OK, Refusal::status), locale, &page)
}

/// Makes a group, or changes it.
pub(super) async fn save(visitor: &Visitor<'_>) -> Outcome {
    let form = &visitor.form;
    let each = |name: &str| form.get(name).split_whitespace().collect::<Vec<_>>();
    let body = GroupBody { name: form.get("name"), programmes: each("programmes"), members: each("members") };
    let path = format!("/api/administration/groups/{}", form.get("group"));
    done(visitor, Call::new(Function::Groups, Method::PUT, path).json(&body)?).await
}

/// Takes a group away.
pub(super) async fn remove(visitor: &Visitor<'_>, group: &str) -> Outcome {
    let path = format!("/api/administration/groups/{group}");
    done(visitor, Call::new(Function::Groups, Method::DELETE, path)).await
}

async fn done(visitor: &Visitor<'_>, call: Call) -> Outcome {
    match visitor.asker.send(call.over(visitor.form.get("version"))).await {
        Ok(_) => page::see_other("/administration/groups"),
        Err(refusal) if refusal.is_about_login() => Err(refusal),
        Err(refusal) => show(visitor, Some(&refusal)).await,
    }
}
