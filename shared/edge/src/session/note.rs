//! What a session's line says: who, as what, since when, last used when, through which portal, or for which programme.

use chrono::{DateTime, Utc};
use domain::actor::{Actor, Role};
use domain::id::AccountId;
use domain::instant;
use domain::slug::ProgrammeId;

/// The first byte. This format is written for whoever has not verified a telephone, so that a build before the next one
/// reads it, and never writes over what it cannot read.
const PLAIN: u8 = 1;

/// The format with the instant at which a telephone was verified.
const VERIFIED: u8 = 2;

// 3 is the format of a code.

/// The same two for somebody who has come from a portal, whose id stands where staff have their region. They are written for
/// nobody else, so that a build before them reads all other sessions.
const PLAIN_OF_PORTAL: u8 = 4;
const VERIFIED_OF_PORTAL: u8 = 5;

/// And for somebody who has logged in by a password, with the programme in that place. A build before them does not read these
/// sessions, and so gives nobody more than the password is good for.
const PLAIN_BY_PASSWORD: u8 = 6;
const VERIFIED_BY_PASSWORD: u8 = 7;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Note {
    pub(super) actor: Actor,
    pub(super) opened: DateTime<Utc>,
    pub(super) used: DateTime<Utc>,
    /// When the person has shown that their telephone is in their hands.
    pub(super) verified: Option<DateTime<Utc>>,
    pub(super) way: Way,
}

/// How a session was come by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// By a login at a provider, in the browser at hand.
    Provider,
    /// The same, through the portal with this id. There is room for more than any id has.
    Portal(String),
    /// By the password for this programme, for which alone it is good.
    Password(ProgrammeId),
}

impl Note {
    /// Returns the note of a new session, or `None` for an actor that is no person, and for staff from a portal or by a password.
    pub(super) fn new(actor: Actor, way: Way, now: DateTime<Utc>) -> Option<Self> {
        let is_possible = match (actor, &way) {
            (Actor::Candidate(_), Way::Portal(id)) => !id.is_empty(),
            (Actor::Candidate(_), Way::Provider | Way::Password(_))
            | (Actor::Staff { .. }, Way::Provider) => true,
            (Actor::Staff { .. }, Way::Portal(_) | Way::Password(_))
            | (Actor::Portal | Actor::System | Actor::Operator, _) => false,
        };
        let now = instant::truncate(now);
        is_possible.then_some(Self { actor, opened: now, used: now, verified: None, way })
    }

    /// Returns the first instant at which the session is over.
    pub(super) fn ends(&self) -> DateTime<Utc> {
        (self.used + super::idle()).min(self.opened + super::absolute())
    }

