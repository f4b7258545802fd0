//! What a case looks like in the store.

use super::*;
use domain::account::VerifiedIdentity;
use domain::actor::Actor;
use domain::case::{
    Act, Blob, Command, Draft, Event, Form, HandedIn, Held, MaterialEdit, Move, Received, Source, State,
    apply, decide, edit_draft, edit_materials,
};
use domain::check::{Entry, Register};
use domain::id::{AccountId, UploadId};
use domain::identity::{DocumentKind, IdentityDocument};
use domain::instant;
use domain::picture::{Format, Orientation, Picture, Trailer};
use domain::policy::Policy;

const SAMPLE_1: &[u8] = include_bytes!("../../../samples/case-1.bin");
const SAMPLE_2: &[u8] = include_bytes!("../../../samples/case-2.bin");
const SAMPLE_3: &[u8] = include_bytes!("../../../samples/case-3.bin");

/// The number is a published example and belongs to nobody.
const NUMBER: &str = "11010519491231002X";

fn attempt(number: u128) -> Attempt {
    Attempt { command: CommandId::from_u128(number), request: Digest::of(&number.to_be_bytes()) }
}

/// A picture that is exchanged for another one, and the first part of an upload.
fn uploads() -> Vec<MaterialEdit> {
    let picture_id = || "identity-card".parse().unwrap();
    let part = |id, chunks| case::Part { id, chunks, bytes: 9 };
    let picture = |id| {
        let picture = Picture {
            format: Format::Jpeg,
            width: 1600,
            height: 1200,
            orientation: Orientation::UPRIGHT,
            received: 300_000,
            kept: 290_000,
            cut_off: Some(Trailer::Pictures),
        };
        let (sent, kept) = (Digest::of(&[id]), Digest::of(b"kept"));
        let at = instant::parse("2027-04-15T01:00:00Z").unwrap();
        let blob = Blob { id: id.into(), parts: vec![part(u128::from(id) + 100, 2)] };
        let source = Source::Uploaded;
        let handed_in = HandedIn { source, picture, sent, kept, at };
        let held = Held { handed_in, blob, upload: None };
        MaterialEdit::Hold { picture: picture_id(), held }
    };
    let upload = UploadId::from_u128(4);
    let received = Received { part: part(103, 1), digest: Digest::of(b"part") };
    vec![
        picture(1),
        picture(2),
        MaterialEdit::Open { id: upload, picture: picture_id(), size: 18, blob: 3 },
        MaterialEdit::Append { upload, blob: 3, offset: 0, received },
    ]
}

const OWNER: AccountId = AccountId::from_u128(7);

fn opening(registration: Option<Entry>) -> Command {
    let document = IdentityDocument::parse(DocumentKind::ResidentIdentityCard, NUMBER).unwrap();
    let telephone = Some("13800000000".parse().unwrap());
    let applicant = VerifiedIdentity { name: "王小明".parse().unwrap(), document, telephone };
    let act = Act::Open { owner: OWNER, applicant, registration };
    Command { id: CommandId::from_u128(1), actor: Actor::Candidate(OWNER), act }
}

/// A case whose category follows from a registration.
fn derived() -> CaseRecord {
    let policy = include_bytes!("../../../../policies/wuhan-interview-2027.toml");
    let policy = Policy::parse(policy).unwrap();
    let said = |name: &str| match name {
        "document-kind" => Some("resident-identity-card"),
        "enrolled" => Some("yes"),
        "grade" => Some("3"),
        "school-kind" => Some("regular-higher-education"),
        "school-place" | "household" => Some("420100"),
        _ => Some("甲"),
    };
    let command = opening(Some(Entry::new(Register::Roster, said).unwrap()));
    let events = decide(None, &command, &policy, policy.opens()).unwrap();
    CaseRecord::new(apply(None, &events, &command, policy.opens()).unwrap(), attempt(1))
}

/// A case that was moved to another version of its policy.
fn moved() -> CaseRecord {
    let text = include_str!("../../../../policies/shenzhen-interview-2027.toml");
    let from = Policy::parse(text.as_bytes()).unwrap();
    let to = Policy::parse(text.replace("2027-04-17T15:00", "2027-04-18T15:00").as_bytes()).unwrap();
    let now = instant::parse("2027-04-15T01:00:00Z").unwrap();
    let reason = "提交延长一天".to_owned().try_into().unwrap();
    let moving = Move { id: CommandId::from_u128(5), actor: Actor::Operator, to: &to, reason };
    let CaseRecord { case, .. } = record();
    let events = moving.decide(&case, &from, now).unwrap();
    CaseRecord::new(moving.apply(&case, &events, now).unwrap(), attempt(1))
}

