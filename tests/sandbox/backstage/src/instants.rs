//! The instants that matter in the seasons that are published, as their policies have them.

use chrono::{DateTime, Utc};
use domain::policy::Policy;
use edge::{Context, Locale, current_season};
use store::KeyValue;

/// A season, and what is to be waited for in it.
pub(crate) struct Season {
    pub(crate) name: String,
    /// In their order.
    pub(crate) instants: Vec<Instant>,
}

/// Something that is to be waited for.
pub(crate) struct Instant {
    pub(crate) name: &'static str,
    pub(crate) at: DateTime<Utc>,
}

/// Returns every programme's current season. A store that is not seeded yet has none.
pub(crate) async fn seasons<K: KeyValue>(cx: &Context<'_, K>) -> Vec<Season> {
    let mut seasons = Vec::new();
    for programme in cx.store().programmes().await.unwrap_or_default() {
        if let Ok((season, policy)) = current_season(cx, &programme).await {
            let title = cx.locale.pick(&policy.name().zh, &policy.name().en);
            let name = format!("{title} ({})", season.name);
            seasons.push(Season { name, instants: of(cx.locale, &policy) });
        }
    }
    seasons
}

fn of(locale: Locale, policy: &Policy) -> Vec<Instant> {
    let (review, supplement) = (policy.review(), policy.supplement());
    let mut instants = vec![
        (policy.opens(), "窗口开放", "The window opens"),
        (review.starts, "人工审核开始计时", "The clock of reviews starts"),
        (policy.closes().too_late, "窗口关闭，不再受理首次提交", "The window closes: too late to file"),
        (
            review.due(policy.opens()).too_late,
            "此前提交的，人工审核到期",
            "Reviews of what was filed before that clock are due",
        ),
        (
            review.due(policy.closes().last()).too_late,
            "最后提交的，人工审核到期",
            "Reviews of what was filed last are due",
        ),
        (supplement.closes.too_late, "补正截止", "Too late to correct"),
        (supplement.reviewed.too_late, "补正的审核到期", "Reviews of corrections are due"),
    ];
    if let Some(registration) = policy.registration() {
        instants.extend([
            (
                registration.due(policy.opens()).too_late,
                "最早办结的，置为待支付到期",
                "待支付 is due for what was approved first",
            ),
            (
                registration.contact.too_late,
                "待审核未变的，联系截止",
                "Too late to call about a registration that is stuck",
            ),
            (
                registration.after_correction.paid.too_late,
                "补正后通过的，支付截止",
                "Too late to pay after a correction",
            ),
        ]);
    }
    instants.sort_by_key(|(at, _, _)| *at);
    instants.into_iter().map(|(at, zh, en)| Instant { name: locale.pick(zh, en), at }).collect()
}
