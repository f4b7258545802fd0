//! 秒批: a case is decided by the registers within the request that files it, or goes to a person.

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn the_rows_of_d1_that_the_registers_decide() {
    let city = City::at("04-15T10:00:00.000").await;
    for (row, place, category) in
        [("D1-01", 0, "local-household"), ("D1-05", 1, "other-household"), ("D1-05", 10, "other-household")]
    {
        let filed = city.file(place, category).await;
        filed.is(&city, "approved", "业务申请已办结").await;
        let shown = city.look(place, &filed.case).await;
        assert_eq!(shown["assessment"]["explanation"]["holds"], "true", "{row}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_rows_of_d1_that_go_to_a_person() {
    let city = City::at("04-15T10:00:00.000").await;
    for (row, place, category) in [
        ("D1-02", 5, "local-household"),
        ("D1-02", 7, "local-household"),
        ("D1-03", 4, "local-household"),
        ("D1-06", 15, "other-household"),
        ("D1-07", 14, "other-household"),
        ("D1-08", 2, "other-household"),
        ("D1-08", 3, "other-household"),
        ("D1-09", 11, "local-student"),
        ("D1-10", 20, "hong-kong-macao-taiwan"),
        ("D1-11", 6, "local-household"),
        ("D1-11", 8, "local-household"),
        ("nobody knows them", 9, "local-household"),
    ] {
        let filed = city.file(place, category).await;
        println!("{row}");
        filed.is(&city, "under-review", "申请已提交").await;
        assert_eq!(city.look(place, &filed.case).await["due"], "2027-04-17T02:00:00.001Z", "{row}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_candidate_reads_which_check_failed_and_why_and_nothing_that_a_register_has_said() {
    let city = City::at("04-15T10:00:00.000").await;
    let filed = city.file(5, "local-household").await;
    let shown = city.look(5, &filed.case).await;
    let checks = shown["assessment"]["checks"].as_array().unwrap();
    let failed: Vec<&str> = checks
        .iter()
        .filter(|check| check["verdict"] == "mismatched")
        .filter_map(|check| check["name"]["zh"].as_str())
        .collect();
    assert_eq!(failed, ["报考信息比对"]);
    assert!(!shown.to_string().contains("某某"), "what the register has is not the candidate's to see");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_concluded_cannot_be_changed_any_more() {
    let city = City::at("04-15T10:00:00.000").await;
    let filed = city.file(0, "local-household").await;
    let mut candidate = city.candidate(0).await;
    let read = candidate.ask(Method::GET, &filed.case, &[], Value::Null).await;
    let etag = [("if-match", read.header("etag"))];
    let edit = candidate.ask(Method::PUT, &format!("{}/draft", filed.case), &etag, json!({})).await;
    refused(&edit, 409, "not-a-draft");
    refused(&candidate.ask(Method::DELETE, &filed.case, &etag, Value::Null).await, 409, "not-a-draft");
    refused(&city.correct(0, &filed.case).await, 409, "already-decided");
    refused(&city.decide("reviewer", &filed.case, pass(0)).await, 409, "already-decided");
    assert_eq!(city.look(0, &filed.case).await["state"], "approved");
}
