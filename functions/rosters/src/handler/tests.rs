//! Importing rosters.

use domain::identity::{DocumentKind, IdentityDocument};
use domain::policy::Policy;
use edge::Service;
use futures::executor::block_on;
use kit::{Counting, Deployment};
use roster::{BYTES_MAX, Format, Roster};
use serde_json::{Value, json};
use store::{Memory, Publication, Seeding};

use super::import::{import, known};
use super::*;

const SECRET: &str = "the new operator secret";
const POLICY: &str = include_str!("../../../../shared/policies/shenzhen-interview-2027.toml");
const WUHAN: &str = include_str!("../../../../shared/policies/wuhan-interview-2027.toml");
const PATH: &str = "/internal/rosters/wuhan-interview/2027-autumn";
const COLLECTION: &str = "roster/wuhan-interview/2027-autumn";
const NOW: &str = "2027-11-08T01:00:00.000Z";

const HEADER: &str =
    "姓名,证件类型,证件号码,是否在校生,年级,学校,学校类别,学校所在地,户口所在地,资格种类,科目,电子邮箱";
/// The numbers are published examples and belong to nobody.
const MING: &str = "王小明,居民身份证,11010519491231002X,是,3,江城大学,regular-higher-education,420100,420500,senior-secondary,,ming@example.org";
const HONG: &str = "李晓红,五年有效期台湾居民来往大陆通行证,12345678,否,,,,,,senior-secondary,,";
const LEI: &str = "李雷,港澳居民来往内地通行证,H12345678,否,,,,,,senior-secondary,,";

fn table(rows: &[&str]) -> String {
    [HEADER].iter().chain(rows).map(|row| format!("{row}\r\n")).collect()
}

/// A store with the policies of two cities, of which one derives categories.
fn world() -> (Memory, Service<Counting>) {
    let deployment = Deployment::of(WUHAN.as_bytes());
    let policy = Policy::parse(POLICY.as_bytes()).unwrap();
    let publication = Publication { policy: &policy, file: POLICY.as_bytes(), partitions: 2 };
    block_on(deployment.store().publish(publication, Seeding::First)).unwrap();
    (deployment.store().key_value().memory().clone(), deployment.service(crate::COMPONENT))
}

fn send(service: &Service<Counting>, path: &str, media_type: &str, body: impl Into<Bytes>) -> (u16, Value) {
    let request = Request::post(path)
        .header("authorization", format!("Bearer {SECRET}"))
        .header("content-type", media_type)
        .header("accept-language", "en");
    let request = request.body(Body::full(body)).unwrap();
    let response = block_on(service.respond(request, domain::instant::parse(NOW).unwrap(), handle));
    (response.status().as_u16(), serde_json::from_slice(response.body()).unwrap())
}

#[track_caller]
fn imported(service: &Service<Counting>, rows: &[&str]) -> Value {
    let (status, answer) = send(service, PATH, "text/csv", table(rows));
    assert_eq!(status, 200, "{answer}");
    answer
}

fn counts(rows: u32, [new, changed, unchanged, duplicates]: [u32; 4]) -> Value {
    json!({
        "rows": rows, "new": new, "changed": changed, "unchanged": unchanged, "duplicates": duplicates,
        "more": false,
    })
}

/// What is wrong with a roster, as pointers and codes.
#[track_caller]
fn refused(answer: (u16, Value)) -> Vec<(String, String)> {
    let (status, problem) = answer;
    assert_eq!((status, &problem["code"]), (422, &"invalid-roster".into()), "{problem}");
    let text = |error: &Value, name: &str| error[name].as_str().unwrap().to_owned();
    let errors = problem["errors"].as_array().unwrap();
    errors.iter().map(|error| (text(error, "pointer"), text(error, "code"))).collect()
}

