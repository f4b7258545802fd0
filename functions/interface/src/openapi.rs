//! The description of the interface, generated from the wire types of all components. Native builds only: what is served is
//! the file `openapi.json`, which a test keeps current.

use std::collections::BTreeMap;

use edge::{COOKIE, Code};
use serde_json::Value;
use utoipa::openapi::path::Operation;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{ContentBuilder, OpenApi, Ref, ResponseBuilder};
use utoipa::{Modify, OpenApi as _};

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
        (name = "identity", description = "身份验证。 The step-up."),
        (name = "reviews", description = "审核。 Reviews."),
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
    description.merge(application::openapi::description());
    description.merge(auto_approval::openapi::description());
    description.merge(identity_check::openapi::description());
    description.merge(login_callback::openapi::description());
    description.merge(manual_decision::openapi::description());
    description.merge(programmes::openapi::description());
    description.merge(upload_validation::openapi::description());
    Credentials.modify(&mut description);
    Problems.modify(&mut description);
    let mut text = String::new();
    write(&serde_json::to_value(description)?, 0, &mut text);
    Ok(text + "\n")
}

/// Each operation and each schema gets one line: short, since the text is part of the component, and long enough for
/// a difference to be read.
const LINES_DEPTH: usize = 3;

fn write(value: &Value, depth: usize, text: &mut String) {
    let members = match value {
        Value::Object(members) => members,
        Value::Array(items) => {
            text.push('[');
            for (place, item) in items.iter().enumerate() {
                text.push_str(if place == 0 { "" } else { "," });
                write(item, LINES_DEPTH, text);
            }
            return text.push(']');
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            return text.push_str(&value.to_string());
        }
    };
    // Sorted here, since how the library sorts depends on what else is built.
    let members: BTreeMap<&String, &Value> = members.iter().collect();
    text.push('{');
    for (place, (name, member)) in members.into_iter().enumerate() {
        if place != 0 {
            text.push(',');
        }
        if depth < LINES_DEPTH {
            text.push('\n');
        }
        text.push_str(&format!("{}:", Value::from(name.as_str())));
        write(member, depth + 1, text);
    }
    text.push('}');
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

/// Every operation can answer with a problem, so it is said in one place.
struct Problems;

impl Modify for Problems {
    fn modify(&self, description: &mut OpenApi) {
        let codes: Vec<String> =
            Code::ALL.iter().map(|code| format!("`{}` {}", code.name(), code.status().as_u16())).collect();
        let text =
            format!("未成功，原因见 code。 Refused or failed; the code says why: {}.", codes.join(", "));
        let response = ResponseBuilder::new()
            .description(text)
            .content(
                "application/problem+json",
                ContentBuilder::new().schema(Some(Ref::from_schema_name("ProblemDocument"))).build(),
            )
            .build();
        let components = description.components.get_or_insert_default();
        components.responses.insert("Problem".to_owned(), response.into());
        for item in description.paths.paths.values_mut() {
            let operations: [&mut Option<Operation>; 5] =
                [&mut item.get, &mut item.post, &mut item.put, &mut item.patch, &mut item.delete];
            for operation in operations.into_iter().flatten() {
                let problem = Ref::from_response_name("Problem");
                operation.responses.responses.insert("default".to_owned(), problem.into());
            }
        }
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
