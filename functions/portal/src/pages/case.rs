//! A case: where it is, what was done, what comes next.

use askama::Template;
use edge::{Body, Locale};
use http::{Method, Request, StatusCode};

use super::draft::{self, Step};
use super::{Outcome, Visitor, correction, filing, materials};
use crate::ask::{Call, Function};
use crate::page::{self, Frame};
use crate::refusal::Refusal;
use crate::texts::candidate::Texts;
use crate::wire::case::{Case, Draft, Objection};
use crate::wire::materials::Checklist;
use crate::wire::programme::Programme;
use crate::words::{self, Instant};

mod clock;
mod reasons;
mod timeline;

use clock::{Clock, clocks};
pub(crate) use reasons::Reasons;
use timeline::{Happening, timeline};

/// A case with the policy that it is pinned to, and its checklist as long as something can be handed in.
pub(crate) struct Desk {
    pub(crate) case: Case,
    /// What a change has to be based on.
    pub(crate) version: String,
    pub(crate) programme: Programme,
    pub(crate) checklist: Option<Checklist>,
}

impl Desk {
    /// Asks for everything that pages show of a case.
    pub(crate) async fn open(visitor: &Visitor<'_>, id: &str) -> Result<Self, Refusal> {
        let asker = &visitor.asker;
        let answer = asker.send(Call::get(Function::Application, format!("/api/cases/{id}"))).await?;
        let case: Case = answer.read()?;
        let policy = format!("/api/programmes/{}/policies/{}", case.programme, case.policy);
        let list = format!("/api/cases/{id}/materials");
        let (programme, checklist) = futures::join!(
            asker.show(Function::Programmes, policy),
            asker.show(Function::UploadValidation, list)
        );
        // Of a case that is over there may be no list any more, and the rest is shown all the same.
        let checklist = match case.state.as_str() {
            "draft" | "returned" => Some(checklist?),
            _ => checklist.ok(),
        };
        Ok(Self { version: answer.version(), programme: programme?, case, checklist })
    }

    /// Returns it with a draft that was saved just now.
    pub(crate) fn with_draft(self, draft: Draft, version: String) -> Self {
        Self { case: Case { draft: Some(draft), ..self.case }, version, ..self }
    }

    /// Returns where the case is at `now`.
    fn state(&self, now: &str) -> &str {
        state_at(&self.case.state, self.case.closes.as_deref(), now)
    }

    /// Tells whether it is too late to file it, or to correct it.
    pub(crate) fn is_over(&self, now: &str) -> bool {
        is_over(&self.case.state, self.case.closes.as_deref(), now)
    }

    /// Returns what the policy says about where the case is at `now`, unless the headline has said it.
    fn message(&self, headline: &str, now: &str, w: &'static Texts, locale: &Locale) -> Option<&str> {
        let message = match (self.is_over(now), self.case.state.as_str()) {
            (true, "draft") => self.programme.not_filed.of(locale),
            (true, _) => w.clock_correct_follows,
            (false, _) => self.case.message.as_ref()?.of(locale),
        };
        (message != headline).then_some(message)
    }

    /// Returns what a category is called.
    pub(crate) fn category<'a>(&'a self, id: &'a str, locale: &Locale) -> &'a str {
        self.programme.category(id).map_or(id, |category| category.name.of(locale))
    }

    /// Returns what a material is called.
    pub(crate) fn material<'a>(&'a self, id: &'a str, locale: &Locale) -> &'a str {
        let materials = self.checklist.iter().flat_map(|checklist| &checklist.materials);
        let mut named = materials.filter(|material| material.material == id);
        named.next().map_or(id, |material| material.name.of(locale))
    }
}

/// Finds the page below a case.
pub(crate) async fn route(
    mut request: Request<Body>,
    visitor: &Visitor<'_>,
    case: &str,
    rest: &[&str],
) -> Outcome {
    let method = request.method().clone();
    let (is_get, is_post) = (method == Method::GET, method == Method::POST);
    if !is_get && !is_post {
        return Err(Refusal::no_such_page());
    }
    match rest {
        [] if is_get => show(visitor, case).await,
        ["receipt"] if is_get => receipt(visitor, case).await,
        ["discard"] => draft::discard(visitor, case, &method).await,
        ["materials"] if is_get => materials::show(visitor, case, None).await,
        ["materials", picture] if is_post => materials::upload(&mut request, visitor, case, picture).await,
        ["materials", picture, "remove"] if is_post => materials::remove(visitor, case, picture).await,
        ["materials", material, "certificate"] if is_post => materials::obtain(visitor, case, material).await,
        ["submit"] if is_get => filing::review(visitor, case, None).await,
        ["submit"] => filing::submit(visitor, case).await,
        ["verification"] if is_get => filing::captcha(visitor, case, None).await,
        ["verification"] => filing::verify(visitor, case).await,
        ["code"] if is_post => filing::send_code(visitor, case).await,
        ["registration"] if is_post => registration(visitor, case).await,
        ["correction"] => correction::route(visitor, case, &method).await,
        [step] => match Step::named(step) {
            Some(step) => draft::step(visitor, case, step, &method).await,
            None => Err(Refusal::no_such_page()),
        },
        // The address of a form that was sent, opened again.
        [..] if is_get => page::see_other(&format!("/cases/{case}")),
        [..] => Err(Refusal::no_such_page()),
    }
}

