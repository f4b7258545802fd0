//! Why a case is in its category, where that follows from the registration.

use std::collections::BTreeMap;

use domain::case::Case;
use domain::policy::Policy;
use serde::Serialize;

use super::TextView;
use super::assessment::{ExplanationView, FindingView};

/// 类别的推导。 What was imported about the candidate, and how the category follows from it.
#[derive(Debug, Serialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct DerivationView {
    /// 类别代码。 The category.
    #[cfg_attr(not(target_family = "wasm"), schema(example = "student-at-local-school"))]
    category: String,
    /// 类别名称。 Its name.
    name: TextView,
    /// 报名信息，逐项列出。 The registration, field by field. What is not there is not known of the candidate.
    registration: BTreeMap<String, String>,
    /// 各项核对。 Each check that the category is derived by.
    checks: Vec<FindingView>,
    /// 推导过程。 How the category follows.
    explanation: ExplanationView,
}

impl DerivationView {
    /// Shows why the case is in its category. Nothing, where candidates choose.
    pub fn of(case: &Case, policy: &Policy) -> Option<Self> {
        let (registration, id) = case.derived()?;
        let category = policy.category(id)?;
        let (findings, explanation) =
            policy.look_into(registration, category.derived_if.as_ref()?, case.opened());
        Some(Self {
            category: id.to_string(),
            name: TextView::from(&category.name),
            registration: registration.fields().map(|(field, value)| (field.to_string(), value)).collect(),
            checks: findings.iter().map(|finding| FindingView::new(finding, policy)).collect(),
            explanation: ExplanationView::from(&explanation),
        })
    }
}
