//! A browser: it keeps the cookies of each host, and goes where it is sent.

use std::collections::BTreeMap;
use std::net::SocketAddr;

use hyper::Method;
use serde_json::Value;

use crate::deployment::{Deployment, ORIGIN};
use crate::http::{Answer, Client};
use crate::page::Page;
use crate::person::{Person, telephone_of};

/// More than any login takes.
const REDIRECTS_MAX: usize = 10;

/// A browser.
pub struct Browser {
    /// Where the host of our origin is found.
    ours: SocketAddr,
    cookies: BTreeMap<(SocketAddr, String), String>,
    /// Whom somebody has chosen to be, by their place in the list of invented people.
    place: u32,
}

impl Browser {
    /// Opens a browser in which nobody is logged in.
    pub fn new(deployment: &Deployment) -> Self {
        Self { ours: deployment.address, cookies: BTreeMap::new(), place: 0 }
    }

    /// Asks for a path of ours, or for a whole address, and keeps the cookies that come back.
    pub async fn open(&mut self, address: &str) -> Answer {
        self.send(Method::GET, address, &[]).await
    }

    /// Sends a request as a page of ours does.
    pub async fn send(&mut self, method: Method, address: &str, headers: &[(&str, &str)]) -> Answer {
        self.send_with(method, address, headers, String::new()).await
    }

    /// Sends JSON as a page of ours does.
    pub async fn send_json(&mut self, method: Method, address: &str, body: &Value) -> Answer {
        let headers = [("origin", ORIGIN), ("content-type", "application/json")];
        self.send_with(method, address, &headers, body.to_string()).await
    }

    /// Opens a page to be read, and not what programs read at the same address.
    pub async fn read(&mut self, address: &str) -> Page {
        let answer = self.send(Method::GET, address, &[("accept", "text/html")]).await;
        Page::new(&answer)
    }

    /// Presses a button of a page at `path`, with what was entered, and reads the page that it leads to.
    pub async fn press(&mut self, path: &str, button: (&str, &str), entered: &[(&str, &str)]) -> Page {
        let (action, form) = self.read(path).await.form(path, button, entered);
        let headers = [("origin", ORIGIN), ("content-type", "application/x-www-form-urlencoded")];
        let answer = self.send_with(Method::POST, &action, &headers, form).await;
        assert_eq!(answer.status, 303, "{action}: {answer:?}");
        self.read(answer.header("location").split('#').next().unwrap_or_default()).await
    }

    async fn send_with(
        &mut self,
        method: Method,
        address: &str,
        headers: &[(&str, &str)],
        body: String,
    ) -> Answer {
        let address = address.strip_prefix(ORIGIN).unwrap_or(address);
        let (host, path) = match address.strip_prefix("http://") {
            Some(elsewhere) => {
                let (host, _) = elsewhere.split_once('/').expect("an address has a path");
                (host.parse().expect("tests know no names"), &elsewhere[host.len()..])
            }
            None => (self.ours, address),
        };
        let kept = self.cookies.iter().filter(|((known, _), _)| *known == host);
        let cookies: Vec<String> = kept.map(|((_, name), value)| format!("{name}={value}")).collect();
        let cookies = cookies.join("; ");
        let mut all = vec![("cookie", cookies.as_str())];
        all.extend_from_slice(headers);
        let answer = Client::connect(host).await.call(method, path, &all, body).await;
        for cookie in answer.headers.get_all("set-cookie") {
            let cookie = cookie.to_str().expect("a cookie is text");
            let (name, value) =
                cookie.split(';').next().and_then(|pair| pair.split_once('=')).expect("a pair");
            if cookie.contains("Max-Age=0") || value.is_empty() {
                self.cookies.remove(&(host, name.to_owned()));
            } else {
                self.cookies.insert((host, name.to_owned()), value.to_owned());
            }
        }
        answer
    }

    /// Begins a login and chooses who to be. Returns the address at which the provider sends the browser back to us.
    pub async fn authorize(&mut self, query: &str, choice: &str) -> String {
        self.begin(&format!("/auth/login?{query}"), choice).await
    }

    /// The same, begun at this path. Whoever comes from a portal agrees to what it gets.
    pub async fn begin(&mut self, path: &str, choice: &str) -> String {
        let mut begun = self.open(path).await;
        if begun.header("location").starts_with("/agree?") {
            let page = begun.header("location").to_owned();
            begun = self.answer(&page, "agree").await;
        }
        let chosen = choice.split('&').find_map(|pair| pair.strip_prefix("person=")?.parse().ok());
        self.place = chosen.unwrap_or_default();
        let mut address = format!("{}&{choice}", begun.onward());
        for _ in 0..REDIRECTS_MAX {
            if address.starts_with(&format!("{ORIGIN}/auth/callback")) {
                return address;
            }
            let answer = self.open(&address).await;
            assert!(matches!(answer.status.as_u16(), 302 | 303), "{address}: {answer:?}");
            let origin = address.match_indices('/').nth(2).map_or("", |(end, _)| &address[..end]);
            let location = answer.header("location");
            address =
                if location.starts_with('/') { format!("{origin}{location}") } else { location.to_owned() };
        }
        panic!("the provider never sends the browser back: {address}");
    }

    /// Says on this page whether a portal may act for somebody, by the button of this value. Returns what comes of it.
    pub async fn answer(&mut self, page: &str, button: &str) -> Answer {
        let (action, form) = self.read(page).await.form(page, ("answer", button), &[]);
        let headers = [("origin", ORIGIN), ("content-type", "application/x-www-form-urlencoded")];
        self.send_with(Method::POST, &action, &headers, form).await
    }

    /// Logs in. Returns how that ended.
    pub async fn log_in(&mut self, query: &str, choice: &str) -> Answer {
        let callback = self.authorize(query, choice).await;
        self.open(&callback).await
    }

    /// Returns who is logged in.
    pub async fn session(&mut self) -> Value {
        let answer = self.open("/auth/session").await;
        assert_eq!(answer.status, 200, "{answer:?}");
        answer.json()
    }

    /// Returns a cookie of ours.
    pub fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies.get(&(self.ours, name.to_owned())).map(String::as_str)
    }

    /// Gives a cookie of ours back to the browser.
    pub fn restore(&mut self, name: &str, value: &str) {
        self.cookies.insert((self.ours, name.to_owned()), value.to_owned());
    }

    /// Returns the person who is logged in, on a connection of their own.
    pub async fn person(&self) -> Person {
        let token = self.cookie("__Host-session").expect("somebody is logged in");
        let (bearer, cookie) = (format!("Bearer {token}"), format!("__Host-session={token}"));
        let telephone = telephone_of(self.place);
        Person { client: Client::connect(self.ours).await, bearer, cookie, telephone }
    }
}
