//! What has to be confirmed, verified and handed in, what is returned, and what is sent.

use super::*;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

/// Goes behind [`SMALL`].
pub(crate) const FILING: &str = r#"
[[statement]]
id = "notice"
kind = "notice"
name = "提示"
name-en = "Notice"
text = "请"
text-en = "Please"
ours = "S1-26"

[[statement]]
id = "consent"
kind = "agreement"
name = "知情同意书"
name-en = "Informed consent"
text = "请"
text-en = "Please"

[[statement]]
id = "promise"
kind = "commitment"
name = "承诺"
name-en = "Promise"
text = "请"
text-en = "Please"

[verification]
code-digits = 6
valid-minutes = 5
tries = 3
codes-a-day = 10
seconds-between = 60
holds-minutes = 120
ours = "S1-F20"

[pictures]
bytes-max = 1000
side-min = 1
side-max = 100
pixels-max = 10000

[[material]]
id = "card"
name = "身份证"
name-en = "Identity card"
requirement = "正反面"
requirement-en = "Both sides"
sample = "平放"
sample-en = "Lying flat"
certificate = { is = "identity-card", ours = "S1-13" }

[[return-reason]]
id = "illegible"
name = "不清晰"
name-en = "Not legible"
ours = "S1-70"

[registration]
starts = { at = "2030-04-15T09:00" }
hours = 24
contact = { until = "2030-04-19T18:00", ours = "S1-67" }
late = "请联系"
late-en = "Call"

[registration.after-correction]
set = { before = "2030-04-19T18:00" }
paid = { before = "2030-04-19T24:00" }
late = "请速联系"
late-en = "Call at once"

[message]
gateway = "plain"

[message.code]
text = "{code} {minutes}"

[message.returned]
text = "{closes}"

[message.rejected]
text = "{reason}"

[message.supplement-closes]
hours-before = 6
text = "{closes}"

[message.window-closes]
hours-before = 24
text = "{closes}"
"#;

const CERTIFICATE: &str = "certificate = { is = \"identity-card\", ours = \"S1-13\" }";

/// The small policy, whose first category hands in a card.
pub(crate) fn file() -> String {
    SMALL.replacen("name-en = \"First\"", "name-en = \"First\"\nmaterials = [\"card\"]", 1) + FILING
}

pub(crate) fn policy() -> Policy {
    Policy::parse(file().as_bytes()).unwrap()
}

/// Asserts that the file with `from` replaced by `to` is refused so many lines behind the one where `from` begins.
#[track_caller]
fn refused_behind(from: &str, to: &str, lines: isize, message: &str) {
    let file = file();
    let (before, _) = file.split_once(from).unwrap_or_else(|| panic!("{from}"));
    let line = (before.matches('\n').count() + 1).checked_add_signed(lines).unwrap();
    let error = Policy::parse(file.replacen(from, to, 1).as_bytes()).unwrap_err().to_string();
    assert!(error.starts_with(&std::format!("line {line}: ")), "{error}, not line {line}");
    assert!(error.contains(message), "{error}");
}

pub(crate) fn without_certificates() -> Policy {
    Policy::parse(file().replacen(CERTIFICATE, "", 1).as_bytes()).unwrap()
}

pub(crate) fn with_a_gateway_that_honours_keys() -> Policy {
    Policy::parse(file().replacen("\"plain\"", "\"honours-keys\"", 1).as_bytes()).unwrap()
}

#[track_caller]
fn refused(from: &str, to: &str, message: &str) {
    refused_behind(from, to, 0, message);
}

