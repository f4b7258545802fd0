//! Makes the table of stolen passwords that `src/breached.rs` looks into, of the list that the crate `passwords` has.
//!
//! Of that crate the file alone is used: its own search would put one and a half megabytes into the component. It is the list of what
//! Have I Been Pwned has most often that the NCSC of the United Kingdom has published, but for a hundred that are no texts.

use std::collections::BTreeSet;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use domain::digest::Digest;
use domain::password::check;

/// The crate, and its file: a JSON array of texts.
const PACKAGE: &str = "passwords";
const LIST: &str = "data/common-passwords.json";

/// The least that a policy can ask for.
const CHARACTERS_MIN: u8 = 8;

fn main() -> Result<(), Box<dyn Error>> {
    let list = folder()?.join(LIST);
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed={}", list.display());
    let passwords: Vec<String> = serde_json::from_slice(&fs::read(&list)?)?;
    let small = passwords.iter().map(|password| password.to_lowercase());
    let beginnings: BTreeSet<[u8; 4]> =
        small.filter(|password| is_of_use(password)).filter_map(|password| beginning(&password)).collect();
    let table: Vec<u8> = beginnings.into_iter().flatten().collect();
    fs::write(Path::new(&env::var("OUT_DIR")?).join("breached"), table)?;
    Ok(())
}

/// What is too short for any policy is left out, and what `domain::password` refuses anyway, unless it could be accepted with digits and
/// signs around it.
fn is_of_use(password: &str) -> bool {
    let is_long = usize::from(CHARACTERS_MIN) <= password.chars().count();
    let is_core = password.starts_with(char::is_alphabetic) && password.ends_with(char::is_alphabetic);
    is_long && (is_core || check(password, CHARACTERS_MIN, &[]).is_ok())
}

/// Returns the first bytes of a password's digest, as `src/breached.rs` compares them.
fn beginning(password: &str) -> Option<[u8; 4]> {
    Digest::of(password.as_bytes()).as_bytes().first_chunk().copied()
}

/// Asks cargo where the sources of the crate lie.
fn folder() -> Result<PathBuf, Box<dyn Error>> {
    let mut cargo = Command::new(env::var("CARGO")?);
    cargo.args(["metadata", "--format-version", "1", "--locked", "--filter-platform", &env::var("HOST")?]);
    let output = cargo.output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into());
    }
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout)?;
    let packages = metadata["packages"].as_array().into_iter().flatten();
    let package = packages.into_iter().find(|package| package["name"] == PACKAGE);
    let manifest = package.and_then(|package| package["manifest_path"].as_str());
    let folder = manifest.and_then(|manifest| Path::new(manifest).parent());
    Ok(folder.ok_or_else(|| format!("cargo knows no crate {PACKAGE}"))?.to_owned())
}
