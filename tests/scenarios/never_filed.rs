//! 未提交: whoever does not file in time has given up, and is told so.

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn d1_12_a_draft_that_is_not_filed_before_the_closing_has_lapsed() {
    let city = City::at("04-17T14:59:00.000").await;
    let mut candidate = city.candidate(0).await;
    let (case, etag) = candidate.draft(0, "local-household").await;
    city.set("04-17T15:00:00.000").await;
    refused(&candidate.submit(&case, &etag).await, 409, "window-closed");
    city.set("04-18T03:00:00.000").await;
    city.sweep().await;
    let shown = city.look(0, &case).await;
    assert_eq!(shown["state"], "lapsed");
    assert!(shown["message"]["zh"].as_str().unwrap().contains("视为自动放弃"));
}

/// The examination site knows them, and this service does not.
#[tokio::test(flavor = "multi_thread")]
async fn d1_12_whoever_is_registered_and_has_no_case_by_the_closing_is_told_that_it_counts_as_giving_up() {
    let city = City::at("04-17T14:59:59.999").await;
    let mut candidate = city.candidate(0).await;
    let path = "/api/programmes/shenzhen-interview";
    let programme = candidate.ask(Method::GET, path, &[], Value::Null).await.json();
    assert_eq!(programme["is_open"], true);
    city.set("04-17T15:00:00.000").await;
    let programme = candidate.ask(Method::GET, path, &[], Value::Null).await.json();
    assert_eq!(programme["is_open"], false);
    assert_eq!(
        programme["not_filed"]["zh"],
        "未在规定时间内提交面试资格审核申请的，视为自动放弃本次面试报名。"
    );
    let key = [("idempotency-key", "late")];
    let late = candidate.ask(Method::POST, &format!("{path}/cases"), &key, json!({})).await;
    refused(&late, 409, "window-closed");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_that_is_filed_in_the_last_millisecond_is_in_time() {
    let city = City::at("04-17T14:59:59.999").await;
    city.file(0, "local-household").await.is(&city, "approved", "业务申请已办结").await;
}