#[derive(Template)]
#[template(path = "case.html")]
struct Status<'a> {
    f: Frame,
    w: &'static Texts,
    desk: &'a Desk,
    /// Where it is at this moment, which may not be written down yet.
    state: &'a str,
    message: Option<&'a str>,
    title: &'static str,
    tone: &'static str,
    clocks: Vec<Clock>,
    timeline: Vec<Happening<'a>>,
    reasons: Option<Reasons>,
    derivation: Option<Reasons>,
}

#[derive(Template)]
#[template(path = "receipt.html")]
struct Receipt<'a> {
    f: Frame,
    w: &'static Texts,
    desk: &'a Desk,
    message: Option<&'a str>,
    title: &'static str,
    timeline: Vec<Happening<'a>>,
    printed: Instant,
}

impl Status<'_> {
    /// Whether registers are being asked at this moment.
    fn is_pending(&self) -> bool {
        self.desk.case.state == "submitted"
    }

    /// Whether what was objected to is past: it was corrected, or the time for that is over. What a case is rejected for is not.
    fn was_returned(&self) -> bool {
        !matches!(self.state, "returned" | "rejected") && !self.desk.case.objections.is_empty()
    }

    fn objection<'b>(&self, objection: &'b Objection) -> &'b str {
        objection.text.as_ref().map_or(objection.reason.as_str(), |text| text.of(&self.f.locale))
    }
}

async fn show(visitor: &Visitor<'_>, id: &str) -> Outcome {
    let desk = Desk::open(visitor, id).await?;
    let f = visitor.frame();
    if desk.case.draft.is_some() && !desk.is_over(&f.now) {
        return draft::overview(visitor, &desk);
    }
    let (locale, w) = (f.locale, Texts::of(f.locale));
    let state = desk.state(&f.now);
    let (title, tone) = headline(&desk.case, state, w);
    let assessment = desk.case.assessment.as_ref();
    let derivation = desk.case.derivation.as_ref();
    let page = Status {
        message: desk.message(title, &f.now, w, &locale),
        clocks: clocks(&desk, &f.now, w, locale),
        timeline: timeline(&desk.case.timeline, w, locale),
        reasons: assessment.map(|found| Reasons::of(&found.explanation, &found.checks, w, locale)),
        derivation: derivation.map(|found| Reasons::of(&found.explanation, &found.checks, w, locale)),
        desk: &desk,
        state,
        title,
        tone,
        w,
        f,
    };
    page::render(StatusCode::OK, locale, &page)
}

async fn receipt(visitor: &Visitor<'_>, id: &str) -> Outcome {
    let desk = Desk::open(visitor, id).await?;
    let f = visitor.frame();
    let (locale, w) = (f.locale, Texts::of(f.locale));
    let (title, _) = headline(&desk.case, desk.state(&f.now), w);
    let page = Receipt {
        message: desk.message(title, &f.now, w, &locale),
        timeline: timeline(&desk.case.timeline, w, locale),
        printed: words::at(&f.now, locale),
        desk: &desk,
        title,
        w,
        f,
    };
    page::render(StatusCode::OK, locale, &page)
}

/// Asks the examination site again where the registration is.
async fn registration(visitor: &Visitor<'_>, case: &str) -> Outcome {
    let path = format!("/api/cases/{case}/registration");
    visitor.asker.send(Call::new(Function::AutoApproval, Method::POST, path)).await?;
    page::see_other(&format!("/cases/{case}"))
}

/// Says where a case is (S1-60, S1-61), and in which tone.
fn headline(case: &Case, state: &str, w: &'static Texts) -> (&'static str, &'static str) {
    let is_by_rule = case.timeline.iter().any(|event| event.event == "approved-by-rule");
    match state {
        "approved" if is_by_rule => (w.approved_at_once, "good"),
        "approved" => (w.approved, "good"),
        "returned" => (w.returned, "warn"),
        "rejected" => (w.rejected, "bad"),
        "lapsed" => (w.lapsed, "bad"),
        "discarded" => (w.discarded, "warn"),
        _ => (w.filed, ""),
    }
}

/// Returns where a case is at `now`: once it is too late to file a draft, or to correct what was returned, the case has lapsed, whether
/// or not that is written down already.
pub(crate) fn state_at<'a>(state: &'a str, closes: Option<&str>, now: &str) -> &'a str {
    if is_over(state, closes, now) { "lapsed" } else { state }
}

/// `closes` and `now` are in the one form of RFC 3339 that functions write, which sorts as instants do.
fn is_over(state: &str, closes: Option<&str>, now: &str) -> bool {
    matches!(state, "draft" | "returned") && closes.is_some_and(|closes| closes <= now)
}

/// Says in a word where a case is.
pub(crate) fn state_words(state: &str, w: &'static Texts) -> &'static str {
    match state {
        "draft" => w.state_draft,
        "submitted" => w.state_submitted,
        "under-review" => w.state_under_review,
        "returned" => w.returned,
        "approved" | "awaiting-registration" => w.approved,
        "rejected" => w.rejected,
        "lapsed" => w.lapsed,
        "discarded" => w.discarded,
        _ => w.e_other,
    }
}
