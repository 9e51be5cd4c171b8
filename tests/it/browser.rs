//! Headless Chromium over its DevTools websocket: one tab that opens, asks, presses keys and takes pictures.
//!
//! The load on the desk (`benches/desk.rs`) has it too, to see how soon a screen is painted.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};
use tungstenite::stream::MaybeTlsStream;
use tungstenite::{Message, WebSocket};

/// A browser with one tab; it is stopped when dropped.
pub struct Browser {
    child: Child,
    _profile: tempfile::TempDir,
    socket: WebSocket<MaybeTlsStream<TcpStream>>,
    number: u64,
}

impl Browser {
    /// Starts one; none where Chromium is not installed.
    pub fn start() -> Option<Browser> {
        let names = ["chromium", "chromium-browser", "google-chrome"];
        let found = names.iter().find(|name| {
            let tried =
                Command::new(name).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
            tried.is_ok_and(|status| status.success())
        });
        let program = found?;
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
    pub fn call(&mut self, method: &str, parameters: Value) -> Value {
        self.try_call(method, parameters).unwrap_or_else(|error| panic!("{method}: {error}"))
    }

    /// The same, where the page may be left meanwhile.
    fn try_call(&mut self, method: &str, parameters: Value) -> Result<Value, Value> {
        self.number += 1;
        let request = json!({ "id": self.number, "method": method, "params": parameters });
        self.socket.send(Message::text(request.to_string())).expect("sent");
        loop {
            let answer = self.receive();
            if answer["id"] == self.number {
                let error = answer.get("error").cloned();
                return error.map_or_else(|| Ok(answer["result"].clone()), Err);
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
    pub fn open(&mut self, url: &str) {
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
    pub fn ask(&mut self, expression: &str) -> Value {
        let result = self.call(
            "Runtime.evaluate",
            json!({ "expression": expression, "returnByValue": true, "awaitPromise": true }),
        );
        assert!(result.get("exceptionDetails").is_none(), "{expression}: {result}");
        result["result"]["value"].clone()
    }

    /// Presses a key, with shift where it is a capital.
    pub fn press(&mut self, key: &str) {
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
    pub fn until(&mut self, expression: &str) {
        for _ in 0..800 {
            let guarded = format!("document.readyState === 'complete' && Boolean({expression})");
            let asked = json!({ "expression": guarded, "returnByValue": true });
            let result = self.try_call("Runtime.evaluate", asked);
            if result.is_ok_and(|result| result["result"]["value"] == true) {
                return;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        let page = self.ask("document.title + ': ' + document.body.innerText.slice(0, 1500)");
        panic!("never so: {expression}\n{page}");
    }

    /// Sets width, height, and light or dark.
    pub fn look(&mut self, width: u32, height: u32, scheme: &str) {
        self.call(
            "Emulation.setDeviceMetricsOverride",
            json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false }),
        );
        let features = json!([{ "name": "prefers-color-scheme", "value": scheme }]);
        self.call("Emulation.setEmulatedMedia", json!({ "features": features }));
    }

    /// Lays the page out as for paper.
    pub fn print(&mut self) {
        self.call("Emulation.setEmulatedMedia", json!({ "media": "print" }));
    }

    pub fn scripts(&mut self, on: bool) {
        self.call("Emulation.setScriptExecutionDisabled", json!({ "value": !on }));
    }

    /// Takes a picture of the window, as PNG.
    pub fn picture(&mut self) -> Vec<u8> {
        let taken =
            self.call("Page.captureScreenshot", json!({ "format": "png", "optimizeForSpeed": false }));
        let bytes = decoded(taken["data"].as_str().expect("a picture"));
        assert!(bytes.starts_with(b"\x89PNG"));
        bytes
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
