//! The description of this component's part of the interface. Native builds only.

use edge::Code;
use utoipa::OpenApi as _;
use utoipa::openapi::OpenApi;

use crate::wire::{
    CheckBody, EndingView, HourView, OutOfTimeView, RehearsalBody, RehearsalView, RemarkView, RemarksView,
};

#[derive(utoipa::OpenApi)]
#[openapi(
    paths(check_policy, rehearse_policy),
    components(schemas(
        CheckBody,
        EndingView,
        HourView,
        OutOfTimeView,
        RehearsalBody,
        RehearsalView,
        RemarkView,
        RemarksView
    ))
)]
struct Description;

/// What each operation can be refused with, besides what follows from its parameters and its body.
pub const REFUSALS: &[(&str, &[Code])] = &[
    ("check_policy", &[Code::NotPermitted, Code::OutsideRegion]),
    ("rehearse_policy", &[Code::NotPermitted, Code::OutsideRegion, Code::RehearsalTooLong]),
];

/// Returns the description, without what all components have in common.
pub fn description() -> OpenApi {
    Description::openapi()
}

/// 检查政策文件，不保存任何内容；读不懂的文件也是一条意见。 Says what is wrong in a policy file. Nothing is stored. That a file cannot be read is a
/// remark as well.
#[utoipa::path(
    post,
    path = "/api/administration/checks",
    tag = "administration",
    request_body = CheckBody,
    responses((status = 200, description = "检查意见。 The remarks.", body = RemarksView)),
    security(("session" = []))
)]
#[expect(dead_code, reason = "carries the description of a handler")]
const fn check_policy() {}

/// 用虚构的考生预演一期，最长十秒，不保存任何内容。 Plays a season over people who are made up, for ten seconds at most. Nothing is stored.
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
