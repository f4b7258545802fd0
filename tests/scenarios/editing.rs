//! 修改权限: who may change what, by where a case is (table D.6).

use super::*;
use tests::person::{CARD, form};

impl City {
    /// What its candidate is answered who tries to change everything about a case: the draft, a picture, and by a correction.
    async fn tries(&self, place: u32, case: &str) -> [(u16, String); 4] {
        let mut candidate = self.candidate(place).await;
        let etag = candidate.ask(Method::GET, case, &[], Value::Null).await.header("etag").to_owned();
        let draft = json!({ "category": "local-household", "form": { "telephone": "13900000000" } });
        let draft = candidate.ask(Method::PUT, &format!("{case}/draft"), &[("if-match", &etag)], draft).await;
        let picture = format!("{case}/materials/identity-card");
        let handed_in = candidate.send(Method::PUT, &picture, &[], CARD).await;
        let taken_back = candidate.send(Method::DELETE, &picture, &[], "").await;
        let body = json!({ "form": form(place) });
        let path = format!("{case}/correction");
        let corrected = candidate.ask(Method::POST, &path, &[("idempotency-key", "try")], body).await;
        let told = |answer: Answer| {
            let is_done = answer.status.is_success();
            (answer.status.as_u16(), if is_done { String::new() } else { answer.code() })
        };
        [draft, handed_in, taken_back, corrected].map(told)
    }
}

fn all(status: u16, codes: [&str; 4]) -> [(u16, String); 4] {
    codes.map(|code| (status, code.to_owned()))
}

#[tokio::test(flavor = "multi_thread")]
async fn d6_01_before_it_is_filed_its_candidate_changes_everything() {
    let city = City::at("04-15T10:00:00.000").await;
    let (case, _) = city.candidate(0).await.draft(0, "local-household").await;
    let [draft, handed_in, taken_back, corrected] = city.tries(0, &case).await;
    assert_eq!((draft.0, handed_in.0, taken_back.0), (200, 200, 204));
    assert_eq!(corrected.1, "nothing-to-correct");
}

#[tokio::test(flavor = "multi_thread")]
async fn d6_02_d6_03_and_d6_06_what_is_concluded_or_under_review_is_changed_by_nobody() {
    let city = City::at("04-15T10:00:00.000").await;
    let concluded = city.file(0, "local-household").await;
    let decided = all(409, ["not-a-draft", "not-a-draft", "not-a-draft", "already-decided"]);
    assert_eq!(city.tries(0, &concluded.case).await, decided, "D6-02");
    let reviewed = city.file(2, "other-household").await;
    let under_review = all(409, ["not-a-draft", "not-a-draft", "not-a-draft", "nothing-to-correct"]);
    assert_eq!(city.tries(2, &reviewed.case).await, under_review, "D6-03");
    city.decide("reviewer", &reviewed.case, give_back()).await;
    city.correct(2, &reviewed.case).await;
    city.decide("reviewer", &reviewed.case, pass(1)).await;
    assert_eq!(city.tries(2, &reviewed.case).await, decided, "D6-06");
    assert_eq!(city.look(2, &reviewed.case).await["state"], "approved");
}

#[tokio::test(flavor = "multi_thread")]
async fn d6_07_awaiting_payment_is_set_by_staff_on_the_site_and_by_nobody_here() {
    let city = City::at("04-15T10:00:00.000").await;
    let filed = city.file(0, "local-household").await;
    let path = format!("{}/registration", filed.case);
    let body = json!({ "status": "awaiting-payment" });
    let mut candidate = city.candidate(0).await;
    candidate.ask(Method::PUT, &path, &[], body.clone()).await;
    candidate.ask(Method::POST, &path, &[], body).await;
    assert_eq!(city.look(0, &filed.case).await["registration"]["status"], "awaiting-review");
}
