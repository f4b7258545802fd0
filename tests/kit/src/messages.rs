//! A gateway for short messages that does what a test wants, and the telephones behind it.

use std::cell::RefCell;
use std::rc::Rc;

use bytes::Bytes;
use edge::{Body, Unanswered};
use http::{Request, Response, StatusCode};
use serde_json::{Value, json};

pub(crate) const URL: &str = "https://sms.example";
pub(crate) const SECRET: &str = "the secret of the sms gateway in tests";

/// What the gateway does with a message.
#[derive(Clone, Debug)]
pub enum Delivery {
    /// It delivers it.
    Taken,
    /// It answers with this status and text, and delivers nothing.
    Failing(u16, &'static str),
    /// It cannot be reached.
    Down,
    /// It delivers it, and takes longer to say so than it is given.
    Slow,
}

/// A message that has arrived.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// The telephone that it has arrived at.
    pub to: String,
    /// What it says.
    pub text: String,
    /// The idempotency key that the gateway was shown.
    pub key: String,
}

impl Message {
    /// Returns the first run of digits that is no shorter than a code.
    pub fn code(&self) -> String {
        let runs = self.text.split(|character: char| !character.is_ascii_digit());
        runs.into_iter().find(|run| 4 <= run.len()).unwrap().to_owned()
    }
}

/// The gateway outside. A clone is the same one.
#[derive(Clone, Debug)]
pub struct Messages(Rc<RefCell<State>>);

#[derive(Debug)]
struct State {
    delivery: Delivery,
    arrived: Vec<Message>,
}

impl Default for Messages {
    fn default() -> Self {
        Self(Rc::new(RefCell::new(State { delivery: Delivery::Taken, arrived: Vec::new() })))
    }
}

impl Messages {
    /// Makes the gateway do this from now on.
    pub fn set(&self, delivery: Delivery) {
        self.0.borrow_mut().delivery = delivery;
    }

    /// Returns what has arrived since the last time.
    pub fn arrived(&self) -> Vec<Message> {
        std::mem::take(&mut self.0.borrow_mut().arrived)
    }

    pub(crate) fn answer(&self, request: &Request<Bytes>) -> Option<Result<Response<Body>, Unanswered>> {
        assert_eq!(request.headers()["authorization"], format!("Bearer {SECRET}"));
        assert_eq!(request.uri().to_string(), format!("{URL}/messages"));
        let message: Value = serde_json::from_slice(request.body()).unwrap();
        let text = |name: &str| message[name].as_str().unwrap().to_owned();
        let key = request.headers()["idempotency-key"].to_str().unwrap().to_owned();
        let message = Message { to: text("to"), text: text("text"), key };
        let mut state = self.0.borrow_mut();
        let respond = |status: u16, text: String| {
            let mut response = Response::new(Body::full(text));
            *response.status_mut() = StatusCode::from_u16(status).unwrap();
            Some(Ok(response))
        };
        match state.delivery.clone() {
            Delivery::Taken => {
                state.arrived.push(message);
                respond(200, json!({ "id": "m-1" }).to_string())
            }
            Delivery::Failing(status, text) => respond(status, text.to_owned()),
            Delivery::Down => Some(Err(Unanswered::Unconnected)),
            Delivery::Slow => {
                state.arrived.push(message);
                None
            }
        }
    }
}
