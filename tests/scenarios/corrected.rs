//! 补齐补正: a case is returned, corrected before 19 April 15:00, and decided before 18:00; or not.

use super::*;

async fn returned() -> (City, String) {
    let city = City::at("04-15T10:00:00.000").await;
    let filed = city.file(2, "other-household").await;
    let answer = city.decide("reviewer", &filed.case, give_back()).await;
    assert_eq!(answer.json()["state"], "returned", "{answer:?}");
    (city, filed.case)
}

#[tokio::test(flavor = "multi_thread")]
async fn d1_13_a_case_that_is_corrected_in_the_last_millisecond_passes() {
    let (city, case) = returned().await;
    let shown = city.look(2, &case).await;
    assert_eq!(shown["objections"][0]["note"], "请重拍身份证人像面");
    assert_eq!(shown["closes"], "2027-04-19T07:00:00.000Z");
    city.set("04-19T14:59:59.999").await;
    let corrected = city.correct(2, &case).await;
    assert_eq!(corrected.json()["state"], "under-review", "{corrected:?}");
    assert_eq!(corrected.json()["due"], "2027-04-19T10:00:00.000Z");
    city.set("04-19T17:59:59.999").await;
    let passed = city.decide("reviewer", &case, pass(1)).await;
    assert_eq!(passed.json()["state"], "approved", "{passed:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn d1_14_a_case_that_is_corrected_and_still_does_not_meet_the_conditions_is_rejected_with_the_reason() {
    let (city, case) = returned().await;
    city.correct(2, &case).await;
    let answer = city.decide("reviewer", &case, reject()).await;
    assert_eq!(answer.json()["state"], "rejected", "{answer:?}");
    assert_eq!(city.look(2, &case).await["objections"][0]["note"], "学历与报考学段不符");
}

#[tokio::test(flavor = "multi_thread")]
async fn d1_15_from_15_00_on_nothing_is_accepted_whether_or_not_anybody_has_written_that_down() {
    let (city, case) = returned().await;
    city.set("04-19T15:00:00.000").await;
    let late = city.correct(2, &case).await;
    refused(&late, 409, "supplement-closed");
    assert_eq!(late.json()["title"], "逾期将不再受理");
    city.set("04-25T08:00:00.000").await;
    city.sweep().await;
    let shown = city.look(2, &case).await;
    assert_eq!(shown["state"], "lapsed");
    assert!(shown["message"]["zh"].as_str().unwrap().contains("逾期将不再受理"));
    refused(&city.correct(2, &case).await, 409, "already-decided");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_case_that_the_office_returns_late_leaves_its_candidate_a_day() {
    let city = City::at("04-15T10:00:00.000").await;
    let filed = city.file(2, "other-household").await;
    city.set("04-19T14:00:00.000").await;
    city.decide("reviewer", &filed.case, give_back()).await;
    assert_eq!(city.look(2, &filed.case).await["closes"], "2027-04-20T06:00:00.001Z");
    city.set("04-20T14:00:00.000").await;
    assert_eq!(city.correct(2, &filed.case).await.json()["state"], "under-review");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_first_review_never_rejects_and_a_reviewer_with_a_stale_page_changes_nothing() {
    let city = City::at("04-15T10:00:00.000").await;
    let filed = city.file(2, "other-household").await;
    let early =
        json!({ "outcome": "reject", "corrections": 0, "items": [{ "reason": "conditions-not-met" }] });
    refused(&city.decide("reviewer", &filed.case, early).await, 409, "not-corrected-yet");
    city.decide("reviewer", &filed.case, give_back()).await;
    city.correct(2, &filed.case).await;
    // The page still shows what was there before the correction.
    refused(&city.decide("reviewer", &filed.case, pass(0)).await, 409, "corrected-meanwhile");
    assert_eq!(city.look(2, &filed.case).await["state"], "under-review");
}
