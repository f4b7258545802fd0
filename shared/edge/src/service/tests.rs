use super::testing::{at, empty_store, seeded_store};
use super::*;
use crate::problem::Code;
use crate::reply::empty;
use futures::executor::block_on;
use http::StatusCode;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use store::Memory;

const COMPONENT: Component = Component { name: "test", gate: Gate::Verified, variables: &[] };

struct World {
    service: Service<Memory>,
    lines: Rc<RefCell<Vec<String>>>,
}

impl World {
    fn new(component: Component, store: Store<Memory>) -> Self {
        let lines = Rc::new(RefCell::new(Vec::new()));
        let kept = Rc::clone(&lines);
        let settings = Settings::new("https://miaopi.example/", BTreeMap::new());
        let service =
            Service::new(component, store, settings, move |line| kept.borrow_mut().push(line.to_owned()));
        Self { service, lines }
    }

    fn ask(
        &self,
        request: http::request::Builder,
        handle: impl AsyncFnOnce(Request<Body>, &Context<'_, Memory>) -> Result<Response<Bytes>, Problem>,
    ) -> Response<Bytes> {
        let request = request.body(Body::full("")).unwrap();
        block_on(self.service.respond(request, at("2027-04-15T01:00:00Z"), handle))
    }
}

fn open() -> World {
    World::new(Component { gate: Gate::Open, ..COMPONENT }, empty_store())
}

fn code(response: &Response<Bytes>) -> String {
    let document: serde_json::Value = serde_json::from_slice(response.body()).unwrap();
    document["code"].as_str().unwrap().to_owned()
}

#[test]
fn every_answer_carries_its_name_and_is_kept_by_nobody() {
    let answer = open().ask(Request::get("/"), async |_, _| Ok(empty(StatusCode::OK)));
    let shown: Vec<String> =
        answer.headers().iter().map(|(name, value)| format!("{name}: {value:?}")).collect();
    insta::assert_snapshot!(shown.join("\n"), @r#"
    correlation-id: "c15c0289ec2d0a91"
    content-length: "0"
    cache-control: "no-store"
    x-content-type-options: "nosniff"
    content-security-policy: "default-src 'none'; base-uri 'none'; frame-ancestors 'none'"
    referrer-policy: "no-referrer"
    "#);
}

#[test]
fn a_refused_caller_can_finish_sending_and_then_reads_why() {
    let taken = Rc::new(RefCell::new(0));
    let sending = |taken: &Rc<RefCell<usize>>| {
        let taken = Rc::clone(taken);
        let pieces = futures::stream::iter(vec![Bytes::from_static(b"piece"); 9]);
        Body::new(
            futures::StreamExt::map(pieces, move |piece| {
                *taken.borrow_mut() += 1;
                Ok(piece)
            }),
            crate::body::Clock::never(),
        )
    };
    let refuse = async |_: Request<Body>, _: &Context<'_, Memory>| Err(Problem::new(Code::SessionRequired));
    for (world, status) in [(open(), 401), (World::new(COMPONENT, empty_store()), 503)] {
        taken.replace(0);
        let request = Request::new(sending(&taken));
        let answer = block_on(world.service.respond(request, at("2027-04-15T01:00:00Z"), refuse));
        assert_eq!((answer.status().as_u16(), *taken.borrow()), (status, 9));
    }
}

#[test]
fn a_handler_can_let_its_answer_be_kept() {
    let answer = open().ask(Request::get("/"), async |_, _| {
        let value = HeaderValue::from_static("no-cache");
        Ok(crate::reply::with_header(empty(StatusCode::OK), CACHE_CONTROL, value))
    });
    assert_eq!(answer.headers()[CACHE_CONTROL], "no-cache");
}

#[test]
fn a_fault_is_logged_once_and_the_answer_holds_nothing_but_its_reference() {
    let world = open();
    let answer = world.ask(Request::get("/secret-path").header("accept-language", "en"), async |_, cx| {
        cx.enter("/x/{y}");
        Err(Problem::fault("partition/3/0 is damaged"))
    });
    assert_eq!(answer.status(), StatusCode::INTERNAL_SERVER_ERROR);
    let text = String::from_utf8(answer.body().to_vec()).unwrap();
    let correlation = answer.headers()["correlation-id"].to_str().unwrap();
    assert!(!text.contains("partition") && text.contains(correlation), "{text}");
    let lines = world.lines.borrow();
    let shown: Vec<String> =
        lines.iter().map(|line| line.split(",\"ms\"").next().unwrap().to_owned()).collect();
    insta::assert_snapshot!(shown.join("\n"), @r#"
    {"at":"2027-04-15T01:00:00.000Z","component":"test","correlation":"c15c0289ec2d0a91","event":"fault","code":"fault","reason":"partition/3/0 is damaged"}
    {"at":"2027-04-15T01:00:00.000Z","component":"test","correlation":"c15c0289ec2d0a91","event":"served","method":"GET","route":"/x/{y}","status":500
    "#);
}

#[test]
fn the_line_of_a_refusal_says_why_and_whose_it_was() {
    let world = World::new(Component { gate: Gate::Open, ..COMPONENT }, block_on(seeded_store()));
    let account = domain::id::AccountId::from_u128(7);
    let logged_in = RefCell::new(String::new());
    world.ask(Request::get("/login"), async |_, cx| {
        let opened = cx.open_session(domain::actor::Actor::Candidate(account)).await?;
        logged_in.replace(format!("Bearer {}", opened.token));
        Ok(empty(StatusCode::OK))
    });
    let bearer = logged_in.borrow().clone();
    world.ask(Request::get("/x").header("authorization", bearer), async |request, cx| {
        cx.session(&request).await?;
        Err(Problem::new(Code::NotPermitted))
    });
    world.ask(Request::get("/x"), async |request, cx| {
        cx.session(&request).await.map(|_| empty(StatusCode::OK))
    });
    let lines = world.lines.borrow();
    let said = lines.iter().map(|line| {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        (line["code"].as_str().map(str::to_owned), line["account"].as_str().map(str::to_owned))
    });
    let account = Some(account.to_string());
    let code = |code: &str| Some(code.to_owned());
    let expected =
        [(None, account.clone()), (code("not-permitted"), account), (code("session-required"), None)];
    assert_eq!(said.collect::<Vec<_>>(), expected);
}

#[test]
fn a_method_that_nobody_knows_is_not_repeated_in_the_log() {
    let world = open();
    let method = Method::from_bytes(b"ZHANGSAN").unwrap();
    world.ask(Request::builder().method(method), async |_, _| Ok(empty(StatusCode::OK)));
    assert!(!world.lines.borrow()[0].contains("ZHANGSAN"));
}

#[test]
fn head_has_the_headers_of_get_and_no_body() {
    let answer = open().ask(Request::head("/"), async |request, _| {
        assert_eq!(request.method(), Method::GET);
        crate::reply::json(StatusCode::OK, &"text")
    });
    assert_eq!((answer.status(), answer.body().len()), (StatusCode::OK, 0));
}

#[test]
fn nothing_is_served_before_the_store_is_verified_and_then_it_is() {
    let world = World::new(COMPONENT, block_on(seeded_store()));
    let ask = || world.ask(Request::get("/"), async |_, _| Ok(empty(StatusCode::OK)));
    let refused = ask();
    assert_eq!((refused.status().as_u16(), code(&refused)), (503, "store-not-verified".to_owned()));
    block_on(world.service.store.self_test(BUILD)).unwrap();
    assert_eq!(ask().status(), StatusCode::OK);
    // From now on it is remembered: the store is not asked again.
    world.service.store.key_value().restore(BTreeMap::new());
    assert_eq!(ask().status(), StatusCode::OK);
}

#[test]
fn a_broken_promise_is_named() {
    let store = block_on(seeded_store());
    let key = store::Key::SelfTestVerdict(BUILD.to_owned());
    block_on(store.key_value().set(&key, b"stale-swap-is-lost")).unwrap();
    let refused = World::new(COMPONENT, store).ask(Request::get("/"), async |_, _| Ok(empty(StatusCode::OK)));
    let document: serde_json::Value = serde_json::from_slice(refused.body()).unwrap();
    assert_eq!(document["promise"], "stale-swap-is-lost");
}

#[test]
fn a_session_that_does_not_exist_is_refused_before_any_handler_goes_on() {
    let world = World::new(Component { gate: Gate::Open, ..COMPONENT }, block_on(seeded_store()));
    let ask = |request: http::request::Builder| {
        let refused = world.ask(request, async |request, cx| {
            cx.session(&request).await?;
            Ok(empty(StatusCode::OK))
        });
        (refused.status().as_u16(), code(&refused))
    };
    assert_eq!(ask(Request::get("/")), (401, Code::SessionRequired.name().to_owned()));
    let forged = Request::get("/").header("cookie", "__Host-session=AAAA");
    assert_eq!(ask(forged), (401, Code::SessionEnded.name().to_owned()));
}
