//! Crockford's base 32 for 128 bits: 26 characters, upper case, without I, L, O and U.

use std::fmt::{self, Write as _};

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// 128 bits at 5 a character; the first one carries 3 bits only.
const CHARACTERS: u32 = 26;

pub(super) fn encode(value: u128, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    for place in (0..CHARACTERS).rev() {
        let digit = (value >> (place * 5)) & 31;
        let character =
            usize::try_from(digit).ok().and_then(|digit| ALPHABET.get(digit)).ok_or(fmt::Error)?;
        f.write_char(char::from(*character))?;
    }
    Ok(())
}

/// Returns `None` unless `text` is exactly what [`encode`] writes for some value.
pub(super) fn decode(text: &str) -> Option<u128> {
    if text.len() != CHARACTERS as usize {
        return None;
    }
    text.bytes().try_fold(0_u128, |value, byte| {
        let digit = ALPHABET.iter().position(|character| *character == byte)?;
        // Fails for a first character above 7, which would not fit into 128 bits.
        value.checked_mul(32)?.checked_add(u128::try_from(digit).ok()?)
    })
}
