//! Somebody who is played: who they are, when they come, and what registers know of them.

use super::{Plan, answers};
use crate::{check::derivation::people, dice::Dice};
use chrono::{DateTime, Datelike as _, Days, NaiveDate, TimeDelta, Utc};
use domain::{
    account::VerifiedIdentity,
    check::{Answer, Entry, Register},
    identity::{DocumentKind, IdentityDocument},
    policy::{Outcome, Policy},
    slug::CategoryId,
};
use std::collections::BTreeMap;

/// Somebody who is played. Whatever is not decided by the policy is drawn before anything is, so that the same people can be
/// played under another one.
#[derive(Clone, Debug)]
pub(crate) struct Person {
    /// Their number, from 0.
    pub(crate) number: u32,
    /// Who they are.
    pub(crate) identity: VerifiedIdentity,
    /// What the roster has of them, where categories are derived.
    pub(crate) registration: Option<Entry>,
    /// The category that they choose, or that follows.
    pub(crate) category: Option<CategoryId>,
    /// When they open their case.
    pub(crate) opens: DateTime<Utc>,
    /// When they come to file, if they do.
    pub(crate) files: Option<DateTime<Utc>>,
    /// What the registers that are asked say of them.
    pub(crate) answers: BTreeMap<Register, Answer>,
    /// For whatever happens afterwards.
    pub(crate) dice: Dice,
}

impl Person {
    /// Makes up somebody of whom this is known.
    pub(crate) fn new(
        identity: VerifiedIdentity,
        registration: Option<Entry>,
        category: Option<CategoryId>,
        (opens, files): (DateTime<Utc>, Option<DateTime<Utc>>),
        answers: BTreeMap<Register, Answer>,
    ) -> Self {
        let dice = Dice::of(0, 0);
        Self { number: 0, identity, registration, category, opens, files, answers, dice }
    }
}

/// Everybody who is played under a policy.
pub(crate) struct Population<'p> {
    policy: &'p Policy,
    plan: &'p Plan,
    kinds: people::Values,
}

/// So often somebody else is drawn, where a roster has nobody like the first.
const DRAWS_MAX: usize = 1_000;

impl<'p> Population<'p> {
    pub(crate) fn new(policy: &'p Policy, plan: &'p Plan) -> Self {
        Self { policy, plan, kinds: people::values(policy) }
    }

    /// Returns everybody. Of somebody who cannot be made up there is nobody.
    pub(crate) fn people(&self) -> impl Iterator<Item = Person> {
        (0..self.plan.people).filter_map(|number| self.person(number))
    }

    fn person(&self, number: u32) -> Option<Person> {
        let mut dice = Dice::of(self.plan.seed, u64::from(number));
        let identity = identity(number)?;
        let (opens, files) = self.comes(&mut dice);
        let registration = match self.policy.derivation() {
            Some(_) => Some(self.registration(&identity, &mut dice)?),
            None => None,
        };
        let category = match &registration {
            Some(entry) => match self.policy.derive(entry, opens) {
                Ok(Outcome::Category(category)) => Some(category),
                Ok(Outcome::WithoutCategory(_)) | Err(_) => None,
            },
            None => dice.pick(self.policy.categories()),
        };
        let approval = category.and_then(|category| category.approved_by.as_ref());
        let submitted = files.unwrap_or(opens);
        let answers = approval.map(|approval| {
            answers::draw(self.policy, approval, &identity, submitted, self.plan.registers, &mut dice)
        });
        let category = category.map(|category| category.id.clone());
        let answers = answers.unwrap_or_default();
        Some(Person { number, identity, registration, category, opens, files, answers, dice })
    }

    /// Draws when somebody comes: to open a case, and to file it if they do.
    fn comes(&self, dice: &mut Dice) -> (DateTime<Utc>, Option<DateTime<Utc>>) {
        let (opens, closes) = (self.policy.opens(), self.policy.closes());
        let span = millis(closes.last() - opens);
        let habits = self.plan.habits;
        if dice.happens(habits.never_file) {
            return (opens + ms(dice.below(span + 1)), None);
        }
        let files = if dice.happens(habits.file_too_late) {
            closes.too_late + ms(dice.below(HOUR))
        } else if dice.happens(habits.file_at_any_time) {
            opens + ms(dice.below(span + 1))
        } else {
            // The least of four shares of the window is how long before the closing they come.
            let before = (0..4).map(|_| dice.below(span + 1)).min().unwrap_or_default();
            closes.last() - ms(before)
        };
        let takes = 5 * MINUTE + dice.below(85 * MINUTE);
        ((files - ms(takes)).max(opens), Some(files))
    }

    /// Draws what the roster has of somebody: any of those whom the policy tells apart.
    fn registration(&self, identity: &VerifiedIdentity, dice: &mut Dice) -> Option<Entry> {
        let drawn = (0..DRAWS_MAX).find_map(|_| {
            let place = |values: &Vec<Option<String>>| {
                usize::try_from(dice.below(values.len() as u64)).unwrap_or_default()
            };
            let places: Vec<usize> = self.kinds.iter().map(|(_, values)| values).map(place).collect();
            people::person(&self.kinds, &places)
        })?;
        let said = |name: &str| match name {
            "name" => Some(identity.name.as_str()),
            "document-number" => Some(identity.document.number()),
            other => drawn.get(other).map(String::as_str),
        };
        Entry::new(Register::Roster, said).ok()
    }
}

/// A minute in milliseconds, and an hour.
const MINUTE: u64 = 60_000;
const HOUR: u64 = 60 * MINUTE;

pub(crate) fn ms(count: u64) -> TimeDelta {
    TimeDelta::milliseconds(i64::try_from(count).unwrap_or_default())
}

pub(crate) fn millis(span: TimeDelta) -> u64 {
    u64::try_from(span.num_milliseconds()).unwrap_or_default()
}

/// Makes up who somebody is. No two have the same document.
pub(crate) fn identity(number: u32) -> Option<VerifiedIdentity> {
    let digits = number.to_string();
    let stems = digits.chars().filter_map(|digit| STEMS.get(usize::try_from(digit.to_digit(10)?).ok()?));
    let name: String = "考生".chars().chain(stems.copied()).collect();
    let born = NaiveDate::from_ymd_opt(1980, 1, 1)?.checked_add_days(Days::new(u64::from(number / 999)))?;
    let (year, month, day) = (born.year(), born.month(), born.day());
    let card = format!("110101{year:04}{month:02}{day:02}{:03}", number % 999 + 1);
    // Of the eleven characters that can end a number, one is right.
    let ends = "0123456789X".chars();
    let document = ends
        .map(|end| IdentityDocument::parse(DocumentKind::ResidentIdentityCard, &format!("{card}{end}")))
        .find_map(Result::ok)?;
    let telephone = format!("138{:08}", number % 100_000_000).parse().ok();
    Some(VerifiedIdentity { name: name.parse().ok()?, document, telephone })
}

/// The heavenly stems, by which people are numbered in Chinese.
const STEMS: [char; 10] = ['甲', '乙', '丙', '丁', '戊', '己', '庚', '辛', '壬', '癸'];

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn everybody_has_a_document_of_their_own() {
        let numbers = (0..3_000).map(|number| identity(number).unwrap().document.number().to_owned());
        assert_eq!(numbers.collect::<BTreeSet<_>>().len(), 3_000);
    }

    #[test]
    fn the_last_of_a_hundred_million_can_be_made_up_as_well() {
        assert!(identity(0).is_some() && identity(99_999_999).is_none_or(|last| last.telephone.is_some()));
    }
}
