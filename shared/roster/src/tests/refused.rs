//! What is refused, and where.

use super::*;

fn at(pointer: &str, reason: Reason) -> (String, Reason) {
    (pointer.to_owned(), reason)
}

/// What is wrong with the table of one student of whom `from` is written as `to`.
#[track_caller]
fn with(from: &str, to: &str) -> Vec<(String, Reason)> {
    assert!(STUDENT.contains(from));
    wrong(&table(&[NO_STUDENT, &STUDENT.replacen(from, to, 1)]), Format::Csv)
}

#[test]
fn every_value_that_is_wrong_is_named_by_its_line_and_column() {
    let field = Reason::Field;
    for (from, to, column, reason) in [
        ("王小明", "", "name", field(InvalidField::Empty)),
        ("王小明", "王小明1", "name", field(InvalidField::Character)),
        ("居民身份证", "身份证明", "document-kind", Reason::UnknownWord),
        ("居民身份证", "", "document-kind", field(InvalidField::Empty)),
        ("11010519491231002x", "", "document-number", field(InvalidField::Empty)),
        ("002x", "0021", "document-number", Reason::Document(InvalidDocument::CheckCharacter)),
        (
            "11010519491231002x",
            "1.10105E+17",
            "document-number",
            Reason::Document(InvalidDocument::Character),
        ),
        ("是", "在校", "enrolled", Reason::UnknownWord),
        ("是", "", "enrolled", field(InvalidField::Empty)),
        (",3,", ",,", "grade", field(InvalidField::Empty)),
        (",3,", ",大三,", "grade", Reason::Grade),
        (",3,", ",0,", "grade", Reason::Grade),
        (",3,", ",13,", "grade", Reason::Grade),
        (",3,", ",+3,", "grade", Reason::Grade),
        ("江城大学", "", "school", field(InvalidField::Empty)),
        ("江城大学", "\"江城\n大学\"", "school", field(InvalidField::Character)),
        ("regular-higher-education", "", "school-kind", field(InvalidField::Empty)),
        ("420100", "", "school-place", field(InvalidField::Empty)),
        ("420100", "江城", "school-place", Reason::Region(InvalidRegion)),
        ("420500", "4205", "household", Reason::Region(InvalidRegion)),
        ("senior-secondary", "", "qualification", field(InvalidField::Empty)),
        ("ming@example.org", "ming@example", "email", field(InvalidField::Shape)),
        ("ming@example.org", "ming＠example.org", "email", field(InvalidField::FullWidth)),
    ] {
        assert_eq!(with(from, to), [(format!("/3/{column}"), reason)], "{from} as {to}");
    }
}

#[test]
fn a_value_of_exactly_the_longest_is_read_and_a_longer_one_is_refused() {
    let school = |characters: usize| table(&[&STUDENT.replace("江城大学", &"学".repeat(characters))]);
    assert_eq!(rows(&school(200), Format::Csv).len(), 1);
    let too_long = at("/2/school", Reason::Field(InvalidField::TooLong));
    assert_eq!(wrong(&school(201), Format::Csv), [too_long]);
}

#[test]
fn whoever_is_no_student_has_nothing_that_students_have() {
    assert_eq!(
        with("是", "否"),
        ["grade", "school", "school-kind", "school-place"]
            .map(|column| at(&format!("/3/{column}"), Reason::NotOfStudents))
    );
}

#[test]
fn everything_that_is_wrong_with_a_row_is_told_at_once_and_so_is_every_row() {
    let empty = Reason::Field(InvalidField::Empty);
    let text = table(&[",,1,,,,,4201,,,,", STUDENT, &NO_STUDENT.replace("12345678", "1234567890")]);
    assert_eq!(
        wrong(&text, Format::Csv),
        [
            at("/2/name", empty),
            at("/2/document-kind", empty),
            at("/2/enrolled", empty),
            at("/2/school-place", Reason::Region(InvalidRegion)),
            at("/2/qualification", empty),
            at("/4/document-number", Reason::Document(InvalidDocument::RenewalDigits)),
        ]
    );
}

#[test]
fn of_many_mistakes_the_first_hundred_are_shown_and_the_others_counted() {
    let row = NO_STUDENT.replace("李晓红", "");
    let text = table(&vec![row.as_str(); 250]);
    let invalid = Roster::read(text.as_bytes(), Format::Csv).unwrap_err();
    assert_eq!((invalid.shown.len(), invalid.more), (100, 150));
    assert_eq!(invalid.shown.last().map(Wrong::pointer).as_deref(), Some("/101/name"));
}

#[test]
fn two_rows_about_one_document_that_differ_name_both_lines() {
    let other = STUDENT.replace("江城大学", "江城学院");
    let text = table(&[STUDENT, NO_STUDENT, &other, STUDENT]);
    assert_eq!(wrong(&text, Format::Csv), [at("/4", Reason::Contradiction { line: 2 })]);
    // Another address is a contradiction, too.
    let other = STUDENT.replace("ming@", "wang@");
    let text = table(&[STUDENT, &other]);
    assert_eq!(wrong(&text, Format::Csv), [at("/3", Reason::Contradiction { line: 2 })]);
}

#[test]
fn columns_that_are_unknown_missing_or_there_twice_are_named_and_no_unknown_name_is_repeated() {
    let of = |header: &str| wrong(&table(&[STUDENT]).replace(HEADER, header), Format::Csv);
    assert_eq!(of(&HEADER.replace("email", "telephone")), [at("/1/12", Reason::UnknownColumn)]);
    assert_eq!(of(&HEADER.replace("email", "name")), [at("/1/name", Reason::DoubleColumn)]);
    assert_eq!(of(&HEADER.replace(",grade", "")), [at("/1/grade", Reason::MissingColumn)]);
    assert_eq!(of(&format!("{HEADER},")), [at("/1/13", Reason::UnknownColumn)]);
}

