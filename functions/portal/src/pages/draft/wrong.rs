//! What a refusal says about fields: what each is called, and where it is.

use edge::Locale;

use super::Step;
use crate::pages::case::Desk;
use crate::refusal::Refusal;
use crate::texts::candidate::Texts;

/// Names each field that is wrong, and says where it is: on the page at hand, or on that of another step.
pub(crate) fn name(
    refusal: &mut Refusal,
    desk: &Desk,
    here: Option<Step>,
    w: &'static Texts,
    locale: Locale,
) {
    for wrong in &mut refusal.errors {
        let Some((step, label, id)) = place(&wrong.pointer, desk, w, locale) else { continue };
        wrong.href = if here == Some(step) {
            format!("#{id}")
        } else {
            format!("/cases/{}/{}#{id}", desk.case.case, step.path())
        };
        wrong.label = label;
    }
}

/// Returns the step, the label and the id of the field at a pointer.
fn place(pointer: &str, desk: &Desk, w: &'static Texts, locale: Locale) -> Option<(Step, String, String)> {
    let field = |label: &str, id: &str| Some((Step::Form, label.to_owned(), id.to_owned()));
    match pointer {
        "/category" => Some((Step::Category, w.step_category.to_owned(), "category".to_owned())),
        "/form/name" => field(w.name, "name"),
        "/form/document" | "/form/document/number" => field(w.document_number, "number"),
        "/form/document/kind" => field(w.document_kind, "document_kind"),
        "/form/telephone" => field(w.telephone, "telephone"),
        "/form/email" => field(w.email, "email"),
        _ => {
            if let Some(material) = pointer.strip_prefix("/materials/") {
                return Some((
                    Step::Materials,
                    desk.material(material, &locale).to_owned(),
                    material.to_owned(),
                ));
            }
            let id = pointer.strip_prefix("/confirmed/")?;
            let mut steps = desk.steps();
            steps.find_map(|step| {
                let statement = step.statements(&desk.programme).find(|statement| statement.id == id)?;
                Some((step, statement.name.of(&locale).to_owned(), format!("confirm-{id}")))
            })
        }
    }
}
