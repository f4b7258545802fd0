//! Submission, in two commits: the first one stands whatever the registers do, the second one says what they made of it.

use super::{Case, Draft, Event, Filing, Registration, Required, State, in_window};
use crate::{
    Rejection,
    check::{Answer, Evidence, Finding, Register},
    instant::Cutoff,
    policy::{Approval, Policy},
    predicate::{Explanation, Truth},
    slug::RuleId,
};
use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Whoever has submitted a case asks the registers within this time. Afterwards somebody else may: registers are given
/// ten seconds, and the rest is for two commits on a bad day.
pub const CHECKS_LEASE: TimeDelta = TimeDelta::seconds(20);

/// A case whose registers are being asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Submitted {
    /// What was filed.
    pub filing: Filing,
    /// When it was filed.
    #[serde(with = "crate::text::instant")]
    pub at: DateTime<Utc>,
    /// From when on somebody else may ask them.
    pub lease: Cutoff,
}

/// What the registers have said, and what follows from it. It is personal data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Assessment {
    /// The rule that was evaluated.
    pub rule: RuleId,
    /// What each register has said.
    pub answers: BTreeMap<Register, Answer>,
    /// What each check came to.
    pub findings: Vec<Finding>,
    /// How the rule came to its value.
    pub explanation: Explanation,
}

impl Assessment {
    /// Evaluates the rule of `approval` over what `answers` say about `submitted`.
    fn of(
        approval: &Approval,
        policy: &Policy,
        submitted: &Submitted,
        answers: BTreeMap<Register, Answer>,
    ) -> Self {
        let claims = submitted.filing.claims();
        let evidence = Evidence { claims: &claims, answers: &answers, submitted: submitted.at };
        let findings: Vec<Finding> =
            policy.checks_of(approval).into_iter().map(|check| check.carry_out(evidence)).collect();
        let explanation = approval.predicate.explain(&|id| {
            let finding = findings.iter().find(|finding| finding.check == *id);
            finding.map_or(Truth::Unknown, |finding| finding.verdict.truth())
        });
        Self { rule: approval.rule.clone(), answers, findings, explanation }
    }
}

impl Case {
    /// Returns the registers that are to be asked about this case, and none unless its checks are pending.
    pub fn registers(&self, policy: &Policy) -> BTreeSet<Register> {
        match &self.state {
            State::Submitted(submitted) => approval(&submitted.filing, policy)
                .map(|approval| policy.registers_of(approval))
                .unwrap_or_default(),
            State::Draft(_)
            | State::Discarded { .. }
            | State::UnderReview(_)
            | State::Returned(_)
            | State::Approved(_)
            | State::Rejected(_)
            | State::Lapsed(_) => BTreeSet::new(),
        }
    }
}

fn approval<'a>(filing: &Filing, policy: &'a Policy) -> Option<&'a Approval> {
    policy.category(&filing.category)?.approved_by.as_ref()
}

pub(super) fn submit(
    case: &Case,
    verified: Option<DateTime<Utc>>,
    policy: &Policy,
    now: DateTime<Utc>,
) -> Result<Vec<Event>, Rejection> {
    let draft = match &case.state {
        State::Draft(draft) => draft,
        State::Discarded { .. } => return Err(Rejection::NotADraft),
        State::Submitted(_)
        | State::UnderReview(_)
        | State::Returned(_)
        | State::Approved(_)
        | State::Rejected(_)
        | State::Lapsed(_) => return Err(Rejection::AlreadySubmitted),
    };
    in_window(policy, now)?;
    // It was checked when it was saved, but the case may have been moved since.
    draft.form.check_identity(case, policy)?;
    let filing = complete(draft, case, policy)?;
    if policy.category(&filing.category).is_none() {
        return Err(Rejection::UnknownCategory);
    }
    // Comes last, so that nobody is sent a code for what cannot be filed yet.
    let verified = step_up(verified, policy, now)?;
    let decided_by_a_person = approval(&filing, policy).is_none();
    let lease = Cutoff { too_late: now + CHECKS_LEASE };
    let mut events = vec![Event::Submitted { filing, lease, verified }];
    if decided_by_a_person {
        // No register is asked, so there is nothing to wait for.
        events.push(Event::HandedOver { assessment: None, due: policy.review().due(now) });
    }
    Ok(events)
}

