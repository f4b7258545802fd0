//! A case on a reviewer's desk: what is claimed beside what registers have said, the pictures, and the form of the decision.

use askama::Template;
use edge::Locale;
use http::{Method, StatusCode};

use super::compare::{Table, tables};
use super::item::{self, Row};
use super::names;
use crate::ask::{Call, Function};
use crate::page::{self, Frame};
use crate::pages::case::Reasons;
use crate::pages::{Outcome, Visitor};
use crate::refusal::Refusal;
use crate::texts::{candidate, review::Texts};
use crate::wire::case::{Derivation, Objection};
use crate::wire::programme::Programme;
use crate::wire::review::{Message, Review};
use crate::words::{self, Instant};

/// A case with the policy that it is pinned to, whose words it is shown in.
struct Desk {
    review: Review,
    programme: Programme,
}

/// The form of a decision, as it was typed.
#[derive(Debug)]
pub(super) struct Typed {
    pub(super) outcome: String,
    pub(super) rows: Vec<Row>,
    /// No outcome was chosen.
    pub(super) is_unchosen: bool,
}

#[derive(Template)]
#[template(path = "review.html")]
struct Page<'a> {
    f: Frame,
    w: &'static Texts,
    c: &'static candidate::Texts,
    review: &'a Review,
    programme: &'a Programme,
    state: (&'static str, &'static str),
    clocks: Clocks,
    rounds: Vec<Round<'a>>,
    tables: Vec<Table<'a>>,
    reasons: Option<Reasons>,
    derivation: Option<Derived<'a>>,
    messages: Vec<Said<'a>>,
    materials: Vec<(&'a str, &'a str)>,
    news: Option<String>,
    key: String,
    typed: &'a Typed,
    /// Whether there is something in the form that somebody has typed.
    is_typed: bool,
    refusal: Option<&'a Refusal>,
}

/// The instants of a case, as people say them.
struct Clocks {
    submitted: Option<Instant>,
    due: Option<Instant>,
    is_late: bool,
    claimed_until: Option<Instant>,
    registration_due: Option<Instant>,
    pay_before: Option<Instant>,
}

/// What was objected to at one time.
struct Round<'a> {
    title: &'static str,
    tone: &'static str,
    at: Option<Instant>,
    objections: &'a [Objection],
}

/// How the category was derived.
struct Derived<'a> {
    name: &'a str,
    registration: Vec<(&'a str, &'a str)>,
    reasons: Reasons,
}

/// A message to the candidate.
struct Said<'a> {
    about: &'a str,
    status: &'a str,
    tone: &'static str,
}

impl Desk {
    async fn open(visitor: &Visitor<'_>, case: &str) -> Result<Self, Refusal> {
        let asker = &visitor.asker;
        let review: Review = asker.show(Function::ManualDecision, format!("/api/reviews/{case}")).await?;
        let policy = format!("/api/programmes/{}/policies/{}", review.programme, review.policy);
        Ok(Self { programme: asker.show(Function::Programmes, policy).await?, review })
    }
}

