//! Numbers with their names, as a table that is drawn as well: a bar stands beside each number. Nothing is told by a colour or by a
//! drawing alone, and nothing is read out twice.

use askama::Template;

/// How wide the longest bar is, in the drawing's own units.
const WIDTH: u32 = 100;

#[derive(Template)]
#[template(path = "chart.html")]
pub(super) struct Chart {
    title: &'static str,
    bars: Vec<Bar>,
}

struct Bar {
    name: &'static str,
    count: u32,
    tone: &'static str,
    width: u32,
}

impl Chart {
    /// Draws bars, each of a name, a number and a tone. The longest one is the largest number.
    pub(super) fn new(
        title: &'static str,
        bars: impl IntoIterator<Item = (&'static str, u32, &'static str)>,
    ) -> Self {
        let bars: Vec<_> = bars.into_iter().collect();
        let largest = bars.iter().map(|(_, count, _)| *count).max().unwrap_or_default();
        let bar = |(name, count, tone)| Bar { name, count, tone, width: width(count, largest) };
        Self { title, bars: bars.into_iter().map(bar).collect() }
    }
}

fn width(count: u32, largest: u32) -> u32 {
    let share = u64::from(count) * u64::from(WIDTH) / u64::from(largest.max(1));
    // What is there at all can be seen.
    u32::try_from(share).unwrap_or_default().max(u32::from(0 < count))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn widths(counts: &[u32]) -> Vec<u32> {
        let chart = Chart::new("chart", counts.iter().map(|count| ("bar", *count, "")));
        chart.bars.iter().map(|bar| bar.width).collect()
    }

    #[test]
    fn bars_are_as_long_as_their_numbers_are_large() {
        assert_eq!(widths(&[200, 100, 0]), [100, 50, 0]);
        assert_eq!(widths(&[u32::MAX, 1, 0]), [100, 1, 0]);
        assert_eq!(widths(&[0, 0]), [0, 0]);
    }

    #[test]
    fn a_chart_is_a_table_that_is_drawn_by_attributes_and_says_each_number_once() {
        let chart = Chart::new("<Title>", [("late", 37, "bad")]);
        let text = chart.render().unwrap();
        assert!(text.contains("<th scope=\"row\">late</th>"), "{text}");
        assert!(text.contains("aria-hidden=\"true\"") && text.contains("width=\"100\""), "{text}");
        assert_eq!((text.matches("late").count(), text.matches("37").count()), (1, 1), "{text}");
        assert!(text.contains("&#60;Title&#62;") && !text.contains("style"), "{text}");
    }
}
