//! The bench: what an operation calls, what it costs inside wasm against the floor, and how fast the host is.

mod compare;
mod components;
mod cost;
mod counts;
mod file;
mod floor;
mod journeys;
mod load;
mod operations;
mod population;
mod ready;
mod sizes;
mod sweep;
mod times;

pub use compare::{Comparison, compare};
pub use components::{Starting, start};
pub use cost::Cost;
pub use journeys::{AT_ONCE, Effort, Journey, Travelled, travel};
pub use load::{Load, get_and_set};
pub use operations::Operation;
pub use population::{DUE_OF, load, partitions};
pub use sizes::{Sizes, sizes};
pub use sweep::{Sweeping, sweep};
pub use times::Times;
