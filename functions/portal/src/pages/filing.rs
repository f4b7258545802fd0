//! Filing: looking at everything once more, showing that the telephone is in one's hands, and submitting.

use askama::Template;
use http::{Method, StatusCode};
use serde::{Deserialize, Serialize};

use super::case::Desk;
use super::draft::{Mark, Step, marks, name};
use super::login::{Kind, kinds};
use super::{Outcome, Visitor};
use crate::ask::{Call, Function};
use crate::page::{self, Frame};
use crate::refusal::Refusal;
use crate::texts::candidate::Texts;
use crate::wire::case::Draft;
use crate::wire::materials::{Checklist, Material};
use crate::words::{self, Instant};

#[derive(Template)]
#[template(path = "submit.html")]
struct Review<'a> {
    f: Frame,
    w: &'static Texts,
    desk: &'a Desk,
    draft: &'a Draft,
    steps: Vec<Mark>,
    document_kind: &'static str,
    key: String,
    is_verified: bool,
    refusal: Option<&'a Refusal>,
}

impl Review<'_> {
    /// Whether everything is there that the category asks for, as the service says: before that nobody is sent a code.
    fn is_complete(&self) -> bool {
        self.desk.checklist.as_ref().is_some_and(|checklist| checklist.is_complete)
    }

    fn missing(&self) -> impl Iterator<Item = &Material> {
        self.desk.checklist.iter().flat_map(Checklist::missing)
    }
}

#[derive(Template)]
#[template(path = "verification.html")]
struct Verification<'a> {
    f: Frame,
    w: &'static Texts,
    desk: &'a Desk,
    steps: Vec<Mark>,
    /// What is to be answered before a code is sent.
    captcha: Option<Captcha>,
    /// What was sent.
    sent: Option<Sent>,
    /// The telephone, as it was shown when the code was sent.
    telephone: &'a str,
    key: String,
    refusal: Option<&'a Refusal>,
}

#[derive(Debug, Deserialize)]
struct Captcha {
    captcha: String,
    image: String,
    work: Work,
}

#[derive(Debug, Deserialize)]
struct Work {
    salt: String,
    target: String,
    max: u32,
}

#[derive(Debug, Deserialize)]
struct CodeView {
    telephone: String,
    delivery: String,
    expires: String,
}

/// A code that is on its way.
struct Sent {
    telephone: String,
    is_unknown: bool,
    expires: Instant,
}

#[derive(Serialize)]
struct Codes<'a> {
    programme: &'a str,
    captcha: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<u32>,
}

#[derive(Serialize)]
struct Code<'a> {
    code: &'a str,
}

/// Shows everything that is about to be filed.
pub(crate) async fn review(visitor: &Visitor<'_>, case: &str, mut refusal: Option<Refusal>) -> Outcome {
    let desk = Desk::open(visitor, case).await?;
    let Some(draft) = &desk.case.draft else { return page::see_other(&format!("/cases/{case}")) };
    let f = visitor.frame();
    if refusal.is_none() && desk.is_over(&f.now) {
        return page::see_other(&format!("/cases/{case}"));
    }
    let (locale, w) = (f.locale, Texts::of(f.locale));
    if let Some(refusal) = &mut refusal {
        name(refusal, &desk, Some(Step::Submit), w, locale);
    }
    let kind = draft.form.document.as_ref().map(|document| document.kind.as_str()).unwrap_or_default();
    let chosen = kinds(w, kind).into_iter().find(|kind| kind.is_chosen);
    let page = Review {
        steps: marks(&desk, w, Some(Step::Submit)),
        document_kind: chosen.map_or(w.document_number, |kind: Kind| kind.name),
        key: visitor.key()?,
        is_verified: visitor.query.has("verified"),
        desk: &desk,
        draft,
        refusal: refusal.as_ref(),
        w,
        f,
    };
    let status = refusal.as_ref().map_or(StatusCode::OK, Refusal::status);
    page::render(status, locale, &page)
}

