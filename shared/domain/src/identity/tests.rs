use super::*;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

/// Appends the check character, by the table of weights in the standard rather than by the code under test.
fn with_check(digits: &str) -> String {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    const CHECKS: &[u8; 11] = b"10X98765432";
    let sum: u32 = digits.bytes().zip(WEIGHTS).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    format!("{digits}{}", char::from(CHECKS[sum as usize % 11]))
}

#[track_caller]
fn refused<T: FromStr<Err = InvalidDocument> + fmt::Debug + PartialEq>(
    text: &str,
    expected: InvalidDocument,
) {
    assert_eq!(text.parse::<T>(), Err(expected), "{text:?}");
}

#[track_caller]
fn accepted<T: FromStr<Err = InvalidDocument> + Into<String>>(text: &str) -> T {
    text.parse().unwrap_or_else(|error| panic!("{text:?}: {error}"))
}

#[test]
fn the_examples_of_the_standard_are_identity_cards() {
    accepted::<ResidentIdentityCard>("11010519491231002X");
    accepted::<ResidentIdentityCard>("440524188001010014");
}

#[test]
fn a_lower_case_check_character_is_accepted_and_kept_in_upper_case() {
    let card = accepted::<ResidentIdentityCard>("11010519491231002x");
    assert_eq!(card.number(), "11010519491231002X");
    assert_eq!(card, accepted("11010519491231002X"));
    let digits = (0..1000).map(|sequence| format!("81000019900101{sequence:03}"));
    let with_x = digits.map(|digits| with_check(&digits)).find(|number| number.ends_with('X')).unwrap();
    assert_eq!(accepted::<ResidencePermitHkMoTw>(&with_x.to_lowercase()).number(), with_x);
}

#[test]
fn every_other_check_character_is_refused() {
    for check in "0123456789".chars() {
        refused::<ResidentIdentityCard>(
            &format!("11010519491231002{check}"),
            InvalidDocument::CheckCharacter,
        );
    }
    refused::<ResidentIdentityCard>("11010519491231002Y", InvalidDocument::Character);
}

#[test]
fn a_number_of_another_length_says_how_long_it_must_be() {
    for (text, found) in
        [("1", 1), ("11010519491231002", 17), ("11010519491231002X0", 19), ("110105491231002", 15)]
    {
        refused::<ResidentIdentityCard>(text, InvalidDocument::Length { expected: 18, found });
        refused::<ResidencePermitHkMoTw>(text, InvalidDocument::Length { expected: 18, found });
    }
    refused::<MainlandTravelPermitHkMo>("H1234567", InvalidDocument::Length { expected: 9, found: 8 });
    refused::<MainlandTravelPermitHkMo>("H123456789", InvalidDocument::Length { expected: 9, found: 10 });
    refused::<MainlandTravelPermitTaiwan>("1234567", InvalidDocument::Length { expected: 8, found: 7 });
    refused::<MainlandTravelPermitTaiwan>("123456789", InvalidDocument::Length { expected: 8, found: 9 });
}

#[test]
fn a_birth_date_that_does_not_exist_is_refused() {
    for birth in ["19490229", "19491301", "19490001", "19490100", "19490431", "18491231", "00000101"] {
        refused::<ResidentIdentityCard>(
            &with_check(&format!("110105{birth}002")),
            InvalidDocument::BirthDate,
        );
    }
    for birth in ["18500101", "19480229", "20000229", "20101231"] {
        accepted::<ResidentIdentityCard>(&with_check(&format!("110105{birth}002")));
    }
}

#[test]
fn the_birth_date_is_read_from_the_number() {
    let card = accepted::<ResidentIdentityCard>("11010519491231002X");
    assert_eq!(card.birth_date().to_string(), "1949-12-31");
    let permit = accepted::<ResidencePermitHkMoTw>(&with_check("83000019900203001"));
    assert_eq!(permit.birth_date().to_string(), "1990-02-03");
}

#[test]
fn each_of_the_two_cards_with_18_characters_names_the_other_when_they_are_mixed_up() {
    for region in ["810000", "820000", "830000"] {
        let number = with_check(&format!("{region}19900101001"));
        accepted::<ResidencePermitHkMoTw>(&number);
        refused::<ResidentIdentityCard>(&number, InvalidDocument::IsResidencePermit);
    }
    refused::<ResidencePermitHkMoTw>("11010519491231002X", InvalidDocument::IsIdentityCard);
}

#[test]
fn a_region_of_neither_card_is_refused() {
    for region in ["010105", "160105", "810101", "840000", "990105"] {
        let number = with_check(&format!("{region}19900101001"));
        refused::<ResidentIdentityCard>(&number, InvalidDocument::Region);
        refused::<ResidencePermitHkMoTw>(&number, InvalidDocument::Region);
    }
}

#[test]
fn a_travel_permit_for_hong_kong_and_macao_is_h_or_m_and_8_digits() {
    accepted::<MainlandTravelPermitHkMo>("H12345678");
    assert_eq!(accepted::<MainlandTravelPermitHkMo>("m12345678").number(), "M12345678");
    for wrong in ["C12345678", "HA1234567", "123456789", "H1234567X", "HH2345678"] {
        refused::<MainlandTravelPermitHkMo>(wrong, InvalidDocument::Character);
    }
}

