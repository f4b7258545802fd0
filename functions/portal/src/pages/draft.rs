//! A draft, step by step. Each step is a page that saves what it asks for, and goes on to the next.

use askama::Template;
use http::{Method, StatusCode};

use super::case::Desk;
use super::login::{Kind, kinds};
use super::{Outcome, Visitor};
use crate::ask::{Call, Function};
use crate::page::{self, Frame};
use crate::refusal::Refusal;
use crate::texts::candidate::Texts;
use crate::wire::case::{Document, Draft, Fields};
use crate::wire::programme::Statement;
use crate::words::{self, Instant};

mod step;
mod wrong;

pub(crate) use step::Step;
pub(crate) use wrong::name;

/// The bar over each step.
pub(crate) struct Mark {
    pub(crate) name: &'static str,
    pub(crate) path: &'static str,
    pub(crate) is_done: bool,
    pub(crate) is_current: bool,
}

#[derive(Template)]
#[template(path = "draft.html")]
struct Overview {
    f: Frame,
    w: &'static Texts,
    case: String,
    programme: String,
    closes: Option<Instant>,
    not_filed: String,
    steps: Vec<Mark>,
    next: &'static str,
}

#[derive(Template)]
#[template(path = "discard.html")]
struct Discard {
    f: Frame,
    w: &'static Texts,
    case: String,
    version: String,
}

#[derive(Template)]
#[template(path = "step.html")]
struct Page<'a> {
    f: Frame,
    w: &'static Texts,
    desk: &'a Desk,
    draft: &'a Draft,
    step: Step,
    steps: Vec<Mark>,
    statements: Vec<&'a Statement>,
    kinds: Vec<Kind>,
    refusal: Option<&'a Refusal>,
    /// Something was not ticked when the form was sent.
    is_incomplete: bool,
}

impl Page<'_> {
    fn is_confirmed(&self, statement: &Statement) -> bool {
        self.draft.confirmed.get(&statement.id).copied().unwrap_or(false)
    }

    fn is_chosen(&self, category: &str) -> bool {
        self.draft.category.as_deref() == Some(category)
    }

    fn number(&self) -> &str {
        self.draft.form.document.as_ref().map(|document| document.number.as_str()).unwrap_or_default()
    }

    /// Returns what is wrong with a field.
    fn error(&self, pointer: &str) -> Option<&str> {
        error(self.refusal, pointer)
    }
}

/// Returns what a refusal says about a field, or about something in it.
pub(crate) fn error<'a>(refusal: Option<&'a Refusal>, pointer: &str) -> Option<&'a str> {
    let wrong = refusal?.errors.iter().find(|wrong| {
        let rest = wrong.pointer.strip_prefix(pointer);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    })?;
    Some(&wrong.detail)
}

/// Shows what there is to do.
pub(crate) fn overview(visitor: &Visitor<'_>, desk: &Desk) -> Outcome {
    let f = visitor.frame();
    let (locale, w) = (f.locale, Texts::of(f.locale));
    let page = Overview {
        case: desk.case.case.clone(),
        programme: desk.programme.name.of(&locale).to_owned(),
        closes: desk.case.closes.as_deref().map(|closes| words::before(closes, locale)),
        not_filed: desk.programme.not_filed.of(&locale).to_owned(),
        steps: marks(desk, w, None),
        next: desk.first_to_do().path(),
        w,
        f,
    };
    page::render(StatusCode::OK, locale, &page)
}

/// Returns the bar of steps.
pub(crate) fn marks(desk: &Desk, w: &'static Texts, current: Option<Step>) -> Vec<Mark> {
    let mark = |step: Step| Mark {
        name: step.name(w),
        path: step.path(),
        is_done: step.is_done(desk),
        is_current: current == Some(step),
    };
    desk.steps().map(mark).collect()
}

/// Shows a step, or saves it.
pub(crate) async fn step(visitor: &Visitor<'_>, case: &str, step: Step, method: &Method) -> Outcome {
    let desk = Desk::open(visitor, case).await?;
    let Some(draft) = desk.case.draft.clone() else {
        // It was filed meanwhile, from another window.
        return page::see_other(&format!("/cases/{case}"));
    };
    if method != Method::POST {
        // Nobody is to fill in what cannot be filed.
        if desk.is_over(&visitor.frame().now) {
            return page::see_other(&format!("/cases/{case}"));
        }
        return show(visitor, &desk, &draft, step, None, false);
    }
    save(visitor, desk, draft, step).await
}

