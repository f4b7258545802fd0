//! The sweep: a circular walk over every partition of every collection, as far as the time goes.

use crate::Key;
use crate::collection::Collection;
use crate::fault::StoreFault;
use crate::key::CollectionNumber;
use crate::key_value::KeyValue;
use crate::ledger::Tended;
use crate::line::Line;
use crate::store::Store;

/// What a sweep is told.
pub struct Sweep<'a> {
    /// Tells whether a line of a collection has expired.
    pub has_expired: &'a dyn Fn(&Collection, &Line) -> bool,
    /// Tells whether the time is spent.
    pub is_spent: &'a dyn Fn() -> bool,
}

/// What a sweep did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Swept {
    /// Partitions walked.
    pub partitions: usize,
    /// Lines seen.
    pub lines: usize,
    /// Lines marked ended.
    pub ended: usize,
    /// Lines dropped.
    pub dropped: usize,
    /// Tombstones whose last body was deleted.
    pub cleared: usize,
    /// Swaps that were lost. Nothing is wrong then: the next walk comes by.
    pub postponed: usize,
    /// Lines in the largest partition: four times the planned 64 ask for more partitions.
    pub largest: usize,
    /// What could not be read or written, by key. The walk went on without it.
    pub faults: Vec<StoreFault>,
    /// Whether the time was spent before the walk came round. The next call goes on where this one stopped.
    pub more: bool,
}

/// A walk that reports more faults than this has told the operator enough.
const FAULTS_MAX: usize = 16;

impl<K: KeyValue> Store<K> {
    /// Walks from where the last sweep stopped until it has come round or the time is spent. `visit` is given the live
    /// lines of each partition, acts on what is due among them, and tells whether it has come to an end.
    ///
    /// # Errors
    ///
    /// Returns a fault if there is no directory to walk from.
    pub async fn sweep(
        &self,
        sweep: &Sweep<'_>,
        mut visit: impl AsyncFnMut(&Collection, Vec<Line>) -> bool,
    ) -> Result<Swept, StoreFault> {
        let mut swept = Swept::default();
        let collections = self.opened(&mut swept.faults).await?;
        let slices: Vec<(&Collection, u32)> = collections
            .iter()
            .flat_map(|collection| (0..collection.partitions).map(move |number| (collection, number)))
            .collect();
        let hint = self.hint().await?;
        let start = slices.iter().position(|slice| place(slice) == hint).unwrap_or(0);
        for slice in slices.iter().cycle().skip(start).take(slices.len()) {
            if (sweep.is_spent)() {
                swept.more = true;
                self.keep_hint(place(slice)).await?;
                return Ok(swept);
            }
            let (collection, number) = *slice;
            let has_expired = |line: &Line| (sweep.has_expired)(collection, line);
            match self.ledger(collection).tend(number, has_expired).await {
                Ok(mut tended) => {
                    let live = std::mem::take(&mut tended.live);
                    swept.add(&tended);
                    if !visit(collection, live).await {
                        // What is left here is seen again at once.
                        swept.more = true;
                        self.keep_hint(place(slice)).await?;
                        return Ok(swept);
                    }
                }
                // One damaged partition must not keep all others from being walked.
                Err(fault) if swept.faults.len() < FAULTS_MAX => swept.faults.push(fault),
                Err(_) => {}
            }
        }
        Ok(swept)
    }

    async fn opened(&self, faults: &mut Vec<StoreFault>) -> Result<Vec<Collection>, StoreFault> {
        let mut opened = Vec::new();
        for (number, name) in self.collections().await? {
            match self.open(&name, number).await {
                Ok((_, collection)) => opened.push(collection),
                // It is being seeded.
                Err(StoreFault::NotSeeded(_)) => {}
                Err(fault) => faults.push(fault),
            }
        }
        Ok(opened)
    }

    async fn hint(&self) -> Result<(u16, u32), StoreFault> {
        let bytes = self.kv.get(&Key::SweepHint).await?.unwrap_or_default();
        let text = String::from_utf8_lossy(&bytes);
        let hint = text
            .split_once('/')
            .and_then(|(collection, number)| Some((collection.parse().ok()?, number.parse().ok()?)));
        Ok(hint.unwrap_or_default())
    }

    async fn keep_hint(&self, (collection, number): (u16, u32)) -> Result<(), StoreFault> {
        Ok(self.kv.set(&Key::SweepHint, format!("{collection}/{number}").as_bytes()).await?)
    }
}

fn place((collection, number): &(&Collection, u32)) -> (u16, u32) {
    let CollectionNumber(collection) = collection.number;
    (collection, *number)
}

