//! Which keys of a provider are believed: none that is too short for anybody to be sure of who has signed.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use openidconnect::JsonWebKey as _;
use openidconnect::core::{CoreJsonWebKey, CoreJsonWebKeySet, CoreJsonWebKeyType};

/// RFC 7518, section 3.3, demands as much. The only curve has one size.
const RSA_BITS_MIN: usize = 2048;

/// Leaves out what is too short. What was signed with it has no key then.
pub(crate) fn believed(keys: &CoreJsonWebKeySet) -> CoreJsonWebKeySet {
    CoreJsonWebKeySet::new(keys.keys().iter().filter(|key| is_long_enough(key)).cloned().collect())
}

fn is_long_enough(key: &CoreJsonWebKey) -> bool {
    *key.key_type() != CoreJsonWebKeyType::RSA || modulus_bits(key).is_some_and(|bits| RSA_BITS_MIN <= bits)
}

/// Returns how long the modulus of an RSA key is, whatever it has been filled up with. The library shows it in writing alone.
fn modulus_bits(key: &CoreJsonWebKey) -> Option<usize> {
    let written = serde_json::to_value(key).ok()?;
    let modulus = URL_SAFE_NO_PAD.decode(written.get("n")?.as_str()?).ok()?;
    let zeros = modulus.iter().take_while(|byte| **byte == 0).count();
    let first = modulus.get(zeros)?;
    Some((modulus.len() - zeros) * 8 - first.leading_zeros() as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rsa(modulus: &[u8]) -> CoreJsonWebKey {
        CoreJsonWebKey::new_rsa(modulus.to_vec(), vec![1, 0, 1], None)
    }

    #[test]
    fn a_key_is_as_long_as_its_modulus_without_zeros_in_front() {
        let modulus = |first: u8| [vec![first], vec![0xff; 255]].concat();
        assert_eq!(modulus_bits(&rsa(&modulus(0x80))), Some(2048));
        assert_eq!(modulus_bits(&rsa(&modulus(0x7f))), Some(2047));
        assert_eq!(modulus_bits(&rsa(&[vec![0; 128], vec![0xff; 128]].concat())), Some(1024));
        for nothing in [vec![], vec![0; 256]] {
            assert_eq!(modulus_bits(&rsa(&nothing)), None);
        }
    }

    #[test]
    fn a_short_key_is_left_out_and_no_other() {
        let (short, long) = (rsa(&[0xff; 255]), rsa(&[0xff; 256]));
        let curve: CoreJsonWebKey =
            serde_json::from_str(r#"{"kty":"EC","crv":"P-256","x":"AA","y":"AA"}"#).unwrap();
        let keys = CoreJsonWebKeySet::new(vec![short, long.clone(), curve.clone()]);
        assert_eq!(believed(&keys).keys(), &vec![long, curve]);
    }
}
