//! Inputs as people can read and write them: messages between lines of `%%`, and words in braces for what nobody can guess.

use std::collections::BTreeMap;

use bytes::Bytes;
use edge::{Body, Clock, Unanswered};
use http::{Request, Response};

/// What stands between two messages.
const BETWEEN: &[u8] = b"\n%%\n";

/// More would only take longer.
const MESSAGES_MAX: usize = 6;

/// Returns the messages of an input.
pub(crate) fn messages(mut input: &[u8]) -> Vec<&[u8]> {
    let mut messages = Vec::new();
    while messages.len() < MESSAGES_MAX - 1
        && let Some(place) = input.windows(BETWEEN.len()).position(|window| window == BETWEEN)
    {
        messages.push(&input[..place]);
        input = &input[place + BETWEEN.len()..];
    }
    messages.push(input);
    messages
}

/// Cuts off the first line, with or without a carriage return.
fn line(message: &[u8]) -> (&[u8], &[u8]) {
    match message.iter().position(|byte| *byte == b'\n') {
        Some(place) => {
            let line = &message[..place];
            (line.strip_suffix(b"\r").unwrap_or(line), &message[place + 1..])
        }
        None => (message, &[]),
    }
}

/// What is written in braces, and what stands for it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Words(BTreeMap<&'static str, String>);

impl Words {
    pub(crate) fn set(&mut self, word: &'static str, value: String) {
        self.0.insert(word, value);
    }

    pub(crate) fn get(&self, word: &str) -> &str {
        self.0.get(word).map_or("", String::as_str)
    }

    /// Puts what they stand for in the place of words. What is no word stays.
    pub(crate) fn fill(&self, mut bytes: &[u8]) -> Vec<u8> {
        let mut filled = Vec::with_capacity(bytes.len());
        while let Some(begin) = bytes.iter().position(|byte| *byte == b'{') {
            filled.extend_from_slice(&bytes[..begin]);
            let inner = &bytes[begin + 1..];
            let end = inner.iter().position(|byte| !byte.is_ascii_lowercase() && *byte != b'-');
            let end = end.filter(|end| inner[*end] == b'}');
            let word = end.and_then(|end| std::str::from_utf8(&inner[..end]).ok());
            match word.and_then(|word| self.0.get_key_value(word)) {
                Some((word, value)) => {
                    filled.extend_from_slice(value.as_bytes());
                    bytes = &inner[word.len() + 1..];
                }
                None => {
                    filled.push(b'{');
                    bytes = inner;
                }
            }
        }
        filled.extend_from_slice(bytes);
        filled
    }
}

/// A request as it is written: `METHOD target [who [minutes [piece]]]`, headers, an empty line, a body.
#[derive(Debug)]
pub(crate) struct Asked {
    pub(crate) who: String,
    /// How much time has passed since the one before.
    pub(crate) minutes: u16,
    pub(crate) request: Request<Body>,
}

/// Reads a request. Of what is none, no server hands anything on.
pub(crate) fn request(message: &[u8], words: &Words) -> Option<Asked> {
    let message = words.fill(message);
    let (first, mut rest) = line(&message);
    let first = std::str::from_utf8(first).ok()?;
    let mut parts = first.split(' ');
    let mut request = Request::builder().method(parts.next()?).uri(parts.next()?);
    let who = parts.next().unwrap_or_default().to_owned();
    let minutes = parts.next().and_then(|minutes| minutes.parse().ok()).unwrap_or_default();
    let piece = parts.next().and_then(|piece| piece.parse().ok()).unwrap_or(usize::MAX);
    while !rest.is_empty() {
        let (header, behind) = line(rest);
        rest = behind;
        if header.is_empty() {
            break;
        }
        let colon = header.iter().position(|byte| *byte == b':')?;
        request = request.header(&header[..colon], header[colon + 1..].trim_ascii());
    }
    let request = request.body(body(rest.to_vec(), piece)).ok()?;
    // What a client asks for is a path.
    request.uri().path().starts_with('/').then_some(Asked { who, minutes, request })
}

/// An answer from outside as it is written: `status [piece]` and a body, or `down`, or `slow`.
#[derive(Clone, Debug)]
pub(crate) struct Said {
    /// Nothing, if there is no answer.
    pub(crate) status: Option<u16>,
    /// What else stands in the first line.
    pub(crate) how: String,
    piece: usize,
    pub(crate) body: Vec<u8>,
    is_slow: bool,
}

impl Said {
    pub(crate) fn read(message: &[u8], words: &Words) -> Self {
        let message = words.fill(message);
        let (first, body) = line(&message);
        let first = String::from_utf8_lossy(first).into_owned();
        let mut parts = first.split(' ');
        let status = parts.next().unwrap_or_default();
        let piece = parts.next().and_then(|piece| piece.parse().ok()).unwrap_or(usize::MAX);
        Self {
            status: status.parse().ok().filter(|status| (100..1_000).contains(status)),
            how: parts.next().unwrap_or_default().to_owned(),
            piece,
            body: body.to_vec(),
            is_slow: status == "slow",
        }
    }

    /// Returns the body of an answer by which somebody means what it says.
    pub(crate) fn good(&self) -> Option<&[u8]> {
        (self.status == Some(200)).then_some(self.body.as_slice())
    }

    /// Answers like this. Whoever is slow never does.
    pub(crate) async fn answer(self) -> Result<Response<Body>, Unanswered> {
        if self.is_slow {
            return std::future::pending().await;
        }
        let Some(status) = self.status else { return Err(Unanswered::Unreachable) };
        Ok(Response::builder().status(status).body(body(self.body, self.piece)).unwrap())
    }
}

/// A body that arrives in pieces of this size.
fn body(bytes: Vec<u8>, piece: usize) -> Body {
    let bytes = Bytes::from(bytes);
    // Not so many that cutting them is all that is done.
    let size = piece.max(bytes.len() / 64).max(1);
    let begins = (0..bytes.len()).step_by(size);
    let pieces: Vec<_> =
        begins.map(|begin| Ok(bytes.slice(begin..bytes.len().min(begin.saturating_add(size))))).collect();
    Body::new(futures::stream::iter(pieces), Clock::never())
}
