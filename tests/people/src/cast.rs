//! Who plays the rows of D.1: for each of them one of the invented people, whom the registers know in the way that the row
//! says. The demo plays them by itself, and the pages of the sandbox say who is there to be played by hand.

/// The part of a candidate.
#[derive(Clone, Copy, Debug)]
pub struct Part {
    /// The row of D.1.
    pub row: &'static str,
    /// The place in the list of invented people. The last digit is what registers know; no two have one name.
    pub place: u32,
    /// The category that they choose.
    pub category: &'static str,
    /// A register that says something else of them, and the script that makes it do so.
    pub otherwise: Option<(&'static str, &'static str)>,
    /// Whether they obtain electronic certificates instead of photographing everything.
    pub obtains: bool,
}

const HOUSEHOLD: &str = "local-household";
const OTHER: &str = "other-household";

/// The examination site has another name.
const COMPARES_BADLY: (&str, &str) = ("examination-site", r#"{"fields":{"name":"某某"}}"#);
/// The diploma is not registered.
const NO_DIPLOMA: (&str, &str) = ("diplomas", r#"{"text":"{\"entry\":null}"}"#);

/// The fifteen of them, in the order of the rows.
pub const CAST: [Part; 15] = [
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Person;

    #[test]
    fn each_row_has_somebody_with_a_name_and_a_telephone_of_their_own() {
        for (number, part) in CAST.iter().enumerate() {
            assert_eq!(part.row, format!("D1-{:02}", number + 1));
            let person = Person::new(part.place).unwrap();
            let others = CAST.iter().filter(|other| other.row != part.row);
            let mut others = others.filter_map(|other| Person::new(other.place));
            assert!(others.all(|other| other.name() != person.name()), "{part:?}");
            assert_eq!(Person::with_telephone(&person.telephone()), Some(person));
        }
    }
}
