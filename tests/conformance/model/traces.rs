//! The schedules that broke drafts of the rules, one by one. The numbers are those of the store protocol's traces.

use super::cast::{Answer, Closing, NEW_KEY, Stage};
use store::RecordId;
use tests::model::{Choice, Fate, Run, Task};

fn start(stage: &Stage, tasks: Vec<Task<Answer>>) -> Run<Answer> {
    Run::start(&stage.scenario(tasks))
}

/// The call that `task` waits for happens, and ends so.
fn fated(run: &mut Run<Answer>, task: usize, fate: Fate) {
    run.make(Choice::Step(task, fate));
}

#[track_caller]
fn sound(stage: &Stage, run: &Run<Answer>, id: RecordId) {
    assert_eq!(stage.holds(run, true), Ok(()));
    assert_eq!(stage.answers_are_true(run, id, 0..run.tasks()), Ok(()));
}

#[test]
fn l1_a_reader_who_finds_two_bodies_gone_reads_on() {
    let (stage, id) = Stage::set().with("one", 1);
    let [reader, a, b, c] = [0, 1, 2, 3];
    let tasks = vec![stage.reader(id), stage.writer(id, 1), stage.writer(id, 2), stage.writer(id, 3)];
    let mut run = start(&stage, tasks);
    run.step(reader, 1); // The partition: body 1.
    run.finish(a);
    run.step_to(b, "swap"); // Body 1 is deleted now.
    run.step(reader, 2); // Body 1 is gone; the partition names A's body.
    run.finish(b);
    run.step_to(c, "swap"); // A's body is deleted now.
    run.step(reader, 1);
    assert_eq!(run.answer(reader), None, "a body that is gone is no fault while its pointer has moved");
    run.finish(reader);
    assert!(matches!(run.answer(reader), Some(Answer::Read(log)) if log.events.ends_with(&[1, 2])));
    run.finish(c);
    sound(&stage, &run, id);
}

#[test]
fn l1_a_body_that_is_gone_while_its_partition_still_names_it_is_a_fault() {
    let (stage, id) = Stage::set().with("one", 1);
    let mut scenario = stage.scenario(vec![stage.reader(id)]);
    scenario.stored.retain(|key, _| !key.starts_with("body/"));
    let mut run = Run::start(&scenario);
    run.finish(0);
    assert!(matches!(run.answer(0), Some(Answer::Fault(_))));
}

#[test]
fn l2_a_loser_deletes_its_body() {
    let (stage, id) = Stage::set().with("one", 1);
    let [a, b] = [0, 1];
    let mut run = start(&stage, vec![stage.drafter(id, 1), stage.writer(id, 2)]);
    run.step_to(a, "swap");
    run.finish(b);
    run.finish(a);
    assert_eq!(run.answer(a), Some(&Answer::Refused { event: None }));
    sound(&stage, &run, id);
}

#[test]
fn l3_a_body_whose_swap_is_still_under_way_is_not_deleted() {
    let (stage, id) = Stage::set().with("one", 1);
    let mut run = start(&stage, vec![stage.writer(id, 1)]);
    run.step_to(0, "swap");
    fated(&mut run, 0, Fate::FailsAndArrivesLater);
    // It reads the old version, is not named, and may only send exactly the same swap again.
    while run.waits(0).is_some() {
        let fate =
            if run.waits(0).is_some_and(|wish| wish.verb == "swap") { Fate::Fails } else { Fate::Works };
        fated(&mut run, 0, fate);
    }
    assert_eq!(run.answer(0), Some(&Answer::Unknown));
    run.make(Choice::Arrive(0));
    assert!(stage.log(&run, id).is_some_and(|(log, _)| log.events.ends_with(&[1])));
    sound(&stage, &run, id);
}

