//! Whether a portal may act for somebody: they are asked here, before they log in for it. The function of logins takes their
//! answer, and checks once more what the portal asks for.

use askama::Template;
use http::StatusCode;

use super::{Outcome, Visitor};
use crate::ask::Function;
use crate::page::{self, Frame};
use crate::refusal::Refusal;
use crate::texts::portals::Texts;
use crate::wire::PortalView;

/// What a portal asks with, and is answered with.
const FIELDS: [&str; 6] =
    ["response_type", "client_id", "redirect_uri", "state", "code_challenge", "code_challenge_method"];

#[derive(Template)]
#[template(path = "agree.html")]
struct Page<'a> {
    f: Frame,
    p: &'static Texts,
    name: &'a str,
    host: &'a str,
    fields: Vec<(&'static str, &'a str)>,
}

pub(crate) async fn show(visitor: &Visitor<'_>) -> Outcome {
    let asked = &visitor.query;
    // As the function has let it through. Whoever is here with anything else has come by a link that is wrong.
    let id = Some(asked.exact("client_id")).filter(|id| is_name(id)).ok_or_else(Refusal::no_such_page)?;
    let portal: PortalView =
        visitor.asker.show(Function::LoginCallback, format!("/auth/portals/{id}")).await?;
    let origin = portal.origin_of(asked.exact("redirect_uri")).ok_or_else(Refusal::no_such_page)?;

    let f = visitor.frame().with_query(asked);
    let locale = f.locale;
    let fields = FIELDS.map(|name| (name, asked.exact(name)));
    let page = Page {
        p: Texts::of(locale),
        name: portal.name.of(&locale),
        host: origin.split_once("://").map_or(origin, |(_, host)| host),
        fields: fields.into_iter().filter(|(_, value)| !value.is_empty()).collect(),
        f,
    };
    page::render(StatusCode::OK, locale, &page)
}

/// Tells whether it can stand in a path as it is.
fn is_name(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte))
}
