//! The bench: what an operation calls, what it costs inside wasm, how long it takes, and how large everything is.

mod chart;
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
mod report;
mod sizes;
mod sweep;
mod table;
mod times;
mod units;

pub use chart::chart;
pub use compare::{Comparison, compare};
pub use components::{Starting, start};
pub use cost::Cost;
pub use journeys::{AT_ONCE, Effort, Journey, Travelled, travel};
pub use load::{Load, get_and_set};
pub use operations::Operation;
pub use population::{DUE_OF, load, partitions};
pub use report::{Bar, Report};
pub use sizes::{Sizes, sizes};
pub use sweep::{Sweeping, sweep};
pub use times::Times;
