//! Stamps: files that show, by themselves, which captures stood in the audit log when an outside authority saw its end.
//!
//! A stamp holds a checkpoint of the log, the authority's token of it (RFC 3161), the certificates that vouch for the
//! authority, and the entries of the log that lead to the checkpoint's link from the stamp before. Nothing else is needed to
//! check it: the entries give the link, the link stands in the checkpoint, and the token is of the checkpoint. What an entry
//! tells of a capture's digest was therefore so at the moment that the authority names.

use std::io::{BufRead, BufReader, Read, Write};

use chrono::{DateTime, Utc};
use flate2::Compression;
use flate2::bufread::GzDecoder;
use flate2::write::GzEncoder;
use rustls::pki_types::CertificateDer;
use serde::{Deserialize, Serialize};

use super::audit::{self, Kind};
use super::token::Token;
use super::{Store, StoreError, folder, warc};
use crate::capture::Digest;

/// Most bytes of a line. That of a capture has under a kilobyte, the first some kilobytes of token and certificates.
const LINE_BYTES_MAX: u64 = 4 << 20;

/// What a stamp shows, once everything in it was found to hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    /// How many entries the log had.
    pub entries: u64,
    /// The link at its end.
    pub link: String,
    /// The moment that the authority names.
    pub at: DateTime<Utc>,
    /// The captures that it covers: their files and payload digests.
    pub captures: Vec<(String, Digest)>,
}

/// What came of reading a stamp: what it shows, or what of it does not hold.
pub type Looked = Result<Stamp, String>;

/// The first line of a stamp; the entries' JSON follows, one a line.
#[derive(Serialize, Deserialize)]
struct Head {
    checkpoint: String,
    /// The link before the first entry.
    from: String,
    /// The token, hexadecimal.
    token: String,
    /// Certificates that were trusted when the stamp was taken in, hexadecimal.
    authorities: Vec<String>,
}

/// The number of entries and the last link that a checkpoint tells.
pub fn told(checkpoint: &str) -> Option<(u64, &str)> {
    let line = |name: &str| checkpoint.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
    Some((line("entries")?.parse().ok()?, line("link")?))
}

/// What a stamp is made of.
pub struct Parts<'p> {
    /// The checkpoint, as it was stamped.
    pub checkpoint: &'p str,
    /// The authority's token, in DER.
    pub token: &'p [u8],
    /// The certificates of authorities that are trusted.
    pub authorities: &'p [CertificateDer<'p>],
    /// The link before the first entry.
    pub from: Digest,
}

/// The bytes of a stamp.
pub fn laid_out(parts: &Parts<'_>, entries: &[String]) -> Vec<u8> {
    let head = Head {
        checkpoint: parts.checkpoint.to_owned(),
        from: parts.from.hex(),
        token: hex(parts.token),
        authorities: parts.authorities.iter().map(|authority| hex(authority)).collect(),
    };
    let head = serde_json::to_string(&head).expect("plain JSON");
    let mut out = GzEncoder::new(Vec::new(), Compression::new(warc::LEVEL));
    for line in std::iter::once(&head).chain(entries) {
        out.write_all(line.as_bytes()).and_then(|()| out.write_all(b"\n")).expect("memory takes all");
    }
    out.finish().expect("memory takes all")
}

/// Reads a stamp and checks everything in it.
///
/// # Errors
/// What does not hold, in words.
pub fn read(bytes: &[u8]) -> Result<Stamp, String> {
    let mut lines = BufReader::new(GzDecoder::new(bytes));
    let mut next = || line(&mut lines);
    let head = next()?.ok_or("it is empty")?;
    let head: Head = serde_json::from_str(&head).map_err(|error| format!("its head is not one: {error}"))?;
    let unreadable = "its token or its certificates are not hexadecimal";
    let token = unhex(&head.token).ok_or(unreadable)?;
    let token = Token::read(&token).map_err(|error| error.to_string())?;
    if token.imprint != Digest::of(head.checkpoint.as_bytes()) {
        return Err("its token is of another checkpoint".to_owned());
    }
    let authorities: Vec<Vec<u8>> =
        head.authorities.iter().map(|authority| unhex(authority)).collect::<Option<_>>().ok_or(unreadable)?;
    let authorities: Vec<CertificateDer<'_>> =
        authorities.iter().map(|authority| CertificateDer::from_slice(authority)).collect();
    token.verify(&authorities).map_err(|error| error.to_string())?;
    let (entries, wanted) = told(&head.checkpoint).ok_or("its checkpoint is not one")?;
    let mut link: Digest = head.from.parse().map_err(|_| "its first link is not one")?;
    let mut captures = Vec::new();
    while let Some(body) = next()? {
        link = audit::link(&link, &body);
        captures.extend(capture(&body));
    }
    if link.hex() != wanted {
        return Err("its entries do not lead to the link that was stamped".to_owned());
    }
    Ok(Stamp { entries, link: wanted.to_owned(), at: token.at, captures })
}

