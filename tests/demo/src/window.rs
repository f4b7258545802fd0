//! The window: what is done, and when. Instants are in China.

use crate::office::Outcome::{self, Pass, Reject, Return};

/// Something that is done, by or about the candidates of these rows.
pub(crate) enum Deed {
    /// They fill in a draft, and leave it.
    Draft(&'static [&'static str]),
    /// They file.
    File(&'static [&'static str]),
    /// A reviewer decides.
    Decide(&'static [&'static str], Outcome),
    /// They correct.
    Correct(&'static [&'static str]),
    /// Staff set 待支付 on the examination site.
    SetAwaitingPayment(&'static [&'static str]),
    /// They ask where the registration is.
    AskTheSite(&'static [&'static str]),
    /// They pay on the examination site, and look there.
    Pay(&'static [&'static str]),
    /// They look at their case.
    Look(&'static [&'static str]),
    /// The scheduler calls, and everybody reads their messages.
    Sweep,
    /// A reviewer reads what is to be done.
    Worklist,
    /// Everybody looks at their case.
    LookAll,
}

use Deed::{
    AskTheSite, Correct, Decide, Draft, File, Look, LookAll, Pay, SetAwaitingPayment, Sweep, Worklist,
};

const ILLEGIBLE: Outcome = Return("illegible", "请重新拍照");
const NOT_MET: &str = "conditions-not-met";

/// The window, instant by instant.
pub(crate) const WINDOW: &[(&str, &[Deed])] = &[
    // The evening before the clocks start.
    ("04-14T20:00:00.000", &[File(&["D1-01", "D1-02", "D1-03", "D1-05"]), Draft(&["D1-12"])]),
    // They start for what was filed before.
    ("04-15T09:00:00.000", &[File(&["D1-04", "D1-06", "D1-07"]), AskTheSite(&["D1-01"])]),
    ("04-15T10:30:00.000", &[File(&["D1-08", "D1-09", "D1-11", "D1-13", "D1-14", "D1-15"]), Worklist]),
    // 24 hours have passed when this instant has: what was approved at once awaits payment.
    (
        "04-16T09:00:00.000",
        &[
            SetAwaitingPayment(&["D1-01", "D1-05"]),
            Sweep,
            AskTheSite(&["D1-01", "D1-05"]),
            Pay(&["D1-01", "D1-05"]),
        ],
    ),
    // A day before the window closes.
    (
        "04-16T15:00:00.000",
        &[
            Decide(&["D1-13", "D1-14", "D1-15"], ILLEGIBLE),
            Decide(&["D1-04"], Return("diploma-commitment", "请携带承诺书")),
            Decide(&["D1-11"], Return(NOT_MET, "学历与报考学段不符")),
            Sweep,
            Look(&["D1-04", "D1-11", "D1-13"]),
        ],
    ),
    // 48 hours have passed when this instant has.
    (
        "04-17T09:00:00.000",
        &[
            Decide(&["D1-02", "D1-03", "D1-06", "D1-07", "D1-08", "D1-09"], Pass),
            SetAwaitingPayment(&["D1-02", "D1-03", "D1-06", "D1-07", "D1-08", "D1-09"]),
            Worklist,
            Pay(&["D1-02", "D1-03", "D1-06", "D1-07", "D1-08", "D1-09"]),
        ],
    ),
    // The last instant at which somebody files, and the first that is too late.
    ("04-17T14:59:59.999", &[File(&["D1-10"]), Worklist]),
    ("04-17T15:00:00.000", &[File(&["D1-12"]), Sweep, Look(&["D1-12"])]),
    (
        "04-18T10:00:00.000",
        &[
            Correct(&["D1-04", "D1-11"]),
            Decide(&["D1-04", "D1-10"], Pass),
            SetAwaitingPayment(&["D1-04", "D1-10"]),
            Pay(&["D1-04", "D1-10"]),
            Decide(&["D1-11"], Reject(NOT_MET, "学历与报考学段不符")),
            Sweep,
        ],
    ),
    // Six hours before the supplement closes.
    ("04-19T09:00:00.000", &[Sweep]),
    // The last instant at which somebody corrects, and the first that is too late.
    ("04-19T14:59:59.999", &[Correct(&["D1-13", "D1-14"])]),
    ("04-19T15:00:00.000", &[Correct(&["D1-15"]), Worklist]),
    // The last instant at which the office is in time.
    (
        "04-19T17:59:59.999",
        &[
            Decide(&["D1-13"], Pass),
            SetAwaitingPayment(&["D1-13"]),
            Decide(&["D1-14"], Reject(NOT_MET, "学历与报考学段不符")),
            Sweep,
            AskTheSite(&["D1-13"]),
        ],
    ),
    // The last instant at which whoever was corrected can pay.
    ("04-19T23:59:59.999", &[Pay(&["D1-13"])]),
    // The morning after.
    ("04-20T09:00:00.000", &[Sweep, LookAll, Worklist]),
];
