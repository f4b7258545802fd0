//! The proof against a provider of OpenID Connect that is not ours: `oidc-provider`, from npm, as `provider.js` sets it up.
//! `cargo xtask test oidc` installs it and says where.

mod portal;

use hyper::Method;
use serde_json::{Value, json};
use tests::browser::Browser;
use tests::deployment::{Deployment, ORIGIN, PROGRAMME, Plan, sandbox};
use tests::http::Client;
use tests::script::Script;

const CLIENT: &str = "miaopi at a provider that is not ours";
const SECRET: &str = "a secret with + and % and :";

/// A provider that is not ours.
struct Foreign {
    _script: Script,
    issuer: String,
    now: String,
}

impl Foreign {
    fn start() -> Self {
        let callback = format!("{ORIGIN}/auth/callback");
        let mut script = Script::start("provider.js", &[CLIENT, SECRET, &callback]);
        let first = script.says();
        let text = |name: &str| first[name].as_str().expect("a text").to_owned();
        Self { issuer: text("issuer"), now: text("now"), _script: script }
    }

    /// From now on one thing about its ID tokens is wrong.
    async fn set_fault(&self, fault: &str) {
        let address = self.issuer.trim_start_matches("http://").parse().expect("an address");
        let mut client = Client::connect(address).await;
        let answer = client.call(Method::PUT, &format!("/fault/{fault}"), &[], "").await;
        assert_eq!(answer.status, 204, "{fault}");
    }
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs Node and a package from npm: run it by `cargo xtask test oidc`"]
async fn a_provider_that_is_not_ours_lets_somebody_in_and_none_of_its_wrong_tokens_does() {
    let foreign = Foreign::start();
    let variables = [
        ("identity_issuer", foreign.issuer.as_str()),
        ("identity_origin", foreign.issuer.as_str()),
        ("identity_client_id", CLIENT),
        ("identity_client_secret", SECRET),
    ];
    let deployment = Deployment::start(Plan { variables: &variables, ..Plan::of(&sandbox()) });
    // It keeps its own time.
    let clock = json!({ "at": foreign.now, "hold": false });
    assert_eq!(deployment.control(Method::PUT, "/clock", clock).await.status, 200);
    deployment.prepare(4).await;

    let mut browser = Browser::new(&deployment);
    let callback = browser.authorize("", "").await;
    let attempt = browser.cookie("__Host-login").expect("an attempt").to_owned();
    let answer = browser.open(&callback).await;
    assert_eq!(answer.status, 303, "{answer:?}");
    assert_eq!(browser.session().await["role"], "candidate");
    browser.restore("__Host-login", &attempt);
    assert_eq!(browser.open(&callback).await.code(), "login-expired", "the code was used before");

    for fault in ["wrong-key", "alg-none", "wrong-audience", "expired", "replayed-nonce"] {
        foreign.set_fault(fault).await;
        let mut browser = Browser::new(&deployment);
        let answer = browser.log_in("", "").await;
        assert_eq!(
            (answer.status.as_u16(), answer.code().as_str()),
            (403, "login-failed"),
            "{fault}: {answer:?}"
        );
        assert_eq!(browser.cookie("__Host-session"), None, "{fault}");
    }
    foreign.set_fault("none-at-all").await;
    assert_eq!(Browser::new(&deployment).log_in("", "").await.status, 303);
}
