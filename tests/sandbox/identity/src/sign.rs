//! Keys and signatures. The keys are known to everybody who reads this.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use edge::Problem;
use hmac::{Hmac, KeyInit as _, Mac as _};
use p256::ecdsa::signature::Signer as _;
use p256::ecdsa::{self, SigningKey};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::realm::Realm;
use crate::script::{Script, Signature};

/// Nobody's number.
const OTHER: u32 = u32::MAX;

/// Returns the keys that a provider shows: the one in force.
pub(crate) fn shown(realm: Realm, script: &Script) -> Result<Value, Problem> {
    let point = key(realm, script.key)?.verifying_key().to_sec1_point(false);
    let coordinate = |bytes: Option<&p256::FieldBytes>| bytes.map(|bytes| URL_SAFE_NO_PAD.encode(bytes));
    Ok(json!({ "keys": [{
        "kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": name(realm, script.key),
        "x": coordinate(point.x()), "y": coordinate(point.y()),
    }] }))
}

/// Signs claims as a provider does, or as its script says.
pub(crate) fn sign(
    realm: Realm,
    script: &Script,
    client_secret: &str,
    claims: &Value,
) -> Result<String, Problem> {
    let named = |number| json!({ "alg": "ES256", "kid": name(realm, number) });
    let (header, signer) = match script.signature {
        Signature::Right => (named(script.key), Some(script.key)),
        Signature::WrongKey => (named(script.key), Some(OTHER)),
        Signature::UnknownKey => (named(OTHER), Some(OTHER)),
        Signature::ClientSecret => (json!({ "alg": "HS256" }), None),
        Signature::None => (json!({ "alg": "none" }), None),
    };
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let signed = format!("{}.{}", part(&header), part(claims));
    let signature = match (signer, script.signature) {
        (Some(number), _) => {
            let signature: ecdsa::Signature = key(realm, number)?.sign(signed.as_bytes());
            signature.to_bytes().to_vec()
        }
        (None, Signature::ClientSecret) => {
            let mut mac = Hmac::<Sha256>::new_from_slice(client_secret.as_bytes()).map_err(Problem::fault)?;
            mac.update(signed.as_bytes());
            mac.finalize().into_bytes().to_vec()
        }
        (None, _) => Vec::new(),
    };
    Ok(format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature)))
}

fn name(realm: Realm, number: u32) -> String {
    format!("{}-{number}", realm.name())
}

fn key(realm: Realm, number: u32) -> Result<SigningKey, Problem> {
    let drawn = Sha256::digest(format!("key {} of the sandbox", name(realm, number)));
    SigningKey::from_slice(&drawn).map_err(Problem::fault)
}
