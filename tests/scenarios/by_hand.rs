//! Whoever tries the service out plays a row of D.1 by the pages of the sandbox: they look for who plays it, have that person
//! registered otherwise, log in by a second device, read the code on the telephone, move the clock, and set and pay what is set
//! and paid on the examination site. Filing and deciding are the service's own.

use super::*;
use tests::browser::Browser;
use tests::page::Page;
use tests::person::{code_in, confirmed, form, telephone_of};

/// Logs in at the platform, with another browser as the telephone.
async fn log_in_by_hand(city: &City, place: u32) -> Person {
    let (mut computer, mut telephone) = (Browser::new(&city.deployment), Browser::new(&city.deployment));
    let begun = computer.open("/auth/login?realm=candidate").await;
    let address = begun.header("location").to_owned();
    let path = address.split('?').next().expect("a path").to_owned();
    let personal = computer.read(&address).await.link("as=personal");
    let waiting = computer.open(&format!("{path}{personal}")).await.header("location").to_owned();
    let code = computer.read(&waiting).await;
    code.says("<svg");
    code.says("data-again-after=\"3\"");

    let phone = code.link("/phone/");
    let person = place.to_string();
    telephone.press(&phone, ("face", "yes"), &[("person", &person)]).await.says("人脸识别已通过");
    let callback = computer.open(&waiting).await;
    assert_eq!(callback.status, 303, "{callback:?}");
    let back = computer.open(callback.header("location")).await;
    assert_eq!((back.status.as_u16(), back.header("location")), (303, "/auth/session"), "{back:?}");
    Person { telephone: telephone_of(place), ..computer.person().await }
}

/// Logs in at the office as the reviewer that its page offers.
async fn reviewer_by_hand(city: &City) -> Person {
    let mut browser = Browser::new(&city.deployment);
    let address = browser.open("/auth/login?realm=staff").await.header("location").to_owned();
    let path = address.split('?').next().expect("a path").to_owned();
    let choice = browser.read(&address).await.link("role=reviewer");
    let callback = browser.open(&format!("{path}{choice}")).await.header("location").to_owned();
    assert_eq!(browser.open(&callback).await.status, 303);
    browser.person().await
}

