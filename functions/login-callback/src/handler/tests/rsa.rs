//! A provider that signs with RSA. Its keys are known to everybody who reads this.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use openidconnect::PrivateSigningKey as _;
use openidconnect::core::{CoreJwsSigningAlgorithm, CoreRsaPrivateSigningKey};

use super::*;

const KEYS: [(u32, &str); 3] = [
    (1024, include_str!("rsa-1024.pem")),
    (2047, include_str!("rsa-2047.pem")),
    (2048, include_str!("rsa-2048.pem")),
];

/// A key, and how it signs.
pub(super) struct Signer {
    key: CoreRsaPrivateSigningKey,
    algorithm: CoreJwsSigningAlgorithm,
}

impl Signer {
    fn new(bits: u32, algorithm: CoreJwsSigningAlgorithm) -> Self {
        let (_, pem) = KEYS.into_iter().find(|(known, _)| *known == bits).unwrap();
        Self { key: CoreRsaPrivateSigningKey::from_pem(pem, None).unwrap(), algorithm }
    }

    /// Returns what a provider with this key answers in place of the answer of another one.
    pub(super) fn instead_of(&self, path: &str, answer: &[u8]) -> Vec<u8> {
        let mut answer: Value = serde_json::from_slice(answer).unwrap();
        if path.ends_with("/keys") {
            answer = json!({ "keys": [self.key.as_verification_key()] });
        } else if let Some(token) = answer["id_token"].as_str() {
            answer["id_token"] = self.sign_again(token).into();
        }
        answer.to_string().into_bytes()
    }

    fn sign_again(&self, token: &str) -> String {
        let header = URL_SAFE_NO_PAD.encode(json!({ "alg": self.algorithm }).to_string());
        let signed = format!("{header}.{}", token.split('.').nth(1).unwrap());
        let signature = self.key.sign(&self.algorithm, signed.as_bytes()).unwrap();
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
    }
}

/// Logs in at a platform that signs with a key of so many bits.
fn log_in(bits: u32, algorithm: CoreJwsSigningAlgorithm) -> Answer {
    let world = World::new();
    world.providers.sign_with(Signer::new(bits, algorithm));
    world.log_in("", "person=0")
}

#[test]
fn an_rsa_key_of_fewer_than_2048_bits_is_not_believed() {
    for algorithm in [CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256, CoreJwsSigningAlgorithm::RsaSsaPssSha256]
    {
        for bits in [1024, 2047] {
            let answer = log_in(bits, algorithm.clone());
            answer.refused(403, "login-failed");
            assert!(!answer.headers.contains_key("set-cookie"), "{:?}", answer.headers);
        }
        let answer = log_in(2048, algorithm);
        assert_eq!(answer.status, 303, "{}", answer.text);
    }
}
