//! Who takes part, and what must hold whatever they do.

use std::cell::Cell;

use chrono::DateTime;
use domain::id::CommandId;
use futures::executor::block_on;
use serde::{Deserialize, Serialize};
use store::{
    Change, Claim, Collection, CommitError, Content, CreateError, Facts, InvalidBody, KeyRing, Member,
    Memory, New, Record, RecordId, Seeding, Store, seeded,
};
use tests::model::{Run, Scenario, Simulated, Task};

/// A record that remembers every command whose event it carries.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Log {
    pub(super) draft: u32,
    pub(super) events: Vec<u64>,
}

impl Record for Log {
    fn encode(&self) -> Result<Vec<u8>, InvalidBody> {
        serde_json::to_vec(self).map_err(|_| InvalidBody)
    }

    fn decode(bytes: &[u8]) -> Result<Self, InvalidBody> {
        serde_json::from_slice(bytes).map_err(|_| InvalidBody)
    }

    fn bears(&self, command: CommandId) -> bool {
        self.events.iter().any(|event| u128::from(*event) == command.as_u128())
    }
}

/// How somebody's part ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    /// The commit with this event stands, at this revision.
    Stands { event: u64, revision: u64 },
    /// The commits with this event stand in all records of a batch.
    AllStand { event: u64 },
    /// The draft stands, at this revision.
    DraftStands { draft: u32, revision: u64 },
    /// The record is held by this holder, from this revision on.
    Claimed { holder: u128, revision: u64 },
    /// The record was created.
    Created { id: RecordId, event: u64 },
    /// The fingerprint has another owner.
    Taken,
    /// Nobody knows whether the commit stands.
    Unknown,
    /// Nothing of it stands: others were faster, each time.
    Refused { event: Option<u64> },
    /// There is no such record, or none any more.
    Gone,
    /// What a reader saw.
    Read(Log),
    /// Whatever else was to be done is done.
    Done,
    /// The store failed.
    Fault(String),
}

/// A store with one partition, and what is in it at first.
pub(super) struct Stage {
    memory: Memory,
    pub(super) collection: Collection,
    tasks: Cell<u64>,
    /// How many bodies the largest swap of the scene names.
    bodies: Cell<usize>,
}

pub(super) const OLD_KEY: &str = "1:AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=";
pub(super) const NEW_KEY: &str = "2:AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgI=";

impl Stage {
    pub(super) fn set() -> Self {
        let memory = Memory::default();
        let store = Store::new(memory.clone(), ring(OLD_KEY), seeded(0));
        let collection = block_on(async {
            store.found(Seeding::First).await?;
            store.seed("logs", 1, Seeding::First).await
        });
        Self { memory, collection: collection.unwrap(), tasks: Cell::new(0), bodies: Cell::new(1) }
    }

    /// Adds a record that belongs to `owner` and has been committed to `commits` times.
    pub(super) fn with(self, owner: &str, commits: u64) -> (Self, RecordId) {
        let store = Store::new(self.memory.clone(), ring(OLD_KEY), seeded(owner.len() as u64));
        let ledger = store.ledger(&self.collection);
        let id = block_on(async {
            let content = Some(Log::default());
            let fingerprint = ledger.fingerprint(owner.as_bytes());
            let new = New { fingerprint, facts: Facts::default(), content, command: command(1) };
            let id = ledger.create(new).await.unwrap().line.id;
            for event in 0..commits {
                let loaded = ledger.load::<Log>(id).await.unwrap().unwrap();
                let mut log = loaded.record.clone();
                log.events.push(1000 + event);
                ledger.commit(loaded, change(log, None)).await.unwrap();
            }
            id
        });
        (self, id)
    }

    pub(super) fn scenario(&self, tasks: Vec<Task<Answer>>) -> Scenario<Answer> {
        Scenario { stored: self.memory.dump(), tasks }
    }

    /// Appends `event` to `id`, deciding again up to three times.
    pub(super) fn writer(&self, id: RecordId, event: u64) -> Task<Answer> {
        self.task(move |store, collection| async move {
            let ledger = store.ledger(&collection);
            for _ in 0..3 {
                let loaded = match ledger.load::<Log>(id).await {
                    Ok(Some(loaded)) => loaded,
                    Ok(None) => return Answer::Gone,
                    Err(fault) => return Answer::Fault(fault.to_string()),
                };
                let mut log = loaded.record.clone();
                log.events.push(event);
                match ledger.commit(loaded, change(log, Some(command(event)))).await {
                    Ok(stored) => return Answer::Stands { event, revision: stored.line.revision },
                    Err(CommitError::Conflict) => {}
                    Err(CommitError::OutcomeUnknown) => return Answer::Unknown,
                    Err(CommitError::Fault(fault)) => return Answer::Fault(fault.to_string()),
                }
            }
            Answer::Refused { event: Some(event) }
        })
    }

