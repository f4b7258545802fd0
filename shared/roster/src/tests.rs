//! Whole rosters: what is read, what is refused and where, and how long it takes.

use super::*;
use crate::error::Wrong;
use domain::account::VerifiedIdentity;
use domain::identity::InvalidDocument;
use domain::person::InvalidField;
use domain::region::InvalidRegion;
use proptest::prelude::*;

mod refused;
mod whole;

const HEADER: &str = "name,document-kind,document-number,enrolled,grade,school,school-kind,school-place,household,qualification,subject,email";
const CHINESE: &str =
    "姓名,证件类型,证件号码,是否在校生,年级,学校,学校类别,学校所在地,户口所在地,资格种类,科目,电子邮箱";
/// The number is a published example and belongs to nobody.
const STUDENT: &str = "王小明,居民身份证,11010519491231002x,是,3,江城大学,regular-higher-education,420100,420500,senior-secondary,japanese,ming@example.org";
const NO_STUDENT: &str = "李晓红,mainland-travel-permit-taiwan,12345678,no,,,,,,senior-secondary,,";

/// A table under the names of the columns, with an end after each line.
fn table(rows: &[&str]) -> String {
    [HEADER].iter().chain(rows).map(|row| format!("{row}\n")).collect()
}

#[track_caller]
fn rows(text: &str, format: Format) -> Vec<Row> {
    Roster::read(text.as_bytes(), format).unwrap().rows().collect()
}

/// What is wrong with a file, as pointers and reasons.
#[track_caller]
fn wrong(text: &str, format: Format) -> Vec<(String, Reason)> {
    let invalid = Roster::read(text.as_bytes(), format).unwrap_err();
    assert_eq!(invalid.more, 0);
    invalid.shown.iter().map(|wrong| (wrong.pointer(), wrong.reason)).collect()
}

/// What a row says, as a policy reads it.
fn said(row: &Row) -> String {
    let fields: Vec<String> = row.entry.fields().map(|(field, value)| format!("{field}={value}")).collect();
    fields.join(" ")
}

/// The number of an invented identity card, of which each `n` has its own.
fn number(n: usize) -> String {
    const WEIGHTS: [usize; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let (day, month, year) = (1 + n % 28, 1 + n / 28 % 12, 1960 + n / 28 / 12 / 300);
    let digits = format!("110105{year}{month:02}{day:02}{:03}", n / 28 / 12 % 300);
    let sum: usize =
        digits.bytes().zip(WEIGHTS).map(|(digit, weight)| usize::from(digit - b'0') * weight).sum();
    format!("{digits}{}", char::from(b"10X98765432"[sum % 11]))
}
