//! What hostile servers, pages and files try on the way from an address to a report; docs/security.md lists every row.
//!
//! Each test fails where its guard is taken away. A server of secrets stands beside the hostile one: nothing may reach it.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use claim_verifier::capture::fetch::{FetchError, Fetcher, Request};
use claim_verifier::snapshot::warc::Reader;
use claim_verifier::snapshot::{Captures as _, Store, StoreError, archive};

use crate::capture::{fetch, fetch_request, options};
use crate::double::{Double, Step, answer, html, missing};
use crate::extract_hostile::one_page;

/// The program in a folder of its own, allowed to dial the loopback address of the doubles and no other.
struct Desk {
    dir: tempfile::TempDir,
}

impl Desk {
    fn new() -> Desk {
        Desk { dir: tempfile::tempdir().expect("a folder") }
    }

    fn path(&self) -> &Path {
        self.dir.path()
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_verify"));
        command.current_dir(self.path()).arg("--isolated").args(arguments);
        command
    }

    fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().expect("the program runs")
    }

    fn capture(&self, url: &str) -> Output {
        self.run(&["capture", url, "--allow-network", "127.0.0.1/32", "--gap", "0", "--retries", "0"])
    }
}

fn words(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// Every file below a folder, by path relative to it.
fn files_below(folder: &Path) -> Vec<PathBuf> {
    let (mut found, mut folders) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(&next).expect("a folder").flatten() {
            match entry.path() {
                path if path.is_dir() => folders.push(path),
                path => found.push(path.strip_prefix(folder).expect("below it").to_owned()),
            }
        }
    }
    found.sort();
    found
}

#[test]
fn a_v4_address_inside_a_v6_one_is_what_it_holds() {
    let secret = Double::start(|_| html("secret"));
    for host in [
        "[::ffff:7f00:1]",
        "[::127.0.0.1]",
        "[64:ff9b::7f00:1]",
        "[64:ff9b:1::7f00:1]",
        "[2002:7f00:1::1]",
        "[2001:0:7f00:1::]",
        "[fe80::1]",
        "[fd00:ec2::254]",
    ] {
        let mut options = options();
        options.policy.allow.clear();
        let error = fetch(options, &format!("http://{host}:{}/", secret.port())).unwrap_err();
        assert!(matches!(error, FetchError::Address(_)), "{host}: {error}");
    }
    assert_eq!(secret.busiest(), 0);
}

#[test]
fn the_address_that_was_checked_is_the_one_dialled() {
    // Two servers on one port: the name leads to the open one first and to the closed one ever after.
    let open = Double::start(|_| html("open"));
    let closed = Double::try_start_at("127.0.0.2", open.port(), |_| html("secret"));
    let asked = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&asked);
    let mut options = options();
    options.obey_robots = false;
    options.policy.allow = vec!["127.0.0.1/32".parse().unwrap()];
    options.lookup = Some(Arc::new(move |_| {
        let first = count.fetch_add(1, Ordering::SeqCst) == 0;
        Ok(vec![if first { "127.0.0.1" } else { "127.0.0.2" }.parse().expect("an address")])
    }));
    let fetcher = Arc::new(Fetcher::new(options).unwrap());
    let url = format!("http://rebind.example:{}/", open.port());
    let mut outcomes = Vec::new();
    for _ in 0..2 {
        let request = Request { url: url.clone(), ..Request::default() };
        fetcher.run([request], |_, outcome| outcomes.push(outcome)).unwrap();
    }
    let first = outcomes[0].as_ref().unwrap();
    assert_eq!(first.peer.as_deref(), Some("127.0.0.1"));
    assert!(String::from_utf8_lossy(&first.payload).contains("open"));
    assert_eq!(
        asked.load(Ordering::SeqCst),
        2,
        "a name is looked up once a connection, not once more to be checked"
    );
    assert!(matches!(outcomes[1], Err(FetchError::Address(_))), "{:?}", outcomes[1]);
    if let Some(closed) = closed {
        assert_eq!(closed.busiest(), 0);
    }
}

