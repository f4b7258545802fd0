//! 短信: what candidates are told by SMS, once, whatever fails on the way.

use super::*;

impl City {
    /// What has arrived at the telephone of the form, the oldest first.
    async fn inbox(&self) -> Vec<String> {
        let mut client = self.deployment.client().await;
        let inbox = client.call(Method::GET, "/sandbox/inbox/13800000000", &[], String::new()).await.json();
        let messages = inbox["messages"].as_array().expect("messages");
        messages.iter().map(|message| message["text"].as_str().expect("a text").to_owned()).collect()
    }
}

async fn returned() -> (City, String) {
    let city = City::at("04-15T10:00:00.000").await;
    let filed = city.file(2, "other-household").await;
    city.decide("reviewer", &filed.case, give_back()).await;
    (city, filed.case)
}

#[tokio::test(flavor = "multi_thread")]
async fn d1_14_whoever_fails_after_the_correction_is_told_the_reason_by_sms() {
    let (city, case) = returned().await;
    city.sweep().await;
    city.correct(2, &case).await;
    city.decide("reviewer", &case, reject()).await;
    city.sweep().await;
    city.sweep().await;
    assert_eq!(
        city.inbox().await,
        [
            "您的面试资格审核未通过，请于 4月19日15:00 之前登录系统补齐补正，逾期将不再受理。",
            "您的面试资格审核经补齐补正后仍未通过，原因：不符合报考条件（学历与报考学段不符）",
        ]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_has_not_corrected_is_reminded_six_hours_before_the_end_and_not_earlier() {
    let (city, _) = returned().await;
    city.sweep().await;
    city.set("04-19T08:59:59.999").await;
    city.sweep().await;
    assert_eq!(city.inbox().await.len(), 1);
    city.set("04-19T09:00:00.000").await;
    city.sweep().await;
    let inbox = city.inbox().await;
    assert_eq!(inbox[1..], ["您的面试资格审核尚未补齐补正，4月19日15:00 截止，逾期将不再受理。"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_has_not_filed_is_reminded_a_day_before_the_end_and_not_earlier() {
    let city = City::at("04-15T10:00:00.000").await;
    city.candidate(0).await.draft(0, "local-household").await;
    city.set("04-16T14:59:59.999").await;
    city.sweep().await;
    assert!(city.inbox().await.is_empty());
    city.set("04-16T15:00:00.000").await;
    city.sweep().await;
    city.sweep().await;
    assert_eq!(
        city.inbox().await,
        ["您的面试资格审核申请尚未提交，4月17日15:00 截止，逾期未提交视为自动放弃本次面试报名。"]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_whose_gateway_is_down_is_sent_later_and_one_whose_answer_is_lost_is_sent_once() {
    let (city, case) = returned().await;
    city.direct_gateway(json!({ "status": 503 })).await;
    city.sweep().await;
    assert!(city.inbox().await.is_empty());
    // It delivers, and says that something went wrong.
    city.direct_gateway(json!({ "status": 500, "delivers": true })).await;
    city.set("04-15T10:01:00.000").await;
    city.sweep().await;
    city.direct_gateway(json!({})).await;
    city.set("04-15T10:03:00.000").await;
    city.sweep().await;
    assert_eq!(city.inbox().await.len(), 1);
    let path = review_of(&case);
    let review = city.reviewer("reviewer").await.ask(Method::GET, &path, &[], Value::Null).await.json();
    assert_eq!(review["messages"], json!([{ "about": "returned", "status": "sent" }]), "{review}");
}
