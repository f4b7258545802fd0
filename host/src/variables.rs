//! Values of the application's variables, and what each component sees of them.

use std::collections::{BTreeMap, HashMap};

use anyhow::{Context as _, Result, bail, ensure};

use crate::manifest::Manifest;

/// The values of the application's variables. They are secrets: nothing prints them.
pub struct Variables(BTreeMap<String, String>);

impl Variables {
    /// Gives each variable of `manifest` a value: from `given`, else from the environment as `SPIN_VARIABLE_<NAME>`, else
    /// its default.
    ///
    /// # Errors
    ///
    /// Returns the names of required variables that have no value, or a name that the manifest does not know.
    pub fn resolve(
        manifest: &Manifest,
        given: &[(String, String)],
        environment: impl Fn(&str) -> Option<String>,
    ) -> Result<Self> {
        let given: HashMap<&str, &str> =
            given.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        if let Some(unknown) = given.keys().find(|name| !manifest.variables.contains_key(**name)) {
            bail!("the manifest has no variable {unknown}");
        }
        let mut values = BTreeMap::new();
        let mut missing = Vec::new();
        for (name, variable) in &manifest.variables {
            ensure!(
                is_name(name),
                "{name} is no name of a variable: lower-case letters, digits and single underscores"
            );
            let value = given.get(name.as_str()).map(|value| (*value).to_owned());
            let value =
                value.or_else(|| environment(&format!("SPIN_VARIABLE_{}", name.to_ascii_uppercase())));
            match value.or_else(|| variable.default.clone()) {
                Some(value) => _ = values.insert(name.clone(), value),
                None => missing.push(name.as_str()),
            }
        }
        ensure!(missing.is_empty(), "no value for the required variables: {}", missing.join(", "));
        Ok(Self(values))
    }

    /// Returns the value of one variable of the application.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    /// Fills the variables into `template`, where they stand in double braces.
    ///
    /// # Errors
    ///
    /// Returns which variable is unknown, or that a brace is not closed.
    pub fn fill(&self, template: &str) -> Result<String> {
        let mut filled = String::new();
        let mut rest = template;
        while let Some((before, after)) = rest.split_once("{{") {
            let (name, after) = after.split_once("}}").context("a double brace is not closed")?;
            let name = name.trim();
            filled.push_str(before);
            filled.push_str(self.get(name).with_context(|| format!("unknown variable {name}"))?);
            rest = after;
        }
        filled.push_str(rest);
        Ok(filled)
    }

    /// Returns what a component sees whose own variables are `templates`.
    ///
    /// # Errors
    ///
    /// Returns which template cannot be filled.
    pub fn of_component(&self, templates: &BTreeMap<String, String>) -> Result<HashMap<String, String>> {
        let fill = |(name, template): (&String, &String)| {
            ensure!(is_name(name), "{name} is no name of a variable");
            let value = self.fill(template).with_context(|| format!("variable {name}"))?;
            Ok((name.clone(), value))
        };
        templates.iter().map(fill).collect()
    }
}

/// Returns whether Spin accepts `name` as the name of a variable.
pub fn is_name(name: &str) -> bool {
    let allowed = name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
    allowed
        && name.starts_with(|first: char| first.is_ascii_lowercase())
        && !name.ends_with('_')
        && !name.contains("__")
}

/// Parses `name=value`, or `name=@file` for the content of a file.
///
/// # Errors
///
/// Returns what is missing, or why the file cannot be read. The value is never part of the message.
pub fn parse_given(text: &str) -> Result<(String, String)> {
    let (name, value) = text.split_once('=').context("a variable is given as name=value or name=@file")?;
    let value = match value.strip_prefix('@') {
        Some(file) => {
            std::fs::read_to_string(file).with_context(|| format!("cannot read {file} for {name}"))?
        }
        None => value.to_owned(),
    };
    Ok((name.to_owned(), value))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manifest() -> Manifest {
        let text = "spin_manifest_version = 2\n[application]\nname = 'example'\n[variables]\n\
                    pepper = { required = true }\norigin = { default = 'http://127.0.0.1:3000' }\n";
        Manifest::parse(text).expect("it is right")
    }

    fn given(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn a_given_value_comes_before_the_environment_and_that_before_the_default() {
        let environment = |name: &str| Some(format!("from {name}"));
        let variables =
            Variables::resolve(&manifest(), &given(&[("pepper", "given")]), environment).expect("resolved");
        assert_eq!(variables.get("pepper"), Some("given"));
        assert_eq!(variables.get("origin"), Some("from SPIN_VARIABLE_ORIGIN"));
        let variables =
            Variables::resolve(&manifest(), &given(&[("pepper", "given")]), |_| None).expect("resolved");
        assert_eq!(variables.get("origin"), Some("http://127.0.0.1:3000"));
    }

    #[test]
    fn a_required_variable_without_a_value_is_named() {
        let fault = Variables::resolve(&manifest(), &[], |_| None).err().expect("it is missing");
        assert!(fault.to_string().contains("pepper"), "{fault}");
    }

    #[test]
    fn a_given_name_that_the_manifest_does_not_know_is_refused() {
        let pairs = given(&[("pepper", "1"), ("salt", "2")]);
        let fault = Variables::resolve(&manifest(), &pairs, |_| None).err().expect("it is unknown");
        assert!(fault.to_string().contains("salt"), "{fault}");
    }

    #[test]
    fn a_template_is_filled_at_every_brace_and_only_with_what_exists() {
        let variables =
            Variables::resolve(&manifest(), &given(&[("pepper", "p")]), |_| None).expect("resolved");
        assert_eq!(variables.fill("{{ origin }}/a/{{pepper}}").expect("filled"), "http://127.0.0.1:3000/a/p");
        assert_eq!(variables.fill("plain").expect("filled"), "plain");
        assert!(variables.fill("{{ salt }}").is_err());
        assert!(variables.fill("{{ pepper").is_err());
    }
}
