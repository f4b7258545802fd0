//! What registers say, and what they fail to say. Nothing of it is ever a rejection, and nothing is lost to an outage.

use super::*;
use domain::predicate::Truth;

/// Files a case after `script` has told the registers what to say, and returns what the candidate is told.
fn filed(category: &str, script: impl FnOnce(&kit::Registers)) -> (World, Answer) {
    let world = World::new(category);
    script(&world.deployment.registers);
    let answer = world.submit(OPEN);
    (world, answer)
}

#[track_caller]
fn goes_to_a_person(category: &str, script: impl FnOnce(&kit::Registers)) {
    let (world, answer) = filed(category, script);
    shows(&answer, 200, "under-review", "申请已提交");
    let case = world.deployment.case(world.id);
    let State::UnderReview(review) = case.state() else { panic!("{:?}", case.state()) };
    // 48 hours from the submission, of which the last instant is in time.
    assert_eq!(domain::instant::format(review.due.too_late), "2027-04-17T01:00:00.001Z");
}

#[test]
fn d1_01_a_household_in_shenzhen_needs_no_permit() {
    let (_, answer) =
        filed("local-household", |registers| registers.set(Register::ResidencePermits, Reply::Nobody));
    shows(&answer, 200, "approved", "业务申请已办结");
}

#[test]
fn d1_02_a_comparison_that_fails_goes_to_a_person() {
    goes_to_a_person("local-household", |registers| {
        registers.alter(Register::ExaminationSite, "name", "李雷");
    });
}

#[test]
fn d1_03_a_diploma_that_is_not_registered_goes_to_a_person() {
    goes_to_a_person("local-household", |registers| registers.set(Register::Diplomas, Reply::Nobody));
}

#[test]
fn d1_05_a_valid_permit_is_as_good_as_a_household() {
    let (_, answer) = filed("other-household", |registers| {
        registers.alter(Register::ResidentRegister, "household", "420100");
    });
    shows(&answer, 200, "approved", "业务申请已办结");
}

#[test]
fn d1_08_a_permit_is_valid_on_its_last_day_and_not_on_the_day_after() {
    let on = |last_day: &'static str| {
        move |registers: &kit::Registers| {
            registers.alter(Register::ResidentRegister, "household", "420100");
            registers.alter(Register::ResidencePermits, "valid-until", last_day);
        }
    };
    shows(&filed("other-household", on("2027-04-15")).1, 200, "approved", "业务申请已办结");
    goes_to_a_person("other-household", on("2027-04-14"));
}

#[test]
fn d1_09_and_d1_10_students_and_those_from_outside_the_mainland_go_to_a_person() {
    goes_to_a_person("local-student", |_| ());
    goes_to_a_person("hong-kong-macao-taiwan", |_| ());
}

#[test]
fn d1_11_an_education_below_the_stage_goes_to_a_person() {
    goes_to_a_person("local-household", |registers| {
        registers.alter(Register::ExaminationSite, "stage", "senior-secondary");
        registers.alter(Register::ExaminationSite, "education", "associate");
        registers.alter(Register::Diplomas, "education", "associate");
    });
}

#[test]
fn a_register_that_fails_in_any_way_is_no_verdict_and_the_case_goes_to_a_person() {
    for reply in [
        Reply::Down,
        Reply::Slow,
        Reply::Failing(500, ""),
        Reply::Failing(404, "{\"entry\":null}"),
        Reply::Failing(302, ""),
        Reply::Failing(200, "<html>"),
        Reply::Failing(200, "{\"entry\":{\"name\":\"王小明\"}}"),
    ] {
        let (world, answer) =
            filed("local-household", |registers| registers.set(Register::Diplomas, reply.clone()));
        shows(&answer, 200, "under-review", "申请已提交");
        let handed_over = world.deployment.case(world.id);
        let truth = handed_over.assessment().map(|assessment| assessment.explanation.truth);
        assert_eq!(truth, Some(Truth::Unknown), "{reply:?}");
    }
}

#[test]
fn an_outage_that_makes_no_difference_keeps_nobody_from_being_approved() {
    for reply in [Reply::Down, Reply::Slow, Reply::Failing(503, "")] {
        let (_, answer) =
            filed("local-household", |registers| registers.set(Register::ResidencePermits, reply));
        shows(&answer, 200, "approved", "业务申请已办结");
    }
}

#[test]
fn every_combination_of_outages_leads_to_a_decision_or_to_a_person_and_never_to_an_error() {
    let all: Vec<Register> = Register::ALL.into_iter().filter(|register| register.is_asked()).collect();
    for down in 0..1_u32 << all.len() {
        let is_down = |register: Register| {
            let place = all.iter().position(|known| *known == register).unwrap();
            down & (1 << place) != 0
        };
        let (world, answer) = filed("local-household", |registers| {
            for register in all.iter().copied().filter(|register| is_down(*register)) {
                registers.set(register, Reply::Down);
            }
        });
        let needed = [Register::Diplomas, Register::ExaminationSite];
        let lives_here = [Register::ResidentRegister, Register::ResidencePermits];
        let agrees = !needed.into_iter().any(is_down) && !lives_here.into_iter().all(is_down);
        shows(
            &answer,
            200,
            if agrees { "approved" } else { "under-review" },
            if agrees { "业务" } else { "申请" },
        );
        assert_eq!(world.deployment.registers.asked().len(), all.len());
    }
}
