use super::super::{ABSOLUTE_HOURS_MAX, IDLE_MINUTES_MAX, NewSession, SESSIONS, code, find, open};
use super::*;
use crate::service::testing::{at, empty_store};
use chrono::Duration;
use domain::actor::Role;
use domain::digest::Digest;
use futures::executor::block_on;
use store::{Memory, Seeding};

const START: &str = "2027-04-15T01:00:00.000Z";
const OWN: AccountId = AccountId::from_u128(7);
const OTHER: AccountId = AccountId::from_u128(8);

struct World {
    store: Store<Memory>,
    sessions: Collection,
}

impl World {
    /// Sessions lie in several partitions.
    async fn new() -> Self {
        let store = empty_store();
        store.found(Seeding::First).await.unwrap();
        store.seed(SESSIONS, 4, Seeding::First).await.unwrap();
        let sessions = store.collection(SESSIONS).await.unwrap();
        Self { store, sessions }
    }

    async fn open(&self, actor: Actor, minutes: i64) -> NewSession {
        open(&self.store, &self.sessions, actor, None, after(minutes)).await.unwrap()
    }

    async fn code(&self, account: AccountId) -> String {
        code::give(&self.store, &self.sessions, account, Digest::of(b"bond"), after(0)).await.unwrap()
    }

    async fn redeem(&self, code: &str) -> Result<NewSession, Code> {
        let bond = Digest::of(b"bond");
        let redeemed = code::redeem(&self.store, &self.sessions, code, bond, "city-hall", after(0)).await;
        redeemed.map_err(|problem| problem.code())
    }

    async fn is_open(&self, opened: &NewSession) -> bool {
        find(&self.store, &self.sessions, &opened.token, after(0)).await.is_ok()
    }

    async fn listed(&self, account: AccountId, minutes: i64) -> Vec<SessionId> {
        let found = sessions_of(&self.store, &self.sessions, account, Reach::Everything, after(minutes))
            .await
            .unwrap();
        found.into_iter().map(|session| session.id).collect()
    }

    async fn end_one(&self, account: AccountId, id: SessionId, minutes: i64) -> Result<(), Code> {
        let ended =
            end_one(&self.store, &self.sessions, account, id, Reach::Everything, after(minutes)).await;
        ended.map_err(|problem| problem.code())
    }

    async fn end_all(&self, account: AccountId, but: Option<SessionId>, minutes: i64) -> usize {
        end_all(&self.store, &self.sessions, account, but, Reach::Everything, after(minutes)).await.unwrap()
    }
}

fn after(minutes: i64) -> DateTime<Utc> {
    at(START) + Duration::minutes(minutes)
}

fn staff(id: AccountId) -> Actor {
    Actor::Staff { id, role: Role::Reviewer, region: "440300".parse().unwrap() }
}

#[test]
fn an_account_has_its_own_sessions_in_every_role_and_through_every_portal_the_last_one_first() {
    block_on(async {
        let world = World::new().await;
        let mut expected = Vec::new();
        for minutes in 0..16 {
            expected.push(world.open(Actor::Candidate(OWN), minutes).await.session.id);
            world.open(Actor::Candidate(OTHER), minutes).await;
        }
        expected.push(world.open(staff(OWN), 16).await.session.id);
        let code = world.code(OWN).await;
        assert_eq!(world.listed(OWN, 16).await.len(), 17, "a code is no session");
        let through = world.redeem(&code).await.unwrap();
        let found =
            sessions_of(&world.store, &world.sessions, OWN, Reach::Everything, after(16)).await.unwrap();
        let portals: Vec<_> = found.iter().filter_map(|session| session.portal.as_deref()).collect();
        assert_eq!((portals, found.len()), (vec!["city-hall"], 18));
        expected.reverse();
        let others = found.iter().map(|session| session.id).filter(|id| *id != through.session.id);
        assert_eq!(others.collect::<Vec<_>>(), expected);
    });
}

#[test]
fn a_session_is_listed_until_it_is_over_and_shows_when_it_began_and_was_used() {
    block_on(async {
        let world = World::new().await;
        let opened = world.open(Actor::Candidate(OWN), 0).await;
        find(&world.store, &world.sessions, &opened.token, after(20)).await.unwrap();
        let listed =
            sessions_of(&world.store, &world.sessions, OWN, Reach::Everything, after(21)).await.unwrap();
        let [session] = listed.as_slice() else { panic!("{listed:?}") };
        assert_eq!((session.id, session.opened, session.used), (opened.session.id, after(0), after(20)));
        let ends = after(20 + IDLE_MINUTES_MAX);
        assert_eq!(session.ends, ends);
        assert!(ends < after(60 * ABSOLUTE_HOURS_MAX));
        let last = ends - Duration::milliseconds(1);
        let count = async |now| {
            sessions_of(&world.store, &world.sessions, OWN, Reach::Everything, now).await.unwrap().len()
        };
        assert_eq!((count(last).await, count(ends).await), (1, 0));
    });
}

