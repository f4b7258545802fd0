//! Programmes.

use edge::Locale;
use serde::Deserialize;

use super::Said;

#[derive(Debug, Deserialize)]
pub(crate) struct Programmes {
    pub(crate) programmes: Vec<Offer>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Offer {
    pub(crate) programme: String,
    pub(crate) season: String,
    pub(crate) name: Said,
    pub(crate) opens: String,
    pub(crate) closes: String,
    pub(crate) is_open: bool,
    pub(crate) has_password: bool,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Programme {
    pub(crate) programme: String,
    pub(crate) season: String,
    pub(crate) policy: String,
    pub(crate) name: Said,
    pub(crate) region: String,
    pub(crate) region_name: Option<Said>,
    pub(crate) opens: String,
    pub(crate) closes: String,
    pub(crate) is_open: bool,
    #[serde(default)]
    pub(crate) password_characters_min: Option<u8>,
    pub(crate) category_is_derived: bool,
    pub(crate) categories: Vec<Category>,
    pub(crate) statements: Vec<Statement>,
    pub(crate) not_filed: Said,
    #[serde(default)]
    pub(crate) case_days: Option<u16>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Category {
    pub(crate) id: String,
    pub(crate) name: Said,
    pub(crate) materials: Vec<Row>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Row {
    pub(crate) any_of: Vec<Asked>,
    pub(crate) is_required: bool,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Asked {
    pub(crate) material: String,
    pub(crate) name: Said,
    pub(crate) requirement: Said,
    pub(crate) sample: Said,
    pub(crate) has_certificate: bool,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Statement {
    pub(crate) id: String,
    pub(crate) kind: String,
    pub(crate) name: Said,
    pub(crate) text: Said,
}

impl Programme {
    /// Returns what the region is called that handles it, with its code behind it, which is all there is where nothing else is known.
    pub(crate) fn region(&self, locale: &Locale) -> String {
        let Some(name) = &self.region_name else { return self.region.clone() };
        let (name, code) = (name.of(locale), &self.region);
        match locale {
            Locale::Chinese => format!("{name}（{code}）"),
            Locale::English => format!("{name} ({code})"),
        }
    }

    /// Returns what a category is called.
    pub(crate) fn category(&self, id: &str) -> Option<&Category> {
        self.categories.iter().find(|category| category.id == id)
    }
}

/// What somebody has, or had, under a programme.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Cases {
    pub(crate) cases: Vec<OwnCase>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct OwnCase {
    pub(crate) case: String,
    pub(crate) season: String,
    pub(crate) state: String,
    pub(crate) closes: Option<String>,
}
