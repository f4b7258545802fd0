//! What becomes of a file that somebody, or something, has damaged.

use super::*;
use proptest::prelude::*;

/// One thing that happens to a file, at places that are taken modulo its length.
#[derive(Clone, Debug)]
enum Damage {
    /// A line is lost.
    Delete(usize),
    /// A line is there twice.
    Repeat(usize, usize),
    /// Two lines have changed places.
    Swap(usize, usize),
    /// Everything from a byte on is lost.
    Cut(usize),
    /// Bytes have been written over others.
    Overwrite(usize, Vec<u8>),
}

fn any_damage() -> impl Strategy<Value = Damage> {
    let line = 0..PUBLISHED.lines().count();
    let byte = 0..PUBLISHED.len();
    // Bytes that mean something to a reader come up more often than others.
    let bytes = prop_oneof![any::<u8>(), proptest::sample::select(b"\n\"'={}[].,#\\-0".as_slice())];
    prop_oneof![
        line.clone().prop_map(Damage::Delete),
        (line.clone(), line.clone()).prop_map(|(from, to)| Damage::Repeat(from, to)),
        (line.clone(), line).prop_map(|(one, other)| Damage::Swap(one, other)),
        byte.clone().prop_map(Damage::Cut),
        (byte, prop::collection::vec(bytes, 1..4)).prop_map(|(at, bytes)| Damage::Overwrite(at, bytes)),
    ]
}

fn by_lines(file: Vec<u8>, change: impl FnOnce(&mut Vec<&[u8]>)) -> Vec<u8> {
    let mut lines: Vec<&[u8]> = file.split(|byte| *byte == b'\n').collect();
    change(&mut lines);
    lines.join(&b'\n')
}

impl Damage {
    fn done_to(self, mut file: Vec<u8>) -> Vec<u8> {
        match self {
            Self::Delete(line) => by_lines(file, |lines| {
                lines.remove(line % lines.len());
            }),
            Self::Repeat(from, to) => {
                by_lines(file, |lines| lines.insert(to % lines.len(), lines[from % lines.len()]))
            }
            Self::Swap(one, other) => by_lines(file, |lines| {
                let count = lines.len();
                lines.swap(one % count, other % count)
            }),
            Self::Cut(at) => {
                file.truncate(at);
                file
            }
            Self::Overwrite(at, bytes) => {
                for (place, byte) in file.iter_mut().skip(at).zip(bytes) {
                    *place = byte;
                }
                file
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]
    #[test]
    fn a_damaged_file_is_read_or_refused_at_a_line_that_it_has(
        damages in prop::collection::vec(any_damage(), 1..6),
    ) {
        let file = damages.into_iter().fold(PUBLISHED.as_bytes().to_vec(), |file, one| one.done_to(file));
        let lines = file.split(|byte| *byte == b'\n').count();
        match Policy::parse(&file) {
            Ok(policy) => prop_assert_eq!(policy.hash(), Digest::of(&file)),
            Err(PolicyError::Mistake(mistake)) => prop_assert!((1..=lines).contains(&mistake.line), "{}", mistake),
            Err(PolicyError::TooLarge { .. }) => prop_assert!(Policy::BYTES_MAX < file.len()),
        }
    }
}

/// Calls `one` with each line of a file that begins with a key, the key, and the file with that line replaced by what
/// `change` makes of it.
fn for_each_key(file: &str, change: fn(&str) -> String, one: impl Fn(usize, &str, &str)) {
    let mut count = 0;
    for (place, line) in file.lines().enumerate() {
        let is_key = |key: &&str| key.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
        let Some(key) = line.split_once(" = ").map(|(key, _)| key).filter(is_key) else { continue };
        let mut lines: Vec<_> = file.lines().map(str::to_owned).collect();
        lines[place] = change(line);
        one(place + 1, key, &lines.join("\n"));
        count += 1;
    }
    assert!(40 < count);
}

#[test]
fn a_slip_in_any_key_is_found_in_its_line() {
    for file in [PUBLISHED, &(SMALL.to_owned() + filing::FILING)] {
        for_each_key(
            file,
            |line| "x".to_owned() + line,
            |line, key, file| {
                let error = Policy::parse(file.as_bytes()).unwrap_err().to_string();
                assert!(
                    error.starts_with(&std::format!("line {line}: there is no ")),
                    "{error}, not line {line}"
                );
                let (_, possible) = error.split_once(&std::format!("called x{key}, but perhaps: ")).unwrap();
                assert!(possible.split(", ").any(|name| name == key), "{error}");
            },
        );
    }
}

#[test]
fn a_key_that_is_left_out_is_never_blamed_on_another_one() {
    for file in [PUBLISHED, &(SMALL.to_owned() + filing::FILING)] {
        for_each_key(
            file,
            |_| String::new(),
            |_, key, file| {
                if let Err(error) = Policy::parse(file.as_bytes()) {
                    let error = error.to_string();
                    assert!(!error.contains("perhaps"), "{key}: {error}");
                }
            },
        );
    }
}