#[test]
fn one_session_is_ended_by_its_id_and_by_its_own_account_alone() {
    block_on(async {
        let world = World::new().await;
        let (one, two) = (world.open(staff(OWN), 0).await, world.open(Actor::Candidate(OWN), 0).await);
        let unknown = Err(Code::UnknownSession);
        assert_eq!(world.end_one(OTHER, one.session.id, 0).await, unknown);
        assert_eq!(world.end_one(OWN, SessionId::from_u128(1), 0).await, unknown);
        assert!(world.is_open(&one).await);
        assert_eq!(world.end_one(OWN, one.session.id, 0).await, Ok(()));
        assert!(!world.is_open(&one).await && world.is_open(&two).await);
        assert_eq!(world.end_one(OWN, one.session.id, 0).await, unknown, "it is not there any more");
        assert_eq!(world.end_one(OWN, two.session.id, IDLE_MINUTES_MAX).await, unknown, "it is over");
    });
}

#[test]
fn everything_is_ended_but_the_session_at_hand_and_nothing_of_anybody_else() {
    block_on(async {
        let world = World::new().await;
        let at_hand = world.open(Actor::Candidate(OWN), 0).await;
        let others = [world.open(Actor::Candidate(OWN), 0).await, world.open(staff(OWN), 0).await];
        let theirs = world.open(Actor::Candidate(OTHER), 0).await;
        assert_eq!(world.end_all(OWN, Some(at_hand.session.id), 0).await, 2);
        for ended in &others {
            assert!(!world.is_open(ended).await);
        }
        assert!(world.is_open(&at_hand).await && world.is_open(&theirs).await);
        assert_eq!(world.end_all(OWN, Some(at_hand.session.id), 0).await, 0, "there was nothing left to end");
        assert_eq!(world.end_all(OWN, None, 0).await, 1);
        assert!(!world.is_open(&at_hand).await);
    });
}

#[test]
fn a_code_on_its_way_to_a_portal_opens_nothing_once_everything_was_ended() {
    block_on(async {
        let world = World::new().await;
        let (own, theirs) = (world.code(OWN).await, world.code(OTHER).await);
        assert_eq!(world.end_all(OWN, None, 0).await, 0, "a code is no session");
        assert_eq!(world.redeem(&own).await.err(), Some(Code::InvalidGrant));
        assert!(world.redeem(&theirs).await.is_ok());
    });
}

#[test]
fn what_is_over_already_is_not_counted() {
    block_on(async {
        let world = World::new().await;
        world.open(Actor::Candidate(OWN), 0).await;
        assert_eq!(world.end_all(OWN, None, IDLE_MINUTES_MAX).await, 0);
    });
}

#[test]
fn a_password_shows_and_ends_what_was_opened_by_it_and_nothing_that_a_provider_has_vouched_for() {
    block_on(async {
        let world = World::new().await;
        let programmes: [ProgrammeId; 2] = ["one", "other"].map(|name| name.parse().unwrap());
        let [one, other] = &programmes;
        let by = async |programme| {
            let actor = Actor::Candidate(OWN);
            open(&world.store, &world.sessions, actor, Some(programme), after(0)).await.unwrap()
        };
        let (first, second, elsewhere) = (by(one).await, by(one).await, by(other).await);
        let vouched = world.open(Actor::Candidate(OWN), 0).await;
        let code = world.code(OWN).await;
        let reach = Reach::of(&first.session);
        let seen = sessions_of(&world.store, &world.sessions, OWN, reach, after(0)).await.unwrap();
        assert_eq!(seen.len(), 2);
        assert!(seen.iter().all(|session| session.programme.as_ref() == Some(one)));
        for id in [vouched.session.id, elsewhere.session.id] {
            let refused = end_one(&world.store, &world.sessions, OWN, id, reach, after(0)).await;
            assert_eq!(refused.unwrap_err().code(), Code::UnknownSession);
        }
        let kept = Some(first.session.id);
        assert_eq!(end_all(&world.store, &world.sessions, OWN, kept, reach, after(0)).await.unwrap(), 1);
        assert!(!world.is_open(&second).await && world.is_open(&vouched).await);
        // After a change of password.
        let passwords = Reach::Passwords;
        assert_eq!(end_all(&world.store, &world.sessions, OWN, None, passwords, after(0)).await.unwrap(), 2);
        assert!(!world.is_open(&first).await && !world.is_open(&elsewhere).await);
        assert!(world.is_open(&vouched).await && world.redeem(&code).await.is_ok());
        assert_eq!(world.listed(OWN, 0).await.len(), 2);
    });
}
