//! Logins over the store in memory, with the sandbox's providers behind the outside.

use super::*;
use edge::{COOKIE, Service};
use kit::{Answer, Counting, Deployment, OPEN};
use outside::Providers;
use serde_json::{Value, json};
use url::Url;

mod agreement;
mod attempts;
mod authorize;
mod clients;
mod codes;
mod doing;
mod elsewhere;
mod lines;
mod outages;
mod outside;
mod people;
mod portal;
mod rsa;
mod sessions;
mod tokens;

/// A deployment, and a browser that logs in.
struct World {
    deployment: Deployment,
    service: Service<Counting>,
    providers: Providers,
}

/// A login that was begun.
struct Begun {
    cookie: String,
    address: Url,
}

impl Begun {
    fn of(answer: &Answer) -> Self {
        let cookie = answer.header("set-cookie").split(';').next().unwrap().to_owned();
        Self { cookie, address: answer.onward().expect(&answer.text).parse().unwrap() }
    }
}

impl World {
    fn new() -> Self {
        let deployment = Deployment::new();
        let providers = Providers::of(&deployment);
        let service = deployment.service(crate::COMPONENT).with_outside(providers.outside());
        Self { service, providers, deployment }
    }

    fn get(&self, path: &str, cookie: &str, now: &str) -> Answer {
        self.providers.set_clock(now);
        let request = Request::get(path).header("cookie", cookie).header("accept-language", "zh");
        kit::answer(&self.service, request.body(Body::full("")).unwrap(), now, handle)
    }

    /// The browser is sent to a provider.
    fn begin(&self, query: &str) -> Begun {
        Begun::of(&self.get(&format!("/auth/login?{query}"), "", OPEN))
    }

    /// The person chooses who to be, and is sent back to this path.
    fn choose(&self, begun: &Begun, choice: &str) -> String {
        let callback = self.providers.authorize(&begun.address, choice);
        callback.strip_prefix(kit::ORIGIN).expect("our own address").to_owned()
    }

    /// A whole login, up to the provider's last answer.
    fn log_in(&self, query: &str, choice: &str) -> Answer {
        let begun = self.begin(query);
        let callback = self.choose(&begun, choice);
        self.get(&callback, &begun.cookie, OPEN)
    }

    /// Returns who is logged in with the cookie that an answer has set.
    fn session(&self, answer: &Answer) -> Value {
        let shown = self.get("/auth/session", &session_cookie(answer), OPEN);
        assert_eq!(shown.status, 200, "{}", shown.text);
        shown.json()
    }
}

fn session_cookie(answer: &Answer) -> String {
    assert_eq!(answer.status, 303, "{}", answer.text);
    let cookies = answer.headers.get_all("set-cookie").iter().map(|cookie| cookie.to_str().unwrap());
    let ours = cookies.filter_map(|cookie| cookie.split(';').next()).find(|pair| pair.starts_with(COOKIE));
    ours.expect("a session").to_owned()
}

#[test]
fn a_candidate_who_logs_in_gets_a_session_and_goes_on_to_the_address_that_was_asked_for() {
    let world = World::new();
    let answer = world.log_in("return=https%3A%2F%2Fportal.example%2Fcases", "person=0");
    assert_eq!(answer.header("location"), "https://portal.example/cases");
    let session = world.session(&answer);
    assert_eq!((&session["role"], &session["region"]), (&json!("candidate"), &Value::Null));
    assert_eq!(session["ends"], "2027-04-15T01:30:00.000Z");
    let cookies: Vec<&str> =
        answer.headers.get_all("set-cookie").iter().map(|cookie| cookie.to_str().unwrap()).collect();
    let over = "__Host-login=; Secure; HttpOnly; SameSite=Lax; Path=/; Max-Age=0";
    assert!(cookies.len() == 2 && cookies.contains(&over), "{cookies:?}");
}

#[test]
fn the_provider_is_asked_for_a_code_bound_to_this_browser() {
    let world = World::new();
    let begun = world.begin("");
    let given: std::collections::BTreeMap<_, _> = begun.address.query_pairs().collect();
    assert_eq!(given["response_type"], "code");
    assert_eq!(given["code_challenge_method"], "S256");
    assert_eq!(given["redirect_uri"], "https://miaopi.example/auth/callback");
    assert_eq!(given["scope"], "openid profile phone");
    assert_eq!(given["prompt"], "login");
    for secret in ["state", "nonce", "code_challenge"] {
        assert_eq!(given[secret].len(), 43, "{secret}");
        assert!(!begun.cookie.contains(given[secret].as_ref()), "the browser can read {secret}");
    }
    let other = world.begin("");
    let again: std::collections::BTreeMap<_, _> = other.address.query_pairs().collect();
    assert!(["state", "nonce", "code_challenge"].iter().all(|secret| given[*secret] != again[*secret]));
}

#[test]
fn beginning_a_login_writes_nothing_into_the_store() {
    let world = World::new();
    world.begin("");
    world.deployment.calls();
    world.begin("");
    assert_eq!(world.deployment.calls(), "");
}

#[test]
fn only_addresses_that_are_listed_are_returned_to() {
    let world = World::new();
    assert_eq!(world.log_in("", "person=0").header("location"), "/auth/session");
    for elsewhere in [
        "",
        "/",
        "//evil.example",
        "https://evil.example",
        "https://portal.example",
        "https://portal.example/cases/",
        "https://portal.example/cases?x",
        "/auth/session,",
    ] {
        let query: String = url::form_urlencoded::byte_serialize(elsewhere.as_bytes()).collect();
        let answer = world.get(&format!("/auth/login?return={query}"), "", OPEN);
        answer.refused(422, "invalid-fields");
        assert!(!answer.headers.contains_key("location"), "{elsewhere}");
    }
}

#[test]
fn what_is_no_login_is_refused() {
    let world = World::new();
    world.get("/auth/login?realm=king", "", OPEN).refused(422, "invalid-fields");
    world.get("/auth/other", "", OPEN).refused(404, "no-such-resource");
    world.get("/auth/session", "", OPEN).refused(401, "session-required");
    for (method, path) in [
        (Method::POST, "/auth/login"),
        (Method::POST, "/auth/callback"),
        (Method::PUT, "/auth/authorize"),
        (Method::POST, "/auth/portals/city-hall"),
        (Method::POST, "/auth/session"),
        (Method::POST, "/auth/sessions"),
        (Method::GET, "/auth/sessions/sess_06A1B2C3D4E5F6G7H8J9K0M1N2"),
        (Method::GET, "/auth/token"),
    ] {
        let request = Request::builder().method(method).uri(path).body(Body::full("")).unwrap();
        kit::answer(&world.service, request, OPEN, handle).refused(405, "method-not-allowed");
    }
}

#[test]
fn every_described_operation_has_its_route() {
    let world = World::new();
    let mut described = 0;
    for (path, item) in crate::openapi::description().paths.paths {
        for (method, operation) in
            [(Method::GET, item.get), (Method::POST, item.post), (Method::DELETE, item.delete)]
        {
            if operation.is_some() {
                let request = Request::builder().method(&method).uri(&path).body(Body::full("")).unwrap();
                let answer = kit::answer(&world.service, request, OPEN, handle);
                assert!(![404, 405].contains(&answer.status), "{method} {path}: {}", answer.text);
                described += 1;
            }
        }
    }
    assert_eq!(described, 11, "a route was added or taken away: describe it");
}
