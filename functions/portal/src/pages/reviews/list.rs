//! The worklist: what is due first is on top, and links narrow it down.

use askama::Template;
use http::StatusCode;
use url::form_urlencoded;

use super::names;
use crate::ask::Function;
use crate::page::{self, Frame};
use crate::pages::{Outcome, Visitor};
use crate::texts::review::Texts;
use crate::wire::programme::Programmes;
use crate::wire::review::{Claim, Task, Worklist};
use crate::words::{self, Instant};

/// What a list can be narrowed down by, in the order in which it is offered.
const FILTERS: [&str; 4] = ["task", "programme", "claim", "late"];

#[derive(Template)]
#[template(path = "reviews.html")]
struct Page {
    f: Frame,
    w: &'static Texts,
    groups: Vec<Group>,
    rows: Vec<Row>,
    more: bool,
    news: Option<String>,
}

/// One thing that the list can be narrowed down by.
struct Group {
    name: &'static str,
    choices: Vec<Choice>,
}

struct Choice {
    name: String,
    address: String,
    is_current: bool,
}

struct Row {
    case: String,
    is_review: bool,
    task: &'static str,
    programme: String,
    due: Option<Instant>,
    is_late: bool,
    claim: Option<Held>,
}

struct Held {
    name: &'static str,
    is_mine: bool,
    until: Instant,
}

impl Row {
    fn is_free(&self) -> bool {
        self.is_review && self.claim.is_none()
    }
}

pub(super) async fn show(visitor: &Visitor<'_>) -> Outcome {
    let path = format!("/api/reviews{}", query(&chosen(visitor)));
    let asker = &visitor.asker;
    let (list, offered) = futures::join!(
        asker.show::<Worklist>(Function::ManualDecision, path),
        asker.show::<Programmes>(Function::Programmes, "/api/programmes".to_owned())
    );
    let (list, offered) = (list?, offered?);
    let f = visitor.frame();
    let (locale, w) = (f.locale, Texts::of(f.locale));
    let programme = |id: &str| {
        let offer = offered.programmes.iter().find(|offer| offer.programme == id);
        offer.map_or_else(|| id.to_owned(), |offer| offer.name.of(&locale).to_owned())
    };
    let row = |task: Task| Row {
        is_review: task.task == "review",
        task: names::task(&task.task, w),
        programme: programme(&task.programme),
        // Both are in the one form of RFC 3339 that functions write, which sorts as instants do.
        is_late: task.due.as_deref().is_none_or(|due| due <= f.now.as_str()),
        due: task.due.as_deref().map(|due| words::before(due, locale)),
        claim: task.claim.as_ref().map(|claim| held(claim, w, locale)),
        case: task.case,
    };
    let programmes =
        offered.programmes.iter().map(|offer| (offer.programme.as_str(), offer.name.of(&locale)));
    let page = Page {
        groups: groups(visitor, w, &programmes.collect::<Vec<_>>()),
        rows: list.cases.into_iter().map(row).collect(),
        more: list.more,
        news: news(visitor, w),
        w,
        f,
    };
    page::render(StatusCode::OK, locale, &page)
}

fn held(claim: &Claim, w: &'static Texts, locale: edge::Locale) -> Held {
    let name = if claim.is_mine { w.claim_mine } else { w.claim_others };
    Held { name, is_mine: claim.is_mine, until: words::at(&claim.until, locale) }
}

/// Says what has become of what was done last.
fn news(visitor: &Visitor<'_>, w: &'static Texts) -> Option<String> {
    let query = &visitor.query;
    if query.has("released") {
        return Some(w.released.to_owned());
    }
    if query.has("nothing") {
        return Some(w.nothing_free.to_owned());
    }
    let outcome = names::outcome(query.get("outcome"), w)?;
    Some(format!("{}{outcome}{}{}", w.decided, w.stop, w.nothing_next))
}

/// Returns the filters that were chosen.
fn chosen(visitor: &Visitor<'_>) -> Vec<(&'static str, String)> {
    let value = |name| visitor.query.filled(name).map(|value| (name, value));
    FILTERS.into_iter().filter_map(value).collect()
}

fn query(filters: &[(&'static str, String)]) -> String {
    if filters.is_empty() {
        return String::new();
    }
    let pairs = form_urlencoded::Serializer::new(String::new()).extend_pairs(filters).finish();
    format!("?{pairs}")
}

fn groups(visitor: &Visitor<'_>, w: &'static Texts, programmes: &[(&str, &str)]) -> Vec<Group> {
    let tasks = [("review", w.task_review), ("registration", w.task_registration)];
    let claims = [("mine", w.claim_mine), ("none", w.claim_none), ("others", w.claim_others)];
    let late = [("true", w.late), ("false", w.in_time)];
    let group =
        |filter, name, choices: &[(&str, &str)]| Group { name, choices: offer(visitor, filter, w, choices) };
    let mut groups = vec![
        group("task", w.filter_task, &tasks),
        group("claim", w.filter_claim, &claims),
        group("late", w.filter_late, &late),
    ];
    if 1 < programmes.len() {
        groups.push(group("programme", w.filter_programme, programmes));
    }
    groups
}

/// Offers each value of a filter, with the others as they are.
fn offer(
    visitor: &Visitor<'_>,
    filter: &'static str,
    w: &'static Texts,
    choices: &[(&str, &str)],
) -> Vec<Choice> {
    let chosen = chosen(visitor);
    let current = visitor.query.get(filter);
    let choice = |(value, name): (&str, &str)| {
        let others = chosen.iter().filter(|(known, _)| *known != filter).cloned();
        let own = Some((filter, value.to_owned())).filter(|_| !value.is_empty());
        let address = format!("/reviews{}", query(&others.chain(own).collect::<Vec<_>>()));
        Choice { name: name.to_owned(), address, is_current: current == value }
    };
    [("", w.all)].into_iter().chain(choices.iter().copied()).map(choice).collect()
}
