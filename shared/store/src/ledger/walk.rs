//! Walks: everything that exists is found by reading the partitions, one by one.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::Ledger;
use crate::Key;
use crate::fault::StoreFault;
use crate::key_value::KeyValue;
use crate::line::{Fingerprint, Line, RecordId, Standing};
use crate::partition;

impl<K: KeyValue> Ledger<'_, K> {
    /// Returns how many partitions a walk reads.
    pub fn partitions(&self) -> u32 {
        self.collection.partitions
    }

    /// Returns the number of the partition that a walk finds `id` in.
    pub fn partition_of(&self, id: RecordId) -> u32 {
        partition::place(id.place(), self.collection.partitions)
    }

    /// Returns the lines of partition `number`, as they stood at one instant. One call of the provider.
    ///
    /// A record never moves to another partition, so a walk over all numbers sees every record that stands during
    /// the whole walk exactly once, whatever others commit meanwhile.
    ///
    /// # Errors
    ///
    /// Returns a fault if the partition is missing or damaged.
    pub async fn lines(&self, number: u32) -> Result<Vec<Line>, StoreFault> {
        let view = self.view_of(Key::Partition(self.collection.number, number)).await?;
        view.lines()
    }

    /// Returns the lines that own any of `fingerprints`. One call of the provider for each partition that one of them belongs
    /// into, so that many cost no more than a walk.
    ///
    /// # Errors
    ///
    /// Returns a fault if the store fails or what it holds is damaged.
    pub async fn find_all(
        &self,
        fingerprints: &[Fingerprint],
    ) -> Result<HashMap<Fingerprint, Line>, StoreFault> {
        let wanted: HashSet<&Fingerprint> = fingerprints.iter().collect();
        let keys: BTreeSet<Key> =
            fingerprints.iter().map(|fingerprint| self.partition_key(fingerprint.place())).collect();
        let mut found = HashMap::new();
        for key in keys {
            let lines = self.view_of(key).await?.lines()?.into_iter();
            let owners =
                lines.filter(|line| line.standing == Standing::Live && wanted.contains(&line.fingerprint));
            found.extend(owners.map(|line| (line.fingerprint, line)));
        }
        Ok(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Facts, KeyRing, LineOnly, Memory, New, Seeding, Store, seeded};
    use domain::id::CommandId;
    use futures::executor::block_on;

    const KEYS: &str = "1:AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=";

    #[test]
    fn many_are_found_in_one_walk_as_each_is_by_itself() {
        block_on(async {
            let store = Store::new(Memory::default(), KeyRing::parse(KEYS).unwrap(), seeded(1));
            store.found(Seeding::First).await.unwrap();
            store.seed("invented", 4, Seeding::First).await.unwrap();
            let collection = store.collection("invented").await.unwrap();
            let ledger = store.ledger(&collection);
            let prints: Vec<Fingerprint> = (0..40_u8).map(|number| ledger.fingerprint(&[number])).collect();
            for fingerprint in prints.iter().step_by(2) {
                let (facts, command) = (Facts::default(), CommandId::from_u128(1));
                let new = New::<LineOnly> { fingerprint: *fingerprint, facts, content: None, command };
                // What keeps everything on its line has no body.
                ledger.create(new).await.unwrap();
            }
            let ended = ledger.find(&prints[0]).await.unwrap().unwrap();
            ledger.end(ledger.load::<LineOnly>(ended.id).await.unwrap().unwrap()).await.unwrap();

            let found = ledger.find_all(&prints[..30]).await.unwrap();
            assert_eq!(found.len(), 14);
            for line in found.values() {
                let lines = ledger.lines(ledger.partition_of(line.id)).await.unwrap();
                assert!(lines.contains(line));
            }
            for (number, fingerprint) in prints.iter().enumerate() {
                let alone = ledger.find(fingerprint).await.unwrap();
                assert_eq!(found.get(fingerprint), alone.as_ref().filter(|_| number < 30), "{number}");
            }
        });
    }
}
