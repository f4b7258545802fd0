//! The report as tables of text.

use std::collections::BTreeMap;
use std::fmt::{self, Display, Formatter};

use super::journeys::AT_ONCE;
use super::report::{Bar, Host, Operation, Report};
use super::sweep::Sweeping;
use super::units::{count, often, size, time};
use crate::deployment::Memory;

/// Columns, each as wide as its widest cell. The first and the last are aligned to the left, all others to the right.
struct Table(Vec<Vec<String>>);

impl Table {
    fn new(head: &[&str]) -> Self {
        Self(vec![head.iter().map(|cell| (*cell).to_owned()).collect()])
    }
}

impl Display for Table {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let columns = self.0.first().map_or(0, Vec::len);
        let width = |column: usize| self.0.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
        let widths: Vec<usize> = (0..columns).map(width).collect();
        for row in &self.0 {
            let mut line = String::new();
            for (column, (cell, width)) in row.iter().zip(&widths).enumerate() {
                let is_left = column == 0 || column + 1 == columns;
                let padding = " ".repeat(width - cell.chars().count());
                let cell = if is_left { format!("{cell}{padding}") } else { format!("{padding}{cell}") };
                line.push_str(if column == 0 { "" } else { "  " });
                line.push_str(&cell);
            }
            writeln!(f, "{}", line.trim_end())?;
        }
        Ok(())
    }
}

impl Display for Report {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if !self.operations.is_empty() {
            writeln!(f, "\n{}", operations(&self.operations))?;
        }
        if !self.sweeps.is_empty() {
            writeln!(f, "{}", sweeps(&self.sweeps))?;
        }
        if !self.components.is_empty() {
            writeln!(f, "{}", components(self))?;
        }
        if let Some(host) = &self.host {
            writeln!(f, "{}\n", describe(host))?;
        }
        if !self.loads.is_empty() {
            writeln!(f, "{}", loads(self))?;
        }
        for Bar { name, measured, at_most } in &self.bars {
            let verdict = if measured <= at_most { "holds" } else { "EXCEEDED" };
            writeln!(f, "{verdict:<8}  {measured:.2}, at most {at_most}: {name}")?;
        }
        Ok(())
    }
}

fn operations(operations: &[Operation]) -> Table {
    let at_once = format!("/s by {AT_ONCE}");
    let head = ["operation", "times", "guest CPU", "floor", "ratio", "median", "p99", &at_once, "calls"];
    let mut table = Table::new(&head);
    for operation in operations {
        let floor = operation.floor.as_ref();
        let ratio = floor.map(|floor| {
            let [lower, upper] = floor.quartiles;
            format!("{:.2} ({lower:.2}-{upper:.2})", floor.ratio)
        });
        table.0.push(vec![
            operation.name.to_owned(),
            operation.times.to_string(),
            or_nothing(operation.guest_cpu_us.map(time)),
            or_nothing(floor.map(|floor| time(floor.guest_cpu_us))),
            or_nothing(ratio),
            time(operation.median_us),
            time(operation.p99_us),
            or_nothing(operation.per_second.map(often)),
            calls(&operation.calls),
        ]);
    }
    table
}

fn sweeps(sweeps: &[Sweeping]) -> Table {
    let head =
        ["sweep of", "partitions", "walk", "CPU a case", "due", "CPU a due case", "due/s", "memory", "calls"];
    let mut table = Table::new(&head);
    for sweeping in sweeps {
        table.0.push(vec![
            format!("{} cases", count(sweeping.cases)),
            count(sweeping.partitions),
            time(sweeping.walk_ms * 1e3),
            time(sweeping.walk_us_a_case),
            count(sweeping.due),
            time(sweeping.due_us_a_case),
            often(sweeping.due_a_second),
            size(sweeping.component_bytes as f64),
            calls(&sweeping.due_calls),
        ]);
    }
    table
}

fn components(report: &Report) -> Table {
    let mut table = Table::new(&["component", "wasm", "memory", "first answer", ""]);
    for component in &report.components {
        table.0.push(vec![
            component.name.clone(),
            size(component.wasm_bytes as f64),
            size(component.memory_bytes as f64),
            time(component.first_answer_ms * 1e3),
            String::new(),
        ]);
    }
    table
}

fn describe(host: &Host) -> String {
    let resident = |memory: &Memory| size(memory.now_bytes as f64);
    let peak = |memory: &Memory| size(memory.peak_bytes as f64);
    format!(
        "host: starts in {}; memory {} at first, {} in the end, {} at most",
        time(host.start_ms * 1e3),
        or_nothing(host.idle.as_ref().map(resident)),
        or_nothing(host.busy.as_ref().map(resident)),
        or_nothing(host.busy.as_ref().map(peak)),
    )
}

fn loads(report: &Report) -> Table {
    let mut table = Table::new(&["get and set", "requests/s", "median", "p99", "slowest", ""]);
    for load in &report.loads {
        table.0.push(vec![
            format!("{} connections", load.connections),
            often(load.per_second),
            time(load.median_us),
            time(load.p99_us),
            time(load.slowest_us),
            String::new(),
        ]);
    }
    table
}

fn calls(calls: &BTreeMap<String, f64>) -> String {
    let calls: Vec<String> = calls.iter().map(|(call, often)| format!("{call} {often:.2}")).collect();
    calls.join(", ").replace(".00", "")
}

fn or_nothing(cell: Option<String>) -> String {
    cell.unwrap_or_else(|| "-".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_as_wide_as_their_widest_cell_whatever_letters_it_has() {
        let mut table = Table::new(&["what", "long", "calls"]);
        table.0.push(vec!["a walk".to_owned(), "1 µs".to_owned(), "get".to_owned()]);
        assert_eq!(table.to_string(), "what    long  calls\na walk  1 µs  get\n");
    }

    #[test]
    fn whole_numbers_of_calls_are_written_as_such() {
        let often =
            BTreeMap::from([("get".to_owned(), 2.0), ("swap".to_owned(), 1.004), ("set".to_owned(), 0.5)]);
        assert_eq!(calls(&often), "get 2, set 0.50, swap 1");
    }
}
