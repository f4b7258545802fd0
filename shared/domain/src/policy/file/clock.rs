//! The clocks: when something opens, how it closes, and how long it takes.

use super::text::{both, chosen, ours};
use crate::{
    calendar::{Bound, Civil},
    document::{Mistake, Table, Value},
    instant::Cutoff,
    policy::{AfterCorrection, Hours, Registration, Review, Supplement, clock::InvalidHours},
};
use chrono::{DateTime, Utc};

/// `opens` and `closes`.
pub(super) fn window(file: &mut Table<'_>) -> Result<(DateTime<Utc>, Cutoff), Mistake> {
    let opens = file.need("opens")?.table(opening)?;
    let closing = file.need("closes")?;
    let closes = closing.table(cutoff)?;
    if closes.is_open(opens) {
        Ok((opens, closes))
    } else {
        Err(closing.refuse("the window closes before it has been open"))
    }
}

/// `[review]`
pub(super) fn review(entry: &mut Table<'_>) -> Result<Review, Mistake> {
    ours(entry)?;
    Ok(Review { starts: entry.need("starts")?.table(opening)?, within: hours(entry.need("hours")?)? })
}

/// `[supplement]`
pub(super) fn supplement(entry: &mut Table<'_>) -> Result<Supplement, Mistake> {
    let closes = entry.need("closes")?.table(cutoff)?;
    let end = entry.need("reviewed")?;
    let reviewed = end.table(cutoff)?;
    if reviewed < closes {
        return Err(end.refuse("corrections are reviewed before the supplement closes"));
    }
    Ok(Supplement {
        closes,
        reviewed,
        rounds: chosen(entry.need("rounds")?, |rounds| rounds.number(0..=u64::from(u8::MAX)))?,
        after_late_return: chosen(entry.need("hours-after-late-return")?, hours)?,
    })
}

/// `[registration]`
pub(super) fn registration(entry: &mut Table<'_>) -> Result<Registration, Mistake> {
    ours(entry)?;
    Ok(Registration {
        starts: entry.need("starts")?.table(opening)?,
        within: hours(entry.need("hours")?)?,
        contact: entry.need("contact")?.table(cutoff)?,
        late: both(entry, "late", "late-en")?,
        after_correction: entry.need("after-correction")?.table(after_correction)?,
    })
}

fn after_correction(entry: &mut Table<'_>) -> Result<AfterCorrection, Mistake> {
    let set = entry.need("set")?.table(cutoff)?;
    let end = entry.need("paid")?;
    let paid = end.table(cutoff)?;
    if paid <= set {
        return Err(end.refuse("paying ends before the office has to make it possible"));
    }
    Ok(AfterCorrection { set, paid, late: both(entry, "late", "late-en")? })
}

pub(super) fn hours(value: Value<'_>) -> Result<Hours, Mistake> {
    let hours = value.integer()?.and_then(|hours| u16::try_from(hours).ok());
    hours.ok_or(InvalidHours).and_then(Hours::try_from).map_err(|error| value.invalid(&error))
}

fn opening(entry: &mut Table<'_>) -> Result<DateTime<Utc>, Mistake> {
    ours(entry)?;
    let at: Civil = entry.need("at")?.parse()?;
    Ok(at.start())
}

fn cutoff(entry: &mut Table<'_>) -> Result<Cutoff, Mistake> {
    ours(entry)?;
    let bound = match (entry.take("before"), entry.take("until")) {
        (Some(civil), None) => Bound::Before(civil.parse()?),
        (None, Some(civil)) => Bound::Until(civil.parse()?),
        (None, None) | (Some(_), Some(_)) => return Err(entry.refuse("give either `before` or `until`")),
    };
    Ok(bound.cutoff())
}
