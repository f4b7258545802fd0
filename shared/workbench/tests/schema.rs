//! `policy.schema.json`, which editors use, agrees with what reads policies. Where the schema can say it, both refuse the same;
//! and whatever is a policy is one by the schema as well.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use domain::{
    check::Register,
    document::{Mistake, MistakeKind},
    policy::{Policy, PolicyError},
};
use jsonschema::Validator;
use serde_json::Value as Json;
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};
use toml::{Table, Value};

const SCHEMA: &str = include_str!("../../policies/policy.schema.json");
/// Between them they have every key.
const PUBLISHED: [&str; 2] = [
    include_str!("../../policies/shenzhen-interview-2027.toml"),
    include_str!("../../policies/wuhan-interview-2027.toml"),
];
const MANUAL: &str = include_str!("../../../docs/policy.md");

/// What no reader asks for.
const UNKNOWN: &str = "nobody-asks-for-this";

fn schema() -> Json {
    serde_json::from_str(SCHEMA).unwrap()
}

fn validator() -> Validator {
    jsonschema::draft202012::new(&schema()).unwrap()
}

fn json(file: &Table) -> Json {
    serde_json::to_value(file).unwrap()
}

/// A place in a file: keys and numbers of entries.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Step {
    Key(String),
    Entry(usize),
}

/// Returns the file with something done to what is at `place`.
fn changed(file: &Table, place: &[Step], change: &dyn Fn(&mut Value)) -> Table {
    let mut whole = Value::Table(file.clone());
    let mut at = &mut whole;
    for step in place {
        at = match step {
            Step::Key(key) => at.get_mut(key.as_str()).unwrap(),
            Step::Entry(number) => at.get_mut(*number).unwrap(),
        };
    }
    change(at);
    let Value::Table(file) = whole else { panic!("a file is a table") };
    file
}

/// Calls `one` with the pointer to what the schema says of a value, its place, and the value; and so with all that it holds.
fn walk(
    schema: &Json,
    pointer: &str,
    place: &[Step],
    value: &Value,
    one: &mut dyn FnMut(&str, &[Step], &Value),
) {
    let said = schema.pointer(pointer).unwrap_or_else(|| panic!("{place:?}: the schema has no {pointer}"));
    if let Some(Json::String(other)) = said.get("$ref") {
        return walk(schema, other.strip_prefix('#').unwrap(), place, value, one);
    }
    if said.get("anyOf").is_some() {
        // The name of something comes first, and a table that says more of it second.
        let choice = usize::from(value.is_table());
        return walk(schema, &format!("{pointer}/anyOf/{choice}"), place, value, one);
    }
    one(pointer, place, value);
    let below = |step: Step| [place, &[step]].concat();
    match value {
        Value::Table(table) => {
            for (key, inner) in table {
                let named = format!("{pointer}/properties/{key}");
                let is_named = schema.pointer(&named).is_some();
                let pointer = if is_named { named } else { format!("{pointer}/additionalProperties") };
                walk(schema, &pointer, &below(Step::Key(key.clone())), inner, one);
            }
        }
        Value::Array(list) => {
            for (number, inner) in list.iter().enumerate() {
                walk(schema, &format!("{pointer}/items"), &below(Step::Entry(number)), inner, one);
            }
        }
        Value::String(_) | Value::Integer(_) | Value::Float(_) | Value::Boolean(_) | Value::Datetime(_) => {}
    }
}

/// Every value of a file, with its place and the pointer to what the schema says of it.
fn places(file: &Table) -> Vec<(String, Vec<Step>, Value)> {
    let mut places = Vec::new();
    let whole = Value::Table(file.clone());
    walk(&schema(), "", &[], &whole, &mut |pointer, place, value| {
        places.push((pointer.to_owned(), place.to_vec(), value.clone()));
    });
    places
}

/// Returns one place of each kind: entries of a list are read alike.
fn kinds(file: &Table) -> Vec<Vec<Step>> {
    let keys = |place: &[Step]| -> Vec<Step> {
        place.iter().filter(|step| matches!(step, Step::Key(_))).cloned().collect()
    };
    let of_a_kind = places(file).into_iter().rev();
    let by_kind: BTreeMap<_, _> =
        of_a_kind.map(|(_, place, value)| ((keys(&place), value.is_table()), place)).collect();
    by_kind.into_values().filter(|place| !place.is_empty()).collect()
}

fn published() -> [Table; 2] {
    PUBLISHED.map(|file| file.parse().unwrap())
}

/// Every value of every file, with the file and its place.
fn everything() -> impl Iterator<Item = (Table, Vec<Step>, Value)> {
    let of =
        |file: Table| places(&file).into_iter().map(move |(_, place, value)| (file.clone(), place, value));
    published().into_iter().flat_map(of)
}

