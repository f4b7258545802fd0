//! The page on which somebody is chosen: links alone, each of which is this very address and a choice.

use bytes::Bytes;
use domain::actor::Role;
use edge::Problem;
use http::header::{CONTENT_TYPE, HeaderValue};
use http::{Response, StatusCode};
use people::Person;
use url::form_urlencoded::Serializer;

use crate::authorize::NOBODY;
use crate::realm::Realm;

/// One of each kind.
const SHOWN: u32 = 10;

/// Staff have other places than the candidates who are shown.
const FIRST_OF_STAFF: u32 = 100;

/// The city of the only programme that the sandbox brings.
const REGION: &str = "440300";

pub(crate) fn render(realm: Realm, query: &str) -> Result<Response<Bytes>, Problem> {
    let items: String = choices(realm)
        .into_iter()
        .map(|(text, choice)| {
            let mut address = Serializer::new(query.to_owned());
            address.extend_pairs(choice);
            // Each in a paragraph, so that a finger hits one of them.
            format!("<li><p><a href=\"?{}\">{text}</a></p></li>\n", escape(&address.finish()))
        })
        .collect();
    let title = match realm {
        Realm::Platform => "统一身份认证平台（演示） Unified identity platform (sandbox)",
        Realm::Staff => "工作人员登录（演示） Staff login (sandbox)",
    };
    let page = format!(
        "<!doctype html>\n<html lang=\"zh-CN\">\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>{title}</title>\n<main>\n<h1>{title}</h1>\n\
         <p>以下人员均为虚构。 These people are invented.</p>\n<ul>\n{items}</ul>\n</main>\n</html>\n"
    );
    let mut response = Response::new(Bytes::from(page));
    *response.status_mut() = StatusCode::OK;
    let html = HeaderValue::from_static("text/html; charset=utf-8");
    Ok(edge::with_header(response, CONTENT_TYPE, html))
}

/// What there is to choose from: the words, and what they add to the address.
fn choices(realm: Realm) -> Vec<(String, Vec<(&'static str, String)>)> {
    let person = |place: u32| Person::new(place).map(Person::name).unwrap_or_default();
    let mut choices = Vec::new();
    match realm {
        Realm::Platform => {
            for place in 0..SHOWN {
                let text = format!("个人登录 personal: {} ({place})", person(place));
                choices.push((text, vec![("person", place.to_string())]));
            }
            let text = format!("法人登录 legal person: {}", person(0));
            choices.push((text, vec![("person", "0".to_owned()), ("as", "legal-person".to_owned())]));
        }
        Realm::Staff => {
            // Two administrators: one alone publishes nothing.
            let roles = Role::ALL.into_iter().chain([Role::Administrator]);
            for (place, role) in (FIRST_OF_STAFF..).zip(roles) {
                let text = format!("{}: {} ({place})", role.name(), person(place));
                let role = ("role", role.name().to_owned());
                choices
                    .push((text, vec![("person", place.to_string()), role, ("region", REGION.to_owned())]));
            }
        }
    }
    choices.push(("取消 cancel".to_owned(), vec![("person", NOBODY.to_owned())]));
    choices
}

/// For an attribute in double quotes.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;")
}
