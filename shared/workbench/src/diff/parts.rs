//! What is listed in a policy: categories, materials, rules and the rest.

use domain::{
    policy::{Policy, Text},
    slug::RuleId,
};
use std::collections::BTreeMap;

/// Something that is listed and is not what it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// What it is, as its list is called in the file.
    pub list: &'static str,
    /// Its id.
    pub id: String,
    /// What has become of it.
    pub change: PartChange,
}

/// What has become of something that is listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PartChange {
    /// It is there now.
    Added,
    /// It is there no more.
    Removed,
    /// It has another name for people.
    Renamed {
        /// The name that it had.
        from: Text,
        /// The name that it has.
        to: Text,
    },
    /// This about it is not what it was.
    Changed(&'static str),
}

/// Something that is listed: its name, and everything else by what that is called.
struct Listed {
    name: Option<Text>,
    about: Vec<(&'static str, String)>,
}

type List = BTreeMap<String, Listed>;

/// Returns what has changed, list by list.
pub(super) fn changed(old: &Policy, new: &Policy) -> Vec<Part> {
    let pairs = lists(old).into_iter().zip(lists(new));
    pairs.flat_map(|((list, old), (_, new))| compare(list, &old, &new)).collect()
}

fn compare(list: &'static str, old: &List, new: &List) -> Vec<Part> {
    let part = |id: &String, change| Part { list, id: id.clone(), change };
    let removed = old.keys().filter(|id| !new.contains_key(*id));
    let mut parts: Vec<Part> = removed.map(|id| part(id, PartChange::Removed)).collect();
    for (id, now) in new {
        let Some(before) = old.get(id) else {
            parts.push(part(id, PartChange::Added));
            continue;
        };
        if let (Some(from), Some(to)) = (&before.name, &now.name)
            && from != to
        {
            parts.push(part(id, PartChange::Renamed { from: from.clone(), to: to.clone() }));
        }
        let differs = before.about.iter().zip(&now.about).filter(|(before, now)| before != now);
        parts.extend(differs.map(|(_, (name, _))| part(id, PartChange::Changed(name))));
    }
    parts
}

fn lists(policy: &Policy) -> [(&'static str, List); 7] {
    [
        ("category", categories(policy)),
        ("without-category", without_category(policy)),
        ("rule", rules(policy)),
        ("check", checks(policy)),
        ("material", materials(policy)),
        ("statement", statements(policy)),
        ("return-reason", reasons(policy)),
    ]
}

fn categories(policy: &Policy) -> List {
    let of = |category: &domain::policy::Category| {
        let rule = category.approved_by.as_ref().map(|approval| &approval.rule);
        let about = vec![
            ("derived-if", format!("{:?}", category.derived_if)),
            ("materials", format!("{:?}", category.materials)),
            ("approved-by", format!("{rule:?}")),
        ];
        (category.id.to_string(), Listed { name: Some(category.name.clone()), about })
    };
    policy.categories().iter().map(of).collect()
}

fn without_category(policy: &Policy) -> List {
    let without = policy.derivation().into_iter().flat_map(|derivation| &derivation.without_category);
    without
        .map(|one| {
            let about = vec![
                ("derived-if", format!("{:?}", one.derived_if)),
                ("text", format!("{:?}", one.text)),
                ("contact", format!("{:?}", one.contact)),
            ];
            (one.id.to_string(), Listed { name: Some(one.name.clone()), about })
        })
        .collect()
}

/// The rules by which somebody is approved. One by which nobody is makes no difference.
fn rules(policy: &Policy) -> List {
    let approvals = policy.categories().iter().filter_map(|category| category.approved_by.as_ref());
    let of: BTreeMap<&RuleId, _> = approvals.map(|approval| (&approval.rule, &approval.predicate)).collect();
    of.into_iter()
        .map(|(rule, predicate)| {
            let about = vec![("holds", format!("{predicate:?}"))];
            (rule.to_string(), Listed { name: None, about })
        })
        .collect()
}

fn checks(policy: &Policy) -> List {
    let of = |check: &domain::check::Check| {
        let about = vec![
            ("register", check.register.name().to_owned()),
            ("conditions", format!("{:?}", check.conditions)),
        ];
        (check.id.to_string(), Listed { name: Some(check.name.clone()), about })
    };
    policy.checks().iter().map(of).collect()
}

fn materials(policy: &Policy) -> List {
    let of = |material: &domain::policy::Material| {
        let about = vec![
            ("requirement", format!("{:?}", material.requirement)),
            ("sample", format!("{:?}", material.sample)),
            ("pictures-max", material.pictures_max.to_string()),
            ("certificate", format!("{:?}", material.certificate)),
        ];
        (material.id.to_string(), Listed { name: Some(material.name.clone()), about })
    };
    policy.materials().iter().map(of).collect()
}

fn statements(policy: &Policy) -> List {
    let of = |statement: &domain::policy::Statement| {
        let about =
            vec![("kind", statement.kind.name().to_owned()), ("text", format!("{:?}", statement.text))];
        (statement.id.to_string(), Listed { name: Some(statement.name.clone()), about })
    };
    policy.statements().iter().map(of).collect()
}

fn reasons(policy: &Policy) -> List {
    let of = |reason: &domain::policy::ReturnReason| {
        (reason.id.to_string(), Listed { name: Some(reason.name.clone()), about: Vec::new() })
    };
    policy.reasons().iter().map(of).collect()
}
