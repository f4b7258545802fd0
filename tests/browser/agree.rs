//! Whether a portal may act for somebody: they are asked, agree or decline, and take it back. Portal and provider are at origins of
//! their own, as they are where there are real ones.

use std::cell::RefCell;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

use hyper::Method;
use serde_json::{Value, json};
use url::Url;
use url::form_urlencoded::Serializer;

use super::chromium::elements::Find;
use super::chromium::view::View;
use super::{Site, Visit};

/// Both are published (RFC 7636, appendix B).
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

const SECRET: &str = "the-secret-of-a-portal-in-a-browser";

/// Somebody else's server, with a page at every path.
struct Elsewhere {
    address: SocketAddr,
    /// What was asked for so far.
    asked: Arc<Mutex<Vec<String>>>,
}

impl Elsewhere {
    fn start() -> Self {
        Self::sending_on(None)
    }

    /// The same, but whoever is to log in is sent on to another server, as platforms do that have several.
    fn sending_on(other: Option<String>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("there is a free port");
        let address = listener.local_addr().expect("an address");
        let asked: Arc<Mutex<Vec<String>>> = Arc::default();
        let kept = Arc::clone(&asked);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (asked, other) = (Arc::clone(&kept), other.clone());
                // Browsers open connections that they may need later, and say nothing on them for a while.
                std::thread::spawn(move || answer(stream, address, other.as_deref(), &asked));
            }
        });
        Self { address, asked }
    }

    fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    fn back(&self) -> String {
        format!("{}/back", self.origin())
    }

    fn asked(&self) -> Vec<String> {
        self.asked.lock().expect("nobody has panicked").clone()
    }
}

/// As a provider it says where it is, and at every other path there is a page.
fn answer(
    mut stream: TcpStream,
    address: SocketAddr,
    other: Option<&str>,
    asked: &Mutex<Vec<String>>,
) -> Option<()> {
    let mut lines = BufReader::new(stream.try_clone().ok()?).lines();
    let head: Vec<String> =
        lines.by_ref().map_while(Result::ok).take_while(|line| !line.is_empty()).collect();
    let path = head.first()?.split(' ').nth(1)?.to_owned();
    let (kind, text) = if path == "/.well-known/openid-configuration" {
        let origin = format!("http://{address}");
        let description = json!({
            "issuer": origin,
            "authorization_endpoint": format!("{origin}/authorize"),
            "token_endpoint": format!("{origin}/token"),
            "jwks_uri": format!("{origin}/keys"),
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["ES256"],
        });
        ("application/json", description.to_string())
    } else {
        let page = "<!doctype html><html lang=en><meta charset=utf-8><link rel=icon href=data:,><title>Elsewhere</title>\
                    <main><h1>Elsewhere</h1></main></html>";
        ("text/html", page.to_owned())
    };
    let status = match other.filter(|_| path.starts_with("/authorize?")) {
        Some(other) => format!("303 See Other\r\nLocation: {other}/login"),
        None => "200 OK".to_owned(),
    };
    asked.lock().ok()?.push(path);
    write!(
        stream,
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{text}",
        text.len()
    )
    .ok()
}

/// The list of portals: one, with these addresses.
fn portals(addresses: &[String]) -> String {
    let name = json!({ "zh": "湖光市民服务网", "en": "Lakeside City Services" });
    json!([{ "id": "city-hall", "name": name, "secrets": [SECRET], "addresses": addresses }]).to_string()
}

/// Where the portal sends its candidate.
fn link(back: &str) -> String {
    let query = [
        ("response_type", "code"),
        ("client_id", "city-hall"),
        ("redirect_uri", back),
        ("state", "of the portal: &=%"),
        ("code_challenge", CHALLENGE),
        ("code_challenge_method", "S256"),
    ];
    format!("/auth/authorize?{}", Serializer::new(String::new()).extend_pairs(query).finish())
}

