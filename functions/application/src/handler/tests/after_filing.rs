//! A case after it was filed, as its candidate sees it, and its correction.

use super::*;
use domain::case::{Act, Command};
use domain::id::{CaseId, CommandId};
use kit::reviewer;

const ANNA: AccountId = AccountId::from_u128(1);
/// The last millisecond in which a correction is accepted, and the first that is too late.
const LAST: &str = "2027-04-19T06:59:59.999Z";
const CLOSED: &str = "2027-04-19T07:00:00.000Z";

impl World {
    /// Files a case that a person has to decide, and returns it.
    fn filed(&self) -> CaseId {
        let id = self.deployment.draft(ANNA, kit::filled("hong-kong-macao-taiwan"), OPEN);
        self.act(id, 7, Actor::Candidate(ANNA), kit::submit(OPEN));
        id
    }

    fn returned(&self) -> CaseId {
        let id = self.filed();
        self.act(id, 8, reviewer(5), Act::Return { objections: kit::objections("请核对姓名") });
        id
    }

    fn act(&self, id: CaseId, command: u128, actor: Actor, act: Act) {
        self.act_at(id, command, actor, act, OPEN);
    }

    fn act_at(&self, id: CaseId, command: u128, actor: Actor, act: Act, now: &str) {
        let command = Command { id: CommandId::from_u128(command), actor, act };
        self.deployment.carry_out(id, &command, now);
    }

    fn correct(&self, actor: Actor, id: CaseId, key: &str, form: &Value) -> Answer {
        let request = Request::post(format!("/api/cases/{id}/correction"))
            .header("authorization", format!("Bearer {}", self.log_in(actor)))
            .header("content-type", "application/json")
            .header("idempotency-key", key)
            .header("accept-language", "en");
        self.ask(request, json!({ "form": form }).to_string())
    }
}

