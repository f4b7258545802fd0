//! `POST /internal/programmes/{programme}/seasons/{season}/moves`: moves the live cases of a season from one version of its policy
//! to another one, or says what would become of them.
//!
//! Moving is no single swap: each case is one commit, and who calls again finds done what is done. The history of each case says
//! what was moved, when and why.

use std::rc::Rc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use domain::act::{Doer, Kind};
use domain::actor::Actor;
use domain::case::Move;
use domain::id::CaseId;
use domain::note::Note;
use domain::policy::{Policy, PolicyHash};
use edge::acts::{Deed, Told, about_policy, recorded};
use edge::{Body, Context, Explain, FieldError, Fields, Problem, cases, published_season, read_json};
use http::{Request, Response, StatusCode};
use serde::Deserialize;
use store::{KeyValue, Programme};

use super::report::Report;
use super::walk::{self, Moving, Trial};

/// A call must end before the time-out of whatever lies between, which is rarely below 30 s.
const SLICE_MAX: Duration = Duration::from_secs(10);

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct MoveBody {
    /// The hash of the policy that the cases are pinned to.
    from: String,
    /// The hash of the one that they are to be pinned to.
    to: String,
    /// Why, for each candidate to read.
    reason: String,
    /// Whether it is only to be found out what would become of them. Whoever leaves it out has thought of nothing worse.
    dry_run: Option<bool>,
    /// The last case that the call before has come to.
    after: Option<String>,
}

pub(super) async fn handle<K: KeyValue>(
    mut request: Request<Body>,
    cx: &Context<'_, K>,
    (programme, season): (&str, &str),
) -> Result<Response<Bytes>, Problem> {
    cx.enter("/internal/programmes/{programme}/seasons/{season}/moves");
    let body: MoveBody = read_json(&mut request).await?;
    let after = body.after.as_deref().map(str::parse::<CaseId>).transpose()?;
    let (root, season) = published_season(cx, programme, season).await?;
    let mut fields = Fields::default();
    let reason = fields.check("/reason", Note::try_from(body.reason));
    let from = fields.check("/from", hash(&body.from, &root));
    let to = fields.check("/to", hash(&body.to, &root));
    fields.finish()?;
    // What is missing was refused.
    let (Some(reason), Some(from), Some(to)) = (reason, from, to) else {
        return Err(Problem::fault("a field that was accepted is missing"));
    };
    let (from, to) = (cx.policy(from).await?, cx.policy(to).await?);
    check_versions(&from, &to, &season.name)?;

    let begun = Instant::now();
    let moving = Moving {
        // One call is one command, which each case bears that it has moved.
        command: Move { id: cases::draw_command(cx)?, actor: Actor::Operator, to: &to, reason },
        from: &from,
        trial: if body.dry_run.unwrap_or(true) { Trial::Yes } else { Trial::No },
    };
    let collection = cx.collection(&season.collection).await?;
    let effect = async || walk::walk(cx, &collection, &moving, after, || SLICE_MAX <= begun.elapsed()).await;
    let walked = match moving.trial {
        Trial::Yes => effect().await?,
        Trial::No => {
            let deed = Deed::new(cx, Doer::Operator, Kind::CasesMoved, about_policy(&to), Some(to.region()))?;
            let told = |walked: &Report| Told { counts: walked.counts(), ..Told::default() };
            recorded(cx, deed, effect, told).await?
        }
    };

    edge::json(StatusCode::OK, &walked)
}

/// Reads the hash of a policy that was published for this programme.
fn hash(text: &str, root: &Programme) -> Result<PolicyHash, UnknownPolicy> {
    let hash: PolicyHash = text.parse().map_err(|_| UnknownPolicy)?;
    root.policies.contains(&hash.to_string()).then_some(hash).ok_or(UnknownPolicy)
}

/// Both have to be versions of the policy of this season, and two.
fn check_versions(from: &Rc<Policy>, to: &Rc<Policy>, season: &str) -> Result<(), Problem> {
    let of_another = [("/from", from), ("/to", to)].into_iter();
    let of_another = of_another.filter(|(_, policy)| policy.season().as_str() != season);
    let mut wrong: Vec<FieldError> =
        of_another.map(|(pointer, _)| FieldError::new(pointer, &UnknownPolicy)).collect();
    if wrong.is_empty() && from.hash() == to.hash() {
        wrong.push(FieldError::new("/to", &SamePolicy));
    }
    if wrong.is_empty() { Ok(()) } else { Err(Problem::invalid_fields(wrong)) }
}

/// No such policy was published for the season.
struct UnknownPolicy;

impl Explain for UnknownPolicy {
    fn explain(&self) -> (&'static str, &'static str, &'static str) {
        (
            "unknown-policy",
            "本期没有发布过此摘要的政策，请核对。",
            "No policy with this hash was published for the season. Check it.",
        )
    }
}

/// Both are one.
struct SamePolicy;

impl Explain for SamePolicy {
    fn explain(&self) -> (&'static str, &'static str, &'static str) {
        ("same-policy", "两个摘要相同，请核对。", "Both hashes are the same. Check them.")
    }
}
