//! The walk over the cases of a season: each is decided by itself, and moved by a commit of its own.

use domain::Rejection;
use domain::case::Move;
use domain::id::CaseId;
use domain::policy::Policy;
use edge::{Code, Context, Problem, cases, retry};
use store::records::CaseRecord;
use store::{Collection, KeyValue, Line, RecordId, Standing};

use super::report::{Outcome, Reason, Report};

/// Whether something is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trial {
    /// Nothing is.
    Yes,
    /// Cases are moved.
    No,
}

/// What is asked for.
pub(super) struct Moving<'p> {
    pub(super) command: Move<'p>,
    /// The version that the cases are pinned to.
    pub(super) from: &'p Policy,
    pub(super) trial: Trial,
}

/// Goes through the season, behind the case `after`, until the time is spent: through one case at least, so that whoever calls
/// again gets to the end.
///
/// # Errors
///
/// Returns a problem if a partition cannot be read. What was moved until then stands.
pub(super) async fn walk<K: KeyValue>(
    cx: &Context<'_, K>,
    collection: &Collection,
    moving: &Moving<'_>,
    after: Option<CaseId>,
    is_spent: impl Fn() -> bool,
) -> Result<Report, Problem> {
    let mut report = match moving.trial {
        Trial::Yes => Report::of_a_trial(),
        Trial::No => Report::of_moves(),
    };
    let ledger = cx.ledger(collection);
    let after = after.map(cases::record_id);
    let first = after.map_or(0, |id| ledger.partition_of(id));
    let mut last = None;
    for number in first..ledger.partitions() {
        let mut lines = ledger.lines(number).await?;
        // Lines come and go meanwhile, and ids stay in their order.
        lines.sort_by_key(|line| line.id);
        let is_behind = |line: &&Line| number != first || after.is_none_or(|after| after < line.id);
        let lines = lines.iter().filter(|line| line.standing == Standing::Live);
        for line in lines.filter(is_behind) {
            if let Some(last) = last.filter(|_| is_spent()) {
                report.stop_after(last);
                return Ok(report);
            }
            last = Some(line.id);
            if !CaseRecord::is_live(&line.facts) {
                report.count(line.id, Outcome::Over);
                continue;
            }
            match retry(async || one(cx, collection, moving, line.id).await).await {
                Ok(Some(outcome)) => report.count(line.id, outcome),
                // Its draft was given up since the line was read.
                Ok(None) => report.count(line.id, Outcome::Over),
                Err(problem) => report.fail(line.id, problem.code().name()),
            }
        }
    }
    Ok(report)
}

/// Decides about a case as it is now, and moves it. Nothing becomes of one that there is no more.
async fn one<K: KeyValue>(
    cx: &Context<'_, K>,
    collection: &Collection,
    moving: &Moving<'_>,
    id: RecordId,
) -> Result<Option<Outcome>, Problem> {
    let ledger = cx.ledger(collection);
    match moving.trial {
        Trial::Yes => {
            let Some(stored) = ledger.read::<CaseRecord>(id).await? else { return Ok(None) };
            decided(cx, moving, &stored.record).map(Some)
        }
        Trial::No => {
            let Some(loaded) = ledger.load::<CaseRecord>(id).await? else { return Ok(None) };
            let outcome = decided(cx, moving, &loaded.record)?;
            if let Outcome::Moved = outcome {
                cases::move_over(cx, collection, loaded, &moving.command, moving.from).await?;
            }
            Ok(Some(outcome))
        }
    }
}

fn decided<K: KeyValue>(
    cx: &Context<'_, K>,
    moving: &Moving<'_>,
    record: &CaseRecord,
) -> Result<Outcome, Problem> {
    let case = &record.case;
    if case.bears(moving.command.id) {
        // An earlier pass has moved it, whose answer was lost.
        return Ok(Outcome::Moved);
    }
    if case.policy() == moving.command.to.hash() {
        return Ok(Outcome::AlreadyThere);
    }
    if case.policy() != moving.from.hash() {
        return Ok(Outcome::Elsewhere);
    }
    match moving.command.decide(case, moving.from, cx.now) {
        Ok(_) => Ok(Outcome::Moved),
        Err(Rejection::AlreadyDecided) => Ok(Outcome::Over),
        Err(Rejection::Hindered { by }) => Ok(Outcome::Refused(by.iter().map(Reason::from).collect())),
        Err(Rejection::ChecksUnderWay { until: _ }) => {
            Ok(Outcome::Refused(vec![Reason::passing(Code::ChecksUnderWay.name())]))
        }
        Err(rejection) => Err(rejection.into()),
    }
}
