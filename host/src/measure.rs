//! What each component asked of the host, and how much processor time its code took.
//!
//! Calls are always counted. Processor time is taken only on demand: it costs two readings of the clock for each stay
//! in the guest.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock};
use std::time::{Duration, Instant};

use serde::Serialize;
use wasmtime::{CallHook, ResourceLimiter};

use crate::keyvalue::Written;

/// Operations of a key-value store, as they are counted. Both interfaces, Spin's and WASI's, count alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is named after its operation")]
pub enum Call {
    Open,
    Get,
    Set,
    Delete,
    Exists,
    Keys,
    GetMany,
    SetMany,
    DeleteMany,
    Increment,
    Current,
    Swap,
}

impl Call {
    /// Every operation, in the order in which the counters lie.
    pub const ALL: [Self; 12] = [
        Self::Open,
        Self::Get,
        Self::Set,
        Self::Delete,
        Self::Exists,
        Self::Keys,
        Self::GetMany,
        Self::SetMany,
        Self::DeleteMany,
        Self::Increment,
        Self::Current,
        Self::Swap,
    ];

    /// The name under which the operation is reported.
    pub fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Get => "get",
            Self::Set => "set",
            Self::Delete => "delete",
            Self::Exists => "exists",
            Self::Keys => "keys",
            Self::GetMany => "get_many",
            Self::SetMany => "set_many",
            Self::DeleteMany => "delete_many",
            Self::Increment => "increment",
            Self::Current => "current",
            Self::Swap => "swap",
        }
    }
}

/// The counters of one component. They only grow, until they are reset together.
#[derive(Debug, Default)]
pub struct Counters {
    requests: AtomicU64,
    outbound: AtomicU64,
    traps: AtomicU64,
    instances: AtomicU64,
    guest_cpu_ns: AtomicU64,
    memory_bytes: AtomicU64,
    calls: [AtomicU64; Call::ALL.len()],
}

impl Counters {
    /// Counts one request handed to the component, from outside or by chaining.
    pub fn request(&self) {
        self.requests.fetch_add(1, Ordering::Relaxed);
    }

    /// Counts one outbound request, allowed or not.
    pub fn outbound(&self) {
        self.outbound.fetch_add(1, Ordering::Relaxed);
    }

    /// Counts one instance that ended in a trap.
    pub fn trap(&self) {
        self.traps.fetch_add(1, Ordering::Relaxed);
    }

    /// Counts one new instance.
    pub fn instance(&self) {
        self.instances.fetch_add(1, Ordering::Relaxed);
    }

    /// Notes that an instance's memory has grown to so many bytes.
    pub fn memory(&self, bytes: usize) {
        self.memory_bytes.fetch_max(u64::try_from(bytes).unwrap_or(u64::MAX), Ordering::Relaxed);
    }

    /// Counts one key-value operation.
    pub fn call(&self, call: Call) {
        self.calls[call as usize].fetch_add(1, Ordering::Relaxed);
    }

    fn all(&self) -> impl Iterator<Item = &AtomicU64> {
        let others = [&self.traps, &self.instances, &self.guest_cpu_ns, &self.memory_bytes];
        [&self.requests, &self.outbound].into_iter().chain(others).chain(&self.calls)
    }

    fn report(&self) -> ComponentReport {
        let read = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        ComponentReport {
            requests: read(&self.requests),
            instances: read(&self.instances),
            traps: read(&self.traps),
            outbound: read(&self.outbound),
            guest_cpu_ns: read(&self.guest_cpu_ns),
            memory_bytes: read(&self.memory_bytes),
            key_value: Call::ALL
                .iter()
                .zip(&self.calls)
                .map(|(call, count)| (call.name(), read(count)))
                .collect(),
        }
    }
}

/// The counters of every component of an application.
#[derive(Debug, Default)]
pub struct Measures {
    components: BTreeMap<String, Arc<Counters>>,
}

/// What is told about all components.
#[derive(Debug, Serialize)]
pub struct Report {
    /// By component id.
    pub components: BTreeMap<String, ComponentReport>,
    /// Of the store that they share.
    pub store: Written,
}

/// What is told about one component.
#[derive(Debug, Serialize)]
pub struct ComponentReport {
    /// Requests handed to it.
    pub requests: u64,
    /// Instances started for them.
    pub instances: u64,
    /// Instances lost to a trap.
    pub traps: u64,
    /// Outbound requests, allowed or not.
    pub outbound: u64,
    /// Processor time inside its code, the start of instances included and host calls excluded. Zero unless it is
    /// measured.
    pub guest_cpu_ns: u64,
    /// The largest memory of any of its instances. It is noted when it grows, so a reset forgets what those had that run
    /// on.
    pub memory_bytes: u64,
    /// Key-value operations by name.
    pub key_value: BTreeMap<&'static str, u64>,
}

