//! Policy files, as operators publish them.

use domain::account::VerifiedIdentity;
use domain::actor::Actor;
use domain::case::{Act, Command, Draft, apply, decide, edit_draft};
use domain::digest::Digest;
use domain::id::{AccountId, CommandId};
use domain::identity::{DocumentKind, IdentityDocument};
use domain::policy::Policy;
use domain::predicate::{Predicate, Truth};
use store::records::CaseRecord;
use workbench::Code;

const ANNA: AccountId = AccountId::from_u128(1);

/// Reads a policy, and opens and fills in a case under it.
pub fn policies(bytes: &[u8]) {
    is_looked_at(bytes);
    let policy = match Policy::parse(bytes) {
        Ok(policy) => policy,
        Err(why) => return assert!(!why.to_string().is_empty()),
    };
    assert!(bytes.len() <= Policy::BYTES_MAX);
    assert_eq!(policy.hash(), Digest::of(bytes));
    let put_away = postcard::to_allocvec(&policy).unwrap();
    assert!(postcard::from_bytes::<Policy>(&put_away).is_ok_and(|read| read == policy));
    names_only_what_it_has(&policy);
    has_clocks_in_their_order(&policy);
    serves(&policy);
}

/// What there is to say before it is published is about lines that it has, and is one error and nothing else if it is no policy.
fn is_looked_at(bytes: &[u8]) {
    let report = workbench::check(bytes);
    let lines = bytes.iter().filter(|byte| **byte == b'\n').count() + 1;
    let mut is_policy = true;
    for remark in report.remarks() {
        assert!(remark.line.is_none_or(|line| (1..=lines).contains(&line)), "{remark:?}");
        assert!(!remark.sentence.is_empty(), "{remark:?}");
        is_policy &= remark.code != Code::InvalidPolicy;
    }
    assert!(is_policy || report.remarks().len() == 1, "{report:?}");
    assert_eq!(is_policy, Policy::parse(bytes).is_ok());
}

fn names_only_what_it_has(policy: &Policy) {
    for category in policy.categories() {
        assert_eq!(policy.materials_of(category).count(), category.asked().count(), "{}", category.id);
        let Some(approval) = &category.approved_by else { continue };
        assert!(approval.predicate.depth() <= Predicate::DEPTH_MAX);
        for check in approval.predicate.checks() {
            assert!(policy.check(check).is_some(), "{check}");
        }
        assert!(!policy.checks_of(approval).is_empty());
        // What nobody has been asked about approves nobody.
        assert_ne!(approval.predicate.explain(&|_| Truth::Unknown).truth, Truth::True);
        assert_ne!(approval.predicate.explain(&|_| Truth::False).truth, Truth::True);
    }
}

fn has_clocks_in_their_order(policy: &Policy) {
    let (opens, closes) = (policy.opens(), policy.closes());
    assert!(closes.is_open(opens));
    let (review, supplement) = (policy.review(), policy.supplement());
    for at in [opens, closes.too_late, supplement.closes.too_late, supplement.reviewed.too_late] {
        let due = review.due(at);
        assert!(due.is_open(at));
        let correction = supplement.of(at, due);
        assert!(correction.closes.is_open(at) && correction.closes <= correction.reviewed);
        assert!(supplement.closes <= correction.closes, "somebody has less time than the policy gives");
        if let Some(registration) = policy.registration() {
            assert!(registration.due(at).is_open(at));
            let moved = correction.closes.too_late - supplement.closes.too_late;
            assert!(registration.due_after_correction(at, moved) <= registration.due(at));
        }
    }
}

/// Whatever can be published can be served: a case is opened, filled in and, if it can be, filed.
fn serves(policy: &Policy) {
    let now = policy.opens();
    let command = |act| Command { id: CommandId::from_u128(1), actor: Actor::Candidate(ANNA), act };
    let opening = command(Act::Open { owner: ANNA, applicant: applicant(), registration: None });
    let events = decide(None, &opening, policy, now).expect("a window that is open");
    let opened = apply(None, &events, &opening, now).expect("what was decided");
    for category in policy.categories() {
        let draft = Draft {
            category: Some(category.id.clone()),
            confirmed: policy.statements().iter().map(|statement| statement.id.clone()).collect(),
            ..Draft::of(&applicant())
        };
        let case =
            edit_draft(&opened, draft, &Actor::Candidate(ANNA), policy, now).expect("the policy's own");
        assert!(case.due(policy).is_some(), "a draft that never ends");
        let filing = command(Act::Submit { verified: Some(now) });
        let Ok(events) = decide(Some(&case), &filing, policy, now) else { continue };
        let filed = apply(Some(&case), &events, &filing, now).expect("what was decided");
        assert!(CaseRecord::facts(&filed, policy, None).due.is_some(), "a filed case waits for nothing");
    }
}

fn applicant() -> VerifiedIdentity {
    // A published example, which belongs to nobody.
    let document = IdentityDocument::parse(DocumentKind::ResidentIdentityCard, "11010519491231002X").unwrap();
    VerifiedIdentity { name: "王小明".parse().unwrap(), document, telephone: "13800000000".parse().ok() }
}
