//! One attempt at logging in, sealed in the browser that makes it: nothing is stored for a caller whom nobody knows yet.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, TimeDelta, Utc};
use domain::digest::Digest;
use edge::{Code, Context, Problem, set_cookie};
use http::header::HeaderValue;
use serde::{Deserialize, Serialize};
use store::{KeyValue, StoreFault};

use crate::provider::Realm;

const COOKIE: &str = "__Host-login";

/// What it is sealed for.
const PURPOSE: &str = "login attempt 2";

/// Scanning a code with a telephone and looking into its camera takes a minute or two.
const MINUTES_MAX: i64 = 10;

/// Guessing 256 bits is out of reach.
const SECRET_BYTES: usize = 32;

/// What must be the same when the browser comes back.
#[derive(Deserialize, Serialize)]
pub(crate) struct Attempt {
    pub(crate) realm: Realm,
    /// Comes back in the address: the answer belongs to this attempt.
    pub(crate) state: String,
    /// Comes back in the ID token: the token belongs to this attempt.
    pub(crate) nonce: String,
    /// Shown to the provider with the code (RFC 7636): who has stolen the code cannot use it.
    pub(crate) verifier: String,
    pub(crate) goal: Goal,
    ends: DateTime<Utc>,
}

/// Where a login leads.
#[derive(Deserialize, Serialize)]
pub(crate) enum Goal {
    /// To this address, which was in the list, with a session in the browser.
    Page(String),
    /// Back to a portal, with a code. The browser gets no session.
    Portal(Visit),
}

/// What a portal has asked for.
#[derive(Deserialize, Serialize)]
pub(crate) struct Visit {
    pub(crate) portal: String,
    /// Where the portal is told how it ended: one of its own addresses.
    pub(crate) address: String,
    /// What the portal wants to be told again.
    pub(crate) state: Option<String>,
    /// Of what the portal will show with the code (RFC 7636).
    pub(crate) challenge: String,
}

impl Attempt {
    pub(crate) fn draw<K: KeyValue>(cx: &Context<'_, K>, realm: Realm, goal: Goal) -> Result<Self, Problem> {
        let secret = || -> Result<String, Problem> {
            let bytes: [u8; SECRET_BYTES] = cx.store().entropy().draw().map_err(StoreFault::from)?;
            Ok(URL_SAFE_NO_PAD.encode(bytes))
        };
        let ends = cx.now + TimeDelta::minutes(MINUTES_MAX);
        Ok(Self { realm, state: secret()?, nonce: secret()?, verifier: secret()?, goal, ends })
    }

    /// Returns the cookie that keeps it in the browser.
    pub(crate) fn cookie<K: KeyValue>(&self, cx: &Context<'_, K>) -> Result<HeaderValue, Problem> {
        let plain = serde_json::to_vec(self).map_err(Problem::fault)?;
        let sealed = cx.store().seal_for_browser(PURPOSE, &plain)?;
        let seconds = u32::try_from(MINUTES_MAX * 60).ok();
        set_cookie(COOKIE, &URL_SAFE_NO_PAD.encode(sealed), seconds)
    }

    /// Returns the cookie that deletes it.
    pub(crate) fn over() -> Result<HeaderValue, Problem> {
        set_cookie(COOKIE, "", Some(0))
    }

    /// Reads the attempt of this browser, if it is still under way.
    ///
    /// # Errors
    ///
    /// Returns a problem if there is none, or if it has taken too long.
    pub(crate) fn of<K: KeyValue>(cx: &Context<'_, K>, headers: &http::HeaderMap) -> Result<Self, Problem> {
        let expired = || Problem::new(Code::LoginExpired);
        let sealed = edge::cookie(headers, COOKIE)?.ok_or_else(expired)?;
        let sealed = URL_SAFE_NO_PAD.decode(sealed).map_err(|_| expired())?;
        let plain = cx.store().open_from_browser(PURPOSE, &sealed).map_err(|_| expired())?;
        let attempt: Self = serde_json::from_slice(&plain).map_err(|_| expired())?;
        if cx.now < attempt.ends { Ok(attempt) } else { Err(expired()) }
    }

    /// Returns when the browser was sent to the provider.
    pub(crate) fn began(&self) -> DateTime<Utc> {
        self.ends - TimeDelta::minutes(MINUTES_MAX)
    }

    /// Tells whether the answer of the provider belongs to this attempt.
    pub(crate) fn has_state(&self, state: &str) -> bool {
        // By their digests: the time that it takes says nothing about how much was right.
        Digest::of(state.as_bytes()) == Digest::of(self.state.as_bytes())
    }
}
