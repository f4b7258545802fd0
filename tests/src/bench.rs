//! The bench: what an operation calls, what it costs inside wasm against the floor, and how fast the host is.

mod floor;
mod load;
mod operations;
mod sizes;

pub use floor::floors;
pub use load::{Load, get_and_set};
pub use operations::{Cost, operations};
pub use sizes::{Sizes, sizes};
