//! What each operation can be refused with: every status that it can answer, and every code. Components say what their rules
//! come to; what follows from an operation's credentials, parameters and body is said here once.

use std::collections::{BTreeMap, BTreeSet};

use edge::Code;
use http::Method;
use serde_json::{Value, json};

/// What every answer may be, whatever was asked.
const ALWAYS: &[Code] = &[Code::Fault, Code::Unavailable];
/// Of every component that reads the store.
const STORE: &[Code] = &[Code::Busy, Code::StoreNotVerified];
/// Of whatever needs a login.
const CREDENTIALS: &[Code] =
    &[Code::MalformedHeader, Code::AmbiguousCredentials, Code::SessionRequired, Code::SessionEnded];
/// Of whatever may change something for somebody who is logged in.
const CHANGE: &[Code] = &[Code::OriginRefused, Code::Contended, Code::OutcomeUnknown];
/// Of a body that is JSON.
const JSON: &[Code] = &[
    Code::MalformedJson,
    Code::NotUtf8,
    Code::BodyIncomplete,
    Code::BodyTooSlow,
    Code::BodyTooLarge,
    Code::UnsupportedMediaType,
    Code::InvalidFields,
];
/// Of parameters, by their names.
const PARAMETERS: &[(&str, &[Code])] = &[
    ("case", &[Code::WrongKindOfId, Code::MalformedId, Code::UnknownCase]),
    ("upload", &[Code::WrongKindOfId, Code::MalformedId, Code::UnknownUpload]),
    ("session", &[Code::WrongKindOfId, Code::MalformedId, Code::UnknownSession]),
    ("proposal", &[Code::WrongKindOfId, Code::MalformedId, Code::UnknownProposal]),
    ("group", &[Code::UnknownGroup]),
    ("act", &[Code::WrongKindOfId, Code::MalformedId, Code::UnknownAct]),
    ("picture", &[Code::UnknownMaterial]),
    ("If-Match", &[Code::PreconditionRequired, Code::ChangedMeanwhile]),
    ("Idempotency-Key", &[Code::IdempotencyKeyRequired]),
];
/// What the rules of each component come to.
const RULES: [&[(&str, &[Code])]; 13] = [
    account::openapi::REFUSALS,
    application::openapi::REFUSALS,
    auto_approval::openapi::REFUSALS,
    groups::openapi::REFUSALS,
    identity_check::openapi::REFUSALS,
    login_callback::openapi::REFUSALS,
    manual_decision::openapi::REFUSALS,
    programmes::openapi::REFUSALS,
    proposals::openapi::REFUSALS,
    rehearsals::openapi::REFUSALS,
    rosters::openapi::REFUSALS,
    upload_validation::openapi::REFUSALS,
    &[(DESCRIPTION, &[])],
];
/// The operation that reads nothing.
const DESCRIPTION: &str = "show_description";

/// Adds to each operation the statuses that it can be refused with, and the codes that each of them stands for.
pub(super) fn describe(description: &mut Value) {
    description["components"]["responses"]["Problem"] = problem();
    let paths = description["paths"].as_object_mut().into_iter().flatten();
    for (_, path) in paths {
        for (method, operation) in path.as_object_mut().into_iter().flatten() {
            let codes = codes(method, operation);
            answer(operation, &codes);
        }
    }
}

/// Returns every code that an operation can be refused with.
fn codes(method: &str, operation: &Value) -> Vec<Code> {
    let id = operation["operationId"].as_str().unwrap_or_default();
    // A test sees to it that all are there.
    let ruled = RULES.into_iter().flatten().filter(|(known, _)| *known == id);
    let mut codes = ALWAYS.to_vec();
    codes.extend(ruled.flat_map(|(_, codes)| *codes));
    if id != DESCRIPTION {
        codes.extend(STORE);
    }
    if operation["security"].is_array() {
        codes.extend(CREDENTIALS);
        if method.to_uppercase() != Method::GET.as_str() {
            codes.extend(CHANGE);
        }
    }
    if operation["requestBody"]["content"]["application/json"].is_object() {
        codes.extend(JSON);
    }
    for parameter in operation["parameters"].as_array().into_iter().flatten() {
        let known = PARAMETERS.iter().find(|(name, _)| parameter["name"] == *name);
        codes.extend(known.into_iter().flat_map(|(_, codes)| *codes));
    }
    codes
}

/// Adds the responses of these codes to an operation.
fn answer(operation: &mut Value, codes: &[Code]) {
    // In the order of the table, whoever has named them.
    let mut by_status: BTreeMap<u16, BTreeSet<usize>> = BTreeMap::new();
    for (place, code) in Code::ALL.iter().enumerate().filter(|(_, code)| codes.contains(code)) {
        by_status.entry(code.status().as_u16()).or_default().insert(place);
    }
    for (status, places) in by_status {
        let names: Vec<String> = places
            .iter()
            .filter_map(|place| Code::ALL.get(*place))
            .map(|code| format!("`{}`", code.name()))
            .collect();
        let names = names.join(", ");
        let response = &mut operation["responses"][status.to_string()];
        match response["description"].as_str() {
            // A component has described it otherwise: then that, and the document of everybody else.
            Some(text) => {
                response["description"] = json!(format!("{text} {names}"));
                let problem = json!({ "schema": { "$ref": "#/components/schemas/ProblemDocument" } });
                response["content"]["application/problem+json"] = problem;
            }
            None => {
                *response = json!({ "$ref": "#/components/responses/Problem", "description": names });
            }
        }
    }
}

fn problem() -> Value {
    let header = |words: &str, kind: &str| json!({ "description": words, "schema": { "type": kind } });
    json!({
        "description": "未成功，原因见 code。 Refused or failed; the code says why.",
        "content": {
            "application/problem+json": { "schema": { "$ref": "#/components/schemas/ProblemDocument" } }
        },
        "headers": {
            "correlation-id": header("本次请求的编号，报修时请提供。 Names this request in our logs.", "string"),
            "Content-Language": header("title 与 detail 的语言。 The language of title and detail.", "string"),
            "Retry-After": header("若有，秒数过后可以重试。 If there, after so many seconds it may work.", "integer"),
            "WWW-Authenticate": header("随 401。 With 401: how to prove who one is.", "string"),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_operation_is_named_that_is_not_described() {
        let description: Value = serde_json::from_str(&super::super::description().unwrap()).unwrap();
        let described: BTreeSet<&str> = description["paths"]
            .as_object()
            .unwrap()
            .values()
            .flat_map(|path| path.as_object().unwrap().values())
            .map(|operation| operation["operationId"].as_str().unwrap())
            .collect();
        let named: BTreeSet<&str> = RULES.into_iter().flatten().map(|(id, _)| *id).collect();
        assert_eq!(named, described);
    }
}
