//! Sixteen writers on ten thousand records: how often they are in each other's way.

use std::cell::Cell;

use domain::id::CommandId;
use futures::executor::block_on;
use futures::future::join_all;
use probe::meddled::Polite;
use probe::note::{Note, old_ring};
use store::{
    Change, Content, Facts, Key, KeyValue, KeyValueError, Memory, New, RecordId, Seeding, Store, Swap, seeded,
};

const RECORDS: usize = 10_000;
/// Ten thousand records in partitions planned for 64.
const PARTITIONS: u32 = 256;
const WRITERS: usize = 16;
const COMMITS_EACH: usize = 250;

/// Counts lost swaps.
struct Counting<'a> {
    inner: Polite<'a, Memory>,
    lost: Cell<usize>,
}

impl KeyValue for Counting<'_> {
    type Handle = store::MemoryHandle;

    async fn get(&self, key: &Key) -> Result<Option<Vec<u8>>, KeyValueError> {
        self.inner.get(key).await
    }

    async fn set(&self, key: &Key, value: &[u8]) -> Result<(), KeyValueError> {
        self.inner.set(key, value).await
    }

    async fn set_many(&self, entries: &[(Key, Vec<u8>)]) -> Result<(), KeyValueError> {
        self.inner.set_many(entries).await
    }

    async fn delete(&self, key: &Key) -> Result<(), KeyValueError> {
        self.inner.delete(key).await
    }

    async fn increment(&self, key: &Key, delta: i64) -> Result<i64, KeyValueError> {
        self.inner.increment(key, delta).await
    }

    async fn read_for_swap(&self, key: &Key) -> Result<Option<(Vec<u8>, Self::Handle)>, KeyValueError> {
        self.inner.read_for_swap(key).await
    }

    async fn swap(&self, handle: Self::Handle, value: &[u8]) -> Result<Swap, KeyValueError> {
        let swapped = self.inner.swap(handle, value).await;
        self.lost.set(self.lost.get() + usize::from(swapped == Ok(Swap::Lost)));
        swapped
    }
}

#[test]
fn sixteen_writers_on_ten_thousand_records_are_rarely_in_each_others_way_and_none_fails() {
    let memory = Memory::default();
    let plain = Store::new(memory.clone(), old_ring(), seeded(1));
    let (collection, ids) = block_on(async {
        plain.found(Seeding::First).await.unwrap();
        let collection = plain.seed("notes", PARTITIONS, Seeding::First).await.unwrap();
        let mut ids = Vec::with_capacity(RECORDS);
        for owner in 0..RECORDS {
            let ledger = plain.ledger(&collection);
            let fingerprint = ledger.fingerprint(format!("owner {owner}").as_bytes());
            let (facts, content) = (Facts::default(), Some(Note::by(1, "first")));
            let new = New { fingerprint, facts, content, command: CommandId::from_u128(1) };
            ids.push(ledger.create(new).await.unwrap().line.id);
        }
        (collection, ids)
    });

    let counting = Counting { inner: Polite(&memory), lost: Cell::new(0) };
    let store = Store::new(&counting, old_ring(), seeded(2));
    let writer = async |writer: usize| {
        for round in 0..COMMITS_EACH {
            // Strides that are prime to each other's number, so that no two writers meet on a record on purpose.
            let id: RecordId = ids[(writer * 7919 + round * 104_729) % RECORDS];
            let ledger = store.ledger(&collection);
            let loaded = ledger.load::<Note>(id).await.unwrap().unwrap();
            let content = Content::Replace(Note::by(2, "second"));
            let change = Change { facts: Facts::default(), content, command: None };
            ledger.commit(loaded, change).await.expect("no commit fails because of a neighbour");
        }
    };
    block_on(join_all((0..WRITERS).map(writer)));

    let commits = WRITERS * COMMITS_EACH;
    let per_commit = counting.lost.get() as f64 / commits as f64;
    let at_most = WRITERS as f64 / f64::from(PARTITIONS);
    println!("{per_commit:.4} conflicts a commit, at most {at_most:.4}");
    assert!(per_commit <= at_most, "{per_commit} conflicts a commit, more than {at_most}");
}
