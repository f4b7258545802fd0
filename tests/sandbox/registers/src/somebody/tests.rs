use super::*;
use crate::script::testing::Paper;
use kit::{Answer, Counting, Deployment, OPEN};

/// The registers, with what was done about people.
struct Play {
    service: edge::Service<Counting>,
    stage: Paper,
}

impl Play {
    fn new() -> Self {
        Self { service: Deployment::new().service(crate::COMPONENT), stage: Paper::default() }
    }

    fn ask(&self, request: http::request::Builder, body: &str) -> Answer {
        let play = async |request: Request<Body>, cx: &Context<'_, Counting>| {
            crate::handle(request, cx, &self.stage).await
        };
        kit::answer(&self.service, request.body(Body::full(body.to_owned())).unwrap(), OPEN, play)
    }

    fn page(&self, path: &str, language: &str) -> Answer {
        self.ask(Request::get(path).header("accept", "text/html").header("accept-language", language), "")
    }

    /// A browser sends the form of somebody's page.
    fn send(&self, place: u32, form: &str) -> Answer {
        let path = format!("/sandbox/people/{place}/registration");
        self.ask(Request::post(path).header("origin", kit::ORIGIN), form)
    }
}

#[test]
fn there_is_one_of_each_kind_to_look_at_and_anybody_by_number() {
    let play = Play::new();
    let (zh, en) = (play.page("/sandbox/people", "zh").text, play.page("/sandbox/people/", "en").text);
    assert!(zh.contains("居住证已过期") && en.contains("the residence permit has ended"), "{zh}{en}");
    assert!(!en.contains("居住证") && zh.contains("href=\"/sandbox/people/9\""), "{zh}{en}");
    let found = play.page("/sandbox/people?place=+115", "zh");
    assert_eq!((found.status, found.header("location").as_str()), (303, "/sandbox/people/115"));
    assert!(play.page("/sandbox/people?place=10000", "zh").text.contains("没有这个序号"));
    play.page("/sandbox/people/10000", "zh").refused(404, "no-such-resource");
}

#[test]
fn a_page_says_what_each_register_has_of_somebody_and_programs_read_json() {
    let play = Play::new();
    let page = play.page("/sandbox/people/661", "zh").text;
    assert!(
        page.contains("place: 440305") && page.contains("#D1-07") && page.contains("13800000661"),
        "{page}"
    );
    let unknown = play.page("/sandbox/people/9", "en").text;
    assert!(unknown.matches("not known").count() == 4 && !unknown.contains("<form"), "{unknown}");
    assert_eq!(play.ask(Request::get("/sandbox/people/661"), "").json()["kind"], "with-permit");
}

#[test]
fn what_is_done_on_the_examination_site_is_seen_there_and_one_thing_undoes_no_other() {
    let play = Play::new();
    let seen = |said: &str| play.page("/sandbox/people/551", "zh").text.contains(said);
    assert!(seen("status: awaiting-review") && !seen("某某"));
    assert_eq!(play.send(551, "named=other").header("location"), "/sandbox/people/551");
    play.send(551, "status=awaiting-payment");
    assert!(seen("status: awaiting-payment") && seen("name: 某某"));
    play.send(551, "status=paid");
    play.send(551, "named=own");
    assert!(seen("status: paid") && !seen("某某"));
    play.send(551, "status=%3Cscript%3E");
    assert!(seen("status: paid"));
}

#[test]
fn no_page_of_another_site_does_anything_there() {
    let play = Play::new();
    let path = "/sandbox/people/551/registration";
    for request in [Request::post(path), Request::post(path).header("origin", "https://evil.example")] {
        play.ask(request, "status=paid").refused(403, "origin-refused");
    }
    assert!(play.page("/sandbox/people/551", "en").text.contains("status: awaiting-review"));
}

#[test]
fn how_a_register_is_directed_can_be_seen() {
    let play = Play::new();
    let put = Request::put("/sandbox/registers/diplomas/script").header("content-type", "application/json");
    assert_eq!(play.ask(put, r#"{"status":503}"#).status, 204);
    let seen = |register: &str| play.ask(Request::get(format!("/sandbox/registers/{register}/script")), "");
    assert_eq!((seen("diplomas").json()["status"].clone(), seen("certificates").status), (json!(503), 200));
    seen("roster-of-nobody").refused(404, "no-such-resource");
}
