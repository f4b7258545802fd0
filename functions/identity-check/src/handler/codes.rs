//! `POST /api/identity/codes`: sends a code to the telephone that the identity provider vouches for. It is reserved before the
//! gateway is asked, and settled by its answer; it is handed over once and never again.

use bytes::Bytes;
use domain::digest::Digest;
use domain::id::{CommandId, EffectId};
use domain::policy::{Policy, Template, Verification};
use domain::verification::{Codes, NewCode, Sending, permit};
use edge::{
    Body, Context, IdempotencyKey, Problem, Session, Unsent, current_season, read_json, retry, send_message,
};
use http::{Request, Response, StatusCode};
use store::{KeyValue, StoreFault};

use super::shelf;
use crate::captcha::{Answer, Captcha};
use crate::code::Code;
use crate::telephones::Shelf;
use crate::wire::{CodeView, CodesBody};

pub(super) async fn handle<K: KeyValue>(
    mut request: Request<Body>,
    cx: &Context<'_, K>,
) -> Result<Response<Bytes>, Problem> {
    let session = cx.session(&request).await?;
    let account = permit(&session.actor)?;
    let key = IdempotencyKey::of(request.headers())?;
    let body: CodesBody = read_json(&mut request).await?;
    if !session.admits(&body.programme) {
        return Err(Problem::new(edge::Code::OtherProgramme));
    }
    let answer = body.answer()?;

    let shelf = shelf(cx, account).await?;
    let (_, policy) = current_season(cx, &body.programme).await?;
    let (rules, template) = step_up(&policy)?;
    let asking = Asking {
        attempt: key.command_about(account, &about(&session, &body)),
        code: Code::draw(cx.store().entropy(), rules.code_digits).map_err(StoreFault::from)?,
        captcha: &body.captcha,
        answer,
        rules,
        session,
    };
    let (sending, is_new) = retry(async || asking.reserve(cx, &shelf).await).await?;

    let sending = if is_new { hand_over(cx, &shelf, &asking, template, sending).await? } else { sending };
    edge::json(StatusCode::OK, &CodeView::new(shelf.telephone(), &sending))
}

/// Returns what the policy says about codes.
fn step_up(policy: &Policy) -> Result<(Verification, &Template), Problem> {
    let rules = policy.verification().ok_or_else(|| Problem::new(edge::Code::NoStepUp))?;
    let template = policy.messages().code.as_ref();
    template
        .map(|template| (rules, template))
        .ok_or_else(|| Problem::fault("the policy words no message for a code"))
}

/// Returns what is asked for. In another session, for another programme or with another captcha it is another attempt.
fn about(session: &Session, body: &CodesBody) -> Digest {
    let session = session.id.as_u128().to_be_bytes();
    Digest::of_parts(&[b"code\0", &session, body.programme.as_bytes(), b"\0", body.captcha.as_bytes()])
}

/// One attempt at getting a code, with everything that is drawn for it.
struct Asking<'a> {
    attempt: CommandId,
    code: Code,
    captcha: &'a str,
    answer: Answer,
    rules: Verification,
    session: Session,
}

impl Asking<'_> {
    /// Reserves the code, and tells whether it is for this caller to send it.
    async fn reserve<K: KeyValue>(
        &self,
        cx: &Context<'_, K>,
        shelf: &Shelf,
    ) -> Result<(Sending, bool), Problem> {
        let loaded = shelf.load(cx).await?;
        let codes = &loaded.record.codes;
        if let Some(sending) = codes.sent_by(self.attempt) {
            return Ok((sending.clone(), false));
        }
        // First, so that a captcha is not spent on what cannot be.
        codes.may_send(self.rules, cx.now)?;
        let captcha = Captcha::open(cx, self.session.id, self.captcha)?;
        let codes = codes.spend(captcha.spent(), cx.now)?;
        if !captcha.is_answered_by(&self.answer) {
            shelf.keep(cx, loaded, codes, None).await?;
            return Err(Problem::new(edge::Code::CaptchaWrong));
        }
        let digest = self.code.digest(loaded.data_key(), self.session.id);
        let new = NewCode { attempt: self.attempt, session: self.session.id, digest };
        let codes = codes.reserve(new, self.rules, cx.now)?;
        let stored = shelf.keep(cx, loaded, codes, Some(self.attempt)).await?;
        // Nobody drops what was reserved a moment ago. Of two who repeat each other at the same time, one has reserved it.
        let sending = stored.record.codes.sent_by(self.attempt).cloned();
        let sending = sending.ok_or_else(|| Problem::new(edge::Code::Contended))?;
        let is_ours = sending.digest == digest;
        Ok((sending, is_ours))
    }
}

/// Asks the gateway, and settles the reservation by its answer. If there is none, it ends by itself.
async fn hand_over<K: KeyValue>(
    cx: &Context<'_, K>,
    shelf: &Shelf,
    asking: &Asking<'_>,
    template: &Template,
    sending: Sending,
) -> Result<Sending, Problem> {
    let key = EffectId::from_u128(cx.store().entropy().draw_id().map_err(StoreFault::from)?);
    let minutes = asking.rules.valid_minutes.to_string();
    let text = template.fill(&[("code", asking.code.as_str()), ("minutes", &minutes)]);
    match send_message(cx, shelf.telephone(), &text, key).await {
        Ok(_) => {
            settle(cx, shelf, |codes| codes.sent(asking.attempt)).await;
            Ok(Sending { is_settled: true, ..sending })
        }
        Err(unsent @ Unsent::NotTaken(_)) => {
            cx.note_fault("message-not-sent", &unsent.to_string());
            settle(cx, shelf, |codes| codes.not_sent(asking.attempt)).await;
            Err(Problem::new(edge::Code::MessageNotSent))
        }
        Err(unsent @ Unsent::Unknown(_)) => {
            cx.note_fault("message-outcome-unknown", &unsent.to_string());
            Ok(sending)
        }
    }
}

/// Notes what has become of a code. It is out, or it is not, whatever goes wrong in here: that is for operators, and the
/// reservation ends by itself.
async fn settle<K: KeyValue>(cx: &Context<'_, K>, shelf: &Shelf, outcome: impl Fn(&Codes) -> Codes) {
    let settled = retry(async || {
        let loaded = shelf.load(cx).await?;
        let codes = outcome(&loaded.record.codes);
        shelf.keep(cx, loaded, codes, None).await
    });
    if let Err(problem) = settled.await {
        cx.note_fault("code-not-settled", problem.code().name());
    }
}
