//! `host verify`: walks a database file with the service stopped, and tells what does not hold.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use clap::Args;
use domain::act::Act;
use domain::digest::Digest;
use futures::executor::block_on;
use store::records::{
    AccountRecord, ActRecord, CaseRecord, GroupsRecord, PasswordRecord, ProposalRecord, RosterRecord,
    TelephoneRecord,
};
use store::{
    Collection, Entropy, InvalidBody, Key, KeyRing, KeyValue, KeyValueError, ListKeys, NoEntropy, PartId,
    Record, Report, Store, Swap,
};

use host::keyvalue::{DEFAULT_STORE, Fault, Table, default_file};

/// What to verify.
#[derive(Clone, Debug, Args)]
pub(crate) struct Options {
    /// The folder that holds the store; nothing may be running on it
    #[arg(long, default_value = ".spin")]
    pub(crate) state: PathBuf,
    /// A file with the master keys, as `number:base64` with commas
    #[arg(long)]
    pub(crate) keys: PathBuf,
    /// Delete the bodies and chunks that nothing names
    #[arg(long)]
    pub(crate) collect: bool,
}

/// Verifies the store, prints what was found, and tells whether everything holds.
///
/// # Errors
///
/// Fails when the file or the keys cannot be read at all.
pub(crate) fn verify(options: &Options) -> Result<bool> {
    let keys = std::fs::read_to_string(&options.keys).context("cannot read the master keys")?;
    let table = Stopped(RefCell::new(open(&options.state)?));
    // Walking draws nothing.
    let entropy = Entropy::new(|_| Err(NoEntropy));
    let store = Store::new(table, KeyRing::parse(keys.trim())?, entropy);
    let acts = Acts::default();
    let mut report = block_on(store.verify(&|collection, body| inspect(collection, body, &acts)))?;
    report.faults.extend(acts.missing());
    print!("{}", describe(&report));
    if options.collect {
        block_on(store.collect(&report))?;
        println!("collected {}", report.garbage.len());
    }
    Ok(report.faults.is_empty())
}

/// Opens the store of a state folder.
///
/// # Errors
///
/// Fails if there is none, since opening would create it, and an empty store holds everything that is asked of it.
pub(crate) fn open(state: &Path) -> Result<Table> {
    let file = default_file(state);
    anyhow::ensure!(file.is_file(), "there is no store at {}", file.display());
    Ok(Table::open(&file)?)
}

/// The digests of the acts that are there, and those by which they name others.
#[derive(Default)]
struct Acts {
    there: RefCell<BTreeSet<Digest>>,
    named: RefCell<BTreeSet<Digest>>,
}

impl Acts {
    fn see(&self, act: &Act) {
        self.there.borrow_mut().extend(act.digest());
        self.named.borrow_mut().extend(act.begun().previous);
    }

    /// Acts stay for good: one that another one names and that is not there was taken out.
    fn missing(&self) -> Vec<String> {
        let (there, named) = (self.there.borrow(), self.named.borrow());
        named.difference(&there).map(|digest| format!("the act {digest} is named and not there")).collect()
    }
}

/// Names the chunks that a body refers to. Which kind of record a collection holds follows from its name.
fn inspect(collection: &Collection, body: &[u8], acts: &Acts) -> Result<Vec<(PartId, u32)>, InvalidBody> {
    match collection.name.as_str() {
        "acts" => {
            let record = ActRecord::decode(body)?;
            acts.see(&record.act);
            Ok(record.chunks())
        }
        "proposals" => ProposalRecord::decode(body).map(|record| record.chunks()),
        "groups" => GroupsRecord::decode(body).map(|record| record.chunks()),
        "accounts" => AccountRecord::decode(body).map(|record| record.chunks()),
        "passwords" => PasswordRecord::decode(body).map(|record| record.chunks()),
        "telephones" => TelephoneRecord::decode(body).map(|record| record.chunks()),
        name if name.starts_with("cases/") => CaseRecord::decode(body).map(|record| record.chunks()),
        name if name.starts_with("roster/") => RosterRecord::decode(body).map(|record| record.chunks()),
        _ => Err(InvalidBody),
    }
}

fn describe(report: &Report) -> String {
    let mut text = format!(
        "{} collections, {} records, {} ended, {} erased, {} keys that nothing names, {} faults\n",
        report.collections,
        report.live,
        report.ended,
        report.erased,
        report.garbage.len(),
        report.faults.len(),
    );
    for fault in &report.faults {
        text.push_str(&format!("  {fault}\n"));
    }
    text
}

/// The file, with nobody else at work on it.
struct Stopped(RefCell<Table>);

fn fault(fault: Fault) -> KeyValueError {
    KeyValueError(fault.to_string())
}

impl KeyValue for Stopped {
    type Handle = (String, Vec<u8>);

    async fn get(&self, key: &Key) -> Result<Option<Vec<u8>>, KeyValueError> {
        self.0.borrow().get(DEFAULT_STORE, &key.to_string()).map_err(fault)
    }

    async fn set(&self, key: &Key, value: &[u8]) -> Result<(), KeyValueError> {
        self.0.borrow().set(DEFAULT_STORE, &key.to_string(), value).map_err(fault)
    }

    async fn set_many(&self, entries: &[(Key, Vec<u8>)]) -> Result<(), KeyValueError> {
        let pairs: Vec<_> = entries.iter().map(|(key, value)| (key.to_string(), value.clone())).collect();
        self.0.borrow().set_many(DEFAULT_STORE, &pairs).map_err(fault)
    }

    async fn delete(&self, key: &Key) -> Result<(), KeyValueError> {
        self.0.borrow().delete(DEFAULT_STORE, &key.to_string()).map_err(fault)
    }

    async fn increment(&self, key: &Key, delta: i64) -> Result<i64, KeyValueError> {
        self.0.borrow().increment(DEFAULT_STORE, &key.to_string(), delta).map_err(fault)
    }

    async fn read_for_swap(&self, key: &Key) -> Result<Option<(Vec<u8>, Self::Handle)>, KeyValueError> {
        let value = self.get(key).await?;
        Ok(value.map(|read| (read.clone(), (key.to_string(), read))))
    }

    async fn swap(&self, (key, read): Self::Handle, value: &[u8]) -> Result<Swap, KeyValueError> {
        let applied = self.0.borrow().swap(DEFAULT_STORE, &key, Some(&read), value).map_err(fault)?;
        Ok(if applied { Swap::Applied } else { Swap::Lost })
    }
}

impl ListKeys for Stopped {
    async fn keys(&self) -> Result<Vec<String>, KeyValueError> {
        self.0.borrow().keys(DEFAULT_STORE).map_err(fault)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::act::{About, Begun, Doer, Kind};

    fn act(minute: u32, previous: Option<Digest>) -> Act {
        let at = domain::instant::parse(&format!("2030-03-01T02:{minute:02}:00Z")).unwrap();
        let (by, kind, about) = (Doer::Operator, Kind::KeysRotated, About::default());
        Act::begin(Begun { by, kind, about, region: None, at, previous })
    }

    #[test]
    fn an_act_that_was_taken_out_is_missed_by_the_one_that_names_it() {
        let first = act(0, None);
        let second = act(1, first.digest());
        let third = act(2, second.digest());
        let missing = |acts: &[&Act]| {
            let seen = Acts::default();
            acts.iter().for_each(|act| seen.see(act));
            seen.missing().len()
        };
        assert_eq!(missing(&[&third, &first, &second]), 0);
        assert_eq!(missing(&[&first, &third]), 1);
        assert_eq!(missing(&[&second, &third]), 1);
    }
}
