//! A rehearsal as a chart: one picture that shows on white and on black.

use super::{Hour, Rehearsal};
use chrono::{DateTime, Datelike as _, TimeDelta, Utc};
use domain::{
    calendar::{Civil, date_at, end_of},
    policy::Policy,
};
use std::fmt::{self, Write as _};

const WIDTH: f64 = 1_000.0;
const LEFT: f64 = 70.0;
const RIGHT: f64 = 980.0;
const TOP: f64 = 70.0;
/// How high each of the two parts is, and how far apart they are.
const PART: f64 = 170.0;
const GAP: f64 = 50.0;

/// More hours than that are not drawn: a bar would be thinner than a hair.
const HOURS_MAX: i64 = 2_400;

/// The colours have enough contrast on either ground; only the text has two.
const STYLE: &str = "<style>\n\
    text { font-family: system-ui, sans-serif; font-size: 13px; fill: #40474f }\n\
    .title { font-weight: 600 }\n\
    .came { fill: #2f7fd1 }\n\
    .decided { stroke: #c96a1b; stroke-width: 2; fill: none }\n\
    .at-once { fill: #2e9267 }\n\
    .axis { stroke: #8a929b; stroke-opacity: 0.6 }\n\
    .closing { stroke: #d1383f; stroke-width: 2; stroke-dasharray: 4 3 }\n\
    @media (prefers-color-scheme: dark) { text { fill: #c3cad2 } }\n\
    </style>\n";

impl Rehearsal {
    /// Draws what came to the reviewers by the hour, what they decided, and what was approved in seconds, with the instants at
    /// which the window and the supplement close.
    pub fn chart(&self, policy: &Policy, language: Language) -> String {
        let mut shapes = String::new();
        let axis = Axis::of(self, policy);
        let words = Words::of(language, self, policy);
        text(&mut shapes, LEFT, 24.0, "title", &words.title);
        let bottom = TOP + PART;
        part(&mut shapes, &axis, bottom, &words.came, self.most(|hour| hour.came.max(hour.decided)));
        self.bars(&mut shapes, &axis, bottom, "came", |hour| hour.came, |hour| hour.came.max(hour.decided));
        self.line(&mut shapes, &axis, bottom);
        let bottom = bottom + GAP + PART;
        part(&mut shapes, &axis, bottom, words.at_once, self.most(|hour| hour.at_once));
        self.bars(&mut shapes, &axis, bottom, "at-once", |hour| hour.at_once, |hour| hour.at_once);
        for (name, at, below) in [
            (words.window, policy.closes().too_late, 40.0),
            (words.supplement, policy.supplement().closes.too_late, 58.0),
        ] {
            closing(&mut shapes, axis.x(at), (bottom, below), &format!("{name}{}", Civil::Time(at)));
        }
        axis.days(&mut shapes, bottom);
        let (width, height) = (Tenths(WIDTH), Tenths(bottom + 70.0));
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" \
             height=\"{height}\">\n{STYLE}{shapes}</svg>\n"
        )
    }

    fn most(&self, of: fn(&Hour) -> usize) -> usize {
        self.hours.values().map(of).max().unwrap_or_default().max(1)
    }

    fn bars(
        &self,
        shapes: &mut String,
        axis: &Axis,
        bottom: f64,
        class: &str,
        of: fn(&Hour) -> usize,
        scale: fn(&Hour) -> usize,
    ) {
        let most = self.most(scale);
        let width = (axis.x(axis.from + TimeDelta::hours(1)) - LEFT).max(0.5);
        for (at, hour) in self.hours.iter().filter(|(_, hour)| of(hour) != 0) {
            let height = share(of(hour), most);
            let (x, y) = (Tenths(axis.x(*at)), Tenths(bottom - height));
            let (width, height) = (Tenths(width), Tenths(height));
            add(
                shapes,
                format_args!(
                    "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" class=\"{class}\"/>"
                ),
            );
        }
    }

    fn line(&self, shapes: &mut String, axis: &Axis, bottom: f64) {
        let most = self.most(|hour| hour.came.max(hour.decided));
        let hours = (0..axis.hours).map(|hour| axis.from + TimeDelta::hours(hour));
        let points: Vec<String> = hours
            .map(|at| {
                let decided = self.hours.get(&at).map_or(0, |hour| hour.decided);
                let (x, y) = (axis.x(at + TimeDelta::minutes(30)), bottom - share(decided, most));
                format!("{},{}", Tenths(x), Tenths(y))
            })
            .collect();
        add(shapes, format_args!("<polyline points=\"{}\" class=\"decided\"/>", points.join(" ")));
    }
}

/// The language of whoever looks at a chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// Simplified Chinese.
    Chinese,
    /// English.
    English,
}

