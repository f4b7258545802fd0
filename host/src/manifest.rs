//! The parts of Spin's application manifest, version 2, that this project uses.
//!
//! Whatever else a manifest says is an error that names the key, so that nothing is silently different from Spin.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail, ensure};
use serde::Deserialize;

use crate::outbound::AllowedHost;
use crate::routes::Route;

/// A manifest whose references are known to resolve.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    spin_manifest_version: u32,
    /// Who the application is.
    pub application: Application,
    /// Variables of the application, by name.
    #[serde(default)]
    pub variables: BTreeMap<String, Variable>,
    #[serde(default)]
    trigger: Triggers,
    /// Components by id.
    #[serde(default)]
    pub component: BTreeMap<String, Component>,
}

/// The head of a manifest.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "some keys are accepted and mean nothing here")]
pub struct Application {
    /// Name of the application.
    pub name: String,
    version: Option<String>,
    description: Option<String>,
    authors: Option<Vec<String>>,
}

/// A variable that somebody sets from outside.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "some keys are accepted and mean nothing here")]
pub struct Variable {
    #[serde(default)]
    required: bool,
    /// The value if nobody sets one.
    pub default: Option<String>,
    secret: Option<bool>,
    description: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Triggers {
    #[serde(default)]
    http: Vec<Trigger>,
}

/// Which component answers on which route.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "some keys are accepted and mean nothing here")]
pub struct Trigger {
    id: Option<String>,
    route: TriggerRoute,
    /// Id of the component.
    pub component: String,
}

#[derive(Debug, Deserialize)]
#[serde(untagged, expecting = "a route is a path or { private = true }")]
enum TriggerRoute {
    Public(String),
    Private(Private),
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Private {
    private: bool,
}

/// A component and what it is granted.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "some keys are accepted and mean nothing here")]
pub struct Component {
    /// The compiled component, relative to the manifest.
    pub source: PathBuf,
    description: Option<String>,
    /// Store labels it may open.
    #[serde(default)]
    pub key_value_stores: Vec<String>,
    /// Where it may send requests.
    #[serde(default)]
    pub allowed_outbound_hosts: Vec<String>,
    /// Its own variables, as templates over those of the application.
    #[serde(default)]
    pub variables: BTreeMap<String, String>,
    build: Option<toml::Value>,
}

impl Manifest {
    /// Reads the manifest at `path`. Sources become relative to the current folder.
    ///
    /// # Errors
    ///
    /// Returns why it cannot be read, or which key is unknown, missing or wrong.
    pub fn read(path: &Path) -> Result<Self> {
        let text =
            std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
        let mut manifest = Self::parse(&text).with_context(|| format!("in {}", path.display()))?;
        let folder = path.parent().unwrap_or(Path::new(""));
        for component in manifest.component.values_mut() {
            component.source = folder.join(&component.source);
        }
        Ok(manifest)
    }

    /// Parses a manifest.
    ///
    /// # Errors
    ///
    /// Returns which key is unknown, missing or wrong.
    pub fn parse(text: &str) -> Result<Self> {
        let manifest: Self = toml::from_str(text)?;
        ensure!(manifest.spin_manifest_version == 2, "spin_manifest_version must be 2");
        for (name, variable) in &manifest.variables {
            let one = variable.required != variable.default.is_some();
            ensure!(one, "variable {name} must either be required or have a default");
        }
        for trigger in &manifest.trigger.http {
            let id = &trigger.component;
            ensure!(
                manifest.component.contains_key(id),
                "a trigger names the component {id}, which does not exist"
            );
            if let TriggerRoute::Private(route) = &trigger.route {
                ensure!(route.private, "the route of {id} is neither a path nor private");
            }
        }
        for (id, component) in &manifest.component {
            manifest.check(id, component).with_context(|| format!("component {id}"))?;
        }
        manifest.routes()?;
        Ok(manifest)
    }

