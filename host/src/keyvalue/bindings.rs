//! What guests import: Spin's key-value interface and WASI's, over one [`Database`].
//!
//! Spin's interface is asynchronous and leaves the instance free meanwhile. WASI's is not: while one of its calls runs,
//! every other request of the instance waits. That is so in Spin too.

use std::collections::HashSet;
use std::sync::Arc;

use wasmtime::Result;
use wasmtime::component::{Accessor, FutureReader, HasData, Linker, Resource, ResourceTable, StreamReader};

use super::{Database, Fault};
use crate::measure::{Call, Counters};

wasmtime::component::bindgen!({
    path: "wit",
    world: "imports",
    imports: { default: async | trappable },
    with: {
        "spin:key-value/key-value.store": Opened,
        "wasi:keyvalue/store.bucket": Opened,
        "wasi:keyvalue/atomics.cas": Compared,
    },
});

use self::spin::key_value::key_value as v3;
pub(crate) use self::spin::variables::variables;
use self::wasi::keyvalue::{atomics, batch, store};

/// A store that a guest has opened.
#[derive(Clone)]
#[expect(unreachable_pub, reason = "the generated code exports it again")]
pub struct Opened(Arc<str>);

/// A key that a guest wants to swap, and the value it has read there.
#[expect(unreachable_pub, reason = "the generated code exports it again")]
pub struct Compared {
    store: Arc<str>,
    key: String,
    /// `None` if the key was missing, and also if it was never read: Spin does not tell them apart.
    read: Option<Vec<u8>>,
}

/// Which stores a component may open, and where they are.
pub(crate) struct Granted {
    pub(crate) labels: HashSet<String>,
    pub(crate) database: Database,
    pub(crate) counters: Arc<Counters>,
}

/// Access of one guest, for the duration of a call.
pub(crate) struct View<'a> {
    pub(crate) table: &'a mut ResourceTable,
    pub(crate) granted: &'a Arc<Granted>,
}

/// Names [`View`] to the linker.
pub(crate) struct KeyValue;

impl HasData for KeyValue {
    type Data<'a> = View<'a>;
}

/// Adds both interfaces to `linker`.
pub(crate) fn add_to_linker<T: Send + 'static>(
    linker: &mut Linker<T>,
    view: fn(&mut T) -> View<'_>,
) -> Result<()> {
    v3::add_to_linker::<_, KeyValue>(linker, view)?;
    store::add_to_linker::<_, KeyValue>(linker, view)?;
    atomics::add_to_linker::<_, KeyValue>(linker, view)?;
    batch::add_to_linker::<_, KeyValue>(linker, view)
}

/// Turns a fault into what the guest is told, or into a trap where Spin would panic.
fn told<T, E>(result: Result<T, Fault>, other: fn(String) -> E) -> Result<Result<T, E>> {
    match result {
        Ok(value) => Ok(Ok(value)),
        Err(fault @ Fault::Broken) => Err(fault.into()),
        Err(fault) => {
            tracing::warn!(%fault, "key-value operation failed");
            Ok(Err(other(fault.to_string())))
        }
    }
}

impl Granted {
    fn open(&self, label: &str) -> Option<Opened> {
        self.counters.call(Call::Open);
        self.labels.contains(label).then(|| Opened(label.into()))
    }
}

/// Notes the call, and returns what it needs without holding on to the guest.
fn begin<T>(
    accessor: &Accessor<T, KeyValue>,
    opened: &Resource<Opened>,
    call: Call,
) -> Result<(Arc<Granted>, Arc<str>)> {
    accessor.with(|mut access| {
        let view = access.get();
        view.granted.counters.call(call);
        Ok((Arc::clone(view.granted), view.table.get(opened)?.0.clone()))
    })
}

impl v3::Host for View<'_> {}

impl v3::HostStore for View<'_> {
    async fn drop(&mut self, opened: Resource<Opened>) -> Result<()> {
        self.table.delete(opened)?;
        Ok(())
    }
}

impl<T: Send> v3::HostStoreWithStore<T> for KeyValue {
    async fn open(
        accessor: &Accessor<T, Self>,
        label: String,
    ) -> Result<Result<Resource<Opened>, v3::Error>> {
        accessor.with(|mut access| {
            let view = access.get();
            match view.granted.open(&label) {
                Some(opened) => Ok(Ok(view.table.push(opened)?)),
                None => Ok(Err(v3::Error::AccessDenied)),
            }
        })
    }

