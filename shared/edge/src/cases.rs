//! One case over HTTP: found by its id, shown to nobody who may not see it, decided and committed.

use std::rc::Rc;

use domain::actor::Actor;
use domain::case::{Case, Command, Move, apply, decide};
use domain::id::{AccountId, CaseId, CommandId};
use domain::policy::Policy;
use store::records::CaseRecord;
use store::{Change, Collection, Content, Fingerprint, KeyValue, Line, Loaded, RecordId, StoreFault, Stored};

use crate::context::Context;
use crate::problem::{Code, Problem};
use crate::session::Session;

/// The collections of cases are called `cases/{programme}/{season}`.
pub const COLLECTIONS: &str = "cases/";

/// A case of a reader who may not see it, or of nobody.
pub fn unknown() -> Problem {
    Problem::new(Code::UnknownCase)
}

/// Returns where a case is found.
pub fn address(id: CaseId) -> String {
    format!("/api/cases/{id}")
}

/// Returns the id under which a record is known outside.
pub fn case_id(id: RecordId) -> CaseId {
    CaseId::from_u128(id.as_u128())
}

/// Returns the record that a case is kept in.
pub fn record_id(id: CaseId) -> RecordId {
    RecordId::from_u128(id.as_u128())
}

/// Returns by what the case of somebody is found in a season: everybody has one there at most.
pub fn fingerprint(season: &Collection, owner: AccountId) -> Fingerprint {
    season.fingerprint(&owner.as_u128().to_be_bytes())
}

/// Draws the id of a command that nobody has named.
///
/// # Errors
///
/// Returns a problem if there is no randomness.
pub fn draw_command<K: KeyValue>(cx: &Context<'_, K>) -> Result<CommandId, Problem> {
    Ok(CommandId::from_u128(cx.store().entropy().draw_id().map_err(StoreFault::from)?))
}

/// Finds the collection that `id` belongs to. An id can be made up, so it may name any collection, or none.
///
/// # Errors
///
/// Returns a problem if it is no collection of cases, or if the store fails.
pub async fn any_collection<K: KeyValue>(cx: &Context<'_, K>, id: CaseId) -> Result<Rc<Collection>, Problem> {
    let collection = cx.collection_numbered(record_id(id).collection()).await?.ok_or_else(unknown)?;
    if collection.name.starts_with(COLLECTIONS) { Ok(collection) } else { Err(unknown()) }
}

/// Finds the collection that `id` belongs to, for somebody in this session. Whoever has logged in by the password for another
/// programme cannot tell whether there is such a case.
///
/// # Errors
///
/// Returns a problem if it is no collection of cases, or none that the session is good for, or if the store fails.
pub async fn collection<K: KeyValue>(
    cx: &Context<'_, K>,
    session: &Session,
    id: CaseId,
) -> Result<Rc<Collection>, Problem> {
    let collection = any_collection(cx, id).await?;
    let programme = collection.name.strip_prefix(COLLECTIONS).and_then(|name| name.split('/').next());
    if programme.is_some_and(|programme| session.admits(programme)) { Ok(collection) } else { Err(unknown()) }
}

/// Loads a case for a commit, if `actor` may see it.
///
/// # Errors
///
/// Returns a problem if there is none for this actor, or if the store fails.
pub async fn load<K: KeyValue>(
    cx: &Context<'_, K>,
    collection: &Collection,
    id: CaseId,
    actor: &Actor,
) -> Result<Loaded<CaseRecord, K::Handle>, Problem> {
    let loaded = cx.ledger(collection).load::<CaseRecord>(record_id(id)).await?.ok_or_else(unknown)?;
    check_visible(&loaded.record.case, actor)?;
    Ok(loaded)
}

/// Whoever may not see a case cannot tell whether it exists.
///
/// # Errors
///
/// Returns the problem of a case that does not exist.
pub fn check_visible(case: &Case, actor: &Actor) -> Result<(), Problem> {
    case.permit_reading(actor).map_err(|_| unknown())
}

