use super::*;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

#[test]
fn an_id_is_its_prefix_and_26_characters() {
    assert_eq!(CaseId::from_u128(10).to_string(), "case_0000000000000000000000000A");
    assert_eq!(AccountId::from_u128(0).to_string(), "acct_00000000000000000000000000");
    assert_eq!(SessionId::from_u128(u128::MAX).to_string(), "sess_7ZZZZZZZZZZZZZZZZZZZZZZZZZ");
    assert_eq!(format!("{:?}", CommandId::from_u128(31)), "cmd_0000000000000000000000000Z");
    assert_eq!(EffectId::from_u128(32).to_string(), "eff_00000000000000000000000010");
}

#[test]
fn an_account_id_pasted_as_a_case_id_is_named_as_what_it_is() {
    let text = AccountId::from_u128(10).to_string();
    let error = text.parse::<CaseId>().unwrap_err();
    assert_eq!(error, InvalidId::OtherKind { expected: Kind::Case, found: Kind::Account });
    assert_eq!(error.to_string(), "expected the id of a case, found the id of an account");
}

#[test]
fn a_text_without_a_known_prefix_is_told_which_one_belongs_there() {
    let error = "0000000000000000000000000A".parse::<SessionId>().unwrap_err();
    assert_eq!(error, InvalidId::Prefix { expected: Kind::Session });
    assert_eq!(error.to_string(), "expected the id of a session, which begins with sess_");
    assert_eq!(
        "CASE_0000000000000000000000000A".parse::<CaseId>(),
        Err(InvalidId::Prefix { expected: Kind::Case })
    );
    assert_eq!("".parse::<CaseId>(), Err(InvalidId::Prefix { expected: Kind::Case }));
}

#[test]
fn an_id_is_read_only_in_the_one_form_that_is_written() {
    for wrong in [
        "case_",
        "case_000000000000000000000000A",
        "case_00000000000000000000000000A",
        "case_0000000000000000000000000a",
        "case_0000000000000000000000000O",
        "case_0000000000000000000000000-",
        "case_ 000000000000000000000000A",
        "case_８000000000000000000000A",
        "case_8ZZZZZZZZZZZZZZZZZZZZZZZZZ",
    ] {
        assert_eq!(wrong.parse::<CaseId>(), Err(InvalidId::Characters { expected: Kind::Case }), "{wrong}");
    }
    assert_eq!("case_7ZZZZZZZZZZZZZZZZZZZZZZZZZ".parse(), Ok(CaseId::from_u128(u128::MAX)));
}

#[test]
fn an_id_in_json_is_its_text() {
    let id = CaseId::from_u128(10);
    let json = serde_json::to_string(&id).unwrap();
    assert_eq!(json, r#""case_0000000000000000000000000A""#);
    assert_eq!(serde_json::from_str::<CaseId>(&json).unwrap(), id);
    assert!(
        serde_json::from_str::<AccountId>(&json).unwrap_err().to_string().contains("found the id of a case")
    );
}

#[cfg(not(target_arch = "wasm32"))]
proptest::proptest! {
    #[test]
    fn every_id_is_read_back_as_itself(value: u128) {
        let id = CaseId::from_u128(value);
        proptest::prop_assert_eq!(id.to_string().parse(), Ok(id));
    }

    #[test]
    fn ids_sort_as_their_texts_do(a: u128, b: u128) {
        let (a, b) = (CaseId::from_u128(a), CaseId::from_u128(b));
        proptest::prop_assert_eq!(a.cmp(&b), a.to_string().cmp(&b.to_string()));
    }

    #[test]
    fn whatever_is_read_is_written_again_the_same(text in "(case|acct|cmd)_[0-9A-Zaiou]{25,27}") {
        if let Ok(id) = text.parse::<CaseId>() {
            proptest::prop_assert_eq!(id.to_string(), text);
        }
    }
}
