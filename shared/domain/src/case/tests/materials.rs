//! Pictures and uploads: when they may be changed, by whom, and what becomes of them.

use super::{
    review::{objections, reviewing},
    submission::FILED,
    *,
};
use crate::{
    digest::Digest,
    id::UploadId,
    picture::{Format, Orientation, Picture},
    policy::tests::filing,
    slug::MaterialId,
};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

/// The last millisecond in which a correction is accepted, and the first in which none is.
pub(super) const OPEN: &str = "2030-04-19T14:59:59.999+08:00";
pub(super) const SHUT: &str = "2030-04-19T15:00:00+08:00";
/// The last millisecond of an upload that was opened with the window, and the first that is too late.
const IN_TIME: &str = "2030-04-12T10:59:59.999+08:00";
const LATE: &str = "2030-04-12T11:00:00+08:00";

const UPLOAD: UploadId = UploadId::from_u128(70);

pub(super) fn card() -> MaterialId {
    "card".parse().unwrap()
}

/// A picture of 100 bytes that says `text`.
pub(super) fn held(text: &str) -> Held {
    let digest = Digest::of(text.as_bytes());
    let picture = Picture {
        format: Format::Png,
        width: 10,
        height: 10,
        orientation: Orientation::UPRIGHT,
        received: 100,
        kept: 90,
        cut_off: None,
    };
    let part = Part { id: u128::from(digest.as_bytes()[0]), chunks: 1, bytes: 90 };
    let blob = Blob { id: part.id + 1000, parts: vec![part] };
    let source = Source::Uploaded;
    let handed_in = HandedIn { source, picture, sent: digest, kept: digest, at: at(OPENS) };
    Held { handed_in, blob, upload: None }
}

pub(super) fn holding(text: &str) -> MaterialEdit {
    MaterialEdit::Hold { picture: card().into(), held: held(text) }
}

fn opening_of(id: u128, size: u64) -> MaterialEdit {
    MaterialEdit::Open { id: UploadId::from_u128(id), picture: card().into(), size, blob: id + 1 }
}

/// A part of so many bytes, all of them this one.
fn part(bytes: u64, filler: u8) -> Received {
    let part = Part { id: u128::from(filler), chunks: 1, bytes };
    Received { part, digest: Digest::of(&vec![filler; usize::try_from(bytes).unwrap()]) }
}

fn appending(offset: u64, received: Received) -> MaterialEdit {
    // As `opening_of` names the blob.
    MaterialEdit::Append { upload: UPLOAD, blob: 71, offset, received }
}

pub(super) fn edited(case: &Case, edit: &MaterialEdit, now: &str) -> Result<Case, Rejection> {
    edit_materials(case, edit, &Actor::Candidate(ANNA), &filing::policy(), at(now))
}

/// Makes each edit in turn, when the window opens.
#[track_caller]
pub(super) fn after(case: &Case, edits: &[MaterialEdit]) -> Case {
    edits.iter().fold(case.clone(), |case, edit| edited(&case, edit, OPENS).unwrap())
}

#[track_caller]
pub(super) fn commanded(case: &Case, command: &Command, now: &str) -> Case {
    let events = decide(Some(case), command, &filing::policy(), at(now)).unwrap();
    let case = apply(Some(case), &events, command, at(now)).unwrap();
    assert_eq!(case.verify_chain(), Ok(()));
    case
}

/// A draft in which nothing is missing but its card.
pub(super) fn drafted() -> Case {
    let policy = filing::policy();
    let events = decide(None, &opening(1), &policy, at(OPENS)).unwrap();
    let opened = apply(None, &events, &opening(1), at(OPENS)).unwrap();
    let confirmed = policy.statements().iter().map(|statement| statement.id.clone()).collect();
    edit_draft(&opened, Draft { confirmed, ..filled() }, &Actor::Candidate(ANNA), &policy, at(OPENS)).unwrap()
}

