//! How a portal proves which one it is.

use super::portal::*;
use super::*;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// Exchanges a code with this header, and without anything about the portal in the form.
fn with_header(world: &World, header: &str) -> Answer {
    let code = world.code();
    let form = without(&without(&exchange(&code), "client_id"), "client_secret");
    world.exchange_with(&form, &[("authorization", header)], OPEN)
}

fn basic(pair: &str) -> String {
    format!("Basic {}", STANDARD.encode(pair))
}

#[test]
fn either_secret_is_good_in_the_form_and_in_the_header() {
    let world = World::new();
    for secret in ["the-old-secret-of-city-hall", "the-new-secret-of-city-hall"] {
        let code = world.code();
        assert_eq!(world.exchange(&with(&exchange(&code), "client_secret", secret), OPEN).status, 200);
        assert_eq!(with_header(&world, &basic(&format!("city-hall:{secret}"))).status, 200);
    }
}

#[test]
fn what_clients_encode_in_the_header_is_decoded() {
    let world = World::new();
    let pair = "city%2Dhall:the%2dnew-secret%2Dof-city%2Dhall";
    assert_eq!(with_header(&world, &basic(pair)).status, 200);
    assert_eq!(with_header(&world, &basic(pair).replace("Basic", "bAsIc")).status, 200);
}

#[test]
fn a_portal_that_does_not_prove_which_one_it_is_gets_nothing_and_spends_nothing() {
    let world = World::new();
    let code = world.code();
    let good = exchange(&code);
    for wrong in [
        with(&good, "client_secret", "the-new-secret-of-city-hal"),
        with(&good, "client_secret", "the-secret-of-the-school"),
        with(&good, "client_secret", ""),
        with(&good, "client_id", "nobody"),
        without(&good, "client_secret"),
        without(&good, "client_id"),
    ] {
        let answer = world.exchange(&wrong, OPEN);
        answer.refused(401, "invalid-client");
        assert_eq!(answer.json()["error"], "invalid_client");
        assert_eq!(answer.header("www-authenticate"), r#"Basic realm="portals""#);
    }
    for header in [
        basic("city-hall:wrong"),
        basic("city-hall"),
        basic("city-hall:the-new-secret-of-city-hall&"),
        "Basic !".to_owned(),
        "Basic".to_owned(),
        "Bearer the-new-secret-of-city-hall".to_owned(),
    ] {
        with_header(&world, &header).refused(401, "invalid-client");
    }
    assert_eq!(world.exchange(&good, OPEN).status, 200);
}

#[test]
fn a_portal_says_who_it_is_in_one_way_only() {
    let world = World::new();
    let code = world.code();
    let header = basic("city-hall:the-new-secret-of-city-hall");
    let header = [("authorization", header.as_str())];
    let good = exchange(&code);
    let both = world.exchange_with(&good, &header, OPEN);
    both.refused(400, "invalid-request");
    assert_eq!(both.json()["parameter"], "client_secret");
    let form = without(&good, "client_secret");
    let other = world.exchange_with(&with(&form, "client_id", "school"), &header, OPEN);
    other.refused(400, "invalid-request");
    assert_eq!(other.json()["parameter"], "client_id");
    // The id alone may stand in both (RFC 6749, section 4.1.3).
    assert_eq!(world.exchange_with(&form, &header, OPEN).status, 200);
}
