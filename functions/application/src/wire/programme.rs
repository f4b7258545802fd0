//! A programme, as everybody is shown it.

use chrono::{DateTime, Utc};
use domain::instant;
use domain::policy::Policy;
use serde::Serialize;

use super::text;

/// 项目及其当前期次。 A programme and its current season.
#[derive(Debug, Serialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub(crate) struct ProgrammeView {
    /// 项目。 The programme.
    #[cfg_attr(not(target_family = "wasm"), schema(example = "interview-review"))]
    programme: String,
    /// 当前期次。 The current season.
    #[cfg_attr(not(target_family = "wasm"), schema(example = "2027"))]
    season: String,
    /// 政策的摘要（SHA-256）。 The hash of the policy.
    policy: String,
    /// 名称。 The name.
    name: TextView,
    /// 开放时间。 The first instant at which a case can be opened.
    #[cfg_attr(not(target_family = "wasm"), schema(format = DateTime))]
    opens: String,
    /// 截止时间：自此刻起为时已晚。 The first instant that is too late.
    #[cfg_attr(not(target_family = "wasm"), schema(format = DateTime))]
    closes: String,
    /// 此刻是否开放。 Whether a case can be opened now.
    is_open: bool,
    /// 类别。 The categories, in the order in which they are shown.
    categories: Vec<CategoryView>,
}

/// 类别。 A category of candidates.
#[derive(Debug, Serialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub(crate) struct CategoryView {
    /// 类别代码。 Its name for programs.
    #[cfg_attr(not(target_family = "wasm"), schema(example = "local-household"))]
    id: String,
    /// 类别名称。 Its name for people.
    name: TextView,
}

/// 中英文本，以中文为准。 A text in both languages, of which Chinese counts.
#[derive(Debug, Serialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub(crate) struct TextView {
    /// 中文。 Chinese.
    pub(super) zh: String,
    /// 英文。 English.
    pub(super) en: String,
}

impl ProgrammeView {
    pub(crate) fn new(policy: &Policy, now: DateTime<Utc>) -> Self {
        let category = |category: &domain::policy::Category| CategoryView {
            id: category.id.to_string(),
            name: text(&category.name),
        };
        Self {
            programme: policy.programme().to_string(),
            season: policy.season().to_string(),
            policy: policy.hash().to_string(),
            name: text(policy.name()),
            opens: instant::format(policy.opens()),
            closes: instant::format(policy.closes().too_late),
            is_open: policy.opens() <= now && policy.closes().is_open(now),
            categories: policy.categories().iter().map(category).collect(),
        }
    }
}
