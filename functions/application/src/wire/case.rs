//! A case, as its candidate is shown it.

use chrono::{DateTime, Utc};
use domain::actor::Actor;
use domain::case::{Case, Event, Objections, Recorded, State};
use domain::id::CaseId;
use domain::instant;
use edge::cases::Words;
use edge::{
    AssessmentView, DerivationView, FilingView, ObjectionView, OpenedView, RegistrationView, TextView,
};
use serde::Serialize;

use super::DraftBody;

/// 申请。 A case.
#[derive(Debug, Serialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub(crate) struct CaseView {
    #[serde(flatten)]
    opened: OpenedView,
    /// 状态。 Where the case is: `draft`, `submitted`, `under-review`, `returned`, `approved`, `rejected` or `lapsed`.
    #[cfg_attr(not(target_family = "wasm"), schema(example = "draft"))]
    state: &'static str,
    /// 给申请人的说明。 What the candidate reads.
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<TextView>,
    /// 截止时间：自此刻起不能再提交或补正。 The first instant at which it is too late to file, or to correct what was returned.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(not(target_family = "wasm"), schema(format = DateTime))]
    closes: Option<String>,
    /// 办理期限：工作人员应在此刻之前作出决定。 The first instant at which the office is late.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(not(target_family = "wasm"), schema(format = DateTime))]
    due: Option<String>,
    /// 删除时间：申请办结后，自此刻起删除。 When the case is erased, once it is over.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(not(target_family = "wasm"), schema(format = DateTime))]
    erased_from: Option<String>,
    /// 退回或不通过的原因，逐项列出。 What a reviewer has objected to, item by item.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    objections: Vec<ObjectionView>,
    /// 办结后，考试网站的报名状态。 The registration on the examination site, once the case is approved.
    #[serde(skip_serializing_if = "Option::is_none")]
    registration: Option<RegistrationView>,
    /// 草稿，仅本人可见。 The draft, which only its owner is shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    draft: Option<DraftBody>,
    /// 所提交的内容。 What was filed, as corrected last.
    #[serde(skip_serializing_if = "Option::is_none")]
    filing: Option<FilingView>,
    /// 核对结果及推导过程。 What the checks came to, and why.
    #[serde(skip_serializing_if = "Option::is_none")]
    assessment: Option<AssessmentView>,
    /// 类别由报名信息确定的，其推导过程。 Why the case is in its category, where that follows from the registration.
    #[serde(skip_serializing_if = "Option::is_none")]
    derivation: Option<DerivationView>,
    /// 办理进度。 What has happened, oldest first.
    timeline: Vec<EventView>,
}

/// 一步进度。 Something that has happened.
#[derive(Debug, Serialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub(crate) struct EventView {
    /// 事件。 What.
    #[cfg_attr(not(target_family = "wasm"), schema(example = "submitted"))]
    event: &'static str,
    /// 时间；有 `due` 的，为登记时间。 When; where there is `due`, when that was written down.
    #[cfg_attr(not(target_family = "wasm"), schema(format = DateTime))]
    at: String,
    /// 因期限届满而发生的，其届满时刻，不论何时登记。 Of what the clock has brought about, the instant at which it fell due, however late
    /// that was written down.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(not(target_family = "wasm"), schema(format = DateTime))]
    due: Option<String>,
    /// 改用政策的另一版本的，从哪一版改为哪一版、为何。 Of a case that was moved to another version of its policy, from which to
    /// which, and why.
    #[serde(skip_serializing_if = "Option::is_none")]
    moved: Option<MoveView>,
}

/// 改用政策的另一版本。 A move to another version of the season's policy.
#[derive(Debug, Serialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub(crate) struct MoveView {
    /// 原政策的摘要（SHA-256）。 The hash of the policy that the case was judged by.
    from: String,
    /// 现政策的摘要（SHA-256）。 The hash of the policy that it is judged by since.
    to: String,
    /// 原因。 Why.
    #[cfg_attr(not(target_family = "wasm"), schema(example = "补齐补正延长至 20 日"))]
    reason: String,
}

impl MoveView {
    fn of(event: &Event) -> Option<Self> {
        let Event::Moved { from, to, reason, .. } = event else { return None };
        Some(Self { from: from.to_string(), to: to.to_string(), reason: reason.as_str().to_owned() })
    }
}

impl CaseView {
    pub(crate) fn new(id: CaseId, case: &Case, words: &Words, actor: &Actor, now: DateTime<Utc>) -> Self {
        let policy = words.now.as_ref();
        let (closes, due) = match case.state() {
            State::Draft(_) => (Some(policy.closes()), None),
            State::Returned(returned) => (Some(returned.closes), None),
            State::UnderReview(review) => (None, Some(review.due)),
            State::Discarded { .. }
            | State::Submitted(_)
            | State::Approved(_)
            | State::Rejected(_)
            | State::Lapsed(_) => (None, None),
        };
        let objections = case.objections().into_iter().flat_map(Objections::iter);
        let shown = case.events().iter().filter(|recorded| recorded.event.is_shown());
        Self {
            opened: OpenedView::new(id, case),
            state: case.state().name(),
            message: case.state().text(policy).map(TextView::from),
            closes: closes.map(|cutoff| instant::format(cutoff.too_late)),
            due: due.map(|cutoff| instant::format(cutoff.too_late)),
            erased_from: case.erased_from(policy).map(instant::format),
            objections: objections.map(|objection| ObjectionView::new(objection, &words.objected)).collect(),
            registration: case.registration().map(|found| RegistrationView::new(found, policy, now)),
            draft: case.draft_for(actor).map(DraftBody::from),
            filing: case.state().filing().map(FilingView::from),
            assessment: case
                .assessment()
                .map(|assessment| AssessmentView::for_candidate(assessment, &words.assessed)),
            derivation: DerivationView::of(case, policy),
            timeline: shown.map(EventView::from).collect(),
        }
    }
}

impl From<&Recorded> for EventView {
    fn from(recorded: &Recorded) -> Self {
        let Recorded { event, at, .. } = recorded;
        let due = if let Event::Escalated { due } | Event::Lapsed { due, .. } = event {
            Some(instant::format(*due))
        } else {
            None
        };
        Self { event: event.name(), at: instant::format(*at), due, moved: MoveView::of(event) }
    }
}
