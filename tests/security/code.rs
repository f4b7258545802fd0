//! What holds for every component.

use serde_json::Value;

use super::{root, sources};

/// What is shipped of a file: everything before its tests.
fn shipped(text: &str) -> &str {
    text.split("#[cfg(test)]").next().unwrap_or_default()
}

#[test]
fn chance_comes_from_the_platform_alone() {
    let mut drawing = Vec::new();
    for folder in ["shared", "functions"] {
        for (path, text) in sources(&root().join(folder)) {
            let path = path.to_string_lossy().into_owned();
            let is_test = path.split(['/', '.']).any(|part| part == "tests" || part == "testing");
            // `store` has the predictable one, and every other crate only tests with it.
            if is_test
                || ["store/src/entropy.rs", "store/src/lib.rs", "store/src/samples.rs"]
                    .contains(&path.as_str())
            {
                continue;
            }
            let text = shipped(&text);
            assert!(
                !text.contains("seeded(") && !text.contains("rand::"),
                "{path} draws what can be predicted"
            );
            if text.contains("Entropy::new") || text.contains("getrandom") {
                drawing.push(path);
            }
        }
    }
    assert_eq!(drawing, ["edge/src/wasm.rs"]);
}

#[test]
fn only_the_steps_of_a_login_and_filters_have_anything_behind_a_question_mark() {
    let description: Value =
        serde_json::from_str(&interface::openapi::description().expect("written")).expect("JSON");
    let mut asked = Vec::new();
    for (path, item) in description["paths"].as_object().expect("paths") {
        for (method, operation) in item.as_object().expect("operations") {
            let parameters = operation["parameters"].as_array().into_iter().flatten();
            if parameters.filter(|parameter| parameter["in"] == "query").count() != 0 {
                assert_eq!(method, "get");
                asked.push(path.as_str());
            }
        }
    }
    // What narrows the worklist down is of a few words that the interface names, and says nothing about anybody.
    assert_eq!(asked, ["/api/reviews", "/auth/authorize", "/auth/callback", "/auth/login"]);
}
