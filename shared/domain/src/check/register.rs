//! The registers that can be asked, and what they answer.

use crate::{calendar::day, region::Region, slug::FieldId};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, str::FromStr};

/// A register outside, behind a port of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Register {
    /// Household registration (户籍).
    ResidentRegister,
    /// Residence permits (居住证) of a mainland city.
    ResidencePermits,
    /// Diplomas that are registered electronically (学信网).
    Diplomas,
    /// The registration on the examination site (考试网报名).
    ExaminationSite,
    /// The registrations that the office has imported for a season (报名名单). Nobody is asked: they lie here.
    Roster,
}

/// What kind of value a field has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FieldKind {
    /// Words.
    Text,
    /// An administrative region.
    Region,
    /// A civil day.
    Day,
    /// A whole number.
    Number,
}

impl Register {
    /// Every register.
    pub const ALL: [Self; 5] =
        [Self::ResidentRegister, Self::ResidencePermits, Self::Diplomas, Self::ExaminationSite, Self::Roster];

    /// The fields of the roster that students have, and nobody else.
    pub const OF_STUDENTS: [&str; 4] = ["grade", "school", "school-kind", "school-place"];

    /// Tells whether somebody outside is asked.
    pub const fn is_asked(self) -> bool {
        match self {
            Self::ResidentRegister | Self::ResidencePermits | Self::Diplomas | Self::ExaminationSite => true,
            Self::Roster => false,
        }
    }

    /// Returns the name that the register has in files and over HTTP.
    pub const fn name(self) -> &'static str {
        match self {
            Self::ResidentRegister => "resident-register",
            Self::ResidencePermits => "residence-permits",
            Self::Diplomas => "diplomas",
            Self::ExaminationSite => "examination-site",
            Self::Roster => "roster",
        }
    }

    /// Tells whether an entry may be without this field. Then it is known that there is no such thing: whoever is no student is
    /// in no year of study.
    pub fn may_lack(self, field: &str) -> bool {
        match self {
            Self::ResidentRegister | Self::ResidencePermits | Self::Diplomas | Self::ExaminationSite => false,
            Self::Roster => Self::OF_STUDENTS.contains(&field) || ["household", "subject"].contains(&field),
        }
    }

    /// Returns the fields of an entry. A register answers with all of them that an entry may not be without.
    pub const fn fields(self) -> &'static [(&'static str, FieldKind)] {
        match self {
            Self::ResidentRegister => &[
                ("name", FieldKind::Text),
                ("document-number", FieldKind::Text),
                ("household", FieldKind::Region),
            ],
            Self::ResidencePermits => &[
                ("name", FieldKind::Text),
                ("document-number", FieldKind::Text),
                ("place", FieldKind::Region),
                ("valid-until", FieldKind::Day),
            ],
            Self::Diplomas => &[
                ("name", FieldKind::Text),
                ("document-number", FieldKind::Text),
                ("education", FieldKind::Text),
            ],
            Self::ExaminationSite => &[
                ("name", FieldKind::Text),
                ("document-number", FieldKind::Text),
                ("stage", FieldKind::Text),
                ("education", FieldKind::Text),
                ("status", FieldKind::Text),
            ],
            Self::Roster => &[
                ("name", FieldKind::Text),
                ("document-kind", FieldKind::Text),
                ("document-number", FieldKind::Text),
                ("enrolled", FieldKind::Text),
                ("grade", FieldKind::Number),
                ("school", FieldKind::Text),
                ("school-kind", FieldKind::Text),
                ("school-place", FieldKind::Region),
                ("household", FieldKind::Region),
                ("qualification", FieldKind::Text),
                ("subject", FieldKind::Text),
            ],
        }
    }
}

/// What a register has answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// It has this entry for the person.
    Found(Entry),
    /// It has nobody like that.
    NotFound,
    /// It could not be reached, took too long, failed, or said something that makes no sense.
    Unavailable,
}

