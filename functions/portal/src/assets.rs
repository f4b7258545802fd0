//! What pages load besides themselves: the stylesheet and the scripts, kept by browsers for as long as they do not change.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use bytes::Bytes;
use edge::Locale;
use http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderValue};
use http::{Response, StatusCode};
use serde::Serialize;

use crate::refusal::Refusal;
use crate::texts::{common, script};

const CSS: &str = "text/css; charset=utf-8";
const SCRIPT: &str = "text/javascript; charset=utf-8";
const ICON: &str = "image/svg+xml";

/// Each file by its name, its type and its content.
const FILES: &[(&str, &str, &str)] = &[
    ("portal.css", CSS, include_str!("../assets/portal.css")),
    ("portal.js", SCRIPT, include_str!("../assets/portal.js")),
    ("icon.svg", ICON, include_str!("../assets/icon.svg")),
    ("ask.js", SCRIPT, include_str!("../assets/ask.js")),
    ("choice.js", SCRIPT, include_str!("../assets/choice.js")),
    ("clock.js", SCRIPT, include_str!("../assets/clock.js")),
    ("countdown.js", SCRIPT, include_str!("../assets/countdown.js")),
    ("forms.js", SCRIPT, include_str!("../assets/forms.js")),
    ("inspect.js", SCRIPT, include_str!("../assets/inspect.js")),
    ("items.js", SCRIPT, include_str!("../assets/items.js")),
    ("line.js", SCRIPT, include_str!("../assets/line.js")),
    ("live.js", SCRIPT, include_str!("../assets/live.js")),
    ("memory.js", SCRIPT, include_str!("../assets/memory.js")),
    ("picture.js", SCRIPT, include_str!("../assets/picture.js")),
    ("reviews.js", SCRIPT, include_str!("../assets/reviews.js")),
    ("sha256.js", SCRIPT, include_str!("../assets/sha256.js")),
    ("transfer.js", SCRIPT, include_str!("../assets/transfer.js")),
    ("upload.js", SCRIPT, include_str!("../assets/upload.js")),
    ("view.js", SCRIPT, include_str!("../assets/view.js")),
    ("viewer.js", SCRIPT, include_str!("../assets/viewer.js")),
    ("words.js", SCRIPT, include_str!("../assets/words.js")),
    ("work.js", SCRIPT, include_str!("../assets/work.js")),
];

/// The check of pictures, which is compiled before this component is. Without it nothing is checked in browsers.
#[cfg(feature = "check")]
const CHECK: &[(&str, &str, &[u8])] = &[
    ("check.js", SCRIPT, include_bytes!("../../../target/check/check.js")),
    ("check_bg.wasm", "application/wasm", include_bytes!("../../../target/check/check_bg.wasm")),
];
#[cfg(not(feature = "check"))]
const CHECK: &[(&str, &str, &[u8])] = &[];

/// What scripts say, in one language.
#[derive(Serialize)]
struct Words {
    #[serde(flatten)]
    own: &'static script::Texts,
    log_in_new_window: &'static str,
    unanswered: &'static str,
    unanswered_detail: &'static str,
    /// What the service would say of a file, title and detail, by the code that the check of pictures finds.
    problems: BTreeMap<&'static str, (&'static str, &'static str)>,
}

impl Words {
    fn of(locale: Locale) -> Self {
        let common = common::Texts::of(locale);
        let codes = edge::Code::ALL.iter().filter(|code| code.name().starts_with("file-"));
        Self {
            own: script::Texts::of(locale),
            log_in_new_window: common.log_in_new_window,
            unanswered: common.unanswered,
            unanswered_detail: common.unanswered_detail,
            problems: codes.map(|code| (code.name(), code.words(locale))).collect(),
        }
    }

    /// Returns them as a module. A text of JSON is one of JavaScript.
    fn script(locale: Locale) -> String {
        format!("export default {};\n", serde_json::to_string(&Self::of(locale)).unwrap_or_default())
    }
}

/// The texts of scripts, each under its name.
static WORDS: LazyLock<[(String, String); 2]> = LazyLock::new(|| {
    [Locale::Chinese, Locale::English]
        .map(|locale| (format!("words.{}.js", locale.tag()), Words::script(locale)))
});

/// Stands in the addresses of all files, so that a browser fetches them again once any of them has changed. Scripts name one
/// another by relative addresses, so they share it.
static VERSION: LazyLock<String> =
    LazyLock::new(|| version(CHECK.iter().fold(*PLAIN, |digest, (.., content)| fnv(digest, content))));