    /// Writes: format, kind, account, opened, used, verified if that is so, region or portal or programme.
    pub(super) fn write(&self) -> Vec<u8> {
        let (kind, account, region) = match self.actor {
            Actor::Candidate(id) => (0, id.as_u128(), String::new()),
            Actor::Staff { id, role, region } => (code(role), id.as_u128(), region.to_string()),
            // `new` lets none of these in, and `read` knows no such kind.
            Actor::Portal | Actor::System | Actor::Operator => (u8::MAX, 0, String::new()),
        };
        let (format, last) = match (&self.way, self.verified) {
            (Way::Provider, None) => (PLAIN, region.as_str()),
            (Way::Provider, Some(_)) => (VERIFIED, region.as_str()),
            (Way::Portal(id), None) => (PLAIN_OF_PORTAL, id.as_str()),
            (Way::Portal(id), Some(_)) => (VERIFIED_OF_PORTAL, id.as_str()),
            (Way::Password(programme), None) => (PLAIN_BY_PASSWORD, programme.as_str()),
            (Way::Password(programme), Some(_)) => (VERIFIED_BY_PASSWORD, programme.as_str()),
        };
        let mut bytes = vec![format, kind];
        bytes.extend_from_slice(&account.to_be_bytes());
        bytes.extend_from_slice(&self.opened.timestamp_millis().to_be_bytes());
        bytes.extend_from_slice(&self.used.timestamp_millis().to_be_bytes());
        if let Some(verified) = self.verified {
            bytes.extend_from_slice(&verified.timestamp_millis().to_be_bytes());
        }
        bytes.extend_from_slice(last.as_bytes());
        bytes
    }

    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        let (&[format, kind], rest) = bytes.split_first_chunk()?;
        let (account, rest) = rest.split_first_chunk()?;
        let (opened, rest) = rest.split_first_chunk()?;
        let (used, rest) = rest.split_first_chunk()?;
        let (verified, rest) = match format {
            PLAIN | PLAIN_OF_PORTAL | PLAIN_BY_PASSWORD => (None, rest),
            VERIFIED | VERIFIED_OF_PORTAL | VERIFIED_BY_PASSWORD => {
                let (verified, rest) = rest.split_first_chunk()?;
                (Some(millis(*verified)?), rest)
            }
            _ => return None,
        };
        let id = AccountId::from_u128(u128::from_be_bytes(*account));
        let (actor, way) = match (format, kind, std::str::from_utf8(rest).ok()?) {
            (PLAIN | VERIFIED, 0, "") => (Actor::Candidate(id), Way::Provider),
            (PLAIN | VERIFIED, kind, region) => {
                let region = region.parse().ok()?;
                (Actor::Staff { id, role: role(kind)?, region }, Way::Provider)
            }
            (PLAIN_OF_PORTAL | VERIFIED_OF_PORTAL, 0, portal) if !portal.is_empty() => {
                (Actor::Candidate(id), Way::Portal(portal.to_owned()))
            }
            (PLAIN_BY_PASSWORD | VERIFIED_BY_PASSWORD, 0, programme) => {
                (Actor::Candidate(id), Way::Password(programme.parse().ok()?))
            }
            _ => return None,
        };
        Some(Self { actor, opened: millis(*opened)?, used: millis(*used)?, verified, way })
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
            let note = Note::new(actor, Way::Provider, now).unwrap();
            assert!(note.write().len() <= store::Facts::NOTE_BYTES_MAX);
            assert_eq!(Note::read(&note.write()), Some(note.clone()));
            let verified = Note { verified: Some(now), ..note };
            assert!(verified.write().len() <= store::Facts::NOTE_BYTES_MAX);
            assert_eq!(Note::read(&verified.write()), Some(verified));
        }
        assert_eq!(Note::new(Actor::System, Way::Provider, now), None);
        assert_eq!(Note::new(Actor::Portal, Way::Provider, now), None);
    }

    #[test]
    fn the_portal_of_a_candidate_is_read_back_and_no_other_session_has_one() {
        let now = instant::parse("2027-04-15T01:00:00.123Z").unwrap();
        let id = AccountId::from_u128(7);
        let longest = Way::Portal("p".repeat(64));
        let note = Note::new(Actor::Candidate(id), longest.clone(), now).unwrap();
        let verified = Note { verified: Some(now), ..note.clone() };
        for note in [note, verified] {
            assert_eq!(note.way, longest);
            assert!(note.write().len() <= store::Facts::NOTE_BYTES_MAX);
            assert_eq!(Note::read(&note.write()), Some(note));
        }
        let staff = Actor::Staff { id, role: Role::Reviewer, region: "440300".parse().unwrap() };
        assert_eq!(Note::new(staff, Way::Portal("portal".to_owned()), now), None);
        assert_eq!(Note::new(Actor::Candidate(id), Way::Portal(String::new()), now), None);
    }

    #[test]
    fn the_programme_of_a_password_is_read_back_and_no_staff_have_one() {
        let now = instant::parse("2027-04-15T01:00:00.123Z").unwrap();
        let id = AccountId::from_u128(7);
        let longest: ProgrammeId = "p".repeat(64).parse().unwrap();
        let note = Note::new(Actor::Candidate(id), Way::Password(longest.clone()), now).unwrap();
        let verified = Note { verified: Some(now), ..note.clone() };
        for note in [note, verified] {
            assert!(note.write().len() <= store::Facts::NOTE_BYTES_MAX);
            assert_eq!(Note::read(&note.write()), Some(note));
        }
        let staff = Actor::Staff { id, role: Role::Reviewer, region: "440300".parse().unwrap() };
        assert_eq!(Note::new(staff, Way::Password(longest), now), None);
    }

    #[test]
    fn a_password_without_a_programme_opens_nothing() {
        let now = instant::parse("2027-04-15T01:00:00Z").unwrap().timestamp_millis().to_be_bytes();
        let account = 7_u128.to_be_bytes();
        for programme in ["", "No_Programme", "a/b"] {
            let note =
                [&[PLAIN_BY_PASSWORD, 0], account.as_slice(), &now, &now, programme.as_bytes()].concat();
            assert_eq!(Note::read(&note), None, "{programme}");
        }
        let staff =
            [&[PLAIN_BY_PASSWORD, 1], account.as_slice(), &now, &now, b"programme".as_slice()].concat();
        assert_eq!(Note::read(&staff), None);
    }

    #[test]
    fn a_note_of_the_first_format_is_still_read_and_still_written_for_whoever_is_not_verified() {
        let now = instant::parse("2027-04-15T01:00:00Z").unwrap();
        let note = Note::new(Actor::Candidate(AccountId::from_u128(7)), Way::Provider, now).unwrap();
        let millis = now.timestamp_millis().to_be_bytes();
        let sample = [&[1, 0], 7_u128.to_be_bytes().as_slice(), &millis, &millis].concat();
        assert_eq!(note.write(), sample);
        assert_eq!(Note::read(&sample), Some(note));
    }

    #[test]
    fn what_builds_before_portals_were_noted_have_written_is_read_and_written_as_it_was() {
        let now = instant::parse("2027-04-15T01:00:00Z").unwrap();
        let millis = now.timestamp_millis().to_be_bytes();
        let account = 7_u128.to_be_bytes();
        let id = AccountId::from_u128(7);
        let staff = Actor::Staff { id, role: Role::Reviewer, region: "440300".parse().unwrap() };
        for (actor, kind, region) in [(Actor::Candidate(id), 0, ""), (staff, 1, "440300")] {
            let note = Note::new(actor, Way::Provider, now).unwrap();
            let verified = Note { verified: Some(now), ..note.clone() };
            let plain = [&[1, kind], account.as_slice(), &millis, &millis, region.as_bytes()].concat();
            let long =
                [&[2, kind], account.as_slice(), &millis, &millis, &millis, region.as_bytes()].concat();
            for (note, sample) in [(note, plain), (verified, long)] {
                assert_eq!(note.write(), sample);
                assert_eq!(Note::read(&sample), Some(note));
            }
        }
    }

    #[test]
    fn a_note_that_is_cut_or_of_another_format_or_kind_is_not_read() {
        let now = instant::parse("2027-04-15T01:00:00Z").unwrap();
        let note = Note::new(Actor::Candidate(AccountId::from_u128(7)), Way::Provider, now).unwrap();
        // An id of one character, since what is left of a longer one is an id, too.
        let of_portal = Note { way: Way::Portal("p".to_owned()), ..note.clone() };
        let by_password = Note { way: Way::Password("p".parse().unwrap()), ..note.clone() };
        let is_verified = |note: &Note| Note { verified: Some(now), ..note.clone() }.write();
        let good = note.write();
        let others = [of_portal, by_password];
        let others = others.iter().flat_map(|note| [note.write(), is_verified(note)]);
        for note in [good.clone(), is_verified(&note)].into_iter().chain(others) {
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
        assert_eq!(with(0, PLAIN_OF_PORTAL), None, "the portal is missing");
        assert_eq!(with(0, PLAIN_BY_PASSWORD), None, "the programme is missing");
        assert_eq!(with(0, 8), None);
        assert_eq!(with(1, 9), None);
        assert_eq!(with(1, 1), None, "staff without a region");
    }
}