    /// Appends `event` to all of `ids` by one swap, deciding again up to three times.
    pub(super) fn batch_writer(&self, ids: [RecordId; 2], event: u64) -> Task<Answer> {
        self.bodies.set(ids.len());
        self.task(move |store, collection| async move {
            let ledger = store.ledger(&collection);
            for _ in 0..3 {
                let batch = match ledger.load_batch::<Log>(&ids).await {
                    Ok(Some(batch)) if batch.members.len() == ids.len() => batch,
                    // A body has moved on under it.
                    Ok(Some(batch)) if !batch.left_out.is_empty() => continue,
                    Ok(_) => return Answer::Gone,
                    Err(fault) => return Answer::Fault(fault.to_string()),
                };
                let append = |member: Member<Log>| {
                    let mut log = member.record.clone();
                    log.events.push(event);
                    (member, change(log, Some(command(event))))
                };
                let changes = batch.members.into_iter().map(append).collect();
                match ledger.commit_batch(batch.page, changes).await {
                    Ok(_) => return Answer::AllStand { event },
                    Err(CommitError::Conflict) => {}
                    Err(CommitError::OutcomeUnknown) => return Answer::Unknown,
                    Err(CommitError::Fault(fault)) => return Answer::Fault(fault.to_string()),
                }
            }
            Answer::Refused { event: Some(event) }
        })
    }

    /// Replaces the draft of `id`, which adds no event, and gives up when somebody else was faster.
    pub(super) fn drafter(&self, id: RecordId, draft: u32) -> Task<Answer> {
        self.task(move |store, collection| async move {
            let ledger = store.ledger(&collection);
            let loaded = match ledger.load::<Log>(id).await {
                Ok(Some(loaded)) => loaded,
                Ok(None) => return Answer::Gone,
                Err(fault) => return Answer::Fault(fault.to_string()),
            };
            let log = Log { draft, ..loaded.record.clone() };
            match ledger.commit(loaded, change(log, None)).await {
                Ok(stored) => Answer::DraftStands { draft, revision: stored.line.revision },
                Err(CommitError::Conflict) => Answer::Refused { event: None },
                Err(CommitError::OutcomeUnknown) => Answer::Unknown,
                Err(CommitError::Fault(fault)) => Answer::Fault(fault.to_string()),
            }
        })
    }

    /// Claims `id`, which changes its line alone, and gives up when somebody else was faster.
    pub(super) fn claimer(&self, id: RecordId, holder: u128) -> Task<Answer> {
        self.task(move |store, collection| async move {
            let ledger = store.ledger(&collection);
            let loaded = match ledger.load::<Log>(id).await {
                Ok(Some(loaded)) => loaded,
                Ok(None) => return Answer::Gone,
                Err(fault) => return Answer::Fault(fault.to_string()),
            };
            let claim = Some(Claim { holder, until: DateTime::UNIX_EPOCH });
            let facts = Facts { claim, ..loaded.line.facts.clone() };
            let change = Change { facts, content: Content::Keep, command: None };
            match ledger.commit(loaded, change).await {
                Ok(stored) => Answer::Claimed { holder, revision: stored.line.revision },
                Err(CommitError::Conflict) => Answer::Refused { event: None },
                Err(CommitError::OutcomeUnknown) => Answer::Unknown,
                Err(CommitError::Fault(fault)) => Answer::Fault(fault.to_string()),
            }
        })
    }

    pub(super) fn creator(&self, owner: &'static str, event: u64) -> Task<Answer> {
        self.task(move |store, collection| async move {
            let ledger = store.ledger(&collection);
            let fingerprint = ledger.fingerprint(owner.as_bytes());
            let content = Some(Log { draft: 0, events: vec![event] });
            let new = New { fingerprint, facts: Facts::default(), content, command: command(event) };
            match ledger.create(new).await {
                Ok(stored) => Answer::Created { id: stored.line.id, event },
                Err(CreateError::Taken(_)) => Answer::Taken,
                Err(CreateError::OutcomeUnknown) => Answer::Unknown,
                Err(CreateError::Fault(fault)) => Answer::Fault(fault.to_string()),
            }
        })
    }

