//! Why a file is no policy, with the line to look at.

use crate::document::Mistake;

/// Why a file is no policy.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PolicyError {
    /// The file is larger than any policy needs to be.
    #[error("the file has {bytes} bytes, and a policy at most {max}", max = super::Policy::BYTES_MAX)]
    TooLarge {
        /// Its size.
        bytes: usize,
    },
    /// Something in it is not as a policy has it.
    #[error(transparent)]
    Mistake(#[from] Mistake),
}
