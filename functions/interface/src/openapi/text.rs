//! How the description is written down: the same whatever else is built, and so that a difference can be read.

use std::collections::BTreeMap;

use serde_json::Value;

/// Each operation and each schema gets one line: short, since the text is part of the component, and long enough for
/// a difference to be read.
const LINES_DEPTH: usize = 3;

/// Returns the text of a description.
pub(super) fn written(description: &Value) -> String {
    let mut text = String::new();
    write(description, 0, &mut text);
    text + "\n"
}

fn write(value: &Value, depth: usize, text: &mut String) {
    let members = match value {
        Value::Object(members) => members,
        Value::Array(items) => {
            text.push('[');
            for (place, item) in items.iter().enumerate() {
                text.push_str(if place == 0 { "" } else { "," });
                write(item, LINES_DEPTH, text);
            }
            return text.push(']');
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            return text.push_str(&value.to_string());
        }
    };
    // Sorted here, since how the library sorts depends on what else is built.
    let members: BTreeMap<&String, &Value> = members.iter().collect();
    text.push('{');
    for (place, (name, member)) in members.into_iter().enumerate() {
        if place != 0 {
            text.push(',');
        }
        if depth < LINES_DEPTH {
            text.push('\n');
        }
        text.push_str(&format!("{}:", Value::from(name.as_str())));
        write(member, depth + 1, text);
    }
    text.push('}');
}
