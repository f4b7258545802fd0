//! `/sandbox`: what can be played, by whom, and what will come of it.

use askama::Template;
use bytes::Bytes;
use edge::{Context, Locale, Problem};
use http::Response;
use pages::{Page, beijing};
use people::{CAST, Person};
use store::KeyValue;

use crate::rows::{ROWS, Row, category};

#[derive(Template)]
#[template(path = "overview.html")]
struct Overview {
    locale: Locale,
    now: String,
    parts: Vec<Part>,
}

struct Part {
    row: &'static str,
    place: u32,
    name: String,
    category: &'static str,
    obtains: bool,
    text: Row,
}

/// Shows the rows of D.1.
pub(crate) fn show<K: KeyValue>(cx: &Context<'_, K>) -> Result<Response<Bytes>, Problem> {
    let locale = cx.locale;
    let part = |(part, text): (&people::Part, &Row)| {
        let name = Person::new(part.place)?.name();
        let category = category(locale, part.category);
        Some(Part { row: part.row, place: part.place, name, category, obtains: part.obtains, text: *text })
    };
    let parts = CAST.iter().zip(&ROWS).filter_map(part).collect();
    let title = locale.pick("可演示的内容", "What can be played");
    Page::new(locale, title).render(&Overview { locale, now: beijing(cx.now), parts })
}
