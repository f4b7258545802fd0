//! Parameters that several operations have are described once, whatever the operations say themselves.

use serde_json::{Value, json};

/// What an id looks like, behind its prefix: Crockford's base 32, of which the first character has three bits.
const ID: &str = "[0-7][0-9A-HJKMNP-TV-Z]{25}$";

/// What people name things in files.
const SLUG: &str = "^[a-z0-9]+(-[a-z0-9]+)*$";
const PICTURE: &str = "^[a-z0-9]+(-[a-z0-9]+)*(\\.[2-9])?$";

/// One entity tag or several, or any. None of ours has a comma.
const TAGS: &str = r#"^(\*|(W/)?"[!#-+.-~-]*"(, *(W/)?"[!#-+.-~-]*")*)$"#;

/// Describes the parameters that are shared, and refers to them wherever they are used.
pub(super) fn share(description: &mut Value) {
    let shared = shared();
    for operation in super::operations(description) {
        let parameters = operation.get_mut("parameters").and_then(Value::as_array_mut);
        for parameter in parameters.into_iter().flatten() {
            // A query may have a parameter of the same name, which is another one.
            let is_it = |known: &&Value| ["name", "in"].iter().all(|key| known[*key] == parameter[*key]);
            let named = shared.iter().find(is_it);
            if let Some(name) = named.and_then(|known| known["name"].as_str()) {
                *parameter = json!({ "$ref": format!("#/components/parameters/{name}") });
            }
        }
    }
    for parameter in shared {
        let name = parameter["name"].as_str().unwrap_or_default().to_owned();
        description["components"]["parameters"][name] = parameter;
    }
}

fn shared() -> [Value; 12] {
    let slug = json!({ "type": "string", "pattern": SLUG, "maxLength": 64 });
    let id = |prefix: &str| json!({ "type": "string", "pattern": format!("^{prefix}{ID}") });
    let tags = json!({ "type": "string", "pattern": TAGS });
    let key = json!({ "type": "string", "pattern": "^[!#-~]{1,128}$" });
    [
        parameter("programme", "path", true, slug.clone(), "interview-review", "项目。 The programme."),
        parameter(
            "case",
            "path",
            true,
            id("case_"),
            "case_06A1B2C3D4E5F6G7H8J9K0M1N2",
            "申请编号。 The id of the case.",
        ),
        parameter(
            "picture",
            "path",
            true,
            json!({ "type": "string", "pattern": PICTURE, "maxLength": 66 }),
            "identity-card.2",
            "图片名称：第一张为材料代码，其余另加编号。 The name of the picture: that of its material, and from the second one on a number.",
        ),
        parameter(
            "upload",
            "path",
            true,
            id("upl_"),
            "upl_06A1B2C3D4E5F6G7H8J9K0M1N2",
            "上传编号。 The id of the upload.",
        ),
        parameter(
            "session",
            "path",
            true,
            id("sess_"),
            "sess_06A1B2C3D4E5F6G7H8J9K0M1N2",
            "登录编号。 The id of the session.",
        ),
        parameter("season", "path", true, slug.clone(), "2027", "期次。 The season."),
        parameter(
            "group",
            "path",
            true,
            slug,
            "interviews-1",
            "审核组代号。 The name of the group in addresses.",
        ),
        parameter(
            "proposal",
            "path",
            true,
            id("prop_"),
            "prop_06A1B2C3D4E5F6G7H8J9K0M1N2",
            "提案编号。 The id of the proposal.",
        ),
        parameter(
            "act",
            "path",
            true,
            id("act_"),
            "act_06A1B2C3D4E5F6G7H8J9K0M1N2",
            "操作记录编号。 The id of the act.",
        ),
        parameter(
            "Idempotency-Key",
            "header",
            true,
            key,
            "0f8e3a52-6d0c-4a55-9d0b-0a4a2f6a7c11",
            "本次操作的唯一标识，重试时不变。 Names this attempt; a repeat keeps it and is answered as the first time.",
        ),
        parameter(
            "If-Match",
            "header",
            true,
            tags.clone(),
            "\"2\"",
            "所读取的版本，即 ETag。 The version that was read: its ETag.",
        ),
        parameter(
            "If-None-Match",
            "header",
            false,
            tags,
            "\"2\"",
            "已有的版本。 The version that the caller has.",
        ),
    ]
}

fn parameter(name: &str, place: &str, required: bool, schema: Value, example: &str, words: &str) -> Value {
    json!({
        "name": name,
        "in": place,
        "required": required,
        "schema": schema,
        "example": example,
        "description": words,
    })
}