#[test]
fn statements_materials_and_reasons_are_found_by_their_names_and_keep_their_order() {
    let policy = policy();
    let statements: Vec<&str> = policy.statements().iter().map(|statement| statement.id.as_str()).collect();
    assert_eq!(statements, ["notice", "consent", "promise"]);
    assert_eq!(policy.statement(&"promise".parse().unwrap()).unwrap().kind, StatementKind::Commitment);
    let of = |category: &str| {
        let category = policy.category(&category.parse().unwrap()).unwrap();
        policy.materials_of(category).map(|material| material.id.as_str().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(of("first"), ["card"]);
    assert!(of("second").is_empty());
    let card = policy.material(&"card".parse().unwrap()).unwrap();
    assert_eq!(card.certificate.as_ref().unwrap().as_str(), "identity-card");
    assert_eq!(policy.reason(&"illegible".parse().unwrap()).unwrap().name.en, "Not legible");
    assert_eq!(policy.pictures().unwrap().bytes_max, 1000);
}

#[test]
fn choices_of_ours_are_listed_wherever_they_are_marked() {
    assert_eq!(policy().ours(), ["S1-13", "S1-26", "S1-67", "S1-70", "S1-77", "S1-F13", "S1-F20"]);
}

#[test]
fn the_clocks_of_the_registration_end_as_they_are_written() {
    let policy = policy();
    let registration = policy.registration().unwrap();
    let too_late = |text: &str| parse(&std::format!("2030-04-{text}+08:00")).unwrap();
    assert_eq!(registration.contact.too_late, too_late("19T18:00:00.001"));
    let after_correction = &registration.after_correction;
    assert_eq!(after_correction.set.too_late, too_late("19T18:00:00"));
    assert_eq!(after_correction.paid.too_late, too_late("20T00:00:00"));
    assert_eq!(registration.due(too_late("15T08:59:59.999")).too_late, too_late("16T09:00:00.001"));
    assert_eq!(registration.due(too_late("15T09:00:00.001")).too_late, too_late("16T09:00:00.002"));
}

#[test]
fn a_policy_may_do_without_all_of_them() {
    let policy = small();
    assert!(policy.statements().is_empty());
    assert_eq!((policy.verification(), policy.registration(), policy.pictures()), (None, None, None));
    assert_eq!(policy.messages(), &Messages::default());
}

#[test]
fn a_name_that_is_there_twice_or_not_at_all_is_refused() {
    refused("id = \"promise\"", "id = \"notice\"", "notice is there already");
    refused("materials = [\"card\"]", "materials = [\"card\", \"card\"]", "card is there already");
    refused("materials = [\"card\"]", "materials = [\"photo\"]", "no material called photo");
    refused("[message.code]", "[message.codes]", "no message called codes");
    refused("kind = \"notice\"", "kind = \"remark\"", "remark");
}

#[test]
fn numbers_stay_in_their_ranges() {
    for (from, to, range) in [
        ("code-digits = 6", "code-digits = 3", "code-digits is a number from 4 to 8"),
        ("code-digits = 6", "code-digits = 9", "code-digits is a number from 4 to 8"),
        ("valid-minutes = 5", "valid-minutes = 61", "valid-minutes is a number from 1 to 60"),
        ("tries = 3", "tries = 0", "tries is a number from 1 to 10"),
        ("codes-a-day = 10", "codes-a-day = 101", "codes-a-day is a number from 1 to 100"),
        ("seconds-between = 60", "seconds-between = 0", "seconds-between is a number from 1 to 3600"),
        ("holds-minutes = 120", "holds-minutes = 1441", "holds-minutes is a number from 1 to 1440"),
        ("bytes-max = 1000", "bytes-max = 67108865", "bytes-max is a number from 1 to 67108864"),
        ("side-max = 100", "side-max = 32769", "side-max is a number from 1 to 32768"),
    ] {
        refused(from, to, range);
    }
    for (from, to) in [("code-digits = 6", "code-digits = 8"), ("bytes-max = 1000", "bytes-max = 67108864")] {
        assert!(Policy::parse(file().replacen(from, to, 1).as_bytes()).is_ok(), "{to}");
    }
}

#[test]
fn a_message_says_what_it_is_about_and_a_reminder_says_when_it_is_sent() {
    refused("text = \"{reason}\"", "text = \"no\"", "has to say {reason} exactly once");
    refused_behind("hours-before = 6\n", "", -1, "the key hours-before is missing");
    refused_behind(
        "[message.returned]",
        "[message.returned]\nhours-before = 3",
        1,
        "no key called hours-before",
    );
    let messages = policy().messages().clone();
    assert_eq!(messages.window_closes.unwrap().before, Hours::try_from(24).unwrap());
}

#[test]
fn materials_without_limits_of_their_pictures_are_refused() {
    let limits = "[pictures]\nbytes-max = 1000\nside-min = 1\nside-max = 100\npixels-max = 10000\n";
    refused_behind(limits, "", 1, "materials need a table of limits");
}

#[test]
fn a_certificate_that_nobody_has_agreed_to_is_refused() {
    let without = file().replacen("kind = \"agreement\"", "kind = \"commitment\"", 1);
    let line = without.split(CERTIFICATE).next().unwrap().matches('\n').count() + 1;
    let error = Policy::parse(without.as_bytes()).unwrap_err().to_string();
    assert_eq!(error, std::format!("line {line}: a certificate needs a statement of the kind agreement"));
    assert!(Policy::parse(without.replacen(CERTIFICATE, "", 1).as_bytes()).is_ok());
}
