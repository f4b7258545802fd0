//! The pages of administrators: proposals with their check and rehearsal, rosters, groups, and what was done.

use askama::Template;
use edge::Body;
use http::{Method, Request, StatusCode};

use super::{Outcome, Visitor};
use crate::ask::{Call, Function};
use crate::page::{self, Frame};
use crate::refusal::Refusal;
use crate::texts::administration::Texts;
use crate::wire::administration::{Acts, Proposals};
use crate::words;

mod groups;
mod proposals;
mod rosters;
mod trial;

/// Finds the page below `/administration`.
pub(crate) async fn route(mut request: Request<Body>, visitor: &Visitor<'_>, rest: &[&str]) -> Outcome {
    let method = request.method().clone();
    let (is_get, is_post) = (method == Method::GET, method == Method::POST);
    match rest {
        [] if is_get => overview(visitor).await,
        ["acts"] if is_get => acts(visitor, "/api/administration/acts".to_owned()).await,
        ["acts", act, "earlier"] if is_get => {
            acts(visitor, format!("/api/administration/acts/{act}/earlier")).await
        }
        ["proposals", "new"] if is_get => {
            admit(visitor).await?;
            proposals::begin(visitor, None)
        }
        ["proposals", "new"] if is_post => {
            admit(visitor).await?;
            proposals::look(&mut request, visitor).await
        }
        ["proposals"] if is_post => proposals::propose(visitor).await,
        ["proposals", proposal] if is_get => proposals::show(visitor, proposal, None).await,
        ["proposals", proposal, "trial"] if is_post => proposals::try_out(visitor, proposal).await,
        ["proposals", proposal, step @ ("approval" | "rejection" | "withdrawal")] if is_post => {
            proposals::decide(visitor, proposal, step).await
        }
        ["rosters"] if is_get => {
            admit(visitor).await?;
            rosters::show(visitor, "", None, None).await
        }
        ["rosters"] if is_post => {
            admit(visitor).await?;
            rosters::import(&mut request, visitor).await
        }
        ["groups"] if is_get => groups::show(visitor, None).await,
        ["groups"] if is_post => groups::save(visitor).await,
        ["groups", group, "remove"] if is_post => groups::remove(visitor, group).await,
        _ => Err(Refusal::no_such_page()),
    }
}

#[derive(Template)]
#[template(path = "administration.html")]
struct Overview {
    f: Frame,
    w: &'static Texts,
    found: Proposals,
}

#[derive(Template)]
#[template(path = "acts.html")]
struct Page {
    f: Frame,
    w: &'static Texts,
    found: Acts,
    earlier: Option<String>,
}

impl Overview {
    fn state(&self, state: &str) -> &'static str {
        state_words(state, self.w)
    }
}

impl Page {
    fn at(&self, machine: &str) -> String {
        words::at(machine, self.f.locale).words
    }

    fn kind(&self, kind: &str) -> Option<&'static str> {
        kind_words(kind, self.w)
    }

    fn role<'a>(&self, role: &'a str) -> &'a str {
        match role {
            "administrator" => self.w.role_administrator,
            "operator" => self.w.role_operator,
            other => other,
        }
    }

    fn outcome(&self, outcome: &str) -> &'static str {
        outcome_words(outcome, self.w)
    }

    /// Says what was counted: in words, if there are any for it.
    fn counted<'a>(&self, name: &'a str) -> &'a str {
        match name {
            "rows" => self.w.rows,
            "new" => self.w.rows_new,
            "changed" => self.w.rows_changed,
            "unchanged" => self.w.rows_unchanged,
            "duplicates" => self.w.rows_duplicate,
            "moved" => self.w.counted_moved,
            "refused" => self.w.counted_refused,
            "failed" => self.w.act_failed,
            "programmes" => self.w.counted_programmes,
            "members" => self.w.counted_members,
            "passwords" => self.w.counted_passwords,
            "ended" => self.w.counted_ended,
            "documents" => self.w.counted_documents,
            other => other,
        }
    }
}

/// Lets in whoever administers anything, before anything is asked of them: a form with a file is held whole, and nobody chooses a file
/// to be told afterwards that it is not for them.
async fn admit(visitor: &Visitor<'_>) -> Result<(), Refusal> {
    // Of what administrators alone are shown, this costs least.
    let call = Call::get(Function::Groups, "/api/administration/groups".to_owned());
    visitor.asker.send(call).await.map(drop)
}

/// Says in a word where a proposal is, and what has happened to it.
fn state_words(state: &str, w: &'static Texts) -> &'static str {
    match state {
        "open" => w.state_open,
        "proposed" => w.state_proposed,
        "approved" => w.state_approved,
        "published" => w.state_published,
        "rejected" => w.state_rejected,
        "withdrawn" => w.state_withdrawn,
        _ => w.state_outdated,
    }
}

/// Says what has come of something that was done.
fn outcome_words(outcome: &str, w: &'static Texts) -> &'static str {
    match outcome {
        "done" => w.act_done,
        "failed" => w.act_failed,
        "unknown" => w.act_unknown,
        _ => w.act_begun,
    }
}

/// Returns what was done in words, if there are any for it.
fn kind_words(kind: &str, w: &'static Texts) -> Option<&'static str> {
    Some(match kind {
        "policy-published" => w.kind_policy_published,
        "policy-proposed" => w.kind_policy_proposed,
        "proposal-approved" => w.kind_proposal_approved,
        "proposal-rejected" => w.kind_proposal_rejected,
        "proposal-withdrawn" => w.kind_proposal_withdrawn,
        "roster-imported" => w.kind_roster_imported,
        "sessions-ended" => w.kind_sessions_ended,
        "keys-rotated" => w.kind_keys_rotated,
        "password-reset" => w.kind_password_reset,
        "cases-moved" => w.kind_cases_moved,
        "case-exported" => w.kind_case_exported,
        "group-set" => w.kind_group_set,
        "group-removed" => w.kind_group_removed,
        _ => return None,
    })
}

async fn overview(visitor: &Visitor<'_>) -> Outcome {
    let path = "/api/administration/proposals".to_owned();
    let found = visitor.asker.show(Function::Proposals, path).await?;
    let f = visitor.frame();
    let locale = f.locale;
    page::render(StatusCode::OK, locale, &Overview { w: Texts::of(locale), found, f })
}

async fn acts(visitor: &Visitor<'_>, path: String) -> Outcome {
    let found: Acts = visitor.asker.show(Function::Proposals, path).await?;
    let f = visitor.frame();
    let locale = f.locale;
    // Functions say where more is under `/api`; its page has the same path without that.
    let earlier =
        found.earlier.as_deref().and_then(|earlier| earlier.strip_prefix("/api")).map(str::to_owned);
    page::render(StatusCode::OK, locale, &Page { w: Texts::of(locale), earlier, found, f })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_knows_the_outcome_of_is_not_said_to_have_failed() {
        for locale in [edge::Locale::Chinese, edge::Locale::English] {
            let words = |outcome| outcome_words(outcome, Texts::of(locale));
            let all = ["done", "failed", "unknown", "begun"].map(words);
            let different: std::collections::BTreeSet<_> = all.iter().collect();
            assert_eq!(different.len(), all.len(), "{all:?}");
        }
        assert!(outcome_words("unknown", Texts::of(edge::Locale::Chinese)).contains("不明"));
    }

    #[test]
    fn whatever_can_be_done_has_words() {
        for kind in domain::act::Kind::ALL {
            assert!(kind_words(kind.name(), Texts::of(edge::Locale::Chinese)).is_some(), "{}", kind.name());
        }
    }
}