#[test]
fn a_roster_is_imported_once_however_often_and_in_whichever_form_it_is_sent() {
    let (memory, service) = world();
    assert_eq!(imported(&service, &[MING, HONG, MING]), counts(3, [2, 0, 0, 1]));
    let before = memory.dump();
    assert_eq!(imported(&service, &[MING, HONG, MING]), counts(3, [0, 0, 2, 1]));
    let line = r#"{"name":"李晓红","document-kind":"mainland-travel-permit-taiwan","document-number":"12345678","enrolled":false,"qualification":"senior-secondary"}"#;
    for media_type in ["application/jsonl", "application/x-ndjson", "Application/JSONL; charset=utf-8"] {
        assert_eq!(send(&service, PATH, media_type, line), (200, counts(1, [0, 0, 1, 0])));
    }
    assert_eq!(memory.dump(), before, "what is unchanged costs no write");
}

#[test]
fn another_file_adds_and_changes_what_it_names_and_leaves_the_rest() {
    let (_, service) = world();
    imported(&service, &[MING, HONG]);
    let moved = MING.replace("420500", "420100");
    assert_eq!(imported(&service, &[&moved, LEI]), counts(2, [1, 1, 0, 0]));
    assert_eq!(imported(&service, &[LEI, HONG, &moved]), counts(3, [0, 0, 3, 0]));
    let elsewhere = moved.replace("ming@", "wang@");
    assert_eq!(imported(&service, &[&elsewhere]), counts(1, [0, 1, 0, 0]), "an address counts as well");
}

#[test]
fn whoever_logs_in_is_found_with_what_was_imported_last() {
    let (_, service) = world();
    imported(&service, &[MING]);
    imported(&service, &[&MING.replace(",3,", ",4,"), HONG]);
    let document = IdentityDocument::parse(DocumentKind::ResidentIdentityCard, "11010519491231002X").unwrap();
    let look = async |_: Request<Body>, cx: &Context<'_, Counting>| {
        let policy = edge::policy_of_season(cx, "wuhan-interview", "2027-autumn").await?;
        let record = edge::registration_of(cx, &document, &policy).await?.unwrap();
        let grade = record.entry.get(&"grade".parse().unwrap()).unwrap().number();
        edge::json(http::StatusCode::OK, &grade)
    };
    let request = Request::new(Body::full(""));
    let response = block_on(service.respond(request, domain::instant::parse(NOW).unwrap(), look));
    assert_eq!(response.body(), "4");
}

#[test]
fn of_a_file_with_one_wrong_row_nothing_is_written_and_no_value_is_repeated() {
    let (memory, service) = world();
    imported(&service, &[HONG]);
    let before = memory.dump();
    let wrong = MING.replace("002X", "0021").replace("ming@example.org", "ming@秘密");
    let (status, problem) =
        send(&service, PATH, "text/csv", table(&[LEI, &wrong, &LEI.replace("否", "未知")]));
    assert_eq!(memory.dump(), before);
    let text = problem.to_string();
    for value in ["王小明", "1101051949", "ming@", "秘密", "李雷", "未知"] {
        assert!(!text.contains(value), "{text}");
    }
    assert_eq!(
        problem["errors"][0]["detail"],
        "Line 3, column document-number: The check character does not fit. Compare every digit."
    );
    assert_eq!(problem["more_errors"], 0);
    let expected = [
        ("/3/document-number", "wrong-check-character"),
        ("/3/email", "unexpected-character"),
        ("/4/enrolled", "unknown-word"),
    ];
    assert_eq!(refused((status, problem)), expected.map(|(at, code)| (at.to_owned(), code.to_owned())));
}

#[test]
fn of_many_mistakes_a_hundred_are_listed_and_the_others_counted() {
    let (_, service) = world();
    let rows = vec![",,,,,,,,,,,x"; 150];
    let (status, problem) = send(&service, PATH, "text/csv", table(&rows));
    assert_eq!((status, problem["errors"].as_array().unwrap().len()), (422, 100));
    // Five values are missing in each row, and the address is none.
    assert_eq!(problem["more_errors"], 6 * 150 - 100);
    assert!(problem["detail"].as_str().unwrap().contains(" 800 more"), "{problem}");
}

