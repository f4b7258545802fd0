use crate::rehearse::{Plan, rehearse};
use domain::policy::Policy;

const POLICY: &str = include_str!("../../../../policies/wuhan-interview-2027.toml");

#[test]
fn a_table_says_how_it_ended_for_whom_what_came_on_which_day_and_who_keeps_the_duties() {
    let policy = Policy::parse(POLICY.as_bytes()).unwrap();
    let table = rehearse(&policy, &Plan::new(100, 1)).table(&policy);
    for said in [
        "people                                                100   100.0 %",
        "without an outcome                                      0     0.0 %",
        "  below-third-year",
        "2027-11-08",
        "reviewers keep every duty of the office, and no fewer do",
        "nothing is decided late",
        "came to file when the window had closed (2027-11-15T17:00)",
        "after the supplement has closed (2027-11-20T17:00)",
    ] {
        assert!(table.contains(said), "{said}\n{table}");
    }
}
