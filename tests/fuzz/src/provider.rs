//! What an identity provider says: its description, tokens, keys, and what an ID token says of a person.

use std::cell::RefCell;
use std::rc::Rc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bytes::Bytes;
use edge::{Body, Clock, Outside};
use http::Request;
use kit::{Answer, PLATFORM, STAFF};
use p256::ecdsa::signature::Signer as _;
use p256::ecdsa::{Signature, SigningKey};
use serde_json::{Value, json};
use url::Url;

use crate::script::{Said, Words, messages};
use crate::world::{NAME, NUMBER, TELEPHONE, World};

thread_local! {
    static BEGUN: World = begun();
}

/// Finishes a login with a provider that says what is written: first of itself, then with a token, then as its keys. What is
/// not written is as it should be; behind `signed` are the claims of an ID token.
pub fn provider(bytes: &[u8]) {
    let mut world = BEGUN.with(|begun| begun.again(4));
    let said: Vec<Said> =
        messages(bytes).into_iter().map(|message| Said::read(message, &world.words)).collect();
    let good = Good::new(&world.words);
    world.set_outside(good.outside(said.clone()));
    let callback = "/auth/callback?code=one&state={login-state}";
    let answer = come_back(&mut world, callback, "login");
    match answer.status {
        303 => assert!(good.is_believed(&said), "a session for whom nobody vouches"),
        400..500 => {}
        status => assert!(status == 503 && answer.code() == "provider-unavailable", "{}", answer.text),
    }
    world.look_at_store();
}

/// A browser comes back from a provider with the cookie of this name.
pub(crate) fn come_back(world: &mut World, path: &str, cookie: &str) -> Answer {
    let words = &world.words;
    let path = String::from_utf8(words.fill(path.as_bytes())).unwrap();
    let request = Request::get(path).header("cookie", words.get(cookie)).body(Body::full("")).unwrap();
    world.play(crate::script::Asked { who: String::new(), minutes: 0, request }).unwrap()
}

fn begun() -> World {
    let mut world = World::copy();
    world.set_outside(Good::new(&world.words).outside(Vec::new()));
    begin(&mut world, "/auth/login", ["login", "login-state", "login-nonce"]);
    world
}

