//! A difference in plain words.

use super::{Difference, Moved, Part, PartChange};
use std::fmt;

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "what is written")?;
        for Moved { name, from, to } in &self.moved {
            let written = |value: &Option<String>| value.clone().unwrap_or_else(|| "nothing".to_owned());
            writeln!(f, "  {name}: from {} to {}", written(from), written(to))?;
        }
        for Part { list, id, change } in &self.parts {
            match change {
                PartChange::Added => writeln!(f, "  {list} {id}: is new")?,
                PartChange::Removed => writeln!(f, "  {list} {id}: is gone")?,
                PartChange::Renamed { from, to } => writeln!(
                    f,
                    "  {list} {id}: is called {} ({}), and was called {} ({})",
                    to.zh, to.en, from.zh, from.en
                )?,
                PartChange::Changed(what) => writeln!(f, "  {list} {id}: differs in {what}")?,
            }
        }
        if self.moved.is_empty() && self.parts.is_empty() {
            writeln!(f, "  neither instants nor what is listed")?;
        }
        writeln!(f, "\nof {} people with the same answers", self.people)?;
        for (effect, (count, example)) in &self.effects {
            writeln!(f, "  {count} {}\n    {example}", effect.words())?;
        }
        if self.effects.is_empty() {
            writeln!(f, "  nobody is affected")?;
        }
        Ok(())
    }
}
