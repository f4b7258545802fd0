//! Somebody's whole way through the proxy.

use tests::browser::Browser;
use tests::deployment::{Deployment, Plan, sandbox};
use tests::person::Person;

use super::nginx::Nginx;

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs nginx: run it by `cargo xtask test proxy`"]
async fn a_case_is_filed_and_approved_through_the_proxy_which_logs_no_code_and_writes_no_body_down() {
    let deployment = Deployment::start(Plan::of(&sandbox()));
    deployment.prepare(4).await;
    let nginx = Nginx::before(deployment.address);
    let outside = Deployment::running(nginx.without_tls().await);

    let mut browser = Browser::new(&outside);
    let callback = browser.authorize("return=/arrived", "person=10").await;
    let (_, code) = callback.split_once("code=").expect("the provider gives a code");
    let code = code.split('&').next().expect("a value").to_owned();
    assert_eq!(browser.open(&callback).await.status, 303);
    assert_eq!(browser.session().await["role"], "candidate");
    browser.read("/").await.says("shenzhen-interview");

    let mut candidate = Person::candidate(&outside, "somebody at home 10").await;
    let (case, etag) = candidate.draft(10, "local-household").await;
    let filed = candidate.submit(&case, &etag).await;
    assert_eq!(filed.json()["state"], "approved", "{filed:?}");

    let logs = nginx.logs();
    assert!(logs.contains("GET \"/auth/callback\" 303") && logs.contains(&case), "{logs}");
    assert!(!logs.contains(&code) && !logs.contains("state="), "a step of a login is in a log");
    assert!(!nginx.has_buffered_to_files(), "{logs}");
}