impl Swept {
    fn add(&mut self, tended: &Tended) {
        self.partitions += 1;
        self.lines += tended.lines;
        self.ended += tended.ended;
        self.dropped += tended.dropped;
        self.cleared += tended.cleared;
        self.postponed += usize::from(tended.postponed);
        self.largest = self.largest.max(tended.lines);
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use futures::executor::block_on;

    use super::*;
    use crate::{Facts, KeyRing, LineOnly, Memory, New, Seeding, seeded};

    const NEVER: &dyn Fn() -> bool = &|| false;

    /// Visits nothing.
    async fn pass_by(_: &Collection, _: Vec<Line>) -> bool {
        true
    }

    fn stage(collections: &[(&str, u32)]) -> Store<Memory> {
        let ring = KeyRing::parse("1:AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=").unwrap();
        let store = Store::new(Memory::default(), ring, seeded(1));
        block_on(store.found(Seeding::First)).unwrap();
        for (name, partitions) in collections {
            block_on(store.seed(name, *partitions, Seeding::First)).unwrap();
        }
        store
    }

    fn add(store: &Store<Memory>, name: &str, owner: &str) {
        let collection = block_on(store.collection(name)).unwrap();
        let ledger = store.ledger(&collection);
        let fingerprint = ledger.fingerprint(owner.as_bytes());
        let command = domain::id::CommandId::from_u128(1);
        let new = New::<LineOnly> { fingerprint, facts: Facts::default(), content: None, command };
        block_on(ledger.create(new)).unwrap();
    }

    #[test]
    fn a_sweep_ends_what_has_expired_in_one_collection_and_drops_it_the_next_time() {
        let store = stage(&[("sessions", 2), ("cases", 4)]);
        for owner in ["one", "two", "three"] {
            add(&store, "sessions", owner);
            add(&store, "cases", owner);
        }
        let has_expired = |collection: &Collection, _: &Line| collection.name == "sessions";
        let sweep = Sweep { has_expired: &has_expired, is_spent: NEVER };
        let first = block_on(store.sweep(&sweep, pass_by)).unwrap();
        assert_eq!((first.partitions, first.lines, first.ended, first.dropped), (6, 6, 3, 0));
        let second = block_on(store.sweep(&sweep, pass_by)).unwrap();
        assert_eq!((second.lines, second.ended, second.dropped), (6, 0, 3));
        let third = block_on(store.sweep(&sweep, pass_by)).unwrap();
        assert_eq!((third.lines, third.dropped, third.more), (3, 0, false));
    }

    #[test]
    fn a_sweep_whose_time_is_spent_goes_on_where_it_stopped() {
        let store = stage(&[("sessions", 2), ("cases", 4)]);
        let mut walked = 0;
        for round in 0..3 {
            let calls = Cell::new(0);
            let is_spent = || calls.replace(calls.get() + 1) == 2;
            let sweep = Sweep { has_expired: &|_, _| false, is_spent: &is_spent };
            let swept = block_on(store.sweep(&sweep, pass_by)).unwrap();
            assert_eq!((swept.partitions, swept.more), (2, true));
            walked += swept.partitions;
            let expected = ["1/0", "1/2", "0/0"][round];
            let hint = block_on(store.kv.get(&Key::SweepHint)).unwrap().unwrap();
            assert_eq!(String::from_utf8(hint).unwrap(), expected);
        }
        assert_eq!(walked, 6);
    }

    #[test]
    fn a_visit_that_comes_to_no_end_is_made_again_at_the_same_place() {
        let store = stage(&[("sessions", 2)]);
        add(&store, "sessions", "one");
        let sweep = Sweep { has_expired: &|_, _| false, is_spent: NEVER };
        let mut seen = 0;
        let swept = block_on(store.sweep(&sweep, async |_: &Collection, lines: Vec<Line>| {
            seen += lines.len();
            lines.is_empty()
        }));
        assert!(swept.unwrap().more);
        block_on(store.sweep(&sweep, async |_: &Collection, lines: Vec<Line>| {
            seen += lines.len();
            true
        }))
        .unwrap();
        assert_eq!(seen, 2);
    }

    #[test]
    fn a_hint_that_makes_no_sense_starts_from_the_beginning() {
        let store = stage(&[("sessions", 2)]);
        block_on(store.kv.set(&Key::SweepHint, b"\xffnonsense")).unwrap();
        let sweep = Sweep { has_expired: &|_, _| false, is_spent: NEVER };
        assert_eq!(block_on(store.sweep(&sweep, pass_by)).unwrap().partitions, 2);
    }

    #[test]
    fn a_damaged_partition_is_reported_and_the_walk_goes_on() {
        let store = stage(&[("sessions", 4)]);
        let damaged = Key::Partition(CollectionNumber(0), 1);
        block_on(store.kv.set(&damaged, b"nonsense")).unwrap();
        let sweep = Sweep { has_expired: &|_, _| false, is_spent: NEVER };
        let swept = block_on(store.sweep(&sweep, pass_by)).unwrap();
        assert_eq!((swept.partitions, swept.faults.len()), (3, 1));
        assert!(swept.faults[0].to_string().contains("partition/0/1"));
    }
}
