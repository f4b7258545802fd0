//! What can be done to a case, and when it is refused.

use super::{
    Attempt, Case, Draft, Event, Form, Objections, SiteStatus, State, deadline, message, registration,
    review, submission,
};
use crate::{
    Rejection,
    account::VerifiedIdentity,
    actor::{Action, Actor, Subject, permit},
    check::{Answer, Entry, Register},
    id::{AccountId, CommandId, EffectId},
    instant,
    policy::{Outcome, Policy},
};
use chrono::{DateTime, Utc};
use std::collections::BTreeMap;

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
    /// Open a case, with a draft that holds what is known of the applicant.
    Open {
        /// Whose case it will be.
        owner: AccountId,
        /// Who that is, as the login has it.
        applicant: VerifiedIdentity,
        /// What was imported about them for this season, where their category follows from that.
        registration: Option<Entry>,
    },
    /// Give the draft up.
    DiscardDraft,
    /// File the draft.
    Submit {
        /// When the candidate's telephone was verified in this session, if it was.
        verified: Option<DateTime<Utc>>,
    },
    /// Ask the registers instead of whoever has been too slow.
    TakeOverChecks,
    /// Record what the registers have said, and what follows from it. A register that was not asked is unavailable.
    SettleChecks {
        /// What they have said.
        answers: BTreeMap<Register, Answer>,
    },
    /// Approve the case.
    Pass,
    /// Return the case for correction.
    Return {
        /// What is wrong with it.
        objections: Objections,
    },
    /// Reject the case.
    Reject {
        /// Why.
        objections: Objections,
    },
    /// File a correction.
    Correct {
        /// The whole form, corrected.
        form: Form,
    },
    /// Record what the examination site says about the registration.
    ReadRegistration {
        /// What it says.
        status: SiteStatus,
    },
    /// Take the next message to the candidate upon oneself.
    ClaimMessage,
    /// Record what became of sending it.
    SettleMessage {
        /// The message.
        key: EffectId,
        /// What became of it.
        attempt: Attempt,
    },
    /// Record what has become due.
    Elapse,
}

impl Act {
    /// Returns what somebody must be permitted to do for it.
    const fn action(&self) -> Action {
        match self {
            Self::Open { .. } => Action::OpenCase,
            Self::DiscardDraft => Action::DiscardDraft,
            Self::Submit { .. } | Self::Correct { .. } => Action::Submit,
            Self::TakeOverChecks | Self::SettleChecks { .. } => Action::SettleChecks,
            Self::Pass | Self::Return { .. } | Self::Reject { .. } => Action::DecideCase,
            Self::ReadRegistration { .. } => Action::ReadRegistration,
            Self::ClaimMessage | Self::SettleMessage { .. } | Self::Elapse => Action::Elapse,
        }
    }
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
    if let Act::Open { owner, applicant, registration } = &command.act {
        return open(case, command, (*owner, applicant, registration.as_ref()), policy, now);
    }
    let case = case.ok_or(Rejection::NotOpened)?;
    permit(&command.actor, command.act.action(), &case.subject())?;
    if case.bears(command.id) {
        // A repeat is answered as the first time.
        return Ok(Vec::new());
    }
    if policy.hash() != case.policy() {
        return Err(Rejection::OtherPolicy);
    }
    change(case, &command.act, policy, case.clamp(now))
}

fn change(case: &Case, act: &Act, policy: &Policy, now: DateTime<Utc>) -> Result<Vec<Event>, Rejection> {
    match act {
        Act::Open { .. } => Err(Rejection::AlreadyOpen),
        Act::DiscardDraft => discard(case),
        Act::Submit { verified } => submission::submit(case, *verified, policy, now),
        Act::TakeOverChecks => submission::take_over(case, now),
        Act::SettleChecks { answers } => submission::settle(case, answers, policy, now),
        Act::Pass => review::pass(case, policy, now),
        Act::Return { objections } => review::give_back(case, objections, policy, now),
        Act::Reject { objections } => review::reject(case, objections, policy),
        Act::Correct { form } => review::correct(case, form, policy, now),
        Act::ReadRegistration { status } => registration::read(case, *status),
        Act::ClaimMessage => Ok(message::claim(case, policy, now)),
        Act::SettleMessage { key, attempt } => message::settle(case, *key, *attempt, policy, now),
        Act::Elapse => Ok(deadline::elapse(case, policy, now)),
    }
}

