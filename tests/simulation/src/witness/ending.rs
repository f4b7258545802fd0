//! What must be true when everything has come to its end: nothing is left undone, nothing is left over, and nobody was told
//! anything twice.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use domain::calendar;
use domain::case::{Approver, Case, Event, MessageStatus, State};
use domain::policy::Gateway;
use futures::executor::block_on;
use store::records::{AccountRecord, ActRecord, CaseRecord, RosterRecord, TelephoneRecord};
use store::{Collection, InvalidBody, PartId, Record};

use super::Witness;
use super::history::told;
use crate::outside::Outside;
use crate::world::{World, at};

/// Everything that is looked at in the end.
pub(crate) struct Ending<'a> {
    pub(crate) witness: &'a Witness,
    pub(crate) world: &'a World,
    pub(crate) outside: &'a Outside,
    /// What the clock of the last sweep was.
    pub(crate) now: DateTime<Utc>,
}

impl Ending<'_> {
    pub(crate) fn check(&self) {
        let cases: Vec<Case> = self.witness.known.borrow().values().map(|(_, case)| case.clone()).collect();
        for case in &cases {
            self.world.tally.count(match case.state() {
                State::Draft(_) => "ended as a draft",
                State::Discarded { .. } => "ended as given up",
                State::Submitted(_) => "ended as submitted",
                State::UnderReview(_) => "ended as escalated",
                State::Returned(_) => "ended as returned",
                State::Approved(approved) if matches!(approved.by, Approver::Rule(_)) => {
                    "ended as approved by rule"
                }
                State::Approved(_) => "ended as passed",
                State::Rejected(_) => "ended as rejected",
                State::Lapsed(_) => "ended as lapsed",
            });
            self.nothing_is_due(case);
            self.witness.check_pictures(case);
            self.messages(case);
            self.registers(case);
        }
        self.codes(&cases);
        self.leftovers();
    }

    /// Whatever falls due was found by a full walk.
    fn nothing_is_due(&self, case: &Case) {
        let policy = &self.witness.policy;
        let due = case.due(policy).filter(|due| *due <= self.now);
        let materials = case.materials().due().filter(|due| *due <= self.now);
        let holds = due.is_none() && materials.is_none();
        self.witness.hold("whatever is due is found by a full walk", holds, || told(case));
    }

    /// Each message is brought to its end. Those of one case arrive in their order, each once where the gateway honours keys; and
    /// where it does not, it is handed over once.
    fn messages(&self, case: &Case) {
        let witness = self.witness;
        let mut latest = 0;
        for message in case.messages() {
            let over =
                !matches!(message.status, MessageStatus::Waiting { .. } | MessageStatus::Claimed { .. });
            witness.hold("every message comes to its end", over, || told(case));
            let key = message.key.to_string();
            let arrivals: Vec<u64> =
                self.outside.arrived.borrow().iter().filter(|a| a.key == key).map(|a| a.when).collect();
            let handed_over = self.outside.handed_over.borrow().get(&key).copied().unwrap_or_default();
            match witness.policy.messages().gateway {
                Gateway::HonoursKeys => {
                    let promise = "a message arrives once where keys are honoured";
                    witness.hold(promise, arrivals.len() <= 1, || told(case));
                }
                Gateway::Plain => {
                    let promise = "a message is handed over once where keys are not honoured";
                    witness.hold(promise, handed_over <= 1, || told(case));
                }
            }
            if message.status == MessageStatus::Sent {
                witness.hold("what is said to be sent has arrived", !arrivals.is_empty(), || told(case));
            }
            if let Some(first) = arrivals.first() {
                let in_order = latest <= *first || self.somebody_slept();
                witness.hold("no older message arrives after a newer one", in_order, || told(case));
                latest = latest.max(*first);
            }
        }
    }

    /// Whoever sleeps between their claim and their call is past every promise about order: they are counted.
    fn somebody_slept(&self) -> bool {
        let slept = ["outside: slept for up to an hour", "store: slept for up to an hour"];
        slept.iter().any(|what| 0 < self.world.tally.of(what))
    }

    /// Each register is asked once for each lease.
    fn registers(&self, case: &Case) {
        let Some(applicant) = case.applicant() else { return };
        let leases = case
            .events()
            .iter()
            .filter(|recorded| matches!(recorded.event, Event::Submitted { .. } | Event::TakenOver { .. }));
        let leases = leases.count() as u64;
        let number = applicant.document.number();
        for ((register, person), times) in self.outside.asked.borrow().iter() {
            if person == number && register != Case::SITE.name() {
                let promise = "a register is asked once for each lease";
                self.witness
                    .hold(promise, *times <= leases, || format!("{register} {times}: {}", told(case)));
            }
        }
    }

    /// No more codes arrive than were reserved, and no more a day than the policy allows, but for those who slept.
    fn codes(&self, cases: &[Case]) {
        let keys: BTreeSet<String> = cases
            .iter()
            .flat_map(|case| case.messages().iter().map(|message| message.key.to_string()))
            .collect();
        let arrived = self.outside.arrived.borrow();
        let codes: Vec<_> = arrived
            .iter()
            .filter(|arrival| arrival.text.starts_with("验证码") && !keys.contains(&arrival.key))
            .collect();
        let reserved = self.witness.reserved();
        self.witness.hold("a code is reserved before it is sent", codes.len() <= reserved, || {
            format!("{} of {reserved}", codes.len())
        });
        let mut days: BTreeMap<_, u64> = BTreeMap::new();
        for code in codes {
            *days.entry((code.to.clone(), calendar::date_at(at(code.when)))).or_default() += 1;
        }
        let quota = self.witness.policy.verification().map_or(0, |rules| u64::from(rules.codes_a_day));
        for times in days.into_values() {
            if quota < times {
                self.world.tally.count("quota exceeded by senders of whom nobody knows what became");
            }
            let holds = times <= quota + self.mishaps();
            self.witness.hold("quotas are not exceeded", holds, || format!("{times} codes"));
        }
    }

    /// Returns how often something has gone wrong with a call.
    fn mishaps(&self) -> u64 {
        let counts = self.world.tally.counts();
        counts.iter().filter(|(what, _)| is_mishap(what)).map(|(_, times)| times).sum()
    }

    /// Nothing lies there that no line names, but for what a mishap has left.
    fn leftovers(&self) {
        let inspect = |collection: &Collection, body: &[u8]| -> Result<Vec<(PartId, u32)>, InvalidBody> {
            match collection.name.as_str() {
                edge::ACCOUNTS => AccountRecord::decode(body).map(|_| Vec::new()),
                edge::TELEPHONES => TelephoneRecord::decode(body).map(|_| Vec::new()),
                edge::acts::ACTS => ActRecord::decode(body).map(|_| Vec::new()),
                name if name.starts_with(edge::cases::COLLECTIONS) => {
                    CaseRecord::decode(body).map(|record| record.chunks())
                }
                name if self.witness.is_roster(name) => RosterRecord::decode(body).map(|_| Vec::new()),
                _ => Err(InvalidBody),
            }
        };
        let report = match block_on(self.witness.store.verify(&inspect)) {
            Ok(report) => report,
            Err(fault) => return self.witness.hold("the store is whole", false, || fault.to_string()),
        };
        self.witness.hold("the store is whole", report.faults.is_empty(), || report.faults.join(", "));
        let mishaps = self.mishaps();
        let left = report.garbage.len() as u64;
        if 0 < left {
            self.world.tally.count("something was left over");
        }
        self.witness.hold("what is left over is bounded by what went wrong", left <= 2 * mishaps, || {
            format!("{left} after {mishaps}")
        });
    }
}

/// Tells whether a count is that of calls that went wrong.
fn is_mishap(what: &str) -> bool {
    ["store: ", "outside: ", "machine: ", "clock: "].iter().any(|kind| what.starts_with(kind))
}
