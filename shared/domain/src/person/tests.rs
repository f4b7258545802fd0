use super::*;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

#[track_caller]
fn refused<T: FromStr<Err = InvalidField> + fmt::Debug + PartialEq>(text: &str, expected: InvalidField) {
    assert_eq!(text.parse::<T>(), Err(expected), "{text:?}");
}

#[track_caller]
fn accepted<T: FromStr<Err = InvalidField> + Into<String>>(text: &str) {
    let value: String = text.parse::<T>().unwrap_or_else(|error| panic!("{text:?}: {error}")).into();
    assert_eq!(value, text);
}

#[test]
fn a_name_has_letters_of_any_script_with_the_signs_names_carry() {
    for name in ["李雷", "阿依古丽·买买提", "Anne-Marie O'Neil Jr.", "José", "𠮷田"] {
        accepted::<PersonName>(name);
    }
}

#[test]
fn a_name_is_refused_when_it_is_empty_blank_or_has_blanks_around_it() {
    for blank in ["", " ", "\u{3000}"] {
        refused::<PersonName>(blank, InvalidField::Empty);
    }
    for outer in [" 李雷", "李雷 ", "李雷\n"] {
        refused::<PersonName>(outer, InvalidField::OuterBlank);
    }
}

#[test]
fn a_name_carries_no_digits_controls_or_hidden_characters() {
    for wrong in ["李1雷", "李\u{0}雷", "李\n雷", "李\u{202e}雷", "李\u{200b}雷", "<b>", "李;雷", "···"]
    {
        refused::<PersonName>(wrong, InvalidField::Character);
    }
    refused::<PersonName>("Ｌi", InvalidField::FullWidth);
}

#[test]
fn a_name_has_at_most_64_characters_whatever_they_weigh() {
    accepted::<PersonName>(&"𠮷".repeat(64));
    refused::<PersonName>(&"𠮷".repeat(65), InvalidField::TooLong);
}

#[test]
fn a_telephone_number_has_exactly_11_digits_of_a_mobile() {
    accepted::<Telephone>("13800000000");
    accepted::<Telephone>("19912345678");
    refused::<Telephone>("1380000000", InvalidField::Length);
    refused::<Telephone>("138000000000", InvalidField::Length);
    refused::<Telephone>("12800000000", InvalidField::Character);
    refused::<Telephone>("23800000000", InvalidField::Character);
    refused::<Telephone>("+8613800000000", InvalidField::Character);
    refused::<Telephone>("138 0000 0000", InvalidField::Character);
    refused::<Telephone>("１3800000000", InvalidField::FullWidth);
    refused::<Telephone>("", InvalidField::Empty);
}

#[test]
fn an_address_is_a_local_part_and_a_domain_with_a_dot() {
    for right in ["a@b.cn", "12345678@qq.com", "first.last+tag@mail.example.org", "o'neil@example.com"] {
        accepted::<Email>(right);
    }
    for wrong in [
        "a",
        "@",
        "a@",
        "@b.cn",
        "a@b",
        "a@@b.cn",
        "a@b@c.cn",
        "a@.cn",
        "a@b.",
        "a@-b.cn",
        "a@b-.cn",
        ".a@b.cn",
        "a..b@c.cn",
        "(a)@b.cn",
    ] {
        refused::<Email>(wrong, InvalidField::Shape);
    }
    refused::<Email>("", InvalidField::Empty);
    refused::<Email>("a b@c.cn", InvalidField::Character);
    refused::<Email>("李雷@example.com", InvalidField::Character);
}

#[test]
fn a_chinese_full_stop_in_an_address_is_named_as_such() {
    refused::<Email>("12345678@qq。com", InvalidField::ChineseFullStop);
    refused::<Email>("12345678@qq｡com", InvalidField::ChineseFullStop);
    refused::<Email>("12345678＠qq.com", InvalidField::FullWidth);
}

#[test]
fn an_address_is_accepted_up_to_its_limits_and_not_beyond() {
    let local = "a".repeat(64);
    accepted::<Email>(&format!("{local}@example.com"));
    refused::<Email>(&format!("a{local}@example.com"), InvalidField::Shape);
    accepted::<Email>(&format!("a@{}.com", "b".repeat(63)));
    refused::<Email>(&format!("a@{}.com", "b".repeat(64)), InvalidField::Shape);
    let label = "b".repeat(61);
    let longest = format!("{local}@{label}.{label}.{label}.com");
    assert_eq!(longest.len(), 254);
    accepted::<Email>(&longest);
    refused::<Email>(&format!("{longest}m"), InvalidField::TooLong);
}

#[test]
fn nothing_about_a_person_shows_itself_in_debug_output() {
    assert_eq!(format!("{:?}", "李雷".parse::<PersonName>().unwrap()), "PersonName(…)");
    assert_eq!(format!("{:?}", "13800001234".parse::<Telephone>().unwrap()), "Telephone(…)");
    assert_eq!(format!("{:?}", "a@b.cn".parse::<Email>().unwrap()), "Email(…)");
    assert_eq!("13800001234".parse::<Telephone>().unwrap().masked(), "138****1234");
    let error = serde_json::from_str::<Telephone>("\"1380000123\"").unwrap_err().to_string();
    assert!(!error.contains("1380000123"), "{error}");
}
