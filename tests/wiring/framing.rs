//! Where a message ends: everybody on the way has to read it in one way, or one caller's request is taken for a part of another's
//! (RFC 9112, sections 6.3 and 11.2).

use std::net::SocketAddr;
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use super::deployed;

/// An answer to each of these is there long before, and none comes to what is taken for unfinished.
const QUIET: Duration = Duration::from_millis(500);

/// Sends these bytes on one connection, and returns the statuses of everything that is answered.
async fn statuses(address: SocketAddr, bytes: &str) -> Vec<u16> {
    let mut stream = TcpStream::connect(address).await.expect("the service listens");
    stream.write_all(bytes.as_bytes()).await.expect("sent");
    let (mut answer, mut buffer) = (Vec::new(), vec![0; 4096]);
    while let Ok(Ok(length @ 1..)) = tokio::time::timeout(QUIET, stream.read(&mut buffer)).await {
        answer.extend_from_slice(&buffer[..length]);
    }
    let text = String::from_utf8_lossy(&answer).into_owned();
    let heads = text.split("HTTP/1.1 ").skip(1);
    heads.filter_map(|head| head.split(' ').next()?.parse().ok()).collect()
}

/// A request with these lines about its length, and whatever comes behind its head.
fn framed(lines: &str, rest: &str) -> String {
    format!("POST /api/programmes/shenzhen-interview HTTP/1.1\r\nHost: x\r\n{lines}\r\n{rest}")
}

const NEXT: &str = "GET /api/programmes/shenzhen-interview HTTP/1.1\r\nHost: x\r\n\r\n";

#[tokio::test(flavor = "multi_thread")]
async fn a_message_whose_end_can_be_read_in_two_ways_is_refused_and_nothing_behind_it_is_taken() {
    let deployment = deployed().await;
    let ambiguous = [
        ("two lengths", "Content-Length: 4\r\nContent-Length: 0\r\n"),
        ("a list of lengths", "Content-Length: 0, 4\r\n"),
        ("a length with a sign", "Content-Length: +4\r\n"),
        ("a length in other digits", "Content-Length: 0x4\r\n"),
        ("a coding that nobody knows", "Transfer-Encoding: identity, surprise\r\n"),
        ("chunks that are not the last coding", "Transfer-Encoding: chunked, gzip\r\n"),
        ("a blank before the colon", "Content-Length : 4\r\n"),
        ("a line that is folded", "X: a\r\n Content-Length: 4\r\n"),
        ("a carriage return by itself", "X: a\rContent-Length: 4\r\n"),
    ];
    for (what, lines) in ambiguous {
        let answered = statuses(deployment.address, &framed(lines, NEXT)).await;
        assert_eq!(answered, [400], "{what}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn where_chunks_and_a_length_are_named_the_chunks_count() {
    let deployment = deployed().await;
    // By its length, the body would be `0` and what follows, and the next request would be swallowed.
    let lines = "Content-Length: 48\r\nTransfer-Encoding: chunked\r\n";
    let answered = statuses(deployment.address, &framed(lines, &format!("0\r\n\r\n{NEXT}"))).await;
    assert!(answered == [405, 200] || answered == [405] || answered == [400], "{answered:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_chunk_whose_size_is_none_ends_the_connection() {
    let deployment = deployed().await;
    for size in ["zz", "-1", "0x0", "ffffffffffffffffff"] {
        let body = format!("{size}\r\n\r\n{NEXT}");
        let answered = statuses(deployment.address, &framed("Transfer-Encoding: chunked\r\n", &body)).await;
        // The head was answered, or not; what stands behind the body is no request.
        assert!(
            answered.iter().all(|status| [400, 405].contains(status)) && answered.len() <= 1,
            "{size}: {answered:?}"
        );
    }
}
