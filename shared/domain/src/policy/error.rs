//! Why a file is no policy, with the line to look at.

/// Why a file is no policy. Lines count from 1.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PolicyError {
    /// The file is larger than any policy needs to be.
    #[error("the file has {bytes} bytes, and a policy at most {max}", max = super::Policy::BYTES_MAX)]
    TooLarge {
        /// Its size.
        bytes: usize,
    },
    /// The file is not UTF-8.
    #[error("line {line}: not UTF-8")]
    NotUtf8 {
        /// Where it stops being UTF-8.
        line: usize,
    },
    /// The file is not TOML, a key is unknown, missing or there twice, or a value has the wrong form.
    #[error("line {line}: {message}")]
    Malformed {
        /// Where.
        line: usize,
        /// What the reader says.
        message: String,
    },
    /// A closing has neither `before` nor `until`, or both.
    #[error("line {line}: give either `before` or `until`")]
    BeforeOrUntil {
        /// Where.
        line: usize,
    },
    /// The window closes before it opens, or at the same instant.
    #[error("line {line}: the window closes before it has been open")]
    NeverOpen {
        /// Where the closing is written.
        line: usize,
    },
    /// Corrections would have to be reviewed before the last of them can be there.
    #[error("line {line}: corrections are reviewed before the supplement closes")]
    ReviewedBeforeClosed {
        /// Where the end of the review is written.
        line: usize,
    },
    /// Two categories have the same name.
    #[error("line {line}: the category {id} is there already")]
    DuplicateCategory {
        /// Where the second one is.
        line: usize,
        /// Its name.
        id: crate::slug::CategoryId,
    },
    /// Two checks, or two rules, have the same name.
    #[error("line {line}: the name {name} is there already")]
    DuplicateName {
        /// Where the second one is.
        line: usize,
        /// The name.
        name: String,
    },
    /// A number is out of its range.
    #[error("line {line}: {name} is a number from {min} to {max}")]
    OutOfRange {
        /// Where its table begins.
        line: usize,
        /// Its name.
        name: &'static str,
        /// The least it can be.
        min: u64,
        /// The most it can be.
        max: u64,
    },
    /// A message that cannot be sent as it is.
    #[error("line {line}: {why}")]
    Message {
        /// Where.
        line: usize,
        /// What is wrong with it.
        why: super::InvalidTemplate,
    },
    /// There are materials, and nothing says what their pictures may weigh and measure.
    #[error("line {line}: materials need a table of limits called pictures")]
    NoPictureLimits {
        /// Where the first material is.
        line: usize,
    },
    /// A text is missing that is shown to people.
    #[error("line {line}: the text {name} is missing")]
    MissingText {
        /// Where its table begins.
        line: usize,
        /// Its name.
        name: &'static str,
    },
    /// A name that nothing in the file has, or that the register does not have.
    #[error("line {line}: there is no {what} called {name}")]
    UnknownName {
        /// Where it is used.
        line: usize,
        /// What it should name.
        what: &'static str,
        /// The name.
        name: String,
    },
    /// A condition that cannot hold for its field.
    #[error("line {line}: {why}")]
    Condition {
        /// Where.
        line: usize,
        /// What is wrong with it.
        why: &'static str,
    },
    /// A predicate that says nothing, two things at once, or too much to be understood.
    #[error("line {line}: {why}")]
    Predicate {
        /// Where its rule is.
        line: usize,
        /// What is wrong with it.
        why: &'static str,
    },
    /// There are no categories, or more than a screen can offer.
    #[error("line {line}: a policy has 1 to {max} categories", max = super::file::CATEGORIES_MAX)]
    CategoryCount {
        /// Where the list is.
        line: usize,
    },
}
