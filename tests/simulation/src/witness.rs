//! Watches everything that is stored, with every commit and at the end, and keeps the first promise that was broken.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use domain::actor::Actor;
use domain::case::{Case, Claim, Event, Lapse, Recorded, State};
use domain::policy::Policy;
use futures::executor::block_on;
use store::records::{CaseRecord, TelephoneRecord};
use store::{Collection, Key, KeyValue as _, Memory, PartId, RecordId, Standing, Store};

use crate::programme::Programme;
use crate::tally::Tally;
use crate::world::World;

mod derivation;
mod ending;
mod history;
mod rosters;

pub(crate) use ending::Ending;
use rosters::Rosters;

/// What was seen of a case at one of its revisions.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    pub(crate) state: &'static str,
    /// What the e-mail address of the draft was, while it was one: no two edits have the same.
    pub(crate) email: Option<String>,
    /// The pictures that were there, by their names.
    pub(crate) pictures: BTreeSet<String>,
}

/// Watches a store.
pub(crate) struct Witness {
    store: Store<Memory>,
    cases: Collection,
    telephones: Collection,
    pub(crate) programme: Programme,
    pub(crate) policy: Policy,
    /// What was imported, where categories are derived.
    rosters: Option<Rosters>,
    /// What may appear nowhere in clear.
    secrets: Vec<String>,
    known: RefCell<BTreeMap<RecordId, (u64, Case)>>,
    revisions: RefCell<BTreeMap<(RecordId, u64), Seen>>,
    /// Which codes were ever reserved.
    reserved: RefCell<BTreeSet<String>>,
    /// Of how many codes of a telephone nobody has said yet whether they were sent.
    unsettled: RefCell<BTreeMap<RecordId, usize>>,
    claims: RefCell<BTreeMap<RecordId, Claim>>,
    broken: RefCell<Option<String>>,
    pub(crate) tally: Tally,
}

impl Witness {
    pub(crate) fn new(
        store: Store<Memory>,
        programme: Programme,
        policy: Policy,
        secrets: Vec<String>,
    ) -> Self {
        let collection = |name: &str| block_on(store.collection(name)).expect("a collection");
        let stored = block_on(store.programme(policy.programme().as_str())).ok().flatten();
        let season = stored.as_ref().and_then(|programme| programme.current()).expect("a season");
        let roster = policy.derivation().map(|_| store::roster(policy.programme(), policy.season()));
        Self {
            cases: collection(&season.collection),
            telephones: collection(edge::TELEPHONES),
            rosters: roster.map(|name| Rosters::of(collection(&name))),
            store,
            programme,
            policy,
            secrets,
            known: RefCell::default(),
            revisions: RefCell::default(),
            reserved: RefCell::default(),
            unsettled: RefCell::default(),
            claims: RefCell::default(),
            broken: RefCell::default(),
            tally: Tally::default(),
        }
    }

    /// Puts a promise to the test. The first one that does not hold is kept.
    pub(crate) fn hold(&self, promise: &'static str, holds: bool, what: impl FnOnce() -> String) {
        self.tally.count(promise);
        if !holds && self.broken.borrow().is_none() {
            *self.broken.borrow_mut() = Some(format!("{promise}: {}", what()));
        }
    }

    /// Returns the first promise that was broken.
    pub(crate) fn broken(&self) -> Option<String> {
        self.broken.borrow().clone()
    }

    /// Returns a case as it was seen last.
    pub(crate) fn case(&self, id: RecordId) -> Option<Case> {
        self.known.borrow().get(&id).map(|(_, case)| case.clone())
    }

    /// Returns what was seen of a case at a revision.
    pub(crate) fn seen(&self, id: RecordId, revision: u64) -> Option<Seen> {
        self.revisions.borrow().get(&(id, revision)).cloned()
    }

    /// Tells whether `is_so` was seen of a case at a revision, or before it.
    pub(crate) fn was_seen(&self, id: RecordId, revision: u64, is_so: impl Fn(&Seen) -> bool) -> bool {
        self.revisions.borrow().range((id, 0)..=(id, revision)).any(|(_, seen)| is_so(seen))
    }

    /// A line of the log was written.
    pub(crate) fn logged(&self, line: &str) {
        let found = self.secrets.iter().find(|secret| line.contains(secret.as_str()));
        self.hold("nothing personal is logged", found.is_none(), || line.to_owned());
    }

