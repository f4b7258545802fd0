//! What the simulation has found: each is the shortest list of steps that showed it.

use crate::plan::{Act, Does, Plan, Step};
use crate::programme::Programme;
use crate::run::play;
use crate::snapshot::Snapshots;
use crate::world::micros_of;

/// A step as the simulation prints it.
fn candidate(when: &str, act: Act, seed: u64) -> Step {
    of(0, when, act, seed)
}

fn of(candidate: usize, when: &str, act: Act, seed: u64) -> Step {
    step(when, Does::Candidate(candidate, act), seed)
}

fn step(when: &str, does: Does, seed: u64) -> Step {
    Step { when: micros_of(when), does, seed }
}

fn broken(plan: &Plan) -> Option<String> {
    play(plan, Snapshots::new().of(plan)).broken
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
    let plan = Plan {
        programme: Programme::Choosing,
        trouble: 30,
        honours_keys: false,
        hides_errors: true,
        skews: [0, 0],
        steps,
    };
    assert_eq!(broken(&plan), None);
}

#[test]
fn of_two_who_file_at_once_and_lose_an_answer_one_asks_the_registers() {
    let steps = vec![
        of(3, "2027-04-16T08:55:11.592Z", Act::Open, 0xab26_b906_88d7_c450),
        of(3, "2027-04-16T08:56:00.817Z", Act::Edit, 0xb0fd_7384_b1ce_d5b6),
        of(3, "2027-04-16T08:56:39.126Z", Act::HandIn(0), 0x25ec_fe1f_f2fc_2221),
        of(3, "2027-04-16T08:57:58.851Z", Act::HandIn(1), 0x3b98_d0a4_087f_8c53),
        of(3, "2027-04-16T09:00:14.476Z", Act::HandIn(2), 0xb565_6696_8f59_6b96),
        of(3, "2027-04-16T09:01:44.028Z", Act::Submit, 0xe598_0bb6_637f_5b0b),
        of(3, "2027-04-17T06:59:50.000Z", Act::SubmitAtTheCutOff(1), 0x9499_6bfc_24d1_76d9),
        of(3, "2027-04-17T06:59:59.234Z", Act::Submit, 0xa6dc_9758_5356_b109),
    ];
    let plan = Plan {
        programme: Programme::Choosing,
        trouble: 10,
        honours_keys: false,
        hides_errors: false,
        skews: [1_940, -1_330],
        steps,
    };
    assert_eq!(broken(&plan), None);
}

#[test]
fn an_upload_that_a_sweep_ends_while_it_is_completed_is_answered_by_what_the_case_says_then() {
    let steps = vec![
        step("2027-04-12T06:34:18.642Z", Does::Jump(0, -5_937_181), 0xa4c7_d465_7e39_7491),
        of(2, "2027-04-17T06:50:33.386Z", Act::Open, 0x0306_65b8_4a68_0584),
        of(1, "2027-04-17T06:51:01.310Z", Act::Open, 0x3176_5f14_425c_0cb5),
        of(1, "2027-04-17T06:51:01.982Z", Act::Edit, 0x3c1a_9e1e_f007_1ea1),
        of(2, "2027-04-17T06:53:32.261Z", Act::Edit, 0x722a_1a16_c0fd_e24c),
        of(2, "2027-04-17T06:54:36.020Z", Act::HandInParts(0), 0x856f_af17_e032_a813),
        step("2027-04-17T07:00:01.775Z", Does::Sweep(1), 0xe0a3_0206_b083_d828),
    ];
    let plan = Plan {
        programme: Programme::Choosing,
        trouble: 3,
        honours_keys: false,
        hides_errors: false,
        skews: [0, 0],
        steps,
    };
    assert_eq!(broken(&plan), None);
}

#[test]
fn a_slow_part_of_an_upload_that_has_ended_does_not_spoil_one_that_was_opened_under_its_name_since() {
    let steps = vec![
        of(1, "2027-04-12T14:30:46.849674Z", Act::Open, 0x02e0_cc8d_3c61_82bd),
        of(1, "2027-04-12T14:31:50.472031Z", Act::AskCode, 0x76e9_227a_ae2f_0bba),
        step("2027-04-13T03:02:01.597500Z", Does::Sweep(1), 0x3eff_0303_26d7_f031),
        of(0, "2027-04-13T14:48:23.213082Z", Act::Open, 0x7d18_8958_eafb_a2a8),
        of(0, "2027-04-13T21:23:45.073738Z", Act::HandIn(1), 0x9cc1_6b8a_f8bb_4be7),
        of(2, "2027-04-14T10:11:52.557576Z", Act::Open, 0xf7de_5c44_cc56_6ebd),
        of(2, "2027-04-15T00:14:35.411861Z", Act::Edit, 0x847e_5960_9997_730e),
        of(2, "2027-04-15T00:56:59.744058Z", Act::HandInParts(0), 0x2d6e_de7f_7f11_6e8f),
        of(2, "2027-04-15T00:57:05.812774Z", Act::HandInParts(0), 0xc8b6_e5f9_e05b_94d5),
    ];
    let plan = Plan {
        programme: Programme::Choosing,
        trouble: 30,
        honours_keys: true,
        hides_errors: false,
        skews: [528, 1733],
        steps,
    };
    assert_eq!(broken(&plan), None);
}
