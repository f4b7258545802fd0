//! Messages to the candidate. Each is recorded with what calls for it, claimed before it is sent, and settled by what the
//! gateway says, so that none is forgotten and none is sent twice.

use super::{Case, Event, Objection, Objections, State};
use crate::{
    calendar,
    id::EffectId,
    instant::Cutoff,
    person::Telephone,
    policy::{Policy, Reminder, Template},
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

mod attempt;

pub use attempt::{ATTEMPTS_MAX, MESSAGE_LEASE};
pub(super) use attempt::{claim, follow, settle};

/// A reason is cut to this length in a message. The whole of it is in the case.
const REASON_CHARACTERS_MAX: usize = 120;

/// What a message is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum About {
    /// The case was returned (S1-F19).
    Returned,
    /// The case was rejected (S1-74).
    Rejected,
    /// The supplement is about to close (S1-F19).
    SupplementCloses,
    /// The window is about to close (S1-F19).
    WindowCloses,
}

/// A message to the candidate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Message {
    /// What makes its sending idempotent. It follows from the event that calls for it.
    pub key: EffectId,
    /// What it is about.
    pub about: About,
    /// How far it is.
    pub status: MessageStatus,
}

/// How far a message is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum MessageStatus {
    /// It is to be sent.
    Waiting {
        /// From when on.
        #[serde(with = "crate::text::instant")]
        from: DateTime<Utc>,
        /// How often it has been tried.
        attempts: u8,
    },
    /// Somebody is sending it.
    Claimed {
        /// From when on nobody is any more.
        lease: Cutoff,
        /// How often it has been tried, this time included.
        attempts: u8,
    },
    /// The gateway has taken it.
    Sent,
    /// Nobody knows whether the gateway has taken it, and asking again could send it twice.
    Unknown,
    /// The gateway has refused it to the end.
    Failed,
    /// It was no longer true before anybody had tried.
    Dropped,
}

/// What became of an attempt at sending a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Attempt {
    /// The gateway has taken it.
    Taken,
    /// It has certainly not been taken.
    Refused,
    /// It may have been taken.
    Unknown,
}

impl MessageStatus {
    /// Returns the name of the status over HTTP.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Waiting { .. } | Self::Claimed { .. } => "waiting",
            Self::Sent => "sent",
            Self::Unknown => "unknown",
            Self::Failed => "failed",
            Self::Dropped => "dropped",
        }
    }

    const fn due(self) -> Option<DateTime<Utc>> {
        match self {
            Self::Waiting { from, attempts: _ } => Some(from),
            Self::Claimed { lease, attempts: _ } => Some(lease.too_late),
            Self::Sent | Self::Unknown | Self::Failed | Self::Dropped => None,
        }
    }
}

impl About {
    /// Returns the name over HTTP.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Returned => "returned",
            Self::Rejected => "rejected",
            Self::SupplementCloses => "supplement-closes",
            Self::WindowCloses => "window-closes",
        }
    }

    const fn template(self, policy: &Policy) -> Option<&Template> {
        let messages = policy.messages();
        let reminder = match self {
            Self::Returned => return messages.returned.as_ref(),
            Self::Rejected => return messages.rejected.as_ref(),
            Self::SupplementCloses => &messages.supplement_closes,
            Self::WindowCloses => &messages.window_closes,
        };
        match reminder {
            Some(Reminder { before: _, text }) => Some(text),
            None => None,
        }
    }

    /// Tells whether a message about this is still true of a case in `state`.
    const fn is_true(self, state: &State) -> bool {
        match self {
            Self::Returned | Self::SupplementCloses => matches!(state, State::Returned(_)),
            Self::Rejected => matches!(state, State::Rejected(_)),
            Self::WindowCloses => matches!(state, State::Draft(_)),
        }
    }

    /// Returns the event that calls for the message, if the policy has it sent. `value` is what it says.
    pub(super) fn called_for(self, to: &Telephone, value: &str, policy: &Policy) -> Option<Event> {
        let place = match self {
            Self::Returned | Self::SupplementCloses | Self::WindowCloses => "closes",
            Self::Rejected => "reason",
        };
        let text = self.template(policy)?.fill(&[(place, value)]);
        Some(Event::MessageDue { about: self, to: to.clone(), text })
    }
}

impl Case {
    /// Returns the messages to the candidate, in the order in which they were called for.
    pub fn messages(&self) -> &[Message] {
        &self.messages
    }

