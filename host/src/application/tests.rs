//! What a request looks like when a component gets it.

use super::*;

const CLIENT: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST), 54321);

fn request(uri: &str, headers: &[(&str, &str)]) -> Request<WasiBody> {
    let mut request = Request::builder().uri(uri);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.body(answer(StatusCode::OK, "").into_body()).expect("a request")
}

fn all<'a>(request: &'a Request<WasiBody>, name: &str) -> Vec<&'a str> {
    request.headers().get_all(name).iter().map(|value| value.to_str().expect("text")).collect()
}

fn found() -> Match<'static> {
    Match {
        component: "upload-validation",
        route: "/api/cases/:case/materials/...",
        prefix: "/api/cases/:case/materials",
        rest: "/m_1".to_owned(),
        parameters: vec![("case", "case_1".to_owned())],
    }
}

#[test]
fn what_spin_tells_comes_after_what_the_client_forged() {
    let forged =
        [("host", "a.example:99"), ("spin-client-addr", "6.6.6.6"), ("spin-path-match-case", "case_2")];
    let mut request = request("http://a.example:99/api/cases/case_1/materials/m_1?part=2", &forged);
    announce(&found(), &mut request, CLIENT).expect("announced");
    assert_eq!(all(&request, "spin-client-addr"), ["6.6.6.6", "127.0.0.1:54321"]);
    assert_eq!(all(&request, "spin-path-match-case"), ["case_2", "case_1"]);
    assert_eq!(all(&request, "spin-path-info"), ["/m_1"]);
    assert_eq!(all(&request, "spin-full-url"), ["http://a.example:99/api/cases/case_1/materials/m_1?part=2"]);
    assert_eq!(all(&request, "spin-matched-route"), ["/api/cases/:case/materials/..."]);
    assert_eq!(all(&request, "spin-raw-component-route"), ["/api/cases/:case/materials/..."]);
    assert_eq!(all(&request, "spin-component-route"), ["/api/cases/:case/materials"]);
    assert_eq!(all(&request, "spin-base-path"), ["/"]);
    assert_eq!(all(&request, "host"), ["a.example:99"]);
}

#[test]
fn a_header_that_is_not_utf_8_is_not_handed_over() {
    let mut request = request("http://a/", &[]);
    request.headers_mut().insert("x", HeaderValue::from_bytes(b"\xff").expect("allowed on the wire"));
    assert!(announce(&found(), &mut request, CLIENT).is_err());
}

#[test]
fn a_component_cannot_be_named_from_outside() {
    for host in ["sweeper.spin.internal", "sweeper.spin.internal:80"] {
        let mut request =
            request("/internal/sweep", &[("host", host), ("connection", "close"), ("accept", "*/*")]);
        strip(request.headers_mut());
        assert_eq!(request.headers().keys().collect::<Vec<_>>(), ["accept"], "{host}");
        assert_eq!(target(request.uri(), request.headers()), Err(NoTarget), "{host}");
    }
}

#[test]
fn the_target_is_completed_from_one_host_that_is_beyond_doubt() {
    let complete = |uri: &str, headers: &[(&str, &str)]| {
        let request = request(uri, headers);
        target(request.uri(), request.headers()).map(|uri| uri.to_string())
    };
    assert_eq!(complete("/a?b=1", &[("host", "a.example:99")]), Ok("http://a.example:99/a?b=1".to_owned()));
    assert_eq!(complete("http://a.example/a", &[("host", "a.example")]), Ok("http://a.example/a".to_owned()));
    assert_eq!(complete("http://a.example/a", &[("host", "b.example")]), Err(NoTarget));
    assert_eq!(complete("/a", &[("host", "not a host")]), Err(NoTarget));
    assert_eq!(complete("/a", &[]), Err(NoTarget));
}
