//! Moving a live case to another version of its season's policy: which, and what follows from then on.

use super::materials::{OPEN, SHUT};
use super::messages::objecting;
use super::review::reviewing;
use super::*;
use crate::policy::tests::{approval, filing};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

mod losses;
#[cfg(not(target_arch = "wasm32"))]
mod properties;
mod typed;

/// After the review's clock has started.
const FILED: &str = "2030-04-16T10:00:00+08:00";
/// The last millisecond of the office's 48 hours, and the first that is too late.
const IN_TIME: &str = "2030-04-18T10:00:00+08:00";
const LATE: &str = "2030-04-18T10:00:00.001+08:00";

/// The supplement closes a day later, and its review is due a day later.
const SUPPLEMENT_LATER: [(&str, &str); 2] = [
    ("closes = { before = \"2030-04-19T15:00\" }", "closes = { before = \"2030-04-20T15:00\" }"),
    ("reviewed = { before = \"2030-04-19T18:00\" }", "reviewed = { before = \"2030-04-20T18:00\" }"),
];

/// A policy, and the one that it is to be exchanged for: their texts differ in what is replaced.
type Versions = (Policy, Policy);

/// The file in which each text is replaced by the other one.
#[track_caller]
fn replaced(file: &str, changes: &[(&str, &str)]) -> Policy {
    let text = changes.iter().fold(file.to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "{from}");
        text.replacen(from, to, 1)
    });
    Policy::parse(text.as_bytes()).unwrap()
}

/// What a case is pinned to whose candidate hands in a card, and the same with these changes.
#[track_caller]
fn versions(changes: &[(&str, &str)]) -> Versions {
    (filing::policy(), replaced(&filing::file(), changes))
}

/// The policy with a rule, with a day more to file and to correct.
pub(super) fn later() -> Policy {
    let changes = [("2030-04-17T15:00", "2030-04-18T15:00"), SUPPLEMENT_LATER[0], SUPPLEMENT_LATER[1]];
    replaced(&approval::file(), &changes)
}

pub(super) fn moving(to: &Policy) -> Move<'_> {
    let reason = Note::try_from("延长".to_owned()).unwrap();
    Move { id: CommandId::from_u128(900), actor: Actor::Operator, to, reason }
}

fn decided(case: &Case, (from, to): &Versions, now: &str) -> Result<Vec<Event>, Rejection> {
    moving(to).decide(case, from, at(now))
}

#[track_caller]
fn moved(case: &Case, versions: &Versions, now: &str) -> Case {
    let events = decided(case, versions, now).unwrap();
    let after = moving(&versions.1).apply(case, &events, at(now)).unwrap();
    assert_eq!((after.policy(), after.verify_chain()), (versions.1.hash(), Ok(())));
    let stored = serde_json::to_vec(&after).unwrap();
    assert_eq!(serde_json::from_slice::<Case>(&stored).unwrap(), after);
    after
}

/// Filed in the category that a person decides, and returned then.
fn returned(now: &str) -> Case {
    super::messages::done(&super::messages::filed(FILED), &objecting(40), now)
}

fn corrected() -> Case {
    let correcting = by(ANNA, 50, Act::Correct { form: filled().form });
    super::messages::done(&returned(FILED), &correcting, FILED)
}

fn due(case: &Case) -> DateTime<Utc> {
    if let State::Returned(returned) = case.state() {
        return returned.reviewed.too_late;
    }
    let State::UnderReview(review) = case.state() else { panic!("{:?}", case.state()) };
    review.due.too_late
}

fn closes(case: &Case) -> DateTime<Utc> {
    let State::Returned(returned) = case.state() else { panic!("{:?}", case.state()) };
    returned.closes.too_late
}

#[test]
fn the_event_names_both_policies_who_moved_it_and_why() {
    let versions = versions(&[("2030-04-17T15:00", "2030-04-18T15:00")]);
    let case = moved(&super::materials::drafted(), &versions, FILED);
    let last = case.events().last().unwrap();
    assert_eq!((last.event.name(), last.actor, last.at), ("moved", Actor::Operator, at(FILED)));
    let Event::Moved { from, to, reason, closes: None, due: None, unconfirmed } = &last.event else {
        panic!("{:?}", last.event)
    };
    let expected = (versions.0.hash(), versions.1.hash(), "延长", true);
    assert_eq!((*from, *to, reason.as_str(), unconfirmed.is_empty()), expected);
    assert!(last.event.is_shown());
    assert_eq!(case.policies(), [versions.0.hash(), versions.1.hash()]);
}

