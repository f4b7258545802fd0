//! Cases that were moved to another version of their policy, at every place of their history.

use super::*;
use crate::explain_case;
use domain::{
    actor::Actor,
    case::{
        Act, Blob, Draft, HandedIn, Held, MaterialEdit, Move, PictureId, Source, edit_draft, edit_materials,
    },
    digest::Digest,
    id::{AccountId, CommandId},
    picture::{Format, Orientation, Picture},
};

/// What another version may have otherwise. None of it costs anybody anything, but for the last two.
const CHANGES: [&[(&str, &str)]; 4] = [
    &[("closes = { before = \"2027-04-17T15:00\"", "closes = { before = \"2027-04-18T09:00\"")],
    &[
        ("closes = { before = \"2027-04-19T15:00\" }", "closes = { before = \"2027-04-19T17:00\" }"),
        ("reviewed = { before = \"2027-04-19T18:00\" }", "reviewed = { before = \"2027-04-19T20:00\" }"),
        ("paid = { before = \"2027-04-19T24:00\" }", "paid = { before = \"2027-04-20T12:00\" }"),
        ("hours = 48", "hours = 30"),
    ],
    &[
        (
            "materials = [\"identity-card\", \"residence-permit\", \"diploma\"]",
            "materials = [\"identity-card\", \"diploma\"]",
        ),
        ("name = \"温馨提示\"", "name = \"提示\""),
    ],
    &[("closes = { before = \"2027-04-19T15:00\" }", "closes = { before = \"2027-04-19T14:00\" }")],
];

fn changed(changes: &[(&str, &str)]) -> Policy {
    policy(&changes.iter().fold(RULES.to_owned(), |file, (from, to)| {
        assert!(file.contains(from), "{from}");
        file.replacen(from, to, 1)
    }))
}

fn moving(to: &Policy) -> Move<'_> {
    let reason = "更正".to_owned().try_into().unwrap();
    Move { id: CommandId::from_u128(9_000_000), actor: Actor::Operator, to, reason }
}

/// Returns the case as it would be, had it been moved after so many commands and everybody had gone on as they did, as far as they
/// can; or nothing, if it cannot be moved there.
fn moved_after(case: &Case, commands: usize, policies: &[Policy]) -> Option<Case> {
    let [from, to] = policies else { panic!("two policies") };
    let groups: Vec<&[Recorded]> = case.events().chunk_by(|one, next| one.command == next.command).collect();
    let mut played = None;
    for group in groups.get(..commands)? {
        played = Some(again(played, group, &[], policies).unwrap());
    }
    let (mut played, next) = (played?, groups.get(commands).and_then(|group| group.first()));
    let now = next.or(case.events().last())?.at;
    if let Some(next) = next {
        // What is filed next is there by now.
        played = commands::prepared(played, next, &[], from).unwrap();
    }
    let moving = moving(to);
    let events = moving.decide(&played, from, now).ok()?;
    played = moving.apply(&played, &events, now).unwrap();
    for group in groups.get(commands..)? {
        let first = &group[0];
        let Ok(prepared) = commands::prepared(played.clone(), first, &[], to) else { break };
        let acts = commands::acts(Some(&prepared), group);
        let after = acts.into_iter().find_map(|act| {
            let command = Command { id: first.command, actor: first.actor, act };
            let events = decide(Some(&prepared), &command, to, first.at).ok()?;
            apply(Some(&prepared), &events, &command, first.at).ok()
        });
        match after {
            Some(after) => played = after,
            None => break,
        }
    }
    Some(played)
}

#[test]
fn a_case_that_was_moved_anywhere_in_its_history_is_decided_again_byte_for_byte() {
    let from = policy(RULES);
    let cases = cases(&from, 3);
    let mut states = BTreeSet::new();
    let mut refused = 0;
    for changes in CHANGES {
        let policies = [from.clone(), changed(changes)];
        for case in cases.iter().step_by(5) {
            let commands = case.events().chunk_by(|one, next| one.command == next.command).count();
            for place in 1..=commands {
                let Some(moved) = moved_after(case, place, &policies) else {
                    refused += 1;
                    continue;
                };
                let names: Vec<_> = moved.events().iter().map(|recorded| recorded.event.name()).collect();
                assert_eq!(replay(&moved, &policies), Ok(()), "{names:?}");
                assert_eq!(moved.verify_chain(), Ok(()), "{names:?}");
                // As it is written down, and with the policies in any order.
                let stored = serde_json::to_string(&moved).unwrap();
                let read: Case = serde_json::from_str(&stored).unwrap();
                let [from, to] = policies.clone();
                assert_eq!((&read, replay(&read, &[to, from])), (&moved, Ok(())));
                let before = names.iter().position(|name| *name == "moved").unwrap();
                states.insert((names[before - 1], moved.state().name()));
            }
        }
    }
    let from_which = |event: &str| states.iter().any(|(before, _)| *before == event);
    assert!(["opened", "handed-over", "corrected"].into_iter().all(from_which), "{states:?}");
    assert!(
        ["approved", "rejected"].iter().all(|state| states.iter().any(|(_, after)| after == state)),
        "{states:?}"
    );
    assert_ne!(refused, 0);
}

