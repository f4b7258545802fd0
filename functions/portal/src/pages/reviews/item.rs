//! The items of a decision, as they stand in its form: a row each, of which those without a reason and a note are left out.

use crate::form::Form;
use crate::refusal::{Refusal, Wrong};
use crate::texts::review::Texts;
use crate::wire::review::{Item, Review};

/// More rows than anybody fills in. The function has a limit of its own, and says so.
const ROWS_MAX: usize = 40;

/// A row, as it was typed.
#[derive(Clone, Debug, Default)]
pub(super) struct Row {
    pub(super) reason: String,
    pub(super) material: String,
    pub(super) note: String,
}

impl Row {
    fn is_empty(&self) -> bool {
        self.reason.is_empty() && self.note.trim().is_empty()
    }
}

/// Returns a row for each material that was filed, and one for the case as a whole.
pub(super) fn blank(review: &Review) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for picture in review.filing.iter().flat_map(|filing| &filing.materials) {
        if rows.iter().all(|row| row.material != picture.material) {
            rows.push(Row { material: picture.material.clone(), ..Row::default() });
        }
    }
    rows.push(Row::default());
    rows
}

/// Reads the rows of a form.
pub(super) fn typed(form: &Form) -> Vec<Row> {
    let rows = form.get("rows").parse::<usize>().unwrap_or_default().min(ROWS_MAX);
    let row = |place: usize| Row {
        reason: form.get(&format!("reason-{place}")).to_owned(),
        material: form.get(&format!("material-{place}")).to_owned(),
        // Browsers end lines by two characters, of which one is none that a note may have.
        note: form.exact(&format!("note-{place}")).replace("\r\n", "\n"),
    };
    (0..rows).map(row).collect()
}

/// Returns what is sent of the rows.
pub(super) fn sent(rows: &[Row]) -> Vec<Item> {
    let item = |row: &Row| Item {
        reason: row.reason.clone(),
        material: Some(row.material.clone()).filter(|material| !material.is_empty()),
        note: Some(row.note.trim().to_owned()).filter(|note| !note.is_empty()),
    };
    rows.iter().filter(|row| !row.is_empty()).map(item).collect()
}

/// Returns what a refusal says of a part of the row at `place`.
pub(super) fn error<'a>(
    refusal: Option<&'a Refusal>,
    rows: &[Row],
    place: usize,
    part: &str,
) -> Option<&'a str> {
    let is_it = |wrong: &&Wrong| located(wrong, rows) == Some((place, part));
    refusal?.errors.iter().find(is_it).map(|wrong| wrong.detail.as_str())
}

/// Names what is wrong by where it stands in the form.
pub(super) fn name(wrong: &mut Wrong, rows: &[Row], w: &Texts) {
    let Some((place, part)) = located(wrong, rows) else { return };
    let field = match part {
        "reason" => w.reason,
        "material" => w.about,
        _ => w.note,
    };
    (wrong.label, wrong.href) =
        (format!("{}{}{} {field}", w.item, place + 1, w.item_of), format!("#{part}-{place}"));
}

/// Finds the row and the part that are wrong. Rows that were not sent have no number there.
fn located<'a>(wrong: &'a Wrong, rows: &[Row]) -> Option<(usize, &'a str)> {
    let (number, part) = wrong.pointer.strip_prefix("/items/")?.split_once('/')?;
    let sent = rows.iter().enumerate().filter(|(_, row)| !row.is_empty());
    let (place, _) = sent.into_iter().nth(number.parse().ok()?)?;
    Some((place, part))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(form: &str) -> Vec<Row> {
        typed(&Form::parse(form.as_bytes()))
    }

    #[test]
    fn rows_without_anything_are_not_sent_and_the_others_keep_their_order() {
        let rows = rows("rows=3&reason-0=illegible&material-0=diploma&note-1=+&note-2=a%0D%0Ab");
        let sent = sent(&rows);
        let shown: Vec<_> = sent.iter().map(|item| (item.reason.as_str(), item.note.as_deref())).collect();
        assert_eq!(shown, [("illegible", None), ("", Some("a\nb"))]);
        assert_eq!(sent[0].material.as_deref(), Some("diploma"));
    }

    #[test]
    fn what_is_wrong_stands_in_the_row_that_it_is_about() {
        let rows = rows("rows=3&reason-0=&reason-1=a&reason-2=b");
        let mut refusal = Refusal::malformed();
        let wrong = r#"[{"pointer":"/items/1/note","detail":"wrong"}]"#;
        refusal.errors = serde_json::from_str(wrong).unwrap();
        let said = |place| error(Some(&refusal), &rows, place, "note");
        assert_eq!((said(0), said(1), said(2)), (None, None, Some("wrong")));
        assert_eq!(error(Some(&refusal), &rows, 2, "reason"), None);
        name(&mut refusal.errors[0], &rows, Texts::of(edge::Locale::English));
        let wrong = &refusal.errors[0];
        assert_eq!((wrong.label.starts_with("Item 3 Note"), wrong.href.as_str()), (true, "#note-2"));
    }

    #[test]
    fn nobody_makes_a_page_of_a_million_rows() {
        assert_eq!(rows("rows=1000000").len(), ROWS_MAX);
    }
}
