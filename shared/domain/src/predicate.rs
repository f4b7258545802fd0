//! Predicates over checks, in three-valued logic, and the tree that says how a value came about.
//!
//! A check that nobody could carry out is neither passed nor failed. What follows from the others alone still follows:
//! if one of two alternatives holds, the other need not be known.

use crate::slug::CheckId;
use serde::{Deserialize, Serialize};

/// What is known about a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Truth {
    /// It holds.
    True,
    /// It does not hold.
    False,
    /// Nobody could tell, or nobody has asked yet.
    Unknown,
}

/// A statement about checks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Predicate {
    /// The check has been passed.
    Check(CheckId),
    /// Each of them holds.
    All(Vec<Predicate>),
    /// At least one of them holds.
    Any(Vec<Predicate>),
    /// It does not hold.
    Not(Box<Predicate>),
}

/// A predicate with what is known about it and about each of its parts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Explanation {
    /// What is known about the whole.
    pub truth: Truth,
    /// What it says.
    pub statement: Statement,
}

/// What an explained predicate says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Statement {
    /// The check has been passed.
    Check(CheckId),
    /// Each of them holds.
    All(Vec<Explanation>),
    /// At least one of them holds.
    Any(Vec<Explanation>),
    /// It does not hold.
    Not(Box<Explanation>),
}

impl Truth {
    /// Returns its name over HTTP and in pages.
    pub const fn name(self) -> &'static str {
        match self {
            Self::True => "true",
            Self::False => "false",
            Self::Unknown => "unknown",
        }
    }
}

impl Predicate {
    /// Deeper than anybody understands, and far from what a reader that calls itself could not bear.
    pub const DEPTH_MAX: usize = 8;

    /// Evaluates the predicate, where `known` tells what is known of a check, and returns how the value came about.
    ///
    /// This is the only way to evaluate one, so that a decision and its explanation cannot disagree.
    pub fn explain(&self, known: &impl Fn(&CheckId) -> Truth) -> Explanation {
        let parts =
            |parts: &[Self]| -> Vec<Explanation> { parts.iter().map(|part| part.explain(known)).collect() };
        match self {
            Self::Check(id) => Explanation { truth: known(id), statement: Statement::Check(id.clone()) },
            Self::All(all) => {
                let parts = parts(all);
                Explanation { truth: Truth::all(&parts), statement: Statement::All(parts) }
            }
            Self::Any(any) => {
                let parts = parts(any);
                Explanation { truth: Truth::any(&parts), statement: Statement::Any(parts) }
            }
            Self::Not(part) => {
                let part = part.explain(known);
                Explanation { truth: part.truth.not(), statement: Statement::Not(Box::new(part)) }
            }
        }
    }

    /// Returns the checks that it speaks of, in their order, each as often as it does.
    pub fn checks(&self) -> Vec<&CheckId> {
        match self {
            Self::Check(id) => vec![id],
            Self::All(parts) | Self::Any(parts) => parts.iter().flat_map(Self::checks).collect(),
            Self::Not(part) => part.checks(),
        }
    }

    /// Tells whether anything in it must not hold.
    pub fn negates(&self) -> bool {
        match self {
            Self::Check(_) => false,
            Self::All(parts) | Self::Any(parts) => parts.iter().any(Self::negates),
            Self::Not(_) => true,
        }
    }

    /// Returns how many predicates lie within each other, this one included.
    pub fn depth(&self) -> usize {
        match self {
            Self::Check(_) => 1,
            Self::All(parts) | Self::Any(parts) => {
                1 + parts.iter().map(Self::depth).max().unwrap_or_default()
            }
            Self::Not(part) => 1 + part.depth(),
        }
    }
}

impl Truth {
    /// What is not known is not known of its contrary either.
    const fn not(self) -> Self {
        match self {
            Self::True => Self::False,
            Self::False => Self::True,
            Self::Unknown => Self::Unknown,
        }
    }

    fn all(parts: &[Explanation]) -> Self {
        let has = |truth: Self| parts.iter().any(|part| part.truth == truth);
        match (has(Self::False), has(Self::Unknown)) {
            (true, _) => Self::False,
            (false, true) => Self::Unknown,
            (false, false) => Self::True,
        }
    }

    fn any(parts: &[Explanation]) -> Self {
        let has = |truth: Self| parts.iter().any(|part| part.truth == truth);
        match (has(Self::True), has(Self::Unknown)) {
            (true, _) => Self::True,
            (false, true) => Self::Unknown,
            (false, false) => Self::False,
        }
    }
}

#[cfg(test)]
mod tests;
