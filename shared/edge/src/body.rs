//! Bodies of requests: read up to a size and within a time, and no further.

use std::cell::Cell;
use std::mem;
use std::rc::Rc;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use futures::future::{Either, FutureExt as _, LocalBoxFuture, select};
use futures::stream::{LocalBoxStream, Stream, StreamExt as _};
use http::Request;
use http::header::CONTENT_LENGTH;

use crate::headers::one;
use crate::outside::Unanswered;
use crate::problem::{Code, Problem};

/// No body that is taken is longer, so nobody's is cut who could have been read.
const REST_BYTES_MAX: usize = 8 * 1024 * 1024;

/// A proxy has the whole body before it sends the head. Whoever comes without one is given so long, unless the handler gave more.
const REST_TIME_MAX: Duration = Duration::from_secs(30);

/// Waits for as long as it is told to.
#[derive(Clone)]
pub struct Clock(Rc<dyn Fn(Duration) -> LocalBoxFuture<'static, ()>>);

impl Clock {
    /// Wraps a way of waiting.
    pub fn new<F: Future<Output = ()> + 'static>(wait: impl Fn(Duration) -> F + 'static) -> Self {
        Self(Rc::new(move |time| Box::pin(wait(time))))
    }

    /// Returns a clock on which no time is ever over.
    pub fn never() -> Self {
        Self::new(|_| std::future::pending())
    }

    pub(crate) fn wait(&self, time: Duration) -> LocalBoxFuture<'static, ()> {
        (self.0)(time)
    }
}

impl std::fmt::Debug for Clock {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Clock")
    }
}

/// The transfer ended before the body did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Broken;

/// The body of a request. Nothing of it is read before a handler says how much it takes, and how long it waits.
pub struct Body {
    pieces: LocalBoxStream<'static, Result<Bytes, Broken>>,
    clock: Clock,
    time_max: Duration,
    /// Who gets what is left of it when it is dropped, as long as there may be something left.
    heir: Option<Rc<Cell<Option<Body>>>>,
}

/// What a handler will have left of a body.
pub(crate) struct Rest(Rc<Cell<Option<Body>>>);

impl Body {
    /// Wraps the pieces of a body as they arrive.
    pub fn new(pieces: impl Stream<Item = Result<Bytes, Broken>> + 'static, clock: Clock) -> Self {
        Self { pieces: pieces.boxed_local(), clock, time_max: REST_TIME_MAX, heir: None }
    }

    /// Returns where what is left of it will be found once it has been dropped.
    pub(crate) fn rest(&mut self) -> Rest {
        Rest(Rc::clone(self.heir.get_or_insert_default()))
    }

    /// Wraps a body that is there already.
    pub fn full(bytes: impl Into<Bytes>) -> Self {
        Self::new(futures::stream::iter([Ok(bytes.into())]), Clock::never())
    }

    /// Reads the whole body. What comes after the limit is not read.
    ///
    /// # Errors
    ///
    /// Returns a problem if it is larger than `bytes_max`, is not there after `time_max`, or breaks off.
    pub async fn read(&mut self, bytes_max: usize, time_max: Duration) -> Result<Bytes, Problem> {
        let mut read = BytesMut::new();
        let mut pieces = self.pieces(bytes_max, time_max);
        while let Some(piece) = pieces.next().await? {
            read.extend_from_slice(&piece);
        }
        Ok(read.freeze())
    }

    /// Reads the body piece by piece, for whoever does not hold it whole. The limits are those of the whole body.
    pub fn pieces(&mut self, bytes_max: usize, time_max: Duration) -> Pieces<'_> {
        self.time_max = self.time_max.max(time_max);
        Pieces { body: self, bytes_left: bytes_max, bytes_max, time_max, limit: None }
    }

    /// Reads the whole answer of somebody else, who is given a time by the caller.
    pub(crate) async fn read_up_to(&mut self, bytes_max: usize) -> Result<Bytes, Unanswered> {
        let mut read = BytesMut::new();
        while let Some(piece) = self.pieces.next().await {
            let piece = piece.map_err(|Broken| Unanswered::Unreachable)?;
            if bytes_max.saturating_sub(read.len()) < piece.len() {
                return Err(Unanswered::TooLarge);
            }
            read.extend_from_slice(&piece);
        }
        Ok(read.freeze())
    }
}

