//! The self-test: asks the provider for each promise that the ledger rests on, and names the first that is broken.
//!
//! It runs once per deployment. Its verdict is stored under the build's version, and until there is a good one
//! nothing is served: on a provider whose swap reports failure and writes all the same, every rule would hold on
//! paper and none in fact.

use crate::Key;
use crate::fault::StoreFault;
use crate::key_value::{KeyValue, Swap};
use crate::store::Store;

/// A promise that the ledger rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Promise {
    /// What was set is what is got, byte for byte.
    GetReturnsWhatWasSet,
    /// What was set together is there.
    SetManySetsAll,
    /// What was deleted is gone.
    DeleteDeletes,
    /// A counter starts at zero and gives each caller another number.
    IncrementCounts,
    /// A swap on an untouched key is applied and says so.
    SwapReportsSuccess,
    /// A swap on a key that was changed is lost, says so, and writes nothing.
    StaleSwapIsLost,
    /// A swap on a key that was deleted is lost, says so, and writes nothing.
    SwapOnDeletedKeyIsLost,
    /// Nothing is read through a handle for a key that is missing.
    MissingKeyIsMissing,
}

impl Promise {
    /// Returns the stable code of the promise.
    pub const fn code(self) -> &'static str {
        match self {
            Self::GetReturnsWhatWasSet => "get-returns-what-was-set",
            Self::SetManySetsAll => "set-many-sets-all",
            Self::DeleteDeletes => "delete-deletes",
            Self::IncrementCounts => "increment-counts",
            Self::SwapReportsSuccess => "swap-reports-success",
            Self::StaleSwapIsLost => "stale-swap-is-lost",
            Self::SwapOnDeletedKeyIsLost => "swap-on-deleted-key-is-lost",
            Self::MissingKeyIsMissing => "missing-key-is-missing",
        }
    }
}

/// Why a provider may not be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SelfTestFailed {
    /// A promise does not hold.
    #[error("the provider breaks the promise {}", .0.code())]
    Broken(Promise),
    /// The test could not be carried out.
    #[error(transparent)]
    Fault(#[from] StoreFault),
}

/// What is known of this deployment's provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Every promise held when this build was deployed.
    Good,
    /// This promise did not hold.
    Broken(String),
    /// Nobody has tested the provider with this build.
    Untested,
}

const GOOD: &str = "good";

impl<K: KeyValue> Store<K> {
    /// Tests the provider and stores the verdict under `build`.
    ///
    /// # Errors
    ///
    /// Returns the first broken promise, which is stored too, or the fault that stopped the test.
    pub async fn self_test(&self, build: &str) -> Result<(), SelfTestFailed> {
        let outcome = self.try_promises().await;
        let verdict = match &outcome {
            Ok(()) => GOOD,
            Err(SelfTestFailed::Broken(promise)) => promise.code(),
            Err(SelfTestFailed::Fault(_)) => return outcome,
        };
        let key = Key::SelfTestVerdict(build.to_owned());
        self.kv.set(&key, verdict.as_bytes()).await.map_err(StoreFault::from)?;
        outcome
    }

    /// Returns the stored verdict for `build`. One call of the provider.
    ///
    /// # Errors
    ///
    /// Returns a fault if the provider fails.
    pub async fn verdict(&self, build: &str) -> Result<Verdict, StoreFault> {
        match self.kv.get(&Key::SelfTestVerdict(build.to_owned())).await? {
            None => Ok(Verdict::Untested),
            Some(verdict) if verdict == GOOD.as_bytes() => Ok(Verdict::Good),
            Some(verdict) => Ok(Verdict::Broken(String::from_utf8_lossy(&verdict).into_owned())),
        }
    }

    async fn try_promises(&self) -> Result<(), SelfTestFailed> {
        // A slot of its own for each run, so that two runs at once do not break each other's promises.
        let run = self.entropy.draw_id().map_err(StoreFault::from)?;
        let slot = |name: &str| Key::SelfTest(format!("{run:032x}/{name}"));
        let (plain, second, counter) = (slot("plain"), slot("second"), slot("counter"));
        let outcome = self.try_with(&plain, &second, &counter).await;
        for key in [&plain, &second, &counter] {
            self.kv.delete(key).await.map_err(StoreFault::from)?;
        }
        outcome.map_err(|failed| match failed {
            Failed::Promise(promise) => SelfTestFailed::Broken(promise),
            Failed::Fault(fault) => SelfTestFailed::Fault(fault),
        })
    }

    async fn try_with(&self, plain: &Key, second: &Key, counter: &Key) -> Result<(), Failed> {
        let kv = &self.kv;
        // Every byte value, so that a provider that keeps text is found out.
        let bytes: Vec<u8> = (0..=u8::MAX).collect();

        keep(kv.read_for_swap(plain).await?.is_none(), Promise::MissingKeyIsMissing)?;
        kv.set(plain, &bytes).await?;
        keep(kv.get(plain).await?.as_ref() == Some(&bytes), Promise::GetReturnsWhatWasSet)?;

        let both = [(plain.clone(), b"one".to_vec()), (second.clone(), b"two".to_vec())];
        kv.set_many(&both).await?;
        for (key, value) in &both {
            keep(kv.get(key).await?.as_ref() == Some(value), Promise::SetManySetsAll)?;
        }

        let first = kv.increment(counter, 1).await?;
        let next = kv.increment(counter, 1).await?;
        keep((first, next) == (1, 2), Promise::IncrementCounts)?;

        let stale = self.handle(plain).await?;
        let fresh = self.handle(plain).await?;
        keep(kv.swap(fresh, b"three").await? == Swap::Applied, Promise::SwapReportsSuccess)?;
        keep(kv.get(plain).await?.as_deref() == Some(b"three"), Promise::SwapReportsSuccess)?;
        keep(kv.swap(stale, b"four").await? == Swap::Lost, Promise::StaleSwapIsLost)?;
        keep(kv.get(plain).await?.as_deref() == Some(b"three"), Promise::StaleSwapIsLost)?;

        let orphan = self.handle(second).await?;
        kv.delete(second).await?;
        keep(kv.get(second).await?.is_none(), Promise::DeleteDeletes)?;
        keep(kv.swap(orphan, b"five").await? == Swap::Lost, Promise::SwapOnDeletedKeyIsLost)?;
        keep(kv.get(second).await?.is_none(), Promise::SwapOnDeletedKeyIsLost)
    }

    async fn handle(&self, key: &Key) -> Result<K::Handle, Failed> {
        match self.kv.read_for_swap(key).await? {
            Some((_, handle)) => Ok(handle),
            None => Err(Failed::Promise(Promise::GetReturnsWhatWasSet)),
        }
    }
}

enum Failed {
    Promise(Promise),
    Fault(StoreFault),
}

impl From<crate::KeyValueError> for Failed {
    fn from(error: crate::KeyValueError) -> Self {
        Self::Fault(error.into())
    }
}

fn keep(holds: bool, promise: Promise) -> Result<(), Failed> {
    if holds { Ok(()) } else { Err(Failed::Promise(promise)) }
}
