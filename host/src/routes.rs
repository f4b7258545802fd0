//! Which component answers a path: the most specific route, as Spin's router decides it.
//!
//! Segments are compared from the left: a literal beats a parameter, a parameter beats the trailing wildcard. Slashes at
//! either end of a path do not count. A path that no route matches is an empty 404.

use std::cmp::Ordering;

use anyhow::{Result, bail, ensure};

/// Paths below this one belong to the host and reach no component.
pub const WELL_KNOWN: &str = "/.well-known/spin/";

/// One route of a manifest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    source: String,
    segments: Vec<Segment>,
    wildcard: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Segment {
    Literal(String),
    Parameter(String),
}

/// A path that a route matched.
#[derive(Debug, PartialEq, Eq)]
pub struct Match<'a> {
    /// Id of the component that answers.
    pub component: &'a str,
    /// The route as the manifest has it.
    pub route: &'a str,
    /// The route without its trailing wildcard.
    pub prefix: &'a str,
    /// What the trailing wildcard matched, slash first; empty without one.
    pub rest: String,
    /// Names and values of the parameters.
    pub parameters: Vec<(&'a str, String)>,
}

impl<'a> Match<'a> {
    /// The match of a request that one component sends to another by its name.
    pub fn chained(component: &'a str, path: &str) -> Self {
        Self { component, route: "/...", prefix: "", rest: path.to_owned(), parameters: Vec::new() }
    }
}

impl Route {
    /// Parses a route: literal segments, `:name` for one segment, and `...` at the end for all that follows.
    ///
    /// # Errors
    ///
    /// Returns what is not a route, or is one that this project does not use.
    pub fn parse(source: &str) -> Result<Self> {
        ensure!(source.starts_with('/'), "a route starts with a slash");
        let (path, wildcard) = match source.strip_suffix("/...") {
            Some(path) => (path, true),
            None => (source, false),
        };
        let mut segments = Vec::new();
        let trimmed = path.trim_matches('/');
        for segment in trimmed.split('/').filter(|_| !trimmed.is_empty()) {
            segments.push(match segment.strip_prefix(':') {
                Some(name)
                    if !name.is_empty()
                        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_') =>
                {
                    Segment::Parameter(name.to_owned())
                }
                Some(_) => bail!("a parameter is named by letters, digits and underscores"),
                None if segment.is_empty() || segment.contains(['*', ':']) || segment == "..." => {
                    bail!("{segment:?} is not supported in a route")
                }
                None => Segment::Literal(segment.to_owned()),
            });
        }
        Ok(Self { source: source.to_owned(), segments, wildcard })
    }

    /// Orders routes so that the first one that matches a path is the one to take.
    fn specificity(&self, other: &Self) -> Ordering {
        self.ranks().cmp(other.ranks())
    }

    /// A rank for each segment, the most specific first. The end ranks before the wildcard: a route comes before its
    /// own wildcard.
    fn ranks(&self) -> impl Iterator<Item = u8> {
        let segments = self.segments.iter().map(|segment| match segment {
            Segment::Literal(_) => 1,
            Segment::Parameter(_) => 2,
        });
        segments.chain(self.wildcard.then_some(3))
    }

    fn matches<'a>(&'a self, path: &str) -> Option<(Vec<(&'a str, String)>, String)> {
        let mut rest = Some(path.trim_matches('/'));
        let mut parameters = Vec::new();
        for segment in &self.segments {
            let (head, tail) = match rest?.split_once('/') {
                Some((head, tail)) => (head, Some(tail)),
                None => (rest?, None),
            };
            match segment {
                Segment::Literal(literal) if literal == head => {}
                // An inner segment may be empty, as in `//`; after the last slash there must be something.
                Segment::Parameter(name) if tail.is_some() || !head.is_empty() => {
                    parameters.push((name.as_str(), head.to_owned()));
                }
                Segment::Literal(_) | Segment::Parameter(_) => return None,
            }
            rest = tail;
        }
        match (rest, self.wildcard) {
            (None | Some(""), false) => Some((parameters, String::new())),
            (Some(_), false) => None,
            (rest, true) => Some((parameters, trailing(rest.unwrap_or_default(), path))),
        }
    }
}

