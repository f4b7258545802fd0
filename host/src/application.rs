//! A loaded application: its components, its routes, and the way of a request through it.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use anyhow::{Context as _, Result};
use bytes::Bytes;
use http::header::{CONNECTION, HOST};
use http::{HeaderMap, HeaderName, HeaderValue, Request, Response, StatusCode, Uri};
use http_body_util::{BodyExt as _, Full};
use wasmtime::component::Component;
use wasmtime::{Cache, CacheConfig, Config, Engine, InstanceAllocationStrategy, PoolingAllocationConfig};
use wasmtime_wasi_http::WasiBody;
use wasmtime_wasi_http::handler::{ProxyHandler, ProxyPre};
use wasmtime_wasi_http::p3::bindings::ServicePre;

use crate::clock::Clock;
use crate::guest::{self, Instances};
use crate::keyvalue::Database;
use crate::keyvalue::bindings::Granted;
use crate::manifest::Manifest;
use crate::measure::{Counters, Measures};
use crate::outbound::{AllowedHosts, chained};
use crate::routes::{Match, Router, WELL_KNOWN};
use crate::send::Outbound;
use crate::variables::Variables;

/// Instances alive at the same time. Spin's default.
const INSTANCES_MAX: u32 = 1_000;

/// What an application is loaded with.
pub struct Parts<'a> {
    /// The manifest.
    pub manifest: &'a Manifest,
    /// Values of its variables.
    pub variables: &'a Variables,
    /// The default store.
    pub database: Database,
    /// The clock that its components see.
    pub clock: Clock,
    /// Where compiled components are kept.
    pub cache: &'a Path,
    /// Whether processor time inside the components is counted.
    pub timed: bool,
}

/// An application that is ready for requests.
pub struct Application {
    router: Router,
    components: HashMap<String, Running>,
    measures: Measures,
    database: Database,
    clock: Clock,
    address: OnceLock<SocketAddr>,
    stopping: AtomicBool,
}

struct Running {
    handler: ProxyHandler<Instances>,
    counters: Arc<Counters>,
}

/// A request whose target cannot be told. Spin closes the connection without an answer.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("the request's Host header is missing, invalid or differs from its target")]
pub struct NoTarget;

impl Application {
    /// Compiles and links every component.
    ///
    /// # Errors
    ///
    /// Returns which component is missing, is not one, or imports what this host does not offer.
    pub fn load(parts: &Parts<'_>) -> Result<Arc<Self>> {
        let engine = engine(parts.cache)?;
        let linker = guest::linker(&engine)?;
        let measures = Measures::of(parts.manifest.component.keys());
        let ids: Vec<&str> = parts.manifest.component.keys().map(String::as_str).collect();
        let myself = Arc::new(OnceLock::new());
        let mut components = HashMap::new();
        for (id, component) in &parts.manifest.component {
            let counters = measures.component(id);
            let load = || -> Result<Instances> {
                let allowed = AllowedHosts::parse(&component.allowed_outbound_hosts, parts.variables, &ids)?;
                let compiled = Component::from_file(&engine, &component.source)?;
                let linked = linker.instantiate_pre(&compiled)?;
                Ok(Instances {
                    engine: engine.clone(),
                    component: ProxyPre::P3(ServicePre::new(linked)?),
                    outbound: Outbound {
                        component: id.as_str().into(),
                        allowed: Arc::new(allowed),
                        counters: Arc::clone(&counters),
                        application: Arc::clone(&myself),
                    },
                    granted: Arc::new(Granted {
                        labels: component.key_value_stores.iter().cloned().collect(),
                        database: parts.database.clone(),
                        counters: Arc::clone(&counters),
                    }),
                    variables: Arc::new(parts.variables.of_component(&component.variables)?),
                    clock: parts.clock.clone(),
                    timed: parts.timed,
                })
            };
            let source = component.source.display();
            let instances = load().with_context(|| format!("component {id}, from {source}"))?;
            components.insert(id.clone(), Running { handler: ProxyHandler::new(instances), counters });
        }
        let application = Arc::new(Self {
            router: Router::new(parts.manifest.routes()?),
            components,
            measures,
            database: parts.database.clone(),
            clock: parts.clock.clone(),
            address: OnceLock::new(),
            stopping: AtomicBool::new(false),
        });
        _ = myself.set(Arc::downgrade(&application));
        Ok(application)
    }

    /// Returns the counters of its components.
    pub fn measures(&self) -> &Measures {
        &self.measures
    }

    /// Returns its store.
    pub fn database(&self) -> &Database {
        &self.database
    }

    /// Returns its clock.
    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// Returns where it listens, once it does.
    pub fn address(&self) -> Option<SocketAddr> {
        self.address.get().copied()
    }

    /// Tells it where it listens.
    pub(crate) fn set_address(&self, address: SocketAddr) {
        _ = self.address.set(address);
    }

    /// Tells it that instances end from now on because the host does.
    pub(crate) fn stop(&self) {
        self.stopping.store(true, Ordering::Relaxed);
    }

    /// Returns whether the host is about to end.
    pub(crate) fn is_stopping(&self) -> bool {
        self.stopping.load(Ordering::Relaxed)
    }

    /// Returns whether it has a component of this id.
    pub(crate) fn has(&self, component: &str) -> bool {
        self.components.contains_key(component)
    }

