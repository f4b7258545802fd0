//! The sweep: a walk over every partition of every collection, as far as the time goes.

use crate::Key;
use crate::collection::Collection;
use crate::fault::StoreFault;
use crate::key::CollectionNumber;
use crate::key_value::KeyValue;
use crate::ledger::Tended;
use crate::line::Line;
use crate::store::Store;

/// A partition of a collection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Place {
    collection: u16,
    number: u32,
}

/// The way ahead of a sweep: every partition, in the same order each time, from where the last sweep has stopped.
#[derive(Debug)]
pub struct Way {
    collections: Vec<Collection>,
    from: Option<Place>,
    /// What whoever stopped there has left for whoever goes on.
    left: Vec<u8>,
    faults: Vec<StoreFault>,
}

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
    /// Whether it went on where another had stopped.
    resumed: bool,
    /// Where it has stopped before the end of the way.
    stopped: Option<Place>,
}

/// A walk that reports more faults than this has told the operator enough.
const FAULTS_MAX: usize = 16;

impl Way {
    /// Returns what was left where the last sweep has stopped, and nothing if this one begins at the beginning.
    pub fn left(&self) -> &[u8] {
        &self.left
    }

    /// Returns the names of the collections that it leads through.
    pub fn collections(&self) -> impl Iterator<Item = &str> {
        self.collections.iter().map(|collection| collection.name.as_str())
    }

    fn slices(&self) -> impl Iterator<Item = (&Collection, Place)> {
        self.collections.iter().flat_map(|collection| {
            let CollectionNumber(of) = collection.number;
            (0..collection.partitions).map(move |number| (collection, Place { collection: of, number }))
        })
    }
}

impl<K: KeyValue> Store<K> {
    /// Returns the way ahead of a sweep.
    ///
    /// # Errors
    ///
    /// Returns a fault if there is no directory to walk from.
    pub async fn way(&self) -> Result<Way, StoreFault> {
        let mut way = Way { collections: Vec::new(), from: None, left: Vec::new(), faults: Vec::new() };
        for (number, name) in self.collections().await? {
            match self.open(&name, number).await {
                Ok((_, collection)) => way.collections.push(collection),
                // It is being seeded.
                Err(StoreFault::NotSeeded(_)) => {}
                Err(fault) => way.faults.push(fault),
            }
        }
        let hint = self.kv.get(&Key::SweepHint).await?.unwrap_or_default();
        if let Some((from, left)) = read_hint(&hint)
            && way.slices().any(|(_, place)| place == from)
        {
            (way.from, way.left) = (Some(from), left);
        }
        Ok(way)
    }

    /// Walks to the end of the way, or until the time is spent. `visit` is given the live lines of each partition, acts on
    /// what is due among them, and tells whether it has come to an end; if it has not, the walk stops there.
    pub async fn sweep(
        &self,
        way: Way,
        sweep: &Sweep<'_>,
        mut visit: impl AsyncFnMut(&Collection, Vec<Line>) -> bool,
    ) -> Swept {
        let mut swept = Swept { faults: way.faults.clone(), resumed: way.from.is_some(), ..Swept::default() };
        let is_behind = |place: &Place| way.from.is_some_and(|from| *place != from);
        for (collection, place) in way.slices().skip_while(|(_, place)| is_behind(place)) {
            if (sweep.is_spent)() {
                swept.stopped = Some(place);
                return swept;
            }
            let has_expired = |line: &Line| (sweep.has_expired)(collection, line);
            match self.ledger(collection).tend(place.number, has_expired).await {
                Ok(mut tended) => {
                    let live = std::mem::take(&mut tended.live);
                    swept.add(&tended);
                    if !visit(collection, live).await {
                        // What is left here is seen again at once.
                        swept.stopped = Some(place);
                        return swept;
                    }
                }
                // One damaged partition must not keep all others from being walked.
                Err(fault) if swept.faults.len() < FAULTS_MAX => swept.faults.push(fault),
                Err(_) => {}
            }
        }
        swept
    }

    /// Keeps what was counted: for the sweep that goes on where this one has stopped, and if it has come to the end, for whoever
    /// reads [`Store::count`].
    ///
    /// # Errors
    ///
    /// Returns a fault if the store fails.
    pub async fn keep_count(&self, swept: &Swept, count: &[u8]) -> Result<(), StoreFault> {
        if let Some(stopped) = swept.stopped {
            return Ok(self.kv.set(&Key::SweepHint, &write_hint(stopped, count)).await?);
        }
        if swept.resumed {
            self.kv.delete(&Key::SweepHint).await?;
        }
        Ok(self.kv.set(&Key::SweepCount, count).await?)
    }

    /// Returns what the last sweep that came to the end has counted.
    ///
    /// # Errors
    ///
    /// Returns a fault if the store fails.
    pub async fn count(&self) -> Result<Option<Vec<u8>>, StoreFault> {
        Ok(self.kv.get(&Key::SweepCount).await?)
    }
}

fn write_hint(Place { collection, number }: Place, left: &[u8]) -> Vec<u8> {
    let mut hint = format!("{collection}/{number}\n").into_bytes();
    hint.extend_from_slice(left);
    hint
}

