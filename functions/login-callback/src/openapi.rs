//! The description of this component's part of the interface. Native builds only.

use edge::{Code, ProblemDocument, SessionView};
use utoipa::OpenApi as _;
use utoipa::openapi::OpenApi;

use crate::wire::{EndedView, OpenSessionView, PortalView, SessionsView, TokenView};

#[derive(utoipa::OpenApi)]
#[openapi(
    paths(
        log_in,
        finish_login,
        show_session,
        log_out,
        list_sessions,
        end_session,
        end_other_sessions,
        authorize,
        answer_portal,
        show_portal,
        exchange_code
    ),
    components(schemas(
        AnswerForm,
        EndedView,
        OpenSessionView,
        PortalView,
        SessionView,
        SessionsView,
        TokenForm,
        TokenView
    ))
)]
struct Description;

/// What each operation can be refused with, besides what follows from its parameters and its body.
pub const REFUSALS: &[(&str, &[Code])] = &[
    ("log_in", &[Code::InvalidFields, Code::ProviderUnavailable]),
    (
        "finish_login",
        &[
            Code::MalformedHeader,
            Code::AmbiguousCredentials,
            Code::LoginExpired,
            Code::LoginRefused,
            Code::LoginFailed,
            Code::LegalPersonLogin,
            Code::IdentityIncomplete,
            Code::NotPermitted,
            Code::Contended,
            Code::ProviderUnavailable,
            Code::OutcomeUnknown,
        ],
    ),
    ("show_session", &[]),
    ("log_out", &[]),
    ("list_sessions", &[]),
    ("end_session", &[Code::LoginTooOld]),
    ("end_other_sessions", &[Code::LoginTooOld]),
    ("authorize", &[Code::UnknownPortal]),
    (
        "answer_portal",
        &[
            Code::BodyIncomplete,
            Code::MalformedHeader,
            Code::UnknownPortal,
            Code::OriginRefused,
            Code::BodyTooSlow,
            Code::BodyTooLarge,
        ],
    ),
    ("show_portal", &[Code::UnknownPortal]),
    (
        "exchange_code",
        &[
            Code::BodyIncomplete,
            Code::MalformedHeader,
            Code::InvalidRequest,
            Code::InvalidGrant,
            Code::UnsupportedGrantType,
            Code::InvalidClient,
            Code::BodyTooSlow,
            Code::Contended,
            Code::BodyTooLarge,
            Code::OutcomeUnknown,
        ],
    ),
];

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
        description = "已登录，并设置 Cookie；为门户登录的，不设 Cookie，授权码交给门户。 Logged in; the cookie is set, or the portal \
            that has asked is given a code and the browser nothing.",
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

/// 本人的全部登录，包括在其他设备上和经由门户的登录。 Where the caller is logged in, on other devices and through portals, too.
#[utoipa::path(
    get,
    path = "/auth/sessions",
    tag = "sessions",
    responses((status = 200, description = "本人的全部登录。 The sessions.", body = SessionsView)),
    security(("session" = []), ("bearer" = []))
)]
#[expect(dead_code, reason = "carries the description of a handler")]
const fn list_sessions() {}

/// 结束本人的某一次登录。须在十分钟内登录过或输入过短信验证码；结束当前登录即退出，不受此限。 Ends a session of the caller's, who has to have
/// logged in or entered a code by SMS within ten minutes. Of the session at hand it logs out, whenever that was.
#[utoipa::path(
    delete,
    path = "/auth/sessions/{session}",
    tag = "sessions",
    params(("session" = String, Path, description = "登录编号。 The id of the session.")),
    responses((status = 204, description = "已结束。 It has ended.")),
    security(("session" = []), ("bearer" = []))
)]
#[expect(dead_code, reason = "carries the description of a handler")]
const fn end_session() {}

/// 结束本人的其他全部登录，当前登录除外。须在十分钟内登录过或输入过短信验证码。 Ends all sessions of the caller's but the one at hand. They
/// have to have logged in or entered a code by SMS within ten minutes.
#[utoipa::path(
    delete,
    path = "/auth/sessions",
    tag = "sessions",
    responses((status = 200, description = "已结束。 They have ended.", body = EndedView)),
    security(("session" = []), ("bearer" = []))
)]
#[expect(dead_code, reason = "carries the description of a handler")]
const fn end_other_sessions() {}

