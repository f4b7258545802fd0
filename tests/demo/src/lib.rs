//! One window of Shenzhen, from the evening before 15 April to the morning of 20 April: a candidate for each row of the decision
//! table D.1, the staff, the registers, and the real components on the embedded host. Whatever is printed was read from an answer
//! or on a telephone; only the rows, and the labels of what was read, are ours.

mod candidate;
mod office;
mod page;
mod pictures;
mod play;
mod reading;
mod row;
mod window;

pub use play::play;
pub use reading::Reading;
pub use row::Row;
