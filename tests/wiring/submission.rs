//! A case is filed, through the routes and grants of the manifest and the registers of the sandbox.

use hyper::Method;
use registers::people::Person as Invented;
use serde_json::{Value, json};

use super::{Person, deployed};
use tests::http::Answer;

impl Person {
    /// Opens a case, fills it in as the invented person at this place, and files it.
    async fn file(&mut self, place: u32, category: &str) -> Answer {
        let invented = Invented::new(place).unwrap();
        let (case, first) = self.open("open").await;
        let draft = json!({ "category": category, "form": {
            "name": invented.name(),
            "document": { "kind": "resident-identity-card", "number": invented.number() },
            "telephone": "13800000000",
        } });
        let edited = self.ask(Method::PUT, &format!("{case}/draft"), &[("if-match", &first)], draft).await;
        let etag = edited.header("etag").to_owned();
        let headers = [("if-match", etag.as_str()), ("idempotency-key", "file")];
        self.ask(Method::POST, &format!("{case}/submission"), &headers, Value::Null).await
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_registers_agree_on_is_approved_at_once_and_the_rest_goes_to_a_person() {
    let deployment = deployed().await;
    let mut agreed = Person::candidate(&deployment, "somebody at home").await;
    let answer = agreed.file(10, "local-household").await;
    assert_eq!((answer.status.as_u16(), &answer.json()["state"]), (200, &"approved".into()), "{answer:?}");
    assert_eq!(answer.json()["message"]["zh"], "业务申请已办结");
    let mut other = Person::candidate(&deployment, "somebody with another name").await;
    let answer = other.file(15, "local-household").await;
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
    let answer = person.ask(Method::POST, "/registers/diplomas/lookups", &[], json!({})).await;
    assert_eq!(answer.status, 404);
}
