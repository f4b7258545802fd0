//! A case that is played: each command is decided and applied by the domain, and nothing else changes it.

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    Rejection,
    actor::{Actor, Role},
    case::{
        Act, Attempt, Blob, Case, Chore, Command, CorruptHistory, Draft, HandedIn, Held, MaterialEdit,
        PictureId, SiteStatus, Source, State, apply, decide, edit_draft, edit_materials,
    },
    digest::Digest,
    id::{AccountId, CommandId},
    picture::{Format, Orientation, Picture},
    policy::Policy,
    slug::MaterialId,
};

use super::person::Person;

/// A case that is played.
#[derive(Clone, Debug)]
pub(crate) struct Play<'p> {
    policy: &'p Policy,
    case: Case,
    /// What the next command is named after: nobody else's.
    next: u128,
}

/// Why a command has changed nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Refused {
    /// The domain has refused it.
    By(Rejection),
    /// What it has decided cannot follow, which would be a fault of the domain's.
    Corrupt(CorruptHistory),
}

impl From<Rejection> for Refused {
    fn from(rejection: Rejection) -> Self {
        Self::By(rejection)
    }
}

/// More than falls due of any case.
const CHORES_MAX: usize = 100;

/// The site is asked by whoever sets it.
const SECOND: TimeDelta = TimeDelta::seconds(1);

impl<'p> Play<'p> {
    /// Opens the case of `person`.
    pub(crate) fn open(policy: &'p Policy, person: &Person, now: DateTime<Utc>) -> Result<Self, Refused> {
        let next = u128::from(person.number) << 32;
        let owner = owner(person.number);
        let (applicant, registration) = (person.identity.clone(), person.registration.clone());
        let command = Command {
            id: CommandId::from_u128(next),
            actor: Actor::Candidate(owner),
            act: Act::Open { owner, applicant, registration },
        };
        let events = decide(None, &command, policy, now)?;
        let case = apply(None, &events, &command, now).map_err(Refused::Corrupt)?;
        Ok(Self { policy, case, next: next + 1 })
    }

    /// Returns the case as it is now.
    pub(crate) const fn case(&self) -> &Case {
        &self.case
    }

    /// Has its candidate do something.
    pub(crate) fn candidate(&mut self, act: Act, now: DateTime<Utc>) -> Result<(), Refused> {
        self.act(Actor::Candidate(self.case.owner()), act, now)
    }

    /// Has a reviewer of the region do something.
    pub(crate) fn reviewer(&mut self, act: Act, number: u32, now: DateTime<Utc>) -> Result<(), Refused> {
        let id = AccountId::from_u128((1 << 96) + u128::from(number));
        self.act(Actor::Staff { id, role: Role::Reviewer, region: self.policy.region() }, act, now)
    }

    /// Has the service do something.
    pub(crate) fn system(&mut self, act: Act, now: DateTime<Utc>) -> Result<(), Refused> {
        self.act(Actor::System, act, now)
    }

    fn act(&mut self, actor: Actor, act: Act, now: DateTime<Utc>) -> Result<(), Refused> {
        let command = Command { id: CommandId::from_u128(self.next), actor, act };
        let events = decide(Some(&self.case), &command, self.policy, now)?;
        self.case = apply(Some(&self.case), &events, &command, now).map_err(Refused::Corrupt)?;
        self.next += 1;
        Ok(())
    }

    /// Replaces the draft.
    pub(crate) fn edit(&mut self, draft: Draft, now: DateTime<Utc>) -> Result<(), Refused> {
        self.case = edit_draft(&self.case, draft, &Actor::Candidate(self.case.owner()), self.policy, now)?;
        Ok(())
    }

    /// Hands in a picture of the first material of every row that has to be handed in. Another `version` is another picture.
    pub(crate) fn hand_in(&mut self, version: u8, now: DateTime<Utc>) -> Result<(), Refused> {
        let category = match self.case.state() {
            State::Draft(draft) => draft.category.as_ref(),
            State::Discarded { .. }
            | State::Submitted(_)
            | State::UnderReview(_)
            | State::Returned(_)
            | State::Approved(_)
            | State::Rejected(_)
            | State::Lapsed(_) => self.case.state().filing().map(|filing| &filing.category),
        };
        let rows = category.and_then(|id| self.policy.category(id)).map(|category| &category.materials);
        let wanted = rows.into_iter().flatten().filter(|row| self.case.requires(row, self.policy));
        let wanted: Vec<MaterialId> = wanted.filter_map(|row| row.any_of.first().cloned()).collect();
        for material in wanted {
            let held = Held { handed_in: picture(version, self.case.clamp(now)), blob: blob(), upload: None };
            let edit = MaterialEdit::Hold { picture: PictureId::from(material), held };
            let actor = Actor::Candidate(self.case.owner());
            self.case = edit_materials(&self.case, &edit, &actor, self.policy, now)?;
        }
        Ok(())
    }

    /// Does what the sweep does until `now`, each thing when it falls due.
    pub(crate) fn sweep(&mut self, now: DateTime<Utc>) -> Result<(), Refused> {
        for _ in 0..CHORES_MAX {
            let Some(due) = self.case.due(self.policy).filter(|due| *due <= now) else { return Ok(()) };
            let Some(chore) = self.case.chore(self.policy, due) else { return Ok(()) };
            match chore {
                Chore::Elapse => self.system(Act::Elapse, due)?,
                // Whoever asks here has answers by then.
                Chore::TakeOverChecks => return Ok(()),
                Chore::ReadRegistration => {
                    self.system(Act::ReadRegistration { status: SiteStatus::AwaitingPayment }, due)?;
                }
                Chore::SendMessage => {
                    self.system(Act::ClaimMessage, due)?;
                    let claimed = self.case.claimed_message().map(|(key, _, _)| key);
                    if let Some(key) = claimed {
                        let attempt = Attempt::Taken;
                        self.system(Act::SettleMessage { key, attempt }, due + SECOND)?;
                    }
                }
            }
        }
        Ok(())
    }
}

/// Returns the account of whoever has that number.
fn owner(number: u32) -> AccountId {
    AccountId::from_u128(u128::from(number) + 1)
}

fn picture(version: u8, at: DateTime<Utc>) -> HandedIn {
    let digest = Digest::from_bytes([version; 32]);
    let picture = Picture {
        format: Format::Jpeg,
        width: 1_600,
        height: 1_200,
        orientation: Orientation::UPRIGHT,
        received: 400_000,
        kept: 390_000,
        cut_off: None,
    };
    HandedIn { source: Source::Uploaded, picture, sent: digest, kept: digest, at }
}

const fn blob() -> Blob {
    Blob { id: 0, parts: Vec::new() }
}
