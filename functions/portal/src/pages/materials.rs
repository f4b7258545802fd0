//! The checklist: what is asked for, what is there, and handing in what is missing.

use std::time::Duration;

use askama::Template;
use edge::Body;
use http::{Method, Request, StatusCode};

use super::case::Desk;
use super::draft::{Mark, Step, marks};
use super::{Outcome, Visitor};
use crate::ask::{Call, Function};
use crate::form::File;
use crate::page::{self, Frame};
use crate::refusal::Refusal;
use crate::texts::candidate::Texts;
use crate::wire::materials::{Checklist, Material};

/// What a form without a script hands on in one request; functions take no more in one. Larger pictures are sent in parts by the
/// script.
const FILE_BYTES_MAX: usize = 8 * 1024 * 1024;

/// A slow line takes this long for such a file.
const FILE_TIME_MAX: Duration = Duration::from_secs(300);

#[derive(Template)]
#[template(path = "materials.html")]
struct Page<'a> {
    f: Frame,
    w: &'static Texts,
    desk: &'a Desk,
    checklist: &'a Checklist,
    steps: Vec<Mark>,
    is_draft: bool,
    /// What was refused, and of which picture.
    wrong: Option<(&'a str, &'a Refusal)>,
}

impl Page<'_> {
    /// Returns what was refused of a material.
    fn refusal(&self, material: &Material) -> Option<&Refusal> {
        let (picture, refusal) = self.wrong?;
        (picture.split('.').next() == Some(material.material.as_str())).then_some(refusal)
    }

    fn megabytes_max(&self) -> u64 {
        self.checklist.pictures.as_ref().map_or(0, |limits| limits.bytes_max / (1024 * 1024))
    }
}

pub(crate) async fn show(visitor: &Visitor<'_>, case: &str, wrong: Option<(&str, &Refusal)>) -> Outcome {
    let desk = Desk::open(visitor, case).await?;
    let Some(checklist) = &desk.checklist else { return page::see_other(&format!("/cases/{case}")) };
    let is_draft = desk.case.state == "draft";
    if !is_draft && desk.case.state != "returned" {
        return page::see_other(&format!("/cases/{case}"));
    }
    let f = visitor.frame();
    let (locale, w) = (f.locale, Texts::of(f.locale));
    let steps = if is_draft { marks(&desk, w, Some(Step::Materials)) } else { Vec::new() };
    let page = Page { steps, desk: &desk, checklist, is_draft, wrong, w, f };
    let status = wrong.map_or(StatusCode::OK, |(_, refusal)| refusal.status());
    page::render(status, locale, &page)
}

/// Hands a picture in.
pub(crate) async fn upload(
    request: &mut Request<Body>,
    visitor: &Visitor<'_>,
    case: &str,
    picture: &str,
) -> Outcome {
    let file = File::read(request, FILE_BYTES_MAX, FILE_TIME_MAX).await?;
    let path = format!("/api/cases/{case}/materials/{picture}");
    let call = Call::new(Function::UploadValidation, Method::PUT, path).body(file.bytes);
    done(visitor, case, picture, call).await
}

/// Takes a picture back.
pub(crate) async fn remove(visitor: &Visitor<'_>, case: &str, picture: &str) -> Outcome {
    let path = format!("/api/cases/{case}/materials/{picture}");
    done(visitor, case, picture, Call::new(Function::UploadValidation, Method::DELETE, path)).await
}

/// Obtains the electronic certificate that takes the place of a picture.
pub(crate) async fn obtain(visitor: &Visitor<'_>, case: &str, material: &str) -> Outcome {
    let path = format!("/api/cases/{case}/materials/{material}/certificate");
    done(visitor, case, material, Call::new(Function::UploadValidation, Method::POST, path)).await
}

/// Goes back to the list, at the material, with what was refused.
async fn done(visitor: &Visitor<'_>, case: &str, picture: &str, call: Call) -> Outcome {
    match visitor.asker.send(call).await {
        Ok(_) => {
            let material = picture.split('.').next().unwrap_or_default();
            page::see_other(&format!("/cases/{case}/materials#{material}"))
        }
        Err(refusal) if refusal.is_about_login() => Err(refusal),
        Err(refusal) => show(visitor, case, Some((picture, &refusal))).await,
    }
}
