//! Walks, and what happens to what is over.

use futures::future::join;
use store::{Facts, KeyValue, Standing};

use super::{Adapter, Outcome, create_in, must, text, write_in};
use crate::meddled::Polite;
use crate::note::Note;

const RECORDS: usize = 60;

pub(super) async fn a_walk_sees_every_record_once_while_others_commit<K: KeyValue>(
    adapter: &Adapter<K>,
) -> Outcome {
    let collection = adapter.collection(8).await?;
    let mut ids = Vec::new();
    for owner in 0..RECORDS {
        ids.push(adapter.create(&collection, &format!("owner {owner}"), "first").await?.line.id);
    }
    let polite = adapter.store_over(Polite(&adapter.kv));
    let busy = async {
        for (round, id) in ids.iter().enumerate() {
            write_in(&polite, &collection, *id, round as u64, "changed").await?;
            create_in(&polite, &collection, &format!("late {round}"), 1, "late").await.map_err(text)?;
        }
        Ok::<(), String>(())
    };
    let walk = async {
        let (ledger, mut seen) = (polite.ledger(&collection), Vec::new());
        for number in 0..ledger.partitions() {
            seen.extend(ledger.lines(number).await.map_err(text)?.into_iter().map(|line| line.id));
        }
        Ok::<_, String>(seen)
    };
    let (busy, seen) = join(busy, walk).await;
    busy?;
    let seen = seen?;
    for id in ids {
        let times = seen.iter().filter(|known| **known == id).count();
        must(times == 1, &format!("a record was seen {times} times"))?;
    }
    Ok(())
}

pub(super) async fn an_expired_line_goes_in_two_swaps<K: KeyValue>(adapter: &Adapter<K>) -> Outcome {
    let collection = adapter.collection(1).await?;
    let gone = adapter.create(&collection, "gone", "gone").await?.line;
    let kept = adapter.create(&collection, "kept", "kept").await?.line;
    let store = adapter.store();
    let ledger = store.ledger(&collection);
    let body = gone.body_key().ok_or("no body")?;

    let first = ledger.tend(0, |line| line.id == gone.id).await.map_err(text)?;
    must((first.ended, first.dropped) == (1, 0), "the first swap does more than mark")?;
    must(adapter.read(&collection, gone.id).await?.is_none(), "an ended record can be read")?;
    must(adapter.kv.get(&body).await.map_err(text)?.is_some(), "its body went before its line was ended")?;

    let second = ledger.tend(0, |_| false).await.map_err(text)?;
    must((second.ended, second.dropped) == (0, 1), "the second swap does not drop")?;
    must(adapter.kv.get(&body).await.map_err(text)?.is_none(), "its body stays")?;
    must(adapter.read(&collection, kept.id).await?.is_some(), "a neighbour went with it")
}

pub(super) async fn an_erased_record_leaves_a_tombstone_and_no_body<K: KeyValue>(
    adapter: &Adapter<K>,
) -> Outcome {
    let collection = adapter.collection(1).await?;
    let id = adapter.create(&collection, "one", "first").await?.line.id;
    adapter.write(&collection, id, "second").await?;
    let store = adapter.store();
    let ledger = store.ledger(&collection);
    let loaded = ledger.load::<Note>(id).await.map_err(text)?.ok_or("not there")?;
    let last = loaded.line.body_key().ok_or("no body")?;
    let facts = Facts { state: 9, ..Facts::default() };
    ledger.erase(loaded, facts.clone()).await.map_err(text)?;
    must(adapter.read(&collection, id).await?.is_none(), "an erased record can be read")?;
    ledger.tend(0, |_| false).await.map_err(text)?;
    must(adapter.kv.get(&last).await.map_err(text)?.is_none(), "its last body stays")?;
    let line = ledger.line(id).await.map_err(text)?.ok_or("no tombstone")?;
    must(line.standing == Standing::Erased && line.facts == facts, "the tombstone says something else")?;
    must(adapter.create(&collection, "one", "again").await.is_ok(), "its fingerprint is still taken")
}