#[test]
fn l4_a_repeated_swap_that_is_lost_to_its_own_first_one_stands() {
    let (stage, id) = Stage::set().with("one", 1);
    let mut run = start(&stage, vec![stage.writer(id, 1)]);
    run.step_to(0, "swap");
    fated(&mut run, 0, Fate::FailsAndArrivesLater);
    run.step_to(0, "swap");
    run.make(Choice::Arrive(0));
    run.finish(0);
    assert!(matches!(run.answer(0), Some(Answer::Stands { .. })));
    sound(&stage, &run, id);
}

#[test]
fn l5_a_draft_with_an_unknown_outcome_overwrites_nobody() {
    let (stage, id) = Stage::set().with("one", 1);
    let [a, b, c] = [0, 1, 2];
    let mut run = start(&stage, vec![stage.drafter(id, 7), stage.writer(id, 1), stage.writer(id, 2)]);
    run.step_to(a, "swap");
    fated(&mut run, a, Fate::AppliedButFails);
    run.finish(b);
    run.finish(c);
    run.finish(a);
    assert_eq!(run.answer(a), Some(&Answer::Unknown));
    assert!(stage.log(&run, id).is_some_and(|(log, _)| log.events.ends_with(&[1, 2])));
    sound(&stage, &run, id);
}

#[test]
fn l5_an_event_with_an_unknown_outcome_is_found_under_two_later_commits() {
    let (stage, id) = Stage::set().with("one", 1);
    let [a, b, c] = [0, 1, 2];
    let mut run = start(&stage, vec![stage.writer(id, 7), stage.writer(id, 1), stage.writer(id, 2)]);
    run.step_to(a, "swap");
    fated(&mut run, a, Fate::AppliedButFails);
    run.finish(b);
    run.finish(c);
    run.finish(a);
    assert!(matches!(run.answer(a), Some(Answer::Stands { event: 7, .. })));
    assert!(stage.log(&run, id).is_some_and(|(log, _)| log.events.ends_with(&[7, 1, 2])));
    sound(&stage, &run, id);
}

#[test]
fn l6_a_creator_who_stalls_over_a_rotation_wraps_under_the_new_key() {
    let (stage, id) = Stage::set().with("one", 1);
    let [creator, rotator] = [0, 1];
    let mut run = start(&stage, vec![stage.creator("new", 1), stage.rotator()]);
    run.step_to(creator, "swap");
    run.finish(rotator);
    run.finish(creator);
    let Some(Answer::Created { id: created, .. }) = run.answer(creator).cloned() else {
        panic!("the creator ended with {:?}", run.answer(creator));
    };
    for id in [id, created] {
        assert!(stage.log_with(&run, id, NEW_KEY).is_some(), "the old key is still needed");
    }
    sound(&stage, &run, id);
}

#[test]
fn l7_a_sweep_that_dies_while_it_drops_leaves_no_live_line_without_a_body() {
    let (stage, id) = Stage::set().with("one", 2);
    let [first, second, third] = [0, 1, 2];
    let mut run = start(&stage, vec![stage.sweeper(true), stage.sweeper(false), stage.sweeper(false)]);
    run.finish(first);
    run.step_to(second, "swap"); // Both bodies are deleted.
    run.make(Choice::Crash(second));
    assert_eq!(stage.holds(&run, false), Ok(()));
    assert_eq!(stage.log(&run, id), None);
    run.finish(third);
    assert!(run.stored().keys().all(|key| !key.starts_with("body/")));
    sound(&stage, &run, id);
}

#[test]
fn l8_the_last_body_of_an_erased_record_is_named_until_it_is_deleted() {
    let (stage, id) = Stage::set().with("one", 2);
    let [eraser, sweep] = [0, 1];
    let mut run = start(&stage, vec![stage.closer(id, Closing::Erase), stage.sweeper(false)]);
    run.finish(eraser);
    assert_eq!(run.stored().keys().filter(|key| key.starts_with("body/")).count(), 1);
    assert_eq!(stage.holds(&run, false), Ok(()));
    run.step_to(sweep, "delete");
    run.finish(sweep);
    assert!(run.stored().keys().all(|key| !key.starts_with("body/")));
    sound(&stage, &run, id);
}
