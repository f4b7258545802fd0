//! What the documents of several components have in common.

use domain::policy::Text;
use serde::Serialize;

mod act;
mod assessment;
mod derivation;
mod filing;
mod objection;
mod opened;
mod registration;
mod session;

pub use act::{ActView, ActsView, DoerView};
pub use assessment::{AssessmentView, ExplanationView, FieldView, FindingView};
pub use derivation::DerivationView;
pub use filing::{DocumentView, FilingView, PictureView};
pub use objection::ObjectionView;
pub use opened::OpenedView;
pub use registration::RegistrationView;
pub use session::SessionView;

/// 中英文本，以中文为准。 A text in both languages, of which Chinese counts.
#[derive(Debug, Serialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct TextView {
    /// 中文。 Chinese.
    zh: String,
    /// 英文。 English.
    en: String,
}

impl From<&Text> for TextView {
    fn from(text: &Text) -> Self {
        Self { zh: text.zh.clone(), en: text.en.clone() }
    }
}
