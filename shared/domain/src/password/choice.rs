//! Which password can be set: long enough, and not what anybody would try first.
//!
//! No kind of character is asked for, and none is refused. What counts is what is left of a password once everything is taken out
//! that can be foreseen: what is known of its person, words that are in many passwords, and characters that follow from the one
//! before them.

/// Long enough for a sentence. What is longer costs time at each login and is no safer.
pub const CHARACTERS_MAX: usize = 128;

/// What is left of a password has at least so many characters: as many as ASVS 5.0, 6.2.1, asks of one in which nothing was
/// looked for.
const UNFORESEEN_MIN: usize = 8;

/// What is known of a person is looked for in pieces of at least this length: shorter ones are in many words by chance.
const PIECE_CHARACTERS_MIN: usize = 4;

/// Words that begin most lists of passwords that many people have, here and elsewhere, and what this service is about.
const COMMON: [&str; 26] = [
    "password",
    "passw0rd",
    "p@ssw0rd",
    "passwort",
    "mima",
    "administrator",
    "admin",
    "root",
    "welcome",
    "letmein",
    "login",
    "iloveyou",
    "woaini",
    "test",
    "abc123",
    "abcd1234",
    "a1b2c3",
    "1q2w3e4r",
    "1qaz2wsx",
    "5201314",
    "miaopi",
    "jiaoshi",
    "teacher",
    "zige",
    "kaoshi",
    "jszg",
];

/// Rows of a keyboard, and the order of letters and digits: one character of a row leads to the next, in both directions.
const ROWS: [&str; 6] =
    ["abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "!@#$%^&*()"];

/// Why a password cannot be set. It is not repeated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidPassword {
    /// It has fewer characters than the policy wants.
    #[error("it has fewer than {min} characters")]
    TooShort {
        /// How many there have to be.
        min: u8,
    },
    /// It has more characters than anybody needs.
    #[error("it has more than {CHARACTERS_MAX} characters")]
    TooLong,
    /// Little is left of it without what is known of its person.
    #[error("it consists of what is known of its person")]
    Personal,
    /// Little is left of it without what many people choose.
    #[error("it consists of what many people choose")]
    Common,
}

/// Decides whether somebody can set this password. `known` is what is known of them and of what they log in to.
///
/// # Errors
///
/// Returns the reason why not.
pub fn check(password: &str, characters_min: u8, known: &[&str]) -> Result<(), InvalidPassword> {
    let characters = password.chars().count();
    if characters < usize::from(characters_min) {
        return Err(InvalidPassword::TooShort { min: characters_min });
    }
    if CHARACTERS_MAX < characters {
        return Err(InvalidPassword::TooLong);
    }
    let small = password.to_lowercase();
    if unforeseen(&without(&small, COMMON)) < UNFORESEEN_MIN {
        return Err(InvalidPassword::Common);
    }
    let pieces: Vec<String> = known.iter().flat_map(|text| pieces(text)).collect();
    let left = without(&small, pieces.iter().map(String::as_str));
    if unforeseen(&without(&left, COMMON)) < UNFORESEEN_MIN { Err(InvalidPassword::Personal) } else { Ok(()) }
}

/// Returns the words of a text, and the text as a whole; of an e-mail address what stands before the @ as well.
fn pieces(text: &str) -> Vec<String> {
    let small = text.to_lowercase();
    let words = small.split(|character: char| !character.is_alphanumeric());
    let mut pieces: Vec<String> = words
        .chain([small.as_str()])
        .chain(small.split('@'))
        .filter(|piece| is_telling(piece))
        .map(str::to_owned)
        .collect();
    // The longest first, so that a word in it leaves nothing of it over.
    pieces.sort_by_key(|piece| std::cmp::Reverse(piece.len()));
    pieces
}

/// Two Chinese characters are a name, where two letters are in half of all words.
fn is_telling(piece: &str) -> bool {
    let characters = piece.chars().count();
    PIECE_CHARACTERS_MIN <= characters || (2 <= characters && !piece.is_ascii())
}

/// Puts a single character that counts for nothing in the place of each of these words.
fn without<'a>(text: &str, words: impl IntoIterator<Item = &'a str>) -> String {
    words.into_iter().fold(text.to_owned(), |text, word| text.replace(word, "\0"))
}

