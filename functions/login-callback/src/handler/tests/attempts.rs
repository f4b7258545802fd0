//! A callback that does not belong to an attempt of this browser, or comes too late or twice.

use super::*;

#[test]
fn an_attempt_ends_between_two_milliseconds() {
    let world = World::new();
    let begun = world.begin("");
    // Codes of the sandbox end earlier: this one is given late.
    world.providers.set_clock("2027-04-15T01:09:59.999Z");
    let callback = world.choose(&begun, "person=0");
    world.get(&callback, &begun.cookie, "2027-04-15T01:10:00.000Z").refused(400, "login-expired");
    let answer = world.get(&callback, &begun.cookie, "2027-04-15T01:09:59.999Z");
    assert_eq!(answer.status, 303, "{}", answer.text);
}

#[test]
fn a_callback_without_the_cookie_of_its_attempt_is_refused() {
    let world = World::new();
    let begun = world.begin("");
    let callback = world.choose(&begun, "person=0");
    for cookie in ["", "__Host-login=", "__Host-login=AAAA", "__Host-login=!", "__Host-session=x"] {
        world.get(&callback, cookie, OPEN).refused(400, "login-expired");
    }
    // Sealed: one changed character in its middle, and it is none.
    let (name, sealed) = begun.cookie.split_once('=').unwrap();
    let (head, tail) = sealed.split_at(sealed.len() / 2);
    let other = if tail.starts_with('A') { "B" } else { "A" };
    let changed = format!("{name}={head}{other}{}", &tail[1..]);
    world.get(&callback, &changed, OPEN).refused(400, "login-expired");
    let planted = format!("{0}; {0}", begun.cookie);
    world.get(&callback, &planted, OPEN).refused(400, "ambiguous-credentials");
}

#[test]
fn the_callback_of_another_attempt_is_refused_and_spends_nothing() {
    let world = World::new();
    let (one, other) = (world.begin(""), world.begin(""));
    let callback = world.choose(&one, "person=0");
    world.get(&callback, &other.cookie, OPEN).refused(400, "login-expired");
    for wrong in
        ["/auth/callback", "/auth/callback?state=&code=x", "/auth/callback?state=x&error=access_denied"]
    {
        world.get(wrong, &one.cookie, OPEN).refused(400, "login-expired");
    }
    assert_eq!(world.get(&callback, &one.cookie, OPEN).status, 303);
}

#[test]
fn a_callback_that_is_replayed_opens_no_second_session() {
    let world = World::new();
    let begun = world.begin("");
    let callback = world.choose(&begun, "person=0");
    assert_eq!(world.get(&callback, &begun.cookie, OPEN).status, 303);
    let replayed = world.get(&callback, &begun.cookie, OPEN);
    replayed.refused(400, "login-expired");
    assert!(!replayed.headers.contains_key("set-cookie"));
}

#[test]
fn who_has_stolen_a_code_cannot_use_it_in_an_attempt_of_their_own() {
    let world = World::new();
    let (theirs, stolen) = (world.begin(""), world.begin(""));
    let (own, callback) = (world.choose(&theirs, "person=1"), world.choose(&stolen, "person=0"));
    let code = |path: &str| {
        let (_, query) = path.split_once('?').unwrap();
        url::form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "code").unwrap().1.into_owned()
    };
    let injected = own.replace(&code(&own), &code(&callback));
    // RFC 7636: the provider compares the verifier with the challenge of the attempt that the code was given for.
    world.get(&injected, &theirs.cookie, OPEN).refused(400, "login-expired");
}

#[test]
fn one_provider_cannot_answer_for_the_other() {
    let world = World::new();
    let begun = world.begin("");
    let callback = world.choose(&begun, "person=0");
    let issuer = |issuer: &str| url::form_urlencoded::byte_serialize(issuer.as_bytes()).collect::<String>();
    let mixed = callback.replace(&issuer(kit::PLATFORM), &issuer(kit::STAFF));
    assert_ne!(mixed, callback);
    world.get(&mixed, &begun.cookie, OPEN).refused(403, "login-failed");
    assert_eq!(world.get(&callback, &begun.cookie, OPEN).status, 303);
}

#[test]
fn a_description_that_is_another_issuers_is_not_followed() {
    let world = World::new();
    world.providers.pretend();
    world.get("/auth/login", "", OPEN).refused(503, "provider-unavailable");
}
