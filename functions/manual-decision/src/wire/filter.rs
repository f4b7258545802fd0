//! Which part of the worklist is asked for.

use chrono::{DateTime, Utc};
use domain::actor::Actor;
use domain::case::Claim;
use edge::{Explain, FieldError, Problem};
use store::Line;
use store::records::{CaseRecord, REGISTRATION_OPEN};
use url::form_urlencoded;

/// What a reviewer wants to see of the worklist. What is not named is not looked at.
#[derive(Clone, Debug, Default)]
pub(crate) struct Filter {
    task: Option<Task>,
    programme: Option<String>,
    claim: Option<Holder>,
    is_late: Option<bool>,
}

/// 事项：review 为审核；registration 为在考试网站改为“待支付”。 What is to be done about a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema), schema(rename_all = "kebab-case"))]
pub(crate) enum Task {
    Review,
    Registration,
}

/// 由谁领取：mine 为本人，others 为他人，none 为无人。 Who holds a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema), schema(rename_all = "kebab-case"))]
pub(crate) enum Holder {
    Mine,
    Others,
    None,
}

/// A value that no filter has.
struct NoSuchFilter;

impl Explain for NoSuchFilter {
    fn explain(&self) -> (&'static str, &'static str, &'static str) {
        ("unknown-value", "没有这个筛选值。", "Use one of the values that the description lists.")
    }
}

impl Task {
    /// Returns what is to be done about the case of a line.
    pub(crate) const fn of(line: &Line) -> Self {
        if line.facts.state == REGISTRATION_OPEN { Self::Registration } else { Self::Review }
    }

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Review => "review",
            Self::Registration => "registration",
        }
    }
}

impl Holder {
    fn of(line: &Line, actor: &Actor, now: DateTime<Utc>) -> Self {
        match line.facts.claim.map(Claim::from).filter(|claim| now < claim.until) {
            None => Self::None,
            Some(claim) if actor.account() == Some(claim.holder) => Self::Mine,
            Some(_) => Self::Others,
        }
    }
}

impl Filter {
    /// Reads the query of an address. What it does not know is left alone, but for values.
    pub(crate) fn read(query: &str) -> Result<Self, Problem> {
        let mut filter = Self::default();
        let mut wrong = Vec::new();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            match (name.as_ref(), value.as_ref()) {
                ("task", "review") => filter.task = Some(Task::Review),
                ("task", "registration") => filter.task = Some(Task::Registration),
                ("claim", "mine") => filter.claim = Some(Holder::Mine),
                ("claim", "others") => filter.claim = Some(Holder::Others),
                ("claim", "none") => filter.claim = Some(Holder::None),
                ("late", "true") => filter.is_late = Some(true),
                ("late", "false") => filter.is_late = Some(false),
                ("programme", programme) => filter.programme = Some(programme.to_owned()),
                ("task" | "claim" | "late", _) => {
                    wrong.push(FieldError::new(format!("/{name}"), &NoSuchFilter));
                }
                _ => {}
            }
        }
        if wrong.is_empty() { Ok(filter) } else { Err(Problem::invalid_fields(wrong)) }
    }

    /// Tells whether anything of this programme is asked for.
    pub(crate) fn wants(&self, programme: &str) -> bool {
        self.programme.as_deref().is_none_or(|wanted| wanted == programme)
    }

    /// Tells whether the case of this line is asked for.
    pub(crate) fn fits(&self, line: &Line, actor: &Actor, now: DateTime<Utc>) -> bool {
        self.task.is_none_or(|task| task == Task::of(line))
            && self.claim.is_none_or(|holder| holder == Holder::of(line, actor, now))
            && self.is_late.is_none_or(|is_late| is_late == is_late_at(line, now))
    }
}

/// Tells whether the office is late. What has no instant left is late already.
pub(crate) fn is_late_at(line: &Line, now: DateTime<Utc>) -> bool {
    CaseRecord::duty(&line.facts).is_none_or(|due| due <= now)
}
