//! What the tests of this crate stand on.

use super::*;
use crate::session::SESSIONS;
use store::{KeyRing, Memory, Seeding, seeded};

pub(crate) fn at(text: &str) -> DateTime<Utc> {
    instant::parse(text).unwrap()
}

pub(crate) fn empty_store() -> Store<Memory> {
    let ring = KeyRing::parse("1:AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=").unwrap();
    Store::new(Memory::default(), ring, seeded(1))
}

pub(crate) async fn seeded_store() -> Store<Memory> {
    let store = empty_store();
    store.found(Seeding::First).await.unwrap();
    store.seed(SESSIONS, 1, Seeding::First).await.unwrap();
    store
}
