//! Claims: which reviewer is deciding about a case. They lie outside the chain of events and end by themselves, so that
//! nobody who goes home keeps a case from being decided.

use super::{Case, State, review};
use crate::{
    Rejection,
    actor::{Action, Actor, permit},
    group::Scope,
    id::AccountId,
};
use chrono::{DateTime, TimeDelta, Utc};

/// A thorough look at one case takes a quarter of an hour; after twice that the reviewer has been called away.
pub const CLAIM: TimeDelta = TimeDelta::minutes(30);

/// Somebody's exclusive hold on a case under review.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Claim {
    /// Who holds it.
    pub holder: AccountId,
    /// The first instant at which it no longer holds.
    pub until: DateTime<Utc>,
}

impl Case {
    /// Returns the claim that `actor`, whose groups leave them this `scope`, has from now on, `held` being the one before. Whoever
    /// holds it prolongs it, unless their groups were changed meanwhile: then it stays good until it ends, and no longer.
    ///
    /// # Errors
    ///
    /// Returns the reason why not: somebody else holds it, or there is nothing for this actor to decide.
    pub fn claim(
        &self,
        held: Option<Claim>,
        actor: &Actor,
        scope: &Scope,
        now: DateTime<Utc>,
    ) -> Result<Claim, Rejection> {
        permit(actor, Action::DecideCase, &self.subject())?;
        if !scope.admits(self.programme().as_str()) {
            return Err(Rejection::OutsideGroups);
        }
        let _review = review::to_decide(self)?;
        let holder = actor.account().ok_or(Rejection::NotPermitted)?;
        match held {
            Some(held) if now < held.until && held.holder != holder => {
                Err(Rejection::Claimed { until: held.until })
            }
            Some(_) | None => Ok(Claim { holder, until: now + CLAIM }),
        }
    }

    /// Decides whether `actor` may decide about the case as it is after `corrections` corrections: they hold the
    /// claim, and nothing has been corrected that they have not looked at.
    ///
    /// # Errors
    ///
    /// Returns the reason why not. Somebody whose claim has ended decides nothing, even if nobody else has claimed it.
    pub fn check_claim(
        &self,
        held: Option<Claim>,
        corrections: u8,
        actor: &Actor,
        now: DateTime<Utc>,
    ) -> Result<(), Rejection> {
        permit(actor, Action::DecideCase, &self.subject())?;
        let State::UnderReview(review) = &self.state else {
            return review::to_decide(self).map(|_| ());
        };
        match held {
            Some(held) if now < held.until && Some(held.holder) == actor.account() => {}
            Some(held) if now < held.until => return Err(Rejection::Claimed { until: held.until }),
            Some(_) | None => return Err(Rejection::NotClaimed),
        }
        if review.corrections == corrections { Ok(()) } else { Err(Rejection::CorrectedMeanwhile) }
    }
}
