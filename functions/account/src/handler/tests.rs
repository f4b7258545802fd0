//! Logins by number and password over the store in memory.

use std::cell::RefCell;
use std::rc::Rc;

use super::*;
use domain::identity::{DocumentKind, IdentityDocument};
use edge::{COOKIE, Service};
use futures::executor::block_on;
use kit::{Answer, Counting, Deployment};
use serde_json::{Value, json};

mod choosing;
mod first;
mod guessing;
mod lines;
mod marks;
mod people;
mod races;
mod sessions;

const PROGRAMME: &str = "wuhan-interview";
/// The number is a published example and belongs to nobody.
const NUMBER: &str = "11010519491231002X";
const EMAIL: &str = "xiaoming.wang@example.org";
const NAME: &str = "王小明";
const OWN: &str = "kq7 vd2 mz9 hw4";
const OTHER: &str = "床前明月光疑是地上霜 kq7";

/// A deployment whose roster has one person, and a browser.
struct World {
    deployment: Deployment,
    service: Service<Counting>,
    log: Rc<RefCell<Vec<String>>>,
}

/// A browser: the cookies that it has.
#[derive(Clone, Default)]
struct Browser(RefCell<Vec<(String, String)>>);

impl World {
    fn new() -> Self {
        let deployment = Deployment::of(kit::DERIVING.0);
        deployment.register(
            &deployment.policy,
            &card(NUMBER),
            kit::registered(&[("name", NAME)]),
            Some(EMAIL),
        );
        let log = Rc::new(RefCell::new(Vec::new()));
        let lines = Rc::clone(&log);
        let sink = move |line: &str| lines.borrow_mut().push(line.to_owned());
        Self { service: deployment.service_logging(crate::COMPONENT, sink), deployment, log }
    }

    /// The same where its person has set a password of their own, in a browser that is returned.
    fn with_password() -> (Self, Browser) {
        let (world, browser) = (Self::new(), Browser::default());
        let set = world.set(&browser, EMAIL, OWN, 0);
        assert_eq!(set.status, 200, "{}", set.text);
        (world, browser)
    }

    fn ask(&self, browser: &Browser, method: Method, what: &str, body: &Value, seconds: i64) -> Answer {
        let request = request(browser, method, what, body);
        let answer = kit::answer(&self.service, request, &at(seconds), handle);
        browser.keep(&answer);
        answer
    }

    fn log_in(&self, browser: &Browser, password: &str, seconds: i64) -> Answer {
        self.ask(browser, Method::POST, "sessions", &said(NUMBER, password), seconds)
    }

    fn set(&self, browser: &Browser, password: &str, new: &str, seconds: i64) -> Answer {
        let mut body = said(NUMBER, password);
        body["new"] = new.into();
        self.ask(browser, Method::PUT, "password", &body, seconds)
    }

    /// Returns who is logged in in a browser.
    fn session(&self, browser: &Browser, seconds: i64) -> Option<edge::Session> {
        let found = RefCell::new(None);
        let look = async |request: Request<Body>, cx: &Context<'_, Counting>| {
            found.replace(Some(cx.session(&request).await?));
            Ok(edge::empty(http::StatusCode::OK))
        };
        let request = Request::get("/").header("cookie", browser.cookies());
        kit::answer(&self.service, request.body(Body::full("")).unwrap(), &at(seconds), look);
        found.into_inner()
    }

    fn dump(&self) -> std::collections::BTreeMap<String, Vec<u8>> {
        self.deployment.store().key_value().memory().dump().into_iter().collect()
    }
}

impl Browser {
    fn keep(&self, answer: &Answer) {
        for cookie in answer.headers.get_all("set-cookie") {
            let pair = cookie.to_str().unwrap().split(';').next().unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            let mut kept = self.0.borrow_mut();
            kept.retain(|(known, _)| known != name);
            kept.push((name.to_owned(), value.to_owned()));
        }
    }

    fn cookies(&self) -> String {
        let kept = self.0.borrow();
        kept.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ")
    }

    /// The same browser when its session was closed and everything else is kept.
    fn without_session(&self) -> Self {
        let kept = self.0.borrow().iter().filter(|(name, _)| name != COOKIE).cloned().collect();
        Self(RefCell::new(kept))
    }
}

/// An instant so many seconds into the window.
fn at(seconds: i64) -> String {
    let begin = domain::instant::parse(kit::DERIVING.1).unwrap();
    domain::instant::format(begin + chrono::TimeDelta::seconds(seconds))
}

fn card(number: &str) -> IdentityDocument {
    IdentityDocument::parse(DocumentKind::ResidentIdentityCard, number).unwrap()
}

fn said(number: &str, password: &str) -> Value {
    json!({ "programme": PROGRAMME, "number": number, "password": password })
}

fn request(browser: &Browser, method: Method, what: &str, body: &Value) -> Request<Body> {
    Request::builder()
        .method(method)
        .uri(format!("/api/account/{what}"))
        .header("origin", kit::ORIGIN)
        .header("cookie", browser.cookies())
        .header("content-type", "application/json")
        .body(Body::full(body.to_string()))
        .unwrap()
}

#[test]
fn what_is_no_login_is_refused() {
    let world = World::new();
    let browser = Browser::default();
    for (method, what, status) in [
        (Method::GET, "sessions", 405),
        (Method::DELETE, "sessions", 405),
        (Method::POST, "password", 405),
        (Method::POST, "other", 404),
        (Method::POST, "sessions/one", 404),
    ] {
        assert_eq!(world.ask(&browser, method, what, &Value::Null, 0).status, status, "{what}");
    }
    let mut unknown = said(NUMBER, EMAIL);
    unknown["programme"] = "nowhere".into();
    world.ask(&browser, Method::POST, "sessions", &unknown, 0).refused(404, "unknown-programme");
    let mut more = said(NUMBER, EMAIL);
    more["remember"] = true.into();
    world.ask(&browser, Method::POST, "sessions", &more, 0).refused(422, "invalid-fields");
}

#[test]
fn every_described_operation_has_its_route() {
    let world = World::new();
    let mut described = 0;
    for (path, item) in crate::openapi::description().paths.paths {
        for (method, operation) in [
            (Method::GET, item.get),
            (Method::POST, item.post),
            (Method::PUT, item.put),
            (Method::DELETE, item.delete),
        ] {
            if operation.is_some() {
                let what = path.strip_prefix("/api/account/").unwrap();
                let answer = world.ask(&Browser::default(), method.clone(), what, &json!({}), 0);
                answer.refused(422, "invalid-fields");
                described += 1;
            }
        }
    }
    assert_eq!(described, 2, "a route was added or taken away: describe it");
}
