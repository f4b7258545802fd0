//! A captcha is good once, for a while, in its session; either answer is good.

use super::*;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

#[test]
fn the_picture_is_shown_as_it_is_and_says_nothing_in_its_markup() {
    let captcha = World::new().captcha(OPEN);
    let image = captcha["image"].as_str().unwrap();
    assert!(image.starts_with("data:image/bmp;base64,Qk"), "{image}");
    assert_eq!(captcha["expires"], "2027-04-15T01:05:00.000Z");
    assert_eq!(
        (&captcha["work"]["algorithm"], &captcha["work"]["max"]),
        (&json!("SHA-256"), &json!(200_000))
    );
}

#[test]
fn the_letters_of_the_picture_are_an_answer_however_they_are_written() {
    let world = World::new();
    let captcha = world.captcha(OPEN);
    let token = captcha["captcha"].as_str().unwrap();
    let letters = std::cell::RefCell::new(String::new());
    let peek = async |request: Request<Body>, cx: &Context<'_, Counting>| {
        let session = cx.session(&request).await?;
        let opened = crate::captcha::Captcha::open(cx, session.id, token)?;
        *letters.borrow_mut() = opened.letters().to_ascii_lowercase();
        Ok(edge::empty(http::StatusCode::OK))
    };
    let request = Request::get("/").header("authorization", format!("Bearer {}", world.token));
    kit::answer(&world.service, request.body(Body::full("")).unwrap(), OPEN, peek);
    let text = format!(" {} ", letters.borrow());
    let body = json!({ "programme": "shenzhen-interview", "captcha": token, "text": text });
    assert_eq!(world.code_for("one", &body, OPEN).status, 200);
}

#[test]
fn a_captcha_that_was_answered_rightly_is_not_answered_again() {
    let world = World::new();
    let body = answered(&world.captcha(OPEN));
    assert_eq!(world.code_for("one", &body, OPEN).status, 200);
    world.code_for("two", &body, "2027-04-15T01:01:00.000Z").refused(422, "captcha-invalid");
    assert_eq!(world.deployment.messages.arrived().len(), 1);
}

#[test]
fn a_captcha_that_was_answered_wrongly_is_not_answered_again() {
    let world = World::new();
    let captcha = world.captcha(OPEN);
    let right = answered(&captcha);
    let mut wrong = right.clone();
    wrong["number"] = json!(right["number"].as_u64().unwrap() ^ 1);
    world.code_for("one", &wrong, OPEN).refused(422, "captcha-wrong");
    world.code_for("one", &right, OPEN).refused(422, "captcha-invalid");
    assert_eq!(world.deployment.messages.arrived(), []);
    // A wrong answer takes none of the codes of the day and keeps nobody waiting.
    assert_eq!(world.code("two", OPEN).status, 200);
}

#[test]
fn a_captcha_is_good_up_to_its_last_millisecond() {
    let world = World::new();
    let (first, second) = (answered(&world.captcha(OPEN)), answered(&world.captcha(OPEN)));
    world.code_for("one", &first, "2027-04-15T01:05:00.000Z").refused(422, "captcha-invalid");
    assert_eq!(world.code_for("one", &second, "2027-04-15T01:04:59.999Z").status, 200);
}

#[test]
fn a_captcha_is_good_in_its_own_session_and_for_nothing_else() {
    let world = World::new();
    let mut body = answered(&world.captcha(OPEN));
    let elsewhere = world.elsewhere(OPEN);
    world.ask(&elsewhere, "codes", Some("one"), &body, OPEN).refused(422, "captcha-invalid");
    let other = world.deployment.store().seal_for_browser("login", &[0; 49]).unwrap();
    let other = URL_SAFE_NO_PAD.encode(other);
    for forged in ["", "=", "AAAA", &"A".repeat(200), &other] {
        body["captcha"] = json!(forged);
        world.code_for("one", &body, OPEN).refused(422, "captcha-invalid");
    }
}

#[test]
fn whoever_guesses_is_stopped_after_sixteen_answers() {
    let world = World::new();
    for _ in 0..domain::verification::ANSWERS_MAX {
        let captcha = world.captcha(OPEN);
        let body = json!({ "programme": "shenzhen-interview", "captcha": captcha["captcha"], "text": "0" });
        world.code_for("one", &body, OPEN).refused(422, "captcha-wrong");
    }
    let stopped = world.code("one", OPEN);
    stopped.refused(429, "captchas-used-up");
    assert_eq!(stopped.json()["again"], "2027-04-15T01:05:00.000Z");
    assert_eq!(world.code("one", "2027-04-15T01:05:00.000Z").status, 200);
}