impl Measures {
    /// Starts at zero for each of `components`.
    pub fn of<'a>(components: impl IntoIterator<Item = &'a String>) -> Self {
        Self { components: components.into_iter().map(|id| (id.clone(), Arc::default())).collect() }
    }

    /// Returns the counters of `component`; of one that is not in the application, counters that nobody reads.
    pub fn component(&self, component: &str) -> Arc<Counters> {
        self.components.get(component).cloned().unwrap_or_default()
    }

    /// Reports everything counted since the last reset.
    pub fn report(&self, store: Written) -> Report {
        Report {
            components: self
                .components
                .iter()
                .map(|(id, counters)| (id.clone(), counters.report()))
                .collect(),
            store,
        }
    }

    /// Sets every counter back to zero. What is under way meanwhile may be counted on either side.
    pub fn reset(&self) {
        for counter in self.components.values().flat_map(|counters| counters.all()) {
            counter.store(0, Ordering::Relaxed);
        }
    }
}

/// Notes how the memory of one instance grows, and lets it.
#[derive(Debug)]
pub struct GuestMemory(Arc<Counters>);

impl GuestMemory {
    /// Begins with an instance that has none yet.
    pub fn new(counters: Arc<Counters>) -> Self {
        Self(counters)
    }
}

impl ResourceLimiter for GuestMemory {
    fn memory_growing(&mut self, _: usize, desired: usize, maximum: Option<usize>) -> wasmtime::Result<bool> {
        let is_possible = maximum.is_none_or(|maximum| desired <= maximum);
        if is_possible {
            self.0.memory(desired);
        }
        Ok(is_possible)
    }

    fn table_growing(&mut self, _: usize, desired: usize, maximum: Option<usize>) -> wasmtime::Result<bool> {
        Ok(maximum.is_none_or(|maximum| desired <= maximum))
    }
}

/// Adds up the time between entering and leaving a guest.
///
/// A guest does not wait between two borders: it waits by returning to the host. So what passes there is processor time,
/// unless the system takes the processor away, which a median over batches leaves out. The thread's own clock would know
/// that too, but reading it is a system call of half a microsecond, and a request crosses the border some hundred and
/// fifty times: the measure would be a good part of what is measured.
#[derive(Debug)]
pub struct GuestTime {
    counters: Arc<Counters>,
    entered: Instant,
}

impl GuestTime {
    /// Starts outside the guest.
    pub fn new(counters: Arc<Counters>) -> Self {
        Self { counters, entered: Instant::now() }
    }

    /// Notes one crossing of the border.
    pub fn cross(&mut self, hook: CallHook) {
        let now = Instant::now();
        if hook.entering_host() {
            let spent = now.duration_since(self.entered).saturating_sub(*READING);
            let spent_ns = u64::try_from(spent.as_nanos()).unwrap_or(u64::MAX);
            self.counters.guest_cpu_ns.fetch_add(spent_ns, Ordering::Relaxed);
        } else {
            self.entered = now;
        }
    }
}

/// What reading the clock itself costs, which would otherwise be counted with each stay in the guest.
static READING: LazyLock<Duration> = LazyLock::new(|| {
    let readings = (0..1000).map(|_| {
        let before = Instant::now();
        before.elapsed()
    });
    // The least, so that never more is taken off than was spent.
    readings.min().unwrap_or_default()
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_operation_has_its_own_counter_and_name() {
        let counters = Counters::default();
        for (times, call) in Call::ALL.iter().enumerate() {
            for _ in 0..=times {
                counters.call(*call);
            }
        }
        let report = counters.report();
        assert_eq!(report.key_value.len(), Call::ALL.len());
        for (times, call) in Call::ALL.iter().enumerate() {
            assert_eq!(report.key_value[call.name()], times as u64 + 1, "{}", call.name());
        }
    }

    #[test]
    fn the_largest_memory_of_any_instance_counts_and_what_cannot_grow_does_not() {
        let counters = Arc::new(Counters::default());
        for (desired, maximum, grows) in [
            (65_536, None, true),
            (131_072, Some(131_072), true),
            (65_536, None, true),
            (262_144, Some(131_072), false),
        ] {
            let mut memory = GuestMemory::new(Arc::clone(&counters));
            assert_eq!(memory.memory_growing(0, desired, maximum).ok(), Some(grows));
        }
        assert_eq!(counters.report().memory_bytes, 131_072);
    }

    #[test]
    fn time_in_the_host_is_not_counted() {
        let counters = Arc::new(Counters::default());
        let mut time = GuestTime::new(Arc::clone(&counters));
        time.cross(CallHook::CallingWasm);
        std::thread::sleep(Duration::from_millis(2));
        time.cross(CallHook::CallingHost);
        let after_guest_ns = counters.report().guest_cpu_ns;
        assert!(2_000_000 <= after_guest_ns, "{after_guest_ns}");

        std::thread::sleep(Duration::from_millis(100));
        time.cross(CallHook::ReturningFromHost);
        time.cross(CallHook::ReturningFromWasm);
        let in_host_ns = counters.report().guest_cpu_ns - after_guest_ns;
        assert!(in_host_ns < 50_000_000, "{in_host_ns}");
    }

    #[test]
    fn a_reset_sets_every_counter_to_zero() {
        let ids = ["application".to_owned()];
        let measures = Measures::of(&ids);
        let counters = measures.component("application");
        counters.request();
        counters.call(Call::Swap);
        measures.reset();
        assert!(counters.all().all(|counter| counter.load(Ordering::Relaxed) == 0));
    }
}