#[test]
fn from_then_on_the_case_is_judged_by_the_new_policy_alone() {
    let versions = versions(&[("2030-04-17T15:00", "2030-04-18T15:00")]);
    let (from, to) = &versions;
    let case = moved(&super::materials::drafted(), &versions, LAST);
    assert_eq!(case.due(to), Some(at("2030-04-17T15:00:00+08:00")), "a reminder, a day before");
    assert_eq!(case.duty(to), Some(at("2030-04-18T15:00:00+08:00")));
    let edit = |policy: &Policy, now: &str| {
        edit_draft(&case, filled(), &Actor::Candidate(ANNA), policy, at(now)).map(|_| ())
    };
    assert_eq!(edit(to, "2030-04-18T14:59:59.999+08:00"), Ok(()));
    let closed = at("2030-04-18T15:00:00+08:00");
    assert_eq!(edit(to, "2030-04-18T15:00:00+08:00"), Err(Rejection::WindowClosed { closed }));
    assert_eq!(edit(from, LAST), Err(Rejection::OtherPolicy));
}

#[test]
fn moving_a_case_twice_changes_nothing_the_second_time() {
    let versions = versions(&[("2030-04-17T15:00", "2030-04-18T15:00")]);
    let case = moved(&super::materials::drafted(), &versions, FILED);
    assert_eq!(decided(&case, &versions, FILED), Ok(vec![]));
    let other = Move { id: CommandId::from_u128(901), ..moving(&versions.1) };
    assert_eq!(other.decide(&case, &versions.0, at(FILED)), Ok(vec![]));
    assert_eq!(other.decide(&case, &versions.1, at(FILED)), Ok(vec![]));
}

#[test]
fn a_case_is_moved_within_its_programme_its_season_and_its_region() {
    for change in [
        ("programme = \"invented\"", "programme = \"another\""),
        ("season = \"2030\"", "season = \"2031\""),
        ("region = \"440300\"", "region = \"440304\""),
    ] {
        let answer = decided(&super::materials::drafted(), &versions(&[change]), FILED);
        assert_eq!(answer, Err(Rejection::OtherSeason), "{change:?}");
    }
}

#[test]
fn what_a_case_is_not_pinned_to_is_not_what_it_is_moved_from() {
    let (small, to) = (policies::small(), filing::policy());
    let answer =
        decided(&super::materials::drafted(), &(small, replaced(&filing::file(), &[("乙", "丙")])), FILED);
    assert_eq!(answer, Err(Rejection::OtherPolicy));
    let case = super::materials::drafted();
    let event = Event::Moved {
        from: policies::small().hash(),
        to: to.hash(),
        reason: Note::try_from("延长".to_owned()).unwrap(),
        closes: None,
        due: None,
        unconfirmed: vec![],
    };
    let applied = moving(&to).apply(&case, &[event], at(FILED));
    assert_eq!(applied, Err(CorruptHistory::CannotFollow { index: 1 }));
}

#[test]
fn what_is_over_is_never_moved_whether_or_not_anybody_has_written_it_down() {
    let later = ("2030-04-17T15:00", "2030-04-18T15:00");
    let versions = versions(&[later, SUPPLEMENT_LATER[0], SUPPLEMENT_LATER[1]]);
    let over = |case: &Case, now: &str| {
        assert_eq!(decided(case, &versions, now), Err(Rejection::AlreadyDecided), "{:?}", case.state());
    };
    let done = super::messages::done;
    over(&super::materials::drafted(), CLOSED);
    over(&returned(FILED), SHUT);
    over(&done(&super::materials::drafted(), &by(ANNA, 60, Act::DiscardDraft), FILED), FILED);
    over(&done(&corrected(), &reviewing(60, Act::Pass), FILED), FILED);
    let rejecting = Act::Reject { objections: super::messages::objections() };
    over(&done(&corrected(), &reviewing(60, rejecting), FILED), FILED);
    let elapsing = Command { id: CommandId::from_u128(60), actor: Actor::System, act: Act::Elapse };
    over(&done(&super::materials::drafted(), &elapsing, CLOSED), CLOSED);
    moved(&super::materials::drafted(), &versions, LAST);
    moved(&returned(FILED), &versions, OPEN);
}

#[test]
fn an_open_round_closes_later_and_its_review_is_due_with_it() {
    let versions = versions(&SUPPLEMENT_LATER);
    let case = moved(&returned(FILED), &versions, OPEN);
    let ends = (at("2030-04-20T15:00:00+08:00"), at("2030-04-20T18:00:00+08:00"));
    assert_eq!((closes(&case), due(&case)), ends);
    let correcting = by(ANNA, 50, Act::Correct { form: filled().form });
    let correct =
        |now: &str| decide(Some(&case), &correcting, &versions.1, at(now)).map(|events| events.len());
    assert_eq!(correct("2030-04-20T14:59:59.999+08:00"), Ok(1));
    assert_eq!(correct("2030-04-20T15:00:00+08:00"), Err(Rejection::SupplementClosed { closed: ends.0 }));
}