fn properties(schema: &Json, pointer: &str) -> Option<BTreeSet<String>> {
    Some(schema.pointer(pointer)?.get("properties")?.as_object()?.keys().cloned().collect())
}

/// The pointers to everything in the schema that has properties.
fn tables(schema: &Json, pointer: &str) -> BTreeSet<String> {
    let at = schema.pointer(pointer).unwrap();
    let own = at.get("properties").map(|_| pointer.to_owned());
    let keys = at.as_object().into_iter().flatten().map(|(key, _)| key);
    let below = keys.flat_map(|key| tables(schema, &format!("{pointer}/{key}")));
    own.into_iter().chain(below).collect()
}

/// Puts into a table what nobody asks for.
fn with_an_unknown_key(file: &Table, place: &[Step]) -> Table {
    changed(file, place, &|value| {
        value.as_table_mut().unwrap().insert(UNKNOWN.to_owned(), Value::Boolean(true));
    })
}

/// Returns the keys that the reader of a table asks for: those that are there, and those that it names when it meets one that it
/// does not know.
fn asked_for(file: &Table, place: &[Step], table: &Table) -> BTreeSet<String> {
    let error = Policy::parse(with_an_unknown_key(file, place).to_string().as_bytes()).unwrap_err();
    let PolicyError::Mistake(Mistake { kind: MistakeKind::Unknown { name, possible, .. }, .. }) = error
    else {
        panic!("{place:?}: {error}")
    };
    assert_eq!(name, UNKNOWN);
    table.keys().cloned().chain(possible.into_iter().map(str::to_owned)).collect()
}

/// Whether something is wrong that a schema can see: what is named elsewhere, or goes with other values, is for readers alone.
fn can_be_seen(kind: &MistakeKind) -> bool {
    match kind {
        MistakeKind::Missing { .. }
        | MistakeKind::Type { .. }
        | MistakeKind::Value { .. }
        | MistakeKind::Range { .. }
        | MistakeKind::Count { .. } => true,
        MistakeKind::NotUtf8
        | MistakeKind::Syntax(_)
        | MistakeKind::Unknown { .. }
        | MistakeKind::Duplicate(_)
        | MistakeKind::Rule(_) => false,
    }
}

/// Asserts that both say the same of a file, as far as both can. Returns whether it is a policy.
#[track_caller]
fn agreed(validator: &Validator, file: &Table, about: &str) -> bool {
    let is_valid = validator.is_valid(&json(file));
    match Policy::parse(file.to_string().as_bytes()) {
        Ok(_) => {
            assert!(is_valid, "{about}: it is a policy, and not by the schema");
            true
        }
        Err(PolicyError::Mistake(mistake)) => {
            assert!(
                !is_valid || !can_be_seen(&mistake.kind),
                "{about}: by the schema it is one, but: {mistake}"
            );
            false
        }
        Err(PolicyError::TooLarge { .. }) => false,
    }
}

#[test]
fn it_is_a_schema_of_the_draft_that_it_names() {
    assert!(jsonschema::meta::is_valid(&schema()));
    assert_eq!(schema()["$schema"], "https://json-schema.org/draft/2020-12/schema");
}

#[test]
fn every_policy_of_the_workspace_and_the_smallest_one_of_the_manual_is_valid() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../policies");
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let files = files.filter(|path| path.extension().is_some_and(|extension| extension == "toml"));
    let mut files: Vec<_> = files.map(|path| fs::read_to_string(path).unwrap()).collect();
    assert!(!files.is_empty());
    files.push(MANUAL.split_once("```toml\n").unwrap().1.split_once("```").unwrap().0.to_owned());
    for file in files {
        let file = json(&file.parse().unwrap());
        let errors: Vec<_> = validator().iter_errors(&file).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{errors:#?}");
    }
}

#[test]
fn every_table_has_in_the_schema_exactly_the_keys_that_are_read() {
    let schema = schema();
    let mut read = BTreeSet::new();
    for file in published() {
        for (pointer, place, value) in places(&file) {
            // A table whose keys are data has no reader that asks for them.
            if let (Some(properties), Value::Table(table)) = (properties(&schema, &pointer), &value) {
                assert_eq!(asked_for(&file, &place, table), properties, "{place:?}");
                read.insert(pointer);
            }
        }
    }
    assert_eq!(read, tables(&schema, ""), "the policies do not have every table");
}

#[test]
fn a_key_that_nobody_reads_is_refused_by_both_wherever_it_stands() {
    let (schema, validator) = (schema(), validator());
    for file in published() {
        for (pointer, place, _) in places(&file) {
            if properties(&schema, &pointer).is_some() {
                let file = with_an_unknown_key(&file, &place);
                assert!(Policy::parse(file.to_string().as_bytes()).is_err(), "{place:?}");
                assert!(!validator.is_valid(&json(&file)), "{place:?}");
            }
        }
    }
}