#[test]
fn rows_that_contradict_each_other_name_both_lines() {
    let (memory, service) = world();
    let before = memory.dump();
    let answer = send(&service, PATH, "text/csv", table(&[MING, HONG, &MING.replace(",3,", ",4,")]));
    let detail = answer.1["errors"][0]["detail"].as_str().unwrap().to_owned();
    assert!(detail.starts_with("Line 4: ") && detail.contains("line 2"), "{detail}");
    assert_eq!(refused(answer), [("/4".to_owned(), "contradiction".to_owned())]);
    assert_eq!(memory.dump(), before);
}

#[test]
fn a_roster_in_gbk_is_refused_with_advice() {
    let (_, service) = world();
    let gbk: &[u8] = b"\xd0\xd5\xc3\xfb,\xd6\xa4\xbc\xfe\xc0\xe0\xd0\xcd\r\n\xcd\xf5\xd0\xa1\xc3\xf7,1\r\n";
    let answer = send(&service, PATH, "text/csv", gbk);
    assert!(answer.1["errors"][0]["detail"].as_str().unwrap().contains("UTF-8"), "{}", answer.1);
    assert_eq!(refused(answer), [(String::new(), "is-gbk".to_owned())]);
}

#[test]
fn a_file_of_exactly_the_limit_is_read_and_a_larger_one_is_to_be_split() {
    let (_, service) = world();
    let text = table(&[HONG]);
    let filled = |bytes: usize| text.clone() + &"\n".repeat(bytes - text.len());
    assert_eq!(send(&service, PATH, "text/csv", filled(BYTES_MAX)).0, 200);
    let (status, problem) = send(&service, PATH, "text/csv", filled(BYTES_MAX + 1));
    assert_eq!((status, &problem["code"]), (413, &"roster-too-large".into()));
    assert!(problem["detail"].as_str().unwrap().contains("Split it"), "{problem}");
}

#[test]
fn a_roster_of_another_type_or_character_set_is_not_read() {
    let (_, service) = world();
    for media_type in ["application/json", "text/plain", "text/csv; charset=gbk", ""] {
        let (status, problem) = send(&service, PATH, media_type, table(&[HONG]));
        assert_eq!((status, &problem["code"]), (415, &"unsupported-roster-type".into()), "{media_type}");
    }
}

#[test]
fn a_roster_for_nothing_that_is_there_is_refused() {
    let (_, service) = world();
    for (path, status, code) in [
        ("/internal/rosters/invented/2027-autumn", 404, "unknown-programme"),
        ("/internal/rosters/%20/2027-autumn", 404, "unknown-programme"),
        ("/internal/rosters/wuhan-interview/2028", 404, "unknown-season"),
        ("/internal/rosters/wuhan-interview/", 404, "unknown-season"),
        ("/internal/rosters/shenzhen-interview/2027", 409, "no-roster"),
        ("/internal/rosters/wuhan-interview", 404, "no-such-resource"),
        ("/internal/rosters/wuhan-interview/2027-autumn/1", 404, "no-such-resource"),
    ] {
        let (found, problem) = send(&service, path, "text/csv", table(&[HONG]));
        assert_eq!((found, &problem["code"]), (status, &code.into()), "{path}");
    }
}

