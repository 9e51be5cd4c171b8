//! A desk for tests: claims and captures made up here, the program itself serving them, and a client that sends
//! exactly what a test wants to send.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use chrono::{DateTime, Utc};
use claim_verifier::capture::{Capture, Method};
use claim_verifier::snapshot::{Captures, Store};

/// The moment at which every desk of these tests starts.
pub const NOW: &str = "2026-03-02T08:00:00Z";

/// Claims about a harbour: one holds, others do not, one stands in a file with hostile words.
pub const CLAIMS: &str = r#"# The harbour article. This comment stays.
[article]
title = "The harbour in numbers"
author = "A. Clerk"
published = 2026-02-03

[sources.harbour]
url = "https://example.org/harbour"
name = "Harbour report"
grade = "primary"

[sources.gazette]
url = "https://gazette.example/ferries"
grade = "secondary"

[[claim]]
id = "passengers"
text = "The river ferries carried 2.4 million passengers in 2025."
sources = ["harbour"]

[[claim]]
id = "crew"
text = "The ferries employed 310 people in 2025."   # from the press release
sources = ["harbour"]

[[claim]]
id = "boats"
text = "The shipyard built 17 boats in 2025."
sources = ["harbour", "gazette"]

[[claim]]
id = "tickets"
text = "The ferries sold 95,000 tickets in 2024."
sources = ["gazette"]

[[claim]]
id = "visitors"
text = "The harbour museum had 61,000 visitors in 2025."
sources = ["gazette"]

[[claim]]
id = "bridges"
text = "The town has 4 bridges."
sources = ["https://example.org/never-captured"]
"#;

/// What the harbour reported first, and after a correction.
pub const HARBOUR: [&str; 2] = [
    "Harbour report\n\nThe river ferries carried 2,412,000 passengers in 2025.\n\nThe ferries employed 240 people in 2025.\n\n\
     The shipyard built 12 boats in 2025.\n\nThe office keeps the books.\n",
    "Harbour report\n\nThe river ferries carried 2,412,000 passengers in 2025.\n\nThe ferries employed 260 people in 2025.\n\n\
     The shipyard built 12 boats in 2025.\n\nThe office keeps the books.\n",
];

/// A page that would act if it were ever shown as HTML.
pub const GAZETTE: &str = "<html><head><title>Ferries &lt;script&gt;alert(1)&lt;/script&gt;</title></head><body>\
     <script>window.owned = true</script><article><h1>Ferries</h1>\
     <p>The ferries sold 88,000 tickets in 2024, said &lt;img src=x onerror=\"window.owned=true\"&gt; the clerk.</p>\
     <p>The harbour museum had 54,000 visitors in 2025 and 48,000 visitors in 2024 and 41,000 visitors in 2023.</p>\
     <p>The shipyard built 12 boats in 2025.</p></article></body></html>";

/// A folder with claims and captures.
pub struct Place {
    /// The folder; it goes with this value.
    pub folder: tempfile::TempDir,
}

impl Place {
    /// Claims and captures of the harbour.
    pub fn harbour() -> Place {
        let place = Place::empty();
        place.claims("harbour.toml", CLAIMS);
        place.capture(
            "https://example.org/harbour",
            HARBOUR[0],
            "text/plain; charset=utf-8",
            "2026-02-01T08:00:00Z",
        );
        place.capture(
            "https://gazette.example/ferries",
            GAZETTE,
            "text/html; charset=utf-8",
            "2026-02-02T08:00:00Z",
        );
        place
    }

    /// A folder with nothing in it.
    pub fn empty() -> Place {
        Place { folder: tempfile::tempdir().expect("a folder") }
    }

    /// A path in it.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a claim file.
    pub fn claims(&self, name: &str, text: &str) {
        std::fs::create_dir_all(self.path("claims")).expect("a folder");
        std::fs::write(self.path("claims").join(name), text).expect("written");
    }

    /// Keeps a capture.
    pub fn capture(&self, url: &str, body: &str, media_type: &str, at: &str) -> String {
        let at: DateTime<Utc> = at.parse().expect("a moment");
        let mut capture = Capture::brought(url, body.as_bytes().to_vec(), Method::SavedPage, "A. Clerk", at);
        capture.media_type = Some(media_type.to_owned());
        Store::open(self.path("snapshots")).expect("a store").put(&capture).expect("kept").hex()
    }

    /// Keeps the capture of the corrected harbour report too; gives its digest.
    pub fn correct(&self) -> String {
        let at = "2026-02-20T08:00:00Z";
        self.capture("https://example.org/harbour", HARBOUR[1], "text/plain; charset=utf-8", at)
    }

    /// Changes a byte in the middle of a capture of a host.
    pub fn damage(&self, host: &str) {
        let folder = self.path("snapshots").join(host);
        let mut entries = std::fs::read_dir(&folder).expect("a folder");
        let file = entries.next().expect("a file").expect("an entry").path();
        let mut bytes = std::fs::read(&file).expect("bytes");
        let middle = bytes.len() / 2;
        bytes[middle] ^= 0x55;
        std::fs::write(&file, bytes).expect("written");
    }

