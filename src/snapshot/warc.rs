//! WARC 1.1 records (ISO 28500:2017), read from any tool's file.
//!
//! The reader takes WARC 1.0 and 1.1, plain or gzip, one record a member or many; it knows nothing
//! of captures. `member` writes them.

use std::borrow::Cow;
use std::io::{self, BufRead, BufReader, Read};

use flate2::bufread::GzDecoder;
use thiserror::Error;

use crate::capture::Digest;

/// The gzip level of all that is written. Level 1 of zlib-rs: level 6 takes about four times the
/// time for a tenth less space on news pages, and time is what a nightly run is short of.
pub const LEVEL: u32 = 1;

/// The digest of a whole block.
pub(super) const BLOCK_DIGEST: &str = "WARC-Block-Digest";

/// The digest of the payload, which of an HTTP block is what follows the head.
pub(super) const PAYLOAD_DIGEST: &str = "WARC-Payload-Digest";

/// Most bytes of a record's header, above which a file is not a WARC file.
const HEADER_BYTES_MAX: usize = 64 << 10;

/// A record: its named fields in order and its block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// `WARC/1.1` or `WARC/1.0`.
    pub version: String,
    /// The named fields in order, without `Content-Length`.
    pub fields: Vec<(String, String)>,
    /// The block, which `Content-Length` counts.
    pub block: Vec<u8>,
}

/// Why a file could not be read as WARC.
#[derive(Debug, Error)]
pub enum WarcError {
    /// The bytes cannot be read at all.
    #[error("cannot read record {record}: {source}")]
    Read {
        /// The number of the record, from 1.
        record: usize,
        /// What failed.
        source: io::Error,
    },
    /// The bytes are not a WARC record.
    #[error("record {record} is no WARC record: {reason}")]
    Form {
        /// The number of the record, from 1.
        record: usize,
        /// What is wrong.
        reason: String,
    },
}

impl Record {
    /// The first field of that name, whatever its case.
    pub fn field(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// The `WARC-Type`, empty where there is none.
    pub fn kind(&self) -> &str {
        self.field("WARC-Type").unwrap_or_default()
    }

    /// The `WARC-Record-ID`, with its angle brackets.
    pub fn id(&self) -> &str {
        self.field("WARC-Record-ID").unwrap_or_default()
    }

    /// The `WARC-Target-URI`, without the angle brackets that some tools write.
    pub fn target(&self) -> Option<&str> {
        let target = self.field("WARC-Target-URI")?;
        Some(target.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')).unwrap_or(target))
    }

    /// The HTTP head of a `request` or `response` block: first line, headers, and where the body
    /// starts. `None` where the block is not HTTP.
    pub fn http(&self) -> Option<Http> {
        Http::parse(&self.block)
    }

    /// Compares the block, and the payload of a `response` or `resource`, with the digests that the record
    /// declares. Only labelled SHA-256 is compared; a record without one passes.
    pub fn verify(&self) -> Result<(), String> {
        let declared = |name: &str| {
            let text = self.field(name).filter(|text| text.starts_with("sha256:"))?;
            // Base32 is the habit of other tools; it is not ours.
            text.parse::<Digest>().ok()
        };
        let body = match self.kind() {
            "resource" => Some(0),
            "response" | "request" => self.http().map(|http| http.body),
            _ => None,
        };
        match (declared(BLOCK_DIGEST), declared(PAYLOAD_DIGEST).zip(body)) {
            (Some(block), Some((payload, body))) => {
                let found = Digest::with_head(&self.block[..body], &self.block[body..]);
                agree(BLOCK_DIGEST, block, found.1)?;
                agree(PAYLOAD_DIGEST, payload, found.0)
            }
            (Some(block), None) => agree(BLOCK_DIGEST, block, Digest::of(&self.block)),
            (None, Some((payload, body))) => agree(PAYLOAD_DIGEST, payload, Digest::of(&self.block[body..])),
            (None, None) => Ok(()),
        }
    }
}

fn agree(name: &str, declared: Digest, found: Digest) -> Result<(), String> {
    if declared == found { Ok(()) } else { Err(format!("{name} is {declared} but the bytes give {found}")) }
}

/// The head of an HTTP message as stored in a block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Http {
    /// The request line or status line.
    pub line: String,
    /// The headers in order; bytes above 0x7F are read as ISO 8859-1.
    pub headers: Vec<(String, String)>,
    /// Where the body starts in the block.
    pub body: usize,
}

impl Http {
    fn parse(block: &[u8]) -> Option<Self> {
        let mut lines = Vec::new();
        let mut at = 0;
        loop {
            let end = at + memchr::memchr(b'\n', &block[at..])?;
            let line = &block[at..end];
            let line: String =
                line.strip_suffix(b"\r").unwrap_or(line).iter().copied().map(char::from).collect();
            at = end + 1;
            if line.is_empty() {
                break;
            }
            lines.push(line);
        }
        let mut lines = lines.into_iter();
        let line = lines.next().filter(|line| line.contains("HTTP/"))?;
        let mut headers: Vec<(String, String)> = Vec::new();
        for line in lines {
            match (line.starts_with([' ', '\t']), headers.last_mut(), line.split_once(':')) {
                (true, Some((_, value)), _) => value.extend([" ", line.trim()]),
                (_, _, Some((name, value))) => {
                    headers.push((name.trim().to_owned(), value.trim().to_owned()))
                }
                _ => {}
            }
        }
        Some(Self { line, headers, body: at })
    }

