//! Attempts at sending a message: claimed by a commit, settled by another one.

use super::{Attempt, Message, MessageStatus};
use crate::{
    Rejection,
    case::{Case, Event, Recorded},
    id::EffectId,
    instant::Cutoff,
    policy::{Gateway, Policy},
};
use chrono::{DateTime, TimeDelta, Utc};

/// Whoever has claimed a message sends it within this time. Gateways are given ten seconds, and the rest is for commits.
pub const MESSAGE_LEASE: TimeDelta = TimeDelta::seconds(60);

/// How often a gateway is asked that refuses. The waits double from a minute to an hour, so this is half a day.
pub const ATTEMPTS_MAX: u8 = 16;

/// Returns the key of the message that an event calls for.
pub(super) fn key(recorded: &Recorded) -> EffectId {
    let first = recorded.digest.as_bytes().first_chunk().copied().unwrap_or_default();
    EffectId::from_u128(u128::from_be_bytes(first))
}

/// Claims the next message, or settles what nobody can send any more.
pub(in crate::case) fn claim(case: &Case, policy: &Policy, now: DateTime<Utc>) -> Vec<Event> {
    let Some(message) = case.next_message() else { return vec![] };
    if message.status.due().is_none_or(|due| now < due) {
        return vec![];
    }
    let attempts = match message.status {
        MessageStatus::Waiting { attempts, .. } if attempts == 0 && !message.about.is_true(&case.state) => {
            return vec![Event::MessageDropped];
        }
        MessageStatus::Claimed { .. } if policy.messages().gateway == Gateway::Plain => {
            return vec![Event::MessageTried { attempt: Attempt::Unknown, rests: None }];
        }
        MessageStatus::Waiting { attempts, .. } | MessageStatus::Claimed { attempts, .. } => attempts,
        MessageStatus::Sent | MessageStatus::Unknown | MessageStatus::Failed | MessageStatus::Dropped => {
            return vec![];
        }
    };
    if ATTEMPTS_MAX <= attempts {
        return vec![Event::MessageTried { attempt: Attempt::Unknown, rests: None }];
    }
    vec![Event::MessageClaimed { lease: Cutoff { too_late: now + MESSAGE_LEASE } }]
}

/// Records what became of the attempt at sending the message with this key.
pub(in crate::case) fn settle(
    case: &Case,
    key: EffectId,
    attempt: Attempt,
    policy: &Policy,
    now: DateTime<Utc>,
) -> Result<Vec<Event>, Rejection> {
    let Some(Message { status: MessageStatus::Claimed { attempts, .. }, .. }) =
        case.next_message().filter(|message| message.key == key)
    else {
        // Somebody else has settled it meanwhile. What was recorded as unknown stays unknown.
        return Ok(vec![]);
    };
    let may_try_again = *attempts < ATTEMPTS_MAX
        && match attempt {
            Attempt::Taken => false,
            Attempt::Refused => true,
            Attempt::Unknown => policy.messages().gateway == Gateway::HonoursKeys,
        };
    let wait = TimeDelta::minutes(1 << attempts.saturating_sub(1).min(6)).min(TimeDelta::hours(1));
    let rests = may_try_again.then_some(Cutoff { too_late: now + wait });
    Ok(vec![Event::MessageTried { attempt, rests }])
}

/// Applies what has happened to a message. Returns `None` if it cannot have, and `Some(false)` if it is about no message.
pub(in crate::case) fn follow(messages: &mut Vec<Message>, recorded: &Recorded) -> Option<bool> {
    let open = messages.iter_mut().find(|message| message.status.due().is_some());
    match recorded.event {
        Event::MessageDue { about, .. } => {
            let status = MessageStatus::Waiting { from: recorded.at, attempts: 0 };
            messages.push(Message { key: key(recorded), about, status });
        }
        Event::MessageClaimed { lease } => {
            let message = open?;
            let (MessageStatus::Waiting { attempts, .. } | MessageStatus::Claimed { attempts, .. }) =
                message.status
            else {
                return None;
            };
            message.status = MessageStatus::Claimed { lease, attempts: attempts.saturating_add(1) };
        }
        Event::MessageTried { attempt, rests } => {
            let message = open?;
            let MessageStatus::Claimed { attempts, .. } = message.status else { return None };
            message.status = match (rests, attempt) {
                (Some(rests), _) => MessageStatus::Waiting { from: rests.too_late, attempts },
                (None, Attempt::Taken) => MessageStatus::Sent,
                (None, Attempt::Unknown) => MessageStatus::Unknown,
                (None, Attempt::Refused) => MessageStatus::Failed,
            };
        }
        Event::MessageDropped => open?.status = MessageStatus::Dropped,
        Event::Opened { .. }
        | Event::DraftDiscarded
        | Event::Submitted { .. }
        | Event::TakenOver { .. }
        | Event::ApprovedByRule { .. }
        | Event::HandedOver { .. }
        | Event::Passed { .. }
        | Event::Returned { .. }
        | Event::Corrected { .. }
        | Event::Rejected { .. }
        | Event::RegistrationRead { .. }
        | Event::Escalated { .. }
        | Event::Lapsed { .. }
        | Event::CategoryDerived { .. }
        | Event::Moved { .. } => return Some(false),
    }
    Some(true)
}
