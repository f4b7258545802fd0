//! 短信验证: before filing, a candidate shows that the telephone which the identity platform vouches for is in their hands.

use super::*;
use futures::future::join_all;

#[tokio::test(flavor = "multi_thread")]
async fn s1_50_nothing_is_filed_before_the_code_that_was_sent_is_entered() {
    let city = City::at("04-15T10:00:00.000").await;
    let mut candidate = city.candidate(0).await;
    let (case, first) = candidate.open("open").await;
    let draft = json!({
        "category": "local-household", "form": tests::person::form(0), "confirmed": tests::person::confirmed(),
    });
    candidate.ask(Method::PUT, &format!("{case}/draft"), &[("if-match", &first)], draft).await;
    let etag = candidate.hand_in(&case).await;
    let early = candidate.submit(&case, &etag).await;
    refused(&early, 403, "not-verified");
    assert_eq!(early.json()["title"], "请先验证手机号码");

    let sent = candidate.code("one").await;
    assert_eq!((sent.status.as_u16(), &sent.json()["delivery"]), (200, &"sent".into()), "{sent:?}");
    let masked = format!("{}****{}", &candidate.telephone[..3], &candidate.telephone[7..]);
    assert_eq!(sent.json()["telephone"], masked);
    let code = candidate.received().await;
    assert_eq!(candidate.messages().await, [format!("验证码 {code}，5 分钟内有效。请勿告诉他人。")]);
    refused(&candidate.enter("000").await, 422, "code-wrong");
    refused(&candidate.submit(&case, &etag).await, 403, "not-verified");

    assert_eq!(candidate.enter(&code).await.json()["until"], "2027-04-15T04:00:00.000Z");
    let filed = candidate.submit(&case, &etag).await;
    assert_eq!(filed.json()["message"]["zh"], "业务申请已办结", "{filed:?}");
    // A repeat from a session that was never verified is answered as the first time.
    let again = city.candidate(0).await.submit(&case, &etag).await;
    assert_eq!((again.status, again.json()), (filed.status, filed.json()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_is_good_for_five_minutes_and_the_next_one_is_sent_after_one() {
    let city = City::at("04-15T10:00:00.000").await;
    let mut candidate = city.candidate(0).await;
    candidate.code("one").await;
    let first = candidate.received().await;
    city.set("04-15T10:00:59.999").await;
    refused(&candidate.code("two").await, 429, "code-too-soon");
    city.set("04-15T10:05:00.000").await;
    refused(&candidate.enter(&first).await, 409, "code-expired");
    candidate.code("two").await;
    let second = candidate.received().await;
    city.set("04-15T10:09:59.999").await;
    assert_eq!(candidate.enter(&second).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_was_verified_may_file_for_two_hours_and_the_case_is_kept() {
    let city = City::at("04-15T10:00:00.000").await;
    let mut candidate = city.candidate(0).await;
    let (case, etag) = candidate.draft(0, "local-household").await;
    for time in ["10:25", "10:50", "11:15", "11:40"] {
        city.set(&format!("04-15T{time}:00.000")).await;
        candidate.ask(Method::GET, &case, &[], Value::Null).await;
    }
    city.set("04-15T12:00:00.000").await;
    refused(&candidate.submit(&case, &etag).await, 403, "not-verified");
    candidate.code("another").await;
    let code = candidate.received().await;
    candidate.enter(&code).await;
    assert_eq!(candidate.submit(&case, &etag).await.json()["state"], "approved");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gateway_that_is_down_or_loses_its_answer_costs_nobody_their_codes() {
    let city = City::at("04-15T10:00:00.000").await;
    let mut candidate = city.candidate(0).await;
    city.direct_gateway(json!({ "status": 503 })).await;
    for attempt in 0..12 {
        refused(&candidate.code(&format!("down {attempt}")).await, 503, "message-not-sent");
    }
    city.direct_gateway(json!({ "status": 500, "delivers": true })).await;
    let sent = candidate.code("lost").await;
    assert_eq!((sent.status.as_u16(), &sent.json()["delivery"]), (200, &"unknown".into()), "{sent:?}");
    let code = candidate.received().await;
    assert_eq!(candidate.enter(&code).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn fifty_requests_at_the_same_time_send_one_code_and_every_wrong_try_counts() {
    let city = City::at("04-15T10:00:00.000").await;
    let mut candidate = city.candidate(0).await;
    let mut bodies = Vec::new();
    for _ in 0..50 {
        bodies.push(candidate.captcha().await);
    }
    let bearer = candidate.bearer.clone();
    let post = async |path: &str, key: String, body: Value| {
        let headers = [
            ("authorization", bearer.as_str()),
            ("content-type", "application/json"),
            ("idempotency-key", key.as_str()),
        ];
        city.deployment.client().await.call(Method::POST, path, &headers, body.to_string()).await
    };
    let asked = bodies.into_iter().zip(0..).map(|(body, number)| {
        let key = format!("key {number}");
        post("/api/identity/codes", key, body)
    });
    let answers = join_all(asked).await;
    let sent = answers.iter().filter(|answer| answer.status == 200).count();
    assert_eq!((sent, candidate.messages().await.len()), (1, 1), "{answers:?}");

    let code = candidate.received().await;
    let tries = (0..20).map(|number| {
        post("/api/identity/verification", String::new(), json!({ "code": number.to_string() }))
    });
    let answers = join_all(tries).await;
    let looked_at = answers.iter().filter(|answer| answer.code() == "code-wrong").count();
    let voided = answers.iter().filter(|answer| answer.code() == "tries-used-up").count();
    assert!(looked_at < 5 && looked_at + voided <= 20, "{answers:?}");
    if 0 < voided {
        refused(&candidate.enter(&code).await, 409, "tries-used-up");
    } else {
        // Those that collided were not looked at, and have told nothing.
        assert!(answers.iter().any(|answer| answer.code() == "contended"));
    }
}
