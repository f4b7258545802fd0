//! What is decided of somebody, and why, as a tree in Chinese and English: of a registration the category and why not the others,
//! of registers' answers what the rule comes to.
//!
//! Nothing is decided here. Somebody made up files under the policy, with this registration and these answers, and what the domain
//! has recorded of them is written down.

use crate::rehearse::{Come, Person, come, identity};
use chrono::{DateTime, Utc};
use domain::{
    account::VerifiedIdentity,
    case::{Case, Event, State},
    check::{Answer, Entry, Finding, InvalidEntry, Register},
    policy::{Outcome, Policy, PolicyHash, Text},
    predicate::{Explanation, Truth},
    slug::CategoryId,
};
use std::{collections::BTreeMap, fmt};
use tree::Tree;

mod decided;
mod tree;

/// The fields of an entry, as they are written.
pub type Fields = BTreeMap<String, String>;

/// What is known of somebody.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// What the roster has of them, where categories are derived.
    pub registration: Option<Fields>,
    /// The category that they choose, where they do.
    pub category: Option<String>,
    /// What registers answer, by the name of the register. Of the others none can be asked.
    pub answers: BTreeMap<String, Said>,
    /// When they file. Without this, when the window opens.
    pub files: Option<DateTime<Utc>>,
}

/// What a register answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// It has this entry. Name and number, where they are left out, are what the candidate claims.
    Found(Fields),
    /// It has nobody like that.
    NotFound,
    /// It cannot be asked.
    Unavailable,
}

/// Why there is nothing to explain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unexplained {
    /// There is no such register, or none that is asked.
    UnknownRegister(String),
    /// What a register is to have said is no entry of it.
    InvalidEntry(String, InvalidEntry),
    /// The policy derives categories, and there is no registration.
    NoRegistration,
    /// The policy lets candidates choose, and there is no such category.
    UnknownCategory,
    /// Nothing can be filed at that instant.
    ClosedWindow,
    /// The case was pinned to another policy, which is not at hand.
    OtherPolicy(PolicyHash),
}

impl fmt::Display for Unexplained {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownRegister(name) => write!(f, "{name} is no register that is asked"),
            Self::InvalidEntry(register, invalid) => write!(f, "{register}: {invalid}"),
            Self::NoRegistration => {
                f.write_str("categories are derived here: there has to be a registration")
            }
            Self::UnknownCategory => {
                f.write_str("candidates choose here: there has to be one of the categories")
            }
            Self::OtherPolicy(hash) => {
                write!(f, "the case was pinned to the policy {hash}, which is not at hand")
            }
            Self::ClosedWindow => f.write_str("nothing can be filed at that instant"),
        }
    }
}

/// What is decided of somebody, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explained {
    /// The category, or the reason for none, if there is either.
    pub outcome: Option<CategoryId>,
    /// What the rule comes to, where there is one.
    pub rule: Option<Truth>,
    text: String,
}

