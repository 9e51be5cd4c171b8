//! Brings in captures that other tools recorded: WARC files, plain or gzip, and WACZ.
//!
//! What comes in this way counts as another tool's recording, whatever it says of itself. Names in a file are never used
//! as paths, digests that it declares are compared, and sizes are capped.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{self, BufReader, Read, Seek};
use std::path::{Path, PathBuf};

use chrono::{DateTime, SubsecRound};
use thiserror::Error;
use url::Url;
use zip::ZipArchive;

use super::warc::{Reader, Record, WarcError};
use crate::capture::{Capture, Digest, Hop, Method, address};

/// Most bytes of all blocks of one file, and of all members of a WACZ once unpacked.
const BYTES_MAX: u64 = 512 << 20;

/// Most bytes of one block.
const BLOCK_BYTES_MAX: u64 = 64 << 20;

/// Most members of a WACZ.
const MEMBERS_MAX: usize = 10_000;

/// Redirects that are followed inside a file.
const HOPS_MAX: usize = 10;

/// Chains of redirects to one document that are brought in, each with the document once more.
const CHAINS_MAX: usize = 8;

/// What a file came to.
#[derive(Debug, Default)]
pub struct Imported {
    /// The documents in it.
    pub captures: Vec<Capture>,
    /// Records that are no document of their own (pictures, styles, redirects that lead nowhere …).
    pub left_out: usize,
}

