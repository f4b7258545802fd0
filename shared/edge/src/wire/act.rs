//! Acts, as they are shown. Nothing in them is personal.

use std::collections::BTreeMap;

use domain::act::{Act, Doer};
use domain::actor::Actor;
use domain::id::ActId;
use domain::instant;
use serde::Serialize;
use store::RecordId;

use crate::problem::Code;

/// 操作记录，新的在前。 What was done, the newest first.
#[derive(Debug, Serialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct ActsView {
    /// 操作记录。 The acts.
    pub(crate) acts: Vec<ActView>,
    /// 更早记录的地址；没有则已到底。 Where the earlier ones are; not there if there are none.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        not(target_family = "wasm"),
        schema(example = "/api/administration/acts/act_06A1B2C3D4E5F6G7H8J9K0M1N2/earlier")
    )]
    pub(crate) earlier: Option<String>,
}

/// 一条操作记录。 Something that somebody has done.
#[derive(Debug, Serialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct ActView {
    /// 记录编号。 Its id.
    #[cfg_attr(not(target_family = "wasm"), schema(example = "act_06A1B2C3D4E5F6G7H8J9K0M1N2"))]
    act: String,
    /// 何事。 What was done.
    #[cfg_attr(not(target_family = "wasm"), schema(example = "proposal-approved"))]
    kind: &'static str,
    /// 开始时间。 When it was begun.
    #[cfg_attr(not(target_family = "wasm"), schema(format = DateTime))]
    at: String,
    /// 何人。 Who has done it.
    by: DoerView,
    /// 结果：begun 为已开始、结果未记录；unknown 为结果不明，可能已生效。 What came of it: `begun` if that was not written down, `done`,
    /// `failed`, or `unknown` if nothing shows whether it stands.
    #[cfg_attr(not(target_family = "wasm"), schema(example = "done"))]
    outcome: &'static str,
    /// 未成或结果不明的原因代码。 The code of the problem that it ended with, where it is `failed` or `unknown`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(not(target_family = "wasm"), schema(example = "proposal-outdated"))]
    problem: Option<String>,
    /// 地区。 The region that it concerns.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(not(target_family = "wasm"), schema(example = "440300"))]
    region: Option<String>,
    /// 项目。 The programme.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(not(target_family = "wasm"), schema(example = "interview-review"))]
    programme: Option<String>,
    /// 期次。 The season.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(not(target_family = "wasm"), schema(example = "2027"))]
    season: Option<String>,
    /// 政策文件的 SHA-256。 The SHA-256 of the policy file.
    #[serde(skip_serializing_if = "Option::is_none")]
    policy: Option<String>,
    /// 提案。 The proposal.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(not(target_family = "wasm"), schema(example = "prop_06A1B2C3D4E5F6G7H8J9K0M1N2"))]
    proposal: Option<String>,
    /// 账号。 The account that it was done to.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(not(target_family = "wasm"), schema(example = "acct_06A1B2C3D4E5F6G7H8J9K0M1N2"))]
    account: Option<String>,
    /// 申请。 The case that it was done to.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(not(target_family = "wasm"), schema(example = "case_06A1B2C3D4E5F6G7H8J9K0M1N2"))]
    case: Option<String>,
    /// 审核组。 The group of reviewers.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(not(target_family = "wasm"), schema(example = "evening"))]
    group: Option<String>,
    /// 计数。 What was counted, by name.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    counts: BTreeMap<String, u64>,
    /// 本记录的摘要。 The digest by which a later act names this one.
    digest: String,
    /// 开始时最新一条记录的摘要。 The digest of the newest act that was there when it was begun.
    #[serde(skip_serializing_if = "Option::is_none")]
    previous: Option<String>,
}

/// 操作人。 Who has done something.
#[derive(Debug, Serialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct DoerView {
    /// 身份。 As what: `operator`, or a role of staff.
    #[cfg_attr(not(target_family = "wasm"), schema(example = "administrator"))]
    role: &'static str,
    /// 账号；运维人员没有账号。 The account. Operators have none.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(not(target_family = "wasm"), schema(example = "acct_06A1B2C3D4E5F6G7H8J9K0M1N2"))]
    account: Option<String>,
    /// 辖区。 The region that they work for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(not(target_family = "wasm"), schema(example = "440300"))]
    region: Option<String>,
}

impl ActView {
    pub(crate) fn new(id: RecordId, act: &Act) -> Self {
        let (begun, outcome) = (act.begun(), act.outcome());
        let problem = outcome.and_then(|outcome| outcome.problem.clone());
        let made = outcome.and_then(|outcome| outcome.made);
        let counts = outcome.map(|outcome| outcome.counts.iter().cloned().collect());
        Self {
            act: ActId::from_u128(id.as_u128()).to_string(),
            kind: begun.kind.name(),
            at: instant::format(begun.at),
            by: DoerView::from(begun.by),
            outcome: match (outcome, problem.as_deref()) {
                (None, _) => "begun",
                (Some(_), None) => "done",
                // The answer of the store was lost, so that it may stand.
                (Some(_), Some(problem)) if problem == Code::OutcomeUnknown.name() => "unknown",
                (Some(_), Some(_)) => "failed",
            },
            problem,
            region: begun.region.map(|region| region.to_string()),
            programme: begun.about.programme.as_ref().map(ToString::to_string),
            season: begun.about.season.as_ref().map(ToString::to_string),
            policy: begun.about.policy.map(|hash| hash.to_string()),
            proposal: begun.about.proposal.or(made).map(|id| id.to_string()),
            account: begun.about.account.map(|id| id.to_string()),
            case: begun.about.case.map(|id| id.to_string()),
            group: begun.about.group.as_ref().map(ToString::to_string),
            counts: counts.unwrap_or_default(),
            digest: act.digest().map(|digest| digest.to_string()).unwrap_or_default(),
            previous: begun.previous.map(|digest| digest.to_string()),
        }
    }
}

impl From<Doer> for DoerView {
    fn from(doer: Doer) -> Self {
        match doer {
            Doer::Operator => Self { role: "operator", account: None, region: None },
            Doer::Person(Actor::Staff { id, role, region }) => {
                Self { role: role.name(), account: Some(id.to_string()), region: Some(region.to_string()) }
            }
            // Nobody else administers anything.
            Doer::Person(actor @ (Actor::Candidate(_) | Actor::Portal | Actor::System | Actor::Operator)) => {
                Self { role: "unknown", account: actor.account().map(|id| id.to_string()), region: None }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::act::{About, Begun, Kind, Outcome};

    /// Returns what is shown of an act that ended with this problem.
    fn shown(problem: Option<&str>) -> (&'static str, Option<String>) {
        let at = instant::parse("2027-04-15T01:00:00.000Z").unwrap();
        let (by, about) = (Doer::Operator, About::default());
        let begun = Begun { by, kind: Kind::KeysRotated, about, region: None, at, previous: None };
        let outcome = Outcome { at, problem: problem.map(str::to_owned), made: None, counts: Vec::new() };
        let view = ActView::new(RecordId::from_u128(1), &Act::begin(begun).complete(outcome));
        (view.outcome, view.problem)
    }

    #[test]
    fn an_act_of_which_nobody_knows_whether_it_stands_has_not_failed() {
        assert_eq!(shown(None), ("done", None));
        assert_eq!(shown(Some("fault")), ("failed", Some("fault".to_owned())));
        assert_eq!(shown(Some("outcome-unknown")), ("unknown", Some("outcome-unknown".to_owned())));
    }
}
