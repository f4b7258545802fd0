//! `GET /api/reviews`: what is to be decided, the most urgent first.

use bytes::Bytes;
use edge::{Body, Context, Problem, groups};
use http::{Request, Response, StatusCode};
use store::records::{CaseRecord, REGISTRATION_OPEN, UNDER_REVIEW};
use store::{KeyValue, Line, Standing};

use super::seasons::seasons;
use crate::wire::{Filter, TaskView, WorklistView};

/// More than a reviewer decides in a day.
const TASKS_MAX: usize = 100;

pub(super) async fn handle<K: KeyValue>(
    request: &Request<Body>,
    cx: &Context<'_, K>,
) -> Result<Response<Bytes>, Problem> {
    let filter = Filter::read(request.uri().query().unwrap_or_default())?;
    let session = cx.session(request).await?;

    let scope = groups::scope_of(cx, &session.actor).await?;

    let mut tasks = Vec::new();
    for season in
        seasons(cx, &session, |programme| filter.wants(programme) && scope.admits(programme)).await?
    {
        let ledger = cx.ledger(&season.collection);
        for number in 0..ledger.partitions() {
            let lines = ledger.lines(number).await?.into_iter().filter(is_open);
            let lines = lines.filter(|line| filter.fits(line, &session.actor, cx.now));
            tasks.extend(lines.map(|line| (season.programme.clone(), line)));
        }
    }
    // What has no instant left is late already.
    tasks.sort_by_key(|(_, line)| (CaseRecord::duty(&line.facts), line.id));
    let more = TASKS_MAX < tasks.len();
    tasks.truncate(TASKS_MAX);
    let cases = tasks.iter().map(|(programme, line)| TaskView::new(programme, line, &session.actor, cx.now));
    edge::json(StatusCode::OK, &WorklistView { cases: cases.collect(), more })
}

fn is_open(line: &Line) -> bool {
    line.standing == Standing::Live && matches!(line.facts.state, UNDER_REVIEW | REGISTRATION_OPEN)
}
