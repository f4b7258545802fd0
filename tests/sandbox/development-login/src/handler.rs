//! `POST /sandbox/login`: opens a session for whoever one says one is.

use bytes::Bytes;
use domain::actor::{Actor, Role};
use domain::digest::Digest;
use domain::id::AccountId;
use domain::region::Region;
use edge::{Body, Code, Context, Fields, NewSession, Problem, read_optional_json, segments};
use http::header::SET_COOKIE;
use http::{Method, Request, Response, StatusCode};
use serde::{Deserialize, Serialize};
use store::{KeyValue, StoreFault};

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
    let actor = body.actor(cx)?;
    let opened = cx.open_session(actor).await?;
    render(opened)
}

impl LoginBody {
    fn actor<K: KeyValue>(&self, cx: &Context<'_, K>) -> Result<Actor, Problem> {
        let mut fields = Fields::default();
        // The city of the only programme that the sandbox brings.
        let region = self.region.as_deref().unwrap_or("440300");
        let region: Option<Region> = fields.check("/region", region.parse());
        fields.finish()?;
        let id = match &self.account {
            None => AccountId::from_u128(cx.store().entropy().draw_id().map_err(StoreFault::from)?),
            Some(Person::Number(number)) => invented(&number.to_string()),
            Some(Person::Name(name)) => invented(name),
        };
        let staff = |role| region.map(|region| Actor::Staff { id, role, region });
        let actor = match self.role {
            RoleName::Candidate => Some(Actor::Candidate(id)),
            RoleName::Reviewer => staff(Role::Reviewer),
            RoleName::IdentityReviewer => staff(Role::IdentityReviewer),
            RoleName::ServiceAgent => staff(Role::ServiceAgent),
            RoleName::Administrator => staff(Role::Administrator),
        };
        actor.ok_or_else(|| Problem::new(Code::NotPermitted))
    }
}

/// Returns the account of an invented person: always the same for the same name.
fn invented(name: &str) -> AccountId {
    let digest = Digest::of_parts(&[b"invented person 1", name.as_bytes()]);
    let [head @ .., _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _] = *digest.as_bytes();
    AccountId::from_u128(u128::from_be_bytes(head))
}

fn render(opened: NewSession) -> Result<Response<Bytes>, Problem> {
    let cookie = opened.cookie()?;
    let account = opened.session.actor.account().map(|id| id.to_string()).unwrap_or_default();
    let ends = domain::instant::format(opened.session.ends);
    let response = edge::json(StatusCode::OK, &LoginView { account, token: opened.token, ends })?;
    Ok(edge::with_header(response, SET_COOKIE, cookie))
}

#[cfg(test)]
mod tests;