#[test]
fn a_table_that_begins_with_a_person_is_refused_without_a_word_about_them() {
    assert_eq!(wrong(&format!("{STUDENT}\n"), Format::Csv), [at("/1", Reason::NoHeader)]);
    assert_eq!(wrong(&table(&[STUDENT]).replace(',', ";"), Format::Csv), [at("/1", Reason::NoHeader)]);
}

#[test]
fn a_file_without_a_row_is_refused() {
    for (text, pointer) in [("", "/1"), ("\n\r\n", "/1"), (&*table(&[]), ""), (&*table(&[",,,,,,,,,,,"]), "")]
    {
        assert_eq!(wrong(text, Format::Csv), [at(pointer, Reason::NoRows)], "{text:?}");
    }
    assert_eq!(wrong(" \n", Format::JsonLines), [at("", Reason::NoRows)]);
}

#[test]
fn a_row_with_too_few_or_too_many_fields_is_named() {
    let text = table(&[&format!("{STUDENT},"), NO_STUDENT, "a,b", &format!("{STUDENT}{}", ",".repeat(200))]);
    assert_eq!(wrong(&text, Format::Csv), [2, 4, 5].map(|line| at(&format!("/{line}"), Reason::FieldCount)));
}

#[test]
fn a_quotation_mark_that_is_not_paired_is_named_by_the_line_in_which_its_row_begins() {
    let open = STUDENT.replace("江城大学", "\"江城大学");
    assert_eq!(wrong(&table(&[NO_STUDENT, &open]), Format::Csv), [at("/3", Reason::QuotationMark)]);
    let inner = STUDENT.replace("江城大学", "江城\"大学");
    assert_eq!(wrong(&table(&[&inner, NO_STUDENT]), Format::Csv), [at("/2", Reason::QuotationMark)]);
    // It swallows the rest of the file.
    let rest: Vec<&str> = [open.as_str()].into_iter().chain(vec![NO_STUDENT; 1_000]).collect();
    assert_eq!(wrong(&table(&rest), Format::Csv), [at("/2", Reason::QuotationMark)]);
}

#[test]
fn a_row_that_is_longer_than_any_is_refused_in_either_form() {
    let long = "x".repeat(64 * 1024);
    assert_eq!(wrong(&table(&[&long]), Format::Csv), [at("/2", Reason::RowTooLong)]);
    assert_eq!(
        wrong(&format!("\n{{\"name\":\"{long}\"}}"), Format::JsonLines),
        [at("/2", Reason::RowTooLong)]
    );
}

#[test]
fn a_line_that_is_no_object_is_named_and_so_is_a_member_of_the_wrong_kind() {
    let object = r#"{"name":"李晓红","document-kind":"居民身份证","document-number":"11010519491231002x","enrolled":"no","qualification":"a"}"#;
    assert_eq!(rows(object, Format::JsonLines).len(), 1);
    for line in ["{", "[]", "1", "null", "{}}", "{\"name\":}", &format!("{object},"), "王小明"] {
        let text = format!("{object}\n{line}\n");
        assert_eq!(wrong(&text, Format::JsonLines), [at("/2", Reason::NoObject)], "{line}");
    }
    for (from, to, pointer, reason) in [
        ("\"李晓红\"", "[\"李晓红\"]", "/1/name", Reason::WrongType),
        ("\"李晓红\"", "{\"a\":[{}]}", "/1/name", Reason::WrongType),
        ("\"a\"", "1.5", "/1/qualification", Reason::WrongType),
        ("\"a\"", "-1", "/1/qualification", Reason::WrongType),
        ("\"qualification\"", "\"王小明\"", "/1/5", Reason::UnknownColumn),
        ("\"qualification\"", "\"name\"", "/1/name", Reason::DoubleColumn),
        ("\"qualification\"", "\"姓名\"", "/1/name", Reason::DoubleColumn),
    ] {
        assert_eq!(wrong(&object.replace(from, to), Format::JsonLines), [at(pointer, reason)], "{to}");
    }
    let missing = object.replace(r#","qualification":"a""#, "");
    let empty = Reason::Field(InvalidField::Empty);
    assert_eq!(wrong(&missing, Format::JsonLines), [at("/1/qualification", empty)]);
}

#[test]
fn a_roster_in_gbk_is_refused_as_such_and_one_with_other_bytes_by_its_line() {
    let of = |bytes: &[u8]| {
        let invalid = Roster::read(bytes, Format::Csv).unwrap_err();
        invalid.shown.iter().map(|wrong| (wrong.pointer(), wrong.reason)).collect::<Vec<_>>()
    };
    // 姓名,证件类型 and 王小明.
    let gbk = b"\xd0\xd5\xc3\xfb,\xd6\xa4\xbc\xfe\xc0\xe0\xd0\xcd\r\n\xcd\xf5\xd0\xa1\xc3\xf7,1\r\n";
    assert_eq!(of(gbk), [at("", Reason::Gbk)]);
    let mut spoilt = table(&[STUDENT, NO_STUDENT]).into_bytes();
    spoilt.extend_from_slice(b"\xc3\x28");
    assert_eq!(of(&spoilt), [at("/4", Reason::NotUtf8)]);
}
