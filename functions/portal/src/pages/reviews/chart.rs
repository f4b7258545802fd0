//! Bars with their names and numbers, drawn as SVG, and the same as a table. Nothing is told by a colour alone.

use askama::Template;

/// The drawing's own units, of which a letter has fifteen: as wide as a telephone shows it without making letters smaller.
const WIDTH: u32 = 340;
const ROW: u32 = 48;
/// Where the name and the bar of a row begin, from its top.
const NAME: u32 = 15;
const BAR: u32 = 22;
/// So much is left for the number behind the longest bar.
const NUMBER: u32 = 60;

#[derive(Template)]
#[template(path = "chart.html")]
pub(super) struct Chart {
    title: &'static str,
    bars: Vec<Bar>,
    height: u32,
}

struct Bar {
    name: &'static str,
    count: u32,
    tone: &'static str,
    /// In the drawing.
    name_y: u32,
    y: u32,
    number_y: u32,
    width: u32,
    number_x: u32,
}

impl Chart {
    /// Draws bars, each of a name, a number and a tone. The longest one is the largest number.
    pub(super) fn new(
        title: &'static str,
        bars: impl IntoIterator<Item = (&'static str, u32, &'static str)>,
    ) -> Self {
        let bars: Vec<_> = bars.into_iter().collect();
        let largest = bars.iter().map(|(_, count, _)| *count).max().unwrap_or_default();
        let drawn: Vec<Bar> = (0..)
            .zip(&bars)
            .map(|(place, (name, count, tone))| Bar::new(place, name, *count, tone, largest))
            .collect();
        Self { title, height: ROW * u32::try_from(drawn.len()).unwrap_or_default(), bars: drawn }
    }

    fn width(&self) -> u32 {
        WIDTH
    }
}

impl Bar {
    fn new(place: u32, name: &'static str, count: u32, tone: &'static str, largest: u32) -> Self {
        let top = place * ROW;
        let share = u64::from(count) * u64::from(WIDTH - NUMBER) / u64::from(largest.max(1));
        // What is there at all can be seen.
        let width = u32::try_from(share).unwrap_or_default().max(u32::from(0 < count) * 2);
        Self {
            name,
            count,
            tone,
            name_y: top + NAME,
            y: top + BAR,
            number_y: top + BAR + 14,
            width,
            number_x: width + 6,
        }
    }
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
        assert_eq!(widths(&[100, 50, 0]), [280, 140, 0]);
        assert_eq!(widths(&[u32::MAX, 1, 0]), [280, 2, 0]);
        assert_eq!(widths(&[0, 0]), [0, 0]);
    }

    #[test]
    fn a_chart_is_drawn_by_attributes_and_says_the_same_in_a_table() {
        let chart = Chart::new("<Title>", [("late", 3, "bad")]);
        let text = chart.render().unwrap();
        assert!(text.contains("viewBox=\"0 0 340 48\"") && text.contains("width=\"280\""), "{text}");
        assert!(text.contains("<th scope=\"row\">late</th><td>3</td>"), "{text}");
        assert!(text.contains("&#60;Title&#62;") && !text.contains("style"), "{text}");
    }
}
