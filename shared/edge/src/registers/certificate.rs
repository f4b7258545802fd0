//! The register of electronic certificates (电子证照): asked for the picture of one, which is handed on as it arrives.

use domain::account::VerifiedIdentity;
use domain::slug::CertificateId;
use http::StatusCode;
use store::KeyValue;

use super::{Lookup, REGISTER_TIME_MAX, question};
use crate::body::Body;
use crate::context::Context;
use crate::problem::{Code, Problem};

/// What this register is called beside those of [`domain::check::Register`], whose answers are compared.
const CERTIFICATES: &str = "certificates";

/// Asks for a certificate of `applicant`, and returns the picture before it has arrived. Its time and its size are the caller's
/// to limit.
///
/// # Errors
///
/// Returns a problem if there is no such certificate, or if the register cannot be asked.
pub async fn obtain_certificate<K: KeyValue>(
    cx: &Context<'_, K>,
    applicant: &VerifiedIdentity,
    certificate: &CertificateId,
) -> Result<Body, Problem> {
    let VerifiedIdentity { name, document, telephone: _ } = applicant;
    let lookup = Lookup { certificate: Some(certificate.as_str()), ..Lookup::of(name, document) };
    let unavailable = |reason: String| Problem::because(Code::CertificateUnavailable, reason);
    let request = question(cx, CERTIFICATES, &lookup).map_err(unavailable)?;
    let answer = cx.outside().open(request, REGISTER_TIME_MAX).await;
    let answer = answer.map_err(|reason| unavailable(reason.to_string()))?;
    match answer.status() {
        StatusCode::OK => Ok(answer.into_body()),
        StatusCode::NO_CONTENT => Err(Problem::new(Code::CertificateNotFound)),
        // Also a 404, which may come from a wrong address: "no such certificate" is said, never guessed.
        status => Err(unavailable(format!("status {}", status.as_u16()))),
    }
}
