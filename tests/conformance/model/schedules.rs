//! Every schedule of small scenes, with a crash and a lost answer anywhere.

use super::cast::{Answer, Closing, NEW_KEY, OLD_KEY, Stage};
use futures::executor::block_on;
use store::RecordId;
use tests::model::{Budget, Run, Task, explore};

const CALM: Budget = Budget { crashes: 0, faults: 0 };
const A_CRASH: Budget = Budget { crashes: 1, faults: 0 };
const A_LIE: Budget = Budget { crashes: 0, faults: 1 };
const TWO_LIES: Budget = Budget { crashes: 0, faults: 2 };
const BOTH: Budget = Budget { crashes: 1, faults: 1 };

/// Explores `tasks` and fails with the schedule of the first broken invariant.
#[track_caller]
fn always(
    stage: &Stage,
    tasks: Vec<Task<Answer>>,
    budget: Budget,
    end: impl Fn(&Run<Answer>) -> Result<(), String>,
) {
    let scenario = stage.scenario(tasks);
    let found = explore(&scenario, budget, |run, is_over| {
        stage.holds(run, is_over)?;
        if is_over { end(run) } else { Ok(()) }
    });
    println!("{} states, {} endings", found.states, found.endings);
    if let Some((schedule, broken)) = found.broken {
        panic!("{broken}\nafter {schedule:?}");
    }
    assert!(found.endings > 0, "no schedule came to its end");
}

fn true_to(stage: &Stage, id: RecordId) -> impl Fn(&Run<Answer>) -> Result<(), String> + '_ {
    move |run| stage.answers_are_true(run, id, 0..run.tasks())
}

#[test]
fn two_writers_of_one_record_and_its_reader() {
    let (stage, id) = Stage::set().with("one", 2);
    let tasks = || vec![stage.writer(id, 1), stage.writer(id, 2), stage.reader(id)];
    always(&stage, tasks(), CALM, true_to(&stage, id));
    always(&stage, tasks(), A_CRASH, true_to(&stage, id));
    always(&stage, tasks(), A_LIE, true_to(&stage, id));
}

#[test]
fn two_writers_of_one_record_a_crash_and_a_lie() {
    let (stage, id) = Stage::set().with("one", 2);
    always(&stage, vec![stage.writer(id, 1), stage.writer(id, 2)], BOTH, true_to(&stage, id));
}

#[test]
fn two_writers_of_one_record_and_two_lies() {
    let (stage, id) = Stage::set().with("one", 1);
    always(&stage, vec![stage.writer(id, 1), stage.writer(id, 2)], TWO_LIES, true_to(&stage, id));
}

#[test]
fn three_writers_of_one_record_and_a_lie() {
    let (stage, id) = Stage::set().with("one", 1);
    let tasks = vec![stage.writer(id, 1), stage.writer(id, 2), stage.writer(id, 3)];
    always(&stage, tasks, A_LIE, true_to(&stage, id));
}

#[test]
fn a_draft_whose_answer_is_lost_overwrites_no_event() {
    let (stage, id) = Stage::set().with("one", 1);
    let tasks = vec![stage.drafter(id, 7), stage.writer(id, 1), stage.writer(id, 2)];
    always(&stage, tasks, A_LIE, true_to(&stage, id));
}

#[test]
fn two_claims_a_writer_and_a_lost_answer_have_one_holder() {
    let (stage, id) = Stage::set().with("one", 1);
    let tasks = || vec![stage.claimer(id, 7), stage.claimer(id, 8), stage.writer(id, 1)];
    for budget in [A_CRASH, A_LIE] {
        always(&stage, tasks(), budget, |run| {
            stage.answers_are_true(run, id, [2])?;
            stage.claims_are_true(run, id)
        });
    }
}

#[test]
fn two_lines_of_one_partition_never_hinder_each_other() {
    let (stage, one) = Stage::set().with("one", 1);
    let (stage, two) = stage.with("other", 1);
    let tasks = || vec![stage.writer(one, 1), stage.writer(two, 2)];
    always(&stage, tasks(), CALM, |run| {
        let both = [0, 1].iter().all(|task| matches!(run.answer(*task), Some(Answer::Stands { .. })));
        if both { Ok(()) } else { Err("a neighbour made a commit fail".to_owned()) }
    });
    always(&stage, tasks(), BOTH, |run| {
        stage.answers_are_true(run, one, [0])?;
        stage.answers_are_true(run, two, [1])
    });
}

/// Checks that what one swap carried stands in both records or in none.
fn both_or_none(stage: &Stage, run: &Run<Answer>, ids: [RecordId; 2], event: u64) -> Result<(), String> {
    let has = ids.map(|id| stage.log(run, id).is_some_and(|(log, _)| log.events.contains(&event)));
    if has[0] == has[1] { Ok(()) } else { Err("one swap did half of its work".to_owned()) }
}

#[test]
fn a_batch_a_writer_of_one_of_its_records_and_a_reader() {
    let (stage, one) = Stage::set().with("one", 2);
    let (stage, two) = stage.with("other", 2);
    let tasks = || vec![stage.batch_writer([one, two], 1), stage.writer(one, 2), stage.reader(two)];
    for budget in [CALM, A_CRASH, A_LIE] {
        always(&stage, tasks(), budget, |run| {
            stage.answers_are_true(run, one, [0, 1])?;
            stage.answers_are_true(run, two, [0])?;
            both_or_none(&stage, run, [one, two], 1)
        });
    }
}

