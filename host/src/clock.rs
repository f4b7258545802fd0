//! The one clock of the process that guests can see. It can be set and held from outside the application.
//!
//! Only the wall clock is virtual. Guests measure time-outs with the monotonic clock, which always runs.

use std::fmt;
use std::str::FromStr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use chrono::{DateTime, SecondsFormat, Utc};
use wasmtime_wasi::HostWallClock;

/// What guests are told as the resolution: the application keeps milliseconds, the clock is finer.
const RESOLUTION: Duration = Duration::from_micros(1);

/// An instant, as time since 1970. Reads and prints RFC 3339.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct At(Duration);

/// The text is no RFC 3339 instant from 1970 on.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an RFC 3339 instant from 1970 on, such as 2027-04-15T08:59:00+08:00")]
pub struct InvalidInstant;

impl FromStr for At {
    type Err = InvalidInstant;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let instant = DateTime::parse_from_rfc3339(text).map_err(|_| InvalidInstant)?;
        let seconds = u64::try_from(instant.timestamp()).map_err(|_| InvalidInstant)?;
        Ok(Self(Duration::from_secs(seconds) + Duration::from_nanos(instant.timestamp_subsec_nanos().into())))
    }
}

impl fmt::Display for At {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = i64::try_from(self.0.as_secs()).map_err(|_| fmt::Error)?;
        let instant = DateTime::<Utc>::from_timestamp(seconds, self.0.subsec_nanos()).ok_or(fmt::Error)?;
        f.write_str(&instant.to_rfc3339_opts(SecondsFormat::Millis, true))
    }
}

/// Whether a clock moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pace {
    /// As fast as the monotonic clock.
    Running,
    /// Not at all.
    Held,
}

/// A clock that all guests share. Clones share it too.
#[derive(Clone, Debug)]
pub struct Clock(Arc<Mutex<State>>);

#[derive(Clone, Copy, Debug)]
enum State {
    /// The system's clock, with every correction that is made to it.
    System,
    Running {
        from: At,
        since: Instant,
    },
    Held(At),
}

impl Clock {
    /// Starts the clock. Without an instant, and unless it is held, it is the system's clock.
    pub fn start(at: Option<At>, pace: Pace) -> Self {
        let state = match (at, pace) {
            (None, Pace::Running) => State::System,
            (None, Pace::Held) => State::Held(system()),
            (Some(at), pace) => State::from(at, pace),
        };
        Self(Arc::new(Mutex::new(state)))
    }

    /// Returns the instant and the pace.
    pub fn read(&self) -> (At, Pace) {
        self.state().read()
    }

    /// Sets the instant, the pace or both; what is not given stays as it is at this moment.
    pub fn set(&self, at: Option<At>, pace: Option<Pace>) {
        let mut state = self.state();
        let (now, current) = state.read();
        *state = State::from(at.unwrap_or(now), pace.unwrap_or(current));
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn from(at: At, pace: Pace) -> Self {
        match pace {
            Pace::Running => Self::Running { from: at, since: Instant::now() },
            Pace::Held => Self::Held(at),
        }
    }

    fn read(self) -> (At, Pace) {
        match self {
            Self::System => (system(), Pace::Running),
            Self::Running { from, since } => (At(from.0 + since.elapsed()), Pace::Running),
            Self::Held(at) => (at, Pace::Held),
        }
    }
}

impl HostWallClock for Clock {
    fn resolution(&self) -> Duration {
        RESOLUTION
    }

    fn now(&self) -> Duration {
        self.read().0.0
    }
}

#[expect(clippy::disallowed_methods, reason = "this is the clock that everything else asks")]
fn system() -> At {
    At(SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> At {
        text.parse().expect("a valid instant")
    }

    #[test]
    fn a_held_clock_stands_still_until_it_is_set() {
        let clock = Clock::start(Some(at("2027-04-15T08:59:00+08:00")), Pace::Held);
        std::thread::sleep(Duration::from_millis(5));
        assert_eq!(clock.read(), (at("2027-04-15T00:59:00Z"), Pace::Held));
        clock.set(Some(at("2027-04-15T01:00:00Z")), None);
        assert_eq!(clock.read(), (at("2027-04-15T01:00:00Z"), Pace::Held));
    }

    #[test]
    fn a_running_clock_starts_where_it_was_set() {
        let clock = Clock::start(Some(at("2027-04-15T00:59:00Z")), Pace::Running);
        std::thread::sleep(Duration::from_millis(5));
        let (now, pace) = clock.read();
        assert_eq!(pace, Pace::Running);
        assert!(at("2027-04-15T00:59:00.005Z") <= now && now < at("2027-04-15T00:59:30Z"), "{now}");
    }

    #[test]
    fn holding_keeps_the_instant_and_releasing_goes_on_from_it() {
        let clock = Clock::start(Some(at("2027-04-15T00:59:00Z")), Pace::Running);
        clock.set(None, Some(Pace::Held));
        let (held, _) = clock.read();
        std::thread::sleep(Duration::from_millis(20));
        assert_eq!(clock.read(), (held, Pace::Held));
        clock.set(None, Some(Pace::Running));
        let (released, _) = clock.read();
        assert!(held <= released && released.0 < held.0 + Duration::from_millis(15), "{held} {released}");
    }

    #[test]
    fn clones_are_the_same_clock() {
        let clock = Clock::start(None, Pace::Running);
        let guest = clock.clone();
        clock.set(Some(at("1999-12-31T16:00:00Z")), Some(Pace::Held));
        assert_eq!(HostWallClock::now(&guest), Duration::from_secs(946_656_000));
    }

    #[test]
    fn an_instant_without_a_zone_or_before_1970_is_refused() {
        for text in ["2027-04-15T08:59:00", "2027-04-15", "1969-12-31T23:59:59Z", ""] {
            assert_eq!(text.parse::<At>(), Err(InvalidInstant), "{text}");
        }
    }
}
