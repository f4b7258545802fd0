//! A telephone is verified, through the routes and grants of the manifest and the gateways of the sandbox.

use hyper::Method;
use serde_json::{Value, json};
use tests::deployment::{Deployment, Plan, SMS_SECRET, sandbox};

use super::{Person, deployed};

#[tokio::test(flavor = "multi_thread")]
async fn a_code_arrives_at_the_telephone_and_entering_it_verifies_the_session() {
    let deployment = deployed().await;
    let mut person = Person::candidate(&deployment, "somebody with a telephone").await;
    let captcha = person.ask(Method::POST, "/api/identity/captcha", &[], Value::Null).await.json();
    assert!(captcha["image"].as_str().is_some_and(|image| image.starts_with("data:image/bmp;base64,")));
    person.step_up().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn both_gateways_deliver_and_one_of_them_honours_keys() {
    let deployment = deployed().await;
    let mut person = Person::candidate(&deployment, "somebody with two messages").await;
    let bearer = format!("Bearer {SMS_SECRET}");
    let key = format!("eff_{}", person.telephone);
    for (gateway, arrived) in [("honouring", 1), ("plain", 3)] {
        for _ in 0..2 {
            let headers = [
                ("authorization", bearer.as_str()),
                ("content-type", "application/json"),
                ("idempotency-key", &key),
            ];
            let path = format!("/sandbox/gateways/{gateway}/messages");
            let body = json!({ "to": person.telephone, "text": gateway }).to_string();
            let answer = person.client.call(Method::POST, &path, &headers, body).await;
            assert_eq!(answer.status, 200, "{answer:?}");
        }
        assert_eq!(person.messages().await.len(), arrived, "{gateway}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gateway_that_nobody_runs_has_certainly_not_taken_the_message() {
    // Nobody listens at this port, or it would not have been free a moment ago.
    let free = std::net::TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
    let url = format!("http://{}", free.expect("there is a free port"));
    let manifest = sandbox();
    let plan = Plan { variables: &[("sms_url", &url)], ..Plan::of(&manifest) };
    let deployment = Deployment::start(plan);
    deployment.prepare(4).await;
    let mut person = Person::candidate(&deployment, "somebody without a gateway").await;
    for key in ["one", "two"] {
        let answer = person.code(key).await;
        assert_eq!((answer.status.as_u16(), answer.code()), (503, "message-not-sent".to_owned()));
    }
}
