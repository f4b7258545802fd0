//! What a service that behaves well never asks of a provider. How it behaves itself, the tests of `login-callback` show.

use super::*;
use kit::{Answer, Counting, Deployment, OPEN};

struct Empty;

impl Stage for Empty {
    async fn read(&self, _: &str) -> Option<Vec<u8>> {
        None
    }
    async fn keep(&self, _: &str, _: &[u8]) {}
    async fn forget(&self, _: &str) {}
    async fn wait(&self, _: u32) {}
}

fn ask(component: edge::Component, request: http::request::Builder) -> Answer {
    let service = Deployment::new().service(component);
    let play = async |request: Request<Body>, cx: &Context<'_, Counting>| handle(request, cx, &Empty).await;
    kit::answer(&service, request.body(Body::full("")).unwrap(), OPEN, play)
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
fn the_page_offers_people_to_choose_and_repeats_what_was_asked_without_trusting_it() {
    let page = authorize(&format!("{ASKED}&x=%22%3E%3Cscript%3E"));
    assert_eq!((page.status, page.header("content-type").as_str()), (200, "text/html; charset=utf-8"));
    assert!(page.text.contains("王小明") && page.text.contains("&amp;person=3\""), "{}", page.text);
    assert!(page.text.contains("法人登录") && !page.text.contains("<script"), "{}", page.text);
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
