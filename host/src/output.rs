//! Passes on what components print, line by line, with the component's name in front.

use std::io::{self, Write as _};
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use bytes::Bytes;
use tokio::io::AsyncWrite;
use wasmtime_wasi::async_trait;
use wasmtime_wasi::cli::{IsTerminal, StdoutStream};
use wasmtime_wasi::p2::{OutputStream, Pollable, StreamResult};

/// A longer line is broken, so that a component cannot fill the host's memory by never ending it.
const LINE_BYTES_MAX: usize = 16 * 1024;

/// What a guest may write at once.
const WRITE_BYTES_MAX: usize = 64 * 1024;

/// Where a line goes.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Stream {
    /// Standard output.
    Out,
    /// Standard error.
    Err,
}

/// A guest's stream. Whatever is left without an end of line is passed on when the guest ends.
#[derive(Clone)]
pub(crate) struct Lines(Arc<Unfinished>);

struct Unfinished {
    component: Arc<str>,
    stream: Stream,
    line: Mutex<Vec<u8>>,
}

impl Lines {
    pub(crate) fn new(component: &Arc<str>, stream: Stream) -> Self {
        Self(Arc::new(Unfinished { component: Arc::clone(component), stream, line: Mutex::default() }))
    }
}

impl Unfinished {
    fn take(&self, bytes: &[u8]) {
        let mut line = self.line.lock().unwrap_or_else(PoisonError::into_inner);
        for piece in bytes.split_inclusive(|byte| *byte == b'\n') {
            line.extend_from_slice(piece);
            if piece.ends_with(b"\n") || LINE_BYTES_MAX <= line.len() {
                self.pass_on(&line);
                line.clear();
            }
        }
    }

    fn pass_on(&self, line: &[u8]) {
        let text = String::from_utf8_lossy(line);
        let text = text.trim_end_matches(['\r', '\n']);
        let component = &self.component;
        // Nobody may be reading; that is no reason to end a request.
        _ = match self.stream {
            Stream::Out => writeln!(io::stdout(), "[{component}] {text}"),
            Stream::Err => writeln!(io::stderr(), "[{component}] {text}"),
        };
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        let line = std::mem::take(self.line.get_mut().unwrap_or_else(PoisonError::into_inner));
        if !line.is_empty() {
            self.pass_on(&line);
        }
    }
}

impl IsTerminal for Lines {
    fn is_terminal(&self) -> bool {
        false
    }
}

impl StdoutStream for Lines {
    fn async_stream(&self) -> Box<dyn AsyncWrite + Send + Sync> {
        Box::new(self.clone())
    }

    /// Not the adapter over [`Self::async_stream`]: it would lose what a guest says right before it traps.
    fn p2_stream(&self) -> Box<dyn OutputStream> {
        Box::new(self.clone())
    }
}

impl OutputStream for Lines {
    fn write(&mut self, bytes: Bytes) -> StreamResult<()> {
        self.0.take(&bytes);
        Ok(())
    }

    fn flush(&mut self) -> StreamResult<()> {
        Ok(())
    }

    fn check_write(&mut self) -> StreamResult<usize> {
        Ok(WRITE_BYTES_MAX)
    }
}

#[async_trait]
impl Pollable for Lines {
    async fn ready(&mut self) {}
}

impl AsyncWrite for Lines {
    fn poll_write(self: Pin<&mut Self>, _: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        self.0.take(bytes);
        Poll::Ready(Ok(bytes.len()))
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}
