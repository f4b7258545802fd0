//! Files that differ from a policy in one value.

use toml::{Table, Value};

/// A file that differs in one value.
#[derive(Debug)]
pub(crate) struct Mutant {
    /// Where the value is.
    pub(crate) path: String,
    /// What it became.
    pub(crate) change: String,
    /// The file.
    pub(crate) file: String,
}

/// Words of which one can stand for another: what is changed is still read.
const WORDS: [&[&str]; 5] = [
    &["resident-register", "residence-permits", "diplomas", "examination-site"],
    &["notice", "self-check", "agreement", "commitment"],
    &["honours-keys", "plain"],
    &["logged-in", "filled-in"],
    &["name", "document-number"],
];

/// Which choice of ours a value settles is said to the readers of the file alone.
const NOTE: &str = "ours";

/// Returns every file that differs from this one in one value, lacks one entry of a list, or has two neighbouring lists of one
/// exchanged.
///
/// # Errors
///
/// Returns an error if the file is no TOML.
pub(crate) fn mutants(file: &str) -> Result<Vec<Mutant>, toml::de::Error> {
    let whole: Table = file.parse()?;
    let mut found = Vec::new();
    walk("", &Value::Table(whole), &mut found);
    // A table that is no value writes itself as a file.
    let written = |file| if let Value::Table(file) = file { file.to_string() } else { String::new() };
    Ok(found.into_iter().map(|(path, change, file)| Mutant { path, change, file: written(file) }).collect())
}

/// Collects, for a value and all that it holds, where the change is, what it is, and the value with it.
fn walk(key: &str, value: &Value, found: &mut Vec<(String, String, Value)>) {
    match value {
        Value::Table(table) => {
            for (name, inner) in table.iter().filter(|(name, _)| *name != NOTE) {
                let mut changes = Vec::new();
                walk(name, inner, &mut changes);
                for (path, change, inner) in changes {
                    let mut table = table.clone();
                    table.insert(name.clone(), inner);
                    found.push((format!(".{name}{path}"), change, Value::Table(table)));
                }
            }
        }
        Value::Array(list) => {
            for (place, inner) in list.iter().enumerate() {
                let mut changes = Vec::new();
                walk(key, inner, &mut changes);
                for (path, change, inner) in changes {
                    let with =
                        list.iter().enumerate().map(|(at, old)| if at == place { &inner } else { old });
                    let list = Value::Array(with.cloned().collect());
                    found.push((format!("[{place}]{path}"), change, list));
                }
                let mut without = list.clone();
                let left_out = without.remove(place);
                found.push((format!("[{place}]"), format!("without {left_out}"), Value::Array(without)));
                // What stands in a list of its own stands in it because of its place.
                if inner.is_array() && place + 1 < list.len() {
                    let mut exchanged = list.clone();
                    exchanged.swap(place, place + 1);
                    found.push((format!("[{place}]"), "after the next".to_owned(), Value::Array(exchanged)));
                }
            }
        }
        Value::String(text) => {
            let text = other(key, text);
            found.push((String::new(), format!("{text:?}"), Value::String(text)));
        }
        Value::Integer(number) => {
            found.push((String::new(), (number + 1).to_string(), Value::Integer(number + 1)));
        }
        Value::Boolean(is) => found.push((String::new(), (!is).to_string(), Value::Boolean(!is))),
        // No policy has them.
        Value::Float(_) | Value::Datetime(_) => {}
    }
}

/// Returns another text that can stand in the same place, where there is one.
fn other(key: &str, text: &str) -> String {
    if let Some(words) = WORDS.iter().find(|words| words.contains(&text)) {
        let mut following = words.iter().cycle().skip_while(|word| **word != text);
        return following.nth(1).map_or_else(String::new, ToString::to_string);
    }
    match (key, text.split_at_checked(text.len().saturating_sub(2))) {
        ("at" | "before" | "until", Some((head, "00"))) if !text.ends_with("24:00") => format!("{head}01"),
        ("at" | "before" | "until", _) => text.replace("24:00", "23:59"),
        ("region" | "within", _) => neighbour(text),
        _ => format!("{text}x"),
    }
}

/// Returns the next city of a province, or the first one of it.
fn neighbour(region: &str) -> String {
    region.parse::<u32>().map_or_else(|_| format!("{region}x"), |code| (code + 100).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn changed(file: &str) -> Vec<String> {
        mutants(file).unwrap().iter().map(|mutant| mutant.file.trim_end().to_owned()).collect()
    }

    #[test]
    fn each_value_is_changed_once_and_each_entry_is_left_out_once_and_notes_stay() {
        assert_eq!(changed("hours = 48\nours = 'S1-F03'"), ["hours = 49\nours = \"S1-F03\""]);
        assert_eq!(
            changed("list = ['a', 'b']"),
            ["list = [\"ax\", \"b\"]", "list = [\"b\"]", "list = [\"a\", \"bx\"]", "list = [\"a\"]"]
        );
        assert_eq!(changed("[[check]]\nhours = 1\n[[check]]\nhours = 2").len(), 4);
        assert_eq!(changed("gateway = 'plain'"), ["gateway = \"honours-keys\""]);
    }

    #[test]
    fn neighbours_are_exchanged_where_each_is_a_list() {
        assert_eq!(changed("list = [['a'], ['b']]").last().unwrap(), "list = [[\"a\"]]");
        assert!(changed("list = [['a'], ['b']]").contains(&"list = [[\"b\"], [\"a\"]]".to_owned()));
    }

    #[test]
    fn a_region_becomes_another_one() {
        assert_eq!(changed("region = '440300'"), ["region = \"440400\""]);
        assert_eq!(changed("within = '420000'"), ["within = \"420100\""]);
    }

    #[test]
    fn an_instant_moves_by_a_minute_and_stays_one() {
        assert_eq!(changed("before = '2027-04-19T15:00'"), ["before = \"2027-04-19T15:01\""]);
        assert_eq!(changed("before = '2027-04-19T24:00'"), ["before = \"2027-04-19T23:59\""]);
    }
}
