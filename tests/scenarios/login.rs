//! Logging in at the unified identity platform or at the provider of the office, with a browser, and out again.

use super::*;
use tests::browser::Browser;
use tests::deployment::ORIGIN;

const REVIEWER: &str = "role=reviewer&region=440300";

/// Tells a provider what to do.
async fn misbehave(city: &City, provider: &str, script: Value) {
    city.deployment.direct(&format!("identity/{provider}/script"), script).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_candidate_logs_in_at_the_platform_is_shown_it_and_opens_a_case() {
    let city = City::at("04-15T10:00:00.000").await;
    let mut browser = Browser::new(&city.deployment);
    // The platform has not recognised their face.
    refused(&browser.log_in("", "person=nobody").await, 403, "login-refused");
    refused(&browser.open("/auth/session").await, 401, "session-required");
    let answer = browser.log_in("", "person=0").await;
    assert_eq!((answer.status.as_u16(), answer.header("location")), (303, "/auth/session"), "{answer:?}");
    let session = browser.session().await;
    assert_eq!(
        (&session["role"], &session["ends"]),
        (&json!("candidate"), &json!("2027-04-15T02:30:00.000Z"))
    );
    let mut candidate = browser.person().await;
    let (case, etag) = candidate.draft(0, "local-household").await;
    assert_eq!(candidate.submit(&case, &etag).await.json()["state"], "approved");
    // Later, elsewhere, they are the same person.
    let mut telephone = Browser::new(&city.deployment);
    telephone.log_in("realm=candidate", "person=0").await;
    assert_eq!(telephone.session().await["account"], session["account"]);
    let read = telephone.person().await.ask(Method::GET, &case, &[], Value::Null).await;
    assert_eq!(read.json()["state"], "approved");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_chooses_the_login_of_a_legal_person_is_told_to_choose_the_personal_one() {
    let city = City::at("04-15T10:00:00.000").await;
    let mut browser = Browser::new(&city.deployment);
    let answer = browser.log_in("", "person=0&as=legal-person").await;
    refused(&answer, 403, "legal-person-login");
    assert_eq!(answer.json()["title"], "请选择“个人登录”");
    assert_eq!(answer.json()["detail"], "您选择了“法人登录”。请退出后重新登录，选择“个人登录”。");
    refused(&browser.open("/auth/session").await, 401, "session-required");
    assert_eq!(browser.log_in("", "person=0&as=personal").await.status, 303);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reviewer_logs_in_at_the_office_sees_the_worklist_and_never_decides_a_case_of_their_own() {
    let city = City::at("04-15T10:00:00.000").await;
    let mut browser = Browser::new(&city.deployment);
    browser.log_in("", "person=20").await;
    let mut candidate = browser.person().await;
    let (own, etag) = candidate.draft(20, "hong-kong-macao-taiwan").await;
    assert_eq!(candidate.submit(&own, &etag).await.json()["state"], "under-review");
    refused(&candidate.ask(Method::GET, "/api/reviews", &[], Value::Null).await, 403, "not-permitted");
    let other = city.file(10, "hong-kong-macao-taiwan").await.case;

    browser.log_in("realm=staff", &format!("person=20&{REVIEWER}")).await;
    let session = browser.session().await;
    assert_eq!((&session["role"], &session["region"]), (&json!("reviewer"), &json!("440300")));
    let mut reviewer = browser.person().await;
    let worklist = reviewer.ask(Method::GET, "/api/reviews", &[], Value::Null).await;
    assert!(worklist.json().to_string().contains(other.trim_start_matches("/api/cases/")), "{worklist:?}");
    for (case, expected) in [(&own, "own-case"), (&other, "")] {
        let claim = format!("{}/claim", review_of(case));
        assert_eq!(reviewer.ask(Method::PUT, &claim, &[], Value::Null).await.code(), expected);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_callback_is_good_once_in_its_own_browser_and_for_ten_minutes() {
    let city = City::at("04-15T10:00:00.000").await;
    let mut browser = Browser::new(&city.deployment);
    let callback = browser.authorize("", "person=0").await;
    let attempt = browser.cookie("__Host-login").expect("an attempt").to_owned();
    refused(&Browser::new(&city.deployment).open(&callback).await, 400, "login-expired");
    assert_eq!(browser.open(&callback).await.status, 303);
    assert_eq!(browser.cookie("__Host-login"), None);
    refused(&browser.open(&callback).await, 400, "login-expired");
    // Somebody has copied the attempt before it was over.
    browser.restore("__Host-login", &attempt);
    refused(&browser.open(&callback).await, 400, "login-expired");

    let mut slow = Browser::new(&city.deployment);
    let begun = slow.open("/auth/login").await;
    city.set("04-15T10:09:59.000").await;
    let chosen = slow.open(&format!("{}&person=1", begun.header("location"))).await;
    let callback = chosen.header("location").to_owned();
    city.set("04-15T10:10:00.000").await;
    refused(&slow.open(&callback).await, 400, "login-expired");
    city.set("04-15T10:09:59.999").await;
    assert_eq!(slow.open(&callback).await.status, 303);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_cannot_be_believed_opens_no_session_and_an_exchanged_key_costs_nothing() {
    let city = City::at("04-15T10:00:00.000").await;
    let now = 1_807_754_400; // 2027-04-15T02:00:00Z
    for (script, expected) in [
        (json!({ "signature": "wrong-key" }), 403),
        (json!({ "signature": "none" }), 403),
        (json!({ "signature": "client-secret" }), 403),
        (json!({ "claims": { "aud": "somebody else" } }), 403),
        (json!({ "claims": { "iss": "http://somebody.else" } }), 403),
        (json!({ "claims": { "exp": now } }), 403),
        (json!({ "claims": { "exp": now + 1 } }), 303),
        (json!({ "claims": { "nonce": "of another attempt" } }), 403),
        (json!({ "key": 1 }), 303),
    ] {
        let mut browser = Browser::new(&city.deployment);
        misbehave(&city, "platform", json!({})).await;
        let callback = browser.authorize("", "person=0").await;
        misbehave(&city, "platform", script.clone()).await;
        let answer = browser.open(&callback).await;
        assert_eq!(answer.status, expected, "{script}: {answer:?}");
        assert_eq!(browser.cookie("__Host-session").is_some(), expected == 303, "{script}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_logged_in_without_doing_anything_though_the_platform_remembers_them() {
    let city = City::at("04-15T10:00:00.000").await;
    misbehave(&city, "platform", json!({ "remembers": 0 })).await;
    // A page of somebody else has sent the browser here.
    let mut browser = Browser::new(&city.deployment);
    let begun = browser.open("/auth/login").await;
    let asked = begun.header("location").to_owned();
    assert_eq!(browser.open(&asked).await.status, 200, "the platform asks who it is");
    refused(&browser.open("/auth/session").await, 401, "session-required");
    assert_eq!(browser.open(&asked.replace("prompt=login", "prompt=")).await.status, 303, "or it would not");

    misbehave(&city, "platform", json!({ "remembers": 0, "ignores_prompt": true })).await;
    let begun = browser.open("/auth/login").await;
    let sent_back = browser.open(begun.header("location")).await;
    refused(&browser.open(sent_back.header("location")).await, 403, "login-failed");
    assert_eq!(browser.cookie("__Host-session"), None);
    // Who chooses is somebody, whatever it remembers.
    assert_eq!(browser.log_in("", "person=1").await.status, 303);
    assert_eq!(browser.session().await["role"], "candidate");
}

#[tokio::test(flavor = "multi_thread")]
async fn while_a_provider_is_down_who_is_logged_in_stays_so_until_they_log_out() {
    let city = City::at("04-15T10:00:00.000").await;
    let mut browser = Browser::new(&city.deployment);
    browser.log_in("", "person=0").await;
    misbehave(&city, "platform", json!({ "status": 503 })).await;
    let unavailable = Browser::new(&city.deployment).open("/auth/login").await;
    refused(&unavailable, 503, "provider-unavailable");
    assert_eq!(browser.session().await["role"], "candidate");

    let token = browser.cookie("__Host-session").expect("a session").to_owned();
    let from = |origin: &'static str| [("origin", origin)];
    let foreign = browser.send(Method::DELETE, "/auth/session", &from("https://evil.example")).await;
    refused(&foreign, 403, "origin-refused");
    assert_eq!(browser.send(Method::DELETE, "/auth/session", &from(ORIGIN)).await.status, 204);
    refused(&browser.open("/auth/session").await, 401, "session-required");
    browser.restore("__Host-session", &token);
    refused(&browser.open("/auth/session").await, 401, "session-ended");
}
