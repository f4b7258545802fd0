//! The pages, made of what the real functions say over the store in memory.

use std::cell::RefCell;
use std::rc::Rc;

use super::*;
use domain::actor::Actor;
use domain::id::AccountId;
use edge::{Clock, Outside, Pages, Service, Settings};
use futures::executor::block_on;
use http::Response;
use kit::{Counting, Deployment, OPEN, ORIGIN};

mod administration;
mod filing;
mod frame;
mod passwords;
mod portals;
mod reading;
mod reviews;
mod submitting;

/// A deployment in memory with the portal in front of it.
struct World {
    deployment: Deployment,
    pages: Pages,
    now: String,
    /// What functions were asked, by their paths.
    asked: Rc<RefCell<Vec<String>>>,
}

/// A page, as a browser gets it.
struct Page {
    status: u16,
    headers: HeaderMap,
    text: String,
}

/// Somebody with a browser.
struct Browser<'a> {
    world: &'a World,
    cookie: String,
    language: &'static str,
}

/// One instance of each function that the portal asks.
struct Functions(Vec<(&'static str, Service<Counting>)>);

impl Functions {
    fn of(deployment: &Deployment) -> Self {
        let components = [
            account::COMPONENT,
            application::COMPONENT,
            auto_approval::COMPONENT,
            groups::COMPONENT,
            identity_check::COMPONENT,
            login_callback::COMPONENT,
            manual_decision::COMPONENT,
            programmes::COMPONENT,
            proposals::COMPONENT,
            rehearsals::COMPONENT,
            rosters::COMPONENT,
            upload_validation::COMPONENT,
        ];
        let service = |component: edge::Component| match component.name {
            "login-callback" => deployment.service(component).with_outside(platform()),
            _ => deployment.service(component),
        };
        Self(components.map(|component| (component.name, service(component))).into())
    }

    /// Answers as the function does whose name the address has.
    async fn answer(&self, request: Request<Bytes>, now: &str) -> Response<Body> {
        let now = domain::instant::parse(now).unwrap();
        let host = request.uri().host().unwrap_or_default().to_owned();
        let name = host.strip_suffix(".spin.internal").unwrap_or_default().to_owned();
        let (_, service) = self.0.iter().find(|(known, _)| *known == name).expect("a function that there is");
        let request = request.map(Body::full);
        let response = match name.as_str() {
            "account" => service.respond(request, now, account::handle).await,
            "application" => service.respond(request, now, application::handle).await,
            "auto-approval" => service.respond(request, now, auto_approval::handle).await,
            "groups" => service.respond(request, now, groups::handle).await,
            "identity-check" => service.respond(request, now, identity_check::handle).await,
            "login-callback" => service.respond(request, now, login_callback::handle).await,
            "manual-decision" => service.respond(request, now, manual_decision::handle).await,
            "proposals" => service.respond(request, now, proposals::handle).await,
            "rehearsals" => service.respond(request, now, rehearsals::handle).await,
            "rosters" => service.respond(request, now, rosters::handle).await,
            "programmes" => service.respond(request, now, programmes::handle).await,
            _ => service.respond(request, now, upload_validation::handle).await,
        };
        response.map(Body::full)
    }
}

/// The identity platform, which says where it is.
fn platform() -> Outside {
    let description = format!(
        r#"{{"issuer": "{0}", "authorization_endpoint": "{0}/authorize", "token_endpoint": "{0}/token",
            "jwks_uri": "{0}/keys", "response_types_supported": ["code"], "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["ES256"]}}"#,
        kit::PLATFORM
    );
    let send = move |_: Request<Bytes>| {
        let description = description.clone();
        async move { Ok(Response::new(Body::full(description))) }
    };
    Outside::new(send, Clock::never())
}

impl World {
    fn new() -> Self {
        Self::of(Deployment::new())
    }

    fn of(deployment: Deployment) -> Self {
        Self::at(deployment, OPEN)
    }

    fn at(deployment: Deployment, now: &str) -> Self {
        let functions = Rc::new(Functions::of(&deployment));
        let instant = now.to_owned();
        let asked = Rc::new(RefCell::new(Vec::new()));
        let noted = Rc::clone(&asked);
        let send = move |request: Request<Bytes>| {
            noted.borrow_mut().push(request.uri().path().to_owned());
            let (functions, now) = (Rc::clone(&functions), instant.clone());
            async move { Ok(functions.answer(request, &now).await) }
        };
        let outside = Outside::new(send, Clock::never());
        let settings = Settings::new(ORIGIN, [].into());
        let pages = Pages::new(crate::COMPONENT, settings, outside, store::seeded(7), |_| {});
        Self { deployment, pages, now: now.to_owned(), asked }
    }

    fn ask(&self, request: Request<Body>) -> Page {
        let now = domain::instant::parse(&self.now).unwrap();
        // As the manifest routes them.
        let is_of_staff =
            ["/reviews", "/administration"].iter().any(|area| request.uri().path().starts_with(area));
        let response = match is_of_staff {
            true => block_on(self.pages.respond(request, now, handle_staff)),
            false => block_on(self.pages.respond(request, now, handle)),
        };
        let (head, body) = response.into_parts();
        let text = String::from_utf8(body.to_vec()).unwrap();
        Page { status: head.status.as_u16(), headers: head.headers, text }
    }

    /// A browser in which nobody is logged in.
    fn stranger(&self) -> Browser<'_> {
        Browser { world: self, cookie: String::new(), language: "zh-CN" }
    }

    /// A browser in which a candidate is logged in, whose telephone is verified.
    fn candidate(&self, account: AccountId) -> Browser<'_> {
        let token = self.deployment.log_in_verified(Actor::Candidate(account), &self.now);
        Browser { cookie: format!("__Host-session={token}"), ..self.stranger() }
    }

    fn person(&self) -> AccountId {
        self.deployment.account("王小明", Some("13800000000"))
    }
}

