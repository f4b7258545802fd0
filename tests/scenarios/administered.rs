//! Administrators change the rules: one proposes, another one approves, candidates meet what is published, and everything that was
//! done can be looked up.

use super::*;

const PROPOSALS: &str = "/api/administration/proposals";
const ACTS: &str = "/api/administration/acts";
const POLICY: &str = include_str!("../../shared/policies/shenzhen-interview-2027.toml");
const MORNING: &str = "04-15T10:00:00.000";

/// The published policy, which closes two hours later.
fn longer() -> String {
    let longer = POLICY.replace("until = \"2027-04-17T15:00\"", "until = \"2027-04-17T17:00\"");
    let longer = longer.replace("before = \"2027-04-17T15:00\"", "before = \"2027-04-17T17:00\"");
    assert_ne!(longer, POLICY);
    longer
}

/// The administrators of a city, and those of others.
struct Office {
    city: City,
    anna: Person,
    bela: Person,
}

impl Office {
    async fn open() -> Self {
        let city = City::at(MORNING).await;
        // What happens at one instant has no order.
        city.set("04-15T10:01:00.000").await;
        let anna = administrator(&city, "anna", "440300").await;
        let bela = administrator(&city, "bela", "440300").await;
        Self { city, anna, bela }
    }

    async fn propose(&mut self, key: &str, file: &str) -> Answer {
        propose(&mut self.anna, key, file).await
    }

    /// Anna proposes a file. Returns where.
    async fn proposed(&mut self, key: &str, file: &str) -> String {
        let answer = self.propose(key, file).await;
        assert_eq!(answer.status, 201, "{answer:?}");
        answer.header("location").to_owned()
    }

    /// Each act of the region as `kind outcome`, the oldest first.
    async fn acts(&mut self) -> Vec<String> {
        let answer = self.anna.ask(Method::GET, ACTS, &[], Value::Null).await.json();
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let acts = answer["acts"].as_array().expect("acts").iter().rev();
        acts.map(|act| format!("{} {}", text(&act["kind"]), text(&act["outcome"]))).collect()
    }
}

async fn administrator(city: &City, name: &str, region: &str) -> Person {
    Person::administrator_of(&city.deployment, name, region).await
}

async fn propose(who: &mut Person, key: &str, file: &str) -> Answer {
    let body = json!({ "policy": file, "note": "延长报名时间" });
    who.ask(Method::POST, PROPOSALS, &[("idempotency-key", key)], body).await
}

async fn approve(who: &mut Person, key: &str, proposal: &str) -> Answer {
    who.ask(Method::POST, &format!("{proposal}/approval"), &[("idempotency-key", key)], Value::Null).await
}

async fn reject(who: &mut Person, proposal: &str) -> Answer {
    let body = json!({ "reason": "没有通知考生" });
    who.ask(Method::POST, &format!("{proposal}/rejection"), &[("idempotency-key", "reject")], body).await
}