impl Drop for Body {
    fn drop(&mut self) {
        if let Some(heir) = self.heir.take() {
            let pieces = mem::replace(&mut self.pieces, futures::stream::empty().boxed_local());
            heir.set(Some(Self { pieces, clock: self.clock.clone(), time_max: self.time_max, heir: None }));
        }
    }
}

impl Rest {
    /// Reads what is left and throws it away. Whoever is still sending what has been refused would otherwise find the line
    /// cut, and never read why.
    pub(crate) async fn drain(self) {
        if let Some(mut body) = self.0.take() {
            let time_max = body.time_max;
            let mut pieces = body.pieces(REST_BYTES_MAX, time_max);
            while let Ok(Some(_)) = pieces.next().await {}
        }
    }
}

/// Reads the whole body of `request`. One that is declared to be too large is refused before anything of it is read.
///
/// # Errors
///
/// As [`Body::read`].
pub async fn read_whole(
    request: &mut Request<Body>,
    bytes_max: usize,
    time_max: Duration,
) -> Result<Bytes, Problem> {
    let declared = one(request.headers(), &CONTENT_LENGTH)?.and_then(|length| length.parse::<u64>().ok());
    if declared.is_some_and(|length| (bytes_max as u64) < length) {
        return Err(Problem::body_too_large(bytes_max));
    }
    request.body_mut().read(bytes_max, time_max).await
}

/// A body as it arrives.
pub struct Pieces<'a> {
    body: &'a mut Body,
    bytes_left: usize,
    bytes_max: usize,
    time_max: Duration,
    /// Set only once there is something to wait for: mostly the body has arrived with the head.
    limit: Option<LocalBoxFuture<'static, ()>>,
}

impl Pieces<'_> {
    /// Returns the next piece, and `None` behind the last one.
    ///
    /// # Errors
    ///
    /// Returns a problem if the body is larger than it may be, is not there in time, or breaks off.
    pub async fn next(&mut self) -> Result<Option<Bytes>, Problem> {
        let arriving = &mut self.body.pieces;
        let piece = match arriving.next().now_or_never() {
            Some(piece) => piece,
            None => {
                let waiting = self.limit.take().unwrap_or_else(|| self.body.clock.wait(self.time_max));
                match select(arriving.next(), waiting).await {
                    Either::Left((piece, rest)) => {
                        self.limit = Some(rest);
                        piece
                    }
                    Either::Right(_) => {
                        self.body.heir = None;
                        return Err(Problem::new(Code::BodyTooSlow));
                    }
                }
            }
        };
        match piece {
            // A stream that has ended must not be asked again.
            None => {
                self.body.heir = None;
                Ok(None)
            }
            Some(Err(Broken)) => {
                self.body.heir = None;
                Err(Problem::new(Code::BodyIncomplete))
            }
            Some(Ok(piece)) => match self.bytes_left.checked_sub(piece.len()) {
                Some(left) => {
                    self.bytes_left = left;
                    Ok(Some(piece))
                }
                None => Err(Problem::body_too_large(self.bytes_max)),
            },
        }
    }
}

impl std::fmt::Debug for Pieces<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Pieces")
    }
}

impl std::fmt::Debug for Body {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Body")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures::executor::block_on;
    use std::cell::Cell;

    const TIME: Duration = Duration::from_secs(1);

    fn read(
        pieces: impl Stream<Item = Result<Bytes, Broken>> + 'static,
        clock: Clock,
    ) -> Result<Bytes, Code> {
        block_on(Body::new(pieces, clock).read(8, TIME)).map_err(|problem| problem.code())
    }

    #[test]
    fn a_body_of_exactly_the_limit_is_read_and_one_byte_more_is_refused() {
        let pieces = |texts: &[&'static str]| {
            futures::stream::iter(texts.iter().map(|text| Ok(Bytes::from(*text))).collect::<Vec<_>>())
        };
        assert_eq!(read(pieces(&["1234", "5678"]), Clock::never()).unwrap(), "12345678");
        assert_eq!(read(pieces(&["1234", "56789"]), Clock::never()), Err(Code::BodyTooLarge));
        assert_eq!(read(pieces(&["123456789"]), Clock::never()), Err(Code::BodyTooLarge));
        assert_eq!(read(pieces(&[]), Clock::never()).unwrap(), "");
    }

