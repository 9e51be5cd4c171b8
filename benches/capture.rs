//! Throughput of captures and re-checks beside wget and lychee, on a local nginx with made-up pages.
//!
//! `cargo bench --bench capture` makes 5,000 pages of about 60 kB (`VERIFY_BENCH_PAGES` changes their number), serves them
//! with one worker of nginx, and runs each program in turn: pages a second, CPU seconds, peak memory. nginx and wget must
//! be on the path, lychee may be; `VERIFY_BENCH_ALONE=1` runs none of the others. The yardstick is gzip at the level of the
//! store and SHA-256 of the same bytes, alone. The first re-check notes on which capture each source was last reported; the
//! second has only answers that nothing changed. `TMPDIR` says on which file system all that is done.

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use claim_verifier::capture::Digest;
use claim_verifier::snapshot::warc::LEVEL;

/// Words of which pages are made, so that they compress as pages do.
const WORDS: &[&str] = &[
    "harbour",
    "ferries",
    "carried",
    "passengers",
    "in",
    "the",
    "yearly",
    "report",
    "of",
    "council",
    "said",
    "that",
    "output",
    "rose",
    "mills",
    "looms",
    "bales",
    "shipped",
    "by",
    "rail",
    "and",
    "road",
    "while",
    "prices",
    "fell",
];

fn main() {
    let pages = setting("VERIFY_BENCH_PAGES", 5_000);
    let dir = tempfile::tempdir().expect("a folder");
    let site = dir.path().join("site");
    let bytes = generate(&site, pages);
    let Some(nginx) = Nginx::start(dir.path(), &site) else {
        eprintln!("nginx is not on the path: nothing is measured");
        return;
    };
    let urls: String = (0..pages).fold(String::new(), |mut urls, page| {
        writeln!(urls, "http://127.0.0.1:{}/{}/{page}.html", nginx.port, page % 100).expect("memory");
        urls
    });
    fs::write(dir.path().join("urls.txt"), &urls).expect("a file");
    println!("{pages} pages, {:.1} MB, gzip level {LEVEL}", bytes as f64 / 1e6);
    println!("{:<34} {:>8} {:>8} {:>8} {:>9}", "program", "pages/s", "wall s", "CPU s", "peak MB");
    let program = env!("CARGO_BIN_EXE_verify");
    let polite = "--allow-network 127.0.0.1 --gap 0 --per-host 32 --at-once 32 --robots ignore";
    let recheck =
        format!("{program} --isolated recheck claims.toml --format json --all --whole-every 1000 {polite}");
    let ours = |name: &str| name.starts_with("verify");
    let runs = [
        (
            "wget, plain WARC",
            "wget -q -i urls.txt -O /dev/null --warc-file=w1 --no-warc-compression".to_owned(),
        ),
        ("wget, gzip WARC", "wget -q -i urls.txt -O /dev/null --warc-file=w2 --warc-cdx".to_owned()),
        ("verify capture", format!("{program} --isolated -q capture --from urls.txt --format json {polite}")),
        ("wget -N, first", "wget -q -x -N -i urls.txt -P copy".to_owned()),
        ("wget -N, all 304", "wget -q -x -N -i urls.txt -P copy".to_owned()),
        (
            "lychee, GET",
            "lychee --quiet --no-progress --method get --max-concurrency 64 --host-concurrency 64 \
             --host-request-interval 0ms urls.txt"
                .to_owned(),
        ),
        ("verify recheck, first", recheck.clone()),
        ("verify recheck, all 304", recheck),
    ];
    fs::write(dir.path().join("claims.toml"), claims(&urls)).expect("a file");
    let alone = setting("VERIFY_BENCH_ALONE", 0) == 1;
    rest(dir.path());
    let rows: Vec<(&str, Option<Row>)> = runs
        .iter()
        .filter(|(name, _)| !alone || ours(name))
        .map(|(name, command)| (*name, measure(name, command, dir.path(), pages)))
        .collect();
    let bound = yardstick(&site, pages);
    ratios(&rows, bound);
    drop(nginx);
}

/// What a run took.
#[derive(Clone, Copy)]
struct Row {
    wall: f64,
    cpu: f64,
}

