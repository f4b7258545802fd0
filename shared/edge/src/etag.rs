//! Preconditions (RFC 9110, section 13): an edit says which version it is based on.

use http::HeaderMap;
use http::header::{HeaderValue, IF_MATCH, IF_NONE_MATCH};

use crate::problem::{Code, Problem};

/// Returns the entity tag of a revision. It is strong: equal revisions have equal representations.
pub fn etag(revision: u64) -> HeaderValue {
    HeaderValue::from_str(&format!("\"{revision}\"")).unwrap_or(HeaderValue::from_static("\"0\""))
}

/// Which versions an edit may be applied to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IfMatch(Tags);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Tags {
    Any,
    Listed(Vec<String>),
}

impl IfMatch {
    /// Reads `If-Match`.
    ///
    /// # Errors
    ///
    /// Returns a problem if it is missing or malformed.
    pub fn of(headers: &HeaderMap) -> Result<Self, Problem> {
        match read(headers, &IF_MATCH)? {
            Some(tags) => Ok(Self(tags)),
            None => Err(Problem::new(Code::PreconditionRequired)),
        }
    }

    /// Checks that `revision` is one that the edit may be applied to.
    ///
    /// # Errors
    ///
    /// Returns a problem if it is not: the caller has to read again.
    pub fn check(&self, revision: u64) -> Result<(), Problem> {
        let is_met = match &self.0 {
            Tags::Any => true,
            Tags::Listed(tags) => tags.iter().any(|tag| *tag == format!("\"{revision}\"")),
        };
        if is_met { Ok(()) } else { Err(Problem::new(Code::ChangedMeanwhile)) }
    }
}

/// Tells whether the caller has `revision` already, by `If-None-Match`.
///
/// # Errors
///
/// Returns a problem if the header is malformed.
pub fn is_unchanged(headers: &HeaderMap, revision: u64) -> Result<bool, Problem> {
    Ok(match read(headers, &IF_NONE_MATCH)? {
        None => false,
        Some(Tags::Any) => true,
        // The weak comparison: a cache on the way may have marked the tag as weak.
        Some(Tags::Listed(tags)) => {
            tags.iter().any(|tag| tag.strip_prefix("W/").unwrap_or(tag) == format!("\"{revision}\""))
        }
    })
}

fn read(headers: &HeaderMap, name: &http::HeaderName) -> Result<Option<Tags>, Problem> {
    let mut listed = Vec::new();
    for value in headers.get_all(name) {
        let text = value.to_str().map_err(|_| Problem::malformed_header(name))?.trim();
        if text == "*" {
            return Ok(Some(Tags::Any));
        }
        // Our tags hold no comma, so a list can be split at commas; a foreign tag with one matches nothing.
        for tag in text.split(',').map(str::trim).filter(|tag| !tag.is_empty()) {
            let opaque = tag.strip_prefix("W/").unwrap_or(tag);
            if opaque.len() < 2 || !opaque.starts_with('"') || !opaque.ends_with('"') {
                return Err(Problem::malformed_header(name));
            }
            listed.push(tag.to_owned());
        }
    }
    Ok(if listed.is_empty() { None } else { Some(Tags::Listed(listed)) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(name: http::HeaderName, values: &[&str]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(&name, value.parse().unwrap());
        }
        headers
    }

    fn edit(values: &[&str], revision: u64) -> Result<(), Code> {
        let check = IfMatch::of(&headers(IF_MATCH, values)).and_then(|tags| tags.check(revision));
        check.map_err(|problem| problem.code())
    }

    #[test]
    fn an_edit_is_applied_to_the_version_that_it_names_and_to_no_other() {
        assert_eq!(edit(&["\"7\""], 7), Ok(()));
        assert_eq!(edit(&["\"6\", \"7\""], 7), Ok(()));
        assert_eq!(edit(&["\"6\"", "\"7\""], 7), Ok(()));
        assert_eq!(edit(&["*"], 7), Ok(()));
        assert_eq!(edit(&["\"7\""], 8), Err(Code::ChangedMeanwhile));
        assert_eq!(edit(&["\"77\""], 7), Err(Code::ChangedMeanwhile));
    }

    #[test]
    fn a_weak_tag_never_allows_an_edit() {
        assert_eq!(edit(&["W/\"7\""], 7), Err(Code::ChangedMeanwhile));
    }

    #[test]
    fn an_edit_without_a_version_or_with_a_malformed_one_is_refused() {
        assert_eq!(edit(&[], 7), Err(Code::PreconditionRequired));
        assert_eq!(edit(&[""], 7), Err(Code::PreconditionRequired));
        assert_eq!(edit(&["7"], 7), Err(Code::MalformedHeader));
        assert_eq!(edit(&["\""], 7), Err(Code::MalformedHeader));
    }

    #[test]
    fn a_reader_who_has_the_version_already_is_told_so() {
        let has = |values: &[&str]| is_unchanged(&headers(IF_NONE_MATCH, values), 7).unwrap();
        assert!(has(&["\"7\""]) && has(&["W/\"7\""]) && has(&["\"1\", \"7\""]) && has(&["*"]));
        assert!(!has(&[]) && !has(&["\"8\""]));
    }

    #[test]
    fn the_tag_of_a_revision_is_its_number_in_quotes() {
        assert_eq!(etag(u64::MAX), "\"18446744073709551615\"");
    }
}