/// 门户：请考生同意并登录，取得授权码（RFC 6749、RFC 7636、RFC 9207）。 A registered portal has a candidate asked, and log in.
#[utoipa::path(
    get,
    path = "/auth/authorize",
    tag = "sessions",
    params(
        ("response_type" = String, Query, description = "`code`。"),
        ("client_id" = String, Query, description = "登记的门户编号。 The id of the portal."),
        ("redirect_uri" = String, Query, description = "登记的返回地址，逐字相同。 One of its addresses, character by character."),
        ("state" = Option<String>, Query, description = "原样返回，至多 1024 字节。 Comes back as it was sent; 1,024 bytes at most."),
        ("code_challenge" = String, Query, description = "code_verifier 的 SHA-256，base64url。 The digest of the verifier."),
        ("code_challenge_method" = String, Query, description = "`S256`。"),
    ),
    responses((
        status = 303,
        description = "转到本服务的同意页。考生同意并登录后，带 code、state、iss 回到门户，授权码一分钟内有效、只能用一次。未成功的，\
            带 error、error_description（有误的参数、本系统的问题代码，或考生不同意时的 declined）、state、iss。iss 是本服务的公开源。 To \
            the page of this service that asks the candidate. Once they have agreed and logged in, to the portal with `code`, `state` \
            and `iss`; the code is good once and for a minute. If there is none, with `error`, `error_description` (the parameter that \
            is wrong, a code of our problems, or `declined` by a candidate who does not agree), `state` and `iss`. `iss` is the public \
            origin of this service.",
        headers(("Location" = String, description = "同意页或门户的地址。 The page, or the portal."))
    ))
)]
#[expect(dead_code, reason = "carries the description of a handler")]
const fn authorize() {}

/// 考生的答复，由同意页发送。 What a candidate answers, as the page sends it that asks them.
#[derive(utoipa::ToSchema)]
#[expect(dead_code, reason = "is the shape of a form that is read parameter by parameter")]
struct AnswerForm {
    /// agree 同意，decline 不同意。 `agree`, or `decline`.
    #[schema(pattern = "^(agree|decline)$")]
    answer: String,
    /// 以下各项与门户所请求的相同。 This and the others are as the portal has sent them.
    #[schema(pattern = "^code$")]
    response_type: String,
    client_id: String,
    redirect_uri: String,
    #[schema(nullable = false)]
    state: Option<String>,
    code_challenge: String,
    #[schema(pattern = "^S256$")]
    code_challenge_method: String,
}

/// 考生对门户的答复；只接受本服务同意页的提交（浏览器须带 Origin）。 The candidate's answer, which is taken from the page of this service
/// alone: it needs the Origin that browsers send.
#[utoipa::path(
    post,
    path = "/auth/authorize",
    tag = "sessions",
    request_body(content = AnswerForm, content_type = "application/x-www-form-urlencoded"),
    responses((
        status = 200,
        description = "自动前往下一页的网页：同意的，前往统一身份认证平台；不同意的，带 error=access_denied 回到门户。 A page that goes on by \
            itself: to the identity platform if they agree, and otherwise to the portal with `error=access_denied`.",
        body = String,
        content_type = "text/html; charset=utf-8",
        headers(("Refresh" = String, description = "0;url=，后接认证平台或门户的地址。 `0;url=`, and the platform or the portal."))
    ))
)]
#[expect(dead_code, reason = "carries the description of a handler")]
const fn answer_portal() {}

/// 请求代办的门户。 A portal, for whoever is asked whether it may act for them.
#[utoipa::path(
    get,
    path = "/auth/portals/{portal}",
    tag = "sessions",
    params(("portal" = String, Path, description = "登记的门户编号。 The id of the portal.")),
    responses((status = 200, description = "门户。 The portal.", body = PortalView))
)]
#[expect(dead_code, reason = "carries the description of a handler")]
const fn show_portal() {}

/// 换取令牌的表单。 What a portal exchanges a code with.
#[derive(utoipa::ToSchema)]
#[expect(dead_code, reason = "is the shape of a form that is read parameter by parameter")]
struct TokenForm {
    /// authorization_code。 Always `authorization_code`.
    #[schema(pattern = "^authorization_code$")]
    grant_type: String,
    /// 授权码。 The code.
    code: String,
    /// 与请求授权码时相同。 As when the code was asked for.
    redirect_uri: String,
    /// code_challenge 的原文，43 至 128 个字符。 What the challenge was made of: 43 to 128 characters.
    #[schema(pattern = "^[A-Za-z0-9._~-]{43,128}$")]
    code_verifier: String,
    /// 门户编号，用 client_secret_post 时。 With `client_secret_post`: the id of the portal.
    #[schema(nullable = false)]
    client_id: Option<String>,
    /// 门户密钥，用 client_secret_post 时。 With `client_secret_post`: its secret.
    #[schema(nullable = false)]
    client_secret: Option<String>,
}

/// 门户：用授权码换取考生的令牌；门户以 client_secret_basic 或 client_secret_post 证明身份。 A portal exchanges a code for the token
/// of the candidate, and proves by its secret which one it is.
#[utoipa::path(
    post,
    path = "/auth/token",
    tag = "sessions",
    request_body(content = TokenForm, content_type = "application/x-www-form-urlencoded"),
    responses(
        (status = 200, description = "令牌。 The token.", body = TokenView),
        (
            status = 400,
            description = "授权码或请求有误，见 error 与 code。 The code or the request is not good.",
            content_type = "application/json",
            body = ProblemDocument
        ),
        (
            status = 401,
            description = "门户身份验证失败。 The portal has not proved which one it is.",
            content_type = "application/json",
            body = ProblemDocument
        )
    )
)]
#[expect(dead_code, reason = "carries the description of a handler")]
const fn exchange_code() {}
