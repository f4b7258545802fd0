//! Finds a short list of steps that breaks the same promise.

use crate::plan::Plan;
use crate::run::play;
use crate::snapshot::Snapshot;

/// Leaves out whatever can be left out, larger pieces first.
pub(crate) fn shrink(mut plan: Plan, broken: &str, snapshot: &Snapshot) -> (Plan, String) {
    let promise = broken.split(':').next().unwrap_or_default().to_owned();
    let mut broken = broken.to_owned();
    let mut size = plan.steps.len().div_ceil(2);
    while 0 < size {
        let mut start = 0;
        while start < plan.steps.len() {
            let end = plan.steps.len().min(start + size);
            let mut shorter = plan.clone();
            shorter.steps.drain(start..end);
            match play(&shorter, snapshot).broken.filter(|other| other.starts_with(&promise)) {
                Some(other) => (plan, broken) = (shorter, other),
                None => start = end,
            }
        }
        size /= 2;
    }
    (plan, broken)
}
