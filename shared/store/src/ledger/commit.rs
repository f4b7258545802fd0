//! How a change lands: new body first, then one swap that decides everything.

use super::change::{Base, Effect, Fitted, Intent, Misfit, Owner};
use super::{Change, Content, Ledger, Loaded};
use crate::body;
use crate::fault::{CommitError, StoreFault};
use crate::key::BodyId;
use crate::key_value::{KeyValue, Swap};
use crate::line::{Facts, Line};
use crate::partition::{Edit, View};
use crate::record::{Record, Stored};
use crate::{Key, RecordId};

/// Losses to neighbours in a partition are cheap and rare: sixteen in a row mean that something loops.
const NEIGHBOURS_MAX: u32 = 16;
/// How often exactly the same swap is sent again after an error, while the partition has not moved.
const REPEATS_MAX: u32 = 3;
/// How often a partition is read again after an error, before the outcome is called unknown.
const RELOADS_MAX: u32 = 3;

/// Why a change did not land.
pub(super) enum Unlanded {
    /// Somebody owns the fingerprint.
    Taken(Owner),
    /// Nothing of this commit stands, and the line is not the one that was read. Decide again.
    Again,
    /// It may stand, and nothing shows whether it does.
    Unknown,
    /// Something failed before any swap was sent, or after each was lost for certain.
    Fault(StoreFault),
}

