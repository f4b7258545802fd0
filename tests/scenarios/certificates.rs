//! 电子证照: what the register has of a candidate need not be photographed; what it has not, or cannot be asked for, is.

use std::time::{Duration, Instant};

use super::*;
use bytes::Bytes;
use tests::person::{CARD, confirmed, form};

async fn obtain(candidate: &mut Person, case: &str, material: &str) -> Answer {
    candidate.send(Method::POST, &format!("{case}/materials/{material}/certificate"), &[], Bytes::new()).await
}

async fn put(candidate: &mut Person, case: &str, material: &str) -> Answer {
    candidate.send(Method::PUT, &format!("{case}/materials/{material}"), &[], CARD).await
}

async fn checklist(candidate: &mut Person, case: &str) -> Value {
    candidate.ask(Method::GET, &format!("{case}/materials"), &[], Value::Null).await.json()
}

/// Somebody with a draft without pictures.
async fn drafting(city: &City, place: u32, category: &str) -> (Person, String) {
    let mut candidate = city.candidate(place).await;
    let case = candidate.fill_in(place, category).await;
    (candidate, case)
}

/// Asserts that the candidate is told to photograph the material.
#[track_caller]
fn photographs(answer: &Answer, status: u16, code: &str) {
    refused(answer, status, code);
    assert!(answer.json()["detail"].as_str().is_some_and(|detail| detail.contains("拍照")), "{answer:?}");
}

