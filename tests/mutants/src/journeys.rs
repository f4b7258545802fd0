//! What people live through in memory. Each journey notes what everybody was told; a value of a policy that changes none of
//! it is of no use.

use domain::check::Register;
use domain::digest::Digest;
use domain::id::AccountId;
use kit::{Delivery, Registers, Reply};
use serde_json::{Value, json};

use crate::world::{Who, World, form};

/// A journey, by its name.
pub(crate) type Journey = (&'static str, fn(&mut World));

/// All journeys: what fails for most values comes first.
pub(crate) const JOURNEYS: [Journey; 10] = [
    ("everybody is shown what is offered, and may open a case within the window", offered),
    ("a candidate is asked for what the category asks for, in their own name", asked_for),
    ("a certificate takes the place of an upload", obtained),
    ("a telephone is verified", verified),
    ("registers decide, or a person", decided),
    ("education and stage go together", educated),
    ("a person decides in time, and a correction is in time", reviewed),
    ("an approved case is registered on the site", registered),
    ("a candidate is told by SMS", told),
    ("a case that is over says why", over),
];

const PROGRAMME: &str = "/api/programmes/shenzhen-interview";
const CATEGORIES: [&str; 4] =
    ["local-household", "other-household", "local-student", "hong-kong-macao-taiwan"];
/// Within the window, after the clocks have started.
const OPEN: &str = "2027-04-15T02:00:00.000Z";

fn offered(world: &mut World) {
    let instants = [
        ("2027-04-12T00:59:59.999Z", "王小明"),
        ("2027-04-12T01:00:00.000Z", "李雷"),
        ("2027-04-17T06:59:59.999Z", "韩梅梅"),
        ("2027-04-17T07:00:00.000Z", "赵敏"),
    ];
    for (now, name) in instants {
        world.ask(Who::Anybody, "GET", PROGRAMME, &Value::Null, now);
        let account = world.deployment.account(name, Some("13800000000"));
        world.ask(Who::Candidate(account.as_u128()), "POST", &format!("{PROGRAMME}/cases"), &json!({}), now);
    }
}

fn asked_for(world: &mut World) {
    for (number, category) in (1..).zip(CATEGORIES) {
        let id = world.deployment.open(AccountId::from_u128(number), OPEN);
        let (who, case) = (Who::Candidate(number), edge::cases::address(id));
        let draft = json!({ "category": category, "form": form() });
        world.ask(who, "PUT", &format!("{case}/draft"), &draft, OPEN);
        world.ask(who, "GET", &format!("{case}/materials"), &Value::Null, OPEN);
        world.ask(who, "POST", &format!("{case}/submission"), &Value::Null, OPEN);
        let mut other = form();
        other["name"] = "李雷".into();
        world.ask(
            who,
            "PUT",
            &format!("{case}/draft"),
            &json!({ "category": category, "form": other }),
            OPEN,
        );
    }
}

fn obtained(world: &mut World) {
    for (number, category) in (1..).zip(CATEGORIES) {
        let (who, case) = (Who::Candidate(number), world.draft(number, category, OPEN));
        let category =
            world.deployment.policy.categories().iter().find(|known| known.id.as_str() == category);
        let asked: Vec<_> = category.into_iter().flat_map(|category| category.asked().cloned()).collect();
        for material in asked {
            let path = format!("{case}/materials/{material}/certificate");
            world.ask(who, "POST", &path, &Value::Null, OPEN);
        }
    }
}

/// Draws a captcha, does the work, and asks for a code. Returns the code, if one has arrived.
fn code(world: &mut World, now: &str) -> Option<String> {
    let captcha = world.ask(Who::Session, "POST", "/api/identity/captcha", &Value::Null, now).json();
    let text = |name: &str| captcha["work"][name].as_str().expect("a text").to_owned();
    let (salt, target): (_, Digest) = (text("salt"), text("target").parse().expect("a digest"));
    let fits = |number: &u64| Digest::of(format!("{salt}{number}").as_bytes()) == target;
    let number = (0..=captcha["work"]["max"].as_u64().expect("a number")).find(fits).expect("a number fits");
    let body = json!({ "programme": "shenzhen-interview", "captcha": captcha["captcha"], "number": number });
    world.ask(Who::Session, "POST", "/api/identity/codes", &body, now);
    let message = world.deployment.messages.arrived().pop()?;
    world.told.push(message.text.clone());
    Some(message.code())
}

fn enter(world: &mut World, code: &str, now: &str) {
    world.ask(Who::Session, "POST", "/api/identity/verification", &json!({ "code": code }), now);
}

fn verified(world: &mut World) {
    let first = "2027-04-15T02:00:00.000Z";
    let account = world.deployment.account("王小明", Some("13800000000"));
    world.log_in(account, first);
    let right = code(world, first).expect("a code has arrived");
    enter(world, &right, first);
    code(world, "2027-04-15T02:00:59.999Z");
    code(world, "2027-04-15T02:01:00.000Z");
    for _ in 0..6 {
        enter(world, "0", "2027-04-15T02:01:00.000Z");
    }
    // More than there are for a day, a minute apart.
    for minute in 2..12 {
        code(world, &format!("2027-04-15T02:{minute:02}:00.000Z"));
    }
}

/// A case is filed after registers were told what to say.
fn filed(world: &mut World, number: u128, category: &str, script: impl FnOnce(&Registers)) {
    world.deployment.registers.reset();
    script(&world.deployment.registers);
    let case = world.file(number, category, OPEN);
    world.look(number, &case, OPEN);
}

fn decided(world: &mut World) {
    const ALL: [Register; 4] = [
        Register::ResidentRegister,
        Register::ResidencePermits,
        Register::Diplomas,
        Register::ExaminationSite,
    ];
    let mut number = 0;
    let mut next = || {
        number += 1;
        number
    };
    for category in CATEGORIES {
        filed(world, next(), category, |_| {});
    }
    for register in ALL {
        // Whoever has no household here needs the permit.
        for category in ["local-household", "other-household"] {
            let elsewhere = |registers: &Registers| {
                if category == "other-household" {
                    registers.alter(Register::ResidentRegister, "household", "420100");
                }
            };
            for (field, value) in [("name", "李雷"), ("document-number", "440304190001010002")] {
                filed(world, next(), category, |registers| {
                    elsewhere(registers);
                    registers.alter(register, field, value);
                });
            }
            filed(world, next(), category, |registers| {
                elsewhere(registers);
                registers.set(register, Reply::Nobody);
            });
        }
    }
    for (place, until) in [("440305", "2027-04-15"), ("440305", "2027-04-14"), ("420100", "2028-12-31")] {
        filed(world, next(), "other-household", |registers| {
            registers.alter(Register::ResidentRegister, "household", "420100");
            registers.alter(Register::ResidencePermits, "place", place);
            registers.alter(Register::ResidencePermits, "valid-until", until);
        });
    }
}

fn educated(world: &mut World) {
    const STAGES: [&str; 6] = [
        "kindergarten",
        "primary",
        "junior-secondary",
        "senior-secondary",
        "secondary-vocational",
        "practice-instruction",
    ];
    const EDUCATIONS: [&str; 6] =
        ["secondary-normal", "secondary-vocational", "associate", "bachelor", "master", "doctor"];
    let pairs = STAGES.iter().flat_map(|stage| EDUCATIONS.iter().map(move |education| (stage, education)));
    for (number, (stage, education)) in (1..).zip(pairs) {
        filed(world, number, "local-household", |registers| {
            registers.alter(Register::Diplomas, "education", education);
            registers.alter(Register::ExaminationSite, "education", education);
            registers.alter(Register::ExaminationSite, "stage", stage);
        });
    }
    filed(world, 100, "local-household", |registers| {
        registers.alter(Register::ExaminationSite, "education", "master");
    });
}

fn items() -> Value {
    json!([{ "reason": "illegible", "note": "请重拍" }])
}

fn reviewed(world: &mut World) {
    for (number, instant) in
        [(1, "2027-04-13T02:00:00.000Z"), (2, OPEN), (3, OPEN), (4, OPEN), (5, "2027-04-17T06:59:59.999Z")]
    {
        let case = world.file(number, "local-student", instant);
        world.look(number, &case, instant);
        match number {
            // Returned in time, and corrected in the last millisecond.
            2 => {
                world.decide(&case, "return", 0, &items(), OPEN);
                world.correct(number, &case, "2027-04-19T06:59:59.999Z");
                world.look(number, &case, "2027-04-19T06:59:59.999Z");
                world.decide(&case, "return", 1, &items(), "2027-04-19T07:00:00.000Z");
            }
            // Corrected a millisecond too late.
            3 => {
                world.decide(&case, "return", 0, &items(), OPEN);
                world.correct(number, &case, "2027-04-19T07:00:00.000Z");
            }
            // Returned late.
            4 => {
                world.decide(&case, "return", 0, &items(), "2027-04-19T06:00:00.000Z");
                world.look(number, &case, "2027-04-19T06:00:00.000Z");
            }
            _ => world.decide(&case, "pass", 0, &Value::Null, "2027-04-17T07:00:00.000Z"),
        }
    }
}

fn registered(world: &mut World) {
    let before = world.file(1, "local-household", "2027-04-13T02:00:00.000Z");
    let after = world.file(2, "local-household", OPEN);
    for now in [OPEN, "2027-04-16T02:00:00.000Z", "2027-04-16T02:00:00.001Z"] {
        world.sweep(now);
        world.look(1, &before, now);
        world.look(2, &after, now);
    }
    let corrected = world.file(3, "local-student", OPEN);
    world.decide(&corrected, "return", 0, &items(), OPEN);
    world.correct(3, &corrected, OPEN);
    world.decide(&corrected, "pass", 1, &Value::Null, OPEN);
    world.look(3, &corrected, OPEN);
    let late = world.file(4, "local-student", OPEN);
    world.decide(&late, "return", 0, &items(), OPEN);
    world.correct(4, &late, OPEN);
    world.decide(&late, "pass", 1, &Value::Null, "2027-04-19T09:00:00.000Z");
    for now in ["2027-04-19T09:59:59.999Z", "2027-04-19T10:00:00.000Z"] {
        world.look(4, &late, now);
    }
    for (case, status) in [(&after, "awaiting-payment"), (&after, "paid"), (&corrected, "awaiting-payment")] {
        world.deployment.registers.alter(Register::ExaminationSite, "status", status);
        world.ask(Who::Reviewer, "POST", &format!("{case}/registration"), &Value::Null, OPEN);
    }
}

fn told(world: &mut World) {
    world.draft(1, "local-student", OPEN);
    let returned = world.file(2, "local-student", OPEN);
    world.decide(&returned, "return", 0, &items(), OPEN);
    let rejected = world.file(3, "local-student", OPEN);
    world.decide(&rejected, "return", 0, &items(), OPEN);
    world.correct(3, &rejected, OPEN);
    world.decide(&rejected, "reject", 1, &items(), OPEN);
    // It takes the first message of each, and does not say so.
    world.deployment.messages.set(Delivery::Slow);
    world.sweep(OPEN);
    world.deployment.messages.set(Delivery::Taken);
    for now in [
        "2027-04-15T02:30:00.000Z",
        "2027-04-16T06:59:59.999Z",
        "2027-04-16T07:00:00.000Z",
        "2027-04-19T00:59:59.999Z",
        "2027-04-19T01:00:00.000Z",
    ] {
        world.sweep(now);
        world.sweep(now);
    }
}

fn over(world: &mut World) {
    let asked = world.draft(1, "local-household", OPEN);
    world.act(1, &asked, kit::submit(OPEN), OPEN);
    world.look(1, &asked, OPEN);
    let unfiled = world.draft(2, "local-student", OPEN);
    let returned = world.file(3, "local-student", OPEN);
    world.decide(&returned, "return", 0, &items(), OPEN);
    world.look(3, &returned, OPEN);
    let rejected = world.file(4, "local-student", OPEN);
    world.decide(&rejected, "return", 0, &items(), OPEN);
    world.correct(4, &rejected, OPEN);
    world.decide(&rejected, "reject", 1, &items(), OPEN);
    world.look(4, &rejected, OPEN);
    let end = "2027-04-25T02:00:00.000Z";
    world.sweep(end);
    world.look(2, &unfiled, end);
    world.look(3, &returned, end);
}