    /// Returns the message that is being sent, with its recipient and its text: every attempt has the same.
    pub fn claimed_message(&self) -> Option<(EffectId, &Telephone, &str)> {
        let message = self.next_message()?;
        match message.status {
            MessageStatus::Claimed { .. } => {}
            MessageStatus::Waiting { .. }
            | MessageStatus::Sent
            | MessageStatus::Unknown
            | MessageStatus::Failed
            | MessageStatus::Dropped => return None,
        }
        let called_for = self.events.iter().find(|recorded| attempt::key(recorded) == message.key)?;
        match &called_for.event {
            Event::MessageDue { about: _, to, text } => Some((message.key, to, text)),
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
            | Event::MessageClaimed { .. }
            | Event::MessageTried { .. }
            | Event::MessageDropped
            | Event::Escalated { .. }
            | Event::Lapsed { .. }
            | Event::CategoryDerived { .. }
            | Event::Moved { .. } => None,
        }
    }

    fn telephone(&self) -> Option<&Telephone> {
        match &self.state {
            State::Draft(draft) => draft.form.telephone.as_ref(),
            State::Discarded { .. }
            | State::Submitted(_)
            | State::UnderReview(_)
            | State::Returned(_)
            | State::Approved(_)
            | State::Rejected(_)
            | State::Lapsed(_) => self.state.filing().map(|filing| &filing.telephone),
        }
    }

    /// A message waits until the one before it has come to an end, so that a slow one cannot overtake the next.
    fn next_message(&self) -> Option<&Message> {
        self.messages.iter().find(|message| message.status.due().is_some())
    }

    /// Returns the instant from which on a message is to be sent or looked after.
    pub(super) fn message_due(&self) -> Option<DateTime<Utc>> {
        self.next_message().and_then(|message| message.status.due())
    }

    /// Returns when somebody is to be reminded of what closes, and of what, unless that has happened. It is asked with every
    /// commit, so nothing is written here.
    pub(super) fn reminder(&self, policy: &Policy) -> Option<(DateTime<Utc>, About, Cutoff)> {
        let messages = policy.messages();
        let (reminder, about, closes, begun, rounds) = match &self.state {
            State::Draft(_) => {
                (messages.window_closes.as_ref()?, About::WindowCloses, policy.closes(), self.opened, 0)
            }
            State::Returned(returned) => {
                let begun = self.events.iter().rev().find(|at| matches!(at.event, Event::Returned { .. }))?;
                let rounds = usize::from(returned.corrections);
                let reminder = messages.supplement_closes.as_ref()?;
                (reminder, About::SupplementCloses, returned.closes, begun.at, rounds)
            }
            State::Discarded { .. }
            | State::Submitted(_)
            | State::UnderReview(_)
            | State::Approved(_)
            | State::Rejected(_)
            | State::Lapsed(_) => return None,
        };
        self.telephone()?;
        let called_for = self.messages.iter().filter(|message| message.about == about).count();
        let at = reminder.before.before(closes);
        // Whoever has less time than that from the beginning has just been told.
        (called_for <= rounds && begun < at).then_some((at, about, closes))
    }

    /// Returns the event that a reminder calls for.
    pub(super) fn remind(&self, about: About, closes: Cutoff, policy: &Policy) -> Option<Event> {
        about.called_for(self.telephone()?, &calendar::words(closes.too_late), policy)
    }
}

impl Objections {
    /// Returns them in one line, as a message carries them.
    pub(super) fn in_words(&self, policy: &Policy) -> String {
        let one = |objection: &Objection| {
            let reason = policy.reason(&objection.reason).map_or("", |reason| &reason.name.zh);
            let material = objection.material.as_ref().and_then(|id| policy.material(id));
            let about = material.map(|material| std::format!("{}：", material.name.zh)).unwrap_or_default();
            let note = objection.note.as_ref().map(|note| std::format!("（{}）", note.as_str()));
            std::format!("{about}{reason}{}", note.unwrap_or_default())
        };
        let line = self.iter().map(one).collect::<Vec<_>>().join("；").replace('\n', " ");
        match line.char_indices().nth(REASON_CHARACTERS_MAX) {
            Some((end, _)) => line.get(..end).map(|cut| std::format!("{cut}…")).unwrap_or_default(),
            None => line,
        }
    }
}
