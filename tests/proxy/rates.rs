//! How much one caller may ask for.

use std::net::Ipv4Addr;
use std::time::{Duration, Instant};

use tokio::io::AsyncWriteExt as _;

use super::nginx::{NAME, Nginx, SOMEBODY, statuses};
use super::recorder::Recorder;

/// Whoever has said nothing by then is cut off after ten seconds.
const SILENCE_MAX: Duration = Duration::from_secs(15);

/// Another caller.
const SOMEBODY_ELSE: Ipv4Addr = Ipv4Addr::new(127, 0, 0, 2);

/// So many requests at once, on one connection.
fn flood(path: &str, times: usize) -> Vec<u8> {
    let request = format!("GET {path} HTTP/1.1\r\nHost: {NAME}\r\n");
    let last = format!("{request}Connection: close\r\n\r\n");
    (format!("{request}\r\n").repeat(times - 1) + &last).into_bytes()
}

/// How many of them were let through, and how many refused.
async fn counted(nginx: &Nginx, from: Ipv4Addr, path: &str, times: usize) -> (usize, usize) {
    let answered = statuses(&nginx.exchange(from, &flood(path, times)).await);
    let of = |status: u16| answered.iter().filter(|found| **found == status).count();
    assert_eq!(of(200) + of(429), times, "{answered:?}");
    (of(200), of(429))
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs nginx: run it by `cargo xtask test proxy`"]
async fn whoever_asks_too_often_is_refused_and_nobody_else_is() {
    let recorder = Recorder::start().await;
    let nginx = Nginx::before(recorder.address);
    let begun = Instant::now();
    let (through, refused) = counted(&nginx, SOMEBODY, "/api/programmes", 400).await;
    // Two hundred at once, and fifty for each second that it has taken.
    let most = 202 + usize::try_from(begun.elapsed().as_millis()).expect("a short time") / 20;
    assert!((200..=most).contains(&through) && 0 < refused, "{through} let through, {refused} refused");
    assert_eq!(recorder.seen().len(), through);
    let (through, refused) = counted(&nginx, SOMEBODY_ELSE, "/api/programmes", 100).await;
    assert_eq!((through, refused), (100, 0), "another caller");
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs nginx: run it by `cargo xtask test proxy`"]
async fn where_people_log_in_or_get_codes_the_rate_is_lower() {
    let recorder = Recorder::start().await;
    let nginx = Nginx::before(recorder.address);
    let places = ["/auth/login", "/login/x", "/api/account/sessions", "/api/identity/codes"];
    for (place, path) in (1..).zip(places) {
        let from = Ipv4Addr::new(127, 0, 1, place);
        let begun = Instant::now();
        let (through, _) = counted(&nginx, from, path, 100).await;
        let most = 52 + usize::try_from(begun.elapsed().as_millis()).expect("a short time") / 100;
        assert!((50..=most).contains(&through), "{path}: {through} let through");
        // What is spent there leaves the rest open.
        assert_eq!(counted(&nginx, from, "/api/programmes", 20).await, (20, 0), "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs nginx: run it by `cargo xtask test proxy`"]
async fn whoever_says_nothing_or_half_of_it_is_cut_off() {
    let recorder = Recorder::start().await;
    let nginx = Nginx::before(recorder.address);
    let begun = Instant::now();
    let half = |bytes: &'static str| {
        let nginx = &nginx;
        async move {
            let mut stream = nginx.connect(SOMEBODY, NAME, "http/1.1").await.expect("nginx answers");
            stream.write_all(bytes.as_bytes()).await.expect("sent");
            // Quiet for longer than that is no end: the connection has to be closed by the other side.
            let closed = tokio::time::timeout(SILENCE_MAX, async {
                let mut byte = [0];
                while let Ok(1..) = tokio::io::AsyncReadExt::read(&mut stream, &mut byte).await {}
            });
            closed.await.is_ok()
        }
    };
    let closed = futures::join!(half(""), half("GET / HTTP/1.1\r\nHost: miaopi.exam"));
    assert_eq!(closed, (true, true), "after {:?}", begun.elapsed());
    // The service has heard nothing of either.
    assert!(recorder.seen().is_empty());
}
