//! Whether a derivation has exactly one outcome for everybody who can be on a roster, shown by an example of somebody for
//! whom it has not.
//!
//! Everybody is tried who differs in what the policy asks about: each word that it names and one that it does not, each region,
//! one within it and one outside, each number and the one below. Two people with the same answers to all questions have the same
//! outcome, so nobody is left out.

use std::collections::BTreeMap;

use domain::check::{Check, Entry, FieldKind, Register, Rule};
use domain::policy::{Outcome, Policy, Underivable};
use domain::predicate::Predicate;
use domain::region::Region;
use domain::slug::CategoryId;

/// Somebody as the roster has them, by field. What is not there is not known of them.
pub(crate) type Person = BTreeMap<&'static str, String>;

/// What the search has found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Coverage {
    /// How many kinds of people were tried.
    pub(super) tried: usize,
    /// Somebody for whom there is no outcome.
    pub(super) nobody: Option<Person>,
    /// Somebody for whom there are several in one row, and which.
    pub(super) several: Option<(Person, Vec<CategoryId>)>,
    /// Outcomes that nobody falls under.
    pub(super) unreached: Vec<CategoryId>,
    /// Whether there were more kinds of people than can be tried.
    pub(super) is_cut_short: bool,
}

/// More kinds of people than any policy that somebody understands tells apart.
const PEOPLE_MAX: usize = 200_000;

/// Returns what somebody has in a field about which nothing is asked that would be true of them.
pub(crate) const fn anything(kind: FieldKind) -> &'static str {
    match kind {
        FieldKind::Text => "something else",
        FieldKind::Region => "110000",
        FieldKind::Day => "2000-01-01",
        FieldKind::Number => "1",
    }
}

/// Tries everybody. A policy that lets candidates choose covers everybody.
pub(super) fn coverage(policy: &Policy) -> Coverage {
    let mut found = Coverage { unreached: outcomes(policy), ..Coverage::default() };
    let values = values(policy);
    let mut odometer = vec![0; values.len()];
    loop {
        let person = person(&values, &odometer);
        if let Some(entry) = person.as_ref().and_then(entry) {
            found.tried += 1;
            found.note(policy, person.unwrap_or_default(), &entry);
        }
        if PEOPLE_MAX <= found.tried {
            found.is_cut_short = true;
            return found;
        }
        if !advance(&mut odometer, &values) {
            return found;
        }
    }
}

impl Coverage {
    fn note(&mut self, policy: &Policy, person: Person, entry: &Entry) {
        match policy.derive(entry, policy.opens()) {
            Ok(outcome) => {
                let reached = match outcome {
                    Outcome::Category(category) => &category.id,
                    Outcome::WithoutCategory(without) => &without.id,
                };
                self.unreached.retain(|id| id != reached);
            }
            Err(Underivable::Nothing) => _ = self.nobody.get_or_insert(person),
            Err(Underivable::Several(ids)) => _ = self.several.get_or_insert((person, ids)),
        }
    }
}

fn outcomes(policy: &Policy) -> Vec<CategoryId> {
    policy
        .derivation()
        .into_iter()
        .flat_map(|derivation| derivation.precedence.iter().flatten().cloned())
        .collect()
}

