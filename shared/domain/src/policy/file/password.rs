//! `[password]`: logging in by number and password.

use super::text::{both, ours};
use crate::{
    document::{Mistake, Table},
    policy::{PasswordLogin, Tries},
};

/// Reads how candidates log in by password. The first one is in their registration, so there has to be a roster.
pub(super) fn password(entry: &mut Table<'_>, has_roster: bool) -> Result<PasswordLogin, Mistake> {
    if !has_roster {
        return Err(
            entry.refuse("the first password is in the registration, which needs a table called derivation")
        );
    }
    ours(entry)?;
    Ok(PasswordLogin {
        first: entry.need("first")?.word()?,
        letter_case: entry.need("letter-case")?.word()?,
        // Fewer than eight can be found out of what is stored, and nobody remembers more than sixty-four.
        characters_min: entry.need("characters-min")?.number(8..=64)?,
        tries: entry.need("tries")?.table(tries)?,
        contact: both(entry, "contact", "contact-en")?,
    })
}

/// NIST SP 800-63B-4, section 3.2.2, allows a hundred wrong ones in a row; here so many an hour are the most that a policy can give.
fn tries(entry: &mut Table<'_>) -> Result<Tries, Mistake> {
    ours(entry)?;
    let (max, minutes) = (entry.need("max")?, entry.need("minutes")?);
    let tries = Tries { max: max.number(1..=10)?, minutes: minutes.number(1..=1_440)? };
    if u32::from(tries.max) * 60 <= u32::from(tries.minutes) * 100 {
        Ok(tries)
    } else {
        Err(max.refuse("there can be a hundred tries an hour at most"))
    }
}
