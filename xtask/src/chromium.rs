//! Chromium and a Chinese font, for the tests of pages: the system's, else Debian's unpacked privately.

use std::env;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::apt::Debian;
use crate::progress;
use crate::workspace::Workspace;

/// What a system may have it as. The shell is all that tests need, and the smallest.
const PROGRAMS: [&str; 4] = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"];

/// Debian's packages of the browser without its windows, and of a font with all characters of a page in 1.6 MB.
const PACKAGES: [&str; 2] = ["chromium-headless-shell", "fonts-wqy-microhei"];

/// The system's own serves: Chromium starts more of itself by the path of its program, so it cannot be run by another loader
/// as Node is, and loader and C library have to fit.
const C_LIBRARY: &str = "libc6=";

/// The program to start.
///
/// # Errors
///
/// Fails when there is no Chromium, and Debian's cannot be unpacked or does not run.
pub(crate) fn provide(workspace: &Workspace) -> Result<PathBuf> {
    if has_chinese_font()
        && let Some(program) = PROGRAMS.iter().find_map(|program| in_path(program)).filter(|path| runs(path))
    {
        return Ok(program);
    }
    let folder = workspace.target("tools/chromium");
    let program = folder.join("bin/chromium");
    // Written last, so that an interrupted download is done again.
    if !runs(&program) {
        let unpacked = folder.join("unpacked");
        progress::busy("fetching Chromium and a Chinese font from Debian, 160 MB, once", || fetch(&folder))?;
        fs::write(folder.join("fonts.conf"), fonts(&folder))?;
        fs::create_dir_all(folder.join("bin"))?;
        fs::write(&program, script(&folder, &unpacked))?;
        fs::set_permissions(&program, fs::Permissions::from_mode(0o755))?;
        if !runs(&program) {
            bail!("Debian's Chromium does not run here: {}", program.display());
        }
    }
    Ok(program)
}

/// Where the system has a program. Lighthouse takes whole paths alone.
fn in_path(program: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path).map(|folder| folder.join(program)).find(|path| path.is_file())
}

fn runs(program: &Path) -> bool {
    Command::new(program).arg("--version").output().is_ok_and(|output| output.status.success())
}

fn has_chinese_font() -> bool {
    let output = Command::new("fc-list").args([":lang=zh-cn", "family"]).output();
    output.is_ok_and(|output| output.status.success() && !output.stdout.trim_ascii().is_empty())
}

fn fetch(folder: &Path) -> Result<()> {
    let Some(debian) = Debian::detect()? else { bail!("there is no Chromium, and this system is no Debian") };
    let (apt, unpacked) = (folder.join("apt"), folder.join("unpacked"));
    if unpacked.exists() {
        fs::remove_dir_all(&unpacked)?;
    }
    let suite = debian.suite(&debian.codename, &apt)?;
    let suite = suite.with_context(|| format!("no mirror has {}", debian.codename))?;
    for package in PACKAGES {
        let mut needed = suite.closure(package)?;
        needed.retain(|package| !package.starts_with(C_LIBRARY));
        suite.unpack(&needed, "*", &unpacked)?;
    }
    Ok(fs::remove_dir_all(&apt)?)
}

/// Its fonts alone, so that pages look the same on each machine.
fn fonts(folder: &Path) -> String {
    let folder = folder.display();
    format!(
        "<?xml version=\"1.0\"?>\n<!DOCTYPE fontconfig SYSTEM \"fonts.dtd\">\n<fontconfig>\n\
         <dir>{folder}/unpacked/usr/share/fonts</dir>\n<cachedir>{folder}/fonts</cachedir>\n</fontconfig>\n"
    )
}

fn script(folder: &Path, unpacked: &Path) -> String {
    let (folder, root) = (folder.display(), unpacked.display());
    let triple = format!("{}-linux-gnu", std::env::consts::ARCH);
    let libraries = format!("{root}/usr/lib/{triple}:{root}/lib/{triple}:{root}/usr/lib/{triple}/pulseaudio");
    format!(
        "#!/bin/sh\nexport FONTCONFIG_FILE='{folder}/fonts.conf' LD_LIBRARY_PATH='{libraries}'\n\
         exec '{root}/usr/lib/chromium/chromium-headless-shell' \"$@\"\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_private_one_is_started_with_its_own_fonts_and_libraries() {
        let script = script(Path::new("/tools"), Path::new("/tools/unpacked"));
        let [_, settings, start] = script.lines().collect::<Vec<_>>()[..] else { panic!("{script}") };
        assert!(settings.starts_with("export FONTCONFIG_FILE='/tools/fonts.conf' LD_LIBRARY_PATH='/tools/"));
        assert_eq!(start, "exec '/tools/unpacked/usr/lib/chromium/chromium-headless-shell' \"$@\"");
        assert!(fonts(Path::new("/tools")).contains("<dir>/tools/unpacked/usr/share/fonts</dir>"));
    }
}