pub(super) fn filed() -> Case {
    commanded(
        &after(&drafted(), &[holding("card")]),
        &by(ANNA, 2, Act::Submit { verified: Some(at(FILED)) }),
        FILED,
    )
}

pub(super) fn returned() -> Case {
    commanded(&filed(), &reviewing(40, Act::Return { objections: objections() }), FILED)
}

pub(super) fn correcting() -> Command {
    by(ANNA, 50, Act::Correct { form: filled().form })
}

pub(super) fn is(case: &Case, text: &str) -> bool {
    case.materials().held(&card().into()).is_some_and(|there| there.handed_in == held(text).handed_in)
}

fn refused(case: &Case, edit: &MaterialEdit, now: &str, expected: impl Into<Rejection>) {
    assert_eq!(edited(case, edit, now), Err(expected.into()));
}

#[test]
fn a_picture_is_handed_in_exchanged_and_taken_back_without_an_event() {
    let case = after(&drafted(), &[holding("one")]);
    assert!(is(&case, "one"));
    let exchanged = after(&case, &[holding("two")]);
    assert!(is(&exchanged, "two"));
    assert_eq!(exchanged.materials().leaving()[0].blob, held("one").blob);
    let remove = MaterialEdit::Remove { picture: card().into() };
    let removed = after(&exchanged, std::slice::from_ref(&remove));
    assert_eq!((removed.materials().held(&card().into()), removed.materials().leaving().len()), (None, 2));
    assert_eq!(after(&removed, &[remove]), removed);
    assert_eq!(removed.events(), drafted().events());
    assert_eq!(removed.verify_chain(), Ok(()));
}

#[test]
fn the_same_file_handed_in_again_changes_nothing() {
    let case = after(&drafted(), &[holding("one")]);
    let mut again = held("one");
    again.blob.id = 5;
    let edit = MaterialEdit::Hold { picture: card().into(), held: again };
    assert_eq!(after(&case, &[edit]), case);
}

#[test]
fn a_draft_s_pictures_are_changed_by_its_owner_while_the_window_is_open() {
    let case = drafted();
    assert!(edited(&case, &holding("one"), LAST).is_ok());
    refused(&case, &holding("one"), CLOSED, Rejection::WindowClosed { closed: at(CLOSED) });
    for (actor, expected) in [
        (Actor::Candidate(BELA), Rejection::NotTheOwner),
        (reviewing(1, Act::Pass).actor, Rejection::NotPermitted),
        (Actor::System, Rejection::NotPermitted),
    ] {
        let edit = edit_materials(&case, &holding("one"), &actor, &filing::policy(), at(OPENS));
        assert_eq!(edit, Err(expected));
    }
}

#[test]
fn a_returned_case_s_pictures_are_changed_until_the_supplement_closes() {
    let case = returned();
    let exchanged = edited(&case, &holding("two"), OPEN).unwrap();
    assert!(is(&exchanged, "two"));
    assert_eq!(exchanged.verify_chain(), Ok(()));
    refused(&case, &holding("two"), SHUT, Rejection::SupplementClosed { closed: at(SHUT) });
}

#[test]
fn what_is_filed_cannot_be_exchanged() {
    let approved = commanded(&filed(), &reviewing(40, Act::Pass), FILED);
    for case in [filed(), approved] {
        refused(&case, &holding("two"), FILED, Rejection::NotADraft);
        refused(&case, &MaterialEdit::Remove { picture: card().into() }, FILED, Rejection::NotADraft);
        refused(&case, &opening_of(70, 10), FILED, Rejection::NotADraft);
    }
}

#[test]
fn only_what_the_category_asks_for_is_taken() {
    let photo: MaterialId = "photo".parse().unwrap();
    let edit = MaterialEdit::Hold { picture: photo.into(), held: held("one") };
    refused(&drafted(), &edit, OPENS, Rejection::UnknownMaterial);
    let draft = Draft { category: Some("second".parse().unwrap()), ..filled() };
    let second =
        edit_draft(&drafted(), draft, &Actor::Candidate(ANNA), &filing::policy(), at(OPENS)).unwrap();
    refused(&second, &holding("one"), OPENS, Rejection::UnknownMaterial);
    refused(&second, &opening_of(70, 10), OPENS, Rejection::UnknownMaterial);
}

