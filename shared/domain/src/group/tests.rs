use super::*;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

const ANNA: AccountId = AccountId::from_u128(1);
const BELA: AccountId = AccountId::from_u128(2);
const CLARA: AccountId = AccountId::from_u128(3);

fn id(text: &str) -> GroupId {
    text.parse().unwrap()
}

fn group(programmes: &[&str], members: &[AccountId]) -> Group {
    let programmes: BTreeSet<ProgrammeId> = programmes.iter().map(|text| text.parse().unwrap()).collect();
    let members: BTreeSet<AccountId> = members.iter().copied().collect();
    Group {
        name: "面试审核组".to_owned().try_into().unwrap(),
        programmes: programmes.try_into().unwrap(),
        members: members.try_into().unwrap(),
    }
}

/// Anna and Bela decide about interviews, Bela about certificates, too.
fn groups() -> Groups {
    let groups =
        Groups::default().with(id("interviews"), group(&["interview-review"], &[ANNA, BELA])).unwrap();
    groups.with(id("certificates"), group(&["certification", "renewal"], &[BELA])).unwrap()
}

#[track_caller]
fn admitted(groups: &Groups, account: AccountId, expected: [bool; 3]) {
    let scope = groups.scope(account);
    let programmes = ["interview-review", "certification", "another"];
    assert_eq!(programmes.map(|programme| scope.admits(programme)), expected);
}

#[test]
fn whoever_is_in_groups_has_the_programmes_of_all_of_them_and_no_other() {
    admitted(&groups(), ANNA, [true, false, false]);
    admitted(&groups(), BELA, [true, true, false]);
}

#[test]
fn whoever_is_in_no_group_has_everything_and_so_has_everybody_where_there_is_none() {
    admitted(&groups(), CLARA, [true, true, true]);
    admitted(&Groups::default(), ANNA, [true, true, true]);
    admitted(&groups().without(&id("interviews")), ANNA, [true, true, true]);
    admitted(&groups().without(&id("interviews")), BELA, [false, true, false]);
}

#[test]
fn a_group_takes_the_place_of_the_one_before_and_taking_it_away_twice_is_once() {
    let changed = groups().with(id("interviews"), group(&["another"], &[CLARA])).unwrap();
    assert_eq!(changed.iter().count(), 2);
    admitted(&changed, ANNA, [true, true, true]);
    admitted(&changed, CLARA, [false, false, true]);
    let without = changed.without(&id("interviews"));
    assert_eq!((without.get(&id("interviews")), without.without(&id("interviews"))), (None, without.clone()));
}

#[test]
fn a_group_without_members_narrows_nobody() {
    admitted(&Groups::default().with(id("a"), group(&["another"], &[])).unwrap(), ANNA, [true, true, true]);
}

#[test]
fn a_region_has_32_groups_and_each_of_them_can_still_be_changed() {
    let full = (0..Groups::COUNT_MAX)
        .try_fold(Groups::default(), |groups, number| {
            groups.with(id(&format!("group-{number}")), group(&["a"], &[]))
        })
        .unwrap();
    assert_eq!(full.with(id("another"), group(&["a"], &[])), Err(Rejection::TooManyGroups));
    assert!(full.with(id("group-0"), group(&["b"], &[ANNA])).is_ok());
}

#[test]
fn a_group_has_1_to_16_programmes_and_at_most_100_members() {
    let programmes = |count: usize| {
        let programmes: BTreeSet<ProgrammeId> =
            (0..count).map(|n| format!("p{n}").parse().unwrap()).collect();
        Programmes::try_from(programmes).map(|programmes| programmes.iter().len())
    };
    assert_eq!((programmes(0), programmes(17)), (Err(InvalidProgrammes), Err(InvalidProgrammes)));
    assert_eq!((programmes(1), programmes(16)), (Ok(1), Ok(16)));
    let members = |count: u128| {
        let members: BTreeSet<AccountId> = (0..count).map(AccountId::from_u128).collect();
        Members::try_from(members).map(|members| members.iter().len())
    };
    assert_eq!((members(0), members(100), members(101)), (Ok(0), Ok(100), Err(TooManyMembers)));
}

#[test]
fn a_name_has_1_to_40_characters_that_can_be_shown() {
    let name = |text: &str| GroupName::try_from(text.to_owned()).map(String::from);
    assert_eq!(name("面试审核 1 组"), Ok("面试审核 1 组".to_owned()));
    assert!(name(&"组".repeat(40)).is_ok());
    assert_eq!(name(&"组".repeat(41)), Err(InvalidField::TooLong));
    assert_eq!(name(" \u{3000}"), Err(InvalidField::Empty));
    assert_eq!(name("a "), Err(InvalidField::OuterBlank));
    assert_eq!(name("a\nb"), Err(InvalidField::Character));
}
