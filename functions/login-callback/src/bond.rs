//! What a code is bound to: whoever exchanges it must be the portal that has asked for it, name the address that it was sent
//! to, and hold what the challenge was made of.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::digest::Digest;

/// The bytes of a challenge: a digest as text (RFC 7636, section 4.2).
const CHALLENGE_BYTES: usize = 43;

/// Tells whether this is a challenge by S256.
pub(crate) fn is_challenge(text: &str) -> bool {
    text.len() == CHALLENGE_BYTES && URL_SAFE_NO_PAD.decode(text).is_ok()
}

/// Returns the challenge that was made of this verifier.
pub(crate) fn challenge_of(verifier: &str) -> String {
    URL_SAFE_NO_PAD.encode(Digest::of(verifier.as_bytes()).as_bytes())
}

/// Returns one digest of all three. No two of them give the same text: an id has no line feed, and a challenge its length.
pub(crate) fn of(portal: &str, address: &str, challenge: &str) -> Digest {
    Digest::of(format!("{portal}\n{address}\n{challenge}").as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_challenge_is_that_of_the_appendix_of_the_rfc() {
        // RFC 7636, appendix B.
        let challenge = challenge_of("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
        assert_eq!(challenge, "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
        assert!(is_challenge(&challenge));
        for wrong in ["", &challenge[1..], &format!("{challenge}="), &challenge.replace('E', "+")] {
            assert!(!is_challenge(wrong), "{wrong}");
        }
    }

    #[test]
    fn each_of_the_three_makes_another_bond() {
        let challenge = challenge_of("a verifier");
        let bond = of("portal", "https://portal.example/", &challenge);
        assert_ne!(bond, of("other", "https://portal.example/", &challenge));
        assert_ne!(bond, of("portal", "https://portal.example/x", &challenge));
        assert_ne!(bond, of("portal", "https://portal.example/", &challenge_of("another")));
    }
}
