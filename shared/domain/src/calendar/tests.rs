use super::*;
use crate::instant::{format, parse};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

/// Asserts which instant a civil text means.
#[track_caller]
fn means(text: &str, instant: &str) {
    assert_eq!(format(text.parse::<Civil>().unwrap().start()), instant, "{text}");
}

#[track_caller]
fn too_late(bound: Bound, instant: &str) {
    assert_eq!(format(bound.cutoff().too_late), instant);
}

fn civil(text: &str) -> Civil {
    text.parse().unwrap()
}

#[test]
fn a_civil_time_means_eight_hours_earlier_in_utc() {
    means("2027-04-15T09:00", "2027-04-15T01:00:00.000Z");
    means("2027-04-19T15:00:30", "2027-04-19T07:00:30.000Z");
    means("2027-04-15", "2027-04-14T16:00:00.000Z");
}

#[test]
fn twenty_four_o_clock_is_the_first_instant_of_the_next_day() {
    means("2027-04-19T24:00", "2027-04-19T16:00:00.000Z");
    means("2027-04-20T00:00", "2027-04-19T16:00:00.000Z");
    means("2027-12-31T24:00:00", "2027-12-31T16:00:00.000Z");
    means("2028-02-28T24:00", "2028-02-28T16:00:00.000Z");
}

#[test]
fn a_civil_day_or_time_is_written_as_it_is_read() {
    for text in ["2027-04-19", "2027-04-19T15:00", "2027-04-19T15:00:30", "2027-04-20T00:00"] {
        assert_eq!(civil(text).to_string(), text);
    }
    assert_eq!(civil("2027-04-19T24:00").to_string(), "2027-04-20T00:00");
    let too_late = Bound::Until(civil("2027-04-19T18:00")).cutoff().too_late;
    assert_eq!(Civil::Time(too_late).to_string(), "2027-04-19T18:00:00.001");
}

#[test]
fn what_is_no_civil_day_or_time_is_refused() {
    for wrong in [
        "",
        "2027-02-29",
        "2027-4-19",
        "27-04-19",
        "+2027-04-19",
        "2027-04-19-01",
        "2027-04-31T09:00",
        "2027-04-19T",
        "2027-04-19T9:00",
        "2027-04-19T24:01",
        "2027-04-19T25:00",
        "2027-04-19T09:60",
        "2027-04-19T09:00:60",
        "2027-04-19T09:00:00:00",
        "2027-04-19T09:00Z",
        "2027-04-19T09:00+08:00",
        "2027-04-19 09:00",
        "2027-04-19T+9:00",
        "２027-04-19",
    ] {
        assert_eq!(wrong.parse::<Civil>(), Err(InvalidCivil), "{wrong}");
    }
}

#[test]
fn before_an_instant_excludes_it_and_until_an_instant_includes_it() {
    too_late(Bound::Before(civil("2027-04-19T15:00")), "2027-04-19T07:00:00.000Z");
    too_late(Bound::Until(civil("2027-04-19T18:00")), "2027-04-19T10:00:00.001Z");
    too_late(Bound::Before(civil("2027-04-19T24:00")), "2027-04-19T16:00:00.000Z");
}

#[test]
fn before_a_day_excludes_the_whole_of_it_and_until_a_day_includes_the_whole_of_it() {
    too_late(Bound::Before(civil("2027-04-19")), "2027-04-18T16:00:00.000Z");
    too_late(Bound::Until(civil("2027-04-19")), "2027-04-19T16:00:00.000Z");
}

#[test]
fn the_date_in_china_changes_at_16_00_utc() {
    let at = |text: &str| date_at(parse(text).unwrap()).to_string();
    assert_eq!(at("2027-04-19T15:59:59.999Z"), "2027-04-19");
    assert_eq!(at("2027-04-19T16:00:00Z"), "2027-04-20");
    assert_eq!(at("2027-04-20T00:00:00Z"), "2027-04-20");
}

#[test]
fn days_after_an_instant_end_at_24_00_whatever_the_time_of_the_day() {
    let end = |text: &str, days| format(end_of_days_after(parse(text).unwrap(), days));
    assert_eq!(end("2027-04-18T16:00:00Z", 1), "2027-04-20T16:00:00.000Z");
    assert_eq!(end("2027-04-19T15:59:59.999Z", 1), "2027-04-20T16:00:00.000Z");
    assert_eq!(end("2027-04-19T16:00:00Z", 1), "2027-04-21T16:00:00.000Z");
    assert_eq!(end("2028-02-28T00:00:00Z", 1), "2028-02-29T16:00:00.000Z");
}

#[cfg(not(target_arch = "wasm32"))]
proptest::proptest! {
    #[test]
    fn every_instant_lies_within_its_civil_day(seconds in 662_688_000_i64..4_102_444_800) {
        let instant = DateTime::from_timestamp(seconds, 0).unwrap();
        let date = date_at(instant);
        proptest::prop_assert!(start_of(date) <= instant && instant < end_of(date));
        proptest::prop_assert_eq!(date.to_string().parse::<Civil>().unwrap(), Civil::Day(date));
    }
}

#[test]
fn an_instant_is_written_as_people_say_it_and_midnight_belongs_to_the_day_before() {
    let words = |text: &str| words(crate::instant::parse(text).unwrap());
    assert_eq!(words("2027-04-19T07:05:00.001Z"), "4月19日15:05");
    assert_eq!(words("2027-04-19T15:59:59.999Z"), "4月19日23:59");
    assert_eq!(words("2027-04-19T16:00:00Z"), "4月19日24:00");
    assert_eq!(words("2026-12-31T16:00:00Z"), "12月31日24:00");
}