    /// The program in this folder.
    pub fn verify(&self, arguments: &[&str]) -> std::process::Output {
        Command::new(env!("CARGO_BIN_EXE_verify"))
            .args(arguments)
            .args(["--isolated", "--now", NOW])
            .current_dir(self.folder.path())
            .output()
            .expect("the program runs")
    }
}

/// A running desk; it is stopped when dropped.
pub struct Host {
    child: Child,
    /// `127.0.0.1:PORT`.
    pub address: String,
}

impl Host {
    /// Serves the claims of a place on loopback.
    pub fn start(place: &Place) -> Host {
        Host::start_with(place, &["--listen", "127.0.0.1:0"])
    }

    /// Serves the claims of a place as the arguments say.
    pub fn start_with(place: &Place, arguments: &[&str]) -> Host {
        Host::start_in(place.folder.path(), "claims", arguments)
    }

    /// Serves claims of a folder as the arguments say.
    pub fn start_in(folder: &Path, claims: &str, arguments: &[&str]) -> Host {
        let mut child = Command::new(env!("CARGO_BIN_EXE_verify"))
            .args(["review", claims, "--isolated", "--now", NOW])
            .args(arguments)
            .current_dir(folder)
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .expect("the program runs");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("a pipe")).read_line(&mut line).expect("a line");
        let address = line.trim().strip_prefix("http://").and_then(|rest| rest.split('/').next());
        let address =
            address.unwrap_or_else(|| panic!("the desk prints its address, not {line:?}")).to_owned();
        Host { child, address }
    }

    /// A desk with accounts: it listens where others could come from, and is called by a name of its own.
    pub fn with_accounts(place: &Place) -> Host {
        for (name, role) in [("ada", "admin"), ("bo", "editor"), ("cy", "reader")] {
            let mut child = Command::new(env!("CARGO_BIN_EXE_verify"))
                .args(["review", "--add-editor", name, "--role", role, "--password-stdin", "--isolated"])
                .current_dir(place.folder.path())
                .stdin(Stdio::piped())
                .stdout(Stdio::null())
                .spawn()
                .expect("the program runs");
            let password = format!("{name} has four plain words\n");
            child.stdin.take().expect("a pipe").write_all(password.as_bytes()).expect("written");
            assert!(child.wait().expect("it ends").success());
        }
        let mut host = Host::start_with(place, &["--listen", "0.0.0.0:0"]);
        host.address = host.address.replace("0.0.0.0", "127.0.0.1");
        host
    }

    /// The name that a desk on every address knows itself by.
    pub fn own_name(&self) -> String {
        self.address.replace("127.0.0.1", "0.0.0.0")
    }

    /// Asks it to stop, the way Ctrl-C does, and gives how it ended.
    pub fn interrupt(mut self) -> std::process::ExitStatus {
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").args(["-INT", &pid]).status().expect("kill runs").success());
        self.child.wait().expect("it ends")
    }

    /// A visitor without cookies.
    pub fn visitor(&self) -> Visitor<'_> {
        Visitor { host: self, cookies: Vec::new() }
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// An answer.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// Header lines.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: String,
}

impl Answer {
    /// The value of a header.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    /// The fields of the first form whose tag holds these words, as a browser would send them.
    pub fn form(&self, words: &str) -> Vec<(String, String)> {
        let start = self.body.match_indices("<form").map(|(at, _)| &self.body[at..]);
        let form = start
            .filter_map(|rest| Some(&rest[..rest.find("</form>")?]))
            .find(|form| form[..form.find('>').unwrap_or(0)].contains(words))
            .unwrap_or_else(|| panic!("no form with {words} in {}", self.body));
        let attribute = |tag: &str, name: &str| {
            let rest = &tag[tag.find(&format!(" {name}=\""))? + name.len() + 3..];
            Some(unescaped(&rest[..rest.find('"')?]))
        };
        form.match_indices("<input")
            .filter_map(|(at, _)| {
                let tag = &form[at..at + form[at..].find('>')?];
                let boxed = tag.contains("type=\"checkbox\"") && !tag.contains(" checked");
                let radio = tag.contains("type=\"radio\"") && !tag.contains(" checked");
                if boxed || radio {
                    return None;
                }
                Some((attribute(tag, "name")?, attribute(tag, "value").unwrap_or_default()))
            })
            .collect()
    }

    /// The value of every picked row's box.
    pub fn picks(&self) -> Vec<String> {
        let marker = "name=\"pick\" value=\"";
        let starts = self.body.match_indices(marker).map(|(at, _)| &self.body[at + marker.len()..]);
        starts.map(|rest| unescaped(&rest[..rest.find('"').expect("a quote")])).collect()
    }

