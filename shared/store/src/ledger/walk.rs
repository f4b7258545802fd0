//! Walks: everything that exists is found by reading the partitions, one by one.

use super::Ledger;
use crate::Key;
use crate::fault::StoreFault;
use crate::key_value::KeyValue;
use crate::line::Line;

impl<K: KeyValue> Ledger<'_, K> {
    /// Returns how many partitions a walk reads.
    pub fn partitions(&self) -> u32 {
        self.collection.partitions
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
}
