//! Several records of one partition by one swap: all of them, or none.

use domain::id::CommandId;
use store::{Change, Collection, CommitError, Content, Facts, KeyValue, Member, RecordId, Store};

use super::{Adapter, Outcome, must, text};
use crate::meddled::{Meddled, Meddling};
use crate::note::Note;

/// No batch of three makes more calls than this.
const CALLS_MAX: usize = 48;

/// Who writes batches here, and nobody else: other commands are counted from one.
const BY: u64 = u64::MAX;

async fn three<K: KeyValue>(adapter: &Adapter<K>, collection: &Collection) -> Result<[RecordId; 3], String> {
    let mut ids = Vec::new();
    for owner in ["one", "two", "three"] {
        let id = adapter.create(collection, owner, "first").await?.line.id;
        // From the second commit on, there is a body to be deleted before the swap.
        adapter.write(collection, id, "second").await?;
        ids.push(id);
    }
    ids.try_into().map_err(|_| "there are three".to_owned())
}

/// Writes into all of `ids` by one swap, after `meanwhile`.
async fn write_batch<K: KeyValue>(
    store: &Store<K>,
    collection: &Collection,
    ids: &[RecordId],
    meanwhile: impl Future<Output = Outcome>,
) -> Result<usize, CommitError> {
    let ledger = store.ledger(collection);
    let Some(batch) = ledger.load_batch::<Note>(ids).await? else { return Ok(0) };
    let write = |member: Member<Note>| {
        let mut note = member.record.clone();
        "batched".clone_into(&mut note.text);
        note.written_by.push(BY);
        let command = Some(CommandId::from_u128(BY.into()));
        (member, Change { facts: Facts::default(), content: Content::Replace(note), command })
    };
    let changes = batch.members.into_iter().map(write).collect();
    if meanwhile.await.is_err() {
        return Err(CommitError::Conflict);
    }
    Ok(ledger.commit_batch(batch.page, changes).await?.len())
}

/// Tells of each record how often a batch was written into it.
async fn times<K: KeyValue>(
    adapter: &Adapter<K>,
    collection: &Collection,
    ids: &[RecordId],
) -> Result<Vec<usize>, String> {
    let mut times = Vec::new();
    for id in ids {
        let note = adapter.read(collection, *id).await?.ok_or("a record is gone")?;
        times.push(note.written_by.iter().filter(|by| **by == BY).count());
    }
    Ok(times)
}

pub(super) async fn a_batch_changes_all_of_its_records_or_none<K: KeyValue>(adapter: &Adapter<K>) -> Outcome {
    let collection = adapter.collection(1).await?;
    let ids = three(adapter, &collection).await?;
    let store = adapter.store();
    let neighbour = adapter.create(&collection, "neighbour", "first").await?.line.id;
    let meanwhile = adapter.write(&collection, neighbour, "faster");
    let answer = write_batch(&store, &collection, &ids, meanwhile).await;
    must(answer == Err(CommitError::Conflict), &format!("a stale batch ended with {answer:?}"))?;
    let none = times(adapter, &collection, &ids).await?;
    must(none == [0, 0, 0], &format!("it changed something all the same: {none:?}"))?;
    let answer = write_batch(&store, &collection, &ids, async { Ok(()) }).await;
    must(answer == Ok(3), &format!("nobody hindered it, and it ended with {answer:?}"))?;
    let all = times(adapter, &collection, &ids).await?;
    must(all == [1, 1, 1], &format!("it stands {all:?} times"))
}

pub(super) async fn a_batch_whose_answer_is_lost_stands_in_all_or_in_none<K: KeyValue>(
    adapter: &Adapter<K>,
) -> Outcome {
    for at in 0..CALLS_MAX {
        let collection = adapter.collection(1).await?;
        let ids = three(adapter, &collection).await?;
        let meddled = Meddled::new(&adapter.kv, at, Meddling::LoseTheAnswer);
        let answer = write_batch(&adapter.store_over(&meddled), &collection, &ids, async { Ok(()) }).await;
        let times = times(adapter, &collection, &ids).await?;
        // Whoever could not be read is left out, and says so.
        let changed = times.iter().filter(|times| **times == 1).count();
        let expected = answer.clone().unwrap_or(0);
        must(changed == expected, &format!("at call {at}: {answer:?}, and it stands {times:?} times"))?;
        if !meddled.has_meddled() {
            return must(answer == Ok(3), "nobody hindered it, and it failed");
        }
    }
    Err("a batch makes more calls than it should".to_owned())
}

pub(super) async fn a_batch_whose_writer_dies_leaves_all_records_whole<K: KeyValue>(
    adapter: &Adapter<K>,
) -> Outcome {
    for at in 0..CALLS_MAX {
        let collection = adapter.collection(1).await?;
        let ids = three(adapter, &collection).await?;
        let meddled = Meddled::new(&adapter.kv, at, Meddling::Die);
        let dead = write_batch(&adapter.store_over(&meddled), &collection, &ids, async { Ok(()) }).await;
        let times = times(adapter, &collection, &ids).await?;
        if !meddled.has_meddled() {
            return must(dead == Ok(3) && times == [1, 1, 1], "nobody killed it, and it failed");
        }
        must(times == [0, 0, 0], &format!("dead at call {at}, and it stands {times:?} times"))?;
        for id in ids {
            adapter.write(&collection, id, "third").await?;
        }
    }
    Err("a batch makes more calls than it should".to_owned())
}

pub(super) async fn a_batch_leaves_out_whose_body_is_gone_and_changes_the_others<K: KeyValue>(
    adapter: &Adapter<K>,
) -> Outcome {
    let collection = adapter.collection(1).await?;
    let ids = three(adapter, &collection).await?;
    let store = adapter.store();
    let line = store.ledger(&collection).line(ids[1]).await.map_err(text)?.ok_or("not there")?;
    let body = line.body_key().ok_or("a note has a body")?;
    let before = adapter.kv.get(&body).await.map_err(text)?.ok_or("no body")?;
    adapter.kv.delete(&body).await.map_err(text)?;
    let batch = store.ledger(&collection).load_batch::<Note>(&ids).await.map_err(text)?.ok_or("none")?;
    let answer = write_batch(&store, &collection, &ids, async { Ok(()) }).await;
    adapter.kv.set(&body, &before).await.map_err(text)?;
    must(batch.left_out == [ids[1]], &format!("{:?} is left out", batch.left_out))?;
    must(answer == Ok(2), &format!("it ended with {answer:?}"))?;
    let times = times(adapter, &collection, &ids).await?;
    must(times == [1, 0, 1], &format!("it stands {times:?} times"))
}
