//! Sends a component's outbound request: to another component in this process, or over the network.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, OnceLock, Weak};
use std::time::Duration;

use bytes::Bytes;
use futures::stream;
use http::header::HOST;
use http::uri::{Authority, PathAndQuery, Scheme};
use http::{Request, Response, Uri};
use http_body_util::{BodyExt as _, StreamBody};
use hyper::body::{Frame, Incoming};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio::time::timeout;
use wasmtime_wasi_http::{Error, RequestOptions, WasiBody, WasiHttpHooks};

use crate::application::Application;
use crate::measure::Counters;
use crate::outbound::{AllowedHosts, chained};
use crate::routes::Match;

/// Spin waits as long for a connection, for the first byte and between bytes, unless the component says otherwise.
const PATIENCE: Duration = Duration::from_secs(600);

/// What a component called by another one is told about its client.
const NOBODY: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::UNSPECIFIED), 0);

type Io = Box<dyn Future<Output = Result<(), Error>> + Send>;
type Sent = Result<(Response<WasiBody>, Io), Error>;

/// The way out of one component.
#[derive(Clone)]
pub(crate) struct Outbound {
    pub(crate) component: Arc<str>,
    pub(crate) allowed: Arc<AllowedHosts>,
    pub(crate) counters: Arc<Counters>,
    /// Set once the application has been loaded.
    pub(crate) application: Arc<OnceLock<Weak<Application>>>,
}

impl WasiHttpHooks for Outbound {
    fn send_request(
        &mut self,
        request: Request<WasiBody>,
        options: Option<RequestOptions>,
        // The guest's trouble with the answer concerns nobody here.
        _trouble: Io,
    ) -> Box<dyn Future<Output = Sent> + Send> {
        self.counters.outbound();
        let outbound = self.clone();
        Box::new(async move {
            let response = outbound.send(request, options.unwrap_or_default()).await?;
            let nothing_left: Io = Box::new(async { Ok(()) });
            Ok((response, nothing_left))
        })
    }
}

impl Outbound {
    async fn send(
        self,
        mut request: Request<WasiBody>,
        options: RequestOptions,
    ) -> Result<Response<WasiBody>, Error> {
        let application = self.application.get().and_then(Weak::upgrade).ok_or(Error::InternalError(None))?;
        let host = request.uri().host().unwrap_or_default().to_ascii_lowercase();
        let to_self = host.is_empty() || host == "self.alt";
        let target = chained(&host).map(str::to_owned);
        let exists = target.as_deref().is_none_or(|target| application.has(target));
        let allowed =
            if to_self { self.allowed.allows_self() } else { exists && self.allowed.allows(request.uri()) };
        if !allowed {
            let scheme = request.uri().scheme_str().unwrap_or_default();
            tracing::warn!(component = %self.component, scheme, host, "outbound request denied");
            return Err(Error::HttpRequestDenied);
        }
        if to_self {
            let address = application.address().ok_or(Error::HttpRequestUriInvalid)?;
            *request.uri_mut() = with_authority(request.uri(), &address.to_string())?;
            request.headers_mut().remove(HOST);
        }
        if let Some(target) = target {
            request.headers_mut().remove(HOST);
            let path = request.uri().path().to_owned();
            return Ok(application.call(&Match::chained(&target, &path), request, NOBODY).await);
        }
        if request.uri().scheme() == Some(&Scheme::HTTPS) {
            let (response, io) = wasmtime_wasi_http::default_send_request(request, Some(options)).await?;
            tokio::spawn(io);
            return Ok(response.map(WasiBody::new));
        }
        send_plain(request, options).await
    }
}

fn with_authority(uri: &Uri, authority: &str) -> Result<Uri, Error> {
    let path = uri.path_and_query().cloned().unwrap_or(PathAndQuery::from_static("/"));
    let uri = Uri::builder().scheme(Scheme::HTTP).authority(authority).path_and_query(path).build();
    uri.map_err(|_| Error::HttpRequestUriInvalid)
}

/// Sends a request over a connection of its own. Small packets leave at once: with Nagle's algorithm a body that follows its
/// head would wait for the other side's delayed acknowledgement, 40 ms.
async fn send_plain(
    mut request: Request<WasiBody>,
    options: RequestOptions,
) -> Result<Response<WasiBody>, Error> {
    let connect_timeout = options.connect_timeout.unwrap_or(PATIENCE);
    let first_byte_timeout = options.first_byte_timeout.unwrap_or(PATIENCE);
    let between_bytes_timeout = options.between_bytes_timeout.unwrap_or(PATIENCE);

    let authority: Authority = request.uri().authority().cloned().ok_or(Error::HttpRequestUriInvalid)?;
    let address = match authority.port() {
        Some(_) => authority.to_string(),
        None => format!("{authority}:80"),
    };
    let connecting = timeout(connect_timeout, TcpStream::connect(address)).await;
    let stream = connecting.map_err(|_| Error::ConnectionTimeout)?.map_err(Error::Connect)?;
    stream.set_nodelay(true).map_err(Error::Connect)?;
    let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await?;
    // It ends with the answer's body, or when either is dropped.
    tokio::spawn(connection);

    if !request.headers().contains_key(HOST) {
        let host = authority.as_str().parse().map_err(|_| Error::HttpRequestUriInvalid)?;
        request.headers_mut().insert(HOST, host);
    }
    let path = request.uri().path_and_query().cloned().unwrap_or(PathAndQuery::from_static("/"));
    *request.uri_mut() = Uri::from(path);
    let answering = timeout(first_byte_timeout, sender.send_request(request)).await;
    let response = answering.map_err(|_| Error::ConnectionReadTimeout)??;
    Ok(response.map(|body| timed(body, between_bytes_timeout)))
}

fn timed(body: Incoming, between_bytes_timeout: Duration) -> WasiBody {
    let frames = stream::unfold(Some(body), move |body| async move {
        let mut body = body?;
        let next: Option<Result<Frame<Bytes>, Error>> =
            match timeout(between_bytes_timeout, body.frame()).await {
                Ok(frame) => frame.map(|frame| frame.map_err(Error::from)),
                Err(_) => Some(Err(Error::ConnectionReadTimeout)),
            };
        let next = next?;
        let body = next.is_ok().then_some(body);
        Some((next, body))
    });
    WasiBody::new(StreamBody::new(frames))
}
