//! Programmes: which policy is current, and which seasons there have been. Only opening a case reads this.

use domain::policy::{Policy, PolicyHash};
use domain::proposal::Base;
use domain::slug::{ProgrammeId, SeasonId};

use crate::fault::StoreFault;
use crate::key_value::KeyValue;
use crate::seed::Seeding;
use crate::store::Store;
use crate::{Key, document};

mod root;

use root::season_of;
pub use root::{Programme, Published, Season};

/// Losing this often to other publishers means that something loops.
const SWAPS_MAX: u32 = 16;

/// A policy that is to become current.
#[derive(Clone, Copy, Debug)]
pub struct Publication<'a> {
    /// The policy.
    pub policy: &'a Policy,
    /// The exact bytes that it was read from.
    pub file: &'a [u8],
    /// How many partitions the season's collection gets if it is new.
    pub partitions: u32,
}

const ROSTER: &str = "roster/";

/// Returns the name of the collection that holds the registrations that were imported for a season.
pub fn roster(programme: &ProgrammeId, season: &SeasonId) -> String {
    format!("{ROSTER}{programme}/{season}")
}

/// Returns the programme and the season whose registrations a collection holds, if that is what it holds.
pub fn season_of_roster(collection: &str) -> Option<(&str, &str)> {
    collection.strip_prefix(ROSTER)?.split_once('/')
}

impl<K: KeyValue> Store<K> {
    /// Publishes a policy: writes it under its hash, seeds the season's collections if they are new, then makes it
    /// current. Doing it twice changes nothing.
    ///
    /// # Errors
    ///
    /// Returns a fault if the store fails. Publishing again goes on where this stopped.
    pub async fn publish(
        &self,
        publication: Publication<'_>,
        seeding: Seeding,
    ) -> Result<Season, StoreFault> {
        let season = self.make_ready(publication, seeding).await?;
        self.make_current(publication.policy.programme(), &season, None, seeding).await?;
        Ok(season)
    }

    /// Publishes a policy over what was current at a version of its programme, and over nothing else: one swap of the
    /// programme's root decides whether it follows that version. Doing it twice changes nothing.
    ///
    /// # Errors
    ///
    /// Returns a fault if the store fails. Publishing again goes on where this stopped.
    pub async fn publish_over(
        &self,
        base: &Base,
        publication: Publication<'_>,
        seeding: Seeding,
    ) -> Result<Published, StoreFault> {
        let season = self.make_ready(publication, seeding).await?;
        self.make_current(publication.policy.programme(), &season, Some(base), seeding).await
    }

    /// Tells whether a policy is what cases of its programme are opened under now. The root is written last, so everything
    /// else that publishing writes is there then, too.
    ///
    /// # Errors
    ///
    /// Returns a fault if the store fails or the root is damaged.
    pub async fn is_current(&self, policy: &Policy) -> Result<bool, StoreFault> {
        let root = self.programme(policy.programme().as_str()).await?;
        Ok(root.as_ref().and_then(Programme::current) == Some(&season_of(policy)))
    }

    /// Keeps the file of a policy under its hash, before anybody publishes it.
    ///
    /// # Errors
    ///
    /// Returns a fault if the store fails.
    pub async fn keep_file(&self, hash: PolicyHash, file: &[u8]) -> Result<(), StoreFault> {
        Ok(self.kv.set(&Key::Policy(hash.to_string()), file).await?)
    }

    /// Returns the file of a policy, as it was kept or published.
    ///
    /// # Errors
    ///
    /// Returns a fault if it is missing, or is not what its hash says.
    pub async fn file(&self, hash: PolicyHash) -> Result<Vec<u8>, StoreFault> {
        let key = Key::Policy(hash.to_string());
        let file = self.required(&key).await?;
        if PolicyHash::of(&file) != hash {
            return Err(StoreFault::Damaged { key, why: "it does not have the hash that it lies under" });
        }
        Ok(file)
    }

    /// Writes everything that a season needs before it is named.
    async fn make_ready(&self, publication: Publication<'_>, seeding: Seeding) -> Result<Season, StoreFault> {
        let Publication { policy, file, partitions } = publication;
        self.keep_file(policy.hash(), file).await?;
        self.keep_read(policy).await?;
        let season = season_of(policy);
        self.seed(&season.collection, partitions, seeding).await?;
        if policy.derivation().is_some() {
            self.seed(&roster(policy.programme(), policy.season()), partitions, seeding).await?;
        }
        Ok(season)
    }

