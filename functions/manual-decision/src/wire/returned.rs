//! What was objected to each time that a case was returned.

use chrono::{DateTime, Utc};
use domain::case::Objections;
use domain::instant;
use domain::policy::Policy;
use edge::ObjectionView;
use serde::Serialize;

/// 一次退回。 One time that the case was returned.
#[derive(Debug, Serialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub(crate) struct ReturnView {
    /// 退回时间。 When it was returned.
    #[cfg_attr(not(target_family = "wasm"), schema(format = DateTime))]
    at: String,
    /// 当时提出的问题，逐项列出。 What was objected to then, item by item.
    objections: Vec<ObjectionView>,
}

impl ReturnView {
    /// Shows it in the words of the policy that was in force then.
    pub(crate) fn new(at: DateTime<Utc>, objections: &Objections, policy: &Policy) -> Self {
        let objections = objections.iter().map(|objection| ObjectionView::new(objection, policy));
        Self { at: instant::format(at), objections: objections.collect() }
    }
}