#[test]
fn what_can_be_left_out_can_be_left_out_by_both() {
    let validator = validator();
    let (mut optional, mut needed) = (0, 0);
    for (file, place, value) in everything() {
        let Value::Table(table) = value else { continue };
        for key in table.keys() {
            let remove = |value: &mut Value| {
                value.as_table_mut().unwrap().remove(key);
            };
            let about = format!("{place:?} without {key}");
            let is_policy = agreed(&validator, &changed(&file, &place, &remove), &about);
            *(if is_policy { &mut optional } else { &mut needed }) += 1;
        }
    }
    assert!(20 < optional && 100 < needed, "{optional} {needed}");
}

/// Other values that may stand in the place of one, and mostly may not.
fn others() -> Vec<Value> {
    let texts = [
        "",
        " ",
        "x",
        "a-b",
        "a--b",
        "A b",
        "a\nb",
        "a\u{7}b",
        "4403",
        "440300",
        "440003",
        "110000",
        "000000",
        "S1-F05",
        "S1-5",
        "S1-F1234",
        "2027-04-19",
        "2027-04-19T15:00",
        "2027-04-19T15:00:30",
        "2027-04-19T24:00",
        "2027-04-19T24:01",
        "2027-04-19T25:00",
        "2027-13-01",
        "2027-04-19 15:00",
        "2027-04-19T15:00Z",
        "{code}",
        "{code} {minutes}",
        "{minutes} {code}",
        "{code} {code} {minutes}",
        "{closes}",
        "{closes}{x}",
        "{closes}\n",
        "{reason}",
        "{",
    ];
    let small = [-1, 0, 1, 3, 4, 8, 9, 10, 11, 60, 61, 100, 101, 255, 256, 1_440, 1_441, 2_160, 2_161];
    let large = [3_600, 3_601, 36_500, 36_501, 4_096, 4_097, 32_768, 32_769, 64 << 20, 256 << 20, i64::MAX];
    let too_large = [(64 << 20) + 1, (256 << 20) + 1];
    let long = |count: usize| Value::String("a".repeat(count));
    let words = |count: usize| Value::Array((0..count).map(|id| Value::String(format!("a{id}"))).collect());
    let mut values: Vec<Value> = texts.iter().map(|text| Value::String((*text).to_owned())).collect();
    values.extend(small.into_iter().chain(large).chain(too_large).map(Value::Integer));
    values.extend([64, 65, 268, 269, 2_000, 2_001].map(long));
    values.extend([0, 1, 32, 33].map(words));
    values.extend([Value::Boolean(true), Value::Float(0.5), Value::Table(Table::new())]);
    values.extend(Register::ALL.map(|register| Value::String(register.name().to_owned())));
    values
}

#[test]
fn another_value_is_refused_by_both_or_by_none() {
    let (validator, others) = (validator(), others());
    let mut policies = 0;
    for (file, place) in published()
        .into_iter()
        .flat_map(|file| kinds(&file).into_iter().map(move |place| (file.clone(), place)))
    {
        for other in &others {
            let put = |value: &mut Value| *value = other.clone();
            let about = format!("{place:?} = {other}");
            policies += usize::from(agreed(&validator, &changed(&file, &place, &put), &about));
        }
    }
    assert!(1_000 < policies, "{policies}");
}

#[test]
fn registers_and_their_fields_have_the_names_that_they_have_everywhere() {
    let named = |pointer: &str| -> BTreeSet<String> {
        let names = schema().pointer(pointer).unwrap().as_array().unwrap().clone();
        names.iter().map(|name| name.as_str().unwrap().to_owned()).collect()
    };
    let registers = Register::ALL.iter().map(|register| register.name().to_owned());
    assert_eq!(named("/$defs/register/enum"), registers.collect());
    let fields = Register::ALL.iter().flat_map(|register| register.fields());
    assert_eq!(named("/$defs/field/enum"), fields.map(|(name, _)| (*name).to_owned()).collect());
}

#[test]
fn an_editor_has_something_to_show_for_every_key() {
    let schema = schema();
    for pointer in tables(&schema, "") {
        for (key, said) in schema.pointer(&pointer).unwrap()["properties"].as_object().unwrap() {
            let other = said.get("$ref").and_then(Json::as_str).and_then(|other| schema.pointer(&other[1..]));
            let words = said.get("description").or_else(|| other?.get("description"));
            assert!(
                words.and_then(Json::as_str).is_some_and(|words| words.ends_with('.')),
                "{pointer}: {key}"
            );
        }
    }
}