    /// The status of a status line.
    pub fn status(&self) -> Option<u16> {
        self.line.split_ascii_whitespace().nth(1)?.parse().ok()
    }
}

/// The bytes of an HTTP head with its closing blank line. Characters that cannot stand in a
/// header become `?` or a space.
pub fn http_head(line: &str, headers: &[(String, String)]) -> Vec<u8> {
    let mut head = Vec::with_capacity(1024);
    push_latin(&mut head, &clean(line));
    head.extend(b"\r\n");
    for (name, value) in headers {
        push_latin(&mut head, &clean(name));
        head.extend(b": ");
        push_latin(&mut head, &clean(value));
        head.extend(b"\r\n");
    }
    head.extend(b"\r\n");
    head
}

/// Adds a text in ISO 8859-1.
fn push_latin(out: &mut Vec<u8>, text: &str) {
    match text.is_ascii() {
        true => out.extend(text.as_bytes()),
        false => out.extend(text.chars().map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?'))),
    }
}

/// Makes one line of a value.
pub(super) fn clean(value: &str) -> Cow<'_, str> {
    // Most values are printable ASCII, which is told many bytes at a time where none ends the search.
    let is_plain = value.bytes().fold(true, |so_far, byte| so_far & matches!(byte, b' '..=b'~'));
    let is_line = is_plain || !value.contains(char::is_control);
    match is_line {
        true => Cow::Borrowed(value.trim()),
        false => Cow::Owned(value.replace(char::is_control, " ").trim().to_owned()),
    }
}

/// Reads the records of a file one after the other.
pub struct Reader<R: BufRead> {
    source: Source<R>,
    record: usize,
    block_bytes_max: u64,
}

enum Source<R: BufRead> {
    Raw(R),
    Member(Box<BufReader<GzDecoder<R>>>),
    Ended,
}

impl<R: BufRead> Reader<R> {
    /// A reader that refuses blocks over that size.
    pub fn new(source: R, block_bytes_max: u64) -> Self {
        Self { source: Source::Raw(source), record: 0, block_bytes_max }
    }

