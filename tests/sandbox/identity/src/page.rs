//! The pages on which somebody logs in: which entrance, the code for the second device, and the staff to choose from. They are
//! links alone, each of which is this very address and a choice.

use askama::Template;
use bytes::Bytes;
use domain::actor::Role;
use edge::{Locale, Problem};
use fast_qr::QRBuilder;
use fast_qr::convert::svg::SvgBuilder;
use http::Response;
use pages::Page;
use people::Person;
use url::form_urlencoded::Serializer;

use crate::authorize::NOBODY;
use crate::phone::Over;
use crate::realm::Realm;

/// Staff have other places than the candidates who play.
const FIRST_OF_STAFF: u32 = 100;

/// The city whose staff it is: that of table D.1.
const REGION: &str = "440300";

/// So often a browser looks whether somebody has been recognised.
const SECONDS: u8 = 3;

#[derive(Template)]
#[template(path = "entrances.html")]
struct Entrances {
    locale: Locale,
    personal: String,
    legal: String,
    cancelled: String,
}

#[derive(Template)]
#[template(path = "staff.html")]
struct Staff {
    locale: Locale,
    choices: Vec<Choice>,
    cancelled: String,
}

struct Choice {
    query: String,
    role: &'static str,
    name: String,
    place: u32,
}

#[derive(Template)]
#[template(path = "waiting.html")]
struct Second<'a> {
    locale: Locale,
    /// The code, as SVG.
    picture: String,
    /// What it leads to.
    phone: &'a str,
    query: &'a str,
    is_still: bool,
}

/// Asks how to log in: as a person, or as whoever acts for a legal person.
pub(crate) fn entrances(locale: Locale, query: &str) -> Result<Response<Bytes>, Problem> {
    let title = locale.pick("统一身份认证平台", "Unified identity platform");
    let personal = with(query, &[("as", "personal")]);
    let legal = with(query, &[("as", "legal-person")]);
    let cancelled = with(query, &[("person", NOBODY)]);
    Page::new(locale, title).render(&Entrances { locale, personal, legal, cancelled })
}

/// Shows the code that leads to `phone`, and waits.
pub(crate) fn second_device(
    locale: Locale,
    query: &str,
    phone: &str,
    is_still: bool,
) -> Result<Response<Bytes>, Problem> {
    let title = locale.pick("扫码登录", "Login by a second device");
    let code = QRBuilder::new(phone).build().map_err(Problem::fault)?;
    let picture = SvgBuilder::default().to_str(&code);
    let again_after = (!is_still).then_some(SECONDS);
    let page = Page { again_after, ..Page::new(locale, title) };
    page.render(&Second { locale, picture, phone, query, is_still })
}

/// Says that nobody waits under this code any more.
pub(crate) fn over(locale: Locale, query: &str) -> Result<Response<Bytes>, Problem> {
    let title = locale.pick("扫码登录", "Login by a second device");
    let again = format!("?{query}");
    Page::new(locale, title).render(&Over { locale, again: Some(&again) })
}

/// Asks which member of staff it is.
pub(crate) fn staff(locale: Locale, query: &str) -> Result<Response<Bytes>, Problem> {
    // Two administrators: one alone publishes nothing.
    let roles = Role::ALL.into_iter().chain([Role::Administrator]);
    let choices = (FIRST_OF_STAFF..).zip(roles).filter_map(|(place, role)| {
        let number = place.to_string();
        let choice = [("person", number.as_str()), ("role", role.name()), ("region", REGION)];
        let name = Person::new(place)?.name();
        Some(Choice { query: with(query, &choice), role: role.name(), name, place })
    });
    let staff = Staff { locale, choices: choices.collect(), cancelled: with(query, &[("person", NOBODY)]) };
    Page::new(locale, locale.pick("工作人员登录", "Staff login")).render(&staff)
}

/// Returns the address of a page of this provider, as browsers find it.
pub(crate) fn phone_address(public_origin: &str, realm: Realm, id: &str) -> String {
    format!("{public_origin}/sandbox/identity/{}/phone/{id}", realm.name())
}

/// Returns where somebody is asked who they are, with what the service has sent them here with.
pub(crate) fn address(realm: Realm, query: &str) -> String {
    format!("/sandbox/identity/{}/authorize?{query}", realm.name())
}

/// Adds a choice to what was asked.
pub(crate) fn with(query: &str, choice: &[(&str, &str)]) -> String {
    Serializer::new(query.to_owned()).extend_pairs(choice).finish()
}
