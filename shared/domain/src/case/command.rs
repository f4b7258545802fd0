//! What can be done to a case, and when it is refused.

use super::{Case, Draft, Event, State};
use crate::{
    Rejection,
    actor::{Action, Actor, Subject, permit},
    id::{AccountId, CommandId},
    instant,
    policy::Policy,
};
use chrono::{DateTime, Utc};

/// Something that somebody wants done to a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Command {
    /// Drawn at the edge, or taken from the caller's idempotency key: a repeat carries the same one.
    pub id: CommandId,
    /// Who wants it.
    pub actor: Actor,
    /// What is wanted.
    pub act: Act,
}

/// What is wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    /// Open a case with an empty draft.
    Open {
        /// Whose case it will be.
        owner: AccountId,
    },
    /// Give the draft up.
    DiscardDraft,
}

/// Decides what `command` does to `case` at `now`. An empty list means that it is so already.
///
/// `policy` is the one that the case is pinned to, or, for a case to be opened, the current one of its programme.
///
/// # Errors
///
/// Returns the reason the command is refused. A refused command changes nothing.
pub fn decide(
    case: Option<&Case>,
    command: &Command,
    policy: &Policy,
    now: DateTime<Utc>,
) -> Result<Vec<Event>, Rejection> {
    match &command.act {
        Act::Open { owner } => open(case, command, *owner, policy, now),
        Act::DiscardDraft => discard(case, command),
    }
}

fn open(
    case: Option<&Case>,
    command: &Command,
    owner: AccountId,
    policy: &Policy,
    now: DateTime<Utc>,
) -> Result<Vec<Event>, Rejection> {
    let subject = Subject::Case { owner, region: policy.region() };
    permit(&command.actor, Action::OpenCase, &subject)?;
    if let Some(case) = case {
        permit(&command.actor, Action::OpenCase, &case.subject())?;
        // A repeat is answered as the first time, also after the window has closed.
        return if case.bears(command.id) { Ok(Vec::new()) } else { Err(Rejection::AlreadyOpen) };
    }
    in_window(policy, instant::truncate(now))?;
    Ok(vec![Event::Opened {
        owner,
        programme: policy.programme().clone(),
        season: policy.season().clone(),
        region: policy.region(),
        policy: policy.hash(),
    }])
}

/// Giving up is possible at any time: it takes nothing from anybody.
fn discard(case: Option<&Case>, command: &Command) -> Result<Vec<Event>, Rejection> {
    let case = case.ok_or(Rejection::NotOpened)?;
    permit(&command.actor, Action::DiscardDraft, &case.subject())?;
    match case.state() {
        State::Draft(_) => Ok(vec![Event::DraftDiscarded]),
        State::Discarded { .. } => Ok(Vec::new()),
    }
}

/// Replaces the draft of `case` and adds no event. The answer equals `case` if nothing has changed.
///
/// # Errors
///
/// Returns the reason the edit is refused. A refused edit changes nothing.
pub fn edit_draft(
    case: &Case,
    draft: Draft,
    actor: &Actor,
    policy: &Policy,
    now: DateTime<Utc>,
) -> Result<Case, Rejection> {
    permit(actor, Action::EditDraft, &case.subject())?;
    if policy.hash() != case.policy() {
        return Err(Rejection::OtherPolicy);
    }
    match case.state() {
        State::Draft(_) => {}
        State::Discarded { .. } => return Err(Rejection::NotADraft),
    }
    in_window(policy, case.clamp(now))?;
    if draft.category.as_ref().is_some_and(|category| policy.category(category).is_none()) {
        return Err(Rejection::UnknownCategory);
    }
    Ok(Case { state: State::Draft(draft), ..case.clone() })
}

fn in_window(policy: &Policy, now: DateTime<Utc>) -> Result<(), Rejection> {
    if now < policy.opens() {
        return Err(Rejection::WindowNotOpen { opens: policy.opens() });
    }
    if !policy.closes().is_open(now) {
        return Err(Rejection::WindowClosed { closed: policy.closes().too_late });
    }
    Ok(())
}
