//! An administrator looks at a policy before it is proposed: what is wrong in it, and what a season under it would be like.

use super::*;

const CHECKS: &str = "/api/administration/checks";
const REHEARSALS: &str = "/api/administration/rehearsals";
const POLICY: &str = include_str!("../../shared/policies/shenzhen-interview-2027.toml");

/// The published policy, whose window closes a day later: whoever files on that day has no time left to correct.
fn late() -> String {
    let late = POLICY.replace("before = \"2027-04-17T15:00\"", "before = \"2027-04-18T15:00\"");
    assert_ne!(late, POLICY);
    late
}

async fn administrator(city: &City, name: &str, region: &str) -> Person {
    Person::administrator_of(&city.deployment, name, region).await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_would_leave_people_without_time_is_told_before_it_is_proposed() {
    let city = City::at("04-15T10:00:00.000").await;
    let mut anna = administrator(&city, "anna", "440300").await;
    let checked = anna.ask(Method::POST, CHECKS, &[], json!({ "policy": POLICY })).await.json();
    assert_eq!(checked["errors"], 0, "{checked}");
    let checked = anna.ask(Method::POST, CHECKS, &[], json!({ "policy": late() })).await.json();
    let remarks = checked["remarks"].as_array().expect("remarks");
    let remark = remarks.iter().find(|remark| remark["code"] == "no-time-to-correct").expect("a remark");
    assert_eq!(
        (&remark["severity"], &remark["from"]),
        (&json!("warning"), &json!("2027-04-17T07:00:00.000Z"))
    );
    let line = remark["line"].as_u64().and_then(|line| usize::try_from(line).ok()).expect("a line");
    assert!(late().lines().nth(line - 1).is_some_and(|line| line.starts_with("closes")), "{remark}");

    let broken = anna.ask(Method::POST, CHECKS, &[], json!({ "policy": "season = 2027" })).await.json();
    assert_eq!((&broken["errors"], &broken["remarks"][0]["code"]), (&json!(1), &json!("invalid-policy")));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_season_is_rehearsed_with_as_many_people_as_can_be_and_others_are_served_meanwhile() {
    let city = City::at("04-15T10:00:00.000").await;
    let mut anna = administrator(&city, "anna", "440300").await;
    let mut bela = administrator(&city, "bela", "440300").await;
    let plan = json!({ "policy": late(), "people": 2_000, "seed": 1 });
    let begun = std::time::Instant::now();
    let (rehearsed, acts) = tokio::join!(anna.ask(Method::POST, REHEARSALS, &[], plan.clone()), async {
        let acts = bela.ask(Method::GET, "/api/administration/acts", &[], Value::Null).await;
        (acts, begun.elapsed())
    });
    assert_eq!(rehearsed.status, 200, "{rehearsed:?}");
    let (acts, waited) = acts;
    assert_eq!(acts.status, 200, "{acts:?}");
    assert!(waited < begun.elapsed(), "the acts were shown once the rehearsal was over");
    let shown = rehearsed.json();
    let endings = shown["endings"].as_array().expect("endings").iter();
    assert_eq!(endings.map(|ending| ending["people"].as_u64().expect("a count")).sum::<u64>(), 2_000);
    assert_ne!(shown["out_of_time"]["no_time_to_correct"], 0);
    assert!(shown["chart"].as_str().is_some_and(|chart| chart.starts_with("<svg")));

    // The instance is alive, and knows nothing of what it has played.
    let again =
        anna.ask(Method::POST, REHEARSALS, &[], json!({ "policy": late(), "people": 50, "seed": 2 })).await;
    assert_eq!(again.json()["people"], 50, "{again:?}");
    let after = bela.ask(Method::GET, "/api/administration/acts", &[], Value::Null).await;
    assert_eq!(after.json(), acts.json());
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_but_the_administrators_of_its_region_looks_at_a_policy_so() {
    let city = City::at("04-15T10:00:00.000").await;
    let mut elsewhere = administrator(&city, "dora", "420100").await;
    let mut reviewer = city.reviewer("reviewer").await;
    for (path, body) in [
        (CHECKS, json!({ "policy": POLICY })),
        (REHEARSALS, json!({ "policy": POLICY, "people": 10, "seed": 1 })),
    ] {
        refused(&elsewhere.ask(Method::POST, path, &[], body.clone()).await, 403, "outside-region");
        refused(&reviewer.ask(Method::POST, path, &[], body).await, 403, "not-permitted");
    }
}