/// Counts the characters that could not be foreseen: none that repeats the one before or follows it in a row, and none that only
/// says again what the password has begun with.
fn unforeseen(text: &str) -> usize {
    let characters: Vec<char> = text.chars().collect();
    let period = period(&characters);
    let once = characters.get(..period).unwrap_or(&characters);
    let mut before = None;
    let mut count = 0;
    for &character in once {
        let is_foreseen = character == '\0' || before.is_some_and(|before| follows(before, character));
        count += usize::from(!is_foreseen);
        before = Some(character);
    }
    count
}

/// Returns after how many characters a text begins to say the same again, up to its end.
fn period(characters: &[char]) -> usize {
    let repeats = |period: &usize| {
        let earlier = characters.iter();
        characters.iter().skip(*period).zip(earlier).all(|(later, earlier)| later == earlier)
    };
    (1..characters.len()).find(repeats).unwrap_or(characters.len())
}

/// Tells whether one character leads to the other.
fn follows(before: char, after: char) -> bool {
    before == after
        || ROWS.iter().any(|row| {
            let mut pairs = row.chars().zip(row.chars().skip(1));
            pairs.any(|(one, next)| (one, next) == (before, after) || (one, next) == (after, before))
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    const KNOWN: [&str; 4] =
        ["xiaoming.wang@example.org", "11010519491231002X", "王小明", "invented-interview"];

    #[track_caller]
    fn is(password: &str, expected: Result<(), InvalidPassword>) {
        assert_eq!(check(password, 12, &KNOWN), expected, "{password}");
    }

    #[test]
    fn whatever_is_long_enough_and_cannot_be_foreseen_can_be_set() {
        for password in [
            "correct horse battery staple",
            "twelve chars",
            "床前明月光疑是地上霜",
            "Tr0ub4dor&3xyQ7",
            "кошка на крыше",
            "🐎🔋📎🧵🪁🎻🧭🪴🧊🛶🪵🧲",
            "tab\tand\nnewline",
        ] {
            assert_eq!(check(password, 8, &KNOWN), Ok(()), "{password}");
        }
    }

    #[test]
    fn a_password_has_from_the_policys_number_to_128_characters() {
        is("kq7 vd2 mz9", Err(InvalidPassword::TooShort { min: 12 }));
        is("kq7 vd2 mz9 ", Ok(()));
        // Characters and not bytes are counted.
        is("床前明月光疑是地上霜", Err(InvalidPassword::TooShort { min: 12 }));
        let long = "床前明月光疑是地上霜举头望明月低头思故乡";
        let exactly: String = long.chars().cycle().take(CHARACTERS_MAX).collect();
        is(&exactly, Ok(()));
        is(&std::format!("{exactly}a"), Err(InvalidPassword::TooLong));
    }

    #[test]
    fn what_repeats_or_runs_on_is_refused() {
        for password in [
            "aaaaaaaaaaaa",
            "abcdefghijkl",
            "ABCDEFGHIJKL",
            "987654321098",
            "qwertyuiopasdfgh",
            "123412341234",
            "kq7kq7kq7kq7kq7",
            "!@#$%^&*()!@#",
            "aaaabbbbccccdddd",
        ] {
            is(password, Err(InvalidPassword::Common));
        }
    }

    #[test]
    fn what_many_people_choose_is_refused_whatever_is_put_around_it() {
        for password in [
            "password1234",
            "Password!2027",
            "passwordpassword",
            "Welcome12345",
            "woaini5201314",
            "admin@123456",
            "teacher2027!",
        ] {
            is(password, Err(InvalidPassword::Common));
        }
    }

    #[test]
    fn what_is_known_of_somebody_is_refused_in_any_case_and_whatever_is_put_around_it() {
        for password in [
            "xiaoming.wang@example.org",
            "Xiaoming.Wang@Example.Org",
            "xiaoming.wang",
            "11010519491231002x",
            "王小明王小明kq7vd2",
            "invented-interview",
            "xiaoming19kq",
        ] {
            is(password, Err(InvalidPassword::Personal));
        }
        is("xiaoming kq7 vd2 mz9", Ok(()));
    }

    #[test]
    fn why_a_password_is_refused_repeats_nothing_of_it() {
        let error = check("password1234", 12, &[]).unwrap_err();
        assert!(!std::format!("{error}{error:?}").contains("1234"));
    }
}
