//! What reviewers send and are shown. What is true is in `domain`.

use chrono::{DateTime, Utc};
use domain::actor::Actor;
use domain::case::{Act, Case, Claim, Message, Objection, Objections, State};
use domain::digest::Digest;
use domain::instant;
use domain::note::Note;
use domain::policy::{Policy, ReturnReason};
use edge::cases::Words;
use edge::{
    AssessmentView, DerivationView, Explain, FieldError, Fields, FilingView, ObjectionView, Problem,
    RegistrationView, TextView, cases,
};
use serde::{Deserialize, Serialize};
use store::records::CaseRecord;
use store::{Line, Stored};

mod board;
mod comparison;
mod filter;
mod returned;

pub(crate) use board::{ApprovalsView, BoardView, SeasonView, Tally};
pub(crate) use comparison::ComparisonView;
use comparison::comparisons;
pub(crate) use filter::{Filter, Task, is_late_at};
pub(crate) use returned::ReturnView;
#[cfg(not(target_family = "wasm"))]
pub(crate) use {board::BacklogView, comparison::ComparedView, filter::Holder};

/// 待审核列表。 What is to be decided, the most urgent first.
#[derive(Debug, Serialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub(crate) struct WorklistView {
    /// 待审核的申请。 The cases.
    pub(crate) cases: Vec<TaskView>,
    /// 是否还有更多。 Whether there are more than these.
    pub(crate) more: bool,
}

/// 一份待审核的申请。 A case that is to be decided.
#[derive(Debug, Serialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub(crate) struct TaskView {
    /// 申请编号。 The id of the case.
    #[cfg_attr(not(target_family = "wasm"), schema(example = "case_06A1B2C3D4E5F6G7H8J9K0M1N2"))]
    case: String,
    /// 事项：review 为审核；registration 为在考试网站改为“待支付”。 What is to be done: `review`, or `registration`, which is to set
    /// the registration on the examination site to 待支付.
    #[cfg_attr(not(target_family = "wasm"), schema(example = "review"))]
    task: &'static str,
    /// 项目。 The programme.
    programme: String,
    /// 办理期限：自此刻起为逾期；没有则已逾期。 The first instant that is late; without one it is late already.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(not(target_family = "wasm"), schema(format = DateTime))]
    due: Option<String>,
    /// 领取情况。 Who is deciding about it, if anybody is.
    #[serde(skip_serializing_if = "Option::is_none")]
    claim: Option<ClaimView>,
}

/// 领取。 A claim that holds.
#[derive(Debug, Serialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub(crate) struct ClaimView {
    /// 失效时间。 The first instant at which it no longer holds.
    #[cfg_attr(not(target_family = "wasm"), schema(format = DateTime))]
    until: String,
    /// 是否由本人领取。 Whether it is the reader's own.
    is_mine: bool,
}

impl ClaimView {
    fn of(line: &Line, actor: &Actor, now: DateTime<Utc>) -> Option<Self> {
        let claim = Claim::from(line.facts.claim?);
        let is_mine = actor.account() == Some(claim.holder);
        (now < claim.until).then(|| Self { until: instant::format(claim.until), is_mine })
    }
}

impl TaskView {
    pub(crate) fn new(programme: &str, line: &Line, actor: &Actor, now: DateTime<Utc>) -> Self {
        Self {
            case: cases::case_id(line.id).to_string(),
            task: Task::of(line).name(),
            programme: programme.to_owned(),
            due: CaseRecord::duty(&line.facts).map(instant::format),
            claim: ClaimView::of(line, actor, now),
        }
    }
}