fn read_hint(hint: &[u8]) -> Option<(Place, Vec<u8>)> {
    let end = hint.iter().position(|byte| *byte == b'\n')?;
    let (place, left) = hint.split_at_checked(end)?;
    let (collection, number) = std::str::from_utf8(place).ok()?.split_once('/')?;
    let place = Place { collection: collection.parse().ok()?, number: number.parse().ok()? };
    Some((place, left.get(1..)?.to_vec()))
}

impl Swept {
    /// Tells whether there is more to walk: the next sweep goes on where this one has stopped.
    pub const fn is_stopped(&self) -> bool {
        self.stopped.is_some()
    }

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

    fn sweep(
        store: &Store<Memory>,
        sweep: &Sweep<'_>,
        count: &[u8],
        visit: impl AsyncFnMut(&Collection, Vec<Line>) -> bool,
    ) -> Swept {
        block_on(async {
            let way = store.way().await.unwrap();
            let swept = store.sweep(way, sweep, visit).await;
            store.keep_count(&swept, count).await.unwrap();
            swept
        })
    }

    fn left(store: &Store<Memory>) -> String {
        String::from_utf8(block_on(store.way()).unwrap().left().to_vec()).unwrap()
    }

    #[test]
    fn a_sweep_ends_what_has_expired_in_one_collection_and_drops_it_the_next_time() {
        let store = stage(&[("sessions", 2), ("cases", 4)]);
        for owner in ["one", "two", "three"] {
            add(&store, "sessions", owner);
            add(&store, "cases", owner);
        }
        let has_expired = |collection: &Collection, _: &Line| collection.name == "sessions";
        let told = Sweep { has_expired: &has_expired, is_spent: NEVER };
        let first = sweep(&store, &told, b"", pass_by);
        assert_eq!((first.partitions, first.lines, first.ended, first.dropped), (6, 6, 3, 0));
        let second = sweep(&store, &told, b"", pass_by);
        assert_eq!((second.lines, second.ended, second.dropped), (6, 0, 3));
        let third = sweep(&store, &told, b"", pass_by);
        assert_eq!((third.lines, third.dropped, third.is_stopped()), (3, 0, false));
    }

    #[test]
    fn a_sweep_whose_time_is_spent_goes_on_where_it_stopped_and_comes_to_the_end() {
        let store = stage(&[("sessions", 1), ("cases", 4)]);
        for (count, walked, is_stopped) in [("one", 2, true), ("two", 2, true), ("three", 1, false)] {
            let calls = Cell::new(0);
            let is_spent = || calls.replace(calls.get() + 1) == 2;
            let told = Sweep { has_expired: &|_, _| false, is_spent: &is_spent };
            let swept = sweep(&store, &told, count.as_bytes(), pass_by);
            assert_eq!((swept.partitions, swept.is_stopped()), (walked, is_stopped));
            assert_eq!(left(&store), if is_stopped { count } else { "" });
        }
        assert_eq!(block_on(store.count()).unwrap().unwrap(), b"three");
    }

    #[test]
    fn a_visit_that_comes_to_no_end_is_made_again_at_the_same_place() {
        let store = stage(&[("sessions", 2)]);
        add(&store, "sessions", "one");
        let told = Sweep { has_expired: &|_, _| false, is_spent: NEVER };
        let mut seen = 0;
        let swept = sweep(&store, &told, b"so far", async |_: &Collection, lines: Vec<Line>| {
            seen += lines.len();
            lines.is_empty()
        });
        assert!(swept.is_stopped());
        assert_eq!(left(&store), "so far");
        sweep(&store, &told, b"", async |_: &Collection, lines: Vec<Line>| {
            seen += lines.len();
            true
        });
        assert_eq!(seen, 2);
    }

    #[test]
    fn a_hint_that_makes_no_sense_starts_from_the_beginning_with_nothing_counted() {
        let store = stage(&[("sessions", 2)]);
        for hint in
            [b"\xffnonsense".as_slice(), b"", b"0/1", b"7/0\ncounted", b"0/2\ncounted", b"0/-1\ncounted"]
        {
            block_on(store.kv.set(&Key::SweepHint, hint)).unwrap();
            assert_eq!(left(&store), "");
            let told = Sweep { has_expired: &|_, _| false, is_spent: NEVER };
            assert_eq!(sweep(&store, &told, b"", pass_by).partitions, 2);
        }
    }

    #[test]
    fn a_damaged_partition_is_reported_and_the_walk_goes_on() {
        let store = stage(&[("sessions", 4)]);
        let damaged = Key::Partition(CollectionNumber(0), 1);
        block_on(store.kv.set(&damaged, b"nonsense")).unwrap();
        let told = Sweep { has_expired: &|_, _| false, is_spent: NEVER };
        let swept = sweep(&store, &told, b"", pass_by);
        assert_eq!((swept.partitions, swept.faults.len()), (3, 1));
        assert!(swept.faults[0].to_string().contains("partition/0/1"));
    }
}
