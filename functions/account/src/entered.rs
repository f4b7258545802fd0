//! A password as somebody has entered it.

use domain::digest::Digest;
use domain::person::Email;
use domain::policy::LetterCase;
use icu_normalizer::ComposingNormalizerBorrowed;

/// A password as somebody has entered it, in one form of Unicode (NFC): two keyboards may send one character in different ways. It
/// shows itself nowhere.
pub(crate) struct Entered(String);

impl Entered {
    pub(crate) fn new(text: &str) -> Self {
        Self(ComposingNormalizerBorrowed::new_nfc().normalize(text).into_owned())
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// Tells whether it is the address of a registration, which the policy may have in any letter case.
    pub(crate) fn is(&self, email: &Email, letter_case: LetterCase) -> bool {
        let folded = |text: &str| match letter_case {
            LetterCase::Ignored => text.to_ascii_lowercase(),
            LetterCase::Counts => text.to_owned(),
        };
        // By their digests: the time that it takes says nothing about how much was right.
        Digest::of(folded(&self.0).as_bytes()) == Digest::of(folded(email.as_str()).as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is(text: &str, letter_case: LetterCase) -> bool {
        Entered::new(text).is(&"Xiaoming@example.org".parse().unwrap(), letter_case)
    }

    #[test]
    fn the_letter_case_of_the_registered_address_counts_as_the_policy_says() {
        for text in ["Xiaoming@example.org", "xiaoming@example.org", "XIAOMING@EXAMPLE.ORG"] {
            assert!(is(text, LetterCase::Ignored), "{text}");
        }
        assert!(is("Xiaoming@example.org", LetterCase::Counts));
        assert!(!is("xiaoming@example.org", LetterCase::Counts));
    }

    #[test]
    fn nothing_but_the_address_is_the_address() {
        for text in ["", "xiaoming", "xiaoming@example.or", "xiaoming@example.org ", "xiaoming@example.com"] {
            assert!(!is(text, LetterCase::Ignored), "{text}");
        }
    }

    #[test]
    fn one_character_is_the_same_in_whichever_way_a_keyboard_sends_it() {
        assert_eq!(Entered::new("cafe\u{301}").as_str(), Entered::new("caf\u{e9}").as_str());
        // Nothing else is changed.
        for text in [" Blank ", "ＡＢＣ", "ﬁ", "密码\t"] {
            assert_eq!(Entered::new(text).as_str(), text);
        }
    }
}
