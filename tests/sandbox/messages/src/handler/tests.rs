use super::*;
use edge::{BUILD, Service, Settings};
use futures::executor::block_on;
use serde_json::Value;
use std::cell::RefCell;
use std::collections::BTreeMap;
use store::{KeyRing, Memory, Seeding, Store, seeded};

const SECRET: &str = "the secret of the gateway in tests";
const TELEPHONE: &str = "13800000000";

#[derive(Default)]
struct Paper {
    kept: RefCell<BTreeMap<String, Vec<u8>>>,
    counts: RefCell<BTreeMap<String, i64>>,
    waited: RefCell<u32>,
}

impl Stage for Paper {
    async fn get(&self, key: &str) -> Option<Vec<u8>> {
        self.kept.borrow().get(key).cloned()
    }

    async fn keep(&self, key: &str, value: &[u8]) {
        self.kept.borrow_mut().insert(key.to_owned(), value.to_vec());
    }

    async fn count(&self, key: &str, more: i64) -> i64 {
        let mut counts = self.counts.borrow_mut();
        let count = counts.entry(key.to_owned()).or_default();
        *count += more;
        *count
    }

    async fn wait(&self, milliseconds: u32) {
        *self.waited.borrow_mut() += milliseconds;
    }
}

struct Gateway {
    service: Service<Memory>,
    stage: Paper,
}

impl Gateway {
    fn new(name: &str, sandbox: &str) -> Self {
        let ring = KeyRing::parse("1:AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=").unwrap();
        let store = Store::new(Memory::default(), ring, seeded(1));
        block_on(async {
            store.found(Seeding::First).await.unwrap();
            store.self_test(BUILD).await.unwrap();
        });
        let variables = [("sandbox", sandbox), ("gateway", name), (edge::SMS_SECRET, SECRET)];
        let variables = variables.into_iter().map(|(name, value)| (name, value.to_owned())).collect();
        let settings = Settings::new("https://miaopi.example", variables);
        Self { service: Service::new(crate::COMPONENT, store, settings, |_| {}), stage: Paper::default() }
    }

    fn ask(&self, method: Method, path: &str, headers: &[(&str, &str)], body: &Value) -> (u16, Value) {
        let (status, body) = self.answer(method, path, headers, body);
        (status, serde_json::from_str(&body).unwrap_or_default())
    }

    /// A browser opens a page.
    fn page(&self, path: &str, language: &str) -> String {
        let headers = [("accept", "text/html"), ("accept-language", language)];
        let (status, page) = self.answer(Method::GET, path, &headers, &Value::Null);
        assert_eq!(status, 200, "{page}");
        page
    }

    fn answer(&self, method: Method, path: &str, headers: &[(&str, &str)], body: &Value) -> (u16, String) {
        let mut request =
            Request::builder().method(method).uri(path).header("content-type", "application/json");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Body::full(body.to_string())).unwrap();
        let now = instant::parse("2027-04-15T01:00:00Z").unwrap();
        let handle =
            async |request: Request<Body>, cx: &Context<'_, Memory>| handle(request, cx, &self.stage).await;
        let response = block_on(self.service.respond(request, now, handle));
        (response.status().as_u16(), String::from_utf8(response.body().to_vec()).unwrap())
    }

    fn send(&self, key: &str) -> (u16, Value) {
        self.send_to(TELEPHONE, key, "您好")
    }

    fn send_to(&self, telephone: &str, key: &str, text: &str) -> (u16, Value) {
        let bearer = format!("Bearer {SECRET}");
        let headers = [("authorization", bearer.as_str()), ("idempotency-key", key)];
        self.ask(Method::POST, "/messages", &headers, &json!({ "to": telephone, "text": text }))
    }

    fn direct(&self, name: &str, script: &Value) -> u16 {
        self.ask(Method::PUT, &format!("/sandbox/gateways/{name}/script"), &[], script).0
    }

    fn arrived(&self) -> usize {
        let (_, inbox) = self.ask(Method::GET, &format!("/sandbox/inbox/{TELEPHONE}"), &[], &Value::Null);
        inbox["messages"].as_array().unwrap().len()
    }
}

#[test]
fn a_message_is_read_on_the_telephone_that_it_was_sent_to() {
    let gateway = Gateway::new("honouring", "true");
    assert_eq!(gateway.send("one"), (200, json!({ "id": "honouring-one" })));
    let (_, inbox) = gateway.ask(Method::GET, &format!("/sandbox/inbox/{TELEPHONE}"), &[], &Value::Null);
    let message = json!({ "at": "2027-04-15T01:00:00.000Z", "gateway": "honouring", "text": "您好" });
    assert_eq!(inbox, json!({ "messages": [message] }));
    let (_, other) = gateway.ask(Method::GET, "/sandbox/inbox/13900000000", &[], &Value::Null);
    assert_eq!(other, json!({ "messages": [] }));
}

