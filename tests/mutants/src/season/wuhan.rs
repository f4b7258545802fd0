//! Categories follow from the roster, and a person decides.

use super::Role::Registered;
use super::Set;
use crate::journeys::{entering, filing, opening, reviewing, telling};

pub(super) const SET: Set = Set {
    file: kit::DERIVING.0,
    roles: &[
        // By the rows of table D.2, from the first on.
        Registered(
            "resident-identity-card,yes,3,武汉大学,regular-higher-education,420106,420500,senior-secondary,语文",
        ),
        Registered(
            "resident-identity-card,yes,4,清华大学,regular-higher-education,110108,420106,senior-secondary,语文",
        ),
        Registered("resident-identity-card,no,,,,,420106,primary,数学"),
        Registered("resident-identity-card,no,,,,,420500,primary,数学"),
        Registered(
            "resident-identity-card,yes,1,武汉大学,regular-higher-education,420106,420500,senior-secondary,japanese",
        ),
        Registered("resident-identity-card,no,,,,,420500,secondary-vocational-course,机械"),
        Registered("resident-identity-card,no,,,,,420500,practice-instruction,机械"),
        Registered(
            "resident-identity-card,yes,2,武汉大学,regular-higher-education,420106,420106,senior-secondary,语文",
        ),
        Registered("resident-identity-card,no,,,,,110108,primary,数学"),
        Registered(
            "resident-identity-card,yes,3,清华大学,regular-higher-education,110108,110108,senior-secondary,语文",
        ),
        Registered("mainland-travel-permit-hk-mo,no,,,,,,senior-secondary,语文"),
        // An institution of the city that is no regular one (S4-F07).
        Registered(
            "resident-identity-card,yes,3,江城学院,adult-higher-education,420106,420106,senior-secondary,语文",
        ),
        // Whoever falls under several, of which the narrower comes first (S4-F03).
        Registered(
            "resident-identity-card,yes,3,武汉大学,regular-higher-education,420106,420106,senior-secondary,russian",
        ),
        Registered("resident-identity-card,no,,,,,420106,secondary-vocational-course,japanese"),
        Registered("mainland-travel-permit-taiwan,no,,,,,420106,practice-instruction,japanese"),
    ],
    answers: &[],
    unheard: &[(
        ".status.submitted",
        "every policy words this state, and without a rule no case stays in it: there is no register to wait for",
    )],
    journeys: &[
        ("everybody is shown what is offered, and may open a case within the window", opening::offered),
        ("a registration leads to a list, or to somebody to ask", filing::asked_for),
        ("a row takes several pictures, and one of its alternatives", filing::handed_in),
        ("a person decides in time, and a correction is in time", reviewing::reviewed),
        ("a case that is over says why", reviewing::over),
        ("an office has somebody explained who may come", telling::explained),
        ("a candidate logs in by a password, which can be guessed at so often", entering::by_password),
    ],
};
