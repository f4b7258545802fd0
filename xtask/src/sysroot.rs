//! A private standard library for the targets, where nobody supplies a finished one.
//!
//! It is built from Debian's sources of exactly the compiler's release. `wasm32-wasip2` also needs the C
//! library it links with, which Debian packages too.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};
use rustc_build_sysroot::SysrootBuilder;

use crate::apt::{Debian, Suite};
use crate::progress;
use crate::toolchain::{BARE, COMPONENT, Compiler};
use crate::workspace::Workspace;

/// The packages that bring the standard library's sources: the second belongs to the compiler that Debian
/// updates for its browsers, and is of that one's release.
const SOURCES: [&str; 2] = ["rust-src", "rust-web-src"];

/// What the linker takes from the C library, and nothing of which the standard library brings itself.
const START_FILES: [&str; 3] = ["crt1-command.o", "crt1-reactor.o", "libc.a"];

/// Returns the folder for `--sysroot`, which a first call builds.
///
/// # Errors
///
/// Fails when the system is no Debian, when no archive has the sources, or when they do not compile.
pub(crate) fn provide(workspace: &Workspace, compiler: &Compiler, folder: &Path) -> Result<PathBuf> {
    let sysroot = folder.join("sysroot");
    let marker = folder.join("sysroot-complete");
    if marker.exists() {
        return Ok(sysroot);
    }
    // The variable that carries the path to cargo is split at blanks.
    ensure!(
        !sysroot.to_string_lossy().contains(' '),
        "{} contains a blank; move the repository",
        sysroot.display()
    );
    let unpacked = folder.join("unpacked");
    let origin = progress::busy("fetching the sources of the standard library", || {
        fetch(&compiler.release, &folder.join("apt"), &unpacked)
    })?;
    let library = library(&unpacked)?;
    fs::create_dir_all(&sysroot)?;
    for target in [COMPONENT, BARE] {
        progress::busy(&format!("building the standard library for {target}"), || {
            let mut cargo = workspace.bare_cargo();
            // The standard library uses what only the compiler's own build may use. For this step alone.
            cargo.env("RUSTC_BOOTSTRAP", "1").current_dir(folder);
            SysrootBuilder::new(&sysroot, target)
                .cargo(cargo)
                .rustflag("-Cembed-bitcode=yes")
                .build_from_source(&library)
        })?;
    }
    let start_files = sysroot.join("lib/rustlib").join(COMPONENT).join("lib/self-contained");
    fs::create_dir_all(&start_files)?;
    for name in START_FILES {
        let from = unpacked.join("usr/lib").join(COMPONENT).join(name);
        fs::copy(&from, start_files.join(name)).with_context(|| format!("cannot copy {}", from.display()))?;
    }
    progress::busy("clearing up", || {
        fs::remove_dir_all(&unpacked)?;
        Ok(fs::remove_dir_all(folder.join("apt"))?)
    })?;
    fs::write(&marker, format!("{origin}\n"))?;
    Ok(sysroot)
}

/// Unpacks sources and C library, each from the first suite that has what fits, and says which.
fn fetch(release: &str, apt: &Path, unpacked: &Path) -> Result<String> {
    let Some(debian) = Debian::detect()? else { bail!(missing(release, &[])) };
    let mut tried = Vec::new();
    let (mut source, mut c_library) = (None, None);
    for name in suites(&debian) {
        let Some(suite) = debian.suite(&name, apt)? else {
            tried.push(format!("{name}: not on the mirror"));
            continue;
        };
        if source.is_none() {
            source = unpack_source(&suite, release, unpacked, &mut tried)?;
        }
        if c_library.is_none() {
            c_library = unpack_c_library(&suite, unpacked)?;
        }
        if let (Some(source), Some(c_library)) = (&source, &c_library) {
            return Ok(format!("{source}, {c_library}"));
        }
    }
    if source.is_some() {
        tried.push(format!("wasi-libc for {COMPONENT}: in none of these"));
    }
    bail!(missing(release, &tried))
}

