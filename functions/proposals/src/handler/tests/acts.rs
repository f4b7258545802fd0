//! What was done can be looked up, by whom it concerns.

use super::*;

const ACTS: &str = "/api/administration/acts";
const ALL: &str = "/internal/acts";

fn acts(office: &Office, who: &str, path: &str) -> Vec<Value> {
    let answer = office.look(who, path);
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.json()["acts"].as_array().unwrap().clone()
}

/// Each as `kind outcome role`.
fn told(acts: &[Value]) -> Vec<String> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    acts.iter()
        .map(|act| [text(&act["kind"]), text(&act["outcome"]), text(&act["by"]["role"])].join(" "))
        .collect()
}

#[test]
fn everything_that_is_done_is_found_again_with_who_and_what_the_newest_first() {
    let office = Office::new();
    let proposal = office.proposed(1);
    let approved = office.approve(&office.bela, "approve", &proposal).json();
    let account = office.deployment.account("王小明", None);
    let sessions = format!("/internal/accounts/{account}/sessions");
    assert_eq!(office.ask(OPERATOR, Method::DELETE, &sessions, "none", Value::Null).status, 200);
    office.operate("/internal/keys/rotation", Value::Null);
    office.operate("/internal/policies", json!({ "policy": POLICY, "partitions": 1 }));

    let all = acts(&office, OPERATOR, ALL);
    let mut expected = vec![
        "keys-rotated done operator",
        "policy-proposed done administrator",
        "policy-published done operator",
        "proposal-approved done administrator",
        "sessions-ended done operator",
    ];
    expected.sort_unstable();
    let mut found = told(&all);
    found.sort_unstable();
    assert_eq!(found, expected);
    let of = |kind: &str| all.iter().find(|act| act["kind"] == kind).unwrap();
    let id = proposal.rsplit('/').next().unwrap();
    for kind in ["policy-proposed", "proposal-approved"] {
        let act = of(kind);
        assert_eq!((&act["proposal"], &act["policy"]), (&json!(id), &approved["policy"]), "{act}");
        assert_eq!((&act["programme"], &act["season"]), (&json!("shenzhen-interview"), &json!("2027")));
    }
    assert_eq!(of("proposal-approved")["by"]["account"], approved["history"][1]["by"]);
    assert_eq!(of("sessions-ended")["account"], json!(account.to_string()));
    assert_eq!(of("sessions-ended")["counts"], json!({ "ended": 0 }));
}

#[test]
fn administrators_see_what_concerns_their_region_and_operators_everything() {
    let office = Office::new();
    office.proposed(1);
    office.operate("/internal/keys/rotation", Value::Null);
    for who in [&office.anna, &office.clara] {
        assert_eq!(told(&acts(&office, who, ACTS)), ["policy-proposed done administrator"]);
    }
    assert_eq!(acts(&office, &office.dora, ACTS), Vec::<Value>::new());
    assert_eq!(acts(&office, OPERATOR, ALL).len(), 2);
    let reviewer = office.deployment.log_in(kit::reviewer(9), OPEN);
    office.look(&reviewer, ACTS).refused(403, "not-permitted");
    office.look(&office.anna, ALL).refused(404, "no-such-resource");
    office.look(OPERATOR, ACTS).refused(401, "session-ended");
}

#[test]
fn what_is_refused_or_changes_nothing_leaves_no_act() {
    let office = Office::new();
    let proposal = office.proposed(1);
    office.approve(&office.anna, "approve", &proposal);
    office.approve(&office.dora, "approve", &proposal);
    office.propose(&office.bela, "propose", "no policy");
    office.operate("/internal/policies", json!({ "policy": POLICY, "partitions": 1 }));
    office.proposed(1);
    assert_eq!(told(&acts(&office, OPERATOR, ALL)), ["policy-proposed done administrator"]);
}

#[test]
fn an_act_that_fails_says_why_and_its_repeat_is_an_act_of_its_own() {
    let office = Office::new();
    let proposal = office.proposed(1);
    // Somebody dies between writing down what they are about to do and doing it.
    let memory = office.deployment.store().key_value().memory().clone();
    let begun = memory.dump();
    let key = format!("policy/{}", domain::policy::PolicyHash::of(version(1).as_bytes()));
    let mut without = begun.clone();
    let file = without.remove(&key).unwrap();
    memory.restore(without);
    assert_eq!(office.approve(&office.bela, "approve", &proposal).status, 500);
    let failed = acts(&office, &office.anna, ACTS);
    let failed = failed.iter().find(|act| act["kind"] == "proposal-approved").unwrap();
    assert_eq!((&failed["outcome"], &failed["problem"]), (&json!("failed"), &json!("fault")), "{failed}");
    let mut with = memory.dump();
    with.insert(key, file);
    memory.restore(with);
    assert_eq!(office.approve(&office.bela, "approve", &proposal).status, 200);
    // The repeat is an act of its own, since the first has come to its end.
    let mut outcomes: Vec<String> = told(&acts(&office, &office.anna, ACTS));
    outcomes.retain(|act| act.starts_with("proposal-approved"));
    outcomes.sort_unstable();
    let expected = ["proposal-approved done administrator", "proposal-approved failed administrator"];
    assert_eq!(outcomes, expected);
}

