//! `GET /api/programmes/{programme}/cases`: what the caller has, or had, under a programme.

use bytes::Bytes;
use domain::actor::Actor;
use domain::instant;
use edge::{Body, Code, Context, Problem, all_seasons, cases};
use http::{Request, Response, StatusCode};
use store::records::CaseRecord;
use store::{KeyValue, Standing};

use crate::wire::{CasesView, OwnCaseView};

pub(super) async fn handle<K: KeyValue>(
    request: &Request<Body>,
    cx: &Context<'_, K>,
    programme: &str,
) -> Result<Response<Bytes>, Problem> {
    let session = cx.session(request).await?;
    if !session.admits(programme) {
        return Err(Problem::new(Code::OtherProgramme));
    }
    // Staff act for an office. What the same person has as a candidate is no business of that session.
    let Actor::Candidate(owner) = session.actor else { return Err(Problem::new(Code::NotPermitted)) };

    let mut found = Vec::new();
    // One read a season: what is shown stands in the lines.
    for season in all_seasons(cx, programme).await?.iter().rev() {
        let collection = cx.collection(&season.collection).await?;
        let line = cx.ledger(&collection).find(&cases::fingerprint(&collection, owner)).await?;
        let live = line.filter(|line| line.standing == Standing::Live);
        found.extend(live.map(|line| OwnCaseView {
            case: cases::case_id(line.id).to_string(),
            season: season.name.clone(),
            state: CaseRecord::state_name(&line.facts),
            closes: CaseRecord::closes(&line.facts).map(instant::format),
        }));
    }
    edge::json(StatusCode::OK, &CasesView { cases: found })
}
