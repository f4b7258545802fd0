//! The pages about invented people: which kinds there are, and what registers say of one of them.

use askama::Template;
use bytes::Bytes;
use domain::case::SiteStatus;
use domain::check::Register;
use edge::{Locale, Problem};
use http::Response;
use pages::Page;
use people::{CAST, Kind, Person};
use serde_json::{Map, Value};

/// What staff and candidates can set on the examination site.
pub(crate) const STATUSES: [SiteStatus; 3] =
    [SiteStatus::AwaitingReview, SiteStatus::AwaitingPayment, SiteStatus::Paid];

/// The field of the form that says by which name somebody is registered there.
pub(crate) const NAMED: &str = "named";

/// A name that nobody here has.
pub(crate) const OTHER_NAME: &str = "某某";

/// How many kinds there are: the first so many people are one of each.
const KINDS: u32 = 10;

#[derive(Template)]
#[template(path = "people.html")]
struct Everybody {
    locale: Locale,
    kinds: Vec<Shown>,
    /// Whether somebody was looked for who is not there.
    is_unknown: bool,
}

#[derive(Template)]
#[template(path = "person.html")]
struct Somebody {
    locale: Locale,
    person: Shown,
    document: String,
    telephone: String,
    certificates: String,
    /// The row of D.1 that they play.
    row: Option<&'static str>,
    registers: Vec<Said>,
    /// What can be set on the examination site, if they are registered there.
    statuses: Vec<Status>,
}

struct Shown {
    place: u32,
    name: String,
    kind: &'static str,
}

struct Said {
    register: &'static str,
    fields: Vec<(String, String)>,
}

struct Status {
    value: &'static str,
    words: &'static str,
    is_set: bool,
}

/// Shows one of each kind.
pub(crate) fn everybody(locale: Locale, is_unknown: bool) -> Result<Response<Bytes>, Problem> {
    let kinds = (0..KINDS).filter_map(Person::new).map(|person| shown(locale, person)).collect();
    let title = locale.pick("虚构人员", "Invented people");
    Page::new(locale, title).render(&Everybody { locale, kinds, is_unknown })
}

/// Shows what registers say of somebody.
pub(crate) fn somebody(
    locale: Locale,
    person: Person,
    entries: Vec<(Register, Option<Map<String, Value>>)>,
) -> Result<Response<Bytes>, Problem> {
    let status = entries.iter().find_map(|(_, entry)| entry.as_ref()?.get("status")?.as_str());
    let statuses = status.map(|status| {
        let shown = |one: SiteStatus| {
            let (zh, en) = one.words();
            Status { value: one.name(), words: locale.pick(zh, en), is_set: one.name() == status }
        };
        STATUSES.map(shown).into()
    });
    // The roster is the office's own, and is asked of nobody.
    let asked = |(register, _): &(Register, _)| *register != Register::Roster;
    let page = Somebody {
        locale,
        person: shown(locale, person),
        document: person.number(),
        telephone: person.telephone(),
        certificates: person.certificates().join(", "),
        row: CAST.iter().find(|part| part.place == person.place()).map(|part| part.row),
        statuses: statuses.unwrap_or_default(),
        registers: entries
            .iter()
            .filter(|entry| asked(entry))
            .map(|(register, entry)| said(locale, *register, entry.as_ref()))
            .collect(),
    };
    let title = format!("{} ({})", person.name(), person.place());
    Page::new(locale, &title).render(&page)
}

/// Returns where the page about somebody is.
pub(crate) fn address(person: Person) -> String {
    format!("/sandbox/people/{}", person.place())
}

fn said(locale: Locale, register: Register, entry: Option<&Map<String, Value>>) -> Said {
    let field = |(name, value): (&String, &Value)| {
        (name.clone(), value.as_str().map_or_else(|| value.to_string(), str::to_owned))
    };
    let fields = entry.into_iter().flatten().map(field).collect();
    Said { register: name(locale, register), fields }
}

fn shown(locale: Locale, person: Person) -> Shown {
    Shown { place: person.place(), name: person.name(), kind: kind(locale, person.kind()) }
}

/// Returns what a register is called to people.
pub(crate) fn name(locale: Locale, register: Register) -> &'static str {
    let (zh, en) = match register {
        Register::ResidentRegister => ("户籍登记", "Household registration"),
        Register::ResidencePermits => ("居住证", "Residence permits"),
        Register::Diplomas => ("学信网学历", "Diplomas (CHSI)"),
        Register::ExaminationSite => ("考试网报名", "Examination site"),
        Register::Roster => ("报名名单", "Roster"),
    };
    locale.pick(zh, en)
}

fn kind(locale: Locale, kind: Kind) -> &'static str {
    let (zh, en) = match kind {
        Kind::AtHome => ("深圳户籍，全部一致", "at home in Shenzhen, and everything agrees"),
        Kind::WithPermit => (
            "非深户，居住证有效，全部一致",
            "at home elsewhere with a residence permit, and everything agrees",
        ),
        Kind::PermitEnded => {
            ("非深户，居住证已过期", "at home elsewhere, and the residence permit has ended")
        }
        Kind::WithoutPermit => ("非深户，没有居住证", "at home elsewhere, without a residence permit"),
        Kind::NoDiploma => {
            ("深圳户籍，学历未在学信网注册", "at home in Shenzhen, and the diploma is not registered")
        }
        Kind::OtherName => {
            ("深圳户籍，考试网报名姓名不同", "at home in Shenzhen, and the examination site has another name")
        }
        Kind::TooLow => (
            "深圳户籍，学历低于报考学段的要求",
            "at home in Shenzhen, and the education is too low for the stage",
        ),
        Kind::OtherEducation => (
            "深圳户籍，考试网报名学历与学信网不同",
            "at home in Shenzhen, and the examination site has another education than the diploma",
        ),
        Kind::NotRegistered => {
            ("深圳户籍，没有在考试网报名", "at home in Shenzhen, and not registered for the examination")
        }
        Kind::Nobody => ("所有登记机构均查无此人", "no register knows them"),
    };
    locale.pick(zh, en)
}
