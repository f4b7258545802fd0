//! Which request goes where.

use edge::{Code, Problem, segments};
use http::Method;

/// What is asked for. Names in it are as they were sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Route<'a> {
    ShowCase(&'a str),
    DiscardCase(&'a str),
    ReplaceDraft(&'a str),
    Correct(&'a str),
}

impl<'a> Route<'a> {
    /// Finds the route of a request.
    ///
    /// # Errors
    ///
    /// Returns a problem if the path leads nowhere, or does not know the method.
    pub(crate) fn of(method: &Method, path: &'a str) -> Result<Self, Problem> {
        match (segments(path).as_slice(), method) {
            (["api", "cases", case], &Method::GET) => Ok(Self::ShowCase(case)),
            (["api", "cases", case], &Method::DELETE) => Ok(Self::DiscardCase(case)),
            (["api", "cases", _], _) => Err(Problem::method_not_allowed("DELETE, GET, HEAD")),
            (["api", "cases", case, "draft"], &Method::PUT) => Ok(Self::ReplaceDraft(case)),
            (["api", "cases", _, "draft"], _) => Err(Problem::method_not_allowed("PUT")),
            (["api", "cases", case, "correction"], &Method::POST) => Ok(Self::Correct(case)),
            (["api", "cases", _, "correction"], _) => Err(Problem::method_not_allowed("POST")),
            _ => Err(Problem::new(Code::NoSuchResource)),
        }
    }

    /// Returns the path with names in place of values, for logs.
    pub(crate) const fn template(self) -> &'static str {
        match self {
            Self::ShowCase(_) | Self::DiscardCase(_) => "/api/cases/{case}",
            Self::ReplaceDraft(_) => "/api/cases/{case}/draft",
            Self::Correct(_) => "/api/cases/{case}/correction",
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
        assert_eq!(Route::of(&Method::GET, "/api/cases/c"), Ok(Route::ShowCase("c")));
        assert_eq!(Route::of(&Method::DELETE, "/api/cases/c"), Ok(Route::DiscardCase("c")));
        assert_eq!(Route::of(&Method::PUT, "/api/cases/c/draft"), Ok(Route::ReplaceDraft("c")));
        assert_eq!(Route::of(&Method::POST, "/api/cases/c/correction"), Ok(Route::Correct("c")));
    }

    #[test]
    fn a_path_with_a_segment_more_or_less_leads_nowhere() {
        for path in ["/", "", "/api", "/api/cases", "/api/cases/c/", "/api/cases/c/draft/x", "//api/cases/c"]
        {
            refused(Method::GET, path, Code::NoSuchResource);
        }
    }

    #[test]
    fn a_method_that_the_path_does_not_know_is_refused_as_such() {
        refused(Method::PATCH, "/api/cases/c/draft", Code::MethodNotAllowed);
        refused(Method::OPTIONS, "/api/cases/c/correction", Code::MethodNotAllowed);
        refused(Method::TRACE, "/api/cases/c", Code::MethodNotAllowed);
        refused(Method::from_bytes(b"PURGE").unwrap(), "/api/cases/c", Code::MethodNotAllowed);
    }
}
