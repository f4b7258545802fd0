//! Messages to the candidate: called for once, sent once, whatever fails in between.

use super::review::reviewing;
use super::*;
use crate::policy::tests::filing;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

const FILED: &str = "2030-04-16T10:00:00+08:00";
/// Six hours before the supplement closes.
const REMINDED: &str = "2030-04-19T09:00:00+08:00";
const DAYS_LATER: &str = "2030-04-30T12:00:00+08:00";

#[track_caller]
pub(super) fn done(case: &Case, command: &Command, now: &str) -> Case {
    done_under(&filing::policy(), case, command, now)
}

#[track_caller]
fn done_under(policy: &Policy, case: &Case, command: &Command, now: &str) -> Case {
    let events = decide(Some(case), command, policy, at(now)).unwrap();
    let after = apply(Some(case), &events, command, at(now)).unwrap();
    assert_eq!(after.verify_chain(), Ok(()));
    after
}

#[track_caller]
pub(super) fn not_done(case: &Case, command: &Command, now: &str, expected: Rejection) {
    assert_eq!(decide(Some(case), command, &filing::policy(), at(now)), Err(expected));
}

fn drafted() -> Case {
    let policy = filing::policy();
    let events = decide(None, &opening(1), &policy, at(OPENS)).unwrap();
    let opened = apply(None, &events, &opening(1), at(OPENS)).unwrap();
    let confirmed = policy.statements().iter().map(|statement| statement.id.clone()).collect();
    let draft = Draft { category: Some("second".parse().unwrap()), confirmed, ..filled() };
    edit_draft(&opened, draft, &Actor::Candidate(ANNA), &policy, at(OPENS)).unwrap()
}

/// A case that a person has to decide.
pub(super) fn filed(now: &str) -> Case {
    done(&drafted(), &by(ANNA, 2, Act::Submit { verified: Some(at(now)) }), now)
}

pub(super) fn objections() -> Objections {
    let note = Some(Note::try_from("国徽面".to_owned()).unwrap());
    let one = Objection { reason: "illegible".parse().unwrap(), material: None, note };
    let two = Objection { note: None, ..one.clone() };
    Objections::try_from(vec![one, two]).unwrap()
}

pub(super) fn objecting(id: u128) -> Command {
    reviewing(id, Act::Return { objections: objections() })
}

fn returned() -> Case {
    done(&filed(FILED), &objecting(40), FILED)
}

pub(super) fn corrected() -> Case {
    done(&returned(), &by(ANNA, 50, Act::Correct { form: filled().form }), FILED)
}

fn system(id: u128, act: Act) -> Command {
    Command { id: CommandId::from_u128(id), actor: Actor::System, act }
}

fn claiming(id: u128) -> Command {
    system(id, Act::ClaimMessage)
}

/// Somebody has tried to send the message that is claimed, and this came of it.
fn settling(case: &Case, id: u128, attempt: Attempt) -> Command {
    system(id, Act::SettleMessage { key: case.messages()[0].key, attempt })
}

fn status(case: &Case) -> &'static str {
    case.messages()[0].status.name()
}

#[track_caller]
fn told(case: &Case, about: About) -> String {
    let told = case.events().iter().rev().find_map(|recorded| {
        let Event::MessageDue { about: this, to, text } = &recorded.event else { return None };
        (*this == about).then(|| (to.as_str(), text.clone()))
    });
    let (to, text) = told.unwrap();
    assert_eq!(to, "13800000000");
    text
}

#[test]
fn a_return_tells_until_when_and_a_rejection_tells_why() {
    assert_eq!(told(&returned(), About::Returned), "4月19日15:00");
    let rejected = done(&corrected(), &reviewing(60, Act::Reject { objections: objections() }), FILED);
    assert_eq!(told(&rejected, About::Rejected), "不清晰（国徽面）；不清晰");
}

