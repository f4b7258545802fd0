//! Identity documents by their numbers, parsed at the border. No number shows itself in logs.

use crate::person::is_full_width;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

mod gb11643;

/// Why a number is not that of the document. The number itself is not repeated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidDocument {
    /// Nothing was given.
    #[error("no number is given")]
    Empty,
    /// A full-width digit or letter, as Chinese keyboards write them.
    #[error("a character is full-width")]
    FullWidth,
    /// Fewer or more characters than the document's number has.
    #[error("the number has {found} characters, not {expected}")]
    Length {
        /// How many there must be.
        expected: usize,
        /// How many there are.
        found: usize,
    },
    /// The last two digits count renewals and are not part of the number (S5-36).
    #[error("the last two digits count renewals and are left out")]
    RenewalDigits,
    /// A character that cannot stand where it stands.
    #[error("a character cannot stand where it stands")]
    Character,
    /// The first six digits are no region of this document.
    #[error("the region is none of this document")]
    Region,
    /// The number is that of a residence permit for residents of Hong Kong, Macao or Taiwan.
    #[error("the number is that of a residence permit for residents of Hong Kong, Macao or Taiwan")]
    IsResidencePermit,
    /// The number is that of a resident identity card.
    #[error("the number is that of a resident identity card")]
    IsIdentityCard,
    /// The eight digits of the birth date are no date.
    #[error("the birth date does not exist")]
    BirthDate,
    /// The last character does not follow from the others.
    #[error("the check character does not fit the digits before it")]
    CheckCharacter,
}

impl InvalidDocument {
    /// Returns the stable code of the reason.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::FullWidth => "full-width-character",
            Self::Length { .. } => "wrong-length",
            Self::RenewalDigits => "renewal-digits",
            Self::Character => "unexpected-character",
            Self::Region => "unknown-region",
            Self::IsResidencePermit => "is-residence-permit",
            Self::IsIdentityCard => "is-identity-card",
            Self::BirthDate => "invalid-birth-date",
            Self::CheckCharacter => "wrong-check-character",
        }
    }
}

macro_rules! number {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// Returns the number. It is personal data.
            pub fn number(&self) -> &str {
                &self.0
            }
        }

        /// Shows the kind of document alone.
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(…)"))
            }
        }

        impl FromStr for $name {
            type Err = InvalidDocument;

            fn from_str(text: &str) -> Result<Self, InvalidDocument> {
                if text.is_empty() {
                    return Err(InvalidDocument::Empty);
                }
                if text.chars().any(is_full_width) {
                    return Err(InvalidDocument::FullWidth);
                }
                if !text.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
                    return Err(InvalidDocument::Character);
                }
                let number = text.to_ascii_uppercase();
                Self::check(&number)?;
                Ok(Self(number))
            }
        }

        impl TryFrom<String> for $name {
            type Error = InvalidDocument;

            fn try_from(text: String) -> Result<Self, InvalidDocument> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(document: $name) -> Self {
                document.0
            }
        }
    };
}

number!(
    /// The number of a resident identity card (居民身份证): 18 characters by GB 11643, the last one a check character.
    /// A lower-case x is accepted and kept in upper case.
    ResidentIdentityCard
);
number!(
    /// The number of a mainland travel permit for residents of Hong Kong and Macao (港澳居民来往内地通行证): H or M and
    /// 8 digits, without the two that count renewals (S5-34, S5-36). The permits of persons who are no Chinese citizens
    /// begin with HA or MA and are not provided for there (S5-F05).
    MainlandTravelPermitHkMo
);
number!(
    /// The number of a five-year mainland travel permit for residents of Taiwan (五年有效期台湾居民来往大陆通行证):
    /// 8 digits, without the two that count renewals (S5-35, S5-36).
    MainlandTravelPermitTaiwan
);
number!(
    /// The number of a residence permit for residents of Hong Kong, Macao and Taiwan (港澳台居民居住证): as on an
    /// identity card, with the region 810000, 820000 or 830000. A lower-case x is accepted and kept in upper case.
    ResidencePermitHkMoTw
);

impl ResidentIdentityCard {
    /// Returns the birth date that is part of the number.
    pub fn birth_date(&self) -> NaiveDate {
        gb11643::birth_date(&self.0).unwrap_or_default()
    }

    fn check(number: &str) -> Result<(), InvalidDocument> {
        let region = gb11643::check(number)?;
        if gb11643::is_residence_permit(region) {
            return Err(InvalidDocument::IsResidencePermit);
        }
        if gb11643::is_province(region) { Ok(()) } else { Err(InvalidDocument::Region) }
    }
}

impl ResidencePermitHkMoTw {
    /// Returns the birth date that is part of the number.
    pub fn birth_date(&self) -> NaiveDate {
        gb11643::birth_date(&self.0).unwrap_or_default()
    }

    fn check(number: &str) -> Result<(), InvalidDocument> {
        let region = gb11643::check(number)?;
        if gb11643::is_residence_permit(region) {
            return Ok(());
        }
        Err(if gb11643::is_province(region) {
            InvalidDocument::IsIdentityCard
        } else {
            InvalidDocument::Region
        })
    }
}

impl MainlandTravelPermitHkMo {
    fn check(number: &str) -> Result<(), InvalidDocument> {
        let digits = number.strip_prefix(['H', 'M']).ok_or(InvalidDocument::Character)?;
        eight_digits(digits, 1)
    }
}

