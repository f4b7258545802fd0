//! The instruments themselves: that what they are there for does not go unnoticed, and that hands and keys work as people's do.

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::time::{Duration, Instant};

use serde_json::json;

use super::Visit;
use super::chromium::Chromium;
use super::chromium::elements::Find;
use super::chromium::page::{Effort, Network};
use super::chromium::view::View;

/// A page that does nothing wrong.
const PLAIN: &str = "<h1>A page</h1><p>It says something.</p>";

/// Serves one page at every path but `/echo`, where it says what it is asked, and `/missing`; with this policy of content.
fn serve(body: &'static str, policy: &'static str) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("there is a free port");
    let address = listener.local_addr().expect("an address");
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            // Browsers open connections that they may need later, and say nothing on them for a while.
            std::thread::spawn(move || answer(stream, body, policy));
        }
    });
    address
}

fn answer(mut stream: TcpStream, body: &str, policy: &str) -> Option<()> {
    let mut lines = BufReader::new(stream.try_clone().ok()?).lines();
    let asked: Vec<String> =
        lines.by_ref().map_while(Result::ok).take_while(|line| !line.is_empty()).collect();
    let path = asked.first()?.split(' ').nth(1)?;
    let (status, text) = match path {
        "/missing" => ("404 Not Found", String::new()),
        "/echo" => ("200 OK", format!("<pre>{}</pre>", asked.join("\n"))),
        _ => ("200 OK", body.to_owned()),
    };
    let page = format!(
        "<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content=\"width=device-width\">\
         <link rel=icon href=data:,><title>A page</title><main>{text}</main></html>"
    );
    write!(
        stream,
        "HTTP/1.1 {status}\r\nContent-Type: text/html\r\nContent-Length: {}\r\nConnection: close\r\n\
         Content-Security-Policy: {policy}\r\n\r\n{page}",
        page.len()
    )
    .ok()
}

async fn visit_at(chromium: &Chromium, view: View, address: SocketAddr) -> Visit {
    let visit = Visit::new(chromium.open(view, &format!("http://{address}")).await, "instruments", address);
    visit.go("/").await;
    visit
}