/// The values of each field that are told apart. `None` is that there is no such thing.
pub(crate) type Values = Vec<(&'static str, Vec<Option<String>>)>;

/// Returns the values of each field that are told apart.
pub(crate) fn values(policy: &Policy) -> Values {
    let asked = asked(policy);
    let of = |(name, kind): &(&'static str, FieldKind)| {
        let rules: Vec<&Rule> =
            asked.iter().filter(|(field, _)| field == name).map(|(_, rule)| *rule).collect();
        let mut values: Vec<Option<String>> = match *name {
            // The roster knows no third.
            "enrolled" => ["yes", "no"].map(|word| Some(word.to_owned())).to_vec(),
            _ => told_apart(*kind, &rules),
        };
        if Register::Roster.may_lack(name) {
            values.push(None);
        }
        (*name, values)
    };
    Register::Roster.fields().iter().map(of).collect()
}

/// Returns every condition that decides about an outcome, with its field.
fn asked(policy: &Policy) -> Vec<(&str, &Rule)> {
    let without = policy.derivation().into_iter().flat_map(|derivation| &derivation.without_category);
    let categories = policy.categories().iter().filter_map(|category| category.derived_if.as_ref());
    let predicates = categories.chain(without.map(|without| &without.derived_if));
    let checks = predicates.flat_map(Predicate::checks).filter_map(|id| policy.check(id));
    let conditions = checks.flat_map(|check: &Check| &check.conditions);
    conditions.map(|condition| (condition.field.as_str(), &condition.rule)).collect()
}

fn told_apart(kind: FieldKind, rules: &[&Rule]) -> Vec<Option<String>> {
    let regions: Vec<Region> = rules.iter().filter_map(|rule| region(rule)).collect();
    let mut values: Vec<String> = regions.iter().flat_map(|region| around(*region, &regions)).collect();
    for rule in rules {
        match rule {
            Rule::OneOf(words) => values.extend(words.iter().cloned()),
            Rule::OneOfFor { field: _, table } => values.extend(table.values().flatten().cloned()),
            Rule::AtLeast(least) => {
                values.extend([least.saturating_sub(1), *least].map(|number| number.to_string()))
            }
            Rule::Claimed(_) | Rule::Within(_) | Rule::NotBeforeSubmission | Rule::SameAs { .. } => {}
        }
    }
    if kind == FieldKind::Text || values.is_empty() {
        values.push(anything(kind).to_owned());
    }
    values.sort_unstable();
    values.dedup();
    values.into_iter().map(Some).collect()
}

pub(crate) const fn region(rule: &Rule) -> Option<Region> {
    match rule {
        Rule::Within(region) => Some(*region),
        Rule::Claimed(_)
        | Rule::NotBeforeSubmission
        | Rule::OneOf(_)
        | Rule::OneOfFor { .. }
        | Rule::SameAs { .. }
        | Rule::AtLeast(_) => None,
    }
}

/// Returns the region, one within it that lies in no smaller one of `named`, and one outside of all of them.
fn around(region: Region, named: &[Region]) -> Vec<String> {
    let is_smaller = |other: &&Region| **other != region && region.covers(**other);
    let smaller: Vec<Region> = named.iter().filter(is_smaller).copied().collect();
    let within = every()
        .find(|one| *one != region && region.covers(*one) && !smaller.iter().any(|other| other.covers(*one)));
    [Some(region), within, outside(named)].into_iter().flatten().map(|region| region.to_string()).collect()
}

/// Returns a region that lies in none of `named`.
pub(crate) fn outside(named: &[Region]) -> Option<Region> {
    every().find(|one| !named.iter().any(|other| other.covers(*one)))
}

/// Returns a province, a city and a county for each code that there could be.
fn every() -> impl Iterator<Item = Region> {
    let codes = (11..100)
        .flat_map(|province| (1..100).flat_map(move |city| [(province, city, 0), (province, city, 1)]));
    codes.filter_map(|(province, city, county)| format!("{province:02}{city:02}{county:02}").parse().ok())
}

/// Returns the person that the odometer shows, unless no roster has anybody like that.
pub(crate) fn person(values: &Values, odometer: &[usize]) -> Option<Person> {
    let shown = values
        .iter()
        .zip(odometer)
        .filter_map(|((name, values), place)| Some((*name, values.get(*place)?.clone()?)));
    let person: Person = shown.collect();
    let is_enrolled = person.get("enrolled").is_some_and(|word| word == "yes");
    let has_school = |name: &str| person.contains_key(name) == is_enrolled;
    Register::OF_STUDENTS.into_iter().all(has_school).then_some(person)
}

fn entry(person: &Person) -> Option<Entry> {
    Entry::new(Register::Roster, |name| person.get(name).map(String::as_str)).ok()
}

/// Turns to the next person. Tells whether there is one.
fn advance(odometer: &mut [usize], values: &Values) -> bool {
    for (place, (_, values)) in odometer.iter_mut().zip(values) {
        *place += 1;
        if *place < values.len() {
            return true;
        }
        *place = 0;
    }
    false
}
