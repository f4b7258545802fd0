use super::*;
use crate::service::testing::{at, seeded_store};
use futures::executor::block_on;
use store::Memory;

const START: &str = "2027-04-15T01:00:00.000Z";

fn actor() -> Actor {
    Actor::Candidate(AccountId::from_u128(7))
}

async fn opened() -> (Store<Memory>, Collection, NewSession) {
    let store = seeded_store().await;
    let sessions = store.collection(SESSIONS).await.unwrap();
    let new = open(&store, &sessions, actor(), None, at(START)).await.unwrap();
    (store, sessions, new)
}

fn after(minutes: i64) -> DateTime<Utc> {
    at(START) + Duration::minutes(minutes)
}

#[test]
fn a_token_opens_its_session_and_stands_nowhere_in_the_store() {
    block_on(async {
        let (store, sessions, new) = opened().await;
        let found = find(&store, &sessions, &new.token, after(1)).await.unwrap();
        assert_eq!((found.id, found.actor), (new.session.id, actor()));
        let token = URL_SAFE_NO_PAD.decode(&new.token).unwrap();
        for value in store.key_value().dump().values() {
            assert!(!value.windows(token.len()).any(|window| window == token));
            assert!(!value.windows(new.token.len()).any(|window| window == new.token.as_bytes()));
        }
    });
}

#[test]
fn a_session_is_over_exactly_when_it_was_idle_for_the_limit() {
    block_on(async {
        let (store, sessions, new) = opened().await;
        let ends = after(IDLE_MINUTES_MAX);
        assert_eq!(new.session.ends, ends);
        let refused = find(&store, &sessions, &new.token, ends).await.unwrap_err();
        assert_eq!(refused.code(), Code::SessionEnded);
        let last = ends - Duration::milliseconds(1);
        assert_eq!(find(&store, &sessions, &new.token, last).await.unwrap().ends, last + idle());
        assert!(find(&store, &sessions, &new.token, ends).await.is_ok());
    });
}

#[test]
fn a_session_that_is_always_used_is_over_after_the_absolute_limit() {
    block_on(async {
        let (store, sessions, new) = opened().await;
        for minutes in (0..ABSOLUTE_HOURS_MAX * 60).step_by(20) {
            assert!(find(&store, &sessions, &new.token, after(minutes)).await.is_ok(), "{minutes}");
        }
        let end = after(ABSOLUTE_HOURS_MAX * 60);
        assert!(find(&store, &sessions, &new.token, end - Duration::milliseconds(1)).await.is_ok());
        assert!(find(&store, &sessions, &new.token, end).await.is_err());
    });
}

#[test]
fn use_is_written_down_at_most_once_in_a_tenth_of_the_idle_limit() {
    block_on(async {
        let (store, sessions, new) = opened().await;
        let before = store.key_value().dump();
        let tenth = IDLE_MINUTES_MAX / 10;
        let early = after(tenth) - Duration::milliseconds(1);
        find(&store, &sessions, &new.token, early).await.unwrap();
        assert_eq!(store.key_value().dump(), before);
        find(&store, &sessions, &new.token, after(tenth)).await.unwrap();
        assert_ne!(store.key_value().dump(), before);
    });
}

#[test]
fn what_is_no_token_is_a_session_that_has_ended() {
    block_on(async {
        let (store, sessions, new) = opened().await;
        let other = URL_SAFE_NO_PAD.encode([0; TOKEN_BYTES]);
        let cut = new.token[..42].to_owned();
        for wrong in [String::new(), other, cut, format!("{}A", new.token), "/".repeat(43), "=".to_owned()] {
            let refused = find(&store, &sessions, &wrong, after(0)).await.unwrap_err();
            assert_eq!(refused.code(), Code::SessionEnded, "{wrong}");
        }
    });
}

#[test]
fn the_cookie_is_out_of_reach_for_scripts_and_neighbours() {
    let (_, _, new) = block_on(opened());
    let expected = format!("__Host-session={}; Secure; HttpOnly; SameSite=Lax; Path=/", new.token);
    assert_eq!(new.cookie().unwrap(), expected);
    assert_eq!(new.token.len(), 43);
}

#[test]
fn a_session_that_was_ended_opens_nothing_and_leaves_others_open() {
    block_on(async {
        let (store, sessions, new) = opened().await;
        let other = open(&store, &sessions, actor(), None, at(START)).await.unwrap();
        end(&store, &sessions, &new.session).await.unwrap();
        let refused = find(&store, &sessions, &new.token, after(0)).await.unwrap_err();
        assert_eq!(refused.code(), Code::SessionEnded);
        assert!(end(&store, &sessions, &new.session).await.is_ok());
        assert!(find(&store, &sessions, &other.token, after(0)).await.is_ok());
    });
}

#[test]
fn a_session_remembers_when_the_telephone_was_verified_also_when_it_is_used_meanwhile() {
    block_on(async {
        let (store, sessions, new) = opened().await;
        assert_eq!(new.session.verified, None);
        let verified = verify(&store, &sessions, &new.session, after(1)).await.unwrap();
        assert_eq!((verified.id, verified.verified), (new.session.id, Some(after(1))));
        // Noted as used by somebody who has read it before that.
        let ledger = store.ledger(&sessions);
        let mut before = ledger.line(record(&new.session)).await.unwrap().unwrap();
        before.facts = facts(&Note::new(actor(), Way::Provider, at(START)).unwrap());
        touch(&store, &sessions, &before, after(4)).await.unwrap();
        let found = find(&store, &sessions, &new.token, after(5)).await.unwrap();
        assert_eq!((found.verified, found.ends), (Some(after(1)), after(4) + idle()));
    });
}

#[test]
fn a_session_that_has_ended_is_not_verified_any_more() {
    block_on(async {
        let (store, sessions, new) = opened().await;
        end(&store, &sessions, &new.session).await.unwrap();
        let refused = verify(&store, &sessions, &new.session, after(1)).await.unwrap_err();
        assert_eq!(refused.code(), Code::SessionEnded);
    });
}

#[test]
fn a_session_is_fresh_for_ten_minutes_after_a_login_or_a_code_however_it_is_used() {
    block_on(async {
        let (store, sessions, new) = opened().await;
        let is_fresh =
            async |now: DateTime<Utc>| find(&store, &sessions, &new.token, now).await.unwrap().is_fresh(now);
        let moment = Duration::milliseconds(1);
        assert!(is_fresh(after(FRESH_MINUTES_MAX) - moment).await);
        assert!(!is_fresh(after(FRESH_MINUTES_MAX)).await);
        verify(&store, &sessions, &new.session, after(15)).await.unwrap();
        assert!(is_fresh(after(15 + FRESH_MINUTES_MAX) - moment).await);
        assert!(!is_fresh(after(15 + FRESH_MINUTES_MAX)).await);
    });
}