#[test]
fn a_head_that_trickles_ends() {
    let server = Double::start(|seen| match seen.path.as_str() {
        "/robots.txt" => missing(),
        _ => vec![
            Step::Send(b"HTTP/1.1 200 OK\r\nX-Slow: ".to_vec()),
            Step::Forever(b"y".to_vec(), Duration::from_millis(20)),
        ],
    });
    let mut options = options();
    options.limits.head = Duration::from_millis(500);
    options.limits.total = Duration::from_secs(4);
    let started = Instant::now();
    let error = fetch(options, &server.url("/")).unwrap_err();
    assert!(matches!(error, FetchError::Unreachable { .. }), "{error}");
    assert!(started.elapsed() < Duration::from_secs(3), "the limit of the head ended it");
}

#[test]
fn bombs_of_every_coding_are_kept_and_never_unfolded() {
    let zeros = vec![0; 70 << 20];
    let gzip = |bytes: &[u8]| {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(bytes).expect("memory");
        encoder.finish().expect("memory")
    };
    let deflated = {
        let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(&zeros).expect("memory");
        encoder.finish().expect("memory")
    };
    let zstd = ruzstd::encoding::compress_to_vec(&zeros[..], ruzstd::encoding::CompressionLevel::Fastest);
    let once = gzip(&zeros);
    for (codings, body) in [
        ("gzip", once.clone()),
        ("deflate", deflated),
        ("zstd", zstd),
        ("gzip, gzip", gzip(&once)),
        ("gzip, gzip, gzip", gzip(&gzip(&gzip(b"<p>three layers")))),
    ] {
        let sent = body.clone();
        let server = Double::start(move |seen| match seen.path.as_str() {
            "/robots.txt" => missing(),
            _ => answer(200, &[("Content-Type", "text/html"), ("Content-Encoding", codings)], &sent),
        });
        let capture = fetch(options(), &server.url("/")).unwrap();
        assert_eq!(capture.payload, body, "{codings}: evidence is what came");
        assert!(
            matches!(capture.content(), Err(claim_verifier::capture::content::ContentError::Bomb(_))),
            "{codings}"
        );
    }
}

/// What the program reads of a document that a server gives, after `verify capture`.
fn extracted(desk: &Desk, media_type: &str, body: Vec<u8>) -> String {
    let media_type = media_type.to_owned();
    let server = Double::start(move |seen| match seen.path.as_str() {
        "/robots.txt" => missing(),
        _ => answer(200, &[("Content-Type", &media_type)], &body),
    });
    let captured = desk.capture(&server.url("/document"));
    assert!(matches!(captured.status.code(), Some(0 | 3)), "{}", words(&captured));
    // Ten seconds of processor time are far more than any of these takes.
    let read = Command::new("sh")
        .args(["-c", "ulimit -t 10 && exec \"$0\" --isolated extract \"$1\""])
        .arg(env!("CARGO_BIN_EXE_verify"))
        .arg(desk.path().join("snapshots").join(newest_file(desk)))
        .current_dir(desk.path())
        .output()
        .expect("the program runs");
    assert_eq!(read.status.code(), Some(0), "{}", words(&read));
    String::from_utf8(read.stdout).expect("JSON is UTF-8")
}

fn newest_file(desk: &Desk) -> String {
    let store = Store::open(desk.path().join("snapshots")).unwrap();
    let entries = store.list().unwrap();
    let newest = entries.iter().max_by_key(|entry| (entry.at, entry.file.clone())).unwrap();
    newest.file.clone()
}

#[test]
fn entities_of_a_document_reach_nothing_and_grow_to_nothing() {
    let secret = Double::start(|_| answer(200, &[], "the-secret-of-the-network"));
    let folder = tempfile::tempdir().unwrap();
    let local = folder.path().join("secret.txt");
    std::fs::write(&local, "the-secret-of-the-disk").unwrap();
    let lol: String =
        (1..12).map(|n| format!("<!ENTITY e{n} \"{}\">", format!("&e{};", n - 1).repeat(10))).collect();
    let page = format!(
        "<?xml version=\"1.0\"?><!DOCTYPE html SYSTEM \"{0}\" [<!ENTITY a SYSTEM \"file://{1}\"><!ENTITY b SYSTEM \"{0}\">\
         <!ENTITY % c SYSTEM \"{0}\"> %c; <!ENTITY e0 \"lollollol\">{lol}]><html xmlns=\"http://www.w3.org/1999/xhtml\" \
         xmlns:xi=\"http://www.w3.org/2001/XInclude\"><head><title>Mills</title></head><body><article><h1>Mills</h1>\
         <p>The mill shipped 1,200 bales in 2019, as its owners told the council in spring: &a; &b; &e11;</p>\
         <xi:include href=\"file://{1}\" parse=\"text\"/><svg><image href=\"{0}\"/></svg><object data=\"{0}\"></object>\
         </article></body></html>",
        secret.url("/entity"),
        local.display()
    );
    for media_type in ["application/xhtml+xml", "text/html", "application/xml", "text/xml", "image/svg+xml"] {
        let desk = Desk::new();
        let text = extracted(&desk, media_type, page.clone().into_bytes());
        assert!(!text.contains("the-secret-of"), "{media_type}: {text}");
        assert!(text.len() < 20_000, "{media_type}: {} bytes", text.len());
    }
    assert!(secret.seen().is_empty(), "{:?}", secret.seen());
}

