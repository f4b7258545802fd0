//! The file of a policy as it is written, and how it becomes a [`Policy`].

use super::{
    Approval, Category, Hours, Material, Policy, PolicyError, Registration, Review, StatusTexts, Supplement,
    Text, Texts,
};
use crate::{
    calendar::{Bound, Civil},
    digest::Digest,
    instant::Cutoff,
    predicate::Predicate,
    region::Region,
    slug::{CategoryId, MaterialId, ProgrammeId, RuleId, SeasonId},
};
use serde::{Deserialize, Deserializer, de::Error as _};
use std::collections::{BTreeMap, BTreeSet};
use toml::Spanned;

mod check;
mod material;
mod message;
mod number;
mod rule;
mod statement;
mod text;

use check::{CheckEntry, checks};
use material::{MaterialEntry, Pictures, ReasonEntry, materials, pictures, reasons};
use message::{MessageTable, messages};
use number::VerificationEntry;
use rule::{RuleEntry, rules};
use statement::{StatementEntry, statements};
use text::TextTable;

/// A person chooses among them on one screen.
pub(super) const CATEGORIES_MAX: usize = 32;

/// Shown on one screen of a telephone without losing the reader.
const TEXT_CHARACTERS_MAX: usize = 2_000;

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct File {
    programme: ProgrammeId,
    season: SeasonId,
    region: Region,
    name: Words,
    name_en: Words,
    opens: Opening,
    closes: Spanned<Closing>,
    review: ReviewEntry,
    supplement: SupplementEntry,
    registration: Option<RegistrationEntry>,
    verification: Option<Spanned<VerificationEntry>>,
    #[serde(rename = "statement", default)]
    statements: Vec<StatementEntry>,
    pictures: Option<Spanned<Pictures>>,
    #[serde(rename = "material", default)]
    materials: Vec<MaterialEntry>,
    #[serde(rename = "return-reason", default)]
    reasons: Vec<ReasonEntry>,
    #[serde(rename = "message", default)]
    messages: MessageTable,
    #[serde(rename = "check", default)]
    checks: Vec<CheckEntry>,
    #[serde(rename = "rule", default)]
    rules: Vec<RuleEntry>,
    #[serde(rename = "category")]
    categories: Spanned<Vec<CategoryEntry>>,
    texts: TextTable,
    status: TextTable,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Opening {
    #[serde(deserialize_with = "civil")]
    at: Civil,
    ours: Option<Flag>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Closing {
    #[serde(default, deserialize_with = "some_civil")]
    before: Option<Civil>,
    #[serde(default, deserialize_with = "some_civil")]
    until: Option<Civil>,
    ours: Option<Flag>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct ReviewEntry {
    starts: Opening,
    hours: Hours,
    ours: Option<Flag>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct SupplementEntry {
    closes: Spanned<Closing>,
    reviewed: Spanned<Closing>,
    rounds: Spanned<Chosen>,
    hours_after_late_return: Spanned<Chosen>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct RegistrationEntry {
    starts: Opening,
    hours: Hours,
    contact: Spanned<Closing>,
    paid_after_correction: Spanned<Closing>,
    ours: Option<Flag>,
}

/// A value with the mark that it is ours.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Chosen {
    is: u16,
    ours: Option<Flag>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct CategoryEntry {
    id: Spanned<CategoryId>,
    name: Words,
    name_en: Words,
    approved_by: Option<Spanned<RuleId>>,
    #[serde(default)]
    materials: Vec<Spanned<MaterialId>>,
    ours: Option<Flag>,
}

fn civil<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Civil, D::Error> {
    String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
}

fn some_civil<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Civil>, D::Error> {
    civil(deserializer).map(Some)
}

/// A text for people: something is written, and it fits.
#[derive(Deserialize)]
#[serde(try_from = "String")]
struct Words(String);

impl TryFrom<String> for Words {
    type Error = InvalidWords;

    fn try_from(text: String) -> Result<Self, InvalidWords> {
        let has_controls = text.chars().any(|character| character.is_control() && character != '\n');
        if text.trim().is_empty() || has_controls || TEXT_CHARACTERS_MAX < text.chars().count() {
            return Err(InvalidWords);
        }
        Ok(Self(text))
    }
}

#[derive(Debug, thiserror::Error)]
#[error("not a text of 1 to {TEXT_CHARACTERS_MAX} characters without control characters")]
struct InvalidWords;

/// Marks a value as our choice where the source is silent or unclear: the flag (`S1-F05`), or the item that is
/// silent (`S1-26`).
#[derive(Deserialize)]
#[serde(try_from = "String")]
struct Flag(String);

impl TryFrom<String> for Flag {
    type Error = InvalidFlag;

    fn try_from(text: String) -> Result<Self, InvalidFlag> {
        let number =
            |text: &str| (2..=3).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        let is_right = text.split_once('-').is_some_and(|(source, item)| {
            matches!(source.as_bytes(), [b'S' | b'D', b'1'..=b'9'])
                && number(item.strip_prefix('F').unwrap_or(item))
        });
        if is_right { Ok(Self(text)) } else { Err(InvalidFlag) }
    }
}

#[derive(Debug, thiserror::Error)]
#[error("not a flag as in S1-F05 or an item as in S1-26")]
struct InvalidFlag;

pub(super) fn parse(bytes: &[u8]) -> Result<Policy, PolicyError> {
    if Policy::BYTES_MAX < bytes.len() {
        return Err(PolicyError::TooLarge { bytes: bytes.len() });
    }
    let text = std::str::from_utf8(bytes)
        .map_err(|error| PolicyError::NotUtf8 { line: line_at(bytes, error.valid_up_to()) })?;
    let file: File = toml::from_str(text).map_err(|error| PolicyError::Malformed {
        line: line_at(bytes, error.span().map_or(bytes.len(), |span| span.start)),
        message: error.message().to_owned(),
    })?;
    file.into_policy(bytes)
}

fn line_at(bytes: &[u8], offset: usize) -> usize {
    bytes.iter().take(offset).filter(|byte| **byte == b'\n').count() + 1
}

impl File {
    fn into_policy(self, bytes: &[u8]) -> Result<Policy, PolicyError> {
        let (opens, cutoff) = (self.opens.at.start(), cutoff(&self.closes, bytes)?);
        if !cutoff.is_open(opens) {
            return Err(PolicyError::NeverOpen { line: line_at(bytes, self.closes.span().start) });
        }
        let supplement = self.supplement.read(bytes)?;
        let ours = self.flags();
        let checks = checks(self.checks, bytes)?;
        let rules = rules(self.rules, &checks, bytes)?;
        let pictures = self.pictures.map(|entry| pictures(entry, bytes)).transpose()?;
        let materials = materials(self.materials, pictures.is_some(), bytes)?;
        Ok(Policy {
            hash: Digest::of(bytes),
            programme: self.programme,
            season: self.season,
            region: self.region,
            name: text(self.name, self.name_en),
            opens,
            closes: cutoff,
            review: Review { starts: self.review.starts.at.start(), within: self.review.hours },
            supplement,
            registration: self.registration.map(|entry| entry.read(bytes)).transpose()?,
            verification: self.verification.map(|entry| number::verification(entry, bytes)).transpose()?,
            statements: statements(self.statements, bytes)?,
            reasons: reasons(self.reasons, bytes)?,
            messages: messages(self.messages, bytes)?,
            categories: categories(self.categories, &rules, &materials, bytes)?,
            pictures,
            materials,
            checks,
            texts: texts(self.texts, bytes)?,
            status: status(self.status, bytes)?,
            ours,
        })
    }

    fn flags(&self) -> Vec<String> {
        let (review, supplement) = (&self.review, &self.supplement);
        let clocks = [
            &self.opens.ours,
            &self.closes.get_ref().ours,
            &review.ours,
            &review.starts.ours,
            &supplement.closes.get_ref().ours,
            &supplement.reviewed.get_ref().ours,
            &supplement.rounds.get_ref().ours,
            &supplement.hours_after_late_return.get_ref().ours,
        ];
        let flags: BTreeSet<&String> = clocks
            .into_iter()
            .chain(self.categories.get_ref().iter().map(|category| &category.ours))
            .chain(text::flags(&self.texts))
            .chain(text::flags(&self.status))
            .chain(self.checks.iter().flat_map(CheckEntry::flags))
            .chain(self.rules.iter().map(|rule| &rule.ours))
            .chain(self.registration.iter().flat_map(RegistrationEntry::flags))
            .chain(self.verification.iter().map(|entry| &entry.get_ref().ours))
            .chain(self.statements.iter().map(|statement| &statement.ours))
            .chain(self.pictures.iter().map(|pictures| &pictures.get_ref().ours))
            .chain(self.materials.iter().map(|material| &material.ours))
            .chain(self.reasons.iter().map(|reason| &reason.ours))
            .chain(message::flags(&self.messages))
            .flatten()
            .map(|flag| &flag.0)
            .collect();
        flags.into_iter().cloned().collect()
    }
}

fn cutoff(closing: &Spanned<Closing>, bytes: &[u8]) -> Result<Cutoff, PolicyError> {
    match (closing.get_ref().before, closing.get_ref().until) {
        (Some(civil), None) => Ok(Bound::Before(civil).cutoff()),
        (None, Some(civil)) => Ok(Bound::Until(civil).cutoff()),
        (None, None) | (Some(_), Some(_)) => {
            Err(PolicyError::BeforeOrUntil { line: line_at(bytes, closing.span().start) })
        }
    }
}

impl RegistrationEntry {
    fn read(self, bytes: &[u8]) -> Result<Registration, PolicyError> {
        Ok(Registration {
            starts: self.starts.at.start(),
            within: self.hours,
            contact: cutoff(&self.contact, bytes)?,
            paid_after_correction: cutoff(&self.paid_after_correction, bytes)?,
        })
    }

    fn flags(&self) -> [&Option<Flag>; 4] {
        let Self { starts, hours: _, contact, paid_after_correction, ours } = self;
        [&starts.ours, &contact.get_ref().ours, &paid_after_correction.get_ref().ours, ours]
    }
}

impl SupplementEntry {
    fn read(&self, bytes: &[u8]) -> Result<Supplement, PolicyError> {
        let (closes, reviewed) = (cutoff(&self.closes, bytes)?, cutoff(&self.reviewed, bytes)?);
        if reviewed < closes {
            return Err(PolicyError::ReviewedBeforeClosed {
                line: line_at(bytes, self.reviewed.span().start),
            });
        }
        let rounds = number(&self.rounds, bytes)?;
        let after_late_return = number(&self.hours_after_late_return, bytes)?;
        Ok(Supplement { closes, reviewed, rounds, after_late_return })
    }
}

/// Reads a number that was chosen. One type in the file for all of them keeps its reader small.
fn number<T>(chosen: &Spanned<Chosen>, bytes: &[u8]) -> Result<T, PolicyError>
where
    T: TryFrom<u16>,
    T::Error: std::fmt::Display,
{
    T::try_from(chosen.get_ref().is).map_err(|error| PolicyError::Malformed {
        line: line_at(bytes, chosen.span().start),
        message: error.to_string(),
    })
}

fn categories(
    entries: Spanned<Vec<CategoryEntry>>,
    rules: &BTreeMap<RuleId, Predicate>,
    materials: &[Material],
    bytes: &[u8],
) -> Result<Vec<Category>, PolicyError> {
    if !(1..=CATEGORIES_MAX).contains(&entries.get_ref().len()) {
        return Err(PolicyError::CategoryCount { line: line_at(bytes, entries.span().start) });
    }
    let mut categories: Vec<Category> = Vec::new();
    for entry in entries.into_inner() {
        let line = line_at(bytes, entry.id.span().start);
        let id = entry.id.into_inner();
        if categories.iter().any(|category| category.id == id) {
            return Err(PolicyError::DuplicateCategory { line, id });
        }
        let approved_by = entry.approved_by.map(|rule| approval(rule, rules, bytes)).transpose()?;
        let list = material::list(entry.materials, materials, bytes)?;
        categories.push(Category { id, name: text(entry.name, entry.name_en), approved_by, materials: list });
    }
    Ok(categories)
}

fn approval(
    rule: Spanned<RuleId>,
    rules: &BTreeMap<RuleId, Predicate>,
    bytes: &[u8],
) -> Result<Approval, PolicyError> {
    let line = line_at(bytes, rule.span().start);
    let rule = rule.into_inner();
    match rules.get(&rule) {
        Some(predicate) => Ok(Approval { rule, predicate: predicate.clone() }),
        None => Err(PolicyError::UnknownName { line, what: "rule", name: rule.to_string() }),
    }
}

fn text(zh: Words, en: Words) -> Text {
    Text { zh: zh.0, en: en.0 }
}

fn texts(table: TextTable, bytes: &[u8]) -> Result<Texts, PolicyError> {
    let mut left = text::Texts::of(table, bytes);
    let texts = Texts { not_filed: left.take("not-filed")? };
    left.finish()?;
    Ok(texts)
}

fn status(table: TextTable, bytes: &[u8]) -> Result<StatusTexts, PolicyError> {
    let mut left = text::Texts::of(table, bytes);
    let status = StatusTexts {
        submitted: left.take("submitted")?,
        under_review: left.take("under-review")?,
        returned: left.take("returned")?,
        approved: left.take("approved")?,
        rejected: left.take("rejected")?,
        not_corrected: left.take("not-corrected")?,
    };
    left.finish()?;
    Ok(status)
}