/// Files the case. Whoever has not verified their telephone is asked to do that first.
pub(crate) async fn submit(visitor: &Visitor<'_>, case: &str) -> Outcome {
    let form = &visitor.form;
    let call = Call::new(Function::AutoApproval, Method::POST, format!("/api/cases/{case}/submission"));
    match visitor.asker.send(call.once(form.get("key")).over(form.get("version"))).await {
        Ok(_) => page::see_other(&format!("/cases/{case}")),
        Err(refusal) if &*refusal.code == "not-verified" => {
            page::see_other(&format!("/cases/{case}/verification"))
        }
        Err(refusal) if refusal.is_about_login() => Err(refusal),
        Err(refusal) => review(visitor, case, Some(refusal)).await,
    }
}

/// Shows a captcha, which is answered before a code is sent.
pub(crate) async fn captcha(visitor: &Visitor<'_>, case: &str, refusal: Option<&Refusal>) -> Outcome {
    let call = Call::new(Function::IdentityCheck, Method::POST, "/api/identity/captcha".to_owned());
    let captcha: Captcha = visitor.asker.send(call).await?.read()?;
    let desk = Desk::open(visitor, case).await?;
    show(visitor, &desk, Some(captcha), None, refusal)
}

/// Sends the code.
pub(crate) async fn send_code(visitor: &Visitor<'_>, case: &str) -> Outcome {
    let desk = Desk::open(visitor, case).await?;
    let form = &visitor.form;
    let text = Some(form.get("text")).filter(|text| !text.is_empty());
    let number = form.get("number").parse().ok().filter(|_| text.is_none());
    let body = Codes {
        programme: &desk.case.programme,
        captcha: form.get("captcha"),
        // Nothing at all is a wrong answer, and is told so beside the field.
        text: text.or(number.is_none().then_some("")),
        number,
    };
    let call = Call::new(Function::IdentityCheck, Method::POST, "/api/identity/codes".to_owned());
    match visitor.asker.send(call.once(form.get("key")).json(&body)?).await {
        Ok(answer) => {
            let code: CodeView = answer.read()?;
            let sent = Sent {
                is_unknown: code.delivery != "sent",
                expires: words::at(&code.expires, visitor.asker.locale),
                telephone: code.telephone,
            };
            show(visitor, &desk, None, Some(sent), None)
        }
        Err(refusal) if refusal.is_about_login() => Err(refusal),
        Err(mut refusal) => {
            if &*refusal.code == "captcha-wrong" {
                // The new one is on this page already. What a device works out takes a script, which brings its own button.
                refusal.detail = Texts::of(visitor.asker.locale).captcha_again.into();
            }
            captcha(visitor, case, Some(&refusal)).await
        }
    }
}

/// Enters the code.
pub(crate) async fn verify(visitor: &Visitor<'_>, case: &str) -> Outcome {
    let call = Call::new(Function::IdentityCheck, Method::POST, "/api/identity/verification".to_owned());
    match visitor.asker.send(call.json(&Code { code: visitor.form.get("code") })?).await {
        Ok(_) => page::see_other(&format!("/cases/{case}/submit?verified")),
        // The code may be entered again, as long as there is one.
        Err(refusal) if &*refusal.code == "code-wrong" || refusal.status == 422 => {
            let desk = Desk::open(visitor, case).await?;
            show(visitor, &desk, None, None, Some(&refusal))
        }
        Err(refusal) if refusal.is_about_login() => Err(refusal),
        Err(refusal) => captcha(visitor, case, Some(&refusal)).await,
    }
}

fn show(
    visitor: &Visitor<'_>,
    desk: &Desk,
    captcha: Option<Captcha>,
    sent: Option<Sent>,
    refusal: Option<&Refusal>,
) -> Outcome {
    let f = visitor.frame();
    let locale = f.locale;
    let page = Verification {
        steps: marks(desk, Texts::of(locale), Some(Step::Submit)),
        w: Texts::of(locale),
        desk,
        captcha,
        sent,
        telephone: visitor.form.get("telephone"),
        key: visitor.key()?,
        refusal,
        f,
    };
    let status = refusal.map_or(StatusCode::OK, Refusal::status);
    page::render(status, locale, &page)
}
