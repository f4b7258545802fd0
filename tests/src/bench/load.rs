//! Throughput and latency of a component that gets and sets one value, on a store that reaches the disk.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use futures::future::join_all;
use hyper::Method;

use super::times::Times;
use crate::http::Client;

/// How a load went.
#[derive(Debug)]
pub struct Load {
    /// How many connections were kept open.
    pub connections: usize,
    /// Answers a second.
    pub per_second: f64,
    /// How long an answer took.
    pub times: Times,
}

/// Calls the get-and-set component at `address` for as long as `duration` over so many connections.
pub async fn get_and_set(address: SocketAddr, connections: usize, duration: Duration) -> Load {
    let begun = Instant::now();
    let workers = (0..connections).map(|_| {
        tokio::spawn(async move {
            let mut client = Client::connect(address).await;
            let mut times = Vec::new();
            while begun.elapsed() < duration {
                let sent = Instant::now();
                let answer = client.call(Method::POST, "/probe/get-and-set", &[], "").await;
                assert!(answer.status.is_success(), "{answer:?}");
                times.push(sent.elapsed());
            }
            times
        })
    });
    let finished = join_all(workers).await;
    let times = Times::of(finished.into_iter().flat_map(|times| times.expect("no worker fails")));
    let per_second = times.count() as f64 / begun.elapsed().as_secs_f64();
    Load { connections, per_second, times }
}
