//! One sample of each format that was ever written, kept as a file. A build that cannot read one of them would lose
//! what people have stored.
//!
//! `UPDATE_SAMPLES=1 cargo test -p store` writes the samples of the newest formats; older ones are never touched.

use std::fs;
use std::path::PathBuf;

use domain::id::CommandId;
use futures::executor::block_on;

use crate::collection::Directory;
use crate::key_value::KeyValue as _;
use crate::programme::Programme;
use crate::*;

const KEYS: &str = "1:AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=";

#[derive(Clone, Debug, PartialEq)]
struct Words(String);

impl Record for Words {
    fn encode(&self) -> Result<Vec<u8>, InvalidBody> {
        Ok(self.0.clone().into_bytes())
    }

    fn decode(bytes: &[u8]) -> Result<Self, InvalidBody> {
        String::from_utf8(bytes.to_vec()).map(Self).map_err(|_| InvalidBody)
    }

    fn bears(&self, _: CommandId) -> bool {
        false
    }
}

const POLICY: &[u8] = include_bytes!("../samples/policy.toml");

fn policy() -> domain::policy::Policy {
    domain::policy::Policy::parse(POLICY).unwrap()
}

/// The same store every time: one programme, one record, one blob.
fn written() -> (Memory, RecordId, Part) {
    let memory = Memory::default();
    let store = store_over(&memory);
    let (id, part) = block_on(async {
        store.found(Seeding::First).await.unwrap();
        let policy = policy();
        let publication = Publication { policy: &policy, file: POLICY, partitions: 1 };
        let season = store.publish(publication, Seeding::First).await.unwrap();
        let collection = store.collection(&season.collection).await.unwrap();
        let ledger = store.ledger(&collection);
        let fingerprint = ledger.fingerprint(b"somebody");
        let facts = Facts {
            state: 1,
            due: chrono::DateTime::from_timestamp_millis(1_800_000_000_123),
            claim: None,
            note: b"note".to_vec(),
        };
        let content = Some(Words("a record".to_owned()));
        let new = New { fingerprint, facts, content, command: CommandId::from_u128(1) };
        let id = ledger.create(new).await.unwrap().line.id;
        let loaded = ledger.load::<Words>(id).await.unwrap().unwrap();
        let place = Place { chunks_before: 0, end: End::Last };
        let part = store.put_part(loaded.data_key(), BlobId(7), place, b"a chunk").await.unwrap();
        (id, part)
    });
    (memory, id, part)
}

fn store_over(memory: &Memory) -> Store<Memory> {
    Store::new(memory.clone(), KeyRing::parse(KEYS).unwrap(), seeded(1))
}

fn path(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("samples").join(name)
}

/// Which key holds which format.
fn newest() -> Vec<(&'static str, Key)> {
    let (memory, id, part) = written();
    let store = store_over(&memory);
    let collection = block_on(store.collection("cases/invented/2030")).unwrap();
    let line = block_on(store.ledger(&collection).line(id)).unwrap().unwrap();
    vec![
        ("directory-1.bin", Key::Directory),
        ("read-policy-10.bin", programme::read_key(&policy().hash().to_string())),
        ("programme-1.bin", Key::Programme("invented".to_owned())),
        ("root-1.bin", Key::Root(CollectionNumber(0))),
        ("partition-1.bin", Key::Partition(CollectionNumber(0), 0)),
        ("body-1.bin", line.body_key().unwrap()),
        ("chunk-1.bin", Key::Chunk(part.id, 0)),
    ]
}

#[test]
fn what_is_written_today_has_a_sample() {
    let (memory, ..) = written();
    for (name, key) in newest() {
        let bytes = memory.dump()[&key.to_string()].clone();
        if std::env::var_os("UPDATE_SAMPLES").is_some() {
            fs::write(path(name), &bytes).unwrap();
        }
        let sample = fs::read(path(name)).unwrap();
        assert!(sample == bytes, "{name} is another format: give it a new number, and keep the old sample");
    }
}

#[test]
fn every_sample_is_still_readable() {
    let memory = Memory::default();
    let (_, id, part) = written();
    for (name, key) in newest() {
        block_on(memory.set(&key, &fs::read(path(name)).unwrap())).unwrap();
    }
    let store = store_over(&memory);
    let bytes = block_on(store.required(&Key::Directory)).unwrap();
    let (_, directory): (_, Directory) = document::read(&Key::Directory, &bytes, &store.ring).unwrap();
    assert_eq!((directory.names.len(), directory.programmes), (1, vec!["invented".to_owned()]));
    let programme: Programme = block_on(store.programme("invented")).unwrap().unwrap();
    assert_eq!(programme.current().map(|season| season.name.as_str()), Some("2030"));
    assert_eq!(block_on(store.policy(policy().hash())), Ok(policy()));

    let collection = block_on(store.collection("cases/invented/2030")).unwrap();
    let ledger = store.ledger(&collection);
    let loaded = block_on(ledger.load::<Words>(id)).unwrap().unwrap();
    assert_eq!(loaded.record, Words("a record".to_owned()));
    assert_eq!((loaded.line.facts.state, loaded.line.facts.note.as_slice()), (1, b"note".as_slice()));
    let mut bytes = Vec::new();
    block_on(store.read_blob(loaded.data_key(), BlobId(7), &[part], |chunk| bytes.extend_from_slice(&chunk)))
        .unwrap();
    assert_eq!(bytes, b"a chunk");
}

#[test]
fn a_format_that_no_build_wrote_is_a_fault_that_names_it() {
    let (memory, id, _) = written();
    let store = store_over(&memory);
    let collection = block_on(store.collection("cases/invented/2030")).unwrap();
    let line = block_on(store.ledger(&collection).line(id)).unwrap().unwrap();
    let key = line.body_key().unwrap();
    let mut bytes = memory.dump()[&key.to_string()].clone();
    bytes[3] = 9;
    block_on(memory.set(&key, &bytes)).unwrap();
    let read = block_on(store.ledger(&collection).read::<Words>(id));
    assert_eq!(read.unwrap_err(), StoreFault::UnknownFormat { key, format: 9 });

    let key = Key::Partition(CollectionNumber(0), 0);
    let mut bytes = partition::empty(&key, KeyId(1), &store.ring).unwrap();
    let signed = bytes.len() - 32;
    bytes[3] = 9;
    // Signed by us, so that it is the format that is refused and not the digest.
    let digest =
        store.ring.get(KeyId(1)).unwrap().signing.digest(&[key.to_string().as_bytes(), &bytes[..signed]]);
    bytes[signed..].copy_from_slice(&digest);
    block_on(memory.set(&key, &bytes)).unwrap();
    let lines = block_on(store.ledger(&collection).lines(0));
    assert_eq!(lines.unwrap_err(), StoreFault::UnknownFormat { key, format: 9 });
}
