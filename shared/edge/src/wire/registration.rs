//! The registration on the examination site.

use chrono::{DateTime, Utc};
use domain::case::Registration;
use domain::instant;
use domain::policy::Policy;
use serde::Serialize;

use super::TextView;

/// 考试网站的报名状态。 The registration on the examination site.
#[derive(Debug, Serialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct RegistrationView {
    /// 状态，以最近一次查询为准。 Where it is, as read last: `awaiting-review`, `awaiting-payment` or `paid`.
    #[cfg_attr(not(target_family = "wasm"), schema(example = "awaiting-payment"))]
    status: &'static str,
    /// 网站上的说法。 The site's own word for it.
    name: TextView,
    /// 工作人员应在此刻之前改为“待支付”。 The first instant at which the office is late to set it to 待支付.
    #[cfg_attr(not(target_family = "wasm"), schema(format = DateTime))]
    due: String,
    /// 是否已逾期仍未改为“待支付”；如是，请联系考区。 Whether the office is late: then the candidate calls the exam area.
    is_late: bool,
    /// 逾期时给申请人的说明。 What the candidate reads when the office is late.
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<TextView>,
    /// 自此刻起不再受理逾期联系。 The first instant at which it is too late to call.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(not(target_family = "wasm"), schema(format = DateTime))]
    contact_before: Option<String>,
    /// 须在此刻之前完成缴费。 The first instant at which it is too late to pay.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(not(target_family = "wasm"), schema(format = DateTime))]
    pay_before: Option<String>,
}

impl RegistrationView {
    /// Returns it as it is at `now`.
    pub fn new(registration: &Registration, policy: &Policy, now: DateTime<Utc>) -> Self {
        let (zh, en) = registration.status.words();
        let is_late = registration.is_open() && !registration.due.is_open(now);
        let late = policy.registration().filter(|_| is_late);
        let (message, contact) = match registration.pay_before {
            Some(paid) => (late.map(|clocks| &clocks.after_correction.late), late.map(|_| paid)),
            None => (late.map(|clocks| &clocks.late), late.map(|clocks| clocks.contact)),
        };
        Self {
            status: registration.status.name(),
            name: TextView { zh: zh.to_owned(), en: en.to_owned() },
            due: instant::format(registration.due.too_late),
            is_late,
            message: message.map(TextView::from),
            contact_before: contact.map(|cutoff| instant::format(cutoff.too_late)),
            pay_before: registration.pay_before.map(|cutoff| instant::format(cutoff.too_late)),
        }
    }
}
