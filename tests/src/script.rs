//! Scripts that run in Node beside a test.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::PathBuf;
use std::process::{Child, ChildStdout, Command, Stdio};

use serde_json::Value;

/// A script that runs in Node and says a line of JSON at a time.
pub struct Script {
    child: Child,
    /// Kept open: whoever writes to a pipe that nobody reads from is ended.
    output: BufReader<ChildStdout>,
}

impl Script {
    /// Starts a script of the folder that `cargo xtask test` has prepared.
    pub fn start(name: &str, arguments: &[&str]) -> Self {
        let mut command = node();
        command.arg(name).args(arguments);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().expect("there is Node");
        let output = BufReader::new(child.stdout.take().expect("it is piped"));
        Self { child, output }
    }

    /// Waits for a line.
    pub fn says(&mut self) -> Value {
        let mut line = String::new();
        self.output.read_line(&mut line).expect("it says something");
        serde_json::from_str(&line).expect("it says JSON")
    }

    /// Says a line to it.
    pub fn hears(&mut self, line: &str) {
        let input = self.child.stdin.as_mut().expect("it is piped");
        writeln!(input, "{line}").expect("it listens");
    }
}

impl Drop for Script {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// Returns the folder that `cargo xtask test` has prepared.
pub fn folder() -> PathBuf {
    PathBuf::from(std::env::var_os("MIAOPI_SCRIPTS").expect("`cargo xtask test` with the stage sets it"))
}

/// Returns Node, started in that folder.
pub fn node() -> Command {
    let mut command = Command::new("node");
    command.current_dir(folder());
    command
}
