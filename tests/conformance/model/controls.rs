//! Rules that are known to be wrong, in small: if the model did not catch them, its silence would mean nothing.
//!
//! One record lies under one key as `version body previous`, its bodies hold the events. No sealing, no lines: just
//! the order of the steps.

use futures::executor::block_on;
use store::{BodyId, Key, KeyValue, Memory, Swap};
use tests::model::{Budget, Run, Scenario, Simulated, Task, explore};

/// The rule that a writer breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rule {
    /// None: this writer is sound.
    None,
    /// The body before the last is deleted before the swap.
    DeleteBeforeSwap,
    /// After an error nothing is known.
    ErrorsAreUnknown,
    /// A swap is bound to the version that was decided on.
    SwapWhatWasRead,
    /// The body is written before the swap.
    BodyFirst,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Answer {
    Stands(u8),
    Refused(u8),
    Unknown,
}

const POINTER: Key = Key::Directory;

#[derive(Clone, Copy, Default)]
struct Pointer {
    version: u8,
    body: u8,
    previous: u8,
}

impl Pointer {
    fn read(bytes: &[u8]) -> Self {
        Self { version: bytes[0], body: bytes[1], previous: bytes[2] }
    }

    fn bytes(self) -> [u8; 3] {
        [self.version, self.body, self.previous]
    }
}

fn body(id: u8) -> Key {
    Key::Body(BodyId(u128::from(id)))
}

/// Appends the event `me`, whose body is called `me` too.
async fn write(kv: &Simulated, me: u8, broken: Rule) -> Answer {
    let (read, mut handle) = kv.read_for_swap(&POINTER).await.unwrap().unwrap();
    let before = Pointer::read(&read);
    let Some(mut events) = kv.get(&body(before.body)).await.unwrap() else { return Answer::Refused(me) };
    events.push(me);
    if broken != Rule::BodyFirst {
        kv.set(&body(me), &events).await.unwrap();
    }
    if broken != Rule::DeleteBeforeSwap && before.previous != 0 {
        kv.delete(&body(before.previous)).await.unwrap();
    }
    if broken == Rule::SwapWhatWasRead {
        handle = kv.read_for_swap(&POINTER).await.unwrap().unwrap().1;
    }
    let after = Pointer { version: before.version + 1, body: me, previous: before.body };
    let swapped = kv.swap(handle, &after.bytes()).await;
    if broken == Rule::BodyFirst {
        kv.set(&body(me), &events).await.unwrap();
    }
    match swapped {
        Ok(Swap::Applied) => {
            if broken == Rule::DeleteBeforeSwap && before.previous != 0 {
                kv.delete(&body(before.previous)).await.unwrap();
            }
            Answer::Stands(me)
        }
        Err(_) if broken != Rule::ErrorsAreUnknown => Answer::Unknown,
        Ok(Swap::Lost) | Err(_) => {
            kv.delete(&body(me)).await.unwrap();
            Answer::Refused(me)
        }
    }
}

/// What the model says of two writers who break `broken`.
fn verdict(broken: Rule) -> Option<String> {
    let memory = Memory::default();
    block_on(async {
        memory.set(&body(101), &[101]).await.unwrap();
        memory.set(&body(102), &[101, 102]).await.unwrap();
        let pointer = Pointer { version: 2, body: 102, previous: 101 };
        memory.set(&POINTER, &pointer.bytes()).await.unwrap();
    });
    let tasks = [1, 2].map(|me| -> Task<Answer> {
        Box::new(move |kv| Box::pin(async move { write(&kv, me, broken).await }))
    });
    let scenario = Scenario { stored: memory.dump(), tasks: tasks.into() };
    explore(&scenario, Budget { crashes: 1, faults: 1 }, holds).broken.map(|(_, broken)| broken)
}

fn holds(run: &Run<Answer>, is_over: bool) -> Result<(), String> {
    let stored = run.stored();
    let pointer = Pointer::read(&stored[&POINTER.to_string()]);
    let events = stored.get(&body(pointer.body).to_string()).ok_or("the current body is gone")?;
    if !is_over {
        return Ok(());
    }
    let mut unknown = 0;
    for task in 0..run.tasks() {
        match run.answer(task) {
            Some(Answer::Stands(me)) if !events.contains(me) => Err("an answered commit is lost")?,
            Some(Answer::Refused(me)) if events.contains(me) => Err("refused, though applied")?,
            Some(Answer::Unknown) => unknown += 1,
            Some(Answer::Stands(_) | Answer::Refused(_)) | None => {}
        }
    }
    let unnamed = |key: &&String| {
        key.starts_with("body/")
            && **key != body(pointer.body).to_string()
            && **key != body(pointer.previous).to_string()
    };
    // A crash may leave the body that its own writer drew, and nothing else.
    let settled = stored.keys().filter(unnamed).any(|key| *key == body(101).to_string());
    if settled {
        return Err("a settled body is left behind".to_owned());
    }
    if stored.keys().filter(unnamed).count() > run.crashes + unknown {
        return Err("more bodies are left than writers died".to_owned());
    }
    Ok(())
}

#[track_caller]
fn caught(broken: Rule, because: &str) {
    let verdict = verdict(broken);
    assert_eq!(verdict.as_deref(), Some(because), "{broken:?}");
}

#[test]
fn the_sound_rules_in_small_pass() {
    assert_eq!(verdict(Rule::None), None);
}

#[test]
fn deleting_the_body_before_the_last_after_the_swap_is_caught() {
    caught(Rule::DeleteBeforeSwap, "a settled body is left behind");
}

#[test]
fn taking_an_error_for_a_no_is_caught() {
    caught(Rule::ErrorsAreUnknown, "the current body is gone");
}

#[test]
fn a_blind_swap_is_caught() {
    caught(Rule::SwapWhatWasRead, "an answered commit is lost");
}

#[test]
fn swapping_before_the_body_is_written_is_caught() {
    caught(Rule::BodyFirst, "the current body is gone");
}
