//! The component: `POST /probe/…`, plain text out.

use bytes::Bytes;
use http::{Response, StatusCode};
use spin_sdk::http::body::IncomingBodyExt as _;
use spin_sdk::http::{FullBody, Request};
use store::{
    Collection, CreateError, Entropy, Facts, Key, KeyValue as _, New, NoEntropy, Seeding, Spin, Store,
};

use crate::floor;
use crate::note::{Note, old_ring};
use crate::serving;
use crate::suite::{Adapter, run};

#[spin_sdk::http_service]
async fn handle(request: Request) -> Response<FullBody<Bytes>> {
    answer(request).await
}

async fn answer(request: Request) -> Response<FullBody<Bytes>> {
    let path = request.uri().path().to_owned();
    let segments: Vec<&str> = path.trim_matches('/').split('/').collect();
    let is_floor = matches!(segments.as_slice(), ["probe", "floor", ..]);
    if is_floor {
        serving::begin();
    }
    let outcome = match segments.as_slice() {
        ["probe", "suite", name] => suite(name).await,
        ["probe", "crowd", collection, owner] => crowd(collection, owner).await,
        ["probe", "get-and-set"] => get_and_set().await,
        ["probe", "floor", operation, session, partition, body, answer] => {
            floor(operation, [session, partition, body, answer], request).await
        }
        _ => Err("there is no such probe".to_owned()),
    };
    let (status, text) = match outcome {
        Ok(text) => (StatusCode::OK, text),
        Err(text) => (StatusCode::CONFLICT, text),
    };
    let length = text.len();
    let mut response = Response::new(FullBody::new(Bytes::from(text)));
    *response.status_mut() = status;
    if is_floor {
        serving::end(response.headers_mut(), length);
    }
    response
}

pub(crate) fn entropy() -> Entropy {
    Entropy::new(|bytes| getrandom::fill(bytes).map_err(|_| NoEntropy))
}

async fn open() -> Result<Spin, String> {
    Spin::open("default").await.map_err(|error| error.to_string())
}

async fn floor(operation: &str, sizes: [&str; 4], request: Request) -> Result<String, String> {
    if operation == "edit" {
        // What is sent is taken in, as an edit has to.
        let sent = request.into_body().bytes().await.map_err(|error| error.to_string())?;
        std::hint::black_box(sent);
    }
    floor::run(operation, sizes).await
}

async fn suite(name: &str) -> Result<String, String> {
    let adapter = Adapter::new(open().await?, entropy());
    run(name, &adapter).await.map(|()| "kept".to_owned())
}

/// One of a crowd, each in a request of its own: creates the record of `owner`.
async fn crowd(collection: &str, owner: &str) -> Result<String, String> {
    let store = Store::new(open().await?, old_ring(), entropy());
    if owner == "seed" {
        store.found(Seeding::First).await.map_err(|error| error.to_string())?;
        store.seed(collection, 4, Seeding::First).await.map_err(|error| error.to_string())?;
        return Ok("seeded".to_owned());
    }
    let collection: Collection = store.collection(collection).await.map_err(|error| error.to_string())?;
    let ledger = store.ledger(&collection);
    let fingerprint = ledger.fingerprint(owner.as_bytes());
    let command = domain::id::CommandId::from_u128(1);
    let new = New { fingerprint, facts: Facts::default(), content: Some(Note::by(1, owner)), command };
    match ledger.create(new).await {
        Ok(stored) => Ok(format!("{:?}", stored.line.id)),
        Err(CreateError::Taken(id)) => Err(format!("taken {id:?}")),
        Err(error) => Err(error.to_string()),
    }
}

/// Never the same value twice: SQLite leaves out the write, and the wait for the disk, if nothing changes.
async fn get_and_set() -> Result<String, String> {
    let kv = open().await?;
    let key = Key::SelfTest("get-and-set".to_owned());
    let before = kv.get(&key).await.map_err(|error| error.to_string())?;
    let value: [u8; 16] = entropy().draw().map_err(|error| error.to_string())?;
    kv.set(&key, &value).await.map_err(|error| error.to_string())?;
    Ok(before.map_or(0, |before| before.len()).to_string())
}
