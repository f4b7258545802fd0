//! The files under `deploy/` say what the manifest and the code say. None of them is started here.

mod kubernetes;
mod machine;
mod operations;
mod prometheus;
mod proxy;

use std::collections::BTreeSet;

use toml::{Table, Value};

const MANIFEST: &str = include_str!("../../spin.toml");
const ENVIRONMENT: &str = include_str!("../../deploy/miaopi.env");
const RUNTIME: &str = include_str!("../../deploy/runtime-config.toml");

/// The address that every scheduler calls.
const SWEEP: &str = "/internal/sweep";

fn manifest() -> Table {
    MANIFEST.parse().expect("spin.toml is TOML")
}

/// The names of the manifest's variables that are secret, or of those that are not.
fn variables(secret: bool) -> BTreeSet<String> {
    let manifest = manifest();
    let variables = manifest["variables"].as_table().expect("a table");
    let is_secret = |variable: &Value| variable.get("secret").and_then(Value::as_bool) == Some(true);
    variables
        .iter()
        .filter(|(_, variable)| is_secret(variable) == secret)
        .map(|(name, _)| name.clone())
        .collect()
}

/// The routes of the manifest.
pub(crate) fn routes() -> Vec<String> {
    let manifest = manifest();
    let triggers = manifest["trigger"]["http"].as_array().expect("a list");
    triggers.iter().filter_map(|trigger| trigger.get("route")?.as_str().map(str::to_owned)).collect()
}

/// The files of the components, as the manifest names them.
fn sources() -> BTreeSet<String> {
    let manifest = manifest();
    let components = manifest["component"].as_table().expect("components");
    components.values().filter_map(|component| component["source"].as_str().map(str::to_owned)).collect()
}

/// Where the default store lies, by a runtime configuration.
fn path_of_the_store(runtime: &str) -> String {
    let runtime: Table = runtime.parse().expect("the runtime configuration is TOML");
    let store = &runtime["key_value_store"]["default"];
    assert_eq!(store["type"].as_str(), Some("spin"), "no other provider keeps the promises");
    store["path"].as_str().expect("without a path the store is in memory").to_owned()
}

/// The lines of a file that are no comments and not empty.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'))
}
