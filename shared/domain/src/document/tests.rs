use super::*;
use std::collections::BTreeMap;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

/// Reads the key `key` of a document, which has to be there.
fn key<T>(text: &str, one: impl FnOnce(Value<'_>) -> Result<T, Mistake>) -> Result<T, String> {
    read(text.as_bytes(), |table| one(table.need("key")?)).map_err(|mistake| mistake.to_string())
}

fn number(text: &str) -> Result<u8, String> {
    key(text, |value| value.number(1..=300))
}

fn list(text: &str) -> Result<Vec<String>, String> {
    key(text, |value| value.list(1, |word| word.parse()))
}

fn names(text: &str) -> Result<Vec<()>, String> {
    key(text, |value| value.named(0, |_| Ok(())))
}

fn refused(text: &str) -> String {
    let reader = |table: &mut Table<'_>| {
        table.take("season");
        table.take("ours");
        table.need("name")?.text().map(str::to_owned)
    };
    read(text.as_bytes(), reader).unwrap_err().to_string()
}

#[test]
fn a_value_is_read_as_what_it_has_to_be() {
    assert_eq!(key("key = 'a'", |value| value.parse()), Ok("a".to_owned()));
    assert_eq!(number("key = 0x10"), Ok(16));
    assert_eq!(list("key = ['a', 'b']"), Ok(vec!["a".to_owned(), "b".to_owned()]));
    assert_eq!(
        key("key.in = 'a'", |value| value.table(|table| table.need("in")?.parse())),
        Ok("a".to_owned())
    );
    let expected = BTreeMap::from([("b".to_owned(), 1), ("a".to_owned(), 2)]);
    assert_eq!(
        key("key = { b = 1, a = 2 }", |value| value.by_key(|value| value.number(0..=9))),
        Ok(expected)
    );
}

#[test]
fn a_value_of_another_type_is_named_with_its_line_and_its_key() {
    let error = Err("line 2: key: expected a text, found integer".to_owned());
    assert_eq!(key("\nkey = 1", |value| value.text().map(str::to_owned)), error);
    assert_eq!(number("key = 1.0"), Err("line 1: key: expected a number, found float".to_owned()));
    assert_eq!(list("key = 'a'"), Err("line 1: key: expected a list, found string".to_owned()));
    let error = Err("line 1: key: expected a table, found boolean".to_owned());
    assert_eq!(key("key = true", |value| value.table(|_| Ok(()))), error);
    let error = Err("line 1: key: expected a table, found array".to_owned());
    assert_eq!(key("key = []", |value| value.by_key(|_| Ok(()))), error.map(|(): ()| BTreeMap::new()));
    assert_eq!(list("key = [\n'a',\n2]"), Err("line 3: key: expected a text, found integer".to_owned()));
}

#[test]
fn a_number_stays_in_its_range_and_fits_its_type() {
    let error = || Err("line 1: key is a number from 1 to 300".to_owned());
    assert_eq!(number("key = 1"), Ok(1));
    assert_eq!(number("key = 255"), Ok(255));
    for wrong in ["0", "-1", "256", "300", "301", "18446744073709551616"] {
        assert_eq!(number(&format!("key = {wrong}")), error(), "{wrong}");
    }
}

#[test]
fn a_list_has_as_many_entries_as_a_person_looks_through() {
    let count = |count: usize| list(&format!("\nkey = [{}]", "'a', ".repeat(count))).map(|list| list.len());
    assert_eq!(count(1), Ok(1));
    assert_eq!(count(ENTRIES_MAX), Ok(ENTRIES_MAX));
    assert_eq!(count(0), Err("line 2: key has 0 entries, and must have 1 to 32".to_owned()));
    assert_eq!(count(33), Err("line 2: key has 33 entries, and must have 1 to 32".to_owned()));
}

