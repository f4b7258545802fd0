//! A machine of one's own: systemd, a container, and what Spin is told at its start.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Command;

use serde_json::Value;
use toml::Table;

use super::{ENVIRONMENT, RUNTIME, SWEEP, lines, path_of_the_store, routes, sources, variables};

const SERVICE: &str = include_str!("../../deploy/systemd/miaopi.service");
const SWEEP_SERVICE: &str = include_str!("../../deploy/systemd/miaopi-sweep.service");
const SWEEP_TIMER: &str = include_str!("../../deploy/systemd/miaopi-sweep.timer");
const VAULT: &str = include_str!("../../deploy/runtime-config.vault.toml");
const CONTAINERFILE: &str = include_str!("../../deploy/container/Containerfile");
const DOCKERIGNORE: &str = include_str!("../../deploy/container/Containerfile.dockerignore");
const DEPLOYMENT: &str = include_str!("../../deploy/deployment.json");
const PLAN: &str = include_str!("../../deployment.toml");

/// A unit: its settings by section, each with all of its values. A line that ends with a backslash goes on in the next.
fn unit(text: &str) -> BTreeMap<(String, String), Vec<String>> {
    let text = text.replace("\\\n", " ");
    let mut section = String::new();
    let mut settings: BTreeMap<_, Vec<String>> = BTreeMap::new();
    for line in lines(&text) {
        if let Some(name) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            name.clone_into(&mut section);
            continue;
        }
        let (name, value) = line.split_once('=').unwrap_or_else(|| panic!("{line} is no setting"));
        assert!(!section.is_empty(), "{line} stands in no section");
        settings.entry((section.clone(), name.to_owned())).or_default().push(value.to_owned());
    }
    settings
}

fn values(text: &str, section: &str, name: &str) -> Vec<String> {
    unit(text).remove(&(section.to_owned(), name.to_owned())).unwrap_or_default()
}

/// The values of an option that may be given several times.
fn options(command: &str, name: &str) -> Vec<String> {
    let words: Vec<&str> = command.split_whitespace().collect();
    words.windows(2).filter(|pair| pair[0] == name).map(|pair| pair[1].to_owned()).collect()
}

#[test]
fn the_environment_gives_every_variable_that_is_no_secret_and_no_secret() {
    let given = lines(ENVIRONMENT).filter_map(|line| line.strip_prefix("SPIN_VARIABLE_"));
    let given: BTreeSet<String> =
        given.map(|line| line.split_once('=').expect("a value").0.to_ascii_lowercase()).collect();
    assert_eq!(given, variables(false));
}

#[test]
fn everybody_outside_is_named_by_an_address_with_tls() {
    let addresses = lines(ENVIRONMENT).filter(|line| line.contains("://"));
    let addresses: Vec<&str> =
        addresses.filter_map(|line| line.split_once('=')).map(|(_, value)| value).collect();
    assert!(
        6 < addresses.len() && addresses.iter().all(|address| address.starts_with("https://")),
        "{addresses:?}"
    );
    let vault: Table = VAULT.parse().expect("TOML");
    let vault = vault["variables_provider"][0]["url"].as_str().expect("an address");
    assert!(vault.starts_with("https://"), "{vault}");
}

