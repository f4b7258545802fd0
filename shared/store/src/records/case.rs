//! The record of a case: the case itself, and which attempts have created what is in it.

use domain::case::{self, Case, State};
use domain::digest::Digest;
use domain::id::{AccountId, CommandId};
use domain::policy::Policy;
use serde::{Deserialize, Serialize};

use crate::line::{Claim, Facts};
use crate::record::{self, InvalidBody, Record};

/// One attempt at creating something, so that its repeat is recognised and a reused key is refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempt {
    /// The command, which follows from the idempotency key and its owner.
    pub command: CommandId,
    /// The digest of what was asked for.
    pub request: Digest,
}

/// What the body of a case holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseRecord {
    format: Format,
    /// The case.
    pub case: Case,
    idempotency: Vec<Attempt>,
}

/// Written first, as one byte, so that a reader of a later build can tell formats apart before it reads on.
///
/// The form is compact, since a case is read and written whole with every command: a field or a variant that is added
/// anywhere in it, or moved, is a new format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum Format {
    V1,
}

impl CaseRecord {
    /// A repeat comes within minutes; nobody starts sixteen other attempts at one case meanwhile.
    pub const ATTEMPTS_MAX: usize = 16;

    /// Returns the record of a case that `attempt` has opened.
    pub fn new(case: Case, attempt: Attempt) -> Self {
        Self { format: Format::V1, case, idempotency: vec![attempt] }
    }

    /// Returns the record with the case as it is now.
    #[must_use]
    pub fn with_case(&self, case: Case) -> Self {
        Self { format: self.format, case, idempotency: self.idempotency.clone() }
    }

    /// Returns what the line of `case` says. A claim ends with the review that it is for.
    pub fn facts(case: &Case, policy: &Policy, claim: Option<case::Claim>) -> Facts {
        let claim = match case.state() {
            State::UnderReview(_) => claim.map(Claim::from),
            State::Draft(_)
            | State::Discarded { .. }
            | State::Submitted(_)
            | State::Returned(_)
            | State::Approved(_)
            | State::Rejected(_)
            | State::Lapsed(_) => None,
        };
        Facts { state: number(case.state()), due: case.due(policy), claim, note: Vec::new() }
    }

    /// Returns what is remembered of `command`.
    pub fn attempt(&self, command: CommandId) -> Option<&Attempt> {
        self.idempotency.iter().find(|attempt| attempt.command == command)
    }

    /// Remembers an attempt, and forgets the oldest if there are too many.
    pub fn remember(&mut self, attempt: Attempt) {
        let surplus = (self.idempotency.len() + 1).saturating_sub(Self::ATTEMPTS_MAX);
        self.idempotency.drain(..surplus);
        self.idempotency.push(attempt);
    }
}

/// The number of a state on a line, where it is read without the body. Never used again for another state.
const fn number(state: &State) -> u8 {
    match state {
        State::Draft(_) => 1,
        State::Discarded { .. } => 2,
        State::Submitted(_) => 3,
        State::UnderReview(_) => UNDER_REVIEW,
        State::Returned(_) => 5,
        // What staff have still to do about it is listed beside what they have to decide.
        State::Approved(approved) if matches!(&approved.registration, Some(registration) if registration.is_open()) => {
            REGISTRATION_OPEN
        }
        State::Approved(_) => 6,
        State::Rejected(_) => 7,
        State::Lapsed(_) => 8,
    }
}

/// What the line of a case says that a person has to decide.
pub const UNDER_REVIEW: u8 = 4;

/// What the line of an approved case says whose registration on the examination site is still to be set to 待支付.
pub const REGISTRATION_OPEN: u8 = 9;

impl From<case::Claim> for Claim {
    fn from(claim: case::Claim) -> Self {
        Self { holder: claim.holder.as_u128(), until: claim.until }
    }
}

impl From<Claim> for case::Claim {
    fn from(claim: Claim) -> Self {
        Self { holder: AccountId::from_u128(claim.holder), until: claim.until }
    }
}

impl Record for CaseRecord {
    fn encode(&self) -> Result<Vec<u8>, InvalidBody> {
        record::write(self)
    }

    fn decode(bytes: &[u8]) -> Result<Self, InvalidBody> {
        record::read(bytes)
    }