#[test]
fn nothing_is_filed_before_its_pictures_are_there_and_then_the_history_proves_which() {
    let missing = vec![Required::OneOf(vec![card()])];
    let submit = by(ANNA, 2, Act::Submit { verified: Some(at(FILED)) });
    let refused = decide(Some(&drafted()), &submit, &filing::policy(), at(FILED));
    assert_eq!(refused, Err(Rejection::Incomplete { missing }));
    let filed = filed();
    let filing = filed.state().filing().unwrap();
    assert_eq!(filing.materials[&card().into()], held("card").handed_in);
    // Somebody with the store in hand exchanges the picture.
    let mut forged = filed.clone();
    forged.materials = after(&drafted(), &[holding("forged")]).materials;
    assert_eq!(forged.verify_chain(), Err(CorruptHistory::OtherCase));
}

#[test]
fn with_what_is_filed_everything_else_leaves() {
    let case = after(&drafted(), &[holding("card"), opening_of(70, 10), appending(0, part(4, 1))]);
    let filed = commanded(&case, &by(ANNA, 2, Act::Submit { verified: Some(at(FILED)) }), FILED);
    assert!(is(&filed, "card"));
    assert_eq!((filed.materials().uploads().len(), filed.materials().leaving().len()), (0, 1));
    assert_eq!(filed.materials().due(), Some(at(FILED)));
    assert_eq!(filed.with_swept(filed.materials().left()).materials().due(), None);
}

#[test]
fn a_correction_files_the_pictures_that_are_there_then() {
    let removed = edited(&returned(), &MaterialEdit::Remove { picture: card().into() }, OPEN).unwrap();
    let missing = vec![Required::OneOf(vec![card()])];
    let refused = decide(Some(&removed), &correcting(), &filing::policy(), at(OPEN));
    assert_eq!(refused, Err(Rejection::Incomplete { missing }));
    let corrected = commanded(&edited(&removed, &holding("two"), OPEN).unwrap(), &correcting(), OPEN);
    assert_eq!(corrected.state().filing().unwrap().materials[&card().into()], held("two").handed_in);
}

#[test]
fn of_a_draft_that_is_over_everything_leaves_and_what_was_filed_stays() {
    let case = after(&drafted(), &[holding("card"), opening_of(70, 10), appending(0, part(4, 1))]);
    let lapse = Command { id: CommandId::from_u128(9), actor: Actor::System, act: Act::Elapse };
    for over in [commanded(&case, &lapse, CLOSED), commanded(&case, &by(ANNA, 9, Act::DiscardDraft), OPENS)] {
        assert_eq!((over.materials().held(&card().into()), over.materials().leaving().len()), (None, 2));
    }
    let not_corrected = commanded(&returned(), &lapse, SHUT);
    assert!(is(&not_corrected, "card"));
}

#[test]
fn staff_see_what_was_filed_and_nothing_that_is_being_exchanged() {
    let reviewer = reviewing(1, Act::Pass).actor;
    let seen =
        |case: &Case, actor: &Actor| case.picture_for(&card().into(), actor).map(|held| held.is_some());
    let draft = after(&drafted(), &[holding("card")]);
    assert_eq!((seen(&draft, &Actor::Candidate(ANNA)), seen(&draft, &reviewer)), (Ok(true), Ok(false)));
    assert_eq!((seen(&filed(), &Actor::Candidate(ANNA)), seen(&filed(), &reviewer)), (Ok(true), Ok(true)));
    assert_eq!(seen(&returned(), &reviewer), Ok(true));
    let exchanging = edited(&returned(), &holding("two"), OPEN).unwrap();
    assert_eq!(seen(&exchanging, &reviewer), Ok(false));
    assert_eq!(seen(&filed(), &Actor::Candidate(BELA)), Err(Rejection::NotTheOwner));
}