/// When the programme closes, as everybody reads it.
async fn closes(city: &City) -> Value {
    let programme = "/api/programmes/shenzhen-interview";
    city.deployment.client().await.call(Method::GET, programme, &[], "").await.json()["closes"].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_one_administrator_proposes_another_approves_and_candidates_meet_it() {
    let mut office = Office::open().await;
    let before = closes(&office.city).await;
    let proposal = office.proposed("longer", &longer()).await;
    assert_eq!(closes(&office.city).await, before);

    let read = office.bela.ask(Method::GET, &proposal, &[], Value::Null).await.json();
    assert_eq!((&read["file"], &read["state"]), (&json!(longer()), &json!("open")), "{read}");
    office.city.set("04-15T10:05:00.000").await;
    let own = approve(&mut office.anna, "approve", &proposal).await;
    refused(&own, 403, "own-proposal");
    let approved = approve(&mut office.bela, "approve", &proposal).await;
    assert_eq!((approved.status.as_u16(), &approved.json()["state"]), (200, &json!("published")));
    assert_ne!(closes(&office.city).await, before);

    // Everything again.
    assert_eq!(office.proposed("longer", &longer()).await, proposal);
    let again = approve(&mut office.bela, "approve", &proposal).await;
    assert_eq!(again.json(), approved.json());
    let late = reject(&mut office.bela, &proposal).await;
    refused(&late, 409, "proposal-decided");
    assert_eq!(
        office.acts().await,
        ["policy-published done", "policy-proposed done", "proposal-approved done"]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_case_that_is_open_keeps_its_policy_when_another_one_is_approved() {
    let mut office = Office::open().await;
    let (case, _) = office.city.candidate(2).await.draft(2, "other-household").await;
    let before = office.city.look(2, &case).await["closes"].clone();
    let proposal = office.proposed("longer", &longer()).await;
    assert_eq!(approve(&mut office.bela, "approve", &proposal).await.status, 200);
    assert_eq!(office.city.look(2, &case).await["closes"], before);
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_approved_over_what_was_published_since() {
    let mut office = Office::open().await;
    let first = office.proposed("one", &longer()).await;
    let second = office.proposed("other", &format!("{POLICY}\n# other\n")).await;
    assert_eq!(approve(&mut office.bela, "one", &first).await.status, 200);
    for _ in 0..2 {
        let outdated = approve(&mut office.bela, "other", &second).await;
        refused(&outdated, 409, "proposal-outdated");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_rejected_or_withdrawn_is_never_published() {
    let mut office = Office::open().await;
    let before = closes(&office.city).await;
    let rejected = office.proposed("one", &longer()).await;
    let own = reject(&mut office.anna, &rejected).await;
    refused(&own, 403, "own-proposal");
    let answer = reject(&mut office.bela, &rejected).await;
    assert_eq!((answer.status.as_u16(), &answer.json()["state"]), (200, &json!("rejected")));
    assert_eq!(reject(&mut office.bela, &rejected).await.json(), answer.json());

    let withdrawn = office.proposed("two", &longer()).await;
    let withdrawal = format!("{withdrawn}/withdrawal");
    let headers = [("idempotency-key", "withdraw")];
    let others = office.bela.ask(Method::POST, &withdrawal, &headers, Value::Null).await;
    refused(&others, 403, "others-proposal");
    let answer = office.anna.ask(Method::POST, &withdrawal, &headers, Value::Null).await;
    assert_eq!((answer.status.as_u16(), &answer.json()["state"]), (200, &json!("withdrawn")));
    for proposal in [rejected, withdrawn] {
        let late = approve(&mut office.bela, "approve", &proposal).await;
        refused(&late, 409, "proposal-decided");
    }
    assert_eq!(closes(&office.city).await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn another_regions_administrator_and_other_staff_come_near_nothing() {
    let mut office = Office::open().await;
    let proposal = office.proposed("one", &longer()).await;
    let mut elsewhere = administrator(&office.city, "dora", "420100").await;
    let mut reviewer = office.city.reviewer("reviewer").await;
    for (who, code) in [(&mut elsewhere, "outside-region"), (&mut reviewer, "not-permitted")] {
        refused(&propose(who, "mine", &longer()).await, 403, code);
        refused(&who.ask(Method::GET, &proposal, &[], Value::Null).await, 403, code);
        refused(&approve(who, "approve", &proposal).await, 403, code);
        refused(&reject(who, &proposal).await, 403, code);
    }
    let seen = elsewhere.ask(Method::GET, ACTS, &[], Value::Null).await.json();
    assert_eq!(seen["acts"], json!([]));
    // A policy that names one's own region does not take somebody else's programme over.
    let theirs = POLICY.replace("region = \"440300\"", "region = \"420100\"");
    refused(&propose(&mut elsewhere, "theirs", &theirs).await, 403, "outside-region");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_no_policy_is_refused_with_the_line_and_the_reason() {
    let mut office = Office::open().await;
    let deriving = include_str!("../../shared/policies/wuhan-interview-2027.toml");
    let out_of_order = POLICY.replace("2027-04-17T15:00", "2027-04-11T15:00");
    let unknown_key = format!("colour = \"red\"\n{POLICY}");
    let cycle = circular(deriving);
    for (what, wrong) in [("order", out_of_order), ("key", unknown_key), ("cycle", cycle)] {
        let answer = office.propose(what, &wrong).await;
        refused(&answer, 422, "invalid-fields");
        let error = answer.json()["errors"][0].clone();
        assert_eq!(
            (&error["pointer"], &error["code"]),
            (&json!("/policy"), &json!("invalid-policy")),
            "{what}"
        );
        assert!(error["detail"].as_str().is_some_and(|words| words.contains("line")), "{what}: {error}");
    }
    assert_eq!(office.acts().await, ["policy-published done"]);
}

/// A derivation in which an outcome comes before another one, and that before the first.
fn circular(deriving: &str) -> String {
    let (first, rest) = deriving.split_once("precedence = [").expect("a precedence");
    let (rows, end) = rest.split_once("\n]").expect("its end");
    let row = rows.lines().find(|row| row.contains('[')).expect("a row");
    let names: Vec<&str> = row.split('"').skip(1).step_by(2).collect();
    let reversed: Vec<String> = names.iter().rev().map(|name| format!("\"{name}\"")).collect();
    format!("{first}precedence = [{rows}\n    [{}],\n]{end}", reversed.join(", "))
}

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_imports_the_roster_of_their_region_and_nobody_elses() {
    let city = City::at("11-08T10:00:00.000").await;
    let policy = include_str!("../../shared/policies/wuhan-interview-2027.toml");
    let publishing = json!({ "policy": policy, "partitions": 4 });
    assert_eq!(city.deployment.operate("/internal/policies", publishing).await.status, 200);
    let roster = "name,document-kind,document-number,enrolled,grade,school,school-kind,school-place,household,\
        qualification,subject,email\n";
    let person = people::Person::new(3).expect("an invented person");
    let row = format!(
        "{},resident-identity-card,{},否,,,,,420106,小学,数学,a@example.com\n",
        person.name(),
        person.number()
    );
    let file = format!("{roster}{row}");
    let path = "/api/administration/rosters/wuhan-interview/2027-autumn";
    let headers = [("content-type", "text/csv")];
    let mut own = administrator(&city, "emma", "420100").await;
    for (new, unchanged) in [(1, 0), (0, 1)] {
        let answer = own.send(Method::POST, path, &headers, file.clone()).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        assert_eq!((&answer.json()["new"], &answer.json()["unchanged"]), (&json!(new), &json!(unchanged)));
    }
    let mut other = administrator(&city, "anna", "440300").await;
    refused(&other.send(Method::POST, path, &headers, file.clone()).await, 403, "outside-region");
    let mut reviewer = Person::reviewer_of(&city.deployment, "fred", "420100").await;
    refused(&reviewer.send(Method::POST, path, &headers, file).await, 403, "not-permitted");

    let acts = own.ask(Method::GET, ACTS, &[], Value::Null).await.json();
    let imports: Vec<&Value> = acts["acts"]
        .as_array()
        .expect("acts")
        .iter()
        .filter(|act| act["kind"] == "roster-imported")
        .collect();
    let [import] = imports.as_slice() else { panic!("{acts}") };
    assert_eq!((&import["counts"]["new"], &import["outcome"]), (&json!(1), &json!("done")));
    assert!(!acts.to_string().contains(&person.name()), "{acts}");
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_who_approve_two_proposals_at_once_one_is_published_and_nobody_is_left_in_the_dark() {
    let mut office = Office::open().await;
    let first = office.proposed("one", &longer()).await;
    let second = office.proposed("other", &format!("{POLICY}\n# other\n")).await;
    let mut clara = administrator(&office.city, "clara", "440000").await;
    let (one, other) =
        tokio::join!(approve(&mut office.bela, "one", &first), approve(&mut clara, "other", &second),);
    let mut statuses = [one.status.as_u16(), other.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409], "{one:?} {other:?}");
}
