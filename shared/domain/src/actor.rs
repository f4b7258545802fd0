//! Who acts, and what they may do. Every permission is decided here, on every command and read.

use crate::{Rejection, id::AccountId, region::Region};
use serde::{Deserialize, Serialize};

/// Who acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Actor {
    /// Somebody with an account of their own, for themselves.
    Candidate(AccountId),
    /// A member of staff, in one role, for one region.
    Staff {
        /// The account that they logged in with.
        id: AccountId,
        /// What they act as.
        role: Role,
        /// The region that they work for, with all that lies within it.
        region: Region,
    },
    /// A registered portal, for itself.
    Portal,
    /// The service itself: what runs by the clock, and what follows from the answers of registers.
    System,
    /// Whoever runs the deployment, and holds the secret for that. It is nobody's account.
    Operator,
}

impl Actor {
    /// Returns the account of a person, and `None` for a machine.
    pub const fn account(self) -> Option<AccountId> {
        match self {
            Self::Candidate(id) | Self::Staff { id, .. } => Some(id),
            Self::Portal | Self::System | Self::Operator => None,
        }
    }

    /// Returns the region that a member of staff works for.
    pub const fn region(self) -> Option<Region> {
        match self {
            Self::Staff { region, .. } => Some(region),
            Self::Candidate(_) | Self::Portal | Self::System | Self::Operator => None,
        }
    }
}

/// What a member of staff acts as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Decides cases by hand.
    Reviewer,
    /// Decides identities by hand.
    IdentityReviewer,
    /// Meets people on camera.
    ServiceAgent,
    /// Proposes policies, decides what others have proposed, imports rosters, groups reviewers.
    Administrator,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 4] =
        [Self::Reviewer, Self::IdentityReviewer, Self::ServiceAgent, Self::Administrator];

    /// Returns the name that the role has outside.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Reviewer => "reviewer",
            Self::IdentityReviewer => "identity-reviewer",
            Self::ServiceAgent => "service-agent",
            Self::Administrator => "administrator",
        }
    }
}

/// What somebody wants to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// Open a case for oneself.
    OpenCase,
    /// Read a case with its form.
    ReadCase,
    /// Replace the draft.
    EditDraft,
    /// Give the draft up.
    DiscardDraft,
    /// Upload, replace and take back materials.
    EditMaterials,
    /// Look at materials.
    ReadMaterials,
    /// File the draft, or a correction.
    Submit,
    /// Ask registers about a submission and record what they say.
    SettleChecks,
    /// Record what has become due of a case.
    Elapse,
    /// Decide a case by hand.
    DecideCase,
    /// Read from the examination site where the registration of a case is.
    ReadRegistration,
    /// Move a live case to another version of its season's policy.
    MoveCase,
    /// See which cases are to be decided by hand.
    SeeWorklist,
    /// Propose a policy for publication, and see what is proposed.
    ProposePolicy,
    /// Approve or reject what somebody else has proposed.
    DecideProposal,
    /// Publish a policy that was approved.
    PublishPolicy,
    /// Import the registrations of a season.
    ImportRoster,
    /// See what administrators have done.
    SeeActs,
    /// Say which reviewers decide about which programmes.
    GroupReviewers,
    /// Record what became due.
    Sweep,
}

/// What it is done to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Subject {
    /// A case, or the case about to be opened.
    Case {
        /// Whose case it is.
        owner: AccountId,
        /// The region of its programme.
        region: Region,
    },
    /// A programme as a whole.
    Programme {
        /// The region that it is for.
        region: Region,
    },
    /// Everything in the store.
    Everything,
}

/// Decides whether `actor` may do `action` to `subject`.
///
/// # Errors
///
/// Returns the reason why not: the wrong kind of actor first, then the wrong person, then the wrong region.
pub fn permit(actor: &Actor, action: Action, subject: &Subject) -> Result<(), Rejection> {
    match actor {
        Actor::Candidate(id) => candidate(*id, action, subject),
        Actor::Staff { id, role, region } => staff(*id, *role, *region, action, subject),
        Actor::Portal => Err(Rejection::NotPermitted),
        Actor::System => system(action, subject),
        Actor::Operator => operator(action, subject),
    }
}

