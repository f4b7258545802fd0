//! Partners are asked over TLS, and are told nothing unless somebody vouches for their certificate. On the embedded host; what Spin
//! trusts is its own affair.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use hyper::Method;
use serde_json::Value;
use tests::deployment::{Deployment, Plan, sandbox};
use tests::tls::{ALL_VERSIONS, Certificate, ServerName};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use super::Person;

const NAME: &str = "localhost";

/// Somebody who answers over TLS as if they were a partner, with a certificate that they have made themselves.
struct Pretender {
    certificate: Certificate,
    address: SocketAddr,
    /// What was said to them, and how each greeting that came to nothing has ended.
    heard: Arc<Mutex<(Vec<String>, Vec<String>)>>,
}

impl Pretender {
    async fn start() -> Self {
        let certificate = Certificate::of(NAME);
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("there is a free port");
        let address = listener.local_addr().expect("it has an address");
        let heard = Arc::<Mutex<(Vec<String>, Vec<String>)>>::default();
        let (server, hearing) = (certificate.server(), Arc::clone(&heard));
        tokio::spawn(async move {
            // One after another, so that whoever is answered knows that all before them have ended.
            while let Ok((stream, _)) = listener.accept().await {
                match server.accept(stream).await {
                    Ok(mut stream) => {
                        let mut buffer = vec![0; 4096];
                        let length = stream.read(&mut buffer).await.unwrap_or_default();
                        let said = String::from_utf8_lossy(&buffer[..length]).into_owned();
                        hearing.lock().expect("nobody has failed with it").0.push(said);
                        let answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}";
                        drop(stream.write_all(answer.as_bytes()).await);
                        drop(stream.shutdown().await);
                    }
                    Err(error) => {
                        hearing.lock().expect("nobody has failed with it").1.push(error.to_string());
                    }
                }
            }
        });
        Self { certificate, address, heard }
    }

    /// Where a component is told that its partner is.
    fn origin(&self) -> String {
        format!("https://{NAME}:{}", self.address.port())
    }

    /// Takes what was said to them until now, and how often they were left because of their certificate. That they listen, and to
    /// the end of everything before, is seen by a friend, who asks last.
    async fn take(&self) -> (Vec<String>, usize) {
        assert!(self.asked_by_a_friend().await.starts_with("HTTP/1.1 200 "));
        let (mut said, left) = std::mem::take(&mut *self.heard.lock().expect("nobody has failed with it"));
        assert!(said.pop().is_some_and(|last| last.starts_with("GET /friend ")), "{said:?}");
        assert!(left.iter().all(|error| error.contains("UnknownCA")), "{left:?}");
        (said, left.len())
    }

    /// Asks as somebody does who trusts the certificate.
    async fn asked_by_a_friend(&self) -> String {
        let stream = TcpStream::connect(self.address).await.expect("they listen");
        let name = ServerName::try_from(NAME).expect("a name");
        let client = self.certificate.client(ALL_VERSIONS, "http/1.1");
        let mut stream = client.connect(name, stream).await.expect("the certificate is right");
        let request = format!("GET /friend HTTP/1.1\r\nHost: {NAME}\r\n\r\n");
        stream.write_all(request.as_bytes()).await.expect("sent");
        let mut answer = String::new();
        drop(stream.read_to_string(&mut answer).await);
        answer
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_provider_or_gateway_whose_certificate_nobody_vouches_for_is_told_nothing() {
    let pretender = Pretender::start().await;
    let origin = pretender.origin();
    let there = origin.as_str();
    let variables = [("identity_issuer", there), ("identity_origin", there), ("sms_url", there)];
    let deployment = Deployment::start(Plan { variables: &variables, ..Plan::of(&sandbox()) });
    deployment.prepare(4).await;

    let login = deployment.client().await.call(Method::GET, "/auth/login", &[], "").await;
    assert_eq!((login.status.as_u16(), login.code()), (503, "provider-unavailable".to_owned()));
    assert_eq!(pretender.take().await, (vec![], 1));

    let mut candidate = Person::candidate(&deployment, "somebody who waits for a code").await;
    candidate.open("one").await;
    // What was told nothing has taken nothing, so that another code can be asked for at once.
    for key in ["one", "two"] {
        let code = candidate.code(key).await;
        assert_eq!((code.status.as_u16(), code.code()), (503, "message-not-sent".to_owned()));
        assert_eq!(pretender.take().await, (vec![], 1));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn registers_whose_certificate_nobody_vouches_for_are_told_nothing_and_approve_nobody() {
    let pretender = Pretender::start().await;
    let origin = pretender.origin();
    let variables = [("registers_url", origin.as_str())];
    let deployment = Deployment::start(Plan { variables: &variables, ..Plan::of(&sandbox()) });
    deployment.prepare(4).await;
    let mut candidate = Person::candidate(&deployment, "somebody at home 10").await;
    let (case, etag) = candidate.draft(10, "local-household").await;
    let filed = candidate.submit(&case, &etag).await;
    assert_eq!(filed.json()["state"], "under-review", "{filed:?}");
    let (said, left) = pretender.take().await;
    assert!(said.is_empty() && 0 < left, "{said:?}");
    let shown = candidate.ask(Method::GET, &case, &[], Value::Null).await;
    assert_eq!(shown.json()["state"], "under-review");
}
