//! Claims: one reviewer at a time, and never for ever.

use super::review::{returned, reviewing};
use super::submission::{FILED, done, handed_over, submitted};
use super::*;
use crate::group::Scope;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

const CLARA: AccountId = AccountId::from_u128(12);
/// Half an hour after `FILED`, and the millisecond before.
const ENDED: &str = "2030-04-16T10:30:00+08:00";
const STILL: &str = "2030-04-16T10:29:59.999+08:00";

fn reviewer(id: AccountId) -> Actor {
    Actor::Staff { id, role: Role::Reviewer, region: "440300".parse().unwrap() }
}

fn claimed() -> Option<Claim> {
    Some(handed_over().claim(None, &reviewer(BELA), &Scope::Region, at(FILED)).unwrap())
}

#[test]
fn a_claim_lasts_half_an_hour_and_its_holder_prolongs_it() {
    assert_eq!(claimed(), Some(Claim { holder: BELA, until: at(ENDED) }));
    let prolonged = handed_over().claim(claimed(), &reviewer(BELA), &Scope::Region, at(STILL)).unwrap();
    assert_eq!(prolonged.until, at("2030-04-16T10:59:59.999+08:00"));
}

#[test]
fn somebody_else_can_claim_a_case_from_the_end_of_the_claim_on_and_not_before() {
    let refused = handed_over().claim(claimed(), &reviewer(CLARA), &Scope::Region, at(STILL));
    assert_eq!(refused, Err(Rejection::Claimed { until: at(ENDED) }));
    let claim = handed_over().claim(claimed(), &reviewer(CLARA), &Scope::Region, at(ENDED)).unwrap();
    assert_eq!(claim.holder, CLARA);
}

#[test]
fn only_a_reviewer_of_the_region_claims_and_never_their_own_case() {
    let claim = |actor: &Actor| handed_over().claim(None, actor, &Scope::Region, at(FILED));
    assert_eq!(claim(&reviewer(ANNA)), Err(Rejection::OwnCase));
    assert_eq!(claim(&Actor::Candidate(ANNA)), Err(Rejection::NotPermitted));
    let region = "420100".parse().unwrap();
    let elsewhere = Actor::Staff { id: BELA, role: Role::Reviewer, region };
    assert_eq!(claim(&elsewhere), Err(Rejection::OutsideRegion));
}

#[test]
fn whoever_is_in_groups_claims_cases_of_their_programmes_alone_and_prolongs_no_other() {
    let of = |programme: &str| Scope::Programmes([programme.parse().unwrap()].into());
    let claim = |held, scope: &Scope| handed_over().claim(held, &reviewer(BELA), scope, at(STILL));
    let own = of(handed_over().programme().as_str());
    assert_eq!(claim(None, &own).map(|claim| claim.holder), Ok(BELA));
    for held in [None, claimed()] {
        assert_eq!(claim(held, &of("another-programme")), Err(Rejection::OutsideGroups));
    }
    // What they hold already stays good until it ends.
    assert_eq!(handed_over().check_claim(claimed(), 0, &reviewer(BELA), at(STILL)), Ok(()));
    // Who may not decide the case at all is told that.
    let anna = handed_over().claim(None, &reviewer(ANNA), &of("another-programme"), at(FILED));
    assert_eq!(anna, Err(Rejection::OwnCase));
}

#[test]
fn only_a_case_under_review_is_claimed() {
    let claim = |case: &Case| case.claim(None, &reviewer(BELA), &Scope::Region, at(FILED));
    assert_eq!(claim(&submitted()), Err(Rejection::NotUnderReview));
    let passed = done(&handed_over(), &reviewing(40, Act::Pass), FILED);
    assert_eq!(claim(&passed), Err(Rejection::AlreadyDecided));
}

#[test]
fn only_who_holds_the_claim_decides_and_only_until_it_ends() {
    let check = |held, id, now: &str| handed_over().check_claim(held, 0, &reviewer(id), at(now));
    assert_eq!(check(claimed(), BELA, STILL), Ok(()));
    assert_eq!(check(claimed(), BELA, ENDED), Err(Rejection::NotClaimed));
    assert_eq!(check(claimed(), CLARA, STILL), Err(Rejection::Claimed { until: at(ENDED) }));
    assert_eq!(check(claimed(), CLARA, ENDED), Err(Rejection::NotClaimed));
    assert_eq!(check(None, BELA, FILED), Err(Rejection::NotClaimed));
}

#[test]
fn nobody_decides_about_a_correction_that_they_have_not_looked_at() {
    let correcting = by(ANNA, 50, Act::Correct { form: filled().form });
    let corrected = done(&returned(), &correcting, "2030-04-19T10:00:00+08:00");
    let later = at("2030-04-19T10:05:00+08:00");
    let held = Some(corrected.claim(None, &reviewer(BELA), &Scope::Region, later).unwrap());
    let check = |corrections| corrected.check_claim(held, corrections, &reviewer(BELA), later);
    assert_eq!(check(0), Err(Rejection::CorrectedMeanwhile));
    assert_eq!(check(1), Ok(()));
}

#[test]
fn a_decision_about_what_is_no_longer_under_review_says_so() {
    let check = |case: &Case| case.check_claim(claimed(), 0, &reviewer(BELA), at(STILL));
    assert_eq!(check(&returned()), Err(Rejection::NotUnderReview));
    let passed = done(&handed_over(), &reviewing(40, Act::Pass), FILED);
    assert_eq!(check(&passed), Err(Rejection::AlreadyDecided));
}
