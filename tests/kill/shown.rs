//! What somebody is shown of their case, and the pictures that they hand in.

use std::collections::BTreeMap;
use std::io;

use domain::digest::Digest;
use domain::picture::{Limits, Walker};
use hyper::Method;
use serde_json::Value;
use tests::http::Answer;
use tests::person::{CARD, Person};

/// What somebody is shown of their case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Shown {
    pub(super) state: String,
    pub(super) email: Option<String>,
    /// The digests of the pictures, by material.
    pub(super) pictures: BTreeMap<&'static str, Digest>,
}

impl Shown {
    /// A case that was opened a moment ago.
    pub(super) fn new() -> Self {
        Self { state: "draft".to_owned(), email: None, pictures: BTreeMap::new() }
    }

    /// Returns what it is once the reviewer has decided what has come to them.
    pub(super) fn once_decided(mut self, case: &str, decided: &BTreeMap<String, &str>) -> Self {
        if let ("under-review", Some(outcome)) = (self.state.as_str(), decided.get(case)) {
            (*outcome).clone_into(&mut self.state);
        }
        self
    }

    /// Reads a case and its pictures. Returns the version of the case as well.
    pub(super) async fn read(
        person: &mut Person,
        case: &str,
        materials: &[&'static str],
    ) -> io::Result<(Self, u64)> {
        let answer = person.try_ask(Method::GET, case, &[], Value::Null).await?;
        assert_eq!(answer.status, 200, "{answer:?}");
        let found = answer.json();
        let form = if found["draft"].is_null() { &found["filing"] } else { &found["draft"]["form"] };
        let mut pictures = BTreeMap::new();
        for material in materials {
            let path = format!("{case}/materials/{material}");
            let picture = person.try_ask(Method::GET, &path, &[], Value::Null).await?;
            if picture.status.is_success() {
                pictures.insert(*material, Digest::of(&picture.body));
            } else {
                assert_eq!(picture.code(), "no-picture", "{picture:?}");
            }
        }
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let state = text(&found["state"]).expect("a state");
        Ok((Self { state, email: text(&form["email"]), pictures }, version(&answer)))
    }
}

/// Returns the version that an answer was given under.
pub(super) fn version(answer: &Answer) -> u64 {
    answer.header("etag").trim_matches('"').parse().expect("an entity tag is the number of a version")
}

/// Returns a picture of so many bytes that differs from all with other words. No decoder is asked what it shows.
pub(super) fn picture_of(words: &str, size: usize) -> Vec<u8> {
    let (picture, end) = CARD.split_at(CARD.len() - 2);
    let filling = words.bytes().cycle().take(size - CARD.len());
    picture.iter().copied().chain(filling).chain(end.iter().copied()).collect()
}

/// Returns the digest of what is kept of a picture: all but what it tells about its maker.
pub(super) fn kept(picture: &[u8]) -> Digest {
    let limits = Limits { bytes_max: u64::MAX, side_min: 0, side_max: u32::MAX, pixels_max: u64::MAX };
    let (mut walker, mut kept) = (Walker::new(limits), Vec::new());
    walker.feed(picture, &mut kept).expect("a picture");
    Digest::of(&kept)
}
