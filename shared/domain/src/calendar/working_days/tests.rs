use super::*;
use crate::instant::{format, parse};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

const TABLES: [(i32, &str); 7] = [
    (2020, include_str!("../../../../policies/working-days/2020.toml")),
    (2021, include_str!("../../../../policies/working-days/2021.toml")),
    (2022, include_str!("../../../../policies/working-days/2022.toml")),
    (2023, include_str!("../../../../policies/working-days/2023.toml")),
    (2024, include_str!("../../../../policies/working-days/2024.toml")),
    (2025, include_str!("../../../../policies/working-days/2025.toml")),
    (2026, include_str!("../../../../policies/working-days/2026.toml")),
];

fn published() -> WorkingDays {
    WorkingDays::new(TABLES.map(|(_, text)| YearTable::parse(text).unwrap()))
}

fn date(text: &str) -> NaiveDate {
    day(text).unwrap()
}

fn table(holidays: &str) -> Result<YearTable, InvalidTable> {
    YearTable::parse(&format!("year = 2030\nnotice = \"invented\"\n{holidays}"))
}

fn holiday(from: &str, to: &str, worked: &str) -> String {
    format!("[[holiday]]\nname = \"invented\"\nfrom = \"{from}\"\nto = \"{to}\"\nworked = [{worked}]\n")
}

#[track_caller]
fn next(from: &str, expected: &str) {
    assert_eq!(published().next_after(date(from)).unwrap().to_string(), expected);
}

#[test]
fn every_published_table_is_for_its_year_and_names_its_notice() {
    for (year, text) in TABLES {
        let table = YearTable::parse(text).unwrap_or_else(|error| panic!("{year}: {error}"));
        assert_eq!(table.year(), year);
        assert!(table.notice().starts_with("国办发明电〔"), "{year}");
    }
}

#[test]
fn every_published_year_has_the_number_of_working_days_that_its_notice_leaves() {
    // Counted by an independent implementation over four public data sets.
    for (year, expected) in
        [(2020, 249), (2021, 250), (2022, 249), (2023, 249), (2024, 251), (2025, 248), (2026, 248)]
    {
        let first = NaiveDate::from_ymd_opt(year, 1, 1).unwrap();
        let days = published();
        let worked = first
            .iter_days()
            .take_while(|date| date.year() == year)
            .filter(|date| days.is_working(*date).unwrap());
        assert_eq!(worked.count(), expected, "{year}");
    }
}

#[test]
fn a_week_end_is_skipped_and_a_holiday_with_it() {
    next("2026-11-20", "2026-11-23");
    next("2026-02-14", "2026-02-24");
    next("2026-09-30", "2026-10-08");
}

#[test]
fn a_weekend_day_that_is_worked_in_exchange_counts() {
    next("2026-02-13", "2026-02-14");
    next("2026-02-27", "2026-02-28");
    next("2026-10-09", "2026-10-10");
    next("2026-10-10", "2026-10-12");
}

#[test]
fn the_spring_festival_of_2020_was_prolonged_and_its_saturday_was_not_worked() {
    next("2020-01-23", "2020-02-03");
    assert!(!published().is_working(date("2020-02-01")).unwrap());
    assert!(published().is_working(date("2020-01-19")).unwrap());
}

#[test]
fn a_holiday_may_begin_in_the_december_before() {
    next("2022-12-30", "2023-01-03");
}

#[test]
fn working_days_are_added_one_by_one() {
    let add = |from: &str, count| published().add(date(from), count).unwrap().to_string();
    assert_eq!(add("2026-04-30", 0), "2026-04-30");
    assert_eq!(add("2026-04-30", 1), "2026-05-06");
    // 6, 7, 8 May, the Saturday worked in exchange, then 11, 12, 13 May.
    assert_eq!(add("2026-04-30", 7), "2026-05-13");
    // From a day that is no working day itself.
    assert_eq!(add("2026-05-03", 1), "2026-05-06");
}

#[test]
fn a_duty_ends_with_the_whole_of_its_last_working_day_in_china() {
    let due = published().due(parse("2026-04-29T16:00:00Z").unwrap(), 7).unwrap();
    assert_eq!(format(due.too_late), "2026-05-13T16:00:00.000Z");
    let a_day_earlier = published().due(parse("2026-04-29T15:59:59.999Z").unwrap(), 7).unwrap();
    assert_eq!(format(a_day_earlier.too_late), "2026-05-12T16:00:00.000Z");
}

