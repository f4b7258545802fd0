//! What reviewers work with: the list of what is to be done, each case with its decision, and the board.

use edge::Body;
use http::{Method, Request};

use super::{Outcome, Visitor};
use crate::ask::{Call, Function};
use crate::page;
use crate::refusal::Refusal;
use crate::wire::review::{Task, Worklist};

mod board;
mod chart;
mod compare;
mod decide;
mod desk;
mod item;
mod list;
mod names;

/// Finds the page below the worklist.
pub(crate) async fn route(request: &Request<Body>, visitor: &Visitor<'_>, rest: &[&str]) -> Outcome {
    let (is_get, is_post) = (request.method() == Method::GET, request.method() == Method::POST);
    match rest {
        [] if is_get => list::show(visitor).await,
        ["board"] if is_get => board::show(visitor).await,
        ["next"] if is_post => go_on(visitor, visitor.form.filled("from").as_deref(), "").await,
        ["next"] if is_get => page::see_other("/reviews"),
        [case] if is_get => desk::show(visitor, case).await,
        [case, "claim"] if is_post => claim(visitor, case).await,
        [case, "release"] if is_post => release(visitor, case).await,
        [case, "decision"] if is_post => decide::decide(visitor, case).await,
        [case, "registration"] if is_post => desk::read_registration(visitor, case).await,
        // The address of a form that was sent, opened again.
        [case, "claim" | "release" | "decision" | "registration"] if is_get => {
            page::see_other(&format!("/reviews/{case}"))
        }
        [..] => Err(Refusal::no_such_page()),
    }
}

/// Claims a case, or prolongs the claim.
async fn claim(visitor: &Visitor<'_>, case: &str) -> Outcome {
    match take(visitor, case).await {
        Ok(()) => page::see_other(&format!("/reviews/{case}")),
        Err(refusal) if refusal.is_about_login() => Err(refusal),
        Err(refusal) => desk::refuse(visitor, case, &refusal).await,
    }
}

async fn take(visitor: &Visitor<'_>, case: &str) -> Result<(), Refusal> {
    let path = format!("/api/reviews/{case}/claim");
    visitor.asker.send(Call::new(Function::ManualDecision, Method::PUT, path)).await.map(drop)
}

async fn release(visitor: &Visitor<'_>, case: &str) -> Outcome {
    let path = format!("/api/reviews/{case}/claim");
    visitor.asker.send(Call::new(Function::ManualDecision, Method::DELETE, path)).await?;
    page::see_other("/reviews?released")
}

/// Goes on to the case that is due first of those that the reviewer holds, and otherwise claims the one that is due first of those
/// that nobody does. So a form that is sent twice claims one. It is not the case that the reviewer comes from, of which they may have
/// decided this outcome.
async fn go_on(visitor: &Visitor<'_>, from: Option<&str>, outcome: &str) -> Outcome {
    // Behind the next case goes what has become of the last one.
    let news = if outcome.is_empty() { String::new() } else { format!("?outcome={outcome}") };
    for claim in ["mine", "none"] {
        let path = format!("/api/reviews?task=review&claim={claim}");
        let list: Worklist = visitor.asker.show(Function::ManualDecision, path).await?;
        for Task { case, .. } in list.cases.iter().filter(|task| Some(task.case.as_str()) != from) {
            match take(visitor, case).await {
                Ok(()) => return page::see_other(&format!("/reviews/{case}{news}")),
                Err(refusal) if refusal.is_about_login() => return Err(refusal),
                // It is the reviewer's own, or somebody was faster.
                Err(refusal) if matches!(refusal.status, 403 | 404 | 409) => {}
                Err(refusal) => return Err(refusal),
            }
        }
    }
    let news = if news.is_empty() { "?nothing".to_owned() } else { news };
    page::see_other(&format!("/reviews{news}"))
}
