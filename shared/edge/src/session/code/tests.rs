use super::super::{SESSIONS, find};
use super::*;
use crate::service::testing::{at, seeded_store};
use futures::executor::block_on;
use store::Memory;

const GIVEN_AT: &str = "2027-04-15T01:00:00.000Z";
const LAST: &str = "2027-04-15T01:00:59.999Z";
const TOO_LATE: &str = "2027-04-15T01:01:00.000Z";

struct World {
    store: Store<Memory>,
    sessions: Collection,
    code: String,
}

impl World {
    async fn new() -> Self {
        let store = seeded_store().await;
        let sessions = store.collection(SESSIONS).await.unwrap();
        let account = AccountId::from_u128(7);
        let code = give(&store, &sessions, account, bond(), at(GIVEN_AT)).await.unwrap();
        Self { store, sessions, code }
    }

    async fn redeem(&self, code: &str, bond: Digest, now: &str) -> Result<NewSession, Code> {
        let redeemed = redeem(&self.store, &self.sessions, code, bond, "city-hall", at(now)).await;
        redeemed.map_err(|problem| problem.code())
    }

    async fn is_open(&self, token: &str) -> bool {
        find(&self.store, &self.sessions, token, at(GIVEN_AT)).await.is_ok()
    }
}

fn bond() -> Digest {
    Digest::of(b"a portal, its address and its challenge")
}

#[test]
fn a_code_opens_a_session_of_its_candidate_and_stands_nowhere_in_the_store() {
    block_on(async {
        let world = World::new().await;
        let code = URL_SAFE_NO_PAD.decode(&world.code).unwrap();
        for value in world.store.key_value().dump().values() {
            assert!(!value.windows(code.len()).any(|window| window == code));
        }
        let opened = world.redeem(&world.code, bond(), GIVEN_AT).await.unwrap();
        assert_eq!(opened.session.actor, Actor::Candidate(AccountId::from_u128(7)));
        assert_eq!(opened.session.portal.as_deref(), Some("city-hall"));
        assert!(world.is_open(&opened.token).await);
    });
}

#[test]
fn a_code_is_over_a_minute_after_it_was_given() {
    block_on(async {
        let world = World::new().await;
        assert_eq!(world.redeem(&world.code, bond(), TOO_LATE).await.err(), Some(Code::InvalidGrant));
        assert!(world.redeem(&world.code, bond(), LAST).await.is_ok());
    });
}

#[test]
fn a_code_that_comes_again_ends_its_session() {
    block_on(async {
        let world = World::new().await;
        let opened = world.redeem(&world.code, bond(), GIVEN_AT).await.unwrap();
        for _ in 0..2 {
            assert_eq!(world.redeem(&world.code, bond(), LAST).await.err(), Some(Code::InvalidGrant));
            assert!(!world.is_open(&opened.token).await);
        }
    });
}

#[test]
fn who_cannot_name_the_bond_neither_spends_a_code_nor_ends_its_session() {
    block_on(async {
        let world = World::new().await;
        let refused = async || world.redeem(&world.code, Digest::of(b"another"), GIVEN_AT).await.err();
        assert_eq!(refused().await, Some(Code::InvalidGrant));
        let opened = world.redeem(&world.code, bond(), GIVEN_AT).await.unwrap();
        assert_eq!(refused().await, Some(Code::InvalidGrant));
        assert!(world.is_open(&opened.token).await);
    });
}

#[test]
fn a_code_is_no_token_and_a_token_is_no_code() {
    block_on(async {
        let world = World::new().await;
        assert!(!world.is_open(&world.code).await);
        let opened = world.redeem(&world.code, bond(), GIVEN_AT).await.unwrap();
        assert_eq!(world.redeem(&opened.token, bond(), GIVEN_AT).await.err(), Some(Code::InvalidGrant));
        for wrong in ["", "=", "AAAA", &format!("{}A", world.code)] {
            assert_eq!(
                world.redeem(wrong, bond(), GIVEN_AT).await.err(),
                Some(Code::InvalidGrant),
                "{wrong}"
            );
        }
    });
}

#[test]
fn the_line_of_a_code_is_never_read_as_a_session_and_is_over_when_the_code_is() {
    let token = Fingerprint::from_bytes([9; 16]);
    let account = AccountId::from_u128(7);
    for note in [Note::Given { account, bond: bond() }, Note::Spent { bond: bond(), token }] {
        let facts = note.facts(at(TOO_LATE));
        assert_eq!(super::super::Note::read(&facts.note), None);
        assert_eq!((facts.due, facts.note.len()), (Some(at(TOO_LATE)), 49));
        for cut in 0..facts.note.len() {
            assert_eq!(Note::read(&Facts { note: facts.note[..cut].to_vec(), ..facts.clone() }), None);
        }
        assert_eq!(Note::read(&Facts { state: 1, ..facts.clone() }), None);
        assert_eq!(Note::read(&Facts { due: None, ..facts.clone() }), None);
        assert_eq!(Note::read(&facts), Some((note, at(TOO_LATE))));
    }
}
