//! The service: two machines with clocks of their own, on which instances answer requests and die in the middle of them.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use bytes::Bytes;
use chrono::{DateTime, TimeDelta, Utc};
use domain::actor::Actor;
use edge::{Body, Clock, Component, Context, Outside, Service, Settings};
use http::{HeaderMap, Request, Response};
use serde_json::Value;
use store::{Entropy, KeyRing, Store};

use crate::dice::Dice;
use crate::outside::{self, GATEWAY, REGISTERS};
use crate::provider::Simulated;
use crate::world::{Home, MINUTE, SECOND, Slot, World};

/// How many machines there are.
pub(crate) const COUNT: usize = 2;

/// What the scheduler and operators name.
pub(crate) const OPERATOR_SECRET: &str = "the operator secret of the simulation";

const ORIGIN: &str = "https://miaopi.example";

/// Opens sessions, as a login does when the provider has vouched for somebody.
const LOGIN: Component = Component { name: "login", gate: edge::Gate::Open, variables: &[] };

/// A request, which a network may deliver twice.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) method: &'static str,
    pub(crate) path: String,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: Bytes,
}

/// An answer, and what the clock of the machine was when the request arrived.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    pub(crate) now: DateTime<Utc>,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }

    /// Returns the code of a problem.
    pub(crate) fn code(&self) -> String {
        self.json()["code"].as_str().unwrap_or_default().to_owned()
    }

    pub(crate) fn header(&self, name: &str) -> Option<String> {
        self.headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned)
    }
}

type Instance = Rc<Service<Simulated>>;

/// A machine.
struct Machine {
    /// How far its clock is ahead, in milliseconds.
    skew: Cell<i64>,
    instances: RefCell<BTreeMap<&'static str, Instance>>,
}

/// The machines of the service.
pub(crate) struct Machines {
    pub(crate) world: Rc<World>,
    provider: Simulated,
    pub(crate) outside: Rc<outside::Outside>,
    ring: RefCell<KeyRing>,
    machines: Vec<Machine>,
}

impl Machines {
    pub(crate) fn new(
        world: &Rc<World>,
        provider: Simulated,
        outside: Rc<outside::Outside>,
        ring: KeyRing,
        skews: [i64; COUNT],
    ) -> Rc<Self> {
        let machine = |skew| Machine { skew: Cell::new(skew), instances: RefCell::default() };
        Rc::new(Self {
            world: world.clone(),
            provider,
            outside,
            ring: RefCell::new(ring),
            machines: skews.into_iter().map(machine).collect(),
        })
    }

    /// Sets a clock.
    pub(crate) fn jump(&self, machine: usize, milliseconds: i64) {
        self.machines[machine].skew.set(milliseconds);
    }

    /// Pulls the plug of a machine, and starts it anew.
    pub(crate) fn crash(&self, machine: usize) {
        self.world.unplug(machine);
        self.restart(machine);
    }

    /// Starts a machine anew, with nothing that it knew.
    pub(crate) fn restart(&self, machine: usize) {
        self.machines[machine].instances.borrow_mut().clear();
    }

    /// Ends everything: instances hold the world that they run in.
    pub(crate) fn end(&self) {
        for machine in 0..self.machines.len() {
            self.restart(machine);
        }
    }

    /// Deploys other master keys, the one in force first.
    pub(crate) fn deploy(&self, ring: KeyRing) {
        *self.ring.borrow_mut() = ring;
        (0..self.machines.len()).for_each(|machine| self.crash(machine));
    }

    /// Sends a request and waits for its answer, if there ever is one. The network may deliver it late, and twice.
    pub(crate) async fn ask(self: &Rc<Self>, asked: Asked, dice: &Dice) -> Option<Answer> {
        let trouble = self.world.trouble.get();
        if dice.happens(2 * trouble) {
            self.world.tally.count("network: request delayed");
            self.world.sleep(dice.below(20 * MINUTE)).await;
        }
        if dice.happens(5 * trouble) {
            self.world.tally.count("network: request delivered twice");
            let (copy, machines, other) = (asked.clone(), self.clone(), dice.split());
            let delay = if dice.happens(500) { dice.below(SECOND) } else { dice.below(30 * MINUTE) };
            self.world.spawn(Home::Outside, dice, async move {
                machines.world.sleep(delay).await;
                drop(machines.deliver(copy, &other).await);
            });
        }
        self.deliver(asked, dice).await
    }

    /// Lets a request arrive.
    async fn deliver(self: &Rc<Self>, asked: Asked, dice: &Dice) -> Option<Answer> {
        self.run(dice, |machines, machine| machines.respond(machine, asked)).await
    }

