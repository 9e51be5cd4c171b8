//! What other tools make of a store: warcio checks its files, pywb replays every kind of record.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use crate::world::{Mode, World};

/// A Python with warcio and pywb, made once; `None` where it cannot be had.
fn tools() -> Option<&'static Path> {
    static TOOLS: OnceLock<Option<PathBuf>> = OnceLock::new();
    let tools = TOOLS.get_or_init(|| {
        let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join("peers");
        let bin = dir.join("bin");
        let works = || {
            Command::new(bin.join("warcio")).arg("--version").output().is_ok_and(|out| out.status.success())
        };
        if works() && bin.join("wayback").exists() && bin.join("wacz").exists() {
            return Some(bin);
        }
        let made = Command::new("python3").args(["-m", "venv"]).arg(&dir).output().ok()?;
        let installed = made.status.success()
            && Command::new(bin.join("pip"))
                .args(["install", "--quiet", "warcio==1.8.1", "pywb==2.10.0", "wacz==0.5.0"])
                .output()
                .is_ok_and(|out| out.status.success());
        (installed && works()).then_some(bin)
    });
    if tools.is_none() {
        crate::absent("a Python with warcio and pywb");
    }
    tools.as_deref()
}

/// Every WARC file of a store.
fn warcs(store: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for folder in std::fs::read_dir(store).expect("a store") {
        let folder = folder.expect("an entry").path();
        let Ok(entries) = std::fs::read_dir(folder) else { continue };
        let names = entries.map(|entry| entry.expect("an entry").path());
        files.extend(names.filter(|path| path.to_string_lossy().ends_with(".warc.gz")));
    }
    files.sort();
    files
}

/// A store that holds every kind of record: responses, hops, errors, a cut body, a resource, both kinds of revisits.
fn store_of_every_kind() -> World {
    let world = World::new(1, 6);
    world.edit(2, |page| page.untagged = true);
    assert!(world.recheck(1).status().expect("it runs").success());
    world.edit(0, |page| page.figure -= 500_000);
    world.edit(3, |page| page.mode = Mode::Moved);
    world.edit(4, |page| page.mode = Mode::Missing);
    world.edit(5, |page| page.mode = Mode::Cut);
    assert_eq!(world.recheck(2).status().expect("it runs").code(), Some(1));
    std::fs::write(world.dir().join("page.txt"), "The ferries carried 2,112,000 passengers.")
        .expect("a file");
    let output = world.run(&[
        "capture",
        "--file",
        "page.txt",
        "--url",
        "https://harbour.example/paper",
        "--method",
        "transcript",
        "--by",
        "A. Tester",
        "--at",
        "2025-03-02T02:00:00Z",
    ]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    world
}

#[test]
fn warcio_checks_every_record_and_notices_a_changed_byte() {
    let Some(tools) = tools() else { return };
    let world = store_of_every_kind();
    let files = warcs(&world.dir().join("snapshots"));
    assert!(files.len() >= 11, "{files:?}");
    let check = |files: &[PathBuf]| {
        Command::new(tools.join("warcio")).arg("check").args(files).output().expect("it runs")
    };
    let output = check(&files);
    assert!(
        output.status.success(),
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    let index = Command::new(tools.join("warcio"))
        .args(["index", "-f", "warc-type,warc-profile"])
        .args(&files)
        .output()
        .expect("it runs");
    let index = String::from_utf8_lossy(&index.stdout);
    for kind in [
        "\"warcinfo\"",
        "\"request\"",
        "\"response\"",
        "\"metadata\"",
        "\"resource\"",
        "server-not-modified",
        "identical-payload-digest",
    ] {
        assert!(index.contains(kind), "no {kind} in {index}");
    }
    // A payload that was changed and packed again must not pass.
    let response = files.iter().find(|file| !file.to_string_lossy().contains("_checks")).expect("a capture");
    let mut plain = Vec::new();
    flate2::read::MultiGzDecoder::new(&std::fs::read(response).expect("a file")[..])
        .read_to_end(&mut plain)
        .expect("gzip");
    let at = plain.windows(10).position(|window| window == b"passengers").expect("the text");
    plain[at] = b'P';
    let changed = world.dir().join("changed.warc");
    std::fs::write(&changed, plain).expect("a file");
    assert!(!check(&[changed]).status.success());
}

struct Replay {
    server: Child,
    port: u16,
}

impl Drop for Replay {
    fn drop(&mut self) {
        drop(self.server.kill());
        drop(self.server.wait());
    }
}

impl Replay {
    fn start(tools: &Path, dir: &Path, files: &[PathBuf]) -> Replay {
        let run = |arguments: &[&str], files: &[PathBuf]| {
            let output =
                Command::new(tools.join("wb-manager")).current_dir(dir).args(arguments).args(files).output();
            assert!(output.expect("wb-manager runs").status.success());
        };
        run(&["init", "col"], &[]);
        for file in files {
            let is_package = file.extension().is_some_and(|ending| ending == "wacz");
            let add: &[&str] = if is_package { &["add", "--unpack-wacz", "col"] } else { &["add", "col"] };
            run(add, std::slice::from_ref(file));
        }
        let port = TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("bound").port();
        let server = Command::new(tools.join("wayback"))
            .current_dir(dir)
            .args(["-b", "127.0.0.1", "-p", &port.to_string()])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("wayback starts");
        let replay = Replay { server, port };
        let started = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(started.elapsed() < Duration::from_secs(120), "wayback does not listen");
            std::thread::sleep(Duration::from_millis(100));
        }
        replay
    }

    /// The raw replay of an address at a time: head and body.
    fn get(&self, time: &str, url: &str) -> (String, String) {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).expect("it listens");
        let request = format!("GET /col/{time}id_/{url} HTTP/1.0\r\nHost: 127.0.0.1:{}\r\n\r\n", self.port);
        stream.write_all(request.as_bytes()).expect("it reads");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("it answers");
        let answer = String::from_utf8_lossy(&answer).into_owned();
        let (head, body) = answer.split_once("\r\n\r\n").expect("a head");
        (head.to_owned(), body.to_owned())
    }
}

