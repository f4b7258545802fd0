//! Texts that stand for something: in forms, addresses, headers and files.

use std::fmt::{Debug, Display};
use std::str::FromStr;

use domain::calendar::{self, Civil};
use domain::digest::Digest;
use domain::id::{AccountId, CaseId, CommandId, EffectId, SessionId, UploadId};
use domain::identity::{DocumentKind, IdentityDocument};
use domain::instant;
use domain::note::Note;
use domain::person::{Email, PersonName, Telephone};
use domain::region::Region;
use domain::slug::{MaterialId, ProgrammeId};
use edge::{IdempotencyKey, IfMatch, Locale, bearer, cookie, etag, is_unchanged, segments};
use http::HeaderMap;
use http::header::{
    ACCEPT_LANGUAGE, AUTHORIZATION, COOKIE, HeaderName, HeaderValue, IF_MATCH, IF_NONE_MATCH,
};

/// Reads one text as each of them.
pub fn texts(bytes: &[u8]) {
    headers(bytes);
    let text = String::from_utf8_lossy(bytes);
    let text = text.as_ref();
    exact::<CaseId>(text);
    exact::<AccountId>(text);
    exact::<SessionId>(text);
    exact::<CommandId>(text);
    exact::<EffectId>(text);
    exact::<UploadId>(text);
    exact::<Digest>(text);
    exact::<Region>(text);
    exact::<ProgrammeId>(text);
    exact::<MaterialId>(text);
    times(text);
    people(text);
    documents(text);
    assert_eq!(segments(text).join("/"), text.strip_prefix('/').unwrap_or(text));
}

/// There is one text for each value, so that texts can be compared as they came.
fn exact<T: FromStr<Err: Display> + Display>(text: &str) {
    match text.parse::<T>() {
        Ok(value) => assert_eq!(value.to_string(), text),
        Err(why) => repeats_nothing(&why, text),
    }
}

/// Why a text was refused is logged and shown: what it was may be anything. Reasons are in ASCII alone, so that what is in no
/// other script is not compared: sooner or later a piece of the reason itself is guessed.
fn repeats_nothing(why: &impl Display, text: &str) {
    let why = why.to_string();
    assert!(!why.is_empty() && (text.is_ascii() || !why.contains(text)), "{why}");
}

fn times(text: &str) {
    if let Ok(at) = instant::parse(text) {
        let written = instant::format(at);
        assert_eq!(instant::parse(&written), Ok(at), "{written}");
        // So that texts sort as instants do.
        assert_eq!((written.len(), written.ends_with('Z')), (24, true), "{written}");
    }
    if let Ok(day) = calendar::day(text) {
        assert_eq!(day.to_string(), text);
        assert_eq!(calendar::date_at(calendar::start_of(day)), day);
        assert!(calendar::start_of(day) < calendar::end_of(day));
    }
    if let Ok(civil) = text.parse::<Civil>() {
        assert!(!calendar::words(civil.start()).is_empty());
    }
}

fn people(text: &str) {
    private::<PersonName>(text, "PersonName(…)", PersonName::as_str);
    private::<Telephone>(text, "Telephone(…)", Telephone::as_str);
    private::<Email>(text, "Email(…)", Email::as_str);
    private::<Note>(text, "Note(…)", Note::as_str);
    if let Ok(telephone) = text.parse::<Telephone>() {
        let masked = telephone.masked();
        assert_eq!((masked.len(), masked.matches('*').count()), (Telephone::DIGITS, 4));
    }
    if text.parse::<PersonName>().is_ok() {
        assert!(text.trim() == text && !text.chars().any(char::is_control));
    }
    if text.parse::<Email>().is_ok() {
        assert!(text.bytes().all(|byte| byte.is_ascii_graphic()) && text.matches('@').count() == 1);
    }
}

/// What people write is kept as it is, and shows itself nowhere.
fn private<T>(text: &str, shown: &str, read: impl Fn(&T) -> &str)
where
    T: TryFrom<String, Error: Display> + Debug + PartialEq + Into<String> + Clone,
{
    match T::try_from(text.to_owned()) {
        Ok(value) => {
            assert_eq!(read(&value), text);
            assert_eq!(format!("{value:?}"), shown);
            assert_eq!(value.clone().into(), text);
        }
        Err(why) => repeats_nothing(&why, text),
    }
}

fn documents(text: &str) {
    for kind in DocumentKind::ALL {
        let document = match IdentityDocument::parse(kind, text) {
            Ok(document) => document,
            Err(why) => {
                repeats_nothing(&why, text);
                continue;
            }
        };
        let number = document.number();
        assert_eq!((document.kind(), number), (kind, text.to_ascii_uppercase().as_str()));
        assert_eq!(IdentityDocument::parse(kind, number).as_ref(), Ok(&document));
        assert!(!format!("{document:?} {document}").contains(number));
        assert_eq!(document.masked().matches('*').count(), number.len() - 2);
        let others = DocumentKind::ALL.into_iter().filter(|other| *other != kind);
        assert!(others.into_iter().all(|other| IdentityDocument::parse(other, number).is_err()), "{kind:?}");
    }
}

fn headers(bytes: &[u8]) {
    let Ok(value) = HeaderValue::from_bytes(bytes) else { return };
    let with = |name: HeaderName| HeaderMap::from_iter([(name, value.clone())]);
    let known = [Locale::Chinese, Locale::English];
    assert!(known.contains(&Locale::of(&with(ACCEPT_LANGUAGE))));
    if let Ok(key) = IdempotencyKey::of(&with(HeaderName::from_static("idempotency-key"))) {
        assert!((1..=IdempotencyKey::CHARACTERS_MAX).contains(&key.as_str().len()));
    }
    let is_any = value.to_str().is_ok_and(|text| text.trim() == "*");
    if let Ok(tags) = IfMatch::of(&with(IF_MATCH)) {
        // No text names two versions that it does not list.
        let named = |revision: u64| value.to_str().unwrap().contains(etag(revision).to_str().unwrap());
        assert!((0..9).all(|revision| tags.check(revision).is_err() || is_any || named(revision)));
    }
    assert_eq!(is_unchanged(&with(IF_NONE_MATCH), u64::MAX).is_ok_and(|known| known), {
        is_any || value.to_str().is_ok_and(|text| names(text, "\"18446744073709551615\""))
    });
    drop(bearer(&with(AUTHORIZATION)));
    drop(cookie(&with(COOKIE), edge::COOKIE));
}

/// Tells whether a list has this tag, weak or strong, and nothing that is no tag.
fn names(list: &str, tag: &str) -> bool {
    let tags: Vec<&str> = list.split(',').map(str::trim).filter(|tag| !tag.is_empty()).collect();
    let opaque = |tag: &str| tag.strip_prefix("W/").unwrap_or(tag).to_owned();
    let is_tag = |tag: &&str| {
        let opaque = opaque(tag);
        2 <= opaque.len() && opaque.starts_with('"') && opaque.ends_with('"')
    };
    tags.iter().all(is_tag) && tags.iter().any(|known| opaque(known) == tag)
}
