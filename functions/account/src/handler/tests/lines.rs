//! What the log and the store tell.

use super::*;

/// The last line of the log.
fn last(world: &World) -> Value {
    serde_json::from_str(world.log.borrow().last().unwrap()).unwrap()
}

#[test]
fn the_line_of_a_login_says_by_which_way_and_how_it_ended() {
    let (world, browser) = World::with_password();
    let account = world.session(&browser, 0).unwrap().actor.account().unwrap().to_string();
    world.log_in(&Browser::default(), OWN, 0);
    let line = last(&world);
    let login = json!({ "realm": "password", "amr": ["pwd"] });
    assert_eq!((&line["login"], &line["status"], &line["account"]), (&login, &json!(201), &json!(account)));
    world.log_in(&Browser::default(), "wrong", 0);
    let line = last(&world);
    let code = json!("password-refused");
    assert_eq!((&line["login"], &line["code"], &line["account"]), (&login, &code, &Value::Null));
}

#[test]
fn nothing_that_was_entered_stands_in_the_log_or_can_be_read_in_the_store() {
    let (world, browser) = World::with_password();
    world.log_in(&browser, OWN, 0);
    world.log_in(&browser, "a wrong password", 0);
    world.set(&browser, OWN, EMAIL, 0);
    world.set(&browser, OWN, OTHER, 0);
    let secrets = [OWN, OTHER, EMAIL, NUMBER, NAME, "a wrong password", "$argon2id"];
    for line in world.log.borrow().iter() {
        assert!(secrets.iter().all(|secret| !line.contains(secret)), "{line}");
    }
    for (key, value) in world.dump().into_iter().filter(|(key, _)| !key.contains("policy/")) {
        for secret in secrets {
            assert!(!value.windows(secret.len()).any(|window| window == secret.as_bytes()), "{key} {secret}");
        }
    }
}
