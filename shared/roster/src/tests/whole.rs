//! What is read.

use super::*;
use std::time::Instant;

#[test]
fn a_table_is_read_under_names_and_under_headings_and_in_any_order_of_columns() {
    let names = table(&[STUDENT, NO_STUDENT]);
    let headings = names.replace(HEADER, CHINESE);
    let turned = |line: &str| line.split(',').rev().collect::<Vec<_>>().join(",") + "\n";
    let turned: String = headings.lines().map(turned).collect();
    let read = rows(&names, Format::Csv);
    assert_eq!(read.len(), 2);
    assert_eq!(rows(&headings, Format::Csv), read);
    assert_eq!(rows(&turned, Format::Csv), read);
}

#[test]
fn values_are_put_into_the_words_that_policies_know() {
    let [student, other] = &rows(&table(&[STUDENT, NO_STUDENT]), Format::Csv)[..] else { panic!("two rows") };
    assert_eq!(
        said(student),
        "document-kind=resident-identity-card document-number=11010519491231002X enrolled=yes grade=3 household=420500 name=王小明 \
         qualification=senior-secondary school=江城大学 school-kind=regular-higher-education school-place=420100 subject=japanese"
    );
    assert_eq!(
        said(other),
        "document-kind=mainland-travel-permit-taiwan document-number=12345678 enrolled=no name=李晓红 qualification=senior-secondary"
    );
    let email = |row: &Row| row.email.as_ref().map(|email| email.as_str().to_owned());
    assert_eq!((email(student).as_deref(), email(other)), (Some("ming@example.org"), None));
}

#[test]
fn a_row_is_found_by_what_is_unique_about_whoever_logs_in_with_that_document() {
    let row = rows(&table(&[STUDENT]), Format::Csv).remove(0);
    let person =
        VerifiedIdentity {
            name: "王小明".parse().unwrap(), document: row.document.clone(), telephone: None
        };
    assert_eq!(row.unique(), person.unique());
    assert_eq!(row.unique(), b"resident-identity-card\x0011010519491231002X");
}

#[test]
fn a_mark_other_ends_of_lines_and_a_last_line_without_one_make_no_difference() {
    let plain = table(&[STUDENT, NO_STUDENT]);
    let read = rows(&plain, Format::Csv);
    for written in [
        format!("\u{feff}{plain}"),
        plain.replace('\n', "\r\n"),
        format!("\u{feff}{}", plain.replace('\n', "\r\n")),
        plain.replace('\n', "\r"),
        plain.trim_end().to_owned(),
        plain.replace('\n', "\r\n").trim_end().to_owned(),
    ] {
        assert_eq!(rows(&written, Format::Csv), read);
    }
}

#[test]
fn fields_may_be_quoted_and_have_line_breaks_and_lines_are_still_counted_as_in_the_file() {
    let quoted = STUDENT.replace("江城大学", "\"江城\"\"大\"\"学\r\n\"");
    let text = table(&[&quoted, "", NO_STUDENT]).replace(HEADER, &HEADER.replace("school,", "\"school\n\","));
    let read = rows(&text, Format::Csv);
    // The header takes two lines, the first row too, and then one is empty.
    assert_eq!(read.iter().map(|row| row.line).collect::<Vec<_>>(), [3, 6]);
    assert!(said(&read[0]).contains("school=江城\"大\"学 "));
}

#[test]
fn blanks_around_values_and_rows_without_any_are_left_aside() {
    let blank = STUDENT.replace("王小明", " 王小明\u{3000}").replace("420100", "\t420100 ");
    let text = table(&[&blank, ",,,,,,,,,,,", " ,,,,,,,,,,,"]);
    let roster = Roster::read(text.as_bytes(), Format::Csv).unwrap();
    assert_eq!(roster.counts(), Counts { rows: 1, duplicates: 0 });
    assert_eq!(rows(&text, Format::Csv), rows(&table(&[STUDENT]), Format::Csv));
}

#[test]
fn the_column_of_addresses_may_be_left_out() {
    let text = table(&[NO_STUDENT]).replace(",email", "").replace(",,\n", ",\n");
    assert_eq!(rows(&text, Format::Csv), rows(&table(&[NO_STUDENT]), Format::Csv));
}

