//! The policy of one season of a programme: what a bureau decides, as data.

use crate::{
    check::{Check, Register},
    digest::Digest,
    instant::Cutoff,
    picture::Limits,
    predicate::Predicate,
    region::Region,
    slug::{CategoryId, CheckId, MaterialId, ProgrammeId, ReasonId, RuleId, SeasonId, StatementId},
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

mod clock;
mod derivation;
mod error;
mod file;
mod form;
mod material;
mod message;
mod password;
mod retention;
mod statement;
mod verification;

pub use clock::{AfterCorrection, Correction, Hours, InvalidHours, Registration, Review, Supplement};
pub use derivation::{Derivation, Outcome, Underivable, WithoutCategory};
pub use error::PolicyError;
pub use form::FormIdentity;
pub use material::{Material, ReturnReason, Row};
pub use message::{Gateway, InvalidTemplate, Messages, Reminder, Template};
pub use password::{FirstPassword, LetterCase, PasswordLogin, Tries};
pub use retention::Retention;
pub use statement::{Statement, StatementKind};
pub use verification::Verification;

/// The hash that a policy is published under: SHA-256 of its exact bytes.
pub type PolicyHash = Digest;

/// A text that is shown to people, in both languages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Text {
    /// Chinese, which counts.
    pub zh: String,
    /// English, for convenience.
    pub en: String,
}

/// A category that candidates fall into or choose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Category {
    /// Its name in files and over HTTP.
    pub id: CategoryId,
    /// Its name for people.
    pub name: Text,
    /// By what a case of it is approved without a person. Without a rule, a person decides.
    pub approved_by: Option<Approval>,
    /// Whom it is for, where categories are derived.
    pub derived_if: Option<Predicate>,
    /// What a candidate of it hands in, in the order in which it is shown (S1-34).
    pub materials: Vec<Row>,
}

impl Category {
    /// Returns everything that a candidate of it can hand in.
    pub fn asked(&self) -> impl Iterator<Item = &MaterialId> {
        self.materials.iter().flat_map(|row| &row.any_of)
    }

    fn predicates(&self) -> impl Iterator<Item = &Predicate> {
        let approved_by = self.approved_by.iter().map(|approval| &approval.predicate);
        let required_if = self.materials.iter().filter_map(|row| row.required_if.as_ref());
        approved_by.chain(&self.derived_if).chain(required_if)
    }

    /// Tells whether a candidate of it can hand that in.
    pub fn asks_for(&self, material: &MaterialId) -> bool {
        self.asked().any(|asked| asked == material)
    }
}

/// A rule by which cases are approved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approval {
    /// Its name, which a decision by it bears.
    pub rule: RuleId,
    /// What must hold.
    pub predicate: Predicate,
}

/// The texts that the first steps of a programme show.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Texts {
    /// What follows from not filing in time (S1-77).
    pub not_filed: Text,
}

/// What a candidate reads about a case, by where it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatusTexts {
    /// It is filed, and registers are being asked (S1-61).
    pub submitted: Text,
    /// It is filed, and a person has to decide (S1-61).
    pub under_review: Text,
    /// It is to be corrected (S1-70).
    pub returned: Text,
    /// It is approved (S1-60).
    pub approved: Text,
    /// It is rejected (S1-74).
    pub rejected: Text,
    /// It was not corrected in time (S1-75).
    pub not_corrected: Text,
}

/// The policy of one season of one programme. It never changes once it is published.
///
/// What is serialised is the policy as it was read from its file, for builds of the same [`Policy::FORMAT`] alone: the
/// file is what counts and what is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Policy {
    hash: PolicyHash,
    programme: ProgrammeId,
    season: SeasonId,
    region: Region,
    region_name: Option<Text>,
    name: Text,
    #[serde(with = "crate::text::instant")]
    opens: DateTime<Utc>,
    closes: Cutoff,
    review: Review,
    supplement: Supplement,
    registration: Option<Registration>,
    verification: Option<Verification>,
    retention: Option<Retention>,
    form_identity: FormIdentity,
    statements: Vec<Statement>,
    pictures: Option<Limits>,
    materials: Vec<Material>,
    reasons: Vec<ReturnReason>,
    messages: Messages,
    checks: Vec<Check>,
    categories: Vec<Category>,
    derivation: Option<Derivation>,
    password: Option<PasswordLogin>,
    texts: Texts,
    status: StatusTexts,
    ours: Vec<String>,
}

impl Policy {
    /// A policy is read into memory whole by every instance that serves it.
    pub const BYTES_MAX: usize = 256 * 1024;

    /// Raised with every change to the fields of this type: what an older build has serialised is then read from its
    /// file again.
    pub const FORMAT: u32 = 10;

    /// Reads a policy from the bytes of its file.
    ///
    /// # Errors
    ///
    /// Returns [`PolicyError`], with the line in the file, for the first thing that is wrong.
    pub fn parse(bytes: &[u8]) -> Result<Self, PolicyError> {
        file::parse(bytes)
    }

    /// Returns the hash of the exact bytes that the policy was read from.
    pub const fn hash(&self) -> PolicyHash {
        self.hash
    }

    /// Returns the programme that it is for.
    pub const fn programme(&self) -> &ProgrammeId {
        &self.programme
    }

    /// Returns the season that it is for.
    pub const fn season(&self) -> &SeasonId {
        &self.season
    }