    /// The words of the page without tags.
    pub fn words(&self) -> String {
        let mut words = String::new();
        let mut inside = false;
        for character in self.body.chars() {
            match character {
                '<' => inside = true,
                '>' => inside = false,
                _ if !inside => words.push(character),
                _ => {}
            }
        }
        unescaped(&words).split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

fn unescaped(text: &str) -> String {
    let entities = [
        ("&#38;", "&"),
        ("&#60;", "<"),
        ("&#62;", ">"),
        ("&#34;", "\""),
        ("&#39;", "'"),
        ("&lt;", "<"),
        ("&gt;", ">"),
    ];
    entities.iter().fold(text.to_owned(), |text, (entity, character)| text.replace(entity, character))
}

/// Somebody at the desk, with cookies.
#[derive(Clone)]
pub struct Visitor<'h> {
    /// The desk.
    pub host: &'h Host,
    /// The cookies so far.
    pub cookies: Vec<(String, String)>,
}

impl Visitor<'_> {
    /// Gets a screen.
    pub fn get(&mut self, path: &str) -> Answer {
        self.send("GET", path, &[], "")
    }

    /// The first address of a kind on a screen that leads there by these words, waited for as `until` does.
    pub fn linked(&mut self, screen: &str, kind: &str, words: &str) -> String {
        let mut found = None;
        until(&format!("{screen} leads to {kind} by {words:?}"), || {
            let body = self.get(screen).body;
            let marker = format!("href=\"{kind}");
            let mut links = body.match_indices(&marker).map(|(at, _)| &body[at + "href=\"".len()..]);
            let link = links.find(|link| link.find("</a>").is_some_and(|end| link[..end].contains(words)));
            found = link.and_then(|link| link.split(['"', '#']).next()).map(unescaped);
            found.is_some()
        });
        found.expect("it was found just now")
    }

    /// Posts fields the way a browser does from a screen of the desk.
    pub fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let origin = format!("http://{}", self.host.address);
        self.send("POST", path, &[("Origin", &origin)], &encoded(fields))
    }

    /// Posts a form of a screen with some fields set.
    pub fn submit(&mut self, screen: &Answer, words: &str, path: &str, set: &[(&str, &str)]) -> Answer {
        let form = screen.form(words);
        let mut fields: Vec<(&str, &str)> = form
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .filter(|(name, _)| set.iter().all(|(other, _)| other != name))
            .collect();
        fields.extend(set);
        self.post(path, &fields)
    }

    /// Follows a redirect to its screen.
    pub fn follow(&mut self, answer: &Answer) -> Answer {
        assert_eq!(answer.status, 303, "{}", answer.words());
        let to = answer.header("location").expect("a place to go").to_owned();
        self.get(to.split('#').next().expect("a path"))
    }

    /// Sends a request with further headers; cookies are kept.
    pub fn send(&mut self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        let host = self.host.address.clone();
        let mut head = format!("{method} {path} HTTP/1.1\r\nConnection: close\r\n");
        if headers.iter().all(|(name, _)| !name.eq_ignore_ascii_case("host")) {
            head.push_str(&format!("Host: {host}\r\n"));
        }
        for (name, value) in headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        if !self.cookies.is_empty() {
            let cookies: Vec<String> =
                self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
            head.push_str(&format!("Cookie: {}\r\n", cookies.join("; ")));
        }
        if method == "POST" {
            head.push_str("Content-Type: application/x-www-form-urlencoded\r\n");
            head.push_str(&format!("Content-Length: {}\r\n", body.len()));
        }
        let answer = exchange(&host, &format!("{head}\r\n{body}"));
        for (_, cookie) in answer.headers.iter().filter(|(name, _)| name.eq_ignore_ascii_case("set-cookie")) {
            let (name, value) =
                cookie.split(';').next().and_then(|pair| pair.split_once('=')).expect("a cookie");
            self.cookies.retain(|(known, _)| known != name);
            if !value.is_empty() {
                self.cookies.push((name.to_owned(), value.to_owned()));
            }
        }
        answer
    }
}

/// Sends bytes as they are and reads the whole answer.
pub fn exchange(address: &str, request: &str) -> Answer {
    let mut stream = TcpStream::connect(address).expect("the desk listens");
    stream.set_read_timeout(Some(Duration::from_secs(90))).expect("a timeout");
    // The desk may answer and close before it has read all; what it said then counts.
    let _ = stream.write_all(request.as_bytes());
    let mut bytes = Vec::new();
    let _ = stream.read_to_end(&mut bytes);
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
    let mut lines = head.lines();
    let status = lines.next().and_then(|line| line.split(' ').nth(1)).and_then(|status| status.parse().ok());
    let headers =
        lines.filter_map(|line| line.split_once(": ")).map(|(a, b)| (a.to_owned(), b.to_owned())).collect();
    Answer { status: status.unwrap_or(0), headers, body: body.to_owned() }
}

/// Fields as a form sends them.
pub fn encoded(fields: &[(&str, &str)]) -> String {
    let mut serializer = url::form_urlencoded::Serializer::new(String::new());
    serializer.extend_pairs(fields);
    serializer.finish()
}

/// Waits until something is so, for at most half a minute.
pub fn until(what: &str, mut so: impl FnMut() -> bool) {
    for _ in 0..300 {
        if so() {
            return;
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    panic!("never so: {what}");
}

/// Reads a file as text.
pub fn text(path: &Path) -> String {
    std::fs::read_to_string(path).expect("a text file")
}
