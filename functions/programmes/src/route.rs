//! Which request goes where.

use edge::{Code, Problem, segments};
use http::Method;

/// What is asked for. Names in it are as they were sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Route<'a> {
    List,
    Show(&'a str),
    /// The programme, and the hash of a policy of it.
    ShowVersion(&'a str, &'a str),
    ListCases(&'a str),
    OpenCase(&'a str),
}

impl<'a> Route<'a> {
    /// Finds the route of a request.
    ///
    /// # Errors
    ///
    /// Returns a problem if the path leads nowhere, or does not know the method.
    pub(crate) fn of(method: &Method, path: &'a str) -> Result<Self, Problem> {
        match (segments(path).as_slice(), method) {
            (["api", "programmes"], &Method::GET) => Ok(Self::List),
            (["api", "programmes"], _) => Err(Problem::method_not_allowed("GET, HEAD")),
            (["api", "programmes", programme], &Method::GET) => Ok(Self::Show(programme)),
            (["api", "programmes", _], _) => Err(Problem::method_not_allowed("GET, HEAD")),
            (["api", "programmes", programme, "policies", policy], &Method::GET) => {
                Ok(Self::ShowVersion(programme, policy))
            }
            (["api", "programmes", _, "policies", _], _) => Err(Problem::method_not_allowed("GET, HEAD")),
            (["api", "programmes", programme, "cases"], &Method::GET) => Ok(Self::ListCases(programme)),
            (["api", "programmes", programme, "cases"], &Method::POST) => Ok(Self::OpenCase(programme)),
            (["api", "programmes", _, "cases"], _) => Err(Problem::method_not_allowed("GET, HEAD, POST")),
            _ => Err(Problem::new(Code::NoSuchResource)),
        }
    }

    /// Returns the path with names in place of values, for logs.
    pub(crate) const fn template(self) -> &'static str {
        match self {
            Self::List => "/api/programmes",
            Self::Show(_) => "/api/programmes/{programme}",
            Self::ShowVersion(..) => "/api/programmes/{programme}/policies/{policy}",
            Self::ListCases(_) | Self::OpenCase(_) => "/api/programmes/{programme}/cases",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn refused(method: Method, path: &str, code: Code) {
        assert_eq!(Route::of(&method, path).unwrap_err().code(), code, "{method} {path}");
    }

    #[test]
    fn every_route_is_found_by_method_and_path() {
        assert_eq!(Route::of(&Method::GET, "/api/programmes"), Ok(Route::List));
        assert_eq!(Route::of(&Method::GET, "/api/programmes/p"), Ok(Route::Show("p")));
        let version = Route::of(&Method::GET, "/api/programmes/p/policies/h");
        assert_eq!(version, Ok(Route::ShowVersion("p", "h")));
        assert_eq!(Route::of(&Method::GET, "/api/programmes/p/cases"), Ok(Route::ListCases("p")));
        assert_eq!(Route::of(&Method::POST, "/api/programmes/p/cases"), Ok(Route::OpenCase("p")));
    }

    #[test]
    fn a_path_with_a_segment_more_or_less_leads_nowhere() {
        for path in ["/", "/api/programmes/p/", "/api/programmes/p/cases/c"] {
            refused(Method::GET, path, Code::NoSuchResource);
        }
    }

    #[test]
    fn a_method_that_the_path_does_not_know_is_refused_as_such() {
        refused(Method::POST, "/api/programmes", Code::MethodNotAllowed);
        refused(Method::PUT, "/api/programmes/p", Code::MethodNotAllowed);
        refused(Method::DELETE, "/api/programmes/p/policies/h", Code::MethodNotAllowed);
        refused(Method::OPTIONS, "/api/programmes/p/cases", Code::MethodNotAllowed);
    }
}
