//! Virtual time, and the tasks that live in it, on one thread. Whatever waits says until when, and the task whose time comes
//! first goes on: so all of them interleave at every await, and the same seed gives the same run.

use std::cell::{Cell, RefCell};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};
use std::future::poll_fn;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use chrono::{DateTime, TimeDelta, Utc};

use crate::dice::Dice;
use crate::tally::Tally;

/// Microseconds of virtual time since the start.
pub(crate) type Micros = u64;

pub(crate) const SECOND: Micros = 1_000_000;
pub(crate) const MINUTE: Micros = 60 * SECOND;
pub(crate) const HOUR: Micros = 60 * MINUTE;
pub(crate) const DAY: Micros = 24 * HOUR;

/// Midnight in Greenwich before the window of the published policy opens.
const START: &str = "2027-04-12T00:00:00Z";

/// Where a task runs, and what it dies with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Home {
    /// With somebody outside: people, schedulers, the network.
    Outside,
    /// On a machine of the service.
    Machine(usize),
}

struct Task {
    home: Home,
    dice: Rc<Dice>,
    entropy: Rc<Dice>,
    future: Pin<Box<dyn Future<Output = ()>>>,
}

/// The task that is running.
struct Current {
    number: u64,
    home: Home,
    dice: Rc<Dice>,
    entropy: Rc<Dice>,
}

/// Everything that happens, in its time.
pub(crate) struct World {
    now: Cell<Micros>,
    turn: Cell<u64>,
    agenda: RefCell<BinaryHeap<Reverse<(Micros, u64, u64)>>>,
    tasks: RefCell<BTreeMap<u64, Task>>,
    current: RefCell<Option<Current>>,
    /// The machine on which the running task has just pulled the plug.
    unplugged: Cell<Option<usize>>,
    /// How many calls in a thousand go wrong.
    pub(crate) trouble: Cell<u64>,
    /// Until when the provider cannot be reached.
    pub(crate) outage: Cell<Micros>,
    /// The latest instant that any machine has taken for now.
    pub(crate) latest: Cell<DateTime<Utc>>,
    pub(crate) tally: Tally,
}

impl World {
    pub(crate) fn new(trouble: u64) -> Rc<Self> {
        Rc::new(Self {
            now: Cell::new(0),
            turn: Cell::new(0),
            agenda: RefCell::default(),
            tasks: RefCell::default(),
            current: RefCell::default(),
            unplugged: Cell::new(None),
            trouble: Cell::new(trouble),
            outage: Cell::new(0),
            latest: Cell::new(at(0)),
            tally: Tally::default(),
        })
    }

    pub(crate) fn now(&self) -> Micros {
        self.now.get()
    }

    /// Returns the true time, which no machine knows exactly.
    pub(crate) fn time(&self) -> DateTime<Utc> {
        at(self.now())
    }

    /// Begins a task with dice of its own.
    pub(crate) fn spawn(&self, home: Home, dice: &Dice, future: impl Future<Output = ()> + 'static) {
        let number = self.turn.replace(self.turn.get() + 1);
        let (dice, entropy) = (Rc::new(dice.split()), Rc::new(dice.split()));
        self.tasks.borrow_mut().insert(number, Task { home, dice, entropy, future: Box::pin(future) });
        self.wake_at(self.now(), number);
    }

    /// Lets `micros` go by for the running task.
    pub(crate) async fn sleep(&self, micros: Micros) {
        let until = self.now().saturating_add(micros);
        let mut is_planned = false;
        poll_fn(|_| {
            if until <= self.now() {
                return Poll::Ready(());
            }
            if !std::mem::replace(&mut is_planned, true) {
                self.wake_at(until, self.number());
            }
            Poll::Pending
        })
        .await;
    }

    /// Returns the number of the running task, by which others wake it.
    pub(crate) fn number(&self) -> u64 {
        self.current.borrow().as_ref().map_or(u64::MAX, |current| current.number)
    }

    /// Lets a task that waits for something look again.
    pub(crate) fn wake(&self, number: u64) {
        self.wake_at(self.now(), number);
    }

    fn wake_at(&self, when: Micros, number: u64) {
        let turn = self.turn.replace(self.turn.get() + 1);
        self.agenda.borrow_mut().push(Reverse((when, turn, number)));
    }

    /// Returns the dice of the running task.
    pub(crate) fn dice(&self) -> Rc<Dice> {
        self.current.borrow().as_ref().map_or_else(|| Rc::new(Dice::new(0)), |current| current.dice.clone())
    }

    /// Fills `bytes` with what the running task draws.
    pub(crate) fn draw(&self, bytes: &mut [u8]) {
        if let Some(current) = self.current.borrow().as_ref() {
            current.entropy.fill(bytes);
        }
    }