    /// The next record, or `None` at the end.
    ///
    /// # Errors
    /// [`WarcError`] where the bytes cannot be read or are not a record; nothing can be read
    /// after it.
    pub fn next_record(&mut self) -> Result<Option<Record>, WarcError> {
        let number = self.record + 1;
        let read = loop {
            match std::mem::replace(&mut self.source, Source::Ended) {
                Source::Ended => return Ok(None),
                Source::Raw(mut raw) => match starts_member(&mut raw) {
                    Ok(None) => return Ok(None),
                    Ok(Some(true)) => {
                        self.source = Source::Member(Box::new(BufReader::new(GzDecoder::new(raw))));
                    }
                    Ok(Some(false)) => {
                        let read = read_record(&mut raw, self.block_bytes_max);
                        self.source = Source::Raw(raw);
                        break read;
                    }
                    Err(source) => return Err(WarcError::Read { record: number, source }),
                },
                Source::Member(mut member) => match starts_member(&mut *member) {
                    Ok(None) => self.source = Source::Raw(member.into_inner().into_inner()),
                    Ok(Some(_)) => {
                        let read = read_record(&mut *member, self.block_bytes_max);
                        self.source = Source::Member(member);
                        break read;
                    }
                    Err(source) => return Err(WarcError::Read { record: number, source }),
                },
            }
        };
        self.record = number;
        match read {
            Ok(record) => Ok(Some(record)),
            Err(error) => {
                self.source = Source::Ended;
                Err(match error {
                    Broken::Io(source) => WarcError::Read { record: number, source },
                    Broken::Form(reason) => WarcError::Form { record: number, reason },
                })
            }
        }
    }
}

enum Broken {
    Io(io::Error),
    Form(String),
}

impl From<io::Error> for Broken {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// Skips line ends between records; tells if a gzip member starts, or `None` at the end.
fn starts_member(source: &mut impl BufRead) -> io::Result<Option<bool>> {
    loop {
        match source.fill_buf()?.first() {
            None => return Ok(None),
            Some(b'\r' | b'\n') => source.consume(1),
            Some(first) => return Ok(Some(*first == 0x1f)),
        }
    }
}

fn read_record(source: &mut impl BufRead, block_bytes_max: u64) -> Result<Record, Broken> {
    let mut head = source.take(HEADER_BYTES_MAX as u64);
    let form = |reason: &str| Err(Broken::Form(reason.to_owned()));
    let mut line = Vec::new();
    head.read_until(b'\n', &mut line)?;
    let version = String::from_utf8_lossy(&line).trim_end().to_owned();
    if !version.starts_with("WARC/1.") {
        return form("it does not start with WARC/1.0 or WARC/1.1");
    }
    let mut fields: Vec<(String, String)> = Vec::new();
    loop {
        line.clear();
        if head.read_until(b'\n', &mut line)? == 0 || line.last() != Some(&b'\n') {
            return form("its header does not end");
        }
        let text = String::from_utf8_lossy(&line);
        let text = text.trim_end_matches(['\r', '\n']);
        if text.is_empty() {
            break;
        }
        match (text.starts_with([' ', '\t']), fields.last_mut(), text.split_once(':')) {
            (true, Some((_, value)), _) => value.extend([" ", text.trim()]),
            (_, _, Some((name, value))) => {
                fields.push((name.trim().to_owned(), value.trim().to_owned()));
            }
            _ => return form("a header line has no colon"),
        }
    }
    let is_length = |name: &str| name.eq_ignore_ascii_case("Content-Length");
    let length =
        fields.iter().find(|(name, _)| is_length(name)).and_then(|(_, value)| value.parse::<u64>().ok());
    let Some(length) = length else { return form("it has no Content-Length") };
    if length > block_bytes_max {
        return Err(Broken::Form(format!(
            "its block of {length} bytes is over the limit of {block_bytes_max}"
        )));
    }
    fields.retain(|(name, _)| !is_length(name));
    let mut block = Vec::new();
    source.take(length).read_to_end(&mut block)?;
    if (block.len() as u64) < length {
        return Err(Broken::Form(format!("its block ends after {} of {length} bytes", block.len())));
    }
    Ok(Record { version, fields, block })
}
