//! 时间表: the instants of the window, each with both of its sides (table D.5). Those of the candidate's own cut-offs are in
//! `corrected`, `never_filed` and `registered`.

use super::*;

/// The case at this place is filed at `instant` for a person to decide, and this is when the office is late.
async fn due(city: &City, place: u32, instant: &str) -> Value {
    city.set(instant).await;
    let filed = city.file(place, "local-student").await;
    city.look(place, &filed.case).await["due"].clone()
}

/// The same for what the registers approve: when 待支付 is late.
async fn registration_due(city: &City, place: u32, instant: &str) -> Value {
    city.set(instant).await;
    let filed = city.file(place, "local-household").await;
    city.look(place, &filed.case).await["registration"]["due"].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn d5_01_a_case_can_be_filed_from_the_opening_on_and_not_before() {
    let city = City::at("04-12T08:59:59.999").await;
    let mut candidate = city.candidate(0).await;
    let path = "/api/programmes/shenzhen-interview/cases";
    let early = candidate.ask(Method::POST, path, &[("idempotency-key", "early")], json!({})).await;
    refused(&early, 409, "window-not-open");
    city.set("04-12T09:00:00.000").await;
    city.file(0, "local-household").await.is(&city, "approved", "业务申请已办结").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn d5_02_to_d5_06_both_clocks_start_on_15_april_at_09_00_or_with_the_submission() {
    let city = City::at("04-13T10:00:00.000").await;
    let cases = [
        ("04-13T10:00:00.000", "2027-04-17T01:00:00.001Z", "2027-04-16T01:00:00.001Z"),
        ("04-15T09:00:00.000", "2027-04-17T01:00:00.001Z", "2027-04-16T01:00:00.001Z"),
        ("04-15T09:00:00.001", "2027-04-17T01:00:00.002Z", "2027-04-16T01:00:00.002Z"),
        ("04-16T20:15:30.500", "2027-04-18T12:15:30.501Z", "2027-04-17T12:15:30.501Z"),
    ];
    for (place, (filed, review, registration)) in (0..).zip(cases) {
        assert_eq!(
            due(&city, 10 * place + 1, filed).await,
            review,
            "a person decides what was filed at {filed}"
        );
        assert_eq!(registration_due(&city, 10 * place, filed).await, registration, "待支付 for {filed}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn d5_03_and_d5_04_an_office_is_late_a_millisecond_after_its_last_and_that_is_written_down() {
    let city = City::at("04-15T09:00:00.000").await;
    let registered = city.file(0, "local-household").await;
    let reviewed = city.file(1, "local-student").await;
    let is_late = async |place: u32, filed: &Filed| {
        city.sweep().await;
        city.look(place, &filed.case).await["timeline"].to_string().contains("escalated")
    };
    for (instant, registration, review) in [
        ("04-16T09:00:00.000", false, false),
        ("04-16T09:00:00.001", true, false),
        ("04-17T09:00:00.000", true, false),
        ("04-17T09:00:00.001", true, true),
    ] {
        city.set(instant).await;
        let late = (is_late(0, &registered).await, is_late(1, &reviewed).await);
        assert_eq!(late, (registration, review), "{instant}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn d5_07_and_d5_08_the_last_submission_is_one_whose_review_ends_before_the_supplement_closes() {
    let last = "04-17T14:59:59.999";
    let city = City::at(last).await;
    assert_eq!(due(&city, 1, last).await, "2027-04-19T07:00:00.000Z");
    // What registers approve then is to be 待支付 a day later, when there is still a day left to call.
    assert_eq!(registration_due(&city, 0, last).await, "2027-04-18T07:00:00.000Z");
    let mut candidate = city.candidate(11).await;
    let (case, etag) = candidate.draft(11, "local-student").await;
    city.set("04-17T15:00:00.000").await;
    refused(&candidate.submit(&case, &etag).await, 409, "window-closed");
}

#[tokio::test(flavor = "multi_thread")]
async fn d5_10_whoever_is_stuck_may_call_until_18_00_and_the_office_has_reviewed_before_it() {
    let city = City::at("04-15T10:00:00.000").await;
    let stuck = city.file(0, "local-household").await;
    let returned = city.file(2, "other-household").await;
    city.decide("reviewer", &returned.case, give_back()).await;
    city.set("04-19T14:59:59.999").await;
    city.correct(2, &returned.case).await;
    city.sweep().await;
    // 18:00 is the last instant for a call, and the first that is too late for the office.
    assert_eq!(city.look(0, &stuck.case).await["registration"]["contact_before"], "2027-04-19T10:00:00.001Z");
    assert_eq!(city.look(2, &returned.case).await["due"], "2027-04-19T10:00:00.000Z");
    for (instant, is_late) in [("04-19T17:59:59.999", false), ("04-19T18:00:00.000", true)] {
        city.set(instant).await;
        city.sweep().await;
        let events = city.look(2, &returned.case).await["timeline"].to_string();
        assert_eq!(events.contains("escalated"), is_late, "{instant}");
    }
}
