//! 网上申办: the candidate is guided through notice, category, form and commitments; nothing is filed before all of it is there,
//! and nobody files for somebody else.

use super::*;
use tests::person::{confirmed, form};

const PROGRAMME: &str = "/api/programmes/shenzhen-interview";

/// The candidate at this place, with a case that was just opened and a verified telephone.
async fn opened(city: &City, place: u32) -> (Person, String, String) {
    let mut candidate = city.candidate(place).await;
    let (case, etag) = candidate.open("open").await;
    candidate.step_up().await;
    (candidate, case, etag)
}

async fn edit(candidate: &mut Person, case: &str, etag: &str, draft: Value) -> Answer {
    candidate.ask(Method::PUT, &format!("{case}/draft"), &[("if-match", etag)], draft).await
}

/// Returns which fields an answer refuses, and why.
fn fields(answer: &Answer) -> Vec<(String, String)> {
    refused(answer, 422, "invalid-fields");
    let text = |error: &Value, name: &str| error[name].as_str().expect("a text").to_owned();
    let problem = answer.json();
    let errors = problem["errors"].as_array().expect("errors");
    errors.iter().map(|error| (text(error, "pointer"), text(error, "code"))).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_candidate_is_shown_four_categories_one_region_and_what_to_confirm() {
    let city = City::at("04-15T10:00:00.000").await;
    let shown = city.candidate(0).await.ask(Method::GET, PROGRAMME, &[], Value::Null).await.json();
    let names = |list: &str| -> Vec<String> {
        let list = shown[list].as_array().expect("a list");
        list.iter().map(|entry| entry["name"]["zh"].as_str().expect("a name").to_owned()).collect()
    };
    assert_eq!(
        names("categories"),
        ["深户考生", "非深户考生", "深圳市在校生（在深高校大三及以上年级学生）", "港澳台考生"]
    );
    assert_eq!(
        names("statements"),
        [
            "温馨提示",
            "报考条件自检",
            "服务协议",
            "申办知情同意书",
            "中小学教师资格考试（面试）深圳考区考生承诺书",
            "新冠疫情常态化防控考生健康承诺书",
        ]
    );
    assert_eq!(
        shown["statements"][1]["text"]["zh"],
        "考生根据自己最高学历的实际条件，对自己报考的学段是否达标，是否符合报考条件，进行自检，如不符合报考条件，影响后续面试以及认定，后果由考生自负。"
    );
    assert_eq!(shown["region"], "440300");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_case_is_handled_by_the_staff_of_its_region_alone() {
    let city = City::at("04-15T10:00:00.000").await;
    let filed = city.file(20, "hong-kong-macao-taiwan").await;
    let mut elsewhere = Person::reviewer_of(&city.deployment, "reviewer in Wuhan", "420100").await;
    let path = review_of(&filed.case);
    refused(&elsewhere.ask(Method::GET, &path, &[], Value::Null).await, 404, "unknown-case");
    let list = elsewhere.ask(Method::GET, "/api/reviews", &[], Value::Null).await;
    assert_eq!(list.json()["cases"], json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_begins_with_what_the_login_says_and_is_filled_in_step_by_step() {
    let city = City::at("04-15T10:00:00.000").await;
    let (mut candidate, case, etag) = opened(&city, 0).await;
    let begun = city.look(0, &case).await["draft"]["form"].clone();
    let own = form(0);
    assert_eq!((&begun["name"], &begun["document"]), (&own["name"], &own["document"]));
    assert_eq!(begun["telephone"], candidate.telephone);

    let mut filled = begun;
    filled["email"] = "xiaoming@example.org".into();
    let draft = json!({ "category": "local-household", "form": filled });
    assert_eq!(edit(&mut candidate, &case, &etag, draft.clone()).await.status, 200);
    assert_eq!(city.look(0, &case).await["draft"], draft);
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_filed_before_everything_is_confirmed() {
    let city = City::at("04-15T10:00:00.000").await;
    let (mut candidate, case, mut etag) = opened(&city, 0).await;
    let unconfirmed = |id: &str| (format!("/confirmed/{id}"), "unconfirmed".to_owned());
    let all = confirmed();
    let ids: Vec<&String> = all.as_object().expect("an object").keys().collect();
    for missing in ids {
        let mut confirmed = all.clone();
        confirmed[missing] = false.into();
        let draft = json!({ "category": "local-household", "form": form(0), "confirmed": confirmed });
        edit(&mut candidate, &case, &etag, draft).await;
        etag = candidate.hand_in(&case).await;
        assert_eq!(fields(&candidate.submit(&case, &etag).await), [unconfirmed(missing)]);
        assert_eq!(city.look(0, &case).await["state"], "draft");
    }
    let draft = json!({ "category": "local-household", "form": form(0), "confirmed": all });
    etag = edit(&mut candidate, &case, &etag, draft).await.header("etag").to_owned();
    let filed = candidate.submit(&case, &etag).await;
    assert_eq!(filed.json()["message"]["zh"], "业务申请已办结", "{filed:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_files_for_somebody_else() {
    let city = City::at("04-15T10:00:00.000").await;
    let (mut candidate, case, etag) = opened(&city, 9).await;
    let draft = json!({ "category": "local-household", "form": form(10), "confirmed": confirmed() });
    let differs =
        ["/form/name", "/form/document"].map(|field| (field.to_owned(), "not-as-logged-in".to_owned()));
    assert_eq!(fields(&edit(&mut candidate, &case, &etag, draft).await), differs);
    assert_eq!(city.look(9, &case).await["draft"]["form"]["name"], form(9)["name"]);

    // Nor by way of a correction.
    let filed = city.file(2, "other-household").await;
    city.decide("reviewer", &filed.case, give_back()).await;
    let body = json!({ "form": form(10) });
    let path = format!("{}/correction", filed.case);
    let corrected =
        city.candidate(2).await.ask(Method::POST, &path, &[("idempotency-key", "swap")], body).await;
    assert_eq!(fields(&corrected), differs);
    assert_eq!(city.look(2, &filed.case).await["state"], "returned");
}

#[tokio::test(flavor = "multi_thread")]
async fn d1_04_whoever_has_a_diploma_from_before_2001_is_told_where_to_hand_in_the_commitment_and_can_pass() {
    let city = City::at("04-15T10:00:00.000").await;
    let filed = city.file(4, "local-household").await;
    filed.is(&city, "under-review", "申请已提交").await;
    let items = json!([{ "reason": "diploma-commitment", "material": "diploma", "note": "请携带承诺书" }]);
    let decision = json!({ "outcome": "return", "corrections": 0, "items": items });
    assert_eq!(city.decide("reviewer", &filed.case, decision).await.status, 200);
    let told = city.look(4, &filed.case).await["objections"][0]["text"]["zh"].clone();
    assert_eq!(
        told,
        "2001年之前的学历来不及做学历认证，可以联系工作人员后前往线下审核点提交学历验证承诺书进行审核"
    );
    assert_eq!(city.correct(4, &filed.case).await.status, 200);
    assert_eq!(city.decide("reviewer", &filed.case, pass(1)).await.status, 200);
    assert_eq!(city.look(4, &filed.case).await["message"]["zh"], "业务申请已办结");
}