/// An entry of a register: all of its fields, each of its kind. It is personal data.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry(BTreeMap<FieldId, Value>);

/// The value of a field.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Value {
    /// Words.
    Text(String),
    /// An administrative region.
    Region(Region),
    /// A civil day.
    Day(#[serde(with = "crate::text::day")] NaiveDate),
    /// A whole number.
    Number(u32),
}

/// Why an answer is no entry of its register. The value itself is not repeated.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidEntry {
    /// A field of the register is not there.
    #[error("the field {0} is missing")]
    Missing(&'static str),
    /// The value is not of the field's kind.
    #[error("the field {0} is not of its kind")]
    Kind(&'static str),
    /// The value is longer than any register's.
    #[error("the field {0} is too long")]
    TooLong(&'static str),
}

impl Entry {
    /// Far longer than a name or a number; an entry is stored with the case.
    pub const CHARACTERS_MAX: usize = 200;

    /// Reads what `register` has answered. Fields that are not the register's are left aside: they are nobody's
    /// business here.
    ///
    /// # Errors
    ///
    /// Returns the first field that is not as it must be.
    pub fn new<'a>(register: Register, said: impl Fn(&str) -> Option<&'a str>) -> Result<Self, InvalidEntry> {
        let mut entry = BTreeMap::new();
        for (name, kind) in register.fields() {
            let text = match said(name) {
                Some(text) => text,
                None if register.may_lack(name) => continue,
                None => return Err(InvalidEntry::Missing(name)),
            };
            if Self::CHARACTERS_MAX < text.chars().count() {
                return Err(InvalidEntry::TooLong(name));
            }
            let value = Value::read(*kind, text).ok_or(InvalidEntry::Kind(name))?;
            let field = FieldId::from_str(name).map_err(|_| InvalidEntry::Kind(name))?;
            entry.insert(field, value);
        }
        Ok(Self(entry))
    }

    /// Returns every field with its value as it is written.
    pub fn fields(&self) -> impl Iterator<Item = (&FieldId, String)> {
        self.0.iter().map(|(field, value)| (field, value.written()))
    }

    /// Returns the value of `field`.
    pub fn get(&self, field: &FieldId) -> Option<&Value> {
        self.0.get(field)
    }
}

/// Shows the names of the fields alone.
impl std::fmt::Debug for Entry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

impl Value {
    fn read(kind: FieldKind, text: &str) -> Option<Self> {
        match kind {
            FieldKind::Text => Some(Self::Text(text.to_owned())),
            FieldKind::Region => text.parse().ok().map(Self::Region),
            FieldKind::Day => day(text).ok().map(Self::Day),
            FieldKind::Number => text.parse().ok().map(Self::Number),
        }
    }

    fn written(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Region(region) => region.to_string(),
            Self::Day(day) => day.to_string(),
            Self::Number(number) => number.to_string(),
        }
    }

    /// Returns the words, of a field that has words.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Region(_) | Self::Day(_) | Self::Number(_) => None,
        }
    }

    /// Returns the region, of a field that has one.
    pub const fn region(&self) -> Option<Region> {
        match self {
            Self::Region(region) => Some(*region),
            Self::Text(_) | Self::Day(_) | Self::Number(_) => None,
        }
    }

    /// Returns the day, of a field that has one.
    pub const fn day(&self) -> Option<NaiveDate> {
        match self {
            Self::Day(day) => Some(*day),
            Self::Text(_) | Self::Region(_) | Self::Number(_) => None,
        }
    }

    /// Returns the number, of a field that has one.
    pub const fn number(&self) -> Option<u32> {
        match self {
            Self::Number(number) => Some(*number),
            Self::Text(_) | Self::Region(_) | Self::Day(_) => None,
        }
    }
}

/// Shows the kind alone.
impl std::fmt::Debug for Value {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Text(_) => "Text(…)",
            Self::Region(_) => "Region(…)",
            Self::Day(_) => "Day(…)",
            Self::Number(_) => "Number(…)",
        })
    }
}
