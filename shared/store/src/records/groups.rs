//! The record of a region's groups of reviewers: one for each region that has ever had one.

use domain::group::Groups;
use domain::id::CommandId;
use serde::{Deserialize, Serialize};

use crate::line::Facts;
use crate::record::{self, InvalidBody, Record};

/// The only state of the line of a region's groups.
const KEPT: u8 = 1;

/// What the body of a region's groups holds. The line says nothing: which region it is lies in the fingerprint alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupsRecord {
    format: Format,
    /// The groups.
    pub groups: Groups,
}

/// Written first, as one byte. A field that is added anywhere, or moved, is a new format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum Format {
    V1,
}

impl GroupsRecord {
    /// Returns the record of a region's groups.
    pub const fn new(groups: Groups) -> Self {
        Self { format: Format::V1, groups }
    }

    /// Returns what the line says.
    pub fn facts() -> Facts {
        Facts { state: KEPT, ..Facts::default() }
    }
}

impl Record for GroupsRecord {
    fn encode(&self) -> Result<Vec<u8>, InvalidBody> {
        record::write(self)
    }

    fn decode(bytes: &[u8]) -> Result<Self, InvalidBody> {
        record::read(bytes)
    }

    fn bears(&self, _: CommandId) -> bool {
        // Whoever asks again finds the group as they want it.
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::body::BODY_BYTES_MAX;
    use domain::group::{Group, GroupName, Members, Programmes};
    use domain::id::AccountId;
    use domain::slug::{CHARACTERS_MAX, GroupId, ProgrammeId};
    use std::collections::BTreeSet;

    const SAMPLE: &[u8] = include_bytes!("../../samples/groups-1.bin");

    fn group(name: &str, programmes: &[&str], members: impl Iterator<Item = u128>) -> Group {
        let programmes: BTreeSet<ProgrammeId> = programmes.iter().map(|text| text.parse().unwrap()).collect();
        let members: BTreeSet<AccountId> = members.map(AccountId::from_u128).collect();
        Group {
            name: name.to_owned().try_into().unwrap(),
            programmes: programmes.try_into().unwrap(),
            members: members.try_into().unwrap(),
        }
    }

    fn record() -> GroupsRecord {
        let invented = group("面试审核组", &["invented", "another"], 1..=2);
        let empty = group("后备", &["another"], 0..0);
        let groups = Groups::default().with("interviews".parse().unwrap(), invented).unwrap();
        GroupsRecord::new(groups.with("later".parse().unwrap(), empty).unwrap())
    }

    #[test]
    fn the_sample_of_format_1_is_still_readable() {
        assert_eq!(GroupsRecord::decode(SAMPLE), Ok(record()));
    }

    #[test]
    fn another_format_is_refused_and_so_is_what_ends_too_early_or_too_late() {
        let bytes = record().encode().unwrap();
        let mut newer = bytes.clone();
        newer[0] = 1;
        assert_eq!(GroupsRecord::decode(&newer), Err(InvalidBody));
        assert_eq!(GroupsRecord::decode(&[bytes.as_slice(), &[0]].concat()), Err(InvalidBody));
        for length in 0..bytes.len() {
            assert_eq!(GroupsRecord::decode(&bytes[..length]), Err(InvalidBody), "{length}");
        }
    }

    #[test]
    fn all_groups_that_a_region_can_have_have_room_in_one_body() {
        let long = |number: usize| format!("{number:0>width$}", width = CHARACTERS_MAX);
        let programmes: Vec<String> = (0..Programmes::COUNT_MAX).map(long).collect();
        let programmes: Vec<&str> = programmes.iter().map(String::as_str).collect();
        let members = || (0..Members::COUNT_MAX as u128).map(|number| u128::MAX - number);
        let name = "\u{20000}".repeat(GroupName::CHARACTERS_MAX);
        let groups = (0..Groups::COUNT_MAX).try_fold(Groups::default(), |groups, number| {
            let id: GroupId = long(number).parse().unwrap();
            groups.with(id, group(&name, &programmes, members()))
        });
        let bytes = GroupsRecord::new(groups.unwrap()).encode().unwrap();
        assert!(bytes.len() <= BODY_BYTES_MAX, "{}", bytes.len());
    }

    /// Run with `UPDATE=1` to write the sample of a format that is new. A sample that is there is never changed.
    #[test]
    fn the_newest_format_has_a_sample() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/samples/groups-1.bin");
        if std::env::var_os("UPDATE").is_some() && std::fs::metadata(path).map_or(0, |file| file.len()) == 0 {
            std::fs::write(path, record().encode().unwrap()).unwrap();
        }
        assert_ne!(std::fs::metadata(path).unwrap().len(), 0);
    }
}
