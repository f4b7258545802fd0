//! Plays the window.

use std::io::{self, Write};

use hyper::Method;
use people::CAST;
use serde_json::Value;
use tests::deployment::{Deployment, PROGRAMME, Plan, sandbox};

use crate::candidate::Candidate;
use crate::office::Reviewer;
use crate::page::Page;
use crate::reading::{Reading, read};
use crate::row::{Row, keep};
use crate::window::{Deed, WINDOW};

/// So many partitions are enough for this many people.
const PARTITIONS: u32 = 4;

/// Plays the window on a host of its own and prints what everybody reads. Returns the table that it ends with.
///
/// # Errors
///
/// Fails when nothing can be printed.
///
/// # Panics
///
/// Stops when the service answers in a way that nobody can go on from.
pub async fn play(out: &mut (dyn Write + Send)) -> io::Result<Vec<Row>> {
    eprintln!("  starting the host, which compiles the components for this machine the first time …");
    let deployment = Deployment::start(Plan::of(&sandbox()));
    let mut stage = Stage {
        programme: Value::Null,
        candidates: CAST.iter().map(Candidate::new).collect(),
        page: Page::new(out),
        deployment,
    };
    for (number, (instant, deeds)) in WINDOW.iter().enumerate() {
        eprintln!("  {} of {}", number + 1, WINDOW.len());
        let clock = stage.deployment.hold(instant).await;
        stage.page.instant(&Reading::of("clock", &clock, "/at").expect("the clock shows an instant"))?;
        if number == 0 {
            stage.deployment.prepare(PARTITIONS).await;
            stage.read_programme().await?;
        }
        for deed in *deeds {
            stage.perform(deed).await?;
        }
    }
    let rows: Vec<Row> = stage.candidates.into_iter().map(|candidate| candidate.row).collect();
    stage.page.table(&rows)?;
    Ok(rows)
}

struct Stage<'a> {
    deployment: Deployment,
    programme: Value,
    candidates: Vec<Candidate>,
    page: Page<'a>,
}

impl Stage<'_> {
    /// Reads what is offered, as everybody can.
    async fn read_programme(&mut self) -> io::Result<()> {
        let path = format!("/api/programmes/{PROGRAMME}");
        let answer = self.deployment.client().await.call(Method::GET, &path, &[], "").await;
        assert_eq!(answer.status, 200, "{answer:?}");
        self.programme = answer.json();
        let name = Reading::of("programme", &self.programme, "/name/zh").expect("a programme has a name");
        self.page.line("", &name, &read(&self.programme, &[("opens", "/opens"), ("closes", "/closes")]))
    }

    async fn perform(&mut self, deed: &Deed) -> io::Result<()> {
        let Self { deployment, programme, candidates, page } = self;
        match *deed {
            Deed::By(rows, act) => {
                for candidate in of(candidates, rows) {
                    candidate.act(act, deployment, programme, page).await?;
                }
            }
            Deed::Everybody(act) => {
                for candidate in candidates {
                    candidate.act(act, deployment, programme, page).await?;
                }
            }
            Deed::Decide(rows, outcome) => {
                let mut reviewer = Reviewer::log_in(deployment).await;
                for candidate in of(candidates, rows) {
                    reviewer.decide(candidate, outcome, page).await?;
                }
            }
            Deed::SetAwaitingPayment(rows) => {
                let mut reviewer = Reviewer::log_in(deployment).await;
                for candidate in of(candidates, rows) {
                    reviewer.set_awaiting_payment(deployment, candidate, page).await?;
                }
            }
            Deed::Worklist => Reviewer::log_in(deployment).await.worklist(candidates, page).await?,
            Deed::Sweep => {
                deployment.sweep().await;
                for candidate in candidates.iter_mut().filter(|candidate| candidate.case.is_some()) {
                    let newest = candidate.read_messages(deployment, page).await?;
                    keep(&mut candidate.row.sms, newest);
                }
            }
        }
        Ok(())
    }
}

/// Returns the candidates of these rows.
fn of<'a>(
    candidates: &'a mut [Candidate],
    rows: &'a [&'static str],
) -> impl Iterator<Item = &'a mut Candidate> {
    candidates.iter_mut().filter(|candidate| rows.contains(&candidate.part.row))
}
