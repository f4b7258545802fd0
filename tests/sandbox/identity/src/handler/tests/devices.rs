//! The login by a second device.

use super::*;

/// Ten minutes after [`OPEN`].
const TOO_LATE: &str = "2027-04-15T01:10:00.000Z";
const LAST: &str = "2027-04-15T01:09:59.999Z";

/// Somebody has chosen the personal login. Returns where their browser waits, and the page of the telephone.
fn waiting(provider: &Provider) -> (String, String) {
    let begun = provider.open(&format!("/sandbox/identity/platform/authorize?{ASKED}&as=personal"));
    assert_eq!(begun.status, 303, "{}", begun.text);
    let address = begun.header("location");
    let (_, id) = address.rsplit_once("device=").unwrap();
    let phone = format!("/sandbox/identity/platform/phone/{id}");
    (address.clone(), phone)
}

/// Somebody sends the form of the telephone.
fn send(provider: &Provider, phone: &str, form: &str, now: &str) -> Answer {
    provider.ask(Request::post(phone).header("origin", kit::ORIGIN), form, now)
}

#[test]
fn the_first_browser_waits_before_a_code_and_goes_on_once_the_face_is_recognised() {
    let provider = Provider::new(crate::COMPONENT);
    let (address, phone) = waiting(&provider);
    let page = provider.open(&address);
    assert!(page.text.contains("<svg") && page.text.contains("data-again-after=\"3\""), "{}", page.text);
    assert!(page.text.contains(&format!("href=\"{}{phone}\"", kit::ORIGIN)), "{}", page.text);

    let asked = provider.open(&phone);
    assert!(asked.text.contains("value=\"115\"") && asked.text.contains("D1-02"), "{}", asked.text);
    assert_eq!(provider.open(&address).status, 200, "looking is not choosing");
    assert_eq!(send(&provider, &phone, "person=115&face=yes", OPEN).header("location"), phone);
    let told = provider.open(&phone).text;
    assert!(told.contains("人脸识别已通过") && told.contains("&#38;device="), "{told}");

    for _ in 0..2 {
        let on = provider.open(&address);
        let location = on.header("location");
        assert!(location.starts_with("https://miaopi.example/auth/callback?code="), "{location}");
    }
}

#[test]
fn whoever_is_not_recognised_does_not_log_in() {
    let provider = Provider::new(crate::COMPONENT);
    let (address, phone) = waiting(&provider);
    send(&provider, &phone, "person=115&face=no", OPEN);
    // The first answer counts.
    send(&provider, &phone, "person=115&face=yes", OPEN);
    assert!(provider.open(&phone).text.contains("人脸识别未通过"));
    assert!(provider.open(&address).header("location").contains("error=access_denied"));
}

#[test]
fn nobody_can_be_who_does_not_exist() {
    let provider = Provider::new(crate::COMPONENT);
    let (address, phone) = waiting(&provider);
    for form in ["", "face=yes", "person=10000", "person=other&place=", "person=other&place=%3Cb%3E"] {
        let told = send(&provider, &phone, form, OPEN);
        assert!(told.status == 200 && told.text.contains("role=\"alert\""), "{form}: {}", told.text);
    }
    assert_eq!(provider.open(&address).status, 200);
    assert_eq!(send(&provider, &phone, "person=other&place=9999&face=yes", OPEN).status, 303);
    assert_eq!(provider.open(&address).status, 303);
}

#[test]
fn no_page_of_another_site_says_who_somebody_is() {
    let provider = Provider::new(crate::COMPONENT);
    let (address, phone) = waiting(&provider);
    for origin in ["https://evil.example", "null"] {
        let request = Request::post(&phone).header("origin", origin);
        provider.ask(request, "person=0&face=yes", OPEN).refused(403, "origin-refused");
    }
    provider.ask(Request::post(&phone), "person=0&face=yes", OPEN).refused(403, "origin-refused");
    assert_eq!(provider.open(&address).status, 200);
}

#[test]
fn a_code_is_good_for_ten_minutes_and_another_one_can_be_had() {
    let provider = Provider::new(crate::COMPONENT);
    let (address, phone) = waiting(&provider);
    assert!(provider.ask(Request::get(&phone), "", LAST).text.contains("<form"));
    assert!(send(&provider, &phone, "person=0&face=yes", TOO_LATE).text.contains("二维码已失效"));
    let over = provider.ask(Request::get(&address), "", TOO_LATE);
    assert!(over.text.contains("二维码已失效") && over.text.contains("as=personal\""), "{}", over.text);
    for unknown in ["/sandbox/identity/platform/phone/x", "/sandbox/identity/platform/phone/script"] {
        assert!(provider.open(unknown).text.contains("二维码已失效"), "{unknown}");
    }
}

#[test]
fn the_pages_are_in_english_for_whoever_reads_that_and_go_on_by_themselves_only_as_long_as_they_are_wanted_to()
 {
    let provider = Provider::new(crate::COMPONENT);
    let (address, phone) = waiting(&provider);
    for path in [&address, &phone] {
        let page = provider.ask(Request::get(path).header("accept-language", "en"), "", OPEN);
        assert!(page.text.contains("<html lang=\"en\">"), "{}", page.text);
        assert!(page.text.contains("face recognised"), "{}", page.text);
        assert!(!page.text.contains("人脸"), "{}", page.text);
    }
    let still = provider.open(&format!("{address}&still=yes"));
    assert!(!still.text.contains("data-again-after"), "{}", still.text);
}