#[test]
fn a_long_reason_is_cut_in_a_message_and_kept_in_the_case() {
    let note = Note::try_from("长".repeat(Note::CHARACTERS_MAX)).unwrap();
    let long = Objection { reason: "illegible".parse().unwrap(), material: None, note: Some(note) };
    let objections = Objections::try_from(vec![long]).unwrap();
    let rejected = done(&corrected(), &reviewing(60, Act::Reject { objections: objections.clone() }), FILED);
    let text = told(&rejected, About::Rejected);
    assert!(text.chars().count() == 121 && text.ends_with('…'), "{text}");
    assert_eq!(rejected.objections(), Some(&objections));
}

#[test]
fn a_message_is_claimed_sent_and_never_sent_again() {
    let claimed = done(&returned(), &claiming(70), FILED);
    let (key, to, text) = claimed.claimed_message().unwrap();
    assert_eq!((key, to.as_str(), text), (claimed.messages()[0].key, "13800000000", "4月19日15:00"));
    let sent = done(&claimed, &settling(&claimed, 71, Attempt::Taken), FILED);
    assert_eq!((status(&sent), sent.claimed_message()), ("sent", None));
    assert_eq!(done(&sent, &claiming(72), DAYS_LATER), sent);
    assert_eq!(done(&sent, &settling(&sent, 73, Attempt::Unknown), DAYS_LATER), sent);
}

#[test]
fn a_claim_lasts_a_minute_and_nobody_else_sends_meanwhile() {
    let claimed = done(&returned(), &claiming(70), FILED);
    assert_eq!(claimed.due(&filing::policy()), Some(at("2030-04-16T10:01:00+08:00")));
    assert_eq!(done(&claimed, &claiming(71), "2030-04-16T10:00:59.999+08:00"), claimed);
    assert_ne!(done(&claimed, &claiming(71), "2030-04-16T10:01:00+08:00"), claimed);
}

#[test]
fn what_may_have_been_sent_is_not_sent_again_unless_the_gateway_honours_keys() {
    let claimed = done(&returned(), &claiming(70), FILED);
    // Nobody came back.
    assert_eq!(status(&done(&claimed, &claiming(71), DAYS_LATER)), "unknown");
    // Somebody came back and does not know.
    let unknown = done(&claimed, &settling(&claimed, 71, Attempt::Unknown), FILED);
    assert_eq!(status(&unknown), "unknown");
    // It stays unknown, even if its sender reports later.
    assert_eq!(done(&unknown, &settling(&unknown, 72, Attempt::Taken), FILED), unknown);

    let policy = filing::with_a_gateway_that_honours_keys();
    let returned = {
        let mut case = None;
        let confirmed = policy.statements().iter().map(|statement| statement.id.clone()).collect();
        let draft = Draft { category: Some("second".parse().unwrap()), confirmed, ..filled() };
        for command in [opening(1), by(ANNA, 2, Act::Submit { verified: Some(at(FILED)) }), objecting(40)] {
            let events = decide(case.as_ref(), &command, &policy, at(FILED)).unwrap();
            let after = apply(case.as_ref(), &events, &command, at(FILED)).unwrap();
            case = Some(if matches!(after.state(), State::Draft(_)) {
                edit_draft(&after, draft.clone(), &Actor::Candidate(ANNA), &policy, at(FILED)).unwrap()
            } else {
                after
            });
        }
        case.unwrap()
    };
    let claimed = done_under(&policy, &returned, &claiming(70), FILED);
    let again = done_under(&policy, &claimed, &claiming(71), "2030-04-16T10:01:00+08:00");
    assert_eq!(again.claimed_message(), claimed.claimed_message());
    let unknown = settling(&again, 72, Attempt::Unknown);
    assert_eq!(status(&done_under(&policy, &again, &unknown, FILED)), "waiting");
}

