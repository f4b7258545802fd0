//! Rehearsals, as they are asked for and shown.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use domain::instant;
use domain::policy::Policy;
use edge::{Explain, FieldError, Locale, Problem};
use serde::{Deserialize, Serialize};
use workbench::{Ending, Hour, Language, Plan, Rehearsal};

/// With so many people, what comes of a season shows itself: one in a hundred is twenty of them. They take half a second, and not
/// quite a whole one on a core that eight others share.
pub(crate) const PEOPLE_MAX: u32 = 2_000;

/// 预演的设定。 What is to be rehearsed.
#[derive(Debug, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct RehearsalBody {
    /// 政策文件，逐字节。 The policy file, byte for byte.
    policy: String,
    /// 人数，1 至 2000。 How many people come: 1 to 2,000.
    #[cfg_attr(not(target_family = "wasm"), schema(minimum = 1, maximum = 2000, example = 500))]
    people: u32,
    /// 随机种子：相同则结果相同。 What all chance follows from: the same number plays the same.
    #[cfg_attr(not(target_family = "wasm"), schema(example = 1))]
    seed: u32,
    /// 工作人员人数；不填则取能按时办结的最少人数。 How many reviewers there are. Without it, the fewest that keep every duty.
    #[cfg_attr(not(target_family = "wasm"), schema(minimum = 1, maximum = 2000))]
    reviewers: Option<u32>,
}

impl RehearsalBody {
    /// Reads all of it, and reports everything that is wrong at once.
    pub(crate) fn read(&self) -> Result<(Policy, Plan), Problem> {
        let mut wrong = Vec::new();
        let is_count = |count: u32| (1..=PEOPLE_MAX).contains(&count);
        if !is_count(self.people) {
            wrong.push(FieldError::new("/people", &NoCount));
        }
        if self.reviewers.is_some_and(|reviewers| !is_count(reviewers)) {
            wrong.push(FieldError::new("/reviewers", &NoCount));
        }
        match Policy::parse(self.policy.as_bytes()) {
            Ok(policy) if wrong.is_empty() => {
                let plan = Plan { reviewers: self.reviewers, ..Plan::new(self.people, self.seed.into()) };
                Ok((policy, plan))
            }
            Ok(_) => Err(Problem::invalid_fields(wrong)),
            Err(error) => {
                wrong.push(FieldError::of_policy(&error));
                Err(Problem::invalid_fields(wrong))
            }
        }
    }
}

/// It is no number of people that can be played.
struct NoCount;

impl Explain for NoCount {
    fn explain(&self) -> (&'static str, &'static str, &'static str) {
        ("out-of-range", "请填写 1 至 2000 的整数。", "Give a number from 1 to 2,000.")
    }
}

/// 预演结果。 What a rehearsal has shown. Everybody in it is made up.
#[derive(Debug, Serialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub(crate) struct RehearsalView {
    /// 项目。 The programme.
    #[cfg_attr(not(target_family = "wasm"), schema(example = "interview-review"))]
    programme: String,
    /// 期次。 The season.
    #[cfg_attr(not(target_family = "wasm"), schema(example = "2027"))]
    season: String,
    /// 人数。 How many people were played.
    people: usize,
    /// 已提交的人数。 How many of them have filed.
    filed: usize,
    /// 各种结局的人数。 How it has ended for how many.
    endings: Vec<EndingView>,
    /// 没有类别的人数，依原因。 For which reason how many have no category.
    without_category: BTreeMap<String, usize>,
    /// 工作人员人数。 How many reviewers there were.
    reviewers: u32,
    /// 能按时办结的最少人数；没有则多少人都不够。 The fewest reviewers that keep every duty; not there if no number does.
    #[serde(skip_serializing_if = "Option::is_none")]
    least: Option<u32>,
    /// 为秒批的申请按时改为“待支付”所需的最少人数。 How few people set 待支付 in time for whoever was approved in seconds, where the
    /// programme has that and any number does.
    #[serde(skip_serializing_if = "Option::is_none")]
    setters: Option<u32>,
    /// 逾期作出的决定数。 How many decisions came when the duty had ended.
    late: usize,
    /// 时间不够的人。 Who has run out of time.
    out_of_time: OutOfTimeView,
    /// 逐小时的数量，没有动静的不列。 What happened by the hour. Hours in which nothing has are left out.
    hours: Vec<HourView>,
    /// 图，SVG，文字随 `Accept-Language`。 A chart in SVG, whose words are in the language that `Accept-Language` names.
    chart: String,
}

/// 一种结局。 How it has ended for so many.
#[derive(Debug, Serialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub(crate) struct EndingView {
    /// 结局；nothing 表示没有任何结局，政策有误。 How: `nothing` are those who have no outcome, which is a mistake in the policy.
    #[cfg_attr(not(target_family = "wasm"), schema(example = "at-once"))]
    ending: &'static str,
    /// 人数。 For how many.
    people: usize,
}

/// 时间不够的人。 Who has run out of time.
#[derive(Debug, Serialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub(crate) struct OutOfTimeView {
    /// 提交太晚，按时退回时补正已截止。 Who filed so late that an office in time returns the case when the supplement has closed.
    no_time_to_correct: usize,
    /// 补正时已截止。 Who came with a correction when that was closed.
    corrected_too_late: usize,
    /// 已新建申请，提交时窗口已关闭。 Who came to file a case that they had opened when the window had closed.
    filed_too_late: usize,
}

/// 一小时。 An hour.
#[derive(Debug, Serialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub(crate) struct HourView {
    /// 起点。 Its first instant.
    #[cfg_attr(not(target_family = "wasm"), schema(format = DateTime))]
    from: String,
    /// 秒批的申请。 Cases that were approved in seconds.
    at_once: usize,
    /// 转人工的申请，含补正。 Cases that came to the reviewers, corrections included.
    came: usize,
    /// 工作人员已决定的申请。 Cases that the reviewers decided.
    decided: usize,
}

impl RehearsalView {
    pub(crate) fn new(rehearsal: &Rehearsal, policy: &Policy, locale: Locale) -> Self {
        let ending = |ending: Ending| EndingView { ending: ending.name(), people: rehearsal.count(ending) };
        let without = rehearsal.without_category.iter().map(|(id, count)| (id.to_string(), *count));
        let out = rehearsal.out_of_time;
        let language = match locale {
            Locale::Chinese => Language::Chinese,
            Locale::English => Language::English,
        };
        Self {
            programme: policy.programme().to_string(),
            season: policy.season().to_string(),
            people: rehearsal.people,
            filed: rehearsal.filed,
            endings: Ending::ALL.into_iter().map(ending).collect(),
            without_category: without.collect(),
            reviewers: rehearsal.reviewers,
            least: rehearsal.least,
            setters: rehearsal.setters,
            late: rehearsal.late,
            out_of_time: OutOfTimeView {
                no_time_to_correct: out.no_time_to_correct,
                corrected_too_late: out.corrected_too_late,
                filed_too_late: out.filed_too_late,
            },
            hours: rehearsal.hours.iter().map(HourView::from).collect(),
            chart: rehearsal.chart(policy, language),
        }
    }
}

impl From<(&DateTime<Utc>, &Hour)> for HourView {
    fn from((from, hour): (&DateTime<Utc>, &Hour)) -> Self {
        let Hour { at_once, came, decided } = *hour;
        Self { from: instant::format(*from), at_once, came, decided }
    }
}
