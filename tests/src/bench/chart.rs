//! The report as a chart: one picture that shows on white and on black.

use std::fmt::Write as _;

use super::report::{Report, Size, WALK_US_MAX};
use super::sweep::Sweeping;
use super::units::{count, size, time};

const WIDTH: f64 = 900.0;
/// Where names end and bars begin.
const LEFT: f64 = 230.0;
/// Where bars end and their numbers begin.
const RIGHT: f64 = 790.0;
const ROW: f64 = 26.0;

/// The colours have enough contrast on either ground; only the text has two.
const STYLE: &str = "<style>\n\
    text { font-family: system-ui, sans-serif; font-size: 13px; fill: #40474f }\n\
    .title { font-weight: 600 }\n\
    .first { fill: #2f7fd1; stroke: #2f7fd1 }\n\
    .second { fill: #c96a1b; stroke: #c96a1b }\n\
    .third { fill: #2e9267; stroke: #2e9267 }\n\
    .grid { stroke: #8a929b; stroke-opacity: 0.35 }\n\
    .limit { stroke: #d1383f; stroke-width: 2; stroke-dasharray: 4 3 }\n\
    @media (prefers-color-scheme: dark) { text { fill: #c3cad2 } }\n\
    </style>\n";

/// Draws it.
pub fn chart(report: &Report) -> String {
    let mut drawing = Drawing::default();
    if !report.operations.is_empty() {
        operations(&mut drawing, report);
    }
    if !report.sweeps.is_empty() {
        sweeps(&mut drawing, report);
    }
    if !report.components.is_empty() {
        components(&mut drawing, report);
    }
    let height = drawing.y + 10.0;
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" width=\"{WIDTH}\" \
         height=\"{height}\">\n{STYLE}{}</svg>\n",
        drawing.shapes
    )
}

/// Shapes, from top to bottom.
#[derive(Default)]
struct Drawing {
    shapes: String,
    y: f64,
}

impl Drawing {
    fn shape(&mut self, shape: std::fmt::Arguments<'_>) {
        // Writing to a string cannot fail.
        let _ = writeln!(self.shapes, "{shape}");
    }

    fn text(&mut self, x: f64, anchor: &str, class: &str, text: &str) {
        let (y, text) = (self.y + 17.0, escape(text));
        self.shape(format_args!(
            "<text x=\"{x}\" y=\"{y}\" text-anchor=\"{anchor}\" class=\"{class}\">{text}</text>"
        ));
    }

    fn title(&mut self, title: &str) {
        self.y += 14.0;
        self.text(10.0, "start", "title", title);
        self.y += ROW;
    }

    /// Says which mark stands for what.
    fn legend(&mut self, entries: &[(&str, &str)]) {
        for (place, (class, name)) in entries.iter().enumerate() {
            let x = LEFT + 140.0 * place as f64;
            self.dot(x + 6.0, class);
            self.text(x + 18.0, "start", "", name);
        }
        self.y += ROW;
    }

    fn dot(&mut self, x: f64, class: &str) {
        let y = self.y + ROW / 2.0;
        self.shape(format_args!("<circle cx=\"{x:.1}\" cy=\"{y}\" r=\"5\" class=\"{class}\"/>"));
    }

    fn line(&mut self, from: f64, to: f64, class: &str) {
        let y = self.y + ROW / 2.0;
        self.shape(format_args!(
            "<line x1=\"{from:.1}\" x2=\"{to:.1}\" y1=\"{y}\" y2=\"{y}\" stroke-width=\"2\" class=\"{class}\"/>"
        ));
    }

    fn upright(&mut self, x: f64, height: f64, class: &str) {
        let (from, to) = (self.y, self.y + height);
        self.shape(format_args!(
            "<line x1=\"{x:.1}\" x2=\"{x:.1}\" y1=\"{from}\" y2=\"{to}\" class=\"{class}\"/>"
        ));
    }

