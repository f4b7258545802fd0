//! What has happened, counted: mishaps by their kind, and how often each promise was put to the test.

use std::cell::RefCell;
use std::collections::BTreeMap;

/// Counts by name.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tally(RefCell<BTreeMap<&'static str, u64>>);

impl Tally {
    pub(crate) fn count(&self, what: &'static str) {
        *self.0.borrow_mut().entry(what).or_default() += 1;
    }

    pub(crate) fn of(&self, what: &str) -> u64 {
        self.0.borrow().get(what).copied().unwrap_or_default()
    }

    pub(crate) fn add(&self, other: &Self) {
        let mut counts = self.0.borrow_mut();
        for (what, times) in other.0.borrow().iter() {
            *counts.entry(what).or_default() += times;
        }
    }

    pub(crate) fn counts(&self) -> BTreeMap<&'static str, u64> {
        self.0.borrow().clone()
    }
}
