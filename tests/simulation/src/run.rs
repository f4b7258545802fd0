//! One run: a plan is played, then everybody comes to rest, and the witness says what was wrong.

use std::rc::Rc;

use chrono::{DateTime, Utc};
use domain::id::AccountId;
use futures::FutureExt as _;
use store::{Memory, Store, seeded};

use crate::dice::Dice;
use crate::machines::{Answer, COUNT, Machines};
use crate::outside::Outside;
use crate::people::{People, Somebody, person};
use crate::plan::{CANDIDATES, Does, Plan, REVIEWERS, Step};
use crate::programme::Programme;
use crate::provider::Simulated;
use crate::roster::Roster;
use crate::snapshot::{KEYS, ROTATED, Snapshot, ring, telephone};
use crate::tally::Tally;
use crate::witness::{Ending, Witness};
use crate::world::{DAY, HOUR, Home, MINUTE, Micros, Slot, Step as Went, World, micros_of};

/// A run that takes more steps than this comes to no end.
const STEPS_MAX: u64 = 2_000_000;

/// What came of a run.
pub(crate) struct Outcome {
    /// The first promise that was broken.
    pub(crate) broken: Option<String>,
    /// What went wrong, by kind.
    pub(crate) mishaps: Tally,
    /// How often each promise was put to the test.
    pub(crate) promises: Tally,
    pub(crate) steps: u64,
}

/// Plays a plan to its end.
pub(crate) fn play(plan: &Plan, snapshot: &Snapshot) -> Outcome {
    let world = World::new(plan.trouble);
    let memory = Memory::default();
    memory.restore(snapshot.stored.clone());
    let secrets = (0..CANDIDATES).flat_map(|place| {
        let person = person(place);
        [person.name(), person.number(), telephone(place)]
    });
    let secrets = match plan.programme {
        Programme::Choosing => secrets.collect(),
        Programme::Deriving => secrets.chain(Roster::secrets()).collect(),
    };
    let store = Store::new(memory.clone(), ring(KEYS), seeded(2));
    if plan.skews[0] != plan.skews[1] {
        world.tally.count("clocks that differ from the beginning");
    }
    let witness = Rc::new(Witness::new(store.clone(), plan.programme, snapshot.policy.clone(), secrets));
    let provider =
        Simulated { world: world.clone(), memory, witness: witness.clone(), hides_errors: plan.hides_errors };
    let outside = Rc::new(Outside::default());
    outside.honours_keys.set(plan.honours_keys);
    let machines = Machines::new(&world, provider, outside.clone(), ring(KEYS), plan.skews);
    let candidates = (0..CANDIDATES)
        .map(|place| Somebody::candidate(snapshot.accounts[place], person(place), telephone(place)));
    let reviewers = (0..REVIEWERS).map(|place| {
        let account = AccountId::from_u128(1_000 + place as u128);
        Somebody::reviewer(account, person(0), plan.programme)
    });
    let people = Rc::new(People {
        programme: plan.programme,
        machines: machines.clone(),
        witness: witness.clone(),
        store,
        candidates: candidates.collect(),
        reviewers: reviewers.collect(),
    });

    let mut run = Run { world: world.clone(), machines, people, outside: outside.clone(), steps: 0 };
    for step in &plan.steps {
        run.begin(step);
    }
    run.go_on();
    if witness.broken().is_none() {
        let now = run.come_to_rest();
        if let Some(roster) = plan.roster() {
            run.import_once_more(roster);
        }
        let (world, outside) = (&*world, &*outside);
        Ending { witness: &witness, world, outside, now }.check();
    }
    world.end();
    run.machines.end();
    Outcome {
        broken: witness.broken(),
        mishaps: world.tally.clone(),
        promises: witness.tally.clone(),
        steps: run.steps,
    }
}

/// A run under way.
struct Run {
    world: Rc<World>,
    machines: Rc<Machines>,
    people: Rc<People>,
    outside: Rc<Outside>,
    steps: u64,
}

