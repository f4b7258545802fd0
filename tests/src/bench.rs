//! The bench: what an operation calls, what it costs inside wasm against the floor, and how fast the host is.

mod compare;
mod cost;
mod floor;
mod load;
mod operations;
mod sizes;

pub use compare::{Comparison, compare};
pub use cost::Cost;
pub use load::{Load, get_and_set};
pub use operations::Operation;
pub use sizes::{Sizes, sizes};
