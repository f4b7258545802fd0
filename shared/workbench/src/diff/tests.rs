use super::*;

const RULES: &str = include_str!("../../../policies/shenzhen-interview-2027.toml");
const DERIVED: &str = include_str!("../../../policies/wuhan-interview-2027.toml");

/// Compares a file with itself, where `from` is replaced by `to`.
#[track_caller]
fn changed(file: &str, from: &str, to: &str) -> Difference {
    assert!(file.contains(from), "{from}");
    let policy = |file: &str| Policy::parse(file.as_bytes()).unwrap();
    diff(&policy(file), &policy(&file.replacen(from, to, 1)), &Plan::new(300, 1))
}

fn count(difference: &Difference, effect: Effect) -> usize {
    difference.effects.get(&effect).map_or(0, |(count, _)| *count)
}

#[test]
fn what_only_a_comment_says_changes_nothing_for_anybody() {
    let same = changed(RULES, "# Interview", "# The interview");
    assert_eq!(same, Difference { people: 300, ..Difference::default() });
    let said = same.to_string();
    assert!(
        said.contains("neither instants nor what is listed") && said.contains("nobody is affected"),
        "{said}"
    );
}

#[test]
fn an_instant_that_moves_is_named_with_both_and_so_is_somebody_who_is_too_late_by_it() {
    let earlier = changed(
        RULES,
        "closes = { before = \"2027-04-17T15:00\"",
        "closes = { before = \"2027-04-16T15:00\"",
    );
    let said = earlier.to_string();
    assert!(said.contains("closes: from 2027-04-17T15:00 to 2027-04-16T15:00"), "{said}");
    assert_ne!(count(&earlier, Effect::Decision), 0);
    assert_eq!(count(&earlier, Effect::Category), 0);
    let (_, example) = &earlier.effects[&Effect::Decision];
    assert!(example.contains("files at 2027-04-1"), "{example}");
}

#[test]
fn whoever_comes_before_a_later_opening_stands_before_a_closed_window() {
    let later = changed(RULES, "opens = { at = \"2027-04-12T09:00\"", "opens = { at = \"2027-04-13T09:00\"");
    let (_, example) = &later.effects[&Effect::Decision];
    assert!(example.ends_with("to before a closed window"), "{example}");
}

#[test]
fn another_number_of_hours_moves_the_duty_and_nothing_else() {
    let longer = changed(RULES, "hours = 48\n", "hours = 47\n");
    assert_eq!(
        longer.moved,
        [Moved { name: "review.hours", from: Some("48".into()), to: Some("47".into()) }]
    );
    assert_eq!(longer.effects.keys().copied().collect::<Vec<_>>(), [Effect::Due]);
}

#[test]
fn a_rule_that_wants_less_approves_more() {
    let any = changed(RULES, "holds.all = [", "holds.any = [");
    assert_eq!(
        any.parts.iter().map(|part| (part.list, part.id.as_str())).collect::<Vec<_>>(),
        [("rule", "registers-agree")]
    );
    let (_, example) = &any.effects[&Effect::Decision];
    assert!(example.ends_with("from waiting for a reviewer to approved in seconds"), "{example}");
}

#[test]
fn whoever_falls_into_another_category_is_counted_and_described() {
    let later = changed(DERIVED, "at-least = 3 }", "at-least = 4 }");
    assert!(later.parts.contains(&Part {
        list: "check",
        id: "third-year".into(),
        change: PartChange::Changed("conditions")
    }));
    assert_ne!(count(&later, Effect::Category), 0);
    let (_, example) = &later.effects[&Effect::Category];
    assert!(example.contains("grade = 3") && example.ends_with("to below-third-year"), "{example}");
}

#[test]
fn what_is_new_what_is_gone_and_what_is_renamed_is_named() {
    let reason = |id: &str| format!("id = \"{id}\"\nname = \"图片文字或图案不清晰\"");
    let said = changed(RULES, &reason("illegible"), &reason("blurred")).to_string();
    assert!(said.contains("return-reason illegible: is gone\n"), "{said}");
    assert!(said.contains("return-reason blurred: is new\n"), "{said}");
    let said = changed(RULES, "name = \"深户考生\"", "name = \"本市户籍考生\"").to_string();
    assert!(said.contains("category local-household: is called 本市户籍考生 (Candidates"), "{said}");
    assert!(said.contains("and was called 深户考生 (Candidates"), "{said}");
}
