//! Committing: all or nothing, once, whatever others do and whatever is answered.

use futures::future::join;
use store::{Change, CommitError, Content, Facts, Key, KeyValue, Store};

use super::{Adapter, Outcome, must, text, write_in};
use crate::meddled::{Meddled, Meddling, Polite};
use crate::note::{Note, new_ring, ring_after};

/// No commit makes more calls than this.
const CALLS_MAX: usize = 32;

pub(super) async fn a_stale_commit_conflicts_and_changes_nothing<K: KeyValue>(
    adapter: &Adapter<K>,
) -> Outcome {
    let collection = adapter.collection(1).await?;
    let id = adapter.create(&collection, "one", "first").await?.line.id;
    let store = adapter.store();
    let ledger = store.ledger(&collection);
    let stale = ledger.load::<Note>(id).await.map_err(text)?.ok_or("not there")?;
    adapter.write(&collection, id, "faster").await?;
    let content = Content::Replace(Note::by(77, "stale"));
    let change = Change { facts: Facts::default(), content, command: None };
    let answer = ledger.commit(stale, change).await;
    must(answer == Err(CommitError::Conflict), &format!("a stale commit ended with {answer:?}"))?;
    let stored = ledger.read::<Note>(id).await.map_err(text)?.ok_or("not there")?;
    must(stored.record.text == "faster" && stored.line.revision == 2, "it changed something all the same")
}

pub(super) async fn commits_to_two_lines_of_one_partition_both_stand<K: KeyValue>(
    adapter: &Adapter<K>,
) -> Outcome {
    let collection = adapter.collection(1).await?;
    let one = adapter.create(&collection, "one", "one").await?.line.id;
    let two = adapter.create(&collection, "two", "two").await?.line.id;
    let store = adapter.store();
    let ledger = store.ledger(&collection);
    let loaded = ledger.load::<Note>(one).await.map_err(text)?.ok_or("not there")?;
    adapter.write(&collection, two, "two, changed").await?;
    let content = Content::Replace(Note::by(1, "one, changed"));
    let change = Change { facts: Facts::default(), content, command: None };
    ledger.commit(loaded, change).await.map_err(text)?;
    let texts = [adapter.read(&collection, one).await?, adapter.read(&collection, two).await?];
    let texts = texts.map(|note| note.map(|note| note.text).unwrap_or_default());
    must(texts == ["one, changed", "two, changed"], &format!("{texts:?} stands"))
}

pub(super) async fn a_swap_that_was_applied_though_its_answer_was_lost_stands<K: KeyValue>(
    adapter: &Adapter<K>,
) -> Outcome {
    for at in 0..CALLS_MAX {
        let collection = adapter.collection(1).await?;
        let id = adapter.create(&collection, "one", "first").await?.line.id;
        let meddled = Meddled::new(&adapter.kv, at, Meddling::LoseTheAnswer);
        let written = write_in(&adapter.store_over(&meddled), &collection, id, 77, "written").await;
        let note = adapter.read(&collection, id).await?.ok_or("not there")?;
        let times = note.written_by.iter().filter(|by| **by == 77).count();
        must(
            written.is_ok() == (times == 1),
            &format!("at call {at}: {written:?}, and it stands {times} times"),
        )?;
        if !meddled.has_meddled() {
            return must(written.is_ok(), "nobody hindered it, and it failed");
        }
    }
    Err("a commit makes more calls than it should".to_owned())
}

pub(super) async fn a_writer_who_dies_anywhere_leaves_the_record_whole<K: KeyValue>(
    adapter: &Adapter<K>,
) -> Outcome {
    for at in 0..CALLS_MAX {
        let collection = adapter.collection(1).await?;
        let id = adapter.create(&collection, "one", "first").await?.line.id;
        adapter.write(&collection, id, "second").await?;
        let meddled = Meddled::new(&adapter.kv, at, Meddling::Die);
        let dead = write_in(&adapter.store_over(&meddled), &collection, id, 77, "dead").await;
        let note = adapter.read(&collection, id).await?.ok_or("not there")?;
        if !meddled.has_meddled() {
            return must(dead.is_ok() && note.text == "dead", "nobody killed it, and it failed");
        }
        must(note.text == "second", &format!("dead at call {at}, and {} stands", note.text))?;
        adapter.write(&collection, id, "third").await?;
    }
    Err("a commit makes more calls than it should".to_owned())
}

pub(super) async fn a_commit_on_a_deleted_partition_is_a_fault_and_revives_nothing<K: KeyValue>(
    adapter: &Adapter<K>,
) -> Outcome {
    let collection = adapter.collection(1).await?;
    let id = adapter.create(&collection, "one", "first").await?.line.id;
    let store = adapter.store();
    let ledger = store.ledger(&collection);
    let loaded = ledger.load::<Note>(id).await.map_err(text)?.ok_or("not there")?;
    let partition = Key::Partition(collection.number, 0);
    let before = adapter.kv.get(&partition).await.map_err(text)?.ok_or("no partition")?;
    adapter.kv.delete(&partition).await.map_err(text)?;
    let content = Content::Replace(Note::by(77, "revived"));
    let change = Change { facts: Facts::default(), content, command: None };
    let answer = ledger.commit(loaded, change).await;
    let after = adapter.kv.get(&partition).await.map_err(text)?;
    adapter.kv.set(&partition, &before).await.map_err(text)?;
    must(matches!(answer, Err(CommitError::Fault(_))), &format!("it ended with {answer:?}"))?;
    must(after.is_none(), "a swap brought a deleted key back")
}

pub(super) async fn rotation_goes_on_while_commits_do<K: KeyValue>(adapter: &Adapter<K>) -> Outcome {
    let collection = adapter.collection(2).await?;
    let mut ids = Vec::new();
    for owner in ["one", "two", "three", "four"] {
        ids.push(adapter.create(&collection, owner, owner).await?.line.id);
    }
    let polite = Polite(&adapter.kv);
    let rotating = Store::new(&polite, new_ring(), adapter.entropy.clone());
    let writing = adapter.store_over(&polite);
    let writes = async {
        for round in 0..8 {
            for id in &ids {
                write_in(&writing, &collection, *id, round, &format!("round {round}")).await?;
            }
        }
        Ok::<(), String>(())
    };
    let (rotated, written) = join(rotating.rotate(), writes).await;
    rotated.map_err(text)?;
    written?;
    // Nothing but the new key: whoever still needs the old one is found out.
    let after = Store::new(&adapter.kv, ring_after(), adapter.entropy.clone());
    let reopened = after.collection(&collection.name).await.map_err(text)?;
    for id in ids {
        let read = after.ledger(&reopened).read::<Note>(id).await.map_err(text)?;
        must(read.is_some_and(|stored| stored.record.text == "round 7"), "a commit was lost")?;
    }
    Ok(())
}
