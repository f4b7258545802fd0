//! The description of this component's part of the interface. Native builds only.

use edge::Code;
use utoipa::OpenApi as _;
use utoipa::openapi::OpenApi;

use crate::wire::{EndingView, HourView, OutOfTimeView, RehearsalBody, RehearsalView};

#[derive(utoipa::OpenApi)]
#[openapi(
    paths(rehearse_policy),
    components(schemas(EndingView, HourView, OutOfTimeView, RehearsalBody, RehearsalView))
)]
struct Description;

/// What each operation can be refused with, besides what follows from its parameters and its body.
pub const REFUSALS: &[(&str, &[Code])] =
    &[("rehearse_policy", &[Code::NotPermitted, Code::OutsideRegion, Code::RehearsalTooLong])];

/// Returns the description, without what all components have in common.
pub fn description() -> OpenApi {
    Description::openapi()
}

/// 用虚构的考生预演一期，最长五秒，不保存任何内容。 Plays a season over people who are made up, for five seconds at most. Nothing is stored.
#[utoipa::path(
    post,
    path = "/api/administration/rehearsals",
    tag = "administration",
    request_body = RehearsalBody,
    responses((status = 200, description = "预演结果。 What it has shown.", body = RehearsalView)),
    security(("session" = []))
)]
#[expect(dead_code, reason = "carries the description of a handler")]
const fn rehearse_policy() {}
