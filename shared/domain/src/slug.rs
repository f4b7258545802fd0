//! Names that people give to things in files: lower-case words joined by hyphens.

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// Long enough for a name in words, short enough for a key in the store and a line in a log.
pub const CHARACTERS_MAX: usize = 64;

/// The text is no slug.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "not a name of 1 to {CHARACTERS_MAX} lower-case letters and digits, in words joined by single hyphens"
)]
pub struct InvalidSlug;

fn check(text: &str) -> Result<(), InvalidSlug> {
    let word =
        |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    if text.len() <= CHARACTERS_MAX && text.split('-').all(word) { Ok(()) } else { Err(InvalidSlug) }
}

macro_rules! slug {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// Returns the text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl TryFrom<String> for $name {
            type Error = InvalidSlug;

            fn try_from(text: String) -> Result<Self, InvalidSlug> {
                check(&text)?;
                Ok(Self(text))
            }
        }

        impl FromStr for $name {
            type Err = InvalidSlug;

            fn from_str(text: &str) -> Result<Self, InvalidSlug> {
                Self::try_from(text.to_owned())
            }
        }

        impl From<$name> for String {
            fn from(slug: $name) -> Self {
                slug.0
            }
        }
    };
}

slug!(
    /// Names a programme, over all its seasons.
    ProgrammeId
);
slug!(
    /// Names a season of a programme.
    SeasonId
);
slug!(
    /// Names a category of candidates within a programme.
    CategoryId
);
slug!(
    /// Names a check of what a candidate claims.
    CheckId
);
slug!(
    /// Names a field of a register's entry.
    FieldId
);
slug!(
    /// Names a rule by which cases are approved.
    RuleId
);

slug!(
    /// Names something that a candidate confirms, within a policy.
    StatementId
);
slug!(
    /// Names a material that a candidate hands in, within a policy.
    MaterialId
);
slug!(
    /// Names a reason for which a case is returned, within a policy.
    ReasonId
);

slug!(
    /// Names a kind of electronic certificate.
    CertificateId
);

slug!(
    /// Names a group of reviewers, within a region.
    GroupId
);

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn a_slug_is_words_of_lower_case_letters_and_digits() {
        for right in ["a", "2027", "2027-spring", "interview-review", &"a".repeat(CHARACTERS_MAX)] {
            assert!(right.parse::<ProgrammeId>().is_ok(), "{right}");
        }
        for wrong in
            ["", "-", "a-", "-a", "a--b", "A", "a_b", "a b", "a/b", "审核", &"a".repeat(CHARACTERS_MAX + 1)]
        {
            assert_eq!(wrong.parse::<SeasonId>(), Err(InvalidSlug), "{wrong}");
        }
    }
}