/// The next line, `None` at the end.
fn line(from: &mut impl BufRead) -> Result<Option<String>, String> {
    let mut line = String::new();
    let read = from.by_ref().take(LINE_BYTES_MAX).read_line(&mut line);
    match read.map_err(|error| format!("it cannot be unpacked: {error}"))? {
        0 => Ok(None),
        _ if line.ends_with('\n') => {
            line.pop();
            Ok(Some(line))
        }
        _ => Err("a line of it has no end".to_owned()),
    }
}

/// The file and payload digest of the capture that an entry tells of.
fn capture(body: &str) -> Option<(String, Digest)> {
    let body: serde_json::Value = serde_json::from_str(body).ok()?;
    let is_capture = body.get("kind")?.as_str()? == Kind::Capture.name();
    let file = body.get("detail")?.get("file")?.as_str()?;
    is_capture.then_some(())?;
    Some((file.to_owned(), body.get("subject")?.as_str()?.parse().ok()?))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let pairs = text.as_bytes().chunks(2);
    pairs.map(|pair| Some(digit(*pair.first()?)? << 4 | digit(*pair.get(1)?)?)).collect()
}

impl Store {
    /// Keeps a stamp whose every part holds, and lets the captures that it covers rise in grade.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] where something does not hold, [`StoreError::Disk`] where it cannot be written.
    pub fn keep_stamp(&self, bytes: &[u8]) -> Result<Stamp, StoreError> {
        let failed = |reason| StoreError::Damaged { file: folder::STAMPS.to_owned(), reason };
        let stamp = read(bytes).map_err(failed)?;
        let file =
            format!("{}/{}-{}{}", folder::STAMPS, stamp.entries, &stamp.link[..12], folder::STAMP_SUFFIX);
        folder::place(self.dir(), &file, bytes).map_err(|source| self.disk("write", &file, source))?;
        self.refresh()?;
        Ok(stamp)
    }

    /// Every stamp of the store by file, or what is wrong with it.
    ///
    /// # Errors
    /// [`StoreError::Disk`] where the folder cannot be listed.
    pub fn stamps(&self) -> Result<Vec<(String, Looked)>, StoreError> {
        let listing = folder::list(self.dir()).map_err(|source| self.disk("list", "", source))?;
        Ok(listing.stamps.into_iter().map(|(file, _)| (file.clone(), self.stamp(&file))).collect())
    }

    fn stamp(&self, file: &str) -> Result<Stamp, String> {
        let bytes =
            folder::read(&self.dir().join(file)).map_err(|error| format!("it cannot be read: {error}"))?;
        read(&bytes)
    }

    /// Notes in the index which captures the stamps cover, where stamps or captures came since they were last read.
    pub(super) fn take_up_stamps(&self, stamps: &[(String, u64)], is_new: bool) -> Result<(), StoreError> {
        if self.index()?.stamps()? == stamps && (!is_new || stamps.is_empty()) {
            return Ok(());
        }
        // One that does not hold covers nothing; `verify store check` and `verify audit` name it.
        let covered: Vec<_> = stamps
            .iter()
            .filter_map(|(file, _)| self.stamp(file).ok())
            .flat_map(|stamp| stamp.captures)
            .collect();
        Ok(self.index()?.record_stamps(stamps, &covered)?)
    }
}
