//! What the key-value store promises, and the weaknesses of Spin's that it repeats.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use super::database::Connections;
use super::{DEFAULT_STORE, Database, Fault, Table, default_file};

/// A folder that is removed at the end of its test.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        static DRAWN: AtomicU32 = AtomicU32::new(0);
        let number = DRAWN.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("key-value-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("the system has a folder for temporary files");
        Self(folder)
    }

    fn file(&self) -> PathBuf {
        default_file(&self.0)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        _ = std::fs::remove_dir_all(&self.0);
    }
}

fn label() -> Arc<str> {
    DEFAULT_STORE.into()
}

/// Runs `check` on a store in memory and on one in a file.
async fn on_both(check: impl AsyncFn(&Database)) {
    check(&Database::in_memory().expect("a store in memory")).await;
    let folder = Folder::new();
    check(&Database::open(&folder.file()).expect("a store in a file")).await;
}

async fn swap(database: &Database, key: &str, read: Option<&[u8]>, new: &[u8]) -> bool {
    database.swap(&label(), key.to_owned(), read.map(<[u8]>::to_vec), new.to_vec()).await.expect("no fault")
}

async fn set(database: &Database, key: &str, value: &[u8]) {
    database.set(&label(), key.to_owned(), value.to_vec()).await.expect("no fault");
}

