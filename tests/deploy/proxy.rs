//! The proxy: what it lets through is what the service takes, and nothing else gets in. This is what its file says; what nginx makes
//! of it is shown by `tests/proxy`.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{SWEEP, routes};

const PROXY: &str = include_str!("../../deploy/nginx/miaopi.conf");

/// What is forwarded besides what the interface describes: how the connection is kept, and what every request may have.
const COMMON: [&str; 7] =
    ["accept-language", "authorization", "connection", "content-type", "cookie", "host", "origin"];

/// A directive: its words, and the block behind it.
#[derive(Debug)]
struct Directive {
    words: Vec<String>,
    block: Vec<Directive>,
}

/// Reads the grammar of nginx: words, of which some are quoted, that end with a semicolon or open a block.
fn parse(characters: &mut std::iter::Peekable<std::str::Chars<'_>>, is_inner: bool) -> Vec<Directive> {
    let (mut directives, mut words, mut word) = (Vec::new(), Vec::new(), String::new());
    while let Some(character) = characters.next() {
        match character {
            '"' | '\'' => {
                word.extend(characters.by_ref().take_while(|next| *next != character));
                words.push(std::mem::take(&mut word));
            }
            '#' if word.is_empty() => drop(characters.by_ref().find(|next| *next == '\n')),
            ' ' | '\n' | ';' | '{' => {
                if !word.is_empty() {
                    words.push(std::mem::take(&mut word));
                }
                match character {
                    ';' => {
                        directives.push(Directive { words: std::mem::take(&mut words), block: Vec::new() })
                    }
                    '{' => {
                        let block = parse(characters, true);
                        directives.push(Directive { words: std::mem::take(&mut words), block });
                    }
                    _ => {}
                }
            }
            '}' if is_inner => {
                assert!(words.is_empty() && word.is_empty(), "{words:?} has no end");
                return directives;
            }
            _ => word.push(character),
        }
    }
    assert!(!is_inner && words.is_empty(), "a block or a directive has no end: {words:?}");
    directives
}

fn all() -> Vec<Directive> {
    parse(&mut PROXY.chars().peekable(), false)
}

/// The server that forwards.
fn server() -> Vec<Directive> {
    let mut servers = all().into_iter().filter(|directive| directive.words == ["server"]);
    let forwards = |directive: &Directive| value(&directive.block, "proxy_pass_request_headers").is_some();
    servers.find(forwards).expect("a server that forwards").block
}

fn value<'a>(directives: &'a [Directive], name: &str) -> Option<&'a str> {
    let found =
        directives.iter().find(|directive| directive.words.first().is_some_and(|word| word == name))?;
    found.words.get(1).map(String::as_str)
}

/// The location whose last word this is.
fn location(place: &str) -> Vec<Directive> {
    let found = server().into_iter().find(|directive| {
        directive.words.first().is_some_and(|word| word == "location")
            && directive.words.last().is_some_and(|word| word == place)
    });
    found.unwrap_or_else(|| panic!("there is no location {place}")).block
}

/// A size in the words of nginx.
fn bytes(size: &str) -> usize {
    match (size.strip_suffix('k'), size.strip_suffix('m')) {
        (Some(number), _) => number.parse::<usize>().expect("a number") << 10,
        (_, Some(number)) => number.parse::<usize>().expect("a number") << 20,
        (None, None) => size.parse().expect("a number"),
    }
}

/// The names of the headers that the interface describes.
fn described() -> BTreeSet<String> {
    let description: Value =
        serde_json::from_str(&interface::openapi::description().expect("written")).expect("JSON");
    let paths = description["paths"].as_object().expect("paths").values();
    let operations = paths.filter_map(Value::as_object).flat_map(|path| path.values());
    let parameters = operations.filter_map(|operation| operation["parameters"].as_array()).flatten();
    let shared = description["components"]["parameters"].as_object().expect("parameters").values();
    let headers = parameters.chain(shared).filter(|parameter| parameter["in"] == "header");
    headers.filter_map(|parameter| Some(parameter["name"].as_str()?.to_ascii_lowercase())).collect()
}

#[test]
fn what_the_interface_describes_is_forwarded_and_nothing_that_it_does_not() {
    let server = server();
    assert_eq!(value(&server, "proxy_pass_request_headers"), Some("off"));
    let forwarded = server.iter().filter(|directive| directive.words[0] == "proxy_set_header");
    let forwarded: BTreeSet<String> = forwarded.map(|header| header.words[1].to_ascii_lowercase()).collect();
    let mut expected = described();
    expected.extend(COMMON.map(str::to_owned));
    assert_eq!(forwarded, expected);
    for header in &forwarded {
        assert!(!header.starts_with("spin-") && header != "baggage", "{header}");
    }
    // A location that sets headers of its own would forward nothing else.
    for location in server.iter().filter(|directive| directive.words[0] == "location") {
        assert!(value(&location.block, "proxy_set_header").is_none(), "{:?}", location.words);
        assert!(value(&location.block, "proxy_pass_request_headers").is_none(), "{:?}", location.words);
    }
}