async fn save(visitor: &Visitor<'_>, desk: Desk, draft: Draft, step: Step) -> Outcome {
    let typed = overlaid(draft, visitor, &desk, step);
    let path = format!("/api/cases/{}/draft", desk.case.case);
    let call = Call::new(Function::Application, Method::PUT, path).json(&typed)?;
    match visitor.asker.send(call.over(visitor.form.get("version"))).await {
        Ok(answer) => {
            let desk = desk.with_draft(typed, answer.version());
            if step.is_done(&desk) {
                let next = desk.after(step);
                page::see_other(&format!("/cases/{}/{}", desk.case.case, next.path()))
            } else {
                let draft = desk.case.draft.clone().unwrap_or_default();
                show(visitor, &desk, &draft, step, None, true)
            }
        }
        Err(refusal) if refusal.is_about_login() => Err(refusal),
        // What is there now is read again, and what was typed is laid over it.
        Err(refusal) if refusal.is_about_version() => {
            let desk = Desk::open(visitor, &desk.case.case).await?;
            let draft = desk.case.draft.clone().unwrap_or_default();
            let typed = overlaid(draft, visitor, &desk, step);
            show(visitor, &desk, &typed, step, Some(&refusal), false)
        }
        Err(mut refusal) => {
            let locale = visitor.asker.locale;
            name(&mut refusal, &desk, Some(step), Texts::of(locale), locale);
            show(visitor, &desk, &typed, step, Some(&refusal), false)
        }
    }
}

/// Returns the draft with what this step asks for as it was sent.
fn overlaid(mut draft: Draft, visitor: &Visitor<'_>, desk: &Desk, step: Step) -> Draft {
    let form = &visitor.form;
    for statement in step.statements(&desk.programme) {
        let is_confirmed = form.has(&format!("confirm-{}", statement.id));
        draft.confirmed.insert(statement.id.clone(), is_confirmed);
    }
    match step {
        Step::Category => draft.category = form.filled("category").or(draft.category),
        Step::Form => draft.form = fields(visitor),
        Step::Notice | Step::Commitments | Step::Materials | Step::Submit => {}
    }
    draft.confirmed.retain(|_, is_confirmed| *is_confirmed);
    draft
}

/// Returns the form as it was sent.
pub(crate) fn fields(visitor: &Visitor<'_>) -> Fields {
    let form = &visitor.form;
    let document =
        form.filled("number").map(|number| Document { kind: form.get("document_kind").to_owned(), number });
    Fields {
        name: form.filled("name"),
        document,
        telephone: form.filled("telephone"),
        email: form.filled("email"),
    }
}

fn show(
    visitor: &Visitor<'_>,
    desk: &Desk,
    draft: &Draft,
    step: Step,
    refusal: Option<&Refusal>,
    is_incomplete: bool,
) -> Outcome {
    let f = visitor.frame();
    let (locale, w) = (f.locale, Texts::of(f.locale));
    let kind = draft.form.document.as_ref().map(|document| document.kind.as_str());
    let page = Page {
        steps: marks(desk, w, Some(step)),
        statements: step.statements(&desk.programme).collect(),
        kinds: kinds(w, kind.unwrap_or_default()),
        desk,
        draft,
        step,
        refusal,
        is_incomplete,
        w,
        f,
    };
    let status = refusal.map_or(StatusCode::OK, Refusal::status);
    page::render(status, locale, &page)
}

/// Asks whether the draft is to be given up, and gives it up.
pub(crate) async fn discard(visitor: &Visitor<'_>, case: &str, method: &Method) -> Outcome {
    if method == Method::POST {
        let call = Call::new(Function::Application, Method::DELETE, format!("/api/cases/{case}"));
        visitor.asker.send(call.over(visitor.form.get("version"))).await?;
        return page::see_other("/");
    }
    let desk = Desk::open(visitor, case).await?;
    let f = visitor.frame();
    let locale = f.locale;
    let page = Discard { w: Texts::of(locale), case: desk.case.case, version: desk.version, f };
    page::render(StatusCode::OK, locale, &page)
}
