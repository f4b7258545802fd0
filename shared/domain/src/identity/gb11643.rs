//! The citizen's number of GB 11643: six digits of region, eight of birth date, three of sequence, one check character
//! by ISO 7064, MOD 11-2.

use super::InvalidDocument;
use chrono::{Datelike, NaiveDate};

const CHARACTERS: usize = 18;

/// Nobody alive was born earlier, and a slip of the pen often was.
const BIRTH_YEAR_MIN: i32 = 1850;

/// Checks everything but which region belongs to which document, and returns the region.
pub(super) fn check(number: &str) -> Result<u32, InvalidDocument> {
    if number.len() != CHARACTERS {
        return Err(InvalidDocument::Length { expected: CHARACTERS, found: number.len() });
    }
    let (digits, check) = number.split_at_checked(CHARACTERS - 1).ok_or(InvalidDocument::Character)?;
    let check_is_possible = check.bytes().all(|byte| byte.is_ascii_digit() || byte == b'X');
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) || !check_is_possible {
        return Err(InvalidDocument::Character);
    }
    birth_date(number).ok_or(InvalidDocument::BirthDate)?;
    if check_character(digits) != check.chars().next() {
        return Err(InvalidDocument::CheckCharacter);
    }
    number.get(..6).and_then(|region| region.parse().ok()).ok_or(InvalidDocument::Character)
}

/// Returns the check character of 17 digits.
fn check_character(digits: &str) -> Option<char> {
    // Each step doubles and adds, which weighs the digit at place i from the right by 2^i modulo 11.
    let sum = digits.chars().try_fold(0, |sum, digit| Some((sum + digit.to_digit(10)?) * 2 % 11))?;
    match (12 - sum) % 11 {
        10 => Some('X'),
        digit => char::from_digit(digit, 10),
    }
}

pub(super) fn birth_date(number: &str) -> Option<NaiveDate> {
    let field = |from: usize, to: usize| number.get(from..to)?.parse::<u32>().ok();
    let date = NaiveDate::from_ymd_opt(i32::try_from(field(6, 10)?).ok()?, field(10, 12)?, field(12, 14)?)?;
    (BIRTH_YEAR_MIN <= date.year()).then_some(date)
}

/// The three regions that stand on residence permits for residents of Hong Kong, Macao and Taiwan.
pub(super) const fn is_residence_permit(region: u32) -> bool {
    matches!(region, 810_000 | 820_000 | 830_000)
}

/// The first two digits of the regions on identity cards (GB/T 2260).
pub(super) const fn is_province(region: u32) -> bool {
    matches!(region / 10_000, 11..=15 | 21..=23 | 31..=37 | 41..=46 | 50..=54 | 61..=65 | 71)
}
