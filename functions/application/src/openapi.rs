//! The description of the interface, generated from the wire types. Native builds only: what is served is the file
//! `openapi.json`, which a test keeps current.

use std::collections::BTreeMap;

use edge::{COOKIE, Code, ProblemDocument, TextView};
use serde_json::Value;
use utoipa::openapi::path::Operation;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{ContentBuilder, OpenApi, Ref, ResponseBuilder};
use utoipa::{Modify, OpenApi as _};

use crate::wire::{
    CaseView, CategoryView, CorrectionBody, DocumentBody, DraftBody, EventView, FormBody, OpenBody,
    OpenedView, ProgrammeView,
};

#[derive(utoipa::OpenApi)]
#[openapi(
    info(
        title = "秒批 Miaopi",
        description = "教师资格相关申请的办理接口。时间均为 RFC 3339、UTC；错误均为 RFC 9457 文档，语言依 Accept-Language \
            而定（默认中文）。\n\nDecides teacher-qualification cases. Times are RFC 3339 in UTC; errors are RFC 9457 documents, in \
            the language of Accept-Language, Chinese by default.",
        license(name = "Apache-2.0", identifier = "Apache-2.0")
    ),
    paths(show_programme, open_case, show_case, discard_case, replace_draft, correct, show_description),
    components(schemas(
        CaseView, CategoryView, CorrectionBody, DocumentBody, DraftBody, EventView, FormBody, OpenBody, OpenedView, ProblemDocument, ProgrammeView,
        TextView
    )),
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
    description.merge(auto_approval::openapi::description());
    description.merge(identity_check::openapi::description());
    description.merge(login_callback::openapi::description());
    description.merge(manual_decision::openapi::description());
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

/// 项目信息，无需登录。 Shows a programme and its current season to anybody.
#[utoipa::path(
    get,
    path = "/api/programmes/{programme}",
    tag = "programmes",
    params(("programme" = String, Path, description = "项目。 The programme.", example = "interview-review")),
    responses((status = 200, description = "项目。 The programme.", body = ProgrammeView)),
)]
#[expect(dead_code, reason = "carries the description of a handler")]
const fn show_programme() {}

/// 开启申请，每人每期一份。 Opens the one case that a person has in a season.
#[utoipa::path(
    post,
    path = "/api/programmes/{programme}/cases",
    tag = "cases",
    params(
        ("programme" = String, Path, description = "项目。 The programme.", example = "interview-review"),
        ("Idempotency-Key" = String, Header, description = "本次操作的唯一标识，重试时不变。 Names this attempt; a repeat \
            keeps it and is answered as the first time.", example = "0f8e3a52-6d0c-4a55-9d0b-0a4a2f6a7c11")
    ),
    request_body(content = Option<OpenBody>, content_type = "application/json"),
    responses((
        status = 201,
        description = "已开启。 Opened.",
        body = OpenedView,
        headers(
            ("Location" = String, description = "申请的地址。 Where the case is."),
            ("ETag" = String, description = "开启时的版本。 Its first version.")
        )
    )),
    security(("session" = []), ("bearer" = [])),
)]
#[expect(dead_code, reason = "carries the description of a handler")]
const fn open_case() {}

/// 查看申请。 Shows a case to those who may see it.
#[utoipa::path(
    get,
    path = "/api/cases/{case}",
    tag = "cases",
    params(
        ("case" = String, Path, description = "申请编号。 The id of the case.", example = "case_06A1B2C3D4E5F6G7H8J9K0M1N2"),
        ("If-None-Match" = Option<String>, Header, description = "已有的版本。 The version that the caller has.")
    ),
    responses(
        (
            status = 200,
            description = "申请。 The case.",
            body = CaseView,
            headers(("ETag" = String, description = "当前版本。 Its version."))
        ),
        (status = 304, description = "没有变化。 It is still the version that the caller has.")
    ),
    security(("session" = []), ("bearer" = [])),
)]
#[expect(dead_code, reason = "carries the description of a handler")]
const fn show_case() {}

/// 放弃草稿，所填内容即删除。 Gives a draft up; what was filled in goes with it.
#[utoipa::path(
    delete,
    path = "/api/cases/{case}",
    tag = "cases",
    params(
        ("case" = String, Path, description = "申请编号。 The id of the case.", example = "case_06A1B2C3D4E5F6G7H8J9K0M1N2"),
        ("If-Match" = String, Header, description = "所读取的版本。 The version that was read.", example = "\"2\"")
    ),
    responses((status = 204, description = "已放弃。 It is gone.")),
    security(("session" = []), ("bearer" = [])),
)]
#[expect(dead_code, reason = "carries the description of a handler")]
const fn discard_case() {}

/// 修改草稿：整体替换。 Replaces the draft as a whole.
#[utoipa::path(
    put,
    path = "/api/cases/{case}/draft",
    tag = "cases",
    params(
        ("case" = String, Path, description = "申请编号。 The id of the case.", example = "case_06A1B2C3D4E5F6G7H8J9K0M1N2"),
        ("If-Match" = String, Header, description = "所读取的版本。 The version that was read.", example = "\"1\"")
    ),
    request_body = DraftBody,
    responses((
        status = 200,
        description = "修改后的申请。 The case as it is now.",
        body = CaseView,
        headers(("ETag" = String, description = "新的版本。 Its new version."))
    )),
    security(("session" = []), ("bearer" = [])),
)]
#[expect(dead_code, reason = "carries the description of a handler")]
const fn replace_draft() {}

/// 补齐补正，须在截止前提交。 Files the correction of a case that was returned, before it closes.
#[utoipa::path(
    post,
    path = "/api/cases/{case}/correction",
    tag = "cases",
    params(
        ("case" = String, Path, description = "申请编号。 The id of the case."),
        ("Idempotency-Key" = String, Header, description = "本次补正的唯一标识，重试时不变。 Names this attempt; a repeat keeps it."),
    ),
    request_body = CorrectionBody,
    responses((status = 200, description = "已补正，重新审核。 It is corrected, and reviewed again.", body = CaseView,
        headers(("ETag" = String, description = "版本。 The version.")))),
    security(("session" = []), ("bearer" = []))
)]
#[expect(dead_code, reason = "carries the description of a handler")]
const fn correct() {}

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
    use crate::route::Route;
    use http::Method;

    /// `UPDATE=1 cargo test -p application` writes the file anew.
    #[test]
    fn the_description_that_is_served_is_current() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/openapi.json");
        let current = description().unwrap();
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(path, &current).unwrap();
        }
        let served = std::fs::read_to_string(path).unwrap();
        assert!(served == current, "openapi.json is not current: run UPDATE=1 cargo test -p application");
    }

    #[test]
    fn every_described_operation_has_its_route() {
        let mut described = 0;
        for (path, item) in Description::openapi().paths.paths {
            let operations = [
                (Method::GET, item.get),
                (Method::POST, item.post),
                (Method::PUT, item.put),
                (Method::DELETE, item.delete),
            ];
            for (method, _) in operations.into_iter().filter(|(_, operation)| operation.is_some()) {
                assert_eq!(Route::of(&method, &path).unwrap().template(), path, "{method}");
                described += 1;
            }
        }
        assert_eq!(described, 7, "a route was added or taken away: describe it here");
    }
}
