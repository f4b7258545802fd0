//! A value of a document, which knows its key and where it stands.

use super::{ENTRIES_MAX, Mistake, MistakeKind, Source, Table};
use serde::de::{Deserialize, value::StrDeserializer};
use std::{collections::BTreeMap, fmt::Display, ops::RangeInclusive, str::FromStr};
use toml::{Spanned, de::DeValue};

/// A value that has been taken from its table.
#[derive(Clone, Copy)]
pub(crate) struct Value<'d> {
    source: &'d Source<'d>,
    key: &'d str,
    node: &'d Spanned<DeValue<'d>>,
}

impl<'d> Value<'d> {
    pub(super) const fn new(source: &'d Source<'d>, key: &'d str, node: &'d Spanned<DeValue<'d>>) -> Self {
        Self { source, key, node }
    }

    /// Returns the same value under the key by which people know it.
    pub(crate) const fn known_as(self, key: Self) -> Self {
        Self { key: key.key, ..self }
    }

    /// Reads a text.
    pub(crate) fn text(self) -> Result<&'d str, Mistake> {
        self.node.get_ref().as_str().ok_or_else(|| self.expected("a text"))
    }

    /// Tells whether it is a text.
    pub(crate) fn is_text(self) -> bool {
        self.node.get_ref().as_str().is_some()
    }

    /// Reads what is written as a text.
    pub(crate) fn parse<T: FromStr<Err: Display>>(self) -> Result<T, Mistake> {
        self.text()?.parse().map_err(|error| self.invalid(&error))
    }

    /// Reads one of a few words, by the names that they have everywhere.
    pub(crate) fn word<T: Deserialize<'d>>(self) -> Result<T, Mistake> {
        let word = StrDeserializer::<serde::de::value::Error>::new(self.text()?);
        T::deserialize(word).map_err(|error| self.invalid(&error))
    }

    /// Reads a number that lies in a range.
    pub(crate) fn number<T: TryFrom<u64>>(self, range: RangeInclusive<u64>) -> Result<T, Mistake> {
        T::try_from(self.within(&range)?).map_err(|_| self.out_of(&range))
    }

    fn within(self, range: &RangeInclusive<u64>) -> Result<u64, Mistake> {
        self.integer()?.filter(|number| range.contains(number)).ok_or_else(|| self.out_of(range))
    }

    /// Reads a number, which is none if it is negative or larger than any that makes sense.
    pub(crate) fn integer(self) -> Result<Option<u64>, Mistake> {
        match self.node.get_ref().as_integer() {
            Some(integer) => Ok(u64::from_str_radix(integer.as_str(), integer.radix()).ok()),
            None => Err(self.expected("a number")),
        }
    }

    /// Reads a table.
    pub(crate) fn table<T>(
        self,
        read: impl FnOnce(&mut Table<'d>) -> Result<T, Mistake>,
    ) -> Result<T, Mistake> {
        self.open()?.read(read)
    }

    fn open(self) -> Result<Table<'d>, Mistake> {
        let entries = self.node.get_ref().as_table().ok_or_else(|| self.expected("a table"))?;
        Ok(Table::new(self.source, self.node.span().start, entries))
    }

    /// Reads a list of at least `min` entries.
    pub(crate) fn list<T>(
        self,
        min: usize,
        read: impl FnMut(Self) -> Result<T, Mistake>,
    ) -> Result<Vec<T>, Mistake> {
        self.entries(min)?.into_iter().map(read).collect()
    }

    /// Reads a list of at least `min` entries, each with a name that no other one has.
    pub(crate) fn named<T>(
        self,
        min: usize,
        read: impl FnMut(Self) -> Result<T, Mistake>,
    ) -> Result<Vec<T>, Mistake> {
        let entries = self.entries(min)?;
        no_name_twice(&entries)?;
        entries.into_iter().map(read).collect()
    }

    /// Reads a table whose keys are data.
    pub(crate) fn by_key<T>(
        self,
        mut read: impl FnMut(Self) -> Result<T, Mistake>,
    ) -> Result<BTreeMap<String, T>, Mistake> {
        let mut map = BTreeMap::new();
        for value in self.values()? {
            map.insert(value.key.to_owned(), read(value)?);
        }
        Ok(map)
    }

    fn entries(self, min: usize) -> Result<Vec<Self>, Mistake> {
        let nodes = self.node.get_ref().as_array().ok_or_else(|| self.expected("a list"))?;
        self.count(min, nodes.len())?;
        Ok(nodes.iter().map(|node| Self { node, ..self }).collect())
    }

    fn values(self) -> Result<Vec<Self>, Mistake> {
        let entries = self.node.get_ref().as_table().ok_or_else(|| self.expected("a table"))?;
        self.count(0, entries.len())?;
        Ok(entries.iter().map(|(key, node)| Self { key: key.get_ref(), node, ..self }).collect())
    }

    fn count(self, min: usize, found: usize) -> Result<(), Mistake> {
        if (min..=ENTRIES_MAX).contains(&found) {
            return Ok(());
        }
        Err(self.mistake(MistakeKind::Count { key: self.key.to_owned(), min, found }))
    }

    /// The name of an entry of a list: its `id`, or the text that it is.
    fn name(self) -> Option<(Self, &'d str)> {
        let node = match self.node.get_ref().as_table() {
            Some(table) => table.get("id")?,
            None => self.node,
        };
        Some((Self { node, ..self }, node.get_ref().as_str()?))
    }

    /// Refuses a value that is of the right type and makes no sense.
    pub(crate) fn invalid(self, why: &dyn Display) -> Mistake {
        self.mistake(MistakeKind::Value { key: self.key.to_owned(), why: why.to_string() })
    }

    /// Refuses a value that does not go with the others.
    pub(crate) fn refuse(self, why: &'static str) -> Mistake {
        self.mistake(MistakeKind::Rule(why))
    }

    /// Refuses a name that no `what` has.
    pub(crate) fn unknown(self, what: &'static str) -> Mistake {
        let name = self.node.get_ref().as_str().unwrap_or(self.key).to_owned();
        self.mistake(MistakeKind::Unknown { what, name, possible: Vec::new() })
    }

    fn out_of(self, range: &RangeInclusive<u64>) -> Mistake {
        let (min, max) = (*range.start(), *range.end());
        self.mistake(MistakeKind::Range { key: self.key.to_owned(), min, max })
    }

    fn expected(self, expected: &'static str) -> Mistake {
        let found = self.node.get_ref().type_str();
        self.mistake(MistakeKind::Type { key: self.key.to_owned(), expected, found })
    }

    fn mistake(self, kind: MistakeKind) -> Mistake {
        self.source.mistake(self.node.span().start, kind)
    }
}

fn no_name_twice(entries: &[Value<'_>]) -> Result<(), Mistake> {
    let mut names = Vec::new();
    for (value, name) in entries.iter().filter_map(|entry| entry.name()) {
        if names.contains(&name) {
            return Err(value.mistake(MistakeKind::Duplicate(name.to_owned())));
        }
        names.push(name);
    }
    Ok(())
}
