//! `host serve`: puts the parts together, listens, and ends in order.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use http_body_util::BodyExt as _;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use serde::Serialize;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{mpsc, watch};
use wasmtime_wasi_http::Error;

use crate::application::{Application, Parts};
use crate::clock::{At, Clock, Pace};
use crate::control;
use crate::keyvalue::{Database, default_file};
use crate::manifest::Manifest;
use crate::schedule::{self, Every, Schedule};
use crate::variables::{Variables, parse_given};

/// How long requests under way may take to end after the host was told to stop.
const DRAIN_MAX: Duration = Duration::from_secs(10);

/// What `host serve` can be told.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// The application's manifest, as Spin reads it
    #[arg(long, default_value = "spin.toml")]
    pub manifest: PathBuf,
    /// Where to listen; port 0 takes any free one
    #[arg(long, default_value = "127.0.0.1:3000")]
    pub listen: SocketAddr,
    /// Folder of the key-value file [default: .spin beside the manifest]
    #[arg(long)]
    pub state: Option<PathBuf>,
    /// Folder for compiled components [default: below `target` beside or above the manifest, else below the state]
    #[arg(long)]
    pub cache: Option<PathBuf>,
    /// A variable of the application, as name=value or name=@file
    #[arg(long, value_name = "NAME=VALUE")]
    pub variable: Vec<String>,
    /// Where the application's clock starts, in RFC 3339
    #[arg(long)]
    pub at: Option<At>,
    /// Holds the clock until it is released through the control port
    #[arg(long)]
    pub hold: bool,
    /// Where to take orders about the clock and tell measures; a loopback address
    #[arg(long)]
    pub control: Option<SocketAddr>,
    /// The variable that is given the address of the control port, for an application that is to set its own clock
    #[arg(long, value_name = "NAME", requires = "control")]
    pub control_variable: Option<String>,
    /// Calls a path of the application again and again, as in 10s=/internal/sweep
    #[arg(long, value_name = "PERIOD=PATH", requires = "schedule_secret_variable")]
    pub every: Vec<Every>,
    /// The variable that holds the bearer secret of the scheduled calls
    #[arg(long, value_name = "NAME")]
    pub schedule_secret_variable: Option<String>,
    /// A file that is written, with both addresses as JSON, once requests are accepted
    #[arg(long)]
    pub ready_file: Option<PathBuf>,
    /// Counts the processor time inside each component
    #[arg(long)]
    pub measure: bool,
    /// Keeps the store in memory, where it ends with the host
    #[arg(long)]
    pub memory: bool,
}

/// Where a host can be reached.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Ready {
    /// Base URL of the application.
    pub listening: String,
    /// Base URL of the control port, if it was asked for.
    pub control: Option<String>,
}

