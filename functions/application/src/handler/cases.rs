//! What the handlers of one case have in common: finding it, and showing it.

use std::rc::Rc;

use bytes::Bytes;
use domain::actor::Actor;
use domain::case::{Case, State};
use domain::id::CaseId;
use domain::policy::Policy;
use edge::{Code, Context, Problem, etag};
use http::header::ETAG;
use http::{Response, StatusCode};
use store::records::CaseRecord;
use store::{Collection, Facts, KeyValue, Loaded, RecordId, Stored};

use crate::wire::CaseView;

/// The collections of cases are called `cases/{programme}/{season}`.
const COLLECTIONS: &str = "cases/";

pub(super) fn unknown() -> Problem {
    Problem::new(Code::UnknownCase)
}

pub(super) fn address(id: CaseId) -> String {
    format!("/api/cases/{id}")
}

pub(super) fn case_id(id: RecordId) -> CaseId {
    CaseId::from_u128(id.as_u128())
}

pub(super) fn record_id(id: CaseId) -> RecordId {
    RecordId::from_u128(id.as_u128())
}

/// Finds the collection that `id` belongs to. An id can be made up, so it may name any collection, or none.
pub(super) async fn collection<K: KeyValue>(
    cx: &Context<'_, K>,
    id: CaseId,
) -> Result<Rc<Collection>, Problem> {
    let collection = cx.collection_numbered(record_id(id).collection()).await?.ok_or_else(unknown)?;
    if collection.name.starts_with(COLLECTIONS) { Ok(collection) } else { Err(unknown()) }
}

/// Loads a case for a commit, if `actor` may see it.
pub(super) async fn load<K: KeyValue>(
    cx: &Context<'_, K>,
    collection: &Collection,
    id: CaseId,
    actor: &Actor,
) -> Result<Loaded<CaseRecord, K::Handle>, Problem> {
    let loaded = cx.ledger(collection).load::<CaseRecord>(record_id(id)).await?.ok_or_else(unknown)?;
    check_visible(&loaded.record.case, actor)?;
    Ok(loaded)
}

/// Whoever may not see a case cannot tell whether it exists.
pub(super) fn check_visible(case: &Case, actor: &Actor) -> Result<(), Problem> {
    case.permit_reading(actor).map_err(|_| unknown())
}

/// Returns what the line of `case` says.
pub(super) fn facts(case: &Case, policy: &Policy) -> Facts {
    Facts { state: standing(case.state()), due: case.due(policy), ..Facts::default() }
}

/// The number of a state on a line, where it is read without the body. Never used again for another state.
const fn standing(state: &State) -> u8 {
    match state {
        State::Draft(_) => 1,
        State::Discarded { .. } => 2,
        State::Submitted(_) => 3,
        State::UnderReview(_) => 4,
        State::Returned(_) => 5,
        State::Approved(_) => 6,
        State::Rejected(_) => 7,
        State::Lapsed(_) => 8,
    }
}

/// Shows a case, under the tag of its version.
pub(super) fn render(
    stored: &Stored<CaseRecord>,
    policy: &Policy,
    actor: &Actor,
) -> Result<Response<Bytes>, Problem> {
    let view = CaseView::new(case_id(stored.line.id), &stored.record.case, policy, actor);
    let response = edge::json(StatusCode::OK, &view)?;
    Ok(edge::with_header(response, ETAG, etag(stored.line.revision)))
}
