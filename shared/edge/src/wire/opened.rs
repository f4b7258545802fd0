//! What never changes about a case.

use domain::case::Case;
use domain::id::CaseId;
use domain::instant;
use serde::Serialize;

/// 已开启的申请。 What never changes about a case.
#[derive(Debug, Serialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct OpenedView {
    /// 申请编号。 The id of the case.
    #[cfg_attr(not(target_family = "wasm"), schema(example = "case_06A1B2C3D4E5F6G7H8J9K0M1N2"))]
    case: String,
    /// 项目。 The programme.
    #[cfg_attr(not(target_family = "wasm"), schema(example = "interview-review"))]
    programme: String,
    /// 期次。 The season.
    #[cfg_attr(not(target_family = "wasm"), schema(example = "2027"))]
    season: String,
    /// 所依据政策的摘要（SHA-256）。 The hash of the policy that the case is judged by.
    policy: String,
    /// 开启时间。 When it was opened.
    #[cfg_attr(not(target_family = "wasm"), schema(format = DateTime))]
    opened: String,
}

impl OpenedView {
    /// Returns what is shown of `case`.
    pub fn new(id: CaseId, case: &Case) -> Self {
        Self {
            case: id.to_string(),
            programme: case.programme().to_string(),
            season: case.season().to_string(),
            policy: case.policy().to_string(),
            opened: instant::format(case.opened()),
        }
    }
}
