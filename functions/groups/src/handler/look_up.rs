//! Whether what a group names is there. Whoever mistypes an account would otherwise narrow nobody, and hear nothing of it.

use domain::actor::{Action, Actor, Subject, permit};
use domain::group::Group;
use domain::policy::PolicyHash;
use edge::{Context, Explain, FieldError, Problem, is_account};
use store::KeyValue;

use crate::wire::GroupBody;

/// Looks up every programme and every member of `group`. An account a call of the provider of the store, a programme two, once the
/// policies of its seasons are known.
///
/// # Errors
///
/// Returns a problem that names everything that is not there, or one for a programme outside the region of the actor.
pub(super) async fn look_up<K: KeyValue>(
    cx: &Context<'_, K>,
    actor: &Actor,
    body: &GroupBody,
    group: &Group,
) -> Result<(), Problem> {
    let mut wrong = Vec::new();
    for programme in group.programmes.iter() {
        let root = cx.store().programme(programme.as_str()).await?.unwrap_or_default();
        if root.seasons.is_empty() {
            wrong.push(FieldError::new(body.place_of_programme(programme), &NoSuchProgramme));
        }
        for season in &root.seasons {
            let hash: PolicyHash = season.policy.parse().map_err(Problem::fault)?;
            let region = cx.policy(hash).await?.region();
            permit(actor, Action::GroupReviewers, &Subject::Programme { region })?;
        }
    }
    for member in group.members.iter() {
        if !is_account(cx, *member).await? {
            wrong.push(FieldError::new(body.place_of_member(*member), &NoSuchAccount));
        }
    }
    if wrong.is_empty() { Ok(()) } else { Err(Problem::invalid_fields(wrong)) }
}

/// There is no such programme.
struct NoSuchProgramme;

impl Explain for NoSuchProgramme {
    fn explain(&self) -> (&'static str, &'static str, &'static str) {
        (
            "unknown-programme",
            "没有此项目，请核对。项目发布政策之后才能编组。",
            "There is no such programme. It is there once a policy is published for it.",
        )
    }
}

/// There is no such account.
struct NoSuchAccount;

impl Explain for NoSuchAccount {
    fn explain(&self) -> (&'static str, &'static str, &'static str) {
        (
            "unknown-account",
            "没有此账号，请核对。工作人员登录后，在 GET /auth/session 中能看到自己的账号。",
            "There is no such account. Staff read their own at GET /auth/session once they have logged in.",
        )
    }
}
