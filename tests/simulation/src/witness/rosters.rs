//! What was imported: what was ever on the roster of whom, and in which file it was.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use domain::check::Entry;
use domain::policy::Outcome;
use futures::executor::block_on;
use store::records::RosterRecord;
use store::{Collection, CollectionNumber, Record as _, RecordId, Standing};

use super::{Witness, named};
use crate::machines::Answer;
use crate::roster::Roster;
use crate::world::{Micros, World};

/// What is known of the roster of a season.
pub(super) struct Rosters {
    collection: Collection,
    /// The rows of all files that were sent and are right, as they are stored.
    sent: RefCell<BTreeSet<Vec<u8>>>,
    revisions: RefCell<BTreeMap<RecordId, u64>>,
    /// What was on the roster, and since when, by the number of the document.
    history: RefCell<BTreeMap<String, Vec<(Micros, RosterRecord)>>>,
}

impl Rosters {
    pub(super) fn of(collection: Collection) -> Self {
        Self {
            collection,
            sent: RefCell::default(),
            revisions: RefCell::default(),
            history: RefCell::default(),
        }
    }

    /// Returns what has been on the roster of somebody at some time since an instant. `None` among it is nothing.
    fn since(&self, number: &str, begun: Micros) -> Vec<Option<RosterRecord>> {
        let history = self.history.borrow();
        let known = history.get(number).map(Vec::as_slice).unwrap_or_default();
        let first = known.iter().rposition(|(when, _)| *when < begun);
        let nothing = first.is_none().then_some(None);
        let known = known.iter().skip(first.unwrap_or_default()).map(|(_, record)| Some(record.clone()));
        nothing.into_iter().chain(known).collect()
    }

    /// Returns what is on the roster of somebody now.
    fn newest(&self, number: &str) -> Option<RosterRecord> {
        self.history.borrow().get(number)?.last().map(|(_, record)| record.clone())
    }
}

impl Witness {
    /// Tells whether a collection is the roster.
    pub(super) fn is_roster(&self, name: &str) -> bool {
        self.rosters.as_ref().is_some_and(|rosters| rosters.collection.name == name)
    }

    /// The office is about to send a roster. Of one that is wrong nothing may be found ever.
    pub(crate) fn sends(&self, roster: &Roster) {
        let Some(rosters) = self.rosters.as_ref().filter(|_| !roster.is_wrong) else { return };
        let rows = roster.records().filter_map(|(_, record)| record.encode().ok());
        rosters.sent.borrow_mut().extend(rows);
    }

    /// A partition was swapped, which may be one of the roster.
    pub(super) fn look_at_rosters(&self, world: &World, collection: CollectionNumber, number: u32) {
        let Some(rosters) = self.rosters.as_ref().filter(|known| known.collection.number == collection)
        else {
            return;
        };
        let ledger = self.store.ledger(&rosters.collection);
        for line in block_on(ledger.lines(number)).unwrap_or_default() {
            let known = rosters.revisions.borrow().get(&line.id).copied();
            if line.standing != Standing::Live || known == Some(line.revision) {
                continue;
            }
            let Ok(Some(stored)) = block_on(ledger.read::<RosterRecord>(line.id)) else {
                return self.hold("every line has its body", false, || named(line.id));
            };
            let record = stored.record;
            let was_sent = record.encode().is_ok_and(|row| rosters.sent.borrow().contains(&row));
            self.hold("whatever is imported was in a file without a mistake", was_sent, || named(line.id));
            let facts = record.facts(&rosters.collection).ok();
            self.hold("line and row agree", facts.as_ref() == Some(&line.facts), || named(line.id));
            let number = number_of(&record.entry);
            let is_alone = known.is_some() || rosters.newest(&number).is_none();
            self.hold("a person is on a roster once", is_alone, || named(line.id));
            rosters.revisions.borrow_mut().insert(line.id, line.revision);
            rosters.history.borrow_mut().entry(number).or_default().push((world.now(), record));
        }
    }

    /// The office was answered.
    pub(crate) fn check_import(&self, roster: &Roster, begun: Micros, answer: &Answer) {
        let Some(rosters) = &self.rosters else { return };
        let is_taken = answer.status == 200;
        let promise = "a roster is taken if nothing is wrong in it, and else refused as a whole";
        self.hold(promise, is_taken != roster.is_wrong, || {
            format!("{roster:?}: {} {}", answer.status, answer.code())
        });
        if !is_taken || answer.json()["more"] == true {
            return;
        }
        for (number, record) in roster.records() {
            let written = rosters.since(&number, begun).contains(&Some(record));
            self.hold("an answered import was written", written, || format!("{roster:?}"));
        }
    }

    /// Everything is on the roster as its last file says.
    pub(crate) fn check_roster(&self, roster: &Roster) {
        let Some(rosters) = &self.rosters else { return };
        for (number, record) in roster.records() {
            let same = rosters.newest(&number) == Some(record);
            self.hold("an import ends as its file says, whatever went before", same, || {
                format!("{roster:?}")
            });
        }
    }

    /// Tells whether this was on the roster of somebody at some time since an instant.
    pub(super) fn was_imported(&self, number: &str, registration: &Entry, begun: Micros) -> bool {
        let known = self.rosters.as_ref().map(|rosters| rosters.since(number, begun)).unwrap_or_default();
        known.iter().flatten().any(|record| record.entry == *registration)
    }

    /// Whoever is refused for their registration has that registration, or none, while they ask.
    pub(crate) fn check_refusal(&self, number: &str, begun: Micros, answer: &Answer) {
        let Some(rosters) = &self.rosters else { return };
        let (code, outcome) = (answer.code(), answer.json()["outcome"].clone());
        let has_none = |record: &Option<RosterRecord>| {
            let Some(record) = record else { return false };
            // The instant makes no difference: nothing in a registration ends.
            let derived = self.policy.derive(&record.entry, self.policy.opens());
            matches!(derived, Ok(Outcome::WithoutCategory(without)) if outcome == without.id.as_str())
        };
        let known = rosters.since(number, begun);
        match code.as_str() {
            "not-registered" => {
                let right = known.contains(&None);
                self.hold("nobody is refused who is on the roster", right, String::new);
            }
            "without-category" => {
                let right = known.iter().any(has_none);
                self.hold("nobody is refused who has a category", right, || outcome.to_string());
            }
            _ => {}
        }
    }
}

fn number_of(registration: &Entry) -> String {
    let number = registration.fields().find(|(field, _)| field.as_str() == "document-number");
    number.map(|(_, value)| value).unwrap_or_default()
}
