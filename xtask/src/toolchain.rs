//! The compiler's targets for WebAssembly: from `rustup`, else a private standard library.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::workspace::Workspace;
use crate::{progress, sysroot};

/// What the components are compiled for.
pub(crate) const COMPONENT: &str = "wasm32-wasip2";

/// What the tests of the domain run as, under Node.
pub(crate) const BARE: &str = "wasm32-unknown-unknown";

/// Where the targets may come from.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Source {
    /// The toolchain itself, then `rustup`, then a private standard library.
    Any,
    /// A private standard library only.
    Private,
}

/// A compiler that can compile for both targets.
#[derive(Clone)]
pub(crate) struct Toolchain {
    compiler: Compiler,
    sysroot: Option<PathBuf>,
}

/// The compiler in use here.
#[derive(Clone)]
pub(crate) struct Compiler {
    /// `1.95.0`, as the compiler says it.
    pub(crate) release: String,
    /// Tells two builds of one release apart.
    pub(crate) commit: String,
}

impl Toolchain {
    /// Lets this call of cargo find the targets' standard library.
    pub(crate) fn apply(&self, command: &mut Command) {
        let Some(sysroot) = &self.sysroot else { return };
        for target in [COMPONENT, BARE] {
            let name = format!("CARGO_TARGET_{}_RUSTFLAGS", target.replace('-', "_").to_uppercase());
            command.env(name, format!("--sysroot {}", sysroot.display()));
        }
        // `rustdoc` and the tests of the documentation read another variable, and run on this machine only.
    }

    /// One line about where the targets come from.
    pub(crate) fn describe(&self) -> String {
        match &self.sysroot {
            None => format!("rustc {} brings {COMPONENT} and {BARE}", self.compiler.release),
            Some(path) => format!(
                "rustc {} with a private standard library in {}",
                self.compiler.release,
                path.display()
            ),
        }
    }
}

/// Makes sure that both targets can be compiled for. A second call finds everything in place.
///
/// # Errors
///
/// Fails when neither `rustup` nor Debian has what fits this compiler, and says what was looked for.
pub(crate) fn provide(workspace: &Workspace, source: Source) -> Result<Toolchain> {
    let compiler = Compiler::ask(workspace.root())?;
    let folder = workspace.target("toolchain").join(compiler.folder());
    if source == Source::Any && (present(workspace.root())? || add_with_rustup(workspace.root(), &folder)?) {
        return Ok(Toolchain { compiler, sysroot: None });
    }
    let sysroot = sysroot::provide(workspace, &compiler, &folder)?;
    Ok(Toolchain { compiler, sysroot: Some(sysroot) })
}

impl Compiler {
    fn ask(root: &Path) -> Result<Self> {
        let text = rustc(root, &["-vV"])?;
        let field = |name: &str| {
            let line = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
            line.map(str::to_owned).with_context(|| format!("rustc -vV names no {name}"))
        };
        Ok(Self { release: field("release")?, commit: field("commit-hash")? })
    }

    fn folder(&self) -> String {
        let commit: String = self.commit.chars().take(9).collect();
        format!("{}-{commit}", self.release)
    }
}

fn rustc(root: &Path, arguments: &[&str]) -> Result<String> {
    let output =
        Command::new("rustc").args(arguments).current_dir(root).output().context("cannot start rustc")?;
    ensure!(output.status.success(), "rustc failed: {}", String::from_utf8_lossy(&output.stderr));
    Ok(String::from_utf8(output.stdout)?)
}

/// Whether the toolchain itself has the standard library of both targets.
fn present(root: &Path) -> Result<bool> {
    for target in [COMPONENT, BARE] {
        let folder = rustc(root, &["--print", "target-libdir", "--target", target])?;
        // The folder can be there and empty, after a component was removed.
        let files =
            fs::read_dir(folder.trim()).map(|files| files.flatten().collect::<Vec<_>>()).unwrap_or_default();
        if !files.iter().any(|file| file.file_name().to_string_lossy().starts_with("libstd-")) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Asks `rustup` once for each toolchain: where it has nothing to say, it takes its time to say so.
fn add_with_rustup(root: &Path, folder: &Path) -> Result<bool> {
    let refusal = folder.join("rustup-has-none");
    if refusal.exists() {
        return Ok(false);
    }
    let mut command = Command::new("rustup");
    command.args(["target", "add", COMPONENT, BARE]).current_dir(root).env("RUSTUP_MAX_RETRIES", "1");
    let added = progress::attempt("asking rustup for the WebAssembly targets", &mut command);
    if added.is_ok_and(|transcript| transcript.success) && present(root)? {
        return Ok(true);
    }
    fs::create_dir_all(folder)?;
    fs::write(&refusal, "`rustup target add` failed for this toolchain; delete this file to ask again\n")?;
    Ok(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_private_library_is_named_for_both_targets_and_for_nothing_else() {
        let compiler = Compiler { release: "1.95.0".to_owned(), commit: "0123456789abcdef".to_owned() };
        assert_eq!(compiler.folder(), "1.95.0-012345678");
        let toolchain = Toolchain { compiler, sysroot: Some(PathBuf::from("/private")) };
        let mut command = Command::new("cargo");
        toolchain.apply(&mut command);
        let named: Vec<_> = command.get_envs().map(|(name, _)| name.to_string_lossy().into_owned()).collect();
        assert_eq!(
            named,
            ["CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", "CARGO_TARGET_WASM32_WASIP2_RUSTFLAGS"]
        );
    }
}
