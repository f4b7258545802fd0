//! Runs a command so that whoever waits sees what it does.
//!
//! On a terminal one line is kept up to date, of two things at once that of the first; elsewhere a line is printed when something starts, every ten
//! seconds while it lasts, and when it ends. What the command said is shown only when it failed.

use std::io::{IsTerminal, Read, Write};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

/// How often the line on a terminal is drawn again.
const TICK: Duration = Duration::from_millis(200);

/// How long nothing is printed where there is no terminal.
const SILENCE_MAX: Duration = Duration::from_secs(10);

/// What a command wrote, without what only told how far it was.
pub(crate) struct Transcript {
    /// Standard output and error, line by line as they came.
    pub(crate) lines: Vec<String>,
    /// Whether it ended well.
    pub(crate) success: bool,
}

/// Runs the command and insists that it ends well.
///
/// # Errors
///
/// Fails with everything the command wrote when it cannot be started or ends badly.
pub(crate) fn run(label: &str, command: &mut Command) -> Result<Transcript> {
    let transcript = attempt(label, command)?;
    if !transcript.success {
        bail!("{label} failed:\n\n{}", transcript.lines.join("\n"));
    }
    Ok(transcript)
}

/// Runs the command and reports how it ended.
///
/// # Errors
///
/// Fails only when the command cannot be started or waited for.
pub(crate) fn attempt(label: &str, command: &mut Command) -> Result<Transcript> {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("cannot start {}", command.get_program().display()))?;
    let (sender, receiver) = mpsc::channel();
    let outputs: [Option<Box<dyn Read + Send>>; 2] = [
        child.stdout.take().map(|pipe| Box::new(pipe) as _),
        child.stderr.take().map(|pipe| Box::new(pipe) as _),
    ];
    for pipe in outputs.into_iter().flatten() {
        let sender = sender.clone();
        thread::spawn(move || forward_lines(pipe, &sender));
    }
    drop(sender);

    let mut line = Line::start(label);
    let mut lines = Vec::new();
    loop {
        match receiver.recv_timeout(TICK) {
            Ok(text) => match status(&text) {
                Some(status) => line.status = status,
                None if text.is_empty() && lines.is_empty() => {}
                None => lines.push(text),
            },
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => break,
        }
        line.tick();
    }
    let success = child.wait()?.success();
    line.finish(success);
    Ok(Transcript { lines, success })
}

/// Shows that work which reports nothing is still going on.
pub(crate) fn busy<T: Send>(label: &str, work: impl FnOnce() -> Result<T> + Send) -> Result<T> {
    let mut line = Line::start(label);
    let result = thread::scope(|scope| {
        let worker = scope.spawn(work);
        while !worker.is_finished() {
            thread::sleep(TICK);
            line.tick();
        }
        worker.join()
    });
    let result = result.unwrap_or_else(|panic| std::panic::resume_unwind(panic));
    line.finish(result.is_ok());
    result
}

/// Sends each line of the pipe. A carriage return ends one too: cargo redraws its bar with it.
fn forward_lines(mut pipe: Box<dyn Read + Send>, sender: &Sender<String>) {
    let mut pending = Vec::new();
    let mut chunk = [0; 8192];
    while let Ok(count) = pipe.read(&mut chunk) {
        if count == 0 {
            break;
        }
        for byte in chunk.iter().take(count) {
            if matches!(byte, b'\n' | b'\r') {
                // Whoever receives has stopped only if this program is ending.
                let _ = sender.send(String::from_utf8_lossy(&pending).trim_end().to_owned());
                pending.clear();
            } else {
                pending.push(*byte);
            }
        }
    }
    if !pending.is_empty() {
        let _ = sender.send(String::from_utf8_lossy(&pending).into_owned());
    }
}

/// Reads a line in which cargo tells how far it is: `12/410 wasmtime` out of its bar, else the crate's name.
fn status(line: &str) -> Option<String> {
    let text = line.trim_start();
    let (verb, rest) = text.split_once(' ')?;
    match verb {
        "Building" | "Installing" if rest.trim_start().starts_with('[') => {
            let (count, names) = rest.split_once(']')?.1.split_once(':')?;
            let first = names.trim().split(',').next().unwrap_or_default();
            Some(format!("{} {first}", count.trim()))
        }
        "Compiling" | "Checking" | "Documenting" | "Downloading" | "Downloaded" | "Fresh" | "Updating"
        | "Locking" | "Adding" | "Installing" | "Finished" | "Blocking" | "Fetch" => {
            let mut words = rest.split_whitespace();
            Some(format!("{} {}", verb.to_lowercase(), words.next().unwrap_or_default()))
        }
        _ => None,
    }
}

/// Whether the last line of the terminal is somebody's.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// The line about one step.
struct Line {
    label: String,
    status: String,
    began: Instant,
    printed: Instant,
    terminal: bool,
    /// Whether it is the one that is kept up to date, of those that there are.
    is_last: bool,
}

impl Line {
    fn start(label: &str) -> Self {
        let now = Instant::now();
        let terminal = std::io::stderr().is_terminal();
        if !terminal {
            eprintln!("  {label} …");
        }
        let (label, status) = (label.to_owned(), String::new());
        Self { label, status, began: now, printed: now, terminal, is_last: false }
    }

    fn tick(&mut self) {
        let interval = if self.terminal { TICK } else { SILENCE_MAX };
        if self.printed.elapsed() < interval {
            return;
        }
        self.printed = Instant::now();
        let seconds = self.began.elapsed().as_secs();
        let text = format!("  {} … {seconds} s  {}", self.label, self.status);
        if self.terminal {
            self.is_last = self.is_last || !TAKEN.swap(true, Ordering::Relaxed);
            if !self.is_last {
                return;
            }
            // Longer lines would wrap and could not be wiped.
            let short: String = text.chars().take(78).collect();
            eprint!("\r\x1b[2K{short}");
            let _ = std::io::stderr().flush();
        } else {
            eprintln!("{text}");
        }
    }

    fn finish(&self, success: bool) {
        if self.is_last {
            TAKEN.store(false, Ordering::Relaxed);
        }
        let wipe = if self.terminal { "\r\x1b[2K" } else { "" };
        let verdict = if success { "done" } else { "FAILED" };
        eprintln!("{wipe}  {} {verdict} ({:.1} s)", self.label, self.began.elapsed().as_secs_f32());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bar_of_cargo_becomes_a_count_and_the_first_crate() {
        let bar = "    Building [=====>        ] 123/410: wasmtime, cranelift-codegen(build)";
        assert_eq!(status(bar).as_deref(), Some("123/410 wasmtime"));
    }

    #[test]
    fn a_line_about_a_crate_is_progress_and_a_message_is_not() {
        assert_eq!(status("   Compiling serde v1.0.0").as_deref(), Some("compiling serde"));
        assert_eq!(status("error: could not compile `domain`"), None);
        assert_eq!(status("test result: ok. 3 passed; 0 failed;"), None);
    }

    #[test]
    fn a_failing_command_is_reported_with_what_it_wrote() {
        let mut command = Command::new("sh");
        command.args(["-c", "echo out; echo went wrong >&2; exit 3"]);
        let error = run("trying", &mut command).err().map(|error| error.to_string()).unwrap_or_default();
        assert!(error.contains("went wrong") && error.contains("out"), "{error}");
    }

    #[test]
    fn a_last_line_without_an_end_is_kept() {
        let mut command = Command::new("sh");
        command.args(["-c", "printf 'one\\ntwo'"]);
        assert_eq!(run("trying", &mut command).unwrap().lines, ["one", "two"]);
    }
}
