//! `/sandbox/clock`: what the clock shows, and ways to set it. It is that of the embedded host, whose control port refuses browsers:
//! a page of any site could otherwise set it. Here only our own page can, by its form.

use std::time::Duration;

use askama::Template;
use bytes::Bytes;
use chrono::{DateTime, TimeDelta, Utc};
use domain::calendar::Civil;
use domain::instant;
use edge::{Body, Context, Locale, Problem};
use http::header::CONTENT_TYPE;
use http::{Method, Request, Response};
use pages::{Form, Page, beijing, go, read_form};
use serde::Deserialize;
use serde_json::{Value, json};
use store::KeyValue;

use crate::CONTROL;
use crate::instants::{Season, seasons};

/// It answers at once, or is not there.
const TIME_MAX: Duration = Duration::from_secs(3);

/// Two short fields.
const BYTES_MAX: usize = 4 * 1024;

/// By how much the clock can be moved on.
const STEPS: [(&str, &str, &str); 4] = [
    ("10", "10 分钟", "10 minutes"),
    ("60", "1 小时", "1 hour"),
    ("1440", "24 小时", "24 hours"),
    ("2880", "48 小时", "48 hours"),
];

#[derive(Template)]
#[template(path = "clock.html")]
struct Shown {
    locale: Locale,
    now: String,
    /// Whether it stands still, if it can be asked.
    is_held: Option<bool>,
    is_wrong: bool,
    seasons: Vec<Season>,
}

/// What the control port says of the clock.
#[derive(Deserialize)]
struct Clock {
    at: String,
    hold: bool,
}

/// Shows the clock.
pub(crate) async fn show<K: KeyValue>(cx: &Context<'_, K>) -> Result<Response<Bytes>, Problem> {
    render(cx, false).await
}

/// Sets the clock as a form says.
pub(crate) async fn set<K: KeyValue>(
    request: &mut Request<Body>,
    cx: &Context<'_, K>,
) -> Result<Response<Bytes>, Problem> {
    let form = read_form(request, cx).await?;
    let done = match order(&form, cx.now) {
        Some(order) => ask(cx, Method::PUT, &order).await,
        None => None,
    };
    if done.is_some() { go("/sandbox/clock") } else { render(cx, true).await }
}

async fn render<K: KeyValue>(cx: &Context<'_, K>, is_wrong: bool) -> Result<Response<Bytes>, Problem> {
    let clock = ask(cx, Method::GET, &Value::Null).await;
    // What it shows by now, since it may have been set while this request was under way.
    let at = clock.as_ref().and_then(|clock| instant::parse(&clock.at).ok()).unwrap_or(cx.now);
    let is_held = clock.map(|clock| clock.hold);
    let shown = Shown { locale: cx.locale, now: beijing(at), is_held, is_wrong, seasons: seasons(cx).await };
    Page::new(cx.locale, cx.locale.pick("时钟", "The clock")).render(&shown)
}

/// Reads what a form orders: an instant, a time on the clock of people in China, so many minutes more, or whether it stands still.
fn order(form: &Form, now: DateTime<Utc>) -> Option<Value> {
    let (at, civil, minutes) = (form.get("at"), form.get("civil"), form.get("minutes"));
    let at = if !at.is_empty() {
        instant::parse(&at).ok()?
    } else if !civil.is_empty() {
        civil.replace(' ', "T").parse::<Civil>().ok()?.start()
    } else if !minutes.is_empty() {
        let (minutes, _, _) = STEPS.into_iter().find(|(known, _, _)| *known == minutes)?;
        now.checked_add_signed(TimeDelta::minutes(minutes.parse().ok()?))?
    } else {
        return match form.get("pace").as_str() {
            "held" => Some(json!({ "hold": true })),
            "running" => Some(json!({ "hold": false })),
            _ => None,
        };
    };
    Some(json!({ "at": instant::format(at) }))
}

/// Asks the control port. It may not be there, and says no to what it does not understand.
async fn ask<K: KeyValue>(cx: &Context<'_, K>, method: Method, order: &Value) -> Option<Clock> {
    let address = format!("{}/clock", cx.variable(CONTROL)?);
    let body = if order.is_null() { Bytes::new() } else { Bytes::from(order.to_string()) };
    let request = Request::builder().method(method).uri(address).header(CONTENT_TYPE, "application/json");
    let (status, answer) = cx.outside().call(request.body(body).ok()?, BYTES_MAX, TIME_MAX).await.ok()?;
    if !status.is_success() {
        return None;
    }
    serde_json::from_slice(&answer).ok()
}

impl Shown {
    /// Returns an instant and those a minute before and after it, as the form sends them.
    fn around(&self, at: &DateTime<Utc>) -> [(String, &'static str); 3] {
        let near = |minutes| instant::format(*at + TimeDelta::minutes(minutes));
        let pick = |zh, en| self.locale.pick(zh, en);
        [
            (near(-1), pick("前一分钟", "a minute before")),
            (near(0), pick("到点", "this instant")),
            (near(1), pick("后一分钟", "a minute after")),
        ]
    }

    fn steps(&self) -> [(&'static str, &'static str); 4] {
        STEPS.map(|(minutes, zh, en)| (minutes, self.locale.pick(zh, en)))
    }
}
