//! The root of a programme: which policy is current, and what was published before.

use domain::digest::InvalidDigest;
use domain::policy::Policy;
use domain::proposal::Base;
use domain::slug::SeasonId;
use serde::{Deserialize, Serialize};

/// The root of a programme.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Programme {
    /// Raised by one with every swap.
    pub version: u64,
    /// Every season that was published, the current one last.
    pub seasons: Vec<Season>,
    /// The hash of every policy that was published: cases stay pinned to the one they were opened under.
    pub policies: Vec<String>,
}

/// One season of a programme.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Season {
    /// What it is called in its policy.
    pub name: String,
    /// The hash of the policy that a case opened now is pinned to, in hexadecimal.
    pub policy: String,
    /// The collection that holds its cases.
    pub collection: String,
}

/// What has become of a policy that was to be published over another one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Published {
    /// It is current, or it was until something else was published.
    Stands,
    /// Something else was published instead, and this is not.
    Outdated,
}

impl Programme {
    /// Returns the season in which a case is opened now.
    pub fn current(&self) -> Option<&Season> {
        self.seasons.last()
    }

    /// Returns what a proposal of a policy for `season` is made over.
    ///
    /// # Errors
    ///
    /// Returns [`InvalidDigest`] if a hash in it is none.
    pub fn base(&self, season: &SeasonId) -> Result<Base, InvalidDigest> {
        let hash = |season: &Season| season.policy.parse();
        let known = self.seasons.iter().find(|known| known.name == season.as_str());
        Ok(Base {
            version: self.version,
            current: self.current().map(hash).transpose()?,
            replaces: known.map(hash).transpose()?,
        })
    }

    /// Tells what has become of a season that was to follow `base`, when something has followed it. The hashes are in the order in
    /// which they were published last.
    pub(super) fn since(&self, base: &Base, season: &Season) -> Published {
        let place = |hash: &str| self.policies.iter().position(|known| known == hash);
        let before = base.current.map(|hash| place(&hash.to_string()));
        match (place(&season.policy), before) {
            (Some(own), Some(Some(before))) if before < own => Published::Stands,
            (Some(_), None) => Published::Stands,
            (Some(_) | None, Some(_) | None) => Published::Outdated,
        }
    }
}

pub(super) fn season_of(policy: &Policy) -> Season {
    let (programme, name) = (policy.programme(), policy.season().to_string());
    let collection = format!("cases/{programme}/{name}");
    Season { name, policy: policy.hash().to_string(), collection }
}