    async fn get(
        accessor: &Accessor<T, Self>,
        opened: Resource<Opened>,
        key: String,
    ) -> Result<Result<Option<Vec<u8>>, v3::Error>> {
        let (granted, store) = begin(accessor, &opened, Call::Get)?;
        told(granted.database.get(&store, &key), v3::Error::Other)
    }

    async fn set(
        accessor: &Accessor<T, Self>,
        opened: Resource<Opened>,
        key: String,
        value: Vec<u8>,
    ) -> Result<Result<(), v3::Error>> {
        let (granted, store) = begin(accessor, &opened, Call::Set)?;
        told(granted.database.set(&store, key, value).await, v3::Error::Other)
    }

    async fn delete(
        accessor: &Accessor<T, Self>,
        opened: Resource<Opened>,
        key: String,
    ) -> Result<Result<(), v3::Error>> {
        let (granted, store) = begin(accessor, &opened, Call::Delete)?;
        told(granted.database.delete(&store, key).await, v3::Error::Other)
    }

    async fn exists(
        accessor: &Accessor<T, Self>,
        opened: Resource<Opened>,
        key: String,
    ) -> Result<Result<bool, v3::Error>> {
        let (granted, store) = begin(accessor, &opened, Call::Exists)?;
        told(granted.database.get(&store, &key).map(|value| value.is_some()), v3::Error::Other)
    }

    /// Reads every key before the first is handed over, so it cannot deadlock as Spin's can.
    async fn get_keys(
        accessor: &Accessor<T, Self>,
        opened: Resource<Opened>,
    ) -> Result<(StreamReader<String>, FutureReader<Result<(), v3::Error>>)> {
        let (granted, store) = begin(accessor, &opened, Call::Keys)?;
        let (keys, end) = match told(granted.database.keys(&store), v3::Error::Other)? {
            Ok(keys) => (keys, Ok(())),
            Err(error) => (Vec::new(), Err(error)),
        };
        accessor.with(|mut access| {
            let keys = StreamReader::new(&mut access, keys)?;
            let end = FutureReader::new(&mut access, async move { wasmtime::error::Ok(end) })?;
            Ok((keys, end))
        })
    }
}

impl View<'_> {
    fn begin(&self, bucket: &Resource<Opened>, call: Call) -> Result<(Arc<Granted>, Arc<str>)> {
        self.granted.counters.call(call);
        Ok((Arc::clone(self.granted), self.table.get(bucket)?.0.clone()))
    }
}

impl store::Host for View<'_> {
    async fn open(&mut self, identifier: String) -> Result<Result<Resource<Opened>, store::Error>> {
        match self.granted.open(&identifier) {
            Some(opened) => Ok(Ok(self.table.push(opened)?)),
            None => Ok(Err(store::Error::AccessDenied)),
        }
    }
}

impl store::HostBucket for View<'_> {
    async fn get(
        &mut self,
        bucket: Resource<Opened>,
        key: String,
    ) -> Result<Result<Option<Vec<u8>>, store::Error>> {
        let (granted, store) = self.begin(&bucket, Call::Get)?;
        told(granted.database.get(&store, &key), store::Error::Other)
    }

    async fn set(
        &mut self,
        bucket: Resource<Opened>,
        key: String,
        value: Vec<u8>,
    ) -> Result<Result<(), store::Error>> {
        let (granted, store) = self.begin(&bucket, Call::Set)?;
        told(granted.database.set(&store, key, value).await, store::Error::Other)
    }

    async fn delete(&mut self, bucket: Resource<Opened>, key: String) -> Result<Result<(), store::Error>> {
        let (granted, store) = self.begin(&bucket, Call::Delete)?;
        told(granted.database.delete(&store, key).await, store::Error::Other)
    }

    async fn exists(&mut self, bucket: Resource<Opened>, key: String) -> Result<Result<bool, store::Error>> {
        let (granted, store) = self.begin(&bucket, Call::Exists)?;
        told(granted.database.get(&store, &key).map(|value| value.is_some()), store::Error::Other)
    }

    async fn list_keys(
        &mut self,
        bucket: Resource<Opened>,
        cursor: Option<String>,
    ) -> Result<Result<store::KeyResponse, store::Error>> {
        let (granted, store) = self.begin(&bucket, Call::Keys)?;
        if cursor.is_some() {
            return Ok(Err(store::Error::Other("list_keys: cursor not supported".to_owned())));
        }
        let keys = granted.database.keys(&store);
        told(keys.map(|keys| store::KeyResponse { keys, cursor: None }), store::Error::Other)
    }

    async fn drop(&mut self, bucket: Resource<Opened>) -> Result<()> {
        self.table.delete(bucket)?;
        Ok(())
    }
}

