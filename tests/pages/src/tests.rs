//! Whether the stylesheet can be read.

use std::collections::BTreeMap;

use super::STYLE;

/// WCAG 2.2, success criterion 1.4.6.
const RATIO_MIN: f64 = 7.0;

/// What is written on what: text, links, buttons, and notes with their links.
const PAIRS: [(&str, &str); 5] = [
    ("--text", "--ground"),
    ("--link", "--ground"),
    ("--ground", "--link"),
    ("--markText", "--mark"),
    ("--link", "--mark"),
];

/// The colours of a scheme, in the order of the file: light, then dark.
fn scheme(number: usize) -> BTreeMap<&'static str, &'static str> {
    let (_, rules) = STYLE.split(":root {").enumerate().nth(number + 1).unwrap();
    let rules = rules.split('}').next().unwrap();
    rules.split(';').filter_map(|rule| rule.trim().split_once(": ")).collect()
}

/// WCAG 2.2, relative luminance.
fn luminance(colour: &str) -> f64 {
    let digits = colour.trim_start_matches('#');
    let digits: String = match digits.len() {
        3 => digits.chars().flat_map(|digit| [digit, digit]).collect(),
        _ => digits.to_owned(),
    };
    let channel = |at: usize| {
        let share = f64::from(u8::from_str_radix(&digits[at..at + 2], 16).unwrap()) / 255.0;
        if share <= 0.040_45 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * channel(0) + 0.7152 * channel(2) + 0.0722 * channel(4)
}

#[test]
fn everything_that_is_written_stands_out_in_both_schemes() {
    for number in [0, 1] {
        let colours = scheme(number);
        for (text, ground) in PAIRS {
            let (one, other) = (luminance(colours[text]), luminance(colours[ground]));
            let ratio = (one.max(other) + 0.05) / (one.min(other) + 0.05);
            assert!(RATIO_MIN <= ratio, "{text} on {ground}, scheme {number}: {ratio:.2}");
        }
    }
    assert_ne!(scheme(0), scheme(1));
}
