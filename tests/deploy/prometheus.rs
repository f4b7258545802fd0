//! How Prometheus reads what the sweep has counted: the names of the code, in the rules and in the page for whoever is on call.

use std::collections::BTreeSet;

use serde_json::Value;

use super::operations::{OPERATIONS, between, first_column};
use super::routes;

const METRICS: &str = include_str!("../../functions/deadline-sweep/src/handler/metrics.rs");
const SCRAPE: &str = include_str!("../../deploy/prometheus/scrape.yaml");
const ALERTS: &str = include_str!("../../deploy/prometheus/alerts.yaml");
const README: &str = include_str!("../../deploy/README.md");

fn parse(text: &str) -> Value {
    serde_saphyr::from_str(text).expect("YAML")
}

/// What the code registers, under the names that it is told by.
fn exposed() -> BTreeSet<String> {
    let plain = between(METRICS, "register(\"", '"').map(|name| format!("miaopi_{name}"));
    let seconds = between(METRICS, "register_with_unit(\"", '"').map(|name| format!("miaopi_{name}_seconds"));
    plain.chain(seconds).collect()
}

/// The names of metrics in an expression.
fn named(expression: &str) -> impl Iterator<Item = String> {
    let words = expression.split(|letter: char| !(letter.is_ascii_alphanumeric() || letter == '_'));
    words.filter(|word| word.starts_with("miaopi_")).map(str::to_owned)
}

#[test]
fn every_metric_is_explained_and_no_other() {
    assert_eq!(first_column("## Counts and backlog"), exposed());
    assert!(OPERATIONS.contains("S/internal/metrics"));
}

#[test]
fn every_alert_is_about_metrics_that_there_are() {
    let alerts = parse(ALERTS);
    let rules = alerts["groups"][0]["rules"].as_array().expect("rules");
    let mut used = BTreeSet::new();
    for rule in rules {
        let text = |value: &Value| value.as_str().map(str::to_owned).unwrap_or_default();
        assert!(!text(&rule["annotations"]["summary"]).is_empty(), "{rule}");
        let expression = text(&rule["expr"]);
        let unknown: Vec<String> = named(&expression).filter(|name| !exposed().contains(name)).collect();
        assert!(unknown.is_empty(), "{expression}: {unknown:?}");
        used.extend(named(&expression));
    }
    assert!(used.len() >= 8, "{used:?}");
}

#[test]
fn prometheus_reads_an_address_that_exists_with_a_secret_from_a_file() {
    let scrape = parse(SCRAPE);
    let job = &scrape[0];
    let path = job["metrics_path"].as_str().expect("a path");
    assert!(routes().iter().any(|route| route == path), "{path}");
    assert!(job["authorization"]["credentials"].is_null());
    // The page writes it where its user can get, and gives it to that user. The folder of the other secrets is for root alone.
    let file = job["authorization"]["credentials_file"].as_str().expect("a file");
    assert!(file.starts_with("/etc/prometheus/"), "{file}");
    for command in [format!("secret > {file} "), format!("chown prometheus: {file}\n")] {
        assert!(README.contains(&command), "{command}");
    }
    // By this name the alert finds it when it is gone.
    assert!(ALERTS.contains(&format!("up{{job={}}}", job["job_name"])));
}
