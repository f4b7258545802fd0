//! The first page: everything that is offered.

use askama::Template;
use edge::Locale;
use futures::future::join_all;
use http::StatusCode;

use super::case::{state_at, state_words};
use super::login::workplace;
use super::{Outcome, Visitor};
use crate::ask::Function;
use crate::page::{self, Frame};
use crate::texts::candidate::Texts;
use crate::wire::SessionView;
use crate::wire::programme::{Cases, Offer, OwnCase, Programmes};
use crate::words::{self, Instant};

#[derive(Template)]
#[template(path = "home.html")]
struct Home {
    f: Frame,
    w: &'static Texts,
    offers: Vec<Card>,
    own: Vec<Own>,
    /// Where the visitor works, if they are staff.
    workplace: Option<&'static str>,
}

/// Something that the visitor has, or had.
struct Own {
    case: String,
    name: String,
    season: String,
    state: &'static str,
    /// What the visitor has still to do, and by when.
    closes: Option<(&'static str, Instant)>,
}

struct Card {
    programme: String,
    name: String,
    season: String,
    standing: Standing,
    opens: Instant,
    closes: Instant,
}

/// Whether cases can be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    NotYet,
    Open,
    Closed,
}

impl Standing {
    /// `opens` and `now` are in the one form of RFC 3339 that functions write, which sorts as instants do.
    pub(crate) fn of(is_open: bool, opens: &str, now: &str) -> Self {
        match is_open {
            true => Self::Open,
            false if now < opens => Self::NotYet,
            false => Self::Closed,
        }
    }

    pub(crate) fn is_open(self) -> bool {
        self == Self::Open
    }

    pub(crate) fn words(self, w: &Texts) -> &'static str {
        match self {
            Self::NotYet => w.not_open_yet,
            Self::Open => w.open_now,
            Self::Closed => w.closed,
        }
    }
}

/// Returns as what the visitor is logged in. Whoever is logged in no more reads the page as everybody does.
pub(crate) async fn role(visitor: &Visitor<'_>) -> Option<String> {
    visitor.asker.token.as_ref()?;
    let session = visitor.asker.show(Function::LoginCallback, "/auth/session".to_owned()).await;
    session.ok().map(|session: SessionView| session.role)
}

/// Returns what somebody with this role has under a programme. Staff act for an office, and have nothing.
pub(crate) async fn own(visitor: &Visitor<'_>, role: Option<&str>, programme: &str) -> Vec<OwnCase> {
    if role != Some("candidate") {
        return Vec::new();
    }
    let path = format!("/api/programmes/{programme}/cases");
    visitor.asker.show(Function::Programmes, path).await.unwrap_or_else(|_| Cases::default()).cases
}

/// Says by when a draft has to be filed, or a returned case to be corrected.
fn closes(own: &OwnCase, now: &str, w: &'static Texts, locale: Locale) -> Option<(&'static str, Instant)> {
    let closes = own.closes.as_deref()?;
    let what = match state_at(&own.state, Some(closes), now) {
        "draft" => w.closing,
        "returned" => w.clock_correct,
        _ => return None,
    };
    Some((what, words::before(closes, locale)))
}

pub(crate) async fn show(visitor: &Visitor<'_>) -> Outcome {
    let offered = visitor.asker.show::<Programmes>(Function::Programmes, "/api/programmes".to_owned());
    let (offered, role) = futures::join!(offered, role(visitor));
    let (offered, role) = (offered?, role.as_deref());
    let f = visitor.frame();
    let (locale, w) = (f.locale, Texts::of(f.locale));
    let found = join_all(offered.programmes.iter().map(|offer| own(visitor, role, &offer.programme))).await;
    let own = offered.programmes.iter().zip(found).flat_map(|(offer, cases)| {
        cases.into_iter().map(|own| Own {
            state: state_words(state_at(&own.state, own.closes.as_deref(), &f.now), w),
            closes: closes(&own, &f.now, w, locale),
            name: offer.name.of(&locale).to_owned(),
            case: own.case,
            season: own.season,
        })
    });
    let own = own.collect();
    let card = |offer: Offer| Card {
        standing: Standing::of(offer.is_open, &offer.opens, &f.now),
        name: offer.name.of(&locale).to_owned(),
        opens: words::at(&offer.opens, locale),
        closes: words::before(&offer.closes, locale),
        programme: offer.programme,
        season: offer.season,
    };
    let offers = offered.programmes.into_iter().map(card).collect();
    let workplace = role.and_then(workplace);
    page::render(StatusCode::OK, locale, &Home { f, w, offers, own, workplace })
}