fn open(
    case: Option<&Case>,
    command: &Command,
    (owner, applicant, registration): (AccountId, &VerifiedIdentity, Option<&Entry>),
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
    let opened = Event::Opened {
        owner,
        applicant: applicant.clone(),
        programme: policy.programme().clone(),
        season: policy.season().clone(),
        region: policy.region(),
        policy: policy.hash(),
    };
    Ok([opened].into_iter().chain(derived(registration, policy, now)?).collect())
}

/// Derives the category, where the policy does not let candidates choose.
fn derived(
    registration: Option<&Entry>,
    policy: &Policy,
    now: DateTime<Utc>,
) -> Result<Option<Event>, Rejection> {
    if policy.derivation().is_none() {
        return Ok(None);
    }
    let registration = registration.ok_or(Rejection::NotRegistered)?;
    match policy.derive(registration, instant::truncate(now))? {
        Outcome::Category(category) => Ok(Some(Event::CategoryDerived {
            registration: registration.clone(),
            category: category.id.clone(),
        })),
        Outcome::WithoutCategory(without) => Err(Rejection::WithoutCategory {
            id: without.id.clone(),
            text: without.text.clone(),
            contact: without.contact.clone(),
        }),
    }
}

/// Giving up is possible at any time before filing: it takes nothing from anybody.
fn discard(case: &Case) -> Result<Vec<Event>, Rejection> {
    match case.state() {
        State::Draft(_) => Ok(vec![Event::DraftDiscarded]),
        State::Discarded { .. } => Ok(Vec::new()),
        State::Submitted(_)
        | State::UnderReview(_)
        | State::Returned(_)
        | State::Approved(_)
        | State::Rejected(_)
        | State::Lapsed(_) => Err(Rejection::NotADraft),
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
        State::Discarded { .. }
        | State::Submitted(_)
        | State::UnderReview(_)
        | State::Returned(_)
        | State::Approved(_)
        | State::Rejected(_)
        | State::Lapsed(_) => return Err(Rejection::NotADraft),
    }
    in_window(policy, case.clamp(now))?;
    draft.form.check_identity(case, policy)?;
    let draft = with_derived_category(draft, case)?;
    if draft.category.as_ref().is_some_and(|category| policy.category(category).is_none()) {
        return Err(Rejection::UnknownCategory);
    }
    if let Some(unknown) = draft.confirmed.iter().find(|id| policy.statement(id).is_none()) {
        return Err(Rejection::UnknownStatement { id: unknown.clone() });
    }
    Ok(case.in_state(State::Draft(draft)))
}

/// Returns the draft with the category that follows from the registration, where categories are derived.
fn with_derived_category(draft: Draft, case: &Case) -> Result<Draft, Rejection> {
    let Some((_, derived)) = case.derived() else { return Ok(draft) };
    match &draft.category {
        Some(category) if category != derived => Err(Rejection::CategoryIsDerived),
        Some(_) | None => Ok(Draft { category: Some(derived.clone()), ..draft }),
    }
}

pub(super) fn in_window(policy: &Policy, now: DateTime<Utc>) -> Result<(), Rejection> {
    if now < policy.opens() {
        return Err(Rejection::WindowNotOpen { opens: policy.opens() });
    }
    if !policy.closes().is_open(now) {
        return Err(Rejection::WindowClosed { closed: policy.closes().too_late });
    }
    Ok(())
}
