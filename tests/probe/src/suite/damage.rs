//! Damage: what was changed, moved, cut or lost behind the store's back is noticed, and shows nothing.

use store::{BlobId, End, Key, KeyValue, Part, PartId, Place, StoreFault};

use super::{Adapter, Outcome, must, text};
use crate::note::Note;

/// An invented person. Nothing of this may be found in what is stored.
const PERSONAL: &str = "王小明, 110101199003070000, 13800000000";

pub(super) async fn a_missing_partition_is_a_fault<K: KeyValue>(adapter: &Adapter<K>) -> Outcome {
    let collection = adapter.collection(1).await?;
    let id = adapter.create(&collection, "one", "first").await?.line.id;
    let key = Key::Partition(collection.number, 0);
    let before = adapter.kv.get(&key).await.map_err(text)?.ok_or("no partition")?;
    adapter.kv.delete(&key).await.map_err(text)?;
    let read = adapter.store().ledger(&collection).read::<Note>(id).await;
    let created = adapter.create(&collection, "two", "second").await;
    let after = adapter.kv.get(&key).await.map_err(text)?;
    adapter.kv.set(&key, &before).await.map_err(text)?;
    must(read == Err(StoreFault::Missing(key)), &format!("reading ended with {read:?}"))?;
    must(created.is_err() && after.is_none(), "a partition was created while serving")
}

pub(super) async fn a_changed_cut_or_moved_partition_is_noticed<K: KeyValue>(
    adapter: &Adapter<K>,
) -> Outcome {
    let collection = adapter.collection(2).await?;
    let id = adapter.create(&collection, "one", "first").await?.line.id;
    let keys = [0, 1].map(|number| Key::Partition(collection.number, number));
    let [first, second] = &keys;
    let mut stored = Vec::new();
    for key in &keys {
        stored.push(adapter.kv.get(key).await.map_err(text)?.ok_or("no partition")?);
    }
    let [one, two] = <[Vec<u8>; 2]>::try_from(stored).map_err(|_| "two partitions")?;
    let mut tampered =
        vec![(one.get(..one.len() / 2).unwrap_or_default().to_vec(), "cut"), (vec![], "emptied")];
    for place in (0..one.len()).step_by(7) {
        let mut changed = one.clone();
        if let Some(byte) = changed.get_mut(place) {
            *byte ^= 1;
        }
        tampered.push((changed, "changed"));
    }
    for (bytes, how) in tampered {
        adapter.kv.set(first, &bytes).await.map_err(text)?;
        let lines = adapter.store().ledger(&collection).lines(0).await;
        must(lines.is_err(), &format!("a partition was {how}, and nobody noticed"))?;
    }
    // Both are genuine, each in the other's place.
    adapter.kv.set(first, &two).await.map_err(text)?;
    adapter.kv.set(second, &one).await.map_err(text)?;
    let read = adapter.store().ledger(&collection).read::<Note>(id).await;
    must(read.is_err(), "two partitions were exchanged, and nobody noticed")?;
    adapter.kv.set(first, &one).await.map_err(text)?;
    adapter.kv.set(second, &two).await.map_err(text)?;
    must(adapter.read(&collection, id).await?.is_some(), "put back, and still not readable")
}

pub(super) async fn a_changed_cut_or_moved_body_is_noticed<K: KeyValue>(adapter: &Adapter<K>) -> Outcome {
    let collection = adapter.collection(1).await?;
    let mut bodies = Vec::new();
    for owner in ["one", "two"] {
        let stored = adapter.create(&collection, owner, owner).await?;
        let key = stored.line.body_key().ok_or("no body")?;
        let bytes = adapter.kv.get(&key).await.map_err(text)?.ok_or("no body")?;
        bodies.push((stored.line.id, key, bytes));
    }
    let [(one, key, bytes), (_, _, other)] = <[_; 2]>::try_from(bodies).map_err(|_| "two bodies")?;
    let mut tampered = vec![(other, "exchanged"), (bytes.get(1..).unwrap_or_default().to_vec(), "cut")];
    for place in (0..bytes.len()).step_by(5) {
        let mut changed = bytes.clone();
        if let Some(byte) = changed.get_mut(place) {
            *byte ^= 1;
        }
        tampered.push((changed, "changed"));
    }
    for (bytes, how) in tampered {
        adapter.kv.set(&key, &bytes).await.map_err(text)?;
        let read = adapter.read(&collection, one).await;
        must(read.is_err(), &format!("a body was {how}, and nobody noticed"))?;
    }
    Ok(())
}

