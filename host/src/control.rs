//! The control port: the clock and the measures, out of the reach of browsers, and of any component that is not granted its address
//! (`--control-variable`), as that of the sandbox is from which it is directed.
//!
//! | | |
//! |---|---|
//! | `GET /clock` | `{"at":"2027-04-15T00:59:00.000Z","hold":true}` |
//! | `PUT /clock` | the same document; what is left out stays as it is |
//! | `GET /measures` | counters by component |
//! | `POST /measures/reset` | back to zero |

use std::sync::Arc;

use anyhow::{Context as _, Result};
use bytes::Bytes;
use http::header::{CONTENT_TYPE, ORIGIN};
use http::{Method, Request, Response, StatusCode};
use http_body_util::{BodyExt as _, Full, Limited};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use serde::{Deserialize, Serialize};
use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::application::Application;
use crate::clock::{Clock, Pace};

/// The largest document has two short fields.
const BODY_BYTES_MAX: usize = 4 * 1024;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ClockOrder {
    at: Option<String>,
    hold: Option<bool>,
}

#[derive(Debug, Serialize)]
struct ClockState {
    at: String,
    hold: bool,
}

/// Serves the control port until the host stops.
pub(crate) async fn listen(
    listener: TcpListener,
    application: Arc<Application>,
    mut stopped: watch::Receiver<()>,
) {
    loop {
        let accepted = tokio::select! {
            _ = stopped.changed() => return,
            accepted = listener.accept() => accepted,
        };
        let Ok((stream, _)) = accepted else { continue };
        _ = stream.set_nodelay(true);
        let application = Arc::clone(&application);
        tokio::spawn(async move {
            let service = service_fn(|request| {
                let application = Arc::clone(&application);
                async move { Ok::<_, std::convert::Infallible>(answer(&application, request).await) }
            });
            _ = http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
        });
    }
}

async fn answer(application: &Application, request: Request<Incoming>) -> Response<Full<Bytes>> {
    // A page in a browser on this machine has no business here, wherever it comes from.
    if request.headers().contains_key(ORIGIN) {
        return reply(StatusCode::FORBIDDEN, &"not for browsers");
    }
    let (head, body) = request.into_parts();
    match (&head.method, head.uri.path()) {
        (&Method::GET, "/clock") => reply(StatusCode::OK, &state(application.clock())),
        (&Method::PUT, "/clock") => match Limited::new(body, BODY_BYTES_MAX).collect().await {
            Ok(body) => match order(application.clock(), &body.to_bytes()) {
                Ok(()) => reply(StatusCode::OK, &state(application.clock())),
                Err(error) => reply(StatusCode::BAD_REQUEST, &format!("{error:#}")),
            },
            Err(error) => reply(StatusCode::BAD_REQUEST, &error.to_string()),
        },
        (&Method::GET, "/measures") => {
            reply(StatusCode::OK, &application.measures().report(application.database().written()))
        }
        (&Method::POST, "/measures/reset") => {
            application.measures().reset();
            application.database().reset_written();
            reply(StatusCode::OK, &application.measures().report(application.database().written()))
        }
        (_, "/clock" | "/measures" | "/measures/reset") => {
            reply(StatusCode::METHOD_NOT_ALLOWED, &"another method")
        }
        _ => reply(StatusCode::NOT_FOUND, &"there is /clock and /measures"),
    }
}

fn order(clock: &Clock, body: &[u8]) -> Result<()> {
    let order: ClockOrder = serde_json::from_slice(body).context("a document with at, hold or both")?;
    let at = order.at.map(|at| at.parse()).transpose()?;
    let pace = order.hold.map(|hold| if hold { Pace::Held } else { Pace::Running });
    clock.set(at, pace);
    Ok(())
}

fn state(clock: &Clock) -> ClockState {
    let (at, pace) = clock.read();
    ClockState { at: at.to_string(), hold: pace == Pace::Held }
}

fn reply(status: StatusCode, document: &impl Serialize) -> Response<Full<Bytes>> {
    let text = serde_json::to_vec(document).unwrap_or_default();
    let mut response = Response::new(Full::new(Bytes::from(text)));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, http::HeaderValue::from_static("application/json"));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_changes_what_it_names_and_nothing_else() {
        let clock = Clock::start("2027-04-15T00:00:00Z".parse().ok(), Pace::Running);
        order(&clock, br#"{"hold":true}"#).expect("an order");
        let held = state(&clock);
        assert!(held.hold && held.at.starts_with("2027-04-15T00:00:0"), "{held:?}");
        order(&clock, br#"{"at":"2027-04-19T15:00:00+08:00"}"#).expect("an order");
        assert_eq!(state(&clock).at, "2027-04-19T07:00:00.000Z");
        assert!(state(&clock).hold);
    }

    #[test]
    fn a_wrong_order_changes_nothing() {
        let clock = Clock::start("2027-04-15T00:00:00Z".parse().ok(), Pace::Held);
        let wrong: [&[u8]; 4] =
            [b"", b"{\"at\":\"tomorrow\",\"hold\":false}", b"{\"at\":1}", b"{\"pause\":true}"];
        for body in wrong {
            assert!(order(&clock, body).is_err());
            assert_eq!(state(&clock).at, "2027-04-15T00:00:00.000Z");
            assert!(state(&clock).hold);
        }
    }
}
