//! One run: tasks, what is stored, and the choices made so far.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

pub use super::provider::Fate;
use super::provider::{Desk, Simulated, Wish, World};

/// A task: what somebody does, given the provider as it sees it.
pub type Task<A> = Box<dyn Fn(Simulated) -> Pin<Box<dyn Future<Output = A>>>>;

/// What is stored at first, and who does what.
pub struct Scenario<A> {
    /// What is stored at first.
    pub stored: BTreeMap<String, Vec<u8>>,
    /// Who does what, all at once.
    pub tasks: Vec<Task<A>>,
}

/// What happens next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// The call that a task waits for happens, and ends so.
    Step(usize, Fate),
    /// A task dies before the call that it waits for.
    Crash(usize),
    /// A swap that was under way arrives.
    Arrive(usize),
}

enum Player<A> {
    Playing(Pin<Box<dyn Future<Output = A>>>),
    Done(A),
    Dead,
}

/// A run in the middle of its schedule.
pub struct Run<A> {
    world: Rc<RefCell<World>>,
    desks: Vec<Rc<RefCell<Desk>>>,
    players: Vec<Player<A>>,
    /// How many tasks died.
    pub crashes: usize,
    /// How many calls ended otherwise than they should.
    pub faults: usize,
}

impl<A> Run<A> {
    /// Starts every task of `scenario`, up to its first call.
    pub fn start(scenario: &Scenario<A>) -> Self {
        let world = World { entries: scenario.stored.clone(), late: Vec::new() };
        let world = Rc::new(RefCell::new(world));
        let mut run = Self { world, desks: vec![], players: vec![], crashes: 0, faults: 0 };
        for task in &scenario.tasks {
            let desk = Rc::new(RefCell::new(Desk::default()));
            let provider = Simulated { world: run.world.clone(), desk: desk.clone() };
            run.desks.push(desk);
            run.players.push(Player::Playing(task(provider)));
            run.poll(run.players.len() - 1);
        }
        run
    }

    /// Makes `choice` happen.
    pub fn make(&mut self, choice: Choice) {
        match choice {
            Choice::Step(task, fate) => {
                self.faults += usize::from(fate != Fate::Works);
                self.desks[task].borrow_mut().granted = Some(fate);
                self.poll(task);
            }
            Choice::Crash(task) => {
                self.crashes += 1;
                self.players[task] = Player::Dead;
                self.desks[task].borrow_mut().waiting = None;
            }
            Choice::Arrive(late) => self.world.borrow_mut().arrive(late),
        }
    }

    /// Lets `task` make `calls` calls that all work.
    pub fn step(&mut self, task: usize, calls: usize) {
        for _ in 0..calls {
            assert!(self.waits(task).is_some(), "task {task} has nothing more to do");
            self.make(Choice::Step(task, Fate::Works));
        }
    }

    /// Lets `task` run until it is about to call `verb`.
    pub fn step_to(&mut self, task: usize, verb: &str) {
        while let Some(wish) = self.waits(task) {
            if wish.verb == verb {
                return;
            }
            self.step(task, 1);
        }
        panic!("task {task} never calls {verb}");
    }

    /// Lets `task` run to its end.
    pub fn finish(&mut self, task: usize) {
        while self.waits(task).is_some() {
            self.step(task, 1);
        }
    }

    /// Returns the call that `task` waits for.
    pub fn waits(&self, task: usize) -> Option<Wish> {
        self.desks[task].borrow().waiting.clone()
    }

    /// Returns how many tasks there are.
    pub fn tasks(&self) -> usize {
        self.players.len()
    }

    /// Returns how many swaps are still under way.
    pub fn late(&self) -> usize {
        self.world.borrow().late.len()
    }

    /// Returns what `task` ended with, if it has.
    pub fn answer(&self, task: usize) -> Option<&A> {
        match &self.players[task] {
            Player::Done(answer) => Some(answer),
            Player::Playing(_) | Player::Dead => None,
        }
    }

    /// Returns what is stored.
    pub fn stored(&self) -> BTreeMap<String, Vec<u8>> {
        self.world.borrow().entries.clone()
    }

    /// Tells two states apart.
    pub(super) fn digest(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        let world = self.world.borrow();
        (&world.entries, &world.late, self.crashes, self.faults).hash(&mut hasher);
        for (desk, player) in self.desks.iter().zip(&self.players) {
            let desk = desk.borrow();
            (desk.answers, desk.calls, matches!(player, Player::Dead)).hash(&mut hasher);
        }
        hasher.finish()
    }

    fn poll(&mut self, task: usize) {
        let player = &mut self.players[task];
        if let Player::Playing(future) = player
            && let Poll::Ready(answer) = future.as_mut().poll(&mut Context::from_waker(Waker::noop()))
        {
            *player = Player::Done(answer);
        }
    }
}
