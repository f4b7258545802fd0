//! The description of this component's part of the interface. Native builds only.

use edge::{Code, RegistrationView};
use utoipa::OpenApi as _;
use utoipa::openapi::OpenApi;

use crate::wire::SubmissionView;

#[derive(utoipa::OpenApi)]
#[openapi(paths(submit, read_registration), components(schemas(RegistrationView, SubmissionView)))]
struct Description;

/// What each operation can be refused with, besides what follows from its parameters and its body.
pub const REFUSALS: &[(&str, &[Code])] = &[
    (
        "submit",
        &[
            Code::NotPermitted,
            Code::NotVerified,
            Code::NotADraft,
            Code::AlreadySubmitted,
            Code::WindowNotOpen,
            Code::WindowClosed,
            Code::InvalidFields,
            Code::UnknownCategory,
        ],
    ),
    ("read_registration", &[Code::NotPermitted, Code::OwnCase, Code::NoRegistration, Code::SiteUnavailable]),
];

/// Returns the description, without what all components have in common.
pub fn description() -> OpenApi {
    Description::openapi()
}

/// 提交申请，符合条件的当场“秒批”通过，其余转人工审核。 Files the case: approved at once if the registers agree, otherwise
/// reviewed by a person.
#[utoipa::path(
    post,
    path = "/api/cases/{case}/submission",
    tag = "cases",
    params(
        ("case" = String, Path),
        ("Idempotency-Key" = String, Header),
        ("If-Match" = String, Header),
    ),
    responses(
        (status = 200, description = "已提交，结果已定或已转人工。 Filed, and approved or handed over.", body = SubmissionView,
            headers(("ETag" = String, description = "版本。 The version."))),
        (status = 202, description = "已提交，仍在核对；稍后用同一幂等键重试或查看申请。 Filed, and registers are still being asked: look at the case a little later, or repeat this call.", body = SubmissionView,
            headers(("ETag" = String, description = "版本。 The version."))),
    ),
    security(("session" = []), ("bearer" = []))
)]
#[expect(dead_code, reason = "carries the description of a handler")]
const fn submit() {}

/// 向考试网站查询报名状态：待审核、待支付或已支付。 Reads from the examination site where the registration of an approved case is.
#[utoipa::path(
    post,
    path = "/api/cases/{case}/registration",
    tag = "cases",
    params(("case" = String, Path)),
    responses((status = 200, description = "报名状态。 Where it is.", body = RegistrationView,
        headers(("ETag" = String, description = "版本。 The version.")))),
    security(("session" = []), ("bearer" = []))
)]
#[expect(dead_code, reason = "carries the description of a handler")]
const fn read_registration() {}
