//! Load on the desk: many claims, many editors at once, a bounded number of requests; says how long answers took.
//!
//! `cargo bench --bench desk -- [--claims N] [--editors N] [--turns N] [--pause MS] [--paints N] [--hold SECONDS]`.
//! Every editor opens every screen, filters, searches and decides, over one connection, with a pause after each screen.
//! Where Chromium is installed it then opens each screen so many times, each time as if for the first, and tells when
//! its first words were painted: while nobody else is there.
//! It ends with 1 where an answer was an error or a decision was lost; how fast is for the reader to judge.

#![expect(clippy::unwrap_used, reason = "a measurement that cannot go on stops")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use claim_verifier::capture::{Capture, Method};
use claim_verifier::check::FailOn;
use claim_verifier::review::{Desk, Door, Options, serve};
use claim_verifier::snapshot::{Captures, Store};

#[path = "../tests/it/browser.rs"]
#[expect(dead_code, reason = "the load opens screens and asks, and presses no key")]
mod browser;

const NOW: &str = "2026-03-02T08:00:00Z";
/// Claims that rest on one source.
const PER_SOURCE: usize = 250;
/// Claims of one file.
const PER_FILE: usize = 1_000;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let number = |name: &str, usual: usize| {
        let at = arguments.iter().position(|argument| argument == name);
        at.and_then(|at| arguments.get(at + 1)?.parse().ok()).unwrap_or(usual)
    };
    let (claims, editors, turns) =
        (number("--claims", 100_000), number("--editors", 20), number("--turns", 25));
    // Nobody reads a screen faster than this.
    let pause = Duration::from_millis(number("--pause", 300) as u64);
    let folder = tempfile::tempdir().unwrap();
    let began = Instant::now();
    generate(folder.path(), claims);
    println!("{claims} claims, a fifth of them wrong: made in {:.1} s", began.elapsed().as_secs_f64());
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let listener = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).unwrap();
    let address = listener.local_addr().unwrap();
    let began = Instant::now();
    let desk = Arc::new(Desk::open(options(folder.path(), address)).unwrap());
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let serving = runtime.spawn(serve(desk, listener, async move {
        let _ = stopped.await;
    }));
    let mut first = Editor::new(&address.to_string());
    println!("the first screen after {:.2} s", began.elapsed().as_secs_f64() + timed(|| first.get("/queue")));
    first.wait_for_round(1);
    println!("checked, and the tables made, in {:.1} s", began.elapsed().as_secs_f64());
    let began = Instant::now();
    let taken: Vec<Taken> = std::thread::scope(|scope| {
        let working: Vec<_> = (0..editors)
            .map(|editor| {
                scope.spawn(move || Editor::new(&address.to_string()).work(editor, editors, (turns, pause)))
            })
            .collect();
        working.into_iter().map(|editor| editor.join().unwrap()).collect()
    });
    let seconds = began.elapsed().as_secs_f64();
    let decided: usize = taken.iter().map(|one| one.decided).sum();
    let errors: usize = taken.iter().map(|one| one.errors).sum();
    let kept = Editor::new(&address.to_string()).get("/audit.jsonl").1.lines().count();
    tell(&taken, seconds);
    println!("{decided} decisions sent, {kept} kept, {errors} errors");
    // One sentence of one file is edited: only its claim is decided again, only its row written.
    let edited = folder.path().join("claims/part-0000.toml");
    let text = std::fs::read_to_string(&edited).unwrap();
    std::fs::write(&edited, text.replacen(" in 2025.", " in 2024.", 1)).unwrap();
    println!("after an edit listed again in {:.1} s", timed(|| first.wait_for_round(2)));
    let paints = number("--paints", 20);
    if !paint(&address.to_string(), paints) {
        println!("no Chromium, so nothing was painted");
    }
    let held = number("--hold", 0) as u64;
    if held > 0 {
        println!("serving http://{address}/queue for {held} s");
        std::thread::sleep(Duration::from_secs(held));
    }
    let _ = stop.send(());
    let _ = runtime.block_on(serving);
    runtime.shutdown_background();
    std::process::exit(i32::from(errors > 0 || kept != decided));
}

