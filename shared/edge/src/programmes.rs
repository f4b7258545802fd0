//! The programmes that are offered.

use std::rc::Rc;

use domain::identity::IdentityDocument;
use domain::policy::{Policy, PolicyHash};
use domain::slug::ProgrammeId;
use store::records::RosterRecord;
use store::{KeyValue, Programme, Season};

use crate::context::Context;
use crate::problem::{Code, Problem};

/// Returns the season of `programme` in which cases are opened now, and its policy.
///
/// # Errors
///
/// Returns a problem if there is no such programme, or if the store fails.
pub async fn current_season<K: KeyValue>(
    cx: &Context<'_, K>,
    programme: &str,
) -> Result<(Season, Rc<Policy>), Problem> {
    let root = root(cx, programme).await?;
    let season = root.current().ok_or_else(|| Problem::new(Code::UnknownProgramme))?.clone();
    let policy = policy(cx, &season).await?;
    Ok((season, policy))
}

/// Returns the policy of a season of `programme`, whether or not cases are opened in it now.
///
/// # Errors
///
/// Returns a problem if there is no such programme or no such season, or if the store fails.
pub async fn policy_of_season<K: KeyValue>(
    cx: &Context<'_, K>,
    programme: &str,
    season: &str,
) -> Result<Rc<Policy>, Problem> {
    policy(cx, &published_season(cx, programme, season).await?.1).await
}

/// Returns `programme`, with every policy that was ever published for it, and that season of it.
///
/// # Errors
///
/// Returns a problem if there is no such programme or no such season, or if the store fails.
pub async fn published_season<K: KeyValue>(
    cx: &Context<'_, K>,
    programme: &str,
    season: &str,
) -> Result<(Programme, Season), Problem> {
    let root = root(cx, programme).await?;
    let season = root.seasons.iter().find(|known| known.name == season).cloned();
    Ok((root, season.ok_or_else(|| Problem::new(Code::UnknownSeason))?))
}

/// Returns every season of `programme`, the current one last.
///
/// # Errors
///
/// Returns a problem if there is no such programme, or if the store fails.
pub async fn all_seasons<K: KeyValue>(cx: &Context<'_, K>, programme: &str) -> Result<Vec<Season>, Problem> {
    Ok(root(cx, programme).await?.seasons)
}

/// Returns a policy that was published for `programme`, by its hash.
///
/// # Errors
///
/// Returns a problem if there is no such programme, if no policy with this hash was published for it, or if the store fails.
pub async fn published_policy<K: KeyValue>(
    cx: &Context<'_, K>,
    programme: &str,
    hash: &str,
) -> Result<Rc<Policy>, Problem> {
    let root = root(cx, programme).await?;
    let unknown = || Problem::new(Code::UnknownPolicy);
    let hash: PolicyHash = hash.parse().map_err(|_| unknown())?;
    // What was proposed lies beside it, and is not for everybody yet.
    if !root.policies.contains(&hash.to_string()) {
        return Err(unknown());
    }
    cx.policy(hash).await
}

async fn root<K: KeyValue>(cx: &Context<'_, K>, programme: &str) -> Result<Programme, Problem> {
    let unknown = || Problem::new(Code::UnknownProgramme);
    let programme: ProgrammeId = programme.parse().map_err(|_| unknown())?;
    cx.store().programme(programme.as_str()).await?.ok_or_else(unknown)
}

async fn policy<K: KeyValue>(cx: &Context<'_, K>, season: &Season) -> Result<Rc<Policy>, Problem> {
    let hash: PolicyHash = season.policy.parse().map_err(Problem::fault)?;
    cx.policy(hash).await
}

/// Returns what was imported about somebody for the season of `policy`, where categories follow from that. Three calls of the
/// provider of the store.
///
/// # Errors
///
/// Returns a problem if the store fails.
pub async fn registration_of<K: KeyValue>(
    cx: &Context<'_, K>,
    document: &IdentityDocument,
    policy: &Policy,
) -> Result<Option<RosterRecord>, Problem> {
    if policy.derivation().is_none() {
        return Ok(None);
    }
    let collection = cx.collection(&store::roster(policy.programme(), policy.season())).await?;
    let ledger = cx.ledger(&collection);
    let Some(line) = ledger.find(&ledger.fingerprint(&document.unique())).await? else { return Ok(None) };
    Ok(ledger.read::<RosterRecord>(line.id).await?.map(|stored| stored.record))
}
