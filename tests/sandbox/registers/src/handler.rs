//! `POST /registers/{register}/lookups` as a real gateway has it, for other components alone; `/sandbox/registers/{register}/script` to
//! direct the play, or to see how it is directed; `/sandbox/people/…` to see who there is, and for what staff and candidates do on
//! the examination site.

use bytes::Bytes;
use domain::check::Register;
use edge::{Body, Code, Context, Problem, bearer, read_json, read_optional_json, segments};
use http::{Method, Request, Response, StatusCode};
use people::Person;
use serde::Deserialize;
use serde_json::json;
use store::KeyValue;

use crate::certificates::{self, CERTIFICATES};
use crate::entry::entry_now;
use crate::script::{Script, Stage, kept, script_of};
use crate::somebody;

/// The contract between this service and every gateway: `shared/edge/src/registers.rs` asks like this.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "invented registers find people by their number alone")]
struct Lookup {
    name: String,
    document_kind: String,
    document_number: String,
}

/// Answers a request.
///
/// # Errors
///
/// Returns the problem to answer with.
pub async fn handle<K: KeyValue>(
    mut request: Request<Body>,
    cx: &Context<'_, K>,
    stage: &impl Stage,
) -> Result<Response<Bytes>, Problem> {
    let nothing = || Problem::new(Code::NoSuchResource);
    if cx.variable("sandbox") != Some("true") {
        return Err(nothing());
    }
    let path = request.uri().path().to_owned();
    match (segments(&path).as_slice(), request.method()) {
        (["registers", register, "lookups"], &Method::POST) => {
            cx.enter("/registers/{register}/lookups");
            let secret = cx.variable(edge::REGISTERS_SECRET);
            if bearer(request.headers())?.is_none_or(|given| Some(given) != secret) {
                return Ok(edge::empty(StatusCode::UNAUTHORIZED));
            }
            if *register == CERTIFICATES {
                return certificates::look_up(&read_json(&mut request).await?, stage).await;
            }
            let register = named(register).ok_or_else(nothing)?;
            let lookup: Lookup = read_json(&mut request).await?;
            look_up(register, &lookup, stage).await
        }
        (["sandbox", "registers", register, "script"], &Method::PUT) => {
            cx.enter("/sandbox/registers/{register}/script");
            cx.same_origin(request.headers())?;
            if *register != CERTIFICATES && named(register).is_none() {
                return Err(nothing());
            }
            let script: Script = read_optional_json(&mut request).await?;
            let script = serde_json::to_vec(&script).map_err(Problem::fault)?;
            stage.keep(register, &script).await;
            Ok(edge::empty(StatusCode::NO_CONTENT))
        }
        (["sandbox", "registers", register, "script"], &Method::GET) => {
            cx.enter("/sandbox/registers/{register}/script");
            if *register != CERTIFICATES && named(register).is_none() {
                return Err(nothing());
            }
            edge::json(StatusCode::OK, &kept(register, stage).await)
        }
        (["sandbox", "people", rest @ ..], _) => somebody::handle(&mut request, cx, stage, rest).await,
        _ => Err(nothing()),
    }
}

fn named(name: &str) -> Option<Register> {
    Register::ALL.into_iter().find(|register| register.name() == name)
}

async fn look_up(
    register: Register,
    lookup: &Lookup,
    stage: &impl Stage,
) -> Result<Response<Bytes>, Problem> {
    let script = script_of(register.name(), stage).await;
    if let Some(instead) = script.instead() {
        return Ok(instead);
    }
    let person = Person::with_number(&lookup.document_number);
    let found = match person {
        Some(person) => entry_now(register, person, stage).await,
        None => None,
    };
    let entry = found.map(|mut entry| {
        entry.extend(script.fields);
        entry
    });
    edge::json(StatusCode::OK, &json!({ "entry": entry }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::script::testing::Paper;
    use futures::executor::block_on;
    use kit::{Counting, Deployment, OPEN};
    use serde_json::Value;

    fn said(register: Register, place: u32, stage: &Paper) -> (u16, Value) {
        let number = Person::new(place).unwrap().number();
        let lookup = Lookup { name: String::new(), document_kind: String::new(), document_number: number };
        let response = block_on(look_up(register, &lookup, stage)).unwrap();
        let body = serde_json::from_slice(response.body()).unwrap_or_default();
        (response.status().as_u16(), body)
    }

    #[test]
    fn every_register_has_every_field_of_those_it_knows() {
        for register in Register::ALL {
            for place in 0..8 {
                let (status, answer) = said(register, place, &Paper::default());
                let entry = answer["entry"].as_object();
                let is_whole = entry
                    .is_none_or(|entry| register.fields().iter().all(|(name, _)| entry.contains_key(*name)));
                assert!(status == 200 && is_whole, "{register:?} {place}: {answer}");
            }
        }
    }

    #[test]
    fn somebody_whom_no_register_knows_is_said_to_be_nobody() {
        for register in Register::ALL {
            assert_eq!(said(register, 9, &Paper::default()), (200, json!({ "entry": null })));
        }
    }

    #[test]
    fn a_script_makes_a_register_fail_wait_or_say_something_else() {
        let stage = Paper::default();
        let direct = |script: Value| {
            block_on(stage.keep("diplomas", script.to_string().as_bytes()));
            said(Register::Diplomas, 0, &stage)
        };
        assert_eq!(direct(json!({ "status": 503 })).0, 503);
        assert_eq!(direct(json!({ "fields": { "education": "doctor" } })).1["entry"]["education"], "doctor");
        direct(json!({ "delay_ms": 40 }));
        assert_eq!(stage.waited(), 40);
        assert_eq!(said(Register::ExaminationSite, 0, &stage).0, 200);
    }

    #[test]
    fn a_gateway_answers_only_who_knows_its_secret() {
        let deployment = Deployment::new();
        let service = deployment.service(edge::Component { variables: &[], ..crate::COMPONENT });
        let request = Request::post("/registers/diplomas/lookups").body(Body::full("{}")).unwrap();
        let stage = Paper::default();
        let play =
            async |request: Request<Body>, cx: &Context<'_, Counting>| handle(request, cx, &stage).await;
        // Without the variable that only the sandbox's manifest has, there is nothing at all.
        kit::answer(&service, request, OPEN, play).refused(404, "no-such-resource");
    }
}
