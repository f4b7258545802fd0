//! The platform: the only file of this crate that knows its SDK.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io::Write as _;
use std::rc::Rc;
use std::time::UNIX_EPOCH;

use bytes::Bytes;
use chrono::{DateTime, Utc};
use futures::stream::{Stream, StreamExt as _};
use http::{Request, Response};
use spin_sdk::http::body::IncomingBodyExt as _;
use spin_sdk::wasip3::http::types::ErrorCode;
use store::{Entropy, KeyRing, NoEntropy, Spin, Store};

use crate::body::{Body, Broken, Clock};
use crate::context::Context;
use crate::outside::{Outside, Unanswered};
use crate::pages::{Pages, Visit};
use crate::problem::Problem;
use crate::service::{self, Service};
use crate::settings::{Component, Settings};

/// The one store that the manifest grants.
const STORE: &str = "default";

thread_local! {
    // A component has one service, and an instance one thread.
    static SERVICE: RefCell<Option<Rc<Service<Spin>>>> = const { RefCell::new(None) };
    static PAGES: RefCell<Option<Rc<Pages>>> = const { RefCell::new(None) };
}

/// Answers a request of the platform. It never fails: whatever goes wrong becomes a problem document.
///
/// # Errors
///
/// Never; the type is the platform's.
pub async fn serve(
    component: Component,
    request: spin_sdk::http::Request,
    handle: impl AsyncFnOnce(Request<Body>, &Context<'_, Spin>) -> Result<Response<Bytes>, Problem>,
) -> spin_sdk::http::Result<Response<spin_sdk::http::FullBody<Bytes>>> {
    respond(component, Outside::none, request, handle).await
}

/// As [`serve`], for a component that sends requests to the outside itself.
///
/// # Errors
///
/// Never; the type is the platform's.
pub async fn serve_with_outside(
    component: Component,
    request: spin_sdk::http::Request,
    handle: impl AsyncFnOnce(Request<Body>, &Context<'_, Spin>) -> Result<Response<Bytes>, Problem>,
) -> spin_sdk::http::Result<Response<spin_sdk::http::FullBody<Bytes>>> {
    respond(component, outside, request, handle).await
}

/// Answers a request for a page, of a component without a store.
///
/// # Errors
///
/// Never; the type is the platform's.
pub async fn serve_pages(
    component: Component,
    request: spin_sdk::http::Request,
    handle: impl AsyncFnOnce(Request<Body>, &Visit<'_>) -> Response<Bytes>,
) -> spin_sdk::http::Result<Response<spin_sdk::http::FullBody<Bytes>>> {
    let now = now();
    let request = request.map(|incoming| body(incoming.stream()));
    let response = match pages(component).await {
        Ok(pages) => pages.respond(request, now, handle).await,
        Err(reason) => service::unready(&component, now, &request, &reason),
    };
    Ok(response.map(spin_sdk::http::FullBody::new))
}

async fn respond(
    component: Component,
    outside: fn() -> Outside,
    request: spin_sdk::http::Request,
    handle: impl AsyncFnOnce(Request<Body>, &Context<'_, Spin>) -> Result<Response<Bytes>, Problem>,
) -> spin_sdk::http::Result<Response<spin_sdk::http::FullBody<Bytes>>> {
    let now = now();
    let request = request.map(|incoming| body(incoming.stream()));
    let response = match instance(component, outside).await {
        Ok(service) => service.respond(request, now, handle).await,
        Err(reason) => service::unready(&component, now, &request, &reason),
    };
    Ok(response.map(spin_sdk::http::FullBody::new))
}

fn body<E>(pieces: impl Stream<Item = Result<Bytes, E>> + 'static) -> Body {
    let pieces = pieces.map(|piece| piece.map_err(|_| Broken));
    Body::new(pieces, Clock::new(spin_sdk::time::sleep))
}

fn outside() -> Outside {
    let send = async |request: Request<Bytes>| {
        let sent = spin_sdk::http::send(request.map(spin_sdk::http::FullBody::new)).await;
        sent.map(|response| response.map(|incoming| body(incoming.stream())))
            .map_err(|code| unanswered(&code))
    };
    Outside::new(send, Clock::new(spin_sdk::time::sleep))
}

/// Tells the failures before anything was sent from all others.
fn unanswered(code: &ErrorCode) -> Unanswered {
    match code {
        ErrorCode::ConnectionLimitReached
        | ErrorCode::ConnectionRefused
        | ErrorCode::ConnectionTimeout
        | ErrorCode::DestinationNotFound
        | ErrorCode::DestinationIpProhibited
        | ErrorCode::DestinationIpUnroutable
        | ErrorCode::DnsError(_)
        | ErrorCode::DnsTimeout
        | ErrorCode::HttpRequestDenied
        | ErrorCode::HttpRequestUriInvalid
        // Spin and wasmtime call every handshake that fails a protocol error, a refused certificate too, and nothing else: what breaks
        // later within TLS is an HTTP error to them. No request is sent before the handshake has ended.
        | ErrorCode::TlsCertificateError
        | ErrorCode::TlsProtocolError => Unanswered::Unconnected,
        // Of the many that the platform knows, these are certain; of any other something may have arrived.
        _ => Unanswered::Unreachable,
    }
}

/// Reads the clock: the one place in a component that does.
#[expect(clippy::disallowed_methods, reason = "this is where `cx.now` comes from")]
fn now() -> DateTime<Utc> {
    let since = std::time::SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let milliseconds = i64::try_from(since.as_millis()).unwrap_or_default();
    DateTime::from_timestamp_millis(milliseconds).unwrap_or_default()
}

/// Writes a line of the log. `println!` would panic if nobody listened.
pub(crate) fn print(line: &str) {
    // In one piece, as it is sent to the host.
    drop(std::io::stdout().lock().write_all(format!("{line}\n").as_bytes()));
}

async fn instance(component: Component, outside: fn() -> Outside) -> Result<Rc<Service<Spin>>, String> {
    let known = SERVICE.with_borrow(Option::clone);
    if let Some(service) = known {
        return Ok(service);
    }
    let ring = KeyRing::parse(&variable("master_keys").await?).map_err(|error| error.to_string())?;
    let settings = settings(&component).await?;
    let kv = Spin::open(STORE).await.map_err(|error| error.to_string())?;
    let service = Service::new(component, Store::new(kv, ring, entropy()), settings, print);
    let service = service.with_outside(outside());
    let service = Rc::new(service);
    SERVICE.set(Some(Rc::clone(&service)));
    Ok(service)
}

/// As [`instance`], without a store.
async fn pages(component: Component) -> Result<Rc<Pages>, String> {
    let known = PAGES.with_borrow(Option::clone);
    if let Some(pages) = known {
        return Ok(pages);
    }
    let pages = Rc::new(Pages::new(component, settings(&component).await?, outside(), entropy(), print));
    PAGES.set(Some(Rc::clone(&pages)));
    Ok(pages)
}

async fn settings(component: &Component) -> Result<Settings, String> {
    let public_origin = variable("public_origin").await?;
    let mut variables = BTreeMap::new();
    for name in component.variables {
        variables.insert(*name, variable(name).await?);
    }
    Ok(Settings::new(&public_origin, variables))
}

fn entropy() -> Entropy {
    Entropy::new(|bytes| getrandom::fill(bytes).map_err(|_| NoEntropy))
}

/// The platform's own message could hold the value.
async fn variable(name: &str) -> Result<String, String> {
    spin_sdk::variables::get(name).await.map_err(|_| format!("the variable {name} cannot be read"))
}