#[test]
fn a_report_runs_no_script_and_fetches_nothing() {
    let secret = Double::start(|_| answer(200, &[], "secret"));
    let url = secret.url("/from-pdf");
    let body = one_page("BT /F 12 Tf 72 700 Td (Sales rose to 1,250 units) Tj ET", "3 0 R", "null");
    let hostile = String::from_utf8(body).unwrap().replacen(
        "<</Type/Catalog/Pages 2 0 R>>",
        &format!(
            "<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.launchURL\\('{url}'\\))>>\
             /AA<</O<</S/URI/URI({url})>>>>/Names<</EmbeddedFiles<</Names[(a)<</Type/Filespec/FS/URL/F({url})>>]>>>>>>"
        ),
        1,
    );
    let text = extracted(&Desk::new(), "application/pdf", hostile.into_bytes());
    assert!(secret.seen().is_empty(), "{:?}", secret.seen());
    assert!(!text.contains("launchURL"), "{text}");
}

#[test]
fn a_charset_that_lies_neither_hides_nor_makes_markup() {
    let desk = Desk::new();
    let story = "<h1>Mills</h1><p>The mill shipped 1,200 bales in 2019, as its owners told the council in spring.</p>";
    // UTF-7 is no encoding of the web: its escapes stay what they are.
    let text = extracted(
        &desk,
        "text/html; charset=utf-7",
        format!(
            "{story}<p>+ADw-script+AD4-alert(1)+ADw-/script+AD4- and so it stood there for all to read.</p>"
        )
        .into(),
    );
    assert!(text.contains("1,200 bales") && !text.contains("<script"), "{text}");
    // The mark at the start wins over the label, and over what the page says of itself.
    let marked = format!(
        "\u{feff}<meta charset=\"shift_jis\">{story}<p>Caf\u{e9} M\u{fc}ller paid for it, he said.</p>"
    );
    let text = extracted(&Desk::new(), "text/html; charset=utf-16", marked.into_bytes());
    assert!(text.contains("Caf\u{e9} M\u{fc}ller"), "{text}");
    // An overlong slash and a lone continuation are no characters; a zero byte is not the end.
    let mut broken = format!("{story}<p>Before ").into_bytes();
    broken.extend(b"\xc0\xaf\x80\0 after, as the office wrote in its yearly report to the council.</p>");
    let text = extracted(&Desk::new(), "text/html; charset=utf-8", broken);
    let line: serde_json::Value = serde_json::from_str(text.lines().next().unwrap()).unwrap();
    let shown = line["text"].as_str().unwrap();
    assert!(shown.contains("Before") && shown.contains("after") && !shown.contains('\0'), "{shown:?}");
    assert!(!shown.contains("Before /"), "{shown:?}");
}

