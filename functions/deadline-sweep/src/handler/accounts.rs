//! Accounts that nobody needs any more. Each is kept for as long as its person has a case, or may have a session open.

use chrono::TimeDelta;
use domain::id::AccountId;
use edge::{ACCOUNTS, Context, Problem, cases};
use store::{Change, Collection, Content, Facts, KeyValue, Line, LineOnly, Stored, Way};

use super::due::Done;

/// So often it is looked whether somebody still has a case: with every season, that costs two calls or three.
const LOOKED_DAYS: i64 = 30;

/// Names the collections of cases on the `way`.
pub(super) fn seasons(way: &Way) -> Vec<String> {
    way.collections().filter(|name| name.starts_with(cases::COLLECTIONS)).map(str::to_owned).collect()
}

/// Drops the accounts of those of `lines` that are due and have no case in any of the `seasons`. Tells whether it has come to an
/// end.
pub(super) async fn look<K: KeyValue>(
    cx: &Context<'_, K>,
    collection: &Collection,
    lines: &[Line],
    seasons: &[String],
    done: &Done,
    is_spent: impl Fn() -> bool,
) -> bool {
    if collection.name != ACCOUNTS {
        return true;
    }
    for line in lines.iter().filter(|line| line.facts.due.is_some_and(|due| due <= cx.now)) {
        if is_spent() {
            return false;
        }
        match look_at(cx, collection, line, seasons).await {
            Ok(true) => Done::count(&done.accounts),
            Ok(false) => {}
            Err(problem) => done.fail_at(&account(line).to_string(), &problem),
        }
    }
    true
}

/// Drops an account, or looks again another time. Tells whether it was dropped. Its content is not read: the line says enough.
async fn look_at<K: KeyValue>(
    cx: &Context<'_, K>,
    accounts: &Collection,
    line: &Line,
    seasons: &[String],
) -> Result<bool, Problem> {
    let has_case = has_case(cx, account(line), seasons).await?;
    let ledger = cx.ledger(accounts);
    let known = Stored { line: line.clone(), record: LineOnly };
    let Some(loaded) = ledger.load_again(known).await? else {
        // Somebody has logged in since.
        return Ok(false);
    };
    if has_case {
        let due = Some(cx.now + TimeDelta::days(LOOKED_DAYS));
        let facts = Facts { due, ..line.facts.clone() };
        ledger.commit(loaded, Change { facts, content: Content::Keep, command: None }).await?;
        return Ok(false);
    }
    // Whoever opens a case now is logged in, which is not long enough ago for this account to be due.
    ledger.end(loaded).await?;
    Ok(true)
}

fn account(line: &Line) -> AccountId {
    AccountId::from_u128(line.id.as_u128())
}

async fn has_case<K: KeyValue>(
    cx: &Context<'_, K>,
    account: AccountId,
    seasons: &[String],
) -> Result<bool, Problem> {
    for season in seasons {
        let season = cx.collection(season).await?;
        let ledger = cx.ledger(&season);
        if ledger.find(&cases::fingerprint(&season, account)).await?.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}
