//! What is claimed against what a register has said, side by side, with the difference marked.

use super::names;
use crate::texts::review::Texts;
use crate::wire::case::Assessment;
use crate::wire::programme::Programme;
use crate::wire::review::{Compared, Comparison, Review};

/// A check, as a table.
pub(super) struct Table<'a> {
    pub(super) check: &'a str,
    pub(super) name: &'a str,
    pub(super) register: &'a str,
    /// What it came to, in words, and their tone.
    pub(super) verdict: &'static str,
    pub(super) tone: &'static str,
    /// Why there is nothing to compare.
    pub(super) silence: Option<&'static str>,
    /// Whether it came to something else before the correction.
    pub(super) has_changed: bool,
    pub(super) rows: Vec<Row<'a>>,
}

pub(super) struct Row<'a> {
    pub(super) field: &'a str,
    pub(super) claimed: String,
    pub(super) said: &'a str,
    pub(super) result: &'static str,
    pub(super) tone: &'static str,
    pub(super) differs: bool,
}

pub(super) fn tables<'a>(
    review: &'a Review,
    programme: &Programme,
    w: &'static Texts,
    locale: edge::Locale,
) -> Vec<Table<'a>> {
    let assessment = review.assessment.as_ref();
    let table = |comparison: &'a Comparison| Table {
        check: &comparison.check,
        name: comparison.name.of(&locale),
        register: names::register(&comparison.register, w),
        verdict: verdict(&comparison.verdict, w).0,
        tone: verdict(&comparison.verdict, w).1,
        silence: silence(&comparison.verdict, w)
            .filter(|_| comparison.fields.iter().all(|field| field.said.is_none())),
        has_changed: has_changed(comparison, assessment),
        rows: comparison.fields.iter().map(|field| row(field, programme, w, locale)).collect(),
    };
    review.comparisons.iter().map(table).collect()
}

fn has_changed(comparison: &Comparison, assessment: Option<&Assessment>) -> bool {
    let found =
        assessment.and_then(|found| found.checks.iter().find(|check| check.check == comparison.check));
    found.is_some_and(|finding| finding.verdict != comparison.verdict)
}

fn verdict(verdict: &str, w: &'static Texts) -> (&'static str, &'static str) {
    match verdict {
        "matched" => (w.agrees, "good"),
        "mismatched" => (w.differs, "bad"),
        "not-found" => (w.not_found, "bad"),
        _ => (w.cannot_tell, "warn"),
    }
}

fn silence(verdict: &str, w: &'static Texts) -> Option<&'static str> {
    match verdict {
        "not-found" => Some(w.register_has_nobody),
        "unavailable" => Some(w.register_not_asked),
        _ => None,
    }
}

fn row<'a>(
    compared: &'a Compared,
    programme: &Programme,
    w: &'static Texts,
    locale: edge::Locale,
) -> Row<'a> {
    let (result, tone) = match compared.agrees.as_str() {
        "true" => (w.agrees, "good"),
        "false" => (w.differs, "bad"),
        _ => (w.cannot_tell, "warn"),
    };
    Row {
        field: names::field(&compared.field, w),
        claimed: claimed(compared, programme, w, locale),
        said: compared.said.as_deref().map_or(w.no_answer, |said| names::value(&compared.field, said, w)),
        result,
        tone,
        differs: compared.agrees == "false",
    }
}

/// Says what was claimed, or what is asked for where nothing is claimed.
fn claimed(compared: &Compared, programme: &Programme, w: &'static Texts, locale: edge::Locale) -> String {
    let word = |word: &String| match compared.rule.as_str() {
        "within" if *word == programme.region => programme.region(&locale),
        _ => names::value(&compared.field, word, w).to_owned(),
    };
    let expected = compared.expected.iter().map(word).collect::<Vec<_>>().join(" / ");
    let before = match compared.rule.as_str() {
        "within" => w.rule_within,
        "not-before" => w.rule_not_before,
        "one-of" => w.rule_one_of,
        "same-as" => w.rule_same_as,
        "at-least" => w.rule_at_least,
        _ => "",
    };
    if expected.is_empty() { w.rule_unknown.to_owned() } else { format!("{before}{expected}") }
}