#[test]
fn a_refused_message_is_tried_again_after_longer_and_longer_and_then_given_up() {
    let mut case = returned();
    let mut now = at(FILED);
    let mut waits = Vec::new();
    for attempt in 0..u128::from(ATTEMPTS_MAX) {
        let time = crate::instant::format(now);
        case = done(&case, &claiming(100 + 2 * attempt), &time);
        case = done(&case, &settling(&case, 101 + 2 * attempt, Attempt::Refused), &time);
        if let MessageStatus::Waiting { from, .. } = case.messages()[0].status {
            waits.push((from - now).num_minutes());
            now = from;
        }
    }
    assert_eq!(waits[..8], [1, 2, 4, 8, 16, 32, 60, 60]);
    assert_eq!((waits.len(), status(&case)), (usize::from(ATTEMPTS_MAX) - 1, "failed"));
}

#[test]
fn a_message_that_is_no_longer_true_is_dropped_unless_somebody_has_claimed_it() {
    assert_eq!(status(&done(&corrected(), &claiming(70), FILED)), "dropped");
    let claimed = done(&returned(), &claiming(70), FILED);
    let corrected = done(&claimed, &by(ANNA, 50, Act::Correct { form: filled().form }), FILED);
    let sent = done(&corrected, &settling(&corrected, 71, Attempt::Taken), FILED);
    assert_eq!(status(&sent), "sent");
}

#[test]
fn the_next_message_waits_until_the_one_before_has_come_to_an_end() {
    let claimed = done(&returned(), &claiming(70), FILED);
    let reminded = done(&claimed, &system(71, Act::Elapse), REMINDED);
    let abouts: Vec<About> = reminded.messages().iter().map(|message| message.about).collect();
    assert_eq!(abouts, [About::Returned, About::SupplementCloses]);
    let (key, _, _) = reminded.claimed_message().unwrap();
    assert_eq!(key, reminded.messages()[0].key);
}

#[test]
fn whoever_has_not_corrected_is_reminded_once_six_hours_before_the_end() {
    let sent = done(&returned(), &claiming(70), FILED);
    let sent = done(&sent, &settling(&sent, 71, Attempt::Taken), FILED);
    assert_eq!(sent.due(&filing::policy()), Some(at(REMINDED)));
    assert_eq!(done(&sent, &system(72, Act::Elapse), "2030-04-19T08:59:59.999+08:00"), sent);
    let reminded = done(&sent, &system(72, Act::Elapse), REMINDED);
    assert_eq!(told(&reminded, About::SupplementCloses), "4月19日15:00");
    assert_eq!(done(&reminded, &system(73, Act::Elapse), REMINDED), reminded);
}

#[test]
fn whoever_has_not_filed_is_reminded_a_day_before_the_window_closes_if_a_number_is_known() {
    let (before, from) = ("2030-04-16T14:59:59.999+08:00", "2030-04-16T15:00:00+08:00");
    assert_eq!(drafted().due(&filing::policy()), Some(at(from)));
    assert_eq!(done(&drafted(), &system(72, Act::Elapse), before), drafted());
    assert_eq!(told(&done(&drafted(), &system(72, Act::Elapse), from), About::WindowCloses), "4月17日15:00");
    let State::Draft(draft) = drafted().state().clone() else { panic!("it is a draft") };
    let form = Form { telephone: None, ..draft.form };
    let nameless = Case { state: State::Draft(Draft { form, ..draft }), ..drafted() };
    assert_eq!(nameless.due(&filing::policy()), Some(at(CLOSED)));
    assert_eq!(done(&nameless, &system(72, Act::Elapse), from), nameless);
}

#[test]
fn what_is_over_is_recorded_as_over_and_nobody_is_reminded_of_it() {
    let lapsed = done(&returned(), &system(72, Act::Elapse), DAYS_LATER);
    assert_eq!(lapsed.state().name(), "lapsed");
    assert_eq!(lapsed.messages().len(), 1);
    // The message about the return was never sent, and is not true any more.
    assert_eq!(status(&done(&lapsed, &claiming(73), DAYS_LATER)), "dropped");
}

#[test]
fn only_the_system_sends() {
    let own = by(ANNA, 70, Act::ClaimMessage);
    not_done(&returned(), &own, FILED, Rejection::NotPermitted);
}