impl<K: KeyValue> Ledger<'_, K> {
    /// Changes a record, if it is still as it was loaded.
    ///
    /// The caller may not have had any effect outside before this returns `Ok`.
    ///
    /// # Errors
    ///
    /// Returns [`CommitError::Conflict`] if the record was changed meanwhile: nothing of this change stands, and
    /// the caller loads and decides again. Returns [`CommitError::OutcomeUnknown`] if an answer was lost and
    /// nothing shows whether the change stands. A neighbour's commit is no reason to fail.
    pub async fn commit<R: Record>(
        &self,
        loaded: Loaded<R, K::Handle>,
        change: Change<R>,
    ) -> Result<Stored<R>, CommitError> {
        let Loaded { line, record: before, view, handle, data_key } = loaded;
        let (drawn, record) = match change.content {
            Content::Keep => (None, before),
            Content::Replace(record) => (Some(self.write_body(line.id, &data_key, &record).await?), record),
        };
        let base = Base::Revision(line.revision);
        let effect = Effect::Set(change.facts);
        let intent = Intent { id: line.id, base, effect, drawn, command: change.command, data_key };
        match self.land::<R>(&intent, view, handle).await {
            Ok(landed) => Ok(self.shown(landed, drawn, record).await?),
            Err(unlanded) => Err(unlanded.into()),
        }
    }

    /// Returns what stands after a commit. If others have committed since, that is theirs.
    pub(super) async fn shown<R: Record>(
        &self,
        line: Line,
        drawn: Option<BodyId>,
        record: R,
    ) -> Result<Stored<R>, StoreFault> {
        if drawn.is_none() || line.body == drawn {
            return Ok(Stored { line, record });
        }
        self.read(line.id).await?.ok_or(StoreFault::Busy)
    }

    /// Ends a record: nothing reverses it, and its line is dropped when it is tended. Already ended is no error.
    ///
    /// # Errors
    ///
    /// As [`Ledger::commit`].
    pub async fn end<R: Record>(&self, loaded: Loaded<R, K::Handle>) -> Result<(), CommitError> {
        self.close::<R>(loaded, Effect::End).await
    }

    /// Erases a record: its key and its fingerprint are gone with the swap, `facts` stay as a tombstone.
    ///
    /// # Errors
    ///
    /// As [`Ledger::commit`].
    pub async fn erase<R: Record>(
        &self,
        loaded: Loaded<R, K::Handle>,
        facts: Facts,
    ) -> Result<(), CommitError> {
        self.close::<R>(loaded, Effect::Erase(facts)).await
    }

    async fn close<R: Record>(
        &self,
        loaded: Loaded<R, K::Handle>,
        effect: Effect,
    ) -> Result<(), CommitError> {
        let Loaded { line, record: _, view, handle, data_key } = loaded;
        let base = Base::Revision(line.revision);
        let intent = Intent { id: line.id, base, effect, drawn: None, command: None, data_key };
        match self.land::<R>(&intent, view, handle).await {
            Ok(_) => Ok(()),
            Err(unlanded) => Err(unlanded.into()),
        }
    }

    /// Writes new content under a key that nobody else ever draws. Nothing names it yet.
    pub(super) async fn write_body<R: Record>(
        &self,
        record: RecordId,
        data_key: &crate::seal::SecretKey,
        content: &R,
    ) -> Result<BodyId, StoreFault> {
        let id = BodyId(self.store.entropy.draw_id()?);
        let damaged = |_| StoreFault::Damaged { key: Key::Body(id), why: "it cannot be written" };
        let plain = zeroize::Zeroizing::new(content.encode().map_err(damaged)?);
        let sealed = body::seal(data_key, &self.store.entropy, record, id, &plain)?;
        if let Err(error) = self.store.kv.set(&Key::Body(id), &sealed).await {
            // No swap has been sent, so nothing can ever name it.
            self.discard(Some(id)).await;
            return Err(error.into());
        }
        Ok(id)
    }

    /// Deletes a body that no line names, nor ever will. If that fails it is garbage, which `verify` collects.
    pub(super) async fn discard(&self, body: Option<BodyId>) {
        if let Some(id) = body {
            drop(self.store.kv.delete(&Key::Body(id)).await);
        }
    }

    /// Lands `intent`, beginning with the version that was read through `handle`.
    pub(super) async fn land<R: Record>(
        &self,
        intent: &Intent,
        view: View,
        handle: K::Handle,
    ) -> Result<Line, Unlanded> {
        let (mut view, mut handle) = (view, handle);
        let mut unsure = false;
        let mut unnamed_is_deleted = false;
        for _ in 0..=NEIGHBOURS_MAX {
            let fitted = match intent.fit(&view, &self.store.ring, &self.store.entropy) {
                Ok(fitted) => fitted,
                Err(misfit) => return self.give_up::<R>(intent, misfit, unsure).await,
            };
            let Fitted { line, unnamed } = fitted;
            let bytes = match view.follow(&[Edit::Put(Box::new(line.clone()))], &self.store.ring) {
                Ok(bytes) => bytes,
                Err(fault) => return Err(self.fail(intent, fault, unsure).await),
            };
            if let Some(unnamed) = unnamed.filter(|_| !unnamed_is_deleted) {
                // Before the swap: after it, a crash would leave a body that no line names. Nobody misses it,
                // since readers follow a line's current body, and this one is the one before that.
                if let Err(error) = self.store.kv.delete(&Key::Body(unnamed)).await {
                    return Err(self.fail(intent, error.into(), unsure).await);
                }
                unnamed_is_deleted = true;
            }
            match self.swap_until_moved(intent, &view, handle, &bytes, &mut unsure).await? {
                Moved::Landed => return Ok(line),
                Moved::LandedBefore(line) => return Ok(line),
                Moved::Elsewhere(next_view, next_handle) => (view, handle) = (next_view, next_handle),
            }
            if unsure && matches!(intent.base, Base::Absent(_)) {
                // The line may have come and gone, and its body with it.
                self.discard(intent.drawn).await;
                return Err(Unlanded::Again);
            }
        }
        self.discard(intent.drawn).await;
        Err(Unlanded::Fault(StoreFault::Busy))
    }

    /// Sends one swap until it has landed or the partition has moved on without it.
    async fn swap_until_moved(
        &self,
        intent: &Intent,
        sent: &View,
        handle: K::Handle,
        bytes: &[u8],
        unsure: &mut bool,
    ) -> Result<Moved<K::Handle>, Unlanded> {
        let mut handle = handle;
        for _ in 0..=REPEATS_MAX {
            match self.store.kv.swap(handle, bytes).await {
                Ok(Swap::Applied) => return Ok(Moved::Landed),
                Ok(Swap::Lost) => {}
                // It may have been applied, or be under way and applied later.
                Err(_) => *unsure = true,
            }
            let (view, next) = self.reload(sent.key.clone(), *unsure).await?;
            match intent.shows_in(&view) {
                Ok(Some(line)) => return Ok(line.map_or(Moved::Landed, Moved::LandedBefore)),
                Ok(None) => {}
                Err(fault) => return Err(self.fail(intent, fault, true).await),
            }
            if view.version != sent.version {
                return Ok(Moved::Elsewhere(view, next));
            }
            // The version has not moved: the swap may still arrive, so only exactly the same one may follow.
            handle = next;
        }
        if *unsure { Err(Unlanded::Unknown) } else { Err(Unlanded::Fault(StoreFault::Busy)) }
    }

    pub(super) async fn reload(&self, key: Key, unsure: bool) -> Result<(View, K::Handle), Unlanded> {
        let mut reloads = 0;
        loop {
            match self.view_of_for_swap(key.clone()).await {
                Ok(read) => return Ok(read),
                Err(StoreFault::Provider(_)) if reloads < RELOADS_MAX => reloads += 1,
                Err(_) if unsure => return Err(Unlanded::Unknown),
                Err(fault) => return Err(Unlanded::Fault(fault)),
            }
        }
    }

    /// Ends a commit whose line is not, or no longer, as it must be. No view so far has shown the drawn body, and
    /// either no swap was sent or the partition has moved on: that is the only licence to delete it.
    async fn give_up<R: Record>(
        &self,
        intent: &Intent,
        misfit: Misfit,
        unsure: bool,
    ) -> Result<Line, Unlanded> {
        if let (true, Some(command), Misfit::Changed) = (unsure, intent.command, &misfit) {
            match self.read::<R>(intent.id).await {
                // It landed, and others have committed twice since.
                Ok(Some(stored)) if stored.record.bears(command) => return Ok(stored.line),
                Ok(_) => {}
                Err(_) => return Err(Unlanded::Unknown),
            }
        }
        self.discard(intent.drawn).await;
        Err(match misfit {
            // What left no trace may have stood for a while. To do it again could undo what others did since.
            Misfit::Changed if unsure && intent.command.is_none() => Unlanded::Unknown,
            Misfit::Fault(_) | Misfit::Taken(_) | Misfit::Changed => misfit.into(),
        })
    }

    async fn fail(&self, intent: &Intent, fault: StoreFault, unsure: bool) -> Unlanded {
        if unsure {
            return Unlanded::Unknown;
        }
        self.discard(intent.drawn).await;
        Unlanded::Fault(fault)
    }
}

enum Moved<H> {
    Landed,
    LandedBefore(Line),
    Elsewhere(View, H),
}

impl From<Misfit> for Unlanded {
    fn from(misfit: Misfit) -> Self {
        match misfit {
            Misfit::Fault(fault) => Self::Fault(fault),
            Misfit::Taken(owner) => Self::Taken(owner),
            Misfit::Changed => Self::Again,
        }
    }
}

impl From<Unlanded> for CommitError {
    fn from(unlanded: Unlanded) -> Self {
        match unlanded {
            Unlanded::Taken(_) | Unlanded::Again => Self::Conflict,
            Unlanded::Unknown => Self::OutcomeUnknown,
            Unlanded::Fault(fault) => Self::Fault(fault),
        }
    }
}