impl fmt::Display for Explained {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// Explains what is decided of somebody of whom this is known.
///
/// # Errors
///
/// Returns why nothing is.
pub fn explain(policy: &Policy, known: &Known) -> Result<Explained, Unexplained> {
    let person = person(policy, known)?;
    match &come(policy, &person) {
        Come::Case(play, _) if play.case().submitted().is_some() => Ok(told(policy, play.case())),
        Come::Case(..) | Come::ClosedWindow => Err(Unexplained::ClosedWindow),
        Come::WithoutCategory(id) => Ok(without_case(policy, &person, Some(id))),
        Come::Nowhere => Ok(without_case(policy, &person, None)),
    }
}

/// Explains everything that was decided of a recorded case: by derivation, by the rule, and by people and clocks since. Each is in
/// the words of the policy by which it was decided, of which all are in `policies`.
///
/// # Errors
///
/// Returns why nothing is: the case was pinned to another policy.
pub fn explain_case(policies: &[Policy], case: &Case) -> Result<Explained, Unexplained> {
    let at_hand = |hash: PolicyHash| {
        policies.iter().find(|policy| policy.hash() == hash).ok_or(Unexplained::OtherPolicy(hash))
    };
    let Explained { outcome, rule, mut text } = told(at_hand(case.assessed_by())?, case);
    let mut in_force = at_hand(case.policies().first().copied().unwrap_or(case.policy()))?;
    for recorded in case.events() {
        let mut tree = Tree::new(in_force);
        decided::add(&mut tree, recorded, in_force);
        text.push_str(&tree.into_text());
        if let Event::Moved { to, .. } = &recorded.event {
            in_force = at_hand(*to)?;
        }
    }
    Ok(Explained { outcome, rule, text })
}

/// Tells what has followed for a case without a person.
fn told(policy: &Policy, case: &Case) -> Explained {
    let mut tree = Tree::new(policy);
    let outcome = category(case);
    match case.derived() {
        Some((registration, _)) => {
            derivation(&mut tree, policy, (registration, case.opened()), outcome.as_ref())
        }
        None => tree.line(0, &format!("类别 category: {}", named(policy, outcome.as_ref()))),
    }
    let assessment = case.assessment();
    if let Some(assessment) = assessment {
        let verdict = match assessment.explanation.truth {
            Truth::True => "秒批通过 approved in seconds",
            Truth::False | Truth::Unknown => "转工作人员审核 a reviewer decides",
        };
        tree.line(0, &format!("规则 rule {}: {verdict}", assessment.rule));
        tree.add(1, &assessment.explanation, &assessment.findings, &assessment.answers);
    } else if case.submitted().is_some() {
        tree.line(0, "规则 rule: 无，由工作人员审核 none, a reviewer decides");
    }
    let rule = assessment.map(|assessment| assessment.explanation.truth);
    Explained { outcome, rule, text: tree.into_text() }
}

/// Tells why somebody has no case.
fn without_case(policy: &Policy, person: &Person, outcome: Option<&CategoryId>) -> Explained {
    let mut tree = Tree::new(policy);
    if let Some(registration) = &person.registration {
        derivation(&mut tree, policy, (registration, person.opens), outcome);
    }
    Explained { outcome: outcome.cloned(), rule: None, text: tree.into_text() }
}

/// Returns the category of a case. One that has lapsed keeps it only where it was derived.
fn category(case: &Case) -> Option<CategoryId> {
    let derived = case.derived().map(|(_, category)| category.clone());
    derived.or_else(|| match case.state() {
        State::Draft(draft) => draft.category.clone(),
        State::Discarded { .. }
        | State::Submitted(_)
        | State::UnderReview(_)
        | State::Returned(_)
        | State::Approved(_)
        | State::Rejected(_)
        | State::Lapsed(_) => case.state().filing().map(|filing| filing.category.clone()),
    })
}

/// Says which category follows, and of each outcome, in the order of precedence, why it holds or does not.
fn derivation(
    tree: &mut Tree<'_>,
    policy: &Policy,
    (registration, at): (&Entry, DateTime<Utc>),
    outcome: Option<&CategoryId>,
) {
    tree.line(0, &format!("类别 category: {}", named(policy, outcome)));
    let answers = BTreeMap::from([(Register::Roster, Answer::Found(registration.clone()))]);
    for (id, explanation) in policy.explain_derivation(registration, at) {
        let remark = match explanation.truth {
            Truth::True if Some(&id) == outcome => "：适用 it applies",
            Truth::True if outcome.is_some() => "：成立，但次序在后 it holds, and comes after that",
            Truth::True => "：成立 it holds, and so does another one of the same row",
            Truth::False | Truth::Unknown => "",
        };
        tree.marked(1, explanation.truth, &format!("{}{remark}", named(policy, Some(&id))));
        tree.add(2, &explanation, &findings(policy, (registration, at), &id), &answers);
    }
}

/// Returns what the checks came to that the outcome speaks of.
fn findings(policy: &Policy, (registration, at): (&Entry, DateTime<Utc>), id: &CategoryId) -> Vec<Finding> {
    let predicate = match outcome_of(policy, id) {
        Some(Outcome::Category(category)) => category.derived_if.as_ref(),
        Some(Outcome::WithoutCategory(without)) => Some(&without.derived_if),
        None => None,
    };
    predicate.map(|predicate| policy.look_into(registration, predicate, at).0).unwrap_or_default()
}

fn outcome_of<'p>(policy: &'p Policy, id: &CategoryId) -> Option<Outcome<'p>> {
    let without = policy.derivation().into_iter().flat_map(|derivation| &derivation.without_category);
    let mut without = without.filter(|without| without.id == *id).map(Outcome::WithoutCategory);
    without.next().or_else(|| policy.category(id).map(Outcome::Category))
}

fn named(policy: &Policy, id: Option<&CategoryId>) -> String {
    let Some(id) = id else { return "无 none".to_owned() };
    let name = match outcome_of(policy, id) {
        Some(Outcome::Category(category)) => tree::name(&category.name),
        Some(Outcome::WithoutCategory(without)) => {
            let Text { zh, en } = &without.name;
            format!("不属于任何类别 none: {zh} ({en})")
        }
        None => String::new(),
    };
    format!("{id} {name}")
}

/// Makes somebody up of whom this is known.
fn person(policy: &Policy, known: &Known) -> Result<Person, Unexplained> {
    let identity = identity(0).ok_or(Unexplained::ClosedWindow)?;
    let opens = known.files.unwrap_or(policy.opens());
    let registration = match (policy.derivation(), &known.registration) {
        (Some(_), None) => return Err(Unexplained::NoRegistration),
        (Some(_), Some(fields)) => Some(entry(Register::Roster, fields, &identity)?),
        (None, _) => None,
    };
    let category = match (&registration, &known.category) {
        (Some(_), _) => None,
        (None, Some(id)) => id.parse().ok().filter(|id| policy.category(id).is_some()),
        (None, None) => None,
    };
    if registration.is_none() && category.is_none() {
        return Err(Unexplained::UnknownCategory);
    }
    let mut answers = BTreeMap::new();
    for (name, said) in &known.answers {
        let register =
            Register::ALL.into_iter().find(|register| register.is_asked() && register.name() == name);
        let register = register.ok_or_else(|| Unexplained::UnknownRegister(name.clone()))?;
        let answer = match said {
            Said::Found(fields) => Answer::Found(entry(register, fields, &identity)?),
            Said::NotFound => Answer::NotFound,
            Said::Unavailable => Answer::Unavailable,
        };
        answers.insert(register, answer);
    }
    Ok(Person::new(identity, registration, category, (opens, Some(opens)), answers))
}

fn entry(register: Register, fields: &Fields, identity: &VerifiedIdentity) -> Result<Entry, Unexplained> {
    let said = |name: &str| match (fields.get(name), name) {
        (Some(value), _) => Some(value.as_str()),
        (None, "name") => Some(identity.name.as_str()),
        (None, "document-number") => Some(identity.document.number()),
        (None, _) => None,
    };
    Entry::new(register, said)
        .map_err(|invalid| Unexplained::InvalidEntry(register.name().to_owned(), invalid))
}

#[cfg(test)]
mod tests;
