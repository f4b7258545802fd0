//! Explores every interleaving of tasks over a key-value provider, with crashes and lost answers.
//!
//! It runs the real code, not a copy of it: each call of the provider waits until the explorer lets it happen. A
//! state is what is stored together with what each task has been answered so far, since a task is a function of its
//! answers. States that were seen before are not explored again.

mod explore;
mod provider;
mod run;

pub use explore::{Budget, Found, explore};
pub use provider::Simulated;
pub use run::{Choice, Fate, Run, Scenario, Task};
