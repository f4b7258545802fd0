//! How a rule has come to its value, in plain words.

use askama::Template;
use edge::Locale;

use crate::texts::candidate::Texts;
use crate::wire::case::{Explanation, Finding};

/// A list of reasons, each of which may have its own.
#[derive(Template)]
#[template(path = "reasons.html")]
pub(crate) struct Reasons {
    reasons: Vec<Reason>,
}

struct Reason {
    text: String,
    outcome: &'static str,
    tone: &'static str,
    because: Option<Box<Reasons>>,
}

impl Reasons {
    pub(crate) fn of(
        explanation: &Explanation,
        checks: &[Finding],
        w: &'static Texts,
        locale: Locale,
    ) -> Self {
        Self { reasons: vec![reason(explanation, checks, w, locale)] }
    }

    fn parts(
        parts: &[Explanation],
        checks: &[Finding],
        w: &'static Texts,
        locale: Locale,
    ) -> Option<Box<Self>> {
        let reasons = parts.iter().map(|part| reason(part, checks, w, locale)).collect();
        Some(Box::new(Self { reasons }))
    }
}

fn reason(explanation: &Explanation, checks: &[Finding], w: &'static Texts, locale: Locale) -> Reason {
    let (outcome, tone) = match explanation.holds.as_str() {
        "true" => (w.holds, "good"),
        "false" => (w.fails, "bad"),
        _ => (w.unknown, "warn"),
    };
    let said = |text: &str, because| Reason { text: text.to_owned(), outcome, tone, because };
    if let Some(all) = &explanation.all {
        return said(w.explanation_all, Reasons::parts(all, checks, w, locale));
    }
    if let Some(any) = &explanation.any {
        return said(w.explanation_any, Reasons::parts(any, checks, w, locale));
    }
    if let Some(not) = &explanation.not {
        return said(w.explanation_not, Reasons::parts(std::slice::from_ref(not), checks, w, locale));
    }
    let check = explanation.check.as_deref().unwrap_or_default();
    let found = checks.iter().find(|finding| finding.check == check);
    let name = found.and_then(|finding| finding.name.as_ref()).map_or(check, |name| name.of(&locale));
    let outcome = found.map_or(outcome, |finding| verdict(&finding.verdict, w));
    Reason { text: name.to_owned(), outcome, tone, because: None }
}

fn verdict(verdict: &str, w: &'static Texts) -> &'static str {
    match verdict {
        "matched" => w.matched,
        "mismatched" => w.mismatched,
        "not-found" => w.not_found,
        _ => w.unavailable,
    }
}
