//! `cargo xtask fuzz`: has libFuzzer look for bytes that break what must hold, one target after the other.

use std::collections::BTreeSet;
use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::{Context as _, Result, bail, ensure};

use crate::workspace::Workspace;
use crate::{progress, tools};

/// Where the targets, what is kept for them, and their manifest lie.
const FOLDER: &str = "tests/fuzz";

/// The largest bodies that handlers read without streaming are as large; what is larger is refused by its size.
const BYTES_MAX: u32 = 64 * 1024;

/// What is kept is carried by everybody who clones: of each search so many files, and none that is larger.
const KEPT_MAX: usize = 8;
const KEPT_BYTES_MAX: u32 = 4 * 1024;

/// One input takes a millisecond at most. One that takes so long is a finding.
const INPUT_SECONDS_MAX: u32 = 10;

/// What `cargo xtask fuzz` takes.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// For how long each target runs.
    #[arg(long, default_value_t = 120, value_parser = clap::value_parser!(u32).range(1..))]
    seconds: u32,
    /// Adds to `tests/fuzz/corpus` some of what reaches something that nothing in it reaches.
    #[arg(long)]
    keep: bool,
    /// The targets; all of them, if none is named.
    targets: Vec<String>,
}

/// Runs targets. The first finding of each ends it, and all are told of in the end.
///
/// # Errors
///
/// Fails when there is no such target, no compiler for C++, or something cannot be built.
pub(crate) fn run(workspace: &Workspace, arguments: &Arguments) -> Result<ExitCode> {
    let known = targets(workspace)?;
    if let Some(unknown) = arguments.targets.iter().find(|target| !known.contains(*target)) {
        let known: Vec<&str> = known.iter().map(String::as_str).collect();
        bail!("there is no target {unknown}; the targets are {}", known.join(", "));
    }
    let chosen = known.iter().filter(|name| arguments.targets.is_empty() || arguments.targets.contains(name));
    let fuzzer = Fuzzer::new(workspace)?;
    let mut found = Vec::new();
    for target in chosen {
        fuzzer.build(target)?;
        let outcome = fuzzer.search(target, arguments.seconds)?;
        println!("{target:<14} {}", outcome.told);
        if arguments.keep {
            fuzzer.keep(target)?;
        }
        found.extend(outcome.finding);
    }
    for finding in &found {
        println!("\n{finding}");
    }
    Ok(if found.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The names of all targets, which are those of their files.
fn targets(workspace: &Workspace) -> Result<BTreeSet<String>> {
    let name = |path: PathBuf| path.file_stem().map(|name| name.to_string_lossy().into_owned());
    Ok(files(&workspace.root().join(FOLDER).join("fuzz_targets"))?.into_iter().filter_map(name).collect())
}

/// How a search has ended.
struct Outcome {
    told: String,
    /// What was found, and what to do with it.
    finding: Option<String>,
}

struct Fuzzer<'a> {
    workspace: &'a Workspace,
    /// The folder of cargo-fuzz.
    programs: OsString,
    sanitizer: &'static str,
}

impl<'a> Fuzzer<'a> {
    fn new(workspace: &'a Workspace) -> Result<Self> {
        let compiler = env::var_os("CXX").unwrap_or_else(|| "c++".into());
        let answer = Command::new(&compiler).arg("--version").output();
        ensure!(
            answer.is_ok_and(|output| output.status.success()),
            "libFuzzer is written in C++, and there is no compiler for it: install g++ or clang, or name one in CXX"
        );
        let program = tools::cargo_fuzz(workspace)?;
        let programs = program.parent().unwrap_or(&program).as_os_str().to_owned();
        Ok(Self { workspace, programs, sanitizer: sanitizer(workspace)? })
    }

    /// A call of cargo-fuzz about a target. What it builds has flags of its own, and so lies in a folder of its own.
    fn command(&self, task: &str, target: &str) -> Command {
        let mut command =
            self.workspace.cargo(&["fuzz", task, "--fuzz-dir", FOLDER, "--features", "libfuzzer"]);
        command.arg("--target-dir").arg(self.workspace.target("fuzz/target"));
        command.args(["--sanitizer", self.sanitizer, target]);
        let mut path = self.programs.clone();
        path.push(":");
        path.push(env::var_os("PATH").unwrap_or_default());
        // Watching what is executed is not stable yet. It is asked for in this step alone.
        command.env("PATH", path).env("RUSTC_BOOTSTRAP", "1");
        command
    }

    fn build(&self, target: &str) -> Result<()> {
        progress::run(&format!("building {target} for libFuzzer"), &mut self.command("build", target))?;
        Ok(())
    }

    fn folder(&self, kind: &str, target: &str) -> Result<PathBuf> {
        let folder = self.workspace.target("fuzz").join(kind).join(target);
        fs::create_dir_all(&folder)?;
        Ok(folder)
    }

    /// What is kept for a target, as far as there is something.
    fn kept(&self, target: &str) -> Vec<PathBuf> {
        let folders =
            ["corpus", "regressions"].map(|kind| self.workspace.root().join(FOLDER).join(kind).join(target));
        folders.into_iter().filter(|folder| folder.is_dir()).collect()
    }

    fn search(&self, target: &str, seconds: u32) -> Result<Outcome> {
        let (grown, artifacts) = (self.folder("corpus", target)?, self.folder("artifacts", target)?);
        let mut command = self.command("run", target);
        command.arg(grown).args(self.kept(target)).arg("--");
        command.arg(format!("-max_total_time={seconds}")).arg(format!("-max_len={BYTES_MAX}"));
        command.arg(format!("-timeout={INPUT_SECONDS_MAX}")).arg("-print_final_stats=1");
        // Where nothing is unsafe, what leaks is of no interest, and where it was allocated is not worth following.
        command.arg("-detect_leaks=0").env("ASAN_OPTIONS", "malloc_context_size=0");
        // Weighing rare places costs two thirds of the time where an input reaches thousands, as requests do.
        command.arg("-entropic=0");
        command.arg(format!("-artifact_prefix={}/", artifacts.display()));
        let transcript = progress::attempt(&format!("feeding {target} for {seconds} s"), &mut command)?;
        let summary = Summary::of(&transcript.lines);
        let told = summary.told();
        if transcript.success {
            return Ok(Outcome { told, finding: None });
        }
        let lines = &transcript.lines;
        let shown = lines.iter().skip(lines.len().saturating_sub(60)).map(String::as_str).collect::<Vec<_>>();
        let finding = format!(
            "---- {target} ----\n{}\n\nThe input lies in {}: mend what it shows, and keep it under {FOLDER}/regressions/{target}.",
            shown.join("\n"),
            artifacts.display()
        );
        Ok(Outcome { told: format!("{told}, FAILED"), finding: Some(finding) })
    }

    /// Adds what reaches most that nothing in the corpus reaches, by places and not by how often each is reached.
    fn keep(&self, target: &str) -> Result<()> {
        let corpus = self.workspace.root().join(FOLDER).join("corpus").join(target);
        let merged = self.folder("merged", target)?;
        fs::remove_dir_all(&merged)?;
        fs::create_dir_all(&merged)?;
        let known = files(&corpus)?;
        for path in &known {
            fs::copy(path, merged.join(path.file_name().unwrap_or_default()))?;
        }
        let mut command = self.command("run", target);
        command.arg(&merged).arg(self.folder("corpus", target)?).arg("--");
        command.args(["-set_cover_merge=1", "-use_counters=0"]).arg(format!("-max_len={KEPT_BYTES_MAX}"));
        progress::run(&format!("choosing what to keep for {target}"), &mut command)?;
        // Each is written in its turn: whatever reaches most comes first.
        let mut new = files(&merged)?;
        new.retain(|path| !path.file_name().is_some_and(|name| corpus.join(name).exists()));
        new.sort_by_key(|path| fs::metadata(path).and_then(|file| file.modified()).ok());
        for path in new.iter().take(KEPT_MAX) {
            fs::copy(path, corpus.join(path.file_name().unwrap_or_default()))?;
        }
        Ok(())
    }
}

/// The files of a folder.
fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).with_context(|| format!("{} cannot be read", folder.display()))?;
    entries.map(|entry| Ok(entry?.path())).collect()
}

