//! The handlers over the store in memory.

use super::*;
use domain::actor::Actor;
use domain::case::{Command, Draft};
use domain::id::{AccountId, CommandId};
use edge::Service;
use futures::stream;
use kit::{Answer, CARD, Counting, Deployment, OPEN, PAPER, filled, reviewer, reviewer_of};
use std::cell::RefCell;
use std::rc::Rc;

mod bad_files;
mod calls;
mod certificates;
mod derived;
mod looking;
mod parts;
mod whole;

const ANNA: AccountId = AccountId::from_u128(1);

/// A deployment in memory with one draft, and a clock that the test sets.
struct World {
    deployment: Deployment,
    service: Rc<Service<Counting>>,
    now: String,
    case: CaseId,
}

impl World {
    /// A draft of this category, for which everything is handed in.
    fn of(category: &str) -> Self {
        let deployment = Deployment::new();
        let case = deployment.draft(ANNA, filled(category), OPEN);
        Self::around(deployment, case)
    }

    /// A draft of this category, for which nothing is handed in, under a policy.
    fn under(policy: &[u8], category: &str) -> Self {
        let deployment = Deployment::of(policy);
        let case = deployment.fill_in(ANNA, filled(category), OPEN);
        Self::around(deployment, case)
    }

    /// The same under the published policy.
    fn bare(category: &str) -> Self {
        Self::under(kit::POLICY, category)
    }

    fn around(deployment: Deployment, case: CaseId) -> Self {
        let service = Rc::new(deployment.service(crate::COMPONENT));
        Self { service, deployment, now: OPEN.to_owned(), case }
    }

    fn new() -> Self {
        Self::of("local-household")
    }

    fn materials(&self) -> String {
        format!("{}/materials", cases::address(self.case))
    }

    fn card(&self) -> String {
        format!("{}/identity-card", self.materials())
    }

    fn token(&self, actor: Actor) -> String {
        self.deployment.log_in(actor, &self.now)
    }

    fn ask_as(&self, actor: Actor, request: http::request::Builder, body: impl Into<Bytes>) -> Answer {
        let body = body.into();
        // In pieces, as they arrive.
        let pieces: Vec<_> = body.chunks(1000).map(|piece| Ok(Bytes::copy_from_slice(piece))).collect();
        let body = Body::new(stream::iter(pieces), edge::Clock::never());
        let request = request.header("authorization", format!("Bearer {}", self.token(actor)));
        kit::answer(&self.service, request.body(body).unwrap(), &self.now, handle)
    }

    fn ask(&self, request: http::request::Builder, body: impl Into<Bytes>) -> Answer {
        self.ask_as(Actor::Candidate(ANNA), request, body)
    }

    fn put(&self, file: &[u8]) -> Answer {
        self.ask(Request::put(self.card()), file.to_vec())
    }

    /// Opens an upload and returns its address.
    fn open(&self, size: usize, key: &str) -> Answer {
        let request = Request::post(format!("{}/uploads", self.card()))
            .header("idempotency-key", key)
            .header("content-type", "application/json");
        self.ask(request, format!(r#"{{"size":{size},"name":"正面.jpg","kind":"image/jpeg"}}"#))
    }

    fn append(&self, upload: &str, offset: usize, part: &[u8]) -> Answer {
        self.ask(Request::patch(upload).header("upload-offset", offset.to_string()), part.to_vec())
    }

    fn complete(&self, upload: &str) -> Answer {
        self.ask(Request::post(format!("{upload}/completion")), "")
    }

    fn chunks(&self) -> usize {
        self.deployment.chunks()
    }

    fn submit(&self) {
        let command =
            Command { id: CommandId::from_u128(7), actor: Actor::Candidate(ANNA), act: kit::submit(OPEN) };
        self.deployment.carry_out(self.case, &command, &self.now);
    }

    /// Begins to keep the lines of the log.
    fn log(&mut self) -> Rc<RefCell<Vec<String>>> {
        let lines = Rc::<RefCell<Vec<String>>>::default();
        let sink = Rc::clone(&lines);
        let keep = move |line: &str| sink.borrow_mut().push(line.to_owned());
        self.service = Rc::new(self.deployment.service_logging(crate::COMPONENT, keep));
        lines
    }
}
