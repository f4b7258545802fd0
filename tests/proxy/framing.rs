//! Where a message ends: nginx reads it in one way or refuses it, and what it writes to the service has one reading alone
//! (RFC 9112, sections 6.3 and 11.2). `tests/wiring/framing.rs` asks the same of the host by itself.

use super::nginx::{NAME, Nginx, SOMEBODY, statuses};
use super::recorder::{Recorder, Seen};

/// A place whose bodies are collected by nginx, and one whose bodies go through as they come.
const PLACES: [&str; 2] = ["/api/first", "/api/cases/x/materials/first"];

/// What another caller would be made to send.
const NEXT: &str = "GET /api/next HTTP/1.1\r\nHost: miaopi.example\r\nConnection: close\r\n\r\n";

/// A request with these lines about its length, what comes behind its head, and another request.
fn framed(place: &str, version: &str, lines: &str, body: &str) -> Vec<u8> {
    format!("POST {place} HTTP/{version}\r\nHost: {NAME}\r\n{lines}\r\n{body}{NEXT}").into_bytes()
}

/// What the service has for the length of a body that it was sent.
fn lengths(seen: &Seen) -> Vec<(&str, &str)> {
    let framing = ["content-length", "transfer-encoding"];
    let headers = seen.headers.iter().map(|(name, value)| (name.as_str(), value.to_str().expect("text")));
    headers.filter(|(name, _)| framing.contains(name)).collect()
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs nginx: run it by `cargo xtask test proxy`"]
async fn a_message_whose_end_can_be_read_in_two_ways_is_refused_and_nothing_of_it_arrives() {
    let recorder = Recorder::start().await;
    let nginx = Nginx::before(recorder.address);
    let chunked = "Transfer-Encoding: chunked\r\n";
    let (empty, none) = ("0\r\n\r\n", "");
    let ambiguous = [
        ("two lengths", "1.1", "Content-Length: 4\r\nContent-Length: 0\r\n", none),
        ("the same length twice", "1.1", "Content-Length: 0\r\nContent-Length: 0\r\n", none),
        ("a list of lengths", "1.1", "Content-Length: 0, 4\r\n", none),
        ("a length with a sign", "1.1", "Content-Length: +4\r\n", none),
        ("a length in other digits", "1.1", "Content-Length: 0x4\r\n", none),
        ("a length and chunks", "1.1", "Content-Length: 99\r\nTransfer-Encoding: chunked\r\n", empty),
        ("chunks and a length", "1.1", "Transfer-Encoding: chunked\r\nContent-Length: 99\r\n", empty),
        ("chunks twice", "1.1", "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", empty),
        ("a coding that nobody knows", "1.1", "Transfer-Encoding: identity, surprise\r\n", none),
        ("chunks that are not the last coding", "1.1", "Transfer-Encoding: chunked, gzip\r\n", none),
        ("a coding with something before it", "1.1", "Transfer-Encoding: xchunked\r\n", empty),
        ("a coding behind a vertical tab", "1.1", "Transfer-Encoding:\u{b}chunked\r\n", empty),
        ("chunks before there were any", "1.0", chunked, empty),
        ("a blank before the colon", "1.1", "Content-Length : 4\r\n", none),
        ("a blank before the colon of a coding", "1.1", "Transfer-Encoding : chunked\r\n", empty),
        ("a line that is folded", "1.1", "X: a\r\n Content-Length: 4\r\n", none),
        ("a coding that is folded", "1.1", "Transfer-Encoding:\r\n chunked\r\n", empty),
        ("a first line that is folded", "1.1", " Content-Length: 4\r\n", none),
        ("a carriage return by itself", "1.1", "X: a\rContent-Length: 4\r\n", none),
        ("a zero byte", "1.1", "X: a\0\r\nContent-Length: 0\r\n", none),
        ("two hosts", "1.1", "Host: elsewhere.example\r\nContent-Length: 0\r\n", none),
        ("a size that is none", "1.1", chunked, "zz\r\n\r\n"),
        ("a size with a sign", "1.1", chunked, "-1\r\n\r\n"),
        ("a size in other digits", "1.1", chunked, "0x0\r\n\r\n"),
        ("a size beyond all numbers", "1.1", chunked, "ffffffffffffffffff\r\n\r\n"),
        ("a chunk that is longer than it says", "1.1", chunked, "2\r\nabcd\r\n0\r\n\r\n"),
    ];
    for place in PLACES {
        for (what, version, lines, body) in ambiguous {
            let answered = nginx.exchange(SOMEBODY, &framed(place, version, lines, body)).await;
            let answered = statuses(&answered);
            assert!(answered == [400] || answered == [501], "{what} at {place}: {answered:?}");
            let arrived = recorder.seen();
            assert!(arrived.is_empty(), "{what} at {place}: {arrived:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs nginx: run it by `cargo xtask test proxy`"]
async fn what_nginx_takes_though_it_is_written_strangely_arrives_with_one_reading() {
    let recorder = Recorder::start().await;
    let nginx = Nginx::before(recorder.address);
    let chunked = "Transfer-Encoding: chunked\r\n";
    let tolerated = [
        ("an ordinary length", "Content-Length: 4\r\n", "abcd"),
        ("ordinary chunks", chunked, "1\r\na\r\n3\r\nbcd\r\n0\r\n\r\n"),
        ("lines that end with a line feed alone", "Content-Length: 4\n", "abcd"),
        ("chunks whose lines do", chunked, "4\nabcd\n0\n\n"),
        ("extensions of chunks", chunked, "4;a=b;c=\"d\"\r\nabcd\r\n0;e\r\n\r\n"),
        ("an extension that ends with a line feed", chunked, "4;a=b\nabcd\r\n0\r\n\r\n"),
        ("headers behind the chunks", chunked, "4\r\nabcd\r\n0\r\nContent-Length: 9\r\nspin-x: y\r\n\r\n"),
        ("a length with noughts", "Content-Length: 0004\r\n", "abcd"),
        (
            "a length that is called the connection's",
            "Connection: content-length\r\nContent-Length: 4\r\n",
            "abcd",
        ),
        (
            "another protocol that is asked for",
            "Connection: upgrade\r\nUpgrade: h2c\r\nContent-Length: 4\r\n",
            "abcd",
        ),
    ];
    for place in PLACES {
        for (what, lines, body) in tolerated {
            let before = recorder.seen().len();
            let answered = nginx.exchange(SOMEBODY, &framed(place, "1.1", lines, body)).await;
            assert_eq!(statuses(&answered), [200, 200], "{what} at {place}");
            let seen = recorder.seen();
            let [first, next] = &seen[before..] else { panic!("{what} at {place}: {seen:?}") };
            assert_eq!((first.path.as_str(), first.body.as_ref()), (place, b"abcd".as_slice()), "{what}");
            let read = lengths(first);
            let readings = [[("content-length", "4")], [("transfer-encoding", "chunked")]];
            assert!(readings.iter().any(|reading| read == reading), "{what} at {place}: {read:?}");
            assert_eq!((next.path.as_str(), next.body.len()), ("/api/next", 0), "{what} at {place}");
            assert!(lengths(next).is_empty(), "{what} at {place}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs nginx: run it by `cargo xtask test proxy`"]
async fn a_method_that_repeats_what_it_is_sent_is_refused() {
    let recorder = Recorder::start().await;
    let nginx = Nginx::before(recorder.address);
    for method in ["TRACE", "CONNECT"] {
        let request = format!("{method} /api/first HTTP/1.1\r\nHost: {NAME}\r\nConnection: close\r\n\r\n");
        let answered = statuses(&nginx.exchange(SOMEBODY, request.as_bytes()).await);
        assert!(answered == [405] || answered == [400], "{method}: {answered:?}");
    }
    assert!(recorder.seen().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs nginx: run it by `cargo xtask test proxy`"]
async fn a_first_line_that_cannot_be_read_is_refused_as_a_mistake_of_whoever_sends_it() {
    let recorder = Recorder::start().await;
    let nginx = Nginx::before(recorder.address);
    let long = format!("/{}", "a".repeat(9 * 1024));
    for (method, target, status) in [
        ("GET", "*", 400),
        ("OPTIONS", "*", 400),
        ("GET", "api/first", 400),
        ("get", "/api/first", 400),
        ("CONNECT", "elsewhere.example:443", 400),
        ("GET", long.as_str(), 414),
    ] {
        let request = format!("{method} {target} HTTP/1.1\r\nHost: {NAME}\r\nConnection: close\r\n\r\n");
        let answered = nginx.exchange(SOMEBODY, request.as_bytes()).await;
        assert_eq!(statuses(&answered), [status], "{method} {target:.20}");
        assert!(answered.contains("about:blank"), "{method} {target:.20}: {answered}");
    }
    assert!(recorder.seen().is_empty());
}