/// Returns where the page about whoever plays a row is, and their place.
fn player(page: &Page, row: &str) -> (String, u32) {
    let (_, rest) = page.html.split_once(&format!("<tr id=\"{row}\">")).expect("the row is there");
    let place = rest.split("/sandbox/people/").nth(1).and_then(|rest| rest.split('"').next());
    let place: u32 = place.and_then(|place| place.parse().ok()).expect("somebody plays it");
    (format!("/sandbox/people/{place}"), place)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_newcomer_plays_d1_06_by_the_pages() {
    let city = City::at("04-15T10:00:00.000").await;
    let mut newcomer = Browser::new(&city.deployment);
    let first = newcomer.read("/sandbox").await;
    first.says("2027-04-15 10:00");
    let (somebody, place) = player(&first, "D1-06");
    newcomer.press(&somebody, ("named", "other"), &[]).await.says("name: 某某");

    let mut candidate = log_in_by_hand(&city, place).await;
    let (case, first) = candidate.open("open").await;
    let draft = json!({ "category": "other-household", "form": form(place), "confirmed": confirmed() });
    let edited = candidate.ask(Method::PUT, &format!("{case}/draft"), &[("if-match", &first)], draft).await;
    assert_eq!(edited.status, 200, "{edited:?}");
    let etag = candidate.hand_in(&case).await;
    assert_eq!(candidate.code("one").await.status, 200);
    let inbox = newcomer.read("/sandbox/inbox").await.link(&telephone_of(place));
    let telephone = newcomer.read(&inbox).await.html;
    let (_, message) = telephone.split_once("验证码").expect("a code has arrived");
    assert_eq!(candidate.enter(&code_in(message)).await.status, 200);
    assert_eq!(candidate.submit(&case, &etag).await.json()["state"], "under-review");

    newcomer.press("/sandbox/clock", ("minutes", "1440"), &[]).await.says("2027-04-16 10:00");
    let mut reviewer = reviewer_by_hand(&city).await;
    assert_eq!(reviewer.claim(&case).await.status, 200);
    assert_eq!(reviewer.decide(&case, pass(0)).await.json()["state"], "approved");
    let registration = format!("{case}/registration");
    let mut candidate = log_in_by_hand(&city, place).await;
    for (status, words) in [("awaiting-payment", "待支付"), ("paid", "已支付")] {
        newcomer.press(&somebody, ("status", status), &[]).await.says(&format!("status: {status}"));
        let answer = candidate.ask(Method::POST, &registration, &[], Value::Null).await;
        assert_eq!(answer.json()["name"]["zh"], words, "{answer:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_switch_can_be_moved_to_each_position_and_shows_it_and_a_register_that_is_down_decides_nothing()
{
    let city = City::at("04-15T10:00:00.000").await;
    let mut newcomer = Browser::new(&city.deployment);
    let path = "/sandbox/switches";
    let page = newcomer.read(path).await;
    let mut moved = 0;
    for part in page.html.split("<fieldset id=\"").skip(1) {
        let (switch, rest) = part.split_once('"').expect("an id");
        let rest = rest.split("</fieldset>").next().expect("it ends");
        for position in rest.split("name=\"to\" value=\"").skip(1) {
            let (position, _) = position.split_once('"').expect("a value");
            let shown = newcomer.press(path, ("to", position), &[("switch", switch)]).await;
            let (_, shown) =
                shown.html.split_once(&format!("<fieldset id=\"{switch}\">")).expect("it is there");
            let shown = shown.split("</fieldset>").next().expect("it ends");
            assert!(
                shown.contains(&format!("value=\"{position}\" aria-pressed=\"true\"")),
                "{switch}: {shown}"
            );
            assert_eq!(shown.matches("aria-pressed").count(), 1, "{switch} {position}");
            moved += 1;
        }
    }
    assert!(40 < moved, "{moved}");
    newcomer.press(path, ("", ""), &[("switch", "all")]).await;
    newcomer.press(path, ("to", "outage"), &[("switch", "diplomas")]).await;
    city.file(0, "local-household").await.is(&city, "under-review", "申请已提交").await;
    newcomer.press(path, ("to", "works"), &[("switch", "diplomas")]).await;
    city.file(10, "local-household").await.is(&city, "approved", "业务申请已办结").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_clock_is_set_from_its_page_alone_and_goes_on_when_it_is_let() {
    let city = City::at("04-15T10:00:00.000").await;
    let mut newcomer = Browser::new(&city.deployment);
    let path = "/sandbox/clock";
    let page = newcomer.read(path).await;
    page.says("中小学教师资格考试面试资格审核 (2027)");
    page.says("时钟停着");
    // The first instant at which it is too late to file, and a minute before.
    newcomer.press(path, ("at", "2027-04-17T06:59:00.000Z"), &[]).await.says("2027-04-17 14:59");
    let programme = "/api/programmes/shenzhen-interview";
    assert_eq!(newcomer.open(programme).await.json()["is_open"], true);
    newcomer.press(path, ("at", "2027-04-17T07:00:00.000Z"), &[]).await.says("2027-04-17 15:00");
    assert_eq!(newcomer.open(programme).await.json()["is_open"], false);
    newcomer.press(path, ("", ""), &[("civil", "2027-04-19 23:59")]).await.says("2027-04-19 23:59");
    newcomer.press(path, ("pace", "running"), &[]).await.says("时钟在走");
    newcomer.press(path, ("pace", "held"), &[]).await.says("时钟停着");

    let stranger = [("origin", "https://evil.example")];
    refused(&newcomer.send(Method::POST, path, &stranger).await, 403, "origin-refused");
    refused(&newcomer.send(Method::POST, path, &[]).await, 403, "origin-refused");
    // What it asks refuses whatever a browser sends, as ever.
    let clock = city.deployment.control(Method::GET, "/clock", Value::Null).await.json();
    assert!(clock["at"].as_str().is_some_and(|at| at.starts_with("2027-04-19T15:59")), "{clock}");
}