    /// A value is being written.
    pub(crate) fn written(&self, key: &Key, value: &[u8]) {
        let found = self.secrets.iter().find(|secret| {
            let secret = secret.as_bytes();
            value.windows(secret.len()).any(|window| window == secret)
        });
        self.hold("nothing personal is stored in clear", found.is_none(), || key.to_string());
    }

    /// A swap was applied.
    pub(crate) fn swapped(&self, world: &World, key: &Key, value: &[u8]) {
        self.written(key, value);
        let Key::Partition(collection, number) = key else { return };
        if *collection == self.cases.number {
            self.look_at_cases(world, *number);
        } else if *collection == self.telephones.number {
            self.look_at_telephones(*number);
        } else {
            self.look_at_rosters(world, *collection, *number);
        }
    }

    fn look_at_cases(&self, world: &World, number: u32) {
        let ledger = self.store.ledger(&self.cases);
        let lines = match block_on(ledger.lines(number)) {
            Ok(lines) => lines,
            Err(fault) => return self.hold("partitions can be read", false, || fault.to_string()),
        };
        let mut owners = BTreeSet::new();
        for line in lines {
            if line.standing != Standing::Live {
                // A draft that was given up. Nothing is promised about it but that it goes.
                self.known.borrow_mut().remove(&line.id);
                continue;
            }
            let is_new = owners.insert(format!("{:?}", line.body_key()));
            self.hold("a body belongs to one line", is_new, || named(line.id));
            let known = self.known.borrow().get(&line.id).map(|(revision, _)| *revision);
            if known == Some(line.revision) {
                continue;
            }
            let stored = match block_on(ledger.read::<CaseRecord>(line.id)) {
                Ok(Some(stored)) => stored,
                other => {
                    let why = || format!("{}: {:?}", named(line.id), other.map(|_| "nothing"));
                    return self.hold("every line has its body", false, why);
                }
            };
            let case = stored.record.case;
            let facts = CaseRecord::facts(&case, &self.policy, line.facts.claim.map(Into::into));
            self.hold("line and body agree", facts == line.facts, || {
                format!("{}: {facts:?}", named(line.id))
            });
            let grows = known.is_none_or(|known| known < line.revision);
            self.hold("revisions grow", grows, || format!("{} at {}", named(line.id), line.revision));
            let before = self.case(line.id);
            history::check(self, world, before.as_ref(), &case);
            derivation::check(self, world, before.as_ref(), &case);
            self.check_claim(world, line.id, line.facts.claim.map(Into::into), before.as_ref(), &case);
            self.revisions.borrow_mut().insert((line.id, line.revision), seen(&case, &self.policy));
            self.known.borrow_mut().insert(line.id, (line.revision, case));
        }
        self.check_owners();
    }

    /// One person holds a case at a time, and nobody else decides about it.
    fn check_claim(
        &self,
        world: &World,
        id: RecordId,
        claim: Option<Claim>,
        before: Option<&Case>,
        case: &Case,
    ) {
        let held = self.claims.borrow().get(&id).copied();
        if let (Some(held), Some(claim)) = (held, claim) {
            let is_over = held.holder == claim.holder || held.until <= world.latest.get();
            self.hold("a claim is exclusive", is_over, || named(id));
        }
        let known = before.map_or(0, |before| before.events().len());
        for recorded in case.events().iter().skip(known).filter(|recorded| is_decision(recorded)) {
            if let Actor::Staff { id: reviewer, .. } = recorded.actor {
                let theirs = held.is_some_and(|held| held.holder == reviewer);
                self.hold("who decides has claimed the case", theirs, || history::told(case));
                let other = reviewer != case.owner();
                self.hold("nobody decides a case of their own", other, || history::told(case));
            }
        }
        match claim {
            Some(claim) => drop(self.claims.borrow_mut().insert(id, claim)),
            None => drop(self.claims.borrow_mut().remove(&id)),
        }
    }

    /// A candidate has one case at most that has not been given up.
    fn check_owners(&self) {
        let mut owners = BTreeSet::new();
        for number in 0..self.cases.partitions {
            let lines = block_on(self.store.ledger(&self.cases).lines(number)).unwrap_or_default();
            for line in lines.iter().filter(|line| line.standing == Standing::Live) {
                let is_new = owners.insert(format!("{:?}", self.case(line.id).map(|case| case.owner())));
                self.hold("a fingerprint has one owner", is_new, || named(line.id));
            }
        }
    }

