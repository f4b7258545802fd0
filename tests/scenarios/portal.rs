//! A candidate comes from a registered portal, logs in at the platform, and has the portal do the rest.

use std::collections::BTreeMap;

use super::*;
use futures::future::join_all;
use tests::browser::Browser;
use tests::deployment::ORIGIN;
use tests::http::Client;
use url::form_urlencoded::{Serializer, parse};

/// The portal of the sandbox.
const ADDRESS: &str = "http://127.0.0.1:3001/back";
const SECRET: &str = "the-secret-of-the-demo-portal";
/// Both are published (RFC 7636, appendix B).
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

fn encoded(pairs: &[(&str, &str)]) -> String {
    Serializer::new(String::new()).extend_pairs(pairs).finish()
}

/// Where the portal sends its candidate.
fn link() -> String {
    let query = encoded(&[
        ("response_type", "code"),
        ("client_id", "demo"),
        ("redirect_uri", ADDRESS),
        ("state", "of the portal"),
        ("code_challenge", CHALLENGE),
        ("code_challenge_method", "S256"),
    ]);
    format!("/auth/authorize?{query}")
}

/// Somebody comes from the portal, agrees and logs in. Returns what it is told at its own address.
pub(super) async fn visit(browser: &mut Browser, choice: &str) -> BTreeMap<String, String> {
    let callback = browser.begin(&link(), choice).await;
    told(&browser.open(&callback).await)
}

fn told(answer: &Answer) -> BTreeMap<String, String> {
    let (address, told) = answer.onward().split_once('?').expect("parameters");
    assert_eq!(address, ADDRESS);
    let told: BTreeMap<String, String> = parse(told.as_bytes()).into_owned().collect();
    assert_eq!((told["state"].as_str(), told["iss"].as_str()), ("of the portal", ORIGIN));
    told
}

pub(super) async fn exchange(mut client: Client, code: &str) -> Answer {
    let form = encoded(&[
        ("grant_type", "authorization_code"),
        ("code", code),
        ("redirect_uri", ADDRESS),
        ("code_verifier", VERIFIER),
        ("client_id", "demo"),
        ("client_secret", SECRET),
    ]);
    let headers = [("content-type", "application/x-www-form-urlencoded")];
    client.call(Method::POST, "/auth/token", &headers, form).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_candidate_is_asked_in_the_name_of_the_portal_before_it_gets_anything_and_may_decline() {
    let city = City::at("04-15T10:00:00.000").await;
    let mut browser = Browser::new(&city.deployment);
    let page = browser.open(&link()).await.header("location").to_owned();
    let asked = browser.read(&page).await;
    asked.says("演示门户");
    asked.says("127.0.0.1:3001");
    let declined = told(&browser.answer(&page, "decline").await);
    assert_eq!(
        (declined["error"].as_str(), declined["error_description"].as_str()),
        ("access_denied", "declined")
    );
    // What any page could have sent, says nothing of what its person wants.
    let form = page.trim_start_matches("/agree?");
    let headers = [("content-type", "application/x-www-form-urlencoded"), ("origin", "https://evil.example")];
    let mut client = city.deployment.client().await;
    let answer = client.call(Method::POST, "/auth/authorize", &headers, format!("{form}&answer=agree")).await;
    refused(&answer, 403, "origin-refused");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_candidate_comes_from_a_portal_which_files_for_them_with_its_token() {
    let city = City::at("04-15T10:00:00.000").await;
    let mut browser = Browser::new(&city.deployment);
    assert_eq!(visit(&mut browser, "person=nobody").await["error"], "access_denied");
    let late = visit(&mut browser, "person=0").await;
    city.set("04-15T10:01:00.000").await;
    refused(&exchange(city.deployment.client().await, &late["code"]).await, 400, "invalid-grant");
    let told = visit(&mut browser, "person=0").await;
    city.set("04-15T10:01:59.999").await;
    let answer = exchange(city.deployment.client().await, &told["code"]).await;
    assert_eq!((answer.status.as_u16(), &answer.json()["token_type"]), (200, &json!("Bearer")), "{answer:?}");
    // The browser itself is nobody: neither by a cookie of its own nor by the code.
    refused(&browser.open("/auth/session").await, 401, "session-required");
    browser.restore("__Host-session", &told["code"]);
    refused(&browser.open("/auth/session").await, 401, "session-ended");

    // From here on only the portal asks, which sends no origin.
    let token = answer.json()["access_token"].as_str().expect("a token").to_owned();
    let client = city.deployment.client().await;
    let mut portal = Person {
        client,
        bearer: format!("Bearer {token}"),
        cookie: String::new(),
        telephone: "13800000000".to_owned(),
    };
    let (case, etag) = portal.draft(0, "local-household").await;
    assert_eq!(portal.submit(&case, &etag).await.json()["state"], "approved");
    assert_eq!(portal.ask(Method::DELETE, "/auth/session", &[], Value::Null).await.status, 204);
    refused(&portal.ask(Method::GET, &case, &[], Value::Null).await, 401, "session-ended");
    // It is the case of whoever has logged in.
    browser.log_in("", "person=0").await;
    let read = browser.person().await.ask(Method::GET, &case, &[], Value::Null).await;
    assert_eq!(read.json()["state"], "approved");
}

#[tokio::test(flavor = "multi_thread")]
async fn of_fifty_who_exchange_a_code_at_once_one_gets_a_token_and_who_comes_later_ends_its_session() {
    let city = City::at("04-15T10:00:00.000").await;
    let told = visit(&mut Browser::new(&city.deployment), "person=1").await;
    let (deployment, code) = (&city.deployment, told["code"].as_str());
    let exchanges = (0..50).map(async |_| exchange(deployment.client().await, code).await);
    let answers = join_all(exchanges).await;
    let (given, refusals): (Vec<_>, Vec<_>) = answers.iter().partition(|answer| answer.status == 200);
    assert_eq!((given.len(), refusals.len()), (1, 49));
    for answer in refusals {
        refused(answer, 400, "invalid-grant");
    }
    refused(&exchange(deployment.client().await, code).await, 400, "invalid-grant");
    let bearer = format!("Bearer {}", given[0].json()["access_token"].as_str().expect("a token"));
    let headers = [("authorization", bearer.as_str())];
    let shown = deployment.client().await.call(Method::GET, "/auth/session", &headers, "").await;
    refused(&shown, 401, "session-ended");
}