    /// Opens a session, in which the telephone may have been verified already.
    pub(crate) async fn log_in(
        self: &Rc<Self>,
        actor: Actor,
        is_verified: bool,
        dice: &Dice,
    ) -> Option<String> {
        let answer = self
            .run(dice, move |machines, machine| async move {
                let login = async |_: Request<Body>, cx: &Context<'_, Simulated>| {
                    let opened = cx.open_session(actor).await?;
                    if is_verified {
                        cx.verify_session(&opened.session, cx.now).await?;
                    }
                    Ok(Response::new(Bytes::from(opened.token)))
                };
                let now = machines.clock(machine);
                let instance = machines.instance(machine, LOGIN);
                let response = instance.respond(Request::new(Body::full("")), now, login).await;
                read(response, now)
            })
            .await?;
        (answer.status == 200).then(|| String::from_utf8_lossy(&answer.body).into_owned())
    }

    /// Runs something on one of the machines, and waits for what comes of it.
    async fn run<F>(self: &Rc<Self>, dice: &Dice, what: impl FnOnce(Rc<Self>, usize) -> F) -> Option<Answer>
    where
        F: Future<Output = Answer> + 'static,
    {
        let machine = usize::from(dice.happens(500)) % COUNT;
        let (slot, answering) = Slot::new(&self.world);
        let running = what(self.clone(), machine);
        self.world.spawn(Home::Machine(machine), dice, async move { answering.send(running.await) });
        slot.answer().await
    }

    async fn respond(self: Rc<Self>, machine: usize, asked: Asked) -> Answer {
        let mut request = Request::builder().method(asked.method).uri(&asked.path);
        for (name, value) in &asked.headers {
            request = request.header(*name, value);
        }
        let request = request.body(Body::full(asked.body)).expect("a request");
        let now = self.clock(machine);
        let on = |component| self.instance(machine, component);
        let path = asked.path.as_str();
        let response = if path.starts_with("/api/programmes") {
            on(programmes::COMPONENT).respond(request, now, programmes::handle).await
        } else if path.starts_with("/api/identity") {
            on(identity_check::COMPONENT).respond(request, now, identity_check::handle).await
        } else if path.starts_with("/api/reviews") {
            on(manual_decision::COMPONENT).respond(request, now, manual_decision::handle).await
        } else if path == "/internal/sweep" {
            on(deadline_sweep::COMPONENT).respond(request, now, deadline_sweep::handle).await
        } else if path.starts_with("/internal/rosters") {
            on(rosters::COMPONENT).respond(request, now, rosters::handle).await
        } else if path.starts_with("/internal/") {
            on(administration::COMPONENT).respond(request, now, administration::handle).await
        } else if path.contains("/materials") {
            on(upload_validation::COMPONENT).respond(request, now, upload_validation::handle).await
        } else if path.ends_with("/submission") || path.ends_with("/registration") {
            on(auto_approval::COMPONENT).respond(request, now, auto_approval::handle).await
        } else {
            on(application::COMPONENT).respond(request, now, application::handle).await
        };
        read(response, now)
    }

    fn clock(&self, machine: usize) -> DateTime<Utc> {
        let now = self.world.time() + TimeDelta::milliseconds(self.machines[machine].skew.get());
        let latest = &self.world.latest;
        latest.set(now.max(latest.get()));
        now
    }

    /// Returns the instance of a component on a machine, which is started when it is first needed.
    fn instance(&self, machine: usize, component: Component) -> Instance {
        let mut instances = self.machines[machine].instances.borrow_mut();
        instances.entry(component.name).or_insert_with(|| Rc::new(self.start(component))).clone()
    }

    fn start(&self, component: Component) -> Service<Simulated> {
        let known = [
            (edge::OPERATOR_SECRETS, OPERATOR_SECRET),
            (edge::REGISTERS_URL, REGISTERS),
            (edge::REGISTERS_SECRET, "the secret of the registers"),
            (edge::SMS_URL, GATEWAY),
            (edge::SMS_SECRET, "the secret of the gateway"),
        ];
        let variables = known
            .into_iter()
            .filter(|(name, _)| component.variables.contains(name))
            .map(|(name, value)| (name, value.to_owned()))
            .collect();
        let drawing = self.world.clone();
        let entropy = Entropy::new(move |bytes| {
            drawing.draw(bytes);
            Ok(())
        });
        let store = Store::new(self.provider.clone(), self.ring.borrow().clone(), entropy);
        let witness = self.provider.witness.clone();
        let service = Service::new(component, store, Settings::new(ORIGIN, variables), move |line| {
            witness.logged(line);
        });
        let (world, outside) = (self.world.clone(), self.outside.clone());
        let waiting = self.world.clone();
        let clock = Clock::new(move |time| {
            let world = waiting.clone();
            async move { world.sleep(u64::try_from(time.as_micros()).unwrap_or(u64::MAX)).await }
        });
        let send = move |request| outside.clone().answer(world.clone(), request);
        service.with_outside(Outside::new(send, clock))
    }
}

fn read(response: Response<Bytes>, now: DateTime<Utc>) -> Answer {
    let (head, body) = response.into_parts();
    Answer { status: head.status.as_u16(), headers: head.headers, body, now }
}

/// Tells whether an answer leaves the one who asks in the dark about what has become of it.
pub(crate) fn is_unsure(answer: Option<&Answer>) -> bool {
    answer.is_none_or(|answer| answer.status == 503 || answer.code() == "contended")
}