#[test]
fn files_of_others_write_nowhere_but_into_the_store() {
    let desk = Desk::new();
    let record = |url: &str, date: &str, body: &str| {
        let block = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{body}");
        format!(
            "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:../../../escaped>\r\nWARC-Date: {date}\r\n\
             WARC-Target-URI: {url}\r\nWARC-Filename: ../../escaped.warc.gz\r\nContent-Type: application/http; msgtype=response\r\n\
             Content-Length: {}\r\n\r\n{block}\r\n\r\n",
            block.len()
        )
    };
    let mut warc = String::new();
    for (at, url) in [
        "http://../../../escaped/",
        "http://..%2f..%2fescaped/",
        "http://a.example/../../../../escaped",
        "http://CON/",
        "http://tmp/",
        "http://_checks/",
        "http://_forgotten/x",
        "http://index.sqlite/",
        "urn:../../escaped:x",
        "http://a.example:80:../x/",
    ]
    .iter()
    .enumerate()
    {
        warc.push_str(&record(url, &format!("2025-03-01T10:00:{at:02}Z"), &format!("<p>page {at}</p>")));
    }
    std::fs::write(desk.path().join("evil.warc"), warc).unwrap();
    let output = desk.run(&["capture", "--warc", "evil.warc", "--format", "json"]);
    assert_eq!(output.status.code(), Some(0), "{}", words(&output));
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        let object: serde_json::Value = serde_json::from_str(line).unwrap();
        assert!(object["file"].as_str().unwrap().starts_with("snapshots/"), "{line}");
    }
    for file in files_below(desk.path()) {
        let name = file.to_string_lossy().into_owned();
        let is_own = name == "evil.warc" || name.starts_with("snapshots/");
        assert!(is_own && !name.contains("escaped.warc"), "{name}");
    }
    // Other tests work in the folder above it: nothing there has the name that was asked for.
    let beside = std::fs::read_dir(desk.path().parent().unwrap()).unwrap();
    let names = beside.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned());
    assert_eq!(names.filter(|name| name.contains("escaped")).collect::<Vec<_>>(), Vec::<String>::new());
    // Everything that was taken in stands where a capture stands.
    let check = desk.run(&["store", "check"]);
    assert_eq!(check.status.code(), Some(0), "{}", words(&check));
}

#[test]
fn redirects_inside_a_file_cost_no_more_than_the_file() {
    // Every redirect leads to one page, and the page stands there as often: each pair would be a capture.
    let desk = Desk::new();
    let mut warc = Vec::new();
    let mut put = |url: &str, head: &str, at: usize| {
        let block = format!("HTTP/1.1 {head}\r\nContent-Type: text/html\r\n\r\n<p>{at}");
        let _ = write!(
            warc,
            "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:x:{at}>\r\nWARC-Date: 2025-03-01T10:00:00Z\r\n\
             WARC-Target-URI: {url}\r\nContent-Length: {}\r\n\r\n{block}\r\n\r\n",
            block.len()
        );
    };
    for at in 0..3_000 {
        put(&format!("http://a.example/{at}"), "302 Found\r\nLocation: /end", at);
        put("http://a.example/end", "200 OK", 10_000 + at);
    }
    std::fs::write(desk.path().join("evil.warc"), &warc).unwrap();
    let output = Command::new("sh")
        .args(["-c", "ulimit -t 20 && ulimit -v 1000000 && exec \"$0\" --isolated capture --warc evil.warc"])
        .arg(env!("CARGO_BIN_EXE_verify"))
        .current_dir(desk.path())
        .output()
        .unwrap();
    assert_eq!(
        output.status.code(),
        Some(0),
        "{:?} {}",
        output.status,
        String::from_utf8_lossy(&output.stderr)
    );
}

