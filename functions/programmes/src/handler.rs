//! The handlers, each in five steps: parse, load, decide, commit, render.

use bytes::Bytes;
use edge::{Body, Context, Problem};
use http::{Request, Response};
use store::KeyValue;

use crate::route::Route;

mod cases;
mod list;
mod open;
mod show;
mod version;

/// Answers a request.
///
/// # Errors
///
/// Returns the problem to answer with.
pub async fn handle<K: KeyValue>(
    request: Request<Body>,
    cx: &Context<'_, K>,
) -> Result<Response<Bytes>, Problem> {
    let path = request.uri().path().to_owned();
    let route = Route::of(request.method(), &path)?;
    cx.enter(route.template());
    match route {
        Route::List => list::handle(cx).await,
        Route::Show(programme) => show::handle(cx, programme).await,
        Route::ShowVersion(programme, policy) => version::handle(cx, programme, policy).await,
        Route::ListCases(programme) => cases::handle(&request, cx, programme).await,
        Route::OpenCase(programme) => open::handle(request, cx, programme).await,
    }
}

#[cfg(test)]
mod tests;