impl Browser<'_> {
    fn request(&self, method: Method, path: &str) -> http::request::Builder {
        let request = Request::builder().method(method).uri(path).header("accept-language", self.language);
        if self.cookie.is_empty() { request } else { request.header("cookie", &self.cookie) }
    }

    fn get(&self, path: &str) -> Page {
        self.world.ask(self.request(Method::GET, path).body(Body::full("")).unwrap())
    }

    /// Sends a form from a page of the portal.
    fn send(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        self.send_from(ORIGIN, path, fields)
    }

    fn send_from(&self, origin: &str, path: &str, fields: &[(&str, &str)]) -> Page {
        let form = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let request = self
            .request(Method::POST, path)
            .header("origin", origin)
            .header("content-type", "application/x-www-form-urlencoded");
        self.world.ask(request.body(Body::full(form)).unwrap())
    }

    /// Sends a file.
    fn upload(&self, path: &str, file: &[u8]) -> Page {
        self.upload_with(path, file, &[])
    }

    /// Sends a file, with fields beside it.
    fn upload_with(&self, path: &str, file: &[u8], fields: &[(&str, &str)]) -> Page {
        let mut body = Vec::new();
        for (name, value) in fields {
            let field = format!("--b\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
            body.extend_from_slice(field.as_bytes());
        }
        let head = b"--b\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n";
        body.extend_from_slice(head);
        body.extend_from_slice(file);
        body.extend_from_slice(b"\r\n--b--\r\n");
        let request = self
            .request(Method::POST, path)
            .header("origin", ORIGIN)
            .header("content-type", "multipart/form-data; boundary=b");
        self.world.ask(request.body(Body::full(body)).unwrap())
    }
}

impl Page {
    #[track_caller]
    fn leads_to(&self, path: &str) {
        assert_eq!((self.status, self.header("location")), (303, path), "{}", self.text);
    }

    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map(|value| value.to_str().unwrap()).unwrap_or_default()
    }

    #[track_caller]
    fn says(&self, text: &str) -> &Self {
        assert!(self.text.contains(text), "{text} is not in {}", self.text);
        self
    }

    #[track_caller]
    fn says_not(&self, text: &str) -> &Self {
        assert!(!self.text.contains(text), "{text} is in {}", self.text);
        self
    }

    /// Returns the value of a field that the page has filled in.
    #[track_caller]
    fn value(&self, name: &str) -> String {
        let field = format!("name=\"{name}\" value=\"");
        let (_, rest) = self.text.split_once(&field).unwrap_or_else(|| panic!("no {name} in {}", self.text));
        let (value, _) = rest.split_once('"').unwrap();
        value.replace("&quot;", "\"").replace("&#34;", "\"").replace("&amp;", "&")
    }
}
