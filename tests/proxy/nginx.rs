//! nginx with the file that is deployed, on ports and in a folder of its own.

use std::net::{Ipv4Addr, SocketAddr, TcpListener as FreePort};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use http_body_util::{BodyExt as _, Full};
use hyper::client::conn::http1::handshake;
use hyper::{Method, Request};
use hyper_util::rt::TokioIo;
use tempfile::TempDir;
use tests::http::Answer;
use tests::tls::{ALL_VERSIONS, Certificate, ServerName, TlsStream};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpSocket, TcpStream};

const FILE: &str = include_str!("../../deploy/nginx/miaopi.conf");

/// The name that it answers for.
pub(super) const NAME: &str = "miaopi.example";

/// Where a caller comes from who is nobody in particular.
pub(super) const SOMEBODY: Ipv4Addr = Ipv4Addr::new(127, 0, 0, 1);

/// A busy machine takes its time.
const PATIENCE: Duration = Duration::from_secs(20);

/// After an answer, the next one is there long before.
const QUIET: Duration = Duration::from_millis(1500);

/// It is there after some milliseconds.
const START_MAX: Duration = PATIENCE;

/// nginx in front of a service.
pub(super) struct Nginx {
    child: Child,
    folder: TempDir,
    certificate: Certificate,
    /// The port for TLS.
    tls: u16,
    /// The port without.
    pub(super) plain: u16,
}

impl Nginx {
    /// Starts it in front of the service at this address.
    pub(super) fn before(service: SocketAddr) -> Self {
        let folder = TempDir::new().expect("there is room");
        let certificate = Certificate::of(NAME);
        let (tls, plain) = (free_port(), free_port());
        let file = replaced(&service.to_string(), folder.path(), tls, plain);
        let tls_folder = folder.path().join("tls");
        std::fs::create_dir(&tls_folder).expect("there is room");
        let write = |path: PathBuf, text: &str| std::fs::write(path, text).expect("there is room");
        write(tls_folder.join("fullchain.pem"), &certificate.certificate_pem);
        write(tls_folder.join("privkey.pem"), &certificate.key_pem);
        write(folder.path().join("miaopi.conf"), &file);
        write(folder.path().join("nginx.conf"), &around(folder.path()));
        let child = command(folder.path()).stdout(Stdio::null()).spawn().expect("nginx starts");
        let mut nginx = Self { child, folder, certificate, tls, plain };
        nginx.wait();
        nginx
    }

