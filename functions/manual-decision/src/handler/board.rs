//! `GET /api/reviews/board`: how much is to be done, how late it is, and how fast cases are approved.

use bytes::Bytes;
use domain::case::{Case, Event};
use edge::{Body, Context, Problem, groups};
use http::{Request, Response, StatusCode};
use store::records::{CaseRecord, REGISTRATION_OPEN};
use store::{KeyValue, Ledger, Line, RecordId, Standing};

use super::seasons::{Season, seasons};
use crate::wire::{ApprovalsView, BoardView, SeasonView, Tally};

/// Lines do not say by whom a case was approved, nor how fast. So many cases of a season are read for that. Their ids are drawn,
/// and it takes those that come first, so they stand for the rest; fifty tell a tenth from a half.
const APPROVALS_MAX: usize = 50;

pub(super) async fn handle<K: KeyValue>(
    request: &Request<Body>,
    cx: &Context<'_, K>,
) -> Result<Response<Bytes>, Problem> {
    let session = cx.session(request).await?;
    let scope = groups::scope_of(cx, &session.actor).await?;

    let mut shown = Vec::new();
    for Season { programme, policy, collection } in
        seasons(cx, &session, |programme| scope.admits(programme)).await?
    {
        let ledger = cx.ledger(&collection);
        let mut tally = Tally::default();
        let mut approved = Vec::new();
        for number in 0..ledger.partitions() {
            let lines = ledger.lines(number).await?;
            for line in lines.iter().filter(|line| line.standing == Standing::Live) {
                tally.count(line, cx.now);
                approved.extend(is_approved(line).then_some(line.id));
            }
        }
        let approvals = approvals(&ledger, approved).await?;
        shown.push(SeasonView::new(programme, &policy, tally, approvals));
    }
    edge::json(StatusCode::OK, &BoardView { programmes: shown })
}

fn is_approved(line: &Line) -> bool {
    line.facts.state == REGISTRATION_OPEN || CaseRecord::state_name(&line.facts) == "approved"
}

/// Looks at some of the approved cases.
async fn approvals<K: KeyValue>(
    ledger: &Ledger<'_, K>,
    mut approved: Vec<RecordId>,
) -> Result<ApprovalsView, Problem> {
    // The upper bits follow from the candidate; what was drawn lies below them.
    approved.sort_by_key(|id| id.as_u128() << 32);
    approved.truncate(APPROVALS_MAX);
    let (mut seconds, mut by_person) = (Vec::new(), 0);
    for id in approved {
        let Some(stored) = ledger.read::<CaseRecord>(id).await? else { continue };
        match seconds_by_rule(&stored.record.case) {
            Some(taken) => seconds.push(taken),
            None => by_person += 1,
        }
    }
    Ok(ApprovalsView::new(seconds, by_person))
}

/// Returns how long it took from filing to approval, if a rule has approved the case.
fn seconds_by_rule(case: &Case) -> Option<u32> {
    let is_it = |event: &Event| matches!(event, Event::ApprovedByRule { .. });
    let approved = case.events().iter().find(|recorded| is_it(&recorded.event))?;
    u32::try_from((approved.at - case.submitted()?).num_seconds()).ok()
}
