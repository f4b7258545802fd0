//! The check value of a chunk: CRC-32 (ISO/IEC 3309, ITU-T V.42).

use serde::{Deserialize, Serialize};

/// A check value over what has arrived of a chunk. All of its state is one number, so that it can be put away.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Crc(u32);

/// The remainder of each byte.
const TABLE: [u32; 256] = table();

impl Crc {
    /// Starts with `bytes`.
    pub(super) fn of(bytes: &[u8]) -> Self {
        Self(u32::MAX).over(bytes)
    }

    /// Goes on with `bytes`.
    pub(super) fn over(self, bytes: &[u8]) -> Self {
        Self(bytes.iter().fold(self.0, |crc, byte| {
            let [low, ..] = crc.to_le_bytes();
            // A byte always has its place in the table; the compiler sees that, too.
            (crc >> 8) ^ TABLE.get(usize::from(low ^ byte)).copied().unwrap_or_default()
        }))
    }

    /// Returns the value as it is written.
    pub(super) fn value(self) -> [u8; 4] {
        (!self.0).to_be_bytes()
    }
}

const fn table() -> [u32; 256] {
    let mut table = [0; 256];
    let mut rest: &mut [u32] = &mut table;
    let mut byte: u32 = 0;
    while let Some((entry, others)) = rest.split_first_mut() {
        let mut crc = byte;
        let mut bit = 0;
        while bit < 8 {
            crc = if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 };
            bit += 1;
        }
        *entry = crc;
        rest = others;
        byte += 1;
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn the_check_value_of_the_nine_digits_is_the_published_one_however_they_are_cut() {
        let value = 0xcbf4_3926_u32.to_be_bytes();
        assert_eq!(Crc::of(b"123456789").value(), value);
        assert_eq!(Crc::of(b"1234").over(b"").over(b"56789").value(), value);
    }
}
