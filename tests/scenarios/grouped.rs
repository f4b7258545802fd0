//! An office that offers two programmes groups its reviewers: each sees and takes what their groups are for, and whoever is in none
//! all of it, as before.

use super::*;
use tests::person::{confirmed, form};

const GROUPS: &str = "/api/administration/groups";
const INTERVIEWS: &str = "shenzhen-interview";
/// Another programme of the same city, which is invented.
const RENEWALS: &str = "certificate-renewal";
const POLICY: &str = include_str!("../../shared/policies/shenzhen-interview-2027.toml");
/// No rule approves it.
const CATEGORY: &str = "hong-kong-macao-taiwan";

/// An office with an administrator, and a case of each programme that waits for a reviewer.
struct Office {
    city: City,
    anna: Person,
    interview: String,
    renewal: String,
}

impl Office {
    async fn open() -> Self {
        let city = City::at("04-15T10:00:00.000").await;
        let policy =
            POLICY.replace(&format!("programme = \"{INTERVIEWS}\""), &format!("programme = \"{RENEWALS}\""));
        let publishing = json!({ "policy": policy, "partitions": 4 });
        assert_eq!(city.deployment.operate("/internal/policies", publishing).await.status, 200);
        let interview = filed(&city, INTERVIEWS, 2).await;
        let renewal = filed(&city, RENEWALS, 3).await;
        let anna = Person::administrator_of(&city.deployment, "anna", "440300").await;
        Self { city, anna, interview, renewal }
    }

    /// Puts a group with these members in the place of the one before, over what is there now.
    async fn group(&mut self, group: &str, programmes: &[&str], members: &[&str]) -> Answer {
        let seen = self.anna.ask(Method::GET, GROUPS, &[], Value::Null).await.header("etag").to_owned();
        let answer = set(&mut self.anna, group, &seen, programmes, members).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        answer
    }
}

/// Somebody files a case of a programme. Returns its path.
async fn filed(city: &City, programme: &str, place: u32) -> String {
    let mut candidate = city.candidate(place).await;
    let path = format!("/api/programmes/{programme}/cases");
    let opened = candidate.ask(Method::POST, &path, &[("idempotency-key", "open")], json!({})).await;
    assert_eq!(opened.status, 201, "{opened:?}");
    let (case, first) = (opened.header("location").to_owned(), opened.header("etag").to_owned());
    candidate.step_up().await;
    let draft = json!({ "category": CATEGORY, "form": form(place), "confirmed": confirmed() });
    let edited = candidate.ask(Method::PUT, &format!("{case}/draft"), &[("if-match", &first)], draft).await;
    assert_eq!(edited.status, 200, "{edited:?}");
    let etag = candidate.hand_in(&case).await;
    let answer = candidate.submit(&case, &etag).await;
    assert_eq!(answer.json()["state"], "under-review", "{answer:?}");
    case
}

async fn set(who: &mut Person, group: &str, seen: &str, programmes: &[&str], members: &[&str]) -> Answer {
    let body = json!({ "name": "审核组", "programmes": programmes, "members": members });
    who.ask(Method::PUT, &format!("{GROUPS}/{group}"), &[("if-match", seen)], body).await
}

async fn remove(who: &mut Person, group: &str, seen: &str) -> Answer {
    who.ask(Method::DELETE, &format!("{GROUPS}/{group}"), &[("if-match", seen)], Value::Null).await
}

/// Somebody reads their own account, which they tell their administrator.
async fn account(who: &mut Person) -> String {
    let session = who.ask(Method::GET, "/auth/session", &[], Value::Null).await.json();
    session["account"].as_str().expect("an account").to_owned()
}

