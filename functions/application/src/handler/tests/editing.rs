use super::*;

fn opened() -> (World, String, String) {
    let world = World::new();
    let token = world.candidate(1);
    let case = world.open(1);
    (world, token, case)
}

#[test]
fn an_edit_replaces_the_whole_draft_and_gives_the_next_version() {
    let (world, token, case) = opened();
    let edited = world.edit(&token, &case, "\"1\"", &filled());
    assert_eq!((edited.status, edited.header("etag").as_str()), (200, "\"2\""));
    assert_eq!(edited.text, world.show(&token, &case).text);
    // What is shown can be sent back as it is.
    let draft = edited.json()["draft"].clone();
    let unchanged = world.edit(&token, &case, "\"2\"", &draft);
    assert_eq!((unchanged.status, unchanged.header("etag").as_str()), (200, "\"2\""));
    let emptied = world.edit(&token, &case, "\"2\"", &json!({}));
    assert_eq!(emptied.json()["draft"], json!({ "form": {} }));
}

#[test]
fn of_two_edits_of_one_version_the_second_is_refused_and_changes_nothing() {
    let (world, token, case) = opened();
    assert_eq!(world.edit(&token, &case, "\"1\"", &filled()).status, 200);
    let before = world.show(&token, &case).text;
    world.edit(&token, &case, "\"1\"", &json!({})).refused(412, "changed-meanwhile");
    assert_eq!(world.show(&token, &case).text, before);
}

#[test]
fn an_edit_must_say_which_version_it_is_based_on() {
    let (world, token, case) = opened();
    let request = Request::put(format!("{case}/draft")).header("authorization", format!("Bearer {token}"));
    let request = request.header("content-type", "application/json");
    world.ask(request, "{}").refused(428, "precondition-required");
    world.edit(&token, &case, "1", &json!({})).refused(400, "malformed-header");
}

#[test]
fn every_wrong_field_is_named_at_once_and_none_is_repeated() {
    let (world, token, case) = opened();
    let wrong = json!({
        "category": "Not A Slug",
        "form": {
            "name": " 王小明",
            "document": { "kind": "resident-identity-card", "number": "110105194912310021" },
            "telephone": "１３800000000",
            "email": "xiaoming@example。org",
        },
    });
    let refused = world.edit(&token, &case, "\"1\"", &wrong);
    refused.refused(422, "invalid-fields");
    insta::assert_snapshot!(refused.text, @r#"{"type":"urn:miaopi:problem:invalid-fields","title":"Some fields are wrong","status":422,"detail":"Correct each field listed in errors and send it again.","code":"invalid-fields","errors":[{"pointer":"/category","code":"malformed-name","detail":"It is no such name. Choose one from the list."},{"pointer":"/form/name","code":"outer-blank","detail":"There is a blank at an end. Remove it."},{"pointer":"/form/document/number","code":"wrong-check-character","detail":"The check character does not fit. Compare every digit."},{"pointer":"/form/telephone","code":"full-width-character","detail":"It has full-width characters. Type it in half-width ones."},{"pointer":"/form/email","code":"chinese-full-stop","detail":"There is a Chinese full stop. Type a dot."}]}"#);
    for value in ["110105194912310021", "王小明", "xiaoming"] {
        assert!(!refused.text.contains(value), "{value}");
    }
}

#[test]
fn a_kind_of_document_that_does_not_exist_is_named() {
    let (world, token, case) = opened();
    let wrong = json!({ "form": { "document": { "kind": "library-card", "number": "1" } } });
    let refused = world.edit(&token, &case, "\"1\"", &wrong).json();
    assert_eq!(refused["errors"][0]["pointer"], "/form/document/kind");
    assert_eq!(refused["errors"][0]["code"], "unknown-kind");
}

#[test]
fn a_category_that_the_policy_does_not_have_is_refused() {
    let (world, token, case) = opened();
    let wrong = json!({ "category": "nobody" });
    world.edit(&token, &case, "\"1\"", &wrong).refused(422, "unknown-category");
}

#[test]
fn a_draft_is_edited_until_the_window_closes_and_not_from_then_on() {
    let (mut world, _, case) = opened();
    world.now = "2027-04-17T06:59:59.999Z".to_owned();
    let token = world.candidate(1);
    assert_eq!(world.edit(&token, &case, "\"1\"", &filled()).status, 200);
    world.now = "2027-04-17T07:00:00.000Z".to_owned();
    let refused = world.edit(&token, &case, "\"2\"", &json!({}));
    refused.refused(409, "window-closed");
    assert_eq!(refused.json()["closed"], "2027-04-17T07:00:00.000Z");
    assert_eq!(
        refused.json()["detail"],
        "It closed at 2027-04-17 15:00 Beijing time. Watch for the next season's notice."
    );
}

#[test]
fn a_body_that_makes_no_sense_changes_nothing() {
    let (world, token, case) = opened();
    let put = |content_type: &str, body: Bytes| {
        let request = Request::put(format!("{case}/draft"))
            .header("authorization", format!("Bearer {token}"))
            .header("content-type", content_type)
            .header("if-match", "\"1\"");
        world.ask(request, body)
    };
    let json = "application/json";
    put(json, Bytes::from_static(b"{")).refused(400, "malformed-json");
    put(json, Bytes::from_static(b"\"\xff\"")).refused(400, "not-utf8");
    put(json, Bytes::from_static(br#"{"form":{},"form":{}}"#)).refused(422, "invalid-fields");
    put(json, Bytes::from_static(br#"{"state":"approved"}"#)).refused(422, "invalid-fields");
    put("text/plain", Bytes::from_static(b"{}")).refused(415, "unsupported-media-type");
    put(json, Bytes::from(vec![b' '; edge::JSON_BYTES_MAX + 1])).refused(413, "body-too-large");
    assert_eq!(world.show(&token, &case).header("etag"), "\"1\"");
}
