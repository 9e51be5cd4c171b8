//! Speed and memory of reading whole pages, spans and tables included, beside scraper's bare parse of the same pages.
//!
//! `cargo bench --bench pages` reads the packed pages of `VERIFY_BENCH_PAGES`, else of `../shared/eval/pages/html`,
//! one after another on one core, and prints pages a second for both, their ratio, and the most memory one page took
//! over its input.

use std::fs;
use std::io::Read;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use claim_verifier::extract::{Options, read};

/// Passes over the pages; the fastest of each kind counts, because a busy machine only ever adds time.
const PASSES: usize = 5;

fn main() {
    let pages = pages();
    if pages.is_empty() {
        println!("pages: no page to read; set VERIFY_BENCH_PAGES to a folder of .html or .html.gz files");
        return;
    }
    let memory = most_memory(&pages);
    let bytes: usize = pages.iter().map(String::len).sum();
    let extraction = fastest(|| {
        pages.iter().map(|page| read(page.as_bytes(), "text/html", &Options::default()).text.len()).sum()
    });
    let parse =
        fastest(|| pages.iter().map(|page| scraper::Html::parse_document(page).tree.nodes().count()).sum());
    let rate = |time: Duration| pages.len() as f64 / time.as_secs_f64();
    println!(
        "pages: {} pages, {:.1} MB; extraction {:.0} pages/s ({:.0} MB/s), scraper's bare parse {:.0} pages/s, {:.2} times its time",
        pages.len(),
        bytes as f64 / 1e6,
        rate(extraction),
        bytes as f64 / 1e6 / extraction.as_secs_f64(),
        rate(parse),
        extraction.as_secs_f64() / parse.as_secs_f64(),
    );
    match memory {
        Some(bytes) => println!("pages: {:.1} MB over the input at most", bytes as f64 / 1e6),
        None => println!("pages: this system does not say how much memory a process took"),
    }
}

fn fastest(mut work: impl FnMut() -> usize) -> Duration {
    let clock = Instant::now();
    // Processor time where the system tells it: others at work on the machine do not count then.
    let now = || processor_time().unwrap_or_else(|| clock.elapsed());
    let mut time = || {
        let start = now();
        std::hint::black_box(work());
        now().saturating_sub(start)
    };
    (0..PASSES).map(|_| time()).min().expect("there is a pass")
}

fn processor_time() -> Option<Duration> {
    let spent = fs::read_to_string("/proc/self/schedstat").ok()?;
    Some(Duration::from_nanos(spent.split(' ').next()?.parse().ok()?))
}

/// The pages, unpacked, in name order.
#[expect(clippy::disallowed_methods, reason = "a bench may be pointed at pages by its runner")]
fn pages() -> Vec<String> {
    let folder = std::env::var_os("VERIFY_BENCH_PAGES").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/eval/pages/html"),
        PathBuf::from,
    );
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    let unpack = |path: PathBuf| {
        let bytes = fs::read(&path).ok()?;
        let mut out = Vec::new();
        if path.extension().is_some_and(|ending| ending == "gz") {
            flate2::read::MultiGzDecoder::new(bytes.as_slice()).read_to_end(&mut out).ok()?;
        } else {
            out = bytes;
        }
        Some(String::from_utf8_lossy(&out).into_owned())
    };
    paths.into_iter().filter_map(unpack).collect()
}

/// The most that the process held while it read every page, over what it held with the pages alone, on Linux.
fn most_memory(pages: &[String]) -> Option<u64> {
    let before = status("VmRSS:")?;
    // Writing 5 sets the high-water mark back to what is held now.
    fs::write("/proc/self/clear_refs", "5").ok()?;
    for page in pages {
        std::hint::black_box(read(page.as_bytes(), "text/html", &Options::default()));
    }
    Some(status("VmHWM:")?.saturating_sub(before))
}

fn status(name: &str) -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(name))?;
    line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok().map(|kib| kib * 1024)
}
