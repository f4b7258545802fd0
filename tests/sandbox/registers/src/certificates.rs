//! The register of electronic certificates. It answers with the picture itself, and with 204 if there is none.

use bytes::Bytes;
use edge::Problem;
use http::header::{CONTENT_TYPE, HeaderValue};
use http::{Response, StatusCode};
use people::Person;
use serde::Deserialize;

use crate::script::{Stage, script_of};

/// What this register is called.
pub(crate) const CERTIFICATES: &str = "certificates";

/// They show nothing.
const CARD: &[u8] = include_bytes!("../../../kit/pictures/card.jpg");
const PAPER: &[u8] = include_bytes!("../../../kit/pictures/paper.png");

/// The contract between this service and every gateway: `shared/edge/src/registers/certificate.rs` asks like this.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Wanted {
    #[serde(rename = "name")]
    _name: String,
    #[serde(rename = "document_kind")]
    _document_kind: String,
    document_number: String,
    certificate: String,
}

/// Answers with a certificate.
pub(crate) async fn look_up(wanted: &Wanted, stage: &impl Stage) -> Result<Response<Bytes>, Problem> {
    let script = script_of(CERTIFICATES, stage).await;
    if let Some(instead) = script.instead() {
        return Ok(instead);
    }
    let person = Person::with_number(&wanted.document_number);
    let has = |person: Person| person.certificates().contains(&wanted.certificate.as_str());
    if !person.is_some_and(has) {
        return Ok(edge::empty(StatusCode::NO_CONTENT));
    }
    // A booklet is scanned, a card is photographed.
    let (media_type, picture) = match wanted.certificate.as_str() {
        "household-register" => ("image/png", PAPER),
        _ => ("image/jpeg", CARD),
    };
    let response = Response::new(Bytes::from_static(picture));
    Ok(edge::with_header(response, CONTENT_TYPE, HeaderValue::from_static(media_type)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::script::testing::Paper;
    use futures::executor::block_on;
    use serde_json::json;

    fn asked(place: u32, certificate: &str, stage: &Paper) -> (u16, Bytes) {
        let wanted = Wanted {
            _name: String::new(),
            _document_kind: String::new(),
            document_number: Person::new(place).unwrap().number(),
            certificate: certificate.to_owned(),
        };
        let response = block_on(look_up(&wanted, stage)).unwrap();
        (response.status().as_u16(), response.into_body())
    }

    #[test]
    fn a_certificate_is_a_picture_and_that_there_is_none_is_said() {
        let stage = Paper::default();
        for (place, certificate, status) in [
            (0, "identity-card", 200),
            (0, "household-register", 200),
            (0, "residence-permit", 204),
            (1, "residence-permit", 200),
            (1, "household-register", 204),
            (9, "identity-card", 204),
            (0, "driving-licence", 204),
        ] {
            let (answered, picture) = asked(place, certificate, &stage);
            assert_eq!((answered, picture.is_empty()), (status, status == 204), "{place} {certificate}");
        }
        assert_eq!(asked(0, "identity-card", &stage).1, CARD);
        assert_eq!(asked(0, "household-register", &stage).1, PAPER);
    }

    #[test]
    fn a_script_makes_it_fail_or_answer_with_what_is_no_picture() {
        let stage = Paper::default();
        let direct = |script: serde_json::Value| {
            block_on(stage.keep(CERTIFICATES, script.to_string().as_bytes()));
            asked(0, "identity-card", &stage)
        };
        assert_eq!(direct(json!({ "status": 503 })).0, 503);
        assert_eq!(direct(json!({ "text": "<html>" })), (200, Bytes::from("<html>")));
    }
}
