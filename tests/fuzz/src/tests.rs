//! Replays what is kept. Who adds a target or forgets a file is told here.

use super::*;
use std::collections::BTreeSet;
use std::fs;
use std::panic::{self, AssertUnwindSafe};
use std::path::{Path, PathBuf};

/// What is kept is read by people and carried by everybody who clones: what adds nothing is left out.
const FILES_MAX: usize = 250;
const BYTES_MAX: u64 = 300 * 1024;

fn folder(below: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(below)
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

fn names(folder: &Path) -> BTreeSet<String> {
    entries(folder).iter().map(|path| path.file_stem().unwrap().to_string_lossy().into_owned()).collect()
}

/// Feeds a target all that is kept for it, and names the file that it fails on.
fn replay(name: &str) {
    let (_, run) = TARGETS.into_iter().find(|(known, _)| *known == name).unwrap();
    let kept = ["corpus", "regressions"].map(|kind| entries(&folder(kind).join(name)));
    assert!(!kept[0].is_empty(), "there is no corpus for {name}");
    for path in kept.into_iter().flatten() {
        let bytes = fs::read(&path).unwrap();
        let held = panic::catch_unwind(AssertUnwindSafe(|| run(&bytes)));
        assert!(held.is_ok(), "fails on {}", path.display());
    }
}

/// One test for each target, so that they run side by side.
macro_rules! replays {
    ($($test:ident $name:literal,)*) => {
        $(#[test]
        fn $test() {
            replay($name);
        })*

        #[test]
        fn every_target_is_replayed_and_has_a_binary_and_nothing_is_kept_for_others() {
            let targets: BTreeSet<String> = TARGETS.iter().map(|(name, _)| (*name).to_owned()).collect();
            assert_eq!(targets, BTreeSet::from([$($name.to_owned()),*]));
            assert_eq!(targets, names(&folder("fuzz_targets")));
            assert_eq!(targets, names(&folder("corpus")));
            assert!(names(&folder("regressions")).is_subset(&targets));
            let manifest = fs::read_to_string(folder("Cargo.toml")).unwrap();
            for name in &targets {
                assert!(manifest.contains(&format!("path = \"fuzz_targets/{name}.rs\"")), "{name}");
            }
        }
    };
}

replays! {
    certificates_hold "certificates",
    logins_hold "login",
    messages_hold "messages",
    pictures_hold "pictures",
    policies_hold "policies",
    the_provider_holds "provider",
    records_hold "records",
    registers_hold "registers",
    requests_hold "requests",
    rosters_hold "rosters",
    texts_hold "texts",
    working_days_hold "working-days",
}

#[test]
fn what_is_kept_stays_small() {
    let files: Vec<PathBuf> = ["corpus", "regressions"]
        .into_iter()
        .flat_map(|kind| entries(&folder(kind)))
        .flat_map(|target| entries(&target))
        .collect();
    let bytes: u64 = files.iter().map(|file| fs::metadata(file).unwrap().len()).sum();
    assert!(files.len() <= FILES_MAX && bytes <= BYTES_MAX, "{} files of {bytes} bytes", files.len());
}