impl MainlandTravelPermitTaiwan {
    fn check(number: &str) -> Result<(), InvalidDocument> {
        eight_digits(number, 0)
    }
}

/// `before` is how many characters came before the digits.
fn eight_digits(digits: &str, before: usize) -> Result<(), InvalidDocument> {
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(InvalidDocument::Character);
    }
    match digits.len() {
        8 => Ok(()),
        10 => Err(InvalidDocument::RenewalDigits),
        other => Err(InvalidDocument::Length { expected: before + 8, found: before + other }),
    }
}

/// The kind of an identity document, the four that S5-31 names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DocumentKind {
    /// 居民身份证.
    ResidentIdentityCard,
    /// 港澳居民来往内地通行证.
    MainlandTravelPermitHkMo,
    /// 五年有效期台湾居民来往大陆通行证.
    MainlandTravelPermitTaiwan,
    /// 港澳台居民居住证.
    ResidencePermitHkMoTw,
}

impl DocumentKind {
    /// Every kind.
    pub const ALL: [Self; 4] = [
        Self::ResidentIdentityCard,
        Self::MainlandTravelPermitHkMo,
        Self::MainlandTravelPermitTaiwan,
        Self::ResidencePermitHkMoTw,
    ];

    /// Returns the name that the kind has in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::ResidentIdentityCard => "resident-identity-card",
            Self::MainlandTravelPermitHkMo => "mainland-travel-permit-hk-mo",
            Self::MainlandTravelPermitTaiwan => "mainland-travel-permit-taiwan",
            Self::ResidencePermitHkMoTw => "residence-permit-hk-mo-tw",
        }
    }
}

/// An identity document: its kind and its number.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Written", into = "Written")]
pub enum IdentityDocument {
    /// 居民身份证.
    ResidentIdentityCard(ResidentIdentityCard),
    /// 港澳居民来往内地通行证.
    MainlandTravelPermitHkMo(MainlandTravelPermitHkMo),
    /// 五年有效期台湾居民来往大陆通行证.
    MainlandTravelPermitTaiwan(MainlandTravelPermitTaiwan),
    /// 港澳台居民居住证.
    ResidencePermitHkMoTw(ResidencePermitHkMoTw),
}

/// As a document is written down.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    kind: DocumentKind,
    number: String,
}

impl TryFrom<Written> for IdentityDocument {
    type Error = InvalidDocument;

    fn try_from(written: Written) -> Result<Self, InvalidDocument> {
        Self::parse(written.kind, &written.number)
    }
}

impl From<IdentityDocument> for Written {
    fn from(document: IdentityDocument) -> Self {
        Self { kind: document.kind(), number: document.number().to_owned() }
    }
}

impl IdentityDocument {
    /// Reads `number` as that of a document of `kind`.
    ///
    /// # Errors
    ///
    /// Returns the first reason why it is none.
    pub fn parse(kind: DocumentKind, number: &str) -> Result<Self, InvalidDocument> {
        Ok(match kind {
            DocumentKind::ResidentIdentityCard => Self::ResidentIdentityCard(number.parse()?),
            DocumentKind::MainlandTravelPermitHkMo => Self::MainlandTravelPermitHkMo(number.parse()?),
            DocumentKind::MainlandTravelPermitTaiwan => Self::MainlandTravelPermitTaiwan(number.parse()?),
            DocumentKind::ResidencePermitHkMoTw => Self::ResidencePermitHkMoTw(number.parse()?),
        })
    }

    /// Returns the kind.
    pub const fn kind(&self) -> DocumentKind {
        match self {
            Self::ResidentIdentityCard(_) => DocumentKind::ResidentIdentityCard,
            Self::MainlandTravelPermitHkMo(_) => DocumentKind::MainlandTravelPermitHkMo,
            Self::MainlandTravelPermitTaiwan(_) => DocumentKind::MainlandTravelPermitTaiwan,
            Self::ResidencePermitHkMoTw(_) => DocumentKind::ResidencePermitHkMoTw,
        }
    }

    /// Returns the number. It is personal data.
    pub fn number(&self) -> &str {
        match self {
            Self::ResidentIdentityCard(document) => document.number(),
            Self::MainlandTravelPermitHkMo(document) => document.number(),
            Self::MainlandTravelPermitTaiwan(document) => document.number(),
            Self::ResidencePermitHkMoTw(document) => document.number(),
        }
    }

    /// Returns the number with all but its first and last character hidden, for the person's own eyes.
    pub fn masked(&self) -> String {
        let last = self.number().len().saturating_sub(1);
        self.number()
            .char_indices()
            .map(|(place, c)| if place == 0 || place == last { c } else { '*' })
            .collect()
    }

    /// Returns what is unique about whoever holds it, by which they are found again. It is personal data.
    pub fn unique(&self) -> Vec<u8> {
        [self.kind().name(), "\0", self.number()].concat().into_bytes()
    }

    /// Returns the one text that stands for this document wherever documents are compared or fingerprinted. It is
    /// personal data.
    pub fn canonical(&self) -> String {
        format!("{}:{}", self.kind().name(), self.number())
    }
}

/// Shows the kind of document alone.
impl fmt::Display for IdentityDocument {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.kind().name())
    }
}

/// Shows the kind of document alone.
impl fmt::Debug for IdentityDocument {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "IdentityDocument({self})")
    }
}

#[cfg(test)]
mod tests;