#[test]
fn two_batches_of_the_same_records_a_crash_and_a_lie() {
    let (stage, one) = Stage::set().with("one", 1);
    let (stage, two) = stage.with("other", 1);
    for budget in [BOTH, TWO_LIES] {
        let tasks = vec![stage.batch_writer([one, two], 1), stage.batch_writer([two, one], 2)];
        always(&stage, tasks, budget, |run| {
            for id in [one, two] {
                stage.answers_are_true(run, id, 0..run.tasks())?;
            }
            both_or_none(&stage, run, [one, two], 1)?;
            both_or_none(&stage, run, [one, two], 2)
        });
    }
}

#[test]
fn a_batch_the_end_of_one_of_its_records_and_a_sweep() {
    let (stage, one) = Stage::set().with("one", 1);
    let (stage, two) = stage.with("other", 1);
    let tasks =
        || vec![stage.batch_writer([one, two], 1), stage.closer(one, Closing::End), stage.sweeper(false)];
    for budget in [A_CRASH, A_LIE] {
        always(&stage, tasks(), budget, |run| stage.answers_are_true(run, two, [0]));
    }
}

#[test]
fn two_creators_of_one_fingerprint_have_one_winner() {
    let stage = Stage::set();
    let tasks = || vec![stage.creator("same", 1), stage.creator("same", 2)];
    let one_winner = |run: &Run<Answer>| {
        let created = |task: &usize| matches!(run.answer(*task), Some(Answer::Created { .. }));
        let winners = [0, 1].iter().filter(|task| created(task)).count();
        if winners <= 1 { Ok(()) } else { Err(format!("{winners} winners")) }
    };
    always(&stage, tasks(), CALM, one_winner);
    always(&stage, tasks(), BOTH, one_winner);
}

#[test]
fn what_was_answered_as_created_is_there() {
    let stage = Stage::set();
    let tasks = vec![stage.creator("same", 1), stage.creator("other", 2)];
    always(&stage, tasks, BOTH, |run| {
        for task in 0..run.tasks() {
            if let Some(Answer::Created { id, event }) = run.answer(task) {
                let (log, _) = stage.log(run, *id).ok_or("created, and not there")?;
                if log.events != [*event] {
                    return Err("created, and holds something else".to_owned());
                }
            }
        }
        Ok(())
    });
}

#[test]
fn an_end_a_late_writer_and_two_sweeps() {
    let (stage, id) = Stage::set().with("one", 2);
    let tasks =
        vec![stage.closer(id, Closing::End), stage.writer(id, 1), stage.sweeper(false), stage.sweeper(false)];
    always(&stage, tasks, A_CRASH, true_to(&stage, id));
}

#[test]
fn an_expiry_a_writer_a_reader_and_a_crash() {
    let (stage, id) = Stage::set().with("one", 2);
    let tasks = vec![stage.sweeper(true), stage.sweeper(false), stage.writer(id, 1), stage.reader(id)];
    always(&stage, tasks, A_CRASH, true_to(&stage, id));
}

#[test]
fn an_end_whose_answer_is_lost() {
    let (stage, id) = Stage::set().with("one", 1);
    let tasks = vec![stage.closer(id, Closing::End), stage.writer(id, 1), stage.sweeper(false)];
    always(&stage, tasks, A_LIE, true_to(&stage, id));
}

#[test]
fn an_erasure_a_writer_and_the_removal_of_the_last_body() {
    let (stage, id) = Stage::set().with("one", 2);
    let tasks = || vec![stage.closer(id, Closing::Erase), stage.writer(id, 1), stage.sweeper(false)];
    always(&stage, tasks(), A_CRASH, true_to(&stage, id));
    always(&stage, tasks(), A_LIE, true_to(&stage, id));
}

#[test]
fn a_creator_takes_over_the_fingerprint_of_an_ended_record() {
    let (stage, id) = Stage::set().with("same", 1);
    let tasks = vec![stage.closer(id, Closing::End), stage.creator("same", 1), stage.sweeper(false)];
    always(&stage, tasks, BOTH, true_to(&stage, id));
}

#[test]
fn a_rotation_while_a_creator_and_a_writer_are_at_work() {
    let (stage, id) = Stage::set().with("one", 1);
    let tasks = || vec![stage.rotator(), stage.creator("new", 1), stage.writer(id, 2)];
    // Whoever comes after the old key was destroyed must be able to open everything.
    let opens_with_the_new_key = |run: &Run<Answer>| {
        stage.answers_are_true(run, id, [2])?;
        if run.answer(0) != Some(&Answer::Done) {
            return Ok(());
        }
        let inspect = |_: &store::Collection, _: &[u8]| Ok(vec![]);
        let report = block_on(stage.after(run, NEW_KEY).verify(&inspect));
        match report {
            Ok(report) if report.faults.is_empty() => Ok(()),
            Ok(report) => Err(format!("not without the old key: {:?}", report.faults)),
            Err(fault) => Err(fault.to_string()),
        }
    };
    always(&stage, tasks(), A_CRASH, opens_with_the_new_key);
    assert_ne!(OLD_KEY, NEW_KEY);
}
