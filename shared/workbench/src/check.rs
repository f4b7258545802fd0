//! What an administrator should know about a policy before it is published: what is wrong in it, what cannot work as it is
//! written, and what is there for nothing.

use crate::{
    lines::Lines,
    report::{Code, Remark, Report},
};
use chrono::{DateTime, Utc};
use domain::{
    calendar::Civil,
    policy::{Policy, PolicyError},
};

mod checks;
mod conditions;
pub(crate) mod derivation;
mod order;
mod rules;
mod table;
pub(crate) mod time;
mod unused;

/// Looks at one side of a policy.
type Look = fn(&Subject<'_>) -> Vec<Remark>;

/// All sides of a policy.
const LOOKS: [Look; 6] = [order::look, time::look, checks::look, rules::look, derivation::look, unused::look];

/// Looks at the file of a policy. What cannot be read is one error, with its line; what can is looked at from all sides.
pub fn check(bytes: &[u8]) -> Report {
    let policy = match Policy::parse(bytes) {
        Ok(policy) => policy,
        Err(error) => return Report::new(vec![refused(&error)]),
    };
    let subject = Subject { policy: &policy, lines: Lines::new(bytes) };
    Report::new(LOOKS.iter().flat_map(|look| look(&subject)).collect())
}

fn refused(error: &PolicyError) -> Remark {
    let (line, sentence) = match error {
        PolicyError::TooLarge { .. } => (None, error.to_string()),
        PolicyError::Mistake(mistake) => (Some(mistake.line), mistake.kind.to_string()),
    };
    Remark { code: Code::InvalidPolicy, line, from: None, sentence }
}

/// A policy that is looked at, and where in its file everything stands.
struct Subject<'f> {
    policy: &'f Policy,
    lines: Lines<'f>,
}

impl Subject<'_> {
    /// Says something about what is reached by these keys.
    fn remark(&self, code: Code, path: &[&str], sentence: String) -> Remark {
        Remark { code, line: self.lines.of(path), from: None, sentence }
    }
}

/// Writes an instant as the file does.
fn written(instant: DateTime<Utc>) -> Civil {
    Civil::Time(instant)
}

#[cfg(test)]
mod tests;
