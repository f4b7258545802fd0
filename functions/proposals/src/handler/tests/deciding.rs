//! One administrator proposes, another one approves.

use super::*;

#[test]
fn what_one_administrator_proposes_another_compares_and_approves_and_it_is_published() {
    let office = Office::new();
    let before = office.current();
    let proposal = office.proposed(1);
    let shown = office.look(&office.bela, &proposal).json();
    assert_eq!((&shown["state"], &shown["file"]), (&json!("open"), &json!(version(1))));
    assert_eq!((&shown["policy"], &shown["current"]), (&json!(hash(&version(1))), &json!(before)));
    assert_eq!((&shown["replaces"], &shown["note"]), (&json!(before), &json!("延长补正时间")));
    assert_eq!(office.current(), before, "nothing is published by proposing it");

    let approved = office.approve(&office.bela, "approve", &proposal);
    assert_eq!((approved.status, approved.json()["state"].as_str()), (200, Some("published")));
    assert_eq!(office.current(), hash(&version(1)));
    let events = approved.json()["history"].as_array().unwrap().clone();
    let events: Vec<_> = events.iter().map(|event| event["event"].as_str().unwrap()).collect();
    assert_eq!(events, ["proposed", "approved", "published"]);
    assert!(office.is_whole());
}

#[test]
fn every_repeat_is_answered_as_the_first_time_and_changes_nothing() {
    let office = Office::new();
    let proposal = office.proposed(1);
    let again = office.propose(&office.anna, "propose 1", &version(1));
    assert_eq!((again.status, again.header("location")), (201, proposal.clone()));
    office.propose(&office.anna, "propose 1", &version(2)).refused(422, "idempotency-key-reused");
    let first = office.approve(&office.bela, "approve", &proposal);
    let before = office.deployment.store().key_value().memory().dump();
    assert_eq!(office.approve(&office.bela, "approve", &proposal).text, first.text);
    assert_eq!(office.propose(&office.anna, "propose 1", &version(1)).status, 201);
    assert_eq!(office.deployment.store().key_value().memory().dump(), before);
    office.approve(&office.clara, "another", &proposal).refused(409, "proposal-decided");
}

#[test]
fn nobody_approves_or_rejects_their_own_and_nobody_withdraws_that_of_somebody_else() {
    let office = Office::new();
    let proposal = office.proposed(1);
    office.approve(&office.anna, "approve", &proposal).refused(403, "own-proposal");
    office.reject(&office.anna, &proposal).refused(403, "own-proposal");
    office.withdraw(&office.bela, &proposal).refused(403, "others-proposal");
    assert_eq!(office.state(&proposal), "open");
}

#[test]
fn what_is_rejected_or_withdrawn_is_published_by_nobody() {
    let office = Office::new();
    let rejected = office.proposed(1);
    let answer = office.reject(&office.bela, &rejected);
    assert_eq!(answer.json()["history"][1]["reason"], "补正时间太短", "{}", answer.text);
    assert_eq!(office.reject(&office.bela, &rejected).text, answer.text);
    let withdrawn = office.proposed(2);
    assert_eq!(office.withdraw(&office.anna, &withdrawn).json()["state"], "withdrawn");
    for proposal in [rejected, withdrawn] {
        office.approve(&office.clara, "approve", &proposal).refused(409, "proposal-decided");
    }
    assert_eq!(office.current(), hash(POLICY));
    assert!(office.is_whole());
}

#[test]
fn nothing_is_approved_over_something_that_it_was_not_compared_with() {
    let office = Office::new();
    let (one, other) = (office.proposed(1), office.proposed(2));
    assert_eq!(office.approve(&office.bela, "one", &one).status, 200);
    for key in ["other", "other"] {
        office.approve(&office.bela, key, &other).refused(409, "proposal-outdated");
    }
    let third = office.proposed(3);
    assert_eq!(
        office.operate("/internal/policies", json!({ "policy": POLICY, "partitions": 1 })).status,
        200
    );
    office.approve(&office.bela, "third", &third).refused(409, "proposal-outdated");
    assert_eq!(office.current(), hash(POLICY));
}

