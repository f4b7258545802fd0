//! A person decides: the clock starts on 15 April at 09:00 or with the submission, and an office that is late costs nobody
//! anything.

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn what_was_filed_before_the_clock_starts_is_due_48_hours_after_its_start() {
    let city = City::at("04-13T11:00:00.000").await;
    let filed = city.file(2, "other-household").await;
    assert_eq!(city.look(2, &filed.case).await["due"], "2027-04-17T01:00:00.001Z");
    city.set("04-17T09:00:00.000").await;
    let passed = city.decide("reviewer", &filed.case, pass(0)).await;
    assert_eq!((passed.status.as_u16(), &passed.json()["state"]), (200, &"approved".into()), "{passed:?}");
    let shown = city.look(2, &filed.case).await;
    assert_eq!(shown["message"]["zh"], "业务申请已办结");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_filed_after_the_clock_has_started_is_due_48_hours_after_its_submission() {
    let city = City::at("04-15T09:00:00.001").await;
    let filed = city.file(2, "other-household").await;
    assert_eq!(city.look(2, &filed.case).await["due"], "2027-04-17T01:00:00.002Z");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_worklist_shows_the_most_urgent_case_first_and_a_decided_one_no_more() {
    let city = City::at("04-15T09:00:00.000").await;
    let first = city.file(2, "other-household").await;
    city.set("04-15T12:00:00.000").await;
    let second = city.file(3, "other-household").await;
    let list = async || {
        let mut reviewer = city.reviewer("reviewer").await;
        let answer = reviewer.ask(Method::GET, "/api/reviews", &[], Value::Null).await.json();
        let cases = answer["cases"].as_array().unwrap().iter().filter(|task| task["task"] == "review");
        cases.map(|task| format!("/api/cases/{}", task["case"].as_str().unwrap())).collect::<Vec<_>>()
    };
    assert_eq!(list().await, [first.case.clone(), second.case.clone()]);
    city.decide("reviewer", &first.case, pass(0)).await;
    assert_eq!(list().await, [second.case]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_late_office_is_escalated_and_its_decision_still_stands() {
    let city = City::at("04-15T09:00:00.000").await;
    let filed = city.file(2, "other-household").await;
    city.set("04-17T09:00:00.000").await;
    city.sweep().await;
    let events = async || city.look(2, &filed.case).await["timeline"].to_string();
    assert!(!events().await.contains("escalated"));
    city.set("04-17T09:00:00.001").await;
    city.sweep().await;
    assert!(events().await.contains("escalated"));
    let passed = city.decide("reviewer", &filed.case, pass(0)).await;
    assert_eq!(passed.json()["state"], "approved", "{passed:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_but_a_reviewer_of_the_region_sees_a_review_and_nobody_decides_their_own() {
    let city = City::at("04-15T10:00:00.000").await;
    let filed = city.file(2, "other-household").await;
    let mut stranger = city.candidate(77).await;
    let peek = stranger.ask(Method::GET, &review_of(&filed.case), &[], Value::Null).await;
    refused(&peek, 404, "unknown-case");
    // Somebody who works for the office files a case of their own: the account is the same.
    let own = city.claim("candidate 2", &filed.case).await;
    refused(&own, 403, "own-case");
}
