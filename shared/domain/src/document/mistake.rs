//! What is wrong in a document, and where.

/// Something in a document that is not as it has to be.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {kind}")]
pub struct Mistake {
    /// Where, counting from 1.
    pub line: usize,
    /// What it is.
    pub kind: MistakeKind,
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MistakeKind {
    /// The bytes are not UTF-8 from this line on.
    #[error("not UTF-8")]
    NotUtf8,
    /// The text is not TOML, or a key is there twice.
    #[error("{0}")]
    Syntax(String),
    /// Something has to be there and is not.
    #[error("the {what} {name} is missing")]
    Missing {
        /// What it is: a key, a text, a message.
        what: &'static str,
        /// Its name.
        name: &'static str,
    },
    /// There is something that nobody knows, or a name that nothing has.
    #[error("there is no {what} called {name}{}", perhaps(possible))]
    Unknown {
        /// What it should be or name.
        what: &'static str,
        /// The name.
        name: String,
        /// What could stand in its place, if anything is known about that.
        possible: Vec<&'static str>,
    },
    /// A value is of another type.
    #[error("{key}: expected {expected}, found {found}")]
    Type {
        /// The key of the value.
        key: String,
        /// What it has to be.
        expected: &'static str,
        /// What it is.
        found: &'static str,
    },
    /// A value is of the right type and makes no sense.
    #[error("{key}: {why}")]
    Value {
        /// The key of the value.
        key: String,
        /// What the type that it should become says.
        why: String,
    },
    /// A number is out of its range.
    #[error("{key} is a number from {min} to {max}")]
    Range {
        /// The key of the number.
        key: String,
        /// The least that it can be.
        min: u64,
        /// The most that it can be.
        max: u64,
    },
    /// A list is too short or too long.
    #[error("{key} has {found} entries, and must have {min} to {max}", max = super::ENTRIES_MAX)]
    Count {
        /// The key of the list.
        key: String,
        /// How many there have to be.
        min: usize,
        /// How many there are.
        found: usize,
    },
    /// Two entries of a list have the same name.
    #[error("the name {0} is there already")]
    Duplicate(String),
    /// Each value makes sense, and together they do not.
    #[error("{0}")]
    Rule(&'static str),
}

fn perhaps(possible: &[&str]) -> String {
    if possible.is_empty() { String::new() } else { [", but perhaps: ", &possible.join(", ")].concat() }
}
