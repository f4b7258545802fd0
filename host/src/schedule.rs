//! Calls paths of the application again and again, as a timer of the operating system would in production.
//!
//! Real time, whatever the application's clock says. A call that says there is more is followed by the next one at once.

use std::net::SocketAddr;
use std::str::FromStr;
use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use bytes::Bytes;
use http::header::{AUTHORIZATION, HOST};
use http::{HeaderValue, Method, Request};
use http_body_util::{BodyExt as _, Empty, Limited};
use hyper_util::rt::TokioIo;
use serde::Deserialize;
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio::time::{Instant, MissedTickBehavior, interval_at, timeout};

/// A sweep spends 10 s a call; one that takes much longer has stopped.
const CALL_MAX: Duration = Duration::from_secs(60);

/// An answer of the sweep is a few counters.
const BODY_BYTES_MAX: usize = 64 * 1024;

/// How often a path is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Every {
    period: Duration,
    path: String,
}

impl FromStr for Every {
    type Err = anyhow::Error;

    fn from_str(text: &str) -> Result<Self> {
        let (period, path) =
            text.split_once('=').context("a schedule is period=path, as in 10s=/internal/sweep")?;
        ensure!(path.starts_with('/'), "{path} is not a path");
        let digits = period.trim_end_matches(|unit: char| unit.is_ascii_alphabetic());
        let number: u64 = digits.parse().with_context(|| format!("{period} is not a period"))?;
        let period = match &period[digits.len()..] {
            "ms" => Duration::from_millis(number),
            "s" => Duration::from_secs(number),
            "m" => Duration::from_secs(60 * number),
            unit => anyhow::bail!("{unit:?} is not a unit of time: ms, s or m"),
        };
        ensure!(!period.is_zero(), "a period is longer than nothing");
        Ok(Self { period, path: path.to_owned() })
    }
}

/// Whom to call, and as whom.
#[derive(Clone)]
pub(crate) struct Schedule {
    address: SocketAddr,
    authorization: HeaderValue,
}

#[derive(Debug, Deserialize)]
struct Answer {
    #[serde(default)]
    more: bool,
}

impl Schedule {
    /// Takes the first of the secrets in `secrets`: during a rotation there are two, separated by a comma.
    pub(crate) fn new(address: SocketAddr, secrets: &str) -> Result<Self> {
        let secret = secrets.split(',').next().unwrap_or_default().trim();
        let mut authorization = HeaderValue::try_from(format!("Bearer {secret}"))
            .map_err(|_| anyhow::anyhow!("the secret of the schedule cannot be sent in a header"))?;
        authorization.set_sensitive(true);
        Ok(Self { address, authorization })
    }

    /// Calls `path` once, and returns whether there is more to do.
    async fn call(&self, path: &str) -> Result<bool> {
        let stream = TcpStream::connect(self.address).await?;
        stream.set_nodelay(true)?;
        let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await?;
        tokio::spawn(connection);
        let request = Request::builder()
            .method(Method::POST)
            .uri(path)
            .header(HOST, self.address.to_string())
            .header(AUTHORIZATION, self.authorization.clone())
            .body(Empty::<Bytes>::new())?;
        let response = sender.send_request(request).await?;
        let status = response.status();
        ensure!(status.is_success(), "it answered {status}");
        let body = Limited::new(response.into_body(), BODY_BYTES_MAX).collect().await;
        let body = body.map_err(|error| anyhow::anyhow!("its answer ended early: {error}"))?.to_bytes();
        if body.is_empty() {
            return Ok(false);
        }
        let answer: Answer =
            serde_json::from_slice(&body).context("its answer is not the JSON that was expected")?;
        Ok(answer.more)
    }
}

/// Keeps one entry of a schedule until the host stops. It never overlaps with itself; a period that passes meanwhile is
/// left out.
pub(crate) async fn keep(schedule: Schedule, every: Every, mut stopped: watch::Receiver<()>) {
    let mut ticks = interval_at(Instant::now() + every.period, every.period);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let work = async {
        loop {
            ticks.tick().await;
            loop {
                let called = timeout(CALL_MAX, schedule.call(&every.path)).await;
                match called.unwrap_or_else(|_| Err(anyhow::anyhow!("it took longer than {CALL_MAX:?}"))) {
                    Ok(true) => {}
                    Ok(false) => break,
                    Err(error) => {
                        tracing::warn!(
                            path = every.path,
                            error = format!("{error:#}"),
                            "scheduled call failed"
                        );
                        break;
                    }
                }
            }
        }
    };
    tokio::select! {
        () = work => {}
        _ = stopped.changed() => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_is_a_number_with_its_unit() {
        for (text, milliseconds) in [("250ms=/a", 250), ("10s=/a", 10_000), ("2m=/a", 120_000)] {
            assert_eq!(
                text.parse::<Every>().expect("a schedule").period,
                Duration::from_millis(milliseconds)
            );
        }
        for text in ["10=/a", "10s", "10s=a", "0s=/a", "s=/a", "10h=/a", "-1s=/a"] {
            assert!(text.parse::<Every>().is_err(), "{text}");
        }
    }

    #[test]
    fn of_two_secrets_the_first_is_sent_and_neither_is_printed() {
        let schedule = Schedule::new(SocketAddr::from(([127, 0, 0, 1], 1)), "new-secret, old-secret")
            .expect("a schedule");
        assert_eq!(schedule.authorization.as_bytes(), b"Bearer new-secret");
        assert_eq!(format!("{:?}", schedule.authorization), "Sensitive");
    }
}