#[test]
fn a_filed_case_says_what_was_filed_by_when_it_is_decided_and_what_has_happened() {
    let world = World::new();
    let id = world.filed();
    let answer = world.show(&world.candidate(1), &format!("/api/cases/{id}"));
    insta::assert_snapshot!(answer.shown(), @r#"{"case":"<case>","programme":"shenzhen-interview","season":"2027","policy":"<policy>","opened":"2027-04-15T01:00:00.000Z","state":"under-review","message":{"zh":"申请已提交。未能“秒批”通过，由工作人员审核。","en":"Application submitted. It could not be approved automatically; a member of staff reviews it."},"due":"2027-04-17T01:00:00.001Z","filing":{"category":"hong-kong-macao-taiwan","name":"王小明","document":{"kind":"resident-identity-card","number":"11010519491231002X"},"telephone":"13800000000","materials":[{"material":"diploma","picture":"diploma","source":"uploaded","media_type":"image/jpeg","width":320,"height":240,"orientation":1,"bytes":745,"bytes_sent":762,"sha256_sent":"cbc8a597a67c465497550c4a4a7eebdb138442c06be06a78cc1ee8715658ff44","sha256":"8d9701caa8f473c653decacfabff432f1ce3dce263883d58decfdad5ee77aca3","at":"2027-04-15T01:00:00.000Z"},{"material":"travel-permit","picture":"travel-permit","source":"uploaded","media_type":"image/jpeg","width":320,"height":240,"orientation":1,"bytes":745,"bytes_sent":762,"sha256_sent":"cbc8a597a67c465497550c4a4a7eebdb138442c06be06a78cc1ee8715658ff44","sha256":"8d9701caa8f473c653decacfabff432f1ce3dce263883d58decfdad5ee77aca3","at":"2027-04-15T01:00:00.000Z"}]},"timeline":[{"event":"opened","at":"2027-04-15T01:00:00.000Z"},{"event":"submitted","at":"2027-04-15T01:00:00.000Z"},{"event":"handed-over","at":"2027-04-15T01:00:00.000Z"}]}"#);
}

#[test]
fn an_approved_case_shows_its_candidate_why_and_not_what_registers_have_said() {
    let world = World::new();
    let id = world.deployment.draft(ANNA, kit::filled("local-household"), OPEN);
    world.act(id, 7, Actor::Candidate(ANNA), kit::submit(OPEN));
    let answers = std::collections::BTreeMap::new();
    world.act(id, 8, Actor::System, Act::SettleChecks { answers });
    let shown = world.show(&world.candidate(1), &format!("/api/cases/{id}")).json();
    assert_eq!(shown["assessment"]["rule"], "registers-agree");
    assert_eq!(shown["assessment"]["checks"][0]["name"]["zh"], "深圳户籍");
    assert_eq!(shown["assessment"]["explanation"]["all"][0]["any"][0]["check"], "household");
    assert_eq!(shown["assessment"]["answers"], Value::Null);
}

#[test]
fn a_returned_case_says_why_and_until_when_and_is_corrected_once() {
    let mut world = World::new();
    let id = world.returned();
    let shown = world.show(&world.candidate(1), &format!("/api/cases/{id}")).json();
    assert_eq!((&shown["objections"][0]["note"], &shown["closes"]), (&"请核对姓名".into(), &CLOSED.into()));
    LAST.clone_into(&mut world.now);
    let form = filled()["form"].clone();
    let corrected = world.correct(Actor::Candidate(ANNA), id, "one", &form);
    assert_eq!((corrected.status, &corrected.json()["state"]), (200, &"under-review".into()));
    // A late repeat is answered as the first time; another correction is refused.
    CLOSED.clone_into(&mut world.now);
    assert_eq!(world.correct(Actor::Candidate(ANNA), id, "one", &form).text, corrected.text);
    world.correct(Actor::Candidate(ANNA), id, "two", &form).refused(409, "nothing-to-correct");
}

#[test]
fn a_correction_is_accepted_until_the_supplement_closes_and_not_from_then_on() {
    let mut world = World::new();
    let id = world.returned();
    CLOSED.clone_into(&mut world.now);
    let late = world.correct(Actor::Candidate(ANNA), id, "one", &filled()["form"]);
    late.refused(409, "supplement-closed");
    assert_eq!(late.json()["closed"], CLOSED);
    assert_eq!(world.deployment.case(id).state().name(), "returned");
}

#[test]
fn what_the_clock_has_ended_says_when_it_fell_due_and_when_that_was_recorded() {
    // The first instant at which the office is late, and one at which the sweep comes.
    let (late, recorded) = ("2027-04-17T01:00:00.001Z", "2027-04-19T07:00:30.000Z");
    for (returned, event, due) in [(true, "lapsed", CLOSED), (false, "escalated", late)] {
        let mut world = World::new();
        let id = if returned { world.returned() } else { world.filed() };
        world.act_at(id, 9, Actor::System, Act::Elapse, recorded);
        recorded.clone_into(&mut world.now);
        let shown = world.show(&world.candidate(1), &format!("/api/cases/{id}")).json();
        let timeline = shown["timeline"].as_array().unwrap();
        assert_eq!(timeline.last(), Some(&json!({ "event": event, "at": recorded, "due": due })));
        // What somebody has done has one instant alone.
        assert_eq!(timeline[1], json!({ "event": "submitted", "at": OPEN }));
    }
}

#[test]
fn a_correction_is_whole_and_comes_from_its_candidate() {
    let world = World::new();
    let id = world.returned();
    let answer = world.correct(Actor::Candidate(ANNA), id, "one", &json!({ "telephone": "1" }));
    answer.refused(422, "invalid-fields");
    assert_eq!(answer.json()["errors"][0]["pointer"], "/form/telephone");
    let answer = world.correct(Actor::Candidate(ANNA), id, "one", &json!({ "telephone": "13800000000" }));
    answer.refused(422, "invalid-fields");
    assert_eq!(answer.json()["errors"][0]["pointer"], "/form/name");
    let form = filled()["form"].clone();
    world.correct(Actor::Candidate(AccountId::from_u128(2)), id, "one", &form).refused(404, "unknown-case");
    world.correct(reviewer(5), id, "one", &form).refused(403, "not-permitted");
    assert_eq!(world.deployment.case(id).state().name(), "returned");
}

#[test]
fn what_is_approved_can_neither_be_edited_given_up_nor_corrected() {
    let world = World::new();
    let id = world.filed();
    world.act(id, 8, reviewer(5), Act::Pass);
    let (token, path) = (world.candidate(1), format!("/api/cases/{id}"));
    let etag = world.show(&token, &path).header("etag");
    world.edit(&token, &path, &etag, &filled()).refused(409, "not-a-draft");
    world.discard(&token, &path, &etag).refused(409, "not-a-draft");
    world.correct(Actor::Candidate(ANNA), id, "one", &filled()["form"]).refused(409, "already-decided");
    assert_eq!(world.deployment.case(id).state().name(), "approved");
}
