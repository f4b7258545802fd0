//! A deployment under test: a host of its own, on a port and a state of its own; or the one at `MIAOPI_BASE`, such as a
//! real Spin, which runs the sandbox's manifest with the variables of this file and keeps its own time.

use std::io::Write as _;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use hyper::Method;
use serde::Serialize;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::http::{Answer, Client};

/// The operator's secret in tests.
pub const SECRET: &str = "the secret of the operator in tests";
/// The secret that the gateway for short messages knows the service by in tests.
pub const SMS_SECRET: &str = "the secret of the sms gateway in tests";
/// The origin that browsers name in tests.
pub const ORIGIN: &str = "https://miaopi.example";
/// A master key that everybody knows.
pub const KEY_1: &str = "1:AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=";
/// Another one.
pub const KEY_2: &str = "2:AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgI=";
/// An instant within the window of the policy that tests publish.
pub const WITHIN: &str = "2027-04-15T08:59:00+08:00";
/// The programme that tests publish.
pub const PROGRAMME: &str = "shenzhen-interview";

/// Compiling the components for this machine takes seconds the first time.
const START_MAX: Duration = Duration::from_secs(120);

/// A host under test.
pub struct Deployment {
    /// Where it listens.
    pub address: SocketAddr,
    /// Where its clock and its counts are, if it is our host.
    control: Option<SocketAddr>,
    child: Option<Child>,
    state: Option<TempDir>,
}

/// How a host is started.
#[derive(Clone, Copy, Debug)]
pub struct Plan<'a> {
    /// The manifest.
    pub manifest: &'a Path,
    /// Whether guest CPU is measured.
    pub measure: bool,
    /// Whether everything is kept in memory.
    pub memory: bool,
    /// The key ring.
    pub keys: &'a str,
    /// Where its clock starts.
    pub at: &'a str,
    /// The port that it listens on, for browsers, which take no other origin than where they are; else it is drawn.
    pub port: u16,
    /// What the deployment is told besides, or otherwise than the manifest says.
    pub variables: &'a [(&'a str, &'a str)],
}

impl<'a> Plan<'a> {
    /// A host on its SQLite file, without measuring.
    pub fn of(manifest: &'a Path) -> Self {
        Self { manifest, measure: false, memory: false, keys: KEY_1, at: WITHIN, port: 0, variables: &[] }
    }
}

impl Deployment {
    /// Returns what runs at `MIAOPI_BASE`, or else starts a host with a state of its own.
    pub fn under_test(plan: Plan<'_>) -> Self {
        match std::env::var("MIAOPI_BASE") {
            Ok(base) => {
                Self::running(base.parse().expect("MIAOPI_BASE is an address such as 127.0.0.1:3000"))
            }
            Err(_) => Self::start(plan),
        }
    }

    /// Returns what runs at this address, such as a real Spin.
    pub fn running(address: SocketAddr) -> Self {
        Self { address, control: None, child: None, state: None }
    }

    /// Starts a host with a state of its own.
    pub fn start(plan: Plan<'_>) -> Self {
        let state = TempDir::new().expect("there is room for a state");
        let mut deployment = Self::start_on(plan, state.path());
        deployment.state = Some(state);
        deployment
    }

    /// Starts a host on a state that stays.
    pub fn start_on(plan: Plan<'_>, state: &Path) -> Self {
        let host = required("MIAOPI_HOST");
        let ready = state.join("ready");
        drop(std::fs::remove_file(&ready));
        let mut command = Command::new(host);
        command.arg("serve").arg("--manifest").arg(plan.manifest).arg("--state").arg(state);
        command.args(["--control", "127.0.0.1:0", "--at", plan.at]);
        command.arg("--listen").arg(format!("127.0.0.1:{}", plan.port));
        command.arg("--ready-file").arg(&ready);
        let manifest = std::fs::read_to_string(plan.manifest).expect("the manifest is readable");
        let variables = [
            ("master_keys", plan.keys),
            ("public_origin", ORIGIN),
            ("sweep_secrets", SECRET),
            ("registers_url", "http://registers.spin.internal"),
            ("registers_secret", "the secret of the gateway in tests"),
            ("identity_client_secret", "the secret at the platform in tests"),
            ("staff_client_secret", "the secret at the office in tests"),
            ("sms_url", "http://honouring-gateway.spin.internal"),
            ("sms_secret", SMS_SECRET),
        ];
        let variables = variables.iter().chain(plan.variables).filter(|(name, _)| manifest.contains(name));
        for (name, value) in variables {
            command.arg("--variable").arg(format!("{name}={value}"));
        }
        let declared: toml::Table = manifest.parse().expect("the manifest is TOML");
        if declared.get("variables").is_some_and(|variables| variables.get("control").is_some()) {
            command.args(["--control-variable", "control"]);
        }
        if plan.measure {
            command.arg("--measure");
        }
        if plan.memory {
            command.arg("--memory");
        }
        let child = command.stdout(Stdio::null()).stderr(Stdio::inherit()).spawn().expect("the host starts");
        let mut starting = Starting(Some(child));
        let (address, control) = starting.wait(&ready);
        let child = starting.0.take().expect("it was put there");
        Self { address, control: Some(control), child: Some(child), state: None }
    }

