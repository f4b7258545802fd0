//! A stage of the tests: what it found, and the table of all of them.

use std::fmt::Write as _;
use std::time::Duration;

use crate::progress::Transcript;

/// What a stage found.
pub(crate) enum Outcome {
    /// It passed, with so many tests where it counts any.
    Passed(Count),
    /// It failed. What it said is printed before the table.
    Failed(Count, String),
    /// It could not be run on this machine, for this reason.
    LeftOut(String),
}

impl Outcome {
    /// What a runner of tests has said, and how it ended.
    pub(crate) fn of(transcript: &Transcript) -> Self {
        let count = Count::of(&transcript.lines);
        match transcript.success {
            true => Self::Passed(count),
            false => Self::Failed(count, transcript.lines.join("\n")),
        }
    }
}

/// How many tests a runner reports.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub(crate) struct Count {
    /// Those that passed.
    pub(crate) passed: usize,
    /// Those that failed.
    pub(crate) failed: usize,
    /// Those that the runner did not run.
    pub(crate) ignored: usize,
}

impl Count {
    /// Sums the last lines of every runner in a transcript: `test result: ok. 3 passed; 0 failed; …`.
    pub(crate) fn of(lines: &[String]) -> Self {
        let mut sum = Self::default();
        for line in lines {
            let Some((_, counts)) = line.split_once("test result: ") else { continue };
            for part in counts.split([';', '.']) {
                let mut words = part.split_whitespace();
                let number = words.next().and_then(|word| word.parse::<usize>().ok());
                match (number, words.next()) {
                    (Some(number), Some("passed")) => sum.passed += number,
                    (Some(number), Some("failed")) => sum.failed += number,
                    (Some(number), Some("ignored")) => sum.ignored += number,
                    _ => {}
                }
            }
        }
        sum
    }

    /// Reads the last lines of Node's runner, as the Test Anything Protocol has them: `# pass 3`.
    pub(crate) fn of_node(lines: &[String]) -> Self {
        let number = |name: &str| {
            let counts = lines.iter().filter_map(|line| line.strip_prefix("# ")?.strip_prefix(name));
            counts.filter_map(|rest| rest.trim().parse::<usize>().ok()).sum()
        };
        Self { passed: number("pass "), failed: number("fail "), ignored: number("skipped ") }
    }
}

/// A stage that has ended.
pub(crate) struct Finished {
    /// Its name.
    pub(crate) name: &'static str,
    /// What it found.
    pub(crate) outcome: Outcome,
    /// How long it took.
    pub(crate) took: Duration,
}

/// The table of the stages, what was left out, and the totals as the last line.
pub(crate) fn report(finished: &[Finished], strict: bool) -> String {
    let mut text = String::from("\nStage              seconds  outcome\n");
    let mut total = Count::default();
    let mut left_out = Vec::new();
    for stage in finished {
        let outcome = match &stage.outcome {
            Outcome::Passed(count) => {
                total.passed += count.passed;
                describe(*count)
            }
            Outcome::Failed(count, _) => {
                total.passed += count.passed;
                // A stage that counts no tests has failed as one.
                total.failed += count.failed.max(1);
                match *count {
                    Count { passed: 0, failed: 0, .. } => "FAILED".to_owned(),
                    count => format!("FAILED: {}", describe(count)),
                }
            }
            Outcome::LeftOut(reason) => {
                total.failed += usize::from(strict);
                left_out.push(format!("  {}: {reason}", stage.name));
                "left out".to_owned()
            }
        };
        // Writing to a string cannot fail.
        let _ =
            writeln!(text, "{:<18} {:>7.1}  {}", stage.name, stage.took.as_secs_f32(), outcome.trim_end());
    }
    if !left_out.is_empty() {
        let verdict = if strict { ", which is a failure where CI is set" } else { "" };
        let _ = write!(text, "\nLeft out{verdict}:\n{}\n", left_out.join("\n"));
    }
    let _ = write!(text, "\n{} passed, {} failed\n", total.passed, total.failed);
    text
}

fn describe(count: Count) -> String {
    match count {
        Count { passed: 0, failed: 0, ignored: 0 } => "ok".to_owned(),
        Count { passed, failed: 0, ignored: 0 } => format!("{passed} tests"),
        Count { passed, failed, ignored } => format!("{passed} passed, {failed} failed, {ignored} ignored"),
    }
}

/// Whether the run as a whole has failed.
pub(crate) fn failed(finished: &[Finished], strict: bool) -> bool {
    finished.iter().any(|stage| match stage.outcome {
        Outcome::Passed(_) => false,
        Outcome::Failed(..) => true,
        Outcome::LeftOut(_) => strict,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finished(name: &'static str, outcome: Outcome) -> Finished {
        Finished { name, outcome, took: Duration::from_millis(1500) }
    }

    #[test]
    fn the_counts_of_all_runners_are_summed() {
        let lines = [
            "running 4 tests".to_owned(),
            "test result: ok. 4 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.01s"
                .to_owned(),
            "test result: FAILED. 2 passed; 1 failed; 3 ignored; 0 measured; 0 filtered out".to_owned(),
        ];
        assert_eq!(Count::of(&lines), Count { passed: 6, failed: 1, ignored: 3 });
    }

    #[test]
    fn the_counts_of_node_are_read_where_it_says_them() {
        let lines = ["ok 1 - what we # pass 9 on", "# tests 5", "# pass 3", "# fail 1", "# skipped 1"];
        let lines = lines.map(str::to_owned);
        assert_eq!(Count::of_node(&lines), Count { passed: 3, failed: 1, ignored: 1 });
    }

    #[test]
    fn the_last_line_gives_the_totals() {
        let stages = [
            finished("format", Outcome::Passed(Count::default())),
            finished("unit", Outcome::Passed(Count { passed: 7, ..Count::default() })),
        ];
        let text = report(&stages, true);
        assert_eq!(text.lines().last(), Some("7 passed, 0 failed"));
        assert!(!failed(&stages, true));
    }

    #[test]
    fn a_failed_stage_without_tests_counts_as_one_failure() {
        let stages = [finished("lint", Outcome::Failed(Count::default(), "warning".to_owned()))];
        assert_eq!(report(&stages, false).lines().last(), Some("0 passed, 1 failed"));
        assert!(failed(&stages, false));
    }

    #[test]
    fn what_was_left_out_is_listed_and_fails_only_where_ci_is_set() {
        let stages = [finished("wasm", Outcome::LeftOut("no node".to_owned()))];
        assert!(report(&stages, false).contains("  wasm: no node"));
        assert_eq!(report(&stages, false).lines().last(), Some("0 passed, 0 failed"));
        assert_eq!(report(&stages, true).lines().last(), Some("0 passed, 1 failed"));
        assert!(failed(&stages, true) && !failed(&stages, false));
    }
}
