//! What is sent to people's telephones.

use super::Hours;
use serde::{Deserialize, Serialize};

/// The messages of a policy. What is not in its file is not sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Messages {
    /// What the gateway does with what comes twice.
    pub gateway: Gateway,
    /// The code of the step-up (S1-50).
    pub code: Option<Template>,
    /// A case was returned (S1-F19).
    pub returned: Option<Template>,
    /// A case was rejected, and why (S1-74).
    pub rejected: Option<Template>,
    /// The supplement is about to close (S1-F19).
    pub supplement_closes: Option<Reminder>,
    /// The window is about to close, and a draft has not been filed (S1-F19).
    pub window_closes: Option<Reminder>,
}

/// What the gateway does with a message that is handed over twice under one key.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Gateway {
    /// It sends it once.
    HonoursKeys,
    /// It sends it twice, so what may have been sent is not handed over again.
    #[default]
    Plain,
}

/// A message that is sent some time before something closes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reminder {
    /// How long before.
    pub before: Hours,
    /// What is sent.
    pub text: Template,
}

/// The text of a message, with places such as `{closes}` to be filled in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Template(String);

/// The text is no message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidTemplate {
    /// It does not have a sensible length.
    #[error("a message has 1 to {max} characters, without control characters", max = Template::CHARACTERS_MAX)]
    Length,
    /// Something that it is about has no place in it.
    #[error("the message has to say {{{0}}} exactly once")]
    Place(&'static str),
    /// It has braces that are no place to be filled in.
    #[error("the message has a place that nothing is known for")]
    UnknownPlace,
}

impl Template {
    /// Four parts of a long message, as networks cut them.
    pub const CHARACTERS_MAX: usize = 268;

    /// Reads a text in which each of `places` is there exactly once, and nothing else in braces.
    ///
    /// # Errors
    ///
    /// Returns what is wrong with it.
    pub fn new(text: String, places: &[&'static str]) -> Result<Self, InvalidTemplate> {
        let count = text.chars().count();
        if text.trim().is_empty() || Self::CHARACTERS_MAX < count || text.chars().any(char::is_control) {
            return Err(InvalidTemplate::Length);
        }
        let mut rest = text.clone();
        for place in places {
            match rest.split_once(&std::format!("{{{place}}}")) {
                Some((before, after)) => rest = [before, after].concat(),
                None => return Err(InvalidTemplate::Place(place)),
            }
        }
        if rest.contains(['{', '}']) { Err(InvalidTemplate::UnknownPlace) } else { Ok(Self(text)) }
    }

    /// Returns the text with its places filled in.
    pub fn fill(&self, values: &[(&'static str, &str)]) -> String {
        let mut text = self.0.clone();
        for (place, value) in values {
            text = text.replace(&std::format!("{{{place}}}"), value);
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn of(text: &str) -> Result<Template, InvalidTemplate> {
        Template::new(text.to_owned(), &["code", "minutes"])
    }

    #[test]
    fn every_place_is_filled_in() {
        let template = of("验证码 {code}，{minutes} 分钟内有效").unwrap();
        assert_eq!(template.fill(&[("code", "012345"), ("minutes", "5")]), "验证码 012345，5 分钟内有效");
    }

    #[test]
    fn a_place_that_is_missing_there_twice_or_unknown_is_refused() {
        assert_eq!(of("验证码 {code}"), Err(InvalidTemplate::Place("minutes")));
        assert_eq!(of("{code} {code} {minutes}"), Err(InvalidTemplate::UnknownPlace));
        assert_eq!(of("{code} {minutes} {name}"), Err(InvalidTemplate::UnknownPlace));
        assert_eq!(of("{code} {minutes} {"), Err(InvalidTemplate::UnknownPlace));
    }

    #[test]
    fn a_message_has_a_length_that_networks_carry() {
        let places = "{code}{minutes}";
        let filled = |count: usize| of(&(places.to_owned() + &"长".repeat(count - places.len())));
        assert!(filled(Template::CHARACTERS_MAX).is_ok());
        assert_eq!(filled(Template::CHARACTERS_MAX + 1), Err(InvalidTemplate::Length));
        assert_eq!(of(" "), Err(InvalidTemplate::Length));
        assert_eq!(of("{code}\n{minutes}"), Err(InvalidTemplate::Length));
    }
}