/// Returns when the telephone was verified, if the policy asks for that.
fn step_up(
    verified: Option<DateTime<Utc>>,
    policy: &Policy,
    now: DateTime<Utc>,
) -> Result<Option<DateTime<Utc>>, Rejection> {
    let Some(rules) = policy.verification() else { return Ok(None) };
    match verified {
        Some(at) if now < at + rules.holds() => Ok(Some(at)),
        Some(_) | None => Err(Rejection::NotVerified),
    }
}

/// Returns what is filed, or everything that is missing in the order in which it is asked for.
fn complete(draft: &Draft, case: &Case, policy: &Policy) -> Result<Filing, Rejection> {
    let unconfirmed = policy.statements().iter().filter(|statement| !draft.confirmed.contains(&statement.id));
    let unconfirmed = unconfirmed.map(|statement| Required::Statement(statement.id.clone()));
    filed(draft, unconfirmed.collect(), case, policy)
}

/// Returns what is filed of a draft, with its pictures; or what is missing of it, with what is missing besides.
pub(super) fn filed(
    draft: &Draft,
    besides: Vec<Required>,
    case: &Case,
    policy: &Policy,
) -> Result<Filing, Rejection> {
    let handed_in = draft.category.as_ref().map(|category| case.complete_materials(category, policy));
    let (handed_in, lacking) = match handed_in {
        Some(Ok(handed_in)) => (handed_in, Vec::new()),
        Some(Err(lacking)) => (BTreeMap::new(), lacking),
        None => (BTreeMap::new(), Vec::new()),
    };
    let (filing, mut missing) = match Filing::try_from(draft) {
        Ok(filing) => (Some(Filing { materials: handed_in, ..filing }), Vec::new()),
        Err(missing) => (None, missing),
    };
    missing.extend(besides);
    missing.extend(lacking.into_iter().map(Required::OneOf));
    filing.filter(|_| missing.is_empty()).ok_or(Rejection::Incomplete { missing })
}

pub(super) fn take_over(case: &Case, now: DateTime<Utc>) -> Result<Vec<Event>, Rejection> {
    let submitted = pending(case)?;
    if submitted.lease.is_open(now) {
        return Err(Rejection::ChecksUnderWay { until: submitted.lease.too_late });
    }
    Ok(vec![Event::TakenOver { lease: Cutoff { too_late: now + CHECKS_LEASE } }])
}

pub(super) fn settle(
    case: &Case,
    answers: &BTreeMap<Register, Answer>,
    policy: &Policy,
    now: DateTime<Utc>,
) -> Result<Vec<Event>, Rejection> {
    let submitted = pending(case)?;
    let Some(approval) = approval(&submitted.filing, policy) else { return Err(Rejection::OtherPolicy) };
    let imported =
        case.derived().map(|(registration, _)| (Register::Roster, Answer::Found(registration.clone())));
    let answers = answers.clone().into_iter().chain(imported).collect();
    let assessment = Assessment::of(approval, policy, submitted, answers);
    Ok(vec![match assessment.explanation.truth {
        Truth::True => Event::ApprovedByRule { assessment, registration: Registration::of(policy, now) },
        // Failing a rule is never a rejection (S1-59).
        Truth::False | Truth::Unknown => {
            Event::HandedOver { assessment: Some(assessment), due: policy.review().due(submitted.at) }
        }
    }])
}

fn pending(case: &Case) -> Result<&Submitted, Rejection> {
    match &case.state {
        State::Submitted(submitted) => Ok(submitted),
        State::Draft(_)
        | State::Discarded { .. }
        | State::UnderReview(_)
        | State::Returned(_)
        | State::Approved(_)
        | State::Rejected(_)
        | State::Lapsed(_) => Err(Rejection::NoChecksPending),
    }
}