/// The sanitizer for addresses, if the toolchain brings its library. Our own crates have nothing unsafe in them; what they use has.
fn sanitizer(workspace: &Workspace) -> Result<&'static str> {
    let mut command = Command::new("rustc");
    command.current_dir(workspace.root()).args(["--print", "target-libdir"]);
    let output = command.output().context("there is no rustc")?;
    let folder = String::from_utf8(output.stdout)?;
    let entries = fs::read_dir(Path::new(folder.trim()));
    let is_there = entries.into_iter().flatten().flatten().any(|entry| {
        let name = entry.file_name();
        name.to_string_lossy().ends_with("_rt.asan.a")
    });
    Ok(if is_there { "address" } else { "none" })
}

/// What libFuzzer says in the end.
#[derive(Debug, Default, PartialEq, Eq)]
struct Summary {
    executions: Option<u64>,
    /// Places in the code that were reached.
    coverage: Option<u64>,
    /// Inputs that reach something that the others do not.
    corpus: Option<u64>,
}

impl Summary {
    fn of(lines: &[String]) -> Self {
        let mut summary = Self::default();
        for line in lines {
            // `#1234  DONE   cov: 5678 ft: 9012 corp: 34/5Kb lim: 4096 exec/s: 61 rss: 78Mb`
            let Some(rest) = line.trim_start().strip_prefix('#') else { continue };
            let mut words = rest.split_whitespace();
            let Some(executions) = words.next().and_then(|word| word.parse().ok()) else { continue };
            let behind = |name: &str| {
                let mut words = rest.split_whitespace().skip_while(|word| *word != name);
                words.nth(1).and_then(|word| word.split('/').next()?.parse().ok())
            };
            if let Some(coverage) = behind("cov:") {
                summary =
                    Self { executions: Some(executions), coverage: Some(coverage), corpus: behind("corp:") };
            }
        }
        summary
    }

    fn told(&self) -> String {
        let number = |number: Option<u64>| number.map_or_else(|| "?".to_owned(), |number| number.to_string());
        format!(
            "{} executions, {} places reached, by {} inputs",
            number(self.executions),
            number(self.coverage),
            number(self.corpus)
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_line_with_numbers_is_told() {
        let lines = [
            "INFO: Seed: 1",
            "#2\tINITED cov: 5 ft: 6 corp: 1/1b exec/s: 0 rss: 40Mb",
            "#1234\tDONE   cov: 56 ft: 90 corp: 34/5Kb lim: 4096 exec/s: 61 rss: 78Mb",
            "Done 1234 runs in 3 second(s)",
        ];
        let summary = Summary::of(&lines.map(str::to_owned));
        assert_eq!(summary, Summary { executions: Some(1234), coverage: Some(56), corpus: Some(34) });
        assert_eq!(summary.told(), "1234 executions, 56 places reached, by 34 inputs");
        assert_eq!(Summary::of(&[]).told(), "? executions, ? places reached, by ? inputs");
    }

    #[test]
    fn every_target_has_a_file() -> Result<()> {
        let targets = targets(&Workspace::find()?)?;
        assert!(targets.contains("policies") && targets.contains("requests"));
        Ok(())
    }
}
