//! 报名状态: once a case is approved, staff set the registration on the examination site to 待支付 within 24 hours, and what
//! the site says is read from it.

use super::*;

impl City {
    /// Somebody does something on the examination site: staff set 待支付, or the candidate pays.
    async fn on_the_site(&self, place: u32, status: &str) {
        self.deployment.on_the_site(place, status).await;
    }

    /// The candidate asks where the registration is.
    async fn ask_the_site(&self, place: u32, case: &str) -> Answer {
        let path = format!("{case}/registration");
        self.candidate(place).await.ask(Method::POST, &path, &[], Value::Null).await
    }

    async fn tasks(&self) -> Vec<Value> {
        let list = self.reviewer("reviewer").await.ask(Method::GET, "/api/reviews", &[], Value::Null).await;
        list.json()["cases"].as_array().expect("a list").clone()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_approved_case_awaits_payment_once_staff_have_set_it_and_is_registered_once_it_is_paid() {
    let city = City::at("04-13T10:00:00.000").await;
    let filed = city.file(0, "local-household").await;
    filed.is(&city, "approved", "业务申请已办结").await;
    let asked = city.ask_the_site(0, &filed.case).await;
    assert_eq!(asked.json()["name"]["zh"], "待审核", "{asked:?}");
    // The clock of what was filed before 15 April 09:00 starts then (S1-63, S1-64).
    assert_eq!(asked.json()["due"], "2027-04-16T01:00:00.001Z");
    assert_eq!(city.tasks().await[0]["task"], "registration");

    city.on_the_site(0, "awaiting-payment").await;
    let path = format!("{}/registration", filed.case);
    let read = city.reviewer("reviewer").await.ask(Method::POST, &path, &[], Value::Null).await;
    assert_eq!(read.json()["name"]["zh"], "待支付", "{read:?}");
    assert!(city.tasks().await.is_empty());
    assert_eq!(city.look(0, &filed.case).await["registration"]["status"], "awaiting-payment");
    // Who was approved without a correction is given no end by the source (S1-81).
    assert_eq!(read.json()["pay_before"], Value::Null);

    city.on_the_site(0, "paid").await;
    assert_eq!(city.ask_the_site(0, &filed.case).await.json()["name"]["zh"], "已支付");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_registration_that_is_still_awaiting_review_after_24_hours_tells_the_candidate_to_call() {
    let city = City::at("04-15T10:00:00.000").await;
    let filed = city.file(0, "local-household").await;
    let registration = async || city.look(0, &filed.case).await["registration"].clone();
    city.set("04-16T10:00:00.000").await;
    city.sweep().await;
    assert_eq!(
        (&registration().await["is_late"], &registration().await["message"]),
        (&false.into(), &Value::Null)
    );
    city.set("04-16T10:00:00.001").await;
    city.sweep().await;
    let late = registration().await;
    assert_eq!(
        (&late["is_late"], &late["contact_before"]),
        (&true.into(), &"2027-04-19T10:00:00.001Z".into())
    );
    assert!(late["message"]["zh"].as_str().unwrap().contains("请速联系深圳考区由工作人员处理"), "{late}");
    let shown = city.look(0, &filed.case).await;
    let events: Vec<&str> =
        shown["timeline"].as_array().unwrap().iter().filter_map(|event| event["event"].as_str()).collect();
    assert_eq!(events.last(), Some(&"escalated"));
    assert_eq!(shown["message"]["zh"], "业务申请已办结");
}

#[tokio::test(flavor = "multi_thread")]
async fn staff_who_have_set_it_and_told_nobody_are_not_said_to_be_late() {
    let city = City::at("04-15T10:00:00.000").await;
    let filed = city.file(0, "local-household").await;
    city.on_the_site(0, "awaiting-payment").await;
    city.set("04-17T10:00:00.000").await;
    city.sweep().await;
    let registration = city.look(0, &filed.case).await["registration"].clone();
    assert_eq!(
        (&registration["status"], &registration["is_late"]),
        (&"awaiting-payment".into(), &false.into())
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_site_that_cannot_be_asked_is_no_answer_and_changes_nothing() {
    let city = City::at("04-15T10:00:00.000").await;
    let filed = city.file(0, "local-household").await;
    city.direct("examination-site", json!({ "status": 503 })).await;
    refused(&city.ask_the_site(0, &filed.case).await, 503, "site-unavailable");
    assert_eq!(city.look(0, &filed.case).await["registration"]["status"], "awaiting-review");
    refused(&city.ask_the_site(1, &filed.case).await, 404, "unknown-case");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_case_under_review_has_no_registration_yet() {
    let city = City::at("04-15T10:00:00.000").await;
    let filed = city.file(2, "other-household").await;
    refused(&city.ask_the_site(2, &filed.case).await, 409, "no-registration");
}

#[tokio::test(flavor = "multi_thread")]
async fn d1_13_whoever_passes_after_the_correction_pays_before_the_19th_has_ended() {
    let city = City::at("04-15T10:00:00.000").await;
    let filed = city.file(2, "other-household").await;
    city.decide("reviewer", &filed.case, give_back()).await;
    city.correct(2, &filed.case).await;
    city.decide("reviewer", &filed.case, pass(1)).await;
    city.on_the_site(2, "awaiting-payment").await;
    let asked = city.ask_the_site(2, &filed.case).await.json();
    assert_eq!(
        (&asked["name"]["zh"], &asked["pay_before"]),
        (&"待支付".into(), &"2027-04-19T16:00:00.000Z".into())
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn d1_13_staff_who_have_passed_a_correction_are_late_while_there_is_time_to_pay() {
    let city = City::at("04-15T10:00:00.000").await;
    let filed = city.file(2, "other-household").await;
    city.decide("reviewer", &filed.case, give_back()).await;
    city.correct(2, &filed.case).await;
    city.set("04-19T17:00:00.000").await;
    city.decide("reviewer", &filed.case, pass(1)).await;
    let registration = async || city.look(2, &filed.case).await["registration"].clone();
    city.set("04-19T17:59:59.999").await;
    assert_eq!(registration().await["is_late"], false);
    city.set("04-19T18:00:00.000").await;
    let late = registration().await;
    assert_eq!(
        (&late["is_late"], &late["contact_before"]),
        (&true.into(), &"2027-04-19T16:00:00.000Z".into())
    );
    assert!(late["message"]["zh"].as_str().unwrap().contains("于4月19日24时前完成缴费"), "{late}");
}
