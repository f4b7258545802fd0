//! Rosters, as an office exports them: in either form, through the parser and through the component.

use edge::Code;
use kit::{Answer, Deployment};
use roster::{Format, Roster, Row, Wrong};

use crate::world::{NAME, NUMBER, World};

const POLICY: &[u8] = include_bytes!("../../../shared/policies/wuhan-interview-2027.toml");
const PATH: &str = "/internal/rosters/wuhan-interview/2027-autumn";
const MARK: &[u8] = b"\xef\xbb\xbf";

thread_local! {
    static DEPLOYMENT: Deployment = Deployment::of(POLICY);
}

/// Reads and imports the bytes as a table and as objects.
pub fn rosters(bytes: &[u8]) {
    for (format, media_type) in [(Format::Csv, "text/csv"), (Format::JsonLines, "application/jsonl")] {
        let read = rows(bytes, format);
        if !bytes.starts_with(MARK) {
            assert_eq!(rows(&[MARK, bytes].concat(), format), read, "a mark makes a difference");
        }
        let mut world = World::copy();
        world.deployment = DEPLOYMENT.with(|deployment| deployment.copy(3));
        world.deployment.calls();
        let answer = world.send_file(PATH, media_type, bytes);
        // In a refusal there is no place for what somebody is called.
        assert!(!answer.text.contains(NAME) && !answer.text.contains(NUMBER), "{}", answer.text);
        match read {
            Err(wrongs) => is_refused(&world, bytes, &wrongs, &answer),
            Ok(rows) => {
                let count = rows.len();
                assert_eq!((answer.status, &answer.json()["new"]), (200, &count.into()), "{}", answer.text);
                world.deployment.calls();
                let again = world.send_file(PATH, media_type, bytes);
                assert_eq!(again.json()["unchanged"], count, "{}", again.text);
                assert!(writes_nothing(&world), "the same file writes something");
            }
        }
        world.look_at_store();
    }
}

/// Every registration, each once and in the order of lines.
fn rows(bytes: &[u8], format: Format) -> Result<Vec<Row>, Vec<Wrong>> {
    let roster = Roster::read(bytes, format).map_err(|invalid| {
        assert!(!invalid.shown.is_empty());
        invalid.shown
    })?;
    let rows: Vec<Row> = roster.rows().collect();
    let counts = roster.counts();
    assert_eq!(rows.len(), counts.rows - counts.duplicates);
    assert!(!rows.is_empty() && rows.is_sorted_by(|one, next| one.line < next.line));
    for (place, row) in rows.iter().enumerate() {
        assert!(rows.iter().take(place).all(|other| other.document != row.document));
    }
    Ok(rows)
}

fn is_refused(world: &World, bytes: &[u8], wrongs: &[Wrong], answer: &Answer) {
    assert_eq!((answer.status, answer.code().as_str()), (422, Code::InvalidRoster.name()), "{}", answer.text);
    let lines = 1 + bytes.iter().filter(|byte| matches!(byte, b'\r' | b'\n')).count();
    assert!(wrongs.iter().all(|wrong| (1..=lines).contains(&wrong.line)), "a line that is not there");
    let errors = answer.json()["errors"].as_array().map(Vec::len);
    assert_eq!(errors, Some(wrongs.len()));
    assert!(writes_nothing(world), "half of a file is imported");
}

/// Tells whether nothing was written since the calls were last looked at.
fn writes_nothing(world: &World) -> bool {
    let calls = world.deployment.calls();
    !["swap", "set", "delete"].iter().any(|call| calls.contains(&format!("{call} ")))
}
