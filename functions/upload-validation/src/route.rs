//! Which request goes where.

use edge::{Code, Problem, segments};
use http::Method;

/// What is asked for. Names in it are as they were sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Route<'a> {
    Checklist(&'a str),
    Show(Place<'a>),
    HandIn(Place<'a>),
    Remove(Place<'a>),
    Obtain(Place<'a>),
    Open(Place<'a>),
    Progress(Place<'a>, &'a str),
    Append(Place<'a>, &'a str),
    Cancel(Place<'a>, &'a str),
    Complete(Place<'a>, &'a str),
}

/// A picture of a material of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place<'a> {
    pub(crate) case: &'a str,
    pub(crate) picture: &'a str,
}

impl<'a> Route<'a> {
    /// Finds the route of a request.
    ///
    /// # Errors
    ///
    /// Returns a problem if the path leads nowhere, or does not know the method.
    pub(crate) fn of(method: &Method, path: &'a str) -> Result<Self, Problem> {
        let segments = segments(path);
        let ["api", "cases", case, "materials", rest @ ..] = segments.as_slice() else {
            return Err(Problem::new(Code::NoSuchResource));
        };
        let place = |picture| Place { case, picture };
        match (rest, method) {
            ([], &Method::GET) => Ok(Self::Checklist(case)),
            ([], _) => Err(Problem::method_not_allowed("GET, HEAD")),
            ([picture], &Method::GET) => Ok(Self::Show(place(picture))),
            ([picture], &Method::PUT) => Ok(Self::HandIn(place(picture))),
            ([picture], &Method::DELETE) => Ok(Self::Remove(place(picture))),
            ([_], _) => Err(Problem::method_not_allowed("DELETE, GET, HEAD, PUT")),
            ([picture, "certificate"], &Method::POST) => Ok(Self::Obtain(place(picture))),
            ([picture, "uploads"], &Method::POST) => Ok(Self::Open(place(picture))),
            ([_, "certificate" | "uploads"], _) => Err(Problem::method_not_allowed("POST")),
            ([picture, "uploads", upload], &Method::GET) => Ok(Self::Progress(place(picture), upload)),
            ([picture, "uploads", upload], &Method::PATCH) => Ok(Self::Append(place(picture), upload)),
            ([picture, "uploads", upload], &Method::DELETE) => Ok(Self::Cancel(place(picture), upload)),
            ([_, "uploads", _], _) => Err(Problem::method_not_allowed("DELETE, GET, HEAD, PATCH")),
            ([picture, "uploads", upload, "completion"], &Method::POST) => {
                Ok(Self::Complete(place(picture), upload))
            }
            ([_, "uploads", _, "completion"], _) => Err(Problem::method_not_allowed("POST")),
            _ => Err(Problem::new(Code::NoSuchResource)),
        }
    }

    /// Returns the path with names in place of values, for logs.
    pub(crate) const fn template(self) -> &'static str {
        match self {
            Self::Checklist(_) => "/api/cases/{case}/materials",
            Self::Show(_) | Self::HandIn(_) | Self::Remove(_) => "/api/cases/{case}/materials/{picture}",
            Self::Obtain(_) => "/api/cases/{case}/materials/{picture}/certificate",
            Self::Open(_) => "/api/cases/{case}/materials/{picture}/uploads",
            Self::Progress(..) | Self::Append(..) | Self::Cancel(..) => {
                "/api/cases/{case}/materials/{picture}/uploads/{upload}"
            }
            Self::Complete(..) => "/api/cases/{case}/materials/{picture}/uploads/{upload}/completion",
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
        let place = Place { case: "c", picture: "m" };
        for (method, path, route) in [
            (Method::GET, "", Route::Checklist("c")),
            (Method::GET, "/m", Route::Show(place)),
            (Method::PUT, "/m", Route::HandIn(place)),
            (Method::DELETE, "/m", Route::Remove(place)),
            (Method::POST, "/m/certificate", Route::Obtain(place)),
            (Method::POST, "/m/uploads", Route::Open(place)),
            (Method::GET, "/m/uploads/u", Route::Progress(place, "u")),
            (Method::PATCH, "/m/uploads/u", Route::Append(place, "u")),
            (Method::DELETE, "/m/uploads/u", Route::Cancel(place, "u")),
            (Method::POST, "/m/uploads/u/completion", Route::Complete(place, "u")),
        ] {
            assert_eq!(Route::of(&method, &format!("/api/cases/c/materials{path}")), Ok(route));
        }
    }

    #[test]
    fn another_path_leads_nowhere_and_another_method_is_refused_as_such() {
        for path in ["/api/cases/c", "/api/cases/c/materials/m/other", "/api/cases/c/materials/m/uploads/u/x"]
        {
            refused(Method::GET, path, Code::NoSuchResource);
        }
        refused(Method::POST, "/api/cases/c/materials", Code::MethodNotAllowed);
        refused(Method::PATCH, "/api/cases/c/materials/m", Code::MethodNotAllowed);
        refused(Method::PUT, "/api/cases/c/materials/m/uploads/u", Code::MethodNotAllowed);
        refused(Method::GET, "/api/cases/c/materials/m/certificate", Code::MethodNotAllowed);
        refused(Method::GET, "/api/cases/c/materials/m/uploads", Code::MethodNotAllowed);
        refused(Method::GET, "/api/cases/c/materials/m/uploads/u/completion", Code::MethodNotAllowed);
    }
}