/// Why a file cannot be brought in. Nothing of it is taken over then.
#[derive(Debug, Error)]
pub enum ImportError {
    /// The file cannot be read.
    #[error("cannot read {path}: {source}")]
    Disk {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A record is broken.
    #[error("{path} cannot be brought in: {source}")]
    Warc {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        source: WarcError,
    },
    /// The file is not what it says, or not safe to unpack.
    #[error("{path} cannot be brought in: {reason}")]
    Refused {
        /// The file.
        path: PathBuf,
        /// Why.
        reason: String,
    },
}

/// Reads a WARC or WACZ file. With addresses only those are brought in; without, the pages that a WACZ lists, or else
/// every document that has text.
///
/// # Errors
/// [`ImportError`]; nothing is taken over then.
pub fn read(path: &Path, only: &[String]) -> Result<Imported, ImportError> {
    read_capped(path, only, BYTES_MAX)
}

fn read_capped(path: &Path, only: &[String], bytes_max: u64) -> Result<Imported, ImportError> {
    let disk = |source| ImportError::Disk { path: path.to_owned(), source };
    let mut file = File::open(path).map_err(disk)?;
    let mut start = [0; 4];
    let is_zip = file.read(&mut start).map_err(disk)? == 4 && start == *b"PK\x03\x04";
    file.rewind().map_err(disk)?;
    let mut wanted: BTreeSet<String> = only.iter().map(|url| address::key(url)).collect();
    let records = if is_zip {
        let (records, pages) = unpack(path, file, bytes_max)?;
        if wanted.is_empty() {
            wanted.extend(pages.iter().map(|url| address::key(url)));
        }
        records
    } else {
        let mut budget = bytes_max;
        records_of(path, BufReader::new(file), &mut budget)?
    };
    Ok(captures(path, &records, &wanted))
}

fn refused(path: &Path, reason: impl Into<String>) -> ImportError {
    ImportError::Refused { path: path.to_owned(), reason: reason.into() }
}

/// The records of a WARC file, each checked against the digests it declares.
fn records_of(path: &Path, source: impl io::BufRead, budget: &mut u64) -> Result<Vec<Record>, ImportError> {
    let mut reader = Reader::new(source, BLOCK_BYTES_MAX);
    let mut records = Vec::new();
    let failed = |source| ImportError::Warc { path: path.to_owned(), source };
    while let Some(record) = reader.next_record().map_err(failed)? {
        *budget = budget
            .checked_sub(record.block.len() as u64)
            .ok_or_else(|| refused(path, "its records unpack to more than is read"))?;
        record.verify().map_err(|reason| {
            refused(path, format!("record {} does not match its digest: {reason}", records.len() + 1))
        })?;
        records.push(record);
    }
    Ok(records)
}

/// The records and the listed pages of a WACZ file. Every resource must have the digest that its package says.
fn unpack(path: &Path, file: File, bytes_max: u64) -> Result<(Vec<Record>, Vec<String>), ImportError> {
    let broken = |error: &dyn std::fmt::Display| refused(path, format!("it is no sound ZIP file: {error}"));
    let mut zip = ZipArchive::new(file).map_err(|error| broken(&error))?;
    if zip.len() > MEMBERS_MAX {
        return Err(refused(path, format!("it has more than {MEMBERS_MAX} members")));
    }
    let mut budget = bytes_max;
    let (mut members, mut package) = (BTreeMap::new(), None);
    for at in 0..zip.len() {
        let mut member = zip.by_index(at).map_err(|error| broken(&error))?;
        let name = member.name().map_err(|error| broken(&error))?.into_owned();
        // The crate makes a rooted name relative; here it is refused like any other that leads outside.
        let outside = name.starts_with('/') || name.contains('\\') || member.enclosed_name().is_none();
        if member.is_symlink() || outside {
            return Err(refused(path, format!("its member {name:?} leads outside, or is a link")));
        }
        if member.is_dir() {
            continue;
        }
        let mut bytes = Vec::new();
        (&mut member).take(budget + 1).read_to_end(&mut bytes).map_err(|error| broken(&error))?;
        budget = budget
            .checked_sub(bytes.len() as u64)
            .ok_or_else(|| refused(path, "it unpacks to more than is read"))?;
        if name == "datapackage.json" {
            package = Some(bytes);
        } else if members.insert(name.clone(), bytes).is_some() {
            return Err(refused(path, format!("it has two members of the name {name:?}")));
        }
    }
    let package = package.ok_or_else(|| refused(path, "it has no datapackage.json"))?;
    let package: serde_json::Value = serde_json::from_slice(&package)
        .map_err(|error| refused(path, format!("its datapackage.json: {error}")))?;
    for resource in package["resources"].as_array().into_iter().flatten() {
        let (name, hash) = (resource["path"].as_str().unwrap_or_default(), resource["hash"].as_str());
        let Some(hash) = hash.filter(|hash| hash.starts_with("sha256:")) else { continue };
        let found = members.get(name).map(|bytes| Digest::of(bytes).to_string());
        if found.as_deref() != Some(hash) {
            return Err(refused(
                path,
                format!("its resource {name:?} does not have the digest that its package says"),
            ));
        }
    }
    let (mut records, mut pages, mut budget) = (Vec::new(), Vec::new(), bytes_max);
    for (name, bytes) in &members {
        if name.starts_with("archive/") && (name.ends_with(".warc.gz") || name.ends_with(".warc")) {
            records.extend(records_of(path, &bytes[..], &mut budget)?);
        } else if name.starts_with("pages/") && name.ends_with(".jsonl") {
            let lines = String::from_utf8_lossy(bytes);
            let page = |line: &str| {
                serde_json::from_str::<serde_json::Value>(line).ok()?.get("url")?.as_str().map(str::to_owned)
            };
            pages.extend(lines.lines().filter_map(page));
        }
    }
    Ok((records, pages))
}

/// The documents among records.
fn captures(path: &Path, records: &[Record], wanted: &BTreeSet<String>) -> Imported {
    let software = records.iter().filter(|record| record.kind() == "warcinfo").find_map(|record| {
        let text = String::from_utf8_lossy(&record.block).into_owned();
        text.lines().find_map(|line| line.strip_prefix("software:").map(|name| name.trim().to_owned()))
    });
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let by: String = software.unwrap_or(name).chars().filter(|c| !c.is_control()).take(120).collect();
    let requests = Requests::of(records);
    let mut imported = Imported::default();
    let mut redirects: BTreeMap<String, (String, Hop)> = BTreeMap::new();
    let mut documents = Vec::new();
    for record in records.iter().filter(|record| matches!(record.kind(), "response" | "resource")) {
        let Some(capture) = capture(record, &requests, &by) else {
            imported.left_out += 1;
            continue;
        };
        let next = capture.header("location").and_then(|next| Url::parse(&capture.url).ok()?.join(next).ok());
        match (capture.status, next) {
            (Some(300..400), Some(next)) => {
                let from = capture.url.clone();
                redirects.insert(from, (next.to_string(), hop(capture)));
            }
            _ => documents.push(capture),
        }
    }
    let mut led = 0;
    let mut chains = chains(&redirects);
    let newest: BTreeMap<String, usize> =
        documents.iter().enumerate().map(|(at, capture)| (capture.url.clone(), at)).collect();
    for (at, capture) in documents.into_iter().enumerate() {
        // Redirects lead to the newest of the documents of an address: to each of them would be their product.
        let leading = if newest[&capture.url] == at { chains.remove(&capture.url) } else { None };
        for hops in std::iter::once(Vec::new()).chain(leading.unwrap_or_default()) {
            let url = hops.first().map_or_else(|| capture.url.clone(), |hop: &Hop| hop.url.clone());
            let is_wanted = match wanted.is_empty() {
                true => is_document(&capture),
                false => wanted.contains(&address::key(&url)),
            };
            if is_wanted {
                led += hops.len();
                imported.captures.push(Capture { url, hops, ..capture.clone() });
            } else {
                imported.left_out += 1;
            }
        }
    }
    imported.left_out += redirects.len().saturating_sub(led);
    imported
}

/// One record as a capture of its own address.
fn capture(record: &Record, requests: &Requests<'_>, by: &str) -> Option<Capture> {
    let url = record.target().filter(|url| address::parse(url).is_ok())?;
    let at = DateTime::parse_from_rfc3339(record.field("WARC-Date")?).ok()?.to_utc().trunc_subsecs(0);
    let mut capture = Capture::brought(url, Vec::new(), Method::Import, by, at);
    capture.truncated = record.field("WARC-Truncated").map(str::to_owned);
    capture.peer = record.field("WARC-IP-Address").map(str::to_owned);
    if record.kind() == "resource" {
        capture.payload.clone_from(&record.block);
        capture.media_type = record.field("Content-Type").map(str::to_owned);
        return Some(capture);
    }
    let http = record.http()?;
    let body = &record.block[http.body..];
    let chunked = |(name, value): &(String, String)| {
        name.eq_ignore_ascii_case("transfer-encoding") && value.to_ascii_lowercase().contains("chunked")
    };
    // Some tools keep the header and store the body without its chunks.
    let whole = http.headers.iter().any(chunked).then(|| without_chunks(body)).flatten();
    capture.payload = whole.unwrap_or_else(|| body.to_vec());
    capture.status = http.status();
    capture.headers = http.headers;
    capture.headers.retain(|(name, _)| !name.eq_ignore_ascii_case("transfer-encoding"));
    capture.media_type = capture.header("content-type").map(str::to_owned);
    let request = requests.of_response(record);
    capture.request = request.and_then(Record::http).map(|http| http.headers).unwrap_or_default();
    // Cookies and keys of whoever recorded it are nobody's business here.
    capture.request.retain(|(name, _)| {
        !["cookie", "authorization", "proxy-authorization"].contains(&name.to_ascii_lowercase().as_str())
    });
    Some(capture)
}

fn hop(capture: Capture) -> Hop {
    Hop {
        url: capture.url,
        status: capture.status.unwrap_or(0),
        headers: capture.headers,
        request: capture.request,
        payload: capture.payload,
        peer: capture.peer,
    }
}

/// Chains of redirects by the address at which they end, each from its first.
fn chains(redirects: &BTreeMap<String, (String, Hop)>) -> BTreeMap<String, Vec<Vec<Hop>>> {
    let mut chains: BTreeMap<String, Vec<Vec<Hop>>> = BTreeMap::new();
    for start in redirects.keys() {
        let (mut hops, mut at) = (Vec::new(), start);
        while let Some((next, hop)) = redirects.get(at) {
            hops.push(hop);
            at = next;
            if hops.len() > HOPS_MAX {
                break;
            }
        }
        if hops.len() <= HOPS_MAX {
            let to_it = chains.entry(at.clone()).or_default();
            if to_it.len() < CHAINS_MAX {
                to_it.push(hops.into_iter().cloned().collect());
            }
        }
    }
    chains
}

/// The request records of a file, by their own id and by that of the response they name.
struct Requests<'r> {
    own: BTreeMap<&'r str, &'r Record>,
    named: BTreeMap<&'r str, &'r Record>,
}

