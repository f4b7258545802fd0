//! What clients are shown. What is true is in `domain`.

use domain::case::Case;
use domain::id::CaseId;
use domain::instant;
use domain::policy::Policy;
use edge::TextView;
use serde::Serialize;

/// 提交结果。 What came of filing a case.
#[derive(Debug, Serialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub(crate) struct SubmissionView {
    /// 申请编号。 The id of the case.
    #[cfg_attr(not(target_family = "wasm"), schema(example = "case_06A1B2C3D4E5F6G7H8J9K0M1N2"))]
    case: String,
    /// 状态：approved 为“秒批”通过；under-review 为转人工审核；submitted 为仍在核对。 Where the case is now: `approved` at
    /// once, `under-review` by a person, or `submitted` while registers are still being asked.
    #[cfg_attr(not(target_family = "wasm"), schema(example = "approved"))]
    state: &'static str,
    /// 提交时间。 When it was filed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(not(target_family = "wasm"), schema(format = DateTime))]
    submitted: Option<String>,
    /// 给申请人的说明。 What the candidate reads.
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<TextView>,
}

impl SubmissionView {
    pub(crate) fn new(id: CaseId, case: &Case, policy: &Policy) -> Self {
        Self {
            case: id.to_string(),
            state: case.state().name(),
            submitted: case.submitted().map(instant::format),
            message: case.state().text(policy).map(TextView::from),
        }
    }
}
