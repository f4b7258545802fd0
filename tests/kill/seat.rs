//! A place at which one candidate after another files a case.

use std::collections::BTreeMap;
use std::io;
use std::net::SocketAddr;

use super::candidate::Candidate;
use super::load::{Load, Tally};
use super::{Host, SEATS};

/// A place at which one candidate after another files a case.
pub(super) struct Seat {
    number: u32,
    /// How many have taken the place.
    people: u32,
    now: Option<Candidate>,
    /// Those who have filed.
    before: Vec<Candidate>,
    /// Those of them who were looked at after a kill.
    checked: usize,
    pub(super) tally: Tally,
}

impl Seat {
    pub(super) fn new(number: u32) -> Self {
        let (now, before, tally) = (None, Vec::new(), Tally::default());
        Self { number, people: 0, now, before, checked: 0, tally }
    }

    /// Whoever sits here works until the host is gone.
    pub(super) async fn work(&mut self, address: SocketAddr, load: &Load) {
        let broken = loop {
            match self.step(address).await {
                Ok(()) => load.step(),
                Err(broken) => break broken,
            }
        };
        load.check_over(&broken);
    }

    async fn step(&mut self, address: SocketAddr) -> io::Result<()> {
        if let Some(done) = self.now.take_if(|candidate| candidate.has_filed()) {
            self.before.push(done);
        }
        match &mut self.now {
            Some(candidate) => candidate.step(&mut self.tally).await,
            None => {
                // The step is odd, so that every other one of those who sit here needs a reviewer.
                let number = self.people * (SEATS + 1) + self.number;
                self.people += 1;
                self.now = Some(Candidate::log_in(address, number).await?);
                Ok(())
            }
        }
    }

    /// Looks at everything that was answered here on the host before.
    pub(super) async fn check(&mut self, host: &Host, decided: &BTreeMap<String, &str>) {
        let last = self.before[self.checked..].iter_mut().chain(&mut self.now);
        for candidate in last {
            candidate.connect(host).await;
            candidate.check(host, decided, &mut self.tally).await.expect("the host stays");
        }
        self.checked = self.before.len();
    }

    /// Looks at everything that was ever answered here.
    pub(super) async fn check_everybody(&mut self, host: &Host, decided: &BTreeMap<String, &str>) {
        for candidate in &mut self.before {
            candidate.log_in_again(host).await;
            candidate.check(host, decided, &mut self.tally).await.expect("the host stays");
        }
    }
}
