//! `GET /auth/authorize`: a registered portal has a candidate log in, and gets a code for it (RFC 6749, section 4.1.1).

use bytes::Bytes;
use edge::{Body, Code, Context, Problem};
use http::{Request, Response};
use store::KeyValue;

use super::login;
use crate::answer::{Refusal, back};
use crate::attempt::{Goal, Visit};
use crate::bond;
use crate::parameters::{Parameters, Wrong};
use crate::portals::Portals;
use crate::provider::Realm;

/// It travels in the browser's cookie, of which browsers keep four kilobytes.
const STATE_BYTES_MAX: usize = 1024;

pub(super) async fn handle<K: KeyValue>(
    request: &Request<Body>,
    cx: &Context<'_, K>,
) -> Result<Response<Bytes>, Problem> {
    let given = Parameters::of(request.uri().query().unwrap_or_default().as_bytes());
    let unknown = |_: Wrong| Problem::new(Code::UnknownPortal);
    let id = given.required("client_id").map_err(unknown)?;
    let address = given.required("redirect_uri").map_err(unknown)?;
    Portals::of(cx)?.with_address(id, address)?;

    // The address is the portal's own: from here on it is told what is wrong.
    let state = match state(&given) {
        Ok(state) => state,
        Err(wrong) => return back(cx, address, None, Err(wrong.into())),
    };
    let challenge = match challenge(&given) {
        Ok(challenge) => challenge,
        Err(refusal) => return back(cx, address, state, Err(refusal)),
    };
    let visit = Visit {
        portal: id.to_owned(),
        address: address.to_owned(),
        state: state.map(str::to_owned),
        challenge: challenge.to_owned(),
    };
    match login::begin(cx, Realm::Candidate, Goal::Portal(visit)).await {
        Ok(response) => Ok(response),
        Err(problem) => {
            cx.note_problem(&problem);
            back(cx, address, state, Err(Refusal::from(&problem)))
        }
    }
}

/// Returns what the portal wants to be told again: visible characters and blanks (RFC 6749, appendix A.5).
fn state<'a>(given: &'a Parameters<'_>) -> Result<Option<&'a str>, Wrong> {
    let state = given.optional("state")?;
    let is_good = |state: &str| {
        state.len() <= STATE_BYTES_MAX && state.bytes().all(|byte| (b' '..=b'~').contains(&byte))
    };
    if state.is_none_or(is_good) { Ok(state) } else { Err(Wrong("state")) }
}

/// Checks everything else, and returns the challenge. A plain one is worth nothing to whoever reads the address (RFC 9700,
/// section 2.1.1).
fn challenge<'a>(given: &'a Parameters<'_>) -> Result<&'a str, Refusal> {
    if given.required("response_type")? != "code" {
        return Err(Refusal::new("unsupported_response_type", "response_type"));
    }
    // A token is good for all that its candidate may do, and there is nothing else to ask for.
    if given.optional("scope")?.is_some() {
        return Err(Refusal::new("invalid_scope", "scope"));
    }
    if given.required("code_challenge_method")? != "S256" {
        return Err(Wrong("code_challenge_method").into());
    }
    let challenge = given.required("code_challenge")?;
    if bond::is_challenge(challenge) { Ok(challenge) } else { Err(Wrong("code_challenge").into()) }
}
