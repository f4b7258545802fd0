//! A proposal: a policy that one administrator wants published, and that another one has to approve.
//!
//! [`decide`] says what a step does and why not, [`apply`] records what has been accepted. Nobody approves what they have
//! proposed themselves, and nobody approves over something that they have not compared: a proposal names what was current when it
//! was made.

use crate::{
    Rejection,
    actor::{Action, Actor, Subject, permit},
    id::{AccountId, CommandId},
    instant,
    note::Note,
    policy::PolicyHash,
    region::Region,
    slug::{ProgrammeId, SeasonId},
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// What is proposed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Content {
    /// The programme of the policy.
    pub programme: ProgrammeId,
    /// The season of the policy, which becomes the current one.
    pub season: SeasonId,
    /// The region of the policy: its administrators decide.
    pub region: Region,
    /// The hash of the file.
    pub policy: PolicyHash,
    /// What was current when it was proposed.
    pub base: Base,
    /// Why, in the words of whoever proposes it.
    pub note: Note,
}

/// What was published of a programme at an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Base {
    /// How often anything had been published of the programme; 0 if it was not there.
    pub version: u64,
    /// The policy under which cases were opened.
    pub current: Option<PolicyHash>,
    /// The policy that the season had already, which the proposed one takes the place of.
    pub replaces: Option<PolicyHash>,
}

/// A proposal: one record, with everything that has happened to it in order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proposal {
    content: Content,
    events: Vec<Recorded>,
}

/// Where a proposal is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Somebody else is to decide.
    Open,
    /// It is approved, and being published. Whoever approves it again goes on where that has stopped.
    Approved,
    /// It is published.
    Published,
    /// It was approved while something else was published, and is not.
    Outdated,
    /// Somebody else has rejected it.
    Rejected,
    /// Whoever made it has taken it back.
    Withdrawn,
}

impl State {
    /// Returns the name that it has over HTTP.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Approved => "approved",
            Self::Published => "published",
            Self::Outdated => "outdated",
            Self::Rejected => "rejected",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// Tells whether somebody has still to do something about it.
    pub const fn is_open(self) -> bool {
        match self {
            Self::Open | Self::Approved => true,
            Self::Published | Self::Outdated | Self::Rejected | Self::Withdrawn => false,
        }
    }
}

/// What has happened to a proposal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Event {
    /// It was made.
    Proposed,
    /// Somebody else has approved it.
    Approved,
    /// It is current.
    Published,
    /// It was approved, and something else had become current by then.
    Outdated,
    /// Somebody else has rejected it.
    Rejected {
        /// Why.
        reason: Note,
    },
    /// Whoever made it has taken it back.
    Withdrawn,
}

impl Event {
    const fn leads_to(&self) -> State {
        match self {
            Self::Proposed => State::Open,
            Self::Approved => State::Approved,
            Self::Published => State::Published,
            Self::Outdated => State::Outdated,
            Self::Rejected { .. } => State::Rejected,
            Self::Withdrawn => State::Withdrawn,
        }
    }

    const fn follows(&self, state: State) -> bool {
        match self {
            Self::Proposed => false,
            Self::Approved | Self::Rejected { .. } | Self::Withdrawn => matches!(state, State::Open),
            Self::Published | Self::Outdated => matches!(state, State::Approved),
        }
    }
}

/// An event in its place.
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
}

/// One attempt to do something to a proposal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Command {
    /// Its name, which a repeat bears, too.
    pub id: CommandId,
    /// Who gives it.
    pub actor: Actor,
    /// What is wanted.
    pub step: Step,
}

/// What is wanted of a proposal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Approve it, when so much has been published of its programme.
    Approve {
        /// The version of the programme that its publication would follow.
        version: u64,
    },
    /// Record that it is published.
    Publish,
    /// Record that something else was published in its place.
    Outdate,
    /// Reject it.
    Reject {
        /// Why.
        reason: Note,
    },
    /// Take it back.
    Withdraw,
}

/// The event cannot follow what is recorded. It is a fault of the storage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the event cannot follow what was recorded of the proposal")]
pub struct CannotFollow;

/// Makes a proposal at `now`.
///
/// # Errors
///
/// Returns the reason why the actor may not propose a policy for this region.
pub fn propose(
    content: Content,
    command: CommandId,
    actor: Actor,
    now: DateTime<Utc>,
) -> Result<Proposal, Rejection> {
    permit(&actor, Action::ProposePolicy, &Subject::Programme { region: content.region })?;
    let proposed = Recorded { event: Event::Proposed, at: instant::truncate(now), command, actor };
    Ok(Proposal { content, events: vec![proposed] })
}