#[test]
fn a_year_that_is_not_published_is_an_error_with_its_name() {
    let days = published();
    let missing = Err(YearNotPublished { year: 2027 });
    assert_eq!(days.is_working(date("2026-12-31")), Ok(true));
    assert_eq!(days.is_working(date("2027-01-01")), Err(YearNotPublished { year: 2027 }));
    assert_eq!(days.next_after(date("2026-12-31")), missing);
    assert_eq!(days.add(date("2026-12-30"), 1), Ok(date("2026-12-31")));
    assert_eq!(days.add(date("2026-12-30"), 2), missing);
    assert_eq!(days.is_working(date("2019-12-31")), Err(YearNotPublished { year: 2019 }));
    let due = days.due(parse("2026-12-28T01:00:00Z").unwrap(), 7);
    assert_eq!(due.unwrap_err().to_string(), "the working days of 2027 have not been published");
}

#[test]
fn a_table_is_refused_for_what_no_notice_says() {
    let saturday = "2030-01-05";
    assert!(table(&holiday("2030-01-01", "2030-01-01", &format!("\"{saturday}\""))).is_ok());
    let cases = [
        (
            holiday("2030-01-02", "2030-01-01", ""),
            InvalidTable::Length { from: date("2030-01-02"), to: date("2030-01-01") },
        ),
        (
            holiday("2030-01-01", "2030-01-17", ""),
            InvalidTable::Length { from: date("2030-01-01"), to: date("2030-01-17") },
        ),
        (holiday("2031-01-01", "2031-01-01", ""), InvalidTable::OtherYear(date("2031-01-01"))),
        (holiday("2029-11-30", "2029-12-01", ""), InvalidTable::OtherYear(date("2029-11-30"))),
        (holiday("2030-02-30", "2030-03-01", ""), InvalidTable::Day("2030-02-30".into())),
        (holiday("2030-01-01", "2030-01-01", "\"2030-01-03\""), InvalidTable::MadeUp(date("2030-01-03"))),
        (holiday("2030-01-01", "2030-01-06", "\"2030-01-05\""), InvalidTable::MadeUp(date(saturday))),
        (
            holiday("2030-01-01", "2030-01-01", "\"2030-01-05\", \"2030-01-05\""),
            InvalidTable::MadeUp(date(saturday)),
        ),
        (
            holiday("2030-01-01", "2030-01-02", "") + &holiday("2030-01-02", "2030-01-03", ""),
            InvalidTable::Twice(date("2030-01-02")),
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(table(&text), Err(expected), "{text}");
    }
    assert!(table(&holiday("2030-01-01", "2030-01-16", "")).is_ok());
    assert!(table(&holiday("2029-12-31", "2030-01-01", "")).is_ok());
}

#[test]
fn a_table_with_an_unknown_key_is_refused() {
    let text = holiday("2030-01-01", "2030-01-01", "") + "unknown = 1\n";
    let error = table(&text).unwrap_err().to_string();
    assert_eq!(error, "not a table of working days: line 8: there is no key called unknown");
}

#[test]
fn what_a_notice_always_says_has_to_be_there() {
    let file = format!("year = 2030\nnotice = \"invented\"\n{}", holiday("2030-01-01", "2030-01-01", ""));
    assert!(YearTable::parse(&file).is_ok());
    for (from, to, error) in [
        ("year = 2030\n", "", "line 1: the key year is missing"),
        ("year = 2030", "year = 20300", "line 1: year is a number from 1 to 9999"),
        ("notice = \"invented\"\n", "", "line 1: the key notice is missing"),
        ("name = \"invented\"\n", "", "line 3: the key name is missing"),
        ("to = ", "till = ", "line 3: the key to is missing"),
        ("worked = []", "worked = [1]", "line 7: worked: expected a text, found integer"),
    ] {
        assert!(file.contains(from), "{from}");
        let refused = YearTable::parse(&file.replacen(from, to, 1)).unwrap_err().to_string();
        assert_eq!(refused, format!("not a table of working days: {error}"));
    }
}
