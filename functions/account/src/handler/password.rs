//! `PUT /api/account/password`: sets a password for whoever knows the first or the present one, and logs them in.

use bytes::Bytes;
use edge::{Body, Context, Problem, read_json, retry};
use http::{Request, Response, StatusCode};
use store::KeyValue;

use super::{enter, login};
use crate::desk::{Desk, Proof, Tried};
use crate::digest;
use crate::entered::Entered;
use crate::wire::{PasswordBody, document};

pub(super) async fn handle<K: KeyValue>(
    mut request: Request<Body>,
    cx: &Context<'_, K>,
) -> Result<Response<Bytes>, Problem> {
    cx.note_login(login());
    cx.from_own_page(request.headers())?;
    let body: PasswordBody = read_json(&mut request).await?;
    let document = document(body.document_kind.as_deref(), &body.number)?;
    let (present, new) = (Entered::new(&body.password), Entered::new(&body.new));

    let desk = Desk::open(cx, request.headers(), &body.programme, document).await?;
    let proof = retry(async || change(&desk, &present, &new).await).await?;

    enter::enter(&request, cx, &desk, &proof, StatusCode::OK).await
}

/// Sets the new password, and returns the proof that whoever asks knows it. A repeat, whose present password is not the present one
/// any more, finds it done. Two digests are worked out, whatever is wrong with the present one.
async fn change<K: KeyValue>(
    desk: &Desk<'_, '_, K>,
    present: &Entered,
    new: &Entered,
) -> Result<Proof, Problem> {
    match desk.try_password(present).await? {
        Tried::Right(proof) => desk.set(proof, new).await,
        Tried::Wrong(set) if desk.was_a_moment_ago(set) => match desk.try_password(new).await? {
            Tried::Right(proof) => Ok(proof),
            Tried::Wrong(_) => Err(desk.refused()),
        },
        Tried::Wrong(_) => {
            digest::work(new);
            Err(desk.refused())
        }
    }
}