impl Visit {
    async fn address(&self) -> Url {
        let address = self.evaluate("location.href").await;
        address.as_str().and_then(|address| address.parse().ok()).expect("an address")
    }

    /// Returns what the portal is told in the address that the page is at.
    async fn told(&self, portal: &Elsewhere) -> Vec<(String, String)> {
        self.is_at(&portal.back()).await.query_pairs().into_owned().collect()
    }

    /// Waits until the platform offers this login and has stopped moving: it is reached by another page, which is left at once.
    async fn is_asked_how_to_log_in(&self, offer: &str) {
        self.shows(offer).await;
        self.settle().await;
        // A click that comes at once had no effect in one of fifteen runs, and Chromium does not tell why.
        tokio::time::sleep(std::time::Duration::from_secs(1)).await;
    }

    /// Waits until the page is at an address that begins so: it is reached by another page, which is left at once.
    async fn is_at(&self, address: &str) -> Url {
        self.until(address, async || self.address().await.as_str().starts_with(address)).await;
        self.settle().await;
        self.address().await
    }

    /// Asserts that nothing went wrong but that the browser was sent to these, which are somebody else's.
    fn complains_of_nothing_but_going_to(&self, others: &[&Elsewhere]) {
        let is_of = |complaint: &String| {
            others
                .iter()
                .any(|other| complaint.starts_with(&format!("asks somebody else: {}/", other.origin())))
        };
        let complaints = self.complaints();
        assert!(!complaints.is_empty() && complaints.iter().all(is_of), "{complaints:?}");
    }

    /// Presses a button and waits until the browser says that the policy of the page does not let it go there.
    async fn is_held_back<'a>(&self, button: impl Into<Find<'a>>) {
        self.click(button).await;
        let complaints = RefCell::new(Vec::new());
        self.until("a violation of the policy", async || {
            complaints.borrow_mut().extend(self.complaints());
            complaints.borrow().iter().any(|one: &String| one.contains("form-action"))
        })
        .await;
    }
}

/// Exchanges the code that a portal was told, and returns its token.
async fn exchange(site: &Site, back: &str, code: &str) -> String {
    let form = [
        ("grant_type", "authorization_code"),
        ("code", code),
        ("redirect_uri", back),
        ("code_verifier", VERIFIER),
        ("client_id", "city-hall"),
        ("client_secret", SECRET),
    ];
    let form = Serializer::new(String::new()).extend_pairs(form).finish();
    let headers = [("content-type", "application/x-www-form-urlencoded")];
    let answer = site.deployment.client().await.call(Method::POST, "/auth/token", &headers, form).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    answer.json()["access_token"].as_str().expect("a token").to_owned()
}

