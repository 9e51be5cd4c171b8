//! A small world of sites that edit, move, delete, block, slow down, cut short and lie, for the tests of re-checks.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Command, Output};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use claim_verifier::capture::Digest;

use crate::double::{Double, Seen, Step, answer, html, missing, redirect};

/// How a page answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    Up,
    Missing,
    SoftMissing,
    Blocked,
    Challenge,
    Busy,
    Slow,
    Cut,
    Moved,
}

/// What a page says, in the parts that a night may change.
#[derive(Debug, Clone)]
pub struct Page {
    pub mode: Mode,
    pub figure: u32,
    pub headline: u32,
    pub menu: u32,
    pub paragraph: u32,
    pub markup: u32,
    pub correction: bool,
    /// The tag it gives whatever it says: a server that lies about changes.
    pub lies: bool,
    /// It gives no tag, so that its body comes every time.
    pub untagged: bool,
    /// How long it takes.
    pub wait: Duration,
}

impl Page {
    fn new(number: usize) -> Page {
        Page {
            mode: Mode::Up,
            figure: 2_112_000 + 1_000 * u32::try_from(number).expect("few pages"),
            headline: 0,
            menu: 0,
            paragraph: 0,
            markup: 0,
            correction: false,
            lies: false,
            untagged: false,
            wait: Duration::ZERO,
        }
    }

    fn body(&self, number: usize) -> String {
        let thousands = |n: u32| format!("{},{:03},{:03}", n / 1_000_000, n / 1_000 % 1_000, n % 1_000);
        let correction = if self.correction {
            "<p class=\"correction\"><strong>Correction:</strong> An earlier version named the wrong pier.</p>"
        } else {
            ""
        };
        format!(
            "<!doctype html><html lang=\"en\"><head><title>Harbour report {number}.{}</title></head>\
             <body data-build=\"{}\"><nav>Home {}</nav><main><article><h1>Harbour report {number}.{}</h1>\
             <p>The harbour office published its yearly report on Monday, and read it out before the council.</p>\
             <p>The river ferries carried {} passengers in 2025. The office called it a busy year on the river.</p>\
             <p>The old pier was repaired in spring, and pier {} opened in autumn after years of work on it.</p>\
             {correction}</article></main><footer>The harbour office</footer></body></html>",
            self.headline,
            self.markup,
            self.menu,
            self.headline,
            thousands(self.figure),
            ["one", "two", "three", "four"][self.paragraph as usize % 4],
        )
    }

    fn answer(&self, number: usize, seen: &Seen, is_new_place: bool) -> Vec<Step> {
        let mut steps = vec![Step::Wait(self.wait)];
        let body = self.body(number);
        let tag = if self.lies {
            "\"always\"".to_owned()
        } else {
            format!("\"{}\"", Digest::of(body.as_bytes()).short())
        };
        steps.extend(match self.mode {
            Mode::Missing => missing(),
            Mode::SoftMissing => html("<h1>Page not found</h1><p>Try the search instead."),
            Mode::Blocked => answer(403, &[("Content-Type", "text/html")], "<h1>Forbidden</h1>"),
            Mode::Challenge => html("<h1>Just a moment...</h1><p>Checking your browser before you go on."),
            Mode::Busy => answer(503, &[], "busy"),
            Mode::Slow => vec![Step::Wait(Duration::from_secs(20))],
            Mode::Cut => vec![Step::Send(
                format!(
                    "HTTP/1.1 200 Told\r\nContent-Type: text/html\r\nContent-Length: {}\r\n\r\n{}",
                    body.len(),
                    &body[..body.len() / 2]
                )
                .into_bytes(),
            )],
            Mode::Moved if !is_new_place => redirect(301, &format!("/moved/{number}")),
            _ if seen.header("if-none-match") == Some(tag.as_str()) => {
                vec![Step::Send(
                    format!("HTTP/1.1 304 Told\r\nConnection: close\r\nETag: {tag}\r\n\r\n").into_bytes(),
                )]
            }
            _ if self.untagged => answer(200, &[("Content-Type", "text/html; charset=utf-8")], body),
            _ => answer(200, &[("Content-Type", "text/html; charset=utf-8"), ("ETag", &tag)], body),
        });
        steps
    }
}

/// What a night is expected to report: kind, page, and whether the row is about the claim.
pub type Row = (String, usize, bool);

