//! What pages load besides themselves: the stylesheet and the scripts, kept by browsers for as long as they do not change.

use bytes::Bytes;
use http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderValue};
use http::{Response, StatusCode};

use crate::refusal::Refusal;

const CSS: &str = "text/css; charset=utf-8";
const SCRIPT: &str = "text/javascript; charset=utf-8";
const ICON: &str = "image/svg+xml";

/// Each file by its name, its type and its content.
const FILES: &[(&str, &str, &str)] = &[
    ("portal.css", CSS, include_str!("../assets/portal.css")),
    ("portal.js", SCRIPT, include_str!("../assets/portal.js")),
    ("reviews.js", SCRIPT, include_str!("../assets/reviews.js")),
    ("icon.svg", ICON, include_str!("../assets/icon.svg")),
];

/// Stands in the addresses of all files, so that a browser fetches them again once any of them has changed. Scripts name one
/// another by relative addresses, so they share it.
#[expect(
    clippy::indexing_slicing,
    reason = "it is worked out by the compiler, for which a place too far is an error"
)]
const VERSION: u64 = {
    let mut version = FNV_OFFSET;
    let mut file = 0;
    while file < FILES.len() {
        version = fnv(version, FILES[file].2.as_bytes());
        file += 1;
    }
    version
};

// FNV-1a: tells versions apart, and protects against nobody.
const FNV_OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
const FNV_PRIME: u64 = 0x0000_0100_0000_01b3;

#[expect(
    clippy::indexing_slicing,
    reason = "it is worked out by the compiler, for which a place too far is an error"
)]
const fn fnv(mut digest: u64, bytes: &[u8]) -> u64 {
    let mut place = 0;
    while place < bytes.len() {
        digest = (digest ^ bytes[place] as u64).wrapping_mul(FNV_PRIME);
        place += 1;
    }
    digest
}

/// Returns the address of a file.
pub(crate) fn address(name: &str) -> String {
    format!("/static/{VERSION:016x}/{name}")
}

/// Returns the file of this name. An older version is asked for by pages that were made before; they get the newest.
pub(crate) fn file(version: &str, name: &str) -> Result<Response<Bytes>, Refusal> {
    let (_, kind, content) =
        FILES.iter().find(|(known, ..)| *known == name).ok_or_else(Refusal::no_such_page)?;
    let mut response = Response::new(Bytes::from_static(content.as_bytes()));
    *response.status_mut() = StatusCode::OK;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    let keep =
        if version == format!("{VERSION:016x}") { "public, max-age=31536000, immutable" } else { "no-cache" };
    headers.insert(CACHE_CONTROL, HeaderValue::from_static(keep));
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_kept_under_its_own_version_alone() {
        let kept = |version: &str| {
            let response = file(version, "portal.css").unwrap();
            response.headers()[CACHE_CONTROL].to_str().unwrap().to_owned()
        };
        let address = address("portal.css");
        let version = address.split('/').nth(2).unwrap();
        assert_eq!(kept(version), "public, max-age=31536000, immutable");
        assert_eq!(kept("0000000000000000"), "no-cache");
        assert_eq!(file(version, "nothing.css").unwrap_err().code.as_ref(), "no-such-page");
    }
}