    /// Names every programme for which a policy was published.
    ///
    /// # Errors
    ///
    /// Returns a fault if the directory is missing or damaged.
    pub async fn programmes(&self) -> Result<Vec<String>, StoreFault> {
        Ok(self.directory().await?.1.programmes)
    }

    /// Returns a programme, or `None` if there is none of that name.
    ///
    /// # Errors
    ///
    /// Returns a fault if the store fails or the root is damaged.
    pub async fn programme(&self, name: &str) -> Result<Option<Programme>, StoreFault> {
        let key = Key::Programme(name.to_owned());
        match self.kv.get(&key).await? {
            Some(bytes) => Ok(Some(document::read(&key, &bytes, &self.ring)?.1)),
            None => Ok(None),
        }
    }

    /// Returns the published policy with `hash`. It was read from its file when it was published, so that no component
    /// that decides has to know how files are written.
    ///
    /// # Errors
    ///
    /// Returns a fault if it is missing or damaged.
    pub async fn policy(&self, hash: PolicyHash) -> Result<Policy, StoreFault> {
        let key = read_key(&hash.to_string());
        let bytes = self.required(&key).await?;
        let (_, policy): (_, Policy) = document::read(&key, &bytes, &self.ring)?;
        if policy.hash() != hash {
            return Err(StoreFault::Damaged { key, why: "it is another policy" });
        }
        Ok(policy)
    }

    /// Reads the files of all published policies again that no build of this format has read yet. An operator asks for
    /// it with every deployment.
    ///
    /// # Errors
    ///
    /// Returns a fault if the store fails, or if a published file is damaged.
    pub async fn read_policies(&self) -> Result<(), StoreFault> {
        for programme in self.directory().await?.1.programmes {
            let Some(programme) = self.programme(&programme).await? else { continue };
            for hash in programme.policies {
                if self.kv.get(&read_key(&hash)).await?.is_none() {
                    let key = Key::Policy(hash);
                    let file = self.required(&key).await?;
                    let why = "it is not the policy that was published";
                    let policy = Policy::parse(&file).map_err(|_| StoreFault::Damaged { key, why })?;
                    self.keep_read(&policy).await?;
                }
            }
        }
        Ok(())
    }

    async fn keep_read(&self, policy: &Policy) -> Result<(), StoreFault> {
        let key = read_key(&policy.hash().to_string());
        let bytes = document::write(&key, policy, self.key_in_force().await?, &self.ring)?;
        Ok(self.kv.set(&key, &bytes).await?)
    }

    async fn make_current(
        &self,
        programme: &ProgrammeId,
        season: &Season,
        base: Option<&Base>,
        seeding: Seeding,
    ) -> Result<Published, StoreFault> {
        let key = Key::Programme(programme.to_string());
        for _ in 0..SWAPS_MAX {
            let Some((bytes, handle)) = self.kv.read_for_swap(&key).await? else {
                self.found_programme(programme.as_str(), season, seeding).await?;
                continue;
            };
            let (master, mut root): (_, Programme) = document::read(&key, &bytes, &self.ring)?;
            if root.seasons.last() == Some(season) {
                return Ok(Published::Stands);
            }
            if let Some(base) = base.filter(|base| base.version != root.version) {
                return Ok(root.since(base, season));
            }
            root.seasons.retain(|known| known.name != season.name);
            root.seasons.push(season.clone());
            root.policies.retain(|known| *known != season.policy);
            root.policies.push(season.policy.clone());
            root.version = root.version.saturating_add(1);
            let bytes = document::write(&key, &root, master, &self.ring)?;
            // Whatever the answer is, what counts is what the root says when it is read again.
            let _ = self.kv.swap(handle, &bytes).await;
        }
        Err(StoreFault::Busy)
    }

    async fn found_programme(
        &self,
        programme: &str,
        season: &Season,
        seeding: Seeding,
    ) -> Result<(), StoreFault> {
        let key = Key::Programme(programme.to_owned());
        self.take_ticket(&key.to_string(), seeding).await?;
        // Named before it exists, so that whatever exists is named.
        self.change_directory(|directory| {
            if !directory.programmes.iter().any(|known| known == programme) {
                directory.programmes.push(programme.to_owned());
            }
        })
        .await?;
        let root =
            Programme { version: 1, seasons: vec![season.clone()], policies: vec![season.policy.clone()] };
        let bytes = document::write(&key, &root, self.key_in_force().await?, &self.ring)?;
        Ok(self.kv.set(&key, &bytes).await?)
    }
}

pub(crate) fn read_key(hash: &str) -> Key {
    Key::ReadPolicy(Policy::FORMAT, hash.to_owned())
}

#[cfg(test)]
mod tests;
