//! The shape of the chart: that it is one, and that its lengths and places are those of the numbers.

use std::collections::BTreeMap;

use super::super::report::Operation;
use super::*;

fn operation(name: &'static str, guest_cpu_us: Option<f64>, median_us: f64) -> Operation {
    Operation {
        name,
        times: 1,
        calls: BTreeMap::new(),
        guest_cpu_us,
        floor: None,
        median_us,
        p99_us: 10.0 * median_us,
        per_second: None,
    }
}

fn sweeping(cases: u32, walk_us_a_case: f64) -> Sweeping {
    Sweeping {
        cases,
        partitions: 1,
        due: 1,
        walk_us_a_case,
        walk_ms: 1.0,
        due_us_a_case: 100.0,
        due_us_at_each_start: Vec::new(),
        due_calls: BTreeMap::new(),
        due_a_second: 1.0,
        requests: 1,
        bodies_read_in_vain: 0,
        component_bytes: 1,
        host: None,
    }
}

fn report() -> Report {
    let size = |name: &str, wasm_bytes| Size {
        name: name.to_owned(),
        wasm_bytes,
        memory_bytes: 2,
        first_answer_ms: 1.0,
    };
    Report {
        operations: vec![operation("quick", Some(100.0), 1_000.0), operation("slow", None, 1_000_000.0)],
        sweeps: vec![sweeping(10_000, 5.0), sweeping(100_000, 10.0)],
        components: vec![size("one", 1_000_000), size("<an&other>", 500_000)],
        ..Report::default()
    }
}

/// Returns the names of all elements, after it has seen that each is closed and that no text could be taken for one.
fn elements(svg: &str) -> Vec<&str> {
    let (mut open, mut all) = (Vec::new(), Vec::new());
    for piece in svg.split('<').skip(1) {
        let (tag, text) = piece.split_once('>').expect("a tag ends");
        assert!(
            !text.contains('>')
                && !text.replace("&lt;", "").replace("&gt;", "").replace("&amp;", "").contains('&')
        );
        let name = tag.split([' ', '/']).find(|name| !name.is_empty()).expect("a tag has a name");
        if tag.starts_with('/') {
            assert_eq!(open.pop(), Some(name), "{tag}");
            continue;
        }
        all.push(name);
        if !tag.ends_with('/') {
            open.push(name);
        }
    }
    assert_eq!(open, [""; 0]);
    all
}

/// Returns the numbers that follow `attribute` in every element of this name.
fn numbers(svg: &str, name: &str, attribute: &str) -> Vec<f64> {
    let elements = svg.split('<').filter(|element| element.starts_with(&format!("{name} ")));
    let number = |element: &str| {
        let (_, value) = element.split_once(&format!(" {attribute}=\""))?;
        value.split_once('"')?.0.parse().ok()
    };
    elements.filter_map(number).collect()
}

#[test]
fn it_is_well_formed_and_shows_each_row() {
    let svg = chart(&report());
    let elements = elements(&svg);
    let how_many = |name: &str| elements.iter().filter(|element| **element == name).count();
    // Two populations and two components, twice each.
    assert_eq!((elements[0], how_many("svg"), how_many("rect")), ("svg", 1, 8));
    assert!(svg.contains("&lt;an&amp;other&gt;") && svg.contains("100 000 cases"));
    // Three of the legend, three of what was counted, two of what was not.
    assert_eq!(how_many("circle"), 8);
}

#[test]
fn a_bar_is_as_long_as_its_number_against_the_longest_or_the_limit() {
    let widths = numbers(&chart(&report()), "rect", "width");
    let all = RIGHT - LEFT;
    // Of 20 µs that a walk may take, it takes 5 and 10.
    let expected = [all / 4.0, all / 2.0, all, all, all, all / 2.0, all, all];
    assert_eq!(widths, expected);
}

#[test]
fn ten_times_as_long_is_as_far_to_the_right_everywhere() {
    let svg = chart(&report());
    let places = numbers(&svg, "circle", "cx");
    let [.., p99, median, guest_cpu, slow_p99, slow_median] = places.as_slice() else { panic!("{places:?}") };
    // From 100 µs to 10 s there are five powers of ten.
    let power = (RIGHT - LEFT) / 5.0;
    for (more, less) in [(p99, median), (median, guest_cpu), (slow_p99, slow_median)] {
        assert!((more - less - power).abs() < 0.2, "{places:?}");
    }
}

#[test]
fn what_was_not_measured_is_not_drawn_and_nothing_lies_outside_of_the_picture() {
    let svg = chart(&report());
    let bottom = numbers(&svg, "svg", "height")[0];
    let lowest = numbers(&svg, "text", "y").into_iter().fold(0.0, f64::max);
    assert!(lowest <= bottom, "{lowest} {bottom}");
    assert_eq!(elements(&chart(&Report::default())), ["svg", "style"]);
}
