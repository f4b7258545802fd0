//! What a portal is told through the browser: a code, or why there is none. And how a browser goes on from a form.

use askama::Template;
use bytes::Bytes;
use edge::{Context, Problem};
use http::header::{CONTENT_TYPE, HeaderValue, LOCATION, REFRESH};
use http::{Response, StatusCode};
use store::KeyValue;
use url::Url;

use crate::parameters::Wrong;

/// Why a portal gets no code.
#[derive(Debug)]
pub(crate) struct Refusal {
    /// As RFC 6749, section 4.1.2.1, has it.
    error: &'static str,
    /// The parameter that is wrong, or the code of a problem of ours.
    description: &'static str,
}

impl Refusal {
    pub(crate) const fn new(error: &'static str, description: &'static str) -> Self {
        Self { error, description }
    }
}

impl From<Wrong> for Refusal {
    fn from(Wrong(parameter): Wrong) -> Self {
        Self::new("invalid_request", parameter)
    }
}

impl From<&Problem> for Refusal {
    fn from(problem: &Problem) -> Self {
        let error = match problem.code().status() {
            // In a conflict others were faster, and the same works in a moment.
            StatusCode::CONFLICT | StatusCode::SERVICE_UNAVAILABLE => "temporarily_unavailable",
            status if status.is_server_error() => "server_error",
            _ => "access_denied",
        };
        Self::new(error, problem.code().name())
    }
}

/// Sends the browser back to a portal, with what it has sent to be told again, and with who answers (RFC 9207).
///
/// # Errors
///
/// Returns a fault if the address is none, which the list of portals rules out.
pub(crate) fn back<K: KeyValue>(
    cx: &Context<'_, K>,
    address: &str,
    state: Option<&str>,
    outcome: Result<String, Refusal>,
) -> Result<Response<Bytes>, Problem> {
    let mut address = Url::parse(address).map_err(Problem::fault)?;
    let mut told = address.query_pairs_mut();
    match outcome {
        Ok(code) => _ = told.append_pair("code", &code),
        Err(Refusal { error, description }) => {
            told.append_pair("error", error).append_pair("error_description", description);
        }
    }
    if let Some(state) = state {
        told.append_pair("state", state);
    }
    told.append_pair("iss", cx.public_origin());
    drop(told);
    // By 303, after which no browser sends a form again (RFC 9700, section 4.12).
    let location = HeaderValue::from_str(address.as_str()).map_err(Problem::fault)?;
    Ok(edge::with_header(edge::empty(StatusCode::SEE_OTHER), LOCATION, location))
}

/// A page that is left at once.
#[derive(Template)]
#[template(path = "onward.html")]
struct Onward<'a> {
    address: &'a str,
}

/// Has a browser that has sent a form go where it would be redirected by a page that it leaves at once. Chromium holds every redirect
/// that follows a form against `form-action` of the page with the form, and where a provider or a portal sends people on from its own
/// address is not known here.
///
/// # Errors
///
/// Returns a fault if there is nowhere to go.
pub(crate) fn onward(redirect: Response<Bytes>) -> Result<Response<Bytes>, Problem> {
    let (mut head, _) = redirect.into_parts();
    let location = head.headers.remove(LOCATION).ok_or_else(|| Problem::fault("a redirect leads nowhere"))?;
    let address = location.to_str().map_err(Problem::fault)?;
    let page = Onward { address }.render().map_err(Problem::fault)?;
    head.status = StatusCode::OK;
    let refresh = HeaderValue::from_str(&format!("0;url={address}")).map_err(Problem::fault)?;
    head.headers.insert(REFRESH, refresh);
    head.headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    Ok(Response::from_parts(head, Bytes::from(page)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use edge::Code;

    #[test]
    fn a_portal_learns_whether_it_is_worth_trying_again() {
        for (code, error) in [
            (Code::LoginRefused, "access_denied"),
            (Code::LoginFailed, "access_denied"),
            (Code::IdentityIncomplete, "access_denied"),
            (Code::NotPermitted, "access_denied"),
            (Code::Fault, "server_error"),
            (Code::Contended, "temporarily_unavailable"),
            (Code::ProviderUnavailable, "temporarily_unavailable"),
            (Code::OutcomeUnknown, "temporarily_unavailable"),
        ] {
            let refusal = Refusal::from(&Problem::new(code));
            assert_eq!((refusal.error, refusal.description), (error, code.name()));
        }
    }
}
