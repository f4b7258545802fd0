//! A city without an identity platform for its candidates: they log in by number and password, first by the address that they have
//! registered with, then by one of their own. Who guesses gets nowhere and keeps nobody out.

use super::derived::{HEAD, Row, city, file, import, open, opened};
use super::*;
use tests::browser::Browser;
use tests::deployment::ORIGIN;

const PROGRAMME: &str = "wuhan-interview";
const OWN: &str = "kq7 vd2 mz9 hw4";
const OTHER: &str = "床前明月光疑是地上霜 kq7";

/// The address that the candidate at this place has registered with.
fn address(place: u32) -> String {
    format!("a{place}@example.com")
}

fn number(place: u32) -> String {
    people::Person::new(place).expect("somebody").number()
}

fn said(number: &str, password: &str) -> Value {
    json!({ "programme": PROGRAMME, "number": number, "password": password })
}

async fn log_in(browser: &mut Browser, place: u32, password: &str) -> Answer {
    browser.send_json(Method::POST, "/api/account/sessions", &said(&number(place), password)).await
}

async fn set(browser: &mut Browser, place: u32, password: &str, new: &str) -> Answer {
    let mut body = said(&number(place), password);
    body["new"] = new.into();
    browser.send_json(Method::PUT, "/api/account/password", &body).await
}

/// Somebody who has set a password, in the browser in which they have.
async fn with_password(city: &City, place: u32) -> Browser {
    let mut browser = Browser::new(&city.deployment);
    let answer = set(&mut browser, place, &address(place), OWN).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    browser
}

async fn is_open(browser: &mut Browser) -> bool {
    browser.open("/auth/session").await.status == 200
}

