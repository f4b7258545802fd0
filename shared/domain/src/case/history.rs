//! The history of a case: accepted events, each chained by SHA-256 to the one before.

use super::{Case, Command, Draft, Event, Materials, State, event, message, moving};
use crate::{actor::Actor, digest::Digest, id::CommandId, instant};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// An event in its place in the history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recorded {
    /// What happened.
    pub event: Event,
    /// When, in milliseconds.
    #[serde(with = "crate::text::instant")]
    pub at: DateTime<Utc>,
    /// The command that it came of.
    pub command: CommandId,
    /// Who gave the command.
    pub actor: Actor,
    /// The digest of the event before, or of the chain's name for the first one.
    pub previous: Digest,
    /// The digest of this event.
    pub digest: Digest,
}

/// The stored history cannot have come about. It is a fault of the storage, never the candidate's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CorruptHistory {
    /// There are no events.
    #[error("the history is empty")]
    Empty,
    /// The event cannot follow the state before it.
    #[error("the event at {index} cannot follow what is before it")]
    CannotFollow {
        /// Its place, from 0.
        index: usize,
    },
    /// The event does not name the digest of the one before.
    #[error("the event at {index} is not chained to the one before")]
    BrokenLink {
        /// Its place, from 0.
        index: usize,
    },
    /// The event is not the one that was digested.
    #[error("the event at {index} does not have the digest that it names")]
    WrongDigest {
        /// Its place, from 0.
        index: usize,
    },
    /// The event is dated before the one before it.
    #[error("the event at {index} is dated before the one before it")]
    TurnedRound {
        /// Its place, from 0.
        index: usize,
    },
    /// The events are in order and lead to another case than the one that carries them.
    #[error("the case is not what its history leads to")]
    OtherCase,
    /// The event cannot be written down.
    #[error("the event cannot be serialised")]
    Unwritable,
}

/// Names the chain and the form of what is digested. Another form gets another name.
const CHAIN: &[u8] = b"miaopi case chain 1";

/// What is digested, after the digest of the event before: compact JSON, with the fields in this order, texts and
/// whole numbers only. `serde_json` writes the fields of a struct in the order in which they are declared, so equal
/// events have equal bytes; a test pins them.
#[derive(Serialize)]
struct Digested<'a> {
    event: &'a Event,
    at: String,
    command: CommandId,
    actor: &'a Actor,
}

fn origin() -> Digest {
    Digest::of(CHAIN)
}

impl Recorded {
    fn digest_of(&self) -> Option<Digest> {
        let digested = Digested {
            event: &self.event,
            at: instant::format(self.at),
            command: self.command,
            actor: &self.actor,
        };
        let bytes = serde_json::to_vec(&digested).ok()?;
        Some(Digest::of_parts(&[CHAIN, self.previous.as_bytes(), &bytes]))
    }
}

/// Records what `command` came to at `now`, and returns the case after it.
///
/// # Errors
///
/// Returns [`CorruptHistory`] for events that [`super::decide`] did not accept for this case.
pub fn apply(
    case: Option<&Case>,
    events: &[Event],
    command: &Command,
    now: DateTime<Utc>,
) -> Result<Case, CorruptHistory> {
    apply_by(case, events, (command.id, command.actor), now)
}

/// As [`apply`], of a command of which only this is known.
pub(super) fn apply_by(
    case: Option<&Case>,
    events: &[Event],
    (command, actor): (CommandId, Actor),
    now: DateTime<Utc>,
) -> Result<Case, CorruptHistory> {
    let mut case = case.cloned();
    for event in events {
        let at = case.as_ref().map_or_else(|| instant::truncate(now), |case| case.clamp(now));
        let previous =
            case.as_ref().and_then(|case| case.events.last()).map_or_else(origin, |last| last.digest);
        let mut recorded = Recorded { event: event.clone(), at, command, actor, previous, digest: previous };
        recorded.digest = recorded.digest_of().ok_or(CorruptHistory::Unwritable)?;
        case = Some(evolve(case, recorded)?);
    }
    case.ok_or(CorruptHistory::Empty)
}