/// Puts back the slashes that matching leaves out, as Spin does for `spin-path-info`.
fn trailing(rest: &str, path: &str) -> String {
    match (rest.is_empty(), path.ends_with('/')) {
        (true, false) => String::new(),
        (true, true) => "/".to_owned(),
        (false, false) => format!("/{rest}"),
        (false, true) => format!("/{rest}/"),
    }
}

/// The public routes of an application.
#[derive(Debug)]
pub struct Router {
    routes: Vec<(Route, String)>,
}

impl Router {
    /// Takes routes with the ids of their components.
    pub fn new(mut routes: Vec<(Route, String)>) -> Self {
        routes.sort_by(|(one, _), (other, _)| one.specificity(other));
        Self { routes }
    }

    /// Returns which component answers `path`, or `None`.
    pub fn route(&self, path: &str) -> Option<Match<'_>> {
        self.routes.iter().find_map(|(route, component)| {
            let (parameters, rest) = route.matches(path)?;
            let source = route.source.as_str();
            let prefix = source.strip_suffix("/...").unwrap_or(source);
            Some(Match { component, route: source, prefix, rest, parameters })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROUTES: [&str; 7] = [
        "/api/cases/...",
        "/api/cases/:case/submission",
        "/api/cases/:case/materials/...",
        "/api/cases/new",
        "/api/openapi.json",
        "/auth/...",
        "/...",
    ];

    fn router(routes: &[&str]) -> Router {
        Router::new(
            routes.iter().map(|route| (Route::parse(route).expect("a route"), (*route).to_owned())).collect(),
        )
    }

    #[track_caller]
    fn goes(path: &str, expected: &str, rest: &str) {
        for turn in 0..ROUTES.len() {
            let mut routes = ROUTES;
            routes.rotate_left(turn);
            let router = router(&routes);
            let found = router.route(path).expect("a route matches");
            assert_eq!((found.route, found.rest.as_str()), (expected, rest), "{path}");
        }
    }

    #[test]
    fn the_most_specific_route_wins_whatever_the_order_in_the_manifest() {
        goes("/api/cases/case_1/submission", "/api/cases/:case/submission", "");
        goes("/api/cases/case_1/materials", "/api/cases/:case/materials/...", "");
        goes("/api/cases/case_1/materials/m_1/parts", "/api/cases/:case/materials/...", "/m_1/parts");
        goes("/api/cases/new", "/api/cases/new", "");
        goes("/api/cases/case_1", "/api/cases/...", "/case_1");
        goes("/api/cases/case_1/timeline", "/api/cases/...", "/case_1/timeline");
        goes("/api/openapi.json", "/api/openapi.json", "");
        goes("/api", "/...", "/api");
        goes("/", "/...", "/");
    }

    #[test]
    fn a_wildcard_matches_its_own_prefix_and_not_a_longer_word() {
        goes("/auth", "/auth/...", "");
        goes("/auth/", "/auth/...", "/");
        goes("/auth/callback/", "/auth/...", "/callback/");
        goes("/authors", "/...", "/authors");
    }

    #[test]
    fn parameters_are_captured_under_their_names() {
        let router = router(&["/api/cases/:case/materials/:material"]);
        let found = router.route("/api/cases/case_1/materials/m.2").expect("a route matches");
        assert_eq!(found.parameters, [("case", "case_1".to_owned()), ("material", "m.2".to_owned())]);
    }

    #[test]
    fn a_path_that_no_route_matches_has_no_component() {
        let router = router(&["/api/cases/:case", "/health"]);
        for path in ["/", "/api/cases", "/api/cases/", "/api/cases/a/b", "/healthy", "/Health", "/health/x"] {
            assert_eq!(router.route(path), None, "{path}");
        }
        assert!(router.route("/health/").is_some());
    }

    #[test]
    fn a_route_that_is_not_one_is_refused() {
        for route in ["", "api", "/a/.../b", "/a/*", "/a/:", "/a/:b.:c", "/a//b"] {
            assert!(Route::parse(route).is_err(), "{route}");
        }
    }
}
