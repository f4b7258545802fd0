use super::*;

const OURS: &str = "https://miaopi.example";

fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for (name, value) in pairs {
        headers.append(*name, value.parse().unwrap());
    }
    headers
}

fn credential(pairs: &[(&'static str, &str)]) -> Result<Option<String>, Code> {
    let headers = headers(pairs);
    let found = Credential::of(&headers).map_err(|problem| problem.code())?;
    Ok(found.map(|credential| format!("{credential:?}")))
}

#[test]
fn a_session_comes_by_cookie_or_by_header() {
    assert_eq!(credential(&[]), Ok(None));
    assert_eq!(credential(&[("cookie", "a=1; __Host-session=tok; b=2")]), Ok(Some("Cookie(\"tok\")".into())));
    assert_eq!(credential(&[("authorization", "bearer tok")]), Ok(Some("Bearer(\"tok\")".into())));
    let both = [("cookie", "__Host-session=a"), ("authorization", "Bearer b")];
    assert_eq!(credential(&both), Ok(Some("Bearer(\"b\")".into())));
}

#[test]
fn cookies_that_only_look_like_ours_are_not_ours() {
    for other in
        ["__Host-session2=a", "host-session=a", "__Host-session", "x__Host-session=a", "__host-session=a"]
    {
        assert_eq!(credential(&[("cookie", other)]), Ok(None), "{other}");
    }
}

#[test]
fn two_cookies_of_our_name_are_refused_wherever_they_stand() {
    let refused = Err(Code::AmbiguousCredentials);
    assert_eq!(credential(&[("cookie", "__Host-session=a; __Host-session=b")]), refused);
    assert_eq!(credential(&[("cookie", "__Host-session=a"), ("cookie", "__Host-session=a")]), refused);
}

#[test]
fn an_authorization_that_is_no_bearer_is_refused_and_not_passed_over() {
    for wrong in ["Basic YTpi", "Bearer", "Bearer ", "tok"] {
        let refused = credential(&[("authorization", wrong), ("cookie", "__Host-session=a")]);
        assert_eq!(refused, Err(Code::MalformedHeader), "{wrong}");
    }
}

fn origin(credential: Credential<'_>, method: &Method, pairs: &[(&'static str, &str)]) -> Result<(), Code> {
    credential.check_origin(method, &headers(pairs), OURS).map_err(|problem| problem.code())
}

#[test]
fn a_change_by_cookie_must_come_from_our_own_pages() {
    let cookie = Credential::Cookie("a");
    assert_eq!(origin(cookie, &Method::PUT, &[("origin", OURS)]), Ok(()));
    assert_eq!(origin(cookie, &Method::GET, &[]), Ok(()));
    for forged in
        ["https://evil.example", "null", "https://miaopi.example.evil.example", "http://miaopi.example", ""]
    {
        let forged = [("origin", forged), ("host", "evil.example")];
        assert_eq!(origin(cookie, &Method::POST, &forged), Err(Code::OriginRefused), "{forged:?}");
    }
    assert_eq!(origin(cookie, &Method::DELETE, &[]), Err(Code::OriginRefused));
    assert_eq!(
        origin(cookie, &Method::PUT, &[("origin", OURS), ("origin", OURS)]),
        Err(Code::MalformedHeader)
    );
}

#[test]
fn a_forged_host_that_equals_the_forged_origin_changes_nothing() {
    let forged = [("host", "evil.example"), ("origin", "https://evil.example")];
    assert_eq!(origin(Credential::Cookie("a"), &Method::POST, &forged), Err(Code::OriginRefused));
}

#[test]
fn a_change_by_bearer_needs_no_origin() {
    assert_eq!(origin(Credential::Bearer("a"), &Method::POST, &[]), Ok(()));
}

#[test]
fn any_secret_of_the_list_is_accepted_and_a_short_or_empty_one_never() {
    let secrets = Secrets::parse("0123456789abcdef, fedcba9876543210,short,");
    assert!(secrets.accept("0123456789abcdef") && secrets.accept("fedcba9876543210"));
    assert!(!secrets.accept("short") && !secrets.accept("") && !secrets.accept("0123456789abcdeF"));
    assert!(!Secrets::parse("").accept(""));
}
