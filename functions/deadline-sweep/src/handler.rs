//! `POST /internal/sweep`: one slice of the walk, acting on what is due. It takes no time and no ids from the caller,
//! and running it twice, or twice at once, is harmless. `GET /internal/metrics` shows what it has counted.

use std::time::{Duration, Instant};

use bytes::Bytes;
use domain::instant;
use edge::{Body, Code, Context, PASSWORDS, Problem, SESSIONS, TELEPHONES, admit_operator};
use http::{Method, Request, Response, StatusCode};
use serde::Serialize;
use store::{Collection, KeyValue, Line, Sweep, Swept};

mod accounts;
mod count;
mod due;
mod metrics;
mod outside;
mod registrations;
mod round;
mod tidy;

use count::Count;
use due::Done;

/// A scheduler's call must end before its own time-out, which is rarely below 30 s.
const SLICE_MAX: Duration = Duration::from_secs(10);

/// A partition is planned for 64 lines. From four times that on, its collection needs more partitions.
const LINES_WARN: usize = 256;

/// What a slice of the walk did.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Report {
    partitions: usize,
    lines: usize,
    ended: usize,
    dropped: usize,
    cleared: usize,
    postponed: usize,
    /// Cases of which it was recorded what had become due.
    elapsed: usize,
    /// Cases whose pending checks were taken over.
    taken_over: usize,
    /// Messages that were tried to be sent.
    messages: usize,
    /// Cases whose materials were tidied up: what leaves was deleted, what has expired leaves.
    tidied: usize,
    /// Cases that were erased, having been kept for as long as their policies say.
    erased: usize,
    /// When the next thing falls due, of what this slice has seen.
    #[serde(skip_serializing_if = "Option::is_none")]
    next_due: Option<String>,
    largest_partition: usize,
    needs_more_partitions: bool,
    faults: Vec<String>,
    /// Call again at once: the time was spent before the walk came to its end.
    more: bool,
}

/// Answers a request.
///
/// # Errors
///
/// Returns the problem to answer with.
pub async fn handle<K: KeyValue>(
    request: Request<Body>,
    cx: &Context<'_, K>,
) -> Result<Response<Bytes>, Problem> {
    match (request.method(), request.uri().path()) {
        (&Method::POST, "/internal/sweep") => {
            cx.enter("/internal/sweep");
            admit_operator(cx, request.headers())?;
            sweep(cx).await
        }
        (&Method::GET, "/internal/metrics") => {
            cx.enter("/internal/metrics");
            admit_operator(cx, request.headers())?;
            metrics::show(cx).await
        }
        _ => Err(Problem::new(Code::NoSuchResource)),
    }
}

async fn sweep<K: KeyValue>(cx: &Context<'_, K>) -> Result<Response<Bytes>, Problem> {
    let begun = Instant::now();
    let is_spent = || SLICE_MAX <= begun.elapsed();
    let done = Done::default();

    let way = cx.store().way().await?;
    let seasons = accounts::seasons(&way);
    let over = registrations::over(cx, &way, &done).await;
    let has_expired = |collection: &Collection, line: &Line| {
        // These are over because time has passed. What falls due in a case is decided by its domain.
        match collection.name.as_str() {
            SESSIONS | TELEPHONES | PASSWORDS => line.facts.due.is_some_and(|due| due <= cx.now),
            name => over.contains(name),
        }
    };
    let sweep = Sweep { has_expired: &has_expired, is_spent: &is_spent };
    let mut count = Count::going_on(way.left());
    let visit = async |collection: &Collection, lines: Vec<Line>| {
        let has_ended = due::act(cx, collection, &lines, &done, is_spent).await
            && accounts::look(cx, collection, &lines, &seasons, &done, is_spent).await;
        if has_ended {
            count.add(collection, &lines, cx.now);
        }
        has_ended
    };
    let swept = cx.store().sweep(way, &sweep, visit).await;
    count.end(swept.faults.len() + done.faults.borrow().len(), cx.now);
    // What was done stands, and is told, whether or not the count can be kept: nothing is decided by it.
    if let Err(fault) = cx.store().keep_count(&swept, &count.write()?).await {
        done.faults.borrow_mut().push(fault.to_string());
    }

    edge::json(StatusCode::OK, &report(&swept, &done))
}

fn report(swept: &Swept, done: &Done) -> Report {
    let faults = swept.faults.iter().map(ToString::to_string);
    Report {
        partitions: swept.partitions,
        lines: swept.lines,
        ended: swept.ended + done.accounts.get(),
        dropped: swept.dropped,
        cleared: swept.cleared,
        postponed: swept.postponed,
        largest_partition: swept.largest,
        needs_more_partitions: LINES_WARN <= swept.largest,
        elapsed: done.elapsed.get(),
        taken_over: done.taken_over.get(),
        messages: done.messages.get(),
        tidied: done.tidied.get(),
        erased: done.erased.get(),
        next_due: done.next.get().map(instant::format),
        faults: faults.chain(done.faults.borrow().iter().cloned()).collect(),
        more: swept.is_stopped(),
    }
}

#[cfg(test)]
mod tests;
