//! The board: what is to be done in the reader's region, counted.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use domain::case::Claim;
use domain::instant;
use domain::policy::Policy;
use edge::TextView;
use serde::Serialize;
use store::Line;
use store::records::{CaseRecord, REGISTRATION_OPEN, UNDER_REVIEW};

use super::{Task, is_late_at};

/// A working day and the night after it.
const SOON: TimeDelta = TimeDelta::hours(24);

/// 工作看板。 How much is to be done in the reader's region.
#[derive(Debug, Serialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub(crate) struct BoardView {
    /// 各项目各期次。 Each season of each programme.
    pub(crate) programmes: Vec<SeasonView>,
}

/// 一期。 A season.
#[derive(Debug, Serialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub(crate) struct SeasonView {
    /// 项目。 The programme.
    #[cfg_attr(not(target_family = "wasm"), schema(example = "interview-review"))]
    programme: String,
    /// 期次。 The season.
    #[cfg_attr(not(target_family = "wasm"), schema(example = "2027"))]
    season: String,
    /// 项目名称。 What the programme is called.
    name: TextView,
    /// 各状态的申请数；awaiting-registration 为已通过、报名状态待改。 How many cases there are in each state, of which
    /// `awaiting-registration` is approved with the registration still to be set.
    states: BTreeMap<&'static str, u32>,
    /// 各事项的待办。 What is to be done, task by task.
    backlogs: Vec<BacklogView>,
    /// 通过的方式与用时，抽样统计。 How cases were approved, and how fast.
    approvals: ApprovalsView,
}

/// 一个事项的待办。 What is to be done of one task.
#[derive(Debug, Serialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub(crate) struct BacklogView {
    /// 事项。 The task.
    #[cfg_attr(not(target_family = "wasm"), schema(example = "review"))]
    task: &'static str,
    /// 待办总数。 How many cases wait for it.
    open: u32,
    /// 已逾期。 How many of them are late.
    late: u32,
    /// 二十四小时内到期。 How many more will be within 24 hours.
    soon: u32,
    /// 已领取。 How many of them somebody has claimed.
    claimed: u32,
    /// 尚未过去的最早期限。 What is due first of what is not late.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(not(target_family = "wasm"), schema(format = DateTime))]
    due: Option<String>,
    /// 最早的逾期期限。 Since when the one is late that has waited longest, if that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(not(target_family = "wasm"), schema(format = DateTime))]
    late_since: Option<String>,
}

/// 通过的方式与用时；每期最多看五十份，按随机编号抽取。 How some of the approved cases came to be so: at most fifty of a season, whose
/// ids are drawn.
#[derive(Debug, Serialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub(crate) struct ApprovalsView {
    /// 抽样份数。 How many were looked at.
    looked_at: u32,
    /// 自动通过（秒批）的份数。 How many of them a rule has approved.
    by_rule: u32,
    /// 人工通过的份数。 How many of them a person has.
    by_person: u32,
    /// 自动通过用时的中位数（秒），自提交起算。 The median of how long a rule took, in seconds from filing.
    #[serde(skip_serializing_if = "Option::is_none")]
    seconds_median: Option<u32>,
    /// 自动通过最长用时（秒）。 The longest of these.
    #[serde(skip_serializing_if = "Option::is_none")]
    seconds_max: Option<u32>,
}

/// What lines have said so far.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    states: BTreeMap<&'static str, u32>,
    review: Backlog,
    registration: Backlog,
}

#[derive(Debug, Default)]
struct Backlog {
    open: u32,
    late: u32,
    soon: u32,
    claimed: u32,
    due: Option<DateTime<Utc>>,
    late_since: Option<DateTime<Utc>>,
}

impl Tally {
    /// Counts the case of a line.
    pub(crate) fn count(&mut self, line: &Line, now: DateTime<Utc>) {
        *self.states.entry(CaseRecord::state_name(&line.facts)).or_default() += 1;
        if matches!(line.facts.state, UNDER_REVIEW | REGISTRATION_OPEN) {
            let backlog = match Task::of(line) {
                Task::Review => &mut self.review,
                Task::Registration => &mut self.registration,
            };
            backlog.count(line, now);
        }
    }
}

impl Backlog {
    fn count(&mut self, line: &Line, now: DateTime<Utc>) {
        let due = CaseRecord::duty(&line.facts);
        let first = |known: Option<DateTime<Utc>>| known.into_iter().chain(due).min();
        self.open += 1;
        if is_late_at(line, now) {
            self.late += 1;
            self.late_since = first(self.late_since);
        } else {
            self.due = first(self.due);
            self.soon += u32::from(due.is_some_and(|due| due <= now + SOON));
        }
        let held = line.facts.claim.map(Claim::from);
        self.claimed += u32::from(held.is_some_and(|claim| now < claim.until));
    }

    fn view(&self, task: Task) -> BacklogView {
        let &Self { open, late, soon, claimed, due, late_since } = self;
        let (due, late_since) = (due.map(instant::format), late_since.map(instant::format));
        BacklogView { task: task.name(), open, late, soon, claimed, due, late_since }
    }
}

impl SeasonView {
    pub(crate) fn new(programme: String, policy: &Policy, tally: Tally, approvals: ApprovalsView) -> Self {
        let Tally { states, review, registration } = tally;
        Self {
            programme,
            season: policy.season().to_string(),
            name: TextView::from(policy.name()),
            states,
            backlogs: vec![review.view(Task::Review), registration.view(Task::Registration)],
            approvals,
        }
    }
}

impl ApprovalsView {
    /// `seconds` are those that a rule took for each case that it has approved.
    pub(crate) fn new(mut seconds: Vec<u32>, by_person: u32) -> Self {
        seconds.sort_unstable();
        let by_rule = u32::try_from(seconds.len()).unwrap_or(u32::MAX);
        Self {
            looked_at: by_rule.saturating_add(by_person),
            by_rule,
            by_person,
            seconds_median: seconds.get(seconds.len() / 2).copied(),
            seconds_max: seconds.last().copied(),
        }
    }
}