    /// Answers a request from outside.
    ///
    /// # Errors
    ///
    /// Returns [`NoTarget`] if the connection is to be closed without an answer.
    pub async fn handle(
        &self,
        mut request: Request<WasiBody>,
        client: SocketAddr,
    ) -> Result<Response<WasiBody>, NoTarget> {
        strip(request.headers_mut());
        let path = request.uri().path().to_owned();
        if let Some(page) = path.strip_prefix(WELL_KNOWN) {
            return Ok(match page {
                "health" => answer(StatusCode::OK, "OK"),
                _ => answer(StatusCode::NOT_FOUND, ""),
            });
        }
        let Some(found) = self.router.route(&path) else { return Ok(answer(StatusCode::NOT_FOUND, "")) };
        *request.uri_mut() = target(request.uri(), request.headers())?;
        Ok(self.call(&found, request, client).await)
    }

    /// Hands a request to a component. Whatever goes wrong there is a bare 500 and a line in the log.
    pub(crate) async fn call(
        &self,
        found: &Match<'_>,
        mut request: Request<WasiBody>,
        client: SocketAddr,
    ) -> Response<WasiBody> {
        let component = found.component;
        let Some(running) = self.components.get(component) else {
            return answer(StatusCode::INTERNAL_SERVER_ERROR, "");
        };
        running.counters.request();
        if let Err(error) = announce(found, &mut request, client) {
            tracing::error!(%component, error = format!("{error:#}"), "request not handed over");
            return answer(StatusCode::INTERNAL_SERVER_ERROR, "");
        }
        match running.handler.handle((), request).await {
            Ok(response) => response,
            Err(error) => {
                tracing::error!(%component, error = format!("{error:?}"), "component gave no answer");
                answer(StatusCode::INTERNAL_SERVER_ERROR, "")
            }
        }
    }
}

fn engine(cache: &Path) -> Result<Engine> {
    std::fs::create_dir_all(cache).with_context(|| format!("cannot create {}", cache.display()))?;
    let mut cached = CacheConfig::new();
    cached.with_directory(cache.canonicalize()?);
    let mut pool = PoolingAllocationConfig::default();
    pool.total_component_instances(INSTANCES_MAX)
        .total_core_instances(4 * INSTANCES_MAX)
        .total_memories(INSTANCES_MAX)
        .total_tables(2 * INSTANCES_MAX)
        .total_stacks(INSTANCES_MAX)
        .table_elements(100_000)
        .max_component_instance_size(10 << 20)
        .max_core_instance_size(10 << 20)
        .max_core_instances_per_component(200)
        .max_memories_per_component(32)
        .max_tables_per_component(64)
        // What a finished instance leaves is kept and zeroed, not handed back to the kernel: dearer in memory, cheaper in time.
        .linear_memory_keep_resident(2 << 20)
        .table_keep_resident(512 << 10);
    let mut config = Config::new();
    config
        .wasm_component_model_async(true)
        .cache(Some(Cache::new(cached)?))
        .allocation_strategy(InstanceAllocationStrategy::Pooling(pool));
    Ok(Engine::new(&config)?)
}

/// Removes what Spin removes. Everything else that a client sends is kept, forged `spin-*` headers included.
fn strip(headers: &mut HeaderMap) {
    let name = headers.get(HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let name = name.rsplit_once(':').map_or(name, |(name, _)| name);
    if chained(name).is_some() {
        headers.remove(HOST);
    }
    headers.remove(CONNECTION);
}

/// Completes the target with the host it is meant for.
fn target(uri: &Uri, headers: &HeaderMap) -> Result<Uri, NoTarget> {
    let mut parts = uri.clone().into_parts();
    let named = match headers.get(HOST) {
        Some(host) => Some(host.to_str().ok().and_then(|host| host.parse().ok()).ok_or(NoTarget)?),
        None => None,
    };
    parts.authority = match (named, parts.authority) {
        (Some(named), Some(given)) if named != given => return Err(NoTarget),
        (Some(authority), _) | (None, Some(authority)) => Some(authority),
        (None, None) => return Err(NoTarget),
    };
    parts.scheme = Some(http::uri::Scheme::HTTP);
    Uri::from_parts(parts).map_err(|_| NoTarget)
}

/// Appends what Spin tells a component about its request, after whatever the client sent under the same names.
fn announce(found: &Match<'_>, request: &mut Request<WasiBody>, client: SocketAddr) -> Result<()> {
    for value in request.headers().values() {
        std::str::from_utf8(value.as_bytes()).context("a header is not UTF-8")?;
    }
    let host = request.headers().get(HOST).and_then(|host| host.to_str().ok()).unwrap_or("localhost");
    let path = request.uri().path_and_query().map_or("/", |path| path.as_str());
    let full = format!("http://{host}{path}");
    let mut told = vec![
        ("spin-path-info".to_owned(), found.rest.clone()),
        ("spin-full-url".to_owned(), full),
        ("spin-matched-route".to_owned(), found.route.to_owned()),
        ("spin-base-path".to_owned(), "/".to_owned()),
        ("spin-raw-component-route".to_owned(), found.route.to_owned()),
        ("spin-component-route".to_owned(), found.prefix.to_owned()),
        ("spin-client-addr".to_owned(), client.to_string()),
    ];
    for (name, value) in &found.parameters {
        told.push((
            format!("spin-path-match-{}", name.to_ascii_lowercase().replace('_', "-")),
            value.clone(),
        ));
    }
    for (name, value) in told {
        request.headers_mut().append(HeaderName::try_from(name)?, HeaderValue::try_from(value)?);
    }
    Ok(())
}

fn answer(status: StatusCode, text: &'static str) -> Response<WasiBody> {
    let body = Full::new(Bytes::from_static(text.as_bytes())).map_err(|never| match never {}).boxed_unsync();
    let mut response = Response::new(body);
    *response.status_mut() = status;
    response
}

#[cfg(test)]
mod tests;
