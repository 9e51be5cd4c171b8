//! A loopback server that answers as a test tells it, misbehaviour included.

use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// What the server does with a connection, one step after the other.
pub enum Step {
    /// Send these bytes as they are.
    Send(Vec<u8>),
    /// Wait.
    Wait(Duration),
    /// Send these bytes again and again until the client goes or the server stops.
    Forever(Vec<u8>, Duration),
}

/// A request as the server saw it.
#[derive(Debug, Clone)]
pub struct Seen {
    /// Path with query.
    pub path: String,
    /// Every header line.
    pub headers: Vec<String>,
}

impl Seen {
    /// The value of a header.
    pub fn header(&self, name: &str) -> Option<&str> {
        let lines = self.headers.iter().filter_map(|line| line.split_once(": "));
        lines.into_iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }
}

type Script = dyn Fn(&Seen) -> Vec<Step> + Send + Sync;

/// The running server; it stops when dropped.
pub struct Double {
    address: SocketAddr,
    stop: Arc<AtomicBool>,
    seen: Arc<Mutex<Vec<Seen>>>,
    busiest: Arc<AtomicUsize>,
}

impl Double {
    /// Starts a server on a free port of 127.0.0.1.
    pub fn start(script: impl Fn(&Seen) -> Vec<Step> + Send + Sync + 'static) -> Self {
        Self::try_start_at("127.0.0.1", 0, script).expect("a free port")
    }

    /// Starts a server at an address, where that is free and the system has it.
    pub fn try_start_at(
        host: &str,
        port: u16,
        script: impl Fn(&Seen) -> Vec<Step> + Send + Sync + 'static,
    ) -> Option<Self> {
        Some(Self::serve_from(TcpListener::bind((host, port)).ok()?, script))
    }

    fn serve_from(
        listener: TcpListener,
        script: impl Fn(&Seen) -> Vec<Step> + Send + Sync + 'static,
    ) -> Self {
        let address = listener.local_addr().expect("a bound port");
        let stop = Arc::new(AtomicBool::new(false));
        let seen = Arc::new(Mutex::new(Vec::new()));
        let (busy, busiest) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let script: Arc<Script> = Arc::new(script);
        let (stopped, log, most) = (Arc::clone(&stop), Arc::clone(&seen), Arc::clone(&busiest));
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                if stopped.load(Ordering::SeqCst) {
                    return;
                }
                let Ok(stream) = stream else { continue };
                let (script, log, stopped) = (Arc::clone(&script), Arc::clone(&log), Arc::clone(&stopped));
                let (busy, most) = (Arc::clone(&busy), Arc::clone(&most));
                std::thread::spawn(move || {
                    most.fetch_max(busy.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                    // The client may go at any moment; that is what many tests are about.
                    drop(serve(stream, &*script, &log, &stopped));
                    busy.fetch_sub(1, Ordering::SeqCst);
                });
            }
        });
        Self { address, stop, seen, busiest }
    }

    /// The address of a path on the server.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// The port.
    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// Every request so far but those for robots.txt.
    pub fn seen(&self) -> Vec<Seen> {
        let seen = self.seen.lock().expect("no server thread panics");
        seen.iter().filter(|seen| seen.path != "/robots.txt").cloned().collect()
    }

    /// The most connections at once.
    pub fn busiest(&self) -> usize {
        self.busiest.load(Ordering::SeqCst)
    }
}

impl Drop for Double {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::SeqCst);
        drop(TcpStream::connect(self.address));
    }
}

fn serve(
    mut stream: TcpStream,
    script: &Script,
    log: &Mutex<Vec<Seen>>,
    stopped: &AtomicBool,
) -> std::io::Result<()> {
    let mut lines = BufReader::new(stream.try_clone()?).lines();
    let first = lines.next().transpose()?.unwrap_or_default();
    let path = first.split(' ').nth(1).unwrap_or_default().to_owned();
    let mut headers = Vec::new();
    for line in lines {
        match line? {
            line if line.is_empty() => break,
            line => headers.push(line),
        }
    }
    if path.is_empty() {
        return Ok(());
    }
    let seen = Seen { path, headers };
    log.lock().expect("no server thread panics").push(seen.clone());
    for step in script(&seen) {
        match step {
            Step::Send(bytes) => stream.write_all(&bytes)?,
            Step::Wait(time) => std::thread::sleep(time),
            Step::Forever(bytes, gap) => {
                while !stopped.load(Ordering::SeqCst) {
                    stream.write_all(&bytes)?;
                    std::thread::sleep(gap);
                }
            }
        }
    }
    stream.flush()
}

/// A whole answer with its length.
pub fn answer(status: u16, headers: &[(&str, &str)], body: impl AsRef<[u8]>) -> Vec<Step> {
    let body = body.as_ref();
    let mut bytes =
        format!("HTTP/1.1 {status} Told\r\nConnection: close\r\nContent-Length: {}\r\n", body.len());
    for (name, value) in headers {
        bytes.push_str(&format!("{name}: {value}\r\n"));
    }
    bytes.push_str("\r\n");
    let mut bytes = bytes.into_bytes();
    bytes.extend_from_slice(body);
    vec![Step::Send(bytes)]
}

/// An HTML document.
pub fn html(text: &str) -> Vec<Step> {
    answer(200, &[("Content-Type", "text/html; charset=utf-8")], format!("<!doctype html><p>{text}</p>"))
}

/// A redirect.
pub fn redirect(status: u16, location: &str) -> Vec<Step> {
    answer(status, &[("Location", location)], "moved")
}

/// What a server without that path answers; robots.txt is most often such a path.
pub fn missing() -> Vec<Step> {
    answer(404, &[("Content-Type", "text/html")], "not here")
}
