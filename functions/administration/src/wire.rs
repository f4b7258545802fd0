//! What administrators send and are shown. What is true is in `domain`.

pub(crate) mod act;
pub(crate) mod proposal;