#[test]
fn every_limit_on_bodies_is_just_above_that_of_the_service_which_says_why() {
    let server = server();
    let limit = |block: &[Directive]| bytes(value(block, "client_max_body_size").expect("a limit"));
    let is_just_above = |limit: usize, own: usize| own < limit && limit <= 2 * own;
    assert!(is_just_above(limit(&server), edge::JSON_BYTES_MAX));
    let uploads = location("^/api/cases/[^/]+/materials/");
    assert!(is_just_above(limit(&uploads), upload_validation::PART_BYTES_MAX));
    let administration = location("/api/administration/");
    assert!(is_just_above(limit(&administration), roster::BYTES_MAX));
    assert_eq!(value(&administration, "proxy_request_buffering"), Some("off"));
    // What fits lies in memory, or goes through: nothing personal is written into files of the proxy.
    assert!(limit(&server) <= bytes(value(&server, "client_body_buffer_size").expect("a size")));
    assert_eq!(value(&uploads, "proxy_request_buffering"), Some("off"));
    assert_eq!(value(&server, "proxy_max_temp_file_size"), Some("0"));
}

#[test]
fn everything_for_people_and_portals_is_forwarded_and_everything_else_is_closed() {
    let closed =
        |block: &[Directive]| value(block, "return") == Some("404") && value(block, "proxy_pass").is_none();
    assert!(closed(&location("/internal/")) && closed(&location("/.well-known/")));
    assert!(SWEEP.starts_with("/internal/"));
    let places: Vec<(String, bool)> = server()
        .into_iter()
        .filter(|directive| directive.words[0] == "location" && directive.words.len() == 2)
        .map(|directive| (directive.words[1].clone(), value(&directive.block, "proxy_pass").is_some()))
        .collect();
    for route in routes() {
        // Of the places that a path lies in, the longest counts.
        let lies_in = places.iter().filter(|(place, _)| route.starts_with(place.as_str()));
        let is_forwarded = lies_in.max_by_key(|(place, _)| place.len()).is_some_and(|(_, is)| *is);
        assert_eq!(is_forwarded, !route.starts_with("/internal/"), "{route}");
    }
}

#[test]
fn every_location_that_is_forwarded_has_a_rate_by_caller() {
    let zones: Vec<Vec<String>> = all()
        .into_iter()
        .filter(|directive| directive.words[0] == "limit_req_zone")
        .map(|directive| directive.words)
        .collect();
    assert!(zones.len() == 2 && zones.iter().all(|zone| zone[1] == "$miaopi_caller"), "{zones:?}");
    assert!(value(&server(), "limit_req").is_some());
    let status = all().into_iter().find(|directive| directive.words[0] == "limit_req_status");
    assert_eq!(status.expect("a status").words[1], "429");
    for place in ["/agree", "/auth/", "/login/", "/api/account/", "/api/identity/"] {
        assert_eq!(value(&location(place), "limit_req"), Some("zone=miaopi_logins"), "{place}");
    }
}

#[test]
fn no_log_of_the_proxy_holds_a_query() {
    let format = all().into_iter().find(|directive| directive.words[0] == "log_format").expect("a format");
    let words = format.words.join(" ");
    assert!(
        // Decoded, it may have blanks, and nginx escapes quotation marks.
        words.contains("\"$uri\"") && !words.contains("$request_uri") && !words.contains("$request "),
        "{words}"
    );
    assert!(!words.contains("$args") && !words.contains("$http_") && !words.contains("$query"), "{words}");
    // A server without a log of its own has that of nginx.conf, which holds whole requests.
    for server in all().iter().filter(|directive| directive.words == ["server"]) {
        assert_eq!(everywhere(&server.block, "access_log"), [["/var/log/nginx/miaopi.log", "miaopi"]]);
    }
}

/// The values of every directive of this name, wherever it stands.
fn everywhere(directives: &[Directive], name: &str) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    for directive in directives {
        if directive.words.first().is_some_and(|word| word == name) {
            found.push(directive.words[1..].to_vec());
        }
        found.extend(everywhere(&directive.block, name));
    }
    found
}

/// The headers that are added in a block itself.
fn added(block: &[Directive]) -> BTreeMap<&str, &str> {
    let added = block.iter().filter(|directive| directive.words[0] == "add_header");
    added
        .map(|header| {
            assert_eq!(header.words.get(3).map(String::as_str), Some("always"), "{:?}", header.words);
            (header.words[1].as_str(), header.words[2].as_str())
        })
        .collect()
}