/// Decides what `command` does to `proposal`. Nothing means that it is so already.
///
/// # Errors
///
/// Returns the reason why it is refused. A refused command changes nothing.
pub fn decide(proposal: &Proposal, command: &Command) -> Result<Vec<Event>, Rejection> {
    let subject = proposal.subject();
    let action = match command.step {
        Step::Approve { .. } | Step::Reject { .. } => Action::DecideProposal,
        Step::Withdraw => Action::ProposePolicy,
        Step::Publish | Step::Outdate => Action::PublishPolicy,
    };
    permit(&command.actor, action, &subject)?;
    let is_own = command.actor.account().is_some() && command.actor.account() == proposal.author();
    if is_own && action == Action::DecideProposal {
        return Err(Rejection::OwnProposal);
    }
    if !is_own && action == Action::ProposePolicy {
        return Err(Rejection::OthersProposal);
    }
    if proposal.bears(command.id) {
        return Ok(Vec::new());
    }
    match (&command.step, proposal.state()) {
        (Step::Approve { version }, State::Open) if *version == proposal.content.base.version => {
            Ok(vec![Event::Approved])
        }
        (Step::Approve { .. }, State::Open | State::Outdated) => Err(Rejection::ProposalOutdated),
        (Step::Approve { .. }, State::Approved)
        | (Step::Publish, State::Published)
        | (Step::Outdate, State::Outdated) => Ok(Vec::new()),
        (Step::Publish, State::Approved) => Ok(vec![Event::Published]),
        (Step::Outdate, State::Approved) => Ok(vec![Event::Outdated]),
        (Step::Reject { reason }, State::Open) => Ok(vec![Event::Rejected { reason: reason.clone() }]),
        (Step::Withdraw, State::Open) => Ok(vec![Event::Withdrawn]),
        (Step::Approve { .. }, State::Published | State::Rejected | State::Withdrawn)
        | (Step::Publish, State::Open | State::Outdated | State::Rejected | State::Withdrawn)
        | (Step::Outdate, State::Open | State::Published | State::Rejected | State::Withdrawn)
        | (
            Step::Reject { .. } | Step::Withdraw,
            State::Approved | State::Published | State::Outdated | State::Rejected | State::Withdrawn,
        ) => Err(Rejection::ProposalDecided),
    }
}

/// Records what `command` came to at `now`, and returns the proposal after it.
///
/// # Errors
///
/// Returns [`CannotFollow`] for events that [`decide`] did not accept for this proposal.
pub fn apply(
    proposal: &Proposal,
    events: &[Event],
    command: &Command,
    now: DateTime<Utc>,
) -> Result<Proposal, CannotFollow> {
    events.iter().try_fold(proposal.clone(), |mut proposal, event| {
        if !event.follows(proposal.state()) {
            return Err(CannotFollow);
        }
        let at = proposal.events.last().map_or(now, |last| instant::not_before(now, last.at));
        let (command, actor) = (command.id, command.actor);
        proposal.events.push(Recorded { event: event.clone(), at, command, actor });
        Ok(proposal)
    })
}

impl Proposal {
    /// Returns what is proposed.
    pub const fn content(&self) -> &Content {
        &self.content
    }

    /// Returns what has happened to it, in order.
    pub fn events(&self) -> &[Recorded] {
        &self.events
    }

    /// Returns where it is.
    pub fn state(&self) -> State {
        self.events.last().map_or(State::Open, |last| last.event.leads_to())
    }

    /// Returns who has made it.
    pub fn author(&self) -> Option<AccountId> {
        self.events.first()?.actor.account()
    }

    /// Returns when it was made.
    pub fn at(&self) -> DateTime<Utc> {
        self.events.first().map_or(DateTime::UNIX_EPOCH, |first| first.at)
    }

    /// Returns what permissions about it are for.
    pub const fn subject(&self) -> Subject {
        Subject::Programme { region: self.content.region }
    }

    /// Tells whether an event came of this command, so that its repeat is recognised.
    pub fn bears(&self, command: CommandId) -> bool {
        self.events.iter().any(|recorded| recorded.command == command)
    }
}

#[cfg(test)]
mod tests;
