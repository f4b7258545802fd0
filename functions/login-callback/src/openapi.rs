//! The description of this component's part of the interface. Native builds only.

use utoipa::OpenApi as _;
use utoipa::openapi::OpenApi;

use crate::wire::SessionView;

#[derive(utoipa::OpenApi)]
#[openapi(paths(log_in, finish_login, show_session, log_out), components(schemas(SessionView)))]
struct Description;

/// Returns the description, without what all components have in common.
pub fn description() -> OpenApi {
    Description::openapi()
}

/// 登录：浏览器转到统一身份认证平台或工作人员的认证平台。 Sends the browser to the provider of candidates or of staff.
#[utoipa::path(
    get,
    path = "/auth/login",
    tag = "sessions",
    params(
        ("realm" = Option<String>, Query, description = "candidate（默认）或 staff。 `candidate` by default, or `staff`."),
        ("return" = Option<String>, Query, description = "登录后回到的地址，须在部署的清单中。 Where to go \
            afterwards: an address that the deployment lists."),
    ),
    responses((
        status = 303,
        description = "转到认证平台。 To the provider.",
        headers(("Location" = String, description = "认证平台的地址。 Where the provider is."))
    ))
)]
#[expect(dead_code, reason = "carries the description of a handler")]
const fn log_in() {}

/// 登录回调，由认证平台转回。 The identity provider sends the browser back.
#[utoipa::path(
    get,
    path = "/auth/callback",
    tag = "sessions",
    params(
        ("code" = Option<String>, Query, description = "授权码。 The code."),
        ("state" = String, Query, description = "与登录时一致。 As it was sent."),
    ),
    responses((
        status = 303,
        description = "已登录，并设置 Cookie。 Logged in; the cookie is set.",
        headers(("Location" = String, description = "登录时所要的地址。 The address that was asked for."))
    ))
)]
#[expect(dead_code, reason = "carries the description of a handler")]
const fn finish_login() {}

/// 当前登录。 Who is logged in.
#[utoipa::path(
    get,
    path = "/auth/session",
    tag = "sessions",
    responses((status = 200, description = "当前登录。 The session.", body = SessionView)),
    security(("session" = []), ("bearer" = []))
)]
#[expect(dead_code, reason = "carries the description of a handler")]
const fn show_session() {}

/// 退出登录。 Logs out.
#[utoipa::path(
    delete,
    path = "/auth/session",
    tag = "sessions",
    responses((status = 204, description = "已退出。 Logged out.")),
    security(("session" = []), ("bearer" = []))
)]
#[expect(dead_code, reason = "carries the description of a handler")]
const fn log_out() {}
