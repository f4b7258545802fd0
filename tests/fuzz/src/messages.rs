//! What the gateway for short messages says.

use std::cell::RefCell;
use std::rc::Rc;

use bytes::Bytes;
use edge::{Clock, Outside};
use http::Request;
use serde_json::{Value, json};

use crate::script::{self, Said};
use crate::world::World;

/// Asks for a code, and has the sweep send what waits, with a gateway that answers as it is written.
pub fn messages(bytes: &[u8]) {
    let mut world = World::copy();
    let said: Vec<Said> =
        script::messages(bytes).into_iter().map(|message| Said::read(message, &world.words)).collect();
    let sent = Rc::new(RefCell::new(Vec::new()));
    world.set_outside(outside(said.clone(), Rc::clone(&sent)));

    let asking = json!({
        "programme": "shenzhen-interview",
        "captcha": world.words.get("captcha"),
        "number": world.words.get("number").parse::<u32>().unwrap(),
    });
    let asked = world.send("POST", "/api/identity/codes", "new", &asking);
    match asked.status {
        200 => {}
        503 => {
            assert_eq!(asked.code(), "message-not-sent");
            assert!(said[0].good().is_none(), "taken, and said not to be");
        }
        _ => panic!("{}", asked.text),
    }
    assert_eq!(sent.borrow().len(), 1, "a code is handed over once");
    for _ in 0..2 {
        let swept = world.send("POST", "/internal/sweep", "operator", &Value::Null);
        assert_eq!((swept.status, &swept.json()["faults"]), (200, &json!([])), "{}", swept.text);
    }
    // What was taken is not handed over again, whatever else the gateway has said.
    let sent = sent.borrow();
    for (place, (key, said)) in sent.iter().enumerate() {
        let is_taken = said.as_ref().is_some_and(is_taken);
        assert!(!is_taken || sent[place + 1..].iter().all(|(other, _)| other != key), "handed over again");
    }
    world.look_at_store();
}

/// Who has said what to which key.
type Sent = Rc<RefCell<Vec<(String, Option<Said>)>>>;

fn outside(said: Vec<Said>, sent: Sent) -> Outside {
    let send = move |request: Request<Bytes>| {
        let key = request.headers()["idempotency-key"].to_str().unwrap().to_owned();
        let place = sent.borrow().len();
        let said = said.get(place).cloned();
        sent.borrow_mut().push((key, said.clone()));
        async move {
            match said {
                Some(said) => said.answer().await,
                None => Err(edge::Unanswered::Unconnected),
            }
        }
    };
    Outside::new(send, Clock::new(|_| std::future::ready(())))
}

/// A gateway has taken what it has given an id.
fn is_taken(said: &Said) -> bool {
    let id = said.good().and_then(|body| serde_json::from_slice::<Value>(body).ok());
    id.is_some_and(|answer| answer["id"].is_string())
}
