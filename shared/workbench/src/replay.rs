//! A case decided once more, from nothing but what is recorded of it and the policies that it was pinned to.
//!
//! Each command is made again of the events that came of it: what was filed, what registers had answered, what a reviewer
//! objected to, and when. The domain decides it, and what it says has to be what is recorded. Each event bears the digest of its
//! exact bytes and of those before, so that whatever is equal is equal byte for byte.

use domain::{
    Rejection,
    case::{Case, Command, CorruptHistory, Event, Move, Recorded, State, apply, decide},
    policy::{Policy, PolicyHash},
};
use std::fmt;

mod commands;

/// Why a case is not what is decided of it again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unequal {
    /// It was pinned to another policy, which is not at hand.
    OtherPolicy(PolicyHash),
    /// The events from this place on, counted from 0, come of no command.
    NoCommand(usize),
    /// What is recorded at this place is refused when it is decided again.
    Refused(usize, Box<Rejection>),
    /// Something else is decided than is recorded at this place.
    OtherEvents(usize),
    /// What is decided at this place cannot follow.
    CannotFollow(usize, CorruptHistory),
    /// The events are the same and lead to another state than the recorded one.
    OtherState,
}

impl fmt::Display for Unequal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OtherPolicy(hash) => {
                write!(f, "the case was pinned to the policy {hash}, which is not at hand")
            }
            Self::NoCommand(place) => write!(f, "the event at {place} comes of no command"),
            Self::Refused(place, rejection) => {
                write!(f, "what is recorded at {place} is refused when it is decided again: {rejection}")
            }
            Self::OtherEvents(place) => write!(f, "something else is decided than is recorded at {place}"),
            Self::CannotFollow(place, corrupt) => {
                write!(f, "what is decided at {place} cannot follow: {corrupt}")
            }
            Self::OtherState => f.write_str("the events lead to another state than the recorded one"),
        }
    }
}

/// Decides everything again that is recorded of `case`. `policies` are those that it was ever pinned to, and any others.
///
/// # Errors
///
/// Returns the first place at which it comes out differently.
pub fn replay(case: &Case, policies: &[Policy]) -> Result<(), Unequal> {
    let mut played: Option<Case> = None;
    let mut rest = case.events();
    for group in case.events().chunk_by(|one, next| one.command == next.command) {
        rest = rest.get(group.len()..).unwrap_or_default();
        played = Some(again(played, group, rest, policies)?);
    }
    // What was typed into a draft is recorded nowhere.
    let is_draft = matches!(case.state(), State::Draft(_));
    let is_same = played.as_ref().is_some_and(|played| played.state() == case.state());
    if is_draft || is_same { Ok(()) } else { Err(Unequal::OtherState) }
}

/// Decides again what came of one command. `rest` is what is recorded behind that.
fn again(
    case: Option<Case>,
    group: &[Recorded],
    rest: &[Recorded],
    policies: &[Policy],
) -> Result<Case, Unequal> {
    let place = case.as_ref().map_or(0, |case| case.events().len());
    let first = group.first().ok_or(Unequal::NoCommand(place))?;
    let policy = at_hand(in_force(case.as_ref(), first).ok_or(Unequal::NoCommand(place))?, policies)?;
    let case = match case {
        Some(case) => Some(
            commands::prepared(case, first, rest, policy)
                .map_err(|why| Unequal::Refused(place, Box::new(why)))?,
        ),
        None => None,
    };
    if let (Some(case), Event::Moved { to, reason, .. }) = (&case, &first.event) {
        let command = Move {
            id: first.command,
            actor: first.actor,
            to: at_hand(*to, policies)?,
            reason: reason.clone(),
        };
        let decided = command.decide(case, policy, first.at);
        return same(place, group, decided, |events| command.apply(case, events, first.at));
    }
    let mut unequal = Unequal::NoCommand(place);
    for act in commands::acts(case.as_ref(), group) {
        let command = Command { id: first.command, actor: first.actor, act };
        let decided = decide(case.as_ref(), &command, policy, first.at);
        match same(place, group, decided, |events| apply(case.as_ref(), events, &command, first.at)) {
            Err(other @ (Unequal::OtherEvents(_) | Unequal::Refused(..))) => unequal = other,
            outcome => return outcome,
        }
    }
    Err(unequal)
}

/// Holds what is decided against what is recorded, and returns the case after it.
fn same(
    place: usize,
    group: &[Recorded],
    decided: Result<Vec<Event>, Rejection>,
    apply: impl FnOnce(&[Event]) -> Result<Case, CorruptHistory>,
) -> Result<Case, Unequal> {
    let events = decided.map_err(|rejection| Unequal::Refused(place, Box::new(rejection)))?;
    if !events.iter().eq(group.iter().map(|recorded| &recorded.event)) {
        return Err(Unequal::OtherEvents(place));
    }
    let played = apply(&events).map_err(|corrupt| Unequal::CannotFollow(place, corrupt))?;
    if played.events().get(place..) == Some(group) { Ok(played) } else { Err(Unequal::OtherEvents(place)) }
}

/// Returns the policy by which a command was decided: the one that the case is opened under, or pinned to by then.
fn in_force(case: Option<&Case>, first: &Recorded) -> Option<PolicyHash> {
    match (case, &first.event) {
        (Some(case), _) => Some(case.policy()),
        (None, first) => {
            let Event::Opened { policy, .. } = first else { return None };
            Some(*policy)
        }
    }
}

fn at_hand(hash: PolicyHash, policies: &[Policy]) -> Result<&Policy, Unequal> {
    policies.iter().find(|policy| policy.hash() == hash).ok_or(Unequal::OtherPolicy(hash))
}

#[cfg(test)]
mod tests;
