//! How long a case is kept after it is over.

use super::messages::{done, filed, objecting};
use super::review::reviewing;
use super::*;
use crate::policy::tests::filing;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

const FILED: &str = "2030-04-16T10:00:00+08:00";
const LATER: &str = "2030-04-25T10:00:00+08:00";

/// The policy of these cases, by which they are kept for thirty days.
fn keeping() -> Policy {
    Policy::parse((filing::file() + "\n[retention]\ncase-days = 30\n").as_bytes()).unwrap()
}

#[track_caller]
fn kept_until(case: &Case, midnight: &str) {
    assert_eq!(case.erased_from(&keeping()), Some(at(midnight)));
    assert_eq!(case.erased_from(&filing::policy()), None, "a policy that says nothing keeps everything");
}

#[track_caller]
fn kept(case: &Case) {
    assert_eq!(case.erased_from(&keeping()), None);
}

#[test]
fn a_case_is_kept_for_so_many_whole_days_after_the_last_thing_that_has_happened_in_it() {
    let approved = done(&filed(FILED), &reviewing(40, Act::Pass), FILED);
    kept(&approved);
    let payable = Act::ReadRegistration { status: SiteStatus::AwaitingPayment };
    let payable = done(&approved, &reviewing(41, payable), LATER);
    kept_until(&payable, "2030-05-26T00:00:00+08:00");
    let paid = Act::ReadRegistration { status: SiteStatus::Paid };
    kept_until(
        &done(&payable, &reviewing(42, paid), "2030-04-26T00:00:00+08:00"),
        "2030-05-27T00:00:00+08:00",
    );
}

#[test]
fn what_is_over_before_the_window_closes_is_kept_until_so_many_days_after_that() {
    kept(&opened());
    kept_until(&discarded(), "2030-05-18T00:00:00+08:00");
}

#[test]
fn a_case_is_kept_while_anybody_has_anything_to_do_in_it_or_is_to_be_told_of_it() {
    let filed = filed(FILED);
    kept(&filed);
    let returned = done(&filed, &objecting(41), FILED);
    kept(&returned);
    let elapse = Command { id: CommandId::from_u128(90), actor: Actor::System, act: Act::Elapse };
    let lapsed = done(&returned, &elapse, LATER);
    assert_eq!(lapsed.state().name(), "lapsed");
    kept(&lapsed);
}