#[test]
fn a_table_whose_keys_are_data_has_as_many() {
    let count = |count: usize| {
        let entries: Vec<_> = (0..count).map(|number| format!("k{number} = 1")).collect();
        key(&format!("key = {{ {} }}", entries.join(", ")), |value| value.by_key(|_| Ok(())))
            .map(|map| map.len())
    };
    assert_eq!(count(0), Ok(0));
    assert_eq!(count(ENTRIES_MAX), Ok(ENTRIES_MAX));
    assert_eq!(count(33), Err("line 1: key has 33 entries, and must have 0 to 32".to_owned()));
}

#[test]
fn a_name_is_there_once_whether_it_is_a_text_or_the_id_of_a_table() {
    let error = |line| Err(format!("line {line}: the name a is there already"));
    assert_eq!(names("key = ['a', 'b',\n'a']"), error(2));
    assert_eq!(names("[[key]]\nid = 'a'\n[[key]]\nid = 'a'"), error(4));
    // What has no name is for the reader of the entry to refuse.
    assert!(names("key = ['a', {}, {}, 1, 1, { id = 1 }, { id = 'b' }]").is_ok());
}

#[test]
fn a_key_that_nobody_has_asked_for_is_refused_with_those_that_could_stand_there() {
    let expected = "line 3: there is no key called else, but perhaps: season";
    assert_eq!(refused("name = 'a'\nours = 'b'\nelse = 1"), expected);
    assert_eq!(
        refused("name = 'a'\nseason = 1\nours = 'b'\nelse = 1"),
        "line 4: there is no key called else"
    );
}

#[test]
fn a_key_that_is_missing_is_named_at_its_table_and_a_slip_of_the_pen_where_it_stands() {
    assert_eq!(refused("# nothing\nelse = 1"), "line 1: the key name is missing");
    for slip in ["nam", "nme", "ame", "names", "Name", "nome", "naem"] {
        let expected = format!("line 2: there is no key called {slip}, but perhaps: name");
        assert_eq!(refused(&format!("ours = 1\n{slip} = 'a'")), expected);
    }
    for other in ["na", "named-", "gane", "same-", "eman", "nmae-"] {
        assert_eq!(refused(&format!("{other} = 'a'")), "line 1: the key name is missing", "{other}");
    }
    // A key that has been asked for is no slip of another one.
    let both =
        |table: &mut Table<'_>| Ok((table.take("side-max").is_some(), table.need("side-mix")?.text()?.len()));
    let error = read(b"side-max = 'a'", both).unwrap_err().to_string();
    assert_eq!(error, "line 1: the key side-mix is missing");
}

#[test]
fn what_is_no_document_is_refused_where_it_stops_being_one() {
    assert_eq!(read(b"a = 1\n\xff", |_| Ok(())), Err(Mistake { line: 2, kind: MistakeKind::NotUtf8 }));
    for (text, line) in [("a = 1\nb", 2), ("a = 1\nb = 'c\n", 2), ("a = 1\na = 2", 2), ("a = [\n1", 2)] {
        let mistake = read(text.as_bytes(), |_| Ok(())).unwrap_err();
        assert!(
            matches!(mistake, Mistake { kind: MistakeKind::Syntax(_), line: at } if at == line),
            "{mistake}"
        );
    }
}

#[test]
fn what_is_nested_too_deeply_is_told_in_plain_words() {
    for text in [
        "a = ".to_owned() + &"[".repeat(100),
        "a = ".to_owned() + &"{a=".repeat(100),
        "a.".repeat(100) + "a = 1",
    ] {
        let mistake = read(text.as_bytes(), |_| Ok(())).unwrap_err();
        assert_eq!(mistake.to_string(), "line 1: the value is nested too deeply");
    }
}

#[test]
fn what_is_noted_in_any_table_is_kept_once_and_sorted() {
    let reader = |table: &mut Table<'_>| {
        table.note("b");
        table.need("key")?.table(|inner| {
            inner.note("a");
            inner.note("b");
            Ok(())
        })?;
        Ok(table.notes())
    };
    assert_eq!(read(b"key = {}", reader), Ok(vec!["a".to_owned(), "b".to_owned()]));
}
