//! The description of the interface, held against the service by a tool that is not ours: `schemathesis`, from PyPI, which makes
//! requests of it, good and bad, and looks at each answer. It asks as nobody, as candidates and as a reviewer.
//! `cargo xtask test contract` installs it and says where.
//!
//! What every other test is answered is held against the description as well, by the kit: `described.rs` shows that it would notice.

mod described;

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use hyper::header::{CONTENT_TYPE, HeaderMap};
use kit::described::check;
use serde_json::{Value, json};
use tempfile::TempDir;
use tests::deployment::{Deployment, ORIGIN, PROGRAMME, Plan, sandbox};
use tests::person::Person;
use url::Url;

/// What both have in common, whoever asks.
const SETTINGS: &str = include_str!("schemathesis.toml");

/// What the tool has to be told in its own language.
const HOOKS: &str = include_str!("hooks.py");

/// Where the tool writes down what it has asked, and what was answered.
const RECORD: &str = "record.har";

/// The operations after which somebody has no session or no case any more.
const ENDING: [&str; 3] = ["discard_case", "end_session", "log_out"];

/// Somebody who asks for everything that is described.
struct Caller<'a> {
    name: &'a str,
    /// How they prove who they are, as the description calls it and the tool is told.
    login: Option<String>,
    /// The ids of cases that they know.
    cases: Vec<&'a str>,
    /// The operations that they ask for, if they do not ask for all but those that end something.
    only: &'a [&'a str],
}

impl<'a> Caller<'a> {
    fn browser(name: &'a str, person: &Person, cases: &[&'a str]) -> Self {
        let (_, token) = person.cookie.split_once('=').expect("a pair");
        let login = format!("[auth.openapi.session]\napi_key = \"{token}\"\n");
        Self { name, login: Some(login), cases: ids(cases), only: &[] }
    }

    fn portal(name: &'a str, person: &Person, cases: &[&'a str]) -> Self {
        let token = person.bearer.trim_start_matches("Bearer ");
        let login = format!("[auth.openapi.bearer]\nbearer = \"{token}\"\n");
        Self { name, login: Some(login), cases: ids(cases), only: &[] }
    }

    /// Asks, and says what was found, if anything was.
    fn asks(&self, deployment: &Deployment) -> Option<String> {
        let folder = TempDir::new().expect("there is room");
        let settings = folder.path().join("schemathesis.toml");
        fs::write(&settings, self.settings()).expect("it is written");
        fs::write(folder.path().join("hooks.py"), HOOKS).expect("it is written");
        let program = PathBuf::from(
            std::env::var_os("MIAOPI_SCHEMATHESIS").expect("cargo xtask test contract sets it"),
        );
        let mut command = Command::new(program);
        command.current_dir(folder.path()).arg("--config-file").arg(&settings);
        command.args([
            "run",
            "--no-color",
            "--warnings",
            "off",
            "--report",
            "har",
            "--report-har-path",
            RECORD,
        ]);
        // Browsers say where a page is from, and nothing that a portal sends depends on it.
        command.args(["--header", &format!("Origin:{ORIGIN}")]);
        for operation in self.only {
            command.args(["--include-operation-id", operation]);
        }
        for operation in ENDING.iter().filter(|_| self.login.is_some() && self.only.is_empty()) {
            command.args(["--exclude-operation-id", operation]);
        }
        command.arg(format!("http://{}/api/openapi.json", deployment.address));
        let output = command.output().expect("it starts");
        let said = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
        let record = fs::read_to_string(folder.path().join(RECORD));
        let record = record.unwrap_or_else(|_| panic!("{} has asked nothing:\n{said}", self.name));
        let (answers, served) = look_at_codes(&serde_json::from_str(&record).expect("JSON"));
        println!("{}: {answers} answers, of which {served} are no refusals\n{said}", self.name);
        assert!(0 < served, "{} was refused everything", self.name);
        (!output.status.success()).then(|| format!("{}:\n{said}", self.name))
    }

    /// Where an id is asked for, mostly one of those that there are.
    fn settings(&self) -> String {
        let mut settings = format!("{SETTINGS}\n{}", self.login.as_deref().unwrap_or_default());
        let mut known = |parameter: &str, values: &[&str]| {
            let name = parameter.replace('.', "-");
            settings.push_str(&format!("\n[dictionaries.{name}]\nvalues = {}\n", json!(values)));
            settings.push_str(&format!(
                "[parameters.\"{parameter}\"]\ndictionary = \"{name}\"\nprobability = 0.9\n"
            ));
        };
        known("path.programme", &[PROGRAMME]);
        if !self.cases.is_empty() {
            known("path.case", &self.cases);
            known("path.picture", &["identity-card", "diploma"]);
        }
        settings
    }
}

/// Codes are described in words, which no tool reads. Returns how many answers there are, and how many that are no refusals.
fn look_at_codes(record: &Value) -> (usize, usize) {
    let entries = record["log"]["entries"].as_array().expect("entries");
    let mut served = 0;
    for entry in entries {
        let (request, response) = (&entry["request"], &entry["response"]);
        let method = request["method"].as_str().and_then(|method| method.parse().ok()).expect("a method");
        let url: Url = request["url"].as_str().and_then(|url| url.parse().ok()).expect("an address");
        let status = response["status"].as_u64().and_then(|status| status.try_into().ok()).expect("a status");
        let mut headers = HeaderMap::new();
        if let Some(media_type) = response["content"]["mimeType"].as_str().filter(|text| !text.is_empty()) {
            headers.insert(CONTENT_TYPE, media_type.parse().expect("a media type"));
        }
        let body = response["content"]["text"].as_str().unwrap_or_default();
        check(&method, url.path(), status, &headers, body.as_bytes());
        served += usize::from(status < 400);
    }
    (entries.len(), served)
}

fn ids<'a>(cases: &[&'a str]) -> Vec<&'a str> {
    cases.iter().filter_map(|case| case.rsplit('/').next()).collect()
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a package from PyPI: run it by `cargo xtask test contract`"]
async fn nothing_is_answered_otherwise_than_it_is_described() {
    let deployment = Deployment::start(Plan::of(&sandbox()));
    deployment.prepare(4).await;
    let mut anna = Person::candidate(&deployment, "candidate 0").await;
    let (draft, _) = anna.draft(0, "local-household").await;
    let mut bela = Person::candidate(&deployment, "candidate 1").await;
    let (approved, etag) = bela.draft(1, "local-household").await;
    assert_eq!(bela.submit(&approved, &etag).await.status, 200);
    let mut cili = Person::candidate(&deployment, "candidate 2").await;
    let (reviewed, etag) = cili.draft(2, "hong-kong-macao-taiwan").await;
    assert_eq!(cili.submit(&reviewed, &etag).await.status, 200);
    let mut reviewer = Person::reviewer(&deployment, "dora").await;
    reviewer.claim(&reviewed).await;

    let nobody = Caller { name: "nobody", login: None, cases: Vec::new(), only: &[] };
    let mut leaving = Caller::portal("a candidate who leaves", &anna, &[&draft]);
    leaving.only = &ENDING;
    let callers = [
        nobody,
        Caller::browser("a candidate who fills in a form", &anna, &[&draft]),
        Caller::portal("a portal whose candidate is approved", &bela, &[&approved]),
        Caller::browser("a reviewer", &reviewer, &[&reviewed, &approved]),
        leaving,
    ];
    let found: Vec<String> = callers.iter().filter_map(|caller| caller.asks(&deployment)).collect();
    assert!(found.is_empty(), "{}", found.join("\n\n"));
}
