//! `verify`: walks everything that can be reached and tells what does not hold. Runs with the service stopped.

use std::collections::HashSet;

use crate::collection::Collection;
use crate::fault::StoreFault;
use crate::key::{BodyId, PartId};
use crate::key_value::ListKeys;
use crate::line::{Line, Standing};
use crate::partition::View;
use crate::record::InvalidBody;
use crate::store::Store;
use crate::{Key, body};

/// What a walk over everything found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Collections with a root.
    pub collections: usize,
    /// Lines of records that are there.
    pub live: usize,
    /// Lines of records that are over and not dropped yet.
    pub ended: usize,
    /// Tombstones.
    pub erased: usize,
    /// What does not hold, in words that name keys and nothing personal.
    pub faults: Vec<String>,
    /// Keys of bodies and chunks that nothing names: what crashed writers left.
    pub garbage: Vec<Key>,
}

/// What [`Store::verify`] needs to know about a record's content: which chunks it names.
pub type Inspect<'a> = dyn Fn(&Collection, &[u8]) -> Result<Vec<(PartId, u32)>, InvalidBody> + 'a;

#[derive(Default)]
struct Named {
    bodies: HashSet<BodyId>,
    chunks: HashSet<(PartId, u32)>,
}

impl<K: ListKeys> Store<K> {
    /// Walks the whole store and compares what is there with what is named.
    ///
    /// # Errors
    ///
    /// Returns a fault only if nothing can be read at all; whatever else is wrong is in the report.
    pub async fn verify(&self, inspect: &Inspect<'_>) -> Result<Report, StoreFault> {
        let mut report = Report::default();
        let mut named = Named::default();
        for (number, name) in self.collections().await? {
            match self.open(&name, number).await {
                Ok((_, collection)) => {
                    report.collections += 1;
                    self.verify_collection(&collection, inspect, &mut report, &mut named).await;
                }
                Err(fault) => report.faults.push(fault.to_string()),
            }
        }
        for key in self.kv.keys().await? {
            if let Some(id) = Key::body_of(&key).filter(|id| !named.bodies.contains(id)) {
                report.garbage.push(Key::Body(id));
            } else if let Some(chunk) = Key::chunk_of(&key).filter(|id| !named.chunks.contains(id)) {
                report.garbage.push(Key::Chunk(chunk.0, chunk.1));
            }
        }
        Ok(report)
    }

    /// Deletes the garbage of a report. Nothing else may run, or what is garbage may be about to be named.
    ///
    /// # Errors
    ///
    /// Returns a fault if the provider fails. Collecting again goes on where this stopped.
    pub async fn collect(&self, report: &Report) -> Result<(), StoreFault> {
        for key in &report.garbage {
            self.kv.delete(key).await?;
        }
        Ok(())
    }

    async fn verify_collection(
        &self,
        collection: &Collection,
        inspect: &Inspect<'_>,
        report: &mut Report,
        named: &mut Named,
    ) {
        let ledger = self.ledger(collection);
        for number in 0..collection.partitions {
            let key = Key::Partition(collection.number, number);
            match ledger.view_of(key.clone()).await {
                Ok(view) => {
                    if !view.is_in_place(number, collection.partitions) {
                        report.faults.push(format!("{key} holds a line of another partition"));
                    }
                    match view.lines() {
                        Ok(lines) => {
                            for line in lines {
                                self.verify_line(collection, &view, &line, inspect, report, named).await;
                            }
                        }
                        Err(fault) => report.faults.push(fault.to_string()),
                    }
                }
                Err(fault) => report.faults.push(fault.to_string()),
            }
        }
    }

    async fn verify_line(
        &self,
        collection: &Collection,
        view: &View,
        line: &Line,
        inspect: &Inspect<'_>,
        report: &mut Report,
        named: &mut Named,
    ) {
        named.bodies.extend([line.body, line.previous].into_iter().flatten());
        match line.standing {
            Standing::Live => report.live += 1,
            Standing::Ended => return report.ended += 1,
            Standing::Erased => return report.erased += 1,
        }
        let Some(id) = line.body else { return };
        match self.inspect_body(collection, view, line, id, inspect).await {
            Ok(chunks) => named.chunks.extend(chunks),
            Err(fault) => report.faults.push(format!("record {:?}: {fault}", line.id)),
        }
    }

    async fn inspect_body(
        &self,
        collection: &Collection,
        view: &View,
        line: &Line,
        id: BodyId,
        inspect: &Inspect<'_>,
    ) -> Result<Vec<(PartId, u32)>, StoreFault> {
        let data_key = body::data_key(line, view, &self.ring)?;
        let bytes = self.required(&Key::Body(id)).await?;
        let plain = body::open(&data_key, line.id, id, &bytes)?;
        let why = "it is no record of its kind";
        inspect(collection, &plain).map_err(|_| StoreFault::Damaged { key: Key::Body(id), why })
    }
}
