//! The decision about a case, and the next one at once.

use http::Method;

use super::desk::{self, Typed};
use super::{go_on, item, names, take};
use crate::ask::{Call, Function};
use crate::page;
use crate::pages::{Outcome, Visitor};
use crate::refusal::Refusal;
use crate::texts::review::Texts;
use crate::wire::review::Decision;

pub(super) async fn decide(visitor: &Visitor<'_>, case: &str) -> Outcome {
    let form = &visitor.form;
    let mut typed =
        Typed { outcome: form.get("outcome").to_owned(), rows: item::typed(form), is_unchosen: false };
    if form.has("add") {
        typed.rows.push(item::Row::default());
        return desk::keep(visitor, case, &typed, None).await;
    }
    if form.has("prolong") {
        // Only the claim changes: what was typed is shown again.
        let refusal = take(visitor, case).await.err();
        return match refusal {
            Some(refusal) if refusal.is_about_login() => Err(refusal),
            refusal => desk::keep(visitor, case, &typed, refusal).await,
        };
    }
    if names::outcome(&typed.outcome, Texts::of(visitor.asker.locale)).is_none() {
        typed.is_unchosen = true;
        return desk::keep(visitor, case, &typed, None).await;
    }
    match send(visitor, case, &typed).await {
        Ok(()) => next(visitor, case, &typed.outcome).await,
        Err(refusal) if refusal.is_about_login() => Err(refusal),
        Err(refusal) => desk::keep(visitor, case, &typed, Some(refusal)).await,
    }
}

async fn send(visitor: &Visitor<'_>, case: &str, typed: &Typed) -> Result<(), Refusal> {
    let form = &visitor.form;
    if form.has("reclaim") {
        take(visitor, case).await?;
    }
    let decision = Decision {
        outcome: &typed.outcome,
        // A page of ours has it. Of any other the function says what is wrong.
        corrections: form.get("corrections").parse().unwrap_or(u8::MAX),
        items: item::sent(&typed.rows),
    };
    let path = format!("/api/reviews/{case}/decision");
    let call = Call::new(Function::ManualDecision, Method::POST, path).once(form.get("key"));
    visitor.asker.send(call.json(&decision)?).await.map(drop)
}

/// The decision stands, whatever becomes of looking for the next case.
async fn next(visitor: &Visitor<'_>, case: &str, outcome: &str) -> Outcome {
    match go_on(visitor, Some(case), outcome).await {
        Err(refusal) if !refusal.is_about_login() => page::see_other(&format!("/reviews?outcome={outcome}")),
        gone_on => gone_on,
    }
}
