//! Numbers as people read them: three digits and a unit.

/// Writes a time.
pub(super) fn time(microseconds: f64) -> String {
    scaled(microseconds, 1e3, &["µs", "ms", "s"])
}

/// Writes a size.
pub(super) fn size(bytes: f64) -> String {
    scaled(bytes, 1024.0, &["B", "KiB", "MiB", "GiB"])
}

/// Writes a number of things, with a space between thousands.
pub(super) fn count(number: u32) -> String {
    let digits = number.to_string();
    let starts = |place: usize| 0 < place && (digits.len() - place).is_multiple_of(3);
    digits.char_indices().fold(String::new(), |mut text, (place, digit)| {
        if starts(place) {
            text.push(' ');
        }
        text.push(digit);
        text
    })
}

/// Writes how often something is done in a second.
pub(super) fn often(per_second: f64) -> String {
    let decimals = decimals(per_second);
    format!("{per_second:.decimals$}")
}

fn scaled(mut value: f64, step: f64, units: &[&str]) -> String {
    let mut unit = 0;
    // What would be rounded up to a whole step is written in the next unit.
    while step - 0.5 <= value && unit + 1 < units.len() {
        value /= step;
        unit += 1;
    }
    let decimals = decimals(value);
    format!("{value:.decimals$} {}", units[unit])
}

/// How many leave three digits.
fn decimals(value: f64) -> usize {
    match value {
        _ if value < 9.995 => 2,
        _ if value < 99.95 => 1,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_has_three_digits_and_the_unit_that_leaves_no_more() {
        let times = [1.234, 12.34, 123.4, 999.4, 999.6, 1_234.0, 61_500_000.0];
        let expected = ["1.23 µs", "12.3 µs", "123 µs", "999 µs", "1.00 ms", "1.23 ms", "61.5 s"];
        assert_eq!(times.map(time), expected);
        assert_eq!([0.4, 21.04, 5_363.2].map(often), ["0.40", "21.0", "5363"]);
        assert_eq!([512.0, 2048.0, 5_242_880.0].map(size), ["512 B", "2.00 KiB", "5.00 MiB"]);
    }

    #[test]
    fn thousands_are_set_apart() {
        assert_eq!(
            [7, 999, 1_000, 100_000, 1_000_000].map(count),
            ["7", "999", "1 000", "100 000", "1 000 000"]
        );
    }
}
