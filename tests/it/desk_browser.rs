//! The desk in headless Chromium: every screen at three widths, light and dark, with and without scripts, every key,
//! and axe-core over all of it. Pictures go to the folder of build files, or to `VERIFY_PICTURES`.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};
use tungstenite::stream::MaybeTlsStream;
use tungstenite::{Message, WebSocket};

use crate::desk_host::{CLAIMS, HARBOUR, Host, Place, until};

/// A browser with one tab; it is stopped when dropped.
struct Browser {
    child: Child,
    _profile: tempfile::TempDir,
    socket: WebSocket<MaybeTlsStream<TcpStream>>,
    number: u64,
}

impl Browser {
    /// Starts one; none where Chromium is not installed.
    fn start() -> Option<Browser> {
        let names = ["chromium", "chromium-browser", "google-chrome"];
        let found = names.iter().find(|name| {
            let tried =
                Command::new(name).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
            tried.is_ok_and(|status| status.success())
        });
        let Some(program) = found else {
            crate::absent("chromium");
            return None;
        };
        let profile = tempfile::tempdir().expect("a folder");
        let mut child = Command::new(program)
            .args([
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--hide-scrollbars",
            ])
            .args(["--disable-background-networking", "--disable-component-update", "--disable-sync"])
            .args([
                "--remote-debugging-port=0",
                "--force-color-profile=srgb",
                "--disable-dev-shm-usage",
                "about:blank",
            ])
            .arg(format!("--user-data-dir={}", profile.path().display()))
            .stderr(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .expect("chromium starts");
        let stderr = BufReader::new(child.stderr.take().expect("a pipe"));
        let mut port = None;
        let mut lines = stderr.lines();
        for line in lines.by_ref() {
            let line = line.expect("a line");
            if let Some(rest) = line.strip_prefix("DevTools listening on ws://127.0.0.1:") {
                port = rest.split('/').next().map(str::to_owned);
                break;
            }
        }
        // What it says later is read and dropped, so that its pipe never fills.
        std::thread::spawn(move || lines.for_each(drop));
        let port = port.expect("chromium says where it listens");
        let page = page(&port);
        let (socket, _) = tungstenite::connect(page.as_str()).expect("the tab is there");
        if let MaybeTlsStream::Plain(stream) = socket.get_ref() {
            stream.set_read_timeout(Some(Duration::from_secs(120))).expect("a timeout");
        }
        let mut browser = Browser { child, _profile: profile, socket, number: 0 };
        browser.call("Page.enable", json!({}));
        browser.call("Runtime.enable", json!({}));
        Some(browser)
    }

    /// Calls a method of the protocol and gives its result.
    fn call(&mut self, method: &str, parameters: Value) -> Value {
        self.number += 1;
        let request = json!({ "id": self.number, "method": method, "params": parameters });
        self.socket.send(Message::text(request.to_string())).expect("sent");
        loop {
            let answer = self.receive();
            if answer["id"] == self.number {
                assert!(answer.get("error").is_none(), "{method}: {answer}");
                return answer["result"].clone();
            }
        }
    }

    fn receive(&mut self) -> Value {
        loop {
            if let Message::Text(text) = self.socket.read().expect("chromium answers") {
                return serde_json::from_str(&text).expect("JSON");
            }
        }
    }

    /// Opens an address and waits until it is loaded.
    fn open(&mut self, url: &str) {
        self.number += 1;
        let request = json!({ "id": self.number, "method": "Page.navigate", "params": { "url": url } });
        self.socket.send(Message::text(request.to_string())).expect("sent");
        // A jump inside a page loads nothing, so only the path and query count.
        loop {
            let answer = self.receive();
            assert!(answer["result"].get("errorText").is_none(), "{url}: {answer}");
            if answer["method"] == "Page.loadEventFired" {
                return;
            }
        }
    }

    /// Evaluates an expression in the page.
    fn ask(&mut self, expression: &str) -> Value {
        let result = self.call(
            "Runtime.evaluate",
            json!({ "expression": expression, "returnByValue": true, "awaitPromise": true }),
        );
        assert!(result.get("exceptionDetails").is_none(), "{expression}: {result}");
        result["result"]["value"].clone()
    }

    /// Presses a key, with shift where it is a capital.
    fn press(&mut self, key: &str) {
        let code = match key {
            "Enter" => 13,
            "Tab" => 9,
            _ => key.to_uppercase().bytes().next().map_or(0, u32::from),
        };
        let modifiers = if key.len() == 1 && key.chars().all(char::is_uppercase) { 8 } else { 0 };
        let text = if key == "Enter" {
            "\r"
        } else if key.len() == 1 {
            key
        } else {
            ""
        };
        for kind in ["keyDown", "keyUp"] {
            let mut event =
                json!({ "type": kind, "key": key, "windowsVirtualKeyCode": code, "modifiers": modifiers });
            if kind == "keyDown" && !text.is_empty() {
                event["text"] = text.into();
            }
            self.call("Input.dispatchKeyEvent", event);
        }
    }

    /// Waits until an expression is true, over loads of new pages.
    fn until(&mut self, expression: &str) {
        for _ in 0..200 {
            let guarded = format!("document.readyState === 'complete' && Boolean({expression})");
            let result =
                self.call("Runtime.evaluate", json!({ "expression": guarded, "returnByValue": true }));
            if result["result"]["value"] == true {
                return;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        let page = self.ask("document.title + ': ' + document.body.innerText.slice(0, 1500)");
        panic!("never so: {expression}\n{page}");
    }

    /// Sets width, height, and light or dark.
    fn look(&mut self, width: u32, height: u32, scheme: &str) {
        self.call(
            "Emulation.setDeviceMetricsOverride",
            json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false }),
        );
        let features = json!([{ "name": "prefers-color-scheme", "value": scheme }]);
        self.call("Emulation.setEmulatedMedia", json!({ "features": features }));
    }

    fn scripts(&mut self, on: bool) {
        self.call("Emulation.setScriptExecutionDisabled", json!({ "value": !on }));
    }

    /// Takes a picture of the window.
    fn picture(&mut self, name: &str) {
        let taken =
            self.call("Page.captureScreenshot", json!({ "format": "png", "optimizeForSpeed": false }));
        let bytes = decoded(taken["data"].as_str().expect("a picture"));
        assert!(bytes.starts_with(b"\x89PNG"));
        let folder = pictures();
        std::fs::create_dir_all(&folder).expect("a folder");
        std::fs::write(folder.join(format!("{name}.png")), bytes).expect("written");
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The websocket of the first tab.
fn page(port: &str) -> String {
    for _ in 0..100 {
        let mut stream = TcpStream::connect(format!("127.0.0.1:{port}")).expect("chromium listens");
        let request =
            format!("GET /json/list HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).expect("sent");
        stream.set_read_timeout(Some(Duration::from_secs(2))).expect("a timeout");
        let mut answer = String::new();
        let _ = stream.read_to_string(&mut answer);
        let body = answer.split_once("\r\n\r\n").map_or("", |(_, body)| body);
        let tabs: Value = serde_json::from_str(body).unwrap_or_default();
        let tab = tabs.as_array().and_then(|tabs| tabs.iter().find(|tab| tab["type"] == "page"));
        if let Some(url) = tab.and_then(|tab| tab["webSocketDebuggerUrl"].as_str()) {
            return url.to_owned();
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    panic!("chromium has no tab");
}

#[expect(clippy::disallowed_methods, reason = "tests may ask where pictures go")]
fn pictures() -> PathBuf {
    std::env::var_os("VERIFY_PICTURES")
        .map_or_else(|| PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("desk-pictures"), PathBuf::from)
}

/// Base64.
fn decoded(text: &str) -> Vec<u8> {
    let value = |byte: u8| match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'+' => 62,
        _ => 63,
    };
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut held) = (0_u32, 0);
    for byte in text.bytes().filter(|byte| *byte != b'=') {
        bits = bits << 6 | u32::from(value(byte));
        held += 6;
        if held >= 8 {
            held -= 8;
            bytes.push((bits >> held & 0xff) as u8);
        }
    }
    bytes
}

/// The text of axe-core, from the package registry; none where that cannot be reached.
fn axe() -> Option<String> {
    let folder = tempfile::tempdir().expect("a folder");
    let packed =
        Command::new("npm").args(["pack", "axe-core@4", "--silent"]).current_dir(folder.path()).output();
    let unpacked = packed.ok().filter(|output| output.status.success()).and_then(|output| {
        let name = String::from_utf8_lossy(&output.stdout).trim().to_owned();
        Command::new("tar").args(["xzf", &name]).current_dir(folder.path()).status().ok()
    });
    let text = unpacked.and_then(|_| std::fs::read_to_string(folder.path().join("package/axe.min.js")).ok());
    if text.is_none() {
        crate::absent("axe-core from npm");
    }
    text
}

/// A harbour with two captures of one source, and a decision on record.
fn settled() -> (Place, Host) {
    let place = Place::harbour();
    place.capture(
        "https://example.org/harbour",
        HARBOUR[1],
        "text/plain; charset=utf-8",
        "2026-02-20T08:00:00Z",
    );
    let host = Host::start(&place);
    let mut visitor = host.visitor();
    let screen = visitor.get("/claims/boats");
    let set =
        [("verb", "ask"), ("reason", "better-source"), ("note", "the yard's own list?"), ("actor", "M. Ito")];
    assert_eq!(visitor.submit(&screen, "id=\"decide\"", "/decisions", &set).status, 303);
    place.claims("second.toml", "[[claim]]\nid = \"crew-again\"\ntext = \"The ferries employed 275 people in 2025.\"\nsources = [\"https://example.org/harbour\"]\n");
    until("the new file is read", || visitor.get("/queue").body.contains("crew-again"));
    (place, host)
}

/// Every screen with the name of its picture.
fn screens(host: &Host) -> Vec<(&'static str, String)> {
    let mut visitor = host.visitor();
    let body = visitor.get("/claims/crew").body;
    let digest =
        body.split("/sources/").nth(1).and_then(|rest| rest.split('?').next()).expect("a digest").to_owned();
    let runs = visitor.get("/runs").body;
    let run = runs.split("/runs/").nth(1).and_then(|rest| rest.split('"').next()).expect("a run").to_owned();
    [
        ("queue", "/queue".to_owned()),
        ("queue-empty", "/queue?q=zeppelin".to_owned()),
        ("claim", "/claims/crew?from=&at=0".to_owned()),
        ("claim-decided", "/claims/boats".to_owned()),
        ("claim-series", "/claims/visitors".to_owned()),
        ("source", format!("/sources/{digest}?find=2025")),
        ("sources", "/sources".to_owned()),
        ("drift", "/drift/https%3A%2F%2Fexample%2Eorg%2Fharbour".to_owned()),
        ("drifts", "/drift".to_owned()),
        ("audit", "/audit".to_owned()),
        ("runs", "/runs".to_owned()),
        ("run", format!("/runs/{run}")),
        ("help", "/help".to_owned()),
        ("settings", "/settings".to_owned()),
        ("missing", "/claims/nobody".to_owned()),
    ]
    .into_iter()
    .map(|(name, path)| (name, format!("http://{}{path}", host.address)))
    .collect()
}

#[test]
fn every_screen_fits_every_width_and_passes_axe() {
    let Some(mut browser) = Browser::start() else { return };
    let axe = axe();
    let (_place, host) = settled();
    let mut wrong = Vec::new();
    for (name, url) in screens(&host) {
        for (width, height, scheme) in [
            (320, 800, "light"),
            (320, 800, "dark"),
            (1024, 900, "light"),
            (1024, 900, "dark"),
            (2560, 1200, "light"),
        ] {
            browser.look(width, height, scheme);
            browser.open(&url);
            let over =
                browser.ask("document.documentElement.scrollWidth - document.documentElement.clientWidth");
            if over.as_i64() != Some(0) {
                let wide = browser.ask(
                    "[...document.querySelectorAll('main *, header *')].filter((one) => one.getBoundingClientRect().right > \
                     document.documentElement.clientWidth + 0.5).map((one) => one.tagName + '.' + one.className).slice(0, 6).join(' ')",
                );
                wrong.push(format!("{name} at {width}: {over} pixels too wide: {wide}"));
            }
            browser.picture(&format!("{name}-{width}-{scheme}"));
            if let Some(axe) = axe.as_ref().filter(|_| width != 2560) {
                browser.ask(&format!("{axe}; true"));
                let found = browser.ask(
                    "axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }).then((result) => \
                     result.violations.map((one) => one.id + ': ' + one.nodes.map((node) => node.target.join(' ') + ' ' + (node.any[0] || {}).message).join(' | ')))",
                );
                for violation in found.as_array().expect("a list") {
                    wrong.push(format!("{name} at {width} {scheme}: {violation}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_marked_words_are_those_of_the_payload() {
    let Some(mut browser) = Browser::start() else { return };
    let place = Place::harbour();
    let host = Host::start(&place);
    browser.open(&format!("http://{}/claims/crew", host.address));
    assert_eq!(browser.ask("document.querySelector('.evidence mark.clash').textContent"), "240 people");
    assert_eq!(browser.ask("document.querySelector('[data-testid=pair-figure]').dataset.clash"), "true");
    assert_eq!(browser.ask("document.querySelectorAll('[data-testid=why-step]').length > 0"), true);
    browser.open(&format!("http://{}/claims/visitors", host.address));
    assert_eq!(browser.ask("document.querySelectorAll('[data-testid=series] .interval').length"), 4);
    browser.ask("document.querySelector('[data-testid=series]').scrollIntoView({ block: 'center' }); true");
    browser.picture("series");
    // The words of a page that would act are words.
    let body = host.visitor().get("/claims/tickets").body;
    let digest =
        body.split("/sources/").nth(1).and_then(|rest| rest.split('?').next()).expect("a digest").to_owned();
    browser.open(&format!("http://{}/sources/{digest}", host.address));
    assert_eq!(
        browser.ask("document.querySelector('#text').textContent.includes('<img src=x onerror=')"),
        true
    );
    assert_eq!(
        browser
            .ask("window.owned === undefined && document.querySelectorAll('#text img, #text script').length"),
        0
    );
    // Selected words go into the form, without numbers and hidden labels.
    browser.ask(
        "(() => { const words = [...document.querySelectorAll('#text .words')].find((line) => line.textContent.includes('museum')); \
         document.getSelection().selectAllChildren(words); return true; })()",
    );
    browser.until("document.querySelector('[data-quote]').value.startsWith('The harbour museum had 54,000 visitors in 2025')");
    assert_eq!(browser.ask("document.querySelector('[data-quote]').value.includes('clashes')"), false);
}

const ROW: &str = "document.activeElement.closest('[data-testid=queue-row]')";

#[test]
fn every_key_does_what_the_help_says() {
    let Some(mut browser) = Browser::start() else { return };
    let (_place, host) = settled();
    let base = format!("http://{}", host.address);
    browser.look(1280, 900, "light");
    browser.open(&format!("{base}/queue"));
    // j j Enter opens the second row, j from there the third in the list.
    browser.press("j");
    browser.until(&format!("{ROW} && {ROW}.id === 'row-0'"));
    browser.press("j");
    browser.until(&format!("{ROW}.id === 'row-1'"));
    browser.press("k");
    browser.until(&format!("{ROW}.id === 'row-0'"));
    browser.press("j");
    let second = browser.ask(&format!("{ROW}.querySelector('h3 a').getAttribute('href')"));
    browser.press("Enter");
    browser.until("location.pathname.startsWith('/claims/')");
    assert_eq!(browser.ask("location.pathname + location.search"), second);
    browser.press("j");
    browser.until(&format!("location.pathname + location.search !== {second}"));
    assert_eq!(browser.ask("new URLSearchParams(location.search).get('at')"), "2");
    browser.press("k");
    browser.until(&format!("location.pathname + location.search === {second}"));
    // Highlights, evidence, provenance.
    browser.open(&format!("{base}/claims/crew"));
    browser.press("n");
    browser.until(
        "document.querySelectorAll('mark.here').length === 1 && document.activeElement.matches('mark')",
    );
    browser.press("p");
    browser.until("document.querySelectorAll('mark.here').length === 1");
    browser.press(".");
    browser.until("document.querySelector('[data-drawer]').open");
    browser.press(".");
    browser.until("!document.querySelector('[data-drawer]').open");
    browser.open(&format!("{base}/claims/boats"));
    if browser.ask("document.querySelectorAll('[data-passage]').length").as_i64() > Some(1) {
        browser.press("]");
        browser.until("document.querySelectorAll('[data-passage]')[1].open && !document.querySelectorAll('[data-passage]')[0].open");
        browser.press("[");
        browser.until("document.querySelectorAll('[data-passage]')[0].open");
    }
    // Search, and keys while typing are letters.
    browser.press("/");
    browser.until("document.activeElement.id === 'q'");
    browser.press("j");
    browser.press("1");
    browser.until("document.querySelector('#q').value === 'j1' && location.pathname === '/claims/boats'");
    browser.ask("document.activeElement.blur()");
    for (key, path) in [("s", "/sources"), ("d", "/drift"), ("a", "/audit"), ("r", "/runs"), ("q", "/queue")]
    {
        browser.press("g");
        browser.press(key);
        browser.until(&format!("location.pathname === '{path}'"));
    }
    browser.press("?");
    browser.until("location.pathname === '/help'");
    // Selecting, with a range.
    browser.open(&format!("{base}/queue"));
    browser.press("j");
    browser.press("x");
    browser.press("j");
    browser.press("j");
    browser.press("X");
    browser.until("document.querySelectorAll('[data-testid=queue-row] input:checked').length === 3");
    browser.press("a");
    browser.until("document.activeElement.id === 'to'");
}

#[test]
fn keys_decide_undo_and_move_on() {
    let Some(mut browser) = Browser::start() else { return };
    let (_place, host) = settled();
    let base = format!("http://{}", host.address);
    browser.look(1280, 900, "light");
    browser.open(&format!("{base}/queue"));
    let before = browser
        .ask("document.querySelectorAll('[data-testid=queue-row]').length")
        .as_i64()
        .expect("a number");
    browser.press("j");
    browser.press("j");
    let after_it = browser.ask(&format!("{ROW}.nextElementSibling.querySelector('h3 a').textContent"));
    // 1 decides at once; the row leaves, the one after it has the focus, and the toast offers to undo.
    browser.press("1");
    browser.until(&format!("document.querySelectorAll('[data-testid=queue-row]').length === {}", before - 1));
    browser.until(&format!("{ROW} && {ROW}.querySelector('h3 a').textContent === {after_it}"));
    browser.until("document.querySelector('[data-testid=toast]').textContent.includes('Fix claim')");
    browser.picture("queue-decided");
    browser.press("u");
    browser.until(&format!("document.querySelectorAll('[data-testid=queue-row]').length === {before}"));
    browser.until("document.querySelector('[data-testid=toast]').textContent.includes('Taken back')");
    // 2 asks for a reason first; typing in the note presses no keys.
    browser.open(&format!("{base}/claims/crew?from=&at=0"));
    browser.press("2");
    browser.until("document.activeElement.name === 'reason' && document.querySelector('button[data-verb=stands]').classList.contains('strong')");
    browser.ask("document.querySelector('[name=reason]').value = 'rounding-convention'; document.querySelector('[name=note]').focus()");
    for key in ["j", "h", "1"] {
        browser.press(key);
    }
    browser.until(
        "document.querySelector('[name=note]').value === 'jh1' && location.pathname === '/claims/crew'",
    );
    browser.ask("document.activeElement.blur()");
    browser.press("2");
    browser.until("location.pathname.startsWith('/claims/') && location.pathname !== '/claims/crew'");
    browser.until("document.querySelector('[data-testid=toast]').textContent.includes('Claim stands: crew')");
    // 3 and h on the next ones.
    for (key, words) in [("3", "Ask author"), ("h", "Snooze")] {
        browser.ask("document.querySelector('[name=reason]').value = 'source-outdated'; true");
        browser.press(key);
        browser
            .until(&format!("document.querySelector('[data-testid=toast]').textContent.includes('{words}')"));
    }
    // A setting turns single keys off.
    browser.open(&format!("{base}/settings"));
    browser.ask("document.querySelector('input[name=keys][value=off]').click(); document.querySelector('form[action=\"/settings\"] button').click()");
    browser.until("document.querySelector('[data-testid=toast]').textContent.includes('saved')");
    browser.open(&format!("{base}/queue"));
    browser.press("j");
    browser.press("?");
    assert_eq!(browser.ask(&format!("location.pathname + ' ' + ({ROW} === null)")), "/queue true");
    // The theme chosen wins over the system's.
    browser.open(&format!("{base}/settings"));
    browser.ask("document.querySelector('input[name=theme][value=dark]').click(); document.querySelector('form[action=\"/settings\"] button').click()");
    browser.until("document.documentElement.dataset.theme === 'dark'");
}

#[test]
fn a_long_check_tells_how_far_it_is_and_gives_way_to_the_queue() {
    let Some(mut browser) = Browser::start() else { return };
    let place = Place::harbour();
    let mut claims = CLAIMS.to_owned();
    for number in 0..6_000 {
        let sentence = format!("The ferries employed {} people in 2025.", 300 + number);
        claims.push_str(&format!(
            "\n[[claim]]\nid = \"crew-{number}\"\ntext = \"{sentence}\"\nsources = [\"harbour\"]\n"
        ));
    }
    place.claims("harbour.toml", &claims);
    let host = Host::start(&place);
    browser.look(1024, 760, "light");
    browser.open(&format!("http://{}/queue", host.address));
    if browser.ask("!!document.querySelector('[data-testid=checking]')") == true {
        browser.picture("checking");
    }
    // Nobody loads the screen again: the small script does.
    browser.until("document.querySelectorAll('[data-testid=queue-row]').length === 50");
    // A change is told on the screen that is open, with the way to the newer one.
    place.claims("more.toml", "[[claim]]\nid = \"lamps\"\ntext = \"The pier has 4 lamps.\"\nsources = [\"https://example.org/harbour\"]\n");
    browser.until("document.querySelector('[data-progress] a')");
    assert_eq!(browser.ask("document.querySelector('[data-progress]').hidden"), false);
}

#[test]
fn without_scripts_everything_works() {
    let Some(mut browser) = Browser::start() else { return };
    let (_place, host) = settled();
    let base = format!("http://{}", host.address);
    browser.look(1280, 900, "light");
    browser.scripts(false);
    // The protocol's own evaluation still works in a page whose scripts are off, so forms can be filled and sent.
    browser.open(&format!("{base}/queue"));
    browser.picture("queue-without-scripts");
    browser.ask("document.querySelector('[name=pick]').checked = true; document.querySelector('[data-testid=bulk-bar] button[value=fix]').click()");
    browser.until("document.querySelector('[data-testid=toast]').textContent.includes('Fix claim')");
    browser.ask("document.querySelector('[data-testid=toast] button').click()");
    browser.until("document.querySelector('[data-testid=toast]').textContent.includes('Taken back')");
    browser.open(&format!("{base}/claims/crew"));
    browser.ask("document.querySelector('#decide [name=reason]').value = 'false-alarm'; document.querySelector('#decide button[value=snooze]').click()");
    browser.until("document.querySelector('[data-testid=toast]').textContent.includes('Snooze')");
    for (name, url) in screens(&host) {
        browser.open(&url);
        assert_eq!(browser.ask("document.querySelectorAll('main h1').length"), 1, "{name}");
        // Nothing stands there that only a script could make work.
        assert_eq!(
            browser.ask("[...document.querySelectorAll('button[type=button]')].every((one) => one.hidden)"),
            true,
            "{name}"
        );
    }
}

#[test]
fn a_report_reads_well_as_a_file() {
    let Some(mut browser) = Browser::start() else { return };
    let place = Place::harbour();
    assert_eq!(place.verify(&["report", "claims", "--output", "report.html"]).status.code(), Some(1));
    let axe = axe();
    for (width, scheme) in [(320, "light"), (1280, "light"), (1280, "dark")] {
        browser.look(width, 1000, scheme);
        browser.open(&format!("file://{}", place.path("report.html").display()));
        assert_eq!(
            browser.ask("document.documentElement.scrollWidth - document.documentElement.clientWidth"),
            0,
            "{width}"
        );
        browser.picture(&format!("report-{width}-{scheme}"));
        if let Some(axe) = &axe {
            browser.ask(&format!("{axe}; true"));
            let found = browser.ask("axe.run().then((result) => result.violations.map((one) => one.id + ' ' + one.nodes[0].html))");
            assert_eq!(found, json!([]), "{width} {scheme}");
        }
    }
}

/// The pictures of docs/review.md. `VERIFY_PICTURES=docs/pictures cargo test --test it walk_through` makes them anew.
#[test]
fn the_walk_through_of_the_docs() {
    let Some(mut browser) = Browser::start() else { return };
    let (place, host) = settled();
    let base = format!("http://{}", host.address);
    browser.look(1120, 760, "light");
    browser.open(&format!("{base}/queue"));
    browser.press("j");
    browser.press("j");
    browser.press("j");
    browser.picture("review-1-queue");
    // From a flagged claim to a decision.
    browser.open(&format!("{base}/claims/crew?from=&at=0"));
    browser.picture("review-2-claim");
    browser.press("2");
    browser.ask(
        "document.querySelector('[name=reason]').value = 'definition-agreed'; \
         document.querySelector('[name=note]').value = 'Seasonal crew counts, as agreed with the desk'; document.activeElement.blur()",
    );
    browser.press("2");
    browser.until("document.querySelector('[data-testid=toast]').textContent.includes('Claim stands: crew')");
    // An undo.
    browser.press("u");
    browser.until("document.querySelector('[data-testid=toast]').textContent.includes('Taken back on crew')");
    browser.open(&format!("{base}/audit"));
    browser.until("document.querySelectorAll('[data-testid=audit-row]').length === 3");
    browser.picture("review-3-record");
    // A drifted source.
    browser.open(&format!("{base}/drift/https%3A%2F%2Fexample%2Eorg%2Fharbour"));
    browser.until("document.querySelectorAll('[data-testid=drift-claim]').length === 2");
    browser.picture("review-4-drift");
    // A published report.
    place.verify(&["report", "claims", "--output", "report.html"]);
    browser.look(1120, 760, "dark");
    browser.open(&format!("file://{}", place.path("report.html").display()));
    browser.picture("review-5-report");
    let docs =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/review.md")).expect("the page");
    for picture in ["1-queue", "2-claim", "3-record", "4-drift", "5-report"] {
        assert!(docs.contains(&format!("pictures/review-{picture}.png")), "{picture} is shown");
    }
}
