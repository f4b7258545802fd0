//! What a person fills in about themselves, parsed at the border. None of it shows itself in logs.

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// Why a field about a person was not accepted. The text itself is not repeated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidField {
    /// Nothing, or blanks.
    #[error("nothing is filled in")]
    Empty,
    /// More characters than the type allows.
    #[error("the text is too long")]
    TooLong,
    /// Fewer or more digits than the type demands.
    #[error("the number of digits is wrong")]
    Length,
    /// A full-width digit, letter or sign, as Chinese keyboards write them.
    #[error("a character is full-width")]
    FullWidth,
    /// A blank at the beginning or the end.
    #[error("there is a blank at an end")]
    OuterBlank,
    /// A character that does not belong there.
    #[error("a character does not belong there")]
    Character,
    /// A Chinese full stop where a dot belongs (S5-44).
    #[error("a Chinese full stop stands where a dot belongs")]
    ChineseFullStop,
    /// The parts around the @ are missing or malformed.
    #[error("the parts around the @ are not those of an address")]
    Shape,
}

impl InvalidField {
    /// Returns the stable code of the reason.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::TooLong => "too-long",
            Self::Length => "wrong-length",
            Self::FullWidth => "full-width-character",
            Self::OuterBlank => "outer-blank",
            Self::Character => "unexpected-character",
            Self::ChineseFullStop => "chinese-full-stop",
            Self::Shape => "malformed",
        }
    }
}

/// Tells whether `character` is the full-width form of a printable ASCII character.
pub(crate) const fn is_full_width(character: char) -> bool {
    matches!(character, '\u{ff01}'..='\u{ff5e}')
}

macro_rules! field {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// Returns the text. It is personal data.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(…)"))
            }
        }

        impl TryFrom<String> for $name {
            type Error = InvalidField;

            fn try_from(text: String) -> Result<Self, InvalidField> {
                Self::check(&text)?;
                Ok(Self(text))
            }
        }

        impl FromStr for $name {
            type Err = InvalidField;

            fn from_str(text: &str) -> Result<Self, InvalidField> {
                Self::try_from(text.to_owned())
            }
        }

        impl From<$name> for String {
            fn from(field: $name) -> Self {
                field.0
            }
        }
    };
}

field!(
    /// A name as on the identity document: letters of any script, with the dots, hyphens, apostrophes and blanks
    /// that names carry.
    PersonName
);
field!(
    /// A mobile number of the mainland: 11 digits (S5-45). Numbers of other places are not provided for there.
    Telephone
);
field!(
    /// An e-mail address in ASCII.
    Email
);

impl PersonName {
    /// Machine-readable documents cut names at 39 characters; the longest transliterated names on identity cards stay
    /// below 50.
    pub const CHARACTERS_MAX: usize = 64;

    fn check(text: &str) -> Result<(), InvalidField> {
        if text.trim().is_empty() {
            return Err(InvalidField::Empty);
        }
        if Self::CHARACTERS_MAX < text.chars().count() {
            return Err(InvalidField::TooLong);
        }
        if text.trim() != text {
            return Err(InvalidField::OuterBlank);
        }
        for character in text.chars() {
            if is_full_width(character) {
                return Err(InvalidField::FullWidth);
            }
            if !character.is_alphabetic() && !matches!(character, ' ' | '·' | '.' | '-' | '\'' | '’') {
                return Err(InvalidField::Character);
            }
        }
        if text.chars().any(char::is_alphabetic) { Ok(()) } else { Err(InvalidField::Character) }
    }
}

impl Telephone {
    /// S5-45.
    pub const DIGITS: usize = 11;

    /// Returns the number with its middle hidden, for the person's own eyes.
    pub fn masked(&self) -> String {
        self.0
            .char_indices()
            .map(|(place, digit)| if (3..7).contains(&place) { '*' } else { digit })
            .collect()
    }

    fn check(text: &str) -> Result<(), InvalidField> {
        if text.is_empty() {
            return Err(InvalidField::Empty);
        }
        if text.chars().any(is_full_width) {
            return Err(InvalidField::FullWidth);
        }
        if !text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(InvalidField::Character);
        }
        match text.as_bytes() {
            digits if digits.len() != Self::DIGITS => Err(InvalidField::Length),
            // The numbering plan gives 1, then 3 to 9, to mobile telephones.
            [b'1', b'3'..=b'9', ..] => Ok(()),
            _ => Err(InvalidField::Character),
        }
    }
}

impl Email {
    /// RFC 5321 allows 256 with the brackets around it.
    pub const CHARACTERS_MAX: usize = 254;
    /// RFC 5321, section 4.5.3.1.1.
    pub const LOCAL_CHARACTERS_MAX: usize = 64;

    fn check(text: &str) -> Result<(), InvalidField> {
        if text.is_empty() {
            return Err(InvalidField::Empty);
        }
        if Self::CHARACTERS_MAX < text.chars().count() {
            return Err(InvalidField::TooLong);
        }
        for character in text.chars() {
            match character {
                '。' | '｡' => return Err(InvalidField::ChineseFullStop),
                full if is_full_width(full) => return Err(InvalidField::FullWidth),
                '!'..='~' => {}
                _ => return Err(InvalidField::Character),
            }
        }
        let (local, domain) = text.split_once('@').ok_or(InvalidField::Shape)?;
        let local_is_right = local.len() <= Self::LOCAL_CHARACTERS_MAX
            && local.split('.').all(|atom| !atom.is_empty() && atom.bytes().all(is_atom_byte));
        let domain_is_right = domain.contains('.') && domain.split('.').all(is_label);
        if local_is_right && domain_is_right { Ok(()) } else { Err(InvalidField::Shape) }
    }
}

/// RFC 5322, section 3.2.3; quoted local parts are left out, since no provider hands them out.
const fn is_atom_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(byte, b'!' | b'#'..=b'\'' | b'*' | b'+' | b'-' | b'/' | b'=' | b'?' | b'^'..=b'`' | b'{'..=b'~')
}

/// RFC 1035, section 2.3.4, for the length.
fn is_label(label: &str) -> bool {
    (1..=63).contains(&label.len())
        && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        && !label.starts_with('-')
        && !label.ends_with('-')
}

#[cfg(test)]
mod tests;
