//! What reviewers send and are shown. What is true is in `domain`.

use chrono::{DateTime, Utc};
use domain::actor::Actor;
use domain::case::{Act, Case, Claim, State};
use domain::digest::Digest;
use domain::instant;
use domain::note::Note;
use domain::policy::Policy;
use edge::{AssessmentView, FieldError, FilingView, Problem, TextView, cases};
use serde::{Deserialize, Serialize};
use store::records::CaseRecord;
use store::{Line, Stored};

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
            programme: programme.to_owned(),
            due: line.facts.due.map(instant::format),
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
    /// 退回或不通过的原因。 What the candidate was told last.
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
    /// 领取情况。 Who is deciding about it, if anybody is.
    #[serde(skip_serializing_if = "Option::is_none")]
    claim: Option<ClaimView>,
}

impl ReviewView {
    pub(crate) fn new(
        stored: &Stored<CaseRecord>,
        policy: &Policy,
        actor: &Actor,
        now: DateTime<Utc>,
    ) -> Self {
        let case: &Case = &stored.record.case;
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
        Self {
            case: cases::case_id(stored.line.id).to_string(),
            programme: case.programme().to_string(),
            season: case.season().to_string(),
            state: case.state().name(),
            message: case.state().text(policy).map(TextView::from),
            submitted: case.submitted().map(instant::format),
            due: review.map(|review| instant::format(review.due.too_late)),
            corrections: review.map(|review| review.corrections),
            filing: case.state().filing().map(FilingView::from),
            assessment: case.assessment().map(|assessment| AssessmentView::for_reviewer(assessment, policy)),
            note: case.note().map(|note| note.as_str().to_owned()),
            claim: ClaimView::of(&stored.line, actor, now),
        }
    }
}

/// 审核决定。 A decision. `corrections` is how often the case had been corrected when the reviewer looked at it; `note` is shown
/// to the candidate.
#[derive(Debug, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
#[serde(tag = "outcome", rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) enum DecisionBody {
    /// 通过。 It is approved.
    Pass {
        /// 查看时已补正的次数。 The corrections that were looked at.
        corrections: u8,
    },
    /// 退回补齐补正。 It is to be corrected.
    Return {
        /// 查看时已补正的次数。 The corrections that were looked at.
        corrections: u8,
        /// 原因。 What is wrong with it.
        #[cfg_attr(not(target_family = "wasm"), schema(example = "请重拍身份证人像面"))]
        note: String,
    },
    /// 不通过，仅限补正之后。 It is rejected, which is possible only after a correction.
    Reject {
        /// 查看时已补正的次数。 The corrections that were looked at.
        corrections: u8,
        /// 原因。 Why.
        note: String,
    },
}

impl DecisionBody {
    /// Returns how often the case had been corrected when the reviewer looked at it.
    pub(crate) const fn corrections(&self) -> u8 {
        match self {
            Self::Pass { corrections }
            | Self::Return { corrections, note: _ }
            | Self::Reject { corrections, note: _ } => *corrections,
        }
    }

    /// Equal decisions have equal digests, however they were written.
    pub(crate) fn digest(&self) -> Digest {
        let (outcome, note) = match self {
            Self::Pass { .. } => (b'p', ""),
            Self::Return { note, .. } => (b'r', note.as_str()),
            Self::Reject { note, .. } => (b'n', note.as_str()),
        };
        Digest::of_parts(&[b"decision\0", &[outcome, self.corrections()], note.as_bytes()])
    }

    /// Returns what is wanted.
    pub(crate) fn act(self) -> Result<Act, Problem> {
        let noted = |text: String| {
            Note::try_from(text)
                .map_err(|invalid| Problem::invalid_fields(vec![FieldError::new("/note", &invalid)]))
        };
        match self {
            Self::Pass { .. } => Ok(Act::Pass),
            Self::Return { note, .. } => Ok(Act::Return { note: noted(note)? }),
            Self::Reject { note, .. } => Ok(Act::Reject { note: noted(note)? }),
        }
    }
}
