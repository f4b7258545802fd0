//! Where in a policy file something stands.

use domain::document::line_at;
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

/// The file of a policy that has been read, as far as it is about places.
pub(crate) struct Lines<'t> {
    text: &'t str,
    file: Option<Spanned<DeTable<'t>>>,
}

/// An entry of a list, and its name.
type Named<'a> = (&'a str, &'a Spanned<DeValue<'a>>);

impl<'t> Lines<'t> {
    /// Reads a file that is a policy. Of one that is none, nothing stands anywhere.
    pub(crate) fn new(bytes: &'t [u8]) -> Self {
        let text = std::str::from_utf8(bytes).unwrap_or_default();
        Self { text, file: DeTable::parse(text).ok() }
    }

    /// Returns the line of what is reached by these keys. In a list, a key is the `id` of an entry.
    pub(crate) fn of(&self, path: &[&str]) -> Option<usize> {
        let (first, rest) = path.split_first()?;
        let (key, value) = self.file.as_ref()?.get_ref().get_key_value(*first)?;
        let mut place = (key.span().start, value);
        for key in rest {
            place = step(place.1, key)?;
        }
        Some(line_at(self.text.as_bytes(), place.0))
    }

    /// Returns the names of what is listed under a key, in the order of the file.
    pub(crate) fn names(&self, key: &str) -> Vec<&str> {
        let list = self.file.as_ref().and_then(|file| file.get_ref().get(key));
        list.map(|list| named(list).map(|(name, _)| name).collect()).unwrap_or_default()
    }
}

/// Returns where what a value has under `key` begins, and the thing itself.
fn step<'a>(value: &'a Spanned<DeValue<'a>>, key: &str) -> Option<(usize, &'a Spanned<DeValue<'a>>)> {
    if let Some(table) = value.get_ref().as_table() {
        return table.get_key_value(key).map(|(key, value)| (key.span().start, value));
    }
    named(value).find(|(name, _)| *name == key).map(|(_, entry)| (entry.span().start, entry))
}

fn named<'a>(list: &'a Spanned<DeValue<'a>>) -> impl Iterator<Item = Named<'a>> {
    let entries = list.get_ref().as_array().into_iter().flat_map(|entries| entries.iter());
    entries.filter_map(|entry| Some((entry.get_ref().as_table()?.get("id")?.get_ref().as_str()?, entry)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "name = 'a'\n\n[supplement]\nrounds = { is = 1 }\n\n[[check]]\nid = 'one'\n\n\
                        [[check]]\nid = 'two'\nregister = 'diplomas'\n\n[message.code]\ntext = 'b'\n";

    #[track_caller]
    fn on(line: impl Into<Option<usize>>, path: &[&str]) {
        assert_eq!(Lines::new(FILE.as_bytes()).of(path), line.into(), "{path:?}");
    }

    #[test]
    fn a_key_is_where_it_is_written_and_an_entry_of_a_list_where_it_begins() {
        on(1, &["name"]);
        on(4, &["supplement", "rounds"]);
        on(4, &["supplement", "rounds", "is"]);
        on(9, &["check", "two"]);
        on(11, &["check", "two", "register"]);
        on(13, &["message", "code"]);
    }

    #[test]
    fn what_is_not_there_is_nowhere() {
        for path in [&[][..], &["else"], &["check", "three"], &["name", "else"], &["supplement", "else"]] {
            on(None, path);
        }
        assert_eq!(Lines::new(b"= no file").of(&["name"]), None);
        assert_eq!(Lines::new(b"\xff").of(&["name"]), None);
    }

    #[test]
    fn what_is_listed_is_named_in_the_order_of_the_file() {
        assert_eq!(Lines::new(FILE.as_bytes()).names("check"), ["one", "two"]);
        assert!(Lines::new(FILE.as_bytes()).names("name").is_empty());
        assert!(Lines::new(FILE.as_bytes()).names("else").is_empty());
    }
}
