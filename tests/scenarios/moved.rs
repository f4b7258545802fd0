//! Another version of the policy while cases are open: it touches none of them, until an operator moves them over. Nobody loses by
//! it, what is decided stays decided, and each case says what has happened to it.

use std::collections::BTreeMap;

use super::*;
use futures::future::join_all;
use workbench::{Case, Policy, replay};

const POLICY: &str = include_str!("../../shared/policies/shenzhen-interview-2027.toml");
const MOVES: &str = "/internal/programmes/shenzhen-interview/seasons/2027/moves";
const MORNING: &str = "04-15T10:00:00.000";

/// A day more to file.
const WINDOW: (&str, &str) =
    ("closes = { before = \"2027-04-17T15:00\"", "closes = { before = \"2027-04-18T15:00\"");
/// Two hours more to correct.
const SUPPLEMENT: (&str, &str) =
    ("closes = { before = \"2027-04-19T15:00\" }", "closes = { before = \"2027-04-19T17:00\" }");
/// A minute less to correct.
const SHORTER: (&str, &str) =
    ("closes = { before = \"2027-04-19T15:00\" }", "closes = { before = \"2027-04-19T14:59\" }");
/// The office has a day less to review.
const REVIEW: (&str, &str) = ("hours = 48", "hours = 24");

/// What an operator is given of a case.
#[derive(serde::Deserialize)]
struct Exported {
    case: Case,
    policies: BTreeMap<String, String>,
}

/// The hashes of two versions.
struct Versions {
    from: String,
    to: String,
}

impl City {
    /// Publishes the policy with these changes, and returns the hash of the one before and its own.
    async fn publish(&self, changes: &[(&str, &str)]) -> Versions {
        let file = changes.iter().fold(POLICY.to_owned(), |file, (from, to)| {
            assert!(file.contains(from), "{from}");
            file.replacen(from, to, 1)
        });
        let hash = |file: &str| Policy::parse(file.as_bytes()).expect("a policy").hash().to_string();
        let publishing = json!({ "policy": file, "partitions": 4 });
        let published = self.deployment.operate("/internal/policies", publishing).await;
        let versions = Versions { from: hash(POLICY), to: hash(&file) };
        assert_eq!((published.status.as_u16(), &published.json()["policy"]), (200, &json!(versions.to)));
        versions
    }

    /// Asks what would become of the cases.
    async fn would_move(&self, versions: &Versions) -> Value {
        let Versions { from, to } = versions;
        self.moves(json!({ "from": from, "to": to, "reason": "按公告更正" })).await
    }

    async fn move_over(&self, versions: &Versions) -> Value {
        let Versions { from, to } = versions;
        self.moves(json!({ "from": from, "to": to, "reason": "按公告更正", "dry-run": false })).await
    }

    async fn moves(&self, body: Value) -> Value {
        let answer = self.deployment.operate(MOVES, body).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        answer.json()
    }

    async fn returned(&self, place: u32) -> String {
        let filed = self.file(place, "other-household").await;
        self.decide("reviewer", &filed.case, give_back()).await;
        filed.case
    }
}

/// What an answer counts.
fn counts(answer: &Value) -> [u64; 5] {
    let moved = if answer["dry-run"] == true { "would-move" } else { "moved" };
    [moved, "already-there", "over", "refused", "failed"].map(|name| answer[name].as_u64().expect("a count"))
}

