//! `GET …/authorize`: pages on which somebody says who they are, and at the platform a second device; once somebody is known, back
//! to the service with a code. Programs name the person in the address, and see no page.

use std::borrow::Cow;
use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bytes::Bytes;
use chrono::{DateTime, TimeDelta, Utc};
use domain::digest::Digest;
use edge::{Body, Context, FieldError, Problem};
use http::header::{HeaderValue, LOCATION};
use http::{Request, Response, StatusCode};
use people::Person;
use serde_json::{Map, Value, json};
use store::{KeyValue, StoreFault};
use url::Url;

use crate::codes::Grant;
use crate::devices::Waiting;
use crate::page;
use crate::realm::{Client, Realm};
use crate::script::{Script, Stage};

/// Who refuses to log in.
pub(crate) const NOBODY: &str = "nobody";

/// For how long it remembers somebody already.
const HOURS_REMEMBERED: i64 = 1;

/// The parameters of an address, each once.
type Parameters<'a> = BTreeMap<Cow<'a, str>, Cow<'a, str>>;

pub(crate) async fn handle<K: KeyValue>(
    request: &Request<Body>,
    cx: &Context<'_, K>,
    stage: &impl Stage,
    realm: Realm,
    script: &Script,
) -> Result<Response<Bytes>, Problem> {
    let query = request.uri().query().unwrap_or_default();
    let given: Parameters<'_> = url::form_urlencoded::parse(query.as_bytes()).collect();
    let client = Client::of(cx, realm);
    check(&given, &client)?;
    let get = |name: &str| given.get(name).map(AsRef::as_ref);
    let mut address = Url::parse(&client.redirect_uri).map_err(Problem::fault)?;
    let chosen = match get("person") {
        Some(NOBODY) => None,
        Some(place) => {
            let person = place.parse().ok().and_then(Person::new).ok_or_else(|| wrong("person"))?;
            Some((person, cx.now))
        }
        None => match remembered(script, get("prompt")) {
            Some(person) => Some((person, cx.now - TimeDelta::hours(HOURS_REMEMBERED))),
            None => match ask(cx, stage, realm, query, &get).await? {
                Asked::Known(person) => person.map(|person| (person, cx.now)),
                Asked::NotYet(page) => return Ok(page),
            },
        },
    };
    match chosen {
        None => _ = address.query_pairs_mut().append_pair("error", "access_denied"),
        Some((person, since)) => {
            let claims = claims(realm, person, since, &get);
            let nonce = get("nonce").ok_or_else(|| wrong("nonce"))?;
            let challenge = get("code_challenge").unwrap_or_default();
            let code: [u8; 32] = cx.store().entropy().draw().map_err(StoreFault::from)?;
            let code = URL_SAFE_NO_PAD.encode(code);
            Grant::new(nonce, challenge, claims, cx.now).keep(stage, realm, &code).await;
            address.query_pairs_mut().append_pair("code", &code);
        }
    }
    let state = get("state").unwrap_or_default();
    address.query_pairs_mut().append_pair("state", state).append_pair("iss", client.issuer);
    let location = HeaderValue::from_str(address.as_str()).map_err(Problem::fault)?;
    Ok(edge::with_header(edge::empty(StatusCode::SEE_OTHER), LOCATION, location))
}

/// What came of asking who it is.
enum Asked {
    /// Somebody was recognised, or nobody.
    Known(Option<Person>),
    /// There is a page to be read first.
    NotYet(Response<Bytes>),
}

/// Asks who it is: staff on one page; at the platform by which entrance, and then on a second device.
async fn ask<'a, K: KeyValue>(
    cx: &Context<'_, K>,
    stage: &impl Stage,
    realm: Realm,
    query: &str,
    get: &impl Fn(&str) -> Option<&'a str>,
) -> Result<Asked, Problem> {
    let page = match (realm, get("as"), get("device")) {
        (Realm::Staff, _, _) => page::staff(cx.locale, query),
        (Realm::Platform, None, _) => page::entrances(cx.locale, query),
        (Realm::Platform, Some(_), None) => {
            let id = Waiting::begin(cx, stage, realm, query).await?;
            pages::go(&page::address(realm, &page::with(query, &[("device", &id)])))
        }
        (Realm::Platform, Some(_), Some(id)) => match Waiting::find(stage, realm, id, cx.now).await {
            None => page::over(cx.locale, &without_device(query)),
            Some(Waiting { chosen: Some(chosen), .. }) => {
                return Ok(Asked::Known(chosen.parse().ok().and_then(Person::new)));
            }
            Some(Waiting { chosen: None, .. }) => {
                let phone = page::phone_address(cx.public_origin(), realm, id);
                let waiting = page::with(&without_device(query), &[("device", id)]);
                page::second_device(cx.locale, &waiting, &phone, get("still").is_some())
            }
        },
    };
    page.map(Asked::NotYet)
}

/// Returns what was asked before there was a second device.
fn without_device(query: &str) -> String {
    let asked = url::form_urlencoded::parse(query.as_bytes());
    let asked = asked.filter(|(name, _)| !["device", "still"].contains(&name.as_ref()));
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(asked).finish()
}

/// Returns whom the provider recognises without asking them anything (OpenID Connect Core 1.0, section 3.1.2.1).
fn remembered(script: &Script, prompt: Option<&str>) -> Option<Person> {
    let has_to_log_in = prompt.is_some_and(|prompt| prompt.split(' ').any(|one| one == "login"));
    let place = script.remembers.filter(|_| script.ignores_prompt || !has_to_log_in)?;
    Person::new(place)
}

/// A provider sends nobody to an address that it does not know, so what is wrong here is shown here.
fn check(given: &Parameters<'_>, client: &Client<'_>) -> Result<(), Problem> {
    let expected = [
        ("client_id", client.id),
        ("redirect_uri", client.redirect_uri.as_str()),
        ("response_type", "code"),
        ("code_challenge_method", "S256"),
    ];
    for (name, value) in expected {
        if given.get(name).map(AsRef::as_ref) != Some(value) {
            return Err(wrong(name));
        }
    }
    let scopes = given.get("scope").map(AsRef::as_ref).unwrap_or_default();
    if scopes.split(' ').any(|scope| scope == "openid") { Ok(()) } else { Err(wrong("scope")) }
}

fn wrong(name: &str) -> Problem {
    Problem::invalid_fields(vec![FieldError::technical(format!("/{name}"), "wrong-parameter", name)])
}

/// Returns what the provider says of a person, who has logged in at this instant.
fn claims<'a>(
    realm: Realm,
    person: Person,
    since: DateTime<Utc>,
    get: &impl Fn(&str) -> Option<&'a str>,
) -> Map<String, Value> {
    let of_the_realm = match realm {
        Realm::Platform => json!({ "user_type": get("as").unwrap_or("personal") }),
        Realm::Staff => json!({ "role": get("role"), "region": get("region") }),
    };
    let number = person.number();
    let of_the_person = json!({
        "sub": Digest::of_parts(&[realm.name().as_bytes(), b"\0", number.as_bytes()]).to_string(),
        "name": person.name(),
        "document_kind": "resident-identity-card",
        "document_number": number,
        "phone_number": format!("+86{}", person.telephone()),
        "auth_time": since.timestamp(),
    });
    let mut claims = of_the_person.as_object().cloned().unwrap_or_default();
    claims.extend(of_the_realm.as_object().cloned().unwrap_or_default());
    claims
}
