use super::*;
use serde_json::{Value, json};

const ADDRESS: &str = "https://portal.example/callback?kind=login";

fn portal() -> Value {
    json!({
        "id": "city-hall", "name": { "zh": "市民服务网", "en": "City Hall" },
        "secrets": ["0123456789abcdef"], "addresses": [ADDRESS],
    })
}

/// Returns what is wrong with a portal that is right but for this.
fn wrong(name: &str, value: Value) -> String {
    let mut portal = portal();
    portal[name] = value;
    let malformed = Portals::parse(&json!([portal]).to_string()).err().expect("it is wrong");
    let message = malformed.to_string();
    assert!(message.starts_with("the variable portals: "), "{message}");
    message
}

#[test]
fn nothing_and_an_empty_list_register_nobody() {
    for list in ["", " \n", "[]"] {
        assert!(Portals::parse(list).unwrap().find("").is_none(), "{list}");
    }
}

#[test]
fn a_portal_has_its_own_addresses_and_no_others() {
    let mut other = portal();
    other["id"] = json!("other");
    other["addresses"] =
        json!(["https://other.example/", "http://127.0.0.1:3001/", "http://[::1]/", "http://localhost/"]);
    let portals = Portals::parse(&json!([portal(), other]).to_string()).unwrap();
    assert_eq!(portals.with_address("city-hall", ADDRESS).unwrap().id, "city-hall");
    for (id, address) in [
        ("city-hall", "https://other.example/"),
        ("city-hall", "https://portal.example/callback"),
        ("city-hall", "https://portal.example/callback?kind=login&x"),
        ("city-hall", "HTTPS://portal.example/callback?kind=login"),
        ("city-hall", ""),
        ("City-hall", ADDRESS),
        ("", ADDRESS),
    ] {
        let refused = portals.with_address(id, address).err().map(|problem| problem.code());
        assert_eq!(refused, Some(Code::UnknownPortal), "{id} {address}");
    }
}

#[test]
fn either_of_two_secrets_is_good_while_they_are_exchanged() {
    let mut portal = portal();
    portal["secrets"] = json!(["0123456789abcdef", "fedcba9876543210"]);
    let portals = Portals::parse(&json!([portal]).to_string()).unwrap();
    let portal = portals.find("city-hall").unwrap();
    assert!(portal.accepts("0123456789abcdef") && portal.accepts("fedcba9876543210"));
    assert!(!portal.accepts("") && !portal.accepts("0123456789abcdef,fedcba9876543210"));
}

#[test]
fn the_origins_of_a_portal_are_those_of_its_addresses_each_once() {
    let mut portal = portal();
    portal["addresses"] = json!([
        "https://portal.example/back",
        "https://portal.example/other?https://else.example/",
        "https://portal.example:8443/",
        "http://127.0.0.1:3001/back",
    ]);
    let portals = Portals::parse(&json!([portal]).to_string()).unwrap();
    let origins = ["http://127.0.0.1:3001", "https://portal.example", "https://portal.example:8443"];
    assert_eq!(portals.find("city-hall").unwrap().origins(), origins);
}

#[test]
fn a_name_may_have_as_many_characters_as_fit_a_line_in_each_language() {
    let mut portal = portal();
    portal["name"] = json!({ "zh": "门".repeat(64), "en": "a".repeat(64) });
    assert!(Portals::parse(&json!([portal]).to_string()).is_ok());
}

#[test]
fn what_is_wrong_with_an_entry_is_said_and_no_secret_with_it() {
    for id in [json!(""), json!("a b"), json!("门户"), json!("a".repeat(65))] {
        assert!(wrong("id", id).contains("portal 1 of the list: its id"));
    }
    for name in ["", " ", " City Hall", "City\nHall", "City\u{85}Hall", &"门".repeat(65)] {
        for language in ["zh", "en"] {
            let mut names = portal()["name"].clone();
            names[language] = json!(name);
            assert!(wrong("name", names).contains("portal 1 of the list: its name"), "{language} {name:?}");
        }
    }
    for names in [json!(null), json!("City Hall"), json!({ "zh": "市民服务网" })] {
        assert!(wrong("name", names).contains("line 1, column"));
    }
    let secret = "0123456789abcdef";
    for secrets in [json!([]), json!([secret, secret, secret])] {
        assert!(wrong("secrets", secrets).contains("one secret, or two"));
    }
    for secrets in [json!(["0123456789abcde"]), json!([secret, ""]), json!(["0123456789abcdef,"])] {
        assert!(wrong("secrets", secrets).contains("at least 16"));
    }
    assert!(wrong("addresses", json!([])).contains("no address"));
    for address in [
        "",
        "/callback",
        "portal.example",
        "http://portal.example/",
        "https://portal.example",
        "https://portal.example/#x",
        "https://city-hall.example@portal.example/",
        "https://:secret@portal.example/",
        "javascript:alert(1)",
        "http://127.0.0.1.evil.example/",
    ] {
        assert!(wrong("addresses", json!([ADDRESS, address])).contains("with https"), "{address}");
    }
    assert!(
        wrong("addresses", json!([format!("https://portal.example/{}", "a".repeat(490))])).contains("512")
    );
}

#[test]
fn a_list_that_is_no_list_of_portals_is_refused_by_its_place_alone() {
    for (list, place) in [
        (r#"{"id":"a very secret secret"}"#, "line 1, column 0"),
        (r#"["a very secret secret"]"#, "line 1, column 23"),
        (r#"[{"id":"a","secret":"a very secret secret"}]"#, "line 1, column 19"),
        ("[]\n[]", "line 2, column 1"),
        ("a very secret secret", "line 1, column 1"),
    ] {
        let message = Portals::parse(list).err().expect("it is wrong").to_string();
        assert!(message.contains(place) && !message.contains("very"), "{message}");
    }
    let twice = json!([portal(), portal()]).to_string();
    let message = Portals::parse(&twice).err().expect("it is wrong").to_string();
    assert_eq!(message, "the variable portals: portal 2 of the list: another one has the same id");
}
