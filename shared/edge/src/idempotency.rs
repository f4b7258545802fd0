//! Idempotency keys: one attempt at creating something, repeated as often as the line needs it.

use domain::digest::Digest;
use domain::id::{AccountId, CommandId};
use http::{HeaderMap, HeaderName};

use crate::headers::one;
use crate::problem::{Code, Problem};

const HEADER: HeaderName = HeaderName::from_static("idempotency-key");

/// The key of one attempt, as the caller chose it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdempotencyKey(String);

impl IdempotencyKey {
    /// A UUID has 36 characters; this leaves room for those who prefix theirs.
    pub const CHARACTERS_MAX: usize = 128;

    /// Reads `Idempotency-Key`, with or without the quotes that the draft standard asks for.
    ///
    /// # Errors
    ///
    /// Returns a problem if it is missing, empty, too long, or there twice.
    pub fn of(headers: &HeaderMap) -> Result<Self, Problem> {
        let Some(text) = one(headers, &HEADER)? else {
            return Err(Problem::new(Code::IdempotencyKeyRequired));
        };
        let text = text.trim();
        let key = text.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or(text);
        if key.is_empty() || Self::CHARACTERS_MAX < key.len() || key.contains('"') {
            return Err(Problem::malformed_header(&HEADER));
        }
        Ok(Self(key.to_owned()))
    }

    /// Returns the text that the caller chose.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the command that this attempt is, of which what is asked for is a part: with another request under the same
    /// key it is another command, and never taken for a repeat.
    pub fn command_about(&self, owner: AccountId, request: &Digest) -> CommandId {
        Self(format!("{}\0{request}", self.0)).command(owner)
    }

    /// Returns the command that this attempt is. Two people's equal keys are different commands, and nobody can
    /// tell the key from it.
    pub fn command(&self, owner: AccountId) -> CommandId {
        let digest =
            Digest::of_parts(&[b"idempotency key 1", &owner.as_u128().to_be_bytes(), self.0.as_bytes()]);
        let [head @ .., _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _] = *digest.as_bytes();
        CommandId::from_u128(u128::from_be_bytes(head))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(text: &str) -> Result<IdempotencyKey, Code> {
        let mut headers = HeaderMap::new();
        headers.insert(HEADER, text.parse().unwrap());
        IdempotencyKey::of(&headers).map_err(|problem| problem.code())
    }

    #[test]
    fn a_key_is_the_same_with_and_without_quotes() {
        assert_eq!(key("\"a-1\""), key("a-1"));
        assert_eq!(key(&"a".repeat(128)), Ok(IdempotencyKey("a".repeat(128))));
    }

    #[test]
    fn a_key_that_is_missing_empty_too_long_or_half_quoted_is_refused() {
        let none = IdempotencyKey::of(&HeaderMap::new()).unwrap_err();
        assert_eq!(none.code(), Code::IdempotencyKeyRequired);
        for wrong in ["", "\"\"", "\"a", "a\"b", &"a".repeat(129)] {
            assert_eq!(key(wrong), Err(Code::MalformedHeader), "{wrong}");
        }
    }

    #[test]
    fn one_key_for_two_requests_is_two_commands() {
        let (key, owner) = (key("a").unwrap(), AccountId::from_u128(1));
        let about = |request: &[u8]| key.command_about(owner, &Digest::of(request));
        assert_eq!(about(b"one"), about(b"one"));
        assert_ne!(about(b"one"), about(b"other"));
        assert_ne!(about(b"one"), key.command(owner));
    }

    #[test]
    fn equal_keys_of_two_people_are_two_commands() {
        let (one, other) = (AccountId::from_u128(1), AccountId::from_u128(2));
        let key = key("a").unwrap();
        assert_eq!(key.command(one), key.command(one));
        assert_ne!(key.command(one), key.command(other));
    }
}
