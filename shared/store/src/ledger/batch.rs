//! Several records of one partition, changed by one swap: all of them, or none.
//!
//! This is for whoever has much to do and can do each by itself if that fails: nothing is tried twice here.

use super::change::{Base, Effect, Fitted, Intent};
use super::commit::Unlanded;
use super::{Change, Content, Ledger, live};
use crate::Key;
use crate::body;
use crate::fault::{CommitError, StoreFault};
use crate::key_value::{KeyValue, Swap};
use crate::line::{Line, RecordId};
use crate::partition::{Edit, View};
use crate::record::{Record, Stored};
use crate::seal::SecretKey;

/// Records of one partition as they were read for one commit.
#[derive(Debug)]
pub struct Batch<R, H> {
    /// Those that were found.
    pub members: Vec<Member<R>>,
    /// Those that are there, and whose content could not be had.
    pub left_out: Vec<RecordId>,
    /// The partition, which can be swapped exactly once.
    pub page: Page<H>,
}

/// A record of a batch.
#[derive(Debug)]
pub struct Member<R> {
    /// What its partition said of it.
    pub line: Line,
    /// Its content.
    pub record: R,
    data_key: SecretKey,
}

impl<R> From<Member<R>> for Stored<R> {
    fn from(member: Member<R>) -> Self {
        Self { line: member.line, record: member.record }
    }
}

/// A partition as it was read for a commit.
#[derive(Debug)]
pub struct Page<H> {
    view: View,
    handle: H,
}

impl<K: KeyValue> Ledger<'_, K> {
    /// Returns those of `ids` that are live, for one commit, and nothing if there are no `ids`. They are of one partition: of
    /// others, nothing is found. One call of the provider, and one for each record.
    ///
    /// # Errors
    ///
    /// Returns a fault if the partition cannot be read. A body that cannot be read keeps no others back.
    pub async fn load_batch<R: Record>(
        &self,
        ids: &[RecordId],
    ) -> Result<Option<Batch<R, K::Handle>>, StoreFault> {
        let Some(first) = ids.first() else { return Ok(None) };
        let (view, handle) = self.view_for_swap(first.place()).await?;
        let (mut members, mut left_out) = (Vec::new(), Vec::new());
        for id in ids {
            let Some(line) = live(&view, *id)? else { continue };
            match self.member(line, &view).await {
                Ok(Some(member)) => members.push(member),
                // Its pointer may have moved, or it is damaged. Whoever loads it by itself finds out.
                Ok(None) | Err(_) => left_out.push(*id),
            }
        }
        Ok(Some(Batch { members, left_out, page: Page { view, handle } }))
    }

    async fn member<R: Record>(&self, line: Line, view: &View) -> Result<Option<Member<R>>, StoreFault> {
        let data_key = body::data_key(&line, view, &self.store.ring)?;
        let record = self.content(&line, &data_key).await?;
        Ok(record.map(|record| Member { line, record, data_key }))
    }

    /// Changes members of a batch, if all of them are still as they were loaded. Returns them in the same order.
    ///
    /// The caller may not have had any effect outside before this returns `Ok`.
    ///
    /// # Errors
    ///
    /// Returns [`CommitError::Conflict`] if anything in the partition was changed meanwhile, be it a neighbour: nothing of
    /// these changes stands. Returns [`CommitError::OutcomeUnknown`] if an answer was lost and nothing shows whether they
    /// stand.
    pub async fn commit_batch<R: Record>(
        &self,
        page: Page<K::Handle>,
        changes: Vec<(Member<R>, Change<R>)>,
    ) -> Result<Vec<Stored<R>>, CommitError> {
        let (mut intents, mut records) = (Vec::new(), Vec::new());
        if changes.is_empty() {
            return Ok(Vec::new());
        }
        for (member, change) in changes {
            let Member { line, record: before, data_key } = member;
            let (drawn, record) = match change.content {
                Content::Keep => (None, before),
                Content::Replace(record) => match self.write_body(line.id, &data_key, &record).await {
                    Ok(drawn) => (Some(drawn), record),
                    Err(fault) => {
                        self.discard_all(&intents).await;
                        return Err(fault.into());
                    }
                },
            };
            let (base, effect) = (Base::Revision(line.revision), Effect::Set(change.facts));
            intents.push(Intent { id: line.id, base, effect, drawn, command: change.command, data_key });
            records.push(record);
        }
        let lines = self.land_batch(&intents, page).await?;
        Ok(lines.into_iter().zip(records).map(|(line, record)| Stored { line, record }).collect())
    }

    async fn land_batch(&self, intents: &[Intent], page: Page<K::Handle>) -> Result<Vec<Line>, CommitError> {
        let Page { view, handle } = page;
        let (lines, bytes) = match self.prepare(intents, &view).await {
            Ok(prepared) => prepared,
            Err(error) => {
                // No swap has been sent, so nothing can ever name them.
                self.discard_all(intents).await;
                return Err(error);
            }
        };
        let is_unsure = match self.store.kv.swap(handle, &bytes).await {
            Ok(Swap::Applied) => return Ok(lines),
            Ok(Swap::Lost) => false,
            // It may have been applied, or be under way and applied later.
            Err(_) => true,
        };
        let (after, _) = self.reload(view.key.clone(), is_unsure).await?;
        let mut still_as_loaded = false;
        for intent in intents {
            match intent.shows_in(&after) {
                // One swap carried all of them: where one stands, all do.
                Ok(Some(_)) => return Ok(lines),
                Ok(None) => {}
                Err(_) => return Err(CommitError::OutcomeUnknown),
            }
            still_as_loaded |= intent.fit(&after, &self.store.ring, &self.store.entropy).is_ok();
        }
        if after.version == view.version {
            // The swap may still arrive.
            return Err(CommitError::OutcomeUnknown);
        }
        // The partition has moved on and names none of their bodies: that is the licence to delete them.
        self.discard_all(intents).await;
        if is_unsure && !still_as_loaded {
            return Err(CommitError::OutcomeUnknown);
        }
        Err(CommitError::Conflict)
    }

    /// Returns what the lines become and the bytes to be swapped, with everything deleted that is to be deleted before.
    async fn prepare(&self, intents: &[Intent], view: &View) -> Result<(Vec<Line>, Vec<u8>), CommitError> {
        let (mut lines, mut edits, mut leaving) = (Vec::new(), Vec::new(), Vec::new());
        for intent in intents {
            let fitted = intent.fit(view, &self.store.ring, &self.store.entropy);
            let Fitted { line, unnamed } = fitted.map_err(Unlanded::from)?;
            edits.push(Edit::Put(Box::new(line.clone())));
            lines.push(line);
            leaving.extend(unnamed);
        }
        let bytes = view.follow(&edits, &self.store.ring)?;
        for unnamed in leaving {
            self.store.kv.delete(&Key::Body(unnamed)).await?;
        }
        Ok((lines, bytes))
    }

    async fn discard_all(&self, intents: &[Intent]) {
        for intent in intents {
            self.discard(intent.drawn).await;
        }
    }
}
