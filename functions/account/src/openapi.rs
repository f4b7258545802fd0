//! The description of this component's part of the interface. Native builds only.

use edge::{Code, SessionView};
use utoipa::OpenApi as _;
use utoipa::openapi::OpenApi;

use crate::wire::{LogInBody, PasswordBody};

#[derive(utoipa::OpenApi)]
#[openapi(paths(log_in_by_password, set_password), components(schemas(LogInBody, PasswordBody, SessionView)))]
struct Description;

/// What either operation can be refused with, besides what follows from its body.
const BOTH: &[Code] = &[
    Code::MalformedHeader,
    Code::OriginRefused,
    Code::UnknownProgramme,
    Code::NoPasswordLogin,
    Code::PasswordRefused,
    Code::Contended,
    Code::OutcomeUnknown,
];

/// What each operation can be refused with, besides what follows from its parameters and its body.
pub const REFUSALS: &[(&str, &[Code])] = &[
    ("log_in_by_password", BOTH),
    ("log_in_by_password", &[Code::PasswordChangeRequired]),
    ("set_password", BOTH),
];

/// Returns the description, without what all components have in common.
pub fn description() -> OpenApi {
    Description::openapi()
}

/// 用证件号码和密码登录，仅限允许此种方式的项目；浏览器须带 Origin。登录仅限该项目。首次登录的密码（报名时填写的电子邮箱）只能用来设置自己的密码。
/// Logs in by number and password, where the programme has that, for that programme alone; needs the `Origin` that browsers send. The
/// first password, the e-mail address of the registration, is good for nothing but setting one of one's own.
#[utoipa::path(
    post,
    path = "/api/account/sessions",
    tag = "sessions",
    request_body = LogInBody,
    responses((
        status = 201,
        description = "已登录，并设置 Cookie。 Logged in; the cookie is set.",
        body = SessionView,
        headers(("Location" = String, description = "当前登录的地址。 Where the session is."))
    ))
)]
#[expect(dead_code, reason = "carries the description of a handler")]
const fn log_in_by_password() {}

/// 设置自己的密码，以首次登录的密码或现在的密码证明身份；浏览器须带 Origin。设置后即已登录，此前用密码的登录全部结束。重复提交与首次结果相同。
/// Sets a password of one's own, for whoever knows the first or the present one; needs the `Origin` that browsers send. It logs in, and
/// ends whatever was opened by a password before. A repeat is answered as the first time.
#[utoipa::path(
    put,
    path = "/api/account/password",
    tag = "sessions",
    request_body = PasswordBody,
    responses((status = 200, description = "已设置并登录，Cookie 已设置。 It is set; the cookie is set, too.", body = SessionView))
)]
#[expect(dead_code, reason = "carries the description of a handler")]
const fn set_password() {}