#[test]
fn an_act_that_was_cut_off_shows_as_begun_and_is_completed_by_its_repeat() {
    let office = Office::new();
    let play = async |_: Request<Body>, cx: &Context<'_, kit::Counting>| {
        let deed = || edge::acts::Deed {
            by: domain::act::Doer::Operator,
            kind: domain::act::Kind::RosterImported,
            about: domain::act::About::default(),
            region: None,
            command: domain::id::CommandId::from_u128(7),
        };
        let told = |(): &()| edge::acts::Told::default();
        {
            // Whoever is dropped while the effect is under way leaves what a crash leaves.
            let cut_off = edge::acts::recorded(cx, deed(), std::future::pending, told);
            futures::pin_mut!(cut_off);
            assert!(futures::poll!(cut_off).is_pending());
        }
        let before = edge::acts::page(cx, ALL, None, |_| true).await?;
        edge::acts::recorded(cx, deed(), async || Ok(()), told).await?;
        let after = edge::acts::page(cx, ALL, None, |_| true).await?;
        let pages = [before, after].map(|page| serde_json::from_slice::<Value>(page.body()).unwrap());
        edge::json(http::StatusCode::OK, &pages)
    };
    let service = office.deployment.service(crate::COMPONENT);
    let pages = kit::answer(&service, Request::new(Body::full("")), OPEN, play).json();
    let outcomes = |page: &Value| told(page["acts"].as_array().unwrap());
    assert_eq!(outcomes(&pages[0]), ["roster-imported begun operator"]);
    assert_eq!(outcomes(&pages[1]), ["roster-imported done operator"]);
}

#[test]
fn each_act_names_the_digest_of_the_newest_that_was_there() {
    let office = Office::new();
    office.proposed(1);
    office.proposed(2);
    office.operate("/internal/keys/rotation", Value::Null);
    let all = acts(&office, OPERATOR, ALL);
    let digests: Vec<&Value> = all.iter().map(|act| &act["digest"]).collect();
    let named: Vec<&Value> = all.iter().map(|act| &act["previous"]).filter(|name| !name.is_null()).collect();
    assert_eq!(named.len(), 2);
    assert!(named.iter().all(|name| digests.contains(name)), "{all:?}");
}

#[test]
fn a_page_leads_to_what_is_earlier_until_there_is_no_more() {
    let office = Office::new();
    for _ in 0..51 {
        office.operate("/internal/keys/rotation", Value::Null);
    }
    office.proposed(1);
    let first = office.look(OPERATOR, ALL).json();
    assert_eq!(first["acts"].as_array().unwrap().len(), 50);
    let second = office.look(OPERATOR, first["earlier"].as_str().unwrap()).json();
    assert_eq!((second["acts"].as_array().unwrap().len(), &second["earlier"]), (2, &Value::Null));
    let seen: std::collections::BTreeSet<String> = [first, second]
        .iter()
        .flat_map(|page| page["acts"].as_array().unwrap())
        .map(|act| act["act"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(seen.len(), 52);
    // What an administrator may not see leads nowhere either.
    let rotation = acts(&office, OPERATOR, ALL);
    let rotation =
        rotation.iter().find(|act| act["kind"] == "keys-rotated").unwrap()["act"].as_str().unwrap();
    office.look(&office.anna, &format!("{ACTS}/{rotation}/earlier")).refused(404, "unknown-act");
    office
        .look(&office.anna, &format!("{ACTS}/case_06A1B2C3D4E5F6G7H8J9K0M1N2/earlier"))
        .refused(400, "wrong-kind-of-id");
}

#[test]
fn nothing_personal_is_in_an_act_or_on_its_line() {
    let office = Office::new();
    office.proposed(1);
    let account = office.deployment.account("王小明", Some("13800000000"));
    let sessions = format!("/internal/accounts/{account}/sessions");
    office.ask(OPERATOR, Method::DELETE, &sessions, "none", Value::Null);
    let text = office.look(OPERATOR, ALL).text;
    for personal in ["王小明", "13800000000", "11010519491231002X", "延长"] {
        assert!(!text.contains(personal), "{text}");
    }
}
