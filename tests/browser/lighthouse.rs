//! Lighthouse, from npm: how a page loads on a telephone of a few years ago, and what it finds wrong with it.

use serde_json::Value;
use tests::script::node;

use super::Site;
use super::chromium::program;

/// What has to reach this much.
const CATEGORIES: &str = "performance,accessibility,best-practices";

/// Of a hundred.
const SCORE_MIN: f64 = 95.0;

/// Has a page measured, and insists on the scores.
fn measure(address: &str) {
    let mut command = node();
    command.arg("node_modules/lighthouse/cli/index.js").arg(address).env("CHROME_PATH", program());
    command.args(["--quiet", "--output=json", "--output-path=stdout", "--no-enable-error-reporting"]);
    command.arg(format!("--only-categories={CATEGORIES}"));
    command.arg("--chrome-flags=--headless --no-sandbox --disable-dev-shm-usage --disable-gpu");
    let output = command.output().expect("there is Node");
    let said = String::from_utf8_lossy(&output.stderr);
    let report: Value =
        serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("it reports nothing: {said}"));
    assert!(report["runtimeError"].is_null(), "{}", report["runtimeError"]);
    let categories = report["categories"].as_object().expect("categories");
    let scores: Vec<(&str, f64)> = categories
        .iter()
        .map(|(name, category)| (name.as_str(), category["score"].as_f64().unwrap_or_default() * 100.0))
        .collect();
    println!("counted: Lighthouse, {}: {scores:?}", report["requestedUrl"]);
    assert_eq!(scores.len(), CATEGORIES.split(',').count(), "{scores:?}");
    assert!(scores.iter().all(|(_, score)| SCORE_MIN <= *score), "{scores:?}\n{}", lost(&report));
}

/// Returns what costs something, a line each.
fn lost(report: &Value) -> String {
    let mut lines = String::new();
    for category in report["categories"].as_object().into_iter().flatten().map(|(_, category)| category) {
        for audit in category["auditRefs"].as_array().into_iter().flatten() {
            let result = &report["audits"][audit["id"].as_str().unwrap_or_default()];
            let is_lost = result["score"].as_f64().is_some_and(|score| score < 1.0);
            if is_lost && audit["weight"] != 0 {
                lines += &format!("{}: {} {}\n", result["id"], result["title"], result["details"]["items"]);
            }
        }
    }
    lines
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs Chromium and packages from npm: run it by `cargo xtask test browser`"]
async fn lighthouse_gives_the_first_pages_95_of_100_for_speed_accessibility_and_practice() {
    let site = Site::at("04-15T09:00:00.000").await;
    for path in ["/", "/programmes/shenzhen-interview"] {
        measure(&format!("{}{path}", site.origin));
    }
}
