//! The provider as the service sees it: every call takes its time, and can go wrong in each way that a network, a disk and
//! whoever trips over a cable can bring about.

use std::rc::Rc;

use futures::FutureExt as _;
use store::{Key, KeyValue, KeyValueError, Memory, MemoryHandle, Swap};

use crate::witness::Witness;
use crate::world::{HOUR, Home, MINUTE, Micros, SECOND, World};

/// The provider, over what is stored.
#[derive(Clone)]
pub(crate) struct Simulated {
    pub(crate) world: Rc<World>,
    pub(crate) memory: Memory,
    pub(crate) witness: Rc<Witness>,
    /// Whether a swap that failed is said to be lost, though it may have been applied, or be applied later.
    pub(crate) hides_errors: bool,
}

/// What becomes of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    Works,
    /// The machine dies before the call has left it.
    CrashBefore,
    /// The machine dies when the call has done its work.
    CrashAfter,
    /// Nothing has happened, and the answer is an error.
    Fails,
    /// It has happened, and the answer is an error.
    AnswerLost,
    /// The answer is an error, and it happens later.
    Later,
}

/// What a call does, which says how it can fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Read,
    Write,
    Swap,
}

impl Kind {
    /// Nothing is answered, whether or not it has arrived.
    const fn fates_in_an_outage(self) -> &'static [Fate] {
        match self {
            Self::Read => &[Fate::Fails],
            Self::Write => &[Fate::Fails, Fate::AnswerLost],
            Self::Swap => &[Fate::Fails, Fate::AnswerLost, Fate::Later],
        }
    }

    const fn fates(self) -> &'static [Fate] {
        match self {
            Self::Read => &[Fate::CrashBefore, Fate::CrashAfter, Fate::Fails],
            Self::Write => &[Fate::CrashBefore, Fate::CrashAfter, Fate::Fails, Fate::AnswerLost],
            Self::Swap => &[Fate::CrashBefore, Fate::CrashAfter, Fate::Fails, Fate::AnswerLost, Fate::Later],
        }
    }
}

/// How a call ends, and how long it takes on its way there and back.
struct Course {
    fate: Fate,
    there: Micros,
    back: Micros,
}

impl Simulated {
    fn course(&self, kind: Kind) -> Course {
        let (world, dice) = (&self.world, self.world.dice());
        let fate = if world.now() < world.outage.get() {
            *dice.pick(kind.fates_in_an_outage())
        } else if dice.happens(world.trouble.get()) {
            *dice.pick(kind.fates())
        } else {
            Fate::Works
        };
        match (kind, fate) {
            (_, Fate::Works) => {}
            (_, Fate::CrashBefore) => world.tally.count("store: crash before a call"),
            (_, Fate::CrashAfter) => world.tally.count("store: crash after a call"),
            (_, Fate::Fails) => world.tally.count("store: call failed"),
            (Kind::Swap, Fate::AnswerLost) if dice.happens(300) => {
                // Longer than the ledger asks again, and not so long that nothing comes of what the caller does about it.
                world.tally.count("store: gone with the answer to a swap");
                world.outage.set(world.now() + dice.between(3_000, 15_000));
            }
            (_, Fate::AnswerLost) => world.tally.count("store: written, answered with an error"),
            (_, Fate::Later) => world.tally.count("store: swap that arrives later"),
        }
        Course { fate, there: self.delay(), back: self.delay() }
    }

    /// A fraction of a millisecond, sometimes seconds, and now and then somebody sleeps for an hour.
    fn delay(&self) -> Micros {
        let (world, dice) = (&self.world, self.world.dice());
        let trouble = world.trouble.get();
        if dice.happens(trouble) && dice.happens(250) {
            world.tally.count("store: slept for up to an hour");
            return dice.between(MINUTE, HOUR);
        }
        if dice.happens(2 * trouble) { dice.below(5 * SECOND) } else { dice.between(50, 800) }
    }

