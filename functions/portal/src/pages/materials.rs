//! The checklist: what is asked for, what is there, and handing in what is missing.

use std::time::Duration;

use askama::Template;
use bytes::Bytes;
use edge::Body;
use http::{HeaderName, Method, Request, StatusCode};
use serde::{Deserialize, Serialize};

use super::case::Desk;
use super::draft::{Mark, Step, marks};
use super::{Outcome, Visitor};
use crate::ask::{Call, Function};
use crate::form::File;
use crate::page::{self, Frame};
use crate::refusal::Refusal;
use crate::texts::candidate::Texts;
use crate::wire::materials::{Checklist, Material};

/// Functions take so much in one request. What is larger is handed on in parts.
const WHOLE_BYTES_MAX: usize = 8 * 1024 * 1024;

/// A slow line takes this long for such a file.
const FILE_TIME_MAX: Duration = Duration::from_secs(300);

const UPLOAD_OFFSET: HeaderName = HeaderName::from_static("upload-offset");

#[derive(Serialize)]
struct OpenUpload {
    size: usize,
}

#[derive(Deserialize)]
struct Upload {
    upload: String,
}

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
    let f = visitor.frame();
    let is_over = wrong.is_none() && desk.is_over(&f.now);
    if is_over || (!is_draft && desk.case.state != "returned") {
        return page::see_other(&format!("/cases/{case}"));
    }
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
    // A form is held whole: of nobody who has no such case, and of nobody more than the policy takes.
    let desk = Desk::open(visitor, case).await?;
    let limits = desk.checklist.and_then(|checklist| checklist.pictures);
    let bytes_max = limits.and_then(|limits| usize::try_from(limits.bytes_max).ok());
    let file = File::read(request, bytes_max.unwrap_or(WHOLE_BYTES_MAX), FILE_TIME_MAX).await?.bytes;
    let path = format!("/api/cases/{case}/materials/{picture}");
    let outcome = if file.len() <= WHOLE_BYTES_MAX {
        let call = Call::new(Function::UploadValidation, Method::PUT, path);
        visitor.asker.send(call.body(file)).await.map(drop)
    } else {
        in_parts(visitor, &path, &file).await
    };
    done(visitor, case, picture, outcome).await
}

/// Hands a large picture in, as a script would.
async fn in_parts(visitor: &Visitor<'_>, path: &str, file: &Bytes) -> Result<(), Refusal> {
    let call = |method, path| Call::new(Function::UploadValidation, method, path);
    let open = call(Method::POST, format!("{path}/uploads")).once(&visitor.key()?);
    let opened = visitor.asker.send(open.json(&OpenUpload { size: file.len() })?).await?;
    let Upload { upload } = opened.read()?;
    let upload = format!("{path}/uploads/{upload}");
    let mut offset = 0;
    while offset < file.len() {
        let part = file.slice(offset..file.len().min(offset.saturating_add(WHOLE_BYTES_MAX)));
        let next = offset.saturating_add(part.len());
        let call = call(Method::PATCH, upload.clone()).with(UPLOAD_OFFSET, &offset.to_string());
        visitor.asker.send(call.body(part)).await?;
        offset = next;
    }
    visitor.asker.send(call(Method::POST, format!("{upload}/completion"))).await.map(drop)
}

/// Takes a picture back.
pub(crate) async fn remove(visitor: &Visitor<'_>, case: &str, picture: &str) -> Outcome {
    let path = format!("/api/cases/{case}/materials/{picture}");
    let call = Call::new(Function::UploadValidation, Method::DELETE, path);
    let outcome = visitor.asker.send(call).await.map(drop);
    done(visitor, case, picture, outcome).await
}

/// Obtains the electronic certificate that takes the place of a picture.
pub(crate) async fn obtain(visitor: &Visitor<'_>, case: &str, material: &str) -> Outcome {
    let path = format!("/api/cases/{case}/materials/{material}/certificate");
    let call = Call::new(Function::UploadValidation, Method::POST, path);
    let outcome = visitor.asker.send(call).await.map(drop);
    done(visitor, case, material, outcome).await
}

/// Goes back to the list, at the material, with what was refused.
async fn done(visitor: &Visitor<'_>, case: &str, picture: &str, outcome: Result<(), Refusal>) -> Outcome {
    match outcome {
        Ok(()) => {
            let material = picture.split('.').next().unwrap_or_default();
            page::see_other(&format!("/cases/{case}/materials#{material}"))
        }
        Err(refusal) if refusal.is_about_login() => Err(refusal),
        Err(refusal) => show(visitor, case, Some((picture, &refusal))).await,
    }
}
