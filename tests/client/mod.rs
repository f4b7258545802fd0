//! A client that is generated from the description of the interface by `openapi-typescript`, from npm, and used by a program that
//! compiles only if every request and answer is as described: `portal.ts`. `cargo xtask test client` installs it and says where.

use std::fs;
use std::process::Command;

use hyper::Method;
use serde_json::{Value, json};
use tests::deployment::{Deployment, PROGRAMME, Plan, sandbox};
use tests::person::Person;
use tests::script::{folder, node};

/// A white sheet of 200 by 200 pixels.
const PICTURE: &str = "iVBORw0KGgoAAAANSUhEUgAAAMgAAADIAQAAAACFI5MzAAAAJ0lEQVR42u3JoQEAAAwCIP9/WvPCPoBK+okxxhhjjDHGGGOMMcYcA4uOdZZzS32eAAAAAElFTkSuQmCC";

/// Runs something to its end, and returns what it has said.
fn said(command: &mut Command) -> String {
    let output = command.output().expect("it starts");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{text}\n{}", String::from_utf8_lossy(&output.stderr));
    text
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs Node and packages from npm: run it by `cargo xtask test client`"]
async fn a_client_that_is_generated_from_the_description_compiles_and_works() {
    let deployment = Deployment::start(Plan::of(&sandbox()));
    deployment.prepare(4).await;
    let described = deployment.client().await.call(Method::GET, "/api/openapi.json", &[], "").await;
    fs::write(folder().join("openapi.json"), &described.body).expect("it is written");
    said(node().arg("generate.js"));
    said(node().args(["node_modules/typescript/bin/tsc", "--project", "tsconfig.json"]));

    let anna = Person::candidate(&deployment, "candidate 0").await;
    let token = anna.bearer.trim_start_matches("Bearer ");
    let base = format!("http://{}", deployment.address);
    let line = said(node().args(["built/portal.js", &base, token, PROGRAMME, PICTURE]));
    let done: Value = serde_json::from_str(&line).expect("JSON");
    assert_eq!(
        done,
        json!({
            "season": "2027",
            "name": "王小明",
            "category": "local-household",
            "next": "fill in and submit",
            "late": "changed-meanwhile",
            "pixels": 40_000,
            "kept": true,
        })
    );
}
