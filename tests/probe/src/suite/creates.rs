//! Creating: one owner for each fingerprint, whoever is slow, dies, or comes at the same time.

use futures::future::join_all;
use store::{Facts, KeyValue, RecordId, Verdict};

use super::{Adapter, Outcome, create_in, must, text, write_in};
use crate::meddled::{Meddled, Meddling, Polite};
use crate::note::Note;

/// No create makes more calls than this.
const CALLS_MAX: usize = 32;

pub(super) async fn the_self_test_passes_and_its_verdict_is_kept<K: KeyValue>(
    adapter: &Adapter<K>,
) -> Outcome {
    let build = format!("{:032x}", adapter.entropy.draw_id().map_err(text)?);
    let store = adapter.store();
    must(store.verdict(&build).await.map_err(text)? == Verdict::Untested, "a verdict before the test")?;
    store.self_test(&build).await.map_err(text)?;
    must(store.verdict(&build).await.map_err(text)? == Verdict::Good, "the verdict is not kept")
}

pub(super) async fn an_unknown_record_reads_as_none<K: KeyValue>(adapter: &Adapter<K>) -> Outcome {
    let collection = adapter.collection(4).await?;
    must(adapter.read(&collection, RecordId::from_u128(7)).await?.is_none(), "a record that nobody created")
}

pub(super) async fn a_created_record_reads_back_by_id_and_by_fingerprint<K: KeyValue>(
    adapter: &Adapter<K>,
) -> Outcome {
    let collection = adapter.collection(4).await?;
    let created = adapter.create(&collection, "somebody", "hello").await?;
    let read = adapter.read(&collection, created.line.id).await?;
    must(read.as_ref() == Some(&created.record), "it does not read back")?;
    let store = adapter.store();
    let ledger = store.ledger(&collection);
    let found = ledger.find(&ledger.fingerprint(b"somebody")).await.map_err(text)?;
    must(found.is_some_and(|line| line.id == created.line.id), "it is not found by its fingerprint")
}

pub(super) async fn one_of_a_crowd_of_creators_wins<K: KeyValue>(adapter: &Adapter<K>) -> Outcome {
    let collection = adapter.collection(4).await?;
    let store = adapter.store_over(Polite(&adapter.kv));
    let crowd = (0..300).map(|command| create_in(&store, &collection, "same", 1000 + command, "mine"));
    let winners = join_all(crowd).await.into_iter().filter(Result::is_ok).count();
    must(winners == 1, &format!("{winners} winners"))
}

pub(super) async fn a_slow_creator_never_overwrites_whoever_was_faster<K: KeyValue>(
    adapter: &Adapter<K>,
) -> Outcome {
    for at in 0..CALLS_MAX {
        let collection = adapter.collection(1).await?;
        let faster = async {
            let created = adapter.create(&collection, "same", "faster").await;
            if let Ok(stored) = created {
                drop(adapter.write(&collection, stored.line.id, "faster, and changed since").await);
            }
        };
        let meddled = Meddled::new(&adapter.kv, at, Meddling::Meanwhile(Box::pin(faster)));
        let store = adapter.store_over(&meddled);
        let slow = create_in(&store, &collection, "same", 999, "slower").await;
        if !meddled.has_meddled() {
            return must(slow.is_ok(), "nobody hindered it, and it failed");
        }
        let owner = store.ledger(&collection).fingerprint(b"same");
        let line = store.ledger(&collection).find(&owner).await.map_err(text)?.ok_or("nobody won")?;
        let note = adapter.read(&collection, line.id).await?.ok_or("the winner's note is gone")?;
        let winner = if slow.is_ok() { "slower" } else { "faster, and changed since" };
        must(
            note.text == winner,
            &format!("at call {at}: {winner} was told to have won, {} stands", note.text),
        )?;
    }
    Err("a create makes more calls than it should".to_owned())
}

pub(super) async fn a_creator_who_dies_anywhere_leaves_all_or_nothing<K: KeyValue>(
    adapter: &Adapter<K>,
) -> Outcome {
    for at in 0..CALLS_MAX {
        let collection = adapter.collection(1).await?;
        let meddled = Meddled::new(&adapter.kv, at, Meddling::Die);
        let dead = create_in(&adapter.store_over(&meddled), &collection, "same", 999, "dead").await;
        if !meddled.has_meddled() {
            return must(dead.is_ok(), "nobody killed it, and it failed");
        }
        // It never came to its swap, so the next one finds the place free.
        let next = adapter.create(&collection, "same", "alive").await?;
        adapter.write(&collection, next.line.id, "alive, and changed").await?;
        let note = adapter.read(&collection, next.line.id).await?;
        must(note.is_some_and(|note| note.text == "alive, and changed"), "the next one's note is gone")?;
    }
    Err("a create makes more calls than it should".to_owned())
}

pub(super) async fn a_fingerprint_is_free_again_once_its_record_has_ended<K: KeyValue>(
    adapter: &Adapter<K>,
) -> Outcome {
    let collection = adapter.collection(1).await?;
    let first = adapter.create(&collection, "same", "first").await?;
    must(adapter.create(&collection, "same", "too early").await.is_err(), "two owners")?;
    let store = adapter.store();
    let ledger = store.ledger(&collection);
    let loaded = ledger.load::<Note>(first.line.id).await.map_err(text)?.ok_or("not there")?;
    ledger.end(loaded).await.map_err(text)?;
    must(adapter.read(&collection, first.line.id).await?.is_none(), "it can still be read")?;
    let write = write_in(&store, &collection, first.line.id, 5, "after the end").await;
    must(write.is_err(), "it can still be written")?;
    let second = adapter.create(&collection, "same", "second").await?;
    must(second.line.id != first.line.id, "an identifier came back")?;
    must(second.line.facts == Facts::default(), "facts of the first on the second")
}
