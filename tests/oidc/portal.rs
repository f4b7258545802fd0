//! The proof against a portal that is not ours: `oauth4webapi`, from npm, as `portal.js` uses it.

use super::*;

/// The portal of the sandbox.
const ID: &str = "demo";
const SECRET: &str = "the-secret-of-the-demo-portal";
const ADDRESS: &str = "http://127.0.0.1:3001/back";

/// A portal that is not ours.
struct Portal {
    script: Script,
    /// The path at which a candidate's browser begins.
    visit: String,
}

impl Portal {
    fn start(deployment: &Deployment, secret: &str, method: &str) -> Self {
        let endpoints = format!("http://{}", deployment.address);
        let mut script = Script::start("portal.js", &[ORIGIN, &endpoints, ID, secret, method, ADDRESS]);
        let visit = script.says().as_str().expect("a path").to_owned();
        Self { script, visit }
    }

    /// A candidate comes and logs in. Returns where the browser is sent then.
    async fn visited(&self, browser: &mut Browser, choice: &str) -> String {
        let callback = browser.begin(&self.visit, choice).await;
        let back = browser.open(&callback).await;
        assert_eq!(back.status, 303, "{back:?}");
        assert_eq!(browser.cookie("__Host-session"), None);
        back.header("location").to_owned()
    }

    /// The browser has come back. Returns what the package makes of it.
    fn takes(&mut self, address: &str) -> Value {
        self.script.hears(address);
        self.script.says()
    }
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs Node and a package from npm: run it by `cargo xtask test oidc`"]
async fn a_portal_that_is_not_ours_gets_a_token_once_and_understands_why_it_gets_none() {
    let deployment = Deployment::start(Plan::of(&sandbox()));
    deployment.prepare(4).await;
    for (place, method) in [(1, "basic"), (2, "post")] {
        let mut browser = Browser::new(&deployment);
        let mut portal = Portal::start(&deployment, SECRET, method);
        let back = portal.visited(&mut browser, &format!("person={place}")).await;
        let answer = portal.takes(&back);
        assert_eq!(answer["expires_in"], 1800, "{answer}");
        let bearer = format!("Bearer {}", answer["access_token"].as_str().expect("a token"));
        let headers = [
            ("authorization", bearer.as_str()),
            ("content-type", "application/json"),
            ("idempotency-key", "open"),
        ];
        let path = format!("/api/programmes/{PROGRAMME}/cases");
        let opened = deployment.client().await.call(Method::POST, &path, &headers, "{}").await;
        assert_eq!(opened.status, 201, "{opened:?}");
        assert_eq!(portal.takes(&back)["error"], "invalid_grant");
        let forged = back.replace("miaopi.example", "evil.example");
        assert_eq!(portal.takes(&forged)["code"], "OAUTH_INVALID_RESPONSE");

        let mut portal = Portal::start(&deployment, SECRET, method);
        let back = portal.visited(&mut browser, "person=nobody").await;
        assert_eq!(portal.takes(&back)["error"], "access_denied");

        let mut portal = Portal::start(&deployment, "some-other-secret-of-the-portal", method);
        let back = portal.visited(&mut browser, &format!("person={place}")).await;
        assert_eq!(portal.takes(&back)["code"], "OAUTH_WWW_AUTHENTICATE_CHALLENGE");
    }
}
