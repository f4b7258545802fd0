//! Rows in JSON Lines: one object a line.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::cells::Cells;
use crate::column::Column;
use crate::error::{Place, Reason};
use crate::record::{RECORD_BYTES_MAX, Record};

/// The lines in which something stands.
pub(crate) struct Rows<'a> {
    lines: std::iter::Enumerate<std::str::Lines<'a>>,
}

impl<'a> Rows<'a> {
    pub(crate) fn of(text: &'a str) -> Self {
        Self { lines: text.lines().enumerate() }
    }
}

impl Iterator for Rows<'_> {
    type Item = Record;

    fn next(&mut self) -> Option<Record> {
        let (number, text) = self.lines.by_ref().find(|(_, text)| !text.trim().is_empty())?;
        let line = number + 1;
        if RECORD_BYTES_MAX < text.len() {
            return Some(Record::wrong(line, Place::Row, Reason::RowTooLong));
        }
        // Why it is none is told by serde in words that may repeat a value.
        match serde_json::from_str::<Object>(text) {
            Ok(object) => Some(Record { line, cells: object.cells() }),
            Err(_) => Some(Record::wrong(line, Place::Row, Reason::NoObject)),
        }
    }
}

/// The members of an object, as they stand.
struct Object(Vec<(Option<Column>, Scalar)>);

impl Object {
    fn cells(self) -> Result<Cells, Vec<(Place, Reason)>> {
        let (mut cells, mut wrong, mut known) = (Cells::default(), Vec::new(), Vec::new());
        for (place, (column, value)) in self.0.into_iter().enumerate() {
            let Some(column) = column else {
                wrong.push((Place::Nth(place + 1), Reason::UnknownColumn));
                continue;
            };
            if known.contains(&column) {
                wrong.push((Place::Column(column), Reason::DoubleColumn));
            }
            known.push(column);
            match value {
                Scalar::Text(text) => cells.set(column, &text),
                Scalar::Number(number) => cells.set(column, &number.to_string()),
                Scalar::Flag(is_so) => cells.set(column, if is_so { "yes" } else { "no" }),
                Scalar::Nothing => {}
                Scalar::Other => wrong.push((Place::Column(column), Reason::WrongType)),
            }
        }
        if wrong.is_empty() { Ok(cells) } else { Err(wrong) }
    }
}

/// The value of a member.
enum Scalar {
    Text(String),
    Number(u64),
    Flag(bool),
    Nothing,
    Other,
}

impl<'de> Deserialize<'de> for Object {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Members)
    }
}

/// Takes members that are there twice as they come, where a map would keep one of them.
struct Members;

impl<'de> Visitor<'de> for Members {
    type Value = Object;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Object, A::Error> {
        let mut members = Vec::new();
        while let Some((name, value)) = map.next_entry::<String, Scalar>()? {
            members.push((Column::named(name.trim()), value));
        }
        Ok(Object(members))
    }
}

impl<'de> Deserialize<'de> for Scalar {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Any)
    }
}

struct Any;

impl<'de> Visitor<'de> for Any {
    type Value = Scalar;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_str<E>(self, text: &str) -> Result<Scalar, E> {
        Ok(Scalar::Text(text.to_owned()))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Scalar, E> {
        Ok(Scalar::Number(number))
    }

    fn visit_bool<E>(self, is_so: bool) -> Result<Scalar, E> {
        Ok(Scalar::Flag(is_so))
    }

    fn visit_unit<E>(self) -> Result<Scalar, E> {
        Ok(Scalar::Nothing)
    }

    // Nothing that is right is below zero or broken.
    fn visit_i64<E>(self, _: i64) -> Result<Scalar, E> {
        Ok(Scalar::Other)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Scalar, E> {
        Ok(Scalar::Other)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Scalar, A::Error> {
        while items.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Scalar::Other)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Scalar, A::Error> {
        while members.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Scalar::Other)
    }
}
