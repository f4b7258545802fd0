//! Serde for what has a text: as that text where people may read it, and in few bytes where only machines do.
//!
//! A text is read where it lies, without a copy of it that is parsed and thrown away.

use serde::de::{Deserialize, Deserializer, Error, Visitor};
use serde::ser::{Serialize, Serializer};
use std::{fmt, marker::PhantomData, str::FromStr};

/// Makes a type with `Display` and `FromStr` a text for serde.
macro_rules! as_text {
    ($name:ty) => {
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_str(crate::text::Text::<Self>::default())
            }
        }
    };
}

/// Makes a type with `Display` and `FromStr` a text for serde, and so many bytes in a compact form.
macro_rules! as_text_or_bytes {
    ($name:ty, $bytes:literal, $into:expr, $from:expr) => {
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                if serializer.is_human_readable() {
                    return serializer.collect_str(self);
                }
                let into: fn($name) -> [u8; $bytes] = $into;
                serializer.serialize_bytes(&into(*self))
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                if deserializer.is_human_readable() {
                    return deserializer.deserialize_str(crate::text::Text::<Self>::default());
                }
                let from: fn([u8; $bytes]) -> $name = $from;
                deserializer.deserialize_bytes(crate::text::Bytes::<$bytes>).map(from)
            }
        }
    };
}

pub(crate) use {as_text, as_text_or_bytes};

/// Reads a value from its text.
pub(crate) struct Text<T>(PhantomData<T>);

impl<T> Default for Text<T> {
    fn default() -> Self {
        Self(PhantomData)
    }
}

impl<T: FromStr<Err: fmt::Display>> Visitor<'_> for Text<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        text.parse().map_err(E::custom)
    }
}

/// Reads exactly so many bytes.
pub(crate) struct Bytes<const N: usize>;

impl<const N: usize> Visitor<'_> for Bytes<N> {
    type Value = [u8; N];

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{N} bytes")
    }

    fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<[u8; N], E> {
        bytes.try_into().map_err(|_| E::invalid_length(bytes.len(), &self))
    }
}

/// A civil day: `2027-04-19`.
pub(crate) mod day {
    use super::{Deserializer, FromStr, Serializer, Text};
    use crate::calendar::{self, InvalidCivil};
    use chrono::NaiveDate;

    struct Day(NaiveDate);

    impl FromStr for Day {
        type Err = InvalidCivil;

        fn from_str(text: &str) -> Result<Self, InvalidCivil> {
            calendar::day(text).map(Self)
        }
    }

    pub(crate) fn serialize<S: Serializer>(day: &NaiveDate, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(day)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<NaiveDate, D::Error> {
        deserializer.deserialize_str(Text::<Day>::default()).map(|Day(day)| day)
    }
}

/// An instant: in RFC 3339 where people may read it, and as its count of milliseconds elsewhere.
pub(crate) mod instant {
    use super::{Deserialize, Deserializer, Error, FromStr, Serialize, Serializer};
    use chrono::{DateTime, Utc};

    struct Rfc3339(DateTime<Utc>);

    impl FromStr for Rfc3339 {
        type Err = chrono::ParseError;

        fn from_str(text: &str) -> Result<Self, Self::Err> {
            DateTime::parse_from_rfc3339(text).map(|at| Self(at.with_timezone(&Utc)))
        }
    }

    pub(crate) fn serialize<S: Serializer>(
        instant: &DateTime<Utc>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            return instant.serialize(serializer);
        }
        serializer.serialize_i64(instant.timestamp_millis())
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<DateTime<Utc>, D::Error> {
        if deserializer.is_human_readable() {
            // Not by chrono's own way, which brings a parser of every form that there is.
            return deserializer.deserialize_str(super::Text::<Rfc3339>::default()).map(|Rfc3339(at)| at);
        }
        let milliseconds = i64::deserialize(deserializer)?;
        DateTime::from_timestamp_millis(milliseconds)
            .ok_or_else(|| D::Error::custom("an instant out of range"))
    }
}

/// As [`instant`], where there may be none.
pub(crate) mod instant_or_none {
    use super::{Deserialize, Deserializer, Serialize, Serializer};
    use chrono::{DateTime, Utc};

    #[derive(serde::Serialize, serde::Deserialize)]
    struct Instant(#[serde(with = "super::instant")] DateTime<Utc>);

    #[expect(clippy::ref_option, reason = "serde passes the field")]
    pub(crate) fn serialize<S: Serializer>(
        instant: &Option<DateTime<Utc>>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        instant.map(Instant).serialize(serializer)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<DateTime<Utc>>, D::Error> {
        Ok(Option::<Instant>::deserialize(deserializer)?.map(|Instant(instant)| instant))
    }
}
