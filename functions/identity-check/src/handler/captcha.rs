//! `POST /api/identity/captcha`: draws a captcha. Nothing is kept of it.

use bytes::Bytes;
use domain::verification::permit;
use edge::{Body, Context, Problem};
use http::{Request, Response, StatusCode};
use store::KeyValue;

use crate::captcha::Captcha;
use crate::wire::CaptchaView;

pub(super) async fn handle<K: KeyValue>(
    request: &Request<Body>,
    cx: &Context<'_, K>,
) -> Result<Response<Bytes>, Problem> {
    let session = cx.session(request).await?;
    permit(&session.actor)?;

    let captcha = Captcha::draw(cx, session.id)?;
    let view = CaptchaView::new(&captcha, captcha.seal(cx)?, &captcha.picture(cx)?);
    edge::json(StatusCode::OK, &view)
}