/// The ratios that the documentation tells.
fn ratios(rows: &[(&str, Option<Row>)], bound: f64) {
    let of = |wanted: &str| rows.iter().find(|(name, _)| *name == wanted).and_then(|(_, row)| *row);
    let tell = |what: &str, one: Option<f64>, other: Option<f64>| {
        if let (Some(one), Some(other)) = (one, other) {
            println!("{what:<58} {:>8.2}", one / other);
        }
    };
    let wall = |name| of(name).map(|row| row.wall);
    let cpu = |name| of(name).map(|row| row.cpu);
    tell("pages/s of captures over wget, gzip WARC", wall("wget, gzip WARC"), wall("verify capture"));
    tell("CPU a page of wget, gzip WARC, over captures", cpu("wget, gzip WARC"), cpu("verify capture"));
    tell("CPU a page of captures over the yardstick", cpu("verify capture"), Some(bound));
    tell("wall of wget -N over re-check, all 304", wall("wget -N, all 304"), wall("verify recheck, all 304"));
    tell("wall of lychee over re-check, all 304", wall("lychee, GET"), wall("verify recheck, all 304"));
}

#[expect(clippy::disallowed_methods, reason = "a bench is set by its runner")]
fn setting(name: &str, default: usize) -> usize {
    std::env::var(name).ok().and_then(|value| value.parse().ok()).unwrap_or(default)
}

/// Writes the pages, and gives their bytes.
fn generate(site: &Path, pages: usize) -> u64 {
    let mut seed = 7_u64;
    let mut bytes = 0;
    for page in 0..pages {
        let folder = site.join((page % 100).to_string());
        fs::create_dir_all(&folder).expect("a folder");
        let mut text = format!("<!doctype html><title>Report {page}</title><h1>Report {page}</h1>");
        while text.len() < 60_000 {
            text.push_str("<p class=\"body\">");
            for _ in 0..60 {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                let word = WORDS[(seed >> 33) as usize % WORDS.len()];
                write!(text, "{word}{} ", if seed >> 61 == 0 { (seed >> 40) % 10_000 } else { 0 })
                    .expect("memory");
            }
            text.push_str("</p>\n");
        }
        bytes += text.len() as u64;
        fs::write(folder.join(format!("{page}.html")), text).expect("a file");
    }
    bytes
}

/// Waits until the file system takes a new file as quickly as it renames one, and tells how long that took.
///
/// Without a journal, ext4 passes over each place that a file had in the last minute, or in the last six where that is not on
/// disk yet, before it gives a new one its own (`recently_deleted` in the kernel). After thousands of files were removed, by a
/// run before for one, captures would take several times the system's time, which says nothing of the program.
fn rest(dir: &Path) {
    const FILES: usize = 256;
    let probes = dir.join("probes");
    fs::create_dir(&probes).expect("a folder");
    let started = Instant::now();
    for turn in 0..80 {
        let path = |file: usize, end: &str| probes.join(format!("{turn}-{file}{end}"));
        let before = cpu_seconds();
        (0..FILES).for_each(|file| drop(fs::File::create(path(file, "")).expect("a file")));
        let between = cpu_seconds();
        (0..FILES).for_each(|file| fs::rename(path(file, ""), path(file, ".old")).expect("a file"));
        let times = (between - before) / (cpu_seconds() - between);
        if times < 2.0 {
            println!("a new file takes {times:.1} times what a renamed one does");
            break;
        }
        println!("a new file takes {times:.1} times what a renamed one does: waiting");
        drop(Command::new("sync").status());
        std::thread::sleep(Duration::from_secs(10));
    }
    println!("waited {} s for the file system", started.elapsed().as_secs());
}

/// A claim a page, so that a re-check watches them all.
fn claims(urls: &str) -> String {
    urls.lines().enumerate().fold(String::new(), |mut claims, (number, url)| {
        write!(
            claims,
            "[[claim]]\nid = \"c{number}\"\ntext = \"The mills shipped 12 bales.\"\nsources = [\"{url}\"]\n"
        )
        .expect("memory");
        claims
    })
}

struct Nginx {
    server: Child,
    port: u16,
}