impl batch::Host for View<'_> {
    async fn get_many(
        &mut self,
        bucket: Resource<Opened>,
        keys: Vec<String>,
    ) -> Result<Result<Vec<(String, Option<Vec<u8>>)>, batch::Error>> {
        let (granted, store) = self.begin(&bucket, Call::GetMany)?;
        let pairs = granted.database.get_many(&store, keys);
        let present = |pairs: Vec<(String, Vec<u8>)>| {
            pairs.into_iter().map(|(key, value)| (key, Some(value))).collect()
        };
        told(pairs.map(present), batch::Error::Other)
    }

    async fn set_many(
        &mut self,
        bucket: Resource<Opened>,
        pairs: Vec<(String, Vec<u8>)>,
    ) -> Result<Result<(), batch::Error>> {
        let (granted, store) = self.begin(&bucket, Call::SetMany)?;
        told(granted.database.set_many(&store, pairs).await, batch::Error::Other)
    }

    async fn delete_many(
        &mut self,
        bucket: Resource<Opened>,
        keys: Vec<String>,
    ) -> Result<Result<(), batch::Error>> {
        let (granted, store) = self.begin(&bucket, Call::DeleteMany)?;
        told(granted.database.delete_many(&store, keys).await, batch::Error::Other)
    }
}

impl atomics::HostCas for View<'_> {
    async fn new(
        &mut self,
        bucket: Resource<Opened>,
        key: String,
    ) -> Result<Result<Resource<Compared>, atomics::Error>> {
        let store = self.table.get(&bucket)?.0.clone();
        Ok(Ok(self.table.push(Compared { store, key, read: None })?))
    }

    async fn current(&mut self, cas: Resource<Compared>) -> Result<Result<Option<Vec<u8>>, atomics::Error>> {
        self.granted.counters.call(Call::Current);
        let compared = self.table.get_mut(&cas)?;
        let read = self.granted.database.get(&compared.store, &compared.key);
        if let Ok(value) = &read {
            compared.read.clone_from(value);
        }
        told(read, atomics::Error::Other)
    }

    async fn drop(&mut self, cas: Resource<Compared>) -> Result<()> {
        self.table.delete(cas)?;
        Ok(())
    }
}

impl atomics::Host for View<'_> {
    async fn increment(
        &mut self,
        bucket: Resource<Opened>,
        key: String,
        delta: i64,
    ) -> Result<Result<i64, atomics::Error>> {
        let (granted, store) = self.begin(&bucket, Call::Increment)?;
        told(granted.database.increment(&store, key, delta).await, atomics::Error::Other)
    }

    /// A lost swap answers with a new handle. Its value has been read by the host at that moment, not by the guest: a
    /// second swap on it compares with something that the guest has never seen.
    async fn swap(
        &mut self,
        cas: Resource<Compared>,
        value: Vec<u8>,
    ) -> Result<Result<(), atomics::CasError>> {
        self.granted.counters.call(Call::Swap);
        let Compared { store, key, read } = self.table.delete(cas)?;
        let database = &self.granted.database;
        let refused = |message| atomics::CasError::StoreError(atomics::Error::Other(message));
        match told(database.swap(&store, key.clone(), read, value).await, refused)? {
            Ok(true) => Ok(Ok(())),
            Ok(false) => match told(database.get(&store, &key), refused)? {
                Ok(read) => {
                    let fresh = self.table.push(Compared { store, key, read })?;
                    Ok(Err(atomics::CasError::CasFailed(fresh)))
                }
                Err(error) => Ok(Err(error)),
            },
            Err(error) => Ok(Err(error)),
        }
    }
}