#[test]
fn no_line_is_slipped_into_a_request_or_a_record() {
    let server = Double::start(|seen| {
        match seen.path.as_str() {
        "/robots.txt" => missing(),
        // A bare return and an escape are no line ends of HTTP, and would be ones of a file.
        _ => vec![Step::Send(
            b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nX-Odd: a\x85b\xa0c\r\nContent-Length: 2\r\n\r\nhi".to_vec(),
        )],
    }
    });
    for value in ["\"1\"\r\nCookie: stolen=1", "\"1\"\nCookie: stolen=1", "\"1\"\0"] {
        let request = Request { url: server.url("/"), etag: Some(value.to_owned()), ..Request::default() };
        fetch_request(options(), request).unwrap();
    }
    for seen in server.seen() {
        assert_eq!((seen.header("cookie"), seen.header("if-none-match")), (None, None), "{:?}", seen.headers);
    }
    for url in ["http://a.example/\r\nHost: b", "http://a.example\r\n/", "http://a.example/\0"] {
        assert!(fetch(options(), url).unwrap_err().is_refusal(), "{url:?}");
    }
    // What a person or another program brings is written as one line a field, whatever it holds.
    let mut capture = fetch(options(), &server.url("/")).unwrap();
    let injected = "x\r\n\r\nWARC/1.1\r\nWARC-Type: response\r\n";
    capture.by = injected.to_owned();
    capture.media_type = Some(injected.to_owned());
    capture.headers.push(("X-Injected".to_owned(), injected.to_owned()));
    capture.request.push((injected.to_owned(), injected.to_owned()));
    let bytes = archive::bytes(&capture, injected);
    let mut reader = Reader::new(&bytes[..], 1 << 20);
    let mut kinds = Vec::new();
    while let Some(record) = reader.next_record().unwrap() {
        assert!(
            record.fields.iter().all(|(name, value)| !name.contains('\n') && !value.contains(['\r', '\n']))
        );
        kinds.push(record.kind().to_owned());
    }
    assert_eq!(kinds, ["warcinfo", "request", "response", "metadata"]);
    let read = archive::read(&bytes).unwrap();
    assert_eq!((read.by.as_str(), read.payload.as_slice()), (injected, &b"hi"[..]));
    assert_eq!(read.headers.len(), capture.headers.len(), "{:?}", read.headers);
}

/// Words that would act on a terminal or in a page that showed them as they are.
const ACTING: &str = "\u{1b}]0;owned\u{7}\u{1b}[2J\u{9b}31m\u{202e}drawkcab<script>alert(1)</script><img src=x onerror=alert(1)>";

#[test]
fn captured_words_act_neither_on_a_terminal_nor_in_a_page() {
    let night = Arc::new(AtomicU32::new(0));
    let now = Arc::clone(&night);
    let server = Double::start(move |seen| match seen.path.as_str() {
        "/robots.txt" => missing(),
        "/away" => vec![Step::Send(
            format!("HTTP/1.1 302 Found\r\nLocation: http://10.0.0.1/{ACTING}\r\nContent-Length: 0\r\n\r\n")
                .into(),
        )],
        _ => {
            let figure = 1_200 + 100 * now.load(Ordering::SeqCst);
            let escaped = ACTING.replace('<', "&lt;");
            answer(
                200,
                &[("Content-Type", "text/html; charset=utf-8")],
                format!(
                    "<!doctype html><title>Mills {escaped} {figure}</title><article><h1>Mills {escaped} {figure}</h1>\
                     <p>By {escaped}.</p><p>The mill shipped {figure} bales {escaped} in 2019, the office told the council.</p>"
                ),
            )
        }
    });
    let desk = Desk::new();
    let url = server.url("/page");
    std::fs::write(
        desk.path().join("claims.toml"),
        format!("[[claim]]\nid = \"bales\"\ntext = \"The mill shipped 1,200 bales in 2019.\"\nsources = [\"{url}\"]\n"),
    )
    .unwrap();
    let network = ["--allow-network", "127.0.0.1/32", "--gap", "0", "--retries", "0"];
    let mut told =
        vec![desk.capture(&server.url("/away")), desk.capture(&format!("http://127.0.0.1/{ACTING}"))];
    let mut first = vec!["recheck", "claims.toml", "--now", "2025-03-01T02:00:00Z"];
    first.extend(network);
    told.push(desk.run(&first));
    night.store(1, Ordering::SeqCst);
    first[3] = "2025-03-02T02:00:00Z";
    told.push(desk.run(&first));
    assert_eq!(told[3].status.code(), Some(1), "{}", words(&told[3]));
    for arguments in [
        &["recheck", "claims.toml", "--last", "--format", "markdown"][..],
        &["recheck", "claims.toml", "--last", "--format", "html"],
        &["recheck", "claims.toml", "--last", "--format", "atom"],
        &["recheck", "claims.toml", "--last", "--format", "json"],
        &["diff", "bales", "claims.toml"],
        &["diff", &url],
        &["show", "bales", "claims.toml"],
        &["store", "check"],
        &["audit"],
        &["claims.toml"],
    ] {
        told.push(desk.run(arguments));
    }
    let mut quoted = 0;
    for output in &told {
        let text = words(output);
        // JSON is for programs: it holds what was captured, with its own escapes for controls.
        if text.starts_with('{') {
            assert!(!text.contains(['\u{1b}', '\u{7}']), "{text:?}");
            continue;
        }
        for c in ['\u{1b}', '\u{7}', '\u{9b}', '\u{202e}'] {
            assert!(!text.contains(c), "{c:?} in {text:?}");
        }
        let is_page = text.starts_with("<!doctype") || text.starts_with("<?xml");
        assert!(!is_page || !text.contains("<script") && !text.contains("<img"), "{text}");
        quoted += usize::from(text.contains("drawkcab"));
    }
    assert!(quoted >= 4, "the words were told, {quoted} times");
}