#[test]
fn pywb_replays_every_kind_of_record() {
    let Some(tools) = tools() else { return };
    let world = store_of_every_kind();
    let dir = tempfile::tempdir().expect("a folder");
    let replay = Replay::start(tools, dir.path(), &warcs(&world.dir().join("snapshots")));
    let (first, second) = ("20250301020000", "20250302020000");
    let check = |time: &str, url: &str, status: &str, words: &str| {
        let (head, body) = replay.get(time, url);
        let line = head.lines().next().unwrap_or_default();
        assert!(line.contains(status), "{time} {url}: {head}");
        assert!(body.contains(words) || head.contains(words), "{time} {url}: {head}\n{body}");
    };
    let urls = world.urls();
    check(first, &urls[0], "200", "2,112,000 passengers");
    check(second, &urls[0], "200", "1,612,000 passengers");
    // 304: the server's word replays as the capture it confirms, and so does a body that came again.
    check(second, &urls[1], "200", "2,113,000 passengers");
    check(second, &urls[2], "200", "2,114,000 passengers");
    check(second, &urls[3], "301", "/moved/3");
    check(second, &urls[3].replace("/page/", "/moved/"), "200", "2,115,000 passengers");
    check(second, &urls[4], "404", "not here");
    check(second, &urls[5], "200", "The harbour office published");
    check(second, "https://harbour.example/paper", "200", "2,112,000 passengers");
}

/// What another tool records: WARC 1.0, SHA-1, a chunked body, a redirect, a picture.
const RECORDER: &str = r#"
import io, sys
from warcio.warcwriter import WARCWriter
from warcio.statusandheaders import StatusAndHeaders
with open(sys.argv[1], "wb") as out:
    writer = WARCWriter(out, gzip=True, warc_version="1.0")
    writer.write_record(writer.create_warcinfo_record("x.warc.gz", {"software": "A Recorder 2.0"}))
    def put(url, status, headers, body):
        head = StatusAndHeaders(status, headers, protocol="HTTP/1.1")
        request = StatusAndHeaders("GET / HTTP/1.1", [("Host", "harbour.example"), ("Cookie", "secret=1")], is_http_request=True)
        response = writer.create_warc_record(url, "response", payload=io.BytesIO(body), http_headers=head)
        asked = writer.create_warc_record(url, "request", http_headers=request)
        writer.write_request_response_pair(asked, response)
    chunked = b"1e\r\n<!doctype html><p>The ferries \r\n1d\r\ncarried 2,112,000 people.</p>\r\n0\r\n\r\n"
    put("https://harbour.example/new", "200 OK", [("Content-Type", "text/html"), ("Transfer-Encoding", "chunked")], chunked)
    put("https://harbour.example/old", "301 Moved Permanently", [("Location", "/new")], b"moved")
    put("https://harbour.example/logo.png", "200 OK", [("Content-Type", "image/png")], b"\x89PNG")
"#;

