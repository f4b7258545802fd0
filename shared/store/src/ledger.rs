//! The ledger of one collection: how its records are read.
//!
//! How they are changed is in `ledger/commit.rs`, several at once in `ledger/batch.rs`, and what happens to what is over in
//! `ledger/tend.rs`.

use zeroize::Zeroizing;

use crate::body;
use crate::collection::Collection;
use crate::fault::StoreFault;
use crate::key_value::KeyValue;
use crate::line::{Fingerprint, Line, RecordId, Standing};
use crate::partition::{self, View};
use crate::record::{Record, Stored};
use crate::seal::SecretKey;
use crate::store::Store;
use crate::{BodyId, Key};

mod batch;
mod change;
mod commit;
mod create;
mod tend;
mod walk;

pub use batch::{Batch, Member, Page};
pub use change::{Change, Content};
pub use create::New;
pub use tend::Tended;

/// A body can be replaced and deleted between the two reads of a reader, who then starts again. Each round means
/// that others have committed twice to this record; eight such rounds in a row mean something else is wrong.
const READ_ROUNDS_MAX: u32 = 8;

/// The records of one collection.
///
/// A commit lands whole or not at all. There is no transaction across two records.
#[derive(Debug)]
pub struct Ledger<'a, K> {
    pub(crate) store: &'a Store<K>,
    pub(crate) collection: &'a Collection,
}

/// A record as it was read for a commit: it can be swapped exactly once, against exactly this version.
#[derive(Debug)]
pub struct Loaded<R, H> {
    /// What its partition said of it.
    pub line: Line,
    /// Its content.
    pub record: R,
    pub(crate) view: View,
    pub(crate) handle: H,
    pub(crate) data_key: SecretKey,
}

impl<R, H> Loaded<R, H> {
    /// Returns the record's own key, under which its blobs are sealed too.
    pub fn data_key(&self) -> &SecretKey {
        &self.data_key
    }
}

