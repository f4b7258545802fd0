//! What people do on the real components, on a store that reaches the disk: how long it takes, and what it costs where the
//! host is ours and counts.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use futures::future::join_all;

use super::cost::Cost;
use super::counts::Counts;
use super::ready::{Ready, Scene};
use super::times::Times;
use crate::deployment::Deployment;

/// Something that somebody does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Journey {
    /// A candidate looks at a draft.
    DraftRead,
    /// A candidate edits a draft.
    DraftEdit,
    /// A candidate files a draft, and every register agrees: from the request to the approval.
    Submission,
    /// A candidate hands in a picture of a megabyte, in one request.
    SmallUpload,
    /// A candidate hands in a picture as large as is allowed, in five parts.
    LargeUpload,
    /// The provider sends somebody back who has never been here.
    Login,
}

impl Journey {
    /// Every journey.
    pub const ALL: [Self; 6] = [
        Self::DraftRead,
        Self::DraftEdit,
        Self::Submission,
        Self::SmallUpload,
        Self::LargeUpload,
        Self::Login,
    ];

    /// Returns what it is called.
    pub fn name(self) -> &'static str {
        match self {
            Self::DraftRead => "draft read",
            Self::DraftEdit => "draft edit",
            Self::Submission => "submission to decision",
            Self::SmallUpload => "upload of 1 MB",
            Self::LargeUpload => "upload of 40 MB",
            Self::Login => "login callback",
        }
    }

    /// Returns the component that does it.
    pub fn component(self) -> &'static str {
        match self {
            Self::DraftRead | Self::DraftEdit => "application",
            Self::Submission => "auto-approval",
            Self::SmallUpload | Self::LargeUpload => "upload-validation",
            Self::Login => "login-callback",
        }
    }

    /// Of so many, one in a hundred can be told; of what takes long, only the slowest.
    fn times(self) -> usize {
        match self {
            Self::DraftRead | Self::DraftEdit | Self::Submission | Self::Login => 200,
            Self::SmallUpload => 100,
            Self::LargeUpload => 10,
        }
    }
}

/// How much is done to measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effort {
    /// A twentieth of the times, one after the other: it shows that all of it works, and what it calls.
    Little,
    /// Enough for a percentile, and as much again by many at once.
    Full,
}

/// So many people do the same at once, to find out how much of it is done in a second.
pub const AT_ONCE: usize = 8;

/// What was measured of a journey.
#[derive(Debug)]
pub struct Travelled {
    /// The journey.
    pub journey: Journey,
    /// What it costs, where the host is ours.
    pub cost: Option<Cost>,
    /// How long it took, one after the other.
    pub times: Times,
    /// How much of it is done in a second by many at once.
    pub per_second: Option<f64>,
}

/// Measures every journey on a deployment that is prepared. Returns the largest memory of each component besides, in bytes.
pub async fn travel(
    deployment: &Deployment,
    run: u64,
    effort: Effort,
) -> (Vec<Travelled>, BTreeMap<String, u64>) {
    let mut counts = deployment.is_ours().then(|| Counts::of(deployment));
    let mut scene = Scene::new(deployment, run);
    let mut travelled = Vec::new();
    for journey in Journey::ALL {
        let times = match effort {
            Effort::Little => journey.times().div_ceil(20),
            Effort::Full => journey.times(),
        };
        let (cost, taken) = one_by_one(journey, times, &mut scene, &mut counts).await;
        let per_second = match effort {
            Effort::Little => None,
            Effort::Full => Some(at_once(journey, times, &mut scene).await),
        };
        travelled.push(Travelled { journey, cost, times: taken, per_second });
    }
    let memory = match counts {
        Some(counts) => counts.memory().await,
        None => BTreeMap::new(),
    };
    (travelled, memory)
}

async fn one_by_one(
    journey: Journey,
    times: usize,
    scene: &mut Scene<'_>,
    counts: &mut Option<Counts<'_>>,
) -> (Option<Cost>, Times) {
    // What a new host has cold is warmed up first.
    scene.ready(journey).await.go().await;
    let mut ready = Vec::new();
    for _ in 0..times {
        ready.push(scene.ready(journey).await);
    }
    if let Some(counts) = counts {
        counts.reset().await;
    }
    let mut taken = Vec::new();
    for ready in ready {
        taken.push(timed(ready).await);
    }
    let cost = match counts {
        Some(counts) => Some(Cost::each(&counts.read(journey.component()).await, times)),
        None => None,
    };
    (cost, Times::of(taken))
}

async fn at_once(journey: Journey, times: usize, scene: &mut Scene<'_>) -> f64 {
    let mut queues: Vec<Vec<Ready>> = (0..AT_ONCE).map(|_| Vec::new()).collect();
    for number in 0..times {
        queues[number % AT_ONCE].push(scene.ready(journey).await);
    }
    let begun = Instant::now();
    let workers = queues.into_iter().map(|queue| {
        tokio::spawn(async move {
            for ready in queue {
                ready.go().await;
            }
        })
    });
    for finished in join_all(workers).await {
        finished.expect("no worker fails");
    }
    times as f64 / begun.elapsed().as_secs_f64()
}

async fn timed(ready: Ready) -> Duration {
    let begun = Instant::now();
    ready.go().await;
    begun.elapsed()
}
