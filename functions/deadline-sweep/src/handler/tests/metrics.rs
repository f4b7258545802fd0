//! What the walk has counted, and how Prometheus is told.

use super::*;
use kit::{Delivery, objections, reviewer};

const ANNA: AccountId = AccountId::from_u128(1);

impl World {
    #[track_caller]
    fn metrics(&self) -> String {
        let request = Request::builder()
            .uri("/internal/metrics")
            .header("Authorization", "Bearer the new operator secret")
            .body(Body::full(""));
        let answer = kit::answer(&self.service, request.unwrap(), OPEN, handle);
        assert_eq!(answer.status, 200, "{}", answer.text);
        answer.text
    }

    /// Looks for each line among what is told.
    #[track_caller]
    fn tells(&self, lines: &[&str]) {
        let told = self.metrics();
        for line in lines {
            assert!(told.lines().any(|known| known == *line), "no {line} in\n{told}");
        }
    }
}

const SEASON: &str = r#"programme="shenzhen-interview",season="2027""#;

#[test]
fn before_the_first_walk_there_is_nothing_to_tell() {
    let told = World::new().metrics();
    assert!(told.lines().all(|line| line.starts_with('#')), "{told}");
    assert_eq!(told.lines().last(), Some("# EOF"));
}

#[test]
fn cases_are_counted_by_state_with_what_falls_due_next() {
    let world = World::new();
    world.drafted(1, "local-household");
    world.drafted(2, "local-household");
    let filed = world.drafted(3, "hong-kong-macao-taiwan");
    world.act(filed, 7, Actor::Candidate(AccountId::from_u128(3)), kit::submit(OPEN));
    world.sweep(OPEN);
    world.tells(&[
        &format!(r#"miaopi_cases{{{SEASON},state="draft"}} 2"#),
        &format!(r#"miaopi_cases{{{SEASON},state="under-review"}} 1"#),
        &format!(r#"miaopi_cases_overdue{{{SEASON},state="under-review"}} 0"#),
        // 17 April 09:00:00.001 in China.
        &format!(r#"miaopi_next_duty_timestamp_seconds{{{SEASON},state="under-review"}} 1807923600.001"#),
        r#"miaopi_lines{collection="cases/shenzhen-interview/2027"} 3"#,
        r#"miaopi_due{collection="cases/shenzhen-interview/2027"} 0"#,
        "miaopi_faults 0",
        "miaopi_walked_timestamp_seconds 1807750800.0",
    ]);
}

#[test]
fn what_was_due_is_told_with_its_age_and_an_office_that_is_late_stays_in_sight() {
    let world = World::new();
    let filed = world.drafted(1, "hong-kong-macao-taiwan");
    world.act(filed, 7, Actor::Candidate(ANNA), kit::submit(OPEN));
    let overdue = format!(r#"miaopi_cases_overdue{{{SEASON},state="under-review"}} 1"#);
    world.sweep("2027-04-17T02:00:00.000Z");
    world.tells(&[
        &overdue,
        r#"miaopi_due{collection="cases/shenzhen-interview/2027"} 1"#,
        r#"miaopi_oldest_due_timestamp_seconds{collection="cases/shenzhen-interview/2027"} 1807923600.001"#,
    ]);
    // It has been written down, so nothing is due any more.
    world.sweep("2027-04-17T02:00:00.000Z");
    world.tells(&[&overdue, r#"miaopi_due{collection="cases/shenzhen-interview/2027"} 0"#]);
}

#[test]
fn messages_that_wait_and_those_of_which_nobody_knows_are_told() {
    let world = World::new();
    let case = world.drafted(1, "hong-kong-macao-taiwan");
    world.act(case, 7, Actor::Candidate(ANNA), kit::submit(OPEN));
    world.act(case, 8, reviewer(5), Act::Return { objections: objections("请核对姓名") });
    world.deployment.messages.set(Delivery::Down);
    world.sweep(OPEN);
    // The walk that has tried it has seen it waiting.
    world.tells(&[&format!("miaopi_messages_waiting{{{SEASON}}} 1")]);
    world.deployment.messages.set(Delivery::Taken);
    world.sweep("2027-04-15T01:05:00.000Z");
    world.sweep("2027-04-15T01:05:00.000Z");
    world.tells(&[
        &format!("miaopi_messages_waiting{{{SEASON}}} 0"),
        &format!("miaopi_messages_unknown{{{SEASON}}} 0"),
        &format!("miaopi_messages_failed{{{SEASON}}} 0"),
    ]);
}

#[test]
fn a_walk_that_is_interrupted_counts_nobody_twice_and_shows_nothing_before_its_end() {
    let world = World::new();
    for owner in 1..=20 {
        world.cut_off(owner);
    }
    let later = "2027-04-15T01:01:00.000Z";
    assert_eq!(world.sweep(later)["more"], true);
    assert!(!world.metrics().contains("submitted"));
    assert_eq!(world.sweep(later)["more"], false);
    let told = world.metrics();
    let cases = told.lines().filter_map(|line| line.strip_prefix("miaopi_cases{")?.split("} ").nth(1));
    assert_eq!(cases.filter_map(|number| number.parse::<u32>().ok()).sum::<u32>(), 20, "{told}");
}

#[test]
fn nobody_but_the_operator_reads_them() {
    let world = World::new();
    let request = Request::builder().uri("/internal/metrics").body(Body::full("")).unwrap();
    assert_eq!(kit::answer(&world.service, request, OPEN, handle).status, 404);
}
