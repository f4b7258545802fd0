//! Everything arrives at the same time, and there is one outcome.

use std::collections::BTreeMap;

use super::*;
use futures::future::join_all;

const AT_ONCE: usize = 500;

#[tokio::test(flavor = "multi_thread")]
async fn five_hundred_submissions_of_one_case_ask_each_register_once_and_give_one_decision() {
    let city = City::at("04-15T10:00:00.000").await;
    let mut candidate = city.candidate(0).await;
    let (case, etag) = candidate.draft(0, "local-household").await;
    city.deployment.control(Method::POST, "/measures/reset", Value::Null).await;
    let bearer = candidate.bearer.clone();
    let submissions = (0..AT_ONCE).map(|_| {
        let (path, etag, bearer) = (format!("{case}/submission"), etag.clone(), bearer.clone());
        let deployment = &city.deployment;
        async move {
            let headers =
                [("authorization", bearer.as_str()), ("if-match", &etag), ("idempotency-key", "file")];
            let answer = deployment.client().await.call(Method::POST, &path, &headers, "").await;
            (answer.status.as_u16(), answer.json()["state"].as_str().unwrap_or_default().to_owned())
        }
    });
    let mut outcomes: BTreeMap<(u16, String), usize> = BTreeMap::new();
    for outcome in join_all(submissions).await {
        *outcomes.entry(outcome).or_default() += 1;
    }
    // Those who come while the registers are being asked are told that it is filed; nobody is told anything else.
    let expected = [(200, "approved".to_owned()), (202, "submitted".to_owned())];
    assert!(outcomes.keys().all(|outcome| expected.contains(outcome)), "{outcomes:?}");
    assert_eq!(city.calls_of("registers").await, 4);
    let shown = city.look(0, &case).await;
    assert_eq!(shown["state"], "approved");
    assert_eq!(shown["timeline"].as_array().unwrap().len(), 3, "{shown}");
}

#[tokio::test(flavor = "multi_thread")]
async fn five_hundred_reviewers_who_claim_one_case_leave_one_holder() {
    let city = City::at("04-15T10:00:00.000").await;
    let filed = city.file(2, "other-household").await;
    let path = format!("{}/claim", review_of(&filed.case));
    // Twenty reviewers, twenty-five times each.
    let mut bearers = Vec::new();
    for number in 0..20 {
        bearers.push(city.reviewer(&format!("reviewer {number}")).await.bearer);
    }
    let claims = (0..AT_ONCE).map(|place| {
        let number = place % bearers.len();
        let (bearer, path, deployment) = (bearers[number].as_str(), path.as_str(), &city.deployment);
        async move {
            let headers = [("authorization", bearer)];
            let answer = deployment.client().await.call(Method::PUT, path, &headers, "").await;
            (number, answer.status.as_u16(), answer.code())
        }
    });
    let answers = join_all(claims).await;
    let mut holders: Vec<usize> =
        answers.iter().filter(|(_, status, _)| *status == 200).map(|(number, ..)| *number).collect();
    holders.sort_unstable();
    holders.dedup();
    assert_eq!(holders.len(), 1, "{holders:?}");
    for (_, status, code) in &answers {
        let is_refused = *status == 409 && ["claimed", "contended"].contains(&code.as_str());
        assert!(*status == 200 || is_refused, "{status} {code}");
    }
}