/// The same without the check of pictures, for pages of a component that does not embed it. Their browsers load no check.
static PLAIN_VERSION: LazyLock<String> = LazyLock::new(|| version(*PLAIN));

static PLAIN: LazyLock<u64> =
    LazyLock::new(|| WORDS.iter().fold(FILES_DIGEST, |digest, (_, content)| fnv(digest, content.as_bytes())));

/// Worked out when this is compiled, so that a component which serves no files has none of them.
#[expect(clippy::indexing_slicing, reason = "a constant that is out of bounds does not compile")]
const FILES_DIGEST: u64 = {
    let (mut digest, mut file) = (FNV_OFFSET, 0);
    while file < FILES.len() {
        digest = fnv(digest, FILES[file].2.as_bytes());
        file += 1;
    }
    digest
};

fn version(digest: u64) -> String {
    format!("{digest:016x}")
}

// FNV-1a: tells versions apart, and protects against nobody.
const FNV_OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
const FNV_PRIME: u64 = 0x0000_0100_0000_01b3;

#[expect(clippy::indexing_slicing, reason = "the place is below the length")]
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
    format!("/static/{}/{name}", *VERSION)
}

/// Returns the file of this name. An older version is asked for by pages that were made before; they get the newest.
pub(crate) fn file(version: &str, name: &str) -> Result<Response<Bytes>, Refusal> {
    let (kind, content) = content(name).ok_or_else(Refusal::no_such_page)?;
    let mut response = Response::new(Bytes::from_static(content));
    *response.status_mut() = StatusCode::OK;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    let is_own = version == *VERSION || version == *PLAIN_VERSION;
    let keep = if is_own { "public, max-age=31536000, immutable" } else { "no-cache" };
    headers.insert(CACHE_CONTROL, HeaderValue::from_static(keep));
    Ok(response)
}

fn content(name: &str) -> Option<(&'static str, &'static [u8])> {
    let files = FILES.iter().map(|(known, kind, content)| (*known, *kind, content.as_bytes()));
    let words = WORDS.iter().map(|(known, content)| (known.as_str(), SCRIPT, content.as_bytes()));
    let mut all = files.chain(CHECK.iter().copied()).chain(words);
    all.find(|(known, ..)| *known == name).map(|(_, kind, content)| (kind, content))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(version: &str) -> String {
        let response = file(version, "portal.css").unwrap();
        response.headers()[CACHE_CONTROL].to_str().unwrap().to_owned()
    }

    #[test]
    fn a_file_is_kept_under_its_own_version_alone() {
        let address = address("portal.css");
        let version = address.split('/').nth(2).unwrap();
        assert_eq!(kept(version), "public, max-age=31536000, immutable");
        assert_eq!(kept(&PLAIN_VERSION), "public, max-age=31536000, immutable");
        assert_eq!(kept("0000000000000000"), "no-cache");
        assert_eq!(file(version, "nothing.css").unwrap_err().code.as_ref(), "no-such-page");
    }

    #[test]
    fn every_script_that_another_one_names_is_there() {
        let scripts = FILES.iter().filter(|(_, kind, _)| *kind == SCRIPT);
        for (name, _, text) in scripts {
            let named = text.split("\"./").skip(1).filter_map(|rest| rest.split('"').next());
            // The check of pictures is there in what `cargo xtask` builds alone.
            for other in named.filter(|other| !other.starts_with("check")) {
                assert!(content(other).is_some(), "{name} names {other}");
            }
        }
    }

    #[test]
    fn every_file_of_the_folder_is_served() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/assets");
        for entry in std::fs::read_dir(folder).unwrap() {
            let name = entry.unwrap().file_name().into_string().unwrap();
            assert!(content(&name).is_some(), "{name}");
        }
    }

    #[test]
    fn scripts_are_told_in_both_languages_what_the_service_would_say_of_a_file() {
        for (name, title) in
            [("words.zh-CN.js", "这是 PDF 文件"), ("words.en.js", "The file is a PDF document")]
        {
            let (kind, text) = content(name).unwrap();
            let text = std::str::from_utf8(text).unwrap();
            let json = text.strip_prefix("export default ").unwrap().trim_end().strip_suffix(';').unwrap();
            let words: serde_json::Value = serde_json::from_str(json).unwrap();
            assert_eq!(kind, SCRIPT);
            assert_eq!(words["problems"]["file-is-pdf"][0], title);
            assert!(words["upload_turn"].is_string() && words["problems"]["session-ended"].is_null());
        }
    }
}
