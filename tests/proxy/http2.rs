//! HTTP/2 at the proxy: what a message says of its length has to fit its frames (RFC 9113, section 8.1.1), and nothing that
//! would be read otherwise in HTTP/1.1 gets there. Frames are written by hand, since a library would not write wrong ones.

use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use super::nginx::{NAME, Nginx, SOMEBODY};
use super::recorder::Recorder;

const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

/// Types of frames, and their flags.
const DATA: u8 = 0;
const HEADERS: u8 = 1;
const RST_STREAM: u8 = 3;
const SETTINGS: u8 = 4;
const GOAWAY: u8 = 7;
const END_STREAM: u8 = 1;
const END_HEADERS: u8 = 4;

fn frame(kind: u8, flags: u8, stream: u8, payload: &[u8]) -> Vec<u8> {
    let length = u16::try_from(payload.len()).expect("a short frame").to_be_bytes();
    [&[0], length.as_slice(), &[kind, flags, 0, 0, 0, stream], payload].concat()
}

/// Headers as literals that no table keeps (RFC 7541, section 6.2.2).
fn block(headers: &[(&str, &str)]) -> Vec<u8> {
    let short = |text: &str| u8::try_from(text.len()).ok().filter(|length| *length < 127).expect("short");
    let literal = |(name, value): &(&str, &str)| {
        [&[0, short(name)], name.as_bytes(), &[short(value)], value.as_bytes()].concat()
    };
    headers.iter().flat_map(literal).collect()
}

/// A request with these headers besides, and a body.
fn request(path: &str, headers: &[(&str, &str)], body: &str) -> Vec<u8> {
    let usual = [(":method", "POST"), (":scheme", "https"), (":path", path), (":authority", NAME)];
    let block = block(&[usual.as_slice(), headers].concat());
    [
        PREFACE,
        &frame(SETTINGS, 0, 0, &[]),
        &frame(HEADERS, END_HEADERS, 1, &block),
        &frame(DATA, END_STREAM, 1, body.as_bytes()),
    ]
    .concat()
}

/// Sends a request, and waits until it is answered or refused.
async fn send(nginx: &Nginx, bytes: &[u8]) {
    let mut stream = nginx.connect(SOMEBODY, NAME, "h2").await.expect("nginx answers");
    stream.write_all(bytes).await.expect("sent");
    let answering = async {
        let mut head = [0; 9];
        while stream.read_exact(&mut head).await.is_ok() {
            let [high, middle, low, kind, flags, ..] = head;
            let mut payload = vec![0; usize::from(high) << 16 | usize::from(middle) << 8 | usize::from(low)];
            drop(stream.read_exact(&mut payload).await);
            let is_end = [HEADERS, DATA].contains(&kind) && flags & END_STREAM != 0;
            if is_end || [RST_STREAM, GOAWAY].contains(&kind) {
                break;
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(20), answering).await.expect("it is answered or refused");
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs nginx: run it by `cargo xtask test proxy`"]
async fn in_http_2_a_length_that_does_not_fit_the_frames_is_refused_and_nothing_arrives() {
    let recorder = Recorder::start().await;
    let nginx = Nginx::before(recorder.address);
    let wrong: [(&str, &[(&str, &str)]); 6] = [
        ("a length that is too large", &[("content-length", "10")]),
        ("a length that is too small", &[("content-length", "2")]),
        ("two lengths", &[("content-length", "4"), ("content-length", "10")]),
        ("a length with a sign", &[("content-length", "+4")]),
        ("a line within a value", &[("if-match", "a\r\nTransfer-Encoding: chunked")]),
        ("a line within a name", &[("if-match: a\r\nx", "b")]),
    ];
    for place in ["/api/first", "/api/cases/x/materials/first"] {
        for (what, headers) in wrong {
            send(&nginx, &request(place, headers, "abcd")).await;
            let arrived = recorder.seen();
            assert!(arrived.is_empty(), "{what} at {place}: {arrived:?}");
        }
        send(&nginx, &request(&format!("{place} HTTP/1.1\r\nX: y"), &[], "abcd")).await;
        let arrived = recorder.seen();
        assert!(arrived.is_empty(), "a line within the path: {arrived:?}");
    }
    // Where bodies go through as they come, a request whose body is said to be empty may have gone on before the frame that
    // contradicts it. Nothing of that frame does.
    send(&nginx, &request("/api/cases/x/materials/first", &[("content-length", "0")], "abcd")).await;
    let arrived = recorder.seen();
    assert!(arrived.iter().all(|seen| seen.body.is_empty()), "{arrived:?}");
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs nginx: run it by `cargo xtask test proxy`"]
async fn in_http_2_a_body_arrives_whole_with_or_without_its_length() {
    let recorder = Recorder::start().await;
    let nginx = Nginx::before(recorder.address);
    for place in ["/api/first", "/api/cases/x/materials/first"] {
        // There are no chunks in HTTP/2, and nginx passes on none that somebody speaks of.
        let spoken_of = [[("content-length", "4")].as_slice(), &[], &[("transfer-encoding", "chunked")]];
        for headers in spoken_of {
            send(&nginx, &request(place, headers, "abcd")).await;
            let seen = recorder.seen().pop().expect("it has arrived");
            assert_eq!((seen.path.as_str(), seen.body.as_ref()), (place, b"abcd".as_slice()), "{headers:?}");
            let coding = seen.headers.get("transfer-encoding").map(|coding| coding.as_bytes());
            assert!([None, Some(b"chunked".as_slice())].contains(&coding), "{headers:?}: {coding:?}");
        }
    }
    assert_eq!(recorder.seen().len(), 6);
}
