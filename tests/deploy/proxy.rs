//! The proxy: what it lets through is what the service takes, and nothing else gets in.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{SWEEP, lines, routes};

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
    let headers = parameters.filter(|parameter| parameter["in"] == "header");
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
    // What fits lies in memory, or goes through: nothing personal is written into files of the proxy.
    assert!(limit(&server) <= bytes(value(&server, "client_body_buffer_size").expect("a size")));
    assert_eq!(value(&uploads, "proxy_request_buffering"), Some("off"));
    assert_eq!(value(&server, "proxy_max_temp_file_size"), Some("0"));
}

#[test]
fn everything_for_people_and_portals_is_forwarded_and_everything_else_is_closed() {
    let closed =
        |block: &[Directive]| value(block, "return") == Some("404") && value(block, "proxy_pass").is_none();
    assert!(closed(&location("/internal/")) && closed(&location("/")));
    assert!(SWEEP.starts_with("/internal/"));
    let forwarded: Vec<String> = server()
        .into_iter()
        .filter(|directive| {
            directive.words[0] == "location" && value(&directive.block, "proxy_pass").is_some()
        })
        .filter_map(|directive| directive.words.last().cloned())
        .collect();
    for route in routes() {
        let is_open = forwarded.iter().any(|place| route.starts_with(place.as_str()));
        assert_eq!(is_open, !route.starts_with("/internal/"), "{route}");
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
    for place in ["/auth/", "/api/identity/"] {
        assert_eq!(value(&location(place), "limit_req"), Some("zone=miaopi_logins"), "{place}");
    }
}

#[test]
fn no_log_of_the_proxy_holds_a_query() {
    let format = all().into_iter().find(|directive| directive.words[0] == "log_format").expect("a format");
    let words = format.words.join(" ");
    assert!(
        words.contains("$uri") && !words.contains("$request_uri") && !words.contains("$request "),
        "{words}"
    );
    assert!(!words.contains("$args") && !words.contains("$http_") && !words.contains("$query"), "{words}");
    assert!(lines(PROXY).any(|line| line.starts_with("access_log ") && line.ends_with(" miaopi;")));
}