impl Page<'_> {
    fn is_mine(&self) -> bool {
        self.review.claim.as_ref().is_some_and(|claim| claim.is_mine)
    }

    /// Whether a person has to decide about it.
    fn is_open(&self) -> bool {
        self.review.state == "under-review"
    }

    /// Whether the form is shown: to whoever may send it, and as long as there is something in it that could be lost.
    fn has_form(&self) -> bool {
        self.is_open() && (self.is_mine() || self.is_typed)
    }

    /// Whether it is said who holds it: not to somebody whose groups leave it out, to whom it would be offered once more.
    fn has_claim(&self) -> bool {
        let is_outside = self.refusal.is_some_and(|refusal| &*refusal.code == "outside-groups");
        self.is_open() && (self.review.claim.is_some() || !is_outside)
    }

    /// Whether the claim has to be taken again before anything is decided.
    fn needs_claim(&self) -> bool {
        self.has_form() && !self.is_mine()
    }

    /// Whether the registration is still to be set by staff.
    fn is_stuck(&self) -> bool {
        self.review.registration.as_ref().is_some_and(|registration| registration.status == "awaiting-review")
    }

    fn category<'b>(&'b self, id: &'b str) -> &'b str {
        self.programme.category(id).map_or(id, |category| category.name.of(&self.f.locale))
    }

    fn material<'b>(&'b self, id: &'b str) -> &'b str {
        self.materials.iter().find(|(known, _)| *known == id).map_or(id, |(_, name)| name)
    }

    fn objection<'b>(&self, objection: &'b Objection) -> &'b str {
        objection.text.as_ref().map_or(objection.reason.as_str(), |text| text.of(&self.f.locale))
    }

    fn document_kind(&self, kind: &str) -> &'static str {
        let kinds = crate::pages::login::kinds(self.c, kind);
        kinds.into_iter().find(|known| known.is_chosen).map_or("", |known| known.name)
    }

    fn error(&self, place: &usize, part: &str) -> Option<&str> {
        item::error(self.refusal, &self.typed.rows, *place, part)
    }

    /// Returns what can be decided: for functions, for people, and its key.
    fn outcomes(&self) -> [(&'static str, &'static str, &'static str); 3] {
        [("pass", self.w.pass, "p"), ("return", self.w.return_, "r"), ("reject", self.w.reject, "x")]
    }

    /// Returns what is wrong with the outcome: it is missing, or none that this case can have.
    fn outcome_error(&self) -> Option<&str> {
        if self.typed.is_unchosen {
            return Some(self.w.choose_outcome);
        }
        let refusal = self.refusal?;
        matches!(&*refusal.code, "not-corrected-yet" | "no-round-left").then_some(&refusal.detail)
    }

    fn items_error(&self) -> Option<&str> {
        crate::pages::draft::error(self.refusal, "/items")
    }
}

/// Shows a case.
pub(super) async fn show(visitor: &Visitor<'_>, case: &str) -> Outcome {
    render(visitor, &Desk::open(visitor, case).await?, None, None)
}

/// Shows a case with what was refused about it.
pub(super) async fn refuse(visitor: &Visitor<'_>, case: &str, refusal: &Refusal) -> Outcome {
    render(visitor, &Desk::open(visitor, case).await?, None, Some(refusal))
}

/// Shows a case with the form as it was typed, and what was refused.
pub(super) async fn keep(
    visitor: &Visitor<'_>,
    case: &str,
    typed: &Typed,
    mut refusal: Option<Refusal>,
) -> Outcome {
    let w = Texts::of(visitor.asker.locale);
    for wrong in refusal.iter_mut().flat_map(|refusal| &mut refusal.errors) {
        item::name(wrong, &typed.rows, w);
    }
    render(visitor, &Desk::open(visitor, case).await?, Some(typed), refusal.as_ref())
}

/// Asks the examination site where the registration is, once staff have set it there.
pub(super) async fn read_registration(visitor: &Visitor<'_>, case: &str) -> Outcome {
    let path = format!("/api/cases/{case}/registration");
    match visitor.asker.send(Call::new(Function::AutoApproval, Method::POST, path)).await {
        Ok(_) => page::see_other(&format!("/reviews/{case}?asked#registration")),
        Err(refusal) if refusal.is_about_login() => Err(refusal),
        Err(refusal) => refuse(visitor, case, &refusal).await,
    }
}