/// The programmes of what somebody sees on their worklist.
async fn seen(who: &mut Person) -> Vec<String> {
    let list = who.ask(Method::GET, "/api/reviews", &[], Value::Null).await.json();
    let tasks = list["cases"].as_array().expect("a worklist").iter();
    let mut programmes: Vec<String> =
        tasks.map(|task| task["programme"].as_str().expect("a programme").to_owned()).collect();
    programmes.sort();
    programmes
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reviewer_sees_and_takes_what_their_groups_are_for_and_everything_again_once_there_is_none() {
    let mut office = Office::open().await;
    let (mut emma, mut fred) = (office.city.reviewer("emma").await, office.city.reviewer("fred").await);
    let one = account(&mut emma).await;
    assert_eq!(seen(&mut emma).await, [RENEWALS, INTERVIEWS]);

    office.group("renewals", &[RENEWALS], &[&one]).await;
    assert_eq!((seen(&mut emma).await, seen(&mut fred).await.len()), (vec![RENEWALS.to_owned()], 2));
    let refusal = emma.claim(&office.interview).await;
    refused(&refusal, 403, "outside-groups");
    assert_eq!(refusal.json()["title"], "不属于您的审核组");
    assert_eq!(emma.claim(&office.renewal).await.status, 200);
    // Whoever is in no group goes on as before.
    assert_eq!(fred.claim(&office.interview).await.status, 200);

    // A member of two groups decides about the programmes of both.
    office.group("interviews", &[INTERVIEWS], &[&one]).await;
    assert_eq!(seen(&mut emma).await, [RENEWALS, INTERVIEWS]);
    // What was claimed before one was grouped otherwise is still one's own.
    let last = office.group("interviews", &[INTERVIEWS], &[]).await.header("etag").to_owned();
    assert_eq!(remove(&mut office.anna, "renewals", &last).await.status, 204);
    office.group("interviews", &[INTERVIEWS], &[&one]).await;
    assert_eq!(seen(&mut emma).await, [INTERVIEWS]);
    assert_eq!(emma.decide(&office.renewal, pass(0)).await.status, 200);

    let last = office.anna.ask(Method::GET, GROUPS, &[], Value::Null).await.header("etag").to_owned();
    for _ in 0..2 {
        assert_eq!(remove(&mut office.anna, "interviews", &last).await.status, 204);
    }
    assert_eq!(seen(&mut emma).await, [RENEWALS, INTERVIEWS]);
    let acts = office.anna.ask(Method::GET, "/api/administration/acts", &[], Value::Null).await.json();
    let told = acts["acts"].as_array().expect("acts").iter();
    let mut told: Vec<String> = told
        .filter(|act| act["group"].is_string())
        .map(|act| format!("{} {} {}", act["kind"], act["group"], act["counts"]["members"]).replace('"', ""))
        .collect();
    told.sort();
    assert_eq!(
        told,
        [
            "group-removed interviews null",
            "group-removed renewals null",
            "group-set interviews 0",
            "group-set interviews 1",
            "group-set interviews 1",
            "group-set renewals 1"
        ]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_but_the_administrators_of_a_region_groups_its_reviewers() {
    let mut office = Office::open().await;
    let mut emma = office.city.reviewer("emma").await;
    let one = account(&mut emma).await;
    refused(&set(&mut emma, "mine", "\"0\"", &[RENEWALS], &[&one]).await, 403, "not-permitted");
    refused(&remove(&mut emma, "mine", "\"0\"").await, 403, "not-permitted");
    let mut dora = Person::administrator_of(&office.city.deployment, "dora", "420100").await;
    refused(&set(&mut dora, "theirs", "\"0\"", &[RENEWALS], &[&one]).await, 403, "outside-region");
    office.group("renewals", &[RENEWALS], &[&one]).await;
    let elsewhere = dora.ask(Method::GET, GROUPS, &[], Value::Null).await.json();
    assert_eq!(elsewhere["groups"], json!([]));
    // There is none of that name where she works, and what is elsewhere stays.
    assert_eq!(remove(&mut dora, "renewals", "*").await.status, 204);
    assert_eq!(seen(&mut emma).await, [RENEWALS]);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_administrators_who_change_the_groups_at_once_one_has_to_look_again() {
    let mut office = Office::open().await;
    let mut emma = office.city.reviewer("emma").await;
    let one = account(&mut emma).await;
    let mut bela = Person::administrator_of(&office.city.deployment, "bela", "440300").await;
    // Where there is no group yet, and where there is one.
    for round in 0..2 {
        let last = office.anna.ask(Method::GET, GROUPS, &[], Value::Null).await.header("etag").to_owned();
        let group = format!("group-{round}");
        let members = [one.as_str()];
        let (first, second) = tokio::join!(
            set(&mut office.anna, &group, &last, &[RENEWALS], &members),
            set(&mut bela, &group, &last, &[INTERVIEWS], &members),
        );
        let mut statuses = [first.status.as_u16(), second.status.as_u16()];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 412], "{first:?} {second:?}");
        let stands = if first.status == 200 { RENEWALS } else { INTERVIEWS };
        let read = bela.ask(Method::GET, &format!("{GROUPS}/{group}"), &[], Value::Null).await.json();
        assert_eq!(read["programmes"], json!([stands]));
    }
}
