//! What browsers send: forms, and files in them.

use std::time::Duration;

use bytes::Bytes;
use edge::Body;
use http::Request;
use http::header::CONTENT_TYPE;
use url::form_urlencoded;

use crate::refusal::Refusal;

/// The longest form is that of a roster's or a policy's text; all others have a few fields.
const FORM_BYTES_MAX: usize = 1024 * 1024;

/// Somebody on a slow line sends a form within this time.
const FORM_TIME_MAX: Duration = Duration::from_secs(30);

/// What may surround a file in a form.
const AROUND_BYTES_MAX: usize = 64 * 1024;

/// The fields of a form, in the order in which they were sent.
#[derive(Clone, Debug, Default)]
pub(crate) struct Form(Vec<(String, String)>);

/// A file in a form.
#[derive(Debug)]
pub(crate) struct File {
    /// The fields beside it.
    pub(crate) fields: Form,
    /// The file as it is; empty if none was chosen.
    pub(crate) bytes: Bytes,
}

impl Form {
    /// Reads the form of a request.
    pub(crate) async fn read(request: &mut Request<Body>) -> Result<Self, Refusal> {
        let body = request.body_mut().read(FORM_BYTES_MAX, FORM_TIME_MAX).await;
        let body = body.map_err(|_| Refusal::malformed())?;
        Ok(Self::parse(&body))
    }

    /// Reads fields as they stand in a body or in an address.
    pub(crate) fn parse(text: &[u8]) -> Self {
        Self(form_urlencoded::parse(text).into_owned().collect())
    }

    /// Returns a field without the spaces around it; empty if it is not there.
    pub(crate) fn get(&self, name: &str) -> &str {
        self.exact(name).trim()
    }

    /// Returns a field exactly as it was typed, as passwords are.
    pub(crate) fn exact(&self, name: &str) -> &str {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str()).unwrap_or_default()
    }

    /// Returns a field, or `None` if nothing was typed.
    pub(crate) fn filled(&self, name: &str) -> Option<String> {
        Some(self.get(name)).filter(|value| !value.is_empty()).map(str::to_owned)
    }

    /// Tells whether a box is ticked.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(key, _)| key == name)
    }

    pub(crate) fn fields(&self) -> &[(String, String)] {
        &self.0
    }

    /// Writes them as they stand behind a path, with the question mark; nothing if there are none.
    pub(crate) fn behind_path(&self) -> String {
        if self.0.is_empty() {
            return String::new();
        }
        format!("?{}", form_urlencoded::Serializer::new(String::new()).extend_pairs(&self.0).finish())
    }
}

impl File {
    /// Reads the one file of a form, called `file`.
    pub(crate) async fn read(
        request: &mut Request<Body>,
        bytes_max: usize,
        time_max: Duration,
    ) -> Result<Self, Refusal> {
        let kind = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let boundary = kind.and_then(|kind| multer::parse_boundary(kind).ok());
        let boundary = boundary.ok_or_else(Refusal::malformed)?;
        let body = request.body_mut().read(bytes_max.saturating_add(AROUND_BYTES_MAX), time_max).await;
        let body = body.map_err(|_| Refusal::malformed())?;
        let whole = futures::stream::iter([Ok::<_, std::convert::Infallible>(body)]);
        let mut parts = multer::Multipart::new(whole, boundary);
        let (mut fields, mut file) = (Vec::new(), Bytes::new());
        while let Some(field) = parts.next_field().await.map_err(|_| Refusal::malformed())? {
            let name = field.name().unwrap_or_default().to_owned();
            let bytes = field.bytes().await.map_err(|_| Refusal::malformed())?;
            if name == "file" {
                file = bytes;
            } else {
                fields.push((name, String::from_utf8_lossy(&bytes).into_owned()));
            }
        }
        Ok(Self { fields: Form(fields), bytes: file })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures::executor::block_on;

    #[test]
    fn fields_are_found_by_name_and_without_the_spaces_around_them() {
        let form = Form::parse("name=+%E7%8E%8B+&empty=&name=second".as_bytes());
        assert_eq!(form.get("name"), "王");
        assert_eq!(form.exact("name"), " 王 ");
        assert_eq!(form.filled("empty"), None);
        assert!(form.has("empty"));
        assert!(!form.has("missing"));
        assert_eq!(form.get("missing"), "");
    }

    #[test]
    fn a_file_is_read_as_it_was_sent_with_the_fields_beside_it() {
        let body = "--b\r\nContent-Disposition: form-data; name=\"version\"\r\n\r\n\"7\"\r\n--b\r\n\
            Content-Disposition: form-data; name=\"file\"; filename=\"a.jpg\"\r\nContent-Type: image/jpeg\r\n\r\n\
            \u{1}\r\n--x\r\n--b--\r\n";
        let request = Request::builder().header("content-type", "multipart/form-data; boundary=b");
        let mut request = request.body(Body::full(body)).unwrap();
        let file = block_on(File::read(&mut request, 1024, FORM_TIME_MAX)).unwrap();
        assert_eq!(file.bytes, "\u{1}\r\n--x");
        assert_eq!(file.fields.get("version"), "\"7\"");
    }

    #[test]
    fn what_is_no_form_with_a_file_is_refused() {
        let mut request = Request::new(Body::full("text"));
        let refused = block_on(File::read(&mut request, 1024, FORM_TIME_MAX)).unwrap_err();
        assert_eq!(&*refused.code, "malformed-form");
    }
}
