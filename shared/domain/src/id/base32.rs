//! Crockford's base 32 for 128 bits: 26 characters, upper case, without I, L, O and U.

use std::fmt;

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// 128 bits at 5 a character; the first one carries 3 bits only.
const CHARACTERS: usize = 26;

pub(super) fn encode(value: u128, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut text = [0; CHARACTERS];
    let mut rest = value;
    for character in text.iter_mut().rev() {
        *character = *ALPHABET.get((rest & 31) as usize).ok_or(fmt::Error)?;
        rest >>= 5;
    }
    f.write_str(std::str::from_utf8(&text).map_err(|_| fmt::Error)?)
}

pub(super) fn decode(text: &str) -> Option<u128> {
    if text.len() != CHARACTERS {
        return None;
    }
    text.bytes().try_fold(0_u128, |value, byte| {
        let digit = match byte {
            b'0'..=b'9' => byte - b'0',
            b'A'..=b'H' => byte - b'A' + 10,
            b'J'..=b'K' => byte - b'J' + 18,
            b'M'..=b'N' => byte - b'M' + 20,
            b'P'..=b'T' => byte - b'P' + 22,
            b'V'..=b'Z' => byte - b'V' + 27,
            _ => return None,
        };
        // A first character above 7 would not fit into 128 bits.
        let fits = value >> (u128::BITS - 5) == 0;
        fits.then_some(value << 5 | u128::from(digit))
    })
}