#[test]
fn what_other_tools_record_comes_in_as_what_it_is() {
    let Some(tools) = tools() else { return };
    let world = World::new(1, 1);
    let file = world.dir().join("x.warc.gz");
    let output =
        Command::new(tools.join("python")).args(["-c", RECORDER]).arg(&file).output().expect("it runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let output = world.run(&["capture", "--warc", "x.warc.gz", "--format", "json"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let lines = String::from_utf8_lossy(&output.stdout).into_owned();
    let rows: Vec<serde_json::Value> =
        lines.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let urls: Vec<&str> = rows.iter().filter_map(|row| row["url"].as_str()).collect();
    assert_eq!(urls, ["https://harbour.example/new", "https://harbour.example/old"]);
    for row in &rows {
        assert_eq!((row["method"].as_str(), row["grade"].as_str()), (Some("import"), Some("D")));
        assert_eq!((row["by"].as_str(), row["bytes"].as_u64()), (Some("A Recorder 2.0"), Some(59)), "{row}");
        let bytes =
            std::fs::read(world.dir().join(row["file"].as_str().expect("a file"))).expect("a capture");
        let mut plain = String::new();
        flate2::read::MultiGzDecoder::new(&bytes[..]).read_to_string(&mut plain).expect("text");
        assert!(!plain.contains("secret=1"), "cookies of whoever recorded it stay out");
    }
    world.assert_clean("after an import");
}

#[test]
fn evidence_goes_out_as_a_package_that_other_tools_accept() {
    let Some(tools) = tools() else { return };
    let world = World::new(1, 2);
    assert!(world.recheck(1).status().expect("it runs").success());
    let output =
        world.run(&["store", "export", "passengers-0", "--claims", "claims.toml", "--output", "e.wacz"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let validated =
        Command::new(tools.join("wacz")).args(["validate", "-f"]).arg(world.dir().join("e.wacz")).output();
    let validated = validated.expect("it runs");
    assert!(
        validated.status.success(),
        "{}{}",
        String::from_utf8_lossy(&validated.stdout),
        String::from_utf8_lossy(&validated.stderr)
    );
    let dir = tempfile::tempdir().expect("a folder");
    let replay = Replay::start(tools, dir.path(), &[world.dir().join("e.wacz")]);
    let (head, body) = replay.get("20250301020000", &world.urls()[0]);
    assert!(head.contains("200") && body.contains("2,112,000 passengers"), "{head}");

    // And in again, elsewhere: the same bytes, as another tool's recording.
    let output = world.run(&["--store", "other", "capture", "--warc", "e.wacz", "--format", "json"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let row: serde_json::Value = serde_json::from_slice(&output.stdout).expect("one row");
    let first =
        world.run(&["store", "export", row["digest"].as_str().expect("a digest"), "--output", "f.wacz"]);
    assert!(first.status.success(), "{}", String::from_utf8_lossy(&first.stderr));
    assert_eq!(row["grade"], "D");
}

/// A page as a browser keeps it in one message.
const MHTML: &str = "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://harbour.example/report\r\n\
    Subject: Harbour report\r\nMIME-Version: 1.0\r\n\
    Content-Type: multipart/related;\r\n\ttype=\"text/html\";\r\n\tboundary=\"----Part--1\"\r\n\r\n\r\n\
    ------Part--1\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\
    Content-Location: https://harbour.example/report\r\n\r\n\
    <html><head><title>Harbour report</title></head><body><article><h1>Harbour report</h1>\r\n\
    <p>The river ferries carried 2,112,=\r\n000 passengers in 2025. The caf=C3=A9 was shut.</p></article></body></html>\r\n\
    ------Part--1\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n\
    ------Part--1--\r\n";

/// A page as an extension of browsers keeps it in one document, with what it needs inside.
const SINGLE_FILE: &str = "<!DOCTYPE html> <html lang=en><!--\n Page saved with SingleFile \n url: https://harbour.example/report \n \
    saved date: Sat Mar 01 2025 10:00:00 GMT+0000\n--><meta charset=utf-8><title>Harbour report</title>\
    <link rel=icon href=\"data:image/png;base64,iVBORw0KGgo=\"><style>p{color:red}</style><body><article><h1>Harbour report</h1>\
    <p>The river ferries carried 2,112,000 passengers in 2025. The office called it a busy year.</p></article>";

/// A page as a browser keeps it with a folder beside it.
const SAVED: &str = "<!DOCTYPE html>\n<!-- saved from url=(0030)https://harbour.example/report -->\n<html><head>\
    <meta http-equiv=\"Content-Type\" content=\"text/html; charset=UTF-8\"><title>Harbour report</title>\
    <script src=\"./report_files/a.js\"></script></head><body><article><h1>Harbour report</h1>\
    <p>The river ferries carried 2,112,000 passengers in 2025. The office called it a busy year.</p></article></body></html>";

#[test]
fn what_a_browser_saved_is_read_and_counts_as_brought() {
    for (name, page) in [("report.mhtml", MHTML), ("single.html", SINGLE_FILE), ("saved.htm", SAVED)] {
        let world = World::new(0, 0);
        std::fs::write(world.dir().join(name), page).expect("a file");
        let url = "https://harbour.example/report";
        let claim = |id: &str, figure: &str| {
            format!(
                "[[claim]]\nid = \"{id}\"\ntext = \"The river ferries carried {figure} passengers in 2025.\"\nsources = [\"{url}\"]\n"
            )
        };
        let claims = [claim("right", "2,112,000"), claim("wrong", "2,412,000")].concat();
        std::fs::write(world.dir().join("claims.toml"), claims).expect("a file");
        let arguments =
            ["capture", "--file", name, "--url", url, "--method", "saved-page", "--by", "A. Tester"];
        let output = world.run(&[&arguments[..], &["--format", "json"]].concat());
        let capture: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
        assert_eq!((&capture["grade"], &capture["state"]), (&"E".into(), &"complete".into()), "{name}");
        let output = world.run(&["check", "claims.toml", "--format", "json"]);
        let report: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
        let verdicts: Vec<&str> = report["claims"]
            .as_array()
            .expect("claims")
            .iter()
            .filter_map(|claim| claim["verdict"].as_str())
            .collect();
        assert_eq!(verdicts, ["supported", "contradicted"], "{name}: {report}");
    }
}
