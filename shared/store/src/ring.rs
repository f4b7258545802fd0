//! The master keys that this deployment holds.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use zeroize::Zeroizing;

use crate::seal::SecretKey;

/// Names a master key. Never reused for another key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub struct KeyId(pub u32);

/// The keys derived from one master key.
#[derive(Clone, Debug)]
pub struct MasterKey {
    /// Wraps data keys and fingerprint keys.
    pub(crate) wrapping: SecretKey,
    /// Signs documents.
    pub(crate) signing: SecretKey,
}

/// Every master key that this deployment holds. The first is the one that seeding and rotation put in force.
#[derive(Clone, Debug)]
pub struct KeyRing {
    current: KeyId,
    keys: Vec<(KeyId, MasterKey)>,
}

/// The text of a key ring is not `id:base64,id:base64`, the current key first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidKeyRing {
    /// There is no key in it.
    #[error("the key ring is empty")]
    Empty,
    /// An entry is not a number, a colon and a key.
    #[error("a master key is not written as `number:base64`")]
    Malformed,
    /// A key does not have 256 bits.
    #[error("master key {0} does not have 32 bytes")]
    Length(u32),
    /// A number stands twice.
    #[error("master key {0} is given twice")]
    Twice(u32),
}

impl KeyRing {
    /// Reads `id:base64,id:base64`, the key in force first.
    ///
    /// # Errors
    ///
    /// Returns what is wrong, without showing any key.
    pub fn parse(text: &str) -> Result<Self, InvalidKeyRing> {
        let mut keys: Vec<(KeyId, MasterKey)> = Vec::new();
        for entry in text.split(',').map(str::trim).filter(|entry| !entry.is_empty()) {
            let (id, key) = entry.split_once(':').ok_or(InvalidKeyRing::Malformed)?;
            let id: u32 = id.trim().parse().map_err(|_| InvalidKeyRing::Malformed)?;
            let bytes = Zeroizing::new(STANDARD.decode(key.trim()).map_err(|_| InvalidKeyRing::Malformed)?);
            let bytes = <[u8; 32]>::try_from(bytes.as_slice()).map_err(|_| InvalidKeyRing::Length(id))?;
            if keys.iter().any(|(known, _)| known.0 == id) {
                return Err(InvalidKeyRing::Twice(id));
            }
            let master = SecretKey::new(bytes);
            let master = MasterKey { wrapping: master.derive("wrapping"), signing: master.derive("signing") };
            keys.push((KeyId(id), master));
        }
        let current = keys.first().map(|(id, _)| *id).ok_or(InvalidKeyRing::Empty)?;
        Ok(Self { current, keys })
    }

    /// Returns the key that seeding and rotation put in force.
    pub fn current(&self) -> KeyId {
        self.current
    }

    /// Returns the key `id`, or `None` if this deployment does not hold it.
    pub fn get(&self, id: KeyId) -> Option<&MasterKey> {
        self.keys.iter().find(|(known, _)| *known == id).map(|(_, key)| key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(byte: u8) -> String {
        STANDARD.encode([byte; 32])
    }

    #[test]
    fn the_first_key_is_in_force_and_all_are_held() {
        let ring = KeyRing::parse(&format!("2:{}, 1:{}", key(2), key(1))).unwrap();
        assert_eq!(ring.current(), KeyId(2));
        assert!(ring.get(KeyId(1)).is_some());
        assert!(ring.get(KeyId(3)).is_none());
    }

    #[test]
    fn a_ring_that_cannot_be_read_says_why_and_shows_no_key() {
        let refused = |text: &str| KeyRing::parse(text).map(|_| ()).unwrap_err();
        assert_eq!(refused(""), InvalidKeyRing::Empty);
        assert_eq!(refused("secret"), InvalidKeyRing::Malformed);
        assert_eq!(refused("1:c2hvcnQ="), InvalidKeyRing::Length(1));
        assert_eq!(refused(&format!("1:{0},1:{0}", key(1))), InvalidKeyRing::Twice(1));
    }
}