/// Applies one accepted event.
///
/// # Errors
///
/// Returns [`CorruptHistory`] for an event that cannot follow. It is a storage fault, so it is reported rather than
/// skipped.
pub fn evolve(case: Option<Case>, recorded: Recorded) -> Result<Case, CorruptHistory> {
    let index = case.as_ref().map_or(0, |case| case.events.len());
    link(case.as_ref(), &recorded, index)?;
    let mut case = match (case, &recorded.event) {
        (None, Event::Opened { owner, applicant, programme, season, region, policy }) => Case {
            owner: *owner,
            programme: programme.clone(),
            season: season.clone(),
            region: *region,
            policy: *policy,
            opened: recorded.at,
            state: State::Draft(Draft::of(applicant)),
            messages: Vec::new(),
            materials: Materials::default(),
            events: Vec::new(),
        },
        (Some(mut case), _) => {
            let is_message = message::follow(&mut case.messages, &recorded)
                .ok_or(CorruptHistory::CannotFollow { index })?;
            if is_message {
                case.events.push(recorded);
                return Ok(case);
            }
            let state = event::follow(case.state, &recorded).ok_or(CorruptHistory::CannotFollow { index })?;
            let materials = case.materials.after(&recorded.event, recorded.at);
            let policy = moving::pinned(case.policy, &recorded.event);
            let policy = policy.ok_or(CorruptHistory::CannotFollow { index })?;
            Case { state, policy, materials, ..case }
        }
        (None, _) => return Err(CorruptHistory::CannotFollow { index }),
    };
    case.events.push(recorded);
    Ok(case)
}

fn link(case: Option<&Case>, recorded: &Recorded, index: usize) -> Result<(), CorruptHistory> {
    let last = case.and_then(|case| case.events.last());
    if recorded.previous != last.map_or_else(origin, |last| last.digest) {
        return Err(CorruptHistory::BrokenLink { index });
    }
    // What is digested is in milliseconds, so a finer instant would not show in the digest.
    if recorded.at != instant::truncate(recorded.at) || recorded.digest_of() != Some(recorded.digest) {
        return Err(CorruptHistory::WrongDigest { index });
    }
    if last.is_some_and(|last| recorded.at < last.at) {
        return Err(CorruptHistory::TurnedRound { index });
    }
    Ok(())
}

pub(super) fn verify(case: &Case) -> Result<(), CorruptHistory> {
    let mut replayed = None;
    for recorded in &case.events {
        replayed = Some(evolve(replayed, recorded.clone())?);
    }
    let replayed = replayed.ok_or(CorruptHistory::Empty)?;
    // The history does not know what was typed into a draft; everything else it does.
    let state = match (replayed.state, &case.state) {
        (State::Draft(_), State::Draft(draft)) => State::Draft(draft.clone()),
        (state, _) => state,
    };
    if !holds_what_was_filed(case) || (Case { state, materials: case.materials.clone(), ..replayed }) != *case
    {
        return Err(CorruptHistory::OtherCase);
    }
    Ok(())
}

/// The history does not know what was uploaded either, but for what was filed. As long as nobody can exchange it, exactly
/// that is there; and all of it has left once the case is about to be erased.
fn holds_what_was_filed(case: &Case) -> bool {
    let holds = || case.state.filing().is_some_and(|filing| case.materials.are(&filing.materials));
    match &case.state {
        State::Submitted(_) | State::UnderReview(_) => holds(),
        State::Approved(_) | State::Rejected(_) => holds() || case.materials.are_given_up(),
        State::Draft(_) | State::Discarded { .. } | State::Returned(_) | State::Lapsed(_) => true,
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::Recorded;

    /// Gives an event the digest that fits it, as only a forger would.
    pub(in crate::case) fn redigested(recorded: Recorded) -> Recorded {
        Recorded { digest: recorded.digest_of().unwrap(), ..recorded }
    }
}
