//! Who plays: for each row of D.1 one of the invented people, whom the registers know in the way that the row says.

/// The part of a candidate.
pub(crate) struct Part {
    /// The row of D.1.
    pub(crate) row: &'static str,
    /// The place in the list of invented people. The last digit is what registers know; no two have one name.
    pub(crate) place: u32,
    /// The category that they choose.
    pub(crate) category: &'static str,
    /// A register that says something else of them, and the script that makes it do so.
    pub(crate) otherwise: Option<(&'static str, &'static str)>,
    /// Whether they obtain electronic certificates instead of photographing everything.
    pub(crate) obtains: bool,
}

const HOUSEHOLD: &str = "local-household";
const OTHER: &str = "other-household";

/// The examination site has another name.
const COMPARES_BADLY: (&str, &str) = ("examination-site", r#"{"fields":{"name":"某某"}}"#);
/// The diploma is not registered.
const NO_DIPLOMA: (&str, &str) = ("diplomas", r#"{"text":"{\"entry\":null}"}"#);

pub(crate) const CAST: [Part; 15] = [
    Part { obtains: true, ..part("D1-01", 0, HOUSEHOLD) },
    part("D1-02", 115, HOUSEHOLD),
    part("D1-03", 224, HOUSEHOLD),
    part("D1-04", 334, HOUSEHOLD),
    part("D1-05", 441, OTHER),
    Part { otherwise: Some(COMPARES_BADLY), ..part("D1-06", 551, OTHER) },
    Part { otherwise: Some(NO_DIPLOMA), ..part("D1-07", 661, OTHER) },
    Part { obtains: true, ..part("D1-08", 772, OTHER) },
    part("D1-09", 881, "local-student"),
    part("D1-10", 990, "hong-kong-macao-taiwan"),
    part("D1-11", 1016, HOUSEHOLD),
    part("D1-12", 1120, HOUSEHOLD),
    part("D1-13", 1232, OTHER),
    part("D1-14", 1345, HOUSEHOLD),
    part("D1-15", 1453, OTHER),
];

const fn part(row: &'static str, place: u32, category: &'static str) -> Part {
    Part { row, place, category, otherwise: None, obtains: false }
}
