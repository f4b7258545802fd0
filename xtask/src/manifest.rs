//! The sandbox's manifest: the production one, and what `tests/sandbox/spin.toml` adds.
//!
//! The addition can bring variables, triggers and components of its own, and give a variable another
//! default. It cannot change a component of production: what is tried out is what is shipped.

use std::fs;
use std::path::{Component, Path, PathBuf};

use anyhow::{Context, Result, bail};
use toml::{Table, Value};

use crate::workspace::Workspace;

/// A merged manifest on disk.
pub(crate) struct Sandbox {
    /// Where it lies.
    pub(crate) path: PathBuf,
    manifest: Table,
}

/// Writes the sandbox's manifest.
///
/// # Errors
///
/// Fails when a manifest cannot be read, or when both say something about the same thing.
pub(crate) fn write(workspace: &Workspace) -> Result<Sandbox> {
    let folder = workspace.target("sandbox");
    let mut manifest = read(&workspace.root().join("spin.toml"), &folder)?;
    let addition = read(&workspace.root().join("tests/sandbox/spin.toml"), &folder)?;
    merge(&mut manifest, addition)?;
    fs::create_dir_all(&folder)?;
    let path = folder.join("spin.toml");
    let text =
        format!("# Written by `cargo xtask`, out of spin.toml and tests/sandbox/spin.toml.\n\n{manifest}");
    // Written only when it changed, so that a second run leaves no trace.
    if fs::read_to_string(&path).ok().as_deref() != Some(&text) {
        fs::write(&path, text)?;
    }
    Ok(Sandbox { path, manifest })
}

impl Sandbox {
    /// The variables that have to be given and are secret.
    pub(crate) fn secrets(&self) -> Vec<&str> {
        let variables = self.manifest.get("variables").and_then(Value::as_table);
        let secret = variables.into_iter().flatten().filter(|(_, variable)| {
            let is = |key: &str| variable.get(key).and_then(Value::as_bool) == Some(true);
            is("secret") && is("required")
        });
        secret.map(|(name, _)| name.as_str()).collect()
    }

    /// Whether the manifest declares this variable.
    pub(crate) fn has_variable(&self, name: &str) -> bool {
        self.manifest.get("variables").is_some_and(|variables| variables.get(name).is_some())
    }

    /// Whether a component is reached by exactly this route.
    pub(crate) fn has_route(&self, route: &str) -> bool {
        let triggers =
            self.manifest.get("trigger").and_then(|trigger| trigger.get("http")).and_then(Value::as_array);
        triggers
            .into_iter()
            .flatten()
            .any(|trigger| trigger.get("route").and_then(Value::as_str) == Some(route))
    }
}

/// Reads a manifest for use in `folder`: its sources are written as they are found from there.
fn read(path: &Path, folder: &Path) -> Result<Table> {
    let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let mut manifest: Table = text.parse().with_context(|| format!("{} is not TOML", path.display()))?;
    let own = path.parent().unwrap_or(path);
    let components = manifest.get_mut("component").and_then(Value::as_table_mut);
    for component in components.into_iter().flatten().filter_map(|(_, component)| component.as_table_mut()) {
        // How it is built is written for the folder that it was in, and nobody builds from here.
        component.remove("build");
        if let Some(Value::String(source)) = component.get_mut("source") {
            *source = relative(folder, &own.join(&*source));
        }
    }
    Ok(manifest)
}

/// The way from `folder` to `file`, both absolute, by names alone.
fn relative(folder: &Path, file: &Path) -> String {
    let (folder, file) = (normal(folder), normal(file));
    let common = folder.iter().zip(&file).take_while(|(one, other)| one == other).count();
    let up = std::iter::repeat_n("..".to_owned(), folder.len() - common);
    up.chain(file.into_iter().skip(common)).collect::<Vec<_>>().join("/")
}

fn normal(path: &Path) -> Vec<String> {
    let mut names = Vec::new();
    for component in path.components() {
        match component {
            Component::ParentDir => drop(names.pop()),
            Component::Normal(name) => names.push(name.to_string_lossy().into_owned()),
            Component::CurDir | Component::RootDir | Component::Prefix(_) => {}
        }
    }
    names
}

fn merge(manifest: &mut Table, addition: Table) -> Result<()> {
    for (section, value) in addition {
        match (section.as_str(), manifest.get_mut(&section), value) {
            ("variables", Some(Value::Table(all)), Value::Table(more)) => all.extend(more),
            ("component", Some(Value::Table(all)), Value::Table(more)) => {
                for (name, component) in more {
                    if all.contains_key(&name) {
                        bail!("the sandbox's manifest changes the component {name} of production");
                    }
                    all.insert(name, component);
                }
            }
            ("trigger", Some(Value::Table(all)), Value::Table(more)) => add_triggers(all, more)?,
            ("variables" | "component" | "trigger", None, value) => drop(manifest.insert(section, value)),
            _ => bail!("the sandbox's manifest can add variables, triggers and components, and no {section}"),
        }
    }
    Ok(())
}

fn add_triggers(all: &mut Table, more: Table) -> Result<()> {
    for (kind, triggers) in more {
        match (all.get_mut(&kind), triggers) {
            (Some(Value::Array(present)), Value::Array(triggers)) => present.extend(triggers),
            (None, triggers) => drop(all.insert(kind, triggers)),
            _ => bail!("trigger.{kind} is not a list"),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const PRODUCTION: &str = "spin_manifest_version = 2\n\
        [variables]\norigin = { required = true }\nkey = { required = true, secret = true }\n\
        [[trigger.http]]\nroute = \"/api/...\"\ncomponent = \"one\"\n\
        [component.one]\nsource = \"target/one.wasm\"\n";

    #[track_caller]
    fn merged(addition: &str) -> Result<Table> {
        let mut manifest: Table = PRODUCTION.parse().unwrap();
        merge(&mut manifest, addition.parse().unwrap()).map(|()| manifest)
    }

    #[test]
    fn the_sandbox_adds_components_routes_and_defaults() {
        let manifest = merged(
            "[variables]\norigin = { default = \"http://here\" }\n\
             [[trigger.http]]\nroute = \"/dev\"\ncomponent = \"two\"\n[component.two]\nsource = \"two.wasm\"\n",
        );
        let sandbox = Sandbox { path: PathBuf::new(), manifest: manifest.unwrap() };
        assert!(sandbox.has_route("/api/...") && sandbox.has_route("/dev") && !sandbox.has_route("/other"));
        assert_eq!(sandbox.secrets(), ["key"]);
        assert_eq!(sandbox.manifest["variables"]["origin"].to_string(), "{ default = \"http://here\" }");
        assert_eq!(sandbox.manifest["component"]["one"]["source"].as_str(), Some("target/one.wasm"));
    }

    #[test]
    fn the_sandbox_cannot_change_what_is_shipped() {
        assert!(merged("[component.one]\nsource = \"other.wasm\"\n").is_err());
        assert!(merged("[application]\nname = \"other\"\n").is_err());
    }

    #[test]
    fn a_source_is_found_from_the_folder_of_the_merged_manifest() {
        let folder = Path::new("/repository/target/sandbox");
        assert_eq!(relative(folder, Path::new("/repository/target/wasm/one.wasm")), "../wasm/one.wasm");
        assert_eq!(
            relative(folder, Path::new("/repository/tests/sandbox/../../target/wasm/two.wasm")),
            "../wasm/two.wasm"
        );
    }
}
