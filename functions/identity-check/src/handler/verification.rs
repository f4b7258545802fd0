//! `POST /api/identity/verification`: enters the code. If it is the right one, the session says from then on that the telephone
//! is in the hands of whoever is logged in.

use bytes::Bytes;
use domain::verification::{Entered, Verified, permit};
use edge::{Body, Context, Problem, Session, read_json, retry};
use http::{Request, Response, StatusCode};
use store::KeyValue;

use super::shelf;
use crate::code::Code;
use crate::telephones::Shelf;
use crate::wire::{VerificationBody, VerificationView};

pub(super) async fn handle<K: KeyValue>(
    mut request: Request<Body>,
    cx: &Context<'_, K>,
) -> Result<Response<Bytes>, Problem> {
    let session = cx.session(&request).await?;
    let account = permit(&session.actor)?;
    let body: VerificationBody = read_json(&mut request).await?;
    let code = Code::entered(&body.code);

    let shelf = shelf(cx, account).await?;
    let verified = retry(async || enter(cx, &shelf, &session, &code).await).await?;

    // Whoever is cut off between the two commits enters the same code again.
    cx.verify_session(&session, verified.at).await?;
    edge::json(StatusCode::OK, &VerificationView::from(verified))
}

async fn enter<K: KeyValue>(
    cx: &Context<'_, K>,
    shelf: &Shelf,
    session: &Session,
    code: &Code,
) -> Result<Verified, Problem> {
    let loaded = shelf.find(cx).await?.ok_or_else(|| Problem::new(edge::Code::NoCode))?;
    let fits = |digest: &_| code.fits(digest, loaded.data_key(), session.id);
    match loaded.record.codes.enter(session.id, fits, cx.now)? {
        Entered::Right { codes, verified } => {
            if codes != loaded.record.codes {
                shelf.keep(cx, loaded, codes, None).await?;
            }
            Ok(verified)
        }
        Entered::Wrong { codes, tries_left } => {
            shelf.keep(cx, loaded, codes, None).await?;
            Err(match tries_left {
                0 => Problem::new(edge::Code::TriesUsedUp),
                left => Problem::code_wrong(left),
            })
        }
    }
}
