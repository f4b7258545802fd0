//! The records that are kept, each in a format that it names. Readers accept every format that was ever written;
//! a sample of each lies under `samples/`.

mod account;
mod act;
mod case;
mod groups;
mod password;
mod proposal;
mod roster;
mod telephone;

pub use account::AccountRecord;
pub use act::{ActNote, ActRecord};
pub use case::{Attempt, CaseRecord, Messages, REGISTRATION_OPEN, UNDER_REVIEW, blob};
pub use groups::GroupsRecord;
pub use password::{PasswordRecord, SetPassword};
pub use proposal::{ProposalNote, ProposalRecord};
pub use roster::RosterRecord;
pub use telephone::TelephoneRecord;
