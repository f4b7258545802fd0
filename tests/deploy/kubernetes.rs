//! SpinKube: the application and what calls its sweep.

use std::collections::BTreeSet;

use serde_json::Value;

use super::machine::is_pinned;
use super::{ENVIRONMENT, RUNTIME, SWEEP, lines, path_of_the_store, routes, variables};

const APPLICATION: &str = include_str!("../../deploy/kubernetes/miaopi.yaml");
const SWEEPING: &str = include_str!("../../deploy/kubernetes/sweep.yaml");

fn documents(text: &str) -> Vec<Value> {
    serde_saphyr::from_multiple(text).expect("YAML")
}

fn of_kind(text: &str, kind: &str) -> Value {
    let mut found: Vec<Value> =
        documents(text).into_iter().filter(|document| document["kind"] == kind).collect();
    assert_eq!(found.len(), 1, "one {kind}");
    found.remove(0)
}

fn list(value: &Value) -> Vec<Value> {
    value.as_array().expect("a list").clone()
}

#[test]
fn the_application_is_given_every_variable_and_secrets_as_such() {
    let spec = of_kind(APPLICATION, "SpinApp")["spec"].take();
    let given = list(&spec["variables"]);
    let name = |variable: &Value| variable["name"].as_str().expect("a name").to_owned();
    let names = |secret: bool| -> BTreeSet<String> {
        given.iter().filter(|variable| variable["value"].is_null() == secret).map(name).collect()
    };
    assert_eq!(names(false), variables(false));
    assert_eq!(names(true), variables(true));
    for variable in given.iter().filter(|variable| variable["value"].is_null()) {
        let reference = &variable["valueFrom"]["secretKeyRef"];
        assert_eq!((&reference["name"], &reference["key"]), (&"miaopi".into(), &variable["name"]));
    }
}

#[test]
fn both_ways_of_deploying_have_the_same_examples() {
    let spec = of_kind(APPLICATION, "SpinApp")["spec"].take();
    for variable in list(&spec["variables"]).iter().filter(|variable| variable["value"].is_string()) {
        let (name, value) = (variable["name"].as_str().unwrap(), variable["value"].as_str().unwrap());
        let line = format!("SPIN_VARIABLE_{}={value}", name.to_ascii_uppercase());
        assert!(lines(ENVIRONMENT).any(|given| given == line), "{line}");
    }
}

#[test]
fn one_process_has_the_store_and_the_store_lies_on_the_volume() {
    let spec = of_kind(APPLICATION, "SpinApp")["spec"].take();
    assert_eq!(spec["replicas"], 1);
    let store = &spec["runtimeConfig"]["keyValueStores"][0];
    assert_eq!((&store["name"], &store["type"]), (&"default".into(), &"spin".into()));
    assert_eq!(store["options"][0]["value"], path_of_the_store(RUNTIME).as_str());
    let mounted = spec["volumeMounts"][0]["mountPath"].as_str().expect("a path");
    assert!(path_of_the_store(RUNTIME).starts_with(&format!("{mounted}/")));
    let claim = &spec["volumes"][0]["persistentVolumeClaim"]["claimName"];
    assert_eq!(*claim, of_kind(APPLICATION, "PersistentVolumeClaim")["metadata"]["name"]);
    assert_eq!(spec["executor"], of_kind(APPLICATION, "SpinAppExecutor")["metadata"]["name"]);
}

#[test]
fn every_image_has_a_version() {
    let executor = of_kind(APPLICATION, "SpinAppExecutor");
    let image = executor["spec"]["deploymentConfig"]["spinImage"].as_str().expect("an image");
    assert!(is_pinned(image), "{image}");
    let pod = of_kind(SWEEPING, "CronJob")["spec"]["jobTemplate"]["spec"]["template"]["spec"].take();
    let image = pod["containers"][0]["image"].as_str().expect("an image").to_owned();
    assert!(is_pinned(&image), "{image}");
    assert!(!is_pinned("docker.io/curlimages/curl") && !is_pinned("docker.io/curlimages/curl:latest"));
}

#[test]
fn the_application_is_asked_for_its_health_where_somebody_answers() {
    let checks = of_kind(APPLICATION, "SpinApp")["spec"]["checks"].take();
    assert_eq!(checks["liveness"]["httpGet"]["path"], "/.well-known/spin/health");
    let ready = checks["readiness"]["httpGet"]["path"].as_str().expect("a path");
    assert!(routes().iter().any(|route| route == ready), "{ready}");
}

#[test]
fn the_cron_job_calls_the_sweep_of_the_application_and_never_twice_at_once() {
    let spec = of_kind(SWEEPING, "CronJob")["spec"].take();
    assert_eq!(spec["concurrencyPolicy"], "Forbid");
    let pod = &spec["jobTemplate"]["spec"]["template"]["spec"];
    let application = of_kind(APPLICATION, "SpinApp")["metadata"]["name"].take();
    let address = format!("http://{}{SWEEP}", application.as_str().expect("a name"));
    let command = list(&pod["containers"][0]["command"]);
    assert_eq!(command[1..3], ["/scripts/sweep.sh".into(), Value::from(address)]);
    assert!(routes().contains(&SWEEP.to_owned()));
    let files: Vec<_> = list(&pod["containers"][0]["volumeMounts"]);
    assert!(files.iter().any(|mount| mount["mountPath"] == "/secrets"));
    assert_eq!(command[3], "/secrets/authorization");
}
