//! WARC 1.1 records: writes them as one gzip member each, reads them from any tool's file.
//!
//! ISO 28500:2017. The writer gives the same bytes for the same input. The reader takes WARC 1.0
//! and 1.1, plain or gzip, one record a member or many; it knows nothing of captures.

use std::borrow::Cow;
use std::cell::RefCell;
use std::io::{self, BufRead, BufReader, Read, Write};

use flate2::bufread::GzDecoder;
use flate2::{Compress, Compression, Crc, FlushCompress, Status};
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
    pub fields: Vec<(Cow<'static, str>, String)>,
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
    /// A new record of a type, with an id made from all that is in it, so that the same input
    /// gives the same bytes. `turn` is its place in the file, which keeps like records apart.
    pub fn new(
        turn: usize,
        kind: &str,
        date: &str,
        mut fields: Vec<(&'static str, String)>,
        block: Vec<u8>,
    ) -> Self {
        fields.push((BLOCK_DIGEST, Digest::of(&block).to_string()));
        Self::begun(turn, kind, date, fields, block)
    }

    /// The same for a record whose block goes on after what is given: bodies are large, and their owner keeps them. Its fields
    /// declare the digests of the whole block already.
    pub(super) fn begun(
        turn: usize,
        kind: &str,
        date: &str,
        fields: Vec<(&'static str, String)>,
        block: Vec<u8>,
    ) -> Self {
        let mut all = Vec::with_capacity(fields.len() + 3);
        all.push((Cow::Borrowed("WARC-Type"), kind.to_owned()));
        all.push((Cow::Borrowed("WARC-Date"), date.to_owned()));
        all.extend(fields.into_iter().map(|(name, value)| (Cow::Borrowed(name), cleaned(value))));
        let mut seed = String::with_capacity(1024);
        seed.extend([&turn.to_string(), "\n"]);
        for (name, value) in &all {
            seed.extend([name, ":", value, "\n"]);
        }
        all.insert(1, (Cow::Borrowed("WARC-Record-ID"), record_id(&seed)));
        Self { version: "WARC/1.1".to_owned(), fields: all, block }
    }

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

    /// The record as one gzip member.
    pub fn member(&self) -> Vec<u8> {
        let mut member = Vec::with_capacity(1024 + self.block.len() / 2);
        self.append_member(&[], &mut member);
        member
    }

    /// Appends the record as one gzip member, with the rest of its block. The same record gives the same bytes: no time and
    /// no system stand in the gzip header.
    pub(super) fn append_member(&self, rest: &[u8], out: &mut Vec<u8>) {
        let block_bytes = self.block.len() + rest.len();
        let head = self.head(block_bytes);
        // RFC 1952, 2.3: deflate, no flags, no time, the fastest level, an unknown system.
        out.extend([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 4, 255]);
        let mut check = Crc::new();
        if let Ok(length) = u16::try_from(head.len() + block_bytes + END.len())
            && length <= STORED_BYTES_MAX
        {
            // RFC 1951, 3.2.4: one block, the last, as it is.
            out.push(1);
            out.extend(length.to_le_bytes());
            out.extend((!length).to_le_bytes());
            for piece in [head.as_bytes(), &self.block, rest, END] {
                check.update(piece);
                out.extend(piece);
            }
            out.extend(check.sum().to_le_bytes());
            out.extend(check.amount().to_le_bytes());
            return;
        }
        DEFLATE.with_borrow_mut(|deflate| {
            deflate.reset();
            for (piece, flush) in [
                (head.as_bytes(), FlushCompress::None),
                (&self.block, FlushCompress::None),
                (rest, FlushCompress::None),
                (END, FlushCompress::Finish),
            ] {
                check.update(piece);
                append_deflated(deflate, piece, flush, out);
            }
        });
        out.extend(check.sum().to_le_bytes());
        out.extend(check.amount().to_le_bytes());
    }

    /// Writes the record as it is, without compression.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn write_to(&self, out: &mut impl Write) -> io::Result<()> {
        out.write_all(self.head(self.block.len()).as_bytes())?;
        out.write_all(&self.block)?;
        out.write_all(END)
    }

    /// The version line, the named fields and the blank line after them.
    fn head(&self, block_bytes: usize) -> String {
        let mut head = String::with_capacity(1024);
        head.extend([&self.version, "\r\n"]);
        for (name, value) in &self.fields {
            head.extend([name, ": ", value, "\r\n"]);
        }
        head.extend(["Content-Length: ", &block_bytes.to_string(), "\r\n\r\n"]);
        head
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

/// Bytes up to which a record is stored and not compressed: clearing the compressor's tables takes longer than its bytes
/// are worth.
const STORED_BYTES_MAX: u16 = 1024;

/// What ends a record.
const END: &[u8] = b"\r\n\r\n";

thread_local! {
    /// The compressor of a thread. Its tables take more time to make than a record of usual size takes to compress.
    static DEFLATE: RefCell<Compress> = RefCell::new(Compress::new(Compression::new(LEVEL), false));
}

/// Compresses all of a piece into `out`; to the end of the stream where it is the last.
fn append_deflated(deflate: &mut Compress, piece: &[u8], flush: FlushCompress, out: &mut Vec<u8>) {
    let before = deflate.total_in();
    loop {
        let used = usize::try_from(deflate.total_in() - before).expect("no more than the piece");
        out.reserve(1024 + (piece.len() - used) / 3);
        let status =
            deflate.compress_vec(&piece[used..], out, flush).expect("it was reset before the record");
        let used = usize::try_from(deflate.total_in() - before).expect("no more than the piece");
        let is_done = match flush {
            FlushCompress::Finish => status == Status::StreamEnd,
            _ => used == piece.len(),
        };
        if is_done {
            return;
        }
    }
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
fn clean(value: &str) -> Cow<'_, str> {
    // Most values are printable ASCII, which is told many bytes at a time where none ends the search.
    let is_plain = value.bytes().fold(true, |so_far, byte| so_far & matches!(byte, b' '..=b'~'));
    let is_line = is_plain || !value.contains(char::is_control);
    match is_line {
        true => Cow::Borrowed(value.trim()),
        false => Cow::Owned(value.replace(char::is_control, " ").trim().to_owned()),
    }
}

/// The same of a value that may be kept.
fn cleaned(value: String) -> String {
    match clean(&value) {
        Cow::Borrowed(line) if line.len() == value.len() => value,
        line => line.into_owned(),
    }
}

/// A UUID of version 8 (RFC 9562: made from a digest) as WARC writes record ids.
fn record_id(seed: &str) -> String {
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&Digest::of(seed.as_bytes()).as_bytes()[..16]);
    bytes[6] = bytes[6] & 0x0f | 0x80;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let hex = Digest::from_bytes({
        let mut wide = [0; 32];
        wide[..16].copy_from_slice(&bytes);
        wide
    })
    .hex();
    format!("<urn:uuid:{}-{}-{}-{}-{}>", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..32])
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
    let mut fields: Vec<(Cow<'static, str>, String)> = Vec::new();
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
                fields.push((name.trim().to_owned().into(), value.trim().to_owned()));
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
