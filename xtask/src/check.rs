//! Compiles the check of pictures that browsers run, which the portal embeds.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use wasm_bindgen_cli_support::Bindgen;

use crate::progress;
use crate::sizes::{self, Size};
use crate::toolchain::{BARE, Toolchain};
use crate::workspace::Workspace;

/// The package.
const CHECK: &str = "check";

/// The component that has it, and the feature by which it does.
pub(crate) const EMBEDDER: &str = "portal";
pub(crate) const FEATURE: &str = "check";

/// Compiles it into `target/check`: the module, and the script that calls it.
///
/// # Errors
///
/// Fails when it does not compile.
pub(crate) fn compile(workspace: &Workspace, toolchain: &Toolchain) -> Result<Size> {
    let mut command = workspace.cargo(&["rustc", "--package", CHECK, "--crate-type", "cdylib"]);
    command.args(["--target", BARE, "--profile", "browser"]);
    toolchain.apply(&mut command);
    progress::run("compiling the check of pictures for browsers", &mut command)?;
    let linked = workspace.target(BARE).join("browser").join(format!("{CHECK}.wasm"));
    let mut bindgen = Bindgen::new();
    bindgen.input_path(&linked).web(true)?.typescript(false);
    bindgen.remove_name_section(true).remove_producers_section(true);
    let mut output = bindgen.generate_output().context("cannot write the script that calls the check")?;
    let folder = workspace.target(CHECK);
    fs::create_dir_all(&folder)?;
    let (script, module) = (output.js().to_owned(), output.wasm_mut().emit_wasm());
    keep(&folder.join(format!("{CHECK}.js")), script.as_bytes())?;
    keep(&folder.join(format!("{CHECK}_bg.wasm")), &module)?;
    let bytes = script.len() + module.len();
    Ok(Size { name: format!("{CHECK}, in browsers"), bytes, crates: sizes::crates(&fs::read(&linked)?)? })
}

/// Writes a file if it is another one than that which is there: the portal is compiled again when it changes.
fn keep(path: &Path, content: &[u8]) -> Result<()> {
    if fs::read(path).is_ok_and(|kept| kept == content) {
        return Ok(());
    }
    fs::write(path, content).with_context(|| format!("cannot write {}", path.display()))
}

#[cfg(test)]
mod tests {
    use std::time::SystemTime;

    use super::*;

    #[test]
    fn a_file_that_has_not_changed_is_not_written_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("check.js");
        let (before, long_ago) = (b"one".as_slice(), SystemTime::UNIX_EPOCH);
        keep(&path, before).unwrap();
        let file = fs::File::options().append(true).open(&path).unwrap();
        file.set_modified(long_ago).unwrap();
        keep(&path, before).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().modified().unwrap(), long_ago);
        keep(&path, b"another").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"another");
    }
}
