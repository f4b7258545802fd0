//! Requests to the outside: within a time and up to a size. An answer that leads elsewhere is not followed.

use std::rc::Rc;
use std::time::Duration;

use bytes::Bytes;
use futures::future::{Either, LocalBoxFuture, select};
use http::{Request, Response, StatusCode};

use crate::body::{Body, Clock};

/// Why there is no answer. It names nothing that was sent or received.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unanswered {
    /// There was no connection, or none to somebody who could show who they are: nothing has been sent.
    #[error("not connected")]
    Unconnected,
    /// Nobody was reached, or the answer broke off. Something may have arrived.
    #[error("not reached")]
    Unreachable,
    /// It took too long.
    #[error("too slow")]
    TooSlow,
    /// More was sent back than an answer can have.
    #[error("too large")]
    TooLarge,
}

type Sent = LocalBoxFuture<'static, Result<Response<Body>, Unanswered>>;

/// A way of sending requests to the outside.
#[derive(Clone)]
pub struct Outside {
    send: Rc<dyn Fn(Request<Bytes>) -> Sent>,
    clock: Clock,
}

impl Outside {
    /// Wraps a way of sending requests.
    pub fn new<F>(send: impl Fn(Request<Bytes>) -> F + 'static, clock: Clock) -> Self
    where
        F: Future<Output = Result<Response<Body>, Unanswered>> + 'static,
    {
        Self { send: Rc::new(move |request| Box::pin(send(request))), clock }
    }

    /// Returns what a component has that sends nothing.
    pub fn none() -> Self {
        Self::new(|_| std::future::ready(Err(Unanswered::Unreachable)), Clock::never())
    }

    /// Sends `request` and returns the answer before its body has arrived, for whoever does not hold it whole.
    ///
    /// # Errors
    ///
    /// Returns why there is none: it has not begun within `time_max`.
    pub async fn open(
        &self,
        request: Request<Bytes>,
        time_max: Duration,
    ) -> Result<Response<Body>, Unanswered> {
        match select((self.send)(request), self.clock.wait(time_max)).await {
            Either::Left((answer, _)) => answer,
            Either::Right(_) => Err(Unanswered::TooSlow),
        }
    }

    /// Sends `request` and reads the whole answer.
    ///
    /// # Errors
    ///
    /// Returns why there is none: it is not there within `time_max`, or is larger than `bytes_max`.
    pub async fn call(
        &self,
        request: Request<Bytes>,
        bytes_max: usize,
        time_max: Duration,
    ) -> Result<(StatusCode, Bytes), Unanswered> {
        let whole = Box::pin(async {
            let mut response = (self.send)(request).await?;
            let body = response.body_mut().read_up_to(bytes_max).await?;
            Ok((response.status(), body))
        });
        match select(whole, self.clock.wait(time_max)).await {
            Either::Left((answer, _)) => answer,
            Either::Right(_) => Err(Unanswered::TooSlow),
        }
    }
}

impl std::fmt::Debug for Outside {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Outside")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::body::Broken;
    use futures::executor::block_on;
    use futures::stream;

    const TIME: Duration = Duration::from_secs(1);

    fn called(outside: &Outside) -> Result<(u16, Bytes), Unanswered> {
        let answer = block_on(outside.call(Request::new(Bytes::new()), 4, TIME));
        answer.map(|(status, body)| (status.as_u16(), body))
    }

    fn answering(pieces: &'static [Result<&'static str, Broken>]) -> Outside {
        let body = move || Body::new(stream::iter(pieces).map_pieces(), Clock::never());
        Outside::new(move |_| std::future::ready(Ok(Response::new(body()))), Clock::never())
    }

    /// Turns texts into pieces of a body.
    trait MapPieces {
        fn map_pieces(self) -> impl stream::Stream<Item = Result<Bytes, Broken>> + 'static;
    }

    impl<S: stream::Stream<Item = &'static Result<&'static str, Broken>> + 'static> MapPieces for S {
        fn map_pieces(self) -> impl stream::Stream<Item = Result<Bytes, Broken>> + 'static {
            stream::StreamExt::map(self, |piece| piece.map(Bytes::from))
        }
    }

    #[test]
    fn an_answer_that_does_not_begin_in_time_is_given_up() {
        let opened = |clock| {
            let outside = Outside::new(|_| std::future::pending(), clock);
            block_on(outside.open(Request::new(Bytes::new()), TIME)).map(|response| response.status())
        };
        assert_eq!(opened(Clock::new(|_| std::future::ready(()))), Err(Unanswered::TooSlow));
        // However long the rest takes, which is its reader's to limit.
        let begun = answering(&[Ok("12"), Err(Broken)]);
        assert!(block_on(begun.open(Request::new(Bytes::new()), TIME)).is_ok());
    }

    #[test]
    fn an_answer_of_exactly_the_limit_is_read_and_one_byte_more_is_refused() {
        assert_eq!(called(&answering(&[Ok("12"), Ok("34")])), Ok((200, Bytes::from("1234"))));
        assert_eq!(called(&answering(&[Ok("12"), Ok("345")])), Err(Unanswered::TooLarge));
    }

    #[test]
    fn an_answer_that_breaks_off_is_none() {
        assert_eq!(called(&answering(&[Ok("12"), Err(Broken)])), Err(Unanswered::Unreachable));
    }

    #[test]
    fn who_takes_too_long_has_not_answered() {
        let at_once = Clock::new(|_| std::future::ready(()));
        let silent = Outside::new(|_| std::future::pending(), at_once.clone());
        assert_eq!(called(&silent), Err(Unanswered::TooSlow));
        let body = || Body::new(stream::pending(), Clock::never());
        let stalled = Outside::new(move |_| std::future::ready(Ok(Response::new(body()))), at_once);
        assert_eq!(called(&stalled), Err(Unanswered::TooSlow));
    }

    #[test]
    fn a_component_that_sends_nothing_reaches_nobody() {
        assert_eq!(called(&Outside::none()), Err(Unanswered::Unreachable));
    }
}
