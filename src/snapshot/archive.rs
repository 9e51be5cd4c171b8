//! Lays a capture out as the records of one WARC file, and reads it back.
//!
//! A file holds `warcinfo`, then a `request` and a `response` for each hop and for the answer (or
//! one `resource` for bytes that a person brought), then a `metadata` record that says by what
//! method, by whom and for which part. Files of other tools have no such metadata and are read by
//! `import`.

use std::borrow::Cow;

use chrono::{DateTime, SecondsFormat, Utc};
use thiserror::Error;
use url::Url;

use super::member::Member;
use super::warc::{PAYLOAD_DIGEST, Reader, Record, WarcError, http_head};
use crate::capture::{Capture, Digest, Hop, Method, Note};

/// Most bytes of one block that is read back. The fetcher stops far below it.
pub const BLOCK_BYTES_MAX: u64 = 512 << 20;

/// Why the bytes of a file are not a whole capture of ours.
#[derive(Debug, Error)]
pub enum ArchiveError {
    /// The file is no WARC file, or a record of it is broken.
    #[error(transparent)]
    Warc(#[from] WarcError),
    /// A digest that a record declares is not that of its bytes.
    #[error("record {record} does not match its digest: {reason}")]
    Digest {
        /// The number of the record, from 1.
        record: usize,
        /// Which digest, declared and found.
        reason: String,
    },
    /// It is a WARC file, but not one that this program wrote for a capture.
    #[error(
        "it is a WARC file without the records of a capture ({0}): bring it in with `verify capture --warc`"
    )]
    Foreign(String),
}

/// The program and format named in the `warcinfo` record.
const SOFTWARE: &str = concat!("claim-verifier/", env!("CARGO_PKG_VERSION"));

/// A capture with the digests that its file declares: its payload is gone through once for all that needs them.
pub(super) struct Hashed<'c> {
    capture: &'c Capture,
    /// The digest of the payload.
    pub digest: Digest,
    /// The digest of the block that ends with the payload.
    block: Digest,
    /// What the block begins with: the HTTP head, empty for bytes that a person brought.
    head: Vec<u8>,
}

impl<'c> Hashed<'c> {
    /// The capture with its digests.
    pub fn of(capture: &'c Capture) -> Self {
        let head = capture.status.map(|status| http_head(&status_line(status), &capture.headers));
        let head = head.unwrap_or_default();
        let (digest, block) = Digest::with_head(&head, &capture.payload);
        Self { capture, digest, block, head }
    }

    /// The name of its file.
    pub fn file_name(&self, turn: usize) -> String {
        file_name(self.capture.at, &self.digest, turn)
    }

    /// The bytes of its file, one gzip member a record; they hold its name.
    pub fn laid_out(&self, name: &str) -> Vec<u8> {
        let capture = self.capture;
        let date = date(capture.at);
        let mut file = Layout {
            date: &date,
            info_id: String::new(),
            records: 1,
            bytes: Vec::with_capacity(4096 + capture.payload.len() / 2),
        };
        file.info_id = warcinfo(&date, name, &mut file.bytes);
        for hop in &capture.hops {
            let head = http_head(&status_line(hop.status), &hop.headers);
            let digests = Digest::with_head(&head, &hop.payload);
            file.exchange(&Exchange {
                target: &target(&hop.url),
                request: &hop.request,
                head: &head,
                payload: &hop.payload,
                digests,
                peer: hop.peer.as_deref(),
                truncated: None,
            });
        }
        let target = target(&capture.final_url);
        let main = match capture.status {
            Some(_) => file.exchange(&Exchange {
                target: &target,
                request: &capture.request,
                head: &self.head,
                payload: &capture.payload,
                digests: (self.digest, self.block),
                peer: capture.peer.as_deref(),
                truncated: capture.truncated.as_deref(),
            }),
            None => file.resource(self, &target),
        };
        file.about(capture, &target, &main);
        file.bytes
    }
}

/// The first record of every file: which program wrote it, and under which name. Gives its id.
pub(super) fn warcinfo(date: &str, name: &str, out: &mut Vec<u8>) -> String {
    let info = format!("software: {SOFTWARE}\r\nformat: WARC File Format 1.1\r\n");
    let fields =
        vec![("WARC-Filename", Cow::Borrowed(name)), ("Content-Type", "application/warc-fields".into())];
    Member { turn: 0, kind: "warcinfo", date, fields }.append(info.as_bytes(), out)
}

/// The file of a capture while its records are laid out, in their order.
struct Layout<'l> {
    date: &'l str,
    info_id: String,
    records: usize,
    bytes: Vec<u8>,
}

/// One request with its answer, on the way or at the end.
struct Exchange<'e> {
    target: &'e str,
    request: &'e [(String, String)],
    head: &'e [u8],
    payload: &'e [u8],
    /// Of the payload, and of the head with the payload.
    digests: (Digest, Digest),
    peer: Option<&'e str>,
    truncated: Option<&'e str>,
}