    /// Connects to it.
    pub async fn client(&self) -> Client {
        Client::connect(self.address).await
    }

    /// Calls what only an operator may call.
    pub async fn operate(&self, path: &str, body: Value) -> Answer {
        self.operate_with(path, "application/json", body.to_string()).await
    }

    /// Calls what only an operator may call, with a file.
    pub async fn operate_with(&self, path: &str, media_type: &str, file: String) -> Answer {
        let bearer = format!("Bearer {SECRET}");
        let headers = [("authorization", bearer.as_str()), ("content-type", media_type)];
        self.client().await.call(Method::POST, path, &headers, file).await
    }

    /// Reads what only an operator may read.
    pub async fn operator_reads(&self, path: &str) -> Answer {
        let bearer = format!("Bearer {SECRET}");
        self.client().await.call(Method::GET, path, &[("authorization", bearer.as_str())], "").await
    }

    /// Tests and seeds the store, and publishes the policy that tests use.
    pub async fn prepare(&self, partitions: u32) {
        let collections = ["sessions", "accounts", "telephones", "passwords", "proposals", "groups", "acts"]
            .map(|name| json!({ "name": name, "partitions": partitions }));
        let answer = self.operate("/internal/deployment", json!({ "collections": collections })).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        let mut policy = include_str!("../../shared/policies/shenzhen-interview-2027.toml").to_owned();
        if self.control.is_none() {
            // It keeps its own time, which is within this window whenever that is.
            policy = policy
                .replace("2027-04-12T09:00", "2020-01-01T00:00")
                .replace("2027-04-17T15:00", "2099-12-31T00:00");
        }
        let publishing = json!({ "policy": policy, "partitions": partitions });
        let answer = self.operate("/internal/policies", publishing).await;
        assert_eq!(answer.status, 200, "{answer:?}");
    }

    /// Sets the clock to an instant in China, such as `04-15T09:00:00.000`, where it stands still. Returns what it shows then.
    pub async fn hold(&self, instant: &str) -> Value {
        let clock = json!({ "at": format!("2027-{instant}+08:00"), "hold": true });
        let answer = self.control(Method::PUT, "/clock", clock).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        answer.json()
    }

    /// Lets the scheduler call until everything has been walked. Returns what each call reports.
    pub async fn sweep(&self) -> Vec<Value> {
        let mut reports = Vec::new();
        loop {
            let answer = self.operate("/internal/sweep", Value::Null).await;
            assert_eq!(answer.status, 200, "{answer:?}");
            let report = answer.json();
            let is_more = report["more"] == true;
            reports.push(report);
            if !is_more {
                return reports;
            }
        }
    }

    /// Tells a part of the sandbox what to do or what has happened, such as `registers/diplomas/script`.
    pub async fn direct(&self, part: &str, script: Value) {
        let headers = [("content-type", "application/json")];
        let path = format!("/sandbox/{part}");
        let answer = self.client().await.call(Method::PUT, &path, &headers, script.to_string()).await;
        assert_eq!(answer.status, 204, "{answer:?}");
    }

    /// Lets somebody do something on the examination site: staff set `awaiting-payment`, or the candidate at this place has
    /// `paid`.
    pub async fn on_the_site(&self, place: u32, status: &str) {
        self.direct(&format!("people/{place}/registration"), json!({ "status": status })).await;
    }

    /// Tells whether it is our host, whose clock and counts can be asked.
    pub fn is_ours(&self) -> bool {
        self.control.is_some()
    }