fn events(case: &Value) -> Vec<&str> {
    case["timeline"].as_array().expect("events").iter().filter_map(|event| event["event"].as_str()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn another_version_touches_no_live_case_until_they_are_moved_and_then_they_follow_it() {
    let city = City::at(MORNING).await;
    let (draft, _) = city.candidate(0).await.draft(0, "local-household").await;
    let reviewed = city.file(2, "other-household").await.case;
    let returned = city.returned(4).await;
    let approved = city.file(10, "local-household").await.case;
    let cases = [(0, &draft), (2, &reviewed), (4, &returned), (10, &approved)];
    let mut before = Vec::new();
    for (place, case) in cases {
        before.push(city.look(place, case).await);
    }

    let versions = city.publish(&[WINDOW, SUPPLEMENT, REVIEW]).await;
    let looked = city.would_move(&versions).await;
    assert_eq!((counts(&looked), &looked["more"]), ([3, 0, 1, 0, 0], &json!(false)), "{looked}");
    for ((place, case), before) in cases.into_iter().zip(&before) {
        assert_eq!(city.look(place, case).await, *before, "neither publishing nor looking touches it");
    }
    // Whoever opens a case now does so under the new version.
    let (new, _) = city.candidate(8).await.draft(8, "local-household").await;
    assert_eq!(city.look(8, &new).await["policy"], versions.to);

    let moved = city.move_over(&versions).await;
    assert_eq!(counts(&moved), [3, 1, 1, 0, 0], "{moved}");
    let [draft, reviewed, returned, approved] = [cases[0], cases[1], cases[2], cases[3]];
    let shown = city.look(draft.0, draft.1).await;
    assert_eq!(
        (&shown["policy"], &shown["closes"]),
        (&json!(versions.to), &json!("2027-04-18T07:00:00.000Z"))
    );
    let last = shown["timeline"].as_array().unwrap().last().unwrap();
    let expected = json!({ "from": versions.from, "to": versions.to, "reason": "按公告更正" });
    assert_eq!((&last["event"], &last["moved"]), (&json!("moved"), &expected));
    let shown = city.look(reviewed.0, reviewed.1).await;
    assert_eq!(
        (&shown["due"], &events(&shown)[2..]),
        (&json!("2027-04-16T02:00:00.001Z"), &["handed-over", "moved"][..])
    );
    let shown = city.look(returned.0, returned.1).await;
    assert_eq!(shown["closes"], "2027-04-19T09:00:00.000Z");
    assert_eq!(shown["objections"], before[2]["objections"]);
    assert_eq!(city.look(approved.0, approved.1).await, before[3], "what is decided stays as it was decided");

    let again = city.move_over(&versions).await;
    assert_eq!(counts(&again), [0, 4, 1, 0, 0], "a repeat finds it done");
    // Once it is filed: nothing is left of the old instants.
    city.set("04-19T16:59:59.999").await;
    assert_eq!(city.correct(4, returned.1).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_falls_due_does_so_by_the_policy_that_a_case_was_moved_to() {
    let city = City::at(MORNING).await;
    let (draft, _) = city.candidate(0).await.draft(0, "local-household").await;
    let reviewed = city.file(2, "other-household").await.case;
    let versions = city.publish(&[WINDOW, REVIEW]).await;
    city.move_over(&versions).await;
    city.set("04-16T10:00:00.001").await;
    city.sweep().await;
    assert!(events(&city.look(2, &reviewed).await).contains(&"escalated"), "a day earlier");
    city.set("04-17T15:00:00.000").await;
    city.sweep().await;
    assert_eq!(city.look(0, &draft).await["state"], "draft", "a day later");
    city.set("04-18T15:00:00.000").await;
    city.sweep().await;
    assert_eq!(city.look(0, &draft).await["state"], "lapsed");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cut_off_that_would_come_earlier_keeps_every_case_where_it_is_and_is_told_with_its_field() {
    let city = City::at(MORNING).await;
    let reviewed = city.file(2, "other-household").await.case;
    let returned = city.returned(4).await;
    let versions = city.publish(&[SHORTER]).await;
    for answer in [city.would_move(&versions).await, city.move_over(&versions).await] {
        assert_eq!(counts(&answer), [0, 0, 0, 2, 0], "{answer}");
        let refusals = answer["refusals"].as_array().unwrap();
        let mut ids: Vec<&str> = refusals.iter().filter_map(|refusal| refusal["case"].as_str()).collect();
        let mut expected = [&reviewed, &returned].map(|case| case.trim_start_matches("/api/cases/"));
        ids.sort_unstable();
        expected.sort_unstable();
        assert_eq!(ids, expected);
        for refusal in refusals {
            let reason = &refusal["reasons"][0];
            assert_eq!(
                (&reason["code"], &reason["field"]),
                (&json!("earlier-cut-off"), &json!("supplement.closes"))
            );
            assert_eq!(
                (&reason["from"], &reason["to"]),
                (&json!("2027-04-19T07:00:00.000Z"), &json!("2027-04-19T06:59:00.000Z"))
            );
        }
    }
    assert_eq!(city.look(4, &returned).await["closes"], "2027-04-19T07:00:00.000Z");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_files_what_was_moved_meanwhile_reads_it_once_more_and_files_under_the_new_version() {
    let city = City::at(MORNING).await;
    let mut candidate = city.candidate(0).await;
    let (case, etag) = candidate.draft(0, "local-household").await;
    let versions = city.publish(&[("name = \"温馨提示\"", "name = \"提示\"")]).await;
    assert_eq!(counts(&city.move_over(&versions).await), [1, 0, 0, 0, 0]);
    refused(&candidate.submit(&case, &etag).await, 422, "invalid-fields");
    // What says something else is to be confirmed again, and nothing else.
    let shown = candidate.ask(Method::GET, &case, &[], Value::Null).await;
    let etag = shown.header("etag").to_owned();
    assert_eq!(shown.json()["draft"]["confirmed"]["notice"], Value::Null);
    assert_eq!(shown.json()["draft"]["confirmed"]["self-check"], true);
    let answer = candidate.submit(&case, &etag).await;
    refused(&answer, 422, "invalid-fields");
    assert_eq!(answer.json()["errors"][0]["pointer"], "/confirmed/notice");
    let draft = json!({
        "category": "local-household", "form": tests::person::form(0), "confirmed": tests::person::confirmed(),
    });
    let edited = candidate.ask(Method::PUT, &format!("{case}/draft"), &[("if-match", &etag)], draft).await;
    assert_eq!(edited.status, 200, "{edited:?}");
    let etag = edited.header("etag").to_owned();
    let filed = candidate.submit(&case, &etag).await;
    assert_eq!((filed.status.as_u16(), &filed.json()["state"]), (200, &json!("approved")), "{filed:?}");
    assert_eq!(city.look(0, &case).await["policy"], versions.to);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_has_filed_before_is_decided_by_what_they_have_filed_under() {
    let city = City::at(MORNING).await;
    let filed = city.file(0, "local-household").await;
    filed.is(&city, "approved", "业务申请已办结").await;
    let versions = city.publish(&[WINDOW]).await;
    assert_eq!(counts(&city.move_over(&versions).await), [0, 0, 1, 0, 0]);
    assert_eq!(city.look(0, &filed.case).await["policy"], versions.from);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_a_move_and_submissions_at_the_same_time_each_case_has_one_outcome() {
    let city = City::at(MORNING).await;
    let versions = city.publish(&[WINDOW]).await;
    // They were opened before, which a second publishing of the first version makes possible.
    let first = json!({ "policy": POLICY, "partitions": 4 });
    assert_eq!(city.deployment.operate("/internal/policies", first).await.status, 200);
    let mut people = Vec::new();
    for place in [0, 2, 10, 12, 20, 22] {
        let mut candidate = city.candidate(place).await;
        let (case, etag) = candidate.draft(place, "local-household").await;
        people.push((place, candidate, case, etag));
    }
    let submissions =
        people.iter_mut().map(async |(_, candidate, case, etag)| candidate.submit(case, etag).await);
    let (answers, moved) = futures::join!(join_all(submissions), city.move_over(&versions));
    assert_eq!(moved["failed"], 0, "{moved}");
    for (answer, (place, _, case, _)) in answers.iter().zip(&people) {
        let shown = city.look(*place, case).await;
        let was_moved = shown["policy"] == versions.to.as_str();
        match answer.status.as_u16() {
            // Filed first: it is decided under the first version, or was moved before anybody knew of it.
            200 | 202 => assert!(shown["state"] != "draft", "{shown}"),
            // Moved first: what its candidate had read is not what is there.
            412 => assert!(was_moved && shown["state"] == "draft", "{answer:?} {shown}"),
            _ => panic!("{answer:?}"),
        }
    }
    // What was in the middle of it is over by now, and can be moved.
    city.set("04-15T10:01:00.000").await;
    city.sweep().await;
    let [_, _, _, refused, failed] = counts(&city.move_over(&versions).await);
    assert_eq!((refused, failed), (0, 0));
    assert_eq!(counts(&city.move_over(&versions).await)[0], 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_recorded_of_a_moved_case_is_given_to_an_operator_and_decided_again_byte_for_byte() {
    let city = City::at(MORNING).await;
    let returned = city.returned(2).await;
    let versions = city.publish(&[SUPPLEMENT]).await;
    city.move_over(&versions).await;
    city.correct(2, &returned).await;
    city.decide("reviewer", &returned, pass(1)).await;
    let id = returned.trim_start_matches("/api/cases/");
    let path = format!("/internal/cases/{id}/record");
    let exported = city.deployment.operator_reads(&path).await;
    assert_eq!((exported.status.as_u16(), exported.header("cache-control")), (200, "no-store"));
    // Not by way of a `Value`, which cannot hold ids of 128 bits.
    let Exported { case, policies: files } = serde_json::from_slice(&exported.body).expect("a record");
    let policies = files.values().map(|file| Policy::parse(file.as_bytes()).expect("a policy"));
    let policies: Vec<Policy> = policies.collect();
    assert_eq!((policies.len(), replay(&case, &policies)), (2, Ok(())));
    assert_eq!(case.verify_chain(), Ok(()));
    // The old version stays readable, and nobody else is given the record.
    assert!(files.contains_key(&versions.from) && files.contains_key(&versions.to));
    for mut person in [city.candidate(2).await, city.reviewer("reviewer").await] {
        refused(&person.ask(Method::GET, &path, &[], Value::Null).await, 404, "no-such-resource");
    }
}
