//! The handlers. Each is five steps: parse, load, decide, commit, render; sending a code makes two such passes, with the gateway
//! between them.

use bytes::Bytes;
use domain::id::AccountId;
use edge::{Body, Code, Context, Problem, identity_of, segments};
use http::{Method, Request, Response};
use store::KeyValue;

use crate::telephones::Shelf;

mod captcha;
mod codes;
mod verification;

/// Answers a request.
///
/// # Errors
///
/// Returns the problem to answer with.
pub async fn handle<K: KeyValue>(
    request: Request<Body>,
    cx: &Context<'_, K>,
) -> Result<Response<Bytes>, Problem> {
    let path = request.uri().path().to_owned();
    let segments = segments(&path);
    let ["api", "identity", what] = segments.as_slice() else {
        return Err(Problem::new(Code::NoSuchResource));
    };
    match (*what, request.method()) {
        ("captcha", &Method::POST) => {
            cx.enter("/api/identity/captcha");
            captcha::handle(&request, cx).await
        }
        ("codes", &Method::POST) => {
            cx.enter("/api/identity/codes");
            codes::handle(request, cx).await
        }
        ("verification", &Method::POST) => {
            cx.enter("/api/identity/verification");
            verification::handle(request, cx).await
        }
        ("captcha" | "codes" | "verification", _) => Err(Problem::method_not_allowed("POST")),
        _ => Err(Problem::new(Code::NoSuchResource)),
    }
}

/// Returns what is known about the telephone of somebody.
async fn shelf<K: KeyValue>(cx: &Context<'_, K>, account: AccountId) -> Result<Shelf, Problem> {
    let telephone =
        identity_of(cx, account).await?.telephone.ok_or_else(|| Problem::new(Code::NoTelephone))?;
    Shelf::open(cx, telephone).await
}

#[cfg(test)]
mod tests;
