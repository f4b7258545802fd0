//! Proposals, as they are sent and shown. What is true is in `domain`.

use domain::digest::Digest;
use domain::id::ProposalId;
use domain::instant;
use domain::note::Note;
use domain::policy::Policy;
use domain::proposal::{Event, Proposal, Recorded};
use edge::{FieldError, Problem};
use serde::{Deserialize, Serialize};
use store::Stored;
use store::records::ProposalRecord;

mod remarks;

#[cfg(not(target_family = "wasm"))]
pub(crate) use remarks::RemarkView;
pub(crate) use remarks::{CheckBody, RemarksView};

/// 政策提案。 A policy that is proposed.
#[derive(Debug, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct ProposalBody {
    /// 政策文件，逐字节。 The policy file, byte for byte.
    pub(crate) policy: String,
    /// 理由，其他管理员可见。 Why, for the other administrators.
    #[cfg_attr(not(target_family = "wasm"), schema(example = "延长补正时间"))]
    note: String,
}

impl ProposalBody {
    /// Reads the policy and the note, and reports both if both are wrong.
    pub(crate) fn read(&self) -> Result<(Policy, Note), Problem> {
        let mut wrong = Vec::new();
        let note =
            Note::try_from(self.note.clone()).map_err(|reason| wrong.push(FieldError::new("/note", &reason)));
        let policy =
            Policy::parse(self.policy.as_bytes()).map_err(|error| wrong.push(FieldError::of_policy(&error)));
        match (policy, note) {
            (Ok(policy), Ok(note)) => Ok((policy, note)),
            (Ok(_) | Err(()), Ok(_) | Err(())) => Err(Problem::invalid_fields(wrong)),
        }
    }
}

/// 驳回。 Why a proposal is rejected.
#[derive(Debug, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct RejectionBody {
    /// 原因，其他管理员可见。 Why, for the other administrators.
    #[cfg_attr(not(target_family = "wasm"), schema(example = "补正时间太短"))]
    reason: String,
}

impl RejectionBody {
    pub(crate) fn reason(self) -> Result<Note, Problem> {
        Note::try_from(self.reason)
            .map_err(|reason| Problem::invalid_fields(vec![FieldError::new("/reason", &reason)]))
    }
}

/// 提案列表。 What is proposed: what waits for somebody first, then the newest.
#[derive(Debug, Serialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub(crate) struct ProposalsView {
    /// 提案。 The proposals.
    pub(crate) proposals: Vec<ProposalView>,
    /// 是否还有更早的。 Whether there are more than these.
    pub(crate) more: bool,
}

/// 一个提案。 A proposal.
#[derive(Debug, Serialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub(crate) struct ProposalView {
    /// 提案编号。 Its id.
    #[cfg_attr(not(target_family = "wasm"), schema(example = "prop_06A1B2C3D4E5F6G7H8J9K0M1N2"))]
    proposal: String,
    /// 状态；approved 为已批准、发布未完成，再次批准即可继续。 Where it is. `approved` is one whose publication has not come to its end:
    /// whoever approves it again goes on with it.
    #[cfg_attr(not(target_family = "wasm"), schema(example = "open"))]
    state: &'static str,
    /// 项目。 The programme of the policy.
    #[cfg_attr(not(target_family = "wasm"), schema(example = "interview-review"))]
    programme: String,
    /// 期次。 The season of the policy.
    #[cfg_attr(not(target_family = "wasm"), schema(example = "2027"))]
    season: String,
    /// 地区。 The region of the policy.
    #[cfg_attr(not(target_family = "wasm"), schema(example = "440300"))]
    region: String,
    /// 政策文件的 SHA-256。 The SHA-256 of the file.
    policy: String,
    /// 提出时该项目的现行政策；没有则为新项目。 The policy that was current when it was made. Not there if the programme is new.
    #[serde(skip_serializing_if = "Option::is_none")]
    current: Option<String>,
    /// 提出时同一期次的政策，将被取代；没有则为新期次。 The policy that the season had, which this one takes the place of. Not there if
    /// the season is new.
    #[serde(skip_serializing_if = "Option::is_none")]
    replaces: Option<String>,
    /// 理由。 Why it was proposed.
    note: String,
    /// 经过，先后为序。 What has happened to it, in order.
    history: Vec<ProposalEventView>,
    /// 政策文件，仅在单独查看时。 The file, where one proposal is shown alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<String>,
}

/// 提案的一次变化。 Something that has happened to a proposal.
#[derive(Debug, Serialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub(crate) struct ProposalEventView {
    /// 何事。 What.
    #[cfg_attr(not(target_family = "wasm"), schema(example = "proposed"))]
    event: &'static str,
    /// 何时。 When.
    #[cfg_attr(not(target_family = "wasm"), schema(format = DateTime))]
    at: String,
    /// 何人；没有则为系统。 By which account. Not there if the service itself has done it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(not(target_family = "wasm"), schema(example = "acct_06A1B2C3D4E5F6G7H8J9K0M1N2"))]
    by: Option<String>,
    /// 驳回的原因。 Why it was rejected.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
}

impl ProposalView {
    /// Shows a proposal, with its file if that is wanted.
    pub(crate) fn new(stored: &Stored<ProposalRecord>, file: Option<String>) -> Self {
        let proposal: &Proposal = &stored.record.proposal;
        let content = proposal.content();
        let hash = |digest: Option<Digest>| digest.map(|digest| digest.to_string());
        Self {
            proposal: ProposalId::from_u128(stored.line.id.as_u128()).to_string(),
            state: proposal.state().name(),
            programme: content.programme.to_string(),
            season: content.season.to_string(),
            region: content.region.to_string(),
            policy: content.policy.to_string(),
            current: hash(content.base.current),
            replaces: hash(content.base.replaces),
            note: content.note.as_str().to_owned(),
            history: proposal.events().iter().map(ProposalEventView::from).collect(),
            file,
        }
    }
}

impl From<&Recorded> for ProposalEventView {
    fn from(recorded: &Recorded) -> Self {
        let (event, reason) = match &recorded.event {
            Event::Proposed => ("proposed", None),
            Event::Approved => ("approved", None),
            Event::Published => ("published", None),
            Event::Outdated => ("outdated", None),
            Event::Rejected { reason } => ("rejected", Some(reason.as_str().to_owned())),
            Event::Withdrawn => ("withdrawn", None),
        };
        let by = recorded.actor.account().map(|account| account.to_string());
        Self { event, at: instant::format(recorded.at), by, reason }
    }
}
