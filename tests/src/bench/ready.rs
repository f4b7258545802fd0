//! Somebody who is about to do something: everything that leads there is done, and is no part of what is measured.

use bytes::Bytes;
use hyper::Method;
use serde_json::{Value, json};

use super::journeys::Journey;
use super::operations::draft;
use crate::browser::Browser;
use crate::deployment::{Deployment, ORIGIN};
use crate::http::{Answer, Client};
use crate::person::{CARD, Person};

/// A megabyte.
const SMALL: usize = 1_000_000;
/// As much as the policy allows of a picture, which calls it 40 MB.
const LARGE: usize = 41_943_040;
/// As much as a part may have.
const PART: usize = 8 * 1024 * 1024;

/// The cookie in which an attempt at logging in lies.
const ATTEMPT: &str = "__Host-login";

/// Every tenth person of the list is at home in Shenzhen, and every register says so.
const AT_HOME: u32 = 10;

/// Where people come from.
pub(super) struct Scene<'a> {
    deployment: &'a Deployment,
    /// Whoever comes in another run is somebody else.
    run: u64,
    people: u32,
    small: Bytes,
    large: Bytes,
}

/// Somebody who is about to do something, which they do once.
pub(super) enum Ready {
    Read { person: Person, case: String },
    Edit { person: Person, case: String, etag: String, place: u32 },
    File { person: Person, case: String, etag: String },
    Upload { person: Person, case: String, picture: Bytes },
    UploadInParts { person: Person, case: String, picture: Bytes },
    Return { client: Client, cookie: String, path: String },
}

impl<'a> Scene<'a> {
    pub(super) fn new(deployment: &'a Deployment, run: u64) -> Self {
        Self { deployment, run, people: 0, small: picture(SMALL), large: picture(LARGE) }
    }

    /// Leads the next person to where they can do it.
    pub(super) async fn ready(&mut self, journey: Journey) -> Ready {
        self.people += 1;
        let place = self.people * AT_HOME % people::COUNT;
        match journey {
            Journey::DraftRead => {
                let (person, case, _) = self.drafting(place).await;
                Ready::Read { person, case }
            }
            Journey::DraftEdit => {
                let (person, case, etag) = self.drafting(place).await;
                Ready::Edit { person, case, etag, place }
            }
            Journey::Submission => {
                let mut person = self.person(place).await;
                let (case, etag) = person.draft(place, "local-household").await;
                Ready::File { person, case, etag }
            }
            Journey::SmallUpload => {
                let (person, case, _) = self.drafting(place).await;
                Ready::Upload { person, case, picture: self.small.clone() }
            }
            Journey::LargeUpload => {
                let (person, case, _) = self.drafting(place).await;
                Ready::UploadInParts { person, case, picture: self.large.clone() }
            }
            Journey::Login => self.returning(place).await,
        }
    }

    async fn person(&self, place: u32) -> Person {
        let name = format!("bench {:x} {} {place}", self.run, self.people);
        Person::candidate(self.deployment, &name).await
    }

    /// Somebody with a draft in which every field is filled in.
    async fn drafting(&self, place: u32) -> (Person, String, String) {
        let mut person = self.person(place).await;
        let (case, etag) = person.open("bench").await;
        let etag = edit(&mut person, &case, &etag, place, 0).await;
        (person, case, etag)
    }

    /// Somebody whom the provider is about to send back.
    async fn returning(&self, place: u32) -> Ready {
        let mut browser = Browser::new(self.deployment);
        let callback = browser.authorize("", &format!("person={place}")).await;
        let cookie = browser.cookie(ATTEMPT).expect("there is an attempt");
        Ready::Return {
            client: self.deployment.client().await,
            cookie: format!("{ATTEMPT}={cookie}"),
            path: callback.strip_prefix(ORIGIN).unwrap_or(&callback).to_owned(),
        }
    }
}

impl Ready {
    /// Does it.
    pub(super) async fn go(self) {
        match self {
            Self::Read { mut person, case } => {
                succeeded(&person.ask(Method::GET, &case, &[], Value::Null).await);
            }
            Self::Edit { mut person, case, etag, place } => {
                edit(&mut person, &case, &etag, place, 1).await;
            }
            Self::File { mut person, case, etag } => {
                let answer = person.submit(&case, &etag).await;
                assert_eq!(answer.json()["state"], "approved", "{answer:?}");
            }
            Self::Upload { mut person, case, picture } => {
                let path = format!("{case}/materials/identity-card");
                succeeded(&person.send(Method::PUT, &path, &[], picture).await);
            }
            Self::UploadInParts { mut person, case, picture } => {
                upload_in_parts(&mut person, &case, &picture).await;
            }
            Self::Return { mut client, cookie, path } => {
                let answer = client.call(Method::GET, &path, &[("cookie", &cookie)], "").await;
                assert_eq!((answer.status.as_u16(), answer.header("location")), (303, "/auth/session"));
            }
        }
    }
}

async fn edit(person: &mut Person, case: &str, etag: &str, place: u32, round: usize) -> String {
    let path = format!("{case}/draft");
    let answer = person.ask(Method::PUT, &path, &[("if-match", etag)], draft(place, round)).await;
    succeeded(&answer);
    answer.header("etag").to_owned()
}

async fn upload_in_parts(person: &mut Person, case: &str, picture: &Bytes) {
    let path = format!("{case}/materials/identity-card/uploads");
    let file = json!({ "size": picture.len(), "name": "card.jpg", "kind": "image/jpeg" });
    let opened = person.ask(Method::POST, &path, &[("idempotency-key", "bench")], file).await;
    succeeded(&opened);
    let upload = opened.header("location").to_owned();
    for start in (0..picture.len()).step_by(PART) {
        let part = picture.slice(start..picture.len().min(start + PART));
        let offset = start.to_string();
        let headers = [("upload-offset", offset.as_str()), ("content-type", "application/partial-upload")];
        succeeded(&person.send(Method::PATCH, &upload, &headers, part).await);
    }
    succeeded(&person.send(Method::POST, &format!("{upload}/completion"), &[], Bytes::new()).await);
}

fn succeeded(answer: &Answer) {
    assert!(answer.status.is_success(), "{answer:?}");
}

/// The card with so many pixels that its file has `size` bytes. No decoder is asked what they show.
fn picture(size: usize) -> Bytes {
    let (picture, end) = CARD.split_at(CARD.len() - 2);
    let mut file = picture.to_vec();
    file.resize(size - end.len(), 0x55);
    file.extend_from_slice(end);
    file.into()
}