/// 审核页。 A case as its reviewer sees it.
#[derive(Debug, Serialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub(crate) struct ReviewView {
    /// 申请编号。 The id of the case.
    case: String,
    /// 项目。 The programme.
    programme: String,
    /// 期次。 The season.
    season: String,
    /// 所依据政策的摘要（SHA-256）。 The hash of the policy that the case is judged by.
    policy: String,
    /// 状态。 Where the case is.
    #[cfg_attr(not(target_family = "wasm"), schema(example = "under-review"))]
    state: &'static str,
    /// 申请人看到的说明。 What the candidate reads.
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<TextView>,
    /// 提交时间。 When it was filed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(not(target_family = "wasm"), schema(format = DateTime))]
    submitted: Option<String>,
    /// 办理期限：自此刻起为逾期。 The first instant at which a decision is late.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(not(target_family = "wasm"), schema(format = DateTime))]
    due: Option<String>,
    /// 已补正的次数，作决定时须原样送回。 How often it has been corrected. A decision repeats this number.
    #[serde(skip_serializing_if = "Option::is_none")]
    corrections: Option<u8>,
    /// 所提交的内容。 What was filed, as corrected last.
    #[serde(skip_serializing_if = "Option::is_none")]
    filing: Option<FilingView>,
    /// 核对结果。 What registers have said.
    #[serde(skip_serializing_if = "Option::is_none")]
    assessment: Option<AssessmentView>,
    /// 所填内容与登记机关答复的逐项对照。 What is claimed beside what registers have said, check by check.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    comparisons: Vec<ComparisonView>,
    /// 类别由报名信息确定的，其推导过程。 Why the case is in its category, where that follows from the registration.
    #[serde(skip_serializing_if = "Option::is_none")]
    derivation: Option<DerivationView>,
    /// 退回或不通过的原因，逐项列出。 What was objected to last, item by item.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    objections: Vec<ObjectionView>,
    /// 历次退回，先后排列。 Each time that it was returned, the first one first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    returns: Vec<ReturnView>,
    /// 可选的退回原因。 The reasons that an objection can have.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    reasons: Vec<ReasonView>,
    /// 办结后，考试网站的报名状态。 The registration on the examination site, once the case is approved.
    #[serde(skip_serializing_if = "Option::is_none")]
    registration: Option<RegistrationView>,
    /// 发给申请人的短信。 The messages to the candidate.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    messages: Vec<MessageView>,
    /// 领取情况。 Who is deciding about it, if anybody is.
    #[serde(skip_serializing_if = "Option::is_none")]
    claim: Option<ClaimView>,
}

impl ReviewView {
    pub(crate) fn new(
        stored: &Stored<CaseRecord>,
        words: &Words,
        returns: Vec<ReturnView>,
        actor: &Actor,
        now: DateTime<Utc>,
    ) -> Self {
        let (case, policy): (&Case, &Policy) = (&stored.record.case, &words.now);
        let review = match case.state() {
            State::UnderReview(review) => Some(review),
            State::Draft(_)
            | State::Discarded { .. }
            | State::Submitted(_)
            | State::Returned(_)
            | State::Approved(_)
            | State::Rejected(_)
            | State::Lapsed(_) => None,
        };
        let objections = case.objections().into_iter().flat_map(Objections::iter);
        Self {
            case: cases::case_id(stored.line.id).to_string(),
            programme: case.programme().to_string(),
            season: case.season().to_string(),
            policy: case.policy().to_string(),
            state: case.state().name(),
            message: case.state().text(policy).map(TextView::from),
            submitted: case.submitted().map(instant::format),
            due: review.map(|review| instant::format(review.due.too_late)),
            corrections: review.map(|review| review.corrections),
            filing: case.state().filing().map(FilingView::from),
            assessment: case
                .assessment()
                .map(|assessment| AssessmentView::for_reviewer(assessment, &words.assessed)),
            comparisons: comparisons(case, &words.assessed),
            derivation: DerivationView::of(case, policy),
            objections: objections.map(|objection| ObjectionView::new(objection, &words.objected)).collect(),
            returns,
            reasons: review
                .map(|_| policy.reasons().iter().map(ReasonView::from).collect())
                .unwrap_or_default(),
            registration: case.registration().map(|found| RegistrationView::new(found, policy, now)),
            messages: case.messages().iter().map(MessageView::from).collect(),
            claim: ClaimView::of(&stored.line, actor, now),
        }
    }
}

/// 可选的退回原因。 A reason that an objection can have.
#[derive(Debug, Serialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub(crate) struct ReasonView {
    /// 原因代码。 Its id.
    #[cfg_attr(not(target_family = "wasm"), schema(example = "illegible"))]
    id: String,
    /// 申请人看到的原因。 What the candidate reads.
    name: TextView,
}

impl From<&ReturnReason> for ReasonView {
    fn from(reason: &ReturnReason) -> Self {
        Self { id: reason.id.to_string(), name: TextView::from(&reason.name) }
    }
}

