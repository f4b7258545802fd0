//! The component that logs people in reaches its providers, its accounts and its sessions.

use tests::browser::Browser;

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn a_login_passes_through_both_providers() {
    let deployment = deployed().await;
    let mut browser = Browser::new(&deployment);
    browser.log_in("", "person=30").await;
    let candidate = browser.session().await;
    browser.log_in("realm=staff", "person=30&role=reviewer&region=440300").await;
    let staff = browser.session().await;
    assert_eq!((&candidate["role"], &staff["role"]), (&"candidate".into(), &"reviewer".into()));
    assert_eq!(candidate["account"], staff["account"]);
}