    #[test]
    fn a_body_is_read_piece_by_piece_under_the_limits_of_the_whole() {
        let two = futures::stream::iter([Ok(Bytes::from("1234")), Ok(Bytes::from("56789"))]);
        let mut body = Body::new(two, Clock::never());
        let mut pieces = body.pieces(8, TIME);
        assert_eq!(block_on(pieces.next()).unwrap().unwrap(), "1234");
        assert_eq!(block_on(pieces.next()).unwrap_err().code(), Code::BodyTooLarge);
        assert_eq!(block_on(Body::full("1").pieces(8, TIME).next()).unwrap().unwrap(), "1");
        assert_eq!(
            block_on(Body::new(futures::stream::empty(), Clock::never()).pieces(8, TIME).next()),
            Ok(None)
        );
    }

    /// Drops a body of `pieces` after one of them was taken, and returns how many were taken in the end.
    fn drained(pieces: impl Stream<Item = Bytes> + 'static, clock: Clock) -> usize {
        let taken = Rc::new(Cell::new(0));
        let count = Rc::clone(&taken);
        let pieces = pieces.map(move |piece| {
            count.set(count.get() + 1);
            Ok(piece)
        });
        let mut body = Body::new(pieces, clock);
        let rest = body.rest();
        assert!(block_on(body.pieces(8, TIME).next()).is_ok());
        drop(body);
        block_on(rest.drain());
        taken.get()
    }

    #[test]
    fn what_is_left_of_a_refused_body_is_thrown_away_up_to_a_limit() {
        let five = futures::stream::iter(vec![Bytes::from_static(b"abc"); 5]);
        assert_eq!(drained(five, Clock::never()), 5);

        let mebibyte = futures::stream::repeat(Bytes::from(vec![0; 1024 * 1024]));
        let endless = futures::stream::iter([Bytes::new()]).chain(mebibyte);
        assert_eq!(drained(endless, Clock::never()), 1 + 8 + 1);
    }

    #[test]
    fn nobody_waits_for_the_rest_of_a_body_any_longer_than_for_a_body() {
        let one = futures::stream::iter([Bytes::from_static(b"a")]);
        let silent = one.chain(futures::stream::pending());
        assert_eq!(drained(silent, Clock::new(|_| std::future::ready(()))), 1);
    }

    #[test]
    fn nothing_is_left_of_a_body_that_has_ended_broken_off_or_been_waited_for_in_vain() {
        let over = || Clock::new(|_| std::future::ready(()));
        let bodies = [
            Body::full("whole"),
            Body::new(futures::stream::iter([Err(Broken)]), Clock::never()),
            Body::new(futures::stream::pending(), over()),
        ];
        for mut body in bodies {
            let rest = body.rest();
            drop(block_on(body.read(8, TIME)));
            drop(body);
            assert!(rest.0.take().is_none());
        }
    }

    #[test]
    fn of_a_body_that_never_ends_nothing_is_read_after_the_limit() {
        let sent = Rc::new(Cell::new(0));
        let count = Rc::clone(&sent);
        let endless = futures::stream::repeat_with(move || {
            count.set(count.get() + 1);
            Ok(Bytes::from_static(b"abc"))
        });
        assert_eq!(read(endless, Clock::never()), Err(Code::BodyTooLarge));
        assert_eq!(sent.get(), 3);
    }

    #[test]
    fn a_body_that_stops_arriving_is_given_up_when_the_time_is_over() {
        let silent = futures::stream::iter([Ok(Bytes::from_static(b"ab"))]).chain(futures::stream::pending());
        assert_eq!(read(silent, Clock::new(|_| std::future::ready(()))), Err(Code::BodyTooSlow));
    }

    #[test]
    fn a_body_that_breaks_off_is_not_taken_for_a_whole_one() {
        let torn = futures::stream::iter([Ok(Bytes::from_static(b"{}")), Err(Broken)]);
        assert_eq!(read(torn, Clock::never()), Err(Code::BodyIncomplete));
    }
}
