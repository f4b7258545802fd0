//! What travels sealed in somebody's browser: a caller without a session writes nothing into the store.

use zeroize::Zeroizing;

use crate::fault::StoreFault;
use crate::key_value::KeyValue;
use crate::ring::KeyId;
use crate::seal::{SecretKey, Unsealable};
use crate::store::Store;

/// The number of the master key, in front of what is sealed.
const KEY_ID_BYTES: usize = 4;

impl<K: KeyValue> Store<K> {
    /// Seals `plain` for one purpose, so that the browser can neither read nor change it, nor use it for another one.
    /// It does not expire by itself: whoever needs that writes an instant into it.
    ///
    /// # Errors
    ///
    /// Returns a fault if there is no randomness.
    pub fn seal_for_browser(&self, purpose: &str, plain: &[u8]) -> Result<Vec<u8>, StoreFault> {
        let id = self.ring.current();
        let key = self.browser_key(id).ok_or(StoreFault::KeyNotHeld(id))?;
        let KeyId(number) = id;
        let mut sealed = number.to_le_bytes().to_vec();
        sealed.extend(key.seal(&self.entropy, purpose.as_bytes(), plain)?);
        Ok(sealed)
    }

    /// Opens what was sealed for this purpose under any key that is held.
    ///
    /// # Errors
    ///
    /// Returns [`Unsealable`] for anything else.
    pub fn open_from_browser(&self, purpose: &str, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, Unsealable> {
        let (number, sealed) = sealed.split_first_chunk::<KEY_ID_BYTES>().ok_or(Unsealable)?;
        let key = self.browser_key(KeyId(u32::from_le_bytes(*number))).ok_or(Unsealable)?;
        key.open(purpose.as_bytes(), sealed)
    }

    fn browser_key(&self, id: KeyId) -> Option<SecretKey> {
        self.ring.get(id).map(|master| master.wrapping.derive("browser"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{KeyRing, Memory, seeded};

    const ONE: &str = "1:AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=";
    const TWO: &str = "2:AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgI=";

    fn holding(keys: &str) -> Store<Memory> {
        Store::new(Memory::default(), KeyRing::parse(keys).unwrap(), seeded(1))
    }

    #[test]
    fn what_was_sealed_opens_for_its_purpose_alone_and_unchanged() {
        let store = holding(ONE);
        let sealed = store.seal_for_browser("login", b"state").unwrap();
        assert_eq!(store.open_from_browser("login", &sealed).unwrap().as_slice(), b"state");
        assert_eq!(store.open_from_browser("captcha", &sealed), Err(Unsealable));
        for place in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[place] ^= 1;
            assert_eq!(store.open_from_browser("login", &changed), Err(Unsealable), "{place}");
            assert_eq!(store.open_from_browser("login", &sealed[..place]), Err(Unsealable), "{place}");
        }
    }

    #[test]
    fn it_still_opens_while_keys_are_exchanged_and_not_once_its_key_is_gone() {
        let sealed = holding(ONE).seal_for_browser("login", b"state").unwrap();
        assert!(holding(&format!("{TWO},{ONE}")).open_from_browser("login", &sealed).is_ok());
        assert_eq!(holding(TWO).open_from_browser("login", &sealed), Err(Unsealable));
    }
}