fn render(visitor: &Visitor<'_>, desk: &Desk, typed: Option<&Typed>, refusal: Option<&Refusal>) -> Outcome {
    let Desk { review, programme } = desk;
    let f = visitor.frame();
    let (locale, w, c) = (f.locale, Texts::of(f.locale), candidate::Texts::of(f.locale));
    let blank = Typed { outcome: String::new(), rows: item::blank(review), is_unchosen: false };
    let said = |message| said(message, w);
    let page = Page {
        state: names::state(&review.state, w),
        clocks: clocks(review, &f.now, locale),
        rounds: rounds(review, w, locale),
        tables: tables(review, programme, w, locale),
        reasons: review
            .assessment
            .as_ref()
            .map(|found| Reasons::of(&found.explanation, &found.checks, c, locale)),
        derivation: review.derivation.as_ref().map(|derivation| derived(derivation, w, c, locale)),
        messages: review.messages.iter().map(said).collect(),
        materials: materials(desk, locale),
        news: news(visitor, review, w),
        // The same attempt stays the same one, however often its page is shown again.
        key: visitor.form.filled("key").map_or_else(|| visitor.key(), Ok)?,
        is_typed: typed.is_some(),
        typed: typed.unwrap_or(&blank),
        review,
        programme,
        refusal,
        w,
        c,
        f,
    };
    let is_unchosen = page.typed.is_unchosen;
    let usual = if is_unchosen { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    page::render(refusal.map_or(usual, Refusal::status), locale, &page)
}

fn clocks(review: &Review, now: &str, locale: Locale) -> Clocks {
    let before = |machine: Option<&str>| machine.map(|machine| words::before(machine, locale));
    let at = |machine: Option<&str>| machine.map(|machine| words::at(machine, locale));
    let registration = review.registration.as_ref();
    Clocks {
        submitted: at(review.submitted.as_deref()),
        due: before(review.due.as_deref()),
        is_late: review.due.as_deref().is_some_and(|due| due <= now),
        claimed_until: at(review.claim.as_ref().map(|claim| claim.until.as_str())),
        registration_due: before(registration.map(|registration| registration.due.as_str())),
        pay_before: before(registration.and_then(|registration| registration.pay_before.as_deref())),
    }
}

/// Returns what was objected to, the first time first; what a case was rejected for has no time of its own here.
fn rounds<'a>(review: &'a Review, w: &'static Texts, locale: Locale) -> Vec<Round<'a>> {
    let returned = review.returns.iter().map(|returned| Round {
        title: w.earlier_objections,
        tone: "warn",
        at: Some(words::at(&returned.at, locale)),
        objections: &returned.objections,
    });
    let objections = &review.objections;
    let rejected = Round { title: w.rejected_for, tone: "bad", at: None, objections };
    returned.chain(Some(rejected).filter(|_| review.state == "rejected")).collect()
}

fn derived<'a>(
    derivation: &'a Derivation,
    w: &'static Texts,
    c: &'static candidate::Texts,
    locale: Locale,
) -> Derived<'a> {
    let fields = derivation.registration.iter();
    Derived {
        name: derivation.name.of(&locale),
        registration: fields
            .map(|(field, value)| (names::field(field, w), names::value(field, value, w)))
            .collect(),
        reasons: Reasons::of(&derivation.explanation, &derivation.checks, c, locale),
    }
}

fn said<'a>(message: &'a Message, w: &'static Texts) -> Said<'a> {
    let (status, tone) = names::delivery(&message.status, w);
    Said { about: names::message(&message.about, w), status, tone }
}

/// Returns what an item can be about: the materials of the category, and what was filed besides, with their names.
fn materials(desk: &Desk, locale: Locale) -> Vec<(&str, &str)> {
    let mut materials: Vec<(&str, &str)> = Vec::new();
    let Some(filing) = &desk.review.filing else { return materials };
    let category = desk.programme.category(&filing.category);
    for material in category.iter().flat_map(|category| &category.materials).flat_map(|row| &row.any_of) {
        materials.push((&material.material, material.name.of(&locale)));
    }
    for picture in &filing.materials {
        if materials.iter().all(|(known, _)| *known != picture.material) {
            materials.push((&picture.material, &picture.material));
        }
    }
    materials
}

/// Says what has become of what was done last.
fn news(visitor: &Visitor<'_>, review: &Review, w: &'static Texts) -> Option<String> {
    let query = &visitor.query;
    if query.has("asked") {
        let status = review.registration.as_ref().map(|registration| registration.status.as_str());
        let is_still = status == Some("awaiting-review");
        return Some(if is_still { w.registration_still } else { w.registration_done }.to_owned());
    }
    let outcome = names::outcome(query.get("outcome"), w)?;
    Some(format!("{}{outcome}{}{}", w.decided, w.stop, w.decided_next))
}
