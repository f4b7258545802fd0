//! `POST /internal/passwords/reset`: whoever has forgotten their password logs in by the first one again. What was opened by a password
//! ends.

use bytes::Bytes;
use domain::act::{About, Doer, Kind};
use domain::identity::DocumentKind;
use edge::acts::{Deed, Told, recorded};
use edge::{
    Body, Context, Ender, Fields, PASSWORDS, Problem, account_by, password_fingerprint, read_json, retry,
};
use http::{Request, Response, StatusCode};
use serde::{Deserialize, Serialize};
use store::records::PasswordRecord;
use store::{Change, Content, Fingerprint, KeyValue, Ledger};

/// Whose password, for which programme. A number stands in no address.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Whose {
    programme: String,
    document_kind: Option<String>,
    number: String,
}

#[derive(Serialize)]
struct Reset {
    /// Whether they had set one.
    was_set: bool,
    /// How many sessions.
    ended: usize,
}

pub(super) async fn reset<K: KeyValue>(
    mut request: Request<Body>,
    cx: &Context<'_, K>,
) -> Result<Response<Bytes>, Problem> {
    cx.enter("/internal/passwords/reset");
    let whose: Whose = read_json(&mut request).await?;
    let kind = whose.document_kind.as_deref().unwrap_or(DocumentKind::ResidentIdentityCard.name());
    let mut fields = Fields::default();
    let programme = fields.check("/programme", whose.programme.parse());
    let document = fields.check_document(("/document_kind", kind), ("/number", &whose.number));
    fields.finish()?;
    let (Some(programme), Some(document)) = (programme, document) else {
        return Err(Problem::fault("fields that are neither right nor wrong"));
    };

    let passwords = cx.collection(PASSWORDS).await?;
    let ledger = cx.ledger(&passwords);
    let fingerprint = password_fingerprint(&passwords, &programme, &document);
    let account = account_by(cx, &document).await?;
    if account.is_none() && ledger.find(&fingerprint).await?.is_none() {
        return edge::json(StatusCode::OK, &Reset { was_set: false, ended: 0 });
    }
    let about = About { programme: Some(programme), account, ..About::default() };
    let deed = Deed::new(cx, Doer::Operator, Kind::PasswordReset, about, None)?;
    let effect = async || {
        let was_set = retry(async || forget(&ledger, &fingerprint).await).await?;
        // Whoever calls again after a fault finds no password, and ends what is still open.
        let ended = match account {
            Some(account) => cx.end_password_sessions_of(account, Ender::Operator).await?,
            None => 0,
        };
        Ok(Reset { was_set, ended })
    };
    let told = |reset: &Reset| Told {
        counts: vec![("passwords", usize::from(reset.was_set)), ("ended", reset.ended)],
        ..Told::default()
    };
    edge::json(StatusCode::OK, &recorded(cx, deed, effect, told).await?)
}

/// Forgets the password that was set, if one was, and leaves the tries as they are.
async fn forget<K: KeyValue>(ledger: &Ledger<'_, K>, fingerprint: &Fingerprint) -> Result<bool, Problem> {
    let Some(line) = ledger.find(fingerprint).await? else { return Ok(false) };
    let Some(loaded) = ledger.load::<PasswordRecord>(line.id).await? else { return Ok(false) };
    if loaded.record.set.is_none() {
        return Ok(false);
    }
    let budgets = PasswordRecord::budgets(&loaded.line.facts).map_err(Problem::fault)?;
    let record = PasswordRecord::new(None);
    let facts = record.facts(budgets, None);
    ledger.commit(loaded, Change { facts, content: Content::Replace(record), command: None }).await?;
    Ok(true)
}