/// The policies in whose words a case is shown. They are one, unless it was moved to another version.
#[derive(Clone, Debug)]
pub struct Words {
    /// The one that it is pinned to.
    pub now: Rc<Policy>,
    /// The one that what registers have said was weighed by.
    pub assessed: Rc<Policy>,
    /// The one that was objected by last.
    pub objected: Rc<Policy>,
}

/// Returns the policies that `case` is shown by.
///
/// # Errors
///
/// Returns a problem if the store fails.
pub async fn words<K: KeyValue>(cx: &Context<'_, K>, case: &Case) -> Result<Words, Problem> {
    Ok(Words {
        now: cx.policy(case.policy()).await?,
        assessed: cx.policy(case.assessed_by()).await?,
        objected: cx.policy(case.objected_by()).await?,
    })
}

/// Decides `command` about what was loaded, and commits what it comes to. Where nothing changes, nothing is written.
///
/// # Errors
///
/// Returns the problem of a command that is refused, or of a commit that did not land.
pub async fn carry_out<K: KeyValue>(
    cx: &Context<'_, K>,
    collection: &Collection,
    loaded: Loaded<CaseRecord, K::Handle>,
    command: &Command,
    policy: &Policy,
) -> Result<Stored<CaseRecord>, Problem> {
    match change(cx, &loaded.line, &loaded.record, command, policy)? {
        Some(change) => Ok(cx.ledger(collection).commit(loaded, change).await?),
        None => Ok(Stored { line: loaded.line, record: loaded.record }),
    }
}

/// Decides `command` about a case, and returns what a commit of that changes, if it changes anything.
///
/// # Errors
///
/// Returns the problem of a command that is refused.
pub fn change<K: KeyValue>(
    cx: &Context<'_, K>,
    line: &Line,
    record: &CaseRecord,
    command: &Command,
    policy: &Policy,
) -> Result<Option<Change<CaseRecord>>, Problem> {
    let events = decide(Some(&record.case), command, policy, cx.now)?;
    if events.is_empty() {
        return Ok(None);
    }
    let case = apply(Some(&record.case), &events, command, cx.now).map_err(Problem::fault)?;
    Ok(Some(change_to(line, record, case, policy, Some(command.id))))
}

/// Decides about moving what was loaded, which is pinned to `from`, and commits what it comes to. Where nothing changes, nothing is
/// written.
///
/// # Errors
///
/// Returns the problem of a command that is refused, or of a commit that did not land.
pub async fn move_over<K: KeyValue>(
    cx: &Context<'_, K>,
    collection: &Collection,
    loaded: Loaded<CaseRecord, K::Handle>,
    command: &Move<'_>,
    from: &Policy,
) -> Result<Stored<CaseRecord>, Problem> {
    let case = &loaded.record.case;
    let events = command.decide(case, from, cx.now)?;
    if events.is_empty() {
        return Ok(Stored { line: loaded.line, record: loaded.record });
    }
    let case = command.apply(case, &events, cx.now).map_err(Problem::fault)?;
    // What falls due does so by the policy that the case is pinned to from now on.
    let change = change_to(&loaded.line, &loaded.record, case, command.to, Some(command.id));
    Ok(cx.ledger(collection).commit(loaded, change).await?)
}

/// Commits what an edit has made of the case that was loaded, which adds no event. Where nothing has changed, nothing is
/// written.
///
/// # Errors
///
/// Returns the problem of a commit that did not land.
pub async fn replace<K: KeyValue>(
    cx: &Context<'_, K>,
    collection: &Collection,
    loaded: Loaded<CaseRecord, K::Handle>,
    edited: Case,
    policy: &Policy,
) -> Result<Stored<CaseRecord>, Problem> {
    if edited == loaded.record.case {
        return Ok(Stored { line: loaded.line, record: loaded.record });
    }
    let change = change_to(&loaded.line, &loaded.record, edited, policy, None);
    Ok(cx.ledger(collection).commit(loaded, change).await?)
}

fn change_to(
    line: &Line,
    record: &CaseRecord,
    case: Case,
    policy: &Policy,
    command: Option<CommandId>,
) -> Change<CaseRecord> {
    let facts = CaseRecord::facts(&case, policy, line.facts.claim.map(Into::into));
    Change { facts, content: Content::Replace(record.with_case(case)), command }
}