#[test]
fn a_file_arrives_in_parts_and_a_part_twice() {
    let open = after(&drafted(), &[opening_of(70, 10)]);
    assert_eq!(after(&open, &[opening_of(70, 10)]), open);
    let half = after(&open, &[appending(0, part(4, 1))]);
    assert_eq!(half.materials().uploads()[0].offset(), 4);
    // The repeat was written under another id, which is not named.
    let mut repeat = part(4, 1);
    repeat.part.id = 99;
    assert_eq!(after(&half, &[appending(0, repeat)]), half);
    assert_eq!(after(&half, &[appending(4, part(0, 1))]), half);
    let whole = after(&half, &[appending(4, part(6, 2))]);
    assert_eq!(whole.materials().uploads()[0].check_whole(at(OPENS)), Ok(()));
    assert_eq!(after(&whole, &[appending(0, part(4, 1))]), whole);
}

#[test]
fn a_part_that_does_not_fit_changes_nothing() {
    let half = after(&drafted(), &[opening_of(70, 10), appending(0, part(4, 1))]);
    let next = InvalidUpload::Offset { offset: 4 };
    for offset in [1, 3, 5, 10, u64::MAX] {
        refused(&half, &appending(offset, part(4, 1)), OPENS, next);
    }
    refused(&half, &appending(0, part(3, 1)), OPENS, next);
    refused(&half, &appending(0, part(4, 2)), OPENS, InvalidUpload::OtherPart);
    refused(&half, &appending(4, part(7, 2)), OPENS, InvalidUpload::TooLong { size: 10 });
    let other = UploadId::from_u128(71);
    let of_another = MaterialEdit::Append { upload: other, blob: 71, offset: 4, received: part(6, 2) };
    refused(&half, &of_another, OPENS, InvalidUpload::Unknown);
    let upload = &half.materials().uploads()[0];
    assert_eq!(upload.check_whole(at(OPENS)), Err(InvalidUpload::Incomplete { offset: 4, size: 10 }));
}

#[test]
fn a_part_of_an_upload_that_has_ended_is_none_of_one_that_was_opened_under_its_name_since() {
    let slow = appending(0, part(4, 1));
    let opening = |blob| MaterialEdit::Open { id: UPLOAD, picture: card().into(), size: 10, blob };
    let reopened = after(&drafted(), &[opening(71), opening_of(80, 10), opening(90)]);
    refused(&reopened, &slow, OPENS, InvalidUpload::Unknown);
    after(&reopened, &[MaterialEdit::Append { upload: UPLOAD, blob: 90, offset: 0, received: part(4, 1) }]);
}

#[test]
fn only_so_many_parts_make_a_file() {
    let mut case = after(&drafted(), &[opening_of(70, 1000)]);
    for offset in 0..64 {
        case = after(&case, &[appending(offset, part(1, 1))]);
    }
    refused(&case, &appending(64, part(1, 1)), OPENS, InvalidUpload::TooManyParts);
}

#[test]
fn an_upload_takes_parts_until_its_end_and_none_from_then_on() {
    let half = after(&drafted(), &[opening_of(70, 10), appending(0, part(4, 1))]);
    let whole = edited(&half, &appending(4, part(6, 2)), IN_TIME).unwrap();
    refused(&half, &appending(4, part(6, 2)), LATE, InvalidUpload::Unknown);
    let closing = Held { upload: Some(UPLOAD), ..held("card") };
    let closing = MaterialEdit::Hold { picture: card().into(), held: closing };
    assert!(is(&edited(&whole, &closing, IN_TIME).unwrap(), "card"));
    refused(&whole, &closing, LATE, InvalidUpload::Unknown);
    assert_eq!(half.materials().due(), Some(at(LATE)));
    assert_eq!(&half.materials().expired(at(IN_TIME)), half.materials());
    let expired = half.materials().expired(at(LATE));
    assert_eq!((expired.uploads().len(), expired.leaving()[0].blob.parts.len()), (0, 1));
}

