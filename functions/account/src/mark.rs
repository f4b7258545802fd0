//! A mark in a browser in which the right password was entered. It opens nothing: it is a budget of tries that no stranger can use up.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use edge::{Context, Problem, set_cookie};
use http::HeaderMap;
use http::header::HeaderValue;
use store::records::SetPassword;
use store::{KeyValue, RecordId};

const COOKIE: &str = "__Host-known";

/// What it is sealed for.
const PURPOSE: &str = "known browser 1";

/// From one examination to the next is half a year.
const DAYS: u32 = 180;

/// Says for which password of whom it is.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Mark([u8; 24]);

impl Mark {
    /// Returns the mark for a password: for another one, also of the same person, it is worth nothing.
    pub(crate) fn new(record: RecordId, set: &SetPassword) -> Self {
        let mut bytes = [0; 24];
        let (head, tail) = bytes.split_at_mut(16);
        head.copy_from_slice(&record.as_u128().to_be_bytes());
        tail.copy_from_slice(&set.at.timestamp_millis().to_be_bytes());
        Self(bytes)
    }

    /// Returns the mark of this browser. One that cannot be read is none.
    pub(crate) fn of<K: KeyValue>(cx: &Context<'_, K>, headers: &HeaderMap) -> Option<Self> {
        let sealed = URL_SAFE_NO_PAD.decode(edge::cookie(headers, COOKIE).ok()??).ok()?;
        let plain = cx.store().open_from_browser(PURPOSE, &sealed).ok()?;
        plain.as_slice().try_into().ok().map(Self)
    }

    /// Returns the cookie that keeps it.
    pub(crate) fn cookie<K: KeyValue>(&self, cx: &Context<'_, K>) -> Result<HeaderValue, Problem> {
        let sealed = cx.store().seal_for_browser(PURPOSE, &self.0)?;
        set_cookie(COOKIE, &URL_SAFE_NO_PAD.encode(sealed), Some(DAYS * 24 * 60 * 60))
    }
}
