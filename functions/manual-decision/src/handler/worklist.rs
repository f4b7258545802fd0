//! `GET /api/reviews`: what is to be decided, the most urgent first.

use bytes::Bytes;
use domain::Rejection;
use domain::actor::{Action, Subject, permit};
use domain::policy::PolicyHash;
use edge::{Body, Context, Problem, groups};
use http::{Request, Response, StatusCode};
use store::records::{CaseRecord, REGISTRATION_OPEN, UNDER_REVIEW};
use store::{KeyValue, Line, Standing};

use crate::wire::{TaskView, WorklistView};

/// More than a reviewer decides in a day.
const TASKS_MAX: usize = 100;

pub(super) async fn handle<K: KeyValue>(
    request: &Request<Body>,
    cx: &Context<'_, K>,
) -> Result<Response<Bytes>, Problem> {
    let session = cx.session(request).await?;

    let scope = groups::scope_of(cx, &session.actor).await?;

    let mut tasks = Vec::new();
    for programme in cx.store().programmes().await? {
        let Some(root) = cx.store().programme(&programme).await? else { continue };
        for season in &root.seasons {
            let hash: PolicyHash = season.policy.parse().map_err(Problem::fault)?;
            let region = cx.policy(hash).await?.region();
            match permit(&session.actor, Action::SeeWorklist, &Subject::Programme { region }) {
                Ok(()) => {}
                Err(Rejection::OutsideRegion) => continue,
                Err(other) => return Err(other.into()),
            }
            if !scope.admits(&programme) {
                continue;
            }
            let collection = cx.collection(&season.collection).await?;
            let ledger = cx.ledger(&collection);
            for number in 0..ledger.partitions() {
                let lines = ledger.lines(number).await?;
                tasks.extend(lines.into_iter().filter(is_open).map(|line| (programme.clone(), line)));
            }
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
