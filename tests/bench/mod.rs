//! What the bench loads is what the service would have stored, and its sweep measures what it says.

use tests::bench::{Effort, load, sweep, travel};
use tests::deployment::{Deployment, KEY_1, Plan, sandbox, verify};

use tempfile::TempDir;

#[test]
fn a_file_that_was_loaded_holds_everything_that_is_asked_of_a_stopped_service() {
    let state = TempDir::new().unwrap();
    load(&state.path().join("sqlite_key_value.db"), 200);
    let (holds, text) = verify(state.path(), KEY_1, &[]);
    // Sessions, telephones, passwords, accounts and cases; each case has an account.
    assert!(holds && text.contains("5 collections, 400 records") && text.contains(" 0 keys that"), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sweep_deals_with_the_tenth_that_is_due_and_reads_no_other_body() {
    let [sweeping] = sweep(&sandbox(), &[200], 1).await.try_into().unwrap();
    assert_eq!((sweeping.due, sweeping.bodies_read_in_vain), (20, 0));
    // Each body is read and written once. A partition is read and swapped for all of its five at once, and not read again for what
    // could be due after the commit.
    let calls = |call| sweeping.due_calls[call];
    assert_eq!(["get", "set"].map(|call| calls(call).round()), [1.0, 1.0]);
    assert_eq!(["current", "swap"].map(calls), [0.2, 0.2]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_runs_at_an_address_is_measured_again_and_again_without_its_clock_or_its_counts() {
    let host = Deployment::start(Plan::of(&sandbox()));
    let elsewhere = Deployment::running(host.address);
    elsewhere.prepare(4).await;
    for run in [1, 2] {
        let (travelled, _) = travel(&elsewhere, run, Effort::Little).await;
        assert_eq!(travelled.len(), 6);
        assert!(travelled.iter().all(|one| one.cost.is_none() && 0 < one.times.count()), "{travelled:?}");
    }
}