#[test]
fn an_upload_is_closed_once_it_is_whole_and_closing_it_again_changes_nothing() {
    let closing = Held { upload: Some(UPLOAD), ..held("card") };
    let closing = MaterialEdit::Hold { picture: card().into(), held: closing };
    let half = after(&drafted(), &[opening_of(70, 10), appending(0, part(4, 1))]);
    refused(&half, &closing, OPENS, InvalidUpload::Incomplete { offset: 4, size: 10 });
    let closed = after(&half, &[appending(4, part(6, 2)), closing.clone()]);
    assert!(is(&closed, "card"));
    assert_eq!((closed.materials().uploads().len(), closed.materials().leaving().len()), (0, 1));
    assert_eq!(after(&closed, &[closing]), closed);
    assert_eq!(after(&closed, &[opening_of(70, 10)]), closed);
}

#[test]
fn a_new_upload_for_the_same_material_ends_the_one_before() {
    let half = after(&drafted(), &[opening_of(70, 10), appending(0, part(4, 1))]);
    let again = after(&half, &[opening_of(80, 10)]);
    assert_eq!((again.materials().uploads().len(), again.materials().leaving().len()), (1, 1));
    refused(&again, &appending(4, part(6, 2)), OPENS, InvalidUpload::Unknown);
    let cancelled = after(&again, &[MaterialEdit::Cancel { upload: UploadId::from_u128(80) }]);
    assert!(cancelled.materials().uploads().is_empty());
    refused(&cancelled, &MaterialEdit::Cancel { upload: UPLOAD }, OPENS, InvalidUpload::Unknown);
}

#[test]
fn what_is_announced_has_a_size_that_a_picture_may_have() {
    assert!(edited(&drafted(), &opening_of(70, 1000), OPENS).is_ok());
    refused(&drafted(), &opening_of(70, 1001), OPENS, InvalidUpload::TooLarge { bytes_max: 1000 });
    refused(&drafted(), &opening_of(70, 0), OPENS, InvalidUpload::Empty);
}

#[test]
fn whoever_exchanges_faster_than_the_sweep_comes_by_waits() {
    let names: Vec<String> = (0..=Materials::LEAVING_MAX).map(|number| number.to_string()).collect();
    let edits: Vec<MaterialEdit> = names.iter().map(|name| holding(name)).collect();
    let full = after(&drafted(), &edits);
    refused(&full, &holding("one more"), OPENS, InvalidUpload::TooMany);
    let swept = full.with_swept(full.materials().left());
    assert!(edited(&swept, &holding("one more"), OPENS).is_ok());
}

#[test]
fn every_blob_is_named() {
    let case =
        after(&drafted(), &[holding("one"), holding("two"), opening_of(70, 10), appending(0, part(4, 1))]);
    let named: BTreeSet<u128> = case.materials().blobs().map(|blob| blob.id).collect();
    assert_eq!(named, BTreeSet::from([held("one").blob.id, held("two").blob.id, 71]));
}

#[test]
fn the_fullest_case_stays_below_the_limit_of_a_body() {
    let mut case = after(&drafted(), &[opening_of(70, 1000)]);
    for offset in 0..64 {
        case = after(&case, &[appending(offset, part(1, 1))]);
    }
    let upload = case.materials.uploads[0].clone();
    case.materials.uploads = vec![upload.clone(); Upload::OPEN_MAX];
    let leaving = Leaving { blob: upload.blob(), since: at(OPENS) };
    case.materials.leaving = vec![leaving; Materials::LEAVING_MAX + 2 * Upload::OPEN_MAX];
    // What is compact in the store takes less than half of this.
    let bytes = serde_json::to_vec(&case).unwrap().len();
    assert!(bytes < Case::BYTES_MAX, "{bytes}");
}
