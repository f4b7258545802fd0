//! `…/phone/{id}`: what the code on the screen leads to. On the telephone one says who one is, and is recognised.

use askama::Template;
use bytes::Bytes;
use edge::{Body, Context, Locale, Problem};
use http::{Method, Request, Response};
use pages::{Page, go, read_form};
use people::{CAST, Person};
use store::KeyValue;

use crate::authorize::NOBODY;
use crate::devices::Waiting;
use crate::page;
use crate::realm::Realm;
use crate::script::Stage;

#[derive(Template)]
#[template(path = "phone.html")]
struct Asking {
    locale: Locale,
    choices: Vec<Choice>,
    /// Nobody was chosen, or nobody who exists.
    is_wrong: bool,
}

struct Choice {
    row: &'static str,
    place: u32,
    name: String,
}

#[derive(Template)]
#[template(path = "recognised.html")]
struct Recognised<'a> {
    locale: Locale,
    /// Whether it was somebody.
    is_somebody: bool,
    /// Where it goes on for whoever has one device.
    on: &'a str,
}

#[derive(Template)]
#[template(path = "over.html")]
pub(crate) struct Over<'a> {
    pub(crate) locale: Locale,
    /// Where it begins again, if that is known.
    pub(crate) again: Option<&'a str>,
}

pub(crate) async fn handle<K: KeyValue>(
    request: &mut Request<Body>,
    cx: &Context<'_, K>,
    stage: &impl Stage,
    realm: Realm,
    id: &str,
) -> Result<Response<Bytes>, Problem> {
    let title = cx.locale.pick("手机端：人脸识别", "On the telephone: face recognition");
    let page = Page::new(cx.locale, title);
    let form = if request.method() == Method::POST { Some(read_form(request, cx).await?) } else { None };
    let Some(waiting) = Waiting::find(stage, realm, id, cx.now).await else {
        return page.render(&Over { locale: cx.locale, again: None });
    };
    if let Some(chosen) = &waiting.chosen {
        let on = page::address(realm, &page::with(&waiting.query, &[("device", id)]));
        return page.render(&Recognised { locale: cx.locale, is_somebody: chosen != NOBODY, on: &on });
    }
    let person = form.as_ref().map(|form| match (form.get("face").as_str(), form.get("person").as_str()) {
        ("no", _) => Some(NOBODY.to_owned()),
        (_, "other") => somebody(&form.get("place")),
        (_, place) => somebody(place),
    });
    match person {
        Some(Some(person)) => {
            waiting.choose(stage, realm, id, person).await;
            go(request.uri().path())
        }
        wrong_or_not_yet => page.render(&Asking {
            locale: cx.locale,
            choices: choices(),
            is_wrong: wrong_or_not_yet.is_some(),
        }),
    }
}

/// Returns the place as the parameter `person` has it, if there is somebody at it.
fn somebody(place: &str) -> Option<String> {
    place.parse().ok().and_then(Person::new).map(|person| person.place().to_string())
}

fn choices() -> Vec<Choice> {
    let choice = |part: &people::Part| {
        Some(Choice { row: part.row, place: part.place, name: Person::new(part.place)?.name() })
    };
    CAST.iter().filter_map(choice).collect()
}