#[test]
fn a_comparison_of_hostile_texts_is_bounded() {
    let night = Arc::new(AtomicU32::new(0));
    let now = Arc::clone(&night);
    let server = Double::start(move |seen| match seen.path.as_str() {
        "/robots.txt" => missing(),
        _ => {
            let turn = now.load(Ordering::SeqCst);
            let text: String = (0..120_000).map(|n| format!("w{}x{turn} ", n % 50_000)).collect();
            answer(200, &[("Content-Type", "text/plain")], text)
        }
    });
    let desk = Desk::new();
    let url = server.url("/page");
    assert_eq!(desk.capture(&url).status.code(), Some(0));
    night.store(1, Ordering::SeqCst);
    std::thread::sleep(Duration::from_millis(1_100));
    assert_eq!(desk.capture(&url).status.code(), Some(0));
    let output = Command::new("sh")
        .args(["-c", "ulimit -t 20 && exec \"$0\" --isolated diff \"$1\""])
        .arg(env!("CARGO_BIN_EXE_verify"))
        .arg(&url)
        .current_dir(desk.path())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1), "{:?}", output.status);
}

#[test]
fn a_file_that_was_put_in_the_place_of_another_is_noticed() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    let at = |text: &str| text.parse().expect("a time");
    let brought = |words: &str, time: &str| {
        let method = claim_verifier::capture::Method::SavedPage;
        let mut capture = claim_verifier::capture::Capture::brought(
            "https://mill.example/",
            words.as_bytes().to_vec(),
            method,
            "us",
            at(time),
        );
        capture.media_type = Some("text/plain".into());
        capture
    };
    let honest = store.keep(&brought("The mill shipped 1,200 bales.", "2025-03-01T10:00:00Z")).unwrap();
    let other = store.keep(&brought("The mill shipped 9,900 bales.", "2025-03-02T10:00:00Z")).unwrap();
    // A whole and sound capture, of the same size, with the old times: only its bytes tell.
    let (place, from) = (dir.path().join(&honest.file), dir.path().join(&other.file));
    let times = std::fs::metadata(&place).unwrap().modified().unwrap();
    std::fs::copy(&from, &place).unwrap();
    std::fs::File::options().write(true).open(&place).unwrap().set_modified(times).unwrap();
    assert!(matches!(store.read(&honest), Err(StoreError::Damaged { .. })));
    assert!(!store.check(|| {}).unwrap().is_clean());
    // A link to the sound file is no file of the store.
    #[cfg(unix)]
    {
        std::fs::remove_file(&from).unwrap();
        std::fs::write(dir.path().join("elsewhere"), "x").unwrap();
        std::os::unix::fs::symlink(dir.path().join("elsewhere"), &from).unwrap();
        assert!(matches!(store.read(&other), Err(StoreError::Disk { .. })));
    }
}

#[test]
fn a_limit_that_is_spent_is_waited_for() {
    let server = Double::start(|seen| match seen.path.as_str() {
        "/robots.txt" => missing(),
        "/first" => answer(200, &[("RateLimit", "\"burst\";r=0;t=1"), ("Content-Type", "text/plain")], "one"),
        _ => html("two"),
    });
    let mut options = options();
    options.per_host = 1;
    let fetcher = Arc::new(Fetcher::new(options).unwrap());
    let mut taken = Vec::new();
    for path in ["/first", "/second"] {
        let request = Request { url: server.url(path), ..Request::default() };
        let started = Instant::now();
        fetcher.run([request], |_, outcome| taken.push((outcome.is_ok(), started.elapsed()))).unwrap();
    }
    assert!(taken.iter().all(|(is_ok, _)| *is_ok));
    assert!(taken[1].1 >= Duration::from_millis(900), "it waited {:?}", taken[1].1);
}