#[test]
fn the_time_that_a_late_return_has_given_stays() {
    let late = returned("2030-04-19T12:00:00+08:00");
    assert_eq!(closes(&late), at("2030-04-20T12:00:00.001+08:00"));
    let later = |closes: &str, reviewed: &str, paid: &str| {
        versions(&[
            ("closes = { before = \"2030-04-19T15:00", &std::format!("closes = {{ before = \"{closes}")),
            (
                "reviewed = { before = \"2030-04-19T18:00",
                &std::format!("reviewed = {{ before = \"{reviewed}"),
            ),
            ("paid = { before = \"2030-04-19T24:00", &std::format!("paid = {{ before = \"{paid}")),
        ])
    };
    // That the supplement closes an hour later is in it already.
    let case = moved(&late, &later("2030-04-19T16:00", "2030-04-19T19:00", "2030-04-20T01:00"), OPEN);
    assert_eq!(closes(&case), at("2030-04-20T12:00:00.001+08:00"));
    let case = moved(&late, &later("2030-04-20T13:00", "2030-04-20T16:00", "2030-04-20T22:00"), OPEN);
    assert_eq!(closes(&case), at("2030-04-20T13:00:00+08:00"));
}

#[test]
fn a_duty_that_is_still_ahead_moves_either_way() {
    let case = super::messages::filed(FILED);
    let ends = |hours: &str| due(&moved(&case, &versions(&[("hours = 48", hours)]), IN_TIME));
    assert_eq!(ends("hours = 24"), at("2030-04-17T10:00:00.001+08:00"));
    assert_eq!(ends("hours = 72"), at("2030-04-19T10:00:00.001+08:00"));
    let second =
        |reviewed: &str| due(&moved(&corrected(), &versions(&[("2030-04-19T18:00", reviewed)]), OPEN));
    assert_eq!(second("2030-04-19T17:00"), at("2030-04-19T17:00:00+08:00"));
    assert_eq!(second("2030-04-19T19:00"), at("2030-04-19T19:00:00+08:00"));
}

#[test]
fn a_duty_that_has_ended_stays_ended_and_so_does_what_follows_from_it() {
    let versions = versions(&[("hours = 48", "hours = 90")]);
    let case = super::messages::filed(FILED);
    let elapsing = Command { id: CommandId::from_u128(60), actor: Actor::System, act: Act::Elapse };
    let escalated = super::messages::done(&case, &elapsing, LATE);
    for case in [&case, &escalated] {
        let case = moved(case, &versions, LATE);
        assert_eq!(due(&case), at(LATE));
        let noon = "2030-04-19T12:00:00+08:00";
        let events = decide(Some(&case), &objecting(40), &versions.1, at(noon)).unwrap();
        let case = apply(Some(&case), &events, &objecting(40), at(noon)).unwrap();
        assert_eq!(closes(&case), at("2030-04-20T12:00:00.001+08:00"), "the office was late");
    }
    let State::UnderReview(review) = moved(&escalated, &versions, LATE).state().clone() else {
        panic!("it is under review")
    };
    assert!(review.escalated);
}

#[test]
fn a_submission_is_moved_once_nobody_asks_its_registers_any_more() {
    let case = super::submission::submitted();
    let (leased, free) = ("2030-04-16T10:00:19.999+08:00", "2030-04-16T10:00:20+08:00");
    let until = at(free);
    let versions = (approval::with_a_rule(), later());
    assert_eq!(decided(&case, &versions, leased), Err(Rejection::ChecksUnderWay { until }));
    let case = moved(&case, &versions, free);
    assert_eq!(case.registers(&versions.1).len(), 1);
    let taking = Command { id: CommandId::from_u128(60), actor: Actor::System, act: Act::TakeOverChecks };
    assert!(decide(Some(&case), &taking, &versions.1, at(free)).is_ok());
}

#[test]
fn a_submission_that_no_rule_can_approve_any_more_is_handed_over_with_its_move() {
    let from = approval::with_a_rule();
    let to = replaced(&approval::file(), &[("approved-by = \"agreed\"\n", "")]);
    let case = moved(&super::submission::submitted(), &(from, to), "2030-04-16T10:00:20+08:00");
    assert_eq!(due(&case), at(LATE), "counted from the submission");
    let names: Vec<_> = case.events().iter().rev().take(2).map(|recorded| recorded.event.name()).collect();
    assert_eq!(names, ["handed-over", "moved"]);
}

#[test]
fn a_case_is_shown_in_the_words_by_which_it_was_weighed_and_objected_to() {
    let versions = versions(&[("不清晰", "看不清")]);
    let (from, to) = (versions.0.hash(), versions.1.hash());
    let case = moved(&returned(FILED), &versions, FILED);
    assert_eq!((case.policy(), case.objected_by(), case.assessed_by()), (to, from, from));
    let correcting = by(ANNA, 50, Act::Correct { form: filled().form });
    let done = |case: &Case, command: &Command| {
        let events = decide(Some(case), command, &versions.1, at(FILED)).unwrap();
        apply(Some(case), &events, command, at(FILED)).unwrap()
    };
    let rejecting = Act::Reject { objections: super::messages::objections() };
    let rejected = done(&done(&case, &correcting), &reviewing(60, rejecting));
    assert_eq!((rejected.objected_by(), rejected.assessed_by()), (to, from));
    assert_eq!(super::materials::drafted().objected_by(), from);
}
