//! The host is killed while everybody is at work, again and again, and whatever it had answered stands. By SIGKILL nothing is
//! closed and nothing is flushed; what the system holds for the process stays, so that a commit reaches the disk is shown
//! beside the host's key-value store.

mod candidate;
mod load;
mod reviewer;
mod seat;
mod shown;
mod step_up;

use std::hash::{BuildHasher as _, RandomState};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use futures::future::join_all;
use tempfile::TempDir;
use tests::deployment::{Deployment, KEY_1, Plan, WITHIN, sandbox, verify};

use load::{Load, Tally};
use reviewer::Reviewer;
use seat::Seat;

/// So often the host is killed where nothing else is said. `cargo xtask kill` sets `MIAOPI_KILLS`.
const KILLS: u32 = 5;

/// So many candidates are at work at once, beside a reviewer and the scheduler.
const SEATS: u32 = 6;

const PARTITIONS: u32 = 16;

/// So much later each host begins: leases have ended, and another code can be asked for. Sessions, codes and claims hold.
const LATER: TimeDelta = TimeDelta::minutes(2);

/// A kill waits for so many steps at most, so that something is done however slow the machine is.
const STEPS_MAX: u64 = 150;

/// It does not wait longer than this, whatever keeps everybody from working.
const LOAD_MAX: Duration = Duration::from_secs(10);

/// Then it comes at any instant of this time, in which most requests begin and end.
const INSTANTS_MICROSECONDS: u64 = 5_000;

/// What one kill can leave: of each candidate the two chunks of a picture and a body, a body of the reviewer, and of the sweep one
/// for each of the sixteen affairs that it sees to side by side and for the materials that it tidies up.
const LEFT_MAX: u32 = SEATS * 3 + 1 + 16 + 1;

#[tokio::test(flavor = "multi_thread")]
async fn whatever_was_answered_stands_after_the_host_is_killed_under_load() {
    let kills = std::env::var("MIAOPI_KILLS").map_or(KILLS, |text| text.parse().expect("a number of kills"));
    let scene = Scene::new();
    let first = scene.start(0);
    first.deployment.prepare(PARTITIONS).await;
    let mut crowd = Crowd::new(&first).await;
    crowd.work_until_killed(first).await;
    for kill in 1..kills {
        let host = scene.start(kill);
        crowd.check(&host).await;
        crowd.work_until_killed(host).await;
    }

    let left = scene.collect();
    assert!(left <= kills * LEFT_MAX, "{kills} kills have left {left} bodies and chunks");
    // What was collected is missed by nobody.
    let host = scene.start(kills);
    crowd.check(&host).await;
    crowd.check_everybody(&host).await;
    host.sweep().await;
    drop(host);
    assert_eq!(scene.collect(), 0);

    let tally = crowd.tally();
    assert!(0 < tally.answered && 0 < tally.stands + tally.gone, "nobody was at work: {tally:?}");
    println!(
        "{kills} kills of the host under load\n{tally}\n{left} bodies and chunks were left, and collected"
    );
}

/// A state that stays, whatever becomes of its hosts.
struct Scene {
    manifest: PathBuf,
    state: TempDir,
}

/// A host on it.
struct Host {
    deployment: Deployment,
    /// When its clock began, as the service writes instants.
    since: String,
}

impl Scene {
    fn new() -> Self {
        Self { manifest: sandbox(), state: TempDir::new().expect("there is room for a state") }
    }

    /// Starts the host after so many kills.
    fn start(&self, kills: u32) -> Host {
        let first: DateTime<Utc> = WITHIN.parse().expect("an instant");
        let since = (first + LATER * kills.cast_signed()).to_rfc3339_opts(SecondsFormat::Millis, true);
        let plan = Plan { at: &since, ..Plan::of(&self.manifest) };
        Host { deployment: Deployment::start_on(plan, self.state.path()), since }
    }

    /// Verifies the store, with the host stopped, and collects what nothing names. Returns how much that was.
    fn collect(&self) -> u32 {
        let (holds, text) = verify(self.state.path(), KEY_1, &["--collect"]);
        assert!(holds && text.contains(" 0 faults"), "{text}");
        let left = text.split(" keys that nothing names").next().and_then(|text| text.rsplit(' ').next());
        left.and_then(|left| left.parse().ok()).unwrap_or_else(|| panic!("{text}"))
    }
}

impl Host {
    /// The scheduler calls until everything has been walked, and nothing is wrong.
    async fn sweep(&self) {
        for report in self.deployment.sweep().await {
            assert_eq!(report["faults"], serde_json::json!([]), "{report}");
        }
    }
}

/// Everybody who is at work.
struct Crowd {
    seats: Vec<Seat>,
    reviewer: Reviewer,
}

impl Crowd {
    async fn new(host: &Host) -> Self {
        let seats = (0..SEATS).map(Seat::new).collect();
        Self { seats, reviewer: Reviewer::new(host).await }
    }

    /// Everybody works until the host is killed, at a random instant.
    async fn work_until_killed(&mut self, host: Host) {
        let address = host.deployment.address;
        let load = Load::default();
        let seats = join_all(self.seats.iter_mut().map(|seat| seat.work(address, &load)));
        tokio::join!(seats, self.reviewer.work(&load), load::sweep(address, &load), kill(host, &load));
    }

    /// Looks at everything that was answered on the host before, and finds out what has become of the rest.
    async fn check(&mut self, host: &Host) {
        self.reviewer.check(host).await.expect("the host stays");
        let decided = &self.reviewer.decided;
        join_all(self.seats.iter_mut().map(|seat| seat.check(host, decided))).await;
    }

    /// Looks at everything that was ever answered.
    async fn check_everybody(&mut self, host: &Host) {
        let decided = &self.reviewer.decided;
        join_all(self.seats.iter_mut().map(|seat| seat.check_everybody(host, decided))).await;
    }

    fn tally(&self) -> Tally {
        self.seats.iter().map(|seat| seat.tally).fold(self.reviewer.tally, Tally::and)
    }
}

/// Kills the host at a random instant.
async fn kill(host: Host, load: &Load) {
    let drawn = RandomState::new().hash_one("an instant");
    let steps = 1 + drawn % STEPS_MAX;
    let begun = Instant::now();
    while load.steps() < steps && begun.elapsed() < LOAD_MAX {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    tokio::time::sleep(Duration::from_micros((drawn >> 32) % INSTANTS_MICROSECONDS)).await;
    load.end();
    // By SIGKILL.
    drop(host);
}