#[test]
fn one_gateway_honours_keys_and_the_other_one_does_not() {
    let honouring = Gateway::new("honouring", "true");
    assert_eq!(honouring.send("one"), honouring.send("one"));
    honouring.send("two");
    assert_eq!(honouring.arrived(), 2);
    let plain = Gateway::new("plain", "true");
    assert_ne!(plain.send("one"), plain.send("one"));
    assert_eq!(plain.arrived(), 2);
}

#[test]
fn a_script_makes_a_gateway_fail_wait_lose_its_answer_or_say_something_else() {
    let gateway = Gateway::new("plain", "true");
    let directed = |script: &Value| {
        assert_eq!(gateway.direct("plain", script), 204);
        gateway.send("one")
    };
    assert_eq!(directed(&json!({ "status": 503 })).0, 503);
    assert_eq!(gateway.arrived(), 0);
    assert_eq!(directed(&json!({ "status": 500, "delivers": true })).0, 500);
    assert_eq!(gateway.arrived(), 1);
    assert_eq!(directed(&json!({ "answer": "<html>" })), (200, Value::Null));
    assert_eq!(directed(&json!({ "delay_ms": 40 })).0, 200);
    assert_eq!((*gateway.stage.waited.borrow(), gateway.arrived()), (40, 3));
    assert_eq!(gateway.direct("honouring", &json!({})), 404);
}

#[test]
fn a_gateway_takes_nothing_from_strangers_and_nothing_that_is_no_message() {
    let gateway = Gateway::new("honouring", "true");
    let message = json!({ "to": TELEPHONE, "text": "您好" });
    let stranger = [("authorization", "Bearer somebody"), ("idempotency-key", "one")];
    assert_eq!(gateway.ask(Method::POST, "/messages", &stranger, &message).0, 401);
    let bearer = format!("Bearer {SECRET}");
    let known = [("authorization", bearer.as_str()), ("idempotency-key", "one")];
    assert_eq!(gateway.ask(Method::POST, "/messages", &known, &json!({ "to": "1", "text": "您好" })).0, 422);
    assert_eq!(gateway.ask(Method::POST, "/messages", &known[..1], &message).0, 400);
    assert_eq!(gateway.arrived(), 0);
}

#[test]
fn outside_the_sandbox_there_is_nothing_here() {
    assert_eq!(Gateway::new("honouring", "false").send("one").0, 404);
}

#[test]
fn the_inbox_shows_every_telephone_with_its_newest_message_and_a_telephone_all_of_its_own() {
    let gateway = Gateway::new("honouring", "true");
    let empty = gateway.page("/sandbox/inbox", "zh");
    assert!(empty.contains("还没有短信"), "{empty}");
    gateway.send_to("13800000115", "one", "验证码 123456");
    gateway.send_to("13800000115", "two", "<b>验证码</b> 654321");
    gateway.send_to("13900000000", "three", "您好");
    let list = gateway.page("/sandbox/inbox/", "zh");
    assert!(list.contains("654321") && !list.contains("123456") && list.contains("您好"), "{list}");
    // Whose it is, if it is that of somebody invented.
    assert!(
        list.contains("href=\"/sandbox/people/115\"") && list.contains("href=\"/sandbox/inbox/13900000000\""),
        "{list}"
    );
    let one = gateway.page("/sandbox/inbox/13800000115", "en");
    assert!(one.contains("&#60;b&#62;验证码") && !one.contains("您好") && one.contains("Reload"), "{one}");
    // The newest first.
    assert!(one.find("654321") < one.find("123456"), "{one}");
    assert!(one.contains("2027-04-15 09:00"), "an instant is shown as people in China read it: {one}");
    let known = json!({ "telephones": ["13800000115", "13900000000"] });
    assert_eq!(gateway.ask(Method::GET, "/sandbox/inbox", &[], &Value::Null), (200, known));
}

#[test]
fn how_a_gateway_is_directed_can_be_seen() {
    let gateway = Gateway::new("plain", "true");
    gateway.direct("plain", &json!({ "status": 500, "delivers": true }));
    let (status, script) = gateway.ask(Method::GET, "/sandbox/gateways/plain/script", &[], &Value::Null);
    assert_eq!((status, script), (200, json!({ "status": 500, "delivers": true, "delay_ms": 0 })));
}