/// Serves until `stop` resolves, then lets requests under way end.
///
/// # Errors
///
/// Returns why the application cannot be loaded or served.
pub async fn serve(options: Options, stop: impl Future<Output = ()>) -> Result<()> {
    if let Some(file) = &options.ready_file {
        // One that an earlier run has left would tell that this one is ready.
        _ = std::fs::remove_file(file);
    }
    let manifest = Manifest::read(&options.manifest)?;
    let control = match options.control {
        Some(control) => Some(listen_for_control(control).await?),
        None => None,
    };
    let mut given = options.variable.iter().map(|text| parse_given(text)).collect::<Result<Vec<_>>>()?;
    if let (Some(name), Some((_, address))) = (&options.control_variable, &control) {
        given.push((name.clone(), address.clone()));
    }
    let variables = Variables::resolve(&manifest, &given, |name| std::env::var(name).ok())?;
    let folder = options.manifest.parent().unwrap_or(Path::new(""));
    let state = options.state.clone().unwrap_or_else(|| folder.join(".spin"));
    let pace = if options.hold { Pace::Held } else { Pace::Running };
    let parts = Parts {
        manifest: &manifest,
        variables: &variables,
        database: database(&options, &state)?,
        clock: Clock::start(options.at, pace),
        cache: &options.cache.clone().unwrap_or_else(|| cache(folder, &state)),
        timed: options.measure,
    };
    let application = Application::load(&parts)?;

    let listener = TcpListener::bind(options.listen).await;
    let listener = listener.with_context(|| format!("cannot listen on {}", options.listen))?;
    let address = listener.local_addr()?;
    application.set_address(address);
    let (stopping, stopped) = watch::channel(());
    let (busy, mut idle) = mpsc::channel::<()>(1);

    let mut ready = Ready { listening: format!("http://{address}"), control: None };
    if let Some((listener, address)) = control {
        ready.control = Some(address);
        tokio::spawn(control::listen(listener, Arc::clone(&application), stopped.clone()));
    }
    if let Some(name) = &options.schedule_secret_variable {
        let secret = variables.get(name).with_context(|| format!("the manifest has no variable {name}"))?;
        let schedule = Schedule::new(address, secret)?;
        for every in options.every {
            tokio::spawn(schedule::keep(schedule.clone(), every, stopped.clone()));
        }
    }
    announce(&ready, options.ready_file.as_deref())?;

    tokio::pin!(stop);
    loop {
        tokio::select! {
            () = &mut stop => break,
            accepted = listener.accept() => match accepted {
                Ok((stream, client)) => {
                    let guard = busy.clone();
                    let connection = connection(Arc::clone(&application), stream, client, stopped.clone());
                    tokio::spawn(async move {
                        connection.await;
                        drop(guard);
                    });
                }
                // Out of file handles, or the client has gone again: neither ends the host.
                Err(error) => {
                    tracing::warn!(%error, "could not accept a connection");
                    tokio::time::sleep(Duration::from_millis(10)).await;
                }
            },
        }
    }
    tracing::info!("stopping");
    drop((listener, busy));
    stopping.send_replace(());
    if tokio::time::timeout(DRAIN_MAX, idle.recv()).await.is_err() {
        tracing::warn!("some requests did not end in time");
    }
    application.stop();
    Ok(())
}

/// Listens for orders, and returns under which address: the application may be told it before it is loaded.
async fn listen_for_control(control: SocketAddr) -> Result<(TcpListener, String)> {
    ensure!(
        control.ip().is_loopback(),
        "the control port is for this machine only: {control} is no loopback address"
    );
    let listener = TcpListener::bind(control).await.with_context(|| format!("cannot listen on {control}"))?;
    let address = format!("http://{}", listener.local_addr()?);
    Ok((listener, address))
}

fn database(options: &Options, state: &Path) -> Result<Database> {
    if options.memory {
        return Ok(Database::in_memory()?);
    }
    let file = default_file(state);
    std::fs::create_dir_all(state).with_context(|| format!("cannot create {}", state.display()))?;
    Database::open(&file).with_context(|| format!("cannot open {}", file.display()))
}

/// Every run should find what an earlier one compiled, also those that have a state of their own.
fn cache(folder: &Path, state: &Path) -> PathBuf {
    let absolute = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    let beside = absolute.join("target");
    let above = absolute.ancestors().find(|folder| folder.ends_with("target"));
    match above.or_else(|| beside.is_dir().then_some(beside.as_path())) {
        Some(target) => target.join("compiled"),
        None => state.join("compiled"),
    }
}

fn announce(ready: &Ready, file: Option<&Path>) -> Result<()> {
    if let Some(control) = &ready.control {
        println!("control on {control}");
    }
    println!("listening on {}", ready.listening);
    if let Some(file) = file {
        // Renamed, so that whoever waits for the file never reads half of it.
        let draft = file.with_extension("draft");
        std::fs::write(&draft, serde_json::to_vec(ready)?)?;
        std::fs::rename(&draft, file).with_context(|| format!("cannot write {}", file.display()))?;
    }
    Ok(())
}

async fn connection(
    application: Arc<Application>,
    stream: TcpStream,
    client: SocketAddr,
    mut stopped: watch::Receiver<()>,
) {
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "the client has gone");
        return;
    }
    let service = service_fn(move |request: hyper::Request<hyper::body::Incoming>| {
        let application = Arc::clone(&application);
        async move {
            application.handle(request.map(|body| body.map_err(Error::from).boxed_unsync()), client).await
        }
    });
    let serving = http1::Builder::new().serve_connection(TokioIo::new(stream), service);
    tokio::pin!(serving);
    let ended = tokio::select! {
        ended = &mut serving => ended,
        _ = stopped.changed() => {
            serving.as_mut().graceful_shutdown();
            serving.await
        }
    };
    if let Err(error) = ended {
        tracing::debug!(%error, "connection ended early");
    }
}
