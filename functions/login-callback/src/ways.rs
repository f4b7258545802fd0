//! Where a login is, and by which way the provider has recognised somebody, as the log tells it.

use edge::Login;

use crate::attempt::{Attempt, Goal};
use crate::claims::Said;

/// Names of ways have fewer characters, and a person fewer ways.
const CHARACTERS_MAX: usize = 64;
const WAYS_MAX: usize = 8;

/// So many digits in a row could be those of a telephone or a document.
const DIGITS_MAX: usize = 5;

/// What is told of anything that is not the name of a way. A provider could have written what nobody else is to read.
const OTHER: &str = "other";

/// Returns what the log tells of a login that is under way.
pub(crate) fn begun(attempt: &Attempt) -> Login {
    let portal = match &attempt.goal {
        Goal::Page(_) => None,
        Goal::Portal(visit) => Some(visit.portal.clone()),
    };
    Login { realm: attempt.realm.name(), portal, acr: None, amr: Vec::new() }
}

/// Returns what the log tells of a login of which the provider has said this.
pub(crate) fn ended(attempt: &Attempt, said: &Said) -> Login {
    let methods = said.auth_method_refs().into_iter().flatten().take(WAYS_MAX);
    Login {
        acr: said.auth_context_ref().map(|class| name(class).to_owned()),
        amr: methods.map(|method| name(method).to_owned()).collect(),
        ..begun(attempt)
    }
}

/// Returns a name as providers have them (RFC 8176; addresses and numbers for classes), and none that could tell of the person.
fn name(text: &str) -> &str {
    let is_short = (1..=CHARACTERS_MAX).contains(&text.len());
    let is_plain = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~:/".contains(&byte));
    let digits = text.split(|character: char| !character.is_ascii_digit()).map(str::len).max();
    let is_name = is_short && is_plain && digits.is_none_or(|digits| digits <= DIGITS_MAX);
    if is_name { text } else { OTHER }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_ways_are_told_and_nothing_that_could_be_about_a_person() {
        for way in
            ["pwd", "face", "urn:mace:incommon:iap:silver", "http://eidas.europa.eu/LoA/high", "0", "L3-2025"]
        {
            assert_eq!(name(way), way);
        }
        let long = "a".repeat(CHARACTERS_MAX + 1);
        for other in ["", "王小明", "13800000000", "tel:138000", "11010519491231002X", "a b", "a\n", &long]
        {
            assert_eq!(name(other), OTHER, "{other}");
        }
        assert_eq!(name(&long[1..]), &long[1..]);
    }
}
