use super::*;
use crate::rehearse::{Plan, rehearse};

const POLICY: &str = include_str!("../../../../policies/shenzhen-interview-2027.toml");

#[test]
fn a_chart_has_a_bar_for_each_hour_and_both_closings() {
    let policy = Policy::parse(POLICY.as_bytes()).unwrap();
    let rehearsal = rehearse(&policy, &Plan::new(60, 1));
    let chart = rehearsal.chart(&policy, Language::English);
    let bars = |class: &str| chart.matches(&format!("class=\"{class}\"/>")).count();
    assert_eq!(bars("came"), rehearsal.hours.values().filter(|hour| hour.came != 0).count());
    assert_eq!(bars("at-once"), rehearsal.hours.values().filter(|hour| hour.at_once != 0).count());
    assert_eq!(bars("closing"), 2);
    assert!(chart.contains("the window closes: 2027-04-17T15:00"), "{chart}");
    assert!(chart.contains("the supplement closes: 2027-04-19T15:00"), "{chart}");
}

#[test]
fn a_chart_is_in_one_language() {
    let policy = Policy::parse(POLICY.as_bytes()).unwrap();
    let rehearsal = rehearse(&policy, &Plan::new(60, 1));
    let words = |language| -> Vec<String> {
        let chart = rehearsal.chart(&policy, language);
        let texts = chart.split("</text>").filter_map(|piece| piece.rsplit_once('>').map(|(_, text)| text));
        texts.map(str::to_owned).filter(|text| text.chars().any(char::is_alphabetic)).collect()
    };
    let is_chinese = |text: &String| text.chars().any(|letter| ('\u{4e00}'..='\u{9fff}').contains(&letter));
    let (chinese, english) = (words(Language::Chinese), words(Language::English));
    assert!(chinese.iter().all(is_chinese), "{chinese:?}");
    assert!(!english.iter().any(is_chinese), "{english:?}");
    assert_eq!((chinese.len(), english.len()), (5, 5));
}

#[test]
fn of_nobody_there_is_a_chart_without_bars() {
    let policy = Policy::parse(POLICY.as_bytes()).unwrap();
    let chart = rehearse(&policy, &Plan::new(0, 1)).chart(&policy, Language::English);
    assert!(!chart.contains("<rect") && chart.ends_with("</svg>\n"), "{chart}");
}

#[test]
fn what_is_no_text_in_a_chart_is_written_as_text() {
    assert_eq!(escape("<a & b>"), "&lt;a &amp; b&gt;");
}

#[test]
fn a_length_is_written_to_the_nearest_tenth() {
    for (length, written) in [(0.0, "0.0"), (0.04, "0.0"), (0.05, "0.1"), (12.96, "13.0"), (979.94, "979.9")]
    {
        assert_eq!(Tenths(length).to_string(), written);
    }
}
