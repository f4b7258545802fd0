//! What is due in cases: recorded when it is due, however late the sweep comes, and nobody pays for that.

use super::*;
use domain::case::{MessageStatus, SiteStatus, State};
use domain::check::Register;
use kit::{Delivery, Reply, reviewer};
use std::cell::RefCell;
use std::rc::Rc;

const ANNA: AccountId = AccountId::from_u128(1);
const DAYS_LATER: &str = "2027-05-20T00:00:00.000Z";

impl World {
    fn state(&self, id: CaseId) -> &'static str {
        self.deployment.case(id).state().name()
    }
}

#[test]
fn a_draft_that_nobody_filed_lapses_at_the_closing_and_is_dated_then() {
    let world = World::new();
    let id = world.drafted(1, "local-household");
    let before = world.sweep("2027-04-17T06:59:59.999Z");
    // Its candidate was reminded on the way.
    assert_eq!((&before["messages"], world.state(id)), (&1.into(), "draft"));
    assert_eq!(world.sweep("2027-04-17T06:59:59.999Z")["elapsed"], 0);
    assert_eq!(world.sweep("2027-04-17T06:59:59.999Z")["next-due"], "2027-04-17T07:00:00.000Z");
    // The sweep was down for a month.
    let report = world.sweep(DAYS_LATER);
    assert_eq!((&report["elapsed"], world.state(id)), (&1.into(), "lapsed"));
    let case = world.deployment.case(id);
    let State::Lapsed(lapsed) = case.state() else { panic!("{:?}", case.state()) };
    assert_eq!(domain::instant::format(lapsed.at), "2027-04-17T07:00:00.000Z");
    assert_eq!(world.sweep(DAYS_LATER)["elapsed"], 0);
}

#[test]
fn a_case_after_which_nothing_follows_has_its_partition_read_once() {
    let world = World::new();
    let id = world.drafted(1, "local-household");
    // Its candidate is reminded first.
    world.sweep("2027-04-17T06:59:59.999Z");
    let walked = read_for_swap(&world, "2027-04-17T06:59:59.999Z");
    assert_eq!(read_for_swap(&world, "2027-04-17T07:00:00.000Z"), walked + 1);
    assert_eq!(world.state(id), "lapsed");
}

/// Sweeps, and returns how many partitions were read for a swap.
fn read_for_swap(world: &World, now: &str) -> u32 {
    called(world, "read-for-swap ", now)
}

/// Sweeps, and returns how often the store was called so.
fn called(world: &World, call: &str, now: &str) -> u32 {
    world.deployment.calls();
    world.sweep(now);
    let calls = world.deployment.calls();
    let times = calls.split(", ").find_map(|counted| counted.strip_prefix(call));
    times.map_or(0, |times| times.parse().unwrap())
}

#[test]
fn a_case_that_was_not_corrected_lapses_and_an_office_that_is_late_is_escalated_once() {
    let world = World::new();
    let returned = world.drafted(1, "hong-kong-macao-taiwan");
    world.act(returned, 7, Actor::Candidate(ANNA), kit::submit(OPEN));
    let waiting = world.drafted(2, "hong-kong-macao-taiwan");
    world.act(waiting, 7, Actor::Candidate(AccountId::from_u128(2)), kit::submit(OPEN));
    world.act(returned, 8, reviewer(5), Act::Return { objections: kit::objections("请核对姓名") });
    assert_eq!(world.sweep("2027-04-17T01:00:00.000Z")["elapsed"], 0);
    assert_eq!(world.sweep("2027-04-17T01:00:00.001Z")["elapsed"], 1);
    assert_eq!(world.state(waiting), "under-review");
    world.sweep("2027-04-19T06:59:59.999Z");
    assert_eq!(world.state(returned), "returned");
    let report = world.sweep("2027-04-19T07:00:00.000Z");
    assert_eq!((&report["elapsed"], world.state(returned)), (&1.into(), "lapsed"));
    assert_eq!(
        (world.sweep(DAYS_LATER)["elapsed"].clone(), world.state(waiting)),
        (0.into(), "under-review")
    );
}

