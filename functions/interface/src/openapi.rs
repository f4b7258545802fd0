//! The description of the interface, generated from the wire types of all components. Native builds only: what is served is
//! the file `openapi.json`, which a test keeps current.
#![cfg_attr(
    not(test),
    expect(
        clippy::indexing_slicing,
        reason = "it is no part of a component, and a test sees what it comes to"
    )
)]

use edge::COOKIE;
use serde_json::Value;
use utoipa::openapi::OpenApi;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::{Modify, OpenApi as _};

mod parameters;
mod refusals;
mod text;
mod values;

#[derive(utoipa::OpenApi)]
#[openapi(
    info(
        title = "秒批 Miaopi",
        description = "教师资格相关申请的办理接口。时间均为 RFC 3339、UTC；错误均为 RFC 9457 文档，语言依 Accept-Language \
            而定（默认中文）。\n\nDecides teacher-qualification cases. Times are RFC 3339 in UTC; errors are RFC 9457 documents, in \
            the language of Accept-Language, Chinese by default.",
        license(name = "Apache-2.0", identifier = "Apache-2.0")
    ),
    paths(show_description),
    tags(
        (name = "programmes", description = "项目。 Programmes."),
        (name = "cases", description = "申请。 Cases."),
        (name = "sessions", description = "登录。 Logins."),
        (name = "identity", description = "身份验证。 The step-up."),
        (name = "reviews", description = "审核。 Reviews."),
        (name = "administration", description = "管理。 Administration."),
        (name = "interface", description = "接口说明。 This description.")
    )
)]
struct Description;

/// Returns the description as it is served.
///
/// # Errors
///
/// Returns an error if it cannot be written, which would be a mistake in the library.
pub fn description() -> Result<String, serde_json::Error> {
    let mut description = Description::openapi();
    description.merge(account::openapi::description());
    description.merge(application::openapi::description());
    description.merge(auto_approval::openapi::description());
    description.merge(groups::openapi::description());
    description.merge(identity_check::openapi::description());
    description.merge(login_callback::openapi::description());
    description.merge(manual_decision::openapi::description());
    description.merge(programmes::openapi::description());
    description.merge(proposals::openapi::description());
    description.merge(rehearsals::openapi::description());
    description.merge(rosters::openapi::description());
    description.merge(upload_validation::openapi::description());
    Credentials.modify(&mut description);
    let mut description: Value = serde_json::to_value(description)?;
    refusals::describe(&mut description);
    parameters::share(&mut description);
    values::list(&mut description);
    Ok(text::written(&description))
}

/// Returns every operation, to be changed.
fn operations(description: &mut Value) -> impl Iterator<Item = &mut Value> {
    let paths = description["paths"].as_object_mut().into_iter().flat_map(|paths| paths.values_mut());
    paths.filter_map(Value::as_object_mut).flat_map(|path| path.values_mut())
}

/// How a caller proves who they are.
struct Credentials;

impl Modify for Credentials {
    fn modify(&self, description: &mut OpenApi) {
        let cookie = ApiKeyValue::with_description(
            COOKIE,
            "登录后由服务器设置；修改时浏览器须带 Origin。 Set by logging in; changes need the Origin that browsers send.",
        );
        let bearer = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .description(Some("供已登记的门户使用。 For registered portals."))
            .build();
        let components = description.components.get_or_insert_default();
        components.add_security_scheme("session", SecurityScheme::ApiKey(ApiKey::Cookie(cookie)));
        components.add_security_scheme("bearer", SecurityScheme::Http(bearer));
    }
}

/// 本说明。 Shows this description.
#[utoipa::path(
    get,
    path = "/api/openapi.json",
    tag = "interface",
    responses((status = 200, description = "OpenAPI 3.1.", content_type = "application/json", body = serde_json::Value)),
)]
#[expect(dead_code, reason = "carries the description of a handler")]
const fn show_description() {}

#[cfg(test)]
mod tests {
    use super::*;

    /// Says where something is that is nothing, but for the values of examples.
    fn nothings(value: &Value, place: &str, found: &mut Vec<String>) {
        match value {
            Value::Null => found.push(place.to_owned()),
            Value::Array(items) => items.iter().for_each(|item| nothings(item, place, found)),
            Value::Object(members) => members
                .iter()
                .filter(|(name, _)| *name != "example")
                .for_each(|(name, member)| nothings(member, &format!("{place}/{name}"), found)),
            Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }

    #[test]
    fn nothing_is_described_as_nothing() {
        let mut found = Vec::new();
        nothings(&serde_json::from_str(&description().unwrap()).unwrap(), "", &mut found);
        assert_eq!(found, Vec::<String>::new());
    }

    /// `UPDATE=1 cargo test -p interface` writes the file anew.
    #[test]
    fn the_description_that_is_served_is_current() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/openapi.json");
        let current = description().unwrap();
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(path, &current).unwrap();
        }
        let served = std::fs::read_to_string(path).unwrap();
        assert!(served == current, "openapi.json is not current: run UPDATE=1 cargo test -p interface");
    }
}
