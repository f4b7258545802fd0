//! The pages in memory. Those who are directed stand on paper here; the real ones are asked in `tests/scenarios/by_hand.rs`.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use super::*;
use edge::{Clock, Outside, Unanswered};
use http::StatusCode;
use kit::{Answer, Counting, Deployment, OPEN};

/// Who is directed, and the clock: what was put under each address.
type Kept = Rc<RefCell<BTreeMap<String, String>>>;

const CLOCK: &str = "http://control.example/clock";
const DIPLOMAS: &str = "http://registers.spin.internal/sandbox/registers/diplomas/script";

struct Sandbox {
    service: edge::Service<Counting>,
    kept: Kept,
}

impl Sandbox {
    fn new() -> Self {
        Self::of(crate::COMPONENT)
    }

    fn of(component: edge::Component) -> Self {
        let kept = Kept::default();
        kept.borrow_mut().insert(CLOCK.to_owned(), format!("{{\"at\":\"{OPEN}\",\"hold\":true}}"));
        let theirs = Rc::clone(&kept);
        let send = move |request: Request<Bytes>| std::future::ready(Ok(answer(&theirs, &request)));
        let outside = Outside::new(send, Clock::never());
        Self { service: Deployment::new().service(component).with_outside(outside), kept }
    }

    fn ask(&self, request: http::request::Builder, form: &str) -> Answer {
        let request = request.body(Body::full(form.to_owned())).unwrap();
        kit::answer(
            &self.service,
            request,
            OPEN,
            async |request: Request<Body>, cx: &Context<'_, Counting>| handle(request, cx).await,
        )
    }

    fn open(&self, path: &str, language: &str) -> String {
        let answer = self.ask(Request::get(path).header("accept-language", language), "");
        assert_eq!(answer.status, 200, "{}", answer.text);
        answer.text
    }

    fn send(&self, path: &str, form: &str) -> Answer {
        self.ask(Request::post(path).header("origin", kit::ORIGIN), form)
    }

    fn kept(&self, address: &str) -> String {
        self.kept.borrow().get(address).cloned().unwrap_or_default()
    }
}

fn answer(kept: &Kept, request: &Request<Bytes>) -> Response<Body> {
    let address = request.uri().to_string();
    let mut kept = kept.borrow_mut();
    if request.method() == Method::PUT {
        kept.insert(address.clone(), String::from_utf8(request.body().to_vec()).unwrap());
        if address != CLOCK {
            return response(StatusCode::NO_CONTENT, "");
        }
        return response(StatusCode::OK, "{\"at\":\"2027-04-15T01:00:00.000Z\",\"hold\":true}");
    }
    // Each writes some fields also where they say nothing.
    let script = kept.get(&address).map_or("{\"delay_ms\":0,\"fields\":{},\"status\":null}", String::as_str);
    response(StatusCode::OK, script)
}

fn response(status: StatusCode, body: &str) -> Response<Body> {
    let mut response = Response::new(Body::full(body.to_owned()));
    *response.status_mut() = status;
    response
}

#[test]
fn outside_the_sandbox_there_is_nothing_here() {
    let nothing = Sandbox::of(edge::Component { variables: &[], ..crate::COMPONENT });
    nothing.ask(Request::get("/sandbox"), "").refused(404, "no-such-resource");
    Sandbox::new().ask(Request::get("/sandbox/other"), "").refused(404, "no-such-resource");
}

#[test]
fn the_first_page_has_each_row_of_d1_with_who_plays_it_and_the_time_and_is_in_both_languages() {
    let sandbox = Sandbox::new();
    for path in ["/sandbox", "/sandbox/"] {
        let (zh, en) = (sandbox.open(path, "zh"), sandbox.open(path, "en"));
        for part in people::CAST {
            let row = format!("<tr id=\"{}\">", part.row);
            assert!(zh.contains(&row) && en.contains(&row), "{}", part.row);
            assert!(zh.contains(&format!("href=\"/sandbox/people/{}\"", part.place)), "{}", part.row);
        }
        assert!(zh.contains("2027-04-15 09:00") && en.contains("2027-04-15 09:00"), "{zh}");
        assert!(zh.contains("视为自动放弃") && en.contains("Deemed given up"), "{en}");
    }
}

#[test]
fn every_page_loads_its_style_and_its_script_from_here() {
    let sandbox = Sandbox::new();
    assert!(sandbox.open("/sandbox", "zh").contains(&format!("href=\"{}\"", pages::STYLE_PATH)));
    for (path, media_type) in [
        (pages::STYLE_PATH, "text/css; charset=utf-8"),
        (pages::ICON_PATH, "image/svg+xml"),
        (pages::AGAIN_PATH, "text/javascript; charset=utf-8"),
    ] {
        let answer = sandbox.ask(Request::get(path), "");
        assert_eq!((answer.status, answer.header("content-type").as_str()), (200, media_type));
    }
}