#[test]
fn an_interrupted_submission_is_finished_after_its_lease_and_not_before() {
    let world = World::new();
    let id = world.cut_off(1);
    assert_eq!(world.sweep("2027-04-15T01:00:19.999Z")["taken-over"], 0);
    assert_eq!(world.deployment.registers.asked(), [""; 0]);
    let report = world.sweep("2027-04-15T01:00:20.000Z");
    assert_eq!((&report["taken-over"], world.state(id)), (&1.into(), "approved"));
    assert_eq!(world.deployment.registers.asked().len(), 4);
    assert_eq!(world.deployment.case(id).verify_chain(), Ok(()));
}

#[test]
fn interrupted_submissions_are_finished_in_batches_and_an_outage_hands_them_to_a_person() {
    let world = World::new();
    world.deployment.registers.set(Register::Diplomas, Reply::Down);
    let cases: Vec<CaseId> = (1..=20).map(|owner| world.cut_off(owner)).collect();
    let first = world.sweep(DAYS_LATER);
    assert_eq!((&first["taken-over"], &first["more"]), (&16.into(), &true.into()));
    let second = world.sweep(DAYS_LATER);
    assert_eq!((&second["taken-over"], &second["more"]), (&4.into(), &false.into()));
    for id in cases {
        assert_eq!(world.state(id), "under-review");
    }
}

#[test]
fn an_approved_case_has_nothing_due_once_its_registration_was_asked_for() {
    let world = World::new();
    let id = world.drafted(1, "hong-kong-macao-taiwan");
    world.act(id, 7, Actor::Candidate(ANNA), kit::submit(OPEN));
    world.act(id, 8, reviewer(5), Act::Pass);
    assert_eq!(world.sweep("2027-04-16T01:00:00.000Z")["elapsed"], 0);
    assert_eq!(world.deployment.registers.asked(), [""; 0]);
    // The site still says 待审核, so the office is late.
    assert_eq!(world.sweep("2027-04-16T01:00:00.001Z")["elapsed"], 1);
    assert_eq!(world.deployment.registers.asked().len(), 1);
    assert!(world.deployment.case(id).registration().unwrap().escalated);
    let report = world.sweep(DAYS_LATER);
    assert_eq!((&report["elapsed"], &report["next-due"]), (&0.into(), &Value::Null));
    assert_eq!(world.state(id), "approved");
}

#[test]
fn what_is_set_on_the_site_in_time_is_read_before_anybody_is_said_to_be_late() {
    let world = World::new();
    let id = world.drafted(1, "hong-kong-macao-taiwan");
    world.act(id, 7, Actor::Candidate(ANNA), kit::submit(OPEN));
    world.act(id, 8, reviewer(5), Act::Pass);
    world.deployment.registers.alter(Register::ExaminationSite, "status", "awaiting-payment");
    world.sweep(DAYS_LATER);
    let registration = *world.deployment.case(id).registration().unwrap();
    assert_eq!((registration.status, registration.escalated), (SiteStatus::AwaitingPayment, false));
}

#[test]
fn the_log_tells_a_message_that_was_not_taken_from_one_of_which_nobody_knows() {
    let mut world = World::new();
    let lines = Rc::new(RefCell::new(Vec::new()));
    let kept = Rc::clone(&lines);
    world.service = world.deployment.service_logging(crate::COMPONENT, move |line| {
        let line: Value = serde_json::from_str(line).unwrap();
        kept.borrow_mut().extend(line["code"].as_str().map(str::to_owned));
    });
    let id = world.drafted(1, "hong-kong-macao-taiwan");
    world.act(id, 7, Actor::Candidate(ANNA), kit::submit(OPEN));
    world.act(id, 8, reviewer(5), Act::Return { objections: kit::objections("请核对姓名") });
    world.deployment.messages.set(Delivery::Down);
    world.sweep(OPEN);
    world.deployment.messages.set(Delivery::Slow);
    world.sweep("2027-04-15T01:01:00.000Z");
    assert_eq!(*lines.borrow(), ["message-not-sent", "message-outcome-unknown"]);
}

