//! What a reviewer has objected to.

use domain::case::Objection;
use domain::policy::Policy;
use serde::Serialize;

use super::TextView;

/// 一项问题。 One thing that is wrong with what was filed.
#[derive(Debug, Serialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct ObjectionView {
    /// 原因代码。 The id of the reason.
    #[cfg_attr(not(target_family = "wasm"), schema(example = "illegible"))]
    reason: String,
    /// 原因。 The reason.
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<TextView>,
    /// 涉及的材料；没有则针对表单或整份申请。 The material that it is about; without one, the form or the whole case.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(not(target_family = "wasm"), schema(example = "identity-card"))]
    material: Option<String>,
    /// 补充说明。 What the reviewer has added.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(not(target_family = "wasm"), schema(example = "请重拍身份证人像面"))]
    note: Option<String>,
}

impl ObjectionView {
    /// Returns it in the words of the policy.
    pub fn new(objection: &Objection, policy: &Policy) -> Self {
        Self {
            reason: objection.reason.to_string(),
            text: policy.reason(&objection.reason).map(|reason| TextView::from(&reason.name)),
            material: objection.material.as_ref().map(ToString::to_string),
            note: objection.note.as_ref().map(|note| note.as_str().to_owned()),
        }
    }
}
