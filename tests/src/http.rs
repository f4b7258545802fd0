//! A client that keeps its connection, and shows everything that comes back.

use std::io;
use std::net::SocketAddr;

use bytes::Bytes;
use http_body_util::{BodyExt as _, Full};
use hyper::body::Body as _;
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper::header::{HOST, HeaderMap};
use hyper::{Method, Request, StatusCode};
use hyper_util::rt::TokioIo;
use kit::described::check;
use serde_json::Value;
use tokio::net::TcpStream;

/// A connection to the service.
pub struct Client {
    sender: SendRequest<Full<Bytes>>,
    address: SocketAddr,
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
}

/// A body of so many bytes has arrived with its headers.
const SHORT: u64 = 4 * 1024;

impl Client {
    /// Connects. The connection is kept until this is dropped.
    pub async fn connect(address: SocketAddr) -> Self {
        Self::try_connect(address).await.expect("the service listens")
    }

    /// Connects to a service that may end at any moment.
    ///
    /// # Errors
    ///
    /// Returns why there is no connection.
    pub async fn try_connect(address: SocketAddr) -> io::Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        let (sender, connection) = handshake(TokioIo::new(stream)).await.map_err(io::Error::other)?;
        tokio::spawn(connection);
        Ok(Self { sender, address })
    }

    /// Sends a request and reads the whole answer, which is one that is described.
    pub async fn send(&mut self, request: Request<Full<Bytes>>) -> Answer {
        self.try_send(request).await.expect("the service answers")
    }

    /// Sends a request to a service that may end at any moment, and reads the whole answer.
    ///
    /// # Errors
    ///
    /// Returns why there is no whole answer. The service may have done what was asked, or part of it, or nothing.
    pub async fn try_send(&mut self, mut request: Request<Full<Bytes>>) -> io::Result<Answer> {
        if !request.headers().contains_key(HOST) {
            let host = self.address.to_string().parse().expect("an address is a header value");
            request.headers_mut().insert(HOST, host);
        }
        let is_long = request.body().size_hint().lower() > SHORT;
        let (method, path) = (request.method().clone(), request.uri().path().to_owned());
        self.sender.ready().await.map_err(io::Error::other)?;
        let response = self.sender.send_request(request).await.map_err(io::Error::other)?;
        let (head, body) = response.into_parts();
        let body = body.collect().await.map_err(io::Error::other)?.to_bytes();
        if is_long && !head.status.is_success() {
            // Whoever refuses a body before all of it has arrived may close the connection, a moment later.
            *self = Self::try_connect(self.address).await?;
        }
        check(&method, &path, head.status.as_u16(), &head.headers, &body);
        Ok(Answer { status: head.status, headers: head.headers, body })
    }

    /// Sends a request with these headers and this body.
    pub async fn call(
        &mut self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: impl Into<Bytes>,
    ) -> Answer {
        self.try_call(method, path, headers, body).await.expect("the service answers")
    }

    /// Sends a request with these headers and this body to a service that may end at any moment.
    ///
    /// # Errors
    ///
    /// As [`Client::try_send`].
    pub async fn try_call(
        &mut self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: impl Into<Bytes>,
    ) -> io::Result<Answer> {
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.try_send(request.body(Full::new(body.into())).expect("the request is well-formed")).await
    }
}

impl Answer {
    /// Returns the body as JSON.
    pub fn json(&self) -> Value {
        let text = || String::from_utf8_lossy(&self.body).into_owned();
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|_| panic!("{} is no JSON: {}", self.status, text()))
    }

    /// Returns the code of a problem.
    pub fn code(&self) -> String {
        self.json()["code"].as_str().unwrap_or_default().to_owned()
    }

    /// Returns a header.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// Returns where a browser goes next: by a redirect, or by a page that it leaves at once.
    pub fn onward(&self) -> &str {
        match self.status.as_u16() {
            303 => self.header("location"),
            200 => self.header("refresh").strip_prefix("0;url=").expect("an address"),
            _ => panic!("leads nowhere: {self:?}"),
        }
    }
}
