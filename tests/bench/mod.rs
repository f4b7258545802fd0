//! What the bench loads is what the service would have stored, and its sweep measures what it says.

use tests::bench::{load, sweep};
use tests::deployment::{KEY_1, sandbox, verify};

use tempfile::TempDir;

#[test]
fn a_file_that_was_loaded_holds_everything_that_is_asked_of_a_stopped_service() {
    let state = TempDir::new().unwrap();
    load(&state.path().join("sqlite_key_value.db"), 200);
    let (holds, text) = verify(state.path(), KEY_1, &[]);
    // Sessions, telephones, accounts and cases; each case has an account.
    assert!(holds && text.contains("4 collections, 400 records") && text.contains(" 0 keys that"), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sweep_deals_with_the_tenth_that_is_due_and_reads_no_other_body() {
    let [sweeping] = sweep(&sandbox(), &[200], 1).await.try_into().unwrap();
    assert_eq!((sweeping.due, sweeping.bodies_read_in_vain), (20, 0));
    // The partition is read once, and not again for what could be due after the commit.
    let calls = ["get", "current", "set", "swap"].map(|call| sweeping.due_calls[call].round());
    assert_eq!(calls, [1.0, 1.0, 1.0, 1.0]);
}
