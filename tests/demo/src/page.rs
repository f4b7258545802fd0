//! The page that the demo is printed on. It takes readings alone, and the row that they belong to.

use std::io::{self, Write};

use chrono::{DateTime, Utc};
use domain::calendar;

use crate::reading::Reading;
use crate::row::Row;

/// Where the demo is printed.
pub(crate) struct Page<'a> {
    out: &'a mut (dyn Write + Send),
}

impl<'a> Page<'a> {
    pub(crate) fn new(out: &'a mut (dyn Write + Send)) -> Self {
        Self { out }
    }

    /// Begins what happens at an instant, as the clock shows it.
    pub(crate) fn instant(&mut self, clock: &Reading) -> io::Result<()> {
        let at: DateTime<Utc> = clock.text().parse().map_err(io::Error::other)?;
        writeln!(self.out, "\n{}  {}", calendar::words(at), clock.text())
    }

    /// Prints what somebody has read about a row. Where nothing was to be read, nothing is printed.
    pub(crate) fn line(&mut self, row: &str, who: &Reading, readings: &[Reading]) -> io::Result<()> {
        if readings.is_empty() {
            return Ok(());
        }
        writeln!(self.out, "  {row:<5}  {}  {}", padded(who.text(), 8), joined(readings.iter()))
    }

    /// Ends with what has become of everybody.
    pub(crate) fn table(&mut self, rows: &[Row]) -> io::Result<()> {
        writeln!(self.out)?;
        let cells: Vec<Vec<&str>> = rows.iter().map(Row::cells).collect();
        let widest = |column: usize| cells.iter().map(|row| width(row[column])).max().unwrap_or_default();
        let widths: Vec<usize> =
            Row::HEADS.iter().enumerate().map(|(column, head)| widest(column).max(width(head))).collect();
        let line = |cells: &[&str]| {
            let cells = cells.iter().zip(&widths).map(|(cell, width)| padded(cell, *width));
            cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
        };
        writeln!(self.out, "{}", line(&Row::HEADS))?;
        for (row, cells) in rows.iter().zip(&cells) {
            writeln!(self.out, "{}", line(cells))?;
            writeln!(self.out, "       {}", joined(row.outcome()))?;
        }
        Ok(())
    }
}

fn joined<'a>(readings: impl Iterator<Item = &'a Reading>) -> String {
    readings.map(ToString::to_string).collect::<Vec<_>>().join("  ")
}

fn padded(text: &str, columns: usize) -> String {
    format!("{text}{}", " ".repeat(columns.saturating_sub(width(text))))
}

/// Returns how many columns of a terminal a text takes: Chinese characters take two.
fn width(text: &str) -> usize {
    text.chars().map(|character| if character < '\u{2e80}' { 1 } else { 2 }).sum()
}
