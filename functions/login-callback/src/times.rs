//! When an ID token counts, and when its person has logged in. Its end is looked at by the library.

use chrono::{DateTime, TimeDelta, Utc};
use edge::{Code, Problem};

use crate::attempt::Attempt;
use crate::claims::Said;

/// Clocks differ; and what a token says of its own time lies behind the instant of the request, which was read before the
/// provider was asked for it (RFC 7519, section 4.1.5).
const LEEWAY_SECONDS: i64 = 60;

/// Checks that an ID token counts already, and that its person has logged in for this attempt, if it says when they have.
///
/// # Errors
///
/// Returns a problem if that is not so.
pub(crate) fn check(said: &Said, attempt: &Attempt, now: DateTime<Utc>) -> Result<(), Problem> {
    let leeway = TimeDelta::seconds(LEEWAY_SECONDS);
    let refused = |reason| Err(Problem::because(Code::LoginFailed, reason));
    // A date in a token may have a fraction (RFC 7519, section 2).
    let latest = (now + leeway).timestamp_millis() as f64 / 1_000.0;
    if said.additional_claims().nbf.is_some_and(|begins| latest < begins) {
        return refused("the ID token does not count yet");
    }
    // Every login asks the provider for that. One that does not care lets somebody in without their doing.
    if said.auth_time().is_some_and(|logged_in| logged_in < attempt.began() - leeway) {
        return refused("the person was remembered, and has not logged in");
    }
    Ok(())
}
