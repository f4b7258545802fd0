//! `/sandbox/switches`: each register, gateway and provider works, is down, slow, or answers wrongly. Each is directed by the script
//! that programs give it, too; one that fits none of the positions was given by a program.

mod positions;

use std::time::Duration;

use askama::Template;
use bytes::Bytes;
use edge::{Body, Code, Context, Locale, Problem};
use http::header::CONTENT_TYPE;
use http::{Method, Request, Response, StatusCode};
use pages::{Page, go, read_form};
use serde_json::{Map, Value};
use store::KeyValue;

use positions::{Position, SWITCHES, Switch};

/// They are components of the same application.
const TIME_MAX: Duration = Duration::from_secs(3);

/// A script is short.
const BYTES_MAX: usize = 16 * 1024;

/// What the form says to have all of them work.
const ALL: &str = "all";

#[derive(Template)]
#[template(path = "switches.html")]
struct Switches {
    locale: Locale,
    switches: Vec<Shown>,
}

struct Shown {
    id: &'static str,
    name: &'static str,
    positions: Vec<ShownPosition>,
    /// Whether it is in none of them.
    is_otherwise: bool,
}

struct ShownPosition {
    id: &'static str,
    name: &'static str,
    is_on: bool,
}

/// Shows all of them, each with its position.
pub(crate) async fn show<K: KeyValue>(cx: &Context<'_, K>) -> Result<Response<Bytes>, Problem> {
    let mut switches = Vec::new();
    for switch in &SWITCHES {
        let script = ask(cx, switch, Method::GET, String::new()).await?;
        switches.push(shown(cx.locale, switch, &script));
    }
    let title = cx.locale.pick("开关", "Switches");
    Page::new(cx.locale, title).render(&Switches { locale: cx.locale, switches })
}

/// Moves one of them, or has all of them work.
pub(crate) async fn set<K: KeyValue>(
    request: &mut Request<Body>,
    cx: &Context<'_, K>,
) -> Result<Response<Bytes>, Problem> {
    let form = read_form(request, cx).await?;
    let (id, to) = (form.get("switch"), form.get("to"));
    if id == ALL {
        for switch in &SWITCHES {
            let [works, ..] = switch.positions else { continue };
            direct(cx, switch, works).await?;
        }
        return go("/sandbox/switches");
    }
    let nothing = || Problem::new(Code::NoSuchResource);
    let switch = SWITCHES.iter().find(|switch| switch.id == id).ok_or_else(nothing)?;
    let position = switch.positions.iter().find(|position| position.id == to).ok_or_else(nothing)?;
    direct(cx, switch, position).await?;
    go(&format!("/sandbox/switches#{}", switch.id))
}

async fn direct<K: KeyValue>(
    cx: &Context<'_, K>,
    switch: &Switch,
    position: &Position,
) -> Result<(), Problem> {
    ask(cx, switch, Method::PUT, position.script.to_owned()).await.map(drop)
}

/// Asks whoever is directed. Without an `Origin` it is no browser that asks.
async fn ask<K: KeyValue>(
    cx: &Context<'_, K>,
    switch: &Switch,
    method: Method,
    body: String,
) -> Result<Value, Problem> {
    let address = format!("http://{}.spin.internal/sandbox/{}/script", switch.component, switch.part);
    let request = Request::builder().method(method).uri(address).header(CONTENT_TYPE, "application/json");
    let request = request.body(Bytes::from(body)).map_err(Problem::fault)?;
    let answer = cx.outside().call(request, BYTES_MAX, TIME_MAX).await;
    match answer.map_err(Problem::fault)? {
        (StatusCode::OK, script) => serde_json::from_slice(&script).map_err(Problem::fault),
        (StatusCode::NO_CONTENT, _) => Ok(Value::Null),
        (status, _) => Err(Problem::fault(format!("{} answered {status}", switch.component))),
    }
}

fn shown(locale: Locale, switch: &Switch, script: &Value) -> Shown {
    let script = meaning(script);
    let is_on = |position: &Position| {
        serde_json::from_str(position.script).is_ok_and(|known: Value| meaning(&known) == script)
    };
    let position = |position: &Position| ShownPosition {
        id: position.id,
        name: locale.pick(position.zh, position.en),
        is_on: is_on(position),
    };
    let positions: Vec<_> = switch.positions.iter().map(position).collect();
    let is_otherwise = positions.iter().all(|position| !position.is_on);
    Shown { id: switch.id, name: locale.pick(switch.zh, switch.en), positions, is_otherwise }
}

/// Returns a script without what says nothing: each writes some of its fields also where they are as always.
fn meaning(script: &Value) -> Map<String, Value> {
    let says_something = |(name, value): &(&String, &Value)| match value {
        Value::Null | Value::Bool(false) => false,
        Value::Number(number) => number.as_u64() != Some(0),
        Value::Object(fields) => !fields.is_empty(),
        Value::String(text) => (name.as_str(), text.as_str()) != ("signature", "right"),
        Value::Bool(true) | Value::Array(_) => true,
    };
    let fields = script.as_object().into_iter().flatten().filter(says_something);
    fields.map(|(name, value)| (name.clone(), value.clone())).collect()
}
