//! What the register of electronic certificates sends.

use bytes::Bytes;
use domain::picture::Walker;
use edge::{Clock, Outside};
use http::Request;
use serde_json::Value;

use crate::script::{Said, messages};
use crate::world::World;

const CERTIFICATE: &str = "/api/cases/{draft}/materials/identity-card/certificate";
const MATERIAL: &str = "/api/cases/{draft}/materials/identity-card";

/// Obtains a certificate from a register that answers as it is written, one answer after the other.
pub fn certificates(bytes: &[u8]) {
    let mut world = World::copy();
    world.send("DELETE", MATERIAL, "anna", &Value::Null);
    for message in messages(bytes) {
        let said = Said::read(message, &world.words);
        world.set_outside(outside(said.clone()));
        let answer = world.send("POST", CERTIFICATE, "anna", &Value::Null);
        match answer.status {
            200 | 201 => shown(&mut world),
            404 => assert!(
                said.status == Some(204) && answer.code() == "certificate-not-found",
                "{}",
                answer.text
            ),
            503 => assert_eq!(answer.code(), "certificate-unavailable"),
            _ => panic!("{}", answer.text),
        }
        world.look_at_store();
        world.send("DELETE", MATERIAL, "anna", &Value::Null);
    }
}

fn outside(said: Said) -> Outside {
    let send = move |_: Request<Bytes>| said.clone().answer();
    Outside::new(send, Clock::new(|_| std::future::ready(())))
}

/// What was taken is shown as a picture of which nothing more can be taken.
fn shown(world: &mut World) {
    let picture = world.send("GET", MATERIAL, "anna", &Value::Null);
    assert_eq!(picture.status, 200, "{}", picture.text);
    let mut walker = Walker::new(world.deployment.policy.pictures().unwrap());
    let mut kept = Vec::new();
    walker.feed(&picture.body, &mut kept).expect("what is shown is a picture");
    let walked = walker.finish().expect("what is shown is a picture");
    assert!(kept == picture.body, "what is shown has more than the picture");
    assert_eq!(picture.header("content-type"), walked.format.media_type());
}
