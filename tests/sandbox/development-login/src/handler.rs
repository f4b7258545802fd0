//! `POST /sandbox/login`: opens a session for whoever one says one is.

use bytes::Bytes;
use domain::actor::{Actor, Role};
use domain::id::AccountId;
use domain::region::Region;
use edge::{
    Body, Code, Context, Fields, NewSession, Problem, identity_of, read_optional_json, retry, segments,
};
use http::header::SET_COOKIE;
use http::{Method, Request, Response, StatusCode};
use serde::{Deserialize, Serialize};
use store::{KeyValue, StoreFault};

use crate::account;

const ROUTE: &str = "/sandbox/login";

/// Who to be. Everything may be left out: a new candidate, then.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct LoginBody {
    /// An invented person, by number or by name. Equal ones are the same person.
    account: Option<Person>,
    #[serde(default)]
    role: RoleName,
    /// The region that staff work for.
    region: Option<String>,
    /// Whether the telephone counts as verified already.
    #[serde(default)]
    verified: bool,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Person {
    Number(u32),
    Name(String),
}

#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum RoleName {
    #[default]
    Candidate,
    Reviewer,
    IdentityReviewer,
    ServiceAgent,
    Administrator,
}

#[derive(Serialize)]
struct LoginView {
    account: String,
    /// Where codes are sent to: they are read at `/sandbox/inbox/{telephone}`.
    telephone: String,
    /// For `Authorization: Bearer`. The cookie holds the same.
    token: String,
    ends: String,
}

/// Answers a request.
///
/// # Errors
///
/// Returns the problem to answer with.
pub async fn handle<K: KeyValue>(
    mut request: Request<Body>,
    cx: &Context<'_, K>,
) -> Result<Response<Bytes>, Problem> {
    if cx.variable("sandbox") != Some("true") || segments(request.uri().path()) != ["sandbox", "login"] {
        return Err(Problem::new(Code::NoSuchResource));
    }
    cx.enter(ROUTE);
    if request.method() != Method::POST {
        return Err(Problem::method_not_allowed("POST"));
    }
    cx.same_origin(request.headers())?;
    let body: LoginBody = read_optional_json(&mut request).await?;
    let region = body.region()?;
    let name = body.name(cx)?;
    let id = retry(async || account::of(cx, &name).await).await?;
    let actor = body.actor(id, region);
    let telephone = identity_of(cx, id).await?.telephone.map(String::from).unwrap_or_default();
    let opened = cx.open_session(actor).await?;
    if body.verified {
        cx.verify_session(&opened.session, cx.now).await?;
    }
    render(opened, telephone)
}

impl LoginBody {
    fn region(&self) -> Result<Region, Problem> {
        let mut fields = Fields::default();
        // The city of the only programme that the sandbox brings.
        let region = self.region.as_deref().unwrap_or("440300");
        let region = fields.check("/region", region.parse());
        fields.finish()?;
        region.ok_or_else(|| Problem::new(Code::NotPermitted))
    }

    /// Returns what the person is called in here. Whoever says nothing is somebody new.
    fn name<K: KeyValue>(&self, cx: &Context<'_, K>) -> Result<String, Problem> {
        Ok(match &self.account {
            None => format!("{:032x}", cx.store().entropy().draw_id().map_err(StoreFault::from)?),
            Some(Person::Number(number)) => number.to_string(),
            Some(Person::Name(name)) => name.clone(),
        })
    }

    fn actor(&self, id: AccountId, region: Region) -> Actor {
        let staff = |role| Actor::Staff { id, role, region };
        match self.role {
            RoleName::Candidate => Actor::Candidate(id),
            RoleName::Reviewer => staff(Role::Reviewer),
            RoleName::IdentityReviewer => staff(Role::IdentityReviewer),
            RoleName::ServiceAgent => staff(Role::ServiceAgent),
            RoleName::Administrator => staff(Role::Administrator),
        }
    }
}

fn render(opened: NewSession, telephone: String) -> Result<Response<Bytes>, Problem> {
    let cookie = opened.cookie()?;
    let account = opened.session.actor.account().map(|id| id.to_string()).unwrap_or_default();
    let ends = domain::instant::format(opened.session.ends);
    let response = edge::json(StatusCode::OK, &LoginView { account, telephone, token: opened.token, ends })?;
    Ok(edge::with_header(response, SET_COOKIE, cookie))
}

#[cfg(test)]
mod tests;