    /// Makes a call that is no swap.
    async fn call<T>(
        &self,
        kind: Kind,
        act: impl AsyncFnOnce(&Memory) -> Result<T, KeyValueError>,
    ) -> Result<T, KeyValueError> {
        let course = self.course(kind);
        self.world.sleep(course.there).await;
        if course.fate == Fate::CrashBefore {
            self.world.crash().await;
        }
        if course.fate == Fate::Fails {
            self.world.sleep(course.back).await;
            return Err(lost());
        }
        let answer = act(&self.memory).await;
        if course.fate == Fate::CrashAfter {
            self.world.crash().await;
        }
        self.world.sleep(course.back).await;
        if course.fate == Fate::AnswerLost { Err(lost()) } else { answer }
    }

    /// Returns what is said of a swap of which nobody knows what became.
    fn unknown(&self) -> Result<Swap, KeyValueError> {
        if self.hides_errors {
            self.world.tally.count("store: swap in doubt, said to be lost");
            return Ok(Swap::Lost);
        }
        Err(lost())
    }

    /// Carries a swap out, and lets the witness look.
    fn swap_now(&self, key: &Key, handle: MemoryHandle, value: &[u8]) -> Swap {
        let swapped = self.memory.swap(handle, value).now_or_never();
        let swapped = swapped.and_then(Result::ok).unwrap_or(Swap::Lost);
        if swapped == Swap::Applied {
            self.witness.swapped(&self.world, key, value);
        }
        swapped
    }
}

fn lost() -> KeyValueError {
    KeyValueError("the answer was lost".to_owned())
}

/// What a key held when it was read, and which key that was.
pub(crate) struct Handle {
    key: Key,
    handle: MemoryHandle,
}

impl KeyValue for Simulated {
    type Handle = Handle;

    async fn get(&self, key: &Key) -> Result<Option<Vec<u8>>, KeyValueError> {
        self.call(Kind::Read, async |memory| {
            let value = memory.get(key).await?;
            if value.is_none() && matches!(key, Key::Body(_)) {
                self.world.tally.count("store: body gone between two reads");
            }
            Ok(value)
        })
        .await
    }

    async fn set(&self, key: &Key, value: &[u8]) -> Result<(), KeyValueError> {
        self.call(Kind::Write, async |memory| {
            self.witness.written(key, value);
            memory.set(key, value).await
        })
        .await
    }

    async fn set_many(&self, entries: &[(Key, Vec<u8>)]) -> Result<(), KeyValueError> {
        self.call(Kind::Write, async |memory| memory.set_many(entries).await).await
    }

    async fn delete(&self, key: &Key) -> Result<(), KeyValueError> {
        self.call(Kind::Write, async |memory| memory.delete(key).await).await
    }

    async fn increment(&self, key: &Key, delta: i64) -> Result<i64, KeyValueError> {
        self.call(Kind::Write, async |memory| memory.increment(key, delta).await).await
    }

    async fn read_for_swap(&self, key: &Key) -> Result<Option<(Vec<u8>, Handle)>, KeyValueError> {
        let read = self.call(Kind::Read, async |memory| memory.read_for_swap(key).await).await?;
        Ok(read.map(|(value, handle)| (value, Handle { key: key.clone(), handle })))
    }

    async fn swap(&self, handle: Handle, value: &[u8]) -> Result<Swap, KeyValueError> {
        let Handle { key, handle } = handle;
        let course = self.course(Kind::Swap);
        self.world.sleep(course.there).await;
        match course.fate {
            Fate::CrashBefore => self.world.crash().await,
            Fate::Fails => {
                self.world.sleep(course.back).await;
                return self.unknown();
            }
            Fate::Later => {
                let (late, value, dice) = (self.clone(), value.to_vec(), self.world.dice());
                let delay = if dice.happens(500) { dice.below(SECOND) } else { dice.below(HOUR) };
                self.world.spawn(Home::Outside, &dice, async move {
                    late.world.sleep(delay).await;
                    let _ = late.swap_now(&key, handle, &value);
                });
                self.world.sleep(course.back).await;
                return self.unknown();
            }
            Fate::Works | Fate::CrashAfter | Fate::AnswerLost => {}
        }
        let swapped = self.swap_now(&key, handle, value);
        if course.fate == Fate::CrashAfter {
            self.world.crash().await;
        }
        self.world.sleep(course.back).await;
        if course.fate == Fate::AnswerLost { self.unknown() } else { Ok(swapped) }
    }
}
