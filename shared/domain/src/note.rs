//! What a reviewer writes to a candidate.

use serde::{Deserialize, Serialize};

/// A note to a candidate: 1 to 500 characters, without control characters but line breaks.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Note(String);

/// Why a text is no note.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidNote {
    /// Nothing, or blanks.
    #[error("nothing is written")]
    Empty,
    /// More than anybody reads on a telephone.
    #[error("the note is too long")]
    TooLong,
    /// A character that cannot be shown.
    #[error("a control character does not belong there")]
    Character,
}

impl InvalidNote {
    /// Returns the stable code of the reason.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::TooLong => "too-long",
            Self::Character => "unexpected-character",
        }
    }
}

impl Note {
    /// A screen of a telephone, and seven short messages.
    pub const CHARACTERS_MAX: usize = 500;

    /// Returns the text. It may be personal data.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Note {
    type Error = InvalidNote;

    fn try_from(text: String) -> Result<Self, InvalidNote> {
        if text.trim().is_empty() {
            return Err(InvalidNote::Empty);
        }
        if Self::CHARACTERS_MAX < text.chars().count() {
            return Err(InvalidNote::TooLong);
        }
        if text.chars().any(|character| character.is_control() && character != '\n') {
            return Err(InvalidNote::Character);
        }
        Ok(Self(text))
    }
}

impl From<Note> for String {
    fn from(note: Note) -> Self {
        note.0
    }
}

/// Shows that there is one.
impl std::fmt::Debug for Note {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Note(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn a_note_has_1_to_500_characters_and_may_have_lines() {
        let note = |text: &str| Note::try_from(text.to_owned()).map(String::from);
        assert_eq!(note("请重拍\n身份证"), Ok("请重拍\n身份证".to_owned()));
        assert_eq!(note(" \n"), Err(InvalidNote::Empty));
        assert!(note(&"字".repeat(500)).is_ok());
        assert_eq!(note(&"字".repeat(501)), Err(InvalidNote::TooLong));
        assert_eq!(note("a\u{7}b"), Err(InvalidNote::Character));
    }

    #[test]
    fn no_debug_output_shows_a_note() {
        assert_eq!(format!("{:?}", Note::try_from("王小明".to_owned()).unwrap()), "Note(…)");
    }
}
