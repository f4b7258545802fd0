use super::*;
use crate::locale::Locale;
use futures::executor::block_on;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use serde::Deserialize;

#[derive(Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Outer {
    name: Option<String>,
    inner: Option<Inner>,
}

#[derive(Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Inner {
    number: u8,
}

fn request(content_type: &str, body: impl Into<bytes::Bytes>) -> Request<Body> {
    Request::builder().header(CONTENT_TYPE, content_type).body(Body::full(body)).unwrap()
}

fn answer(mut request: Request<Body>) -> Result<Outer, Problem> {
    block_on(read_json(&mut request))
}

#[track_caller]
fn refused(body: impl Into<bytes::Bytes>, code: Code) -> serde_json::Value {
    let problem = answer(request("application/json", body)).unwrap_err();
    assert_eq!(problem.code(), code);
    serde_json::to_value(problem.document(Locale::English, "")).unwrap()
}

#[track_caller]
fn wrong_field(body: &str, pointer: &str, code: &str) {
    let document = refused(body.to_owned(), Code::InvalidFields);
    assert_eq!(document["errors"][0]["pointer"], pointer);
    assert_eq!(document["errors"][0]["code"], code);
}

#[test]
fn a_document_of_the_right_form_is_read() {
    let read = answer(request("Application/JSON; charset=\"UTF-8\"", r#" {"inner":{"number":1}} "#)).unwrap();
    assert_eq!(read, Outer { name: None, inner: Some(Inner { number: 1 }) });
}

#[test]
fn what_is_no_json_is_refused_with_the_place() {
    let document = refused("{\n \"name\": }", Code::MalformedJson);
    assert_eq!((&document["line"], &document["column"]), (&2.into(), &10.into()));
    for body in ["", "{", "{}{}", "{\"name\":\"\\ud800\"}", "{'name':1}", "\u{feff}{}"] {
        refused(body, Code::MalformedJson);
    }
}

#[test]
fn what_is_not_utf_8_is_refused() {
    refused(b"{\"name\":\"\xff\"}".as_slice(), Code::NotUtf8);
    refused(b"\xc0\x80".as_slice(), Code::NotUtf8);
}

#[test]
fn unknown_duplicate_and_missing_fields_and_wrong_types_are_named() {
    wrong_field(r#"{"nickname":"a"}"#, "/nickname", "unknown-field");
    wrong_field(r#"{"a/b~c":"a"}"#, "/a~1b~0c", "unknown-field");
    wrong_field(r#"{"name":"a","name":"b"}"#, "/name", "duplicate-field");
    wrong_field(r#"{"inner":{"number":1,"number":1}}"#, "/inner/number", "duplicate-field");
    wrong_field(r#"{"inner":{}}"#, "/inner/number", "missing-field");
    wrong_field(r#"{"inner":{"number":256}}"#, "/inner/number", "wrong-type");
    wrong_field(r#"{"name":["a"]}"#, "/name", "wrong-type");
    wrong_field(r#"[[]]"#, "/0", "wrong-type");
    wrong_field(&format!(r#"{{"{}":1}}"#, "a".repeat(65)), "", "unknown-field");
}

#[test]
fn deep_nesting_is_refused_before_it_can_exhaust_the_stack() {
    let deep = format!("{}1{}", "[".repeat(30_000), "]".repeat(30_000));
    refused(format!(r#"{{"name":{deep}}}"#), Code::InvalidFields);
    let value: Result<serde_json::Value, Problem> = parse(deep.as_bytes());
    assert_eq!(value.unwrap_err().code(), Code::MalformedJson);
}

#[test]
fn another_content_type_or_character_set_is_refused() {
    for other in ["", "text/plain", "application/x-www-form-urlencoded", "application/json; charset=gb18030"]
    {
        assert_eq!(answer(request(other, "{}")).unwrap_err().code(), Code::UnsupportedMediaType, "{other}");
    }
}

#[test]
fn a_body_that_declares_itself_too_large_is_refused_unread() {
    let declared = |bytes: usize| {
        let mut request = request("application/json", "{}");
        request.headers_mut().insert(CONTENT_LENGTH, bytes.into());
        answer(request).map_err(|problem| problem.code())
    };
    assert!(declared(JSON_BYTES_MAX).is_ok());
    assert_eq!(declared(JSON_BYTES_MAX + 1), Err(Code::BodyTooLarge));
    assert_eq!(declared(2_000_000_000), Err(Code::BodyTooLarge));
}

#[test]
fn an_empty_body_can_stand_for_the_default() {
    let mut nothing = Request::new(Body::full(""));
    assert_eq!(block_on(read_optional_json::<Outer>(&mut nothing)), Ok(Outer::default()));
    let mut text = Request::new(Body::full("{}"));
    let refused = block_on(read_optional_json::<Outer>(&mut text)).unwrap_err();
    assert_eq!(refused.code(), Code::UnsupportedMediaType);
}
