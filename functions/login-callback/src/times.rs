//! When an ID token counts, besides its end, which the library looks at.

use chrono::{DateTime, TimeDelta, Utc};
use edge::{Code, Problem};

use crate::claims::Said;

/// Clocks differ; and what a token says of its own time lies behind the instant of the request, which was read before the
/// provider was asked for it (RFC 7519, section 4.1.5).
const LEEWAY_SECONDS: i64 = 60;

/// Checks that an ID token counts already.
///
/// # Errors
///
/// Returns a problem if it does not.
pub(crate) fn check(said: &Said, now: DateTime<Utc>) -> Result<(), Problem> {
    let latest = now + TimeDelta::seconds(LEEWAY_SECONDS);
    match said.additional_claims().nbf {
        // A date in a token may have a fraction (RFC 7519, section 2).
        Some(begins) if latest.timestamp_millis() as f64 / 1_000.0 < begins => {
            Err(Problem::because(Code::LoginFailed, "the ID token does not count yet"))
        }
        Some(_) | None => Ok(()),
    }
}
