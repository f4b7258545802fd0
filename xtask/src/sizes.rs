//! How large a component is, and which crates make it so.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use anyhow::{Result, ensure};
use wasmparser::{KnownCustom, Name, NameSectionReader, Parser, Payload};

/// A component may be this large: a larger one starts late and stays in the memory of every host.
const COMPONENT_BYTES_MAX: usize = 1024 * 1024;

/// The one component that may be larger, and how large: signatures are checked by a library that others look after, too.
const LARGER: (&str, usize) = ("login-callback", 1792 * 1024);

/// The size of one component, or of what browsers run.
pub(crate) struct Size {
    /// The package's name.
    pub(crate) name: String,
    /// What is shipped, without names.
    pub(crate) bytes: usize,
    /// Code by crate, the largest first.
    pub(crate) crates: Vec<(String, usize)>,
}

impl Size {
    fn bytes_max(&self) -> usize {
        let (larger, bytes_max) = LARGER;
        if self.name == larger { bytes_max } else { COMPONENT_BYTES_MAX }
    }

    fn is_too_large(&self) -> bool {
        self.bytes_max() < self.bytes
    }
}

/// Counts the code of each crate in a component that still has its names.
///
/// # Errors
///
/// Fails on what is not a component.
pub(crate) fn crates(binary: &[u8]) -> Result<Vec<(String, usize)>> {
    let mut total: BTreeMap<String, usize> = BTreeMap::new();
    let mut functions = Module::default();
    for payload in Parser::new(0).parse_all(binary) {
        match payload? {
            Payload::Version { .. } => functions = Module::default(),
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    functions.imported += u32::from(matches!(import?.ty, wasmparser::TypeRef::Func(_)));
                }
            }
            Payload::CodeSectionEntry(body) => functions.bytes.push(body.as_bytes().len()),
            Payload::CustomSection(section) => {
                if let KnownCustom::Name(names) = section.as_known() {
                    functions.count(names, &mut total)?;
                }
            }
            _ => {}
        }
    }
    let mut crates: Vec<_> = total.into_iter().collect();
    crates.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
    Ok(crates)
}

/// The functions of the module that is being read.
#[derive(Default)]
struct Module {
    imported: u32,
    bytes: Vec<usize>,
}

impl Module {
    fn count(&self, names: NameSectionReader<'_>, total: &mut BTreeMap<String, usize>) -> Result<()> {
        for name in names {
            let Name::Function(functions) = name? else { continue };
            for naming in functions {
                let naming = naming?;
                // Imported functions come first in the numbering and have no code.
                let own =
                    naming.index.checked_sub(self.imported).and_then(|index| self.bytes.get(index as usize));
                if let Some(bytes) = own {
                    *total.entry(crate_of(naming.name)).or_default() += bytes;
                }
            }
        }
        Ok(())
    }
}

/// The crate that a function belongs to: the first one that its path names. `<serde_json::Error as
/// core::fmt::Display>::fmt` is serde_json's. What has no path was not written in Rust.
fn crate_of(symbol: &str) -> String {
    let path = format!("{:#}", rustc_demangle::demangle(symbol));
    let Some((before, _)) = path.split_once("::") else { return "C library and glue".to_owned() };
    let begins = before.rfind(|character: char| !(character.is_alphanumeric() || character == '_'));
    let name = before.get(begins.map_or(0, |index| index + 1)..).unwrap_or(before);
    if name.is_empty() { "C library and glue".to_owned() } else { name.to_owned() }
}

/// Insists that no component is larger than it may be.
///
/// # Errors
///
/// Fails with the table when one is.
pub(crate) fn check(sizes: &[Size]) -> Result<()> {
    ensure!(!sizes.iter().any(Size::is_too_large), "a component is too large:\n{}", table(sizes));
    Ok(())
}

/// One line for each component, and a word about each that is too large.
pub(crate) fn table(sizes: &[Size]) -> String {
    let mut text = String::from("\nComponents, and the code of their three largest crates:\n");
    for size in sizes {
        let largest =
            size.crates.iter().take(3).map(|(name, bytes)| format!("{name} {} KiB", bytes.div_ceil(1024)));
        let over = match size.is_too_large() {
            true => format!("  TOO LARGE: it may have {} KiB", size.bytes_max() / 1024),
            false => String::new(),
        };
        // Writing to a string cannot fail.
        let _ = writeln!(
            text,
            "  {:<20} {:>5} KiB  {}{over}",
            size.name,
            size.bytes.div_ceil(1024),
            largest.collect::<Vec<_>>().join(", ")
        );
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_function_belongs_to_the_crate_that_its_path_names_first() {
        assert_eq!(crate_of("_ZN10serde_json2de8from_str17h0123456789abcdefE"), "serde_json");
        assert_eq!(crate_of("<&mut alloc::vec::Vec<T> as core::fmt::Write>::write_str"), "alloc");
        assert_eq!(crate_of("_RNvCs1234_7mycrate3foo"), "mycrate");
        assert_eq!(crate_of("dlmalloc"), "C library and glue");
    }

    fn sized(name: &str, bytes: usize) -> Size {
        Size { name: name.to_owned(), bytes, crates: vec![("core".to_owned(), 2048)] }
    }

    #[test]
    fn the_one_that_checks_signatures_may_be_larger_up_to_a_limit_of_its_own() {
        let (larger, bytes_max) = LARGER;
        assert!(check(&[sized(larger, bytes_max)]).is_ok());
        assert!(check(&[sized(larger, bytes_max + 1)]).is_err());
        assert!(check(&[sized("one", bytes_max)]).is_err());
    }

    #[test]
    fn a_component_over_the_limit_is_named_as_such() {
        let size = |bytes| sized("one", bytes);
        assert!(table(&[size(COMPONENT_BYTES_MAX + 1)]).contains("TOO LARGE"));
        assert!(check(&[size(COMPONENT_BYTES_MAX + 1)]).is_err());
        assert!(check(&[size(COMPONENT_BYTES_MAX)]).is_ok());
        let text = table(&[size(COMPONENT_BYTES_MAX)]);
        assert!(
            text.contains("1024 KiB") && text.contains("core 2 KiB") && !text.contains("TOO LARGE"),
            "{text}"
        );
    }
}
