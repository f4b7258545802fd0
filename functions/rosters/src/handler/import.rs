//! What becomes of a roster that is right: one record for each row, written only if the row is new or says something else.

use std::collections::HashMap;

use domain::id::CommandId;
use edge::{Code, Context, Problem, retry};
use roster::Roster;
use serde::Serialize;
use store::records::RosterRecord;
use store::{Change, Collection, Content, Facts, Fingerprint, KeyValue, Ledger, Line, New};

/// 导入结果。 What was imported.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub(crate) struct Imported {
    /// 文件的行数。 Rows of the file.
    rows: usize,
    /// 新增的行。 Of those, the ones about whom there was nothing before.
    new: usize,
    /// 有变化的行。 The ones that say something else than before.
    changed: usize,
    /// 没有变化的行。 The ones that say the same as before.
    unchanged: usize,
    /// 文件内重复的行。 The ones that say again what an earlier row of the file has said.
    duplicates: usize,
    /// 未完成，请重新发送同一文件。 Send the same file again: the time was spent before all of it was written.
    more: bool,
}

impl Imported {
    /// Returns the numbers, by name.
    pub(super) fn counts(&self) -> Vec<(&'static str, usize)> {
        vec![
            ("rows", self.rows),
            ("new", self.new),
            ("changed", self.changed),
            ("unchanged", self.unchanged),
            ("duplicates", self.duplicates),
        ]
    }
}

/// What is there of the people of a roster.
type Known = HashMap<Fingerprint, Line>;

/// What became of a row.
enum Written {
    New,
    Changed,
    Unchanged,
}

/// Looks up what is there of the people of a roster.
///
/// # Errors
///
/// Returns a problem if the store fails.
pub(super) async fn known<K: KeyValue>(
    cx: &Context<'_, K>,
    collection: &Collection,
    roster: &Roster<'_>,
) -> Result<Known, Problem> {
    let ledger = cx.ledger(collection);
    let people: Vec<Fingerprint> = roster.rows().map(|row| ledger.fingerprint(&row.unique())).collect();
    Ok(ledger.find_all(&people).await?)
}

/// Tells whether everything that a roster says is there already.
///
/// # Errors
///
/// Returns a problem if a row cannot be written, which cannot be.
pub(super) fn is_there<K: KeyValue>(
    cx: &Context<'_, K>,
    collection: &Collection,
    roster: &Roster<'_>,
    known: &Known,
) -> Result<bool, Problem> {
    let ledger = cx.ledger(collection);
    for row in roster.rows() {
        let person = ledger.fingerprint(&row.unique());
        let facts = RosterRecord::new(row.entry, row.email).facts(collection).map_err(Problem::fault)?;
        if known.get(&person).is_none_or(|line| line.facts != facts) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Writes each row, until the time is spent: one at least, so that whoever calls again gets to the end.
///
/// # Errors
///
/// Returns a problem if the store fails. What was written until then stands, and the same file goes on from there.
pub(super) async fn import<K: KeyValue>(
    cx: &Context<'_, K>,
    collection: &Collection,
    roster: &Roster<'_>,
    known: &Known,
    is_spent: impl Fn() -> bool,
) -> Result<Imported, Problem> {
    let ledger = cx.ledger(collection);
    let counts = roster.counts();
    let mut imported = Imported { rows: counts.rows, duplicates: counts.duplicates, ..Imported::default() };
    for row in roster.rows() {
        let person = ledger.fingerprint(&row.unique());
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
