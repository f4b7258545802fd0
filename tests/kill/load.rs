//! What everybody at work shares, what is counted, and the scheduler, of whom nothing is remembered.

use std::cell::Cell;
use std::fmt;
use std::net::SocketAddr;
use std::time::Duration;

use hyper::Method;
use tests::deployment::SECRET;
use tests::http::{Answer, Client};

/// Work on one host.
#[derive(Default)]
pub(super) struct Load {
    steps: Cell<u64>,
    is_over: Cell<bool>,
}

impl Load {
    /// Somebody was answered.
    pub(super) fn step(&self) {
        self.steps.set(self.steps.get() + 1);
    }

    pub(super) fn steps(&self) -> u64 {
        self.steps.get()
    }

    /// From now on the host may be gone.
    pub(super) fn end(&self) {
        self.is_over.set(true);
    }

    /// Asserts that a connection that broke was broken by the kill.
    pub(super) fn check_over(&self, broken: &std::io::Error) {
        assert!(self.is_over.get(), "a connection broke before the host was killed: {broken}");
    }
}

/// What has become of commands.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Tally {
    /// They were answered, and what was answered stood after the kill.
    pub(super) answered: u64,
    /// They were not answered, and stand.
    pub(super) stands: u64,
    /// They were not answered, and have left no trace.
    pub(super) gone: u64,
    /// They were not answered, and have succeeded when they were repeated.
    pub(super) repeated: u64,
}

impl Tally {
    /// It was found out whether a command without an answer stands.
    pub(super) fn found(&mut self, stands: bool) {
        *if stands { &mut self.stands } else { &mut self.gone } += 1;
    }

    pub(super) fn and(self, other: Self) -> Self {
        Self {
            answered: self.answered + other.answered,
            stands: self.stands + other.stands,
            gone: self.gone + other.gone,
            repeated: self.repeated + other.repeated,
        }
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { answered, stands, gone, repeated } = self;
        writeln!(f, "{answered} commands were answered, and all of them stand")?;
        write!(
            f,
            "{} were not: {stands} of them stand, {gone} have left no trace, ",
            stands + gone + repeated
        )?;
        write!(f, "{repeated} have succeeded when they were repeated")
    }
}

/// Tells whether a command was refused for no other reason than what others do at the same time: nothing was changed.
pub(super) fn is_to_be_repeated(answer: &Answer) -> bool {
    !answer.status.is_success()
        && ["busy", "changed-meanwhile", "contended"].contains(&answer.code().as_str())
}

/// The scheduler calls again and again until the host is gone.
pub(super) async fn sweep(address: SocketAddr, load: &Load) {
    let bearer = format!("Bearer {SECRET}");
    let headers = [("authorization", bearer.as_str())];
    let mut client = match Client::try_connect(address).await {
        Ok(client) => client,
        Err(broken) => return load.check_over(&broken),
    };
    loop {
        match client.try_call(Method::POST, "/internal/sweep", &headers, "").await {
            Ok(answer) => assert_eq!(answer.status, 200, "{answer:?}"),
            Err(broken) => return load.check_over(&broken),
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}
