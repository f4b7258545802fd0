//! The record of the suite: a text, and the commands that wrote it.

use domain::id::CommandId;
use serde::{Deserialize, Serialize};
use store::{InvalidBody, KeyRing, Record};

/// A text, and the commands that wrote it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// What it says.
    pub text: String,
    /// Who wrote it, as numbers of commands.
    pub written_by: Vec<u64>,
}

impl Note {
    /// Writes a note.
    pub fn by(command: u64, text: &str) -> Self {
        Self { text: text.to_owned(), written_by: vec![command] }
    }
}

impl Record for Note {
    fn encode(&self) -> Result<Vec<u8>, InvalidBody> {
        serde_json::to_vec(self).map_err(|_| InvalidBody)
    }

    fn decode(bytes: &[u8]) -> Result<Self, InvalidBody> {
        serde_json::from_slice(bytes).map_err(|_| InvalidBody)
    }

    fn bears(&self, command: CommandId) -> bool {
        self.written_by.iter().any(|by| u128::from(*by) == command.as_u128())
    }
}

/// Master keys that are known to everybody: nothing of value may ever lie under them.
const KEYS: [&str; 2] =
    ["1:AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=", "2:AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgI="];

/// Holds both keys, and puts the first in force.
pub fn old_ring() -> KeyRing {
    ring(&format!("{},{}", KEYS[0], KEYS[1]))
}

/// Holds both keys, and puts the second in force.
pub fn new_ring() -> KeyRing {
    ring(&format!("{},{}", KEYS[1], KEYS[0]))
}

/// Holds the second key alone, as when the first was destroyed.
pub fn ring_after() -> KeyRing {
    ring(KEYS[1])
}

fn ring(text: &str) -> KeyRing {
    KeyRing::parse(text).expect("both keys are well-formed")
}
