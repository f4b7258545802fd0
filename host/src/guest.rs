//! One instance of a component: its state, what it imports, and how often it is used again.

use std::collections::HashMap;
use std::future;
use std::pin::Pin;
use std::sync::{Arc, Weak};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use tokio::time::Sleep;
use wasmtime::component::{Accessor, GuestTaskId, HasData, Linker, ResourceTable};
use wasmtime::{Engine, Result, Store, StoreContextMut};
use wasmtime_wasi::{WasiCtx, WasiCtxBuilder, WasiCtxView, WasiView};
use wasmtime_wasi_http::handler::{
    HandlerState, Instance, ProxyPre, ShouldAccept, WorkerExpiration, WorkerState, WorkerStatus,
};
use wasmtime_wasi_http::{WasiHttpCtx, WasiHttpCtxView, WasiHttpView};

use crate::clock::Clock;
use crate::keyvalue::bindings::{self, Granted, View, variables};
use crate::measure::{GuestMemory, GuestTime};
use crate::output::{Lines, Stream};
use crate::send::Outbound;
use crate::variables::is_name;

/// Requests one instance serves before it is replaced. Spin's default.
const REUSED_MAX: usize = 128;

/// Requests one instance serves at the same time. Spin's default.
const CONCURRENT_MAX: usize = 16;

/// How long an instance without requests is kept. Spin's default.
const IDLE_MAX: Duration = Duration::from_secs(1);

/// State of one instance.
pub(crate) struct Guest {
    wasi: WasiCtx,
    http: WasiHttpCtx,
    table: ResourceTable,
    outbound: Outbound,
    granted: Arc<Granted>,
    variables: Arc<HashMap<String, String>>,
    memory: GuestMemory,
}

impl WasiView for Guest {
    fn ctx(&mut self) -> WasiCtxView<'_> {
        WasiCtxView { ctx: &mut self.wasi, table: &mut self.table }
    }
}

impl WasiHttpView for Guest {
    fn http(&mut self) -> WasiHttpCtxView<'_> {
        WasiHttpCtxView { ctx: &mut self.http, table: &mut self.table, hooks: &mut self.outbound }
    }
}

struct Variables;

impl HasData for Variables {
    type Data<'a> = &'a Arc<HashMap<String, String>>;
}

impl variables::Host for &Arc<HashMap<String, String>> {}

impl<T: Send> variables::HostWithStore<T> for Variables {
    async fn get(accessor: &Accessor<T, Self>, name: String) -> Result<Result<String, variables::Error>> {
        if !is_name(&name) {
            return Ok(Err(variables::Error::InvalidName(name)));
        }
        let value = accessor.with(|mut access| access.get().get(&name).cloned());
        Ok(value
            .ok_or_else(|| variables::Error::Undefined(format!("no variable {name:?} for this component"))))
    }
}

/// Returns a linker with everything that a component may import.
///
/// # Errors
///
/// Returns an error if two interfaces are the same.
pub(crate) fn linker(engine: &Engine) -> Result<Linker<Guest>> {
    let mut linker = Linker::new(engine);
    wasmtime_wasi::p2::add_to_linker_async(&mut linker)?;
    wasmtime_wasi::p3::add_to_linker(&mut linker)?;
    wasmtime_wasi_http::p3::add_to_linker(&mut linker)?;
    bindings::add_to_linker(&mut linker, |guest: &mut Guest| View {
        table: &mut guest.table,
        granted: &guest.granted,
    })?;
    variables::add_to_linker::<Guest, Variables>(&mut linker, |guest| &guest.variables)?;
    Ok(linker)
}

/// Everything that instances of one component share.
pub(crate) struct Instances {
    pub(crate) engine: Engine,
    pub(crate) component: ProxyPre<Guest>,
    pub(crate) outbound: Outbound,
    pub(crate) granted: Arc<Granted>,
    pub(crate) variables: Arc<HashMap<String, String>>,
    pub(crate) clock: Clock,
    /// Whether processor time inside the guest is counted.
    pub(crate) timed: bool,
}

impl HandlerState for Instances {
    type StoreData = Guest;
    type WorkerExpiration = Idle;
    type WorkerState = Reuse;

    async fn instantiate(&self) -> Result<Instance<Guest, Idle, Reuse>> {
        let component = &self.outbound.component;
        let wasi = WasiCtxBuilder::new()
            .wall_clock(self.clock.clone())
            .stdout(Lines::new(component, Stream::Out))
            .stderr(Lines::new(component, Stream::Err))
            .allow_tcp(false)
            .allow_udp(false)
            .build();
        let guest = Guest {
            wasi,
            http: WasiHttpCtx::new(),
            table: ResourceTable::new(),
            outbound: self.outbound.clone(),
            granted: Arc::clone(&self.granted),
            variables: Arc::clone(&self.variables),
            memory: GuestMemory::new(Arc::clone(&self.outbound.counters)),
        };
        let mut store = Store::new(&self.engine, guest);
        store.limiter(|guest| &mut guest.memory);
        if self.timed {
            let mut time = GuestTime::new(Arc::clone(&self.outbound.counters));
            store.call_hook(move |_, hook| {
                time.cross(hook);
                Ok(())
            });
        }
        self.outbound.counters.instance();
        let proxy = self.component.instantiate_async(&mut store).await?;
        let expiration = Idle { sleep: Box::pin(tokio::time::sleep(IDLE_MAX)) };
        let state = Reuse { outbound: self.outbound.clone() };
        Ok(Instance { store, proxy, view: Guest::http, expiration, state })
    }
}

/// Ends an instance that has had nothing to do for a while. A request may take as long as it likes, as in Spin.
pub(crate) struct Idle {
    sleep: Pin<Box<Sleep>>,
}

impl WorkerExpiration for Idle {
    fn poll(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        status: WorkerStatus,
        start: Instant,
    ) -> Poll<()> {
        match status {
            WorkerStatus::Requests | WorkerStatus::PostReturn => Poll::Pending,
            WorkerStatus::Idle => {
                let deadline = (start + IDLE_MAX).into();
                if self.sleep.deadline() != deadline {
                    self.sleep.as_mut().reset(deadline);
                }
                self.sleep.as_mut().poll(cx)
            }
        }
    }
}

/// Decides whether an instance takes another request, and mourns it.
pub(crate) struct Reuse {
    outbound: Outbound,
}

impl WorkerState for Reuse {
    type StoreData = Guest;
    type RequestData = ();

    fn should_accept_request(&self, concurrent_count: usize, total_count: usize) -> ShouldAccept {
        if REUSED_MAX <= total_count {
            ShouldAccept::Never
        } else if CONCURRENT_MAX <= concurrent_count {
            ShouldAccept::No
        } else {
            ShouldAccept::Yes
        }
    }

    fn on_request_start(
        &self,
        _: StoreContextMut<'_, Guest>,
        (): (),
        _: GuestTaskId,
    ) -> Pin<Box<dyn Future<Output = ()> + Send + Sync>> {
        Box::pin(future::pending())
    }

    fn drop(&self, _: Store<Guest>, result: Result<()>) {
        let application = self.outbound.application.get().and_then(Weak::upgrade);
        let stopping = application.is_none_or(|application| application.is_stopping());
        if let Err(error) = result
            && !stopping
        {
            self.outbound.counters.trap();
            tracing::error!(component = %self.outbound.component, error = format!("{error:?}"), "instance trapped");
        }
    }
}
