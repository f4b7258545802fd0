//! What registers answer about somebody: what the rule wants to hear, or something else.

use super::Rates;
use crate::{check::derivation::people, dice::Dice};
use chrono::{DateTime, Days, Utc};
use domain::{
    account::VerifiedIdentity,
    calendar::date_at,
    check::{Answer, Check, Claim, Entry, FieldKind, Register, Rule},
    policy::{Approval, Policy},
};
use std::collections::BTreeMap;

/// What registers would say, by register and field.
type Said = BTreeMap<(Register, String), String>;

/// Draws what each register that is asked for `approval` answers.
pub(super) fn draw(
    policy: &Policy,
    approval: &Approval,
    identity: &VerifiedIdentity,
    submitted: DateTime<Utc>,
    rates: Rates,
    dice: &mut Dice,
) -> BTreeMap<Register, Answer> {
    let checks = policy.checks_of(approval);
    let said = agreed(&checks, identity, submitted, dice);
    let registers = policy.registers_of(approval).into_iter();
    registers.map(|register| (register, answer(register, &checks, &said, rates, dice))).collect()
}

fn answer(register: Register, checks: &[&Check], said: &Said, rates: Rates, dice: &mut Dice) -> Answer {
    let (differs, has_nobody, is_silent) =
        (dice.happens(rates.differ), dice.happens(rates.have_nobody), dice.happens(rates.are_silent));
    if is_silent {
        return Answer::Unavailable;
    }
    if has_nobody {
        return Answer::NotFound;
    }
    let asked: Vec<&str> = checks
        .iter()
        .filter(|check| check.register == register)
        .flat_map(|check| &check.conditions)
        .map(|condition| condition.field.as_str())
        .collect();
    let wrong = dice.pick(&asked).filter(|_| differs).copied();
    let fields: BTreeMap<&str, String> = register
        .fields()
        .iter()
        .map(|(name, kind)| {
            let value = match said.get(&(register, (*name).to_owned())) {
                _ if wrong == Some(*name) => otherwise(*kind, checks),
                Some(value) => value.clone(),
                None => people::anything(*kind).to_owned(),
            };
            (*name, value)
        })
        .collect();
    let entry = Entry::new(register, |name| fields.get(name).map(String::as_str));
    // What makes no sense is no answer.
    entry.map_or(Answer::Unavailable, Answer::Found)
}

/// Returns a value that no condition is true of.
fn otherwise(kind: FieldKind, checks: &[&Check]) -> String {
    match kind {
        FieldKind::Text => "nothing of that".to_owned(),
        FieldKind::Day => "2000-01-01".to_owned(),
        FieldKind::Number => "0".to_owned(),
        FieldKind::Region => {
            let conditions = checks.iter().flat_map(|check| &check.conditions);
            let named: Vec<_> = conditions.filter_map(|condition| people::region(&condition.rule)).collect();
            people::outside(&named).map(|region| region.to_string()).unwrap_or_default()
        }
    }
}

/// Returns what makes every check pass, as far as one answer can: what is compared is said last.
fn agreed(checks: &[&Check], identity: &VerifiedIdentity, submitted: DateTime<Utc>, dice: &mut Dice) -> Said {
    let mut said = Said::new();
    let conditions =
        || checks.iter().flat_map(|check| check.conditions.iter().map(|one| (check.register, one)));
    for (register, condition) in conditions() {
        let place = (register, condition.field.to_string());
        let value = match &condition.rule {
            Rule::Claimed(Claim::Name) => identity.name.as_str().to_owned(),
            Rule::Claimed(Claim::DocumentNumber) => identity.document.number().to_owned(),
            Rule::Within(region) => region.to_string(),
            Rule::NotBeforeSubmission => {
                let day = date_at(submitted);
                day.checked_add_days(Days::new(dice.below(700))).unwrap_or(day).to_string()
            }
            Rule::OneOf(words) => dice.pick(words).cloned().unwrap_or_default(),
            Rule::OneOfFor { field, table } => {
                let keys: Vec<_> = table.iter().collect();
                let Some((key, words)) = dice.pick(&keys) else { continue };
                said.insert((register, field.to_string()), (*key).clone());
                dice.pick(words).cloned().unwrap_or_default()
            }
            Rule::AtLeast(least) => least.to_string(),
            Rule::SameAs { .. } => continue,
        };
        said.entry(place).or_insert(value);
    }
    for (register, condition) in conditions() {
        let Rule::SameAs { register: other, field } = &condition.rule else { continue };
        let (own, other) = ((register, condition.field.to_string()), (*other, field.to_string()));
        match (said.get(&own).cloned(), said.get(&other).cloned()) {
            (Some(value), _) => _ = said.insert(other, value),
            (None, Some(value)) => _ = said.insert(own, value),
            (None, None) => {}
        }
    }
    said
}
