//! What is left of materials: deleted once nothing names it as anything but leaving.

use super::*;
use domain::case::{MaterialEdit, Received};
use domain::digest::Digest;
use domain::id::{CaseId, UploadId};
use kit::filled;

const UPLOAD: UploadId = UploadId::from_u128(70);

fn drafted() -> (World, CaseId) {
    let world = World::new();
    let id = world.deployment.draft(AccountId::from_u128(1), filled("local-student"), OPEN);
    (world, id)
}

impl World {
    /// Uploads the first part of a file.
    fn upload(&self, id: CaseId) {
        let material = "identity-card".parse().unwrap();
        let open = MaterialEdit::Open { id: UPLOAD, picture: material, size: 5000, blob: 9 };
        self.deployment.edit_materials(id, &open, OPEN);
        let received = Received { part: self.deployment.part(id, 9).into(), digest: Digest::of(b"part") };
        let append = MaterialEdit::Append { upload: UPLOAD, blob: 9, offset: 0, received };
        self.deployment.edit_materials(id, &append, OPEN);
    }
}

#[test]
fn what_was_exchanged_is_deleted_and_what_is_held_stays() {
    let (world, id) = drafted();
    world.deployment.hand_in(id, "identity-card", 1, OPEN);
    world.deployment.hand_in(id, "identity-card", 2, OPEN);
    assert_eq!(world.deployment.chunks(), 2);
    assert_eq!(world.sweep(OPEN)["tidied"], 1);
    assert_eq!(world.deployment.chunks(), 1);
    assert!(world.deployment.case(id).materials().leaving().is_empty());
    let again = world.sweep(OPEN);
    assert_eq!((&again["tidied"], &again["elapsed"]), (&0.into(), &0.into()));
    // The candidate is reminded a day before the window closes.
    assert_eq!(again["next-due"], "2027-04-16T07:00:00.000Z");
}

#[test]
fn an_upload_expires_at_its_end_and_is_deleted_by_the_next_walk() {
    let (world, id) = drafted();
    world.upload(id);
    let before = world.sweep("2027-04-15T02:59:59.999Z");
    assert_eq!((&before["tidied"], &before["next-due"]), (&0.into(), &"2027-04-15T03:00:00.000Z".into()));
    let at = "2027-04-15T03:00:00.000Z";
    assert_eq!(world.sweep(at)["tidied"], 1);
    // Until that is committed, a part could still be added.
    assert_eq!((world.deployment.chunks(), world.deployment.case(id).materials().uploads().len()), (1, 0));
    assert_eq!(world.sweep(at)["tidied"], 1);
    assert_eq!(world.deployment.chunks(), 0);
    assert_eq!(world.sweep(at)["tidied"], 0);
}

#[test]
fn the_pictures_of_a_draft_that_lapses_go_with_it() {
    let (world, id) = drafted();
    world.deployment.hand_in(id, "identity-card", 1, OPEN);
    world.upload(id);
    let report = world.sweep("2027-04-17T07:00:00.000Z");
    assert_eq!((&report["elapsed"], &report["tidied"]), (&1.into(), &1.into()));
    assert_eq!((world.deployment.chunks(), world.deployment.case(id).state().name()), (0, "lapsed"));
    // From then on it is erased itself.
    let erased = instant::parse("2030-04-16T16:00:00.000Z").ok();
    assert_eq!(world.deployment.stored(id).line.facts.due, erased);
}