#[test]
fn a_call_that_has_spent_its_time_writes_one_row_and_the_same_file_goes_on_to_its_end() {
    let (memory, service) = world();
    let text = table(&[MING, HONG, LEI]);
    let slice = async |_: Request<Body>, cx: &Context<'_, Counting>| {
        let roster = Roster::read(text.as_bytes(), Format::Csv).unwrap();
        let collection = cx.collection(COLLECTION).await?;
        let known = known(cx, &collection, &roster).await?;
        edge::json(http::StatusCode::OK, &import(cx, &collection, &roster, &known, || true).await?)
    };
    let call = || {
        let request = Request::new(Body::full(""));
        let response = block_on(service.respond(request, domain::instant::parse(NOW).unwrap(), slice));
        serde_json::from_slice::<Value>(response.body()).unwrap()
    };
    for unchanged in 0..2 {
        let answer = call();
        assert_eq!(
            (&answer["new"], &answer["unchanged"], &answer["more"]),
            (&1.into(), &unchanged.into(), &true.into())
        );
    }
    assert_eq!(call(), counts(3, [1, 0, 2, 0]));
    let before = memory.dump();
    assert_eq!(call(), counts(3, [0, 0, 3, 0]), "what costs nothing is not counted against the time");
    assert_eq!(memory.dump(), before);
}

#[test]
fn rows_that_are_there_cost_one_read_for_a_whole_partition() {
    let deployment = Deployment::of(WUHAN.as_bytes());
    let service = deployment.service(crate::COMPONENT);
    let send = || {
        let request = Request::post(PATH).header("authorization", "Bearer the new operator secret");
        let request = request.header("content-type", "text/csv").body(Body::full(table(&[MING, HONG, LEI])));
        kit::answer(&service, request.unwrap(), NOW, handle).json()
    };
    assert_eq!(send()["new"], 3);
    deployment.calls();
    assert_eq!(send()["unchanged"], 3);
    // The programme, whose season it is, and the partition.
    assert_eq!(deployment.calls(), "get 2");
}

#[test]
fn an_administrator_of_the_region_imports_and_nobody_else_who_is_logged_in() {
    let deployment = Deployment::of(WUHAN.as_bytes());
    let service = deployment.service(crate::COMPONENT);
    let send = |actor| {
        let token = deployment.log_in(actor, NOW);
        let request = Request::post("/api/administration/rosters/wuhan-interview/2027-autumn");
        let request = request.header("authorization", format!("Bearer {token}"));
        let request = request.header("content-type", "text/csv").body(Body::full(table(&[MING])));
        kit::answer(&service, request.unwrap(), NOW, handle)
    };
    send(kit::administrator_of(1, "440300")).refused(403, "outside-region");
    send(kit::reviewer_of(1, "420100")).refused(403, "not-permitted");
    send(domain::actor::Actor::Candidate(domain::id::AccountId::from_u128(1))).refused(403, "not-permitted");
    assert_eq!(send(kit::administrator_of(1, "420000")).json()["new"], 1);
    assert_eq!(send(kit::administrator_of(1, "420100")).json()["unchanged"], 1);
}

#[test]
fn an_import_leaves_an_act_with_its_counts_and_one_that_changes_nothing_leaves_none() {
    let deployment = Deployment::of(WUHAN.as_bytes());
    let service = deployment.service(crate::COMPONENT);
    for _ in 0..2 {
        let request = Request::post(PATH).header("authorization", format!("Bearer {SECRET}"));
        let request = request.header("content-type", "text/csv").body(Body::full(table(&[MING, HONG])));
        assert_eq!(kit::answer(&service, request.unwrap(), NOW, handle).status, 200);
    }
    let all = async |_: Request<Body>, cx: &Context<'_, Counting>| {
        edge::acts::page(cx, "/internal/acts", None, |_| true).await
    };
    let answer = kit::answer(&service, Request::new(Body::full("")), NOW, all).json();
    let acts = answer["acts"].as_array().unwrap();
    let [act] = acts.as_slice() else { panic!("{answer}") };
    assert_eq!((&act["kind"], &act["outcome"]), (&json!("roster-imported"), &json!("done")));
    assert_eq!((&act["counts"]["new"], &act["region"]), (&json!(2), &json!("420100")));
    assert_eq!((&act["season"], &act["by"]), (&json!("2027-autumn"), &json!({ "role": "operator" })));
}
