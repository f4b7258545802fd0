//! `GET /auth/callback`: the identity provider sends the browser back. Whoever it vouches for gets a session, or the portal that
//! has asked gets a code for one.

use std::borrow::Cow;

use bytes::Bytes;
use domain::id::AccountId;
use edge::{Body, Code, Context, Problem, account_of, retry};
use http::header::{HeaderValue, LOCATION, SET_COOKIE};
use http::{Request, Response, StatusCode};
use store::KeyValue;

use super::parameter;
use crate::answer::{Refusal, back};
use crate::attempt::{Attempt, Goal, Visit};
use crate::bond;
use crate::claims::{self, Capacity};
use crate::provider::Provider;
use crate::ways;

pub(super) async fn handle<K: KeyValue>(
    request: &Request<Body>,
    cx: &Context<'_, K>,
) -> Result<Response<Bytes>, Problem> {
    let attempt = Attempt::of(cx, request.headers())?;
    cx.note_login(ways::begun(&attempt));
    if !parameter(request, "state").is_some_and(|state| attempt.has_state(&state)) {
        return Err(Problem::new(Code::LoginExpired));
    }
    let vouched = vouched(request, cx, &attempt).await;
    let mut response = match &attempt.goal {
        Goal::Page(address) => enter(request, cx, vouched?, address).await?,
        Goal::Portal(visit) => hand_over(cx, vouched, visit).await?,
    };
    response.headers_mut().append(SET_COOKIE, Attempt::over()?);
    Ok(response)
}

/// Lets somebody in, and on to a page.
async fn enter<K: KeyValue>(
    request: &Request<Body>,
    cx: &Context<'_, K>,
    (account, capacity): (AccountId, Capacity),
    address: &str,
) -> Result<Response<Bytes>, Problem> {
    let actor = capacity.of(account);
    match capacity {
        Capacity::Candidate => {}
        Capacity::Staff { .. } => retry(async || cx.end_other_roles(&actor).await).await?,
    }
    cx.end_session_before(request).await?;
    let opened = cx.open_session(actor).await?;

    let mut response = edge::empty(StatusCode::SEE_OTHER);
    let headers = response.headers_mut();
    headers.insert(LOCATION, HeaderValue::from_str(address).map_err(Problem::fault)?);
    headers.append(SET_COOKIE, opened.cookie()?);
    Ok(response)
}

/// Tells a portal how the login has ended that it asked for (RFC 6749, section 4.1.2).
async fn hand_over<K: KeyValue>(
    cx: &Context<'_, K>,
    vouched: Result<(AccountId, Capacity), Problem>,
    visit: &Visit,
) -> Result<Response<Bytes>, Problem> {
    let bond = bond::of(&visit.portal, &visit.address, &visit.challenge);
    let given = match vouched {
        Ok((account, Capacity::Candidate)) => cx.give_code(account, bond).await,
        // Portals are for candidates, and their attempts are of that realm.
        Ok((_, Capacity::Staff { .. })) => Err(Problem::new(Code::NotPermitted)),
        Err(problem) => Err(problem),
    };
    let outcome = given.map_err(|problem| {
        cx.note_problem(&problem);
        Refusal::from(&problem)
    });
    back(cx, &visit.address, visit.state.as_deref(), outcome)
}

/// Returns whom the provider vouches for.
async fn vouched<K: KeyValue>(
    request: &Request<Body>,
    cx: &Context<'_, K>,
    attempt: &Attempt,
) -> Result<(AccountId, Capacity), Problem> {
    let provider = Provider::of(cx, attempt.realm)?;
    let code = code(request, &provider)?;
    let said = provider.redeem(&code, attempt).await?;
    cx.note_login(ways::ended(attempt, &said));

    let identity = claims::identity(attempt.realm, &said)?;
    let capacity = claims::capacity(attempt.realm, &said)?;
    let voucher = capacity.voucher();
    let account = retry(async || account_of(cx, &identity, voucher).await).await?;
    Ok((account, capacity))
}

/// Returns the code that the provider has given.
fn code<'a, K: KeyValue>(
    request: &'a Request<Body>,
    provider: &Provider<'_, K>,
) -> Result<Cow<'a, str>, Problem> {
    // RFC 9207: both providers answer at this address, and neither may answer for the other.
    if parameter(request, "iss").is_some_and(|issuer| issuer != provider.issuer()) {
        return Err(Problem::because(Code::LoginFailed, "the answer is another issuer's"));
    }
    match (parameter(request, "error").as_deref(), parameter(request, "code")) {
        (None, Some(code)) => Ok(code),
        (Some(error @ ("server_error" | "temporarily_unavailable")), _) => {
            Err(Problem::because(Code::ProviderUnavailable, error))
        }
        (Some(_), _) | (None, None) => Err(Problem::new(Code::LoginRefused)),
    }
}