/// 发给申请人的一条短信。 A message to the candidate.
#[derive(Debug, Serialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub(crate) struct MessageView {
    /// 事由。 What it is about: `returned`, `rejected`, `supplement-closes` or `window-closes`.
    #[cfg_attr(not(target_family = "wasm"), schema(example = "returned"))]
    about: &'static str,
    /// 进展；unknown 表示无法确定是否送达网关。 How far it is: `waiting`, `sent`, `unknown`, `failed` or `dropped`.
    #[cfg_attr(not(target_family = "wasm"), schema(example = "sent"))]
    status: &'static str,
}

impl From<&Message> for MessageView {
    fn from(message: &Message) -> Self {
        Self { about: message.about.name(), status: message.status.name() }
    }
}

/// 审核决定。 A decision. `items` are shown to the candidate.
#[derive(Debug, Deserialize, Serialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct DecisionBody {
    /// 结果。 What is decided.
    outcome: OutcomeBody,
    /// 查看时已补正的次数。 How often the case had been corrected when the reviewer looked at it.
    corrections: u8,
    /// 退回或不通过的原因，逐项列出；通过时不填。 What is objected to, item by item, unless the case is passed.
    #[serde(default)]
    items: Vec<ItemBody>,
}

/// 审核结果。 What is decided.
#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub(crate) enum OutcomeBody {
    /// 通过。 It is approved.
    Pass,
    /// 退回补齐补正。 It is to be corrected.
    Return,
    /// 不通过，仅限补正之后。 It is rejected, which is possible only after a correction.
    Reject,
}

/// 一项问题。 One thing that is wrong.
#[derive(Debug, Deserialize, Serialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct ItemBody {
    /// 原因代码，见 `reasons`。 The id of the reason, out of `reasons`.
    #[cfg_attr(not(target_family = "wasm"), schema(example = "illegible"))]
    reason: String,
    /// 涉及的材料。 The material that it is about.
    #[cfg_attr(not(target_family = "wasm"), schema(example = "identity-card"))]
    material: Option<String>,
    /// 补充说明，申请人可见。 What is added for the candidate.
    #[cfg_attr(not(target_family = "wasm"), schema(example = "请重拍身份证人像面"))]
    note: Option<String>,
}

impl ItemBody {
    fn read(self, place: usize, fields: &mut Fields) -> Option<Objection> {
        let pointer = |name: &str| format!("/items/{place}/{name}");
        let Self { reason, material, note } = self;
        let material = material.map(|id| fields.check(&pointer("material"), id.parse()));
        let note = note.map(|text| fields.check(&pointer("note"), Note::try_from(text)));
        let reason = fields.check(&pointer("reason"), reason.parse())?;
        Some(Objection { reason, material: material.flatten(), note: note.flatten() })
    }
}

impl DecisionBody {
    /// Returns how often the case had been corrected when the reviewer looked at it.
    pub(crate) const fn corrections(&self) -> u8 {
        self.corrections
    }

    /// Equal decisions have equal digests, however they were written.
    pub(crate) fn digest(&self) -> Result<Digest, Problem> {
        let bytes = serde_json::to_vec(self).map_err(Problem::fault)?;
        Ok(Digest::of_parts(&[b"decision\0", &bytes]))
    }

    /// Returns what is wanted.
    pub(crate) fn act(self) -> Result<Act, Problem> {
        match self.outcome {
            OutcomeBody::Pass if self.items.is_empty() => Ok(Act::Pass),
            OutcomeBody::Pass => {
                Err(Problem::invalid_fields(vec![FieldError::new("/items", &ObjectedToAPass)]))
            }
            OutcomeBody::Return => Ok(Act::Return { objections: objections(self.items)? }),
            OutcomeBody::Reject => Ok(Act::Reject { objections: objections(self.items)? }),
        }
    }
}

/// What is passed is not objected to.
struct ObjectedToAPass;

impl Explain for ObjectedToAPass {
    fn explain(&self) -> (&'static str, &'static str, &'static str) {
        ("items-with-pass", "通过时不能列出问题。", "Leave the items out of a pass, or return the case.")
    }
}

/// Reads every item, and reports all that are wrong at once.
fn objections(items: Vec<ItemBody>) -> Result<Objections, Problem> {
    let mut fields = Fields::default();
    let items = items.into_iter().enumerate();
    let read = items.filter_map(|(place, item)| item.read(place, &mut fields)).collect::<Vec<_>>();
    fields.finish()?;
    Objections::try_from(read)
        .map_err(|invalid| Problem::invalid_fields(vec![FieldError::new("/items", &invalid)]))
}
