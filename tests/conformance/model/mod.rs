//! The store's own code in every schedule: writers, creators, readers, sweeps, erasure and rotation.

mod cast;
mod controls;
mod schedules;
mod traces;
mod truths;
