//! `POST /api/account/sessions`: logs a candidate in by number and password. The first password opens nothing.

use bytes::Bytes;
use edge::{Body, Code, Context, Problem, read_json};
use http::header::{HeaderValue, LOCATION};
use http::{Request, Response, StatusCode};
use store::KeyValue;

use super::{enter, login};
use crate::desk::{Desk, Tried};
use crate::entered::Entered;
use crate::wire::{LogInBody, document};

pub(super) async fn handle<K: KeyValue>(
    mut request: Request<Body>,
    cx: &Context<'_, K>,
) -> Result<Response<Bytes>, Problem> {
    cx.note_login(login());
    cx.from_own_page(request.headers())?;
    let body: LogInBody = read_json(&mut request).await?;
    let document = document(body.document_kind.as_deref(), &body.number)?;

    let desk = Desk::open(cx, request.headers(), &body.programme, document).await?;
    match desk.try_password(&Entered::new(&body.password)).await? {
        Tried::Wrong(_) => Err(desk.refused()),
        Tried::Right(proof) if proof.set.is_none() => {
            desk.settle(&proof).await?;
            Err(Problem::new(Code::PasswordChangeRequired))
        }
        Tried::Right(proof) => {
            let response = enter::enter(&request, cx, &desk, &proof, StatusCode::CREATED).await?;
            Ok(edge::with_header(response, LOCATION, HeaderValue::from_static("/auth/session")))
        }
    }
}
