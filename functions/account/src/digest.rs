//! The costly digest of a password: Argon2id, as RFC 9106 has it.

use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use argon2::{Algorithm, Argon2, Params, Version};
use edge::Problem;
use store::{Entropy, StoreFault};

use crate::entered::Entered;

/// 19 MiB, two passes, one lane: what OWASP asks for at least. It takes some 60 ms in a component, in which nobody else is answered
/// by the same instance.
const KIBIBYTES: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// RFC 9106, section 3.1.
const SALT_BYTES: usize = 16;

/// Returns the digest of a password with a salt that is drawn for it, as a PHC string.
///
/// # Errors
///
/// Returns a fault if there is no randomness, or no memory.
pub(crate) fn of(entropy: &Entropy, password: &Entered) -> Result<String, Problem> {
    let salt: [u8; SALT_BYTES] = entropy.draw().map_err(StoreFault::from)?;
    let digest = hasher()?.hash_password_with_salt(password.as_str().as_bytes(), &salt);
    Ok(digest.map_err(Problem::fault)?.to_string())
}

/// Tells whether a digest is that of this password. The digest says by which parameters it was made.
pub(crate) fn fits(digest: &str, password: &Entered) -> bool {
    hasher().is_ok_and(|hasher| hasher.verify_password(password.as_str().as_bytes(), digest).is_ok())
}

/// Works as long as for any other password, where there is none to compare with.
pub(crate) fn work(password: &Entered) {
    if let Ok(hasher) = hasher() {
        drop(hasher.hash_password_with_salt(password.as_str().as_bytes(), &[0; SALT_BYTES]));
    }
}

fn hasher() -> Result<Argon2<'static>, Problem> {
    let params = Params::new(KIBIBYTES, PASSES, LANES, None).map_err(Problem::fault)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

#[cfg(test)]
mod tests {
    use super::*;
    use store::seeded;

    #[test]
    fn a_digest_is_argon2id_with_nineteen_mebibytes_and_two_passes_and_has_a_salt_of_its_own() {
        let (entropy, password) = (seeded(1), Entered::new("kq7 vd2 mz9 "));
        let [one, other] = [(); 2].map(|()| of(&entropy, &password).unwrap());
        for digest in [&one, &other] {
            assert!(digest.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{digest}");
            assert!(!digest.contains("kq7"));
            assert!(fits(digest, &password));
        }
        assert_ne!(one, other);
    }

    #[test]
    fn a_digest_fits_its_password_alone_to_the_last_character() {
        let digest = of(&seeded(1), &Entered::new("kq7 vd2 mz9 ")).unwrap();
        for other in ["", "kq7 vd2 mz9", "KQ7 vd2 mz9 ", "kq7 vd2 mz9  "] {
            assert!(!fits(&digest, &Entered::new(other)), "{other}");
        }
        let long = |last: char| Entered::new(&format!("{}{last}", "床".repeat(127)));
        let digest = of(&seeded(1), &long('a')).unwrap();
        assert!(fits(&digest, &long('a')) && !fits(&digest, &long('b')));
    }

    #[test]
    fn one_that_was_made_by_other_parameters_still_fits() {
        // By the example of the reference implementation, for the password `password` and the salt `somesalt`.
        let older = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
        assert!(fits(older, &Entered::new("password")));
        assert!(!fits(older, &Entered::new("passwore")));
    }

    #[test]
    fn what_is_no_digest_fits_nothing() {
        for damaged in ["", "$argon2id$", "kq7 vd2 mz9 "] {
            assert!(!fits(damaged, &Entered::new("kq7 vd2 mz9 ")), "{damaged}");
        }
    }
}
