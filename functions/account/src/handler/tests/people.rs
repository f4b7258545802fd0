//! Whose account it is, and by whose word.

use super::*;
use domain::account::VerifiedIdentity;
use domain::id::AccountId;
use edge::{Voucher, account_of, identity_of};

/// Somebody logs in elsewhere, and is vouched for. Returns their account, and who it is of from then on.
fn vouched(
    world: &World,
    name: &str,
    telephone: Option<&str>,
    voucher: Voucher,
) -> (AccountId, VerifiedIdentity) {
    let identity = kit::identity(name, telephone);
    let found = RefCell::new(None);
    let log_in = async |_: Request<Body>, cx: &Context<'_, Counting>| {
        let account = account_of(cx, &identity, voucher).await?;
        found.replace(Some((account, identity_of(cx, account).await?)));
        Ok(edge::empty(http::StatusCode::OK))
    };
    kit::answer(&world.service, Request::new(Body::full("")), &at(0), log_in);
    found.into_inner().unwrap()
}

#[test]
fn somebody_has_one_account_at_the_platform_and_by_password() {
    let world = World::new();
    let (account, before) = vouched(&world, "王小明", Some("13800000000"), Voucher::Platform);
    let browser = Browser::default();
    world.set(&browser, EMAIL, OWN, 0);
    assert_eq!(world.session(&browser, 0).unwrap().actor.account(), Some(account));
    let (same, after) = vouched(&world, "王小明", Some("13800000000"), Voucher::Platform);
    assert_eq!((same, after), (account, before));
}

#[test]
fn a_roster_changes_nothing_that_a_provider_has_vouched_for() {
    for voucher in [Voucher::Platform, Voucher::Office] {
        let world = World::new();
        let (account, before) = vouched(&world, "王大明", Some("13800000000"), voucher);
        assert_eq!(before.telephone.is_some(), voucher == Voucher::Platform);
        let (same, after) = vouched(&world, NAME, None, Voucher::Roster);
        assert_eq!((same, after), (account, before));
    }
}

#[test]
fn whom_a_roster_alone_has_named_a_provider_names_from_then_on() {
    for voucher in [Voucher::Platform, Voucher::Office] {
        let world = World::new();
        let (account, before) = vouched(&world, NAME, Some("13900000000"), Voucher::Roster);
        assert_eq!(before.telephone, None, "a roster knows no telephone that a code could go to");
        // A corrected roster still counts.
        let (_, corrected) = vouched(&world, "王小鸣", None, Voucher::Roster);
        assert_eq!(corrected.name.as_str(), "王小鸣");
        let (same, after) = vouched(&world, "王大明", Some("13800000000"), voucher);
        assert_eq!((same, after.name.as_str()), (account, "王大明"));
        let (_, later) = vouched(&world, NAME, None, Voucher::Roster);
        assert_eq!(later, after);
    }
}

#[test]
fn a_provider_that_says_the_same_as_the_roster_has_vouched_for_it_all_the_same() {
    let world = World::new();
    vouched(&world, NAME, None, Voucher::Roster);
    vouched(&world, NAME, None, Voucher::Platform);
    let (_, later) = vouched(&world, "王大明", None, Voucher::Roster);
    assert_eq!(later.name.as_str(), NAME);
}
