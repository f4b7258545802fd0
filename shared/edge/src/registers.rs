//! The registers, asked side by side about one person. What they say is evidence; what follows from it is decided in
//! `domain`. They are all behind one gateway, which is asked in one way.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use bytes::Bytes;
use domain::case::Filing;
use domain::check::{Answer, Entry, Register};
use domain::identity::IdentityDocument;
use domain::person::PersonName;
use futures::future::join_all;
use http::header::{AUTHORIZATION, CONTENT_TYPE};
use http::{Request, StatusCode};
use serde::{Deserialize, Serialize};
use store::KeyValue;

use crate::context::Context;

mod certificate;
#[cfg(test)]
mod contract;

pub use certificate::obtain_certificate;

/// The variable with the origin of the gateway that all registers are behind, such as `https://registers.example`. It has
/// no path, since a manifest allows origins.
pub const REGISTERS_URL: &str = "registers_url";

/// The variable with the secret that the gateway knows this service by.
pub const REGISTERS_SECRET: &str = "registers_secret";

/// A candidate waits for the answer, and half of the lease on the checks is left for two commits.
pub const REGISTER_TIME_MAX: Duration = Duration::from_secs(10);

/// Every field of the largest entry, many times over.
const ANSWER_BYTES_MAX: usize = 64 * 1024;

/// 查询对象。 Whom a register is asked about. It travels in the body: an address would be logged on the way.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
struct Lookup<'a> {
    /// 姓名。 The name.
    #[cfg_attr(test, schema(example = "王小明"))]
    name: &'a str,
    /// 证件类型。 The kind of identity document.
    #[cfg_attr(test, schema(example = "resident-identity-card"))]
    document_kind: &'a str,
    /// 证件号码。 Its number.
    #[cfg_attr(test, schema(example = "11010519491231002X"))]
    document_number: &'a str,
    /// 所需电子证照，名称见政策；仅电子证照库。 Which certificate is wanted, by its name in policies; of the register of these alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schema(example = "residence-permit"))]
    certificate: Option<&'a str>,
}

impl<'a> Lookup<'a> {
    fn of(name: &'a PersonName, document: &'a IdentityDocument) -> Self {
        let (document_kind, document_number) = (document.kind().name(), document.number());
        Self { name: name.as_str(), document_kind, document_number, certificate: None }
    }
}

/// What a register says.
#[derive(Deserialize)]
struct Said {
    /// Nothing, if it has nobody like that. An answer without this member makes no sense.
    #[serde(deserialize_with = "Option::deserialize")]
    entry: Option<BTreeMap<String, String>>,
}

/// Asks each of `registers` once about the person of `filing`.
pub async fn ask_registers<K: KeyValue>(
    cx: &Context<'_, K>,
    registers: &BTreeSet<Register>,
    filing: &Filing,
) -> BTreeMap<Register, Answer> {
    let asked = registers.iter().map(async |register| {
        let answer = ask(cx, *register, filing).await.unwrap_or_else(|reason| {
            cx.note_fault("register-unavailable", &format!("{}: {reason}", register.name()));
            Answer::Unavailable
        });
        (*register, answer)
    });
    join_all(asked).await.into_iter().collect()
}

/// Returns the answer, or for operators why there is none: without anything that was sent or received.
async fn ask<K: KeyValue>(
    cx: &Context<'_, K>,
    register: Register,
    filing: &Filing,
) -> Result<Answer, String> {
    let request = question(cx, register.name(), &Lookup::of(&filing.name, &filing.document))?;
    let answer = cx.outside().call(request, ANSWER_BYTES_MAX, REGISTER_TIME_MAX).await;
    match answer.map_err(|reason| reason.to_string())? {
        (StatusCode::OK, body) => read(register, &body),
        // Also a 404, which may come from a wrong address: "nobody like that" is said, never guessed.
        (status, _) => Err(format!("status {}", status.as_u16())),
    }
}

/// Writes a question down, or says for operators why it cannot be asked.
fn question<K: KeyValue>(
    cx: &Context<'_, K>,
    register: &str,
    lookup: &Lookup<'_>,
) -> Result<Request<Bytes>, String> {
    let variable = |name| cx.variable(name).unwrap_or_default();
    let address = format!("{}/registers/{register}/lookups", variable(REGISTERS_URL));
    let body = serde_json::to_vec(lookup).map_err(|_| "the question cannot be written".to_owned())?;
    Request::post(address)
        .header(CONTENT_TYPE, "application/json")
        .header(AUTHORIZATION, format!("Bearer {}", variable(REGISTERS_SECRET)))
        .header("correlation-id", cx.correlation.as_str())
        .body(Bytes::from(body))
        .map_err(|_| "registers_url is no address".to_owned())
}

fn read(register: Register, body: &[u8]) -> Result<Answer, String> {
    let said: Said = serde_json::from_slice(body).map_err(|_| "the answer is not as agreed".to_owned())?;
    match said.entry {
        None => Ok(Answer::NotFound),
        Some(fields) => Entry::new(register, |name| fields.get(name).map(String::as_str))
            .map(Answer::Found)
            .map_err(|invalid| invalid.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn permits(body: &str) -> Result<Answer, String> {
        read(Register::ResidencePermits, body.as_bytes())
    }

    #[test]
    fn an_entry_is_read_with_all_of_its_fields_and_what_is_none_of_them_is_left_aside() {
        let whole = r#"{"entry":{"name":"王小明","document-number":"11010519491231002X","place":"440304","valid-until":"2027-04-15","photograph":"…"},"source":"a"}"#;
        let Ok(Answer::Found(entry)) = permits(whole) else { panic!("it is an entry") };
        let field = |name: &str| entry.get(&name.parse().unwrap()).cloned();
        assert_eq!(field("place").unwrap().region(), "440304".parse().ok());
        assert_eq!(field("photograph"), None);
    }

    #[test]
    fn nobody_like_that_must_be_said_in_so_many_words() {
        assert_eq!(permits(r#"{"entry":null}"#), Ok(Answer::NotFound));
        assert!(permits("{}").is_err());
        assert!(permits("").is_err());
        assert!(permits("<html>Not found</html>").is_err());
    }

    #[test]
    fn why_an_answer_makes_no_sense_repeats_nothing_of_it() {
        let reason = permits(
            r#"{"entry":{"name":"王小明","document-number":"1","place":"nowhere","valid-until":"x"}}"#,
        );
        assert_eq!(reason.unwrap_err(), "the field place is not of its kind");
    }
}
