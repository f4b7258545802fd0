//! How large the values are that an operation reads and answers: the floor must do as much.

use std::collections::BTreeMap;

use bytes::Bytes;
use domain::account::VerifiedIdentity;
use domain::actor::Actor;
use domain::id::{AccountId, CommandId};
use domain::identity::{DocumentKind, IdentityDocument};
use edge::{ACCOUNTS, BUILD, Body, Context, Problem, SESSIONS, Service, Settings};
use futures::executor::block_on;
use hyper::{Request, Response};
use store::records::AccountRecord;
use store::{Facts, KeyRing, Memory, New, Publication, Seeding, Store, seeded};

use super::operations::{CASES_PER_PARTITION, PARTITIONS, draft};
use crate::deployment::{KEY_1, ORIGIN, PROGRAMME, WITHIN};

/// Bytes of what an operation reads, on average.
#[derive(Clone, Copy, Debug)]
pub struct Sizes {
    /// A partition of sessions.
    pub session: usize,
    /// A partition of cases.
    pub partition: usize,
    /// A body.
    pub body: usize,
    /// What is answered.
    pub answer: usize,
}

/// Fills a store in memory as the operations do theirs, and measures what lies there.
pub fn sizes() -> Sizes {
    let memory = Memory::default();
    let store = Store::new(memory.clone(), KeyRing::parse(KEY_1).expect("a key"), seeded(1));
    block_on(async {
        store.found(Seeding::First).await.expect("founded");
        store.seed(SESSIONS, PARTITIONS, Seeding::First).await.expect("seeded");
        let file = include_bytes!("../../../shared/policies/shenzhen-interview-2027.toml");
        let policy = domain::policy::Policy::parse(file).expect("a policy");
        let publication = Publication { policy: &policy, file, partitions: PARTITIONS };
        store.publish(publication, Seeding::First).await.expect("published");
        store.seed(ACCOUNTS, PARTITIONS, Seeding::First).await.expect("seeded");
        store.self_test(BUILD).await.expect("a good store");
    });
    let settings = Settings::new(ORIGIN, BTreeMap::new());
    let service = Service::new(application::COMPONENT, store, settings, |_| {});
    let mut answer = 0;
    for account in 0..PARTITIONS * CASES_PER_PARTITION {
        answer = file(&service, account);
    }
    let dump = memory.dump();
    let mean = |prefix: &str| {
        let found: Vec<usize> =
            dump.iter().filter(|(key, _)| key.starts_with(prefix)).map(|(_, value)| value.len()).collect();
        found.iter().sum::<usize>() / found.len().max(1)
    };
    // The sessions were seeded first, the season's cases second.
    Sizes { session: mean("partition/0/"), partition: mean("partition/1/"), body: largest(&dump), answer }
}

/// A first draft lies beside an edited one: the edited one is what is read.
fn largest(dump: &BTreeMap<String, Vec<u8>>) -> usize {
    dump.iter().filter(|(key, _)| key.starts_with("body/")).map(|(_, value)| value.len()).max().unwrap_or(0)
}

/// Keeps the account of the invented person at this place.
async fn keep(cx: &Context<'_, Memory>, place: u32) -> Result<AccountId, Problem> {
    let person = people::Person::new(place).expect("there is somebody at this place");
    let document = IdentityDocument::parse(DocumentKind::ResidentIdentityCard, &person.number());
    let identity = VerifiedIdentity {
        name: person.name().parse().expect("a name"),
        document: document.expect("a document"),
        telephone: None,
    };
    let accounts = cx.collection(ACCOUNTS).await?;
    let ledger = cx.ledger(&accounts);
    let new = New {
        fingerprint: ledger.fingerprint(&identity.unique()),
        facts: Facts { state: 1, ..Facts::default() },
        content: Some(AccountRecord::new(identity)),
        command: CommandId::from_u128(1),
    };
    Ok(AccountId::from_u128(ledger.create(new).await?.line.id.as_u128()))
}

/// Opens and fills in a case, and returns how long the answer is that shows it.
fn file(service: &Service<Memory>, account: u32) -> usize {
    let now = domain::instant::parse(WITHIN).expect("an instant");
    let login = async |_: Request<Body>, cx: &Context<'_, Memory>| {
        let actor = Actor::Candidate(keep(cx, account).await?);
        Ok(Response::new(Bytes::from(cx.open_session(actor).await?.token)))
    };
    let token = block_on(service.respond(Request::new(Body::full("")), now, login)).into_body();
    let bearer = format!("Bearer {}", String::from_utf8_lossy(&token));
    let either = async |request: Request<Body>, cx: &Context<'_, Memory>| {
        if request.uri().path().starts_with("/api/programmes/") {
            programmes::handle(request, cx).await
        } else {
            application::handle(request, cx).await
        }
    };
    let send = |method: &str, path: &str, header: (&str, &str), body: String| {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header("authorization", &bearer)
            .header("content-type", "application/json")
            .header(header.0, header.1)
            .body(Body::full(body))
            .expect("a request");
        let response = block_on(service.respond(request, now, either));
        assert!(response.status().is_success(), "{:?}", response.body());
        response
    };
    let path = format!("/api/programmes/{PROGRAMME}/cases");
    let opened = send("POST", &path, ("idempotency-key", "bench"), "{}".to_owned());
    let header = |name: &str| opened.headers()[name].to_str().expect("text").to_owned();
    let edited = send(
        "PUT",
        &format!("{}/draft", header("location")),
        ("if-match", &header("etag")),
        draft(account, 0).to_string(),
    );
    edited.body().len()
}
