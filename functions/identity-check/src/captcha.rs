//! The captcha: a picture of letters, or work for the device of whoever cannot read it. It travels sealed in the browser, and
//! counts once: the telephone's record remembers which ones were answered.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, TimeDelta, Utc};
use domain::digest::Digest;
use domain::id::SessionId;
use domain::instant::Cutoff;
use domain::verification::Spent;
use edge::{Code, Context, Problem};
use store::{KeyValue, StoreFault};

use crate::draw::below;

mod glyphs;
mod picture;

/// What it is sealed for.
const PURPOSE: &str = "captcha";

/// Reading five letters takes seconds, the work at most a minute on an old telephone; somebody may be called away meanwhile.
const GOOD: TimeDelta = TimeDelta::minutes(5);

/// How many letters the picture shows.
const LETTERS: usize = 5;

/// The number that is looked for is not above this: some 100,000 digests on average, a second or two on a telephone.
pub(crate) const NUMBER_MAX: u32 = 200_000;

/// A captcha.
pub(crate) struct Captcha {
    id: u128,
    session: SessionId,
    until: DateTime<Utc>,
    number: u32,
    letters: String,
}

/// What somebody has answered.
pub(crate) enum Answer {
    /// The letters of the picture.
    Letters(String),
    /// The number that was looked for.
    Number(u32),
}

impl Captcha {
    /// Draws a captcha for a session.
    pub(crate) fn draw<K: KeyValue>(cx: &Context<'_, K>, session: SessionId) -> Result<Self, Problem> {
        let entropy = cx.store().entropy();
        let draw = || -> Result<Self, store::NoEntropy> {
            let count = u32::try_from(glyphs::ALL.len()).unwrap_or_default();
            let letter =
                |_| Ok(glyphs::ALL.get(below(entropy, count)? as usize).map_or('A', |glyph| glyph.letter));
            Ok(Self {
                id: entropy.draw_id()?,
                session,
                until: cx.now + GOOD,
                number: below(entropy, NUMBER_MAX + 1)?,
                letters: (0..LETTERS).map(letter).collect::<Result<_, _>>()?,
            })
        };
        Ok(draw().map_err(StoreFault::from)?)
    }

    /// Seals it for the browser, which can neither read nor change it.
    pub(crate) fn seal<K: KeyValue>(&self, cx: &Context<'_, K>) -> Result<String, Problem> {
        let mut plain = self.id.to_be_bytes().to_vec();
        plain.extend_from_slice(&self.session.as_u128().to_be_bytes());
        plain.extend_from_slice(&self.until.timestamp_millis().to_be_bytes());
        plain.extend_from_slice(&self.number.to_be_bytes());
        plain.extend_from_slice(self.letters.as_bytes());
        Ok(URL_SAFE_NO_PAD.encode(cx.store().seal_for_browser(PURPOSE, &plain)?))
    }

    /// Opens what the browser has brought back.
    ///
    /// # Errors
    ///
    /// Returns a problem if it is none of ours, of another session, or too old.
    pub(crate) fn open<K: KeyValue>(
        cx: &Context<'_, K>,
        session: SessionId,
        token: &str,
    ) -> Result<Self, Problem> {
        let invalid = || Problem::new(Code::CaptchaInvalid);
        let sealed = URL_SAFE_NO_PAD.decode(token).map_err(|_| invalid())?;
        let plain = cx.store().open_from_browser(PURPOSE, &sealed).map_err(|_| invalid())?;
        let captcha = Self::read(&plain).ok_or_else(invalid)?;
        if captcha.session == session && captcha.spent().until.is_open(cx.now) {
            Ok(captcha)
        } else {
            Err(invalid())
        }
    }

    fn read(plain: &[u8]) -> Option<Self> {
        let (id, rest) = plain.split_first_chunk()?;
        let (session, rest) = rest.split_first_chunk()?;
        let (until, rest) = rest.split_first_chunk()?;
        let (number, letters) = rest.split_first_chunk()?;
        Some(Self {
            id: u128::from_be_bytes(*id),
            session: SessionId::from_u128(u128::from_be_bytes(*session)),
            until: DateTime::from_timestamp_millis(i64::from_be_bytes(*until))?,
            number: u32::from_be_bytes(*number),
            letters: std::str::from_utf8(letters).ok()?.to_owned(),
        })
    }

    /// Tells whether this answers it. It is answered once, so the time that this takes is worth nothing.
    pub(crate) fn is_answered_by(&self, answer: &Answer) -> bool {
        match answer {
            Answer::Letters(letters) => letters.trim().eq_ignore_ascii_case(&self.letters),
            Answer::Number(number) => *number == self.number,
        }
    }

    /// Returns the letters, which nobody else is told.
    #[cfg(test)]
    pub(crate) fn letters(&self) -> &str {
        &self.letters
    }

    /// Returns it as one that was answered.
    pub(crate) fn spent(&self) -> Spent {
        Spent { id: self.id, until: self.until() }
    }

    /// Returns until when it is good.
    pub(crate) fn until(&self) -> Cutoff {
        Cutoff { too_late: self.until }
    }

    /// Returns what stands before the number that is looked for.
    pub(crate) fn salt(&self) -> String {
        format!("{:032x}", self.id)
    }

    /// Returns the digest of the salt and the number in decimal digits.
    pub(crate) fn target(&self) -> Digest {
        Digest::of(format!("{}{}", self.salt(), self.number).as_bytes())
    }

    /// Draws the letters, as a file that every browser shows.
    pub(crate) fn picture<K: KeyValue>(&self, cx: &Context<'_, K>) -> Result<Vec<u8>, Problem> {
        let noise = cx.store().entropy().draw().map_err(StoreFault::from)?;
        Ok(picture::draw(&self.letters, &noise))
    }
}