/// Opens screens in a browser and tells when their first words were painted; false where there is no browser.
fn paint(host: &str, times: usize) -> bool {
    let Some(mut browser) = browser::Browser::start() else { return false };
    browser.look(1280, 900, "light");
    // Every file is loaded anew, as on a first visit.
    browser.call("Network.enable", serde_json::json!({}));
    browser.call("Network.setCacheDisabled", serde_json::json!({ "cacheDisabled": true }));
    let mut visitor = Editor::new(host);
    let claim = visitor.get("/claims/mill-1005").1;
    let source = claim.split("href=\"/sources/").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
    let screens = [
        ("queue", "/queue".to_owned()),
        ("claim", "/claims/mill-1005".to_owned()),
        ("source", format!("/sources/{source}")),
        ("search", format!("/queue?lane=any&q={}", words(1_005).0)),
        ("search, a common word", "/queue?lane=any&q=mill".to_owned()),
    ];
    let mut taken = Taken::default();
    for _ in 0..times {
        for (name, path) in &screens {
            browser.open(&format!("http://{host}{path}"));
            browser.until("performance.getEntriesByName('first-contentful-paint').length > 0");
            let painted = browser.ask("performance.getEntriesByName('first-contentful-paint')[0].startTime");
            taken
                .times
                .entry(name)
                .or_default()
                .push(Duration::from_secs_f64(painted.as_f64().unwrap() / 1_000.0));
        }
    }
    println!("first words painted, in Chromium at 1280 pixels, nothing kept from before:");
    table(&taken.times);
    true
}

fn timed<T>(work: impl FnOnce() -> T) -> f64 {
    let began = Instant::now();
    work();
    began.elapsed().as_secs_f64()
}

fn options(folder: &Path, address: std::net::SocketAddr) -> Options {
    let claims = folder.join("claims");
    let started = Instant::now();
    let now: DateTime<Utc> = NOW.parse().unwrap();
    Options {
        store: folder.join("snapshots"),
        name: "load".to_owned(),
        files: Box::new(move || {
            let mut files: Vec<PathBuf> =
                std::fs::read_dir(&claims).unwrap().map(|entry| entry.unwrap().path()).collect();
            files.sort();
            Ok(files)
        }),
        clock: Box::new(move || now + started.elapsed()),
        strict_bounds: false,
        fail_on: FailOn::Conflict,
        editor: "editor".to_owned(),
        door: Door::new(address, None),
    }
}

/// Writes claim files and captures: each claim is a sentence of its own with a figure of its own.
fn generate(folder: &Path, claims: usize) {
    let store = Store::open(folder.join("snapshots")).unwrap();
    std::fs::create_dir_all(folder.join("claims")).unwrap();
    let at: DateTime<Utc> = "2026-02-01T08:00:00Z".parse().unwrap();
    for source in 0..claims.div_ceil(PER_SOURCE) {
        let mut text = format!("Report {source}\n\n");
        for number in source * PER_SOURCE..((source + 1) * PER_SOURCE).min(claims) {
            let (town, goods) = words(number);
            writeln!(text, "The mill of {town} sold {} {goods} in 2025.\n", figure(number)).unwrap();
        }
        let url = format!("https://mills.example/report-{source}");
        let mut capture = Capture::brought(&url, text.into_bytes(), Method::SavedPage, "load", at);
        capture.media_type = Some("text/plain; charset=utf-8".to_owned());
        store.put(&capture).unwrap();
    }
    for file in 0..claims.div_ceil(PER_FILE) {
        let range = file * PER_FILE..((file + 1) * PER_FILE).min(claims);
        let mut text = format!("[article]\ntitle = \"Mills, part {file}\"\npublished = 2026-02-03\n");
        for source in range.start / PER_SOURCE..range.end.div_ceil(PER_SOURCE) {
            write!(text, "\n[sources.report-{source}]\nurl = \"https://mills.example/report-{source}\"\n")
                .unwrap();
        }
        for number in range {
            let (town, goods) = words(number);
            let sold = if number % 5 == 0 { figure(number + 1_777) } else { figure(number) };
            write!(
                text,
                "\n[[claim]]\nid = \"mill-{number}\"\ntext = \"The mill of {town} sold {sold} {goods} in 2025.\"\n\
                 sources = [\"report-{}\"]\n",
                number / PER_SOURCE
            )
            .unwrap();
        }
        std::fs::write(folder.join("claims").join(format!("part-{file:04}.toml")), text).unwrap();
    }
}

