//! The window: what is done, and when. Instants are in China.

use crate::office::Outcome::{self, Pass, Reject, Return};

/// Rows of D.1.
type Rows = &'static [&'static str];

/// Something that is done.
pub(crate) enum Deed {
    /// These candidates do this.
    By(Rows, Act),
    /// All candidates do this.
    Everybody(Act),
    /// A reviewer decides about these candidates.
    Decide(Rows, Outcome),
    /// Staff set 待支付 for these candidates on the examination site.
    SetAwaitingPayment(Rows),
    /// A reviewer reads what is to be done.
    Worklist,
    /// The scheduler calls, and all candidates read their messages.
    Sweep,
}

/// Something that a candidate does.
#[derive(Clone, Copy)]
pub(crate) enum Act {
    /// They fill in a draft, and leave it.
    Draft,
    /// They file.
    File,
    /// They correct.
    Correct,
    /// They look at their case.
    Look,
    /// They ask where the registration is.
    AskTheSite,
    /// They pay on the examination site, and ask.
    Pay,
}

use Act::{AskTheSite, Correct, Draft, File, Look, Pay};
use Deed::{By, Decide, Everybody, SetAwaitingPayment, Sweep, Worklist};

const ILLEGIBLE: Outcome = Return("illegible", Some("identity-card"), "请重拍身份证人像面");
const COMMITMENT: Outcome = Return("diploma-commitment", Some("diploma"), "请携带承诺书");
const NOT_MET: Outcome = Return("conditions-not-met", None, "学历与报考学段不符");
const STILL_NOT_MET: Outcome = Reject("conditions-not-met", "学历与报考学段不符");

/// Whom a person decides about within the first 48 hours.
const FIRST_BATCH: Rows = &["D1-02", "D1-03", "D1-06", "D1-07", "D1-08", "D1-09"];

/// The window, instant by instant.
pub(crate) const WINDOW: [(&str, &[Deed]); 16] = [
    // The evening before the clocks start.
    ("04-14T20:00:00.000", &[By(&["D1-01", "D1-02", "D1-03", "D1-05"], File), By(&["D1-12"], Draft)]),
    // They start, also for what was filed before.
    ("04-15T09:00:00.000", &[By(&["D1-04", "D1-06", "D1-07"], File), By(&["D1-01"], AskTheSite)]),
    ("04-15T10:30:00.000", &[By(&["D1-08", "D1-09", "D1-11", "D1-13", "D1-14", "D1-15"], File), Worklist]),
    // 24 hours: whoever was approved at once awaits payment.
    ("04-16T09:00:00.000", &[SetAwaitingPayment(&["D1-01", "D1-05"]), Sweep, By(&["D1-01", "D1-05"], Pay)]),
    // A day before the window closes, who has not filed is reminded.
    (
        "04-16T15:00:00.000",
        &[
            Decide(&["D1-13", "D1-14", "D1-15"], ILLEGIBLE),
            Decide(&["D1-04"], COMMITMENT),
            Decide(&["D1-11"], NOT_MET),
            Sweep,
            By(&["D1-04", "D1-11", "D1-13", "D1-14", "D1-15"], Look),
        ],
    ),
    // 48 hours: a person has decided.
    (
        "04-17T09:00:00.000",
        &[Decide(FIRST_BATCH, Pass), SetAwaitingPayment(FIRST_BATCH), Worklist, By(FIRST_BATCH, Pay)],
    ),
    // The last instant for filing, and the first that is too late.
    ("04-17T14:59:59.999", &[By(&["D1-10"], File), Worklist]),
    ("04-17T15:00:00.000", &[By(&["D1-12"], File), Sweep, By(&["D1-12"], Look)]),
    (
        "04-18T10:00:00.000",
        &[
            By(&["D1-04", "D1-11"], Correct),
            Decide(&["D1-04", "D1-10"], Pass),
            Decide(&["D1-11"], STILL_NOT_MET),
            SetAwaitingPayment(&["D1-04"]),
            By(&["D1-04"], Pay),
            Sweep,
        ],
    ),
    // Six hours before the supplement closes, who has not corrected is reminded.
    ("04-19T09:00:00.000", &[Sweep]),
    // A millisecond after 24 hours: the office is late, which costs the candidate a call.
    (
        "04-19T10:00:00.001",
        &[Sweep, By(&["D1-10"], Look), SetAwaitingPayment(&["D1-10"]), By(&["D1-10"], Pay)],
    ),
    // The last instant for correcting, and the first that is too late.
    ("04-19T14:59:59.999", &[By(&["D1-13", "D1-14"], Correct)]),
    ("04-19T15:00:00.000", &[By(&["D1-15"], Correct), Worklist]),
    // The last instant at which the office is in time with what was corrected.
    (
        "04-19T17:59:59.999",
        &[
            Decide(&["D1-13"], Pass),
            Decide(&["D1-14"], STILL_NOT_MET),
            SetAwaitingPayment(&["D1-13"]),
            Sweep,
            By(&["D1-13"], AskTheSite),
        ],
    ),
    // The last instant for paying.
    ("04-19T23:59:59.999", &[By(&["D1-13"], Pay)]),
    // The morning after.
    ("04-20T09:00:00.000", &[Sweep, Everybody(Look), Worklist]),
];
