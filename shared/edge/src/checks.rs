//! The second commit of a submission: the registers are asked, and what they say is recorded with the decision.

use domain::actor::Actor;
use domain::case::{Act, Command};
use domain::id::CommandId;
use domain::policy::Policy;
use store::records::CaseRecord;
use store::{Collection, KeyValue, Stored};

use crate::cases;
use crate::context::Context;
use crate::problem::Problem;
use crate::registers::ask_registers;
use crate::retry::retry;

/// Asks the registers about a case whose checks this caller has just reserved by a commit, and records the outcome as the
/// command `settling`. Returns the case as it is afterwards.
///
/// The submission stands already. So nothing that goes wrong in here is the candidate's problem: it is written down for
/// operators, the case stays as it is, and whoever finds it after the lease finishes the work.
pub async fn settle_checks<K: KeyValue>(
    cx: &Context<'_, K>,
    collection: &Collection,
    stored: Stored<CaseRecord>,
    policy: &Policy,
    settling: CommandId,
) -> Stored<CaseRecord> {
    let case = &stored.record.case;
    let Some(filing) = case.state().filing() else { return stored };
    let answers = ask_registers(cx, &case.registers(policy), filing).await;
    let command = Command { id: settling, actor: Actor::System, act: Act::SettleChecks { answers } };
    match settle(cx, collection, stored.clone(), &command, policy).await {
        Ok(settled) => settled,
        Err(problem) => {
            cx.note_fault("checks-not-settled", problem.reason().unwrap_or(problem.code().name()));
            stored
        }
    }
}

async fn settle<K: KeyValue>(
    cx: &Context<'_, K>,
    collection: &Collection,
    stored: Stored<CaseRecord>,
    command: &Command,
    policy: &Policy,
) -> Result<Stored<CaseRecord>, Problem> {
    let ledger = cx.ledger(collection);
    let (id, lease) = (stored.line.id, stored.record.case.state().lease());
    let asked_by = policy.hash();
    retry(async || {
        let loaded = match ledger.load_again(stored.clone()).await? {
            Some(loaded) => loaded,
            // Somebody has changed the case, as a sweep does that tidies its pictures up.
            None => ledger.load(id).await?.ok_or_else(cases::unknown)?,
        };
        let case = &loaded.record.case;
        if case.state().lease() != lease || case.policy() != asked_by {
            // Somebody has taken over, and these answers are theirs to get; or the case was moved, and its policy may ask
            // others.
            return Ok(Stored { line: loaded.line, record: loaded.record });
        }
        cases::carry_out(cx, collection, loaded, command, policy).await
    })
    .await
}
