//! An adapter with which somebody meddles: it dies, lies, or lets others be faster, at any call.

use std::cell::{Cell, RefCell};
use std::pin::Pin;

use futures::pending;
use store::{Key, KeyValue, KeyValueError, Swap};

/// What happens at one call.
pub enum Meddling<'a> {
    /// Somebody else acts first, and is waited for.
    Meanwhile(Pin<Box<dyn Future<Output = ()> + 'a>>),
    /// This call and all later ones fail without a trace, as if the caller had died here.
    Die,
    /// The call is carried out, and its answer is lost.
    LoseTheAnswer,
}

/// Passes every call on, and meddles once.
pub struct Meddled<'a, K> {
    inner: &'a K,
    at: usize,
    calls: Cell<usize>,
    meddling: RefCell<Option<Meddling<'a>>>,
    is_dead: Cell<bool>,
}

impl<'a, K: KeyValue> Meddled<'a, K> {
    /// Meddles at call number `at`, counted from zero.
    pub fn new(inner: &'a K, at: usize, meddling: Meddling<'a>) -> Self {
        Self {
            inner,
            at,
            calls: Cell::new(0),
            meddling: RefCell::new(Some(meddling)),
            is_dead: Cell::new(false),
        }
    }

    /// Tells whether there were so many calls that it came to the meddling.
    pub fn has_meddled(&self) -> bool {
        self.calls.get() > self.at
    }

    async fn call<T>(&self, act: impl Future<Output = Result<T, KeyValueError>>) -> Result<T, KeyValueError> {
        let call = self.calls.replace(self.calls.get() + 1);
        let meddling = if call == self.at { self.meddling.take() } else { None };
        let mut answer_is_lost = false;
        match meddling {
            Some(Meddling::Meanwhile(others)) => others.await,
            Some(Meddling::Die) => self.is_dead.set(true),
            Some(Meddling::LoseTheAnswer) => answer_is_lost = true,
            None => {}
        }
        if self.is_dead.get() {
            return Err(KeyValueError("dead".to_owned()));
        }
        let answer = act.await;
        if answer_is_lost { Err(KeyValueError("the answer was lost".to_owned())) } else { answer }
    }
}

impl<K: KeyValue> KeyValue for Meddled<'_, K> {
    type Handle = K::Handle;

    async fn get(&self, key: &Key) -> Result<Option<Vec<u8>>, KeyValueError> {
        self.call(self.inner.get(key)).await
    }

    async fn set(&self, key: &Key, value: &[u8]) -> Result<(), KeyValueError> {
        self.call(self.inner.set(key, value)).await
    }

    async fn set_many(&self, entries: &[(Key, Vec<u8>)]) -> Result<(), KeyValueError> {
        self.call(self.inner.set_many(entries)).await
    }

    async fn delete(&self, key: &Key) -> Result<(), KeyValueError> {
        self.call(self.inner.delete(key)).await
    }

    async fn increment(&self, key: &Key, delta: i64) -> Result<i64, KeyValueError> {
        self.call(self.inner.increment(key, delta)).await
    }

    async fn read_for_swap(&self, key: &Key) -> Result<Option<(Vec<u8>, K::Handle)>, KeyValueError> {
        self.call(self.inner.read_for_swap(key)).await
    }

    async fn swap(&self, handle: K::Handle, value: &[u8]) -> Result<Swap, KeyValueError> {
        self.call(self.inner.swap(handle, value)).await
    }
}

/// An adapter that lets all others act before each of its calls, so that they mix on one thread.
pub struct Polite<'a, K>(pub &'a K);

async fn give_way() {
    futures::future::poll_fn(|context| {
        context.waker().wake_by_ref();
        std::task::Poll::Ready(())
    })
    .await;
    // Woken already, so this comes back as soon as everybody else had a turn.
    pending!();
}

impl<K: KeyValue> KeyValue for Polite<'_, K> {
    type Handle = K::Handle;

    async fn get(&self, key: &Key) -> Result<Option<Vec<u8>>, KeyValueError> {
        give_way().await;
        self.0.get(key).await
    }

    async fn set(&self, key: &Key, value: &[u8]) -> Result<(), KeyValueError> {
        give_way().await;
        self.0.set(key, value).await
    }

    async fn set_many(&self, entries: &[(Key, Vec<u8>)]) -> Result<(), KeyValueError> {
        give_way().await;
        self.0.set_many(entries).await
    }

    async fn delete(&self, key: &Key) -> Result<(), KeyValueError> {
        give_way().await;
        self.0.delete(key).await
    }

    async fn increment(&self, key: &Key, delta: i64) -> Result<i64, KeyValueError> {
        give_way().await;
        self.0.increment(key, delta).await
    }

    async fn read_for_swap(&self, key: &Key) -> Result<Option<(Vec<u8>, K::Handle)>, KeyValueError> {
        give_way().await;
        self.0.read_for_swap(key).await
    }

    async fn swap(&self, handle: K::Handle, value: &[u8]) -> Result<Swap, KeyValueError> {
        give_way().await;
        self.0.swap(handle, value).await
    }
}