fn figure(number: usize) -> String {
    let value = 1_000 + number * 7_919 % 8_000;
    format!("{},{:03}", value / 1_000, value % 1_000)
}

/// A town and goods; no two claims of one source share a town.
fn words(number: usize) -> (String, &'static str) {
    const STARTS: [&str; 25] = [
        "Ash", "Birch", "Cold", "Dun", "Elm", "Fair", "Grim", "Hazel", "Iron", "Keld", "Lark", "Marsh",
        "North", "Oak", "Pine", "Quarry", "Rother", "Stone", "Thorn", "Under", "Vale", "West", "Wych", "Yew",
        "Harrow",
    ];
    const ENDS: [&str; 10] =
        ["ford", "ham", "ley", "mere", "thorpe", "wick", "stead", "bridge", "combe", "dale"];
    const GOODS: [&str; 4] = ["sacks", "barrels", "loaves", "baskets"];
    let town = format!("{}{}", STARTS[number % 25], ENDS[number / 25 % 10]);
    (town, GOODS[number / PER_SOURCE % 4])
}

/// What one editor's turns took.
#[derive(Default)]
struct Taken {
    times: BTreeMap<&'static str, Vec<Duration>>,
    decided: usize,
    errors: usize,
}

/// One editor with one connection.
struct Editor {
    stream: BufReader<TcpStream>,
    host: String,
    cookie: String,
}

impl Editor {
    fn new(host: &str) -> Editor {
        let stream = TcpStream::connect(host).unwrap();
        stream.set_nodelay(true).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        let mut editor =
            Editor { stream: BufReader::new(stream), host: host.to_owned(), cookie: String::new() };
        editor.get("/healthz");
        editor
    }

    fn get(&mut self, path: &str) -> (u16, String) {
        let head = format!("GET {path} HTTP/1.1\r\nHost: {}\r\nCookie: {}\r\n\r\n", self.host, self.cookie);
        self.exchange(&head)
    }