/// Returns the materials that a case was filed with, and where each comes from.
fn sources(case: &Value) -> Vec<(&str, &str)> {
    let materials = case["filing"]["materials"].as_array().unwrap_or_else(|| panic!("{case}"));
    materials
        .iter()
        .filter_map(|picture| picture["material"].as_str().zip(picture["source"].as_str()))
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn s1_13_whoever_has_certificates_uploads_only_the_rest_and_is_approved() {
    let city = City::at("04-15T10:00:00.000").await;
    let (mut candidate, case) = drafting(&city, 0, "local-household").await;
    let list = checklist(&mut candidate, &case).await;
    let of =
        |name: &str| list["materials"].as_array().unwrap().iter().map(|item| item[name].clone()).collect();
    let (names, have): (Vec<Value>, Vec<Value>) = (of("material"), of("has_certificate"));
    assert_eq!(names, [json!("identity-card"), json!("household-register"), json!("diploma")]);
    assert_eq!(have, [json!(true), json!(true), json!(false)]);
    for (material, media_type) in [("identity-card", "image/jpeg"), ("household-register", "image/png")] {
        let obtained = obtain(&mut candidate, &case, material).await;
        assert_eq!(obtained.status, 200, "{obtained:?}");
        assert_eq!(obtained.json()["source"], "certificate");
        assert_eq!(obtained.json()["media_type"], media_type);
        // A repeat is answered as the first time, and nobody is asked for it.
        let before = city.calls_of("registers").await;
        let again = obtain(&mut candidate, &case, material).await;
        assert_eq!((again.header("etag"), again.json()), (obtained.header("etag"), obtained.json()));
        assert_eq!(city.calls_of("registers").await, before);
    }
    photographs(&obtain(&mut candidate, &case, "diploma").await, 404, "no-certificate");
    let etag = put(&mut candidate, &case, "diploma").await.header("etag").to_owned();
    assert_eq!(checklist(&mut candidate, &case).await["is_complete"], true);
    let filed = candidate.submit(&case, &etag).await.json();
    assert_eq!(filed["message"]["zh"], "业务申请已办结", "{filed}");
    assert_eq!(
        sources(&city.look(0, &case).await),
        [("diploma", "uploaded"), ("household-register", "certificate"), ("identity-card", "certificate")]
    );
    refused(&obtain(&mut candidate, &case, "identity-card").await, 409, "not-a-draft");
}

#[tokio::test(flavor = "multi_thread")]
async fn s1_13_whoever_has_no_certificate_is_told_to_photograph_the_material() {
    let city = City::at("04-15T10:00:00.000").await;
    let (mut candidate, case) = drafting(&city, 1, "other-household").await;
    assert_eq!(obtain(&mut candidate, &case, "residence-permit").await.status, 200);
    let (mut candidate, case) = drafting(&city, 2, "other-household").await;
    photographs(&obtain(&mut candidate, &case, "residence-permit").await, 404, "certificate-not-found");
    assert_eq!(checklist(&mut candidate, &case).await["materials"][1]["pictures"], json!([]));
    let early = candidate.submit(&case, "*").await;
    refused(&early, 422, "invalid-fields");
    let etag = candidate.hand_in(&case).await;
    assert_eq!(candidate.submit(&case, &etag).await.status, 200);
    // No register knows anything about this one.
    let (mut candidate, case) = drafting(&city, 9, "local-household").await;
    for material in ["identity-card", "household-register"] {
        photographs(&obtain(&mut candidate, &case, material).await, 404, "certificate-not-found");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn s1_13_while_the_register_is_down_slow_or_wrong_a_candidate_is_told_and_uploads() {
    let city = City::at("04-15T10:00:00.000").await;
    let (mut candidate, case) = drafting(&city, 0, "local-household").await;
    for script in [
        json!({ "status": 503 }),
        json!({ "status": 404 }),
        json!({ "status": 302 }),
        json!({ "text": "" }),
        json!({ "text": "<!DOCTYPE html><html>Log in</html>" }),
        json!({ "text": "x".repeat(50_000) }),
    ] {
        city.direct("certificates", script).await;
        let answer = obtain(&mut candidate, &case, "identity-card").await;
        photographs(&answer, 503, "certificate-unavailable");
    }
    city.direct("certificates", json!({ "delay_ms": 60_000 })).await;
    let begun = Instant::now();
    photographs(&obtain(&mut candidate, &case, "identity-card").await, 503, "certificate-unavailable");
    let took = begun.elapsed();
    assert!((Duration::from_secs(9)..Duration::from_secs(15)).contains(&took), "{took:?}");
    let etag = candidate.hand_in(&case).await;
    let filed = candidate.submit(&case, &etag).await.json();
    assert_eq!(filed["message"]["zh"], "业务申请已办结", "{filed}");
    let shown = city.look(0, &case).await;
    assert!(sources(&shown).iter().all(|(_, source)| *source == "uploaded"), "{shown}");
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_asked_about_before_they_have_agreed_to_it() {
    let city = City::at("04-15T10:00:00.000").await;
    let (mut candidate, case) = drafting(&city, 0, "local-household").await;
    let draft = |is_agreed: bool| {
        let mut confirmed = confirmed();
        confirmed["informed-consent"] = is_agreed.into();
        json!({ "category": "local-household", "form": form(0), "confirmed": confirmed })
    };
    let path = format!("{case}/draft");
    candidate.ask(Method::PUT, &path, &[("if-match", "*")], draft(false)).await;
    let before = city.calls_of("registers").await;
    let answer = obtain(&mut candidate, &case, "identity-card").await;
    photographs(&answer, 409, "not-agreed");
    assert_eq!(answer.json()["errors"][0]["pointer"], "/confirmed/informed-consent");
    assert_eq!(city.calls_of("registers").await, before);
    candidate.ask(Method::PUT, &path, &[("if-match", "*")], draft(true)).await;
    assert_eq!(obtain(&mut candidate, &case, "identity-card").await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reviewer_sees_which_is_a_certificate_and_a_returned_case_gets_one_until_15_00() {
    let city = City::at("04-15T10:00:00.000").await;
    let (mut candidate, case) = drafting(&city, 11, "local-student").await;
    put(&mut candidate, &case, "identity-card").await;
    assert_eq!(obtain(&mut candidate, &case, "identity-card").await.json()["source"], "certificate");
    let etag = put(&mut candidate, &case, "student-proof").await.header("etag").to_owned();
    candidate.submit(&case, &etag).await;
    let claimed = city.claim("reviewer", &case).await.json();
    assert_eq!(sources(&claimed), [("identity-card", "certificate"), ("student-proof", "uploaded")]);
    let path = format!("{case}/materials/identity-card");
    let seen = city.reviewer("reviewer").await.ask(Method::GET, &path, &[], Value::Null).await;
    assert_eq!((seen.status.as_u16(), seen.header("content-type")), (200, "image/jpeg"));

    city.decide("reviewer", &case, give_back()).await;
    city.set("04-19T14:59:59.999").await;
    let mut candidate = city.candidate(11).await;
    assert_eq!(put(&mut candidate, &case, "identity-card").await.json()["source"], "uploaded");
    assert_eq!(obtain(&mut candidate, &case, "identity-card").await.json()["source"], "certificate");
    put(&mut candidate, &case, "identity-card").await;
    city.set("04-19T15:00:00.000").await;
    let mut candidate = city.candidate(11).await;
    refused(&obtain(&mut candidate, &case, "identity-card").await, 409, "supplement-closed");
}

#[tokio::test(flavor = "multi_thread")]
async fn of_an_upload_and_a_certificate_at_once_one_is_there_and_the_other_is_swept() {
    let city = City::at("04-15T10:00:00.000").await;
    let (mut candidate, case) = drafting(&city, 0, "local-household").await;
    city.direct("certificates", json!({ "delay_ms": 500 })).await;
    let (mut other, path) = (city.candidate(0).await, case.clone());
    let obtaining = tokio::spawn(async move { obtain(&mut other, &path, "identity-card").await });
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert_eq!(put(&mut candidate, &case, "identity-card").await.json()["source"], "uploaded");
    let obtained = obtaining.await.expect("the register answers");
    assert_eq!((obtained.status.as_u16(), &obtained.json()["source"]), (200, &json!("certificate")));
    let list = checklist(&mut candidate, &case).await;
    assert_eq!(list["materials"][0]["pictures"], json!([obtained.json()]));
    for tidied in [1, 0] {
        let report = city.deployment.operate("/internal/sweep", Value::Null).await.json();
        assert_eq!(report["tidied"], tidied, "{report}");
    }
    let shown =
        candidate.ask(Method::GET, &format!("{case}/materials/identity-card"), &[], Value::Null).await;
    assert_eq!(shown.status, 200, "{shown:?}");
}
