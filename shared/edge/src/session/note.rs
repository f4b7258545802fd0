//! What a session's line says: who, as what, since when, last used when.

use chrono::{DateTime, Utc};
use domain::actor::{Actor, Role};
use domain::id::AccountId;
use domain::instant;

/// The first byte. This format is written for whoever has not verified a telephone, so that a build before the next one
/// reads it, and never writes over what it cannot read.
const PLAIN: u8 = 1;

/// The format with the instant at which a telephone was verified.
const VERIFIED: u8 = 2;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Note {
    pub(super) actor: Actor,
    pub(super) opened: DateTime<Utc>,
    pub(super) used: DateTime<Utc>,
    /// When the person has shown that their telephone is in their hands.
    pub(super) verified: Option<DateTime<Utc>>,
}

impl Note {
    /// Returns the note of a new session, or `None` for an actor that is no person.
    pub(super) fn new(actor: Actor, now: DateTime<Utc>) -> Option<Self> {
        let now = instant::truncate(now);
        actor.account().map(|_| Self { actor, opened: now, used: now, verified: None })
    }

    /// Returns the first instant at which the session is over.
    pub(super) fn ends(&self) -> DateTime<Utc> {
        (self.used + super::idle()).min(self.opened + super::absolute())
    }

    /// Writes: format, kind, account, opened, used, verified if that is so, region.
    pub(super) fn write(&self) -> Vec<u8> {
        let (kind, account, region) = match self.actor {
            Actor::Candidate(id) => (0, id.as_u128(), String::new()),
            Actor::Staff { id, role, region } => (code(role), id.as_u128(), region.to_string()),
            // `new` lets none of these in, and `read` knows no such kind.
            Actor::Portal | Actor::System => (u8::MAX, 0, String::new()),
        };
        let format = if self.verified.is_some() { VERIFIED } else { PLAIN };
        let mut bytes = vec![format, kind];
        bytes.extend_from_slice(&account.to_be_bytes());
        bytes.extend_from_slice(&self.opened.timestamp_millis().to_be_bytes());
        bytes.extend_from_slice(&self.used.timestamp_millis().to_be_bytes());
        if let Some(verified) = self.verified {
            bytes.extend_from_slice(&verified.timestamp_millis().to_be_bytes());
        }
        bytes.extend_from_slice(region.as_bytes());
        bytes
    }

    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        let (&[format, kind], rest) = bytes.split_first_chunk()?;
        let (account, rest) = rest.split_first_chunk()?;
        let (opened, rest) = rest.split_first_chunk()?;
        let (used, rest) = rest.split_first_chunk()?;
        let (verified, region) = match format {
            PLAIN => (None, rest),
            VERIFIED => {
                let (verified, region) = rest.split_first_chunk()?;
                (Some(millis(*verified)?), region)
            }
            _ => return None,
        };
        let id = AccountId::from_u128(u128::from_be_bytes(*account));
        let actor = match (kind, region) {
            (0, []) => Actor::Candidate(id),
            (kind, region) => {
                let region = std::str::from_utf8(region).ok()?.parse().ok()?;
                Actor::Staff { id, role: role(kind)?, region }
            }
        };
        Some(Self { actor, opened: millis(*opened)?, used: millis(*used)?, verified })
    }
}

fn millis(bytes: [u8; 8]) -> Option<DateTime<Utc>> {
    DateTime::from_timestamp_millis(i64::from_be_bytes(bytes))
}

const fn code(role: Role) -> u8 {
    match role {
        Role::Reviewer => 1,
        Role::IdentityReviewer => 2,
        Role::ServiceAgent => 3,
        Role::Administrator => 4,
    }
}

const fn role(code: u8) -> Option<Role> {
    match code {
        1 => Some(Role::Reviewer),
        2 => Some(Role::IdentityReviewer),
        3 => Some(Role::ServiceAgent),
        4 => Some(Role::Administrator),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_actor_that_is_a_person_is_read_back() {
        let now = instant::parse("2027-04-15T01:00:00.123Z").unwrap();
        let id = AccountId::from_u128(7);
        let region = "440300".parse().unwrap();
        let roles = [Role::Reviewer, Role::IdentityReviewer, Role::ServiceAgent, Role::Administrator];
        let staff = roles.map(|role| Actor::Staff { id, role, region });
        for actor in [Actor::Candidate(id)].into_iter().chain(staff) {
            let note = Note::new(actor, now).unwrap();
            assert!(note.write().len() <= store::Facts::NOTE_BYTES_MAX);
            assert_eq!(Note::read(&note.write()), Some(note.clone()));
            let verified = Note { verified: Some(now), ..note };
            assert!(verified.write().len() <= store::Facts::NOTE_BYTES_MAX);
            assert_eq!(Note::read(&verified.write()), Some(verified));
        }
        assert_eq!(Note::new(Actor::System, now), None);
        assert_eq!(Note::new(Actor::Portal, now), None);
    }

    #[test]
    fn a_note_of_the_first_format_is_still_read_and_still_written_for_whoever_is_not_verified() {
        let now = instant::parse("2027-04-15T01:00:00Z").unwrap();
        let note = Note::new(Actor::Candidate(AccountId::from_u128(7)), now).unwrap();
        let millis = now.timestamp_millis().to_be_bytes();
        let sample = [&[1, 0], 7_u128.to_be_bytes().as_slice(), &millis, &millis].concat();
        assert_eq!(note.write(), sample);
        assert_eq!(Note::read(&sample), Some(note));
    }

    #[test]
    fn a_note_that_is_cut_or_of_another_format_or_kind_is_not_read() {
        let now = instant::parse("2027-04-15T01:00:00Z").unwrap();
        let note = Note::new(Actor::Candidate(AccountId::from_u128(7)), now).unwrap();
        let verified = Note { verified: Some(now), ..note.clone() }.write();
        let good = note.write();
        for note in [&good, &verified] {
            for cut in 0..note.len() {
                assert_eq!(Note::read(&note[..cut]), None, "{cut}");
            }
        }
        let with = |place: usize, byte: u8| {
            let mut bytes = good.clone();
            bytes[place] = byte;
            Note::read(&bytes)
        };
        assert_eq!(with(0, VERIFIED), None, "the instant is missing");
        assert_eq!(with(0, 3), None);
        assert_eq!(with(1, 9), None);
        assert_eq!(with(1, 1), None, "staff without a region");
    }
}
