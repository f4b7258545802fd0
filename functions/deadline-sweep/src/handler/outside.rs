//! What the sweep does outside: registers are asked and messages are sent, side by side, and what came of it is recorded.

use std::collections::BTreeSet;

use domain::actor::Actor;
use domain::case::{Act, Attempt, Case, Chore, Command, SiteStatus};
use domain::check::Answer;
use edge::{Context, Problem, Unsent, ask_registers, cases, retry, send_message, settle_checks};
use futures::future::join_all;
use store::records::CaseRecord;
use store::{Collection, KeyValue, Stored};

use super::due::Done;

/// So many candidates' affairs are recorded by one swap, and then seen to side by side. Each of them is given ten seconds.
pub(super) const AT_ONCE: usize = 16;

/// Something to be done outside about a case, as it was recorded last.
pub(super) struct Errand {
    pub(super) chore: Chore,
    pub(super) stored: Stored<CaseRecord>,
}

/// Runs all errands side by side.
pub(super) async fn run<K: KeyValue>(
    cx: &Context<'_, K>,
    collection: &Collection,
    errands: Vec<Errand>,
    done: &Done,
) {
    let errands = errands.into_iter().map(async |Errand { chore, stored }| {
        let id = stored.line.id;
        let (outcome, counter) = match chore {
            Chore::TakeOverChecks => (settle(cx, collection, stored).await, &done.taken_over),
            Chore::SendMessage => (send(cx, collection, stored).await, &done.messages),
            Chore::ReadRegistration | Chore::Elapse => (read(cx, collection, stored).await, &done.elapsed),
        };
        match outcome {
            Ok(()) => Done::count(counter),
            Err(problem) => done.fail(id, &problem),
        }
    });
    join_all(errands).await;
}

/// Asks the registers about a case that has been taken over.
async fn settle<K: KeyValue>(
    cx: &Context<'_, K>,
    collection: &Collection,
    stored: Stored<CaseRecord>,
) -> Result<(), Problem> {
    let policy = cx.policy(stored.record.case.policy()).await?;
    let settling = cases::draw_command(cx)?;
    settle_checks(cx, collection, stored, &policy, settling).await;
    Ok(())
}

/// Sends the message that has been claimed.
async fn send<K: KeyValue>(
    cx: &Context<'_, K>,
    collection: &Collection,
    stored: Stored<CaseRecord>,
) -> Result<(), Problem> {
    let Some((key, to, text)) = stored.record.case.claimed_message() else { return Ok(()) };
    let attempt = match send_message(cx, to, text, key).await {
        Ok(_) => Attempt::Taken,
        Err(unsent) => {
            let (fault, attempt) = match &unsent {
                Unsent::NotTaken(_) => ("message-not-sent", Attempt::Refused),
                Unsent::Unknown(_) => ("message-outcome-unknown", Attempt::Unknown),
            };
            cx.note_fault(fault, &unsent.to_string());
            attempt
        }
    };
    record(cx, collection, &stored, Act::SettleMessage { key, attempt }).await
}

/// Reads where the registration is: if staff have set it meanwhile, nobody is late.
async fn read<K: KeyValue>(
    cx: &Context<'_, K>,
    collection: &Collection,
    stored: Stored<CaseRecord>,
) -> Result<(), Problem> {
    let Some(filing) = stored.record.case.state().filing() else { return Ok(()) };
    let answers = ask_registers(cx, &BTreeSet::from([Case::SITE]), filing).await;
    let answer = answers.get(&Case::SITE).unwrap_or(&Answer::Unavailable);
    if let Some(status) = SiteStatus::of(answer) {
        record(cx, collection, &stored, Act::ReadRegistration { status }).await?;
    }
    record(cx, collection, &stored, Act::Elapse).await
}

/// Commits what was done outside to the case as it is by now.
async fn record<K: KeyValue>(
    cx: &Context<'_, K>,
    collection: &Collection,
    stored: &Stored<CaseRecord>,
    act: Act,
) -> Result<(), Problem> {
    let command = Command { id: cases::draw_command(cx)?, actor: Actor::System, act };
    retry(async || {
        let loaded = cx.ledger(collection).load::<CaseRecord>(stored.line.id).await?;
        let loaded = loaded.ok_or_else(cases::unknown)?;
        // It may have been moved while something was done outside.
        let policy = cx.policy(loaded.record.case.policy()).await?;
        cases::carry_out(cx, collection, loaded, &command, &policy).await?;
        Ok(())
    })
    .await
}