#[test]
fn only_administrators_whose_region_covers_it_see_propose_and_decide() {
    let office = Office::new();
    let proposal = office.proposed(1);
    office.look(&office.dora, &proposal).refused(403, "outside-region");
    office.approve(&office.dora, "approve", &proposal).refused(403, "outside-region");
    office.reject(&office.dora, &proposal).refused(403, "outside-region");
    office.propose(&office.dora, "propose", &version(2)).refused(403, "outside-region");
    assert_eq!(office.look(&office.dora, PATH).json()["proposals"], json!([]));
    assert_eq!(office.look(&office.clara, PATH).json()["proposals"][0]["state"], "open");
    assert_eq!(office.approve(&office.clara, "approve", &proposal).status, 200);
}

#[test]
fn a_programme_of_another_region_is_not_taken_over_by_a_policy_that_names_ones_own() {
    let office = Office::new();
    let theirs = POLICY.replace("region = \"440300\"", "region = \"420100\"");
    assert_ne!(theirs, POLICY);
    office.propose(&office.dora, "propose", &theirs).refused(403, "outside-region");
}

#[test]
fn nobody_else_comes_near_a_proposal() {
    let office = Office::new();
    let proposal = office.proposed(1);
    let region = REGION.parse().unwrap();
    let staff = [Role::Reviewer, Role::IdentityReviewer, Role::ServiceAgent].map(|role| Actor::Staff {
        id: domain::id::AccountId::from_u128(9),
        role,
        region,
    });
    let candidate = Actor::Candidate(domain::id::AccountId::from_u128(9));
    for actor in staff.into_iter().chain([candidate]) {
        let who = office.deployment.log_in(actor, OPEN);
        office.propose(&who, "propose", &version(2)).refused(403, "not-permitted");
        office.look(&who, PATH).refused(403, "not-permitted");
        office.look(&who, &proposal).refused(403, "not-permitted");
        office.approve(&who, "approve", &proposal).refused(403, "not-permitted");
        office.reject(&who, &proposal).refused(403, "not-permitted");
        office.withdraw(&who, &proposal).refused(403, "not-permitted");
    }
    office.look("the new operator secret", PATH).refused(401, "session-ended");
}

#[test]
fn a_file_that_is_none_is_refused_with_its_line_and_nothing_is_kept() {
    let office = Office::new();
    let before = office.deployment.store().key_value().memory().dump();
    let closes_before_it_opens = POLICY.replace("2027-04-17T15:00", "2027-04-11T15:00");
    let unknown_key = POLICY.replace("season = \"2027\"", "saison = \"2027\"");
    for wrong in [closes_before_it_opens, unknown_key, String::new()] {
        assert_ne!(wrong, POLICY);
        let answer = office.propose(&office.anna, "propose", &wrong);
        answer.refused(422, "invalid-fields");
        let error = answer.json()["errors"][0].clone();
        assert_eq!((&error["pointer"], &error["code"]), (&json!("/policy"), &json!("invalid-policy")));
        assert!(error["detail"].as_str().unwrap().contains("line"), "{error}");
    }
    let body = json!({ "policy": "", "note": " " });
    let both = office.ask(&office.anna, Method::POST, PATH, "propose", body).json();
    let pointers: Vec<_> = both["errors"].as_array().unwrap().iter().map(|error| &error["pointer"]).collect();
    assert_eq!(pointers, ["/note", "/policy"]);
    assert_eq!(office.deployment.store().key_value().memory().dump(), before);
}

#[test]
fn a_file_of_any_size_that_is_allowed_can_be_proposed_and_comes_back_as_it_was() {
    let office = Office::new();
    let file = format!("{POLICY}{}", "\n".repeat(Policy::BYTES_MAX - POLICY.len()));
    let proposal = office.propose(&office.anna, "propose", &file).header("location");
    assert_eq!(office.look(&office.bela, &proposal).json()["file"], json!(file));
}

