//! The first page: everything that is offered.

use askama::Template;
use futures::future::join_all;
use http::StatusCode;

use super::case::state_words;
use super::{Outcome, Visitor};
use crate::ask::Function;
use crate::page::{self, Frame};
use crate::texts::candidate::Texts;
use crate::wire::programme::{Cases, Offer, OwnCase, Programmes};
use crate::words::{self, Instant};

#[derive(Template)]
#[template(path = "home.html")]
struct Home {
    f: Frame,
    w: &'static Texts,
    offers: Vec<Card>,
    own: Vec<Own>,
}

/// Something that the visitor has, or had.
struct Own {
    case: String,
    name: String,
    season: String,
    state: &'static str,
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

/// Returns what the visitor has under a programme. Whoever is logged in no more, or as somebody else, reads the page as everybody does.
pub(crate) async fn own(visitor: &Visitor<'_>, programme: &str) -> Vec<OwnCase> {
    if visitor.asker.token.is_none() {
        return Vec::new();
    }
    let path = format!("/api/programmes/{programme}/cases");
    visitor.asker.show(Function::Programmes, path).await.unwrap_or_else(|_| Cases::default()).cases
}

pub(crate) async fn show(visitor: &Visitor<'_>) -> Outcome {
    let offered: Programmes = visitor.asker.show(Function::Programmes, "/api/programmes".to_owned()).await?;
    let f = visitor.frame();
    let (locale, w) = (f.locale, Texts::of(f.locale));
    let found = join_all(offered.programmes.iter().map(|offer| own(visitor, &offer.programme))).await;
    let own = offered.programmes.iter().zip(found).flat_map(|(offer, cases)| {
        cases.into_iter().map(|own| Own {
            state: state_words(&own.state, w),
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
    page::render(StatusCode::OK, locale, &Home { f, w, offers, own })
}
