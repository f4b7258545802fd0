//! How long accounts are kept: as long as anybody needs them.

use super::*;
use domain::identity::{DocumentKind, IdentityDocument};
use edge::{Context, Problem, Voucher, account_of};
use http::Response;
use std::cell::Cell;

/// A day after the login.
const UNUSED: &str = "2027-04-16T01:00:00.000Z";
const BEFORE: &str = "2027-04-16T00:59:59.999Z";

impl World {
    /// Has somebody vouched for as by a login, and returns their account.
    fn vouched(&self, voucher: Voucher, now: &str) -> AccountId {
        // The number is a published example and belongs to nobody.
        let document =
            IdentityDocument::parse(DocumentKind::ResidentIdentityCard, "11010519491231002X").unwrap();
        let name = "王小明".parse().unwrap();
        let identity = domain::account::VerifiedIdentity { name, document, telephone: None };
        let found = Cell::new(None);
        let log_in =
            async |_: Request<Body>, cx: &Context<'_, Counting>| -> Result<Response<Bytes>, Problem> {
                found.set(Some(account_of(cx, &identity, voucher).await?));
                Ok(Response::new(Bytes::new()))
            };
        let answer = kit::answer(&self.service, Request::new(Body::full("")), now, log_in);
        found.get().unwrap_or_else(|| panic!("{}", answer.text))
    }

    fn ended(&self, now: &str) -> Value {
        self.sweep(now)["ended"].clone()
    }
}

#[test]
fn an_account_without_a_case_is_dropped_when_no_session_of_it_can_be_open_any_more() {
    let world = World::new();
    let first = world.vouched(Voucher::Platform, OPEN);
    assert_eq!(world.ended(BEFORE), 0);
    assert_eq!(world.ended(UNUSED), 1);
    assert_ne!(world.vouched(Voucher::Platform, UNUSED), first, "it is another one from then on");
}

#[test]
fn whoever_logs_in_again_keeps_their_account_for_longer_than_the_session_can_last() {
    let world = World::new();
    let account = world.vouched(Voucher::Platform, OPEN);
    // So early that the account would be kept for long enough.
    assert_eq!(world.vouched(Voucher::Roster, "2027-04-15T12:00:00.000Z"), account);
    assert_eq!(world.vouched(Voucher::Roster, "2027-04-15T12:00:00.001Z"), account);
    assert_eq!(world.ended(UNUSED), 0);
    assert_eq!(world.ended("2027-04-16T12:00:00.000Z"), 0);
    assert_eq!(world.ended("2027-04-16T12:00:00.001Z"), 1);
}

#[test]
fn an_account_is_kept_for_as_long_as_its_person_has_a_case() {
    let world = World::new();
    let account = world.vouched(Voucher::Platform, OPEN);
    world.deployment.draft(account, filled("local-household"), OPEN);
    for now in [UNUSED, "2027-04-17T07:00:00.000Z", "2030-04-16T15:59:59.999Z"] {
        assert_eq!((0..4).map(|_| world.ended(now)).collect::<Vec<_>>(), [0; 4]);
    }
    assert_eq!(world.vouched(Voucher::Platform, "2030-04-16T15:59:59.999Z"), account);
    // Its case is erased, and it is looked for thirty days after that was done last.
    assert_eq!(world.sweep("2030-04-16T16:00:00.000Z")["erased"], 1);
    assert_eq!(world.ended("2030-05-16T15:59:59.998Z"), 0);
    assert_eq!(world.ended("2030-05-16T15:59:59.999Z"), 1);
}

#[test]
fn the_account_of_somebody_who_has_ever_been_staff_is_kept() {
    let world = World::new();
    let account = world.vouched(Voucher::Platform, OPEN);
    assert_eq!(world.vouched(Voucher::Office, OPEN), account);
    assert_eq!(world.vouched(Voucher::Platform, OPEN), account);
    assert_eq!(world.ended("2040-01-01T00:00:00.000Z"), 0);
}
