//! How long the same thing took, many times.

use std::time::Duration;

/// How long the same thing took each time, the shortest first.
#[derive(Clone, Debug, Default)]
pub struct Times(Vec<Duration>);

impl Times {
    /// Sorts them.
    pub fn of(times: impl IntoIterator<Item = Duration>) -> Self {
        let mut times: Vec<Duration> = times.into_iter().collect();
        times.sort();
        Self(times)
    }

    /// Returns how many there are.
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// Returns the shortest time that so many of a hundred do not exceed: one that was measured, never one in between. None
    /// at all took no time.
    pub fn percentile(&self, of_a_hundred: usize) -> Duration {
        let rank = (self.0.len() * of_a_hundred).div_ceil(100).max(1);
        self.0.get(rank - 1).copied().unwrap_or_default()
    }

    /// Returns the time that half of them do not exceed.
    pub fn median(&self) -> Duration {
        self.percentile(50)
    }

    /// Returns the time that one of a hundred exceeds.
    pub fn p99(&self) -> Duration {
        self.percentile(99)
    }

    /// Returns the longest.
    pub fn slowest(&self) -> Duration {
        self.percentile(100)
    }
}

/// Returns the value that as many are below as are above it; of an even number the upper of the two in the middle, and zero if
/// there is none.
pub(super) fn middle(values: impl IntoIterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.into_iter().collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or_default()
}

/// Returns a time in microseconds.
pub(super) fn microseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1e6
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(milliseconds: impl Iterator<Item = u64>) -> Times {
        Times::of(milliseconds.map(Duration::from_millis))
    }

    #[test]
    fn of_a_hundred_times_the_99th_is_the_last_but_one_whatever_order_they_came_in() {
        let times = counted((1..=100).rev());
        assert_eq!(times.p99(), Duration::from_millis(99));
        assert_eq!(
            (times.median(), times.slowest()),
            (Duration::from_millis(50), Duration::from_millis(100))
        );
    }

    #[test]
    fn a_percentile_of_few_is_one_of_them_and_never_less_than_its_share() {
        assert_eq!(counted([7].into_iter()).p99(), Duration::from_millis(7));
        // Of 101 times, 99 are too few to be 99 of a hundred.
        assert_eq!(counted(1..=101).p99(), Duration::from_millis(100));
        assert_eq!(counted(1..=5).median(), Duration::from_millis(3));
        assert_eq!(counted(1..=4).median(), Duration::from_millis(2));
        assert_eq!(Times::default().p99(), Duration::ZERO);
    }

    #[test]
    fn the_middle_is_a_value_that_was_there() {
        assert!((middle([9.0, 1.0, 2.0]) - 2.0).abs() < f64::EPSILON);
        assert!((middle([4.0, 1.0]) - 4.0).abs() < f64::EPSILON);
        assert!(middle([]).abs() < f64::EPSILON);
    }
}