#[test]
fn json_lines_say_the_same_by_names_and_headings_and_with_values_of_their_own_kinds() {
    let text = concat!(
        r#"{"name":"王小明","document-kind":"居民身份证","document-number":"11010519491231002x","enrolled":true,"grade":3,"school":"江城大学","#,
        r#""school-kind":"regular-higher-education","school-place":420100,"household":"420500","qualification":"senior-secondary","#,
        r#""subject":"japanese","email":"ming@example.org"}"#,
        "\r\n\n",
        r#"{"姓名":"李晓红","证件类型":"mainland-travel-permit-taiwan","证件号码":12345678,"是否在校生":"否","年级":null,"资格种类":"senior-secondary"}"#,
    );
    let read = rows(text, Format::JsonLines);
    let table = rows(&table(&[STUDENT, NO_STUDENT]), Format::Csv);
    assert_eq!(read.iter().map(|row| row.line).collect::<Vec<_>>(), [1, 3]);
    assert_eq!(read.iter().map(said).collect::<Vec<_>>(), table.iter().map(said).collect::<Vec<_>>());
    assert_eq!(rows(&format!("\u{feff}{text}"), Format::JsonLines), read);
}

#[test]
fn a_row_that_says_the_same_again_is_counted_and_taken_once() {
    // It is written in another way.
    let again =
        STUDENT.replace("002x", "002X").replace("居民身份证", "resident-identity-card").replace('是', "yes");
    let text = table(&[STUDENT, NO_STUDENT, &again, STUDENT]);
    let roster = Roster::read(text.as_bytes(), Format::Csv).unwrap();
    assert_eq!(roster.counts(), Counts { rows: 4, duplicates: 2 });
    assert_eq!(roster.rows().map(|row| row.line).collect::<Vec<_>>(), [2, 3]);
}

#[test]
fn nothing_personal_shows_itself() {
    let text = table(&[STUDENT]);
    let roster = Roster::read(text.as_bytes(), Format::Csv).unwrap();
    let row = roster.rows().next().unwrap();
    assert_eq!(format!("{roster:?} {row:?}"), "Roster(Counts { rows: 1, duplicates: 0 }) Row(2)");
}

/// A table of `count` people who have hardly anything to say.
fn people(count: usize) -> String {
    let row = |n| format!("张三,居民身份证,{},否,,,,,,a,,\n", number(n));
    [format!("{CHINESE}\n")].into_iter().chain((0..count).map(row)).collect()
}

#[test]
fn as_many_rows_as_may_be_are_read_in_a_time_that_grows_with_them() {
    let text = people(ROWS_MAX);
    assert!(text.len() < BYTES_MAX);
    let begun = Instant::now();
    let roster = Roster::read(text.as_bytes(), Format::Csv).unwrap();
    assert_eq!(roster.rows().count(), ROWS_MAX);
    // It takes half a second, and if each row were compared with all others, hours.
    assert!(begun.elapsed().as_secs() < 60, "{:?}", begun.elapsed());
}

#[test]
fn one_row_more_is_refused_with_its_line_and_a_million_are_refused_unread() {
    let text = people(ROWS_MAX + 1);
    assert_eq!(wrong(&text, Format::Csv), [(format!("/{}", ROWS_MAX + 2), Reason::TooManyRows)]);

    let text = table(&[]) + &format!("{STUDENT}\n").repeat(1_000_000);
    let begun = Instant::now();
    assert_eq!(wrong(&text, Format::Csv), [(String::new(), Reason::TooLarge)]);
    // Nobody has read it.
    assert!(begun.elapsed().as_secs() < 1, "{:?}", begun.elapsed());
}

#[test]
fn a_file_of_exactly_the_limit_is_read_and_one_byte_more_is_refused() {
    let text = table(&[STUDENT]);
    let filled = |bytes: usize| text.clone() + &"\n".repeat(bytes - text.len());
    assert_eq!(rows(&filled(BYTES_MAX), Format::Csv).len(), 1);
    assert_eq!(wrong(&filled(BYTES_MAX + 1), Format::Csv), [(String::new(), Reason::TooLarge)]);
}

proptest! {
    #[test]
    fn no_bytes_do_any_harm(bytes: Vec<u8>) {
        for format in [Format::Csv, Format::JsonLines] {
            drop(Roster::read(&bytes, format));
        }
    }

    #[test]
    fn a_roster_that_is_right_is_read_to_its_end_whatever_was_done_to_it(
        changes in proptest::collection::vec((0..400_usize, "[,\"\r\n x是0{}:]"), 0..4),
    ) {
        let mut text: Vec<char> = table(&[STUDENT, NO_STUDENT, STUDENT]).chars().collect();
        for (place, with) in changes {
            let place = place % text.len();
            text.splice(place..=place, with.chars());
        }
        let text: String = text.into_iter().collect();
        if let Ok(roster) = Roster::read(text.as_bytes(), Format::Csv) {
            let counts = roster.counts();
            prop_assert_eq!(roster.rows().count(), counts.rows - counts.duplicates);
        }
    }
}
