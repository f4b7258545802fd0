//! Command line of the embedded host.

mod backup;
mod verify;

use std::io::IsTerminal as _;
use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};
use tokio::signal::unix::{SignalKind, signal};

/// Runs spin.toml where Spin itself is not at hand
#[derive(Debug, Parser)]
#[command(name = "host")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serves an application until it is told to stop
    Serve(Box<host::serve::Options>),
    /// Walks a database file with the service stopped, and tells what does not hold
    Verify(verify::Options),
    /// Copies a database file, while it is served or not, and verifies the copy
    Backup(backup::Backup),
    /// Puts a backup in the place of a database file with the service stopped, once it is verified
    Restore(backup::Restore),
}

fn main() -> ExitCode {
    let colours = std::io::stderr().is_terminal();
    tracing_subscriber::fmt().with_writer(std::io::stderr).with_target(false).with_ansi(colours).init();
    match run(Arguments::parse()) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("host: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: Arguments) -> Result<bool> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    match arguments.command {
        Command::Serve(options) => runtime.block_on(async {
            let mut terminate = signal(SignalKind::terminate())?;
            let mut interrupt = signal(SignalKind::interrupt())?;
            let stop = async move {
                tokio::select! {
                    _ = terminate.recv() => {}
                    _ = interrupt.recv() => {}
                }
            };
            host::serve::serve(*options, stop).await.map(|()| true)
        }),
        Command::Verify(options) => verify::verify(&options),
        Command::Backup(options) => backup::backup(&options),
        Command::Restore(options) => backup::restore(&options),
    }
}
