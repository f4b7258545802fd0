//! Sealing: what leaves this crate for the store can neither be read nor exchanged without a key.
//!
//! XChaCha20-Poly1305 seals bodies, chunks and data keys; its nonces are long enough to be drawn at random.
//! HMAC-SHA256 derives the working keys from a master key and signs what is not secret.

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hmac::{Hmac, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::entropy::{Entropy, NoEntropy};

/// Long enough to be drawn at random for each of the 2^80 bodies that one key will never see.
const NONCE_BYTES: usize = 24;

/// A key of 256 bits, wiped when dropped, shown by nobody.
#[derive(Clone)]
pub struct SecretKey(Zeroizing<[u8; 32]>);

/// Sealed bytes were changed, moved, cut, or sealed under another key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("sealed bytes do not open")]
pub struct Unsealable;

impl SecretKey {
    /// Takes key material as it is.
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// Draws a new key.
    ///
    /// # Errors
    ///
    /// Returns [`NoEntropy`] if the source fails.
    pub fn draw(entropy: &Entropy) -> Result<Self, NoEntropy> {
        entropy.draw().map(Self::new)
    }

    /// Derives a key for one purpose. Different purposes give unrelated keys.
    pub fn derive(&self, purpose: &str) -> Self {
        Self::new(self.digest(&[b"derive", purpose.as_bytes()]))
    }

    /// Returns the keyed digest of `parts`. Where one part ends and the next begins counts.
    pub fn digest(&self, parts: &[&[u8]]) -> [u8; 32] {
        self.mac(parts).finalize().into_bytes().into()
    }

    /// Compares a keyed digest in constant time.
    pub fn verify(&self, parts: &[&[u8]], digest: &[u8]) -> bool {
        self.mac(parts).verify_slice(digest).is_ok()
    }

    fn mac(&self, parts: &[&[u8]]) -> Hmac<Sha256> {
        // HMAC fills a short key up with zeros to the block of its hash (RFC 2104, section 2).
        let mut block = Zeroizing::new([0; 64]);
        let (head, _) = block.split_at_mut(32);
        head.copy_from_slice(&*self.0);
        let mut mac = <Hmac<Sha256> as hmac::KeyInit>::new(&(*block).into());
        for part in parts {
            mac.update(&(part.len() as u64).to_le_bytes());
            mac.update(part);
        }
        mac
    }

    /// Seals `plain`, bound to `context`: it opens only with the same key and the same context.
    ///
    /// # Errors
    ///
    /// Returns [`NoEntropy`] if no nonce can be drawn.
    pub fn seal(&self, entropy: &Entropy, context: &[u8], plain: &[u8]) -> Result<Vec<u8>, NoEntropy> {
        let nonce: [u8; NONCE_BYTES] = entropy.draw()?;
        let sealed = self
            .cipher()
            .encrypt(&XNonce::from(nonce), Payload { msg: plain, aad: context })
            // The cipher refuses only what is longer than 256 GiB, which no caller holds in memory.
            .map_err(|_| NoEntropy)?;
        let mut out = Vec::with_capacity(NONCE_BYTES + sealed.len());
        out.extend_from_slice(&nonce);
        out.extend_from_slice(&sealed);
        Ok(out)
    }

    /// Opens what [`SecretKey::seal`] sealed.
    ///
    /// # Errors
    ///
    /// Returns [`Unsealable`] if key, context or bytes are not the ones that were sealed.
    pub fn open(&self, context: &[u8], sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, Unsealable> {
        let (nonce, sealed) = sealed.split_first_chunk::<NONCE_BYTES>().ok_or(Unsealable)?;
        self.cipher()
            .decrypt(&XNonce::from(*nonce), Payload { msg: sealed, aad: context })
            .map(Zeroizing::new)
            .map_err(|_| Unsealable)
    }

    /// Seals this key under `wrapping`, bound to `context`.
    ///
    /// # Errors
    ///
    /// Returns [`NoEntropy`] if no nonce can be drawn.
    pub fn wrap(&self, wrapping: &Self, entropy: &Entropy, context: &[u8]) -> Result<Vec<u8>, NoEntropy> {
        wrapping.seal(entropy, context, &*self.0)
    }

    /// Opens a key that [`SecretKey::wrap`] sealed.
    ///
    /// # Errors
    ///
    /// Returns [`Unsealable`] if it was not wrapped under `wrapping` with `context`.
    pub fn unwrap_from(wrapping: &Self, context: &[u8], wrapped: &[u8]) -> Result<Self, Unsealable> {
        let bytes = wrapping.open(context, wrapped)?;
        <[u8; 32]>::try_from(bytes.as_slice()).map(Self::new).map_err(|_| Unsealable)
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(&(*self.0).into())
    }
}

impl std::fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SecretKey")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entropy::seeded;

    #[test]
    fn sealed_bytes_open_only_with_the_same_key_and_context() {
        let (entropy, key) = (seeded(1), SecretKey::new([7; 32]));
        let sealed = key.seal(&entropy, b"here", b"secret").unwrap();
        assert_eq!(key.open(b"here", &sealed).unwrap().as_slice(), b"secret");
        assert_eq!(key.open(b"there", &sealed), Err(Unsealable));
        assert_eq!(SecretKey::new([8; 32]).open(b"here", &sealed), Err(Unsealable));
    }

    #[test]
    fn every_changed_bit_and_every_cut_is_noticed() {
        let (entropy, key) = (seeded(1), SecretKey::new([7; 32]));
        let sealed = key.seal(&entropy, b"", b"secret").unwrap();
        for index in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[index] ^= 1;
            assert_eq!(key.open(b"", &changed), Err(Unsealable));
            assert_eq!(key.open(b"", &sealed[..index]), Err(Unsealable));
        }
    }

    #[test]
    fn a_digest_depends_on_where_its_parts_end() {
        let key = SecretKey::new([7; 32]);
        assert_ne!(key.digest(&[b"ab", b"c"]), key.digest(&[b"a", b"bc"]));
        assert!(key.verify(&[b"ab"], &key.digest(&[b"ab"])));
        assert!(!key.verify(&[b"ab"], &key.digest(&[b"ac"])));
    }

    #[test]
    fn a_wrapped_key_comes_back_and_its_debug_shows_nothing() {
        let (entropy, wrapping) = (seeded(1), SecretKey::new([7; 32]));
        let key = SecretKey::draw(&entropy).unwrap();
        let wrapped = key.wrap(&wrapping, &entropy, b"line").unwrap();
        assert_eq!(*SecretKey::unwrap_from(&wrapping, b"line", &wrapped).unwrap().0, *key.0);
        assert_eq!(format!("{key:?}"), "SecretKey");
    }
}
