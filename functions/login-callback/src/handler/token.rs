//! `POST /auth/token`: a portal exchanges a code for the token of a session (RFC 6749, section 4.1.3).

use std::time::Duration;

use bytes::Bytes;
use edge::{Body, Code, Context, Problem};
use http::header::{HeaderValue, PRAGMA};
use http::{Request, Response, StatusCode};
use store::KeyValue;

use crate::bond;
use crate::client;
use crate::parameters::{Parameters, Wrong, form, is_unreserved};
use crate::portals::Portals;
use crate::wire::TokenView;

/// A portal is a server on a good line.
const FORM_TIME_MAX: Duration = Duration::from_secs(10);

pub(super) async fn handle<K: KeyValue>(
    mut request: Request<Body>,
    cx: &Context<'_, K>,
) -> Result<Response<Bytes>, Problem> {
    let form = form(&mut request, FORM_TIME_MAX).await?;
    let form = Parameters::of(&form);
    let portals = Portals::of(cx)?;
    let portal = client::authenticated(&portals, request.headers(), &form)?;

    if form.required("grant_type")? != "authorization_code" {
        return Err(Problem::new(Code::UnsupportedGrantType));
    }
    let (code, address) = (form.required("code")?, form.required("redirect_uri")?);
    let bond = bond::of(&portal.id, address, &bond::challenge_of(verifier(&form)?));
    let opened = cx.redeem_code(code, bond, &portal.id).await?;

    let view = TokenView::new(&opened, cx.now);
    // RFC 6749, section 5.1. `Cache-Control: no-store` is said with every answer.
    Ok(edge::with_header(edge::json(StatusCode::OK, &view)?, PRAGMA, HeaderValue::from_static("no-cache")))
}

/// Returns the verifier: long enough not to be guessed (RFC 7636, section 4.1).
fn verifier<'a>(form: &'a Parameters<'_>) -> Result<&'a str, Wrong> {
    let verifier = form.required("code_verifier")?;
    let is_good = (43..=128).contains(&verifier.len()) && is_unreserved(verifier);
    if is_good { Ok(verifier) } else { Err(Wrong("code_verifier")) }
}
