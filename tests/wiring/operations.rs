//! What operators and the scheduler do, and what an intruder with the file in hand sees.

use std::fs;
use std::path::Path;

use hyper::Method;
use serde_json::{Value, json};
use tests::deployment::{Deployment, KEY_1, KEY_2, Plan, SECRET, sandbox, tool, verify};
use tests::person::form;

use super::{Person, deployed, our_host};

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_served_before_the_store_is_verified() {
    let deployment = Deployment::start(Plan::of(&sandbox()));
    let path = "/api/programmes/shenzhen-interview";
    let answer = deployment.client().await.call(Method::GET, path, &[], "").await;
    assert_eq!((answer.status.as_u16(), answer.code()), (503, "store-not-verified".to_owned()));
    deployment.prepare(4).await;
    let answer = deployment.client().await.call(Method::GET, path, &[], "").await;
    assert_eq!(answer.status, 200, "an instance that refused opens by itself");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_is_over_when_the_hosts_clock_says_so_and_the_sweep_drops_it() {
    let deployment = our_host().await;
    let mut person = Person::candidate(&deployment, "candidate").await;
    let (case, _) = person.open("one").await;
    let clock = json!({ "at": "2027-04-15T09:29:59.999+08:00", "hold": true });
    assert_eq!(deployment.control(Method::PUT, "/clock", clock).await.status, 200);
    let sweep = deployment.operate("/internal/sweep", Value::Null).await.json();
    assert_eq!((&sweep["ended"], &sweep["more"]), (&json!(1), &json!(false)), "{sweep}");
    let answer = person.ask(Method::GET, &case, &[], Value::Null).await;
    assert_eq!((answer.status.as_u16(), answer.code()), (401, "session-ended".to_owned()));
    let sweep = deployment.operate("/internal/sweep", Value::Null).await.json();
    assert_eq!(sweep["dropped"], 1, "{sweep}");
}

#[tokio::test(flavor = "multi_thread")]
async fn outside_callers_find_nothing_under_internal() {
    let deployment = deployed().await;
    for path in [
        "/internal/sweep",
        "/internal/deployment",
        "/internal/policies",
        "/internal/rosters/shenzhen-interview/2027",
        "/internal/keys/rotation",
        "/internal/programmes/shenzhen-interview/seasons/2027/moves",
    ] {
        for headers in [vec![], vec![("authorization", "Bearer a guess that is long enough")]] {
            let answer = deployment.client().await.call(Method::POST, path, &headers, "{}").await;
            assert_eq!(
                (answer.status.as_u16(), answer.code()),
                (404, "no-such-resource".to_owned()),
                "{path}"
            );
        }
    }
    for (method, path) in [
        (Method::DELETE, "/internal/accounts/acct_06A1B2C3D4E5F6G7H8J9K0M1N2/sessions"),
        (Method::GET, "/internal/cases/case_06A1B2C3D4E5F6G7H8J9K0M1N2/record"),
    ] {
        let answer = deployment.client().await.call(method, path, &[], "").await;
        assert_eq!((answer.status.as_u16(), answer.code()), (404, "no-such-resource".to_owned()), "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_in_the_database_file_can_be_read_in_clear() {
    let deployment = our_host().await;
    let mut person = Person::candidate(&deployment, "candidate 0").await;
    let (case, tag) = person.open("one").await;
    let mut form = form(0);
    form["telephone"] = "13800138000".into();
    form["email"] = "xiaoming@example.org".into();
    let draft = json!({ "category": "local-household", "form": form });
    let answer = person.ask(Method::PUT, &format!("{case}/draft"), &[("if-match", &tag)], draft).await;
    assert_eq!(answer.status, 200, "{answer:?}");

    let token = person.bearer.trim_start_matches("Bearer ").to_owned();
    let account = "acct_";
    let secrets = [
        "王小明",
        "440304190001010002",
        "13800138000",
        "xiaoming",
        "local-household",
        &token,
        account,
        SECRET,
    ];
    let mut files = Vec::new();
    collect(deployment.state(), &mut files);
    assert!(
        files.iter().any(|(name, bytes)| name.contains("key_value") && bytes.len() > 4096),
        "no database"
    );
    for (name, bytes) in files.iter().filter(|(name, _)| name.contains("key_value")) {
        for secret in secrets {
            let found = bytes.windows(secret.len()).any(|window| window == secret.as_bytes());
            // The policy is public, and names its categories.
            assert!(!found || secret == "local-household", "{secret} lies in clear in {name}");
        }
    }
}

fn collect(folder: &Path, files: &mut Vec<(String, Vec<u8>)>) {
    for entry in fs::read_dir(folder).expect("the state is readable") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            collect(&path, files);
        } else if let Ok(bytes) = fs::read(&path) {
            files.push((path.display().to_string(), bytes));
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_rotation_and_a_restart_the_old_key_is_not_needed() {
    let state = tempfile::TempDir::new().expect("a folder");
    let manifest = sandbox();
    let plan = |keys| Plan { keys, ..Plan::of(&manifest) };
    let both = format!("{KEY_2},{KEY_1}");

    let deployment = Deployment::start_on(plan(KEY_1), state.path());
    deployment.prepare(4).await;
    let mut person = Person::candidate(&deployment, "candidate").await;
    let (case, _) = person.open("one").await;
    drop(deployment);

    let deployment = Deployment::start_on(plan(&both), state.path());
    let rotated = deployment.operate("/internal/keys/rotation", json!({})).await.json();
    assert_eq!(
        rotated["in-force"].as_object().map(|keys| keys.keys().collect::<Vec<_>>()),
        Some(vec![&"2".to_owned()])
    );
    drop(deployment);

    let deployment = Deployment::start_on(plan(KEY_2), state.path());
    let mut client = deployment.client().await;
    let answer = client.call(Method::GET, &case, &[("authorization", &person.bearer)], "").await;
    assert_eq!(answer.status, 200, "{answer:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_that_was_made_while_people_were_served_is_put_back_once_nobody_is() {
    let folder = tempfile::TempDir::new().expect("a folder");
    let [state, copy] = ["state", "copy"].map(|name| folder.path().join(name));
    let [state_text, copy_text] = [&state, &copy].map(|path| path.to_string_lossy().into_owned());
    let backup = || tool(&["backup", "--state", &state_text, "--to", &copy_text], KEY_1, &[]);
    let restore = |keys| tool(&["restore", "--from", &copy_text, "--state", &state_text], keys, &[]);
    std::fs::create_dir(&state).expect("a folder");

    let deployment = Deployment::start_on(Plan::of(&sandbox()), &state);
    deployment.prepare(4).await;
    let mut before = Person::candidate(&deployment, "before the backup 1").await;
    let (kept, _) = before.draft(1, "local-household").await;
    let (holds, text) = backup();
    // A session, an account, a telephone and a case, and the act of publishing.
    assert!(holds && text.contains("5 records") && text.contains("0 faults"), "{text}");
    let (_, text) = backup();
    assert!(text.contains("there is a copy"), "{text}");

    let mut after = Person::candidate(&deployment, "after the backup 2").await;
    let (lost, _) = after.draft(2, "local-household").await;
    let (holds, text) = restore(KEY_1);
    assert!(!holds && text.contains("is in use"), "{text}");
    drop(deployment);
    let (holds, text) = restore(KEY_2);
    assert!(!holds && text.contains("master key 1 is not held"), "{text}");
    let (holds, text) = restore(KEY_1);
    assert!(holds && text.contains("what was there is kept"), "{text}");

    let deployment = Deployment::start_on(Plan::of(&sandbox()), &state);
    let mut client = deployment.client().await;
    for (person, case, status) in [(&before, &kept, 200), (&after, &lost, 401)] {
        let answer = client.call(Method::GET, case, &[("authorization", &person.bearer)], "").await;
        assert_eq!(answer.status, status, "{answer:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn prometheus_is_told_what_the_last_sweep_has_counted() {
    let deployment = deployed().await;
    let mut person = Person::candidate(&deployment, "somebody who is counted 20").await;
    person.draft(20, "local-household").await;
    deployment.sweep().await;
    let secret = format!("Bearer {SECRET}");
    let answer = deployment
        .client()
        .await
        .call(Method::GET, "/internal/metrics", &[("authorization", &secret)], "")
        .await;
    assert_eq!(answer.header("content-type"), "application/openmetrics-text; version=1.0.0; charset=utf-8");
    let text = String::from_utf8_lossy(&answer.body).into_owned();
    assert!(text.contains("# TYPE miaopi_cases gauge") && text.ends_with("# EOF\n"), "{text}");
    assert!(text.contains(r#"season="2027",state="draft"}"#), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_store_whose_host_was_killed_verifies_and_only_with_its_key() {
    let state = tempfile::TempDir::new().expect("a folder");
    let manifest = sandbox();
    let deployment = Deployment::start_on(Plan::of(&manifest), state.path());
    deployment.prepare(4).await;
    for account in 0..8 {
        let mut person = Person::candidate(&deployment, &format!("person {account}")).await;
        person.draft(account, "local-household").await;
    }
    let mut uploader = Person::candidate(&deployment, "somebody with pictures 10").await;
    uploader.draft(10, "local-student").await;
    // By SIGKILL: nothing is closed, nothing is flushed.
    drop(deployment);
    let (holds, text) = verify(state.path(), KEY_1, &[]);
    // A session, an account, a telephone and a case each, and the act of publishing.
    assert!(holds && text.contains("37 records") && text.contains("0 faults"), "{text}");
    // The chunks of pictures are named by the cases that hold them.
    assert!(text.contains(" 0 keys that nothing names"), "{text}");
    let (holds, text) = verify(state.path(), KEY_2, &[]);
    assert!(!holds && text.contains("master key 1 is not held"), "{text}");
    let elsewhere = tempfile::TempDir::new().expect("a folder");
    let (holds, text) = verify(elsewhere.path(), KEY_1, &[]);
    assert!(!holds && text.contains("there is no store"), "{text}");
}
