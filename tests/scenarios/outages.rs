//! A register is down, slow or wrong. The candidate is told, the case goes to a person, and nothing is lost.

use std::time::{Duration, Instant};

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn a_register_that_is_down_or_wrong_sends_the_case_to_a_person_and_is_no_verdict() {
    let city = City::at("04-15T10:00:00.000").await;
    for (place, script) in [
        (0, json!({ "status": 503 })),
        (10, json!({ "status": 404 })),
        (20, json!({ "status": 302 })),
        (30, json!({ "fields": { "education": "x".repeat(500) } })),
        (40, json!({ "fields": { "name": "别人" } })),
    ] {
        city.direct("diplomas", script).await;
        let filed = city.file(place, "local-household").await;
        filed.is(&city, "under-review", "申请已提交").await;
    }
    city.direct("diplomas", json!({})).await;
    city.file(50, "local-household").await.is(&city, "approved", "业务申请已办结").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_register_that_is_too_slow_keeps_nobody_waiting_for_longer_than_its_time() {
    let city = City::at("04-15T10:00:00.000").await;
    city.direct("diplomas", json!({ "delay_ms": 60_000 })).await;
    let begun = Instant::now();
    let filed = city.file(0, "local-household").await;
    let took = begun.elapsed();
    filed.is(&city, "under-review", "申请已提交").await;
    assert!((Duration::from_secs(9)..Duration::from_secs(15)).contains(&took), "{took:?}");
    let shown = city.look(0, &filed.case).await;
    let diploma = shown["assessment"]["checks"].as_array().unwrap();
    let diploma = diploma.iter().find(|check| check["check"] == "diploma").unwrap();
    assert_eq!(diploma["verdict"], "unavailable");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slow_register_is_waited_for_and_what_makes_no_difference_may_be_down() {
    let city = City::at("04-15T10:00:00.000").await;
    city.direct("diplomas", json!({ "delay_ms": 300 })).await;
    city.direct("residence-permits", json!({ "status": 500 })).await;
    city.file(0, "local-household").await.is(&city, "approved", "业务申请已办结").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_host_that_is_killed_between_the_two_commits_loses_nothing() {
    let state = tempfile::TempDir::new().unwrap();
    let manifest = sandbox();
    let city = City { deployment: Deployment::start_on(Plan::of(&manifest), state.path()) };
    city.set("04-15T10:00:00.000").await;
    city.deployment.prepare(4).await;
    city.direct("diplomas", json!({ "delay_ms": 60_000 })).await;
    let mut candidate = city.candidate(0).await;
    let (case, etag) = candidate.draft(0, "local-household").await;
    let path = case.clone();
    let filing = tokio::spawn(async move { candidate.submit(&path, &etag).await.status });
    // The first commit has landed, and the registers are being asked.
    while city.look(0, &case).await["state"] != "submitted" {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    drop(city);
    filing.abort();

    let city = City { deployment: Deployment::start_on(Plan::of(&manifest), state.path()) };
    city.set("04-15T10:00:19.999").await;
    city.direct("diplomas", json!({})).await;
    city.sweep().await;
    assert_eq!(city.look(0, &case).await["state"], "submitted");
    city.set("04-15T10:00:20.000").await;
    city.sweep().await;
    let shown = city.look(0, &case).await;
    assert_eq!((&shown["state"], &shown["message"]["zh"]), (&"approved".into(), &"业务申请已办结".into()));
}
