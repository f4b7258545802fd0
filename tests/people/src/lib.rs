//! Invented people: ten thousand of them, of ten kinds. Their numbers carry valid check characters, and all of them were
//! born in the first days of 1900, so that none is anybody's who could be a candidate.

use chrono::{Datelike as _, Days, NaiveDate};
use serde::Serialize;

mod cast;
pub use cast::{CAST, Part};

/// How many people there are.
pub const COUNT: u32 = 10_000;

/// With these digits begins every telephone.
const TELEPHONES: &str = "138";

/// A district of Shenzhen, with which every number begins.
const REGION: &str = "440304";

/// How many people share a birthday: the sequence number has three digits.
const A_DAY: u32 = 1_000;

const SURNAMES: [&str; 10] = ["王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴"];
const GIVEN: [&str; 10] = ["小明", "晓红", "志强", "丽华", "建国", "雨桐", "思远", "佳琪", "文博", "若曦"];

/// An invented person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Person(u32);

/// What registers know about a person, by the last digit of their place in the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// 0: at home in Shenzhen, and everything agrees.
    AtHome,
    /// 1: at home elsewhere, with a residence permit for Shenzhen, and everything agrees.
    WithPermit,
    /// 2: at home elsewhere, with a permit that has ended.
    PermitEnded,
    /// 3: at home elsewhere, without any permit.
    WithoutPermit,
    /// 4: the diploma is not registered.
    NoDiploma,
    /// 5: the examination site has another name.
    OtherName,
    /// 6: the education is too low for the stage.
    TooLow,
    /// 7: the examination site has another education than the diploma.
    OtherEducation,
    /// 8: not registered for the examination.
    NotRegistered,
    /// 9: no register knows anything.
    Nobody,
}

const KINDS: [Kind; 10] = [
    Kind::AtHome,
    Kind::WithPermit,
    Kind::PermitEnded,
    Kind::WithoutPermit,
    Kind::NoDiploma,
    Kind::OtherName,
    Kind::TooLow,
    Kind::OtherEducation,
    Kind::NotRegistered,
    Kind::Nobody,
];

impl Person {
    /// Returns the person at a place in the list, which begins at 0.
    pub fn new(place: u32) -> Option<Self> {
        (place < COUNT).then_some(Self(place))
    }

    /// Returns the person with this number.
    pub fn with_number(number: &str) -> Option<Self> {
        let birth = NaiveDate::parse_from_str(number.get(6..14)?, "%Y%m%d").ok()?;
        let day = u32::try_from((birth - first_day()?).num_days()).ok()?;
        let sequence: u32 = number.get(14..17)?.parse().ok()?;
        let person = Self::new(day.checked_mul(A_DAY)?.checked_add(sequence)?)?;
        (person.number() == number).then_some(person)
    }

    /// Returns the person whose telephone has this number.
    pub fn with_telephone(number: &str) -> Option<Self> {
        let person = Self::new(number.strip_prefix(TELEPHONES)?.parse().ok()?)?;
        (person.telephone() == number).then_some(person)
    }

    /// Returns the place in the list.
    pub fn place(self) -> u32 {
        self.0
    }

    /// Returns the number of the telephone that the identity platform vouches for. Whoever has one has it alone, since codes are
    /// counted by telephone.
    pub fn telephone(self) -> String {
        format!("{TELEPHONES}{:08}", self.0)
    }

    /// Returns the name.
    pub fn name(self) -> String {
        let pick = |list: &[&'static str; 10], place: u32| list.get(place as usize % 10).copied();
        let (surname, given) = (pick(&SURNAMES, self.0 / 10), pick(&GIVEN, self.0 / 100));
        [surname, given].into_iter().flatten().collect()
    }

    /// Returns the number of the resident identity card.
    pub fn number(self) -> String {
        let birth = first_day().and_then(|first| first.checked_add_days(Days::new((self.0 / A_DAY).into())));
        let birth = birth.unwrap_or_default();
        let (year, month, day) = (birth.year(), birth.month(), birth.day());
        let digits = format!("{REGION}{year:04}{month:02}{day:02}{:03}", self.0 % A_DAY);
        let check = check_character(&digits);
        format!("{digits}{check}")
    }

    /// Returns what registers know.
    pub fn kind(self) -> Kind {
        KINDS.get(self.0 as usize % KINDS.len()).copied().unwrap_or(Kind::Nobody)
    }

    /// Returns which electronic certificates there are of them.
    pub fn certificates(self) -> &'static [&'static str] {
        match self.kind() {
            Kind::AtHome
            | Kind::NoDiploma
            | Kind::OtherName
            | Kind::TooLow
            | Kind::OtherEducation
            | Kind::NotRegistered => &["identity-card", "household-register"],
            Kind::WithPermit => &["identity-card", "residence-permit"],
            Kind::PermitEnded | Kind::WithoutPermit => &["identity-card"],
            Kind::Nobody => &[],
        }
    }
}

fn first_day() -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(1900, 1, 1)
}

/// GB 11643, clause 4.2.4: ISO 7064, MOD 11-2.
fn check_character(digits: &str) -> char {
    let sum = digits.bytes().fold(0, |sum, digit| (sum + u32::from(digit - b'0')) * 2 % 11);
    match (12 - sum) % 11 {
        10 => 'X',
        value => char::from_digit(value, 10).unwrap_or('X'),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::identity::{DocumentKind, IdentityDocument};

    #[test]
    fn every_person_has_a_valid_number_of_their_own_and_is_found_by_it() {
        for place in 0..COUNT {
            let person = Person::new(place).unwrap();
            let number = person.number();
            assert!(IdentityDocument::parse(DocumentKind::ResidentIdentityCard, &number).is_ok(), "{number}");
            assert_eq!(Person::with_number(&number), Some(person));
            assert_eq!(Person::with_telephone(&person.telephone()), Some(person));
            assert!(person.name().parse::<domain::person::PersonName>().is_ok());
        }
        assert_eq!(Person::new(COUNT), None);
    }

    #[test]
    fn the_first_person_is_the_one_that_the_set_up_shows() {
        let first = Person::new(0).unwrap();
        assert_eq!((first.name().as_str(), first.number().as_str()), ("王小明", "440304190001010002"));
    }

    #[test]
    fn a_number_of_nobody_finds_nobody() {
        for number in ["", "11010519491231002X", "440304190001010000", "44030419000101000Y", "王王王王王王"]
        {
            assert_eq!(Person::with_number(number), None, "{number}");
        }
        for number in ["", "13800010000", "1380000000", "138+0000001", "13900000000"] {
            assert_eq!(Person::with_telephone(number), None, "{number}");
        }
    }

    #[test]
    fn each_kind_is_a_tenth_of_all() {
        assert_eq!(Person::new(0).unwrap().kind(), Kind::AtHome);
        assert_eq!(Person::new(9_999).unwrap().kind(), Kind::Nobody);
    }
}
