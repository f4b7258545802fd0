//! What is claimed against what registers have said, field by field.

use std::collections::BTreeMap;

use domain::calendar::date_at;
use domain::case::{Assessment, Case};
use domain::check::{Answer, Check, Claim, Condition, Entry, Evidence, Finding, Rule};
use domain::policy::Policy;
use domain::predicate::Truth;
use edge::TextView;
use serde::Serialize;

/// 一项核对的逐项对照，以最近一次提交的内容为准。 A check side by side: what was filed, as corrected last, and what its register
/// has said.
#[derive(Debug, Serialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub(crate) struct ComparisonView {
    /// 核对项代码。 The check.
    #[cfg_attr(not(target_family = "wasm"), schema(example = "household"))]
    check: String,
    /// 核对项名称。 Its name for people.
    name: TextView,
    /// 登记机关。 The register that was asked.
    #[cfg_attr(not(target_family = "wasm"), schema(example = "resident-register"))]
    register: &'static str,
    /// 按最近一次提交的内容核对的结果。 What it comes to by what was filed last; `assessment` has what it came to then.
    #[cfg_attr(not(target_family = "wasm"), schema(example = "matched"))]
    verdict: &'static str,
    /// 逐项对照。 Each field.
    fields: Vec<ComparedView>,
}

/// 一项对照。 A field of a register's answer beside what it must be.
#[derive(Debug, Serialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub(crate) struct ComparedView {
    /// 字段。 The field.
    #[cfg_attr(not(target_family = "wasm"), schema(example = "household"))]
    field: String,
    /// 要求：claimed 与所填一致，within 在此区划内，not-before 不早于此日，one-of 为其中之一，same-as 与另一登记机关一致，at-least 不小于。
    /// What it must be: as `claimed`, `within` a region, `not-before` a day, `one-of` some words, the `same-as` another register
    /// has, or `at-least` a number.
    #[cfg_attr(not(target_family = "wasm"), schema(example = "within"))]
    rule: &'static str,
    /// 所填内容或要求的值；无从得知的为空。 What was claimed, or what is asked for; empty if that is not known.
    expected: Vec<String>,
    /// 登记机关的答复；没有则未答复。 What the register has said, if it has.
    #[serde(skip_serializing_if = "Option::is_none")]
    said: Option<String>,
    /// 是否相符：true、false、unknown。 Whether it is as it must be.
    #[cfg_attr(not(target_family = "wasm"), schema(example = "true"))]
    agrees: &'static str,
}

/// Carries out each check once more over what registers said then and what is filed now.
pub(super) fn comparisons(case: &Case, policy: &Policy) -> Vec<ComparisonView> {
    let (Some(assessment), Some(filing)) = (case.assessment(), case.state().filing()) else {
        return Vec::new();
    };
    let Some(submitted) = case.submitted() else { return Vec::new() };
    let claims = filing.claims();
    let evidence = Evidence { claims: &claims, answers: &assessment.answers, submitted };
    let checks = assessment.findings.iter().filter_map(|finding| policy.check(&finding.check));
    checks.map(|check| ComparisonView::new(check, assessment, evidence)).collect()
}

impl ComparisonView {
    fn new(check: &Check, assessment: &Assessment, evidence: Evidence<'_>) -> Self {
        let finding = check.carry_out(evidence);
        let entry = entry(assessment.answers.get(&check.register));
        let conditions = check.conditions.iter().enumerate();
        Self {
            check: check.id.to_string(),
            name: TextView::from(&check.name),
            register: check.register.name(),
            verdict: finding.verdict.name(),
            fields: conditions
                .map(|(place, condition)| ComparedView::new(condition, entry, &finding, place, evidence))
                .collect(),
        }
    }
}

impl ComparedView {
    fn new(
        condition: &Condition,
        entry: Option<&Entry>,
        finding: &Finding,
        place: usize,
        evidence: Evidence<'_>,
    ) -> Self {
        // Without an entry there is nothing to compare.
        let agrees = finding.fields.get(place).map_or(Truth::Unknown, |(_, truth)| *truth);
        let (rule, expected) = expected(&condition.rule, entry, evidence);
        let field = condition.field.to_string();
        Self {
            said: entry.and_then(|entry| written(entry, &field)),
            field,
            rule,
            expected,
            agrees: agrees.name(),
        }
    }
}

/// Returns what a rule asks for, as far as that is known.
fn expected(rule: &Rule, entry: Option<&Entry>, evidence: Evidence<'_>) -> (&'static str, Vec<String>) {
    match rule {
        Rule::Claimed(claim) => ("claimed", claimed(*claim, evidence.claims)),
        Rule::Within(region) => ("within", vec![region.to_string()]),
        Rule::NotBeforeSubmission => ("not-before", vec![date_at(evidence.submitted).to_string()]),
        Rule::OneOf(words) => ("one-of", words.clone()),
        Rule::OneOfFor { field, table } => {
            let key = entry.and_then(|entry| entry.get(field)).and_then(|value| value.text());
            ("one-of", key.and_then(|key| table.get(key)).cloned().unwrap_or_default())
        }
        Rule::SameAs { register, field } => {
            let other = entry_of_other(evidence.answers.get(register), field.as_str());
            ("same-as", other.into_iter().collect())
        }
        Rule::AtLeast(least) => ("at-least", vec![least.to_string()]),
    }
}

fn claimed(claim: Claim, claims: &BTreeMap<Claim, String>) -> Vec<String> {
    claims.get(&claim).cloned().into_iter().collect()
}

fn entry_of_other(answer: Option<&Answer>, field: &str) -> Option<String> {
    written(entry(answer)?, field)
}

fn entry(answer: Option<&Answer>) -> Option<&Entry> {
    match answer {
        Some(Answer::Found(entry)) => Some(entry),
        Some(Answer::NotFound | Answer::Unavailable) | None => None,
    }
}

fn written(entry: &Entry, field: &str) -> Option<String> {
    entry.fields().find(|(known, _)| known.as_str() == field).map(|(_, value)| value)
}
