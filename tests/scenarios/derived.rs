//! A city whose categories follow from the registration: a roster is imported, everybody sees their own list, hands it in and is
//! decided about. Nothing but a policy and a roster says which city it is.

use super::*;
use tests::person::CARD;

const POLICY: &str = include_str!("../../shared/policies/wuhan-interview-2027.toml");
const CASES: &str = "/api/programmes/wuhan-interview/cases";
const ROSTER: &str = "/internal/rosters/wuhan-interview/2027-autumn";
const MORNING: &str = "11-08T10:00:00.000";
pub(super) const HEAD: &str = "name,document-kind,document-number,enrolled,grade,school,school-kind,school-place,household,qualification,subject,email";

/// Somebody on the roster, at a place of the list of invented people.
pub(super) struct Row {
    pub(super) place: u32,
    /// What the roster has of them behind name and document.
    pub(super) rest: &'static str,
}

/// At a regular institution of the city.
const LOCAL: &str = "武汉大学,regular-higher-education,420106";
/// Somewhere else.
const ELSEWHERE: &str = "清华大学,regular-higher-education,110108";

impl Row {
    pub(super) fn line(&self) -> String {
        let person = people::Person::new(self.place).unwrap();
        let rest = self.rest.replace("LOCAL", LOCAL).replace("ELSEWHERE", ELSEWHERE);
        format!(
            "{},resident-identity-card,{},{rest},a{}@example.com\n",
            person.name(),
            person.number(),
            self.place
        )
    }
}

