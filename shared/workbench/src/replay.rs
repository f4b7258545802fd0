//! A case decided once more, from nothing but what is recorded of it and the policy that it is pinned to.
//!
//! Each command is made again of the events that came of it: what was filed, what registers had answered, what a reviewer
//! objected to, and when. The domain decides it, and what it says has to be what is recorded. Each event bears the digest of its
//! exact bytes and of those before, so that whatever is equal is equal byte for byte.

use domain::{
    Rejection,
    case::{Case, Command, CorruptHistory, Recorded, State, apply, decide},
    policy::Policy,
};
use std::fmt;

mod commands;

/// Why a case is not what is decided of it again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unequal {
    /// It is pinned to another policy.
    OtherPolicy,
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
            Self::OtherPolicy => f.write_str("the case is pinned to another policy"),
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

/// Decides everything again that is recorded of `case`.
///
/// # Errors
///
/// Returns the first place at which it comes out differently.
pub fn replay(case: &Case, policy: &Policy) -> Result<(), Unequal> {
    if case.policy() != policy.hash() {
        return Err(Unequal::OtherPolicy);
    }
    let mut played: Option<Case> = None;
    for group in case.events().chunk_by(|one, next| one.command == next.command) {
        played = Some(again(played, group, policy)?);
    }
    // What was typed into a draft is recorded nowhere.
    let is_draft = matches!(case.state(), State::Draft(_));
    let is_same = played.as_ref().is_some_and(|played| played.state() == case.state());
    if is_draft || is_same { Ok(()) } else { Err(Unequal::OtherState) }
}

/// Decides again what came of one command.
fn again(case: Option<Case>, group: &[Recorded], policy: &Policy) -> Result<Case, Unequal> {
    let place = case.as_ref().map_or(0, |case| case.events().len());
    let first = group.first().ok_or(Unequal::NoCommand(place))?;
    let case = match case {
        Some(case) => Some(
            commands::prepared(case, first, policy).map_err(|why| Unequal::Refused(place, Box::new(why)))?,
        ),
        None => None,
    };
    let mut unequal = Unequal::NoCommand(place);
    for act in commands::acts(case.as_ref(), group) {
        let command = Command { id: first.command, actor: first.actor, act };
        match decide(case.as_ref(), &command, policy, first.at) {
            Ok(events) if events.iter().eq(group.iter().map(|recorded| &recorded.event)) => {
                let played = apply(case.as_ref(), &events, &command, first.at)
                    .map_err(|corrupt| Unequal::CannotFollow(place, corrupt))?;
                let is_same = played.events().get(place..) == Some(group);
                return if is_same { Ok(played) } else { Err(Unequal::OtherEvents(place)) };
            }
            Ok(_) => unequal = Unequal::OtherEvents(place),
            Err(rejection) => unequal = Unequal::Refused(place, Box::new(rejection)),
        }
    }
    Err(unequal)
}

#[cfg(test)]
mod tests;
