//! Node, which runs the tests of the domain in wasm: the system's, else Debian's unpacked privately.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::apt::{self, Debian};
use crate::progress;
use crate::workspace::Workspace;

/// Node 18 breaks down on the references that today's wasm passes to JavaScript.
const VERSION_MIN: u32 = 20;

/// The folder to put in front of `PATH`, or `None` where the system's own Node serves.
///
/// # Errors
///
/// Fails when there is no Node and Debian's cannot be unpacked.
pub(crate) fn provide(workspace: &Workspace) -> Result<Option<PathBuf>> {
    if runs(Path::new("node")) && is_recent() {
        return Ok(None);
    }
    let folder = workspace.target("tools/node");
    let bin = folder.join("bin");
    let wrapper = bin.join("node");
    if !runs(&wrapper) {
        progress::busy("fetching Node from Debian", || fetch(&folder))?;
        fs::create_dir_all(&bin)?;
        fs::write(&wrapper, script(&folder.join("unpacked")))?;
        fs::set_permissions(&wrapper, fs::Permissions::from_mode(0o755))?;
        if !runs(&wrapper) {
            bail!("Debian's Node does not run here: {}", wrapper.display());
        }
    }
    Ok(Some(bin))
}

fn runs(program: &Path) -> bool {
    Command::new(program).args(["-e", "0"]).output().is_ok_and(|output| output.status.success())
}

fn is_recent() -> bool {
    let output = Command::new("node").arg("--version").output();
    output.is_ok_and(|output| {
        VERSION_MIN <= major(String::from_utf8_lossy(&output.stdout).trim_start_matches('v'))
    })
}

/// Unpacks it with everything it needs, its C library included: it may come from a newer release of Debian
/// than the one installed.
fn fetch(folder: &Path) -> Result<()> {
    let Some(debian) = Debian::detect()? else { bail!("there is no node, and this system is no Debian") };
    let (apt, unpacked) = (folder.join("apt"), folder.join("unpacked"));
    let is_recent = |version: &str| VERSION_MIN <= major(version);
    let suite = debian.suite_with("nodejs", is_recent, &apt).context("there is no node that is recent")?;
    suite.unpack(&suite.closure("nodejs")?, "*", &unpacked)?;
    fs::remove_dir_all(&apt)?;
    redirect(&unpacked.join(apt::libraries()))
}

fn major(version: &str) -> u32 {
    version.split('.').next().and_then(|number| number.parse().ok()).unwrap_or(0)
}

/// Debian's Node reads a part of its own library from where the package puts it, by a path inside the
/// program. This one of the same length leads to the private folder, which the script opens under that number.
const PACKAGED: &[u8] = b"/usr/share/nodejs/";
const PRIVATE: &[u8] = b"/proc/self/fd/9///";

fn redirect(libraries: &Path) -> Result<()> {
    for file in fs::read_dir(libraries)? {
        let path = file?.path();
        if path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("libnode.so.")) {
            let mut bytes = fs::read(&path)?;
            replace(&mut bytes);
            fs::write(&path, bytes)?;
        }
    }
    Ok(())
}

fn replace(bytes: &mut [u8]) {
    let mut from = 0;
    while let Some(rest) = bytes.get_mut(from..) {
        let Some(found) = rest.windows(PACKAGED.len()).position(|window| window == PACKAGED) else { break };
        if let Some(place) = rest.get_mut(found..found + PACKAGED.len()) {
            place.copy_from_slice(PRIVATE);
        }
        from += found + PACKAGED.len();
    }
}

fn script(unpacked: &Path) -> String {
    let start = apt::start(unpacked, "usr/bin/node");
    format!("#!/bin/sh\nexec 9<'{}/usr/share/nodejs'\n{start}", unpacked.display())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_path_into_the_package_is_redirected_and_nothing_moves() {
        let mut bytes = b"a\0/usr/share/nodejs/acorn.js\0b/usr/share/nodejs/undici.js".to_vec();
        replace(&mut bytes);
        assert_eq!(bytes, b"a\0/proc/self/fd/9///acorn.js\0b/proc/self/fd/9///undici.js");
    }

    #[test]
    fn the_first_number_of_a_version_decides() {
        assert_eq!(major("20.19.2+dfsg-1"), 20);
        assert_eq!(major("none"), 0);
    }
}