#[test]
fn tls_has_a_version_and_a_cipher_of_today_whoever_is_asked_for() {
    let servers = all().into_iter().filter(|directive| directive.words == ["server"]);
    let (with_tls, without): (Vec<_>, Vec<_>) = servers
        .partition(|server| everywhere(&server.block, "listen").iter().flatten().any(|word| word == "ssl"));
    assert_eq!((with_tls.len(), without.len()), (2, 1));
    for server in with_tls {
        // Also of the one that refuses: it is asked first.
        assert_eq!(everywhere(&server.block, "ssl_protocols"), [["TLSv1.2", "TLSv1.3"]]);
        assert_eq!(everywhere(&server.block, "client_header_timeout"), [["10s"]]);
    }
    let ciphers = value(&server(), "ssl_ciphers").expect("ciphers").to_owned();
    assert!(
        ciphers.split(':').all(|cipher| ["ECDHE+AESGCM", "ECDHE+CHACHA20"].contains(&cipher)),
        "{ciphers}"
    );
    // Without TLS nothing is answered but where to go.
    assert!(everywhere(&without[0].block, "proxy_pass").is_empty());
    let leading_on =
        without[0].block.iter().filter(|directive| value(&directive.block, "return") == Some("308"));
    let places: Vec<_> = leading_on.map(|location| location.words[1..].join(" ")).collect();
    assert_eq!(places, ["/"], "only pages lead on");
    for closed in ["/api/", "/internal/", "= /auth/token"] {
        let mut locations = without[0].block.iter();
        let location = locations.find(|directive| directive.words[1..].join(" ") == closed);
        assert_eq!(location.and_then(|location| value(&location.block, "return")), Some("404"), "{closed}");
    }
}

#[test]
fn browsers_are_told_to_come_by_tls_alone_and_refusals_are_as_well_guarded_as_answers() {
    let server = server();
    let refused = location("@refused");
    for (place, block) in [("the server", &server), ("@refused", &refused)] {
        let told = added(block)["Strict-Transport-Security"].to_owned();
        let age = told.split([';', ' ']).find_map(|part| part.strip_prefix("max-age=")?.parse::<u64>().ok());
        assert!(age.is_some_and(|seconds| 31_536_000 <= seconds), "{place}: {told}");
        assert!(told.ends_with("; includeSubDomains"), "{place}: {told}");
    }
    let told = added(&refused);
    assert_eq!((told["Cache-Control"], told["X-Content-Type-Options"]), ("no-store", "nosniff"));
    assert_eq!(told["Referrer-Policy"], "no-referrer");
    let policy = "default-src 'none'; base-uri 'none'; frame-ancestors 'none'";
    assert_eq!(told["Content-Security-Policy"], policy);
    // A location with headers of its own would leave out those of the server.
    for location in server.iter().filter(|directive| directive.words[0] == "location") {
        assert!(added(&location.block).is_empty() || location.words[1] == "@refused", "{:?}", location.words);
    }
}

#[test]
fn what_has_no_path_that_can_be_read_is_refused_in_the_same_words() {
    let refusals = everywhere(&server(), "error_page");
    let variable = refusals[0].last().expect("a place").as_str();
    assert_eq!((refusals.len(), variable), (1, "$miaopi_refused"));
    let map = all().into_iter().find(|directive| directive.words == ["map", "$uri", variable]);
    let places: Vec<Vec<String>> = map.expect("a map").block.into_iter().map(|line| line.words).collect();
    assert_eq!(places, [["", "/.refused"], ["default", "@refused"]]);
    // Without a path there is no way to a named location, but by one that nobody outside can ask for.
    let way = location("/.refused");
    assert!(way.iter().any(|directive| directive.words == ["internal"]));
    assert_eq!(everywhere(&way, "try_files")[0].last().map(String::as_str), Some("@refused"));
}

#[test]
fn the_proxy_sends_to_the_service_alone_and_keeps_nothing_of_what_comes_back() {
    let upstreams = all().into_iter().filter(|directive| directive.words[0] == "upstream");
    let upstreams: Vec<_> =
        upstreams.map(|upstream| (upstream.words, everywhere(&upstream.block, "server"))).collect();
    assert_eq!(
        upstreams,
        [(vec!["upstream".to_owned(), "miaopi".to_owned()], vec![vec!["127.0.0.1:3000".to_owned()]])]
    );
    let passed = everywhere(&all(), "proxy_pass");
    assert!(
        !passed.is_empty() && passed.iter().flatten().all(|address| address == "http://miaopi"),
        "{passed:?}"
    );
    for directive in ["proxy_cache", "proxy_store", "root", "alias", "autoindex", "include"] {
        assert!(everywhere(&all(), directive).is_empty(), "{directive}");
    }
}
