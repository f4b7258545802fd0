//! `cargo xtask policy rehearse`: plays a season before it opens, and prints what it will be like.

use std::fs;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, Result, ensure};
use workbench::{Ending, Language, Plan, Policy, Rehearsal, play, rehearse};

use crate::workspace::Workspace;

/// More people than that take minutes in a build for development, and seconds in one for release.
const SLOWLY_MAX: u32 = 2_000;

/// What is rehearsed.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The policy.
    file: PathBuf,
    /// How many people come.
    #[arg(long, default_value_t = 100_000)]
    people: u32,
    /// What all chance follows from: the same number plays the same.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How many reviewers there are; by default as many as keep every duty.
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..))]
    reviewers: Option<u32>,
    /// How many minutes a reviewer takes for a case.
    #[arg(long, default_value_t = 6, value_parser = clap::value_parser!(u16).range(1..=240))]
    minutes: u16,
    /// The hour at which reviewers begin.
    #[arg(long, default_value_t = 9)]
    from: u8,
    /// The hour at which they end.
    #[arg(long, default_value_t = 17)]
    until: u8,
    /// Where to draw a chart.
    #[arg(long)]
    svg: Option<PathBuf>,
    /// Where to write every case as it is recorded, one a line, for `policy replay`.
    #[arg(long)]
    cases: Option<PathBuf>,
}

/// Plays it. It fails if somebody has no outcome.
///
/// # Errors
///
/// Fails when the policy cannot be read, or the chart cannot be written.
pub(crate) fn run(workspace: &Workspace, arguments: &Arguments) -> Result<ExitCode> {
    if cfg!(debug_assertions) && SLOWLY_MAX < arguments.people {
        return quickly(workspace);
    }
    let policy = super::read(&arguments.file)?;
    let plan = plan(arguments)?;
    let rehearsal = match &arguments.cases {
        Some(file) => recorded(&policy, &plan, file)?,
        None => rehearse(&policy, &plan),
    };
    print!("{}", rehearsal.table(&policy));
    if let Some(svg) = &arguments.svg {
        fs::write(svg, rehearsal.chart(&policy, Language::English))
            .with_context(|| format!("{} cannot be written", svg.display()))?;
    }
    Ok(if rehearsal.count(Ending::Nothing) == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Does the same in a build that is made for it.
fn quickly(workspace: &Workspace) -> Result<ExitCode> {
    let mut command = workspace.cargo(&["run", "--release", "--package", "xtask", "--"]);
    // Paths are meant as they were written, from wherever that was.
    command.args(std::env::args_os().skip(1)).current_dir(std::env::current_dir()?);
    Ok(if command.status()?.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Plays it, and writes down every case.
fn recorded(policy: &Policy, plan: &Plan, file: &Path) -> Result<Rehearsal> {
    let cannot = || format!("{} cannot be written", file.display());
    let mut lines = BufWriter::new(fs::File::create(file).with_context(cannot)?);
    let mut written = Ok(());
    let rehearsal = play(policy, plan, &mut |case| {
        if written.is_ok() {
            let line = serde_json::to_string(case).map_err(std::io::Error::from);
            written = line.and_then(|line| writeln!(lines, "{line}"));
        }
    });
    written.and_then(|()| lines.flush()).with_context(cannot)?;
    Ok(rehearsal)
}

fn plan(arguments: &Arguments) -> Result<Plan> {
    let Arguments { people, seed, reviewers, minutes, from, until, .. } = *arguments;
    let has_room = until <= 24 && minutes <= u16::from(until.saturating_sub(from)) * 60;
    ensure!(has_room, "a reviewer's day ends at 24 at the latest, and has room for one case at least");
    let mut plan = Plan { reviewers, ..Plan::new(people, seed) };
    plan.desk.minutes = minutes;
    plan.desk.from = from;
    plan.desk.until = until;
    Ok(plan)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(from: u8, until: u8, minutes: u16) -> bool {
        let file = PathBuf::from("a.toml");
        let arguments = Arguments {
            file,
            people: 1,
            seed: 1,
            reviewers: None,
            minutes,
            from,
            until,
            svg: None,
            cases: None,
        };
        plan(&arguments).is_ok()
    }

    #[test]
    fn a_reviewers_day_has_room_for_one_case_and_ends_at_midnight_at_the_latest() {
        assert!(day(9, 17, 6) && day(0, 24, 240) && day(9, 10, 60));
        assert!(!day(9, 9, 1) && !day(17, 9, 6) && !day(0, 25, 6) && !day(9, 10, 61));
    }
}
