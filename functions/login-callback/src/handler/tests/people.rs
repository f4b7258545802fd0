//! Who somebody is: one account a person, as a candidate and as staff.

use super::*;
use identity::Realm;

const REVIEWER: &str = "role=reviewer&region=440300";

#[test]
fn a_legal_person_is_told_to_choose_the_personal_login() {
    let answer = World::new().log_in("", "person=0&as=legal-person");
    answer.refused(403, "legal-person-login");
    let document = answer.json();
    assert_eq!(document["detail"], "您选择了“法人登录”。请退出后重新登录，选择“个人登录”。");
}

#[test]
fn staff_are_what_their_provider_says_and_candidates_are_never_more() {
    let world = World::new();
    for (role, region) in [
        ("reviewer", "440300"),
        ("identity-reviewer", "440304"),
        ("service-agent", "440300"),
        ("administrator", "440000"),
    ] {
        let answer = world.log_in("realm=staff", &format!("person=100&role={role}&region={region}"));
        let session = world.session(&answer);
        assert_eq!((&session["role"], &session["region"]), (&json!(role), &json!(region)));
    }
    world
        .providers
        .direct(Realm::Platform, json!({ "claims": { "role": "administrator", "region": "440000" } }));
    let session = world.session(&world.log_in("", "person=100"));
    assert_eq!((&session["role"], &session["region"]), (&json!("candidate"), &Value::Null));
}

#[test]
fn staff_without_a_role_or_a_region_that_is_known_are_not_let_in_and_leave_no_account() {
    let world = World::new();
    world.begin("realm=staff");
    for choice in
        ["", "&role=reviewer", "&region=440300", "&role=king&region=440300", "&role=reviewer&region=1"]
    {
        let begun = world.begin("realm=staff");
        let callback = world.choose(&begun, &format!("person=100{choice}"));
        world.deployment.calls();
        world.get(&callback, &begun.cookie, OPEN).refused(403, "not-permitted");
        assert_eq!(world.deployment.calls(), "", "{choice}");
    }
}

#[test]
fn a_person_has_one_account_whether_as_a_candidate_or_as_staff() {
    let world = World::new();
    let account = |query: &str, choice: &str| {
        world.session(&world.log_in(query, choice))["account"].as_str().unwrap().to_owned()
    };
    let candidate = account("", "person=7");
    assert_eq!(account("", "person=7"), candidate);
    assert_eq!(account("realm=staff", &format!("person=7&{REVIEWER}")), candidate);
    assert_ne!(account("", "person=8"), candidate);
    // The document makes the person, and not the name.
    world.providers.direct(Realm::Platform, json!({ "claims": { "name": "赵新名" } }));
    assert_eq!(account("", "person=7"), candidate);
    let other = json!({ "document_kind": "mainland-travel-permit-hk-mo", "document_number": "H12345678" });
    world.providers.direct(Realm::Platform, json!({ "claims": other }));
    assert_ne!(account("", "person=7"), candidate);
}

/// Returns where codes for somebody who is logged in would go.
fn telephone(world: &World, answer: &Answer) -> Option<String> {
    let id = world.session(answer)["account"].as_str().unwrap().parse().unwrap();
    let found = std::cell::Cell::new(None);
    let look = async |_: Request<Body>, cx: &Context<'_, Counting>| {
        found.set(edge::identity_of(cx, id).await?.telephone);
        Ok(Response::new(Bytes::new()))
    };
    kit::answer(&world.service, Request::new(Body::full("")), OPEN, look);
    found.take().map(String::from)
}

#[test]
fn where_codes_go_is_said_by_the_platform_and_never_by_the_office() {
    let world = World::new();
    world.providers.direct(Realm::Staff, json!({ "claims": { "phone_number": "13900000000" } }));
    let at_work = || world.log_in("realm=staff", &format!("person=7&{REVIEWER}"));
    assert_eq!(telephone(&world, &at_work()), None);
    let at_home = |number: &str| {
        world.providers.direct(Realm::Platform, json!({ "claims": { "phone_number": number } }));
        world.log_in("", "person=7")
    };
    assert_eq!(telephone(&world, &at_home("13800000001")).as_deref(), Some("13800000001"));
    assert_eq!(telephone(&world, &at_home("13800000002")).as_deref(), Some("13800000002"));
    assert_eq!(telephone(&world, &at_work()).as_deref(), Some("13800000002"));
}

#[test]
fn somebody_whom_the_provider_does_not_vouch_for_is_told_so() {
    for claims in [
        json!({ "name": null }),
        json!({ "name": "" }),
        json!({ "document_kind": null }),
        json!({ "document_kind": "library-card" }),
        json!({ "document_number": null }),
        json!({ "document_number": "440304190001010003" }),
        json!({ "user_type": null }),
        json!({ "user_type": "robot" }),
    ] {
        let world = World::new();
        world.providers.direct(Realm::Platform, json!({ "claims": claims }));
        world.log_in("", "person=0").refused(403, "identity-incomplete");
    }
}

#[test]
fn a_telephone_that_is_missing_or_foreign_keeps_nobody_out() {
    for telephone in [json!(null), json!("+1 604 555 1234"), json!("13800000000")] {
        let world = World::new();
        world.providers.direct(Realm::Platform, json!({ "claims": { "phone_number": telephone } }));
        assert_eq!(world.log_in("", "person=0").status, 303);
    }
}
