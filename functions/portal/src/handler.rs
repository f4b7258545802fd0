//! Which page a request is for.

use bytes::Bytes;
use edge::{Body, Visit, segments};
use http::header::{CONTENT_TYPE, ORIGIN};
use http::{HeaderMap, Method, Request, Response};

use crate::form::Form;
use crate::pages::{self, Outcome, Visitor};
use crate::refusal::Refusal;
use crate::{assets, cookies, page};

/// Answers a request for a page that everybody has, or candidates.
pub async fn handle(request: Request<Body>, visit: &Visit<'_>) -> Response<Bytes> {
    respond(request, visit, answer).await
}

/// Answers a request for a page of reviewers or administrators.
pub async fn handle_staff(request: Request<Body>, visit: &Visit<'_>) -> Response<Bytes> {
    respond(request, visit, answer_staff).await
}

/// Answers a request. Whatever goes wrong becomes a page, too.
async fn respond(
    mut request: Request<Body>,
    visit: &Visit<'_>,
    answer: impl AsyncFnOnce(Request<Body>, &Visitor<'_>) -> Outcome,
) -> Response<Bytes> {
    let mut visitor = Visitor::new(visit, &request);
    let outcome = match admit(&mut request, &mut visitor).await {
        Ok(()) => answer(request, &visitor).await,
        Err(refusal) => Err(refusal),
    };
    let response = match outcome {
        Ok(response) => response,
        Err(refusal) => pages::message::refuse(&visitor, &refusal),
    };
    // What a page has said once is not said again.
    let said = cookies::has_arrived(&visitor.headers) && page::is_page(&response);
    page::with_cookie(response, cookies::forget_arrived().filter(|_| said))
}

/// Reads what was sent, from a page of this portal alone: a browser sends cookies whoever makes it.
async fn admit(request: &mut Request<Body>, visitor: &mut Visitor<'_>) -> Result<(), Refusal> {
    if request.method() != Method::POST {
        return Ok(());
    }
    if !visitor.asker.visit.is_from_own_page(request.headers()) {
        return Err(Refusal::other_origin());
    }
    visitor.asker.origin = request.headers().get(ORIGIN).cloned();
    if is_form(request.headers()) {
        visitor.form = Form::read(request).await?;
    }
    Ok(())
}

fn is_form(headers: &HeaderMap) -> bool {
    let kind = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    kind.split(';').next().unwrap_or_default().trim() == "application/x-www-form-urlencoded"
}

async fn answer(request: Request<Body>, visitor: &Visitor<'_>) -> Outcome {
    let method = request.method().clone();
    let (is_get, is_post) = (method == Method::GET, method == Method::POST);
    let path = visitor.path.clone();
    let enter = |route: &'static str| visitor.asker.visit.enter(route);
    match segments(&path).as_slice() {
        // Programs ask there, and the manifest sends here what no function answers.
        ["api" | "auth" | "internal" | "sandbox" | ".well-known", ..] => Ok(page::nothing()),
        [""] if is_get => {
            enter("/");
            pages::home::show(visitor).await
        }
        ["static", version, name] if is_get => {
            enter("/static/{version}/{name}");
            assets::file(version, name)
        }
        ["language", name, place @ ..] if is_get => {
            enter("/language/{language}");
            language(name, place, &visitor.query)
        }
        ["agree"] if is_get => {
            enter("/agree");
            pages::agree::show(visitor).await
        }
        ["login", rest @ ..] => {
            enter("/login");
            pages::login::route(visitor, rest, &method).await
        }
        ["staff"] if is_get => {
            enter("/staff");
            page::see_other("/auth/login?realm=staff&return=/arrived")
        }
        ["arrived"] if is_get => {
            enter("/arrived");
            pages::login::arrive(visitor).await
        }
        ["logout"] if is_post => {
            enter("/logout");
            pages::login::leave(visitor).await
        }
        ["sessions"] if is_get => {
            enter("/sessions");
            pages::sessions::show(visitor).await
        }
        ["sessions", session] if is_post => {
            enter("/sessions/{session}");
            pages::sessions::end(visitor, session).await
        }
        ["programmes", programme] if is_get => {
            enter("/programmes/{programme}");
            pages::programme::show(visitor, programme).await
        }
        ["programmes", programme, "start"] if is_post => {
            enter("/programmes/{programme}/start");
            pages::programme::start(visitor, programme).await
        }
        ["programmes", programme, "start"] if is_get => page::see_other(&format!("/programmes/{programme}")),
        ["cases", case, rest @ ..] => {
            enter("/cases/{case}");
            pages::case::route(request, visitor, case, rest).await
        }
        _ => Err(Refusal::no_such_page()),
    }
}

async fn answer_staff(request: Request<Body>, visitor: &Visitor<'_>) -> Outcome {
    let path = visitor.path.clone();
    let enter = |route: &'static str| visitor.asker.visit.enter(route);
    match segments(&path).as_slice() {
        ["administration", rest @ ..] => {
            enter("/administration");
            pages::administration::route(request, visitor, rest).await
        }
        ["reviews", rest @ ..] => {
            enter("/reviews");
            pages::reviews::route(&request, visitor, rest).await
        }
        _ => Err(Refusal::no_such_page()),
    }
}

/// Keeps the language that was chosen, and goes back to where that was.
fn language(name: &str, place: &[&str], query: &Form) -> Outcome {
    let locale = match name {
        "zh" => edge::Locale::Chinese,
        "en" => edge::Locale::English,
        _ => return Err(Refusal::no_such_page()),
    };
    let place = cookies::own_page(&format!("/{}", place.join("/"))).ok_or_else(Refusal::no_such_page)?;
    let place = format!("{place}{}", query.behind_path());
    Ok(page::with_cookie(page::see_other(&place)?, cookies::set_language(locale)))
}

#[cfg(test)]
mod tests;
