//! What a service that behaves well never asks of a provider, and what people see. How the service behaves itself, the tests of
//! `login-callback` show.

use std::cell::RefCell;
use std::collections::BTreeMap;

use super::*;
use kit::{Answer, Counting, Deployment, OPEN};

mod devices;

/// A provider that keeps what it is given, and waits for nothing.
struct Provider {
    service: edge::Service<Counting>,
    kept: Paper,
}

#[derive(Default)]
struct Paper(RefCell<BTreeMap<String, Vec<u8>>>);

impl Stage for Paper {
    async fn read(&self, name: &str) -> Option<Vec<u8>> {
        self.0.borrow().get(name).cloned()
    }
    async fn keep(&self, name: &str, value: &[u8]) {
        self.0.borrow_mut().insert(name.to_owned(), value.to_vec());
    }
    async fn forget(&self, name: &str) {
        self.0.borrow_mut().remove(name);
    }
    async fn wait(&self, _: u32) {}
}

impl Provider {
    fn new(component: edge::Component) -> Self {
        Self { service: Deployment::new().service(component), kept: Paper::default() }
    }

    fn ask(&self, request: http::request::Builder, body: &str, now: &str) -> Answer {
        let play =
            async |request: Request<Body>, cx: &Context<'_, Counting>| handle(request, cx, &self.kept).await;
        kit::answer(&self.service, request.body(Body::full(body.to_owned())).unwrap(), now, play)
    }

    /// A browser opens a path.
    fn open(&self, path: &str) -> Answer {
        self.ask(Request::get(path), "", OPEN)
    }
}

fn ask(component: edge::Component, request: http::request::Builder) -> Answer {
    Provider::new(component).ask(request, "", OPEN)
}

fn authorize(query: &str) -> Answer {
    ask(crate::COMPONENT, Request::get(format!("/sandbox/identity/platform/authorize?{query}")))
}

const ASKED: &str = "client_id=miaopi&redirect_uri=https%3A%2F%2Fmiaopi.example%2Fauth%2Fcallback&response_type=code&\
                     code_challenge_method=S256&code_challenge=x&scope=openid&state=s&nonce=n";

#[test]
fn outside_the_sandbox_there_is_nothing_here() {
    let component = edge::Component { variables: &[], ..crate::COMPONENT };
    ask(component, Request::get("/sandbox/identity/platform/keys")).refused(404, "no-such-resource");
}

#[test]
fn the_page_offers_both_entrances_and_repeats_what_was_asked_without_trusting_it() {
    let page = authorize(&format!("{ASKED}&x=%22%3E%3Cscript%3E"));
    assert_eq!((page.status, page.header("content-type").as_str()), (200, "text/html; charset=utf-8"));
    assert!(page.text.contains("个人登录") && page.text.contains("&#38;as=personal\""), "{}", page.text);
    assert!(page.text.contains("法人登录") && !page.text.contains("<script"), "{}", page.text);
}

#[test]
fn staff_say_on_one_page_who_they_are() {
    let asked = ASKED.replace("client_id=miaopi", "client_id=miaopi+at+the+office");
    let page = ask(crate::COMPONENT, Request::get(format!("/sandbox/identity/staff/authorize?{asked}")));
    assert_eq!(page.text.matches("role=administrator").count(), 2, "{}", page.text);
    assert!(page.text.contains("person=100&#38;role=reviewer&#38;region=440300\""), "{}", page.text);
}

#[test]
fn how_a_provider_is_directed_can_be_seen() {
    let provider = Provider::new(crate::COMPONENT);
    let path = "/sandbox/identity/platform/script";
    let put = Request::put(path).header("content-type", "application/json");
    assert_eq!(provider.ask(put, r#"{"status":503,"delay_ms":9}"#, OPEN).status, 204);
    let seen = provider.open(path).json();
    assert_eq!((&seen["status"], &seen["delay_ms"]), (&json!(503), &json!(9)));
    assert_eq!(provider.open("/sandbox/identity/staff/script").json()["status"], json!(null));
}

#[test]
fn nobody_is_sent_anywhere_else_and_nothing_is_given_without_a_challenge() {
    for (right, wrong) in [
        ("client_id=miaopi", "client_id=other"),
        ("miaopi.example", "evil.example"),
        ("response_type=code", "response_type=token"),
        ("method=S256", "method=plain"),
        ("scope=openid", "scope=profile"),
    ] {
        authorize(&format!("{}&person=0", ASKED.replace(right, wrong))).refused(422, "invalid-fields");
    }
}

#[test]
fn only_the_client_gets_an_answer_at_the_token_endpoint() {
    let answer = ask(crate::COMPONENT, Request::post("/sandbox/identity/staff/token"));
    assert_eq!((answer.status, answer.text.as_str()), (401, r#"{"error":"invalid_client"}"#));
}
