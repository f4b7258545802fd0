//! What registers say about a candidate, and the examination site about a registration.

use bytes::Bytes;
use edge::{Clock, Outside};
use http::Request;
use serde_json::Value;

use crate::script::{Said, messages};
use crate::world::{NAME, NUMBER, World};

/// In the order of the messages.
const REGISTERS: [&str; 4] = ["resident-register", "residence-permits", "diplomas", "examination-site"];

/// Files a case with registers that answer as it is written, and reads the registration of another one.
pub fn registers(bytes: &[u8]) {
    let mut world = World::copy();
    let said: Vec<Said> =
        messages(bytes).into_iter().map(|message| Said::read(message, &world.words)).collect();
    world.set_outside(outside(said.clone()));

    let answer = world.send("POST", "/api/cases/{draft}/submission", "anna", &Value::Null);
    // Whatever is wrong with registers keeps nobody from filing.
    assert_eq!(answer.status, 200, "{}", answer.text);
    if answer.json()["state"] == "approved" {
        assert!(
            agrees(&said[2..3]) && agrees(&said[3..]),
            "approved by a register that does not know the person"
        );
        assert!(agrees(&said[..1]) || agrees(&said[1..2]), "approved by no register of residents");
    }
    let site = world.send("POST", "/api/cases/{approved}/registration", "dora", &Value::Null);
    assert!([200, 409, 503].contains(&site.status), "{}", site.text);
    assert!(site.status != 503 || site.code() == "site-unavailable", "{}", site.text);
    for case in ["{draft}", "{approved}"] {
        let who = if case == "{draft}" { "anna" } else { "dora" };
        let shown = world.send("GET", &format!("/api/cases/{case}"), who, &Value::Null);
        assert_eq!(shown.status, 200, "{}", shown.text);
    }
    world.look_at_store();
}

fn outside(said: Vec<Said>) -> Outside {
    let send = move |request: Request<Bytes>| {
        let path = request.uri().path().to_owned();
        let place = REGISTERS.iter().position(|register| path.contains(register));
        let said = place.and_then(|place| said.get(place).cloned());
        async move {
            match said {
                Some(said) => said.answer().await,
                None => Err(edge::Unanswered::Unconnected),
            }
        }
    };
    Outside::new(send, Clock::new(|_| std::future::ready(())))
}

/// Tells whether a register has this very person, as somebody else reads it.
fn agrees(said: &[Said]) -> bool {
    let Some(body) = said.first().and_then(Said::good) else { return false };
    let Ok(answer) = serde_json::from_slice::<Value>(body) else { return false };
    let entry = &answer["entry"];
    (entry["name"].as_str(), entry["document-number"].as_str()) == (Some(NAME), Some(NUMBER))
}
