//! Lays a capture out as the records of one WARC file, and reads it back.
//!
//! A file holds `warcinfo`, then a `request` and a `response` for each hop and for the answer (or
//! one `resource` for bytes that a person brought), then a `metadata` record that says by what
//! method, by whom and for which part. Files of other tools have no such metadata and are read by
//! `import`.

use chrono::{DateTime, SecondsFormat, Utc};
use thiserror::Error;
use url::Url;

use super::warc::{BLOCK_DIGEST, PAYLOAD_DIGEST, Reader, Record, WarcError, http_head};
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
        let mut bytes = Vec::with_capacity(4096 + self.capture.payload.len() / 2);
        for (record, rest) in records(self, name) {
            record.append_member(rest, &mut bytes);
        }
        bytes
    }
}

/// The records of a capture, in the order of the file. `name` is the name of the file. Beside each record stands what its
/// block ends with.
fn records<'c>(hashed: &Hashed<'c>, name: &str) -> Vec<(Record, &'c [u8])> {
    let capture = hashed.capture;
    let date = date(capture.at);
    let mut records = vec![(warcinfo(&date, name), &[][..])];
    let info_id = records[0].0.id().to_owned();
    for hop in &capture.hops {
        exchange(&mut records, &date, &info_id, Exchange::of_hop(hop));
    }
    let main = match Exchange::of_answer(hashed) {
        Some(answer) => exchange(&mut records, &date, &info_id, answer),
        None => {
            let media_type = capture.media_type.clone();
            let mut fields = vec![
                ("WARC-Target-URI", target(&capture.final_url)),
                ("WARC-Warcinfo-ID", info_id.clone()),
                ("Content-Type", media_type.unwrap_or_else(|| "application/octet-stream".to_owned())),
                (PAYLOAD_DIGEST, hashed.digest.to_string()),
            ];
            fields.extend(capture.truncated.iter().map(|reason| ("WARC-Truncated", reason.clone())));
            fields.push((BLOCK_DIGEST, hashed.block.to_string()));
            let record = Record::begun(records.len(), "resource", &date, fields, Vec::new());
            let id = record.id().to_owned();
            records.push((record, &capture.payload));
            id
        }
    };
    let fields = vec![
        ("WARC-Target-URI", target(&capture.final_url)),
        ("WARC-Warcinfo-ID", info_id),
        ("WARC-Refers-To", main),
        ("Content-Type", "application/warc-fields".to_owned()),
    ];
    let about = Record::new(records.len(), "metadata", &date, fields, metadata(capture).into_bytes());
    records.push((about, &[]));
    records
}

/// The first record of every file: which program wrote it, and under which name.
pub(super) fn warcinfo(date: &str, name: &str) -> Record {
    let info = format!("software: {SOFTWARE}\r\nformat: WARC File Format 1.1\r\n");
    let fields =
        vec![("WARC-Filename", name.to_owned()), ("Content-Type", "application/warc-fields".to_owned())];
    Record::new(0, "warcinfo", date, fields, info.into_bytes())
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

/// One request with its answer, on the way or at the end.
struct Exchange<'a> {
    url: &'a str,
    request: &'a [(String, String)],
    head: Vec<u8>,
    payload: &'a [u8],
    /// Of the payload, and of the head with the payload.
    digests: (Digest, Digest),
    peer: Option<&'a str>,
    truncated: Option<&'a str>,
}

impl<'a> Exchange<'a> {
    fn of_hop(hop: &'a Hop) -> Self {
        let head = http_head(&status_line(hop.status), &hop.headers);
        Self {
            url: &hop.url,
            request: &hop.request,
            payload: &hop.payload,
            digests: Digest::with_head(&head, &hop.payload),
            head,
            peer: hop.peer.as_deref(),
            truncated: None,
        }
    }

    /// `None` for bytes that a person brought.
    fn of_answer(hashed: &Hashed<'a>) -> Option<Self> {
        let capture = hashed.capture;
        capture.status.map(|_| Self {
            url: &capture.final_url,
            request: &capture.request,
            head: hashed.head.clone(),
            payload: &capture.payload,
            digests: (hashed.digest, hashed.block),
            peer: capture.peer.as_deref(),
            truncated: capture.truncated.as_deref(),
        })
    }
}

/// Adds the records of an exchange, gives the id of its response.
fn exchange<'c>(
    records: &mut Vec<(Record, &'c [u8])>,
    date: &str,
    info_id: &str,
    exchange: Exchange<'c>,
) -> String {
    let parsed = Url::parse(exchange.url).ok();
    let path = parsed.as_ref().map_or("/", |url| &url[url::Position::BeforePath..url::Position::AfterQuery]);
    let line = format!("GET {path} HTTP/1.1");
    let url = parsed.map_or_else(|| without_spaces(exchange.url), String::from);
    let ours = |media_type: &str| {
        vec![
            ("WARC-Target-URI", url.clone()),
            ("WARC-Warcinfo-ID", info_id.to_owned()),
            ("Content-Type", media_type.to_owned()),
        ]
    };
    let head = http_head(&line, exchange.request);
    let request = Record::new(records.len(), "request", date, ours("application/http;msgtype=request"), head);
    let mut fields = ours("application/http;msgtype=response");
    fields.extend(exchange.peer.map(|peer| ("WARC-IP-Address", peer.to_owned())));
    fields.push(("WARC-Concurrent-To", request.id().to_owned()));
    let (payload, block) = exchange.digests;
    fields.push((PAYLOAD_DIGEST, payload.to_string()));
    fields.extend(exchange.truncated.map(|reason| ("WARC-Truncated", reason.to_owned())));
    fields.push((BLOCK_DIGEST, block.to_string()));
    let response = Record::begun(records.len() + 1, "response", date, fields, exchange.head);
    let id = response.id().to_owned();
    records.extend([(request, &[][..]), (response, exchange.payload)]);
    id
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
