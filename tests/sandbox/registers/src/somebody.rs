//! `/sandbox/people/…`: who there is, what registers say of each, and what staff and candidates do on the examination site.

use bytes::Bytes;
use domain::check::Register;
use edge::{Body, Code, Context, Problem, read_json};
use http::{Method, Request, Response, StatusCode};
use pages::{go, read_form, wants_page};
use people::Person;
use serde_json::{Map, Value, json};
use store::KeyValue;
use url::form_urlencoded::parse;

use crate::entry::{entry_now, keep_registration, registration};
use crate::page::{self, NAMED, OTHER_NAME, STATUSES};
use crate::script::Stage;

pub(crate) async fn handle<K: KeyValue>(
    request: &mut Request<Body>,
    cx: &Context<'_, K>,
    stage: &impl Stage,
    rest: &[&str],
) -> Result<Response<Bytes>, Problem> {
    let nothing = || Problem::new(Code::NoSuchResource);
    let find = |place: &str| place.parse().ok().and_then(Person::new);
    match (rest, request.method()) {
        ([] | [""], &Method::GET) => {
            cx.enter("/sandbox/people");
            let query = request.uri().query().unwrap_or_default();
            match parse(query.as_bytes()).find(|(name, _)| name == "place") {
                Some((_, place)) => match find(place.trim()) {
                    Some(person) => go(&page::address(person)),
                    None => page::everybody(cx.locale, true),
                },
                None => page::everybody(cx.locale, false),
            }
        }
        ([place], &Method::GET) => {
            cx.enter("/sandbox/people/{place}");
            let person = find(place).ok_or_else(nothing)?;
            if wants_page(request.headers()) {
                let mut entries = Vec::new();
                for register in Register::ALL {
                    entries.push((register, entry_now(register, person, stage).await));
                }
                return page::somebody(cx.locale, person, entries);
            }
            let (name, number, kind) = (person.name(), person.number(), person.kind());
            let certificates = person.certificates();
            let shown = json!({ "name": name, "document_number": number, "kind": kind, "certificates": certificates });
            edge::json(StatusCode::OK, &shown)
        }
        ([place, "registration"], &Method::PUT) => {
            cx.enter("/sandbox/people/{place}/registration");
            cx.same_origin(request.headers())?;
            let person = find(place).ok_or_else(nothing)?;
            let fields: Map<String, Value> = read_json(request).await?;
            keep_registration(person, fields, stage).await;
            Ok(edge::empty(StatusCode::NO_CONTENT))
        }
        ([place, "registration"], &Method::POST) => {
            cx.enter("/sandbox/people/{place}/registration");
            let form = read_form(request, cx).await?;
            let person = find(place).ok_or_else(nothing)?;
            let mut fields = registration(person, stage).await;
            let status = form.get("status");
            if let Some(status) = STATUSES.into_iter().find(|known| known.name() == status) {
                fields.insert("status".to_owned(), status.name().into());
            }
            match form.get(NAMED).as_str() {
                "other" => _ = fields.insert("name".to_owned(), OTHER_NAME.into()),
                "own" => _ = fields.remove("name"),
                _ => {}
            }
            keep_registration(person, fields, stage).await;
            go(&page::address(person))
        }
        _ => Err(nothing()),
    }
}

#[cfg(test)]
mod tests;
