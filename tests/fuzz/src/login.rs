//! Addresses, forms and cookies of the login, as browsers and portals send them.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use edge::Body;
use http::Request;
use kit::{Answer, PLATFORM, RETURN_ADDRESSES, STAFF};
use sha2::{Digest as _, Sha256};

use crate::provider::{Good, begin, come_back, keep};
use crate::script::{self, Asked, messages};
use crate::world::{EMAIL, World};

/// Where codes may be sent, of all portals that are registered.
const PORTAL_ADDRESSES: [&str; 3] =
    ["https://portal.example/back", "https://portal.example/other?kind=login", "https://school.example/"];

const VERIFIER: &str = "a-verifier-that-is-as-long-as-it-has-to-be-at-least";

thread_local! {
    static BEGUN: World = begun();
}

/// Asks for what is written, one after the other, with providers that vouch for whoever comes.
pub fn login(bytes: &[u8]) {
    let mut world = BEGUN.with(|begun| begun.again(6));
    let (mut exchanged, mut knows_password) = (0, false);
    for message in messages(bytes) {
        let Some(asked) = script::request(message, &world.words) else { continue };
        let is_token = asked.request.uri().path() == "/auth/token";
        let Some(answer) = world.play(asked) else { continue };
        let knows = |words: [&str; 2]| words.iter().all(|word| contains(message, word));
        if let Some(next) = answer.onward() {
            leads_where_it_may(&next);
        }
        // Whoever knows the first password can have set one that nobody else knows.
        knows_password |= contains(message, "{email}") || contains(message, EMAIL);
        if opens_a_session(&answer) {
            let is_vouched = knows(["{login}", "{login-state}"]) || knows(["{office}", "{office-state}"]);
            assert!(is_vouched || knows_password, "a session for whom nobody vouches");
        }
        if is_token && answer.status == 200 {
            exchanged += 1;
            assert!(knows(["{given}", "{verifier}"]) && exchanged == 1, "a token for nothing");
        }
        assert!(answer.status < 500 || answer.code() == "provider-unavailable", "{}", answer.text);
    }
    world.look_at_store();
}

/// Three logins are under way, and a portal has got a code.
fn begun() -> World {
    let mut world = World::copy().again(5);
    world.words.set("verifier", VERIFIER.to_owned());
    world.words.set("challenge", URL_SAFE_NO_PAD.encode(Sha256::digest(VERIFIER)));
    world.set_outside(Good::new(&world.words).outside(Vec::new()));
    begin(&mut world, "/auth/login", ["login", "login-state", "login-nonce"]);
    let answer = agree(&mut world);
    keep(&mut world, &answer, ["portal", "portal-state", "portal-nonce"]);
    begin(&mut world, "/auth/login?realm=staff", ["office", "office-state", "office-nonce"]);
    world.set_outside(Good::new(&world.words).outside(Vec::new()));
    let answer = come_back(&mut world, "/auth/callback?code=two&state={portal-state}", "portal");
    let back = answer.header("location");
    let code = back.split(['?', '&']).find_map(|pair| pair.strip_prefix("code="));
    world.words.set("given", code.expect("a code").to_owned());
    world
}

/// Somebody agrees to what a portal gets.
fn agree(world: &mut World) -> Answer {
    let form = "client_id=city-hall&redirect_uri=https%3A%2F%2Fportal.example%2Fback&response_type=code\
                &code_challenge_method=S256&code_challenge={challenge}&state=s&answer=agree";
    let request = Request::post("/auth/authorize")
        .header("origin", kit::ORIGIN)
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Body::full(world.words.fill(form.as_bytes())))
        .unwrap();
    world.play(Asked { who: String::new(), minutes: 0, request }).unwrap()
}

/// Nobody is led to an address that is not the provider's or listed.
fn leads_where_it_may(next: &str) {
    let begins =
        |address: &&str| next.strip_prefix(*address).is_some_and(|rest| rest.starts_with(['?', '&']));
    let providers = [PLATFORM, STAFF].map(|issuer| format!("{issuer}/authorize"));
    let is_provider = providers.iter().any(|address| begins(&address.as_str()));
    let is_page = RETURN_ADDRESSES.split(',').any(|address| address.trim() == next);
    // The page that asks whether a portal may act for somebody.
    let is_page = is_page || begins(&"/agree");
    assert!(is_provider || is_page || PORTAL_ADDRESSES.iter().any(begins), "leads to {next}");
}

fn opens_a_session(answer: &Answer) -> bool {
    let cookies = answer.headers.get_all("set-cookie").iter().map(|cookie| cookie.to_str().unwrap());
    let session = format!("{}=", edge::COOKIE);
    cookies.filter_map(|cookie| cookie.strip_prefix(&session)).any(|value| !value.starts_with(';'))
}

fn contains(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}