#[test]
fn what_is_printed_goes_to_one_place_and_not_into_files_besides() {
    let command = values(SERVICE, "Service", "ExecStart").concat();
    assert_eq!(options(&command, "--log-dir"), ["\"\""]);
    assert!(values(SERVICE, "Service", "StandardOutput").is_empty(), "the journal is the usual place");
    assert!(CONTAINERFILE.contains(r#""--log-dir", """#));
}

#[test]
fn the_service_is_given_every_secret_and_as_a_file_alone() {
    let command = values(SERVICE, "Service", "ExecStart").concat();
    let expected = |name: &String| format!("{name}=@%d/{name}");
    let given: BTreeSet<String> = options(&command, "--variable").into_iter().collect();
    assert_eq!(given, variables(true).iter().map(expected).collect());
    let credentials: BTreeSet<String> = values(SERVICE, "Service", "LoadCredential").into_iter().collect();
    let expected = |name: &String| format!("{name}:/etc/miaopi/secrets/{name}");
    assert_eq!(credentials, variables(true).iter().map(expected).collect());
}

#[test]
fn the_service_keeps_its_store_where_the_tools_look_for_it_and_listens_to_this_machine_alone() {
    let command = values(SERVICE, "Service", "ExecStart").concat();
    let state = options(&command, "--state-dir").concat();
    assert_eq!(path_of_the_store(RUNTIME), format!("{state}/sqlite_key_value.db"));
    assert_eq!(path_of_the_store(VAULT), path_of_the_store(RUNTIME));
    assert_eq!(format!("/var/lib/{}", values(SERVICE, "Service", "StateDirectory").concat()), state);
    assert_eq!(options(&command, "--listen"), ["127.0.0.1:3000"]);
    assert_eq!(options(&command, "--runtime-config-file"), ["/etc/miaopi/runtime-config.toml"]);
    assert_eq!(values(SERVICE, "Service", "Restart"), ["always"]);
}

#[test]
fn the_vault_is_a_provider_with_the_names_that_spin_knows() {
    let runtime: Table = VAULT.parse().expect("TOML");
    let provider = runtime["variables_provider"][0].as_table().expect("a provider");
    let names: BTreeSet<&str> = provider.keys().map(String::as_str).collect();
    assert_eq!(names, BTreeSet::from(["type", "url", "token", "mount", "prefix"]));
    assert_eq!(provider["type"].as_str(), Some("vault"));
}

#[test]
fn the_timer_starts_the_sweep_which_calls_an_address_that_exists() {
    assert_eq!(values(SWEEP_SERVICE, "Service", "Type"), ["oneshot"]);
    let command = values(SWEEP_SERVICE, "Service", "ExecStart").concat();
    let address = command.split_whitespace().nth(1).expect("an address");
    assert_eq!(address, format!("http://127.0.0.1:3000{SWEEP}"));
    assert!(routes().contains(&SWEEP.to_owned()));
    // A timer without `Unit=` starts the service of its own name.
    assert_eq!(values(SWEEP_TIMER, "Timer", "OnUnitInactiveSec"), ["10s"]);
    assert_eq!(values(SWEEP_TIMER, "Install", "WantedBy"), ["timers.target"]);
    assert!(values(SWEEP_TIMER, "Timer", "Unit").is_empty());
}

#[test]
fn the_container_holds_the_components_of_production_and_no_others() {
    let shipped: BTreeSet<String> =
        CONTAINERFILE.split_whitespace().filter(|word| word.ends_with(".wasm")).map(str::to_owned).collect();
    assert_eq!(shipped, sources());
    let sent = lines(DOCKERIGNORE).filter_map(|line| line.strip_prefix('!'));
    let sent: BTreeSet<String> = sent.filter(|file| file.ends_with(".wasm")).map(str::to_owned).collect();
    assert_eq!(sent, sources());
    assert!(DOCKERIGNORE.lines().any(|line| line == "*"), "everything else stays here");
    let state = path_of_the_store(RUNTIME);
    let state = state.strip_suffix("/sqlite_key_value.db").expect("the usual name");
    assert!(CONTAINERFILE.contains(&format!("VOLUME {state}\n")) && CONTAINERFILE.contains("\nUSER 65532"));
    assert!(lines(CONTAINERFILE).next().is_some_and(|from| from.starts_with("FROM ") && is_pinned(from)));
}

/// Whether an image is named with a version.
pub(super) fn is_pinned(image: &str) -> bool {
    let tag = image.rsplit_once('/').and_then(|(_, name)| name.split_once(':')).map(|(_, tag)| tag);
    tag.is_some_and(|tag| tag.trim_start_matches('v').starts_with(|first: char| first.is_ascii_digit()))
}

#[test]
fn what_is_posted_to_seed_is_what_the_deployment_is_planned_for() {
    let posted: Value = serde_json::from_str(DEPLOYMENT).expect("JSON");
    let plan: Value = serde_json::to_value(PLAN.parse::<Table>().expect("TOML")).expect("JSON");
    assert_eq!(posted["collections"], plan["collection"]);
}

/// What `sweep.sh` prints and how it ends, if the sweep answers these one after another and then no more.
fn sweeping(answers: &[&str]) -> (String, bool) {
    let folder = tempfile::tempdir().unwrap();
    for (place, answer) in answers.iter().enumerate() {
        fs::write(folder.path().join(place.to_string()), answer).unwrap();
    }
    // In the place of curl: it gives out one file after the other, and fails when there is none left.
    let curl = "#!/bin/sh\ncd \"${0%/*}\" && for n in 0 1 2 3; do\n\
                if [ -f $n ]; then cat $n; rm $n; exit 0; fi\ndone\nexit 22\n";
    let program = folder.path().join("curl");
    fs::write(&program, curl).unwrap();
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
    let path = format!("{}:{}", folder.path().display(), std::env::var("PATH").unwrap_or_default());
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../deploy/sweep.sh");
    let mut command = Command::new("sh");
    command.arg(script).args(["http://127.0.0.1:3000/internal/sweep", "authorization"]);
    let output = command.env("PATH", path).output().unwrap();
    (String::from_utf8(output.stdout).unwrap(), output.status.success())
}

#[test]
fn the_sweep_is_called_until_it_has_come_round_and_fails_if_it_met_faults() {
    let answer = |faults: &str, more: bool| format!(r#"{{"lines":1,"faults":[{faults}],"more":{more}}}"#);
    let (more, round) = (answer("", true), answer("", false));
    let faulty = answer(r#""partition/0/1 is damaged""#, true);
    assert_eq!(sweeping(&[&more, &more, &round]), (format!("{more}\n{more}\n{round}\n"), true));
    assert_eq!(sweeping(&[&faulty, &round]), (format!("{faulty}\n{round}\n"), false));
    assert_eq!(sweeping(&[&more]), (format!("{more}\n"), false), "a call that fails ends it");
    assert_eq!(sweeping(&[&round, &round]).0, format!("{round}\n"), "nobody calls once more than is wanted");
}