impl<'r> Requests<'r> {
    fn of(records: &'r [Record]) -> Self {
        let requests = || records.iter().filter(|record| record.kind() == "request");
        let named = requests().filter_map(|record| Some((record.field("WARC-Concurrent-To")?, record)));
        Self { own: requests().map(|record| (record.id(), record)).collect(), named: named.collect() }
    }

    fn of_response(&self, response: &Record) -> Option<&'r Record> {
        let own = response.field("WARC-Concurrent-To").and_then(|id| self.own.get(id));
        own.or_else(|| self.named.get(response.id())).copied()
    }
}

/// Kinds of payloads that text can be read from.
fn is_document(capture: &Capture) -> bool {
    let essence = capture.media_type.as_deref().unwrap_or_default().split(';').next().unwrap_or_default();
    let essence = essence.trim().to_ascii_lowercase();
    let is_text =
        matches!(essence.as_str(), "text/html" | "application/xhtml+xml" | "application/pdf" | "text/plain");
    is_text && !capture.payload.is_empty()
}

/// A body without the chunks of its transfer coding; `None` where it has none.
fn without_chunks(mut body: &[u8]) -> Option<Vec<u8>> {
    let mut whole = Vec::new();
    loop {
        let end = body.iter().position(|byte| *byte == b'\n')?;
        let line = std::str::from_utf8(&body[..end]).ok()?.trim();
        let size = usize::from_str_radix(line.split(';').next()?.trim(), 16).ok()?;
        body = &body[end + 1..];
        if size == 0 {
            return Some(whole);
        }
        whole.extend_from_slice(body.get(..size)?);
        body = body.get(size..)?;
        body = body.strip_prefix(b"\r\n").or_else(|| body.strip_prefix(b"\n"))?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write as _;
    use zip::write::SimpleFileOptions;

    /// A ZIP file with these members.
    fn zipped(members: &[(&str, &[u8])], unsafe_name: Option<(&str, &str)>) -> tempfile::NamedTempFile {
        let mut bytes = Vec::new();
        let mut zip = zip::ZipWriter::new(io::Cursor::new(&mut bytes));
        for (name, content) in members {
            zip.start_file(*name, SimpleFileOptions::default()).unwrap();
            zip.write_all(content).unwrap();
        }
        zip.finish().unwrap();
        // Writers refuse such names, so one of the same length is put in afterwards.
        if let Some((plain, hostile)) = unsafe_name {
            while let Some(at) = memchr::memmem::find(&bytes, plain.as_bytes()) {
                bytes[at..at + plain.len()].copy_from_slice(hostile.as_bytes());
            }
        }
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(&bytes).unwrap();
        file
    }

    fn refusal(file: &tempfile::NamedTempFile, bytes_max: u64) -> String {
        read_capped(file.path(), &[], bytes_max).unwrap_err().to_string()
    }

    #[test]
    fn packages_that_lead_outside_or_lie_are_refused() {
        let package = br#"{"resources": []}"#;
        for hostile in ["../x/abcd", "/abs/abcd", "a\\..\\abcd"] {
            let plain = &"archive/abcd"[..hostile.len()];
            let file = zipped(&[(plain, b"x"), ("datapackage.json", package)], Some((plain, hostile)));
            assert!(refusal(&file, 1 << 20).contains("leads outside"), "{hostile}");
        }
        let file = zipped(&[("archive/a.warc", b"x")], None);
        assert!(refusal(&file, 1 << 20).contains("datapackage.json"));
        let lie =
            format!(r#"{{"resources": [{{"path": "archive/a.warc", "hash": "{}"}}]}}"#, Digest::of(b"y"));
        let file = zipped(&[("archive/a.warc", b"x"), ("datapackage.json", lie.as_bytes())], None);
        assert!(refusal(&file, 1 << 20).contains("does not have the digest"));
        let file = zipped(&[("archive/a.warc", &vec![0; 200_000]), ("datapackage.json", package)], None);
        assert!(file.path().metadata().unwrap().len() < 5_000, "it is a bomb");
        assert!(refusal(&file, 100_000).contains("more than is read"));
    }

    #[cfg(unix)]
    #[test]
    fn links_are_refused() {
        let mut zip = zip::ZipWriter::new(io::Cursor::new(Vec::new()));
        zip.add_symlink("archive/a.warc", "/etc/hostname", SimpleFileOptions::default()).unwrap();
        let bytes = zip.finish().unwrap().into_inner();
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(&bytes).unwrap();
        assert!(refusal(&file, 1 << 20).contains("is a link"));
    }

    #[test]
    fn chunks_are_taken_out_and_plain_bodies_left() {
        let check = |body: &str, expected: Option<&str>| {
            assert_eq!(without_chunks(body.as_bytes()).as_deref(), expected.map(str::as_bytes), "{body:?}");
        };
        check("5\r\nhello\r\n3;x=y\r\n yo\r\n0\r\n\r\n", Some("hello yo"));
        check("0\r\n\r\n", Some(""));
        check("<p>plain</p>", None);
        check("ff\r\nshort", None);
    }
}
