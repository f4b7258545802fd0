//! `GET /internal/cases/{case}/record`: everything that is recorded of a case, with the policies that it was decided by, as
//! `cargo xtask policy replay` and `explain` read it.
//!
//! It is personal data from the first line to the last: that it was given out is written down, and nobody keeps it on the way.

use std::collections::BTreeMap;

use bytes::Bytes;
use domain::act::{About, Doer, Kind};
use domain::case::Case;
use domain::id::CaseId;
use edge::acts::{Deed, Told, recorded};
use edge::{Context, Problem, cases};
use http::{Response, StatusCode};
use serde::Serialize;
use store::KeyValue;
use store::records::CaseRecord;

#[derive(Serialize)]
struct Exported<'a> {
    case: &'a Case,
    /// The files of the policies that it was ever pinned to, by their hashes.
    policies: BTreeMap<String, String>,
}

pub(super) async fn handle<K: KeyValue>(cx: &Context<'_, K>, case: &str) -> Result<Response<Bytes>, Problem> {
    cx.enter("/internal/cases/{case}/record");
    let id: CaseId = case.parse()?;
    let collection = cases::any_collection(cx, id).await?;
    let stored = cx.ledger(&collection).read::<CaseRecord>(cases::record_id(id)).await?;
    let case = stored.ok_or_else(cases::unknown)?.record.case;

    let mut policies = BTreeMap::new();
    for hash in case.policies() {
        let file = cx.store().file(hash).await?;
        let text = String::from_utf8(file).map_err(Problem::fault)?;
        policies.insert(hash.to_string(), text);
    }
    let about = About {
        programme: Some(case.programme().clone()),
        season: Some(case.season().clone()),
        case: Some(id),
        ..About::default()
    };
    // What is given out is not taken back, so the act is there before.
    let deed = Deed::new(cx, Doer::Operator, Kind::CaseExported, about, Some(case.region()))?;
    recorded(cx, deed, async || Ok(()), |()| Told::default()).await?;
    cx.note_export(&id.to_string());
    edge::json(StatusCode::OK, &Exported { case: &case, policies })
}