/// Sites with pages, claims about them, and a store.
pub struct World {
    pub pages: Arc<Mutex<Vec<Page>>>,
    pub hosts: Vec<Option<Double>>,
    urls: Vec<String>,
    dir: tempfile::TempDir,
}

impl World {
    /// A world of so many hosts with so many pages each; every page has a claim that cites it.
    pub fn new(hosts: usize, pages_each: usize) -> World {
        let count = hosts * pages_each;
        let pages = Arc::new(Mutex::new((0..count).map(Page::new).collect::<Vec<_>>()));
        let mut doubles = Vec::new();
        let mut urls = Vec::new();
        for host in 0..hosts {
            let served = Arc::clone(&pages);
            let double = Double::start(move |seen| {
                let number = seen.path.rsplit('/').next().and_then(|number| number.parse::<usize>().ok());
                match number {
                    Some(number) => {
                        let page = served.lock().expect("no test panics here")[number].clone();
                        page.answer(number, seen, seen.path.starts_with("/moved/"))
                    }
                    None => missing(),
                }
            });
            urls.extend(
                (0..pages_each).map(|page| double.url(&format!("/page/{}", host * pages_each + page))),
            );
            doubles.push(Some(double));
        }
        let dir = tempfile::tempdir().expect("a folder");
        let claims: String = urls
            .iter()
            .enumerate()
            .map(|(number, url)| {
                let figure = pages.lock().expect("just made")[number].figure;
                format!(
                    "[[claim]]\nid = \"passengers-{number}\"\n\
                     text = \"The river ferries carried {}.{:02} million passengers in 2025.\"\nsources = [\"{url}\"]\n\n",
                    figure / 1_000_000,
                    figure / 10_000 % 100
                )
            })
            .collect();
        std::fs::write(dir.path().join("claims.toml"), claims).expect("a file");
        World { pages, hosts: doubles, urls, dir }
    }

    pub fn dir(&self) -> &Path {
        self.dir.path()
    }

    pub fn urls(&self) -> &[String] {
        &self.urls
    }

    pub fn edit(&self, number: usize, change: impl FnOnce(&mut Page)) {
        change(&mut self.pages.lock().expect("no test panics here")[number]);
    }

    /// The program with the store of this world.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_verify"));
        command.current_dir(self.dir()).arg("--isolated").args(arguments);
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().expect("the program runs")
    }

    /// The re-check of a night, from 1.
    pub fn recheck(&self, night: u32) -> Command {
        let now = format!("2025-03-{night:02}T02:00:00Z");
        self.command(&[
            "recheck",
            "claims.toml",
            "--format",
            "json",
            "--now",
            &now,
            "--allow-network",
            "127.0.0.1",
            "--gap",
            "0",
            "--retries",
            "0",
            "--timeout",
            "10",
        ])
    }

    /// What a re-check printed, as rows.
    pub fn rows(&self, output: &Output) -> BTreeSet<Row> {
        let text = String::from_utf8_lossy(&output.stdout);
        let mut rows = BTreeSet::new();
        for line in text.lines() {
            let row: serde_json::Value = serde_json::from_str(line).expect("a JSON object a line");
            let number = row["url"].as_str().and_then(|url| url.rsplit('/').next()?.parse().ok());
            let kind = row["kind"].as_str().expect("a kind").to_owned();
            let new = rows.insert((kind, number.expect("a page"), row.get("claim").is_some()));
            assert!(new, "a row is told twice: {line}");
        }
        rows
    }

    /// `store check` and `audit` find nothing wrong.
    pub fn assert_clean(&self, when: &str) {
        for arguments in [&["store", "check"][..], &["audit"]] {
            let output = self.run(arguments);
            let words = String::from_utf8_lossy(&output.stdout);
            let errors = String::from_utf8_lossy(&output.stderr);
            // A run that was stopped before its first entry has no log yet.
            let none = errors.contains("has no audit log yet");
            assert!(output.status.success() || none, "{when}: {arguments:?}: {words}{errors}");
        }
    }
}

/// A plain generator of numbers: the same seed gives the same schedule.
pub struct Dice(pub u64);

impl Dice {
    pub fn roll(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((self.0 >> 33) % below.max(1) as u64).expect("below a usize")
    }
}
