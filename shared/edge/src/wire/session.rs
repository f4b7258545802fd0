//! Who is logged in.

use domain::actor::Actor;
use domain::instant;
use serde::Serialize;

use crate::session::Session;

/// 当前登录。 Who is logged in.
#[derive(Debug, Serialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct SessionView {
    /// 账号。 The account.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(not(target_family = "wasm"), schema(example = "acct_06A1B2C3D4E5F6G7H8J9K0M1N2"))]
    account: Option<String>,
    /// 身份：candidate、reviewer、identity-reviewer、service-agent 或 administrator。 What they act as.
    #[cfg_attr(not(target_family = "wasm"), schema(example = "candidate"))]
    role: &'static str,
    /// 工作人员的辖区。 The region that a member of staff works for.
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<String>,
    /// 用密码登录的，仅限办理此项目。 The programme that it is for alone, if it was opened by a password.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(not(target_family = "wasm"), schema(example = "interview-review"))]
    programme: Option<String>,
    /// 到期时间；继续使用则顺延。 When the session ends unless it is used before.
    #[cfg_attr(not(target_family = "wasm"), schema(format = DateTime))]
    ends: String,
}

impl SessionView {
    /// Returns what is shown of `session`.
    pub fn new(session: &Session) -> Self {
        let (role, region) = match &session.actor {
            Actor::Candidate(_) => ("candidate", None),
            Actor::Staff { role, region, id: _ } => (role.name(), Some(region.to_string())),
            Actor::Portal => ("portal", None),
            Actor::System => ("system", None),
            Actor::Operator => ("operator", None),
        };
        Self {
            account: session.actor.account().map(|account| account.to_string()),
            role,
            region,
            programme: session.programme.as_ref().map(ToString::to_string),
            ends: instant::format(session.ends),
        }
    }
}
