//! What every test is answered is held against the description of the interface by the kit: `described.rs` shows that it would notice
//! an answer that is not described.

mod described;