fn system(action: Action, subject: &Subject) -> Result<(), Rejection> {
    match (action, subject) {
        (Action::Sweep, Subject::Everything)
        | (Action::PublishPolicy, Subject::Programme { .. })
        | (Action::SettleChecks | Action::ReadRegistration | Action::Elapse, Subject::Case { .. }) => Ok(()),
        (
            Action::OpenCase
            | Action::ReadCase
            | Action::EditDraft
            | Action::DiscardDraft
            | Action::EditMaterials
            | Action::ReadMaterials
            | Action::Submit
            | Action::SettleChecks
            | Action::Elapse
            | Action::DecideCase
            | Action::ReadRegistration
            | Action::MoveCase
            | Action::SeeWorklist
            | Action::ProposePolicy
            | Action::DecideProposal
            | Action::PublishPolicy
            | Action::ImportRoster
            | Action::SeeActs
            | Action::GroupReviewers
            | Action::Sweep,
            Subject::Case { .. } | Subject::Programme { .. } | Subject::Everything,
        ) => Err(Rejection::NotPermitted),
    }
}

/// Operators look after the store, and decide nothing about anybody.
fn operator(action: Action, subject: &Subject) -> Result<(), Rejection> {
    match (action, subject) {
        (Action::MoveCase, Subject::Case { .. }) => Ok(()),
        (
            Action::OpenCase
            | Action::ReadCase
            | Action::EditDraft
            | Action::DiscardDraft
            | Action::EditMaterials
            | Action::ReadMaterials
            | Action::Submit
            | Action::SettleChecks
            | Action::Elapse
            | Action::DecideCase
            | Action::ReadRegistration
            | Action::MoveCase
            | Action::SeeWorklist
            | Action::ProposePolicy
            | Action::DecideProposal
            | Action::PublishPolicy
            | Action::ImportRoster
            | Action::SeeActs
            | Action::GroupReviewers
            | Action::Sweep,
            Subject::Case { .. } | Subject::Programme { .. } | Subject::Everything,
        ) => Err(Rejection::NotPermitted),
    }
}

fn candidate(id: AccountId, action: Action, subject: &Subject) -> Result<(), Rejection> {
    match (action, subject) {
        (
            Action::OpenCase
            | Action::ReadCase
            | Action::EditDraft
            | Action::DiscardDraft
            | Action::EditMaterials
            | Action::ReadMaterials
            | Action::Submit
            | Action::ReadRegistration,
            Subject::Case { owner, .. },
        ) => {
            if *owner == id {
                Ok(())
            } else {
                Err(Rejection::NotTheOwner)
            }
        }
        (
            Action::OpenCase
            | Action::ReadCase
            | Action::EditDraft
            | Action::DiscardDraft
            | Action::EditMaterials
            | Action::ReadMaterials
            | Action::Submit
            | Action::SettleChecks
            | Action::Elapse
            | Action::DecideCase
            | Action::ReadRegistration
            | Action::MoveCase
            | Action::SeeWorklist
            | Action::ProposePolicy
            | Action::DecideProposal
            | Action::PublishPolicy
            | Action::ImportRoster
            | Action::SeeActs
            | Action::GroupReviewers
            | Action::Sweep,
            Subject::Case { .. } | Subject::Programme { .. } | Subject::Everything,
        ) => Err(Rejection::NotPermitted),
    }
}

fn staff(
    id: AccountId,
    role: Role,
    region: Region,
    action: Action,
    subject: &Subject,
) -> Result<(), Rejection> {
    let within = |inner: Region| if region.covers(inner) { Ok(()) } else { Err(Rejection::OutsideRegion) };
    match (action, role, subject) {
        (Action::DecideCase, Role::Reviewer, Subject::Case { owner, region }) => {
            if *owner == id {
                return Err(Rejection::OwnCase);
            }
            within(*region)
        }
        (
            Action::ReadCase | Action::ReadMaterials | Action::ReadRegistration,
            Role::Reviewer,
            Subject::Case { region, .. },
        )
        | (Action::SeeWorklist, Role::Reviewer, Subject::Programme { region })
        | (
            Action::ProposePolicy
            | Action::DecideProposal
            | Action::ImportRoster
            | Action::SeeActs
            | Action::GroupReviewers,
            Role::Administrator,
            Subject::Programme { region },
        ) => within(*region),
        (
            Action::OpenCase
            | Action::ReadCase
            | Action::EditDraft
            | Action::DiscardDraft
            | Action::EditMaterials
            | Action::ReadMaterials
            | Action::Submit
            | Action::SettleChecks
            | Action::Elapse
            | Action::DecideCase
            | Action::ReadRegistration
            | Action::MoveCase
            | Action::SeeWorklist
            | Action::ProposePolicy
            | Action::DecideProposal
            | Action::PublishPolicy
            | Action::ImportRoster
            | Action::SeeActs
            | Action::GroupReviewers
            | Action::Sweep,
            Role::Reviewer | Role::IdentityReviewer | Role::ServiceAgent | Role::Administrator,
            Subject::Case { .. } | Subject::Programme { .. } | Subject::Everything,
        ) => Err(Rejection::NotPermitted),
    }
}

#[cfg(test)]
mod tests;
