//! What a form of one of these pages has sent.

use std::time::Duration;

use bytes::Bytes;
use edge::{Body, Context, Problem, read_whole};
use http::Request;
use store::KeyValue;
use url::form_urlencoded::parse;

/// The longest has a few short fields.
const BYTES_MAX: usize = 8 * 1024;

/// It arrives with its head.
const TIME_MAX: Duration = Duration::from_secs(5);

/// What a form has sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form(Bytes);

impl Form {
    /// Returns what was entered in a field. What was not sent is empty.
    pub fn get(&self, name: &str) -> String {
        let found = parse(&self.0).find(|(known, _)| known == name);
        found.map(|(_, value)| value.trim().to_owned()).unwrap_or_default()
    }
}

/// Reads a form that one of our own pages has sent.
///
/// # Errors
///
/// Returns a problem if another page has sent it, or nobody says which, and if it is too large or does not arrive.
pub async fn read_form<K: KeyValue>(
    request: &mut Request<Body>,
    cx: &Context<'_, K>,
) -> Result<Form, Problem> {
    cx.from_own_page(request.headers())?;
    Ok(Form(read_whole(request, BYTES_MAX, TIME_MAX).await?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::Response;
    use kit::{Answer, Counting, Deployment, OPEN};

    fn sent(origin: Option<&str>, body: &str) -> Answer {
        let component = edge::Component { name: "pages", gate: edge::Gate::Open, variables: &[] };
        let service = Deployment::new().service(component);
        let mut request = Request::post("/sandbox/clock");
        if let Some(origin) = origin {
            request = request.header("origin", origin);
        }
        let read = async |mut request: Request<Body>, cx: &Context<'_, Counting>| {
            let form = read_form(&mut request, cx).await?;
            Ok(Response::new(Bytes::from(format!("{}|{}", form.get("name"), form.get("other")))))
        };
        kit::answer(&service, request.body(Body::full(body.to_owned())).unwrap(), OPEN, read)
    }

    #[test]
    fn fields_are_read_as_browsers_send_them() {
        assert_eq!(sent(Some(kit::ORIGIN), "name=+%E7%8E%8B&x=1").text, "王|");
    }

    #[test]
    fn a_form_of_another_site_or_of_nobody_is_refused() {
        for origin in [None, Some("null"), Some("https://evil.example")] {
            sent(origin, "name=1").refused(403, "origin-refused");
        }
        sent(Some(kit::ORIGIN), &"n".repeat(BYTES_MAX + 1)).refused(413, "body-too-large");
    }
}