/// Where to look, the likeliest first. The sources need not fit the system: nothing of them runs on it.
fn suites(debian: &Debian) -> Vec<String> {
    let own = &debian.codename;
    let mut suites = Vec::new();
    if let Some(next) = debian.next_codename() {
        suites.push(format!("{next}-backports"));
        suites.push(format!("{next}-security"));
        suites.push(next.to_owned());
    }
    suites.extend([
        format!("{own}-security"),
        format!("{own}-backports"),
        own.clone(),
        "testing".to_owned(),
        "sid".to_owned(),
    ]);
    suites
}

fn unpack_source(
    suite: &Suite,
    release: &str,
    unpacked: &Path,
    tried: &mut Vec<String>,
) -> Result<Option<String>> {
    for package in SOURCES {
        let versions = suite.versions(package)?;
        if let Some(version) = versions.iter().find(|version| is_release(version, release)) {
            let name = format!("{package}={version}");
            suite.unpack(std::slice::from_ref(&name), "./usr/src/*/library", unpacked)?;
            return Ok(Some(format!("{name} from {}", suite.name)));
        }
        if !versions.is_empty() {
            tried.push(format!("{}: {package} {}", suite.name, versions.join(", ")));
        }
    }
    Ok(None)
}

fn unpack_c_library(suite: &Suite, unpacked: &Path) -> Result<Option<String>> {
    let Some(version) = suite.versions("wasi-libc")?.into_iter().next() else { return Ok(None) };
    let name = format!("wasi-libc={version}");
    suite.unpack(std::slice::from_ref(&name), "./usr/lib/wasm32-*", unpacked)?;
    // Older ones do not know the target.
    let fits = unpacked.join("usr/lib").join(COMPONENT).join("libc.a").exists();
    Ok(fits.then(|| format!("{name} from {}", suite.name)))
}

/// Whether a Debian version, `1.95.0+dfsg1-2~bpo13+1`, packages this release.
fn is_release(version: &str, release: &str) -> bool {
    let upstream = version.rsplit_once('-').map_or(version, |(upstream, _)| upstream);
    upstream.split(['+', '~']).next() == Some(release)
}

/// The folder `library` of the one release that was unpacked.
fn library(unpacked: &Path) -> Result<PathBuf> {
    let sources = unpacked.join("usr/src");
    let folders = fs::read_dir(&sources).with_context(|| format!("cannot read {}", sources.display()))?;
    let mut libraries = folders.flatten().map(|folder| folder.path().join("library"));
    libraries.find(|folder| folder.join("std").is_dir()).context("the package holds no library/std")
}

fn missing(release: &str, tried: &[String]) -> String {
    let looked = match tried {
        [] => "This system is no Debian with apt, so no package was looked for.".to_owned(),
        tried => format!("Looked for rust-src {release} and wasi-libc in Debian:\n  {}", tried.join("\n  ")),
    };
    format!(
        "the standard library for {COMPONENT} and {BARE} is missing.\n\n\
         `rustup target add {COMPONENT} {BARE}` did not work here.\n{looked}\n\n\
         What to do: install rustc {release} through rustup (https://rustup.rs) on a line that reaches its server, or pin in\n\
         rust-toolchain.toml a release that Debian packages as rust-src, and run this again."
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_package_fits_only_the_release_it_was_made_from() {
        assert!(is_release("1.95.0+dfsg1-2~bpo13+1", "1.95.0"));
        assert!(is_release("1.95.0-1", "1.95.0"));
        assert!(!is_release("1.95.1+dfsg1-2", "1.95.0"));
        assert!(!is_release("1.95.0~beta.5+dfsg1-1", "1.95.1"));
    }

    #[test]
    fn the_last_message_says_what_was_looked_for_and_what_to_do() {
        let text = missing("1.95.0", &["trixie-backports: rust-src 1.96.1".to_owned()]);
        for expected in ["trixie-backports: rust-src 1.96.1", "rust-toolchain.toml", "rustup target add"] {
            assert!(text.contains(expected), "{text}");
        }
    }
}
