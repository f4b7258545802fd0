//! Calls that only the deployment itself makes: the scheduler and the operator.

use http::HeaderMap;
use store::KeyValue;

use crate::context::Context;
use crate::problem::{Code, Problem};
use crate::security::{Secrets, bearer};

/// The variable that holds the accepted secrets: one, or two while they are exchanged.
pub const OPERATOR_SECRETS: &str = "sweep_secrets";

/// Lets a call through that carries one of the operator's secrets.
///
/// # Errors
///
/// To everybody else there is nothing at this address.
pub fn admit_operator<K: KeyValue>(cx: &Context<'_, K>, headers: &HeaderMap) -> Result<(), Problem> {
    let nothing_here = || Problem::new(Code::NoSuchResource);
    let given = bearer(headers).ok().flatten().ok_or_else(nothing_here)?;
    let secrets = Secrets::parse(cx.variable(OPERATOR_SECRETS).unwrap_or_default());
    if secrets.accept(given) { Ok(()) } else { Err(nothing_here()) }
}
