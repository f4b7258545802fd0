//! Where somebody is logged in, and how they end that from here.

use askama::Template;
use http::{Method, StatusCode};

use super::{Outcome, Visitor};
use crate::ask::{Call, Function};
use crate::page::{self, Frame};
use crate::texts::candidate::Texts;
use crate::texts::portals;
use crate::wire::{SessionView, SessionsView};
use crate::words::{self, Instant};

#[derive(Template)]
#[template(path = "sessions.html")]
struct Page {
    f: Frame,
    w: &'static Texts,
    p: &'static portals::Texts,
    sessions: Vec<Row>,
    /// The account of a member of staff, by which an administrator puts them in a group.
    account: Option<String>,
}

struct Row {
    session: String,
    began: Instant,
    used: Instant,
    current: bool,
    /// What the portal is called that holds it, if one does.
    portal: Option<String>,
    ends: Instant,
}

pub(crate) async fn show(visitor: &Visitor<'_>) -> Outcome {
    let asker = &visitor.asker;
    let (shown, own) = futures::join!(
        asker.show::<SessionsView>(Function::LoginCallback, "/auth/sessions".to_owned()),
        asker.show::<SessionView>(Function::LoginCallback, "/auth/session".to_owned())
    );
    let (shown, own) = (shown?, own?);
    let account = own.account.filter(|_| own.role != "candidate");
    let f = visitor.frame();
    let locale = f.locale;
    let rows = shown.sessions.into_iter().map(|open| Row {
        began: words::at(&open.began, locale),
        used: words::at(&open.used, locale),
        session: open.session,
        current: open.current,
        // One that is registered no more has its id left.
        portal: open.portal_name.map(|name| name.of(&locale).to_owned()).or(open.portal),
        ends: words::at(&open.ends, locale),
    });
    let (w, p) = (Texts::of(locale), portals::Texts::of(locale));
    let page = Page { sessions: rows.collect(), account, w, p, f };
    page::render(StatusCode::OK, locale, &page)
}

/// Ends one of them, or all others.
pub(crate) async fn end(visitor: &Visitor<'_>, session: &str) -> Outcome {
    let path = match session {
        "others" => "/auth/sessions".to_owned(),
        one => format!("/auth/sessions/{one}"),
    };
    visitor.asker.send(Call::new(Function::LoginCallback, Method::DELETE, path)).await?;
    page::see_other("/sessions")
}