/// Begins a login, and keeps the browser's cookie, the state and the nonce under these words.
pub(crate) fn begin(world: &mut World, path: &str, words: [&'static str; 3]) {
    let answer = come_back(world, path, "none");
    keep(world, &answer, words);
}

/// Keeps what a login has begun with under these words.
pub(crate) fn keep(world: &mut World, answer: &Answer, [cookie, state, nonce]: [&'static str; 3]) {
    let address: Url = answer.onward().expect(&answer.text).parse().unwrap();
    let given = |name: &str| address.query_pairs().find(|(known, _)| known == name).unwrap().1.into_owned();
    world.words.set(state, given("state"));
    world.words.set(nonce, given("nonce"));
    world.words.set(cookie, answer.header("set-cookie").split(';').next().unwrap().to_owned());
}

/// Providers that say what they should, about a login whose code is the name of its nonce.
#[derive(Clone)]
pub(crate) struct Good {
    words: Words,
    key: SigningKey,
}

impl Good {
    pub(crate) fn new(words: &Words) -> Self {
        let key = SigningKey::from_slice(&[7; 32]).unwrap();
        Self { words: words.clone(), key }
    }

    /// Returns the providers as an outside. What is said takes the place of what they would say.
    pub(crate) fn outside(&self, said: Vec<Said>) -> Outside {
        let (good, asked) = (self.clone(), Rc::new(RefCell::new(0)));
        let send = move |request: Request<Bytes>| {
            let place = asked.replace_with(|asked| *asked + 1);
            let mut answer =
                said.get(place).filter(|said| said.how != "right").cloned().unwrap_or_else(|| {
                    Said::read(&[b"200\n", good.right(&request).to_string().as_bytes()].concat(), &good.words)
                });
            if answer.how == "signed" {
                let token = json!({ "id_token": good.sign(&answer.body), "token_type": "Bearer", "access_token": "a" });
                answer.body = token.to_string().into_bytes();
            }
            answer.answer()
        };
        // The time is over as soon as nobody has answered.
        Outside::new(send, Clock::new(|_| std::future::ready(())))
    }

    fn right(&self, request: &Request<Bytes>) -> Value {
        let address = request.uri().to_string();
        let issuer = if address.starts_with(STAFF) { STAFF } else { PLATFORM };
        match address.strip_prefix(issuer).unwrap_or_default() {
            "/token" => {
                let form = url::form_urlencoded::parse(request.body());
                let code =
                    form.into_iter().find(|(name, _)| name == "code").map(|(_, code)| code.into_owned());
                let claims = self.claims(issuer, &code.unwrap_or_default());
                json!({ "id_token": self.sign(claims.to_string().as_bytes()), "token_type": "Bearer", "access_token": "a" })
            }
            "/keys" => self.keys(),
            _ => json!({
                "issuer": issuer,
                "authorization_endpoint": format!("{issuer}/authorize"),
                "token_endpoint": format!("{issuer}/token"),
                "jwks_uri": format!("{issuer}/keys"),
                "response_types_supported": ["code"],
                "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": ["ES256"],
            }),
        }
    }

    fn claims(&self, issuer: &str, code: &str) -> Value {
        let now = 1_807_750_800;
        let nonce = match code {
            "two" => "portal-nonce",
            "three" => "office-nonce",
            _ => "login-nonce",
        };
        let client = if issuer == STAFF { "miaopi at the office" } else { "miaopi" };
        json!({
            "iss": issuer, "aud": client, "sub": "1", "iat": now, "exp": now + 600, "nonce": self.words.get(nonce),
            "user_type": "personal", "name": NAME, "phone_number": TELEPHONE,
            "document_kind": "resident-identity-card", "document_number": NUMBER,
            "role": "reviewer", "region": "440300",
        })
    }

    fn keys(&self) -> Value {
        let point = self.key.verifying_key().to_sec1_point(false);
        let coordinate = |bytes: Option<&p256::FieldBytes>| bytes.map(|bytes| URL_SAFE_NO_PAD.encode(bytes));
        json!({ "keys": [{
            "kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": "1",
            "x": coordinate(point.x()), "y": coordinate(point.y()),
        }] })
    }

    fn sign(&self, claims: &[u8]) -> String {
        let part = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
        let signed = format!("{}.{}", part(br#"{"alg":"ES256","kid":"1"}"#), part(claims));
        let signature: Signature = self.key.sign(signed.as_bytes());
        format!("{signed}.{}", part(&signature.to_bytes()))
    }

    /// Tells whether a token was signed that says what it must, as somebody else reads it.
    fn is_believed(&self, said: &[Said]) -> bool {
        let Some(token) = said.get(1).filter(|said| said.how != "right") else { return true };
        let claims: Value = serde_json::from_slice(&token.body).unwrap_or_default();
        let is = |name: &str, value: &str| claims[name].as_str() == Some(value);
        let is_for_us = match &claims["aud"] {
            Value::Array(audience) => audience.iter().any(|one| one.as_str() == Some("miaopi")),
            one => one.as_str() == Some("miaopi"),
        };
        token.how == "signed"
            && is_for_us
            && is("iss", PLATFORM)
            && is("nonce", self.words.get("login-nonce"))
            && is("user_type", "personal")
            && claims["exp"].as_f64().is_some_and(|exp| 1_807_750_800.0 < exp)
            // Clocks may differ by a minute.
            && claims["nbf"].as_f64().is_none_or(|nbf| nbf <= 1_807_750_860.0)
            && claims["auth_time"].as_f64().is_none_or(|logged_in| 1_807_750_740.0 <= logged_in)
    }
}
