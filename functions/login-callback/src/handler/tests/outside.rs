//! The sandbox's providers, as the outside of the component.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use bytes::Bytes;
use edge::{Body, Clock, Context, Outside, Service, Unanswered};
use futures::executor::block_on;
use http::{Request, Response};
use identity::{Realm, Script, Stage};
use kit::{Counting, Deployment};
use serde_json::Value;
use url::Url;

use super::rsa::Signer;

/// Both providers. A clone is the same ones.
#[derive(Clone)]
pub(super) struct Providers(Rc<Inner>);

struct Inner {
    service: Service<Counting>,
    paper: Paper,
    clock: RefCell<String>,
    asked: RefCell<Vec<String>>,
    is_gone: Cell<bool>,
    is_somebody_else: Cell<bool>,
    signer: RefCell<Option<Signer>>,
}

#[derive(Default)]
struct Paper(RefCell<BTreeMap<String, Vec<u8>>>);

impl Stage for Paper {
    async fn read(&self, name: &str) -> Option<Vec<u8>> {
        self.0.borrow().get(name).cloned()
    }

    async fn keep(&self, name: &str, value: &[u8]) {
        self.0.borrow_mut().insert(name.to_owned(), value.to_vec());
    }

    async fn forget(&self, name: &str) {
        self.0.borrow_mut().remove(name);
    }

    async fn wait(&self, _: u32) {
        // Longer than anybody waits.
        std::future::pending().await
    }
}

impl Providers {
    pub(super) fn of(deployment: &Deployment) -> Self {
        Self(Rc::new(Inner {
            service: deployment.service(identity::COMPONENT),
            paper: Paper::default(),
            clock: RefCell::new(kit::OPEN.to_owned()),
            asked: RefCell::default(),
            is_gone: Cell::default(),
            is_somebody_else: Cell::default(),
            signer: RefCell::default(),
        }))
    }

    pub(super) fn set_clock(&self, now: &str) {
        now.clone_into(&mut self.0.clock.borrow_mut());
    }

    /// Directs a provider from now on.
    pub(super) fn direct(&self, realm: Realm, script: Value) {
        // Read once, so that a test with a field that does not exist fails.
        let script: Script = serde_json::from_value(script).unwrap();
        let script = serde_json::to_vec(&script).unwrap();
        block_on(self.0.paper.keep(&format!("{}/script", realm.name()), &script));
    }

    /// Nobody is reached any more.
    pub(super) fn vanish(&self) {
        self.0.is_gone.set(true);
    }

    /// Whoever asks the platform reaches the provider of the office.
    pub(super) fn pretend(&self) {
        self.0.is_somebody_else.set(true);
    }

    /// Both sign with this key from now on.
    pub(super) fn sign_with(&self, signer: Signer) {
        self.0.signer.replace(Some(signer));
    }

    /// Returns what was asked for since the last time.
    pub(super) fn asked(&self) -> Vec<String> {
        std::mem::take(&mut self.0.asked.borrow_mut())
    }

    /// A browser opens the address and somebody chooses who to be. Returns where it is sent then.
    pub(super) fn authorize(&self, address: &Url, choice: &str) -> String {
        let response = self.open(&format!("{address}&{choice}"));
        assert_eq!(response.status(), 303, "{:?}", response.body());
        response.headers()["location"].to_str().unwrap().to_owned()
    }

    /// A browser opens an address of a provider.
    pub(super) fn open(&self, address: &str) -> Response<Bytes> {
        let address: Url = address.parse().unwrap();
        let path = format!("{}?{}", address.path(), address.query().unwrap());
        block_on(self.answer(Request::get(path).body(Bytes::new()).unwrap()))
    }

    pub(super) fn outside(&self) -> Outside {
        let providers = self.clone();
        let send = move |request: Request<Bytes>| {
            let providers = providers.clone();
            async move {
                providers.0.asked.borrow_mut().push(request.uri().to_string());
                if providers.0.is_gone.get() {
                    return Err(Unanswered::Unreachable);
                }
                let request = if providers.0.is_somebody_else.get() { redirected(request) } else { request };
                Ok(providers.answer(request).await.map(Body::full))
            }
        };
        // The time is over as soon as nobody has answered.
        Outside::new(send, Clock::new(|_| std::future::ready(())))
    }

    async fn answer(&self, request: Request<Bytes>) -> Response<Bytes> {
        let now = domain::instant::parse(&self.0.clock.borrow()).unwrap();
        let play = async |request: Request<Body>, cx: &Context<'_, Counting>| {
            identity::handle(request, cx, &self.0.paper).await
        };
        let path = request.uri().path().to_owned();
        let answer = self.0.service.respond(request.map(Body::full), now, play).await;
        match self.0.signer.borrow().as_ref() {
            Some(signer) if path.ends_with("/keys") || path.ends_with("/token") => {
                answer.map(|body| signer.instead_of(&path, &body).into())
            }
            Some(_) | None => answer,
        }
    }
}

fn redirected(mut request: Request<Bytes>) -> Request<Bytes> {
    *request.uri_mut() = request.uri().to_string().replace(kit::PLATFORM, kit::STAFF).parse().unwrap();
    request
}