    fn bears(&self, command: CommandId) -> bool {
        self.case.bears(command)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::actor::Actor;
    use domain::case::{Act, Command, Draft, Form, State, apply, decide, edit_draft};
    use domain::id::AccountId;
    use domain::identity::{DocumentKind, IdentityDocument};
    use domain::instant;
    use domain::policy::Policy;

    const SAMPLE: &[u8] = include_bytes!("../../samples/case-1.bin");

    /// The number is a published example and belongs to nobody.
    const NUMBER: &str = "11010519491231002X";

    fn attempt(number: u128) -> Attempt {
        Attempt { command: CommandId::from_u128(number), request: Digest::of(&number.to_be_bytes()) }
    }

    fn record() -> CaseRecord {
        let policy = include_bytes!("../../../policies/shenzhen-interview-2027.toml");
        let policy = Policy::parse(policy).unwrap();
        let now = instant::parse("2027-04-15T01:00:00Z").unwrap();
        let owner = AccountId::from_u128(7);
        let command =
            Command { id: CommandId::from_u128(1), actor: Actor::Candidate(owner), act: Act::Open { owner } };
        let events = decide(None, &command, &policy, now).unwrap();
        let case = apply(None, &events, &command, now).unwrap();
        let form = Form {
            name: Some("王小明".parse().unwrap()),
            document: Some(IdentityDocument::parse(DocumentKind::ResidentIdentityCard, NUMBER).unwrap()),
            telephone: Some("13800000000".parse().unwrap()),
            email: Some("xiaoming@example.org".parse().unwrap()),
        };
        let draft = Draft { category: Some("local-household".parse().unwrap()), form, ..Draft::default() };
        let case = edit_draft(&case, draft, &command.actor, &policy, now).unwrap();
        CaseRecord::new(case, attempt(1))
    }

    #[test]
    fn what_is_written_is_read_back_and_names_its_format_first() {
        let record = record();
        let bytes = record.encode().unwrap();
        assert_eq!(bytes.first(), Some(&0));
        assert_eq!(CaseRecord::decode(&bytes), Ok(record));
    }

    #[test]
    fn the_sample_of_format_1_is_still_readable() {
        let record = CaseRecord::decode(SAMPLE).unwrap();
        assert_eq!(record.case.verify_chain(), Ok(()));
        assert_eq!(record.attempt(CommandId::from_u128(1)), Some(&attempt(1)));
        let State::Draft(draft) = record.case.state() else { panic!("the sample is a draft") };
        assert_eq!(draft.form.document.as_ref().unwrap().number(), NUMBER);
        assert_eq!(draft.form.telephone.as_ref().unwrap().as_str(), "13800000000");
    }

    #[test]
    fn another_format_is_refused_and_so_is_what_ends_too_early_or_too_late() {
        let bytes = record().encode().unwrap();
        let mut newer = bytes.clone();
        newer[0] = 1;
        assert_eq!(CaseRecord::decode(&newer), Err(InvalidBody));
        assert_eq!(CaseRecord::decode(&[bytes.as_slice(), &[0]].concat()), Err(InvalidBody));
        for length in 0..bytes.len() {
            assert_eq!(CaseRecord::decode(&bytes[..length]), Err(InvalidBody), "{length}");
        }
    }

    #[test]
    fn the_last_sixteen_attempts_are_remembered() {
        let mut record = record();
        for number in 2..=17 {
            record.remember(attempt(number));
        }
        assert_eq!(record.idempotency.len(), CaseRecord::ATTEMPTS_MAX);
        assert_eq!(record.attempt(CommandId::from_u128(1)), None);
        assert_eq!(record.attempt(CommandId::from_u128(2)), Some(&attempt(2)));
        assert_eq!(record.attempt(CommandId::from_u128(17)), Some(&attempt(17)));
    }

    #[test]
    fn the_command_that_opened_the_case_is_in_it() {
        assert!(record().bears(CommandId::from_u128(1)));
        assert!(!record().bears(CommandId::from_u128(2)));
    }

    /// Run with `UPDATE=1` to write the sample of a format that is new. A sample that is there is never changed.
    #[test]
    fn the_newest_format_has_a_sample() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/samples/case-1.bin");
        if std::env::var_os("UPDATE").is_some() && std::fs::metadata(path).map_or(0, |file| file.len()) == 0 {
            std::fs::write(path, record().encode().unwrap()).unwrap();
        }
        assert_ne!(std::fs::metadata(path).unwrap().len(), 0);
    }
}
