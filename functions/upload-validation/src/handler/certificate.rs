//! `POST /api/cases/{case}/materials/{picture}/certificate`: the electronic certificate that takes the place of a picture,
//! obtained from its register and kept as an upload is.

use bytes::Bytes;
use domain::case::Source;
use edge::{Body, Code, Context, Problem, REGISTER_TIME_MAX, obtain_certificate};
use http::{Request, Response};
use store::KeyValue;

use super::Desk;
use super::intake::Intake;
use crate::route::Place;

pub(super) async fn handle<K: KeyValue>(
    request: &Request<Body>,
    cx: &Context<'_, K>,
    place: Place<'_>,
) -> Result<Response<Bytes>, Problem> {
    let desk = Desk::new(cx, request, place).await?;

    let loaded = desk.load().await?;
    let case = &loaded.record.case;
    let policy = cx.policy(case.policy()).await?;
    let actor = &desk.session.actor;
    let (certificate, limits) = case.permit_obtaining(&desk.picture, actor, &policy, cx.now)?;
    if let Some(held) = case.materials().held(&desk.picture)
        && held.handed_in.source == Source::Certificate
    {
        // A repeat is answered as the first time, and its register is not asked again.
        return desk.show(&held.handed_in, loaded.line.revision);
    }

    let applicant = case.applicant().ok_or_else(|| Problem::fault("a case without its opening"))?;
    let mut answer = obtain_certificate(cx, applicant, certificate).await?;
    let data_key = loaded.data_key().clone();
    let bytes_max = usize::try_from(limits.bytes_max).unwrap_or(usize::MAX);
    let mut pieces = answer.pieces(bytes_max, REGISTER_TIME_MAX);
    let intake = Intake::new(cx, &data_key, Source::Certificate, limits)?;
    let arrived = intake.take(cx, async || pieces.next().await).await.map_err(of_the_register)?;
    desk.hold(loaded, arrived, None).await
}

/// What is wrong with a picture that the register has sent is nothing that its candidate could change.
fn of_the_register(problem: Problem) -> Problem {
    if problem.code().status().is_client_error() {
        Problem::because(Code::CertificateUnavailable, problem.code().name())
    } else {
        problem
    }
}
