//! `DELETE /internal/accounts/{account}/sessions`: ends everything that an account has open.

use bytes::Bytes;
use domain::act::{About, Doer, Kind};
use domain::id::AccountId;
use edge::acts::{Deed, Told, recorded};
use edge::{Code, Context, Ender, Problem, is_account};
use http::{Response, StatusCode};
use serde::Serialize;
use store::KeyValue;

#[derive(Serialize)]
struct Ended {
    account: String,
    /// How many sessions.
    ended: usize,
}

pub(super) async fn end<K: KeyValue>(cx: &Context<'_, K>, account: &str) -> Result<Response<Bytes>, Problem> {
    cx.enter("/internal/accounts/{account}/sessions");
    let account: AccountId = account.parse()?;
    // A mistyped id would otherwise look like somebody who has nothing open.
    if !is_account(cx, account).await? {
        return Err(Problem::new(Code::UnknownAccount));
    }
    let about = About { account: Some(account), ..About::default() };
    let deed = Deed::new(cx, Doer::Operator, Kind::SessionsEnded, about, None)?;
    let effect = async || cx.end_sessions_of(account, Ender::Operator).await;
    let told = |ended: &usize| Told { counts: vec![("ended", *ended)], ..Told::default() };
    let ended = recorded(cx, deed, effect, told).await?;
    edge::json(StatusCode::OK, &Ended { account: account.to_string(), ended })
}