pub(super) async fn a_changed_cut_moved_or_missing_chunk_is_noticed<K: KeyValue>(
    adapter: &Adapter<K>,
) -> Outcome {
    let collection = adapter.collection(1).await?;
    let id = adapter.create(&collection, "one", "first").await?.line.id;
    let store = adapter.store();
    let ledger = store.ledger(&collection);
    let loaded = ledger.load::<Note>(id).await.map_err(text)?.ok_or("not there")?;
    let (key, blob) = (loaded.data_key(), BlobId(store.entropy().draw_id().map_err(text)?));
    // Three chunks in two parts.
    let (head, tail) = (vec![1; store::CHUNK_BYTES_MAX + 1], vec![2; 1000]);
    let start = Place { chunks_before: 0, end: End::More };
    let first = store.put_part(key, blob, start, &head).await.map_err(text)?;
    let rest = Place { chunks_before: first.chunks, end: End::Last };
    let last = store.put_part(key, blob, rest, &tail).await.map_err(text)?;
    let read = async |parts: &[Part]| {
        let mut bytes = Vec::new();
        let read = store.read_blob(key, blob, parts, |chunk| bytes.extend_from_slice(&chunk)).await;
        read.map(|()| bytes)
    };
    let whole = read(&[first, last]).await.map_err(text)?;
    must(whole == [head, tail].concat(), "a blob does not read back")?;
    must(read(&[last, first]).await.is_err(), "parts were moved, and nobody noticed")?;
    must(read(&[first]).await.is_err(), "the end was cut off, and nobody noticed")?;
    must(read(&[last]).await.is_err(), "the beginning was cut off, and nobody noticed")?;
    let unknown = Part { id: PartId(1), ..last };
    must(read(&[first, unknown]).await.is_err(), "a part is missing, and nobody noticed")?;

    let (zero, one) = (Key::Chunk(first.id, 0), Key::Chunk(first.id, 1));
    let chunk = adapter.kv.get(&one).await.map_err(text)?.ok_or("no chunk")?;
    let mut changed = chunk.clone();
    if let Some(byte) = changed.last_mut() {
        *byte ^= 1;
    }
    adapter.kv.set(&one, &changed).await.map_err(text)?;
    must(read(&[first, last]).await.is_err(), "a chunk was changed, and nobody noticed")?;
    let other = adapter.kv.get(&zero).await.map_err(text)?.ok_or("no chunk")?;
    adapter.kv.set(&one, &other).await.map_err(text)?;
    must(read(&[first, last]).await.is_err(), "a chunk was exchanged, and nobody noticed")?;
    adapter.kv.set(&one, &chunk).await.map_err(text)?;
    must(read(&[first, last]).await.is_ok(), "put back, and still not readable")?;
    store.delete_part(&first).await.map_err(text)?;
    must(adapter.kv.get(&zero).await.map_err(text)?.is_none(), "a deleted part is still there")
}

pub(super) async fn nothing_personal_lies_in_clear<K: KeyValue>(adapter: &Adapter<K>) -> Outcome {
    let collection = adapter.collection(1).await?;
    let stored = adapter.create(&collection, PERSONAL, PERSONAL).await?;
    let keys = [Key::Partition(collection.number, 0), stored.line.body_key().ok_or("no body")?];
    for key in keys {
        let bytes = adapter.kv.get(&key).await.map_err(text)?.ok_or("not there")?;
        for word in PERSONAL.split(", ") {
            let found = bytes.windows(word.len()).any(|window| window == word.as_bytes());
            must(!found, &format!("{key} shows personal data"))?;
        }
    }
    Ok(())
}
