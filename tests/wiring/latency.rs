//! No small answer on a kept connection waits for a timer.

use std::time::{Duration, Instant};

use hyper::Method;
use serde_json::Value;

use super::{Person, our_host};

/// Without TCP_NODELAY, each answer on a kept connection takes the 40 ms of a delayed acknowledgement.
const DELAYED: Duration = Duration::from_millis(40);

#[tokio::test(flavor = "multi_thread")]
async fn a_kept_connection_is_not_slowed_down_by_delayed_acknowledgements() {
    let deployment = our_host().await;
    let mut person = Person::candidate(&deployment, "candidate").await;
    let (case, _) = person.open("one").await;
    let mut times = Vec::new();
    for _ in 0..50 {
        let begun = Instant::now();
        let answer = person.ask(Method::GET, &case, &[], Value::Null).await;
        times.push(begun.elapsed());
        assert_eq!(answer.status, 200);
    }
    times.sort();
    // The median, since a busy machine may delay any single one; the timer would delay each.
    assert!(times[25] < DELAYED / 2, "half of all answers took {:?} or more", times[25]);
}