fn record() -> CaseRecord {
    let policy = include_bytes!("../../../../policies/shenzhen-interview-2027.toml");
    let policy = Policy::parse(policy).unwrap();
    let now = instant::parse("2027-04-15T01:00:00Z").unwrap();
    let command = opening(None);
    let Act::Open { applicant, .. } = &command.act else { panic!("it is opened") };
    let draft = Draft::of(applicant);
    let events = decide(None, &command, &policy, now).unwrap();
    let case = apply(None, &events, &command, now).unwrap();
    let form = Form { email: Some("xiaoming@example.org".parse().unwrap()), ..draft.form };
    let draft = Draft { category: Some("local-household".parse().unwrap()), form, ..Draft::default() };
    let case = edit_draft(&case, draft, &command.actor, &policy, now).unwrap();
    let case = uploads()
        .iter()
        .fold(case, |case, edit| edit_materials(&case, edit, &command.actor, &policy, now).unwrap());
    CaseRecord::new(case, attempt(1))
}

#[test]
fn what_is_written_is_read_back_and_names_its_format_first() {
    for record in [record(), derived(), moved()] {
        let bytes = record.encode().unwrap();
        assert_eq!(bytes.first(), Some(&2));
        assert_eq!(CaseRecord::decode(&bytes), Ok(record));
    }
}

#[test]
fn the_sample_of_format_1_is_still_readable() {
    let record = CaseRecord::decode(SAMPLE_1).unwrap();
    assert_eq!(record.case.verify_chain(), Ok(()));
    assert_eq!(record.attempt(CommandId::from_u128(1)), Some(&attempt(1)));
    let State::Draft(draft) = record.case.state() else { panic!("the sample is a draft") };
    assert_eq!(draft.form.document.as_ref().unwrap().number(), NUMBER);
    assert_eq!(draft.form.telephone.as_ref().unwrap().as_str(), "13800000000");
}

#[test]
fn the_sample_of_format_2_is_still_readable() {
    let record = CaseRecord::decode(SAMPLE_2).unwrap();
    assert_eq!(record.case.verify_chain(), Ok(()));
    let (registration, category) = record.case.derived().unwrap();
    assert_eq!(registration.get(&"grade".parse().unwrap()).unwrap().number(), Some(3));
    assert_eq!(category.as_str(), "student-at-local-school");
}

#[test]
fn the_sample_of_format_3_is_still_readable() {
    let record = CaseRecord::decode(SAMPLE_3).unwrap();
    assert_eq!(record.case.verify_chain(), Ok(()));
    let last = record.case.events().last().unwrap();
    let Event::Moved { from, to, reason, .. } = &last.event else { panic!("{:?}", last.event) };
    assert_eq!((record.case.policies(), last.actor), (vec![*from, *to], Actor::Operator));
    assert_eq!(reason.as_str(), "提交延长一天");
}

#[test]
fn another_format_is_refused_and_so_is_what_ends_too_early_or_too_late() {
    let bytes = record().encode().unwrap();
    let mut newer = bytes.clone();
    newer[0] = 3;
    assert_eq!(CaseRecord::decode(&newer), Err(InvalidBody));
    assert_eq!(CaseRecord::decode(&[bytes.as_slice(), &[0]].concat()), Err(InvalidBody));
    for length in 0..bytes.len() {
        assert_eq!(CaseRecord::decode(&bytes[..length]), Err(InvalidBody), "{length}");
    }
}

#[test]
fn every_chunk_of_what_is_held_arriving_or_leaving_is_named() {
    let chunks = record().chunks();
    let expected = [(102, 0), (102, 1), (103, 0), (101, 0), (101, 1)];
    assert_eq!(chunks, expected.map(|(part, index)| (PartId(part), index)));
}

