use super::*;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

fn at(text: &str) -> DateTime<Utc> {
    parse(text).unwrap()
}

#[test]
fn a_cutoff_is_open_up_to_its_last_millisecond_and_closed_from_its_instant() {
    let cutoff = Cutoff { too_late: at("2027-04-19T07:00:00Z") };
    assert!(cutoff.is_open(at("2027-04-19T06:59:59.999Z")));
    assert!(!cutoff.is_open(at("2027-04-19T07:00:00Z")));
    assert!(!cutoff.is_open(at("2027-04-19T07:00:00.001Z")));
}

#[test]
fn an_instant_is_read_with_any_offset_and_written_in_utc_with_milliseconds() {
    assert_eq!(format(at("2027-04-15T09:00:00+08:00")), "2027-04-15T01:00:00.000Z");
    assert_eq!(format(at("2027-04-15T01:00:00.1239Z")), "2027-04-15T01:00:00.123Z");
}

#[test]
fn what_is_finer_than_a_millisecond_is_cut_off_also_before_1970() {
    assert_eq!(format(at("1969-12-31T23:59:59.9999Z")), "1969-12-31T23:59:59.999Z");
}

#[test]
fn a_leap_second_becomes_the_second_after_it() {
    assert_eq!(format(at("2016-12-31T23:59:60.500Z")), "2017-01-01T00:00:00.500Z");
}

#[test]
fn a_civil_time_without_an_offset_is_no_instant() {
    assert_eq!(parse("2027-04-15T09:00:00"), Err(InvalidInstant));
    assert_eq!(parse("2027-04-15"), Err(InvalidInstant));
    assert_eq!(parse(""), Err(InvalidInstant));
}

#[test]
fn an_instant_whose_year_has_no_four_digits_in_utc_is_refused() {
    // It could be written, and never be read again.
    assert_eq!(parse("0000-01-01T00:00:00+08:00"), Err(InvalidInstant));
    assert_eq!(parse("9999-12-31T23:59:59-00:01"), Err(InvalidInstant));
    assert_eq!(parse("9999-12-31T23:59:60Z"), Err(InvalidInstant));
    assert_eq!(format(at("0000-01-01T08:00:00+08:00")), "0000-01-01T00:00:00.000Z");
    assert_eq!(format(at("9999-12-31T23:59:59.999Z")), "9999-12-31T23:59:59.999Z");
}

#[test]
fn the_last_instant_of_a_cut_off_is_in_time_and_the_next_one_is_not() {
    let closes = Cutoff { too_late: at("2027-04-15T01:00:00.000Z") };
    assert_eq!(closes.last(), at("2027-04-15T00:59:59.999Z"));
    assert!(closes.is_open(closes.last()) && !closes.is_open(closes.too_late));
}

#[test]
fn now_is_never_before_the_last_event() {
    let last = at("2027-04-15T01:00:00.500Z");
    assert_eq!(not_before(at("2027-04-15T01:00:00.499Z"), last), last);
    assert_eq!(not_before(at("2027-04-15T01:00:00.501Z"), last), at("2027-04-15T01:00:00.501Z"));
}