impl Nginx {
    fn start(dir: &Path, site: &Path) -> Option<Nginx> {
        let port = TcpListener::bind("127.0.0.1:0").ok()?.local_addr().ok()?.port();
        let text = format!(
            "daemon off; worker_processes 1; pid {0}/nginx.pid; error_log {0}/error.log;\nevents {{ worker_connections 1024; }}\n\
             http {{ access_log off; types {{ text/html html; }} keepalive_requests 100000;\n\
             client_body_temp_path {0}/a; proxy_temp_path {0}/b; fastcgi_temp_path {0}/c; uwsgi_temp_path {0}/d; scgi_temp_path {0}/e;\n\
             server {{ listen 127.0.0.1:{port}; root {1}; }} }}\n",
            dir.display(),
            site.display()
        );
        fs::write(dir.join("nginx.conf"), text).ok()?;
        let server =
            Command::new("nginx").arg("-c").arg(dir.join("nginx.conf")).stderr(Stdio::null()).spawn().ok()?;
        let started = Instant::now();
        while std::net::TcpStream::connect(("127.0.0.1", port)).is_err() {
            if started.elapsed() > Duration::from_secs(10) {
                return None;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        Some(Nginx { server, port })
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        // The master stops its worker when it is asked to; a kill would leave the worker.
        let stopped = Command::new("kill").args(["-QUIT", &self.server.id().to_string()]).status();
        if stopped.is_err() {
            drop(self.server.kill());
        }
        drop(self.server.wait());
    }
}

/// Runs a command with the shell's `time`, and prints a row.
fn measure(name: &str, command: &str, dir: &Path, pages: usize) -> Option<Row> {
    let script =
        format!("TIMEFORMAT='%R %U %S'; time {{ {command} >/dev/null 2>errors.txt; echo $? >code.txt; }}");
    let mut child = Command::new("bash")
        .args(["-c", &script])
        .current_dir(dir)
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("bash runs");
    let mut peak = 0;
    while child.try_wait().expect("a child").is_none() {
        peak = peak.max(memory_of_children(child.id()));
        std::thread::sleep(Duration::from_millis(10));
    }
    let output = child.wait_with_output().expect("it ended");
    let times = String::from_utf8_lossy(&output.stderr).into_owned();
    let numbers: Vec<f64> = times.split_whitespace().filter_map(|number| number.parse().ok()).collect();
    let code = fs::read_to_string(dir.join("code.txt")).unwrap_or_default();
    let [wall, user, system] = numbers[..] else {
        println!("{name:<34} could not be run: {}", times.trim());
        return None;
    };
    let note =
        if matches!(code.trim(), "0" | "8") { String::new() } else { format!("  exit {}", code.trim()) };
    println!(
        "{name:<34} {:>8.0} {wall:>8.2} {:>8.2} {:>9.0}{note}",
        pages as f64 / wall,
        user + system,
        peak as f64 / 1024.0
    );
    std::io::stdout().flush().expect("stdout");
    matches!(code.trim(), "0" | "8").then_some(Row { wall, cpu: user + system })
}

/// The peak memory in kB of the largest process below one, as the system counts it.
fn memory_of_children(parent: u32) -> u64 {
    let children = fs::read_to_string(format!("/proc/{parent}/task/{parent}/children")).unwrap_or_default();
    let of = |pid: &str| {
        let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:").map(str::to_owned));
        line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok()).unwrap_or(0)
    };
    children.split_whitespace().map(of).max().unwrap_or(0)
}

/// What gzip and SHA-256 of the same bytes cost, alone, in one thread: seconds.
fn yardstick(site: &Path, pages: usize) -> f64 {
    let started = cpu_seconds();
    let mut packed = 0;
    for page in 0..pages {
        let bytes = fs::read(site.join(format!("{}/{page}.html", page % 100))).expect("a page");
        std::hint::black_box(Digest::of(&bytes));
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::new(LEVEL));
        encoder.write_all(&bytes).expect("memory");
        packed += encoder.finish().expect("memory").len();
    }
    let cpu = cpu_seconds() - started;
    println!("{:<34} {:>8.0} {:>8} {cpu:>8.2}", "yardstick: gzip and SHA-256", pages as f64 / cpu, "");
    println!("packed to {:.1} MB", packed as f64 / 1e6);
    cpu
}

/// Processor time of this thread so far: the machine may be doing other things.
fn cpu_seconds() -> f64 {
    let text = fs::read_to_string("/proc/thread-self/schedstat").expect("Linux tells");
    let nanoseconds = text.split(' ').next().and_then(|number| number.parse::<f64>().ok());
    nanoseconds.expect("a number") / 1e9
}