#[tokio::test(flavor = "multi_thread")]
async fn s4_09_s4_10_a_candidate_logs_in_by_number_and_address_sets_a_password_and_hands_everything_in() {
    let city = city().await;
    let mut browser = Browser::new(&city.deployment);
    // Whatever its letter case, the address opens nothing.
    for first in [address(3), address(3).to_uppercase()] {
        refused(&log_in(&mut browser, 3, &first).await, 403, "password-change-required");
    }
    assert!(!is_open(&mut browser).await);
    let mut short = set(&mut browser, 3, &address(3), "short").await;
    refused(&short, 422, "invalid-fields");
    short = set(&mut browser, 3, &address(3), &address(3)).await;
    assert_eq!(short.json()["errors"][0]["pointer"], "/new", "{short:?}");
    let changed = set(&mut browser, 3, &address(3), OWN).await;
    assert_eq!(
        (changed.status.as_u16(), &changed.json()["programme"]),
        (200, &json!(PROGRAMME)),
        "{changed:?}"
    );
    refused(&log_in(&mut Browser::new(&city.deployment), 3, &address(3)).await, 403, "password-refused");

    let mut telephone = Browser::new(&city.deployment);
    assert_eq!(log_in(&mut telephone, 3, OWN).await.status, 201);
    let mut candidate = telephone.person().await;
    let case = opened(&mut candidate).await;
    let filed = file(&mut candidate, &case, 3, &["identity-card", "household-register", "diploma"]).await;
    assert_eq!((filed.status.as_u16(), &filed.json()["state"]), (200, &json!("under-review")), "{filed:?}");
    let shown = browser.open(&case).await;
    assert_eq!(shown.json()["state"], "under-review", "it is one person in both browsers: {shown:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn s4_11_wrong_passwords_use_tries_up_that_come_back_and_nobody_can_tell_why_they_are_refused() {
    let city = city().await;
    let mut known = with_password(&city, 1).await;
    let mut stranger = Browser::new(&city.deployment);
    let unknown = log_in(&mut stranger, 500, &address(500)).await;
    refused(&unknown, 403, "password-refused");
    let told = unknown.json();
    assert_eq!((&told["minutes"], &told["contact"]), (&json!(3), &json!("武汉考区咨询窗口")));
    for _ in 0..5 {
        assert_eq!(log_in(&mut stranger, 1, "a guess").await.json(), told);
    }
    assert_eq!(log_in(&mut stranger, 1, OWN).await.json(), told);
    // The browser in which the password was set has tries of its own.
    assert_eq!(log_in(&mut known, 1, OWN).await.status, 201);
    city.set("11-08T10:02:59.999").await;
    assert_eq!(log_in(&mut stranger, 1, OWN).await.json(), told);
    city.set("11-08T10:03:00.000").await;
    assert_eq!(log_in(&mut stranger, 1, OWN).await.status, 201);
}

#[tokio::test(flavor = "multi_thread")]
async fn however_many_guess_at_the_same_time_there_are_no_more_tries() {
    let city = city().await;
    let guesses = (0..30).map(|_| async {
        let answer = log_in(&mut Browser::new(&city.deployment), 1, "a guess").await;
        (answer.status.as_u16(), answer.code())
    });
    for answer in futures::future::join_all(guesses).await {
        assert_eq!(answer, (403, "password-refused".to_owned()));
    }
    for _ in 0..5 {
        log_in(&mut Browser::new(&city.deployment), 1, "a guess").await;
    }
    let mut browser = Browser::new(&city.deployment);
    refused(&log_in(&mut browser, 1, &address(1)).await, 403, "password-refused");
    // One has come back, and no more, however many there were.
    city.set("11-08T10:03:00.000").await;
    refused(&log_in(&mut browser, 1, "a guess").await, 403, "password-refused");
    refused(&log_in(&mut browser, 1, &address(1)).await, 403, "password-refused");
    city.set("11-08T10:06:00.000").await;
    refused(&log_in(&mut browser, 1, &address(1)).await, 403, "password-change-required");
}

#[tokio::test(flavor = "multi_thread")]
async fn d2_11_a_candidate_from_hong_kong_logs_in_by_permit_and_is_told_whom_to_ask() {
    let city = city().await;
    let row = "陈嘉,mainland-travel-permit-hk-mo,H12345678,否,,,,,,小学,数学,hk@example.com\n";
    let imported = import(&city, "text/csv", &format!("{HEAD}\n{row}")).await;
    assert_eq!((imported.status.as_u16(), &imported.json()["new"]), (200, &json!(1)), "{imported:?}");
    let mut browser = Browser::new(&city.deployment);
    let mut body = said("H12345678", "hk@example.com");
    body["document_kind"] = "mainland-travel-permit-hk-mo".into();
    let first = browser.send_json(Method::POST, "/api/account/sessions", &body).await;
    refused(&first, 403, "password-change-required");
    body["new"] = OWN.into();
    assert_eq!(browser.send_json(Method::PUT, "/api/account/password", &body).await.status, 200);
    let answer = open(&mut browser.person().await).await;
    refused(&answer, 422, "without-category");
    let problem = answer.json();
    assert_eq!(problem["outcome"], "other-document", "{problem}");
    assert!(problem["detail"].as_str().unwrap().contains("港澳台考生请联系考区"), "{problem}");
    assert_eq!(problem["contact"], "武汉考区咨询窗口");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_password_is_good_for_no_case_of_another_city_and_shows_nothing_that_was_opened_at_the_platform() {
    let city = City::at("04-15T10:00:00.000").await;
    let mut platform = Browser::new(&city.deployment);
    platform.log_in("", "person=0").await;
    let mut vouched = platform.person().await;
    let (case, etag) = vouched.draft(0, "local-household").await;
    let account = platform.session().await["account"].clone();
    // The other city has the same person on its roster.
    let policy = include_str!("../../shared/policies/wuhan-interview-2027.toml");
    let publishing = json!({ "policy": policy, "partitions": 4 });
    assert_eq!(city.deployment.operate("/internal/policies", publishing).await.status, 200);
    let row = Row { place: 0, rest: "否,,,,,420106,小学,数学" }.line();
    assert_eq!(import(&city, "text/csv", &format!("{HEAD}\n{row}")).await.status, 200);
    let mut browser = with_password(&city, 0).await;
    let session = browser.session().await;
    assert_eq!((&session["account"], &session["programme"]), (&account, &json!(PROGRAMME)));
    let mut weak = browser.person().await;

    let unknown = {
        let (head, last) = case.split_at(case.len() - 1);
        format!("{head}{}", if last == "0" { "1" } else { "0" })
    };
    for (method, path) in [
        (Method::GET, ""),
        (Method::PUT, "/draft"),
        (Method::DELETE, ""),
        (Method::POST, "/submission"),
        (Method::POST, "/correction"),
        (Method::POST, "/registration"),
        (Method::GET, "/materials"),
        (Method::GET, "/materials/identity-card"),
        (Method::PUT, "/materials/identity-card"),
        (Method::DELETE, "/materials/identity-card"),
        (Method::POST, "/materials/identity-card/certificate"),
        (Method::POST, "/materials/identity-card/uploads"),
    ] {
        let headers = [("if-match", etag.as_str()), ("idempotency-key", "weak")];
        let body = match path {
            "/materials/identity-card/uploads" => json!({ "size": 10 }),
            _ => json!({ "form": {} }),
        };
        let mut asked = Vec::new();
        for case in [&case, &unknown] {
            let answer = weak.ask(method.clone(), &format!("{case}{path}"), &headers, body.clone()).await;
            refused(&answer, 404, "unknown-case");
            asked.push(answer.json());
        }
        assert_eq!(asked[0], asked[1], "{method} {path}");
    }
    let path = "/api/programmes/shenzhen-interview/cases";
    let opening = weak.ask(Method::POST, path, &[("idempotency-key", "open")], json!({})).await;
    refused(&opening, 403, "other-programme");
    let mut code = weak.captcha().await;
    code["programme"] = "shenzhen-interview".into();
    let sent = weak.ask(Method::POST, "/api/identity/codes", &[("idempotency-key", "one")], code).await;
    refused(&sent, 403, "other-programme");

    let seen = browser.open("/auth/sessions").await.json();
    assert_eq!(seen["sessions"].as_array().map(Vec::len), Some(1), "{seen}");
    let ended = browser.send(Method::DELETE, "/auth/sessions", &[("origin", ORIGIN)]).await;
    assert_eq!(ended.json(), json!({ "ended": 0 }));
    assert!(is_open(&mut platform).await);
    // For whoever the platform vouches for nothing has changed, not even the name and the telephone.
    let shown = vouched.ask(Method::GET, &case, &[], Value::Null).await;
    assert_eq!((shown.status.as_u16(), shown.header("etag")), (200, etag.as_str()));
    city.set("04-15T10:01:00.000").await;
    vouched.step_up().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_changes_a_password_ends_what_was_opened_by_it_and_who_forgets_it_asks_an_operator() {
    let city = city().await;
    let mut browser = with_password(&city, 2).await;
    let mut left_open = Browser::new(&city.deployment);
    assert_eq!(log_in(&mut left_open, 2, OWN).await.status, 201);
    refused(&set(&mut browser, 2, "a guess", OTHER).await, 403, "password-refused");
    assert_eq!(set(&mut browser, 2, OWN, OTHER).await.status, 200);
    assert!(is_open(&mut browser).await && !is_open(&mut left_open).await);

    let whose = json!({ "programme": PROGRAMME, "number": number(2) });
    let reset = city.deployment.operate("/internal/passwords/reset", whose).await;
    assert_eq!((reset.status.as_u16(), reset.json()), (200, json!({ "was_set": true, "ended": 1 })));
    assert!(!is_open(&mut browser).await);
    refused(&log_in(&mut browser, 2, OTHER).await, 403, "password-refused");
    city.set("11-08T10:10:00.000").await;
    refused(&log_in(&mut browser, 2, &address(2)).await, 403, "password-change-required");
}

#[tokio::test(flavor = "multi_thread")]
async fn no_page_of_another_site_logs_anybody_in_and_nothing_that_was_entered_can_be_read_in_the_file() {
    let city = city().await;
    let mut browser = with_password(&city, 1).await;
    for headers in [&[][..], &[("origin", "https://evil.example")]] {
        let mut all = vec![("content-type", "application/json")];
        all.extend_from_slice(headers);
        let body = said(&number(1), OWN).to_string();
        let answer =
            city.deployment.client().await.call(Method::POST, "/api/account/sessions", &all, body).await;
        refused(&answer, 403, "origin-refused");
    }
    log_in(&mut browser, 1, "a wrong password").await;
    let state = city.deployment.state().to_owned();
    let mut found = 0;
    for entry in std::fs::read_dir(&state).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap_or_default();
        found += bytes.len();
        for secret in [OWN, "a wrong password", address(1).as_str(), number(1).as_str(), "$argon2id"] {
            assert!(!bytes.windows(secret.len()).any(|window| window == secret.as_bytes()), "{secret}");
        }
    }
    assert_ne!(found, 0);
}
