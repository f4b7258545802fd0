//! What was read of one candidate, as a row of the table at the end.

use serde_json::Value;

use crate::reading::Reading;

/// What was read of one candidate. What was never there to be read is left out.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// The row of D.1 that the candidate plays.
    pub row: &'static str,
    /// Their name.
    pub name: Option<Reading>,
    /// The name of the category in which they have filed.
    pub category: Option<Reading>,
    /// What the check of the household registration came to.
    pub household: Option<Reading>,
    /// What the check of the residence permit came to.
    pub permit: Option<Reading>,
    /// What the check of the conditions of application came to.
    pub conditions: Option<Reading>,
    /// What the check of the diploma came to.
    pub diploma: Option<Reading>,
    /// What the comparison with the registration came to.
    pub comparison: Option<Reading>,
    /// Whether the rule for approving at once holds.
    pub agree: Option<Reading>,
    /// What they were answered when they filed.
    pub filed: Option<Reading>,
    /// What a reviewer has objected to last.
    pub objection: Option<Reading>,
    /// What they read of the case last.
    pub message: Option<Reading>,
    /// What the examination site says of the registration.
    pub registration: Option<Reading>,
    /// The first instant that is too late to pay.
    pub pay_before: Option<Reading>,
    /// What they were told by SMS last, but for codes.
    pub sms: Option<Reading>,
}

impl Row {
    pub(crate) const HEADS: [&'static str; 9] =
        ["row", "name", "category", "household", "permit", "conditions", "diploma", "comparison", "agree"];

    pub(crate) fn new(row: &'static str) -> Self {
        Self { row, ..Self::default() }
    }

    /// Takes what a case shows to its candidate.
    pub(crate) fn take(&mut self, case: &Value, programme: &Value) {
        let check = |name: &'static str| {
            let checks = case["assessment"]["checks"].as_array()?;
            Reading::of(name, checks.iter().find(|check| check["check"] == name)?, "/verdict")
        };
        keep(&mut self.category, category(case, programme));
        keep(&mut self.household, check("household"));
        keep(&mut self.permit, check("residence-permit"));
        keep(&mut self.conditions, check("conditions"));
        keep(&mut self.diploma, check("diploma"));
        keep(&mut self.comparison, check("comparison"));
        keep(&mut self.agree, Reading::of("agree", case, "/assessment/explanation/holds"));
        keep(&mut self.objection, Reading::of("objection", case, "/objections/0/text/zh"));
        keep(&mut self.message, Reading::of("message", case, "/message/zh"));
        keep(&mut self.registration, Reading::of("registration", case, "/registration/name/zh"));
        keep(&mut self.pay_before, Reading::of("pay before", case, "/registration/pay_before"));
    }

    /// Returns what is printed under [`Row::HEADS`].
    pub(crate) fn cells(&self) -> Vec<&str> {
        let read = [
            &self.name,
            &self.category,
            &self.household,
            &self.permit,
            &self.conditions,
            &self.diploma,
            &self.comparison,
            &self.agree,
        ];
        let read = read.into_iter().map(|reading| reading.as_ref().map_or("", Reading::text));
        std::iter::once(self.row).chain(read).collect()
    }

    /// Returns what came of it, as far as it was read.
    pub(crate) fn outcome(&self) -> impl Iterator<Item = &Reading> {
        let Self { filed, objection, message, registration, pay_before, sms, .. } = self;
        [filed, objection, message, registration, pay_before, sms].into_iter().flatten()
    }
}

/// Keeps what was read last: a case that goes on may not show it any more.
pub(crate) fn keep(kept: &mut Option<Reading>, read: Option<Reading>) {
    if read.is_some() {
        *kept = read;
    }
}

/// Returns what the programme calls the category of a case.
fn category(case: &Value, programme: &Value) -> Option<Reading> {
    let id = case.pointer("/filing/category").or_else(|| case.pointer("/draft/category"))?;
    let category = programme["categories"].as_array()?.iter().find(|category| category["id"] == *id)?;
    Reading::of("category", category, "/name/zh")
}