    fn wait(&mut self) {
        let begun = Instant::now();
        while std::net::TcpStream::connect((SOMEBODY, self.tls)).is_err() {
            let ended = self.child.try_wait().expect("it can be asked");
            assert!(ended.is_none() && begun.elapsed() < START_MAX, "nginx does not serve: {ended:?}");
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// Connects by TLS, from this address, asking for a name and for a protocol.
    pub(super) async fn connect(
        &self,
        from: Ipv4Addr,
        name: &'static str,
        protocol: &str,
    ) -> std::io::Result<TlsStream<TcpStream>> {
        let socket = TcpSocket::new_v4()?;
        socket.bind((from, 0).into())?;
        let stream = socket.connect((SOMEBODY, self.tls).into()).await?;
        stream.set_nodelay(true)?;
        let client = self.certificate.client(ALL_VERSIONS, protocol);
        client.connect(ServerName::try_from(name).expect("a name"), stream).await
    }

    /// The certificate that it has.
    pub(super) fn certificate(&self) -> &Certificate {
        &self.certificate
    }

    /// Where it listens for TLS.
    pub(super) fn address(&self) -> SocketAddr {
        (SOMEBODY, self.tls).into()
    }

    /// Sends these bytes on one connection, and returns everything that is answered.
    pub(super) async fn exchange(&self, from: Ipv4Addr, bytes: &[u8]) -> String {
        let mut stream = self.connect(from, NAME, "http/1.1").await.expect("nginx answers");
        stream.write_all(bytes).await.expect("sent");
        until_quiet(&mut stream).await
    }

    /// Sends a request, and reads the answer.
    pub(super) async fn ask(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: impl Into<bytes::Bytes>,
    ) -> Answer {
        let stream = self.connect(SOMEBODY, NAME, "http/1.1").await.expect("nginx answers");
        let (mut sender, connection) = handshake(TokioIo::new(stream)).await.expect("HTTP is spoken");
        tokio::spawn(connection);
        let mut request = Request::builder().method(method).uri(path).header("host", NAME);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Full::new(body.into())).expect("a request");
        let (head, body) = sender.send_request(request).await.expect("it is answered").into_parts();
        let body = body.collect().await.expect("the answer is whole").to_bytes();
        Answer { status: head.status, headers: head.headers, body }
    }

    /// Opens a way to it for clients that know nothing of TLS.
    pub(super) async fn without_tls(&self) -> SocketAddr {
        let listener = TcpListener::bind((SOMEBODY, 0)).await.expect("there is a free port");
        let address = listener.local_addr().expect("it has an address");
        let (there, client) = (self.address(), self.certificate.client(ALL_VERSIONS, "http/1.1"));
        tokio::spawn(async move {
            while let Ok((mut near, _)) = listener.accept().await {
                let client = client.clone();
                tokio::spawn(async move {
                    let stream = TcpStream::connect(there).await?;
                    let name = ServerName::try_from(NAME).expect("a name");
                    let mut far = client.connect(name, stream).await?;
                    tokio::io::copy_bidirectional(&mut near, &mut far).await
                });
            }
        });
        address
    }

    /// Everything that it has logged: what it was told to log, and what nginx.conf has for all.
    pub(super) fn logs(&self) -> String {
        let read = |name: &str| std::fs::read_to_string(self.folder.path().join(name)).unwrap_or_default();
        ["miaopi.log", "access.log", "error.log"].map(read).concat()
    }

    /// Whether it has written a body into a file, in either direction, of which it warns.
    pub(super) fn has_buffered_to_files(&self) -> bool {
        self.logs().contains("is buffered to a temporary file")
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        // Killed, it would leave its workers behind.
        drop(command(self.folder.path()).args(["-s", "stop"]).stderr(Stdio::null()).status());
        drop(self.child.wait());
    }
}

/// Reads until nothing comes any more.
pub(super) async fn until_quiet(stream: &mut (impl AsyncRead + Unpin)) -> String {
    until(stream, QUIET, |_| false).await
}

/// Reads the first answer, which is a refusal of the proxy's own.
pub(super) async fn until_refused(stream: &mut (impl AsyncRead + Unpin)) -> String {
    until(stream, PATIENCE, |answer| answer.ends_with(b"}")).await
}

/// Reads until all has come, or nothing comes for some time after the first bytes.
async fn until(
    stream: &mut (impl AsyncRead + Unpin),
    quiet: Duration,
    is_all: impl Fn(&[u8]) -> bool,
) -> String {
    let (mut answer, mut buffer) = (Vec::new(), vec![0; 1 << 16]);
    while !is_all(&answer) {
        let wait = if answer.is_empty() { PATIENCE } else { quiet };
        match tokio::time::timeout(wait, stream.read(&mut buffer)).await {
            Ok(Ok(length @ 1..)) => answer.extend_from_slice(&buffer[..length]),
            _ => break,
        }
    }
    String::from_utf8_lossy(&answer).into_owned()
}

/// The statuses of all answers that came.
pub(super) fn statuses(answers: &str) -> Vec<u16> {
    let heads = answers.split("HTTP/1.1 ").skip(1);
    heads.filter_map(|head| head.split(' ').next()?.parse().ok()).collect()
}

fn command(folder: &Path) -> Command {
    let program = std::env::var_os("MIAOPI_NGINX").expect("`cargo xtask test proxy` sets it");
    let mut command = Command::new(program);
    command.arg("-e").arg(folder.join("error.log")).arg("-c").arg(folder.join("nginx.conf"));
    command
}

/// The deployed file with the values of this place. Everything that is replaced is there.
fn replaced(service: &str, folder: &Path, tls: u16, plain: u16) -> String {
    let folder = folder.display();
    let has_six = FreePort::bind("[::1]:0").is_ok();
    let values = [
        ("127.0.0.1:3000", service.to_owned()),
        ("listen 443", format!("listen 127.0.0.1:{tls}")),
        ("listen 80", format!("listen 127.0.0.1:{plain}")),
        ("listen [::]:443", format!("listen [::1]:{tls}")),
        ("listen [::]:80", format!("listen [::1]:{plain}")),
        // Clients that know nothing of TLS know no name either.
        ("server_name miaopi.example;", "server_name miaopi.example 127.0.0.1;".to_owned()),
        ("/etc/miaopi/tls/", format!("{folder}/tls/")),
        ("/var/log/nginx/", format!("{folder}/")),
    ];
    let mut file = FILE.to_owned();
    for (deployed, here) in values {
        assert!(file.contains(deployed), "there is no {deployed}");
        file = file.replace(deployed, &here);
    }
    let lines = file.lines().filter(|line| has_six || !line.contains("[::1]"));
    lines.fold(String::new(), |text, line| text + line + "\n")
}

/// What `nginx.conf` has around it: a log for all, as Debian's has, and folders that are ours.
fn around(folder: &Path) -> String {
    let folder = folder.display();
    let kinds = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
    let temporary = kinds.map(|kind| format!("{kind}_temp_path {folder}/{kind};\n")).concat();
    format!(
        "daemon off;\nuser root root;\nworker_processes 2;\npid {folder}/nginx.pid;\n\
         error_log {folder}/error.log warn;\nevents {{}}\n\
         http {{\naccess_log {folder}/access.log;\n{temporary}include {folder}/miaopi.conf;\n}}\n"
    )
}

/// Given back at once: nobody else on the machine is given the same port so soon.
fn free_port() -> u16 {
    let free = FreePort::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
    free.expect("there is a free port").port()
}