#[test]
fn a_travel_permit_for_taiwan_is_8_digits() {
    accepted::<MainlandTravelPermitTaiwan>("12345678");
    refused::<MainlandTravelPermitTaiwan>("T1234567", InvalidDocument::Character);
    refused::<MainlandTravelPermitTaiwan>("1234567X", InvalidDocument::Character);
}

#[test]
fn digits_that_count_renewals_are_named_as_such() {
    refused::<MainlandTravelPermitHkMo>("H1234567801", InvalidDocument::RenewalDigits);
    refused::<MainlandTravelPermitTaiwan>("1234567801", InvalidDocument::RenewalDigits);
}

#[test]
fn full_width_characters_are_named_as_such_for_every_document() {
    refused::<ResidentIdentityCard>("1１010519491231002X", InvalidDocument::FullWidth);
    refused::<ResidentIdentityCard>("11010519491231002Ｘ", InvalidDocument::FullWidth);
    refused::<ResidencePermitHkMoTw>("８１０００0199001010010", InvalidDocument::FullWidth);
    refused::<MainlandTravelPermitHkMo>("Ｈ12345678", InvalidDocument::FullWidth);
    refused::<MainlandTravelPermitTaiwan>("1234567８", InvalidDocument::FullWidth);
}

#[test]
fn blanks_signs_and_other_scripts_are_refused() {
    for wrong in [
        " 11010519491231002X",
        "110105 19491231 002X",
        "110105-19491231-002X",
        "11010519491231002X\n",
        "٣1010519491231002X",
    ] {
        refused::<ResidentIdentityCard>(wrong, InvalidDocument::Character);
    }
    refused::<ResidentIdentityCard>("", InvalidDocument::Empty);
    refused::<ResidentIdentityCard>("A1010519491231002X", InvalidDocument::Character);
    refused::<ResidentIdentityCard>("X1010519491231002X", InvalidDocument::Character);
}

#[test]
fn a_number_never_shows_itself_in_output_or_errors() {
    let document = IdentityDocument::parse(DocumentKind::ResidentIdentityCard, "11010519491231002X").unwrap();
    assert_eq!(document.to_string(), "resident-identity-card");
    assert_eq!(format!("{document:?}"), "IdentityDocument(resident-identity-card)");
    assert_eq!(
        format!("{:?}", accepted::<MainlandTravelPermitTaiwan>("12345678")),
        "MainlandTravelPermitTaiwan(…)"
    );
    assert_eq!(document.masked(), "1****************X");
    let json = r#"{"kind":"resident-identity-card","number":"110105194912310021"}"#;
    let error = serde_json::from_str::<IdentityDocument>(json).unwrap_err().to_string();
    assert!(!error.contains("110105194912310021"), "{error}");
}

#[test]
fn a_document_in_json_is_its_kind_and_its_number() {
    let kinds = [
        (DocumentKind::ResidentIdentityCard, "11010519491231002X".to_owned()),
        (DocumentKind::MainlandTravelPermitHkMo, "H12345678".to_owned()),
        (DocumentKind::MainlandTravelPermitTaiwan, "12345678".to_owned()),
        (DocumentKind::ResidencePermitHkMoTw, with_check("81000019900101001")),
    ];
    for (kind, number) in kinds {
        let document = IdentityDocument::parse(kind, &number).unwrap();
        let json = serde_json::to_string(&document).unwrap();
        assert_eq!(json, format!(r#"{{"kind":"{}","number":"{number}"}}"#, kind.name()));
        assert_eq!(serde_json::to_string(&kind).unwrap(), format!("\"{}\"", kind.name()));
        assert_eq!(serde_json::from_str::<IdentityDocument>(&json).unwrap(), document);
        assert_eq!((document.kind(), document.number()), (kind, number.as_str()));
        assert_eq!(document.canonical(), format!("{}:{number}", kind.name()));
        assert!(serde_json::from_str::<IdentityDocument>(&json.replace("{", "{\"extra\":1,")).is_err());
    }
}

#[cfg(not(target_arch = "wasm32"))]
proptest::proptest! {
    #[test]
    fn one_wrong_digit_or_two_swapped_neighbours_are_always_noticed(
        sequence in 0_u32..1000, days in 0_u64..60_000, place in 0_usize..17, other in 0_u8..10,
    ) {
        let birth = NaiveDate::from_ymd_opt(1850, 1, 1).unwrap() + chrono::Days::new(days);
        let number = with_check(&format!("440300{}{sequence:03}", birth.format("%Y%m%d")));
        proptest::prop_assert!(number.parse::<ResidentIdentityCard>().is_ok());
        let mut wrong = number.clone().into_bytes();
        wrong[place] = b'0' + other;
        let mut swapped = number.clone().into_bytes();
        swapped.swap(place, place + 1);
        for changed in [wrong, swapped] {
            let changed = String::from_utf8(changed).unwrap();
            proptest::prop_assert_eq!(changed.parse::<ResidentIdentityCard>().is_ok(), changed == number);
        }
    }

    #[test]
    fn no_text_whatever_makes_a_document_panic(text in "\\PC{0,20}|[0-9HMXx]{0,20}") {
        for kind in [
            DocumentKind::ResidentIdentityCard,
            DocumentKind::MainlandTravelPermitHkMo,
            DocumentKind::MainlandTravelPermitTaiwan,
            DocumentKind::ResidencePermitHkMoTw,
        ] {
            if let Ok(document) = IdentityDocument::parse(kind, &text) {
                proptest::prop_assert_eq!(document.number(), text.to_ascii_uppercase());
            }
        }
    }
}