    /// Pulls the plug of the machine that the running task is on. It never returns there.
    pub(crate) async fn crash(&self) {
        if let Some(Current { home: Home::Machine(machine), .. }) = self.current.borrow().as_ref() {
            self.unplugged.set(Some(*machine));
        }
        if self.unplugged.get().is_some() {
            std::future::pending::<()>().await;
        }
    }

    /// Ends everything that runs on a machine, in the middle of whatever it is doing.
    pub(crate) fn unplug(&self, machine: usize) {
        let mut tasks = self.tasks.borrow_mut();
        let (over, stay) = std::mem::take(&mut *tasks)
            .into_iter()
            .partition(|(_, task)| task.home == Home::Machine(machine));
        *tasks = stay;
        drop(tasks);
        // Whoever waits for them is told by their end.
        drop::<BTreeMap<u64, Task>>(over);
    }

    /// Lets the next thing happen. Tells which machine has died of it, or that nothing is left to happen.
    pub(crate) fn step(&self) -> Step {
        let Some(Reverse((when, _, number))) = self.agenda.borrow_mut().pop() else { return Step::Over };
        let Some(mut task) = self.tasks.borrow_mut().remove(&number) else { return Step::Went };
        self.now.set(when.max(self.now()));
        let (dice, entropy) = (task.dice.clone(), task.entropy.clone());
        *self.current.borrow_mut() = Some(Current { number, home: task.home, dice, entropy });
        let poll = task.future.as_mut().poll(&mut Context::from_waker(Waker::noop()));
        let unplugged = self.unplugged.take();
        match (poll, unplugged) {
            (Poll::Pending, None) => drop(self.tasks.borrow_mut().insert(number, task)),
            (Poll::Ready(()), _) | (Poll::Pending, Some(_)) => drop(task),
        }
        *self.current.borrow_mut() = None;
        match unplugged {
            Some(machine) => {
                self.unplug(machine);
                Step::Crashed(machine)
            }
            None => Step::Went,
        }
    }

    /// Ends everything. Tasks hold the world that holds them.
    pub(crate) fn end(&self) {
        self.agenda.borrow_mut().clear();
        let tasks = std::mem::take(&mut *self.tasks.borrow_mut());
        drop(tasks);
    }
}

/// What came of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// Something went on.
    Went,
    /// A machine has lost everything that it was doing.
    Crashed(usize),
    /// There is nothing left to happen.
    Over,
}

/// Returns an instant of virtual time.
pub(crate) fn at(micros: Micros) -> DateTime<Utc> {
    let start: DateTime<Utc> = domain::instant::parse(START).unwrap_or_default();
    start + TimeDelta::microseconds(i64::try_from(micros).unwrap_or(i64::MAX))
}

/// Returns when an instant is in virtual time.
pub(crate) fn micros_of(instant: &str) -> Micros {
    let instant: DateTime<Utc> = instant.parse().unwrap_or_default();
    (instant - at(0)).num_microseconds().and_then(|micros| u64::try_from(micros).ok()).unwrap_or_default()
}

/// An answer on its way to whoever waits for it.
pub(crate) struct Slot<T> {
    value: RefCell<Option<T>>,
    is_over: Cell<bool>,
    waits: Cell<Option<u64>>,
    world: Rc<World>,
}

/// The end of a slot that answers. If it is dropped without an answer, the connection has broken.
pub(crate) struct Answering<T>(Rc<Slot<T>>);

impl<T> Slot<T> {
    pub(crate) fn new(world: &Rc<World>) -> (Rc<Self>, Answering<T>) {
        let (value, is_over, waits) = (RefCell::new(None), Cell::new(false), Cell::new(None));
        let slot = Rc::new(Self { value, is_over, waits, world: world.clone() });
        (slot.clone(), Answering(slot))
    }

    /// Waits for the answer, or for the end of the connection.
    pub(crate) async fn answer(&self) -> Option<T> {
        poll_fn(|_| {
            if let Some(value) = self.value.borrow_mut().take() {
                return Poll::Ready(Some(value));
            }
            if self.is_over.get() {
                return Poll::Ready(None);
            }
            self.waits.set(Some(self.world.number()));
            Poll::Pending
        })
        .await
    }
}

impl<T> Answering<T> {
    pub(crate) fn send(self, value: T) {
        *self.0.value.borrow_mut() = Some(value);
    }
}

impl<T> Drop for Answering<T> {
    fn drop(&mut self) {
        self.0.is_over.set(true);
        if let Some(number) = self.0.waits.get() {
            self.0.world.wake(number);
        }
    }
}
