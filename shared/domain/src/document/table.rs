//! A table whose keys are taken one by one.

use super::{Mistake, MistakeKind, Source, Value};
use toml::{
    Spanned,
    de::{DeString, DeTable},
};

/// A table that is being read. Every key that was asked for is known, and any other is refused in the end.
pub(crate) struct Table<'d> {
    source: &'d Source<'d>,
    /// Where it begins.
    offset: usize,
    entries: &'d DeTable<'d>,
    /// What its keys stand for.
    what: &'static str,
    asked: Vec<&'static str>,
}

impl<'d> Table<'d> {
    pub(super) fn new(source: &'d Source<'d>, offset: usize, entries: &'d DeTable<'d>) -> Self {
        Self { source, offset, entries, what: "key", asked: Vec::new() }
    }

    /// Reads the table, and refuses what nobody has asked for.
    pub(super) fn read<T>(
        mut self,
        read: impl FnOnce(&mut Self) -> Result<T, Mistake>,
    ) -> Result<T, Mistake> {
        let value = read(&mut self)?;
        self.finish()?;
        Ok(value)
    }

    /// Says what the keys of this table stand for, where they are more than keys to whoever writes them.
    pub(crate) fn of(&mut self, what: &'static str) {
        self.what = what;
    }

    /// Takes the value of `key` if it is there.
    pub(crate) fn take(&mut self, key: &'static str) -> Option<Value<'d>> {
        self.asked.push(key);
        self.entries.get(key).map(|node| Value::new(self.source, key, node))
    }

    /// Takes the value of `key`, which must be there.
    pub(crate) fn need(&mut self, key: &'static str) -> Result<Value<'d>, Mistake> {
        self.take(key).ok_or_else(|| self.missing(key))
    }

    /// Takes the value of `key` and reads it, if it is there.
    pub(crate) fn maybe<T>(
        &mut self,
        key: &'static str,
        read: impl FnOnce(Value<'d>) -> Result<T, Mistake>,
    ) -> Result<Option<T>, Mistake> {
        self.take(key).map(read).transpose()
    }

    /// Reads the tables that are listed under `key`, each with a name that no other one has. There may be none.
    pub(crate) fn entries<T>(
        &mut self,
        key: &'static str,
        mut read: impl FnMut(&mut Self) -> Result<T, Mistake>,
    ) -> Result<Vec<T>, Mistake> {
        match self.take(key) {
            Some(list) => list.named(0, |entry| entry.table(&mut read)),
            None => Ok(Vec::new()),
        }
    }

    /// Notes something about the document as a whole.
    pub(crate) fn note(&self, note: &str) {
        let mut notes = self.source.notes.borrow_mut();
        if let Err(place) = notes.binary_search_by(|other| other.as_str().cmp(note)) {
            notes.insert(place, note.to_owned());
        }
    }

    /// Returns what has been noted so far, each once, sorted.
    pub(crate) fn notes(&self) -> Vec<String> {
        self.source.notes.borrow().clone()
    }

    /// Refuses the table as a whole.
    pub(crate) fn refuse(&self, why: &'static str) -> Mistake {
        self.mistake(MistakeKind::Rule(why))
    }

    fn mistake(&self, kind: MistakeKind) -> Mistake {
        self.source.mistake(self.offset, kind)
    }

    fn finish(&self) -> Result<(), Mistake> {
        match self.others().next() {
            None => Ok(()),
            Some(key) => {
                let absent = |known: &&'static str| !self.entries.contains_key(*known);
                Err(self.unknown(key, self.asked.iter().copied().filter(absent).collect()))
            }
        }
    }

    /// A key that nobody has asked for and that is nearly `key` is a slip of the pen, and the better line to look at.
    /// The known keys of a table are further apart, or asked for in an order in which none is taken for another.
    fn missing(&self, key: &'static str) -> Mistake {
        match self.others().find(|other| is_slip(other.get_ref(), key)) {
            Some(other) => self.unknown(other, vec![key]),
            None => self.mistake(MistakeKind::Missing { what: self.what, name: key }),
        }
    }

    fn unknown(&self, key: &Spanned<DeString<'_>>, possible: Vec<&'static str>) -> Mistake {
        let name = key.get_ref().clone().into_owned();
        let kind = MistakeKind::Unknown { what: self.what, name, possible };
        self.source.mistake(key.span().start, kind)
    }

    fn others(&self) -> impl Iterator<Item = &'d Spanned<DeString<'d>>> {
        self.entries.keys().filter(|key| !self.asked.contains(&key.get_ref().as_ref()))
    }
}

/// Tells whether two keys differ in one letter, or in two that have changed places.
fn is_slip<'a>(one: &'a str, other: &'a str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    let begin = one.iter().zip(other).take_while(|(a, b)| a == b).count();
    let rest = one.len().min(other.len()) - begin;
    let end = one.iter().rev().zip(other.iter().rev()).take(rest).take_while(|(a, b)| a == b).count();
    let middle = |key: &'a [u8]| key.get(begin..key.len() - end).unwrap_or_default();
    match (middle(one), middle(other)) {
        ([a, b], [c, d]) => (a, b) == (d, c),
        (one, other) => one.len() <= 1 && other.len() <= 1,
    }
}
