//! What a session's line says: who, as what, since when, last used when.

use chrono::{DateTime, Utc};
use domain::actor::{Actor, Role};
use domain::id::AccountId;
use domain::instant;

/// The only format so far. It is the first byte.
const FORMAT: u8 = 1;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Note {
    pub(super) actor: Actor,
    pub(super) opened: DateTime<Utc>,
    pub(super) used: DateTime<Utc>,
}

impl Note {
    /// Returns the note of a new session, or `None` for an actor that is no person.
    pub(super) fn new(actor: Actor, now: DateTime<Utc>) -> Option<Self> {
        let now = instant::truncate(now);
        actor.account().map(|_| Self { actor, opened: now, used: now })
    }

    /// Returns the first instant at which the session is over.
    pub(super) fn ends(&self) -> DateTime<Utc> {
        (self.used + super::idle()).min(self.opened + super::absolute())
    }

    /// Writes: format, kind, account, opened, used, region.
    pub(super) fn write(&self) -> Vec<u8> {
        let (kind, account, region) = match self.actor {
            Actor::Candidate(id) => (0, id.as_u128(), String::new()),
            Actor::Staff { id, role, region } => (code(role), id.as_u128(), region.to_string()),
            // `new` lets none of these in, and `read` knows no such kind.
            Actor::Portal | Actor::System => (u8::MAX, 0, String::new()),
        };
        let mut bytes = vec![FORMAT, kind];
        bytes.extend_from_slice(&account.to_be_bytes());
        bytes.extend_from_slice(&self.opened.timestamp_millis().to_be_bytes());
        bytes.extend_from_slice(&self.used.timestamp_millis().to_be_bytes());
        bytes.extend_from_slice(region.as_bytes());
        bytes
    }

    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        let (&[format, kind], rest) = bytes.split_first_chunk()?;
        let (account, rest) = rest.split_first_chunk()?;
        let (opened, rest) = rest.split_first_chunk()?;
        let (used, region) = rest.split_first_chunk()?;
        let id = AccountId::from_u128(u128::from_be_bytes(*account));
        let actor = match (format, kind, region) {
            (FORMAT, 0, []) => Actor::Candidate(id),
            (FORMAT, kind, region) => {
                let region = std::str::from_utf8(region).ok()?.parse().ok()?;
                Actor::Staff { id, role: role(kind)?, region }
            }
            _ => return None,
        };
        Some(Self { actor, opened: millis(*opened)?, used: millis(*used)? })
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
            assert_eq!(Note::read(&note.write()), Some(note));
        }
        assert_eq!(Note::new(Actor::System, now), None);
        assert_eq!(Note::new(Actor::Portal, now), None);
    }

    #[test]
    fn a_note_that_is_cut_or_of_another_format_or_kind_is_not_read() {
        let now = instant::parse("2027-04-15T01:00:00Z").unwrap();
        let good = Note::new(Actor::Candidate(AccountId::from_u128(7)), now).unwrap().write();
        for cut in 0..good.len() {
            assert_eq!(Note::read(&good[..cut]), None, "{cut}");
        }
        let with = |place: usize, byte: u8| {
            let mut bytes = good.clone();
            bytes[place] = byte;
            Note::read(&bytes)
        };
        assert_eq!(with(0, 2), None);
        assert_eq!(with(1, 9), None);
        assert_eq!(with(1, 1), None, "staff without a region");
    }
}
