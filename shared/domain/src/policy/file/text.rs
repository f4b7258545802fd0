//! Texts for people, and the mark that something is a choice of ours.

use crate::{
    document::{Mistake, Table, Value},
    policy::{StatusTexts, Text, Texts},
};

/// Shown on one screen of a telephone without losing the reader.
const TEXT_CHARACTERS_MAX: usize = 2_000;

/// `[texts]`
pub(super) fn texts(texts: &mut Table<'_>) -> Result<Texts, Mistake> {
    texts.of("text");
    Ok(Texts { not_filed: text(texts, "not-filed")? })
}

/// `[status]`
pub(super) fn status(texts: &mut Table<'_>) -> Result<StatusTexts, Mistake> {
    texts.of("text");
    Ok(StatusTexts {
        submitted: text(texts, "submitted")?,
        under_review: text(texts, "under-review")?,
        returned: text(texts, "returned")?,
        approved: text(texts, "approved")?,
        rejected: text(texts, "rejected")?,
        not_corrected: text(texts, "not-corrected")?,
    })
}

fn text(texts: &mut Table<'_>, name: &'static str) -> Result<Text, Mistake> {
    texts.need(name)?.table(spoken)
}

/// Reads a table that is a text in both languages.
pub(super) fn spoken(entry: &mut Table<'_>) -> Result<Text, Mistake> {
    ours(entry)?;
    both(entry, "zh", "en")
}

/// Reads a text in both languages.
pub(super) fn both(entry: &mut Table<'_>, zh: &'static str, en: &'static str) -> Result<Text, Mistake> {
    Ok(Text { zh: words(entry.need(zh)?)?, en: words(entry.need(en)?)? })
}

/// Reads a text for people: something is written, and it fits.
fn words(value: Value<'_>) -> Result<String, Mistake> {
    let text = value.text()?;
    let has_controls = text.chars().any(|character| character.is_control() && character != '\n');
    if text.trim().is_empty() || has_controls || TEXT_CHARACTERS_MAX < text.chars().count() {
        let max = TEXT_CHARACTERS_MAX;
        let why = format_args!("not a text of 1 to {max} characters without control characters");
        return Err(value.invalid(&why));
    }
    Ok(text.to_owned())
}

/// Notes the mark by which an entry is our choice where the source is silent or unclear: the flag (`S1-F05`), or the item
/// that is silent (`S1-26`). It comes first in every entry, lest it be taken for a slip of `hours`.
pub(super) fn ours(entry: &mut Table<'_>) -> Result<(), Mistake> {
    let Some(mark) = entry.take("ours") else { return Ok(()) };
    let text = mark.text()?;
    let number = |text: &str| (2..=3).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_right = text.split_once('-').is_some_and(|(source, item)| {
        matches!(source.as_bytes(), [b'S' | b'D', b'1'..=b'9'])
            && number(item.strip_prefix('F').unwrap_or(item))
    });
    if !is_right {
        return Err(mark.invalid(&"not a flag as in S1-F05 or an item as in S1-26"));
    }
    entry.note(text);
    Ok(())
}

/// Reads a value that stands in a table of its own, for the mark that it is ours.
pub(super) fn chosen<T>(
    value: Value<'_>,
    read: impl FnOnce(Value<'_>) -> Result<T, Mistake>,
) -> Result<T, Mistake> {
    value.table(|entry| {
        ours(entry)?;
        read(entry.need("is")?.known_as(value))
    })
}
