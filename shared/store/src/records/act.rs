//! The record of an act: what an administrator or an operator has done.

use chrono::{DateTime, Utc};
use domain::act::Act;
use domain::digest::Digest;
use domain::id::CommandId;
use domain::region::Region;
use serde::{Deserialize, Serialize};

use crate::line::{Facts, Line};
use crate::record::{self, InvalidBody, Record};

/// What the line of an act says: that it is not known yet what came of it, that it was done, or that it was not.
const BEGUN: u8 = 1;
const DONE: u8 = 2;
const FAILED: u8 = 3;

/// What the body of an act holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActRecord {
    format: Format,
    /// The act.
    pub act: Act,
}

/// Written first, as one byte. A field that is added anywhere, or moved, is a new format; a kind of act that is added behind the
/// others is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum Format {
    V1,
    /// Knows groups of reviewers: which one it is about lies behind what the first format had.
    V2,
}

/// What the line of an act says, by which acts are listed without reading a body. None of it is personal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActNote {
    /// The region that it concerns, if it concerns one.
    pub region: Option<Region>,
    /// When it was begun.
    #[serde(with = "chrono::serde::ts_milliseconds")]
    pub at: DateTime<Utc>,
    /// The digest by which a later act names it.
    pub digest: Digest,
}

impl ActNote {
    /// Returns what the line of an act says, or `None` if it is damaged.
    pub fn of(line: &Line) -> Option<Self> {
        record::read(&line.facts.note).ok()
    }
}

impl ActRecord {
    /// Returns the record of an act.
    pub const fn new(act: Act) -> Self {
        Self { format: Format::V2, act }
    }

    /// Returns what the line of the act says.
    ///
    /// # Errors
    ///
    /// Returns [`InvalidBody`] if that cannot be written.
    pub fn facts(&self) -> Result<Facts, InvalidBody> {
        let state = match self.act.outcome() {
            None => BEGUN,
            Some(outcome) if outcome.problem.is_none() => DONE,
            Some(_) => FAILED,
        };
        let begun = self.act.begun();
        let digest = self.act.digest().ok_or(InvalidBody)?;
        let note = record::write(&ActNote { region: begun.region, at: begun.at, digest })?;
        Ok(Facts { state, note, ..Facts::default() })
    }
}

impl Record for ActRecord {
    fn encode(&self) -> Result<Vec<u8>, InvalidBody> {
        match self.format {
            Format::V1 => record::write(&(self.format, &self.act)),
            Format::V2 => record::write(&(self.format, &self.act, &self.act.begun().about.group)),
        }
    }

    fn decode(bytes: &[u8]) -> Result<Self, InvalidBody> {
        match record::format(bytes)? {
            Format::V1 => {
                let (format, act) = record::read(bytes)?;
                Ok(Self { format, act })
            }
            Format::V2 => {
                let (format, act, group): (_, Act, _) = record::read(bytes)?;
                Ok(Self { format, act: act.about_group(group) })
            }
        }
    }

    fn bears(&self, _: CommandId) -> bool {
        // It is completed once: whoever does it again finds it so.
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::act::{About, Begun, Doer, Kind, Outcome};
    use domain::actor::{Actor, Role};
    use domain::id::{AccountId, CaseId, ProposalId};
    use domain::instant;

    const SAMPLE_1: &[u8] = include_bytes!("../../samples/act-1.bin");
    const SAMPLE_2: &[u8] = include_bytes!("../../samples/act-2.bin");

    fn begun() -> ActRecord {
        let id = AccountId::from_u128(1);
        let by = Actor::Staff { id, role: Role::Administrator, region: "440300".parse().unwrap() };
        ActRecord::new(Act::begin(Begun {
            by: Doer::Person(by),
            kind: Kind::ProposalApproved,
            about: About {
                programme: "invented".parse().ok(),
                season: "2030".parse().ok(),
                policy: Some(Digest::of(b"policy")),
                proposal: Some(ProposalId::from_u128(2)),
                account: Some(id),
                case: Some(CaseId::from_u128(3)),
                group: "evening".parse().ok(),
            },
            region: "440300".parse().ok(),
            at: instant::parse("2030-03-01T02:00:00Z").unwrap(),
            previous: Some(Digest::of(b"before")),
        }))
    }

    fn completed(problem: Option<&str>) -> ActRecord {
        let at = instant::parse("2030-03-01T02:00:01Z").unwrap();
        let (problem, made) = (problem.map(str::to_owned), Some(ProposalId::from_u128(3)));
        let outcome = Outcome { at, problem, made, counts: vec![("rows".to_owned(), 4)] };
        ActRecord::new(begun().act.complete(outcome))
    }

    #[test]
    fn the_sample_of_format_1_is_still_readable_and_written_as_it_was() {
        let act = completed(Some("proposal-outdated")).act.about_group(None);
        let record = ActRecord { format: Format::V1, act };
        assert_eq!(ActRecord::decode(SAMPLE_1).as_ref(), Ok(&record));
        assert_eq!(record.encode().as_deref(), Ok(SAMPLE_1));
    }

    #[test]
    fn the_sample_of_format_2_is_still_readable() {
        assert_eq!(ActRecord::decode(SAMPLE_2), Ok(completed(Some("proposal-outdated"))));
    }

    #[test]
    fn another_format_is_refused_and_so_is_what_ends_too_early_or_too_late() {
        let bytes = completed(None).encode().unwrap();
        let mut newer = bytes.clone();
        newer[0] = 2;
        assert_eq!(ActRecord::decode(&newer), Err(InvalidBody));
        assert_eq!(ActRecord::decode(&[bytes.as_slice(), &[0]].concat()), Err(InvalidBody));
        for length in 0..bytes.len() {
            assert_eq!(ActRecord::decode(&bytes[..length]), Err(InvalidBody), "{length}");
        }
    }

    #[test]
    fn the_line_says_how_far_it_is_where_and_when_and_by_which_digest_it_is_named() {
        let records = [begun(), completed(None), completed(Some("fault"))];
        assert_eq!(records.map(|record| record.facts().unwrap().state), [BEGUN, DONE, FAILED]);
        let facts = completed(None).facts().unwrap();
        assert!(facts.note.len() <= Facts::NOTE_BYTES_MAX && facts.due.is_none());
        let note: ActNote = record::read(&facts.note).unwrap();
        assert_eq!(Some(note.digest), begun().act.digest());
        assert_eq!((note.region, note.at), (begun().act.begun().region, begun().act.begun().at));
    }

    /// Run with `UPDATE=1` to write the sample of a format that is new. A sample that is there is never changed.
    #[test]
    fn the_newest_format_has_a_sample() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/samples/act-2.bin");
        if std::env::var_os("UPDATE").is_some() && std::fs::metadata(path).map_or(0, |file| file.len()) == 0 {
            std::fs::write(path, completed(Some("proposal-outdated")).encode().unwrap()).unwrap();
        }
        assert_ne!(std::fs::metadata(path).unwrap().len(), 0);
    }
}
