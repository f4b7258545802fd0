//! The embedded host as a child process that never outlives this one by its own fault.

use std::path::Path;
use std::process::{Child, Command, ExitStatus};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use rustix::process::{Pid, Signal, kill_process};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;

/// Compiling the components for this machine takes seconds the first time, and is cached.
const START_MAX: Duration = Duration::from_secs(120);

/// A host that runs.
pub(crate) struct Host {
    child: Child,
}

impl Host {
    /// Starts it and waits until it says, by writing `ready`, that it serves.
    ///
    /// # Errors
    ///
    /// Fails when it cannot be started, ends at once, or is not ready in two minutes.
    pub(crate) fn start(command: &mut Command, ready: &Path) -> Result<Self> {
        let child =
            command.spawn().with_context(|| format!("cannot start {}", command.get_program().display()))?;
        let mut host = Self { child };
        host.forward_signals()?;
        let began = Instant::now();
        while !ready.exists() {
            if let Some(status) = host.child.try_wait()? {
                bail!("the host ended before it served: {status}");
            }
            if START_MAX < began.elapsed() {
                bail!("the host is not ready after {} s", START_MAX.as_secs());
            }
            thread::sleep(Duration::from_millis(20));
        }
        Ok(host)
    }

    /// Waits until it ends, by itself or because somebody asked this program to.
    ///
    /// # Errors
    ///
    /// Fails when the operating system does.
    pub(crate) fn wait(mut self) -> Result<ExitStatus> {
        Ok(self.child.wait()?)
    }

    /// A signal to this program alone would leave the host behind. Where a terminal sends ctrl-C to both, the
    /// second request to stop does no harm.
    fn forward_signals(&self) -> Result<()> {
        let host = Pid::from_child(&self.child);
        let mut signals = Signals::new([SIGHUP, SIGINT, SIGTERM]).context("cannot listen for ctrl-C")?;
        thread::spawn(move || {
            for _ in signals.forever() {
                // It may have ended already.
                let _ = kill_process(host, Signal::TERM);
            }
        });
        Ok(())
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        // Something failed on the way up. A process that was waited for is left alone: its number may be taken.
        if let Ok(None) = self.child.try_wait() {
            let _ = kill_process(Pid::from_child(&self.child), Signal::TERM);
            let _ = self.child.wait();
        }
    }
}
