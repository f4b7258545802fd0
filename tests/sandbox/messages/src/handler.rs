//! `POST /messages` as a real gateway has it; `/sandbox/gateways/{gateway}/script` to direct the play, or to see how it is directed;
//! `GET /sandbox/inbox` and `…/{telephone}` to read what has arrived: a page for browsers, JSON for programs.

use bytes::Bytes;
use domain::instant;
use domain::person::Telephone;
use edge::{Body, Code, Context, IdempotencyKey, Problem, bearer, read_json, read_optional_json, segments};
use http::{Method, Request, Response, StatusCode};
use serde::Deserialize;
use serde_json::json;
use store::KeyValue;

use crate::inbox::{self, Message};
use crate::page;
use crate::script::Script;
use crate::stage::Stage;

/// The gateway that sends a message once however often it is handed over.
const HONOURING: &str = "honouring";

/// The contract between this service and every gateway: `shared/edge/src/messages.rs` asks like this.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MessageBody {
    to: String,
    text: String,
}

/// Answers a request.
///
/// # Errors
///
/// Returns the problem to answer with.
pub async fn handle<K: KeyValue>(
    mut request: Request<Body>,
    cx: &Context<'_, K>,
    stage: &impl Stage,
) -> Result<Response<Bytes>, Problem> {
    let nothing = || Problem::new(Code::NoSuchResource);
    let gateway = cx.variable("gateway").unwrap_or_default();
    if cx.variable("sandbox") != Some("true") {
        return Err(nothing());
    }
    let path = request.uri().path().to_owned();
    match (segments(&path).as_slice(), request.method()) {
        (["messages"], &Method::POST) => take(request, cx, gateway, stage).await,
        (["sandbox", "gateways", name, "messages"], &Method::POST) if *name == gateway => {
            take(request, cx, gateway, stage).await
        }
        (["sandbox", "gateways", name, "script"], &Method::PUT) if *name == gateway => {
            cx.enter("/sandbox/gateways/{gateway}/script");
            cx.same_origin(request.headers())?;
            let script: Script = read_optional_json(&mut request).await?;
            let script = serde_json::to_vec(&script).map_err(Problem::fault)?;
            stage.keep(&script_of(gateway), &script).await;
            Ok(edge::empty(StatusCode::NO_CONTENT))
        }
        (["sandbox", "gateways", name, "script"], &Method::GET) if *name == gateway => {
            cx.enter("/sandbox/gateways/{gateway}/script");
            edge::json(StatusCode::OK, &script(gateway, stage).await)
        }
        (["sandbox", "inbox"] | ["sandbox", "inbox", ""], &Method::GET) => {
            cx.enter("/sandbox/inbox");
            let telephones = inbox::telephones(stage).await;
            if pages::wants_page(request.headers()) {
                return page::telephones(cx.locale, stage, telephones).await;
            }
            edge::json(StatusCode::OK, &json!({ "telephones": telephones }))
        }
        (["sandbox", "inbox", telephone], &Method::GET) => {
            cx.enter("/sandbox/inbox/{telephone}");
            let telephone: Telephone = telephone.parse().map_err(|_| nothing())?;
            let messages = inbox::read(stage, telephone.as_str()).await;
            if pages::wants_page(request.headers()) {
                return page::telephone(cx.locale, telephone.as_str(), messages);
            }
            edge::json(StatusCode::OK, &json!({ "messages": messages }))
        }
        _ => Err(nothing()),
    }
}

/// Takes a message for delivery.
async fn take<K: KeyValue>(
    mut request: Request<Body>,
    cx: &Context<'_, K>,
    gateway: &str,
    stage: &impl Stage,
) -> Result<Response<Bytes>, Problem> {
    cx.enter("/messages");
    let secret = cx.variable(edge::SMS_SECRET);
    if bearer(request.headers())?.is_none_or(|given| Some(given) != secret) {
        return Ok(edge::empty(StatusCode::UNAUTHORIZED));
    }
    let key = IdempotencyKey::of(request.headers())?;
    let MessageBody { to, text } = read_json(&mut request).await?;
    let Ok(to) = to.parse::<Telephone>() else {
        return Ok(edge::empty(StatusCode::UNPROCESSABLE_ENTITY));
    };
    let script = script(gateway, stage).await;

    let mut id = format!("{gateway}-{}", key.as_str());
    if script.status.is_none() || script.delivers {
        let seen = stage.count(&format!("sandbox/gateways/{gateway}/keys/{}", key.as_str()), 1).await;
        if seen == 1 || gateway != HONOURING {
            let message = Message { at: instant::format(cx.now), gateway: gateway.to_owned(), text };
            inbox::deliver(stage, to.as_str(), &message).await;
        }
        if gateway != HONOURING {
            id = format!("{id}-{seen}");
        }
    }
    if 0 < script.delay_ms {
        stage.wait(script.delay_ms).await;
    }
    let status = script.status.map_or(Ok(StatusCode::OK), StatusCode::from_u16);
    let status = status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    match script.answer {
        Some(text) => {
            let mut response = Response::new(Bytes::from(text));
            *response.status_mut() = status;
            Ok(response)
        }
        None if status.is_success() => edge::json(status, &json!({ "id": id })),
        None => Ok(edge::empty(status)),
    }
}

/// Returns how a gateway is directed.
async fn script(gateway: &str, stage: &impl Stage) -> Script {
    let script = stage.get(&script_of(gateway)).await.unwrap_or_default();
    serde_json::from_slice(&script).unwrap_or_default()
}

fn script_of(gateway: &str) -> String {
    format!("sandbox/gateways/{gateway}/script")
}

#[cfg(test)]
mod tests;
