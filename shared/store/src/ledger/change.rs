//! What a commit is meant to do to a line, apart from how it lands.

use domain::id::CommandId;

use crate::body;
use crate::document::held;
use crate::entropy::Entropy;
use crate::fault::StoreFault;
use crate::key::BodyId;
use crate::line::{Facts, Fingerprint, Line, RecordId, Standing, WrappedKey};
use crate::partition::View;
use crate::ring::KeyRing;
use crate::seal::SecretKey;

/// What a commit changes.
#[derive(Clone, Debug)]
pub struct Change<R> {
    /// What the line says from now on.
    pub facts: Facts,
    /// What the record holds from now on.
    pub content: Content<R>,
    /// The command whose event the new content carries. `None` for what adds no event: a draft, a claim. Such a
    /// change is never repeated by itself once its outcome is unknown.
    pub command: Option<CommandId>,
}

/// The content of a record after a commit.
#[derive(Clone, Debug)]
pub enum Content<R> {
    /// It stays as it is.
    Keep,
    /// It becomes this.
    Replace(R),
}

/// One commit, ready to be tried against any version of its partition.
#[derive(Debug)]
pub(super) struct Intent {
    pub(super) id: RecordId,
    pub(super) base: Base,
    pub(super) effect: Effect,
    /// The body written for this commit, if it replaces the content.
    pub(super) drawn: Option<BodyId>,
    pub(super) command: Option<CommandId>,
    pub(super) data_key: SecretKey,
}

/// What must be true of the line for the commit to land.
#[derive(Debug)]
pub(super) enum Base {
    /// Nobody owns this fingerprint.
    Absent(Fingerprint),
    /// The record is live and at this revision.
    Revision(u64),
}

/// What becomes of the line.
#[derive(Debug)]
pub(super) enum Effect {
    /// It is live and says this.
    Set(Facts),
    /// It is over. Its bodies stay named until it is dropped.
    End,
    /// Key and fingerprint go, and it says this.
    Erase(Facts),
}

/// Why an intent does not fit a version of its partition.
#[derive(Debug)]
pub(super) enum Misfit {
    /// This record owns the fingerprint.
    Taken(Owner),
    /// The record is at another revision, over, or gone.
    Changed,
    /// The partition cannot be written.
    Fault(StoreFault),
}

/// Who owns a fingerprint.
#[derive(Clone, Copy, Debug)]
pub(super) struct Owner {
    pub(super) id: RecordId,
    pub(super) standing: Standing,
}

impl Owner {
    pub(super) fn of(line: &Line) -> Self {
        Self { id: line.id, standing: line.standing }
    }
}

/// What an intent makes of a version of its partition.
pub(super) struct Fitted {
    pub(super) line: Line,
    /// The body that the line no longer names. It is deleted just before the swap.
    pub(super) unnamed: Option<BodyId>,
}

impl Intent {
    /// Applies the intent to `view`.
    pub(super) fn fit(&self, view: &View, ring: &KeyRing, entropy: &Entropy) -> Result<Fitted, Misfit> {
        match self.base {
            Base::Absent(fingerprint) => {
                if let Some(owner) = view.owner(&fingerprint).map_err(Misfit::Fault)? {
                    return Err(Misfit::Taken(Owner::of(&owner)));
                }
                let line = self.new_line(fingerprint, view, ring, entropy)?;
                Ok(Fitted { line, unnamed: None })
            }
            Base::Revision(revision) => {
                let mut line = view.line(self.id).map_err(Misfit::Fault)?.ok_or(Misfit::Changed)?;
                if line.revision != revision || line.standing != Standing::Live {
                    return Err(Misfit::Changed);
                }
                let unnamed = self.alter(&mut line);
                Ok(Fitted { line, unnamed })
            }
        }
    }

    /// Returns the line of this record in `view`, if it shows that this very commit stands; or that nothing is left
    /// of the record, if that is what the commit was for.
    pub(super) fn shows_in(&self, view: &View) -> Result<Option<Option<Line>>, StoreFault> {
        let line = view.line(self.id)?;
        let shows = match (&self.base, &self.effect, self.drawn) {
            // The identifier was drawn for this very commit, so whoever changed the line since, it stands.
            (Base::Absent(_), _, _) => line.is_some(),
            (_, Effect::Set(_), Some(drawn)) => line.as_ref().is_some_and(|line| line.names(drawn)),
            // Nothing on a line tells one change of facts from another that says the same.
            (_, Effect::Set(_), None) => false,
            // Nothing reverses these two, and whoever did it first did the same.
            (_, Effect::End, _) => line.as_ref().is_none_or(|line| line.standing == Standing::Ended),
            (_, Effect::Erase(_), _) => line.as_ref().is_some_and(|line| line.standing == Standing::Erased),
        };
        Ok(shows.then_some(line))
    }

    fn new_line(
        &self,
        fingerprint: Fingerprint,
        view: &View,
        ring: &KeyRing,
        entropy: &Entropy,
    ) -> Result<Line, Misfit> {
        // Under the key that the partition names, never under the configured one: otherwise a rotation that has
        // passed here already would leave this line under a key that is about to be destroyed.
        let wrapped = held(ring, view.master)
            .and_then(|master| Ok(body::wrap(&self.data_key, master, entropy, self.id)?))
            .map_err(Misfit::Fault)?;
        let facts = match &self.effect {
            Effect::Set(facts) | Effect::Erase(facts) => facts.clone(),
            Effect::End => Facts::default(),
        };
        Ok(Line {
            id: self.id,
            revision: 1,
            standing: Standing::Live,
            facts,
            fingerprint,
            body: self.drawn,
            previous: None,
            data_key: WrappedKey(wrapped),
        })
    }

    fn alter(&self, line: &mut Line) -> Option<BodyId> {
        line.revision = line.revision.saturating_add(1);
        match &self.effect {
            Effect::Set(facts) => {
                line.facts = facts.clone();
                let drawn = self.drawn?;
                let unnamed = line.previous;
                line.previous = line.body.replace(drawn);
                unnamed
            }
            Effect::End => {
                line.standing = Standing::Ended;
                line.facts = Facts::default();
                None
            }
            Effect::Erase(facts) => {
                line.standing = Standing::Erased;
                line.facts = facts.clone();
                line.data_key = WrappedKey::default();
                line.fingerprint = Fingerprint::ERASED;
                line.previous.take()
            }
        }
    }
}
