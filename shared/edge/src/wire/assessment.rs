//! What registers have said, check by check, and what followed from it.

use std::collections::BTreeMap;

use domain::case::Assessment;
use domain::check::{Answer, Finding, Register};
use domain::policy::Policy;
use domain::predicate::{Explanation, Statement};
use serde::Serialize;

use super::TextView;

/// 核对结果。 What the checks came to, and how the rule came to its value.
#[derive(Debug, Serialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct AssessmentView {
    /// 所依据的规则。 The rule that was evaluated.
    #[cfg_attr(not(target_family = "wasm"), schema(example = "registers-agree"))]
    rule: String,
    /// 各项核对。 Each check.
    checks: Vec<FindingView>,
    /// 规则的推导过程。 How the rule came to its value.
    explanation: ExplanationView,
    /// 各登记机关的答复，仅供审核人员。 What each register has said, field by field, for reviewers alone: `null` if it has nobody
    /// like that; a register is missing if it could not be asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    answers: Option<BTreeMap<&'static str, Option<BTreeMap<String, String>>>>,
}

/// 一项核对。 One check.
#[derive(Debug, Serialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct FindingView {
    /// 核对项代码。 Its name for programs.
    #[cfg_attr(not(target_family = "wasm"), schema(example = "household"))]
    check: String,
    /// 核对项名称。 Its name for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<TextView>,
    /// 结果：matched 一致，mismatched 不一致，not-found 查无此人，unavailable 暂时无法核对。 What it came to: `matched`,
    /// `mismatched`, `not-found`, or `unavailable`, which is no verdict.
    #[cfg_attr(not(target_family = "wasm"), schema(example = "matched"))]
    verdict: &'static str,
    /// 逐项比对。 Each field that was compared.
    fields: Vec<FieldView>,
}

/// 一项比对。 One field of a register's answer.
#[derive(Debug, Serialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct FieldView {
    /// 字段。 The field.
    #[cfg_attr(not(target_family = "wasm"), schema(example = "document-number"))]
    field: String,
    /// 是否相符：true、false、unknown。 Whether it is as it must be.
    #[cfg_attr(not(target_family = "wasm"), schema(example = "true"))]
    agrees: &'static str,
}

/// 推导：一项核对，或若干条件全部（all）或其一（any）成立，或某条件不成立（not）。 A statement with what is known about it: one check,
/// or several of which all, or any, must hold, or one that must not hold.
#[derive(Debug, Serialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct ExplanationView {
    /// 是否成立：true、false、unknown。 What is known about it.
    #[cfg_attr(not(target_family = "wasm"), schema(example = "true"))]
    holds: &'static str,
    /// 核对项。 The check that it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    check: Option<String>,
    /// 须全部成立。 Each of these must hold.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(not(target_family = "wasm"), schema(no_recursion))]
    all: Option<Vec<ExplanationView>>,
    /// 须其一成立。 One of these must hold.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(not(target_family = "wasm"), schema(no_recursion))]
    any: Option<Vec<ExplanationView>>,
    /// 须不成立。 This must not hold.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(not(target_family = "wasm"), schema(no_recursion))]
    not: Option<Box<ExplanationView>>,
}

impl AssessmentView {
    /// Shows what the candidate may read of it.
    pub fn for_candidate(assessment: &Assessment, policy: &Policy) -> Self {
        Self {
            rule: assessment.rule.to_string(),
            checks: assessment.findings.iter().map(|finding| FindingView::new(finding, policy)).collect(),
            explanation: ExplanationView::from(&assessment.explanation),
            answers: None,
        }
    }

    /// Shows all of it.
    pub fn for_reviewer(assessment: &Assessment, policy: &Policy) -> Self {
        let answers = assessment.answers.iter().filter_map(said).collect();
        Self { answers: Some(answers), ..Self::for_candidate(assessment, policy) }
    }
}

fn said(
    (register, answer): (&Register, &Answer),
) -> Option<(&'static str, Option<BTreeMap<String, String>>)> {
    match answer {
        Answer::Found(entry) => {
            let fields = entry.fields().map(|(field, value)| (field.to_string(), value)).collect();
            Some((register.name(), Some(fields)))
        }
        Answer::NotFound => Some((register.name(), None)),
        Answer::Unavailable => None,
    }
}

impl FindingView {
    pub(super) fn new(finding: &Finding, policy: &Policy) -> Self {
        let fields = finding.fields.iter();
        Self {
            check: finding.check.to_string(),
            name: policy.check(&finding.check).map(|check| TextView::from(&check.name)),
            verdict: finding.verdict.name(),
            fields: fields
                .map(|(field, truth)| FieldView { field: field.to_string(), agrees: truth.name() })
                .collect(),
        }
    }
}

impl From<&Explanation> for ExplanationView {
    fn from(explanation: &Explanation) -> Self {
        let parts = |parts: &[Explanation]| Some(parts.iter().map(Self::from).collect());
        let holds = explanation.truth.name();
        let mut view = Self { holds, check: None, all: None, any: None, not: None };
        match &explanation.statement {
            Statement::Check(check) => view.check = Some(check.to_string()),
            Statement::All(all) => view.all = parts(all),
            Statement::Any(any) => view.any = parts(any),
            Statement::Not(part) => view.not = Some(Box::new(Self::from(part.as_ref()))),
        }
        view
    }
}
