//! Proposing a policy, looking at it before and afterwards, and deciding about what somebody else has proposed.

use std::time::Duration;

use askama::Template;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::policy::Policy;
use edge::Body;
use http::{Method, Request, StatusCode};
use serde::Serialize;

use super::trial::{Trial, ending_words};
use super::{Outcome, Visitor, state_words};
use crate::ask::{Call, Function};
use crate::form::File;
use crate::page::{self, Frame};
use crate::refusal::Refusal;
use crate::texts::administration::Texts;
use crate::wire::administration::Proposal;
use crate::wire::programme::Programme;
use crate::words;

/// A policy file is small, and a slow line takes a minute for one.
const FILE_TIME_MAX: Duration = Duration::from_secs(60);

#[derive(Template)]
#[template(path = "propose.html")]
struct Propose<'a> {
    f: Frame,
    w: &'static Texts,
    note: &'a str,
    /// The file, in letters that no form changes.
    file: String,
    trial: Option<Trial>,
    key: String,
    refusal: Option<&'a Refusal>,
}

#[derive(Template)]
#[template(path = "proposal.html")]
struct Page<'a> {
    f: Frame,
    w: &'static Texts,
    proposal: Proposal,
    /// Once it is published: whether its policy is the one in force.
    is_in_force: Option<bool>,
    trial: Option<Trial>,
    /// What somebody has typed who was refused.
    reason: &'a str,
    key: String,
    refusal: Option<&'a Refusal>,
}

impl Propose<'_> {
    fn ending(&self, ending: &str) -> &'static str {
        ending_words(ending, self.w)
    }
}

impl Page<'_> {
    fn ending(&self, ending: &str) -> &'static str {
        ending_words(ending, self.w)
    }

    fn state(&self, state: &str) -> &'static str {
        state_words(state, self.w)
    }

    fn at(&self, machine: &str) -> String {
        words::at(machine, self.f.locale).words
    }

    /// Returns what was in force before it was published, if that is not what it has replaced: the policy of another season.
    fn current_before(&self) -> Option<&str> {
        self.proposal.current.as_deref().filter(|current| self.proposal.replaces.as_deref() != Some(current))
    }

    /// Whether somebody still has to decide about it, or to bring it to its end.
    fn is_open(&self) -> bool {
        matches!(self.proposal.state.as_str(), "open" | "approved")
    }
}

#[derive(Serialize)]
struct ProposalBody<'a> {
    policy: &'a str,
    note: &'a str,
}

#[derive(Serialize)]
struct RejectionBody<'a> {
    reason: &'a str,
}

/// Asks for a file and for why.
pub(super) fn begin(visitor: &Visitor<'_>, refusal: Option<&Refusal>) -> Outcome {
    asked(visitor, "", String::new(), None, refusal)
}

fn asked(
    visitor: &Visitor<'_>,
    note: &str,
    file: String,
    trial: Option<Trial>,
    refusal: Option<&Refusal>,
) -> Outcome {
    let f = visitor.frame();
    let locale = f.locale;
    let page = Propose { w: Texts::of(locale), note, file, trial, key: visitor.key()?, refusal, f };
    page::render(refusal.map_or(StatusCode::OK, Refusal::status), locale, &page)
}

/// Shows what can be known of a file before it is proposed.
pub(super) async fn look(request: &mut Request<Body>, visitor: &Visitor<'_>) -> Outcome {
    let sent = File::read(request, Policy::BYTES_MAX, FILE_TIME_MAX).await?;
    let note = sent.fields.get("note");
    let Ok(policy) = std::str::from_utf8(&sent.bytes) else {
        return asked(visitor, note, String::new(), None, Some(&Refusal::malformed()));
    };
    match Trial::of(visitor, policy).await {
        // What has an error in it is mended first.
        Ok(trial) if trial.remarks.errors != 0 => asked(visitor, note, String::new(), Some(trial), None),
        Ok(trial) => asked(visitor, note, STANDARD.encode(policy), Some(trial), None),
        Err(refusal) if refusal.is_about_login() => Err(refusal),
        Err(refusal) => asked(visitor, note, String::new(), None, Some(&refusal)),
    }
}

/// Proposes a file that was looked at.
pub(super) async fn propose(visitor: &Visitor<'_>) -> Outcome {
    let form = &visitor.form;
    let file = STANDARD.decode(form.get("policy")).ok().and_then(|file| String::from_utf8(file).ok());
    let policy = file.ok_or_else(Refusal::malformed)?;
    let body = ProposalBody { policy: &policy, note: form.get("note") };
    let call = Call::new(Function::Proposals, Method::POST, "/api/administration/proposals".to_owned());
    match visitor.asker.send(call.once(form.get("key")).json(&body)?).await {
        Ok(answer) => {
            let made: Proposal = answer.read()?;
            page::see_other(&format!("/administration/proposals/{}", made.proposal))
        }
        Err(refusal) if refusal.is_about_login() => Err(refusal),
        Err(refusal) => asked(visitor, form.get("note"), form.get("policy").to_owned(), None, Some(&refusal)),
    }
}

pub(super) async fn show(visitor: &Visitor<'_>, proposal: &str, refusal: Option<&Refusal>) -> Outcome {
    let proposal = find(visitor, proposal).await?;
    shown(visitor, proposal, None, refusal).await
}

/// Shows a proposal with what can be known of its file.
pub(super) async fn try_out(visitor: &Visitor<'_>, proposal: &str) -> Outcome {
    let proposal = find(visitor, proposal).await?;
    let trial = Trial::of(visitor, proposal.file.as_deref().unwrap_or_default()).await?;
    shown(visitor, proposal, Some(trial), None).await
}

async fn find(visitor: &Visitor<'_>, proposal: &str) -> Result<Proposal, Refusal> {
    let path = format!("/api/administration/proposals/{proposal}");
    visitor.asker.show(Function::Proposals, path).await
}

async fn shown(
    visitor: &Visitor<'_>,
    proposal: Proposal,
    trial: Option<Trial>,
    refusal: Option<&Refusal>,
) -> Outcome {
    let is_in_force = match proposal.state.as_str() {
        "published" => Some(is_in_force(visitor, &proposal).await?),
        _ => None,
    };
    let f = visitor.frame();
    let locale = f.locale;
    let (reason, key) = (visitor.form.get("reason"), visitor.key()?);
    let page = Page { w: Texts::of(locale), proposal, is_in_force, trial, reason, key, refusal, f };
    page::render(refusal.map_or(StatusCode::OK, Refusal::status), locale, &page)
}

/// Finds out whether the programme has the very policy of a proposal: another one may have been published since.
async fn is_in_force(visitor: &Visitor<'_>, proposal: &Proposal) -> Result<bool, Refusal> {
    let path = format!("/api/programmes/{}", proposal.programme);
    let current: Programme = visitor.asker.show(Function::Programmes, path).await?;
    Ok(current.policy == proposal.policy)
}

/// Approves, rejects or withdraws.
pub(super) async fn decide(visitor: &Visitor<'_>, proposal: &str, step: &str) -> Outcome {
    let path = format!("/api/administration/proposals/{proposal}/{step}");
    let call = Call::new(Function::Proposals, Method::POST, path).once(visitor.form.get("key"));
    let call = match step {
        "rejection" => call.json(&RejectionBody { reason: visitor.form.get("reason") })?,
        _ => call,
    };
    match visitor.asker.send(call).await {
        Ok(_) => page::see_other(&format!("/administration/proposals/{proposal}")),
        Err(refusal) if refusal.is_about_login() => Err(refusal),
        Err(refusal) => show(visitor, proposal, Some(&refusal)).await,
    }
}
