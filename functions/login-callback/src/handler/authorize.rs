//! `/auth/authorize`: a registered portal has a candidate log in, and gets a code for it (RFC 6749, section 4.1.1). `GET` looks at
//! what the portal asks for and sends the browser to the page on which its person is asked; that page, and no other, sends `POST`
//! with the answer.

use std::time::Duration;

use bytes::Bytes;
use edge::{Body, Code, Context, Problem};
use http::header::{HeaderValue, LOCATION};
use http::{Request, Response, StatusCode};
use store::KeyValue;
use url::form_urlencoded::Serializer;

use super::login;
use crate::answer::{Refusal, back, onward};
use crate::attempt::{Goal, Visit};
use crate::bond;
use crate::parameters::{Parameters, Wrong, form};
use crate::portals::Portals;
use crate::provider::Realm;

/// It travels in the browser's cookie, of which browsers keep four kilobytes.
const STATE_BYTES_MAX: usize = 1024;

/// Somebody on a slow line sends their answer within this time.
const FORM_TIME_MAX: Duration = Duration::from_secs(30);

/// Sends the browser to the page on which somebody is asked whether the portal may act for them.
pub(super) async fn ask<K: KeyValue>(
    request: &Request<Body>,
    cx: &Context<'_, K>,
) -> Result<Response<Bytes>, Problem> {
    let given = Parameters::of(request.uri().query().unwrap_or_default().as_bytes());
    let asked = Asked::of(cx, &given)?;
    let visit = match asked.visit() {
        Ok(visit) => visit,
        Err(refusal) => return asked.refuse(cx, refusal),
    };
    let location = HeaderValue::from_str(&page(&visit)).map_err(Problem::fault)?;
    Ok(edge::with_header(edge::empty(StatusCode::SEE_OTHER), LOCATION, location))
}

/// Begins the login of somebody who has agreed, or tells the portal that they have not.
pub(super) async fn answer<K: KeyValue>(
    mut request: Request<Body>,
    cx: &Context<'_, K>,
) -> Result<Response<Bytes>, Problem> {
    // Any page could send the form in somebody's place.
    cx.from_own_page(request.headers())?;
    let form = form(&mut request, FORM_TIME_MAX).await?;
    let given = Parameters::of(&form);
    let asked = Asked::of(cx, &given)?;
    let redirect = match (asked.visit(), given.required("answer")) {
        (Ok(visit), Ok("agree")) => match login::begin(cx, Realm::Candidate, Goal::Portal(visit)).await {
            Ok(redirect) => redirect,
            Err(problem) => asked.fail(cx, &problem)?,
        },
        (Ok(_), Ok("decline")) => asked.refuse(cx, Refusal::new("access_denied", "declined"))?,
        (Ok(_), Ok(_)) => asked.refuse(cx, Wrong("answer").into())?,
        (Ok(_), Err(wrong)) => asked.refuse(cx, wrong.into())?,
        (Err(refusal), _) => asked.refuse(cx, refusal)?,
    };
    onward(redirect)
}

/// What a portal asks for that is known, with an address of its own: from here on it is told what is wrong.
struct Asked<'a> {
    given: &'a Parameters<'a>,
    id: &'a str,
    address: &'a str,
    /// What it is told again.
    state: Result<Option<&'a str>, Wrong>,
}

impl<'a> Asked<'a> {
    fn of<K: KeyValue>(cx: &Context<'_, K>, given: &'a Parameters<'a>) -> Result<Self, Problem> {
        let unknown = |_: Wrong| Problem::new(Code::UnknownPortal);
        let id = given.required("client_id").map_err(unknown)?;
        let address = given.required("redirect_uri").map_err(unknown)?;
        Portals::of(cx)?.with_address(id, address)?;
        Ok(Self { given, id, address, state: state(given) })
    }

    fn visit(&self) -> Result<Visit, Refusal> {
        let state = self.state?;
        let challenge = challenge(self.given)?;
        Ok(Visit {
            portal: self.id.to_owned(),
            address: self.address.to_owned(),
            state: state.map(str::to_owned),
            challenge: challenge.to_owned(),
        })
    }

    /// Tells the portal why it gets no code.
    fn refuse<K: KeyValue>(&self, cx: &Context<'_, K>, refusal: Refusal) -> Result<Response<Bytes>, Problem> {
        back(cx, self.address, self.state.unwrap_or_default(), Err(refusal))
    }

    /// The same, and operators.
    fn fail<K: KeyValue>(&self, cx: &Context<'_, K>, problem: &Problem) -> Result<Response<Bytes>, Problem> {
        cx.note_problem(problem);
        self.refuse(cx, Refusal::from(problem))
    }
}

/// Returns the page on which somebody is asked. Of what the portal has sent, nothing goes along but what was looked at: it could
/// have added who they are.
fn page(visit: &Visit) -> String {
    let mut query = Serializer::new(String::new());
    query.append_pair("response_type", "code");
    query.append_pair("client_id", &visit.portal).append_pair("redirect_uri", &visit.address);
    if let Some(state) = &visit.state {
        query.append_pair("state", state);
    }
    query.append_pair("code_challenge", &visit.challenge).append_pair("code_challenge_method", "S256");
    format!("/agree?{}", query.finish())
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