/// The category and what it hands in, or why there is none.
type Outcome = Result<(&'static str, &'static [&'static str]), &'static str>;

/// One for each row of D.2, and its number there.
const D2: [(&str, Row, Outcome); 11] = [
    (
        "D2-01",
        Row { place: 1, rest: "是,3,LOCAL,420500,高级中学,语文" },
        Ok(("student-at-local-school", &["identity-card", "student-status"])),
    ),
    (
        "D2-02",
        Row { place: 2, rest: "是,4,ELSEWHERE,420106,高级中学,语文" },
        Ok(("student-elsewhere", &["identity-card", "household-register", "student-status"])),
    ),
    (
        "D2-03",
        Row { place: 3, rest: "否,,,,,420106,小学,数学" },
        Ok(("local-household", &["identity-card", "household-register", "diploma"])),
    ),
    (
        "D2-04",
        Row { place: 4, rest: "否,,,,,420500,小学,数学" },
        Ok(("residence-permit", &["identity-card", "residence-permit", "diploma"])),
    ),
    (
        "D2-05",
        Row { place: 5, rest: "是,1,LOCAL,420500,高级中学,japanese" },
        Ok(("language", &["identity-card", "household-register", "diploma", "student-status"])),
    ),
    (
        "D2-06",
        Row { place: 6, rest: "否,,,,,420500,secondary-vocational-course,机械" },
        Ok((
            "vocational",
            &[
                "identity-card",
                "household-register",
                "diploma",
                "student-status",
                "qualification-certificate",
            ],
        )),
    ),
    (
        "D2-07",
        Row { place: 7, rest: "否,,,,,420500,practice-instruction,机械" },
        Ok((
            "vocational",
            &[
                "identity-card",
                "household-register",
                "diploma",
                "student-status",
                "qualification-certificate",
            ],
        )),
    ),
    ("D2-08", Row { place: 8, rest: "是,2,LOCAL,420106,高级中学,语文" }, Err("below-third-year")),
    (
        "D2-09",
        Row { place: 9, rest: "否,,,,,110108,小学,数学" },
        Ok(("residence-permit", &["identity-card", "residence-permit", "diploma"])),
    ),
    (
        "D2-10",
        Row { place: 10, rest: "是,3,ELSEWHERE,110108,高级中学,语文" },
        Err("student-without-household"),
    ),
    (
        "S4-F03",
        Row { place: 11, rest: "是,3,LOCAL,420106,高级中学,russian" },
        Ok(("language", &["identity-card", "household-register", "diploma", "student-status"])),
    ),
];

/// The city on the first morning, with everybody of D.2 on its roster.
pub(super) async fn city() -> City {
    let city = City::at(MORNING).await;
    let publishing = json!({ "policy": POLICY, "partitions": 4 });
    let published = city.deployment.operate("/internal/policies", publishing).await;
    assert_eq!(published.status, 200, "{published:?}");
    let rows: String = D2.iter().map(|(_, row, _)| row.line()).collect();
    let imported = import(&city, "text/csv", &format!("{HEAD}\n{rows}")).await;
    assert_eq!((imported.status.as_u16(), &imported.json()["new"]), (200, &json!(D2.len())), "{imported:?}");
    city
}

pub(super) async fn import(city: &City, media_type: &str, roster: &str) -> Answer {
    city.deployment.operate_with(ROSTER, media_type, roster.to_owned()).await
}

pub(super) async fn open(candidate: &mut Person) -> Answer {
    candidate.ask(Method::POST, CASES, &[("idempotency-key", "open")], json!({})).await
}

/// Opens a case that there is.
pub(super) async fn opened(candidate: &mut Person) -> String {
    let answer = open(candidate).await;
    assert_eq!(answer.status, 201, "{answer:?}");
    answer.header("location").to_owned()
}

async fn list(candidate: &mut Person, case: &str) -> Value {
    candidate.ask(Method::GET, &format!("{case}/materials"), &[], Value::Null).await.json()
}

/// Hands in one picture of each, confirms what is to be confirmed, and files.
pub(super) async fn file(candidate: &mut Person, case: &str, place: u32, pictures: &[&str]) -> Answer {
    for picture in pictures {
        let handed_in = candidate.send(Method::PUT, &format!("{case}/materials/{picture}"), &[], CARD).await;
        assert_eq!(handed_in.status, 200, "{handed_in:?}");
    }
    let shown = candidate.ask(Method::GET, case, &[], Value::Null).await;
    let draft = json!({ "form": tests::person::form(place), "confirmed": { "submission": true } });
    let etag = shown.header("etag").to_owned();
    let edited = candidate.ask(Method::PUT, &format!("{case}/draft"), &[("if-match", &etag)], draft).await;
    assert_eq!(edited.status, 200, "{edited:?}");
    let etag = edited.header("etag").to_owned();
    candidate.submit(case, &etag).await
}

#[tokio::test(flavor = "multi_thread")]
async fn every_row_of_d2_leads_to_its_own_list_or_to_somebody_to_ask() {
    let city = city().await;
    for (number, row, expected) in &D2 {
        let mut candidate = city.candidate(row.place).await;
        match expected {
            Ok((category, materials)) => {
                let case = opened(&mut candidate).await;
                let list = list(&mut candidate, &case).await;
                let names: Vec<&str> = list["materials"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .filter_map(|item| item["material"].as_str())
                    .collect();
                assert_eq!((&list["category"], names.as_slice()), (&json!(category), *materials), "{number}");
                let shown = candidate.ask(Method::GET, &case, &[], Value::Null).await.json();
                assert_eq!(shown["derivation"]["explanation"]["holds"], "true", "{number}");
            }
            Err(outcome) => {
                let refused = open(&mut candidate).await;
                let problem = refused.json();
                assert_eq!(
                    (refused.status.as_u16(), &problem["code"], &problem["outcome"]),
                    (422, &json!("without-category"), &json!(outcome)),
                    "{number}"
                );
                assert!(problem["contact"].as_str().is_some_and(|contact| !contact.is_empty()), "{number}");
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn d2_09_without_a_permit_nothing_is_filed_and_the_row_says_whom_to_ask() {
    let city = city().await;
    let mut candidate = city.candidate(9).await;
    let case = opened(&mut candidate).await;
    let permit = list(&mut candidate, &case).await["materials"][1].clone();
    assert!(permit["requirement"]["zh"].as_str().unwrap().contains("没有有效居住证的，请联系"), "{permit}");
    let refused = file(&mut candidate, &case, 9, &["identity-card", "diploma"]).await;
    let problem = refused.json();
    assert_eq!(
        (refused.status.as_u16(), &problem["errors"][0]["pointer"]),
        (422, &json!("/materials/residence-permit"))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn s4_61_only_practice_instructors_need_the_fourth_row() {
    let city = city().await;
    for (place, files) in [(6, true), (7, false)] {
        let mut candidate = city.candidate(place).await;
        let case = opened(&mut candidate).await;
        let answer =
            file(&mut candidate, &case, place, &["identity-card", "household-register", "student-status"])
                .await;
        assert_eq!(answer.status == 200, files, "{answer:?}");
        if !files {
            let answer = file(&mut candidate, &case, place, &["qualification-certificate"]).await;
            assert_eq!(answer.status, 200, "{answer:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn pictures_are_added_seen_and_deleted_and_after_filing_nothing_changes() {
    let city = city().await;
    let mut candidate = city.candidate(1).await;
    let case = opened(&mut candidate).await;
    for picture in ["identity-card", "identity-card.2", "student-status"] {
        candidate.send(Method::PUT, &format!("{case}/materials/{picture}"), &[], CARD).await;
    }
    let second = format!("{case}/materials/identity-card.2");
    assert_eq!(candidate.send(Method::GET, &second, &[], "").await.header("content-type"), "image/jpeg");
    assert_eq!(candidate.send(Method::DELETE, &second, &[], "").await.status, 204);
    assert_eq!(candidate.send(Method::GET, &second, &[], "").await.status, 404);
    let filed = file(&mut candidate, &case, 1, &["identity-card.2"]).await;
    assert_eq!((filed.status.as_u16(), &filed.json()["state"]), (200, &json!("under-review")), "{filed:?}");
    for (method, body) in [(Method::PUT, CARD), (Method::DELETE, b"".as_slice())] {
        let refused = candidate.send(method, &second, &[], body).await;
        super::refused(&refused, 409, "not-a-draft");
    }
    // What is still there is what the reviewer sees.
    let mut reviewer = Person::reviewer_of(&city.deployment, "a reviewer of the city", "420100").await;
    assert_eq!(reviewer.claim(&case).await.status, 200);
    let review = reviewer.ask(Method::GET, &review_of(&case), &[], Value::Null).await.json();
    assert_eq!(review["filing"]["materials"].as_array().map(Vec::len), Some(3), "{review}");
    assert_eq!(review["derivation"]["registration"]["school"], "武汉大学", "{review}");
    let passed = reviewer.decide(&case, pass(0)).await;
    assert_eq!(passed.status, 200, "{passed:?}");
    let shown = candidate.ask(Method::GET, &case, &[], Value::Null).await.json();
    assert_eq!(shown["state"], "approved");
    // The result is looked up, and the fee paid, on the site of the Ministry.
    assert!(shown["message"]["zh"].as_str().unwrap().contains("中小学教师资格考试网"), "{shown}");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_registers_late_is_on_the_next_roster_and_a_case_keeps_the_registration_that_it_was_opened_with()
 {
    let city = city().await;
    let mut late = city.candidate(12).await;
    let refused = open(&mut late).await;
    super::refused(&refused, 422, "not-registered");
    let mut early = city.candidate(1).await;
    let case = opened(&mut early).await;
    // The office imports everybody again: one is new, one has changed, all others are there.
    let mut rows: String = D2.iter().skip(1).map(|(_, row, _)| row.line()).collect();
    rows += &Row { place: 1, rest: "是,2,LOCAL,420500,高级中学,语文" }.line();
    rows += &Row { place: 12, rest: "否,,,,,420106,小学,数学" }.line();
    let imported =
        import(&city, "text/csv", &format!("\u{feff}{HEAD}\r\n{}", rows.replace('\n', "\r\n"))).await.json();
    let count = |name: &str| imported[name].as_u64().unwrap();
    assert_eq!(
        (count("new"), count("changed"), count("unchanged")),
        (1, 1, D2.len() as u64 - 1),
        "{imported}"
    );
    opened(&mut late).await;
    let shown = early.ask(Method::GET, &case, &[], Value::Null).await.json();
    assert_eq!(shown["derivation"]["category"], "student-at-local-school", "{shown}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_roster_with_a_mistake_is_refused_by_line_and_nothing_of_it_is_imported() {
    let city = city().await;
    let good = Row { place: 13, rest: "否,,,,,420106,小学,数学" }.line();
    let bad = good.replace("resident-identity-card,", "resident-identity-card,1");
    let refused = import(&city, "text/csv", &format!("{HEAD}\n{good}{bad}")).await;
    let problem = refused.json();
    super::refused(&refused, 422, "invalid-roster");
    assert!(problem["errors"][0].to_string().contains('3'), "{problem}");
    assert!(!problem.to_string().contains(&people::Person::new(13).unwrap().number()), "{problem}");
    assert_eq!(open(&mut city.candidate(13).await).await.json()["code"], "not-registered");
}

/// Everything of the service that is compiled, but for its tests.
fn lines_of_rust(folder: &std::path::Path) -> Vec<String> {
    let mut lines = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() && name != "tests" {
            lines.extend(lines_of_rust(&path));
        } else if name.ends_with(".rs") && name != "tests.rs" {
            let text = std::fs::read_to_string(&path).unwrap();
            let (compiled, _) = text.split_once("#[cfg(test)]").unwrap_or((&text, ""));
            lines.extend(compiled.lines().map(|line| format!("{}: {line}", path.display())));
        }
    }
    lines
}

#[test]
fn no_line_of_rust_outside_tests_and_sandbox_names_a_city() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let lines: Vec<String> = ["shared", "functions", "host", "xtask"]
        .iter()
        .flat_map(|folder| lines_of_rust(&root.join(folder)))
        .collect();
    assert!(10_000 < lines.len(), "{}", lines.len());
    let names = ["shenzhen", "wuhan", "深圳", "武汉"];
    let naming: Vec<&String> =
        lines.iter().filter(|line| names.iter().any(|name| line.to_lowercase().contains(name))).collect();
    assert!(naming.is_empty(), "{naming:#?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_third_city_needs_nothing_but_a_policy_and_a_roster() {
    let city = City::at(MORNING).await;
    let policy = POLICY
        .replace("wuhan-interview", "nowhere-interview")
        .replace("武汉", "乌有")
        .replace("Wuhan", "Nowhere")
        .replace("420100", "990100")
        .replace("420000", "990000");
    let published =
        city.deployment.operate("/internal/policies", json!({ "policy": policy, "partitions": 1 })).await;
    assert_eq!(published.status, 200, "{published:?}");
    let row = Row { place: 14, rest: "否,,,,,990106,小学,数学" }.line();
    let roster = ROSTER.replace("wuhan", "nowhere");
    let imported = city.deployment.operate_with(&roster, "text/csv", format!("{HEAD}\n{row}")).await;
    assert_eq!(imported.status, 200, "{imported:?}");
    let mut candidate = city.candidate(14).await;
    let path = CASES.replace("wuhan", "nowhere");
    let opened = candidate.ask(Method::POST, &path, &[("idempotency-key", "open")], json!({})).await;
    let case = opened.header("location").to_owned();
    let filed = file(&mut candidate, &case, 14, &["identity-card", "household-register", "diploma"]).await;
    assert_eq!((filed.status.as_u16(), &filed.json()["state"]), (200, &json!("under-review")), "{filed:?}");
    // Nobody of another city sees it, and its own reviewer passes it.
    let mut elsewhere = Person::reviewer_of(&city.deployment, "a reviewer of another city", "420100").await;
    assert_eq!(elsewhere.claim(&case).await.status, 404);
    let mut reviewer = Person::reviewer_of(&city.deployment, "a reviewer of the third city", "990100").await;
    assert_eq!(reviewer.claim(&case).await.status, 200);
    assert_eq!(reviewer.decide(&case, pass(0)).await.status, 200);
}