async fn visit(chromium: &Chromium, view: View, body: &'static str) -> Visit {
    visit_at(chromium, view, serve(body, "")).await
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs Chromium and packages from npm: run it by `cargo xtask test browser`"]
async fn nothing_goes_unnoticed_that_a_page_does_wrong() {
    let chromium = Chromium::start().await;
    for (body, complaint) in [
        ("<img alt='' src=http://127.0.0.1:1/picture>", "asks somebody else: http://127.0.0.1:1/picture"),
        (
            "<img alt='' src=http://elsewhere.example/picture>",
            "asks somebody else: http://elsewhere.example/",
        ),
        ("<img alt='' src=/missing>", "status of 404"),
        ("<script>console.error('a mistake')</script>", "a mistake"),
        ("<script>nobody.knows()</script>", "nobody is not defined"),
        ("<script>Promise.reject(new Error('unheard'))</script>", "unheard"),
    ] {
        let visit = visit(&chromium, View::DESK, body).await;
        visit.settle().await;
        let complaints = visit.complaints();
        assert!(complaints.iter().any(|one| one.contains(complaint)), "{body}: {complaints:?}");
    }
    let address = serve("<p style='color: red'>A page</p><script>1</script>", "default-src 'none'");
    for view in [View::DESK, View::DESK.without_scripts()] {
        let visit = visit_at(&chromium, view, address).await;
        let complaints = visit.complaints();
        assert!(complaints.iter().any(|one| one.contains("Content Security Policy")), "{complaints:?}");
    }
    let plain = visit(&chromium, View::DESK, PLAIN).await;
    assert_eq!(plain.complaints(), [""; 0]);
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs Chromium and packages from npm: run it by `cargo xtask test browser`"]
async fn what_breaks_a_rule_is_named_with_its_place_with_and_without_scripts() {
    let chromium = Chromium::start().await;
    for view in [View::DESK, View::PHONE.without_scripts()] {
        // 5.7 to 1: enough for the middle level, and not for the highest.
        let pale = "<h1>A page</h1><p id=pale style='color: #666'>It says something.</p><input id=bare>";
        let found = visit(&chromium, view, pale).await.violations().await;
        let [contrast, label] = &found[..] else { panic!("{found:?}") };
        assert!(contrast.starts_with("color-contrast-enhanced at #pale: "), "{contrast}");
        assert!(label.starts_with("label at #bare: "), "{label}");
        let plain = visit(&chromium, view, PLAIN).await;
        assert_eq!((plain.violations().await, plain.overhang().await), (Vec::new(), None));
        let wide = visit(&chromium, view, "<h1 style='width: 1300px'>A page</h1>").await.overhang().await;
        assert!(wide.is_some_and(|wide| wide.contains("wider than the screen: <h1 ")), "{view}");
    }
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs Chromium and packages from npm: run it by `cargo xtask test browser`"]
async fn hands_and_keys_do_what_is_written_and_are_counted() {
    const FORM: &str = "<h1>A form</h1><form>
        <label>Name <input name=name value=before></label> <label for=kind>Kind</label>
        <select id=kind name=kind><option>first</option><option>second</option><option>third</option></select>
        <label><input type=checkbox name=agreed> I agree</label>
        <div style='height: 3000px'></div> <label for=file>Picture</label> <input id=file type=file>
        <button>Send</button></form>";
    let chromium = Chromium::start().await;
    let picture = chromium.folder().join("picture.txt");
    fs::write(&picture, "a picture").expect("there is room");
    for view in [View::DESK, View::PHONE] {
        let visit = visit(&chromium, view, FORM).await;
        visit.fill("Name", "Zoë 王").await;
        visit.choose("Kind", "third").await;
        visit.click("I agree").await;
        visit.attach("Picture", &[&picture]).await;
        let name = visit.evaluate("document.querySelector('#file').files[0].name").await;
        assert_eq!(name, "picture.txt");
        assert!(visit.has(Find::Css("#kind")).await && !visit.has("Send it all").await);
        visit.follow_link("Send").await;
        assert_eq!(visit.path().await, "/?name=Zo%C3%AB+%E7%8E%8B&kind=third&agreed=on", "{view}");
        // What selects the text before counts as well, and so does each key in the list.
        let effort = Effort { clicks: 2, fields: 3, keystrokes: 1 + 5 + 1 + 2 };
        assert_eq!(visit.effort.get(), effort, "{view}");
        visit.back().await;
        assert_eq!(visit.path().await, "/");
        visit.tab_to("Send").await;
        visit.press("Shift+Tab").await;
        visit.tab_to("Send").await;
        visit.follow(async || visit.press("Enter").await).await;
        assert_eq!(visit.effort.get().keystrokes, effort.keystrokes + 5 + 1 + 1 + 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs Chromium and packages from npm: run it by `cargo xtask test browser`"]
async fn two_pages_of_one_person_share_what_they_have_and_those_of_others_do_not() {
    let chromium = Chromium::start().await;
    let first = visit(&chromium, View::DESK, PLAIN).await;
    first.evaluate("document.cookie = 'one=person'").await;
    assert_eq!(first.cookie("one").await.as_deref(), Some("person"));
    let second = chromium.beside(&first).await;
    second.go("/echo").await;
    second.shows("Cookie: one=person").await;
    assert_eq!(visit(&chromium, View::DESK, PLAIN).await.cookie("one").await, None);
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs Chromium and packages from npm: run it by `cargo xtask test browser`"]
async fn whoever_is_in_doubt_clicks_twice() {
    const PAGE: &str = "<h1>A page</h1><button>Count</button> <output></output>
        <script>document.querySelector('button').onclick = () => document.querySelector('output').value += 'I'</script>";
    let chromium = Chromium::start().await;
    for view in [View::DESK, View::PHONE] {
        let visit = visit(&chromium, view, PAGE).await;
        visit.click_twice("Count").await;
        visit.until("both clicks", async || visit.text().await.ends_with(" II")).await;
        assert_eq!(visit.effort.get().clicks, 2);
    }
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs Chromium and packages from npm: run it by `cargo xtask test browser`"]
async fn pages_are_seen_as_wide_as_dark_as_large_and_in_the_language_that_was_chosen() {
    const PAGE: &str = "<h1 style='font-size: 1rem'>A page</h1><noscript>No scripts</noscript>";
    const LOOK: &str = "[innerWidth, matchMedia('(pointer: coarse)').matches, matchMedia('(prefers-color-scheme: dark)').matches,
        getComputedStyle(document.querySelector('h1')).fontSize, new Date(0).getHours()]";
    let chromium = Chromium::start().await;
    for (view, expected) in [
        (View::PHONE, json!([390, true, false, "16px", 16])),
        (View::DESK.in_the_dark(), json!([1280, false, true, "16px", 16])),
        (View::DESK.in_large_text().without_scripts(), json!([1280, false, false, "32px", 16])),
    ] {
        let visit = visit(&chromium, view, PAGE).await;
        assert_eq!(visit.evaluate(LOOK).await, expected, "{view}");
        assert!(visit.picture().await.starts_with(b"\x89PNG"));
        assert_eq!(visit.evaluate(LOOK).await, expected, "{view}, once more");
        assert_eq!(visit.text().await.contains("No scripts"), view.to_string().contains("without-scripts"));
    }
    for (view, language) in [(View::PHONE, "zh-CN,zh"), (View::PHONE.in_english(), "en-GB,en")] {
        let visit = visit(&chromium, view, PLAIN).await;
        visit.go("/echo").await;
        visit.shows(&format!("Accept-Language: {language}")).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs Chromium and packages from npm: run it by `cargo xtask test browser`"]
async fn a_network_is_slow_or_gone_and_what_crosses_it_is_weighed() {
    const TRY: &str = "fetch('/echo').then((answer) => answer.text()).then(() => 'there', () => 'gone')";
    let chromium = Chromium::start().await;
    let visit = visit(&chromium, View::PHONE, PLAIN).await;
    let weight = visit.weight();
    assert!((200..1000).contains(&weight.document_bytes), "{weight:?}");
    assert_eq!((weight.document_bytes, visit.status()), (weight.all_bytes, 200), "there is nothing else");
    assert_eq!(visit.evaluate(TRY).await, "there");
    assert!(weight.all_bytes < visit.weight().all_bytes, "what is asked for later counts, too");
    visit.network(Network::Slow).await;
    let begun = Instant::now();
    assert_eq!(visit.evaluate(TRY).await, "there");
    assert!(Duration::from_millis(400) <= begun.elapsed(), "{:?}", begun.elapsed());
    visit.network(Network::Gone).await;
    assert_eq!(visit.evaluate(TRY).await, "gone");
    visit.network(Network::Good).await;
    assert_eq!(visit.evaluate(TRY).await, "there");
    visit.reload().await;
    visit.go("/missing").await;
    assert_eq!(visit.status(), 404);
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs Chromium and packages from npm: run it by `cargo xtask test browser`"]
async fn a_page_may_ask_before_it_is_left_and_what_was_typed_stays() {
    const PAGE: &str = "<h1>A form</h1><label>Name <input></label> <a href=/next>Next</a>
        <script>addEventListener('beforeunload', (event) => event.preventDefault())</script>";
    let chromium = Chromium::start().await;
    let visit = visit(&chromium, View::DESK, PAGE).await;
    visit.fill("Name", "Anna").await;
    let (_, ()) = tokio::join!(visit.answer(false), visit.click("Next"));
    assert_eq!(visit.evaluate("document.querySelector('input').value").await, "Anna");
    visit.follow(async || _ = tokio::join!(visit.answer(true), visit.click("Next"))).await;
    assert_eq!(visit.path().await, "/next");
}
