//! The first password, and the first one of one's own.

use super::*;

#[test]
fn s4_10_the_first_password_is_the_registered_address_and_opens_nothing() {
    let world = World::new();
    for address in [EMAIL, "Xiaoming.Wang@Example.org"] {
        let answer = world.log_in(&Browser::default(), address, 0);
        answer.refused(403, "password-change-required");
        assert!(!answer.headers.contains_key("set-cookie"));
    }
}

#[test]
fn s4_09_whoever_sets_a_password_is_logged_in_by_number_and_the_first_password_counts_no_more() {
    let (world, browser) = World::with_password();
    let session = world.session(&browser, 0).unwrap();
    assert_eq!(session.programme.unwrap().as_str(), PROGRAMME);
    let elsewhere = Browser::default();
    world.log_in(&elsewhere, EMAIL, 0).refused(403, "password-refused");
    let answer = world.log_in(&elsewhere, OWN, 0);
    assert_eq!((answer.status, answer.header("location").as_str()), (201, "/auth/session"));
    let shown = answer.json();
    assert_eq!((&shown["role"], &shown["programme"]), (&json!("candidate"), &json!(PROGRAMME)));
    assert_eq!(world.session(&elsewhere, 0).unwrap().actor, session.actor, "one person has one account");
}

#[test]
fn a_small_x_at_the_end_of_the_number_is_the_same_number() {
    let world = World::new();
    let body = said(&NUMBER.to_lowercase(), EMAIL);
    world
        .ask(&Browser::default(), Method::POST, "sessions", &body, 0)
        .refused(403, "password-change-required");
}

#[test]
fn d2_11_a_candidate_from_hong_kong_logs_in_by_the_number_of_their_permit() {
    let world = World::new();
    let permit = IdentityDocument::parse(DocumentKind::MainlandTravelPermitHkMo, "H12345678").unwrap();
    let entry = kit::registered(&[("document-kind", "mainland-travel-permit-hk-mo")]);
    world.deployment.register(&world.deployment.policy, &permit, entry, Some("hk@example.org"));
    let mut body = said("H12345678", "hk@example.org");
    let browser = Browser::default();
    // Without its kind it is taken for the number of an identity card.
    world.ask(&browser, Method::POST, "sessions", &body, 0).refused(422, "invalid-fields");
    body["document_kind"] = "mainland-travel-permit-hk-mo".into();
    world.ask(&browser, Method::POST, "sessions", &body, 0).refused(403, "password-change-required");
    body["new"] = OWN.into();
    assert_eq!(world.ask(&browser, Method::PUT, "password", &body, 0).status, 200);
    assert!(world.session(&browser, 0).is_some());
}

#[test]
fn a_number_that_cannot_be_one_is_said_to_be_wrong_whoever_is_on_the_roster() {
    let world = World::new();
    for (kind, number, pointer) in [
        (None, "110105194912310021", "/number"),
        (None, "", "/number"),
        (Some("passport"), NUMBER, "/document_kind"),
        (Some("residence-permit-hk-mo-tw"), NUMBER, "/number"),
    ] {
        let mut body = said(number, EMAIL);
        if let Some(kind) = kind {
            body["document_kind"] = kind.into();
        }
        let answer = world.ask(&Browser::default(), Method::POST, "sessions", &body, 0);
        answer.refused(422, "invalid-fields");
        assert_eq!(answer.json()["errors"][0]["pointer"], pointer, "{}", answer.text);
    }
}

#[test]
fn whoever_has_registered_without_an_address_has_no_first_password() {
    let deployment = Deployment::of(kit::DERIVING.0);
    deployment.register(&deployment.policy, &card(NUMBER), kit::registered(&[]), None);
    let service = deployment.service(crate::COMPONENT);
    for password in ["", "甲", NUMBER] {
        let request = request(&Browser::default(), Method::POST, "sessions", &said(NUMBER, password));
        kit::answer(&service, request, &at(0), handle).refused(403, "password-refused");
    }
}

#[test]
fn a_programme_without_passwords_says_so_and_where_to_log_in() {
    let deployment = Deployment::new();
    let service = deployment.service(crate::COMPONENT);
    let mut body = said(NUMBER, EMAIL);
    body["programme"] = "shenzhen-interview".into();
    let request = request(&Browser::default(), Method::POST, "sessions", &body);
    kit::answer(&service, request, kit::OPEN, handle).refused(409, "no-password-login");
}

#[test]
fn no_page_of_another_site_logs_anybody_in() {
    let world = World::new();
    for origin in
        [None, Some("https://evil.example"), Some("null"), Some("https://miaopi.example.evil.example")]
    {
        for (method, what) in [(Method::POST, "sessions"), (Method::PUT, "password")] {
            let mut request = request(&Browser::default(), method, what, &said(NUMBER, EMAIL));
            request.headers_mut().remove("origin");
            if let Some(origin) = origin {
                request.headers_mut().insert("origin", origin.parse().unwrap());
            }
            // A token in the place of a cookie changes nothing: it is this one that is asked for.
            request.headers_mut().insert("authorization", "Bearer something".parse().unwrap());
            kit::answer(&world.service, request, &at(0), handle).refused(403, "origin-refused");
        }
    }
}

#[test]
fn a_password_of_ones_own_counts_as_long_as_nobody_changes_it() {
    let (world, _) = World::with_password();
    let years = 3 * 365 * 24 * 60 * 60;
    assert_eq!(world.log_in(&Browser::default(), OWN, years).status, 201);
}
