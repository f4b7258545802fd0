//! How a record comes to be: a commit that adds a line, refused if its fingerprint has an owner.

use domain::id::CommandId;

use super::Ledger;
use super::change::{Base, Effect, Intent, Owner};
use super::commit::Unlanded;
use crate::RecordId;
use crate::fault::{CreateError, StoreFault};
use crate::key_value::KeyValue;
use crate::line::{Facts, Fingerprint, Standing};
use crate::record::{Record, Stored};
use crate::seal::SecretKey;

/// Each round means that an ended line had to be dropped first, or that an answer was lost.
const ROUNDS_MAX: u32 = 4;

/// A record that is to be created.
#[derive(Clone, Debug)]
pub struct New<R> {
    /// What nobody else in the collection may own.
    pub fingerprint: Fingerprint,
    /// What its line says.
    pub facts: Facts,
    /// What it holds; `None` for kinds that keep everything on their line.
    pub content: Option<R>,
    /// The command that creates it.
    pub command: CommandId,
}

impl<K: KeyValue> Ledger<'_, K> {
    /// Creates a record under an identifier drawn here.
    ///
    /// # Errors
    ///
    /// Returns [`CreateError::Taken`] with the owner if the fingerprint has one, and
    /// [`CreateError::OutcomeUnknown`] if an answer was lost and nothing shows whether the record stands.
    pub async fn create<R: Record + Clone>(&self, new: New<R>) -> Result<Stored<R>, CreateError> {
        for _ in 0..ROUNDS_MAX {
            let key = self.partition_key(new.fingerprint.place());
            let (view, handle) = self.view_of_for_swap(key).await?;
            if let Some(owner) = view.owner(&new.fingerprint)? {
                self.make_room(Owner::of(&owner)).await?;
                continue;
            }
            let entropy = &self.store.entropy;
            let drawn = entropy.draw_id().map_err(StoreFault::from)?;
            let id = RecordId::new(&new.fingerprint, self.collection.number, drawn);
            let data_key = SecretKey::draw(entropy).map_err(StoreFault::from)?;
            let drawn = match &new.content {
                Some(content) => Some(self.write_body(id, &data_key, content).await?),
                None => None,
            };
            let effect = Effect::Set(new.facts.clone());
            let base = Base::Absent(new.fingerprint);
            let intent = Intent { id, base, effect, drawn, command: Some(new.command), data_key };
            match self.land::<R>(&intent, view, handle).await {
                Ok(line) => {
                    let record = new.content.or_else(R::without_body);
                    let record = record.ok_or(StoreFault::Busy)?;
                    return Ok(self.shown(line, drawn, record).await?);
                }
                Err(Unlanded::Taken(owner)) => self.make_room(owner).await?,
                Err(Unlanded::Again) => {}
                Err(Unlanded::Unknown) => return Err(CreateError::OutcomeUnknown),
                Err(Unlanded::Fault(fault)) => return Err(fault.into()),
            }
        }
        Err(StoreFault::Busy.into())
    }

    /// Drops the owner of a fingerprint if its record is over.
    async fn make_room(&self, owner: Owner) -> Result<(), CreateError> {
        match owner.standing {
            Standing::Ended => {
                self.tend_key(self.partition_key(owner.id.place())).await?;
                Ok(())
            }
            Standing::Live | Standing::Erased => Err(CreateError::Taken(owner.id)),
        }
    }
}