    pub(super) fn reader(&self, id: RecordId) -> Task<Answer> {
        self.task(move |store, collection| async move {
            match store.ledger(&collection).read::<Log>(id).await {
                Ok(Some(stored)) => Answer::Read(stored.record),
                Ok(None) => Answer::Gone,
                Err(fault) => Answer::Fault(fault.to_string()),
            }
        })
    }

    /// Ends `id`, or erases it.
    pub(super) fn closer(&self, id: RecordId, how: Closing) -> Task<Answer> {
        self.task(move |store, collection| async move {
            let ledger = store.ledger(&collection);
            for _ in 0..3 {
                let loaded = match ledger.load::<Log>(id).await {
                    Ok(Some(loaded)) => loaded,
                    Ok(None) => return Answer::Gone,
                    Err(fault) => return Answer::Fault(fault.to_string()),
                };
                let closed = match how {
                    Closing::End => ledger.end(loaded).await,
                    Closing::Erase => ledger.erase(loaded, Facts::default()).await,
                };
                match closed {
                    Ok(()) => return Answer::Done,
                    Err(CommitError::Conflict) => {}
                    Err(CommitError::OutcomeUnknown) => return Answer::Unknown,
                    Err(CommitError::Fault(fault)) => return Answer::Fault(fault.to_string()),
                }
            }
            Answer::Refused { event: None }
        })
    }

    /// Tends the partition, ending every live line if `expire` says so.
    pub(super) fn sweeper(&self, expire: bool) -> Task<Answer> {
        self.task(move |store, collection| async move {
            match store.ledger(&collection).tend(0, |_| expire).await {
                Ok(_) => Answer::Done,
                Err(fault) => Answer::Fault(fault.to_string()),
            }
        })
    }

    /// Puts the new master key in force everywhere.
    pub(super) fn rotator(&self) -> Task<Answer> {
        Box::new(|provider| {
            Box::pin(async move {
                let store = Store::new(provider, ring(&format!("{NEW_KEY},{OLD_KEY}")), seeded(9));
                match store.rotate().await {
                    Ok(()) => Answer::Done,
                    Err(fault) => Answer::Fault(fault.to_string()),
                }
            })
        })
    }

    fn task<F: Future<Output = Answer> + 'static>(
        &self,
        act: impl Fn(Store<Simulated>, Collection) -> F + 'static,
    ) -> Task<Answer> {
        let collection = self.collection.clone();
        // Each task draws what nobody else draws, and the same in every run.
        let seed = self.tasks.get() + 1;
        self.tasks.set(seed);
        Box::new(move |provider| {
            let keys = ring(&format!("{OLD_KEY},{NEW_KEY}"));
            Box::pin(act(Store::new(provider, keys, seeded(100 + seed)), collection.clone()))
        })
    }

    /// Returns how many bodies somebody can leave behind who dies, or is left without an answer.
    pub(super) fn bodies(&self) -> usize {
        self.bodies.get()
    }

    /// Opens what a run has stored, with the keys `ring`.
    pub(super) fn after(&self, run: &Run<Answer>, keys: &str) -> Store<Memory> {
        let memory = Memory::default();
        memory.restore(run.stored());
        Store::new(memory, ring(keys), seeded(1))
    }

    /// Returns the content of `id` after a run.
    pub(super) fn log(&self, run: &Run<Answer>, id: RecordId) -> Option<(Log, u64)> {
        self.log_with(run, id, &format!("{OLD_KEY},{NEW_KEY}"))
    }

    /// As [`Stage::log`], with no other keys than `keys`.
    pub(super) fn log_with(&self, run: &Run<Answer>, id: RecordId, keys: &str) -> Option<(Log, u64)> {
        let store = self.after(run, keys);
        let stored = block_on(store.ledger(&self.collection).read::<Log>(id)).unwrap()?;
        Some((stored.record, stored.line.revision))
    }
}

/// How a record is closed.
#[derive(Clone, Copy, Debug)]
pub(super) enum Closing {
    End,
    Erase,
}

pub(super) fn ring(keys: &str) -> KeyRing {
    KeyRing::parse(keys).unwrap()
}

pub(super) fn command(event: u64) -> CommandId {
    CommandId::from_u128(u128::from(event))
}

fn change(log: Log, command: Option<CommandId>) -> Change<Log> {
    Change { facts: Facts::default(), content: Content::Replace(log), command }
}
