//! Somebody has left sessions open elsewhere, in a browser and at a portal: they see them, and end one, then all. Of staff who have
//! left, an operator does so.

use super::portal::{exchange, visit};
use super::*;
use tests::browser::Browser;
use tests::deployment::{ORIGIN, SECRET};

/// What a page of ours sends along with a change.
const OURS: [(&str, &str); 1] = [("origin", ORIGIN)];

async fn list(browser: &mut Browser) -> Vec<Value> {
    let answer = browser.open("/auth/sessions").await;
    assert_eq!(answer.status, 200, "{answer:?}");
    answer.json()["sessions"].as_array().expect("a list").clone()
}

async fn is_open(browser: &mut Browser) -> bool {
    browser.open("/auth/session").await.status == 200
}

#[tokio::test(flavor = "multi_thread")]
async fn a_candidate_sees_where_they_are_logged_in_and_ends_what_they_have_left_open_elsewhere() {
    let city = City::at("04-15T10:00:00.000").await;
    let [mut school, mut telephone, mut home] = [(); 3].map(|()| Browser::new(&city.deployment));
    school.log_in("", "person=0").await;
    let told = visit(&mut Browser::new(&city.deployment), "person=0").await;
    let given = exchange(city.deployment.client().await, &told["code"]).await.json();
    let bearer = format!("Bearer {}", given["access_token"].as_str().expect("a token"));
    city.set("04-15T10:05:00.000").await;
    telephone.log_in("", "person=0").await;
    // At home it has been open since ten as well, and is used.
    city.set("04-15T10:00:00.000").await;
    home.log_in("", "person=0").await;
    Browser::new(&city.deployment).log_in("", "person=1").await;
    city.set("04-15T10:10:00.000").await;

    let shown = list(&mut home).await;
    let seen: Vec<_> = shown.iter().map(|session| (&session["began"], &session["portal"])).collect();
    let [five, ten] = [json!("2027-04-15T02:05:00.000Z"), json!("2027-04-15T02:00:00.000Z")];
    assert_eq!(seen.len(), 4, "{shown:?}");
    assert_eq!(seen[0], (&five, &Value::Null));
    assert!(seen[1..].iter().all(|(began, _)| **began == ten), "{shown:?}");
    assert_eq!(shown.iter().filter(|session| session["portal"] == "demo").count(), 1);
    assert_eq!(shown.iter().filter(|session| session["current"] == true).count(), 1);

    // Whoever sits down at a browser that was left open ends nothing elsewhere before they log in again.
    let forgotten = format!("/auth/sessions/{}", shown[0]["session"].as_str().expect("an id"));
    refused(&home.send(Method::DELETE, &forgotten, &OURS).await, 403, "login-too-old");
    refused(&home.send(Method::DELETE, "/auth/sessions", &OURS).await, 403, "login-too-old");
    home.log_in("", "person=0").await;
    refused(&home.send(Method::DELETE, &forgotten, &[]).await, 403, "origin-refused");
    assert_eq!(home.send(Method::DELETE, &forgotten, &OURS).await.status, 204);
    refused(&home.send(Method::DELETE, &forgotten, &OURS).await, 404, "unknown-session");
    assert!(!is_open(&mut telephone).await && is_open(&mut school).await && is_open(&mut home).await);

    let ended = home.send(Method::DELETE, "/auth/sessions", &OURS).await;
    assert_eq!((ended.status.as_u16(), ended.json()), (200, json!({ "ended": 2 })));
    assert!(!is_open(&mut school).await && is_open(&mut home).await);
    let headers = [("authorization", bearer.as_str())];
    let taken_back = city.deployment.client().await.call(Method::GET, "/auth/session", &headers, "").await;
    refused(&taken_back, 401, "session-ended");
    assert_eq!(list(&mut home).await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_operator_ends_what_a_member_of_staff_who_has_left_has_open() {
    let city = City::at("04-15T10:00:00.000").await;
    let [mut office, mut home, mut own, mut colleague] = [(); 4].map(|()| Browser::new(&city.deployment));
    let reviewer = |place: u32| format!("person={place}&role=reviewer&region=440300");
    office.log_in("realm=staff", &reviewer(20)).await;
    home.log_in("realm=staff", &reviewer(20)).await;
    own.log_in("", "person=20").await;
    colleague.log_in("realm=staff", &reviewer(21)).await;
    let account = office.session().await["account"].as_str().expect("an account").to_owned();

    let bearer = format!("Bearer {SECRET}");
    let end = async |account: &str, headers: &[(&str, &str)]| {
        let path = format!("/internal/accounts/{account}/sessions");
        city.deployment.client().await.call(Method::DELETE, &path, headers, "").await
    };
    let operator = [("authorization", bearer.as_str())];
    refused(&end(&account, &[]).await, 404, "no-such-resource");
    refused(&end("acct_06A1B2C3D4E5F6G7H8J9K0M1N2", &operator).await, 404, "unknown-account");
    assert!(is_open(&mut office).await);
    let ended = end(&account, &operator).await;
    assert_eq!((ended.status.as_u16(), ended.json()), (200, json!({ "account": account, "ended": 3 })));
    for browser in [&mut office, &mut home, &mut own] {
        refused(&browser.open("/auth/session").await, 401, "session-ended");
    }
    assert!(is_open(&mut colleague).await);
    assert_eq!(end(&account, &operator).await.json()["ended"], 0);
}