    fn post(&mut self, path: &str, body: &str) -> u16 {
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: {0}\r\nOrigin: http://{0}\r\nCookie: {1}\r\nContent-Type: \
             application/x-www-form-urlencoded\r\nContent-Length: {2}\r\n\r\n{body}",
            self.host,
            self.cookie,
            body.len()
        );
        self.exchange(&head).0
    }

    fn exchange(&mut self, request: &str) -> (u16, String) {
        self.stream.get_mut().write_all(request.as_bytes()).unwrap();
        let (mut status, mut length) = (0, 0);
        loop {
            let mut line = String::new();
            self.stream.read_line(&mut line).unwrap();
            let line = line.trim_end();
            if line.is_empty() {
                break;
            }
            if let Some(rest) = line.strip_prefix("HTTP/1.1 ") {
                status = rest[..3].parse().unwrap();
            } else if let Some((name, value)) = line.split_once(": ") {
                match name {
                    "content-length" => length = value.parse().unwrap(),
                    "set-cookie" => value.split(';').next().unwrap().clone_into(&mut self.cookie),
                    _ => {}
                }
            }
        }
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body).unwrap();
        (status, String::from_utf8_lossy(&body).into_owned())
    }

    /// Waits until a check is done.
    fn wait_for_round(&mut self, round: usize) {
        let done = format!("\"far\":null,\"round\":{round},");
        while !self.get("/progress").1.contains(&done) {
            std::thread::sleep(Duration::from_millis(100));
        }
    }

    fn work(mut self, editor: usize, editors: usize, (turns, pause): (usize, Duration)) -> Taken {
        // They did not all sit down in the same moment.
        std::thread::sleep(pause * u32::try_from(editor).unwrap() / u32::try_from(editors).unwrap());
        let mut taken = Taken::default();
        for turn in 0..turns {
            // Every editor has claims of their own, as they would after assigning them.
            let own = (turn * editors + editor) * 5;
            let words = words(own).0;
            let screens = [
                ("queue", "/queue".to_owned()),
                ("queue, a verdict", "/queue?verdict=contradicted".to_owned()),
                ("queue, a code", "/queue?code=V101&sort=worst".to_owned()),
                ("queue, page 300", "/queue?page=300".to_owned()),
                ("queue, by source", "/queue?sort=source&page=7".to_owned()),
                ("queue, all claims", "/queue?lane=any&sort=oldest".to_owned()),
                ("search", format!("/queue?lane=any&q={words}")),
                ("search, a common word", "/queue?q=mill".to_owned()),
                ("record", "/audit".to_owned()),
                ("record of a claim", format!("/audit?claim=mill-{own}")),
                ("sources", format!("/sources?page={}", turn % 4 + 1)),
                ("drift", "/drift".to_owned()),
                ("runs", "/runs".to_owned()),
                ("help", "/help".to_owned()),
            ];
            for (name, path) in &screens {
                let began = Instant::now();
                let (status, _) = self.get(path);
                taken.times.entry(name).or_default().push(began.elapsed());
                taken.errors += usize::from(status != 200);
                std::thread::sleep(pause);
            }
            let began = Instant::now();
            let (status, screen) = self.get(&format!("/claims/mill-{own}"));
            taken.times.entry("claim").or_default().push(began.elapsed());
            taken.errors += usize::from(status != 200);
            std::thread::sleep(pause);
            let source = screen.split("href=\"/sources/").nth(1).and_then(|rest| rest.split('"').next());
            let began = Instant::now();
            let (status, _) = self.get(&format!("/sources/{}", source.unwrap_or_default()));
            taken.times.entry("source").or_default().push(began.elapsed());
            taken.errors += usize::from(status != 200);
            std::thread::sleep(pause);
            let field = |name: &str| {
                let marker = format!("name=\"{name}\" value=\"");
                let rest = screen.split("id=\"decide\"").nth(1).unwrap_or_default();
                rest.split(&marker).nth(1).unwrap_or_default().split('"').next().unwrap_or_default()
            };
            let body = format!(
                "token={}&claim=mill-{own}&state={}&seen={}&verb=stands&reason=false-alarm",
                field("token"),
                field("state"),
                field("seen")
            );
            let began = Instant::now();
            let status = self.post("/decisions", &body);
            taken.times.entry("decision").or_default().push(began.elapsed());
            taken.decided += usize::from(status == 303);
            taken.errors += usize::from(status != 303);
            std::thread::sleep(pause);
        }
        taken
    }
}

fn tell(taken: &[Taken], seconds: f64) {
    let mut all: BTreeMap<&str, Vec<Duration>> = BTreeMap::new();
    for (name, times) in taken.iter().flat_map(|one| &one.times) {
        all.entry(name).or_default().extend(times);
    }
    let requests: usize = all.values().map(Vec::len).sum();
    println!("{requests} requests of {} editors in {seconds:.1} s", taken.len());
    table(&all);
}

fn table(all: &BTreeMap<&str, Vec<Duration>>) {
    println!("{:<22} {:>8} {:>8} {:>8} {:>8}", "", "p50 ms", "p95 ms", "p99 ms", "most ms");
    for (name, times) in all {
        let mut times = times.clone();
        times.sort_unstable();
        let at = |share: usize| times[(times.len() - 1) * share / 100].as_secs_f64() * 1_000.0;
        println!("{name:<22} {:>8.1} {:>8.1} {:>8.1} {:>8.1}", at(50), at(95), at(99), at(100));
    }
}
