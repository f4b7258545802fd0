//! Which imported registrations have been kept for long enough.

use std::collections::BTreeSet;

use edge::{Code, Context, Problem, policy_of_season};
use store::{KeyValue, Way, season_of_roster};

use super::due::Done;

/// Names the collections on the `way` whose registrations are erased by now. One call of the provider of the store for each
/// roster, and one more for a policy that this instance has not read yet.
pub(super) async fn over<K: KeyValue>(cx: &Context<'_, K>, way: &Way, done: &Done) -> BTreeSet<String> {
    let mut over = BTreeSet::new();
    for name in way.collections() {
        let Some((programme, season)) = season_of_roster(name) else { continue };
        match is_over(cx, programme, season).await {
            Ok(true) => _ = over.insert(name.to_owned()),
            Ok(false) => {}
            Err(problem) => done.fail_at(name, &problem),
        }
    }
    over
}

async fn is_over<K: KeyValue>(cx: &Context<'_, K>, programme: &str, season: &str) -> Result<bool, Problem> {
    let policy = match policy_of_season(cx, programme, season).await {
        Ok(policy) => policy,
        // It is being published.
        Err(problem) if [Code::UnknownProgramme, Code::UnknownSeason].contains(&problem.code()) => {
            return Ok(false);
        }
        Err(problem) => return Err(problem),
    };
    Ok(policy.registrations_erased_from().is_some_and(|from| from <= cx.now))
}
