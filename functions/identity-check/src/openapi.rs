//! The description of this component's part of the interface. Native builds only.

use edge::Code;
use utoipa::OpenApi as _;
use utoipa::openapi::OpenApi;

use crate::wire::{CaptchaView, CodeView, CodesBody, VerificationBody, VerificationView, WorkView};

#[derive(utoipa::OpenApi)]
#[openapi(
    paths(draw_captcha, send_code, enter_code),
    components(schemas(CaptchaView, CodeView, CodesBody, VerificationBody, VerificationView, WorkView))
)]
struct Description;

/// What each operation can be refused with, besides what follows from its parameters and its body.
pub const REFUSALS: &[(&str, &[Code])] = &[
    ("draw_captcha", &[Code::NotPermitted]),
    (
        "send_code",
        &[
            Code::UnknownProgramme,
            Code::NotPermitted,
            Code::OtherProgramme,
            Code::NoTelephone,
            Code::NoStepUp,
            Code::CaptchaInvalid,
            Code::CaptchaWrong,
            Code::CaptchasUsedUp,
            Code::CodeTooSoon,
            Code::CodesUsedUp,
            Code::MessageNotSent,
        ],
    ),
    (
        "enter_code",
        &[
            Code::NotPermitted,
            Code::NoTelephone,
            Code::NoCode,
            Code::CodeExpired,
            Code::TriesUsedUp,
            Code::CodeWrong,
        ],
    ),
];

/// Returns the description, without what all components have in common.
pub fn description() -> OpenApi {
    Description::openapi()
}

/// 取一张图形验证码，附免识图的计算。 Draws a captcha: a picture, and work for the device of whoever cannot read it.
#[utoipa::path(
    post,
    path = "/api/identity/captcha",
    tag = "identity",
    responses((status = 200, description = "验证码，仅限本次登录使用一次。 The captcha. It is good in this session, and once.", body = CaptchaView)),
    security(("session" = []), ("bearer" = []))
)]
#[expect(dead_code, reason = "carries the description of a handler")]
const fn draw_captcha() {}

/// 向实名认证的手机号码发送短信验证码。 Sends a code to the verified mobile number.
#[utoipa::path(
    post,
    path = "/api/identity/codes",
    tag = "identity",
    params(
        ("Idempotency-Key" = String, Header),
    ),
    request_body = CodesBody,
    responses((status = 200, description = "已发送，或可能已发出。 It was sent, or may be on its way.", body = CodeView)),
    security(("session" = []), ("bearer" = []))
)]
#[expect(dead_code, reason = "carries the description of a handler")]
const fn send_code() {}

/// 输入短信验证码，须与获取时为同一登录。 Enters the code, in the session that has asked for it.
#[utoipa::path(
    post,
    path = "/api/identity/verification",
    tag = "identity",
    request_body = VerificationBody,
    responses((status = 200, description = "已验证，限时内可以提交申请。 Verified: the session may file until the instant shown.", body = VerificationView)),
    security(("session" = []), ("bearer" = []))
)]
#[expect(dead_code, reason = "carries the description of a handler")]
const fn enter_code() {}
