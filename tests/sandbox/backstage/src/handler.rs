//! `/sandbox`, `/sandbox/switches`, `/sandbox/clock`, and what all pages of the sandbox load.

use bytes::Bytes;
use edge::{Body, Code, Context, Problem, segments};
use http::{Method, Request, Response};
use store::KeyValue;

use crate::{clock, overview, switches};

/// Answers a request.
///
/// # Errors
///
/// Returns the problem to answer with.
pub async fn handle<K: KeyValue>(
    mut request: Request<Body>,
    cx: &Context<'_, K>,
) -> Result<Response<Bytes>, Problem> {
    let nothing = || Problem::new(Code::NoSuchResource);
    if cx.variable("sandbox") != Some("true") {
        return Err(nothing());
    }
    let path = request.uri().path().to_owned();
    match (segments(&path).as_slice(), request.method()) {
        (["sandbox"] | ["sandbox", ""], &Method::GET) => {
            cx.enter("/sandbox");
            overview::show(cx)
        }
        (["sandbox", "switches"], &Method::GET) => {
            cx.enter("/sandbox/switches");
            switches::show(cx).await
        }
        (["sandbox", "switches"], &Method::POST) => {
            cx.enter("/sandbox/switches");
            switches::set(&mut request, cx).await
        }
        (["sandbox", "clock"], &Method::GET) => {
            cx.enter("/sandbox/clock");
            clock::show(cx).await
        }
        (["sandbox", "clock"], &Method::POST) => {
            cx.enter("/sandbox/clock");
            clock::set(&mut request, cx).await
        }
        (["sandbox", "style.css"], &Method::GET) => {
            cx.enter("/sandbox/style.css");
            Ok(pages::asset("text/css; charset=utf-8", pages::STYLE))
        }
        (["sandbox", "again.js"], &Method::GET) => {
            cx.enter("/sandbox/again.js");
            Ok(pages::asset("text/javascript; charset=utf-8", pages::AGAIN))
        }
        (["sandbox", "icon.svg"], &Method::GET) => {
            cx.enter("/sandbox/icon.svg");
            Ok(pages::asset("image/svg+xml", pages::ICON))
        }
        _ => Err(nothing()),
    }
}

#[cfg(test)]
mod tests;