/// What is written on a chart.
struct Words {
    title: String,
    came: String,
    at_once: &'static str,
    window: &'static str,
    supplement: &'static str,
}

impl Words {
    fn of(language: Language, rehearsal: &Rehearsal, policy: &Policy) -> Self {
        let (name, season) = (policy.name(), policy.season());
        let (people, reviewers) = (rehearsal.people, rehearsal.reviewers);
        match language {
            Language::Chinese => Self {
                title: format!("{} {season}：{people} 人", name.zh),
                came: format!("每小时转人工审核的件数（柱）；{reviewers} 名工作人员办结的件数（线）"),
                at_once: "每小时秒批通过的件数",
                window: "提交截止：",
                supplement: "补正截止：",
            },
            Language::English => Self {
                title: format!("{} {season}: {people} people", name.en),
                came: format!(
                    "to a person by the hour, as bars; decided by {reviewers} reviewers, as a line"
                ),
                at_once: "approved in seconds by the hour",
                window: "the window closes: ",
                supplement: "the supplement closes: ",
            },
        }
    }
}

/// The hours from left to right.
struct Axis {
    from: DateTime<Utc>,
    hours: i64,
}

impl Axis {
    fn of(rehearsal: &Rehearsal, policy: &Policy) -> Self {
        let from = rehearsal.hours.keys().next().copied().unwrap_or(policy.opens()).min(policy.opens());
        let last = rehearsal.hours.keys().next_back().copied().unwrap_or(from);
        let last = last.max(policy.closes().too_late).max(policy.supplement().closes.too_late);
        Self { from, hours: ((last - from).num_hours() + 2).clamp(1, HOURS_MAX) }
    }

    fn x(&self, at: DateTime<Utc>) -> f64 {
        let minutes = (at - self.from).num_minutes() as f64 / 60.0;
        (LEFT + (RIGHT - LEFT) * minutes / self.hours as f64).min(RIGHT)
    }

    /// Marks where days begin, not more of them than can be read.
    fn days(&self, shapes: &mut String, bottom: f64) {
        let every = (self.hours / 24 / 12 + 1) * 24;
        let first = end_of(date_at(self.from));
        let mut at = first;
        while at < self.from + TimeDelta::hours(self.hours) {
            let x = self.x(at);
            mark(shapes, (x, x), (bottom, bottom + 6.0), "axis");
            let day = date_at(at);
            text(shapes, x + 2.0, bottom + 20.0, "", &format!("{:02}-{:02}", day.month(), day.day()));
            at += TimeDelta::hours(every);
        }
    }
}

fn share(count: usize, most: usize) -> f64 {
    (PART - 10.0) * count as f64 / most as f64
}

/// Draws the ground of a part, and says what is drawn on it and how much the highest is.
fn part(shapes: &mut String, axis: &Axis, bottom: f64, caption: &str, most: usize) {
    let (top, right) = (bottom - share(most, most), axis.x(axis.from + TimeDelta::hours(axis.hours)));
    for y in [top, bottom] {
        mark(shapes, (LEFT, right), (y, y), "axis");
    }
    text(shapes, 8.0, top + 5.0, "", &most.to_string());
    text(shapes, LEFT, top - 8.0, "", caption);
}

fn closing(shapes: &mut String, x: f64, (bottom, below): (f64, f64), caption: &str) {
    mark(shapes, (x, x), (TOP, bottom), "closing");
    let (x, y, caption) = (Tenths(x - 4.0), Tenths(bottom + below), escape(caption));
    add(shapes, format_args!("<text x=\"{x}\" y=\"{y}\" text-anchor=\"end\">{caption}</text>"));
}

fn mark(shapes: &mut String, (x1, x2): (f64, f64), (y1, y2): (f64, f64), class: &str) {
    let [x1, x2, y1, y2] = [x1, x2, y1, y2].map(Tenths);
    add(shapes, format_args!("<line x1=\"{x1}\" x2=\"{x2}\" y1=\"{y1}\" y2=\"{y2}\" class=\"{class}\"/>"));
}

fn text(shapes: &mut String, x: f64, y: f64, class: &str, text: &str) {
    let (x, y, text) = (Tenths(x), Tenths(y), escape(text));
    add(shapes, format_args!("<text x=\"{x}\" y=\"{y}\" class=\"{class}\">{text}</text>"));
}

fn add(shapes: &mut String, shape: fmt::Arguments<'_>) {
    // Writing to a string cannot fail.
    let _ = writeln!(shapes, "{shape}");
}

/// A length that is not negative as it is written, to a tenth: nobody sees more. What prints any float exactly is as large as all
/// else that is needed for a chart.
struct Tenths(f64);

impl fmt::Display for Tenths {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tenths = (self.0 * 10.0 + 0.5) as u64;
        write!(f, "{}.{}", tenths / 10, tenths % 10)
    }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests;