    /// Draws bars from zero on, the longest of which, or the limit, takes all the room.
    fn bars(&mut self, bars: &[Bar], class: &str, number: fn(f64) -> String, limit: Option<f64>) {
        let longest = bars.iter().map(|bar| bar.value).chain(limit).fold(0.0, f64::max);
        let width = |value: f64| (RIGHT - LEFT) * value / longest.max(f64::MIN_POSITIVE);
        let top = self.y;
        for bar in bars {
            self.text(LEFT - 10.0, "end", "", &bar.name);
            let (y, width) = (self.y + 5.0, width(bar.value));
            self.shape(format_args!(
                "<rect x=\"{LEFT}\" y=\"{y}\" width=\"{width:.1}\" height=\"16\" rx=\"2\" class=\"{class}\"/>"
            ));
            self.text(LEFT + width + 8.0, "start", "", &number(bar.value));
            self.y += ROW;
        }
        if let Some(limit) = limit {
            let height = self.y - top;
            self.y = top;
            self.upright(LEFT + width(limit), height, "limit");
            self.text(LEFT + width(limit) + 8.0, "start", "", &number(limit));
            self.y = top + height;
        }
    }
}

struct Bar {
    name: String,
    value: f64,
}

/// Times from microseconds to minutes: only a logarithm shows all of them.
fn operations(drawing: &mut Drawing, report: &Report) {
    let all = report.operations.iter().flat_map(|operation| {
        [operation.guest_cpu_us, Some(operation.median_us), Some(operation.p99_us)].into_iter().flatten()
    });
    let (least, most) =
        all.fold((f64::MAX, 1.0), |(least, most): (f64, f64), time| (least.min(time), most.max(time)));
    let (first, last) = (least.max(1.0).log10().floor(), most.log10().ceil());
    let place = |time: f64| {
        let share = (time.max(1.0).log10() - first) / (last - first).max(1.0);
        LEFT + (RIGHT - LEFT) * share
    };
    drawing.title("What people do: guest CPU, and how long it takes from the median to the 99th percentile");
    drawing.legend(&[("first", "guest CPU"), ("second", "median"), ("third", "p99")]);
    drawing.y -= ROW;
    drawing.text(RIGHT + 14.0, "start", "", "median");
    drawing.y += ROW;
    let height = ROW * report.operations.len() as f64;
    for power in (first as i32)..=(last as i32) {
        drawing.upright(place(10f64.powi(power)), height, "grid");
    }
    for operation in &report.operations {
        let (median, p99) = (place(operation.median_us), place(operation.p99_us));
        drawing.text(LEFT - 10.0, "end", "", operation.name);
        drawing.line(median, p99, "second");
        drawing.dot(p99, "third");
        drawing.dot(median, "second");
        if let Some(guest_cpu) = operation.guest_cpu_us {
            drawing.dot(place(guest_cpu), "first");
        }
        drawing.text(RIGHT + 14.0, "start", "", &time(operation.median_us));
        drawing.y += ROW;
    }
    for power in (first as i32)..=(last as i32) {
        let whole = time(10f64.powi(power)).replace(".00", "").replace(".0", "");
        drawing.text(place(10f64.powi(power)), "middle", "", &whole);
    }
    drawing.y += ROW;
}

fn sweeps(drawing: &mut Drawing, report: &Report) {
    let bars = |value: fn(&Sweeping) -> f64| -> Vec<Bar> {
        let bar = |sweeping: &Sweeping| Bar {
            name: format!("{} cases", count(sweeping.cases)),
            value: value(sweeping),
        };
        report.sweeps.iter().map(bar).collect()
    };
    drawing.title("A walk with nothing due: guest CPU for each stored case, and what it may take");
    drawing.bars(&bars(|sweeping| sweeping.walk_us_a_case), "first", time, Some(WALK_US_MAX));
    drawing.title("A sweep with one case in ten due: guest CPU for each of these, the walk apart");
    drawing.bars(&bars(|sweeping| sweeping.due_us_a_case), "second", time, None);
}

fn components(drawing: &mut Drawing, report: &Report) {
    let bars = |value: fn(&Size) -> u64| -> Vec<Bar> {
        let bar = |component: &Size| Bar { name: component.name.clone(), value: value(component) as f64 };
        report.components.iter().map(bar).collect()
    };
    drawing.title("Components: size");
    drawing.bars(&bars(|component| component.wasm_bytes), "first", size, None);
    drawing.title("Components: the largest memory of an instance");
    drawing.bars(&bars(|component| component.memory_bytes), "third", size, None);
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests;
