//! A draft from its opening to its end, through the routes, the grants and the store of the manifest.

use hyper::Method;
use serde_json::{Value, json};
use tests::deployment::ORIGIN;

use super::{Person, deployed};

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_is_opened_read_edited_and_given_up() {
    let deployment = deployed().await;
    let mut person = Person::candidate(&deployment, "owner of a draft 0").await;
    let (case, first) = person.open("one").await;

    let draft = json!({ "category": "local-household", "form": { "name": "王小明" } });
    let edited =
        person.ask(Method::PUT, &format!("{case}/draft"), &[("if-match", &first)], draft.clone()).await;
    assert_eq!(edited.status, 200, "{edited:?}");
    let stale = person.ask(Method::PUT, &format!("{case}/draft"), &[("if-match", &first)], draft).await;
    assert_eq!((stale.status.as_u16(), stale.code()), (412, "changed-meanwhile".to_owned()));

    let read = person.ask(Method::GET, &case, &[], Value::Null).await;
    assert_eq!(read.json()["draft"]["form"]["name"], "王小明");
    let second = read.header("etag").to_owned();
    let unchanged = person.ask(Method::GET, &case, &[("if-none-match", &second)], Value::Null).await;
    assert_eq!(unchanged.status, 304);

    let mut other = Person::candidate(&deployment, "stranger to a draft").await;
    let hidden = other.ask(Method::GET, &case, &[], Value::Null).await;
    assert_eq!((hidden.status.as_u16(), hidden.code()), (404, "unknown-case".to_owned()));

    let gone = person.ask(Method::DELETE, &case, &[("if-match", &second)], Value::Null).await;
    assert_eq!(gone.status, 204, "{gone:?}");
    let read = person.ask(Method::GET, &case, &[], Value::Null).await;
    assert_eq!(read.code(), "unknown-case");
    let (again, _) = person.open("two").await;
    assert_ne!(again, case, "whoever has given up a draft can begin anew");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cookie_is_enough_to_read_and_needs_our_origin_to_change() {
    let deployment = deployed().await;
    let mut person = Person::candidate(&deployment, "browser user").await;
    let cookie = person.cookie.clone();
    let path = "/api/programmes/shenzhen-interview/cases";
    for (origin, status) in [(None, 403), (Some("https://elsewhere.example"), 403), (Some(ORIGIN), 201)] {
        let mut headers = vec![("cookie", cookie.as_str()), ("idempotency-key", "one")];
        headers.extend([("content-type", "application/json"), ("host", "miaopi.example")]);
        headers.extend(origin.map(|origin| ("origin", origin)));
        let answer = person.client.call(Method::POST, path, &headers, "{}").await;
        assert_eq!(answer.status, status, "{origin:?}: {answer:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_interface_is_described_and_every_described_path_has_a_route() {
    let deployment = deployed().await;
    let mut client = deployment.client().await;
    let answer = client.call(Method::GET, "/api/openapi.json", &[], "").await;
    assert_eq!(answer.status, 200);
    let description = answer.json();
    assert_eq!(description["openapi"].as_str().map(|version| &version[..3]), Some("3.1"));
    for path in description["paths"].as_object().expect("paths").keys() {
        let path = path.replace("{programme}", "unknown").replace("{case}", "unknown");
        let answer = client.call(Method::GET, &path, &[], "").await;
        // A route that the manifest does not have is answered by the host, without a problem document.
        let is_routed = matches!(answer.status.as_u16(), 200 | 303) || !answer.code().is_empty();
        assert!(is_routed, "{path}: {answer:?}");
    }
}
