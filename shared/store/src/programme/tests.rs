use futures::executor::block_on;

use super::*;
use crate::{KeyRing, Memory, seeded};

const FILE: &str = include_str!("../../samples/policy.toml");

/// Another version of the same season.
fn version(number: u8) -> String {
    format!("{FILE}# {number}\n")
}

fn store() -> Store<Memory> {
    let ring = KeyRing::parse("1:AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=").unwrap();
    let store = Store::new(Memory::default(), ring, seeded(1));
    block_on(store.found(Seeding::First)).unwrap();
    store
}

fn publish(store: &Store<Memory>, file: &str) -> Season {
    let policy = Policy::parse(file.as_bytes()).unwrap();
    let publication = Publication { policy: &policy, file: file.as_bytes(), partitions: 1 };
    block_on(store.publish(publication, Seeding::First)).unwrap()
}

fn over(store: &Store<Memory>, base: &Base, file: &str) -> Published {
    let policy = Policy::parse(file.as_bytes()).unwrap();
    let publication = Publication { policy: &policy, file: file.as_bytes(), partitions: 1 };
    block_on(store.publish_over(base, publication, Seeding::First)).unwrap()
}

fn programme(store: &Store<Memory>) -> Programme {
    block_on(store.programme("invented")).unwrap().unwrap()
}

fn base(store: &Store<Memory>) -> Base {
    programme(store).base(&"2030".parse().unwrap()).unwrap()
}

fn hash(file: &str) -> String {
    PolicyHash::of(file.as_bytes()).to_string()
}

#[test]
fn the_first_policy_of_a_programme_is_published_over_nothing_and_a_repeat_finds_it_done() {
    let store = store();
    let nothing = Base { version: 0, current: None, replaces: None };
    assert_eq!(over(&store, &nothing, FILE), Published::Stands);
    let before = programme(&store);
    assert_eq!(over(&store, &nothing, FILE), Published::Stands);
    assert_eq!(programme(&store), before);
    assert_eq!(over(&store, &nothing, &version(2)), Published::Outdated);
    assert_eq!(programme(&store), before);
}

#[test]
fn of_two_that_are_published_over_one_version_the_second_is_outdated_and_changes_nothing() {
    let store = store();
    publish(&store, FILE);
    let base = base(&store);
    assert_eq!(over(&store, &base, &version(2)), Published::Stands);
    let before = programme(&store);
    assert_eq!(over(&store, &base, &version(3)), Published::Outdated);
    assert_eq!(programme(&store), before);
    assert_eq!(before.current().unwrap().policy, hash(&version(2)));
}

#[test]
fn one_that_was_published_and_is_followed_by_another_is_not_published_again_by_a_repeat() {
    let store = store();
    publish(&store, FILE);
    let base = base(&store);
    over(&store, &base, &version(2));
    publish(&store, &version(3));
    assert_eq!(over(&store, &base, &version(2)), Published::Stands);
    assert_eq!(programme(&store).current().unwrap().policy, hash(&version(3)));
}

#[test]
fn an_old_policy_can_come_back_and_whoever_proposed_something_meanwhile_is_outdated() {
    let store = store();
    publish(&store, FILE);
    publish(&store, &version(2));
    let base = base(&store);
    assert_eq!(base.current.map(|hash| hash.to_string()), Some(hash(&version(2))));
    assert_eq!(over(&store, &base, FILE), Published::Stands);
    // What was current is current again, and yet something has happened.
    publish(&store, &version(2));
    assert_eq!(over(&store, &base, &version(3)), Published::Outdated);
}

#[test]
fn a_file_that_is_kept_comes_back_as_it_was_and_damage_is_noticed() {
    let store = store();
    let hash = PolicyHash::of(FILE.as_bytes());
    assert_eq!(block_on(store.file(hash)), Err(StoreFault::Missing(Key::Policy(hash.to_string()))));
    block_on(store.keep_file(hash, FILE.as_bytes())).unwrap();
    assert_eq!(block_on(store.file(hash)).unwrap(), FILE.as_bytes());
    block_on(store.keep_file(hash, b"something else")).unwrap();
    assert!(matches!(block_on(store.file(hash)), Err(StoreFault::Damaged { .. })));
}

#[test]
fn what_is_current_is_told_from_what_was() {
    let store = store();
    let policy = |file: &str| Policy::parse(file.as_bytes()).unwrap();
    assert_eq!(block_on(store.is_current(&policy(FILE))), Ok(false));
    publish(&store, FILE);
    assert_eq!(block_on(store.is_current(&policy(FILE))), Ok(true));
    publish(&store, &version(2));
    assert_eq!(block_on(store.is_current(&policy(FILE))), Ok(false));
}
