//! The world outside of the service: registers that flap, and gateways for short messages that take what they say they have
//! not taken.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use bytes::Bytes;
use domain::check::Register;
use edge::{Body, Unanswered};
use http::{Request, Response, StatusCode};
use people::{Kind, Person};
use serde_json::{Value, json};

use crate::world::{HOUR, MINUTE, Micros, SECOND, World};

/// The origin of the registers.
pub(crate) const REGISTERS: &str = "https://registers.example";
/// The origin of the gateway for short messages.
pub(crate) const GATEWAY: &str = "https://sms.example";

/// A message that has arrived at a telephone.
#[derive(Clone, Debug)]
pub(crate) struct Arrival {
    pub(crate) when: Micros,
    pub(crate) to: String,
    pub(crate) text: String,
    pub(crate) key: String,
}

/// Everything outside that answers. Requests and arrivals are counted apart.
#[derive(Default)]
pub(crate) struct Outside {
    /// Whether the gateway sends once what it is handed twice under one key.
    pub(crate) honours_keys: Cell<bool>,
    /// Which registers are down.
    pub(crate) down: RefCell<BTreeSet<&'static str>>,
    /// Whether the gateway is out of service.
    pub(crate) gateway_down: Cell<bool>,
    /// What staff have set on the examination site, by document number.
    pub(crate) registrations: RefCell<BTreeMap<String, &'static str>>,
    /// How often each register was asked about each person.
    pub(crate) asked: RefCell<BTreeMap<(String, String), u64>>,
    /// How often the gateway was handed each key.
    pub(crate) handed_over: RefCell<BTreeMap<String, u64>>,
    pub(crate) arrived: RefCell<Vec<Arrival>>,
}

impl Outside {
    /// Answers a request of a component, or does not.
    pub(crate) async fn answer(
        self: Rc<Self>,
        world: Rc<World>,
        request: Request<Bytes>,
    ) -> Result<Response<Body>, Unanswered> {
        let mishap = mishap(&world);
        world.sleep(delay(&world)).await;
        match mishap {
            Some(Mishap::Unconnected) => return Err(Unanswered::Unconnected),
            Some(Mishap::CrashBefore) => world.crash().await,
            Some(Mishap::CrashAfter | Mishap::Silent | Mishap::Broken) | None => {}
        }
        let address = request.uri().to_string();
        let answer = if address.starts_with(GATEWAY) {
            self.take(&world, &request)
        } else {
            self.look_up(&address, request.body())
        };
        match mishap {
            Some(Mishap::CrashAfter) => world.crash().await,
            Some(Mishap::Silent) => std::future::pending::<()>().await,
            Some(Mishap::Broken) => return Err(Unanswered::Unreachable),
            Some(Mishap::Unconnected | Mishap::CrashBefore) | None => {}
        }
        world.sleep(delay(&world)).await;
        answer
    }

    fn look_up(&self, address: &str, body: &Bytes) -> Result<Response<Body>, Unanswered> {
        let path = address.strip_prefix(REGISTERS).and_then(|path| path.strip_prefix("/registers/"));
        let name = path.and_then(|path| path.strip_suffix("/lookups")).unwrap_or_default();
        let Some(register) = Register::ALL.into_iter().find(|register| register.name() == name) else {
            return answered(StatusCode::NOT_FOUND, &Value::Null);
        };
        let lookup: Value = serde_json::from_slice(body).unwrap_or_default();
        let number = lookup["document_number"].as_str().unwrap_or_default().to_owned();
        *self.asked.borrow_mut().entry((name.to_owned(), number.clone())).or_default() += 1;
        if self.down.borrow().contains(register.name()) {
            return answered(StatusCode::SERVICE_UNAVAILABLE, &Value::Null);
        }
        let entry = Person::with_number(&number).and_then(|person| self.entry(register, person));
        answered(StatusCode::OK, &json!({ "entry": entry }))
    }

    fn entry(&self, register: Register, person: Person) -> Option<Value> {
        let kind = person.kind();
        let mut entry = json!({ "name": person.name(), "document-number": person.number() });
        match register {
            Register::ResidentRegister => {
                let at_home = kind != Kind::WithPermit && kind != Kind::WithoutPermit;
                entry["household"] = if at_home { "440304" } else { "430102" }.into();
            }
            Register::ResidencePermits if kind == Kind::WithPermit => {
                entry["place"] = "440305".into();
                entry["valid-until"] = "2028-12-31".into();
            }
            Register::Diplomas if kind != Kind::NoDiploma => entry["education"] = "bachelor".into(),
            Register::ExaminationSite => {
                let set = self.registrations.borrow().get(&person.number()).copied();
                entry["stage"] = "primary".into();
                entry["education"] = "bachelor".into();
                entry["status"] = set.unwrap_or("awaiting-review").into();
            }
            // The roster lies in the store, and nobody is asked.
            Register::ResidencePermits | Register::Diplomas | Register::Roster => return None,
        }
        Some(entry)
    }

    /// Takes a message, and says so, or not.
    fn take(&self, world: &World, request: &Request<Bytes>) -> Result<Response<Body>, Unanswered> {
        let header = request.headers().get("idempotency-key").and_then(|value| value.to_str().ok());
        let key = header.unwrap_or_default().to_owned();
        if self.gateway_down.get() {
            return answered(StatusCode::SERVICE_UNAVAILABLE, &Value::Null);
        }
        let message: Value = serde_json::from_slice(request.body()).unwrap_or_default();
        let text = |name: &str| message[name].as_str().unwrap_or_default().to_owned();
        let times = {
            let mut handed_over = self.handed_over.borrow_mut();
            let times = handed_over.entry(key.clone()).or_default();
            *times += 1;
            *times
        };
        if times == 1 || !self.honours_keys.get() {
            let arrival = Arrival { when: world.now(), to: text("to"), text: text("text"), key: key.clone() };
            self.arrived.borrow_mut().push(arrival);
        }
        answered(StatusCode::OK, &json!({ "id": key }))
    }
}

/// How a call to the outside can end otherwise than it should.
#[derive(Clone, Copy)]
enum Mishap {
    Unconnected,
    CrashBefore,
    CrashAfter,
    /// It is taken, and nobody ever answers.
    Silent,
    /// It is taken, and the answer breaks off.
    Broken,
}

fn mishap(world: &World) -> Option<Mishap> {
    let dice = world.dice();
    // There are few calls to the outside, and each of them is worth a mishap.
    if !dice.happens(5 * world.trouble.get()) {
        return None;
    }
    let (mishap, name) = *dice.pick(&[
        (Mishap::Unconnected, "outside: not connected"),
        (Mishap::CrashBefore, "outside: crash before a call"),
        (Mishap::CrashAfter, "outside: crash after a call"),
        (Mishap::Silent, "outside: taken and never answered"),
        (Mishap::Broken, "outside: taken, and the answer broke off"),
    ]);
    world.tally.count(name);
    Some(mishap)
}

fn delay(world: &World) -> Micros {
    let (dice, trouble) = (world.dice(), world.trouble.get());
    if dice.happens(2 * trouble) && dice.happens(250) {
        world.tally.count("outside: slept for up to an hour");
        return dice.between(MINUTE, HOUR);
    }
    if dice.happens(5 * trouble) { dice.below(15 * SECOND) } else { dice.between(1_000, 50_000) }
}

fn answered(status: StatusCode, body: &Value) -> Result<Response<Body>, Unanswered> {
    let mut response = Response::new(Body::full(body.to_string()));
    *response.status_mut() = status;
    Ok(response)
}
