//! Importing a roster.

use std::time::Duration;

use askama::Template;
use edge::Body;
use http::header::CONTENT_TYPE;
use http::{Method, Request, StatusCode};

use super::{Outcome, Visitor};
use crate::ask::{Call, Function};
use crate::form::File;
use crate::page::{self, Frame};
use crate::refusal::Refusal;
use crate::texts::administration::Texts;
use crate::wire::administration::Imported;
use crate::wire::programme::{Offer, Programmes};

/// As the function that imports takes no more.
const ROSTER_BYTES_MAX: usize = 8 * 1024 * 1024;

/// As long as that function waits for one.
const ROSTER_TIME_MAX: Duration = Duration::from_secs(300);

/// Each call works for ten seconds. What is not done after so many goes on when the same file is sent again.
const CALLS_MAX: usize = 20;

#[derive(Template)]
#[template(path = "rosters.html")]
struct Page<'a> {
    f: Frame,
    w: &'static Texts,
    offers: Vec<Offer>,
    /// The programme and the season that were chosen; empty before anything is.
    chosen: &'a str,
    imported: Option<Imported>,
    refusal: Option<&'a Refusal>,
}

impl Page<'_> {
    /// Names a programme and its season, as the address of the function does.
    fn season(&self, offer: &Offer) -> String {
        format!("{}/{}", offer.programme, offer.season)
    }
}

pub(super) async fn show(
    visitor: &Visitor<'_>,
    chosen: &str,
    imported: Option<Imported>,
    refusal: Option<&Refusal>,
) -> Outcome {
    let offered: Programmes = visitor.asker.show(Function::Programmes, "/api/programmes".to_owned()).await?;
    let f = visitor.frame();
    let locale = f.locale;
    let page = Page { w: Texts::of(locale), offers: offered.programmes, chosen, imported, refusal, f };
    page::render(refusal.map_or(StatusCode::OK, Refusal::status), locale, &page)
}

/// Sends the file again until all of it is imported.
pub(super) async fn import(request: &mut Request<Body>, visitor: &Visitor<'_>) -> Outcome {
    let sent = File::read(request, ROSTER_BYTES_MAX, ROSTER_TIME_MAX).await?;
    // Which programme, and which season of it.
    let chosen = sent.fields.get("season");
    let path = format!("/api/administration/rosters/{chosen}");
    let is_lines = sent.bytes.trim_ascii_start().first() == Some(&b'{');
    let kind = if is_lines { "application/jsonl" } else { "text/csv" };
    let mut imported = None;
    for _ in 0..CALLS_MAX {
        let call = Call::new(Function::Rosters, Method::POST, path.clone());
        match visitor.asker.send(call.with(CONTENT_TYPE, kind).body(sent.bytes.clone())).await {
            Ok(answer) => {
                let done: Imported = answer.read()?;
                let is_done = !done.more;
                imported = Some(done);
                if is_done {
                    break;
                }
            }
            Err(refusal) if refusal.is_about_login() => return Err(refusal),
            Err(refusal) => return show(visitor, chosen, None, Some(&refusal)).await,
        }
    }
    show(visitor, chosen, imported, None).await
}
