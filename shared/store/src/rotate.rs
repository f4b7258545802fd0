//! Rotation: puts the ring's current master key in force everywhere. Bodies and chunks are not touched, since they
//! lie under data keys, which are wrapped anew.

use std::collections::BTreeMap;

use crate::collection::{Root, root_context};
use crate::fault::StoreFault;
use crate::key::CollectionNumber;
use crate::key_value::KeyValue;
use crate::line::{Line, WrappedKey};
use crate::partition::{Edit, View};
use crate::programme::read_key;
use crate::ring::KeyId;
use crate::store::Store;
use crate::{Key, body, document};

/// Commits to a busy partition may win this often before rotation gives up on it for now.
const SWAPS_MAX: u32 = 64;

impl<K: KeyValue> Store<K> {
    /// Puts the current master key in force in every document. Commits may go on meanwhile.
    ///
    /// # Errors
    ///
    /// Returns a fault if a document cannot be read or swapped. Rotating again goes on where this stopped.
    pub async fn rotate(&self) -> Result<(), StoreFault> {
        self.rotate_key(&Key::Directory).await?;
        for key in self.documents().await? {
            self.rotate_key(&key).await?;
        }
        Ok(())
    }

    /// Counts the documents by the master key in force there. A key may be destroyed only once it is not in this list.
    ///
    /// # Errors
    ///
    /// Returns a fault if a document cannot be read.
    pub async fn keys_in_force(&self) -> Result<BTreeMap<KeyId, usize>, StoreFault> {
        let mut counts = BTreeMap::from([(self.directory().await?.0, 1)]);
        for key in self.documents().await? {
            let bytes = self.required(&key).await?;
            let master = match &key {
                Key::Partition(..) => View::read(key.clone(), &bytes, &self.ring)?.master,
                _ => document::open(&key, &bytes, &self.ring)?.0,
            };
            *counts.entry(master).or_insert(0) += 1;
        }
        Ok(counts)
    }

    /// Names the roots, the programmes and all partitions: **every** partition, also an empty one, or a creator that
    /// had read it before would add a line under a key that is about to be destroyed.
    async fn documents(&self) -> Result<Vec<Key>, StoreFault> {
        let (_, directory) = self.directory().await?;
        let mut keys = Vec::new();
        for programme in directory.programmes {
            let policies = self.programme(&programme).await?.map(|root| root.policies).unwrap_or_default();
            keys.push(Key::Programme(programme));
            keys.extend(policies.iter().map(|hash| read_key(hash)));
        }
        for (number, name) in self.collections().await? {
            let (_, collection) = match self.open(&name, number).await {
                Err(StoreFault::NotSeeded(_)) => continue,
                opened => opened?,
            };
            keys.push(Key::Root(number));
            keys.extend((0..collection.partitions).map(|place| Key::Partition(number, place)));
        }
        Ok(keys)
    }

    async fn rotate_key(&self, key: &Key) -> Result<(), StoreFault> {
        for _ in 0..SWAPS_MAX {
            let Some((bytes, handle)) = self.kv.read_for_swap(key).await? else {
                return Err(StoreFault::Missing(key.clone()));
            };
            let Some(rotated) = self.rotated(key, &bytes)? else { return Ok(()) };
            // Lost or failed, the next round reads what stands.
            let _ = self.kv.swap(handle, &rotated).await;
        }
        Err(StoreFault::Busy)
    }

    /// Returns the document under the current key, or `None` if it lies there already.
    fn rotated(&self, key: &Key, bytes: &[u8]) -> Result<Option<Vec<u8>>, StoreFault> {
        let current = self.ring.current();
        let write = |master: KeyId, bytes: Vec<u8>| (master != current).then_some(bytes);
        match key {
            Key::Partition(..) => {
                let view = View::read(key.clone(), bytes, &self.ring)?;
                if view.master == current {
                    return Ok(None);
                }
                let mut edits = Vec::new();
                for mut line in view.lines()? {
                    self.rewrap(&mut line, &view)?;
                    edits.push(Edit::Put(Box::new(line)));
                }
                view.follow_under(current, &edits, &self.ring).map(Some)
            }
            Key::Root(number) => {
                let (master, root) = document::read(key, bytes, &self.ring)?;
                let root = self.rewrap_root(root, *number, master)?;
                Ok(write(master, document::write(key, &root, current, &self.ring)?))
            }
            // Nothing in it is wrapped: it is signed anew, as it is.
            _ => {
                let (master, payload) = document::open(key, bytes, &self.ring)?;
                Ok(write(master, document::close(key, payload, current, &self.ring)?))
            }
        }
    }

    fn rewrap(&self, line: &mut Line, view: &View) -> Result<(), StoreFault> {
        if line.data_key == WrappedKey::default() {
            return Ok(());
        }
        let data_key = body::data_key(line, view, &self.ring)?;
        let current = document::held(&self.ring, self.ring.current())?;
        line.data_key = WrappedKey(body::wrap(&data_key, current, &self.entropy, line.id)?);
        Ok(())
    }

    fn rewrap_root(
        &self,
        mut root: Root,
        number: CollectionNumber,
        master: KeyId,
    ) -> Result<Root, StoreFault> {
        let context = root_context(number);
        let wrapping = &document::held(&self.ring, master)?.wrapping;
        let key = crate::seal::SecretKey::unwrap_from(wrapping, &context, &root.fingerprint_key.0)
            .map_err(|_| StoreFault::Damaged { key: Key::Root(number), why: "its key does not open" })?;
        let current = &document::held(&self.ring, self.ring.current())?.wrapping;
        root.fingerprint_key = WrappedKey(key.wrap(current, &self.entropy, &context)?);
        Ok(root)
    }
}
