//! Which values a text may have, where there are a few and clients branch on them. What may grow without anybody having to know,
//! such as the events of a timeline, stays a text.

use serde_json::{Value, json};

const STATES: &[&str] = &["draft", "submitted", "under-review", "returned", "approved", "rejected", "lapsed"];
const DOCUMENTS: &[&str] = &[
    "resident-identity-card",
    "mainland-travel-permit-hk-mo",
    "mainland-travel-permit-taiwan",
    "residence-permit-hk-mo-tw",
];
const TRUTHS: &[&str] = &["true", "false", "unknown"];

/// Schema, member, values.
const VALUES: &[(&str, &str, &[&str])] = &[
    ("CaseView", "state", STATES),
    ("SubmissionView", "state", STATES),
    ("ReviewView", "state", STATES),
    ("LogInBody", "document_kind", DOCUMENTS),
    ("PasswordBody", "document_kind", DOCUMENTS),
    ("DocumentBody", "kind", DOCUMENTS),
    ("DocumentView", "kind", DOCUMENTS),
    (
        "SessionView",
        "role",
        &["candidate", "reviewer", "identity-reviewer", "service-agent", "administrator"],
    ),
    ("StatementView", "kind", &["notice", "self-check", "agreement", "commitment"]),
    ("CodeView", "delivery", &["sent", "unknown"]),
    ("PictureView", "source", &["uploaded", "certificate"]),
    ("PictureView", "media_type", &["image/jpeg", "image/png"]),
    ("FindingView", "verdict", &["matched", "mismatched", "not-found", "unavailable"]),
    ("FieldView", "agrees", TRUTHS),
    ("ExplanationView", "holds", TRUTHS),
    ("RegistrationView", "status", &["awaiting-review", "awaiting-payment", "paid"]),
    ("TaskView", "task", &["review", "registration"]),
    ("BacklogView", "task", &["review", "registration"]),
    ("ComparisonView", "verdict", &["matched", "mismatched", "not-found", "unavailable"]),
    ("ComparedView", "rule", &["claimed", "within", "not-before", "one-of", "same-as", "at-least"]),
    ("ComparedView", "agrees", TRUTHS),
    ("MessageView", "about", &["returned", "rejected", "supplement-closes", "window-closes"]),
    ("ProposalView", "state", &["open", "approved", "published", "outdated", "rejected", "withdrawn"]),
    ("RemarkView", "severity", &["error", "warning"]),
    ("ActView", "outcome", &["begun", "done", "failed", "unknown"]),
    ("MessageView", "status", &["waiting", "sent", "unknown", "failed", "dropped"]),
];

/// Lists the values.
pub(super) fn list(description: &mut Value) {
    for (schema, member, values) in VALUES {
        let schema = description["components"]["schemas"].get_mut(schema);
        if let Some(member) = schema.and_then(|schema| member_of(schema, member)) {
            member["enum"] = json!(values);
        }
    }
}

/// Returns a member of a schema, or of one of those that it is made of.
fn member_of<'a>(schema: &'a mut Value, name: &str) -> Option<&'a mut Value> {
    if schema["properties"][name].is_object() {
        return schema["properties"].get_mut(name);
    }
    let parts = schema.get_mut("allOf").and_then(Value::as_array_mut);
    parts.into_iter().flatten().find_map(|part| member_of(part, name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::identity::DocumentKind;

    #[test]
    fn every_value_that_is_listed_stands_in_the_description() {
        let description: Value = serde_json::from_str(&super::super::description().unwrap()).unwrap();
        for (schema, member, values) in VALUES {
            let mut schema = description["components"]["schemas"][*schema].clone();
            let described = member_of(&mut schema, member).unwrap();
            assert_eq!(described["enum"], json!(values), "{member}");
        }
    }

    #[test]
    fn the_kinds_of_documents_are_those_of_the_domain() {
        assert_eq!(DOCUMENTS, DocumentKind::ALL.map(DocumentKind::name));
    }
}