impl Layout<'_> {
    /// Lays out a request and its answer, and gives the id of the answer.
    fn exchange(&mut self, exchange: &Exchange<'_>) -> String {
        let parsed = Url::parse(exchange.target).ok();
        let path =
            parsed.as_ref().map_or("/", |url| &url[url::Position::BeforePath..url::Position::AfterQuery]);
        let head = http_head(&format!("GET {path} HTTP/1.1"), exchange.request);
        let fields = fields_of(exchange.target, &self.info_id, "application/http;msgtype=request");
        let request = Member { turn: self.records, kind: "request", date: self.date, fields }
            .append(&head, &mut self.bytes);
        let mut fields = fields_of(exchange.target, &self.info_id, "application/http;msgtype=response");
        fields.extend(exchange.peer.map(|peer| ("WARC-IP-Address", peer.into())));
        fields.push(("WARC-Concurrent-To", request.into()));
        let (payload, block) = exchange.digests;
        fields.push((PAYLOAD_DIGEST, payload.to_string().into()));
        fields.extend(exchange.truncated.map(|reason| ("WARC-Truncated", reason.into())));
        let response = Member { turn: self.records + 1, kind: "response", date: self.date, fields };
        self.records += 2;
        response.append_with(exchange.head, exchange.payload, block, &mut self.bytes)
    }

    /// Lays out bytes that a person brought, and gives the id of their record.
    fn resource(&mut self, hashed: &Hashed<'_>, target: &str) -> String {
        let capture = hashed.capture;
        let media_type = capture.media_type.as_deref().unwrap_or("application/octet-stream");
        let mut fields = fields_of(target, &self.info_id, media_type);
        fields.push((PAYLOAD_DIGEST, hashed.digest.to_string().into()));
        fields.extend(capture.truncated.as_deref().map(|reason| ("WARC-Truncated", reason.into())));
        let resource = Member { turn: self.records, kind: "resource", date: self.date, fields };
        self.records += 1;
        resource.append_with(&[], &capture.payload, hashed.block, &mut self.bytes)
    }

    /// Lays out what the capture is, beside the record that holds its payload.
    fn about(&mut self, capture: &Capture, target: &str, main: &str) {
        let mut fields = fields_of(target, &self.info_id, "application/warc-fields");
        fields.insert(2, ("WARC-Refers-To", main.into()));
        let about = Member { turn: self.records, kind: "metadata", date: self.date, fields };
        about.append(metadata(capture).as_bytes(), &mut self.bytes);
    }
}

/// The fields that every record after the first begins with.
fn fields_of<'f>(
    target: &'f str,
    info_id: &'f str,
    media_type: &'f str,
) -> Vec<(&'static str, Cow<'f, str>)> {
    let mut fields = Vec::with_capacity(8);
    fields.extend([
        ("WARC-Target-URI", Cow::Borrowed(target)),
        ("WARC-Warcinfo-ID", Cow::Borrowed(info_id)),
        ("Content-Type", Cow::Borrowed(media_type)),
    ]);
    fields
}

/// The bytes of a capture's file: one gzip member a record.
pub fn bytes(capture: &Capture, name: &str) -> Vec<u8> {
    Hashed::of(capture).laid_out(name)
}

/// The file name of a capture: time and first digits of the payload digest.
pub fn file_name(at: DateTime<Utc>, digest: &Digest, turn: usize) -> String {
    let turn = if turn > 1 { format!("-{turn}") } else { String::new() };
    format!("{}-{}{turn}.warc.gz", at.format("%Y%m%dT%H%M%SZ"), digest.short())
}

/// Reads the capture back from the bytes of its file; every declared digest is compared.
///
/// # Errors
/// [`ArchiveError`] says whether the file is damaged or another tool's.
pub fn read(bytes: &[u8]) -> Result<Capture, ArchiveError> {
    let mut reader = Reader::new(bytes, BLOCK_BYTES_MAX);
    let mut records = Vec::new();
    while let Some(record) = reader.next_record()? {
        record.verify().map_err(|reason| ArchiveError::Digest { record: records.len() + 1, reason })?;
        records.push(record);
    }
    capture_of(&records).map_err(|reason| ArchiveError::Foreign(reason.to_owned()))
}