    fn look_at_telephones(&self, number: u32) {
        let ledger = self.store.ledger(&self.telephones);
        for line in block_on(ledger.lines(number)).unwrap_or_default() {
            if line.standing != Standing::Live {
                continue;
            }
            let Ok(Some(stored)) = block_on(ledger.read::<TelephoneRecord>(line.id)) else {
                return self.hold("every line has its body", false, || named(line.id));
            };
            // By way of text, since the ids of captchas are larger than a `Value` can hold exactly.
            let codes = serde_json::to_vec(&stored.record.codes).unwrap_or_default();
            let codes: serde_json::Value = serde_json::from_slice(&codes).unwrap_or_default();
            for sending in codes["sendings"].as_array().into_iter().flatten() {
                self.reserved.borrow_mut().insert(sending["attempt"].to_string());
            }
            let sendings = codes["sendings"].as_array().into_iter().flatten();
            let unsettled = sendings.filter(|sending| sending["is_settled"] == false).count();
            self.unsettled.borrow_mut().insert(line.id, unsettled);
        }
    }

    /// Whatever a case holds is there.
    pub(crate) fn check_pictures(&self, case: &Case) {
        let materials =
            self.policy.categories().iter().flat_map(|category| self.policy.materials_of(category));
        let held =
            materials.flat_map(|material| case.materials().held_of(&material.id).map(|(_, held)| held));
        for part in held.flat_map(|held| held.blob.parts.iter()) {
            let there = (0..part.chunks).all(|index| {
                let key = Key::Chunk(PartId(part.id), index);
                block_on(self.store.key_value().get(&key)).is_ok_and(|chunk| chunk.is_some())
            });
            self.hold("every picture that a case holds is there", there, || history::told(case));
        }
    }

    /// Tells whether a record is over, or gone.
    pub(crate) fn is_over(&self, id: RecordId) -> bool {
        let line = block_on(self.store.ledger(&self.cases).line(id)).ok().flatten();
        line.is_none_or(|line| line.standing != Standing::Live)
    }

    /// Tells whether this member of staff has decided about a case.
    pub(crate) fn decided_by(&self, id: RecordId, actor: Actor) -> bool {
        let case = self.case(id);
        let mut events = case.iter().flat_map(|case| case.events());
        events.any(|recorded| is_decision(recorded) && recorded.actor == actor)
    }

    /// Returns of how many codes to a telephone nobody has said yet whether they were sent.
    pub(crate) fn unsettled(&self, telephone: &str) -> usize {
        let ledger = self.store.ledger(&self.telephones);
        let line = block_on(ledger.find(&ledger.fingerprint(telephone.as_bytes()))).ok().flatten();
        line.and_then(|line| self.unsettled.borrow().get(&line.id).copied()).unwrap_or_default()
    }

    /// Returns how many codes were ever reserved.
    pub(crate) fn reserved(&self) -> usize {
        self.reserved.borrow().len()
    }
}

fn named(id: RecordId) -> String {
    edge::cases::case_id(id).to_string()
}

fn seen(case: &Case, policy: &Policy) -> Seen {
    let email = match case.state() {
        State::Draft(draft) => draft.form.email.as_ref().map(|email| email.as_str().to_owned()),
        _ => None,
    };
    let materials = policy.categories().iter().flat_map(|category| policy.materials_of(category));
    let held = materials.flat_map(|material| case.materials().held_of(&material.id));
    let pictures = held.map(|(picture, _)| picture.to_string()).collect();
    Seen { state: case.state().name(), email, pictures }
}

/// Tells whether an event decides a case.
pub(crate) fn is_decision(recorded: &Recorded) -> bool {
    matches!(
        recorded.event,
        Event::ApprovedByRule { .. } | Event::Passed { .. } | Event::Returned { .. } | Event::Rejected { .. }
    )
}

/// Returns the first instant that is too late for whatever `event` did, if it is a person's.
pub(crate) fn cut_off(before: Option<&Case>, event: &Event, policy: &Policy) -> Option<DateTime<Utc>> {
    match (before.map(Case::state), event) {
        (_, Event::Opened { .. } | Event::Submitted { .. }) => Some(policy.closes().too_late),
        (Some(State::Returned(returned)), Event::Corrected { .. }) => Some(returned.closes.too_late),
        _ => None,
    }
}

/// Returns the instant at which a lapse has to be dated.
pub(crate) fn lapse(before: Option<&Case>, cause: Lapse, policy: &Policy) -> Option<DateTime<Utc>> {
    match (before.map(Case::state), cause) {
        (Some(State::Draft(_)), Lapse::NotFiled) => Some(policy.closes().too_late),
        (Some(State::Returned(returned)), Lapse::NotCorrected) => Some(returned.closes.too_late),
        _ => None,
    }
}
