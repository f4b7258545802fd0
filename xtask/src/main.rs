//! `cargo xtask`: sets the workspace up, builds it, starts the sandbox and runs the tests.
//!
//! Everything it fetches or makes lies under `target/`; nothing else on the machine changes, except that a
//! target which `rustup` can supply is added to its toolchain.

mod apt;
mod bench;
mod browser;
mod build;
mod built;
mod check;
mod chromium;
mod demo;
mod deployment;
mod fuzz;
mod kill;
mod manifest;
mod native;
mod nginx;
mod node;
mod policy;
mod progress;
mod python;
mod secrets;
mod serve;
mod simulate;
mod sizes;
mod stage;
mod strip;
mod sysroot;
mod test;
mod toolchain;
mod tools;
mod up;
mod workspace;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::native::NATIVE;
use crate::workspace::Workspace;

#[derive(Parser)]
#[command(
    name = "cargo xtask",
    about = "Sets up, builds, starts and tests this workspace",
    disable_help_subcommand = true
)]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Builds everything and starts the sandbox on this machine.
    Up {
        /// The port on the loopback address to serve on.
        #[arg(long, default_value_t = 3000)]
        port: u16,
        /// Deletes what the sandbox had stored, its keys included, and starts over.
        #[arg(long)]
        fresh: bool,
        /// Where the sandbox's clock starts, in RFC 3339: by default within the window of its programme.
        #[arg(long, default_value = up::AT)]
        at: String,
    },
    /// Runs every check, or only the stages that are named.
    Test {
        /// Names of stages; `list` prints them.
        stages: Vec<String>,
    },
    /// Measures operations and host; `-- --help` shows what can be chosen.
    Bench {
        /// What the bench itself takes.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
    /// Plays runs in which everything goes wrong that can; `-- --help` shows what can be chosen.
    Simulate {
        /// Puts faults into a copy of the workspace instead, and expects each to be noticed.
        #[arg(long)]
        faults: bool,
        /// The faults whose names contain this alone.
        #[arg(long, requires = "faults")]
        fault: Option<String>,
        /// What the simulation itself takes.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
    /// Feeds any bytes to whatever reads bytes from outside, for two minutes each.
    Fuzz(fuzz::Arguments),
    /// Kills the host under load, again and again, and looks at everything that it had answered.
    Kill {
        /// How many times.
        #[arg(long, default_value_t = 200, value_parser = clap::value_parser!(u32).range(1..))]
        times: u32,
    },
    /// Plays one window against the running components, and prints what everybody read.
    Demo,
    /// Writes a picture of every page, at the width of a telephone and of a desk, to target/screenshots.
    Screenshots,
    /// Looks at the policies.
    Policy {
        #[command(subcommand)]
        task: PolicyTask,
    },
    /// Builds the components and the host, and prints their sizes.
    Build,
    /// Provides the targets for WebAssembly.
    Toolchain {
        /// Builds the private standard library even where `rustup` could supply it.
        #[arg(long)]
        private: bool,
    },
}

#[derive(Subcommand)]
enum PolicyTask {
    /// Says what is wrong in policies, what cannot work as it is written, and what is there for nothing.
    Check {
        /// The files; by default those in shared/policies.
        files: Vec<PathBuf>,
        /// Fails at warnings as well.
        #[arg(long)]
        deny_warnings: bool,
    },
    /// Says what is decided of somebody, and why.
    Explain(policy::explain::Arguments),
    /// Says what another version changes, and for whom.
    Diff(policy::diff::Arguments),
    /// Plays a season over people who may come, and says what it will be like.
    Rehearse(policy::rehearse::Arguments),
    /// Decides recorded cases again, and says whether the same comes out, byte for byte.
    Replay(policy::replay::Arguments),
    /// Changes each value of a policy, one at a time, and says which journey notices.
    Mutate {
        /// The files; by default those that are published.
        files: Vec<PathBuf>,
    },
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run(arguments.task) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("\nerror: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(task: Task) -> anyhow::Result<ExitCode> {
    let workspace = Workspace::find()?;
    match task {
        Task::Up { port, fresh, at } => up::run(&workspace, port, fresh, &at),
        Task::Test { stages } => test::run(&workspace, &stages),
        Task::Bench { arguments } => bench::run(&workspace, &arguments),
        Task::Simulate { faults: true, fault, arguments: _ } => {
            simulate::faults(&workspace, fault.as_deref())
        }
        Task::Simulate { faults: false, fault: _, arguments } => simulate::run(&workspace, &arguments),
        Task::Fuzz(arguments) => fuzz::run(&workspace, &arguments),
        Task::Kill { times } => kill::run(&workspace, times),
        Task::Demo => demo::run(&workspace),
        Task::Screenshots => browser::screenshots(&workspace),
        Task::Policy { task: PolicyTask::Check { files, deny_warnings } } => {
            policy::check(&workspace, files, deny_warnings)
        }
        Task::Policy { task: PolicyTask::Explain(arguments) } => policy::explain::run(&arguments),
        Task::Policy { task: PolicyTask::Diff(arguments) } => policy::diff::run(&arguments),
        Task::Policy { task: PolicyTask::Rehearse(arguments) } => {
            policy::rehearse::run(&workspace, &arguments)
        }
        Task::Policy { task: PolicyTask::Replay(arguments) } => policy::replay::run(&arguments),
        Task::Policy { task: PolicyTask::Mutate { files } } => {
            let mut command = workspace.cargo(&["run", "--profile", NATIVE, "--package", "mutants", "--"]);
            for file in files {
                command.arg(std::path::absolute(file)?);
            }
            Ok(if command.status()?.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
        }
        Task::Build => {
            let toolchain = toolchain::provide(&workspace, toolchain::Source::Any)?;
            let (built, _) = build::all(&workspace, &toolchain)?;
            sizes::check(&built)?;
            print!("{}", sizes::table(&built));
            Ok(ExitCode::SUCCESS)
        }
        Task::Toolchain { private } => {
            let source = if private { toolchain::Source::Private } else { toolchain::Source::Any };
            let toolchain = toolchain::provide(&workspace, source)?;
            println!("{}", toolchain.describe());
            Ok(ExitCode::SUCCESS)
        }
    }
}
