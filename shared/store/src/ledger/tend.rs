//! What happens to what is over. A line goes in two swaps: the first marks it ended, which nothing reverses; the
//! second drops it, its bodies deleted just before. Whether it has expired is decided only by the first.

use super::Ledger;
use crate::Key;
use crate::fault::StoreFault;
use crate::key_value::{KeyValue, Swap};
use crate::line::{Line, Standing};
use crate::partition::Edit;

/// What was done to one partition.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tended {
    /// Lines in the partition before.
    pub lines: usize,
    /// Lines marked ended.
    pub ended: usize,
    /// Lines dropped.
    pub dropped: usize,
    /// Tombstones whose last body was deleted.
    pub cleared: usize,
    /// The lines that are live and stay so.
    pub live: Vec<Line>,
    /// Whether the swap was lost or its answer was. Nothing is wrong then: the next walk comes by.
    pub postponed: bool,
}

impl<K: KeyValue> Ledger<'_, K> {
    /// Ends the lines of partition `number` that `has_expired` names, and drops those that had ended before.
    ///
    /// # Errors
    ///
    /// Returns a fault if the partition cannot be read or a body cannot be deleted.
    pub async fn tend(&self, number: u32, has_expired: impl Fn(&Line) -> bool) -> Result<Tended, StoreFault> {
        self.tend_where(Key::Partition(self.collection.number, number), has_expired).await
    }

    pub(super) async fn tend_key(&self, key: Key) -> Result<Tended, StoreFault> {
        self.tend_where(key, |_| false).await
    }

    async fn tend_where(&self, key: Key, has_expired: impl Fn(&Line) -> bool) -> Result<Tended, StoreFault> {
        let (view, handle) = self.view_of_for_swap(key).await?;
        let lines = view.lines()?;
        let mut tended = Tended { lines: lines.len(), ..Tended::default() };
        let (mut edits, mut leaving) = (Vec::new(), Vec::new());
        for mut line in lines {
            match line.standing {
                Standing::Live => {
                    if has_expired(&line) {
                        line.standing = Standing::Ended;
                        line.revision = line.revision.saturating_add(1);
                        edits.push(Edit::Put(Box::new(line)));
                        tended.ended += 1;
                    } else {
                        tended.live.push(line);
                    }
                }
                Standing::Ended => {
                    leaving.extend([line.body, line.previous].into_iter().flatten());
                    edits.push(Edit::Drop(line.id));
                    tended.dropped += 1;
                }
                Standing::Erased => {
                    if let Some(body) = line.body.take() {
                        leaving.push(body);
                        edits.push(Edit::Put(Box::new(line)));
                        tended.cleared += 1;
                    }
                }
            }
        }
        if edits.is_empty() {
            return Ok(tended);
        }
        for body in leaving {
            self.store.kv.delete(&Key::Body(body)).await?;
        }
        let bytes = view.follow(&edits, &self.store.ring)?;
        tended.postponed = !matches!(self.store.kv.swap(handle, &bytes).await, Ok(Swap::Applied));
        Ok(tended)
    }
}
