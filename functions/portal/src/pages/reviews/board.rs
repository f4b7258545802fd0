//! The board: how much is to be done, how late it is, and how fast cases are approved, in numbers that are drawn as well.

use std::collections::BTreeMap;

use askama::Template;
use edge::Locale;
use http::StatusCode;
use serde::Deserialize;

use super::chart::Chart;
use super::names;
use crate::ask::Function;
use crate::page::{self, Frame};
use crate::pages::{Outcome, Visitor};
use crate::texts::review::Texts;
use crate::wire::Said;
use crate::words::{self, Instant};

/// In the order of the life of a case.
const STATES: [&str; 9] = [
    "draft",
    "submitted",
    "under-review",
    "returned",
    "awaiting-registration",
    "approved",
    "rejected",
    "lapsed",
    "discarded",
];

#[derive(Debug, Deserialize)]
struct BoardView {
    programmes: Vec<SeasonView>,
}

#[derive(Debug, Deserialize)]
struct SeasonView {
    programme: String,
    season: String,
    name: Said,
    states: BTreeMap<String, u32>,
    backlogs: Vec<BacklogView>,
    approvals: ApprovalsView,
}

#[derive(Debug, Deserialize)]
struct BacklogView {
    task: String,
    open: u32,
    late: u32,
    soon: u32,
    claimed: u32,
    due: Option<String>,
    late_since: Option<String>,
}

#[derive(Debug, Deserialize)]
struct ApprovalsView {
    looked_at: u32,
    by_rule: u32,
    by_person: u32,
    seconds_median: Option<u32>,
    seconds_max: Option<u32>,
}

#[derive(Template)]
#[template(path = "board.html")]
struct Page {
    f: Frame,
    w: &'static Texts,
    seasons: Vec<Season>,
}

struct Season {
    name: String,
    season: String,
    backlogs: Vec<Backlog>,
    states: Chart,
    approvals: Chart,
    looked_at: u32,
    seconds: Option<(u32, u32)>,
}

/// What is to be done of one task.
struct Backlog {
    name: &'static str,
    /// Where the list of it is.
    address: String,
    due: Option<Instant>,
    late_since: Option<Instant>,
    chart: Chart,
}

pub(super) async fn show(visitor: &Visitor<'_>) -> Outcome {
    let path = "/api/reviews/board".to_owned();
    let board: BoardView = visitor.asker.show(Function::ManualDecision, path).await?;
    let f = visitor.frame();
    let (locale, w) = (f.locale, Texts::of(f.locale));
    let seasons = board.programmes.iter().map(|season| Season::new(season, w, locale)).collect();
    page::render(StatusCode::OK, locale, &Page { f, w, seasons })
}

impl Season {
    fn new(season: &SeasonView, w: &'static Texts, locale: Locale) -> Self {
        let SeasonView { programme, season: name, states, backlogs, approvals, .. } = season;
        let count = |state: &&str| states.get(*state).map(|count| (names::counted(state, w), *count, ""));
        let by = [(w.by_rule, approvals.by_rule, "good"), (w.by_person, approvals.by_person, "")];
        Self {
            name: season.name.of(&locale).to_owned(),
            season: name.clone(),
            backlogs: backlogs.iter().map(|backlog| Backlog::new(backlog, programme, w, locale)).collect(),
            states: Chart::new(w.chart_states, STATES.iter().filter_map(count)),
            approvals: Chart::new(w.chart_approvals, by),
            looked_at: approvals.looked_at,
            seconds: approvals.seconds_median.zip(approvals.seconds_max),
        }
    }
}

impl Backlog {
    fn new(backlog: &BacklogView, programme: &str, w: &'static Texts, locale: Locale) -> Self {
        let BacklogView { task, open, late, soon, claimed, .. } = backlog;
        let later = open.saturating_sub(*late).saturating_sub(*soon);
        let bars = [
            (w.open_cases, *open, ""),
            (w.late, *late, "bad"),
            (w.due_soon, *soon, "warn"),
            (w.due_later, later, ""),
            (w.claimed_cases, *claimed, ""),
        ];
        // A registration is nobody's to claim.
        let bars = bars.into_iter().filter(|(name, ..)| task == "review" || *name != w.claimed_cases);
        Self {
            name: names::task(task, w),
            address: format!("/reviews?task={task}&programme={programme}"),
            due: backlog.due.as_deref().map(|due| words::before(due, locale)),
            late_since: backlog.late_since.as_deref().map(|due| words::before(due, locale)),
            chart: Chart::new(w.chart_backlog, bars),
        }
    }
}
