//! Which request of an administrator goes where.

use edge::{Code, Problem, segments};
use http::Method;

/// What is asked for. Names in it are as they were sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Route<'a> {
    Check,
    Propose,
    ListProposals,
    ShowProposal(&'a str),
    Approve(&'a str),
    Reject(&'a str),
    Withdraw(&'a str),
    ListActs,
    ListEarlierActs(&'a str),
}

impl<'a> Route<'a> {
    /// Finds the route of a request.
    ///
    /// # Errors
    ///
    /// Returns a problem if the path leads nowhere, or does not know the method.
    pub(crate) fn of(method: &Method, path: &'a str) -> Result<Self, Problem> {
        let segments = segments(path);
        let ["api", "administration", rest @ ..] = segments.as_slice() else {
            return Err(Problem::new(Code::NoSuchResource));
        };
        match (rest, method) {
            (["checks"], &Method::POST) => Ok(Self::Check),
            (["proposals"], &Method::GET) => Ok(Self::ListProposals),
            (["proposals"], &Method::POST) => Ok(Self::Propose),
            (["proposals"], _) => Err(Problem::method_not_allowed("GET, HEAD, POST")),
            (["proposals", id], &Method::GET) => Ok(Self::ShowProposal(id)),
            (["proposals", id, "approval"], &Method::POST) => Ok(Self::Approve(id)),
            (["proposals", id, "rejection"], &Method::POST) => Ok(Self::Reject(id)),
            (["proposals", id, "withdrawal"], &Method::POST) => Ok(Self::Withdraw(id)),
            (["acts"], &Method::GET) => Ok(Self::ListActs),
            (["acts", id, "earlier"], &Method::GET) => Ok(Self::ListEarlierActs(id)),
            (["proposals", _] | ["acts"] | ["acts", _, "earlier"], _) => {
                Err(Problem::method_not_allowed("GET, HEAD"))
            }
            (["checks"] | ["proposals", _, "approval" | "rejection" | "withdrawal"], _) => {
                Err(Problem::method_not_allowed("POST"))
            }
            _ => Err(Problem::new(Code::NoSuchResource)),
        }
    }

    /// Returns the path with names in place of values, for logs.
    pub(crate) const fn template(self) -> &'static str {
        match self {
            Self::Check => "/api/administration/checks",
            Self::Propose | Self::ListProposals => "/api/administration/proposals",
            Self::ShowProposal(_) => "/api/administration/proposals/{proposal}",
            Self::Approve(_) => "/api/administration/proposals/{proposal}/approval",
            Self::Reject(_) => "/api/administration/proposals/{proposal}/rejection",
            Self::Withdraw(_) => "/api/administration/proposals/{proposal}/withdrawal",
            Self::ListActs => "/api/administration/acts",
            Self::ListEarlierActs(_) => "/api/administration/acts/{act}/earlier",
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
    fn a_path_with_a_segment_more_or_less_leads_nowhere() {
        for path in [
            "/api/administration",
            "/api/administration/",
            "/api/administration/proposals/p/approval/x",
            "/api/administration/acts/a",
            "/api/administration/acts/a/later",
            "/api/administration/rosters/p/s",
            "/api/administrations/proposals",
            "/internal/acts",
        ] {
            refused(Method::GET, path, Code::NoSuchResource);
            refused(Method::POST, path, Code::NoSuchResource);
        }
    }

    #[test]
    fn a_method_that_the_path_does_not_know_is_refused_as_such() {
        for path in ["checks", "proposals", "proposals/p", "acts", "acts/a/earlier", "proposals/p/approval"] {
            refused(Method::DELETE, &format!("/api/administration/{path}"), Code::MethodNotAllowed);
        }
        refused(Method::GET, "/api/administration/proposals/p/withdrawal", Code::MethodNotAllowed);
        refused(Method::POST, "/api/administration/acts", Code::MethodNotAllowed);
    }
}
