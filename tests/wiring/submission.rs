//! A case is filed, through the routes and grants of the manifest and the registers of the sandbox.

use hyper::Method;
use serde_json::json;

use super::{Person, deployed};

#[tokio::test(flavor = "multi_thread")]
async fn what_the_registers_agree_on_is_approved_at_once_and_the_rest_goes_to_a_person() {
    let deployment = deployed().await;
    let mut agreed = Person::candidate(&deployment, "somebody at home 10").await;
    let (case, etag) = agreed.draft(10, "local-household").await;
    let answer = agreed.submit(&case, &etag).await;
    assert_eq!((answer.status.as_u16(), &answer.json()["state"]), (200, &"approved".into()), "{answer:?}");
    assert_eq!(answer.json()["message"]["zh"], "业务申请已办结");
    let mut other = Person::candidate(&deployment, "somebody with another name 15").await;
    let (case, etag) = other.draft(15, "local-household").await;
    let answer = other.submit(&case, &etag).await;
    assert_eq!(
        (answer.status.as_u16(), &answer.json()["state"]),
        (200, &"under-review".into()),
        "{answer:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gateway_is_asked_by_components_alone() {
    let deployment = deployed().await;
    let mut person = Person::candidate(&deployment, "curious about registers").await;
    // There is nothing but the portal, which takes forms of its own pages alone, and has no such page.
    for path in ["/registers/diplomas/lookups", "/messages"] {
        assert_eq!(person.ask(Method::POST, path, &[], json!({})).await.status, 403);
        assert_eq!(person.ask(Method::GET, path, &[], json!({})).await.status, 404);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_key_that_opened_a_case_files_it_as_well() {
    let deployment = deployed().await;
    let mut person = Person::candidate(&deployment, "somebody with one key for everything 20").await;
    let (case, etag) = person.draft(20, "local-household").await;
    let headers = [("if-match", etag.as_str()), ("idempotency-key", "open")];
    let answer = person.ask(Method::POST, &format!("{case}/submission"), &headers, json!(null)).await;
    assert_eq!(answer.json()["state"], "approved", "{answer:?}");
}
