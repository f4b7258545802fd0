//! The steps of filing a case, in the order in which they are taken.

use crate::pages::case::Desk;
use crate::texts::candidate::Texts;
use crate::wire::programme::{Programme, Statement};

/// A step, which has a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// Reads the notice, and checks oneself against the conditions (S1-26, S1-33).
    Notice,
    /// Chooses the category, where that is chosen (S1-30).
    Category,
    /// Checks the own details, and agrees (S1-48, S1-49).
    Form,
    /// Promises (S1-52, S1-53).
    Commitments,
    /// Hands in pictures (S1-44).
    Materials,
    /// Looks at everything once more, and files it (S1-54).
    Submit,
}

impl Step {
    pub(crate) const ALL: [Self; 6] =
        [Self::Notice, Self::Category, Self::Form, Self::Commitments, Self::Materials, Self::Submit];

    /// Returns the step whose page has this name.
    pub(crate) fn named(path: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.path() == path)
    }

    pub(crate) const fn path(self) -> &'static str {
        match self {
            Self::Notice => "notice",
            Self::Category => "category",
            Self::Form => "form",
            Self::Commitments => "commitments",
            Self::Materials => "materials",
            Self::Submit => "submit",
        }
    }

    pub(crate) const fn name(self, w: &'static Texts) -> &'static str {
        match self {
            Self::Notice => w.step_notice,
            Self::Category => w.step_category,
            Self::Form => w.step_form,
            Self::Commitments => w.step_commitments,
            Self::Materials => w.step_materials,
            Self::Submit => w.step_submit,
        }
    }

    /// Returns what is confirmed in this step.
    pub(crate) fn statements(self, programme: &Programme) -> impl Iterator<Item = &Statement> {
        let kinds: &[&str] = match self {
            Self::Notice => &["notice", "self-check"],
            Self::Form => &["agreement"],
            Self::Commitments => &["commitment"],
            Self::Category | Self::Materials | Self::Submit => &[],
        };
        programme.statements.iter().filter(move |statement| kinds.contains(&statement.kind.as_str()))
    }

    /// Tells whether a case of this programme has the step.
    pub(crate) fn is_taken(self, programme: &Programme) -> bool {
        match self {
            Self::Notice | Self::Commitments => self.statements(programme).next().is_some(),
            Self::Category | Self::Form | Self::Materials | Self::Submit => true,
        }
    }

    pub(crate) fn is_done(self, desk: &Desk) -> bool {
        let Some(draft) = &desk.case.draft else { return true };
        let is_confirmed =
            |statement: &Statement| draft.confirmed.get(&statement.id).copied().unwrap_or(false);
        let is_confirmed = self.statements(&desk.programme).all(is_confirmed);
        match self {
            Self::Notice | Self::Commitments => is_confirmed,
            Self::Category => draft.category.is_some() || desk.case.derivation.is_some(),
            Self::Form => {
                let form = &draft.form;
                is_confirmed && form.name.is_some() && form.document.is_some() && form.telephone.is_some()
            }
            Self::Materials => desk.checklist.as_ref().is_some_and(|checklist| checklist.is_complete),
            Self::Submit => false,
        }
    }
}

impl Desk {
    /// Returns the steps that this case has.
    pub(crate) fn steps(&self) -> impl Iterator<Item = Step> {
        Step::ALL.into_iter().filter(|step| step.is_taken(&self.programme))
    }

    /// Returns the first step that is not done.
    pub(crate) fn first_to_do(&self) -> Step {
        self.steps().find(|step| !step.is_done(self)).unwrap_or(Step::Submit)
    }

    /// Returns the step after this one.
    pub(crate) fn after(&self, step: Step) -> Step {
        self.steps().skip_while(|known| *known != step).nth(1).unwrap_or(Step::Submit)
    }
}
