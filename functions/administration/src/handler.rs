//! The operator's calls under `/internal/`, and those of administrators under `/api/administration/`.

use bytes::Bytes;
use domain::act::Doer;
use edge::{Body, Code, Context, Problem, admit_operator, segments};
use http::{Method, Request, Response};
use store::KeyValue;

use crate::route::Route;

mod acts;
mod deployment;
mod policies;
mod proposals;
mod rosters;
mod rotation;
mod sessions;

#[cfg(not(target_family = "wasm"))]
pub(crate) use rosters::import::Imported;

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
    if segments(&path).first() == Some(&"api") {
        let route = Route::of(request.method(), &path)?;
        return administrator(request, cx, route).await;
    }
    admit_operator(cx, request.headers())?;
    match (request.method(), segments(&path).as_slice()) {
        (&Method::POST, ["internal", "deployment"]) => deployment::handle(request, cx).await,
        (&Method::POST, ["internal", "policies"]) => policies::handle(request, cx).await,
        (&Method::POST, ["internal", "rosters", programme, season]) => {
            cx.enter("/internal/rosters/{programme}/{season}");
            rosters::handle(request, cx, Doer::Operator, (programme, season)).await
        }
        (&Method::GET, ["internal", "acts"]) => {
            cx.enter("/internal/acts");
            acts::list::of_everybody(cx, None).await
        }
        (&Method::GET, ["internal", "acts", act, "earlier"]) => {
            cx.enter("/internal/acts/{act}/earlier");
            acts::list::of_everybody(cx, Some(act)).await
        }
        (&Method::POST, ["internal", "keys", "rotation"]) => rotation::handle(cx).await,
        (&Method::DELETE, ["internal", "accounts", account, "sessions"]) => sessions::end(cx, account).await,
        _ => Err(Problem::new(Code::NoSuchResource)),
    }
}

/// Answers a request of somebody who is logged in.
async fn administrator<K: KeyValue>(
    request: Request<Body>,
    cx: &Context<'_, K>,
    route: Route<'_>,
) -> Result<Response<Bytes>, Problem> {
    cx.enter(route.template());
    cx.check_verified().await?;
    match route {
        Route::Propose => proposals::make::handle(request, cx).await,
        Route::ListProposals => proposals::show::list(&request, cx).await,
        Route::ShowProposal(id) => proposals::show::one(&request, cx, id).await,
        Route::Approve(id) => proposals::decide::approve(request, cx, id).await,
        Route::Reject(id) => proposals::decide::reject(request, cx, id).await,
        Route::Withdraw(id) => proposals::decide::withdraw(request, cx, id).await,
        Route::ListActs => acts::list::of_the_region(&request, cx, None).await,
        Route::ListEarlierActs(act) => acts::list::of_the_region(&request, cx, Some(act)).await,
        Route::ImportRoster(programme, season) => {
            rosters::by_administrator(request, cx, (programme, season)).await
        }
    }
}

#[cfg(test)]
mod tests;