    /// Returns the region whose staff handle its cases.
    pub const fn region(&self) -> Region {
        self.region
    }

    /// Returns what people call that region, if the policy says so.
    pub const fn region_name(&self) -> Option<&Text> {
        self.region_name.as_ref()
    }

    /// Returns the programme's name for people.
    pub const fn name(&self) -> &Text {
        &self.name
    }

    /// Returns the first instant at which a case can be opened.
    pub const fn opens(&self) -> DateTime<Utc> {
        self.opens
    }

    /// Returns the end of the window for opening, drafting and filing.
    pub const fn closes(&self) -> Cutoff {
        self.closes
    }

    /// Returns the clock of the review by a person.
    pub const fn review(&self) -> Review {
        self.review
    }

    /// Returns the clocks of supplement and correction.
    pub const fn supplement(&self) -> Supplement {
        self.supplement
    }

    /// Returns the clocks of the registration on the examination site, if the programme has one.
    pub const fn registration(&self) -> Option<&Registration> {
        self.registration.as_ref()
    }

    /// Returns how a telephone is verified before filing, if it has to be.
    pub const fn verification(&self) -> Option<Verification> {
        self.verification
    }

    /// Returns how long cases are kept. Where a policy does not say so, all of them are.
    pub const fn retention(&self) -> Option<Retention> {
        self.retention
    }

    /// Returns whom a form names.
    pub const fn form_identity(&self) -> FormIdentity {
        self.form_identity
    }

    /// Returns what is confirmed before filing, in the order in which it is shown.
    pub fn statements(&self) -> &[Statement] {
        &self.statements
    }

    /// Returns the statement of that name.
    pub fn statement(&self, id: &StatementId) -> Option<&Statement> {
        self.statements.iter().find(|statement| statement.id == *id)
    }

    /// Returns what a picture of a material may weigh and measure. There are limits wherever there are materials.
    pub const fn pictures(&self) -> Option<Limits> {
        self.pictures
    }

    /// Returns what any category may hand in, in the order of the file.
    pub fn materials(&self) -> &[Material] {
        &self.materials
    }

    /// Returns the material of that name.
    pub fn material(&self, id: &MaterialId) -> Option<&Material> {
        self.materials.iter().find(|material| material.id == *id)
    }

    /// Returns everything that a candidate of `category` can hand in, in the order in which it is shown.
    pub fn materials_of<'a>(&'a self, category: &'a Category) -> impl Iterator<Item = &'a Material> {
        category.asked().filter_map(|id| self.material(id))
    }

    /// Returns the reasons for which a case can be returned, in the order in which they are shown.
    pub fn reasons(&self) -> &[ReturnReason] {
        &self.reasons
    }

    /// Returns the reason of that name.
    pub fn reason(&self, id: &ReasonId) -> Option<&ReturnReason> {
        self.reasons.iter().find(|reason| reason.id == *id)
    }

    /// Returns what is sent to people's telephones.
    pub const fn messages(&self) -> &Messages {
        &self.messages
    }

    /// Returns the categories in the order in which they are shown.
    pub fn categories(&self) -> &[Category] {
        &self.categories
    }

    /// Returns the category of that name.
    pub fn category(&self, id: &CategoryId) -> Option<&Category> {
        self.categories.iter().find(|category| category.id == *id)
    }

    /// Returns how categories are derived, or nothing where candidates choose.
    pub const fn derivation(&self) -> Option<&Derivation> {
        self.derivation.as_ref()
    }

    /// Returns how candidates log in by number and password, if they can.
    pub const fn password(&self) -> Option<&PasswordLogin> {
        self.password.as_ref()
    }

    /// Returns what can be asked of registers, in the order of the file.
    pub fn checks(&self) -> &[Check] {
        &self.checks
    }

    /// Returns everything that is said by checks: by what categories are approved and derived, and by whom a material has to be
    /// handed in.
    pub fn predicates(&self) -> impl Iterator<Item = &Predicate> {
        let without = self.derivation.iter().flat_map(|derivation| &derivation.without_category);
        self.categories
            .iter()
            .flat_map(Category::predicates)
            .chain(without.map(|without| &without.derived_if))
    }

    /// Returns the check of that name.
    pub fn check(&self, id: &CheckId) -> Option<&Check> {
        self.checks.iter().find(|check| check.id == *id)
    }

    /// Returns the checks that `approval` speaks of, each once, in the order of the file.
    pub fn checks_of(&self, approval: &Approval) -> Vec<&Check> {
        let named = approval.predicate.checks();
        self.checks.iter().filter(|check| named.contains(&&check.id)).collect()
    }

    /// Returns the registers that have to be asked for `approval`: those of its checks, and those that they are compared
    /// with.
    pub fn registers_of(&self, approval: &Approval) -> BTreeSet<Register> {
        let registers = self.checks_of(approval).into_iter().flat_map(Check::registers);
        registers.filter(|register| register.is_asked()).collect()
    }

    /// Returns the texts shown to people.
    pub const fn texts(&self) -> &Texts {
        &self.texts
    }

    /// Returns what a candidate reads about a case.
    pub const fn status(&self) -> &StatusTexts {
        &self.status
    }

    /// Returns the flags that this policy settles by a choice of ours, each once, sorted.
    pub fn ours(&self) -> &[String] {
        &self.ours
    }
}

#[cfg(test)]
pub(crate) mod tests;