fn capture_of(records: &[Record]) -> Result<Capture, &'static str> {
    let is_ours = |record: &&Record| record.kind() == "metadata" && record.block.starts_with(b"verify-url:");
    let about = records.iter().find(is_ours).ok_or("no metadata record of this program")?;
    let fields = parse_fields(&about.block);
    let field = |name: &str| fields.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone());
    let main_id = about.field("WARC-Refers-To").ok_or("metadata that refers to no record")?;
    let main_at =
        records.iter().position(|record| record.id() == main_id).ok_or("its payload record is not there")?;
    let main = &records[main_at];
    let at = about.field("WARC-Date").and_then(|text| DateTime::parse_from_rfc3339(text).ok());
    let mut capture = Capture::brought(
        &field("verify-url").ok_or("metadata without an address")?,
        Vec::new(),
        field("verify-method")
            .and_then(|text| text.parse::<Method>().ok())
            .ok_or("metadata without a known method")?,
        &field("verify-by").unwrap_or_default(),
        at.ok_or("metadata without a date")?.to_utc(),
    );
    capture.final_url = field("verify-final-url").unwrap_or_else(|| capture.url.clone());
    capture.part = field("verify-part");
    capture.media_type = field("verify-media-type");
    capture.secure = field("verify-secure").as_deref() == Some("true");
    capture.truncated = main.field("WARC-Truncated").map(str::to_owned);
    capture.peer = main.field("WARC-IP-Address").map(str::to_owned);
    capture.notes = fields
        .iter()
        .filter(|(name, _)| name == "verify-note")
        .map(|(_, value)| {
            let (name, detail) = value.split_once(' ').unwrap_or((value, ""));
            Note { name: name.to_owned(), detail: detail.to_owned() }
        })
        .collect();
    if main.kind() == "resource" {
        capture.payload = main.block.clone();
        return Ok(capture);
    }
    let request_of = |response: &Record| {
        let id = response.field("WARC-Concurrent-To")?;
        Some(records.iter().find(|record| record.id() == id)?.http()?.headers)
    };
    let http = main.http().ok_or("a payload record that is not HTTP")?;
    capture.status = http.status();
    capture.payload = main.block[http.body..].to_vec();
    capture.headers = http.headers;
    capture.request = request_of(main).unwrap_or_default();
    for record in records[..main_at].iter().filter(|record| record.kind() == "response") {
        let http = record.http().ok_or("a hop that is not HTTP")?;
        capture.hops.push(Hop {
            url: record.target().unwrap_or_default().to_owned(),
            status: http.status().ok_or("a hop without a status")?,
            payload: record.block[http.body..].to_vec(),
            headers: http.headers,
            request: request_of(record).unwrap_or_default(),
            peer: record.field("WARC-IP-Address").map(str::to_owned),
        });
    }
    Ok(capture)
}

/// The status line of an answer as it is stored: the reason of the standard, since HTTP/2 sends none.
pub(super) fn status_line(status: u16) -> String {
    let reason = reqwest::StatusCode::from_u16(status).ok().and_then(|status| status.canonical_reason());
    format!("HTTP/1.1 {status} {}", reason.unwrap_or("Unnamed"))
}

fn metadata(capture: &Capture) -> String {
    let mut fields = vec![("verify-url", capture.url.clone())];
    if capture.final_url != capture.url {
        fields.push(("verify-final-url", capture.final_url.clone()));
    }
    fields.push(("verify-method", capture.method.name().to_owned()));
    fields.push(("verify-by", capture.by.clone()));
    fields.extend(capture.part.iter().map(|part| ("verify-part", part.clone())));
    fields.extend(capture.media_type.iter().map(|text| ("verify-media-type", text.clone())));
    fields.push(("verify-secure", capture.secure.to_string()));
    fields.extend(capture.notes.iter().map(|note| ("verify-note", format!("{} {}", note.name, note.detail))));
    fields.iter().map(|(name, value)| format!("{name}: {}\r\n", escape(value))).collect()
}

/// Makes one line of a value: control characters, backslashes and spaces at the ends are escaped.
fn escape(value: &str) -> String {
    let last = value.chars().count().saturating_sub(1);
    let mut line = String::with_capacity(value.len());
    for (at, c) in value.chars().enumerate() {
        if c.is_control() || c == '\\' || (c == ' ' && (at == 0 || at == last)) {
            line.push_str(&format!("\\{:x};", u32::from(c)));
        } else {
            line.push(c);
        }
    }
    line
}

fn unescape(line: &str) -> String {
    let mut value = String::with_capacity(line.len());
    let mut parts = line.split('\\');
    value.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let escaped = part.split_once(';').and_then(|(code, rest)| {
            let c = u32::from_str_radix(code, 16).ok().and_then(char::from_u32)?;
            Some((c, rest))
        });
        match escaped {
            Some((c, rest)) => {
                value.push(c);
                value.push_str(rest);
            }
            None => value.extend(["\\", part]),
        }
    }
    value
}

fn parse_fields(block: &[u8]) -> Vec<(String, String)> {
    let text = String::from_utf8_lossy(block);
    let lines = text.split("\r\n").filter_map(|line| line.split_once(": "));
    lines.map(|(name, value)| (name.to_owned(), unescape(value))).collect()
}

/// The date of a record: whole seconds, UTC.
pub fn date(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// An address as it may stand in `WARC-Target-URI`: a URI, never a text with spaces.
pub(super) fn target(url: &str) -> String {
    Url::parse(url).map_or_else(|_| without_spaces(url), String::from)
}

fn without_spaces(url: &str) -> String {
    url.chars().filter(|c| !c.is_whitespace()).collect()
}
