//! Passwords that were stolen elsewhere and are tried first: the 100,000 that are most often in the breaches that Have I Been Pwned has
//! collected, as the crate `passwords` lists them. `build.rs` makes the table.

use domain::digest::Digest;

/// The first four bytes of the digest of each, in small letters, in order. Of a million others some ten are taken for
/// one of them.
static TABLE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/breached"));

/// Tells whether a password is one of them, in any letter case, or was made of one by putting digits and signs around it.
pub(crate) fn is_listed(password: &str) -> bool {
    let small = password.to_lowercase();
    let core = small.trim_matches(|character: char| !character.is_alphabetic());
    [small.as_str(), core].into_iter().any(has)
}

fn has(text: &str) -> bool {
    let digest = Digest::of(text.as_bytes());
    let (beginnings, _) = TABLE.as_chunks::<4>();
    digest.as_bytes().first_chunk().is_some_and(|beginning| beginnings.binary_search(beginning).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_has_as_many_as_it_should_in_their_order() {
        let (beginnings, rest) = TABLE.as_chunks::<4>();
        assert!(rest.is_empty() && beginnings.is_sorted());
        // 22,098 when it was last looked at, in 88 KB.
        assert!((20_000..25_000).contains(&beginnings.len()), "{}", beginnings.len());
    }

    #[test]
    fn a_password_is_found_as_a_whole_and_without_what_is_around_it() {
        for listed in
            ["sunflower", "SunFlower", "kingdomhearts2", "sunflower1234", "#sunflower#", "2027sunflower!"]
        {
            assert!(is_listed(listed), "{listed}");
        }
        for other in ["", "1234", "sun flower", "sunflowerkq", "kq7 vd2 mz9 hw4", "床前明月光疑是地上霜"]
        {
            assert!(!is_listed(other), "{other}");
        }
    }
}
