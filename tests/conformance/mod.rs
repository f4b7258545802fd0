//! The promises of the store, asked of every adapter, and the model that proves them in every schedule.

mod contention;
mod host;
mod memory;
mod model;
