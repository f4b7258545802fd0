//! The handlers over the store in memory.

use super::*;
use domain::actor::Actor;
use domain::id::AccountId;
use edge::Service;
use kit::{Answer, Counting, Deployment, OPEN, ORIGIN, reviewer_of};
use serde_json::{Value, json};

mod calls;
mod derived;
mod listing;
mod opening;

const PROGRAMME: &str = "/api/programmes/shenzhen-interview";
const CASES: &str = "/api/programmes/shenzhen-interview/cases";

/// A deployment in memory, with a clock that the test sets.
struct World {
    deployment: Deployment,
    service: Service<Counting>,
    people: [AccountId; 2],
    now: String,
}

impl World {
    fn new() -> Self {
        let deployment = Deployment::new();
        let people = ["王小明", "李雷"].map(|name| deployment.account(name, Some("13800000000")));
        Self { service: deployment.service(crate::COMPONENT), people, deployment, now: OPEN.to_owned() }
    }

    fn log_in(&self, actor: Actor) -> String {
        self.deployment.log_in(actor, &self.now)
    }

    fn candidate(&self, place: usize) -> String {
        self.log_in(Actor::Candidate(self.people[place]))
    }

    fn ask(&self, request: http::request::Builder, body: impl Into<Bytes>) -> Answer {
        kit::answer(&self.service, request.body(Body::full(body)).unwrap(), &self.now, handle)
    }

    fn open(&self, token: &str, key: &str) -> Answer {
        let request = Request::post(CASES).header("authorization", format!("Bearer {token}"));
        self.ask(request.header("idempotency-key", key), "")
    }

    fn open_with(&self, token: &str, key: &str, body: &Value) -> Answer {
        let request = Request::post(CASES)
            .header("authorization", format!("Bearer {token}"))
            .header("content-type", "application/json")
            .header("idempotency-key", key);
        self.ask(request, body.to_string())
    }
}

#[test]
fn a_path_or_method_that_does_not_exist_is_refused() {
    let world = World::new();
    world.ask(Request::get("/api/nothing"), "").refused(404, "no-such-resource");
    let answer = world.ask(Request::patch(PROGRAMME), "");
    answer.refused(405, "method-not-allowed");
    assert_eq!(answer.header("allow"), "GET, HEAD");
}

#[test]
fn a_programme_shows_its_names_window_and_categories() {
    let answer = World::new().ask(Request::get(PROGRAMME), "");
    assert_eq!((answer.status, answer.header("cache-control").as_str()), (200, "no-cache"));
    let mut shown: Value = serde_json::from_str(&answer.shown()).unwrap();
    for category in shown["categories"].as_array_mut().unwrap() {
        // A test of its own looks at one; all are as long as the policy.
        assert!(
            !category.as_object_mut().unwrap().remove("materials").unwrap().as_array().unwrap().is_empty()
        );
    }
    insta::assert_snapshot!(shown, @r#"{"case_days":1095,"categories":[{"id":"local-household","name":{"en":"Candidates with Shenzhen household registration","zh":"深户考生"}},{"id":"other-household","name":{"en":"Candidates without Shenzhen household registration","zh":"非深户考生"}},{"id":"local-student","name":{"en":"Students in their third year or above at a higher-education institution in Shenzhen","zh":"深圳市在校生（在深高校大三及以上年级学生）"}},{"id":"hong-kong-macao-taiwan","name":{"en":"Candidates from Hong Kong, Macao and Taiwan","zh":"港澳台考生"}}],"category_is_derived":false,"closes":"2027-04-17T07:00:00.000Z","has_password":false,"is_open":true,"name":{"en":"Interview eligibility review for the teacher qualification examination","zh":"中小学教师资格考试面试资格审核"},"not_filed":{"en":"Whoever does not submit the application in time is deemed to have given up this interview registration.","zh":"未在规定时间内提交面试资格审核申请的，视为自动放弃本次面试报名。"},"opens":"2027-04-12T01:00:00.000Z","policy":"<policy>","programme":"shenzhen-interview","region":"440300","region_name":{"en":"Shenzhen","zh":"深圳市"},"season":"2027","statements":[{"id":"notice","kind":"notice","name":{"en":"Notice","zh":"温馨提示"},"text":{"en":"Fill in the form truthfully and have the materials of your category ready. Until you submit, you can change or give up your draft at any time. If a material is rejected because its picture is not legible, the consequences are yours.","zh":"请如实填写，并备齐所选类别要求的材料。提交之前，您可以随时修改或放弃草稿。上传的材料图片文字和图案因不清晰导致审核不通过，后果由考生自负。"}},{"id":"self-check","kind":"self-check","name":{"en":"Self-check of the conditions","zh":"报考条件自检"},"text":{"en":"Check your highest education against the school stage and the conditions. If you do not meet them, the consequences for interview and certification are yours.","zh":"考生根据自己最高学历的实际条件，对自己报考的学段是否达标，是否符合报考条件，进行自检，如不符合报考条件，影响后续面试以及认定，后果由考生自负。"}},{"id":"service-agreement","kind":"agreement","name":{"en":"Service agreement","zh":"服务协议"},"text":{"en":"I agree to use the online service, and I answer for what is done in my name.","zh":"本人同意使用网上申办服务，并对以本人身份办理的事项负责。"}},{"id":"informed-consent","kind":"agreement","name":{"en":"Informed consent","zh":"申办知情同意书"},"text":{"en":"I agree that the registers of households, residence permits, diplomas and examination registrations are asked about me, and that my electronic certificates are used, to review my eligibility.","zh":"本人同意为审核报考条件而向户籍、居住证、学历和考试报名登记机构核对本人信息，并使用本人的电子证照。"}},{"id":"candidate-commitment","kind":"commitment","name":{"en":"Commitment of candidates of the Shenzhen exam area","zh":"中小学教师资格考试（面试）深圳考区考生承诺书"},"text":{"en":"I promise that what I fill in and hand in is true, exact and complete, and that I keep to the rules of the examination.","zh":"本人承诺所填信息和所交材料真实、准确、完整，并遵守考试规定。"}},{"id":"health-commitment","kind":"commitment","name":{"en":"Health commitment of candidates","zh":"新冠疫情常态化防控考生健康承诺书"},"text":{"en":"I promise to report my state of health truthfully and to keep to the health rules of the examination site.","zh":"本人承诺如实报告健康状况，并遵守考点的防疫要求。"}}]}"#);
}

#[test]
fn a_programme_says_whether_it_is_open_on_both_sides_of_the_window() {
    let mut world = World::new();
    for (now, is_open) in [
        ("2027-04-12T00:59:59.999Z", false),
        ("2027-04-12T01:00:00.000Z", true),
        ("2027-04-17T06:59:59.999Z", true),
        ("2027-04-17T07:00:00.000Z", false),
    ] {
        now.clone_into(&mut world.now);
        assert_eq!(world.ask(Request::get(PROGRAMME), "").json()["is_open"], is_open, "{now}");
    }
}

#[test]
fn an_unknown_programme_is_refused_whatever_it_is_called() {
    let world = World::new();
    for name in ["nowhere", "No_Slug", "%2e%2e", "a".repeat(200).as_str()] {
        world.ask(Request::get(format!("/api/programmes/{name}")), "").refused(404, "unknown-programme");
    }
}
