//! The manifest is the page that a security review reads: no component has more than it needs.

use std::collections::BTreeSet;

use toml::{Table, Value};

const PRODUCTION: &str = include_str!("../../spin.toml");
const SANDBOX: &str = include_str!("../sandbox/spin.toml");

fn read(text: &str) -> Table {
    text.parse().expect("the manifest is TOML")
}

fn components(manifest: &Table) -> Vec<(&String, &Value)> {
    manifest["component"].as_table().expect("components").iter().collect()
}

fn keys(value: &Value) -> BTreeSet<&str> {
    value.as_table().expect("a table").keys().map(String::as_str).collect()
}

fn list(value: &Value) -> Vec<&str> {
    value.as_array().expect("a list").iter().filter_map(Value::as_str).collect()
}

/// The components that have pages and ask the others.
const PAGES: [&str; 2] = ["office", "portal"];

#[test]
fn nothing_of_the_sandbox_is_in_the_production_manifest() {
    let (production, sandbox) = (read(PRODUCTION), read(SANDBOX));
    assert!(!PRODUCTION.contains("sandbox") && !PRODUCTION.contains("development-login"));
    for (name, _) in components(&sandbox) {
        assert!(components(&production).iter().all(|(known, _)| *known != name), "{name}");
    }
}

#[test]
fn each_component_has_the_one_store_and_calls_nobody_but_whom_it_has_to_ask() {
    let production = read(PRODUCTION);
    for (name, component) in components(&production) {
        let allowed: &[&str] = match name.as_str() {
            "auto-approval" | "upload-validation" => &["{{ registers_url }}"],
            "deadline-sweep" => &["{{ registers_url }}", "{{ sms_url }}"],
            "identity-check" => &["{{ sms_url }}"],
            "login-callback" => &["{{ identity_origin }}", "{{ staff_origin }}"],
            _ => &[],
        };
        if PAGES.contains(&name.as_str()) {
            continue;
        }
        assert_eq!(list(&component["key_value_stores"]), ["default"], "{name}");
        assert_eq!(list(&component["allowed_outbound_hosts"]), allowed, "{name}");
    }
}

#[test]
fn pages_have_no_store_and_no_secret_and_ask_other_components_alone() {
    let production = read(PRODUCTION);
    for pages in PAGES.map(|name| &production["component"][name]) {
        assert!(list(&pages["key_value_stores"]).is_empty());
        assert_eq!(keys(&pages["variables"]), BTreeSet::from(["public_origin"]));
        let asked = list(&pages["allowed_outbound_hosts"]);
        assert!(!asked.is_empty());
        for host in asked {
            let name = host.strip_prefix("http://").and_then(|host| host.strip_suffix(".spin.internal"));
            let name = name.unwrap_or_else(|| panic!("{host} is no component"));
            // What operators alone do is no page's.
            let is_closed = ["administration", "casework", "deadline-sweep"].contains(&name);
            assert!(!is_closed && !PAGES.contains(&name), "{name}");
            assert!(production["component"].get(name).is_some(), "{name}");
        }
    }
}

#[test]
fn each_component_sees_exactly_the_variables_that_it_reads() {
    let production = read(PRODUCTION);
    let common = ["master_keys", "public_origin"];
    let own: [(&str, &[&str]); 16] = [
        ("account", account::COMPONENT.variables),
        ("application", application::COMPONENT.variables),
        ("auto-approval", auto_approval::COMPONENT.variables),
        ("groups", groups::COMPONENT.variables),
        ("identity-check", identity_check::COMPONENT.variables),
        ("interface", interface::COMPONENT.variables),
        ("login-callback", login_callback::COMPONENT.variables),
        ("manual-decision", manual_decision::COMPONENT.variables),
        ("programmes", programmes::COMPONENT.variables),
        ("proposals", proposals::COMPONENT.variables),
        ("rehearsals", rehearsals::COMPONENT.variables),
        ("rosters", rosters::COMPONENT.variables),
        ("upload-validation", upload_validation::COMPONENT.variables),
        ("administration", &["sweep_secrets"]),
        ("casework", casework::COMPONENT.variables),
        ("deadline-sweep", deadline_sweep::COMPONENT.variables),
    ];
    // Pages have a test of their own.
    assert_eq!(components(&production).len(), own.len() + PAGES.len(), "a component is missing here");
    for (name, variables) in own {
        let expected: BTreeSet<&str> = common.iter().chain(variables).copied().collect();
        assert_eq!(keys(&production["component"][name]["variables"]), expected, "{name}");
    }
}

#[test]
fn every_value_is_given_by_the_deployment_and_what_is_secret_is_marked_as_such() {
    let production = read(PRODUCTION);
    for (name, variable) in production["variables"].as_table().expect("variables") {
        assert_eq!(variable.get("required").and_then(Value::as_bool), Some(true), "{name}");
        assert!(variable.get("default").is_none(), "{name}");
        let holds_secrets = ["secret", "keys", "portals"].iter().any(|word| name.contains(word));
        let is_marked = variable.get("secret").and_then(Value::as_bool) == Some(true);
        assert_eq!(is_marked, holds_secrets, "{name}");
    }
}