/// Returns with which status the token is answered.
async fn status_of(site: &Site, token: &str) -> u16 {
    let bearer = format!("Bearer {token}");
    let headers = [("authorization", bearer.as_str())];
    site.deployment.client().await.call(Method::GET, "/auth/session", &headers, "").await.status.as_u16()
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs Chromium and packages from npm: run it by `cargo xtask test browser`"]
async fn somebody_agrees_on_a_telephone_and_takes_it_back_on_the_page_of_their_logins() {
    let portal = Elsewhere::start();
    let list = portals(&[portal.back()]);
    let site = Site::told("04-15T09:00:00.000", &[("portals", &list)]).await;
    let visit = site.visit("agree", View::PHONE).await;
    visit.go(&link(&portal.back())).await;
    assert!(visit.path().await.starts_with("/agree?"));
    visit.look("asked").await;
    assert_eq!(portal.asked(), [""; 0]);
    visit.follow_link("同意并登录").await;
    visit.is_asked_how_to_log_in("个人登录").await;
    visit.log_in_as(0).await;
    let told = visit.told(&portal).await;
    let names: Vec<&str> = told.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!((names, told[1].1.as_str()), (vec!["code", "state", "iss"], "of the portal: &=%"));
    visit.complains_of_nothing_but_going_to(&[&portal]);

    let token = exchange(&site, &portal.back(), &told[0].1).await;
    assert_eq!(status_of(&site, &token).await, 200);
    visit.log_in(0).await;
    visit.follow_link("我的登录").await;
    visit.shows("湖光市民服务网").await;
    visit.look("held").await;
    visit.follow_link("收回").await;
    assert!(!visit.text().await.contains("湖光市民服务网"), "{}", visit.describe().await);
    visit.look("taken-back").await;
    assert_eq!(status_of(&site, &token).await, 401);
    visit.end();
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs Chromium and packages from npm: run it by `cargo xtask test browser`"]
async fn somebody_declines_at_a_desk_without_scripts_in_english_and_another_clicks_twice() {
    let portal = Elsewhere::start();
    let list = portals(&[portal.back()]);
    let site = Site::told("04-15T09:00:00.000", &[("portals", &list)]).await;
    let view = View::DESK.without_scripts().in_english();
    let visit = site.visit("agree", view).await;
    visit.go(&link(&portal.back())).await;
    let asked = visit.path().await;
    visit.look("asked").await;
    // Whoever reads Chinese after all is asked about the same.
    visit.follow_link("中文").await;
    assert_eq!(visit.path().await, asked);
    visit.shows("湖光市民服务网").await;
    visit.follow_link("English").await;
    visit.follow_link("Decline and go back").await;
    let told = visit.told(&portal).await;
    let expected =
        [("error", "access_denied"), ("error_description", "declined"), ("state", "of the portal: &=%")];
    assert_eq!(told[..3], expected.map(|(name, value)| (name.to_owned(), value.to_owned())));
    visit.complains_of_nothing_but_going_to(&[&portal]);
    assert_eq!(visit.cookie("__Host-login").await, None);
    visit.end();

    let twice = site.visit("agree-twice", view).await;
    twice.go(&link(&portal.back())).await;
    twice.follow(async || twice.click_twice("Agree and log in").await).await;
    twice.is_asked_how_to_log_in("Personal login").await;
    twice.log_in_as(1).await;
    assert_eq!(twice.told(&portal).await[0].0, "code");
    twice.complains_of_nothing_but_going_to(&[&portal]);
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs Chromium and packages from npm: run it by `cargo xtask test browser`"]
async fn whoever_agrees_gets_to_where_the_provider_sends_them_on_and_a_form_that_was_changed_leads_nowhere() {
    let [platform, portal, other] = [(); 3].map(|()| Elsewhere::start());
    let provider = Elsewhere::sending_on(Some(platform.origin()));
    let (list, issuer) = (portals(&[portal.back()]), provider.origin());
    let variables = [
        ("portals", list.as_str()),
        ("identity_issuer", issuer.as_str()),
        ("identity_origin", issuer.as_str()),
    ];
    let site = Site::told("04-15T09:00:00.000", &variables).await;
    let visit = site.visit("agree-elsewhere", View::DESK).await;
    visit.go(&link(&portal.back())).await;
    visit.follow_link("同意并登录").await;
    visit.is_at(&format!("{}/login", platform.origin())).await;
    assert!(provider.asked().iter().any(|path| path.starts_with("/authorize?")), "{:?}", provider.asked());
    visit.complains_of_nothing_but_going_to(&[&provider, &platform]);
    visit.back().await;
    visit.follow_link("不同意，返回门户").await;
    assert_eq!(visit.told(&portal).await[0], ("error".to_owned(), "access_denied".to_owned()));
    visit.complains_of_nothing_but_going_to(&[&portal]);

    visit.go(&link(&portal.back())).await;
    let change = "document.querySelector('[action=\"/auth/authorize\"]').action = there";
    visit.evaluate(&format!("(there => {{ {change}; }})({})", Value::from(other.back()))).await;
    visit.is_held_back("不同意，返回门户").await;
    assert_eq!(other.asked(), [""; 0]);
}
