//! A predicate with what is known of each of its parts, in lines.

use super::{Answer, Explanation, Finding, Policy, Register, Text, Truth};
use domain::{check::Verdict, predicate::Statement, slug::CheckId};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Lines, each indented by its depth.
pub(super) struct Tree<'p> {
    policy: &'p Policy,
    text: String,
}

impl<'p> Tree<'p> {
    pub(super) const fn new(policy: &'p Policy) -> Self {
        Self { policy, text: String::new() }
    }

    pub(super) fn into_text(self) -> String {
        self.text
    }

    pub(super) fn line(&mut self, depth: usize, line: &str) {
        // Writing to a string cannot fail.
        let _ = writeln!(self.text, "{:width$}{line}", "", width = depth * 2);
    }

    /// Writes a line with whether it holds.
    pub(super) fn marked(&mut self, depth: usize, truth: Truth, line: &str) {
        let mark = match truth {
            Truth::True => "[是 yes]",
            Truth::False => "[否 no]",
            Truth::Unknown => "[未知 unknown]",
        };
        self.line(depth, &format!("{mark} {line}"));
    }

    /// Writes what is explained, with what its checks came to.
    pub(super) fn add(
        &mut self,
        depth: usize,
        explanation: &Explanation,
        findings: &[Finding],
        answers: &BTreeMap<Register, Answer>,
    ) {
        let (words, parts): (&str, &[Explanation]) = match &explanation.statement {
            Statement::Check(id) => {
                let line = self.check(id, findings, answers);
                return self.marked(depth, explanation.truth, &line);
            }
            Statement::All(parts) => ("全部满足 all of these", parts),
            Statement::Any(parts) => ("满足其一 any of these", parts),
            Statement::Not(part) => ("不满足 not this", std::slice::from_ref(part)),
        };
        self.marked(depth, explanation.truth, words);
        parts.iter().for_each(|part| self.add(depth + 1, part, findings, answers));
    }

    /// Writes a check with its name, and what the register has where it is not as it must be.
    fn check(&self, id: &CheckId, findings: &[Finding], answers: &BTreeMap<Register, Answer>) -> String {
        let Some(check) = self.policy.check(id) else { return id.to_string() };
        let line = format!("{id} {}", name(&check.name));
        let Some(finding) = findings.iter().find(|finding| finding.check == *id) else { return line };
        match finding.verdict {
            Verdict::Matched => line,
            Verdict::NotFound => format!("{line}：查无此人 the register has nobody like that"),
            Verdict::Unavailable => format!("{line}：无法核对 it could not be asked"),
            Verdict::Mismatched => {
                let entry = match answers.get(&check.register) {
                    Some(Answer::Found(entry)) => Some(entry),
                    Some(Answer::NotFound | Answer::Unavailable) | None => None,
                };
                let differ = finding.fields.iter().filter(|(_, truth)| *truth != Truth::True);
                let value = |wanted| {
                    let mut fields = entry.into_iter().flat_map(|entry| entry.fields());
                    fields.find(|(field, _)| *field == wanted).map(|(_, value)| value)
                };
                let differ = differ.map(|(field, _)| match value(field) {
                    Some(value) => format!("{field} = {value}"),
                    None => format!("没有 no {field}"),
                });
                format!("{line}：{}", differ.collect::<Vec<_>>().join(", "))
            }
        }
    }
}

/// Writes a name in both languages.
pub(super) fn name(name: &Text) -> String {
    format!("{} ({})", name.zh, name.en)
}
