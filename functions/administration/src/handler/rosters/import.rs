//! What becomes of a roster that is right: one record for each row, written only if the row is new or says something else.

use domain::id::CommandId;
use edge::{Code, Context, Problem, retry};
use roster::Roster;
use serde::Serialize;
use store::records::RosterRecord;
use store::{Change, Collection, Content, Facts, Fingerprint, KeyValue, Ledger, New};

/// What was imported.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
pub(in crate::handler) struct Imported {
    /// Rows of the file.
    rows: usize,
    /// Of those, the ones about whom there was nothing before.
    new: usize,
    /// The ones that say something else than before.
    changed: usize,
    /// The ones that say the same as before.
    unchanged: usize,
    /// The ones that say again what an earlier row of the file has said.
    duplicates: usize,
    /// Send the same file again: the time was spent before all of it was written.
    more: bool,
}

/// What became of a row.
enum Written {
    New,
    Changed,
    Unchanged,
}

/// Writes each row, until the time is spent: one at least, so that whoever calls again gets to the end.
///
/// # Errors
///
/// Returns a problem if the store fails. What was written until then stands, and the same file goes on from there.
pub(in crate::handler) async fn import<K: KeyValue>(
    cx: &Context<'_, K>,
    collection: &Collection,
    roster: &Roster<'_>,
    is_spent: impl Fn() -> bool,
) -> Result<Imported, Problem> {
    let ledger = cx.ledger(collection);
    let people: Vec<Fingerprint> = roster.rows().map(|row| ledger.fingerprint(&row.unique())).collect();
    let known = ledger.find_all(&people).await?;

    let counts = roster.counts();
    let mut imported = Imported { rows: counts.rows, duplicates: counts.duplicates, ..Imported::default() };
    for (row, person) in roster.rows().zip(people) {
        let record = RosterRecord::new(row.entry, row.email);
        let facts = record.facts(collection).map_err(Problem::fault)?;
        if known.get(&person).is_some_and(|line| line.facts == facts) {
            imported.unchanged += 1;
            continue;
        }
        if 0 < imported.new + imported.changed && is_spent() {
            imported.more = true;
            break;
        }
        match retry(async || write(&ledger, person, &facts, &record).await).await? {
            Written::New => imported.new += 1,
            Written::Changed => imported.changed += 1,
            Written::Unchanged => imported.unchanged += 1,
        }
    }
    Ok(imported)
}

/// Looks once more, since somebody else may be importing, and writes what is not there.
async fn write<K: KeyValue>(
    ledger: &Ledger<'_, K>,
    person: Fingerprint,
    facts: &Facts,
    record: &RosterRecord,
) -> Result<Written, Problem> {
    let (facts, record) = (facts.clone(), record.clone());
    let Some(line) = ledger.find(&person).await? else {
        // Whoever creates it does the same: it is told by whose row it is.
        let command = CommandId::from_u128(u128::from_be_bytes(person.to_bytes()));
        ledger.create(New { fingerprint: person, facts, content: Some(record), command }).await?;
        return Ok(Written::New);
    };
    if line.facts == facts {
        return Ok(Written::Unchanged);
    }
    let loaded = ledger.load::<RosterRecord>(line.id).await?;
    let loaded = loaded.ok_or_else(|| Problem::new(Code::Contended))?;
    ledger.commit(loaded, Change { facts, content: Content::Replace(record), command: None }).await?;
    Ok(Written::Changed)
}
