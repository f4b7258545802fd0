//! A service that keeps what it is sent. It reads HTTP by the library that Spin and the embedded host read it by.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use http_body_util::{BodyExt as _, Full};
use hyper::body::Incoming;
use hyper::header::HeaderMap;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;

/// A request that has arrived whole.
#[derive(Clone, Debug)]
pub(super) struct Seen {
    /// Its path and query, as they were sent.
    pub(super) path: String,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
}

/// The service.
pub(super) struct Recorder {
    pub(super) address: SocketAddr,
    seen: Arc<Mutex<Vec<Seen>>>,
}

impl Recorder {
    /// Starts it.
    pub(super) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("there is a free port");
        let address = listener.local_addr().expect("it has an address");
        let seen = Arc::new(Mutex::new(Vec::new()));
        let keeping = Arc::clone(&seen);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let keeping = Arc::clone(&keeping);
                let service = service_fn(move |request| keep(request, Arc::clone(&keeping)));
                tokio::spawn(http1::Builder::new().serve_connection(TokioIo::new(stream), service));
            }
        });
        Self { address, seen }
    }

    /// Everything that has arrived whole until now.
    pub(super) fn seen(&self) -> Vec<Seen> {
        self.seen.lock().expect("nobody has failed with it").clone()
    }
}

async fn keep(
    request: Request<Incoming>,
    seen: Arc<Mutex<Vec<Seen>>>,
) -> Result<Response<Full<Bytes>>, Infallible> {
    let (head, body) = request.into_parts();
    if let Ok(body) = body.collect().await {
        let seen_now = Seen { path: head.uri.to_string(), headers: head.headers, body: body.to_bytes() };
        seen.lock().expect("nobody has failed with it").push(seen_now);
    }
    Ok(Response::new(Full::default()))
}
