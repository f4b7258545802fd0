//! The floor of an operation: as many bytes taken in and given out, the same calls on values of the same size, the same
//! digests checked, the same bytes opened and sealed, and nothing parsed or decided.

use std::cell::RefCell;

use store::{Key, KeyValue as _, SecretKey, Spin, Swap};

use crate::component::entropy;

const CONTEXT: &[u8] = b"floor";
const DIGEST_BYTES: usize = 32;

thread_local! {
    static STORE: RefCell<Option<std::rc::Rc<Spin>>> = const { RefCell::new(None) };
}

/// Carries out `operation` on a session's partition, a partition and a body of these sizes, and answers with as many
/// bytes as the last one says.
pub(crate) async fn run(operation: &str, sizes: [&str; 4]) -> Result<String, String> {
    let mut bytes = [0; 4];
    for (size, text) in bytes.iter_mut().zip(sizes) {
        *size = text.parse::<usize>().map_err(|error| error.to_string())?;
    }
    let [session, partition, body, answer] = bytes;
    let kv = store().await?;
    match operation {
        "prepare" => prepare(&kv, [session, partition, body]).await?,
        "read" => read(&kv).await?,
        "edit" => edit(&kv).await?,
        _ => return Err("the floor knows no such operation".to_owned()),
    }
    Ok(" ".repeat(answer))
}

async fn store() -> Result<std::rc::Rc<Spin>, String> {
    if let Some(known) = STORE.with_borrow(Option::clone) {
        return Ok(known);
    }
    let opened = std::rc::Rc::new(Spin::open("default").await.map_err(|error| error.to_string())?);
    STORE.set(Some(opened.clone()));
    Ok(opened)
}

fn key(name: &str) -> Key {
    Key::SelfTest(format!("floor/{name}"))
}

fn secret() -> SecretKey {
    SecretKey::new([7; 32])
}

async fn prepare(kv: &Spin, [session, partition, body]: [usize; 3]) -> Result<(), String> {
    for (name, size) in [("session", session), ("partition", partition)] {
        let content = vec![1; size.saturating_sub(DIGEST_BYTES)];
        let signed = [content.as_slice(), &secret().digest(&[CONTEXT, &content])].concat();
        kv.set(&key(name), &signed).await.map_err(|error| error.to_string())?;
    }
    let sealed = secret().seal(&entropy(), CONTEXT, &vec![2; body.saturating_sub(40)]);
    let sealed = sealed.map_err(|error| error.to_string())?;
    kv.set(&key("body"), &sealed).await.map_err(|error| error.to_string())
}

/// Checks the digest of a document, and opens the key that is wrapped in it.
fn check(document: &[u8]) -> Result<(), String> {
    let (content, digest) = document.split_last_chunk::<DIGEST_BYTES>().ok_or("the document is too short")?;
    if secret().verify(&[CONTEXT, content], digest) { Ok(()) } else { Err("a digest differs".to_owned()) }
}

/// A session's fingerprint, its partition; a record's partition, its data key, its body.
async fn read(kv: &Spin) -> Result<(), String> {
    find_by_token();
    check(&required(kv, "session").await?)?;
    check(&required(kv, "partition").await?)?;
    unwrap_a_key()?;
    let body = required(kv, "body").await?;
    drop(secret().open(CONTEXT, &body).map_err(|error| error.to_string())?);
    Ok(())
}

/// The fingerprint by which a session is found.
fn find_by_token() {
    std::hint::black_box(secret().digest(&[b"a token of 43 characters, as in the cookie"]));
}

async fn edit(kv: &Spin) -> Result<(), String> {
    let fault = |error: store::KeyValueError| error.to_string();
    find_by_token();
    check(&required(kv, "session").await?)?;
    let (mut partition, handle) =
        kv.read_for_swap(&key("partition")).await.map_err(fault)?.ok_or("nothing is prepared")?;
    check(&partition)?;
    unwrap_a_key()?;
    let body = required(kv, "body").await?;
    let plain = secret().open(CONTEXT, &body).map_err(|error| error.to_string())?;
    let sealed = secret().seal(&entropy(), CONTEXT, &plain).map_err(|error| error.to_string())?;
    // The id of a body is drawn.
    std::hint::black_box(entropy().draw_id().map_err(|error| error.to_string())?);
    kv.set(&key("new-body"), &sealed).await.map_err(fault)?;
    kv.delete(&key("old-body")).await.map_err(fault)?;
    let length = partition.len() - DIGEST_BYTES;
    // A version that moves on, as the real one does.
    partition[0] = partition[0].wrapping_add(1);
    let digest = secret().digest(&[CONTEXT, &partition[..length]]);
    partition[length..].copy_from_slice(&digest);
    match kv.swap(handle, &partition).await.map_err(fault)? {
        Swap::Applied => Ok(()),
        Swap::Lost => Err("somebody else runs the floor too".to_owned()),
    }
}

/// A wrapped data key is a seal of 72 bytes.
fn unwrap_a_key() -> Result<(), String> {
    thread_local! {
        static WRAPPED: RefCell<Option<Vec<u8>>> = const { RefCell::new(None) };
    }
    let wrapped = match WRAPPED.with_borrow(Option::clone) {
        Some(wrapped) => wrapped,
        None => {
            let wrapped = secret().seal(&entropy(), CONTEXT, &[3; 32]).map_err(|error| error.to_string())?;
            WRAPPED.set(Some(wrapped.clone()));
            wrapped
        }
    };
    // What a document costs before this: its signing and wrapping keys are derived once per instance.
    secret().open(CONTEXT, &wrapped).map(drop).map_err(|error| error.to_string())
}

async fn required(kv: &Spin, name: &str) -> Result<Vec<u8>, String> {
    let value = kv.get(&key(name)).await.map_err(|error| error.to_string())?;
    value.ok_or_else(|| "nothing is prepared".to_owned())
}
