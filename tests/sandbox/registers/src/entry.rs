//! What a register has about a person.

use domain::check::Register;
use people::{Kind, Person};
use serde_json::{Map, Value, json};

use crate::script::{Script, Stage, kept};

/// Returns what a register has about a person: on the examination site, with what has been done there since.
pub(crate) async fn entry_now(
    register: Register,
    person: Person,
    stage: &impl Stage,
) -> Option<Map<String, Value>> {
    let mut found = entry(register, person)?;
    if register == Register::ExaminationSite {
        found.extend(registration(person, stage).await);
    }
    Some(found)
}

/// Returns what has been done on the examination site about a person.
pub(crate) async fn registration(person: Person, stage: &impl Stage) -> Map<String, Value> {
    kept(&registration_of(person), stage).await.fields
}

/// Notes what staff have set on the examination site, or that somebody has paid: these fields, and no others any more.
pub(crate) async fn keep_registration(person: Person, fields: Map<String, Value>, stage: &impl Stage) {
    let script = Script { fields, ..Script::default() };
    stage.keep(&registration_of(person), &serde_json::to_vec(&script).unwrap_or_default()).await;
}

/// Under which name is kept what staff have set on the examination site, and whether somebody has paid.
fn registration_of(person: Person) -> String {
    format!("examination-site/{}", person.number())
}

/// Returns what a register has about a person, before anything is done.
fn entry(register: Register, person: Person) -> Option<Map<String, Value>> {
    let kind = person.kind();
    let fields = match (register, kind) {
        // The roster is the office's own, and nobody is asked.
        (Register::Roster, _)
        | (_, Kind::Nobody)
        | (Register::ResidencePermits, Kind::WithoutPermit)
        | (Register::Diplomas, Kind::NoDiploma)
        | (Register::ExaminationSite, Kind::NotRegistered) => return None,
        (Register::ResidentRegister, Kind::WithPermit | Kind::PermitEnded | Kind::WithoutPermit) => {
            json!({ "household": "420106" })
        }
        (Register::ResidentRegister, _) => json!({ "household": "440304" }),
        (Register::ResidencePermits, Kind::PermitEnded) => {
            json!({ "place": "440305", "valid-until": "2020-12-31" })
        }
        (Register::ResidencePermits, _) => json!({ "place": "440305", "valid-until": "2099-12-31" }),
        (Register::Diplomas, Kind::TooLow) => json!({ "education": "associate" }),
        (Register::Diplomas, _) => json!({ "education": "bachelor" }),
        (Register::ExaminationSite, Kind::TooLow) => {
            json!({ "stage": "senior-secondary", "education": "associate", "status": "awaiting-review" })
        }
        (Register::ExaminationSite, Kind::OtherEducation) => {
            json!({ "stage": "primary", "education": "master", "status": "awaiting-review" })
        }
        (Register::ExaminationSite, _) => {
            json!({ "stage": "primary", "education": "bachelor", "status": "awaiting-review" })
        }
    };
    let name = match (register, kind) {
        (Register::ExaminationSite, Kind::OtherName) => "某某".to_owned(),
        _ => person.name(),
    };
    let mut entry = fields.as_object().cloned().unwrap_or_default();
    entry.insert("name".to_owned(), name.into());
    entry.insert("document-number".to_owned(), person.number().into());
    Some(entry)
}
