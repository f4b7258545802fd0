//! How long what is known of people is kept: cases with their pictures, and imported registrations.

use super::*;
use domain::case::State;
use domain::check::Register;
use kit::reviewer;
use store::RecordId;
use store::records::CaseRecord;

const ANNA: AccountId = AccountId::from_u128(1);
/// When the sweep finds that the candidate can pay: the last thing that happens.
const OVER: &str = "2027-05-20T00:00:00.000Z";
const KEPT: &str = "2030-05-19T15:59:59.999Z";
const ERASED: &str = "2030-05-19T16:00:00.000Z";

/// An approved case with one picture, whose registration is on its way.
fn approved() -> (World, CaseId) {
    let world = World::new();
    let id = world.drafted(1, "hong-kong-macao-taiwan");
    world.deployment.hand_in(id, "travel-permit", 1, OPEN);
    world.act(id, 7, Actor::Candidate(ANNA), kit::submit(OPEN));
    world.act(id, 8, reviewer(5), Act::Pass);
    (world, id)
}

/// The same, once nobody has anything to do in it any more.
fn over() -> (World, CaseId) {
    let (world, id) = approved();
    world.deployment.registers.alter(Register::ExaminationSite, "status", "awaiting-payment");
    world.sweep(OVER);
    (world, id)
}

impl World {
    /// Sweeps until nothing is left to be done, and returns how many cases were erased on the way.
    fn sweep_all(&self, now: &str) -> u64 {
        let erased = (0..4).map(|_| self.sweep(now)["erased"].as_u64().unwrap()).sum();
        assert_eq!(self.sweep(now)["tidied"], 0);
        erased
    }

    fn is_there(&self, id: CaseId) -> bool {
        block_on(async {
            let store = self.deployment.store();
            let programme = store.programme("shenzhen-interview").await.unwrap().unwrap();
            let collection = store.collection(&programme.current().unwrap().collection).await.unwrap();
            let id = RecordId::from_u128(id.as_u128());
            store.ledger(&collection).read::<CaseRecord>(id).await.unwrap().is_some()
        })
    }
}

#[test]
fn a_case_is_erased_with_its_pictures_from_the_very_instant_until_which_it_is_kept() {
    let (world, id) = over();
    assert_eq!((world.sweep_all(KEPT), world.is_there(id), world.deployment.chunks()), (0, true, 1));
    assert_eq!((world.sweep_all(ERASED), world.is_there(id), world.deployment.chunks()), (1, false, 0));
    let report = block_on(world.deployment.store().verify(&|_, _| Ok(Vec::new()))).unwrap();
    assert_eq!((report.erased, report.garbage, report.faults), (1, vec![], vec![]));
}

#[test]
fn a_picture_of_a_case_that_is_to_be_erased_is_named_until_it_is_deleted() {
    let (world, id) = over();
    assert_eq!((&world.sweep(ERASED)["tidied"], world.deployment.chunks()), (&1.into(), 1));
    let case = world.deployment.case(id);
    assert_eq!((case.materials().leaving().len(), case.verify_chain()), (1, Ok(())));
    assert_eq!((&world.sweep(ERASED)["erased"], world.deployment.chunks()), (&1.into(), 0));
}

#[test]
fn an_office_that_is_late_keeps_a_case_for_as_long_as_it_is() {
    let (world, id) = approved();
    assert_eq!((world.sweep_all("2040-01-01T00:00:00.000Z"), world.is_there(id)), (0, true));
    assert!(matches!(world.deployment.case(id).state(), State::Approved(_)));
}

#[test]
fn imported_registrations_are_dropped_from_the_very_instant_until_which_they_are_kept() {
    let mut deployment = Deployment::of(kit::DERIVING.0);
    deployment.import(kit::registered(&[]));
    let world = World { service: deployment.service(crate::COMPONENT), deployment };
    assert_eq!(world.sweep("2028-11-14T15:59:59.999Z")["ended"], 0);
    assert_eq!(world.sweep("2028-11-14T16:00:00.000Z")["ended"], 1);
    assert_eq!(world.sweep("2028-11-14T16:00:00.000Z")["dropped"], 1);
}

#[test]
fn a_roster_whose_policy_cannot_be_read_is_named_in_the_report_and_kept() {
    let mut deployment = Deployment::of(kit::DERIVING.0);
    deployment.import(kit::registered(&[]));
    let key = store::Key::Programme("wuhan-interview".to_owned());
    block_on(deployment.store().key_value().set(&key, b"nonsense")).unwrap();
    let world = World { service: deployment.service(crate::COMPONENT), deployment };
    let report = world.sweep("2030-01-01T00:00:00.000Z");
    assert_eq!(report["ended"], 0);
    assert_eq!(report["faults"][0], "roster/wuhan-interview/2027-autumn: fault");
}