    /// Returns the public routes and the ids of their components. Of two equal routes, Spin keeps the last one.
    ///
    /// # Errors
    ///
    /// Returns which route is not supported.
    pub fn routes(&self) -> Result<Vec<(Route, String)>> {
        let mut routes: Vec<(Route, String)> = Vec::new();
        for trigger in &self.trigger.http {
            let TriggerRoute::Public(path) = &trigger.route else { continue };
            let route =
                Route::parse(path).with_context(|| format!("route {path} of {}", trigger.component))?;
            routes.retain(|(other, _)| *other != route);
            routes.push((route, trigger.component.clone()));
        }
        Ok(routes)
    }

    fn check(&self, id: &str, component: &Component) -> Result<()> {
        let kebab = id.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
        ensure!(kebab, "an id has lower-case letters, digits and hyphens");
        if let Some(label) =
            component.key_value_stores.iter().find(|label| *label != crate::keyvalue::DEFAULT_STORE)
        {
            bail!(
                "the store {label} is not defined; without runtime configuration there is only the default one"
            );
        }
        for host in &component.allowed_outbound_hosts {
            // A template is parsed once its variables are known.
            if !host.contains("{{") {
                let host = AllowedHost::parse(host)?;
                if let Some(target) = host.chained() {
                    ensure!(
                        self.component.contains_key(target),
                        "the chained component {target} does not exist"
                    );
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHOLE: &str = r#"
        spin_manifest_version = 2

        [application]
        name = "example"
        version = "0.1.0"

        [variables]
        pepper = { required = true, secret = true }
        origin = { default = "http://127.0.0.1:3000" }

        [[trigger.http]]
        route = "/api/cases/..."
        component = "cases"

        [[trigger.http]]
        route = { private = true }
        component = "sweeper"

        [component.cases]
        source = "cases.wasm"
        key_value_stores = ["default"]
        allowed_outbound_hosts = ["http://sweeper.spin.internal", "{{ origin }}"]
        [component.cases.variables]
        pepper = "{{ pepper }}"
        [component.cases.build]
        command = "cargo build"
        watch = ["src"]

        [component.sweeper]
        source = "sweeper.wasm"
    "#;

    #[track_caller]
    fn refused(from: &str, to: &str, naming: &str) {
        assert!(WHOLE.contains(from), "{from}");
        let fault = Manifest::parse(&WHOLE.replace(from, to)).expect_err("it is wrong");
        let text = format!("{fault:#}");
        assert!(text.contains(naming), "{text}");
    }

    #[test]
    fn a_private_route_is_not_routed() {
        let routes = Manifest::parse(WHOLE).and_then(|manifest| manifest.routes()).expect("it is right");
        assert_eq!(routes.iter().map(|(_, id)| id.as_str()).collect::<Vec<_>>(), ["cases"]);
    }

    #[test]
    fn an_unknown_key_is_refused_and_named_wherever_it_stands() {
        refused("version = \"0.1.0\"", "edition = \"1\"", "edition");
        refused("secret = true", "hidden = true", "hidden");
        refused("key_value_stores", "sqlite_databases", "sqlite_databases");
        refused("component = \"cases\"", "component = \"cases\"\nexecutor = { type = \"wagi\" }", "executor");
        refused(
            "[[trigger.http]]\n        route = { private = true }",
            "[[trigger.redis]]\n        channel = 1",
            "redis",
        );
    }

    #[test]
    fn what_a_manifest_refers_to_must_exist() {
        refused("component = \"sweeper\"", "component = \"sweepers\"", "sweepers");
        refused("[\"default\"]", "[\"audit\"]", "audit");
        refused("http://sweeper.spin.internal", "http://cron.spin.internal", "cron");
    }

    #[test]
    fn a_variable_is_required_or_has_a_default_and_not_both() {
        refused("required = true, ", "", "pepper");
        refused("{ default = ", "{ required = true, default = ", "origin");
    }

    #[test]
    fn of_two_equal_routes_the_last_one_stays() {
        let text = WHOLE.replace("{ private = true }", "\"/api/cases/...\"");
        let routes = Manifest::parse(&text).and_then(|manifest| manifest.routes()).expect("it is right");
        assert_eq!(routes.iter().map(|(_, id)| id.as_str()).collect::<Vec<_>>(), ["sweeper"]);
    }

    #[test]
    fn another_version_of_the_format_is_refused() {
        refused("spin_manifest_version = 2", "spin_manifest_version = 1", "spin_manifest_version");
    }
}