impl<K: KeyValue> Ledger<'_, K> {
    /// Returns the fingerprint of `unique` in this collection.
    pub fn fingerprint(&self, unique: &[u8]) -> Fingerprint {
        self.collection.fingerprint(unique)
    }

    /// Returns the record `id`, or `None` if there is none, or none any more. Two calls of the provider.
    ///
    /// # Errors
    ///
    /// Returns a fault if the store fails or what it holds is damaged.
    pub async fn read<R: Record>(&self, id: RecordId) -> Result<Option<Stored<R>>, StoreFault> {
        let view = self.view(id.place()).await?;
        self.read_from(view, id).await
    }

    /// Returns the record that owns `fingerprint`, or `None` if nobody does. Two calls of the provider, or one if there is none.
    ///
    /// # Errors
    ///
    /// Returns a fault if the store fails or what it holds is damaged.
    pub async fn read_owner<R: Record>(
        &self,
        fingerprint: &Fingerprint,
    ) -> Result<Option<Stored<R>>, StoreFault> {
        let view = self.view(fingerprint.place()).await?;
        match view.owner(fingerprint)? {
            Some(line) => self.read_from(view, line.id).await,
            None => Ok(None),
        }
    }

    /// Returns the record `id` as its partition has it, which was read just now.
    async fn read_from<R: Record>(
        &self,
        mut view: View,
        id: RecordId,
    ) -> Result<Option<Stored<R>>, StoreFault> {
        for _ in 0..READ_ROUNDS_MAX {
            let Some(line) = live(&view, id)? else { return Ok(None) };
            let data_key = body::data_key(&line, &view, &self.store.ring)?;
            if let Some(record) = self.content(&line, &data_key).await? {
                return Ok(Some(Stored { line, record }));
            }
            view = self.view(id.place()).await?;
            self.still_named(&view, &line)?;
        }
        Err(StoreFault::Busy)
    }

    /// Returns the record `id` for a commit, or `None` if there is none, or none any more. Two calls of the provider.
    ///
    /// # Errors
    ///
    /// Returns a fault if the store fails or what it holds is damaged.
    pub async fn load<R: Record>(&self, id: RecordId) -> Result<Option<Loaded<R, K::Handle>>, StoreFault> {
        let (mut view, mut handle) = self.view_for_swap(id.place()).await?;
        for _ in 0..READ_ROUNDS_MAX {
            let Some(line) = live(&view, id)? else { return Ok(None) };
            let data_key = body::data_key(&line, &view, &self.store.ring)?;
            if let Some(record) = self.content(&line, &data_key).await? {
                return Ok(Some(Loaded { line, record, view, handle, data_key }));
            }
            (view, handle) = self.view_for_swap(id.place()).await?;
            self.still_named(&view, &line)?;
        }
        Err(StoreFault::Busy)
    }

    /// Returns for another commit a record that this caller has just read or committed, or `None` if somebody else has
    /// changed it since. One call of the provider, since the content is known.
    ///
    /// # Errors
    ///
    /// Returns a fault if the store fails or what it holds is damaged.
    pub async fn load_again<R: Record>(
        &self,
        known: Stored<R>,
    ) -> Result<Option<Loaded<R, K::Handle>>, StoreFault> {
        let (view, handle) = self.view_for_swap(known.line.id.place()).await?;
        let Some(line) = live(&view, known.line.id)?.filter(|line| line.revision == known.line.revision)
        else {
            return Ok(None);
        };
        let data_key = body::data_key(&line, &view, &self.store.ring)?;
        Ok(Some(Loaded { line, record: known.record, view, handle, data_key }))
    }

    /// Returns the line of `id` without its content. One call of the provider.
    ///
    /// # Errors
    ///
    /// Returns a fault if the store fails or what it holds is damaged.
    pub async fn line(&self, id: RecordId) -> Result<Option<Line>, StoreFault> {
        self.view(id.place()).await?.line(id)
    }

    /// Returns the line that owns `fingerprint`. One call of the provider.
    ///
    /// # Errors
    ///
    /// Returns a fault if the store fails or what it holds is damaged.
    pub async fn find(&self, fingerprint: &Fingerprint) -> Result<Option<Line>, StoreFault> {
        let view = self.view(fingerprint.place()).await?;
        Ok(view.owner(fingerprint)?.filter(|line| line.standing == Standing::Live))
    }

    pub(crate) fn partition_key(&self, place: u16) -> Key {
        partition::key(self.collection.number, place, self.collection.partitions)
    }

    async fn view(&self, place: u16) -> Result<View, StoreFault> {
        self.view_of(self.partition_key(place)).await
    }

    pub(crate) async fn view_of(&self, key: Key) -> Result<View, StoreFault> {
        let bytes = self.store.required(&key).await?;
        View::read(key, &bytes, &self.store.ring)
    }

    async fn view_for_swap(&self, place: u16) -> Result<(View, K::Handle), StoreFault> {
        self.view_of_for_swap(self.partition_key(place)).await
    }

    /// Reads a partition through the handle that will be swapped. A missing partition is a fault, never "empty".
    pub(crate) async fn view_of_for_swap(&self, key: Key) -> Result<(View, K::Handle), StoreFault> {
        match self.store.kv.read_for_swap(&key).await? {
            Some((bytes, handle)) => Ok((View::read(key, &bytes, &self.store.ring)?, handle)),
            None => Err(StoreFault::Missing(key)),
        }
    }

    /// Returns the content that `line` names, or `None` if its body has gone.
    async fn content<R: Record>(&self, line: &Line, data_key: &SecretKey) -> Result<Option<R>, StoreFault> {
        let Some(id) = line.body else {
            let why = "a line of this kind needs a body";
            return match R::without_body() {
                Some(record) => Ok(Some(record)),
                None => Err(StoreFault::Damaged { key: self.partition_key(line.id.place()), why }),
            };
        };
        let Some(plain) = self.plain(line.id, id, data_key).await? else { return Ok(None) };
        let damaged = StoreFault::Damaged { key: Key::Body(id), why: "it is no record of its kind" };
        R::decode(&plain).map(Some).map_err(|_| damaged)
    }

    async fn plain(
        &self,
        record: RecordId,
        id: BodyId,
        data_key: &SecretKey,
    ) -> Result<Option<Zeroizing<Vec<u8>>>, StoreFault> {
        match self.store.kv.get(&Key::Body(id)).await? {
            Some(bytes) => body::open(data_key, record, id, &bytes).map(Some),
            None => Ok(None),
        }
    }

    /// A body that is gone is a fault only if the partition, read afterwards, still names that same body.
    fn still_named(&self, view: &View, before: &Line) -> Result<(), StoreFault> {
        match (before.body, live(view, before.id)?) {
            (Some(body), Some(line)) if line.body == Some(body) => Err(StoreFault::Missing(Key::Body(body))),
            (Some(_) | None, Some(_) | None) => Ok(()),
        }
    }
}

fn live(view: &View, id: RecordId) -> Result<Option<Line>, StoreFault> {
    Ok(view.line(id)?.filter(|line| line.standing == Standing::Live))
}