impl Run {
    /// Puts a step on the agenda.
    fn begin(&self, step: &Step) {
        let (when, does, dice) = (step.when, step.does, Dice::new(step.seed));
        let (world, machines, people) = (self.world.clone(), self.machines.clone(), self.people.clone());
        let outside = self.outside.clone();
        let own = dice.split();
        self.world.spawn(Home::Outside, &own, async move {
            world.sleep(when.saturating_sub(world.now())).await;
            match does {
                Does::Candidate(candidate, act) => people.act(candidate, act, &dice).await,
                Does::Review(reviewer, outcome) => people.review(reviewer, outcome, &dice).await,
                Does::OwnCase(candidate) => people.review_own(candidate, &dice).await,
                Does::Site(candidate, status) => {
                    outside.registrations.borrow_mut().insert(person(candidate).number(), status);
                }
                Does::Import(roster, times) => {
                    if 1 < times {
                        world.tally.count("office: a roster imported twice at once");
                    }
                    let dice: Vec<Dice> = (0..times).map(|_| dice.split()).collect();
                    futures::future::join_all(dice.iter().map(|dice| people.import(roster, dice))).await;
                }
                Does::Sweep(times) => {
                    if 1 < times {
                        world.tally.count("scheduler: sweeps at once");
                    }
                    let dice: Vec<Dice> = (0..times).map(|_| dice.split()).collect();
                    futures::future::join_all(dice.iter().map(|dice| people.sweep(dice))).await;
                }
                Does::Register(register, is_down) => {
                    world.tally.count("outside: register down or back");
                    let mut down = outside.down.borrow_mut();
                    if is_down {
                        down.insert(register)
                    } else {
                        down.remove(register)
                    };
                }
                Does::Gateway(is_down) => {
                    world.tally.count("outside: gateway down or back");
                    outside.gateway_down.set(is_down);
                }
                Does::Outage(milliseconds) => {
                    world.tally.count("store: outage");
                    world.outage.set(world.now() + 1_000 * milliseconds);
                }
                Does::Crash(machine) => {
                    world.tally.count("machine: crash");
                    machines.crash(machine);
                }
                Does::Stop => {
                    world.tally.count("machine: both stood still for three days");
                    (0..COUNT).for_each(|machine| machines.crash(machine));
                }
                Does::Jump(machine, skew) => {
                    world.tally.count("clock: jumped");
                    machines.jump(machine, skew);
                }
                Does::Rotate => {
                    world.tally.count("rotation");
                    machines.deploy(ring(ROTATED));
                    drop(people.rotate(&dice).await);
                }
            }
        });
    }

    /// Lets everything happen that is under way.
    fn go_on(&mut self) {
        while self.people.witness.broken().is_none() {
            self.steps += 1;
            match self.world.step() {
                Went::Went => {}
                Went::Crashed(machine) => self.machines.restart(machine),
                Went::Over => return,
            }
            let ends = self.steps < STEPS_MAX;
            if !ends {
                self.people.witness.hold("every run comes to its end", false, || "it does not".to_owned());
            }
        }
    }

    /// Nothing goes wrong any more, and the scheduler calls until there is nothing left to do. Returns what the clock of the last
    /// sweep was.
    fn come_to_rest(&mut self) -> DateTime<Utc> {
        self.world.trouble.set(0);
        self.outside.down.borrow_mut().clear();
        self.outside.gateway_down.set(false);
        for machine in 0..COUNT {
            self.machines.jump(machine, 0);
        }
        let mut now = self.world.time();
        let end = self.world.now() + 12 * DAY;
        let mut quiet = 0;
        while self.world.now() < end && quiet < 3 {
            let Some(report) = self.swept() else { break };
            now = report.now;
            let report = report.json();
            let did: u64 = ["ended", "dropped", "elapsed", "taken-over", "messages", "tidied"]
                .iter()
                .map(|what| report[*what].as_u64().unwrap_or_default())
                .sum();
            let next = report["next-due"].as_str().map(micros_of);
            quiet = if did == 0 && next.is_none() { quiet + 1 } else { 0 };
            let wait = if did == 0 {
                next.map_or(HOUR, |next| next.saturating_sub(self.world.now()).max(MINUTE))
            } else {
                MINUTE
            };
            self.wait(wait.min(DAY));
        }
        now
    }

    fn swept(&mut self) -> Option<Answer> {
        self.answered(async |people, dice| people.sweep(&dice).await)
    }

    /// The office imports its last roster twice: whatever was interrupted, and whatever met on the way, the first brings everything
    /// to what the file says, and the second changes nothing.
    fn import_once_more(&mut self, roster: Roster) {
        let first = self.answered(async move |people, dice| people.import(roster, &dice).await);
        if first.is_some() {
            self.people.witness.check_roster(&roster);
        }
        if let Some(again) = self.answered(async move |people, dice| people.import(roster, &dice).await) {
            let counts = again.json();
            let changes =
                counts["new"] != 0 || counts["changed"] != 0 || counts["rows"] != counts["unchanged"];
            let promise = "a roster that is imported again changes nothing";
            self.people.witness.hold(promise, !changes, || counts.to_string());
        }
    }

    /// Lets somebody ask when nothing else happens, and returns what they are answered.
    fn answered(
        &mut self,
        asks: impl AsyncFnOnce(Rc<People>, Dice) -> Option<Answer> + 'static,
    ) -> Option<Answer> {
        let (slot, answering) = Slot::new(&self.world);
        let (people, dice) = (self.people.clone(), Dice::new(self.steps));
        let own = dice.split();
        self.world.spawn(Home::Outside, &own, async move {
            if let Some(answer) = asks(people, dice).await {
                answering.send(answer);
            }
        });
        self.go_on();
        // Where a promise was broken, nothing goes on, and nobody answers.
        slot.answer().now_or_never().flatten()
    }

    fn wait(&mut self, micros: Micros) {
        let world = self.world.clone();
        let dice = Dice::new(self.steps);
        self.world.spawn(Home::Outside, &dice, async move { world.sleep(micros).await });
        self.go_on();
    }
}
