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
    outcome: String,
    tone: &'static str,
    because: Option<Box<Reasons>>,
}

/// What reasons are told with.
struct Telling<'a> {
    checks: &'a [Finding],
    w: &'static Texts,
    locale: Locale,
}

impl Reasons {
    pub(crate) fn of(
        explanation: &Explanation,
        checks: &[Finding],
        w: &'static Texts,
        locale: Locale,
    ) -> Self {
        Self { reasons: vec![Telling { checks, w, locale }.reason(explanation, true)] }
    }
}

impl Telling<'_> {
    /// Tells how a statement has come to its value. `is_wanted` says whether it has to hold: below one that must not, nothing has to,
    /// so what does not hold there is as it was wanted.
    fn reason(&self, explanation: &Explanation, is_wanted: bool) -> Reason {
        let w = self.w;
        let holds = match explanation.holds.as_str() {
            "true" => Some(true),
            "false" => Some(false),
            _ => None,
        };
        let plain = |yes, no| holds.map_or(w.unknown, |holds| if holds { yes } else { no });
        let (text, outcome, because) = if let Some(all) = &explanation.all {
            (w.explanation_all, plain(w.holds, w.fails), self.parts(all, is_wanted))
        } else if let Some(any) = &explanation.any {
            (w.explanation_any, plain(w.holds, w.fails), self.parts(any, is_wanted))
        } else if let Some(not) = &explanation.not {
            let because = self.parts(std::slice::from_ref(not), !is_wanted);
            (w.explanation_not, plain(w.met, w.unmet), because)
        } else {
            let check = explanation.check.as_deref().unwrap_or_default();
            let found = self.checks.iter().find(|finding| finding.check == check);
            let name = found.and_then(|finding| finding.name.as_ref());
            let outcome = found.map(|finding| verdict(&finding.verdict, w));
            let name = name.map_or(check, |name| name.of(&self.locale));
            (name, outcome.unwrap_or_else(|| plain(w.holds, w.fails)), None)
        };
        let is_as_wanted = holds.map(|holds| holds == is_wanted);
        let wanted = match is_as_wanted {
            Some(true) if !is_wanted => w.as_wanted,
            Some(false) if !is_wanted => w.not_wanted,
            _ => "",
        };
        let tone = is_as_wanted.map_or("warn", |is_as_wanted| if is_as_wanted { "good" } else { "bad" });
        Reason { text: text.to_owned(), outcome: format!("{outcome}{wanted}"), tone, because }
    }

    fn parts(&self, parts: &[Explanation], is_wanted: bool) -> Option<Box<Reasons>> {
        let reasons = parts.iter().map(|part| self.reason(part, is_wanted)).collect();
        Some(Box::new(Reasons { reasons }))
    }
}

fn verdict(verdict: &str, w: &'static Texts) -> &'static str {
    match verdict {
        "matched" => w.matched,
        "mismatched" => w.mismatched,
        "not-found" => w.not_found,
        _ => w.unavailable,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns what is said of a part that must not hold, whose check came to this.
    fn said(verdict: &str, holds: &str, not: &str, locale: Locale) -> String {
        let explanation = format!(
            r#"{{"holds": "{not}", "all": [{{"holds": "{not}", "not": {{"holds": "{holds}", "check": "school"}}}}]}}"#
        );
        let checks = format!(
            r#"[{{"check": "school", "name": {{"zh": "学校", "en": "School"}}, "verdict": "{verdict}"}}]"#
        );
        let (explanation, checks): (Explanation, Vec<Finding>) =
            (serde_json::from_str(&explanation).unwrap(), serde_json::from_str(&checks).unwrap());
        Reasons::of(&explanation, &checks, Texts::of(locale), locale).render().unwrap()
    }

    #[test]
    fn what_must_not_hold_and_does_not_is_as_it_was_wanted() {
        let text = said("mismatched", "false", "true", Locale::Chinese);
        assert!(text.contains("学校 <span class=\"tag good\">不一致（符合要求）"), "{text}");
        assert!(text.contains("不得符合 <span class=\"tag good\">已满足"), "{text}");
        assert!(!text.contains("tag bad"), "{text}");
        let text = said("mismatched", "false", "true", Locale::English);
        assert!(text.contains("School <span class=\"tag good\">differs (as wanted)"), "{text}");
    }

    #[test]
    fn what_must_not_hold_and_does_is_what_is_in_the_way() {
        let text = said("matched", "true", "false", Locale::Chinese);
        assert!(text.contains("学校 <span class=\"tag bad\">一致（不符合要求）"), "{text}");
        assert!(text.contains("不得符合 <span class=\"tag bad\">未满足"), "{text}");
    }

    #[test]
    fn what_nobody_can_tell_stays_so_whichever_way_it_is_wanted() {
        let text = said("unavailable", "unknown", "unknown", Locale::English);
        assert!(text.contains("tag warn") && !text.contains("wanted"), "{text}");
    }
}
