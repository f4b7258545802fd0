//! The record of a proposal. Its file lies beside it, under the hash that the proposal names, as every policy's does.

use chrono::{DateTime, Utc};
use domain::id::CommandId;
use domain::proposal::{Proposal, State};
use domain::region::Region;
use serde::{Deserialize, Serialize};

use crate::line::{Facts, Line};
use crate::record::{self, InvalidBody, Record};

/// What the body of a proposal holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProposalRecord {
    format: Format,
    /// The proposal.
    pub proposal: Proposal,
}

/// Written first, as one byte. A field that is added anywhere, or moved, is a new format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum Format {
    V1,
}

/// What the line of a proposal says, by which proposals are listed without reading a body. None of it is personal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProposalNote {
    /// The region whose administrators decide.
    pub region: Region,
    /// When it was made.
    #[serde(with = "chrono::serde::ts_milliseconds")]
    pub at: DateTime<Utc>,
    /// Whether somebody has still to do something about it.
    pub is_open: bool,
}

impl ProposalNote {
    /// Returns what the line of a proposal says, or `None` if it is damaged.
    pub fn of(line: &Line) -> Option<Self> {
        record::read(&line.facts.note).ok()
    }
}

impl ProposalRecord {
    /// Returns the record of a proposal.
    pub const fn new(proposal: Proposal) -> Self {
        Self { format: Format::V1, proposal }
    }

    /// Returns what the line of the proposal says.
    ///
    /// # Errors
    ///
    /// Returns [`InvalidBody`] if that cannot be written.
    pub fn facts(&self) -> Result<Facts, InvalidBody> {
        let state = self.proposal.state();
        let (region, at) = (self.proposal.content().region, self.proposal.at());
        let note = record::write(&ProposalNote { region, at, is_open: state.is_open() })?;
        Ok(Facts { state: number(state), note, ..Facts::default() })
    }
}

/// The number of a state on a line. Never used again for another state.
const fn number(state: State) -> u8 {
    match state {
        State::Open => 1,
        State::Approved => 2,
        State::Published => 3,
        State::Outdated => 4,
        State::Rejected => 5,
        State::Withdrawn => 6,
    }
}

impl Record for ProposalRecord {
    fn encode(&self) -> Result<Vec<u8>, InvalidBody> {
        record::write(self)
    }

    fn decode(bytes: &[u8]) -> Result<Self, InvalidBody> {
        record::read(bytes)
    }

    fn bears(&self, command: CommandId) -> bool {
        self.proposal.bears(command)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::actor::{Actor, Role};
    use domain::digest::Digest;
    use domain::id::AccountId;
    use domain::instant;
    use domain::proposal::{Base, Command, Content, Step, apply, decide, propose};

    const SAMPLE: &[u8] = include_bytes!("../../samples/proposal-1.bin");

    fn now() -> DateTime<Utc> {
        instant::parse("2030-03-01T02:00:00Z").unwrap()
    }

    fn administrator(number: u128) -> Actor {
        let id = AccountId::from_u128(number);
        Actor::Staff { id, role: Role::Administrator, region: "440300".parse().unwrap() }
    }

    fn open() -> Proposal {
        let content = Content {
            programme: "invented".parse().unwrap(),
            season: "2030".parse().unwrap(),
            region: "440300".parse().unwrap(),
            policy: Digest::of(b"after"),
            base: Base { version: 3, current: Some(Digest::of(b"before")), replaces: None },
            note: "延长补正时间".to_owned().try_into().unwrap(),
        };
        propose(content, CommandId::from_u128(1), administrator(1), now()).unwrap()
    }

    fn rejected() -> ProposalRecord {
        let reason = "窗口太短".to_owned().try_into().unwrap();
        let step = Step::Reject { reason };
        let command = Command { id: CommandId::from_u128(2), actor: administrator(2), step };
        let events = decide(&open(), &command).unwrap();
        ProposalRecord::new(apply(&open(), &events, &command, now()).unwrap())
    }

    #[test]
    fn the_sample_of_format_1_is_still_readable() {
        assert_eq!(ProposalRecord::decode(SAMPLE), Ok(rejected()));
    }

    #[test]
    fn another_format_is_refused_and_so_is_what_ends_too_early_or_too_late() {
        let bytes = rejected().encode().unwrap();
        let mut newer = bytes.clone();
        newer[0] = 1;
        assert_eq!(ProposalRecord::decode(&newer), Err(InvalidBody));
        assert_eq!(ProposalRecord::decode(&[bytes.as_slice(), &[0]].concat()), Err(InvalidBody));
        for length in 0..bytes.len() {
            assert_eq!(ProposalRecord::decode(&bytes[..length]), Err(InvalidBody), "{length}");
        }
    }

    #[test]
    fn the_line_says_where_it_belongs_when_it_was_made_and_whether_it_waits_for_somebody() {
        for (record, state, is_open) in [(ProposalRecord::new(open()), 1, true), (rejected(), 5, false)] {
            let facts = record.facts().unwrap();
            assert!(facts.note.len() <= Facts::NOTE_BYTES_MAX && facts.due.is_none());
            let note: ProposalNote = record::read(&facts.note).unwrap();
            let region = "440300".parse().unwrap();
            assert_eq!((facts.state, note), (state, ProposalNote { region, at: now(), is_open }));
        }
    }

    /// Run with `UPDATE=1` to write the sample of a format that is new. A sample that is there is never changed.
    #[test]
    fn the_newest_format_has_a_sample() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/samples/proposal-1.bin");
        if std::env::var_os("UPDATE").is_some() && std::fs::metadata(path).map_or(0, |file| file.len()) == 0 {
            std::fs::write(path, rejected().encode().unwrap()).unwrap();
        }
        assert_ne!(std::fs::metadata(path).unwrap().len(), 0);
    }
}
