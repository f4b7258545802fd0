//! Short messages to people's telephones, by way of a gateway. What is sent when, and whether again, is for the caller.

use std::time::Duration;

use bytes::Bytes;
use domain::id::EffectId;
use domain::person::Telephone;
use http::header::{AUTHORIZATION, CONTENT_TYPE};
use http::{Request, StatusCode};
use serde::{Deserialize, Serialize};
use store::KeyValue;

use crate::context::Context;
use crate::outside::Unanswered;

#[cfg(test)]
mod contract;

/// The variable with the origin of the gateway, such as `https://sms.example`. It has no path, since a manifest allows
/// origins.
pub const SMS_URL: &str = "sms_url";

/// The variable with the secret that the gateway knows this service by.
pub const SMS_SECRET: &str = "sms_secret";

/// Somebody waits for their code meanwhile.
const TIME_MAX: Duration = Duration::from_secs(10);

/// An id, and whatever else a gateway likes to say.
const ANSWER_BYTES_MAX: usize = 16 * 1024;

/// 短信。 A message. The number travels in the body: an address would be logged on the way.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
pub(crate) struct MessageBody<'a> {
    /// 手机号码，11 位。 The mobile number, 11 digits.
    #[cfg_attr(test, schema(example = "13800000000"))]
    to: &'a str,
    /// 内容。 The text.
    text: &'a str,
}

/// 网关已受理。 The gateway has taken the message.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
pub(crate) struct TakenView {
    /// 网关的编号。 What the gateway calls it.
    id: String,
}

/// The gateway has taken a message. Whether it arrives is not known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sent {
    /// What the gateway calls it.
    pub id: String,
}

/// A message was not, or perhaps not, handed over. It names nothing that was sent or received.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unsent {
    /// The gateway was not reached, or says that it has not taken it. It will not arrive.
    #[error("not taken: {0}")]
    NotTaken(Reason),
    /// It may have been taken, or not.
    #[error("unknown: {0}")]
    Unknown(Reason),
}

/// Why, for operators.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Reason {
    /// There was no answer.
    #[error("{0}")]
    Unanswered(Unanswered),
    /// This was the answer's status.
    #[error("status {0}")]
    Status(u16),
    /// The answer was not as agreed.
    #[error("the answer is not as agreed")]
    Answer,
    /// It could not be asked.
    #[error("sms_url is no address")]
    Address,
}

/// Hands one message over, once. `key` is drawn for the message, and not for the attempt: a gateway that honours keys sends it
/// once however often it is handed over.
///
/// # Errors
///
/// Returns whether it certainly was not handed over, or nobody can tell.
pub async fn send_message<K: KeyValue>(
    cx: &Context<'_, K>,
    to: &Telephone,
    text: &str,
    key: EffectId,
) -> Result<Sent, Unsent> {
    let variable = |name| cx.variable(name).unwrap_or_default();
    let body = serde_json::to_vec(&MessageBody { to: to.as_str(), text });
    let body = body.map_err(|_| Unsent::NotTaken(Reason::Answer))?;
    let request = Request::post(format!("{}/messages", variable(SMS_URL)))
        .header(CONTENT_TYPE, "application/json")
        .header(AUTHORIZATION, format!("Bearer {}", variable(SMS_SECRET)))
        .header("idempotency-key", key.to_string())
        .header("correlation-id", cx.correlation.as_str())
        .body(Bytes::from(body))
        .map_err(|_| Unsent::NotTaken(Reason::Address))?;
    match cx.outside().call(request, ANSWER_BYTES_MAX, TIME_MAX).await {
        Ok((status, body)) => read(status, &body),
        Err(reason @ Unanswered::Unconnected) => Err(Unsent::NotTaken(Reason::Unanswered(reason))),
        Err(reason @ (Unanswered::Unreachable | Unanswered::TooSlow | Unanswered::TooLarge)) => {
            Err(Unsent::Unknown(Reason::Unanswered(reason)))
        }
    }
}

fn read(status: StatusCode, body: &[u8]) -> Result<Sent, Unsent> {
    let reason = Reason::Status(status.as_u16());
    match status {
        // Somebody on the way may have answered in the gateway's place: it has taken what it has given an id.
        status if status.is_success() => serde_json::from_slice(body)
            .map(|TakenView { id }| Sent { id })
            .map_err(|_| Unsent::Unknown(Reason::Answer)),
        // It stopped waiting, or is at work on the same key.
        StatusCode::REQUEST_TIMEOUT | StatusCode::CONFLICT => Err(Unsent::Unknown(reason)),
        // By the contract it says 503 only of what it has not taken.
        status if status.is_client_error() || status == StatusCode::SERVICE_UNAVAILABLE => {
            Err(Unsent::NotTaken(reason))
        }
        _ => Err(Unsent::Unknown(reason)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn read_as(status: u16, body: &str, expected: Result<&str, bool>) {
        let read = read(StatusCode::from_u16(status).unwrap(), body.as_bytes());
        let read = read.map(|sent| sent.id).map_err(|unsent| matches!(unsent, Unsent::NotTaken(_)));
        assert_eq!(read.as_deref().map_err(|is_certain| *is_certain), expected, "{status} {body}");
    }

    #[test]
    fn what_the_gateway_has_given_an_id_is_sent() {
        read_as(200, r#"{"id":"m-1"}"#, Ok("m-1"));
        read_as(202, r#"{"id":"m-1","parts":2}"#, Ok("m-1"));
    }

    #[test]
    fn a_gateway_that_refuses_or_is_out_of_service_has_certainly_not_taken_it() {
        for status in [400, 401, 404, 422, 429, 503] {
            read_as(status, "", Err(true));
        }
    }

    #[test]
    fn everything_else_may_have_been_taken() {
        for status in [100, 302, 408, 409, 500, 502, 504] {
            read_as(status, r#"{"id":"m-1"}"#, Err(false));
        }
        for body in ["", "{}", "<html>", r#"{"id":1}"#] {
            read_as(200, body, Err(false));
        }
    }

    #[test]
    fn why_a_message_was_not_sent_names_nothing_that_was_in_it() {
        assert_eq!(Unsent::NotTaken(Reason::Status(503)).to_string(), "not taken: status 503");
        let slow = Unsent::Unknown(Reason::Unanswered(Unanswered::TooSlow));
        assert_eq!(slow.to_string(), "unknown: too slow");
    }
}
