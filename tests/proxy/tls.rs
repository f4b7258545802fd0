//! Who is answered over TLS, by which version, and what browsers are told of it.

use hyper::Method;
use tests::tls::{ServerName, TLS12, TLS13};
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;

use super::nginx::{NAME, Nginx, SOMEBODY, statuses, until_quiet};
use super::recorder::Recorder;
use super::refused_by_the_proxy;

/// A greeting of TLS 1.0 and 1.1: a client hello that names this version as its newest, and one cipher that was good then.
fn hello(version: u8) -> Vec<u8> {
    let hello = [&[3, version], [7; 32].as_slice(), &[0, 0, 2, 0xc0, 0x13, 1, 0, 0, 0]].concat();
    let length = u8::try_from(hello.len()).expect("a short one");
    [&[22, 3, 1, 0, length + 4, 1, 0, 0, length], hello.as_slice()].concat()
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs nginx: run it by `cargo xtask test proxy`"]
async fn tls_is_spoken_in_the_two_versions_of_today_and_for_one_name() {
    let recorder = Recorder::start().await;
    let nginx = Nginx::before(recorder.address);
    for version in [&TLS12, &TLS13] {
        let stream = TcpStream::connect(nginx.address()).await.expect("it listens");
        let client = nginx.certificate().client(&[version], "http/1.1");
        let name = ServerName::try_from(NAME).expect("a name");
        let stream = client.connect(name, stream).await.expect("it is spoken");
        let (_, session) = stream.get_ref();
        assert_eq!(session.protocol_version(), Some(version.version));
        let cipher = format!("{:?}", session.negotiated_cipher_suite().expect("there is one").suite());
        assert!(cipher.contains("GCM") || cipher.contains("CHACHA20"), "{cipher}");
    }
    for other in ["elsewhere.example", "www.miaopi.example"] {
        let refused = nginx.connect(SOMEBODY, other, "http/1.1").await.expect_err("it is another name");
        assert!(refused.to_string().contains("UnrecognisedName"), "{other}: {refused}");
    }
    // Nor is whoever names this service to TLS, and another one within.
    let request = b"GET / HTTP/1.1\r\nHost: elsewhere.example\r\nConnection: close\r\n\r\n";
    let misdirected = nginx.exchange(SOMEBODY, request).await;
    assert_eq!(statuses(&misdirected), [421], "{misdirected}");
    assert!(!misdirected.contains("nginx/"), "{misdirected}");
    assert!(recorder.seen().is_empty());
    for version in [1, 2] {
        let mut stream = TcpStream::connect(nginx.address()).await.expect("it listens");
        stream.write_all(&hello(version)).await.expect("sent");
        // A record of alerts, or nothing, and no hello of the server's.
        let answered = until_quiet(&mut stream).await;
        assert!(!answered.starts_with('\u{16}'), "TLS 1.{}", version - 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs nginx: run it by `cargo xtask test proxy`"]
async fn browsers_are_told_to_come_by_tls_alone_with_every_answer_and_every_refusal() {
    let recorder = Recorder::start().await;
    let nginx = Nginx::before(recorder.address);
    let told = "max-age=63072000; includeSubDomains";
    for path in ["/", "/api/programmes", "/auth/login", "/api/cases/x/materials/y", "/administration/"] {
        let answer = nginx.ask(Method::GET, path, &[], "").await;
        assert_eq!(
            (answer.status.as_u16(), answer.header("strict-transport-security")),
            (200, told),
            "{path}"
        );
        assert_eq!(answer.header("server"), "nginx", "{path}");
    }
    refused_by_the_proxy(&nginx.ask(Method::GET, "/internal/metrics", &[], "").await, 404);
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs nginx: run it by `cargo xtask test proxy`"]
async fn what_is_sent_to_the_port_of_tls_in_clear_is_refused_and_its_query_not_logged() {
    let recorder = Recorder::start().await;
    let nginx = Nginx::before(recorder.address);
    let mut stream = TcpStream::connect(nginx.address()).await.expect("it listens");
    let request = "GET /auth/callback?code=the-code-in-clear HTTP/1.1\r\nHost: miaopi.example\r\n\r\n";
    stream.write_all(request.as_bytes()).await.expect("sent");
    assert!(until_quiet(&mut stream).await.contains(" 400 "));
    assert!(recorder.seen().is_empty());
    assert!(!nginx.logs().contains("the-code-in-clear"), "{}", nginx.logs());
}