#[test]
fn the_instant_of_a_line_is_the_earlier_one_and_that_of_the_case_is_told_besides() {
    let policy = include_bytes!("../../../../policies/shenzhen-interview-2027.toml");
    let policy = Policy::parse(policy).unwrap();
    let duty = |case: &Case| {
        let facts = CaseRecord::facts(case, &policy, None);
        (facts.due, CaseRecord::duty(&facts))
    };
    let case = record().case;
    let closes = Some(policy.closes().too_late);
    assert_eq!(duty(&case), (instant::parse("2027-04-15T01:00:00Z").ok(), closes));
    let swept = case.with_swept(case.materials().left());
    assert_eq!(duty(&swept), (instant::parse("2027-04-15T03:00:00Z").ok(), closes));
    let command = Command {
        id: CommandId::from_u128(2),
        actor: Actor::Candidate(case.owner()),
        act: Act::DiscardDraft,
    };
    let now = instant::parse("2027-04-15T01:00:01Z").unwrap();
    let events = decide(Some(&case), &command, &policy, now).unwrap();
    let over = apply(Some(&case), &events, &command, now).unwrap();
    assert_eq!(duty(&over), (instant::parse("2027-04-15T01:00:00Z").ok(), None));
    let erased = instant::parse("2030-04-16T16:00:00Z").ok();
    assert_eq!(duty(&over.with_swept(over.materials().left())), (erased, None));
}

#[test]
fn the_last_sixteen_attempts_are_remembered() {
    let mut record = record();
    for number in 2..=17 {
        record.remember(attempt(number));
    }
    assert_eq!(record.idempotency.len(), CaseRecord::ATTEMPTS_MAX);
    assert_eq!(record.attempt(CommandId::from_u128(1)), None);
    assert_eq!(record.attempt(CommandId::from_u128(2)), Some(&attempt(2)));
    assert_eq!(record.attempt(CommandId::from_u128(17)), Some(&attempt(17)));
}

#[test]
fn the_command_that_opened_the_case_is_in_it() {
    assert!(record().bears(CommandId::from_u128(1)));
    assert!(!record().bears(CommandId::from_u128(2)));
}

/// Run with `UPDATE=1` to write the sample of a format that is new. A sample that is there is never changed.
#[test]
fn the_newest_format_has_a_sample() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/samples/case-3.bin");
    if std::env::var_os("UPDATE").is_some() && std::fs::metadata(path).map_or(0, |file| file.len()) == 0 {
        std::fs::write(path, moved().encode().unwrap()).unwrap();
    }
    assert_ne!(std::fs::metadata(path).unwrap().len(), 0);
}

#[test]
fn a_note_tells_the_duty_and_the_messages_whether_or_not_there_is_the_other() {
    let duty = instant::parse("2027-04-17T01:00:00.001Z").unwrap();
    let due = instant::parse("2027-04-16T01:00:00Z").unwrap();
    let bytes = duty.timestamp_millis().to_be_bytes();
    let counted = Messages { waiting: 1, unknown: 2, failed: 0 };
    for (beginning, expected) in [(&[][..], Some(due)), (&[NONE], None), (&bytes, Some(duty))] {
        for (end, messages) in [(vec![], Messages::default()), (counted.note(), counted)] {
            let note = [beginning, &end].concat();
            let facts = Facts { state: UNDER_REVIEW, due: Some(due), claim: None, note };
            assert_eq!((CaseRecord::duty(&facts), CaseRecord::messages(&facts)), (expected, messages));
        }
    }
}

#[test]
fn a_line_names_the_state_of_its_case() {
    let policy = Policy::parse(include_bytes!("../../../../policies/shenzhen-interview-2027.toml")).unwrap();
    let CaseRecord { case, .. } = record();
    assert_eq!(CaseRecord::state_name(&CaseRecord::facts(&case, &policy, None)), case.state().name());
    let names = (1..=10).map(|state| CaseRecord::state_name(&Facts { state, ..Facts::default() }));
    let expected = "draft discarded submitted under-review returned approved rejected lapsed awaiting-registration unknown";
    assert_eq!(names.collect::<Vec<_>>().join(" "), expected);
}

#[test]
fn a_line_says_until_when_the_candidate_can_file_or_correct_and_of_other_states_nothing() {
    let closes = instant::parse("2027-04-17T07:00:00Z").unwrap();
    let until = |state| CaseRecord::closes(&Facts { state, due: Some(closes), ..Facts::default() });
    let told: Vec<u8> = (1..=9).filter(|state| until(*state) == Some(closes)).collect();
    assert_eq!(told, [1, 5], "drafts, and what was returned");
    // What falls due before that is a reminder.
    let reminder = instant::parse("2027-04-16T07:00:00Z").unwrap();
    let note = closes.timestamp_millis().to_be_bytes().to_vec();
    let facts = Facts { state: 1, due: Some(reminder), claim: None, note };
    assert_eq!(CaseRecord::closes(&facts), Some(closes));
}
