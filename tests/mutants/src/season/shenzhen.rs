//! Categories are chosen, registers are asked, and telephones verified.

use domain::check::Register::{ExaminationSite, ResidencePermits, ResidentRegister};

use super::Role::Choosing;
use super::{Field, Set};
use crate::journeys::{filing, opening, registers, reviewing, telling};

/// Whoever has no household here needs the permit.
const ELSEWHERE: Field = (ResidentRegister, "household", "420100");

/// Whoever is registered for the examination with another education than their diploma's.
const OTHER_EDUCATION: Field = (ExaminationSite, "education", "master");

pub(super) const SET: Set = Set {
    file: kit::POLICY,
    roles: &[
        Choosing("local-household", &[]),
        Choosing("other-household", &[ELSEWHERE]),
        Choosing("local-student", &[]),
        Choosing("hong-kong-macao-taiwan", &[]),
    ],
    answers: &[
        (0, &[OTHER_EDUCATION]),
        // On the day on which it is filed the permit is valid, and before that day it has ended.
        (1, &[(ResidencePermits, "place", "440305"), (ResidencePermits, "valid-until", "2027-04-15")]),
        (1, &[(ResidencePermits, "place", "440305"), (ResidencePermits, "valid-until", "2027-04-14")]),
        (1, &[(ResidencePermits, "place", "420100"), (ResidencePermits, "valid-until", "2028-12-31")]),
    ],
    unheard: &[],
    journeys: &[
        ("everybody is shown what is offered, and may open a case within the window", opening::offered),
        ("a candidate is asked for what the category asks for, in their own name", filing::asked_for),
        ("a certificate takes the place of an upload", filing::obtained),
        ("a telephone is verified", telling::verified),
        ("registers decide, or a person", registers::decided),
        ("education and stage go together", registers::educated),
        ("a person decides in time, and a correction is in time", reviewing::reviewed),
        ("an approved case is registered on the site", registers::registered),
        ("a candidate is told by SMS", telling::told),
        ("a case that is over says why", reviewing::over),
    ],
};
