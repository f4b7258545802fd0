//! Codes. A code is drawn, sent and forgotten: what is kept is its digest.

use domain::digest::Digest;
use domain::id::SessionId;
use store::{Entropy, NoEntropy, SecretKey};

use crate::draw::below;

/// A code, as it was sent or as somebody has entered it. It shows itself nowhere.
pub(crate) struct Code(String);

impl Code {
    /// Draws a code of so many digits.
    ///
    /// # Errors
    ///
    /// Returns an error if there is no randomness.
    pub(crate) fn draw(entropy: &Entropy, digits: u8) -> Result<Self, NoEntropy> {
        (0..digits)
            .map(|_| Ok(char::from_digit(below(entropy, 10)?, 10).unwrap_or('0')))
            .collect::<Result<_, _>>()
            .map(Self)
    }

    /// Reads what somebody has entered: with blanks between, and with the wide digits of Chinese keyboards, it is the same code.
    pub(crate) fn entered(text: &str) -> Self {
        let narrow = |character: char| match character {
            '０'..='９' => char::from_u32(u32::from(character) - u32::from('０') + u32::from('0')),
            other => Some(other),
        };
        Self(text.chars().filter(|character| !character.is_whitespace()).filter_map(narrow).collect())
    }

    /// Returns what is sent.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the digest under the key of a telephone's record, so that it is worth nothing for another telephone, nor in
    /// another session.
    pub(crate) fn digest(&self, telephone: &SecretKey, session: SessionId) -> Digest {
        Digest::from_bytes(telephone.digest(&self.parts(&session.as_u128().to_be_bytes())))
    }

    /// Compares with a digest, in constant time.
    pub(crate) fn fits(&self, digest: &Digest, telephone: &SecretKey, session: SessionId) -> bool {
        telephone.verify(&self.parts(&session.as_u128().to_be_bytes()), digest.as_bytes())
    }

    fn parts<'a>(&'a self, session: &'a [u8; 16]) -> [&'a [u8]; 3] {
        [b"code of the step-up", session, self.0.as_bytes()]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use store::seeded;

    const HERE: SessionId = SessionId::from_u128(1);

    #[test]
    fn a_code_has_so_many_digits_and_each_is_another_one() {
        let entropy = seeded(1);
        let codes: Vec<String> = (0..100).map(|_| Code::draw(&entropy, 6).unwrap().0).collect();
        assert!(codes.iter().all(|code| code.len() == 6 && code.bytes().all(|digit| digit.is_ascii_digit())));
        let mut others = codes.clone();
        others.sort();
        others.dedup();
        assert_eq!(others.len(), codes.len());
    }

    #[test]
    fn a_digest_fits_its_code_its_telephone_and_its_session_alone() {
        let (telephone, other) = (SecretKey::new([1; 32]), SecretKey::new([2; 32]));
        let code = Code::entered("012345");
        let digest = code.digest(&telephone, HERE);
        assert!(code.fits(&digest, &telephone, HERE));
        assert!(!Code::entered("012346").fits(&digest, &telephone, HERE));
        assert!(!code.fits(&digest, &other, HERE));
        assert!(!code.fits(&digest, &telephone, SessionId::from_u128(2)));
    }

    #[test]
    fn blanks_and_wide_digits_make_no_other_code() {
        assert_eq!(Code::entered(" 012 345\t").0, "012345");
        assert_eq!(Code::entered("０１２３４５").0, "012345");
        assert_eq!(Code::entered("").0, "");
    }
}