#[test]
fn a_moved_case_needs_both_policies_and_its_event_is_proven_by_them() {
    let policies = [policy(RULES), changed(CHANGES[1])];
    let cases = cases(&policies[0], 1);
    let moved = cases.iter().find_map(|case| {
        moved_after(case, 2, &policies).filter(|case| !matches!(case.state(), State::Lapsed(_)))
    });
    let moved = moved.unwrap();
    let [from, to] = policies.each_ref().map(Policy::hash);
    assert_eq!(replay(&moved, &policies[..1]), Err(Unequal::OtherPolicy(to)));
    assert_eq!(replay(&moved, &policies[1..]), Err(Unequal::OtherPolicy(from)));
    let other = altered(&moved, "更正", "更改");
    assert!(matches!(replay(&other, &policies), Err(Unequal::OtherEvents(_))));
}

#[test]
fn a_moved_case_is_explained_with_its_move_in_the_words_of_each_policy() {
    let policies = [policy(RULES), changed(CHANGES[1])];
    let cases = cases(&policies[0], 1);
    let moved = cases.iter().find_map(|case| moved_after(case, 2, &policies)).unwrap();
    let said = explain_case(&policies, &moved).unwrap().to_string();
    let [from, to] = policies.each_ref().map(Policy::hash);
    assert!(said.contains(&format!("{from} → {to}（更正）")), "{said}");
    let without = explain_case(&policies[..1], &moved);
    assert_eq!(without, Err(crate::Unexplained::OtherPolicy(to)));
}

#[test]
fn a_certificate_that_was_obtained_before_the_new_policy_had_none_is_filed_and_decided_again() {
    let from = policy(RULES);
    let certificate = "certificate = { is = \"identity-card\", ours = \"S1-13\" }\n";
    let to = changed(&[(certificate, "")]);
    let (owner, identity) = (AccountId::from_u128(7), crate::rehearse::identity(1).unwrap());
    let now = domain::instant::parse("2027-04-13T10:00:00+08:00").unwrap();
    let candidate = Actor::Candidate(owner);
    let decided = |case: Option<&Case>, policy: &Policy, id: u128, act: Act| {
        let command = Command { id: CommandId::from_u128(id), actor: candidate, act };
        let events = decide(case, &command, policy, now).unwrap();
        apply(case, &events, &command, now).unwrap()
    };
    let opening = Act::Open { owner, applicant: identity.clone(), registration: None };
    let opened = decided(None, &from, 1, opening);
    let confirmed = from.statements().iter().map(|statement| statement.id.clone()).collect();
    let category = Some("local-household".parse().unwrap());
    let draft = Draft { category, confirmed, ..Draft::of(&identity) };
    let mut case = edit_draft(&opened, draft, &candidate, &from, now).unwrap();
    for (name, source) in [
        ("identity-card", Source::Certificate),
        ("household-register", Source::Uploaded),
        ("diploma", Source::Uploaded),
    ] {
        let orientation = Orientation::UPRIGHT;
        let picture = Picture {
            format: Format::Jpeg,
            width: 900,
            height: 600,
            orientation,
            received: 9,
            kept: 9,
            cut_off: None,
        };
        let digest = Digest::of(name.as_bytes());
        let handed_in = HandedIn { source, picture, sent: digest, kept: digest, at: now };
        let held = Held { handed_in, blob: Blob { id: 1, parts: Vec::new() }, upload: None };
        let picture: PictureId = name.parse().unwrap();
        case = edit_materials(&case, &MaterialEdit::Hold { picture, held }, &candidate, &from, now).unwrap();
    }
    let events = moving(&to).decide(&case, &from, now).unwrap();
    let moved = moving(&to).apply(&case, &events, now).unwrap();
    let filed = decided(Some(&moved), &to, 2, Act::Submit { verified: Some(now) });
    assert_eq!(replay(&filed, &[from, to]), Ok(()));
}