#[test]
fn a_message_is_sent_once_with_one_key_whatever_the_gateway_does() {
    let world = World::new();
    let id = world.drafted(1, "hong-kong-macao-taiwan");
    world.act(id, 7, Actor::Candidate(ANNA), kit::submit(OPEN));
    world.act(id, 8, reviewer(5), Act::Return { objections: kit::objections("请核对姓名") });
    world.deployment.messages.set(Delivery::Down);
    assert_eq!(world.sweep(OPEN)["messages"], 1);
    assert_eq!(world.sweep("2027-04-15T01:00:59.999Z")["messages"], 0);
    // It delivers, and nobody hears of it.
    world.deployment.messages.set(Delivery::Slow);
    assert_eq!(world.sweep("2027-04-15T01:01:00.000Z")["messages"], 1);
    world.deployment.messages.set(Delivery::Taken);
    assert_eq!(world.sweep("2027-04-15T01:03:00.000Z")["messages"], 1);
    assert_eq!(world.sweep("2027-04-15T02:00:00.000Z")["messages"], 0);
    let arrived = world.deployment.messages.arrived();
    assert_eq!((arrived.len(), &arrived[0].key), (2, &arrived[1].key));
    assert!(arrived[0].text.contains("4月19日15:00"));
    let case = world.deployment.case(id);
    assert_eq!((case.messages()[0].status, case.verify_chain()), (MessageStatus::Sent, Ok(())));
}

#[test]
fn a_message_whose_case_is_moved_while_it_is_sent_is_settled_all_the_same() {
    use crate::handler::outside::{Errand, run};
    let world = World::new();
    let id = world.drafted(1, "hong-kong-macao-taiwan");
    world.act(id, 7, Actor::Candidate(ANNA), kit::submit(OPEN));
    world.act(id, 8, reviewer(5), Act::Return { objections: kit::objections("请核对姓名") });
    world.act(id, 9, Actor::System, Act::ClaimMessage);
    let stored = world.deployment.stored(id);
    let to = world
        .deployment
        .publish(&[("name = \"温馨提示\"\nname-en = \"Notice\"", "name = \"温馨提示\"\nname-en = \"Note\"")]);
    world.deployment.move_to(id, &to, OPEN);
    let send = async |_: Request<Body>, cx: &Context<'_, Counting>| {
        let collection = edge::cases::any_collection(cx, id).await?;
        let (chore, done) = (domain::case::Chore::SendMessage, Done::default());
        run(cx, &collection, vec![Errand { chore, stored }], &done).await;
        assert!(done.faults.borrow().is_empty(), "{:?}", done.faults);
        Ok(edge::empty(StatusCode::OK))
    };
    kit::answer(&world.service, Request::new(Body::full("")), OPEN, send);
    assert_eq!(world.deployment.messages.arrived().len(), 1);
    assert_eq!(world.deployment.case(id).messages()[0].status, MessageStatus::Sent);
}

#[test]
fn what_is_due_in_one_partition_is_recorded_by_one_swap_of_sixteen_at_a_time() {
    let world = World::new();
    let cases: Vec<CaseId> = (1..=20).map(|owner| world.drafted(owner, "local-household")).collect();
    // Their candidates are reminded first, in batches too.
    while world.sweep("2027-04-17T06:59:59.999Z")["messages"] != 0 {}
    let swaps = |now| called(&world, "swap ", now);
    assert_eq!(swaps("2027-04-17T06:59:59.999Z"), 0);
    let partitions: u32 = 1;
    assert_eq!(swaps("2027-04-17T07:00:00.000Z"), 2 * partitions);
    for id in cases {
        assert_eq!((world.state(id), world.deployment.case(id).verify_chain()), ("lapsed", Ok(())));
    }
}
