//! What clients are shown.

use chrono::{DateTime, Utc};
use domain::id::SessionId;
use domain::instant;
use edge::{NewSession, Session, TextView};
use serde::Serialize;

use crate::portals::{Portal, Portals};

/// 本人的全部登录，最近登录的在前。 What the caller has open, the last that was opened first.
#[derive(Serialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub(crate) struct SessionsView {
    sessions: Vec<OpenSessionView>,
}

/// 本人的一次登录。 A session of the caller's.
// As what it was opened is not shown: a portal need not know that its candidate is staff.
#[derive(Serialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub(crate) struct OpenSessionView {
    /// 编号，用于结束该登录；不能用来登录。 Names it, and opens nothing.
    #[cfg_attr(not(target_family = "wasm"), schema(example = "sess_06A1B2C3D4E5F6G7H8J9K0M1N2"))]
    session: String,
    /// 是否为当前登录。 Whether it is the one at hand.
    current: bool,
    /// 登录时间。 When it began.
    #[cfg_attr(not(target_family = "wasm"), schema(format = DateTime))]
    began: String,
    /// 最近一次使用，误差不超过三分钟。 When it was last used, to within three minutes.
    #[cfg_attr(not(target_family = "wasm"), schema(format = DateTime))]
    used: String,
    /// 到期时间；继续使用则顺延。 When it ends unless it is used before.
    #[cfg_attr(not(target_family = "wasm"), schema(format = DateTime))]
    ends: String,
    /// 经由哪个门户登录。 The id of the portal that it was opened through, if it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(not(target_family = "wasm"), schema(example = "city-hall"))]
    portal: Option<String>,
    /// 门户名称，门户已不再登记的除外。 What this portal is called, as long as it is registered.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(not(target_family = "wasm"), schema(nullable = false))]
    portal_name: Option<TextView>,
    /// 用密码登录的，仅限此项目。 The programme that it is for alone, if it was opened by a password.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(not(target_family = "wasm"), schema(example = "interview-review"))]
    programme: Option<String>,
}

impl SessionsView {
    pub(crate) fn new(open: &[Session], at_hand: SessionId, portals: &Portals) -> Self {
        let named = |session: &Session| Some(TextView::from(&portals.find(session.portal.as_deref()?)?.name));
        let shown = |session: &Session| OpenSessionView {
            session: session.id.to_string(),
            current: session.id == at_hand,
            began: instant::format(session.opened),
            used: instant::format(session.used),
            ends: instant::format(session.ends),
            portal: session.portal.clone(),
            portal_name: named(session),
            programme: session.programme.as_ref().map(ToString::to_string),
        };
        Self { sessions: open.iter().map(shown).collect() }
    }
}

/// 已结束的其他登录。 What was ended elsewhere.
#[derive(Serialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub(crate) struct EndedView {
    /// 结束了几个登录。 How many sessions.
    pub(crate) ended: usize,
}

/// 请求代办的门户，供同意页显示。 A portal that asks for somebody's consent, as the page shows it that asks them.
#[derive(Serialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub(crate) struct PortalView {
    /// 登记的编号。 Its id.
    #[cfg_attr(not(target_family = "wasm"), schema(example = "city-hall"))]
    id: String,
    /// 名称。 What it is called.
    name: TextView,
    /// 各返回地址的源。 The origins of the addresses that browsers go back to.
    #[cfg_attr(not(target_family = "wasm"), schema(example = json!(["https://portal.example"])))]
    origins: Vec<String>,
}

impl From<&Portal> for PortalView {
    fn from(portal: &Portal) -> Self {
        Self { id: portal.id.clone(), name: TextView::from(&portal.name), origins: portal.origins() }
    }
}

/// 门户的访问令牌（RFC 6749 第 5.1 节）。 The token of a portal.
#[derive(Serialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub(crate) struct TokenView {
    /// 令牌，置于 Authorization: Bearer 之后。 Goes behind `Authorization: Bearer`.
    access_token: String,
    /// 始终为 Bearer。 Always `Bearer`.
    #[cfg_attr(not(target_family = "wasm"), schema(example = "Bearer"))]
    token_type: &'static str,
    /// 有效秒数；继续使用则顺延，但自登录起不超过十二小时。 For how many seconds it is good; using it prolongs it, up to twelve hours
    /// after the login.
    #[cfg_attr(not(target_family = "wasm"), schema(example = 1800))]
    expires_in: i64,
}

impl TokenView {
    pub(crate) fn new(opened: &NewSession, now: DateTime<Utc>) -> Self {
        let expires_in = (opened.session.ends - now).num_seconds();
        Self { access_token: opened.token.clone(), token_type: "Bearer", expires_in }
    }
}
