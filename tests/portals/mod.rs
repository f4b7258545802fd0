//! The page for whoever builds a portal: its commands are run, as one script and as they stand, against the sandbox.
//! `cargo xtask test portals` looks for the programs that they need.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::process::{Command, Stdio};

use edge::Code;
use serde_json::Value;
use tempfile::TempDir;
use tests::browser::Browser;
use tests::deployment::{Deployment, ORIGIN, Plan, sandbox};

const PAGE: &str = include_str!("../../docs/portals.md");

/// The blocks of a language, in their order.
fn blocks(language: &str) -> Vec<&'static str> {
    let fence = format!("```{language}\n");
    PAGE.split(fence.as_str()).skip(1).filter_map(|rest| rest.split("```").next()).collect()
}

/// Where a browser that was sent to this path of ours comes back to, once somebody has logged in.
async fn logged_in(deployment: &Deployment, path: &str) -> String {
    let mut browser = Browser::new(deployment);
    let callback = browser.begin(path, "person=0").await;
    let back = browser.open(&callback).await;
    assert_eq!(back.status, 303, "{back:?}");
    back.header("location").to_owned()
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs bash and other programs: run it by `cargo xtask test portals`"]
async fn the_commands_of_the_page_for_portals_log_a_candidate_in_and_file_a_case() {
    let deployment = Deployment::start(Plan::of(&sandbox()));
    deployment.prepare(4).await;
    let service = format!("http://{}", deployment.address);
    let folder = TempDir::new().expect("there is room");
    let mut command = Command::new("bash");
    command.args(["-euo", "pipefail", "-c", &blocks("sh").join("\n")]).current_dir(folder.path());
    command.env("SERVICE", &service).env("ISSUER", ORIGIN);
    let mut script = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("there is bash");
    let mut output = BufReader::new(script.stdout.take().expect("it is piped"));

    // What it says first is where it sends the browser, and what it waits for is where that comes back to.
    let mut visit = String::new();
    output.read_line(&mut visit).expect("it says something");
    let path = visit.trim().strip_prefix(&service).expect("an address of ours");
    let back = logged_in(&deployment, path).await;
    writeln!(script.stdin.take().expect("it is piped"), "{back}").expect("it listens");

    let mut said = String::new();
    output.read_to_string(&mut said).expect("a text");
    assert!(script.wait().expect("it ends").success(), "{said}");
    let lines: Vec<&str> = said.lines().collect();
    let [.., result, unchanged, refused] = lines.as_slice() else { panic!("{said}") };
    let result: Value = serde_json::from_str(result).expect("a result");
    assert_eq!(result["state"], "approved", "{said}");
    assert_eq!(*unchanged, "304");
    let refused: Value = serde_json::from_str(refused).expect("a problem");
    assert_eq!((&refused["status"], &refused["code"]), (&401.into(), &"session-ended".into()), "{said}");
}

#[test]
fn the_portal_of_the_page_is_that_of_the_sandbox() {
    let manifest = include_str!("../sandbox/spin.toml").parse::<toml::Table>().expect("a manifest");
    let known = manifest["variables"]["portals"]["default"].as_str().expect("a list");
    let portals: Vec<Value> =
        blocks("json").into_iter().map(|block| serde_json::from_str(block).expect("JSON")).collect();
    assert_eq!(portals, [serde_json::from_str::<Value>(known).expect("JSON")]);
}

#[test]
fn every_answer_of_the_page_is_one_that_there_is() {
    let rows = PAGE.lines().skip_while(|line| *line != "| Answer | What to do |").skip(2);
    let cells: Vec<&str> = rows.filter_map(|row| row.split('|').nth(1)).collect();
    assert!(8 < cells.len(), "{cells:?}");
    for part in cells.iter().flat_map(|cell| cell.split(';')).filter(|part| part.contains('`')) {
        let status: u16 =
            part.split_whitespace().next().and_then(|word| word.parse().ok()).expect("a status");
        for name in part.split('`').skip(1).step_by(2) {
            let known = Code::ALL.iter().find(|code| code.name() == name);
            assert_eq!(known.map(|code| code.status().as_u16()), Some(status), "{name}");
        }
    }
}
