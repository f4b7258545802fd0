//! The service page of a programme, and the beginning of a case.

use askama::Template;
use http::{Method, StatusCode};

use super::case::{state_at, state_words};
use super::home::{Standing, own, role};
use super::{Outcome, Visitor};
use crate::ask::{Call, Function};
use crate::page::{self, Frame};
use crate::texts::candidate::Texts;
use crate::wire::programme::{Category, OwnCase, Programme, Statement};
use crate::words::{self, Instant};

#[derive(Template)]
#[template(path = "programme.html")]
struct Page {
    f: Frame,
    w: &'static Texts,
    programme: String,
    name: String,
    season: String,
    region: String,
    standing: Standing,
    opens: Instant,
    closes: Instant,
    not_filed: String,
    is_derived: bool,
    categories: Vec<Category>,
    statements: Vec<Statement>,
    case_days: Option<u16>,
    /// What the visitor has here already, or had in earlier seasons.
    own: Vec<OwnCase>,
    key: String,
}

impl Page {
    fn state(&self, own: &OwnCase) -> &'static str {
        state_words(state_at(&own.state, own.closes.as_deref(), &self.f.now), self.w)
    }
}

pub(crate) async fn show(visitor: &Visitor<'_>, programme: &str) -> Outcome {
    let path = format!("/api/programmes/{programme}");
    let shown = visitor.asker.show::<Programme>(Function::Programmes, path);
    let (shown, role) = futures::join!(shown, role(visitor));
    let shown = shown?;
    let own = own(visitor, role.as_deref(), programme).await;
    let f = visitor.frame();
    let locale = f.locale;
    let page = Page {
        w: Texts::of(locale),
        name: shown.name.of(&locale).to_owned(),
        standing: Standing::of(shown.is_open, &shown.opens, &f.now),
        opens: words::at(&shown.opens, locale),
        closes: words::before(&shown.closes, locale),
        not_filed: shown.not_filed.of(&locale).to_owned(),
        region: shown.region(&locale),
        programme: shown.programme,
        season: shown.season,
        is_derived: shown.category_is_derived,
        categories: shown.categories,
        statements: shown.statements,
        case_days: shown.case_days,
        own,
        key: visitor.key()?,
        f,
    };
    page::render(StatusCode::OK, locale, &page)
}

/// Opens the case, or goes to the one that is there already.
pub(crate) async fn start(visitor: &Visitor<'_>, programme: &str) -> Outcome {
    let call = Call::new(Function::Programmes, Method::POST, format!("/api/programmes/{programme}/cases"));
    let address = match visitor.asker.send(call.once(visitor.form.get("key"))).await {
        Ok(answer) => answer.location(),
        Err(refusal) => refusal.case.as_deref().map(str::to_owned).ok_or(refusal)?,
    };
    // Functions say where a case is under `/api`; its page has the same path without that.
    page::see_other(address.strip_prefix("/api").unwrap_or(&address))
}
