//! The promises of the store, asked of any adapter. A new promise starts as a new line here.

mod batches;
mod commits;
mod creates;
mod damage;
mod walks;

use std::cell::Cell;

use domain::id::CommandId;
use store::{
    Change, Collection, Content, CreateError, Entropy, Facts, KeyValue, New, RecordId, Seeding, Store, Stored,
};

use crate::note::{Note, old_ring};

/// What a promise's test says: nothing, or what did not hold.
pub type Outcome = Result<(), String>;

/// An adapter under test: where its entries lie, and how to draw.
pub struct Adapter<K> {
    /// The adapter.
    pub kv: K,
    /// Where identifiers and keys come from.
    pub entropy: Entropy,
    commands: Cell<u64>,
}

macro_rules! suite {
    ($($module:ident: $($name:ident),+;)+) => {
        /// The names of all promises.
        pub const NAMES: &[&str] = &[$($(stringify!($name)),+),+];

        /// Asks `adapter` for the promise `name`.
        ///
        /// # Errors
        ///
        /// Returns what did not hold.
        pub async fn run<K: KeyValue>(name: &str, adapter: &Adapter<K>) -> Outcome {
            match name {
                $($(stringify!($name) => $module::$name(adapter).await,)+)+
                unknown => Err(format!("there is no promise called {unknown}")),
            }
        }
    };
}

suite! {
    creates:
        the_self_test_passes_and_its_verdict_is_kept,
        an_unknown_record_reads_as_none,
        a_created_record_reads_back_by_id_and_by_fingerprint,
        one_of_a_crowd_of_creators_wins,
        a_slow_creator_never_overwrites_whoever_was_faster,
        a_creator_who_dies_anywhere_leaves_all_or_nothing,
        a_fingerprint_is_free_again_once_its_record_has_ended;
    commits:
        a_stale_commit_conflicts_and_changes_nothing,
        commits_to_two_lines_of_one_partition_both_stand,
        a_swap_that_was_applied_though_its_answer_was_lost_stands,
        a_writer_who_dies_anywhere_leaves_the_record_whole,
        a_commit_on_a_deleted_partition_is_a_fault_and_revives_nothing,
        rotation_goes_on_while_commits_do;
    batches:
        a_batch_changes_all_of_its_records_or_none,
        a_batch_whose_answer_is_lost_stands_in_all_or_in_none,
        a_batch_whose_writer_dies_leaves_all_records_whole,
        a_batch_leaves_out_whose_body_is_gone_and_changes_the_others;
    damage:
        a_missing_partition_is_a_fault,
        a_changed_cut_or_moved_partition_is_noticed,
        a_changed_cut_or_moved_body_is_noticed,
        a_changed_cut_moved_or_missing_chunk_is_noticed,
        nothing_personal_lies_in_clear;
    walks:
        a_walk_sees_every_record_once_while_others_commit,
        an_expired_line_goes_in_two_swaps,
        an_erased_record_leaves_a_tombstone_and_no_body;
}

impl<K: KeyValue> Adapter<K> {
    /// Puts an adapter under test.
    pub fn new(kv: K, entropy: Entropy) -> Self {
        Self { kv, entropy, commands: Cell::new(0) }
    }

    /// Seeds a collection of its own for one test.
    async fn collection(&self, partitions: u32) -> Result<Collection, String> {
        let name = format!("probe/{:032x}", self.entropy.draw_id().map_err(text)?);
        let store = self.store();
        store.found(Seeding::First).await.map_err(text)?;
        store.seed(&name, partitions, Seeding::First).await.map_err(text)
    }

    fn store(&self) -> Store<&K> {
        self.store_over(&self.kv)
    }

    fn store_over<L: KeyValue>(&self, kv: L) -> Store<L> {
        Store::new(kv, old_ring(), self.entropy.clone())
    }

    fn next_command(&self) -> u64 {
        self.commands.set(self.commands.get() + 1);
        self.commands.get()
    }

    /// Creates a note that belongs to `owner`.
    async fn create(
        &self,
        collection: &Collection,
        owner: &str,
        words: &str,
    ) -> Result<Stored<Note>, String> {
        create_in(&self.store(), collection, owner, self.next_command(), words).await.map_err(text)
    }

    /// Reads a note.
    async fn read(&self, collection: &Collection, id: RecordId) -> Result<Option<Note>, String> {
        let read = self.store().ledger(collection).read::<Note>(id).await.map_err(text)?;
        Ok(read.map(|stored| stored.record))
    }

    /// Writes `words` into the note `id`.
    async fn write(&self, collection: &Collection, id: RecordId, words: &str) -> Outcome {
        let command = self.next_command();
        write_in(&self.store(), collection, id, command, words).await
    }
}

async fn create_in<K: KeyValue>(
    store: &Store<K>,
    collection: &Collection,
    owner: &str,
    command: u64,
    words: &str,
) -> Result<Stored<Note>, CreateError> {
    let ledger = store.ledger(collection);
    let fingerprint = ledger.fingerprint(owner.as_bytes());
    let content = Some(Note::by(command, words));
    let command = CommandId::from_u128(command.into());
    ledger.create(New { fingerprint, facts: Facts::default(), content, command }).await
}

async fn write_in<K: KeyValue>(
    store: &Store<K>,
    collection: &Collection,
    id: RecordId,
    command: u64,
    words: &str,
) -> Outcome {
    let ledger = store.ledger(collection);
    // A record is hot here on purpose, so more attempts than a handler makes.
    for _ in 0..64 {
        let loaded = ledger.load::<Note>(id).await.map_err(text)?.ok_or("the note is gone")?;
        let mut note = loaded.record.clone();
        words.clone_into(&mut note.text);
        note.written_by.push(command);
        let (facts, content) = (Facts::default(), Content::Replace(note));
        let change = Change { facts, content, command: Some(CommandId::from_u128(command.into())) };
        match ledger.commit(loaded, change).await {
            Ok(_) => return Ok(()),
            Err(store::CommitError::Conflict) => {}
            Err(error) => return Err(error.to_string()),
        }
    }
    Err("others were faster 64 times".to_owned())
}

fn text(error: impl std::fmt::Display) -> String {
    error.to_string()
}

fn must(holds: bool, otherwise: &str) -> Outcome {
    if holds { Ok(()) } else { Err(otherwise.to_owned()) }
}