    /// Asks the host itself: its clock, its counts.
    pub async fn control(&self, method: Method, path: &str, body: Value) -> Answer {
        let control = self.control.expect("only our own host can be asked");
        let headers = [("content-type", "application/json")];
        Client::connect(control).await.call(method, path, &headers, body.to_string()).await
    }

    /// Returns how much memory the host has, if it is ours and the system tells.
    pub fn memory(&self) -> Option<Memory> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.as_ref()?.id())).ok()?;
        Memory::read(&status)
    }

    /// Returns where the host keeps what it stores.
    pub fn state(&self) -> &Path {
        self.state.as_ref().map_or(Path::new("."), TempDir::path)
    }
}

impl Drop for Deployment {
    fn drop(&mut self) {
        if let Some(child) = &mut self.child {
            drop(child.kill());
            drop(child.wait());
        }
    }
}

/// How much memory a process has that is really there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Memory {
    /// At this moment.
    pub now_bytes: u64,
    /// At most, since it was started.
    pub peak_bytes: u64,
}

impl Memory {
    /// Reads it from what Linux tells of a process.
    fn read(status: &str) -> Option<Self> {
        let field = |name: &str| {
            let line = status.lines().find_map(|line| line.strip_prefix(name))?;
            let kibibytes: u64 =
                line.trim_start_matches(':').trim().strip_suffix("kB")?.trim().parse().ok()?;
            Some(kibibytes * 1024)
        };
        Some(Self { now_bytes: field("VmRSS")?, peak_bytes: field("VmHWM")? })
    }
}

/// A child that is ended if it never becomes ready.
struct Starting(Option<Child>);

impl Starting {
    fn wait(&mut self, ready: &Path) -> (SocketAddr, SocketAddr) {
        let begun = Instant::now();
        loop {
            if let Ok(text) = std::fs::read_to_string(ready)
                && let Ok(addresses) = serde_json::from_str::<Value>(&text)
            {
                return (address(&addresses["listening"]), address(&addresses["control"]));
            }
            if let Some(status) = self.0.as_mut().and_then(|child| child.try_wait().ok().flatten()) {
                panic!("the host ended before it served: {status}");
            }
            assert!(begun.elapsed() < START_MAX, "the host is not ready after {START_MAX:?}");
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}

impl Drop for Starting {
    fn drop(&mut self) {
        if let Some(mut child) = self.0.take() {
            drop(child.kill());
        }
    }
}

fn address(value: &Value) -> SocketAddr {
    let text = value.as_str().unwrap_or_default().trim_start_matches("http://");
    text.parse().expect("the host writes its addresses into the ready file")
}

/// Runs `host verify` on a state, with these arguments besides, and returns whether everything holds, and what it prints.
pub fn verify(state: &Path, keys: &str, arguments: &[&str]) -> (bool, String) {
    tool(&["verify", "--state", &state.to_string_lossy()], keys, arguments)
}

/// Runs a command of the host that needs the master keys, and returns whether it has succeeded, and what it prints.
pub fn tool(command: &[&str], keys: &str, arguments: &[&str]) -> (bool, String) {
    let mut file = tempfile::NamedTempFile::new().expect("a file");
    file.write_all(keys.as_bytes()).expect("the keys are written");
    let (arguments, mut command) = ([command, arguments].concat(), Command::new(required("MIAOPI_HOST")));
    command.args(arguments).arg("--keys").arg(file.path());
    let output = command.output().expect("it runs");
    let text = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8_lossy(&text).into_owned())
}

/// Returns the manifest of the sandbox.
pub fn sandbox() -> PathBuf {
    required("MIAOPI_MANIFEST")
}

/// Returns the manifest of the probe.
pub fn probe() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("probe/spin.toml")
}

fn required(name: &str) -> PathBuf {
    std::env::var_os(name)
        .map(PathBuf::from)
        .unwrap_or_else(|| panic!("{name} is not set: run these tests by `cargo xtask test integration`"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_is_read_from_what_the_system_tells() {
        let status = "Name:\thost\nVmPeak:\t  9 kB\nVmHWM:\t    2048 kB\nVmRSS:\t    1024 kB\n";
        let memory = Memory { now_bytes: 1 << 20, peak_bytes: 2 << 20 };
        assert_eq!((Memory::read(status), Memory::read("Name:\thost\n")), (Some(memory), None));
    }
}