#[track_caller]
fn holds(database: &Database, key: &str, expected: Option<&[u8]>) {
    let found = database.get(DEFAULT_STORE, key).expect("no fault");
    assert_eq!(found.as_deref(), expected, "{key}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_set_is_read_until_it_is_deleted() {
    on_both(async |database| {
        holds(database, "a", None);
        set(database, "a", b"1").await;
        set(database, "a", b"2").await;
        holds(database, "a", Some(b"2"));
        assert_eq!(database.get("other", "a").expect("no fault"), None);
        database.delete(&label(), "a".to_owned()).await.expect("no fault");
        database.delete(&label(), "a".to_owned()).await.expect("deleting nothing is no fault");
        holds(database, "a", None);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn both_of_two_creators_win_and_the_last_one_stays() {
    on_both(async |database| {
        assert!(swap(database, "a", None, b"first").await);
        assert!(swap(database, "a", None, b"second").await);
        holds(database, "a", Some(b"second"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stale_swap_loses_and_changes_nothing() {
    on_both(async |database| {
        set(database, "a", b"1").await;
        assert!(swap(database, "a", Some(b"1"), b"2").await);
        assert!(!swap(database, "a", Some(b"1"), b"3").await);
        holds(database, "a", Some(b"2"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_swap_of_a_key_that_has_gone_since_fails() {
    on_both(async |database| {
        set(database, "a", b"1").await;
        database.delete(&label(), "a".to_owned()).await.expect("no fault");
        assert!(!swap(database, "a", Some(b"1"), b"2").await);
        holds(database, "a", None);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn get_many_leaves_out_what_is_missing_and_set_many_writes_all() {
    on_both(async |database| {
        let pairs = vec![("b".to_owned(), vec![2]), ("a".to_owned(), vec![1])];
        database.set_many(&label(), pairs).await.expect("no fault");
        let keys = ["c", "b", "a", "b"].map(str::to_owned).to_vec();
        let found = database.get_many(DEFAULT_STORE, keys).expect("no fault");
        assert_eq!(found, [("a".to_owned(), vec![1]), ("b".to_owned(), vec![2])]);
        let keys = ["a", "c"].map(str::to_owned).to_vec();
        database.delete_many(&label(), keys).await.expect("no fault");
        assert_eq!(database.keys(DEFAULT_STORE).expect("no fault"), ["b"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn concurrent_increments_are_all_counted_and_all_different() {
    on_both(async |database| {
        let tasks: Vec<_> = (0..200)
            .map(|_| {
                let database = database.clone();
                tokio::spawn(async move {
                    database.increment(&label(), "n".to_owned(), 1).await.expect("no fault")
                })
            })
            .collect();
        let mut sums = Vec::new();
        for task in tasks {
            sums.push(task.await.expect("no panic"));
        }
        sums.sort_unstable();
        assert!(sums.iter().copied().eq(1..=200));
        holds(database, "n", Some(&200_i64.to_le_bytes()));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn incrementing_what_is_no_counter_breaks_the_store_until_it_is_opened_again() {
    let folder = Folder::new();
    let database = Database::open(&folder.file()).expect("a store in a file");
    set(&database, "a", b"seven b").await;
    for _ in 0..2 {
        let fault = database.increment(&label(), "a".to_owned(), 1).await.expect_err("it is no counter");
        assert!(matches!(fault, Fault::Broken), "{fault}");
    }
    assert!(matches!(database.get(DEFAULT_STORE, "a"), Err(Fault::Broken)));
    assert!(matches!(database.set(&label(), "b".to_owned(), vec![1]).await, Err(Fault::Broken)));
    drop(database);
    holds(&Database::open(&folder.file()).expect("it opens again"), "a", Some(b"seven b"));
}

/// Two databases on one file are two processes as far as SQLite is concerned.
#[tokio::test(flavor = "multi_thread")]
async fn swaps_through_several_connections_lose_no_update() {
    const TASKS: u64 = 8;
    const BUMPS: u64 = 25;
    let folder = Folder::new();
    let one = Database::open(&folder.file()).expect("a store in a file");
    let other = Database::open(&folder.file()).expect("the same store");
    set(&one, "n", b"0").await;
    let tasks: Vec<_> = (0..TASKS)
        .map(|task| {
            let database = if task % 2 == 0 { one.clone() } else { other.clone() };
            tokio::spawn(async move {
                for _ in 0..BUMPS {
                    loop {
                        let read = database.get(DEFAULT_STORE, "n").expect("no fault").expect("it is there");
                        let number: u64 = String::from_utf8_lossy(&read).parse().expect("a number");
                        if swap(&database, "n", Some(&read), (number + 1).to_string().as_bytes()).await {
                            break;
                        }
                    }
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.expect("no panic");
    }
    holds(&other, "n", Some((TASKS * BUMPS).to_string().as_bytes()));
}

#[tokio::test(flavor = "multi_thread")]
async fn writes_that_wait_share_a_transaction_and_each_has_its_own_outcome() {
    const WRITES: u8 = 40;
    let folder = Folder::new();
    let database = Database::open(&folder.file()).expect("a store in a file");
    set(&database, "a", b"0").await;
    database.reset_written();

    let (locked, is_locked) = mpsc::channel();
    let (release, released) = mpsc::channel::<()>();
    let file = folder.file();
    let holder = thread::spawn(move || {
        Table::open(&file).expect("the same store").atomically(|_| {
            locked.send(()).expect("the test waits");
            released.recv_timeout(Duration::from_secs(4)).map_err(|_| Fault::Closed)
        })
    });
    is_locked.recv().expect("the file is locked");
    let tasks: Vec<_> = (0..WRITES)
        .map(|number| {
            let database = database.clone();
            tokio::spawn(async move { swap(&database, "a", Some(b"0"), &[number]).await })
        })
        .collect();
    // None of them can have been answered: another process holds the file.
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert!(!tasks.iter().any(|task| task.is_finished()));
    assert_eq!(database.written().writes, 0);
    release.send(()).expect("the holder waits");
    holder.join().expect("no panic").expect("no fault");

    let mut won = 0;
    for task in tasks {
        won += u32::from(task.await.expect("no panic"));
    }
    assert_eq!(won, 1);
    let written = database.written();
    assert_eq!(written.writes, u64::from(WRITES));
    assert!(written.transactions <= 2, "{written:?}");
}

/// A process that is killed loses nothing that the system holds for it, so no kill shows that a commit reaches the disk. That is
/// SQLite's promise in this mode with this setting, which is 2 for FULL: the log is synced before a commit returns.
#[test]
fn every_connection_keeps_a_log_and_waits_for_the_disk_at_each_commit() {
    let folder = Folder::new();
    let Connections { writer, readers } = Connections::open(&folder.file()).expect("a store in a file");
    for table in std::iter::once(&writer).chain(&readers) {
        assert_eq!(table.setting::<String>("journal_mode").expect("no fault"), "wal");
        assert_eq!(table.setting::<i64>("synchronous").expect("no fault"), 2);
    }
}

#[test]
fn a_copy_holds_what_was_committed_and_leaves_the_file_to_those_who_work_on_it() {
    let folder = Folder::new();
    let table = Table::open(&folder.file()).expect("a store in a file");
    table.set(DEFAULT_STORE, "a", b"1").expect("no fault");
    let copy = folder.file().with_extension("copy");
    table.copy_to(&copy).expect("a copy");
    table.set(DEFAULT_STORE, "a", b"2").expect("no fault");
    assert!(table.copy_to(&copy).is_err(), "a copy never takes the place of another file");
    let copied = Table::open(&copy).expect("a store");
    assert_eq!(copied.get(DEFAULT_STORE, "a").expect("no fault").as_deref(), Some(b"1".as_slice()));
}

#[test]
fn a_file_that_somebody_else_has_open_is_told_from_one_that_nobody_has() {
    let folder = Folder::new();
    let other = Table::open(&folder.file()).expect("a store in a file");
    assert!(!Table::open(&folder.file()).expect("the same store").is_alone().expect("no fault"));
    drop(other);
    assert!(Table::open(&folder.file()).expect("the same store").is_alone().expect("no fault"));
}

#[test]
fn what_was_acknowledged_is_there_for_whoever_opens_the_file_next() {
    let folder = Folder::new();
    let table = Table::open(&folder.file()).expect("a store in a file");
    table.set(DEFAULT_STORE, "a", b"1").expect("no fault");
    // As after a crash: nothing is closed, so nothing is moved from the log to the file.
    std::mem::forget(table);
    let table = Table::open(&folder.file()).expect("the same store");
    assert_eq!(table.get(DEFAULT_STORE, "a").expect("no fault").as_deref(), Some(b"1".as_slice()));
}

#[test]
fn a_step_that_fails_inside_a_transaction_undoes_itself_alone() {
    let table = Table::in_memory().expect("a store in memory");
    let outcome = table.atomically(|table| {
        table.set(DEFAULT_STORE, "kept", b"1")?;
        table.set(DEFAULT_STORE, "n", b"no counter")?;
        let failed = table.atomically(|table| {
            table.set(DEFAULT_STORE, "undone", b"1")?;
            table.increment(DEFAULT_STORE, "n", 1)
        });
        assert!(matches!(failed, Err(Fault::NoCounter)));
        Ok(())
    });
    outcome.expect("the rest lands");
    let mut keys = table.keys(DEFAULT_STORE).expect("no fault");
    keys.sort_unstable();
    assert_eq!(keys, ["kept", "n"]);
}
