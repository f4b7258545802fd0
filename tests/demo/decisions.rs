//! The table that the demo ends with is the decision table D.1. It is written down here once more, in its own words.

use std::time::{Duration, Instant};

use demo::{Reading, Row, play};

/// Nobody watches for longer.
const LONGEST: Duration = Duration::from_secs(60);

/// Household registration or residence permit.
#[derive(Clone, Copy)]
enum Standing {
    Shenzhen,
    ValidPermit,
    ExpiredOrNoPermit,
    Any,
}

#[derive(Clone, Copy)]
enum Diploma {
    Registered,
    NotRegistered,
    Any,
}

#[derive(Clone, Copy)]
enum Comparison {
    Succeeds,
    Fails,
    /// Or not attempted, or it must not succeed: nothing is approved by it.
    DoesNotSucceed,
    Any,
}

#[derive(Clone, Copy)]
enum Outcome {
    /// 业务申请已办结, 待支付, and paid.
    Concluded,
    /// 申请已提交, and a person decides: here it passes.
    ManualReview,
    /// The same, by way of the offline point and the commitment letter.
    Commitment,
    /// The same, by way of a correction: it is paid before 19 April 24:00.
    Corrected,
    /// Rejected after a correction, and the reason by SMS.
    RejectedWithReason,
    /// Deemed given up.
    GivenUp,
    /// Not corrected in time, and not accepted.
    NotAccepted,
}

use Outcome::{Commitment, Concluded, Corrected, GivenUp, ManualReview, NotAccepted, RejectedWithReason};
use Standing::{ExpiredOrNoPermit, Shenzhen, ValidPermit};

const HOUSEHOLD: &str = "深户考生";
const OTHER: &str = "非深户考生";
const STUDENT: &str = "深圳市在校生";
const BEYOND: &str = "港澳台考生";
/// Any category.
const ANY: &str = "";

/// A row of D.1.
type Decision = (&'static str, &'static str, Standing, Diploma, Comparison, Outcome);

const D1: [Decision; 15] = [
    ("D1-01", HOUSEHOLD, Shenzhen, Diploma::Registered, Comparison::Succeeds, Concluded),
    ("D1-02", HOUSEHOLD, Shenzhen, Diploma::Registered, Comparison::Fails, ManualReview),
    ("D1-03", HOUSEHOLD, Shenzhen, Diploma::NotRegistered, Comparison::DoesNotSucceed, ManualReview),
    ("D1-04", HOUSEHOLD, Shenzhen, Diploma::NotRegistered, Comparison::DoesNotSucceed, Commitment),
    ("D1-05", OTHER, ValidPermit, Diploma::Registered, Comparison::Succeeds, Concluded),
    ("D1-06", OTHER, ValidPermit, Diploma::Registered, Comparison::Fails, ManualReview),
    ("D1-07", OTHER, ValidPermit, Diploma::NotRegistered, Comparison::DoesNotSucceed, ManualReview),
    ("D1-08", OTHER, ExpiredOrNoPermit, Diploma::Any, Comparison::DoesNotSucceed, ManualReview),
    ("D1-09", STUDENT, Standing::Any, Diploma::Any, Comparison::DoesNotSucceed, ManualReview),
    ("D1-10", BEYOND, Standing::Any, Diploma::Any, Comparison::DoesNotSucceed, ManualReview),
    ("D1-11", ANY, Standing::Any, Diploma::Any, Comparison::DoesNotSucceed, RejectedWithReason),
    ("D1-12", ANY, Standing::Any, Diploma::Any, Comparison::Any, GivenUp),
    ("D1-13", ANY, Standing::Any, Diploma::Any, Comparison::Any, Corrected),
    ("D1-14", ANY, Standing::Any, Diploma::Any, Comparison::Any, RejectedWithReason),
    ("D1-15", ANY, Standing::Any, Diploma::Any, Comparison::Any, NotAccepted),
];

#[tokio::test(flavor = "multi_thread")]
async fn the_demo_ends_with_the_decision_table_and_has_printed_what_is_in_it() {
    let mut out = Vec::new();
    let begun = Instant::now();
    let rows = play(&mut out).await.expect("memory takes what is printed");
    assert!(begun.elapsed() < LONGEST, "it took {:?}", begun.elapsed());
    let printed = String::from_utf8(out).expect("it is text");
    println!("{printed}");
    assert_eq!(rows.len(), D1.len());
    for (row, decision) in rows.iter().zip(D1) {
        compare(row, decision);
        assert!(printed.contains(text(&row.message)), "{row:?}");
    }
}

fn compare(row: &Row, (id, category, standing, diploma, comparison, outcome): Decision) {
    let Row { conditions, .. } = row;
    assert_eq!(row.row, id);
    assert!(text(&row.category).starts_with(category), "category: {row:?}");
    let (household, permit) = (text(&row.household), text(&row.permit));
    assert!(is_of(standing, household, permit), "household or permit: {row:?}");
    let is_registered = match diploma {
        Diploma::Registered => text(&row.diploma) == "matched",
        Diploma::NotRegistered => text(&row.diploma) == "not-found",
        Diploma::Any => true,
    };
    assert!(is_registered, "diploma: {row:?}");
    let agree = text(&row.agree);
    let compares = match comparison {
        Comparison::Succeeds => (text(&row.comparison), agree) == ("matched", "true"),
        Comparison::Fails => (text(&row.comparison), agree) == ("mismatched", "false"),
        Comparison::DoesNotSucceed => agree != "true",
        Comparison::Any => true,
    };
    assert!(compares, "comparison: {row:?}");
    if id == "D1-11" {
        assert_eq!(text(conditions), "mismatched", "conditions not met: {row:?}");
    }
    assert!(is_outcome(outcome, row), "outcome: {row:?}");
}

fn is_of(standing: Standing, household: &str, permit: &str) -> bool {
    match standing {
        Shenzhen => household == "matched",
        ValidPermit => (household, permit) == ("mismatched", "matched"),
        ExpiredOrNoPermit => household == "mismatched" && ["mismatched", "not-found"].contains(&permit),
        Standing::Any => true,
    }
}

fn is_outcome(outcome: Outcome, row: &Row) -> bool {
    let Row { filed, objection, message, registration, pay_before, sms, .. } = row;
    let [filed, objection, message, registration, pay_before, sms] =
        [filed, objection, message, registration, pay_before, sms].map(text);
    let is_reviewed = filed.starts_with("申请已提交");
    let is_registered = (message, registration) == ("业务申请已办结", "已支付");
    match outcome {
        Concluded => filed == "业务申请已办结" && is_registered && pay_before.is_empty(),
        ManualReview => is_reviewed && is_registered && pay_before.is_empty(),
        Commitment => {
            let is_told = objection.contains("联系工作人员后前往线下审核点提交学历验证承诺书");
            is_reviewed && is_told && is_registered
        }
        // 19 April 24:00 in Shenzhen.
        Corrected => is_reviewed && is_registered && pay_before == "2027-04-19T16:00:00.000Z",
        RejectedWithReason => {
            is_reviewed && message.contains("仍不符合报考条件") && sms.contains("原因：不符合报考条件")
        }
        GivenUp => filed.is_empty() && message.contains("视为自动放弃") && registration.is_empty(),
        NotAccepted => is_reviewed && message.contains("逾期将不再受理") && registration.is_empty(),
    }
}

/// What was never read is no text.
fn text(reading: &Option<Reading>) -> &str {
    reading.as_ref().map_or("", Reading::text)
}
