//! What must hold after every sequence of commands, edits and clock moves.

use super::*;
use proptest::prelude::*;

#[derive(Clone, Debug)]
enum Step {
    Open { by: u128, id: u128 },
    Edit { by: u128, filled: bool },
    Discard { by: u128, id: u128 },
    Clock { milliseconds: i64 },
}

fn any_step() -> impl Strategy<Value = Step> {
    let (who, id) = (1_u128..3, 1_u128..5);
    prop_oneof![
        (who.clone(), id.clone()).prop_map(|(by, id)| Step::Open { by, id }),
        (who.clone(), any::<bool>()).prop_map(|(by, filled)| Step::Edit { by, filled }),
        (who, id).prop_map(|(by, id)| Step::Discard { by, id }),
        // Backwards too: the next request may be served by another machine.
        (-200_000_000_i64..400_000_000).prop_map(|milliseconds| Step::Clock { milliseconds }),
    ]
}

fn take(
    case: Option<&Case>,
    step: &Step,
    policy: &Policy,
    now: DateTime<Utc>,
) -> Result<Option<Case>, Rejection> {
    let commanded = |command: &Command| {
        let events = decide(case, command, policy, now)?;
        Ok(Some(apply(case, &events, command, now).expect("accepted events can be applied")))
    };
    match step {
        Step::Open { by, id } => {
            let owner = AccountId::from_u128(*by);
            commanded(&super::by(
                owner,
                *id,
                Act::Open { owner, applicant: super::anna(), registration: None },
            ))
        }
        Step::Discard { by, id } => commanded(&super::by(AccountId::from_u128(*by), *id, Act::DiscardDraft)),
        Step::Edit { by, filled } => {
            let Some(case) = case else { return Ok(None) };
            let draft = if *filled { super::filled() } else { Draft::default() };
            edit_draft(case, draft, &Actor::Candidate(AccountId::from_u128(*by)), policy, now).map(Some)
        }
        Step::Clock { .. } => Ok(case.cloned()),
    }
}

proptest! {
    #[test]
    fn a_history_only_grows_stays_whole_and_never_changes_its_owner(steps in prop::collection::vec(any_step(), 0..40)) {
        let policy = policies::small();
        let mut now = policy.opens();
        let mut case: Option<Case> = None;
        for step in steps {
            if let Step::Clock { milliseconds } = step {
                now += chrono::TimeDelta::milliseconds(milliseconds);
            }
            let Ok(Some(after)) = take(case.as_ref(), &step, &policy, now) else { continue };
            prop_assert_eq!(after.verify_chain(), Ok(()));
            if let Some(before) = &case {
                prop_assert_eq!(after.owner(), before.owner());
                prop_assert!(after.events().starts_with(before.events()));
                let was_discarded = matches!(before.state(), State::Discarded { .. });
                prop_assert!(!was_discarded || after == *before);
            }
            let stored = serde_json::to_vec(&after).unwrap();
            prop_assert_eq!(&serde_json::from_slice::<Case>(&stored).unwrap(), &after);
            case = Some(after);
        }
    }

    #[test]
    fn every_command_that_was_accepted_is_accepted_again_and_changes_nothing(steps in prop::collection::vec(any_step(), 0..40)) {
        let policy = policies::small();
        let mut now = policy.opens();
        let mut case: Option<Case> = None;
        for step in steps {
            if let Step::Clock { milliseconds } = step {
                now += chrono::TimeDelta::milliseconds(milliseconds);
            }
            let Ok(after) = take(case.as_ref(), &step, &policy, now) else { continue };
            prop_assert_eq!(take(after.as_ref(), &step, &policy, now), Ok(after.clone()));
            case = after;
        }
    }
}
