//! nginx, for the tests of the proxy: the system's, else Debian's unpacked privately.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::apt::{self, Debian};
use crate::progress;
use crate::workspace::Workspace;

/// The first that knows `http2 on`, as the file under `deploy` has it.
const VERSION_MIN: [u32; 3] = [1, 25, 1];

/// Where a system may have it: it is no program for everybody, so that its folder is not always in `PATH`.
const PROGRAMS: [&str; 2] = ["nginx", "/usr/sbin/nginx"];

/// The program to start.
///
/// # Errors
///
/// Fails when there is no nginx that is new enough, and Debian's cannot be unpacked or does not run.
pub(crate) fn provide(workspace: &Workspace) -> Result<PathBuf> {
    if let Some(program) = PROGRAMS.map(Path::new).into_iter().find(|program| is_recent(program)) {
        return Ok(program.to_owned());
    }
    let folder = workspace.target("tools/nginx");
    let program = folder.join("bin/nginx");
    if !is_recent(&program) {
        progress::busy("fetching nginx from Debian, 12 MB, once", || fetch(&folder))?;
        fs::create_dir_all(folder.join("bin"))?;
        let start = apt::start(&folder.join("unpacked"), "usr/sbin/nginx");
        fs::write(&program, format!("#!/bin/sh\n{start}"))?;
        fs::set_permissions(&program, fs::Permissions::from_mode(0o755))?;
        if !is_recent(&program) {
            bail!("Debian's nginx does not run here: {}", program.display());
        }
    }
    Ok(program)
}

/// Unpacks it with everything it needs: it may come from a newer release of Debian than the one installed.
fn fetch(folder: &Path) -> Result<()> {
    let Some(debian) = Debian::detect()? else { bail!("there is no nginx, and this system is no Debian") };
    let (apt, unpacked) = (folder.join("apt"), folder.join("unpacked"));
    if unpacked.exists() {
        fs::remove_dir_all(&unpacked)?;
    }
    let is_recent = |found: &str| VERSION_MIN <= version(found);
    let suite = debian.suite_with("nginx", is_recent, &apt).context("there is no nginx that is recent")?;
    suite.unpack(&suite.closure("nginx")?, "*", &unpacked)?;
    Ok(fs::remove_dir_all(&apt)?)
}

fn is_recent(program: &Path) -> bool {
    let said = Command::new(program).arg("-v").output();
    said.is_ok_and(|said| {
        let line = String::from_utf8_lossy(&said.stderr).into_owned();
        line.split_once("nginx/").is_some_and(|(_, found)| VERSION_MIN <= version(found))
    })
}

/// The first three numbers of a version.
fn version(text: &str) -> [u32; 3] {
    let mut numbers = text.split(|character: char| !character.is_ascii_digit()).map(str::parse);
    std::array::from_fn(|_| numbers.next().and_then(Result::ok).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_compared_by_its_three_numbers() {
        assert_eq!(version("1.26.3-3+deb13u10"), [1, 26, 3]);
        assert_eq!(version("1.26.3 (Debian)\n"), [1, 26, 3]);
        assert!(version("1.22.1-9+deb12u11") < VERSION_MIN && VERSION_MIN <= version("2"));
        assert_eq!(version("none"), [0, 0, 0]);
    }
}