#[test]
fn a_new_season_gets_as_many_partitions_as_the_one_before_and_is_current() {
    let office = Office::new();
    let file = POLICY.replace("season = \"2027\"", "season = \"2028\"");
    let proposal = office.propose(&office.anna, "propose", &file).header("location");
    assert!(office.look(&office.bela, &proposal).json()["replaces"].is_null());
    assert_eq!(office.approve(&office.bela, "approve", &proposal).status, 200);
    let store = office.deployment.store();
    let seasons = block_on(store.programme("shenzhen-interview")).unwrap().unwrap().seasons;
    assert_eq!(seasons.iter().map(|season| season.name.as_str()).collect::<Vec<_>>(), ["2027", "2028"]);
    assert_eq!(block_on(store.collection("cases/shenzhen-interview/2028")).unwrap().partitions, 1);
}

#[test]
fn what_waits_for_somebody_is_listed_first() {
    let office = Office::new();
    let first = office.proposed(1);
    office.withdraw(&office.anna, &first);
    office.proposed(2);
    let list = office.look(&office.bela, PATH).json();
    let one = list["proposals"].as_array().unwrap().iter();
    let states: Vec<_> = one.map(|one| one["state"].as_str().unwrap()).collect();
    assert_eq!((states, &list["more"]), (vec!["open", "withdrawn"], &json!(false)));
    assert!(list["proposals"][0]["file"].is_null(), "files are long");
}

#[test]
fn whoever_is_cut_off_while_publishing_or_somebody_else_goes_on_with_it() {
    for (who, key) in [(1, "approve"), (2, "another")] {
        let office = Office::new();
        let proposal = office.proposed(1);
        cut_off(&office, &proposal);
        assert_eq!((office.state(&proposal), office.current()), ("approved".to_owned(), hash(POLICY)));
        office.reject(&office.bela, &proposal).refused(409, "proposal-decided");
        let who = if who == 1 { &office.bela } else { &office.clara };
        let answer = office.approve(who, key, &proposal);
        assert_eq!((answer.status, answer.json()["state"].as_str()), (200, Some("published")));
        assert_eq!(office.current(), hash(&version(1)));
    }
}

#[test]
fn what_was_cut_off_is_outdated_once_something_else_is_published() {
    let office = Office::new();
    let proposal = office.proposed(1);
    cut_off(&office, &proposal);
    let publishing = json!({ "policy": version(2), "partitions": 1 });
    assert_eq!(office.operate("/internal/policies", publishing).status, 200);
    for _ in 0..2 {
        office.approve(&office.bela, "approve", &proposal).refused(409, "proposal-outdated");
    }
    assert_eq!((office.state(&proposal), office.current()), ("outdated".to_owned(), hash(&version(2))));
}

/// Bela approves, and the machine dies right after the commit that decides: what publishing would read is not there for a moment.
fn cut_off(office: &Office, proposal: &str) {
    let memory = office.deployment.store().key_value().memory().clone();
    let key = format!("policy/{}", hash(&version(1)));
    let file = memory.dump()[&key].clone();
    let mut without = memory.dump();
    without.remove(&key);
    memory.restore(without);
    assert_eq!(office.approve(&office.bela, "approve", proposal).status, 500);
    let mut with = memory.dump();
    with.insert(key, file);
    memory.restore(with);
}

#[test]
fn before_the_store_is_verified_administrators_are_served_nothing() {
    let office = Office::new();
    let memory = office.deployment.store().key_value().memory().clone();
    let mut dump = memory.dump();
    dump.retain(|key, _| !key.starts_with("verdict/"));
    memory.restore(dump);
    office.look(&office.anna, PATH).refused(503, "store-not-verified");
}

#[test]
fn a_programme_that_is_new_begins_with_its_first_approval_and_has_room_for_a_roster() {
    let office = Office::new();
    let file = String::from_utf8(kit::DERIVING.0.to_vec()).unwrap();
    let proposal = office.propose(&office.dora, "propose", &file).header("location");
    assert!(office.look(&office.dora, &proposal).json()["current"].is_null());
    office.approve(&office.bela, "approve", &proposal).refused(403, "outside-region");
    let emma = office.deployment.log_in(kit::administrator_of(5, "420000"), OPEN);
    assert_eq!(office.approve(&emma, "approve", &proposal).json()["state"], "published");
    let store = office.deployment.store();
    assert_eq!(block_on(store.programme("wuhan-interview")).unwrap().unwrap().version, 1);
    let roster = block_on(store.collection("roster/wuhan-interview/2027-autumn")).unwrap();
    assert_eq!(roster.partitions, 256);
}