#[test]
fn a_switch_shows_its_position_and_is_moved_by_a_form() {
    let sandbox = Sandbox::new();
    let on = |id: &str| {
        sandbox.open("/sandbox/switches", "en").matches(&format!("value=\"{id}\" aria-pressed")).count()
    };
    assert_eq!((on("works"), on("outage")), (9, 0));
    let moved = sandbox.send("/sandbox/switches", "switch=diplomas&to=unknown");
    assert_eq!(moved.header("location"), "/sandbox/switches#diplomas");
    assert_eq!(sandbox.kept(DIPLOMAS), r#"{"text":"{\"entry\":null}"}"#);
    assert_eq!((on("works"), on("unknown")), (8, 1));
    sandbox.kept.borrow_mut().insert(DIPLOMAS.to_owned(), r#"{"status":418}"#.to_owned());
    assert!(sandbox.open("/sandbox/switches", "zh").contains("由程序另行设定"));
    assert_eq!(sandbox.send("/sandbox/switches", "switch=all").status, 303);
    assert_eq!(on("works"), 9);
    for form in ["", "switch=diplomas&to=x", "switch=x&to=works"] {
        sandbox.send("/sandbox/switches", form).refused(404, "no-such-resource");
    }
}

#[test]
fn the_clock_offers_the_instants_that_matter_and_is_set_by_a_form() {
    let sandbox = Sandbox::new();
    let page = sandbox.open("/sandbox/clock", "zh");
    assert!(page.contains("时钟停着") && page.contains("窗口关闭"), "{page}");
    // A minute before the window closes, the instant itself, and a minute after.
    for at in ["2027-04-17T06:59:00.000Z", "2027-04-17T07:00:00.000Z", "2027-04-17T07:01:00.000Z"] {
        assert!(page.contains(&format!("name=\"at\" value=\"{at}\"")), "{at}: {page}");
    }
    assert!(sandbox.open("/sandbox/clock", "en").contains("The window closes"));
    for (form, order) in [
        ("at=2027-04-17T06%3A59%3A00.000Z", r#"{"at":"2027-04-17T06:59:00.000Z"}"#),
        ("civil=2027-04-17+15%3A00", r#"{"at":"2027-04-17T07:00:00.000Z"}"#),
        ("minutes=1440", r#"{"at":"2027-04-16T01:00:00.000Z"}"#),
        ("pace=held", r#"{"hold":true}"#),
        ("pace=running", r#"{"hold":false}"#),
    ] {
        assert_eq!(sandbox.send("/sandbox/clock", form).header("location"), "/sandbox/clock", "{form}");
        assert_eq!(sandbox.kept(CLOCK), order);
        sandbox.kept.borrow_mut().remove(CLOCK);
    }
    for form in ["", "civil=tomorrow", "at=%3Cb%3E", "minutes=1", "pace=fast"] {
        let told = sandbox.send("/sandbox/clock", form);
        assert!(told.status == 200 && told.text.contains("role=\"alert\""), "{form}: {}", told.text);
        assert_eq!(sandbox.kept(CLOCK), "", "{form}");
    }
}

#[test]
fn a_clock_that_cannot_be_reached_is_shown_and_offers_nothing() {
    let gone = Outside::new(|_| std::future::ready(Err(Unanswered::Unconnected)), Clock::never());
    let sandbox = Sandbox::new();
    let sandbox = Sandbox { service: sandbox.service.with_outside(gone), ..sandbox };
    let page = sandbox.open("/sandbox/clock", "en");
    assert!(
        page.contains("2027-04-15 09:00") && page.contains("cannot be set") && !page.contains("<form"),
        "{page}"
    );
}

#[test]
fn no_page_of_another_site_moves_a_switch_or_the_clock() {
    let sandbox = Sandbox::new();
    let before = sandbox.kept(CLOCK);
    for (path, form) in
        [("/sandbox/clock", "pace=running"), ("/sandbox/switches", "switch=diplomas&to=outage")]
    {
        for request in [Request::post(path), Request::post(path).header("origin", "https://evil.example")] {
            sandbox.ask(request, form).refused(403, "origin-refused");
        }
    }
    assert_eq!((sandbox.kept(CLOCK), sandbox.kept(DIPLOMAS)), (before, String::new()));
}
