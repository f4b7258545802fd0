//! What the simulation has found: each is the shortest list of steps that showed it.

use crate::plan::{Act, Does, Plan, Step};
use crate::run::{Snapshot, play};
use crate::world::micros_of;

/// A step as the simulation prints it.
fn candidate(when: &str, act: Act, seed: u64) -> Step {
    Step { when: micros_of(when), does: Does::Candidate(0, act), seed }
}

#[test]
fn a_picture_whose_commit_was_said_to_be_lost_and_was_filed_meanwhile_is_kept() {
    let steps = vec![
        candidate("2027-04-13T19:59:48.736Z", Act::Open, 0x0bcd_57d0_abe1_61f1),
        candidate("2027-04-13T20:00:27.849Z", Act::HandIn(1), 0xb4b1_656a_87c2_75bc),
        candidate("2027-04-13T20:30:31.140Z", Act::Edit, 0x4abb_234e_8559_272f),
        candidate("2027-04-13T20:30:51.140Z", Act::HandIn(0), 0xa9e1_d7ee_f7cb_9a8a),
        candidate("2027-04-13T20:31:11.140Z", Act::HandIn(1), 0x7d19_a19a_b575_5b0c),
        candidate("2027-04-13T20:31:31.140Z", Act::HandIn(2), 0xf689_0b03_9202_68fb),
        candidate("2027-04-13T20:31:51.140Z", Act::Submit, 0x2504_a4f0_0eef_bd00),
    ];
    let plan = Plan { trouble: 30, honours_keys: false, hides_errors: true, skews: [0, 0], steps };
    assert_eq!(play(&plan, &Snapshot::new(false)).broken, None);
}
