//! What can be known of a policy before it is published: its check, and a rehearsal with people who are made up.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::Method;
use serde::Serialize;

use super::Visitor;
use crate::ask::{Call, Function};
use crate::refusal::Refusal;
use crate::texts::administration::Texts;
use crate::wire::administration::{Rehearsal, Remarks};

/// So many people show what comes of a season, within seconds. In tests they are few, since a build for development takes longer for
/// each than the function has for all of them.
const PEOPLE: u32 = if cfg!(test) { 20 } else { 1_000 };

/// The same people come however often it is played, so that two versions can be compared.
const SEED: u32 = 1;

/// A check and a rehearsal.
pub(crate) struct Trial {
    pub(crate) remarks: Remarks,
    /// Not there if there is an error in the policy: then it cannot be played.
    pub(crate) rehearsal: Option<Rehearsal>,
    /// The chart as an address.
    pub(crate) chart: String,
}

#[derive(Serialize)]
struct Check<'a> {
    policy: &'a str,
}

#[derive(Serialize)]
struct Rehearse<'a> {
    policy: &'a str,
    people: u32,
    seed: u32,
}

impl Trial {
    /// Has a policy checked, and played if that is possible.
    pub(crate) async fn of(visitor: &Visitor<'_>, policy: &str) -> Result<Self, Refusal> {
        let post = |function, path: &str| Call::new(function, Method::POST, path.to_owned());
        let check = post(Function::Proposals, "/api/administration/checks").json(&Check { policy })?;
        let remarks: Remarks = visitor.asker.send(check).await?.read()?;
        let mut rehearsal: Option<Rehearsal> = None;
        if remarks.errors == 0 {
            let body = Rehearse { policy, people: PEOPLE, seed: SEED };
            let call = post(Function::Rehearsals, "/api/administration/rehearsals").json(&body)?;
            rehearsal = Some(visitor.asker.send(call).await?.read()?);
        }
        // As a picture of its own: a page takes no styles from within itself.
        let chart = rehearsal.as_ref().map(|rehearsal| STANDARD.encode(&rehearsal.chart));
        let chart = chart.map(|chart| format!("data:image/svg+xml;base64,{chart}")).unwrap_or_default();
        Ok(Self { remarks, rehearsal, chart })
    }
}

/// Says in words how it has ended for somebody in a rehearsal.
pub(crate) fn ending_words(ending: &str, w: &'static Texts) -> &'static str {
    match ending {
        "at-once" => w.ending_at_once,
        "passed" => w.ending_passed,
        "passed-corrected" => w.ending_passed_corrected,
        "rejected" => w.ending_rejected,
        "not-corrected" => w.ending_not_corrected,
        "not-filed" => w.ending_not_filed,
        "came-late" => w.ending_came_late,
        "without-category" => w.ending_without_category,
        _ => w.ending_nothing,
    }
}
