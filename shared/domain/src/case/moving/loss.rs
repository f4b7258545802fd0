//! What somebody would lose if their case were moved. Only what is still ahead of them counts.

use super::{Ahead, Clocks, Hindrance, MOVES_MAX, is_stated};
use crate::{
    Rejection,
    case::{Case, Event, Form, MessageStatus, Registration, State, UnderReview},
    instant::Cutoff,
    policy::{Correction, Outcome, Policy},
    slug::CategoryId,
};
use chrono::{DateTime, Utc};

/// A case that may be moved, and both policies.
struct Moving<'a> {
    case: &'a Case,
    clocks: Clocks,
    from: &'a Policy,
    to: &'a Policy,
    now: DateTime<Utc>,
}

/// Returns everything that stands against moving `case`, and not the first thing alone.
pub(super) fn hindrances(
    case: &Case,
    clocks: Clocks,
    from: &Policy,
    to: &Policy,
    now: DateTime<Utc>,
) -> Vec<Hindrance> {
    let moving = Moving { case, clocks, from, to, now };
    let mut found = moving.under_way();
    found.extend(moving.window());
    found.extend(moving.supplement());
    found.extend(moving.registration());
    found.extend(moving.category());
    found.extend(moving.filed());
    found
}

impl Moving<'_> {
    fn under_way(&self) -> Vec<Hindrance> {
        let moved = self.case.events.iter().filter(|recorded| matches!(recorded.event, Event::Moved { .. }));
        let is_too_often = MOVES_MAX <= moved.count();
        // Whether the one before was handed over under the key that the next one bears, only the old policy knows.
        let is_other_gateway = self.from.messages().gateway != self.to.messages().gateway;
        let was_tried = self.case.messages.iter().any(|message| match message.status {
            MessageStatus::Claimed { .. } => true,
            MessageStatus::Waiting { attempts, .. } => 0 < attempts,
            MessageStatus::Sent | MessageStatus::Unknown | MessageStatus::Failed | MessageStatus::Dropped => {
                false
            }
        });
        let too_often = is_too_often.then_some(Hindrance::TooOften);
        too_often
            .into_iter()
            .chain((is_other_gateway && was_tried).then_some(Hindrance::MessageUnderWay))
            .collect()
    }

    /// The window matters to whoever has not filed.
    fn window(&self) -> Vec<Hindrance> {
        match &self.case.state {
            State::Draft(_) => {}
            State::Discarded { .. }
            | State::Submitted(_)
            | State::UnderReview(_)
            | State::Returned(_)
            | State::Approved(_)
            | State::Rejected(_)
            | State::Lapsed(_) => return Vec::new(),
        }
        let opens = self.to.opens();
        let not_open = (self.now < opens).then_some(Hindrance::WindowNotOpen { opens });
        let closes = self.earlier(Ahead::Window, Some(self.from.closes()), Some(self.to.closes()));
        not_open.into_iter().chain(closes).collect()
    }

    fn supplement(&self) -> Vec<Hindrance> {
        let (from, to) = (self.from.supplement(), self.to.supplement());
        let (begun, is_open) = match &self.case.state {
            State::Returned(returned) => (returned.corrections.saturating_add(1), true),
            State::UnderReview(review) => (review.corrections, false),
            State::Draft(_)
            | State::Discarded { .. }
            | State::Submitted(_)
            | State::Approved(_)
            | State::Rejected(_)
            | State::Lapsed(_) => (0, false),
        };
        let mut found = Vec::new();
        if let State::Returned(returned) = &self.case.state {
            found.extend(self.earlier(Ahead::Supplement, Some(returned.closes), self.clocks.closes));
        }
        let rounds_left = from.rounds.saturating_sub(begun);
        if rounds_left == 0 {
            return found;
        }
        if !is_open {
            let ahead = self.earlier(Ahead::Supplement, Some(from.closes), Some(to.closes));
            let [was, would_be] = self.if_returned_now().map(|correction| correction.map(|it| it.closes));
            found.extend(ahead.or_else(|| self.earlier(Ahead::Supplement, was, would_be)));
        }
        if to.rounds.saturating_sub(begun) < rounds_left {
            found.push(Hindrance::FewerRounds);
        }
        if to.after_late_return < from.after_late_return {
            found.push(Hindrance::FewerHours);
        }
        found
    }

    /// Returns the round that a return at this very instant would open, as it is and as it would be: after the closing, or if the
    /// office is late, it depends on the return.
    fn if_returned_now(&self) -> [Option<Correction>; 2] {
        match &self.case.state {
            State::UnderReview(review) if review.corrections < self.from.supplement().rounds => {
                let of = |policy: &Policy, due| Some(policy.supplement().of(self.now, due));
                [of(self.from, review.due), of(self.to, self.clocks.due.unwrap_or(review.due))]
            }
            State::UnderReview(_)
            | State::Draft(_)
            | State::Discarded { .. }
            | State::Submitted(_)
            | State::Returned(_)
            | State::Approved(_)
            | State::Rejected(_)
            | State::Lapsed(_) => [None, None],
        }
    }

    fn registration(&self) -> Vec<Hindrance> {
        let (from, to) = (self.from.registration(), self.to.registration());
        if from.is_some() && to.is_none() {
            return vec![Hindrance::RegistrationGone];
        }
        let contact = |clocks: &crate::policy::Registration| clocks.contact;
        let contact = self.earlier(Ahead::Contact, from.map(contact), to.map(contact));
        let (paid, would_be) = (self.pay_before(self.from, None), self.pay_before(self.to, self.clocks.due));
        let paid = self.earlier(Ahead::Payment, paid, would_be).or_else(|| {
            let [was, would_be] = self.if_returned_now().map(|correction| correction.map(|it| it.reviewed));
            let paid = was.and_then(|reviewed| Registration::pay_before(self.from, reviewed));
            let would_be = would_be.and_then(|reviewed| Registration::pay_before(self.to, reviewed));
            self.earlier(Ahead::Payment, paid, would_be)
        });
        contact.into_iter().chain(paid).collect()
    }

    /// Returns the end of paying after a correction under `policy`, which has the second review be due at `moved` if at another
    /// instant than now.
    fn pay_before(&self, policy: &Policy, moved: Option<Cutoff>) -> Option<Cutoff> {
        let reviewed = match &self.case.state {
            State::UnderReview(UnderReview { corrections: 1.., due, .. }) => moved.unwrap_or(*due),
            State::Returned(returned) => moved.unwrap_or(returned.reviewed),
            // It has not come to a correction, which may be in time.
            State::UnderReview(_)
            | State::Draft(_)
            | State::Discarded { .. }
            | State::Submitted(_)
            | State::Approved(_)
            | State::Rejected(_)
            | State::Lapsed(_) => policy.supplement().reviewed,
        };
        Registration::pay_before(policy, reviewed)
    }

    /// What is over already can be over earlier. What had no end gets one only where that costs nobody anything.
    fn earlier(&self, what: Ahead, from: Option<Cutoff>, to: Option<Cutoff>) -> Option<Hindrance> {
        let to = to?;
        let is_loss = from.is_none_or(|from| from.is_open(self.now) && to < from);
        is_loss.then_some(Hindrance::EarlierCutoff { what, from, to })
    }

    fn category(&self) -> Option<Hindrance> {
        match (self.case.derived(), self.to.derivation()) {
            (Some((registration, category)), Some(_)) => {
                let derived = self.to.derive(registration, self.case.opened());
                let is_same = matches!(derived, Ok(Outcome::Category(same)) if same.id == *category);
                (!is_same).then_some(Hindrance::CategoryDerivedOtherwise)
            }
            (None, None) => {
                let is_gone = self.chosen().is_some_and(|id| self.to.category(id).is_none());
                is_gone.then_some(Hindrance::CategoryGone)
            }
            (Some(_), None) | (None, Some(_)) => Some(Hindrance::CategoryDerivedOtherwise),
        }
    }

    fn chosen(&self) -> Option<&CategoryId> {
        match &self.case.state {
            State::Draft(draft) => draft.category.as_ref(),
            State::Discarded { .. }
            | State::Submitted(_)
            | State::UnderReview(_)
            | State::Returned(_)
            | State::Approved(_)
            | State::Rejected(_)
            | State::Lapsed(_) => self.case.state.filing().map(|filing| &filing.category),
        }
    }

    /// What was filed cannot be confirmed in other words. Form and pictures can be put right only while the case is returned.
    fn filed(&self) -> Vec<Hindrance> {
        let Some(filing) = self.case.state.filing() else { return Vec::new() };
        let added = self.to.statements().iter().filter(|statement| !is_stated(statement, self.from));
        let mut found: Vec<Hindrance> =
            added.map(|statement| Hindrance::Unconfirmed(statement.id.clone())).collect();
        match &self.case.state {
            State::Submitted(_) | State::UnderReview(_) => {}
            State::Draft(_)
            | State::Discarded { .. }
            | State::Returned(_)
            | State::Approved(_)
            | State::Rejected(_)
            | State::Lapsed(_) => return found,
        }
        if let Err(missing) = self.case.complete_materials(&filing.category, self.to) {
            found.extend(missing.into_iter().map(Hindrance::MaterialMissing));
        }
        let form = Form::from(filing);
        if let Err(Rejection::NotAsLoggedIn { fields }) = form.check_identity(self.case, self.to) {
            found.extend(fields.into_iter().map(Hindrance::FormInvalid));
        }
        found
    }
}
