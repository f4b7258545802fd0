//! Bodies of records. They lie sealed in the store, so that nobody else has written them; but builds before this one have.

use std::fmt::Debug;

use domain::id::CommandId;
use store::Record;
use store::records::{
    AccountRecord, ActRecord, CaseRecord, GroupsRecord, PasswordRecord, ProposalRecord, RosterRecord,
    TelephoneRecord,
};

/// Reads one body as each kind of record.
pub fn records(bytes: &[u8]) {
    read::<CaseRecord>(bytes);
    read::<AccountRecord>(bytes);
    read::<RosterRecord>(bytes);
    read::<PasswordRecord>(bytes);
    read::<ProposalRecord>(bytes);
    read::<ActRecord>(bytes);
    read::<GroupsRecord>(bytes);
    read::<TelephoneRecord>(bytes);
}

fn read<R: Record + Debug + PartialEq>(bytes: &[u8]) {
    let Ok(record) = R::decode(bytes) else { return };
    let written = record.encode().expect("what was read can be written");
    assert_eq!(R::decode(&written).as_ref(), Ok(&record));
    assert!(!record.bears(CommandId::from_u128(u128::MAX)) || 16 <= bytes.len());
}
