//! The record of an account.

use domain::account::VerifiedIdentity;
use domain::id::CommandId;
use serde::{Deserialize, Serialize};

use crate::record::{self, InvalidBody, Record};

/// What the body of an account holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountRecord {
    format: Format,
    /// Who it is.
    pub identity: VerifiedIdentity,
}

/// Written first, as one byte. A field that is added anywhere, or moved, is a new format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum Format {
    V1,
}

impl AccountRecord {
    /// Returns the record of somebody who has logged in.
    pub fn new(identity: VerifiedIdentity) -> Self {
        Self { format: Format::V1, identity }
    }
}

impl Record for AccountRecord {
    fn encode(&self) -> Result<Vec<u8>, InvalidBody> {
        record::write(self)
    }

    fn decode(bytes: &[u8]) -> Result<Self, InvalidBody> {
        record::read(bytes)
    }

    fn bears(&self, _: CommandId) -> bool {
        // Its only command is its creation, which is recognised by its identifier.
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::identity::{DocumentKind, IdentityDocument};

    const SAMPLE: &[u8] = include_bytes!("../../samples/account-1.bin");

    /// The number is a published example and belongs to nobody.
    const NUMBER: &str = "11010519491231002X";

    fn record() -> AccountRecord {
        let document = IdentityDocument::parse(DocumentKind::ResidentIdentityCard, NUMBER).unwrap();
        let telephone = Some("13800000000".parse().unwrap());
        AccountRecord::new(VerifiedIdentity { name: "王小明".parse().unwrap(), document, telephone })
    }

    #[test]
    fn the_sample_of_format_1_is_still_readable() {
        assert_eq!(AccountRecord::decode(SAMPLE), Ok(record()));
    }

    #[test]
    fn another_format_is_refused_and_so_is_what_ends_too_early_or_too_late() {
        let bytes = record().encode().unwrap();
        let mut newer = bytes.clone();
        newer[0] = 1;
        assert_eq!(AccountRecord::decode(&newer), Err(InvalidBody));
        assert_eq!(AccountRecord::decode(&[bytes.as_slice(), &[0]].concat()), Err(InvalidBody));
        for length in 0..bytes.len() {
            assert_eq!(AccountRecord::decode(&bytes[..length]), Err(InvalidBody), "{length}");
        }
    }

    /// Run with `UPDATE=1` to write the sample of a format that is new. A sample that is there is never changed.
    #[test]
    fn the_newest_format_has_a_sample() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/samples/account-1.bin");
        if std::env::var_os("UPDATE").is_some() && std::fs::metadata(path).map_or(0, |file| file.len()) == 0 {
            std::fs::write(path, record().encode().unwrap()).unwrap();
        }
        assert_ne!(std::fs::metadata(path).unwrap().len(), 0);
    }
}
