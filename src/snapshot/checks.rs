//! The records of checks that brought nothing new: `revisit` records, all of one run in one file.
//!
//! A run appends to `_checks/<time>-<run>.warc.gz`, one gzip member a record, and makes each group durable before it
//! is entered anywhere else. A run that was stopped leaves at most a torn last member, which is cut off when
//! the run goes on; everything before it stays.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};

use super::archive;
use super::member::Member;
use super::warc::{PAYLOAD_DIGEST, Reader, Record, http_head};
use super::{Entry, Store, StoreError, folder};
use crate::capture::Capture;

/// The profile of a body that was byte for byte the same (ISO 28500:2017, 6.7.2).
pub const IDENTICAL: &str = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest";

/// The profile of an answer that said nothing changed (ISO 28500:2017, 6.7.3).
pub const NOT_MODIFIED: &str = "http://netpreserve.org/warc/1.1/revisit/server-not-modified";

/// The open file of one run.
#[derive(Debug)]
pub struct CheckFile {
    file: File,
    name: String,
    path: PathBuf,
    records: usize,
    info: Option<String>,
    pending: Vec<u8>,
}

impl Store {
    /// Opens the file of a run, made new or gone on with; a torn last member is cut off first.
    ///
    /// # Errors
    /// [`StoreError::Disk`] where it cannot be written.
    pub fn open_checks(&self, at: DateTime<Utc>, run: &str) -> Result<CheckFile, StoreError> {
        let folder = self.dir().join(folder::CHECKS);
        let failed = |source| self.disk("write", folder::CHECKS, source);
        fs::create_dir_all(&folder).map_err(failed)?;
        let mut turn = 1;
        loop {
            let end = if turn > 1 { format!("-{turn}") } else { String::new() };
            let name = format!("{}-{run}{end}{}", at.format("%Y%m%dT%H%M%SZ"), folder::SUFFIX);
            let path = folder.join(&name);
            let mut options = OpenOptions::new();
            let mut file =
                options.create(true).truncate(false).read(true).write(true).open(&path).map_err(failed)?;
            let whole = sound_part(&path, |_| {}).map_err(failed)?;
            if whole.damage.is_some() {
                // Cutting there would drop records that are sound: it stays for `store check` to name.
                turn += 1;
                continue;
            }
            file.set_len(whole.bytes).map_err(failed)?;
            file.seek(SeekFrom::End(0)).map_err(failed)?;
            folder::sync_folder(&folder).map_err(failed)?;
            return Ok(CheckFile {
                file,
                name,
                path,
                records: whole.records,
                info: whole.info,
                pending: Vec::new(),
            });
        }
    }
}

impl CheckFile {
    /// Adds the record of a check of an entry: its answer brought the same payload, or said that nothing changed.
    pub fn add(&mut self, answer: &Capture, of: &Entry) {
        let date = archive::date(answer.at);
        let info = match self.info.take() {
            Some(info) => info,
            None => {
                self.records += 1;
                archive::warcinfo(&date, &self.name, &mut self.pending)
            }
        };
        let not_modified = answer.status == Some(304);
        let mut fields = vec![
            ("WARC-Target-URI", archive::target(&answer.final_url).into()),
            ("WARC-Warcinfo-ID", info.as_str().into()),
            ("WARC-Profile", if not_modified { NOT_MODIFIED } else { IDENTICAL }.into()),
            ("WARC-Refers-To-Target-URI", archive::target(&of.final_url).into()),
            ("WARC-Refers-To-Date", archive::date(of.at).into()),
            (PAYLOAD_DIGEST, of.digest.to_string().into()),
        ];
        fields.extend(answer.peer.as_deref().map(|peer| ("WARC-IP-Address", peer.into())));
        // An HTTP block of a 304 would be replayed as an empty 304 by some tools; with none they show
        // the capture it confirms.
        let block = if not_modified {
            Vec::new()
        } else {
            fields.push(("Content-Type", "application/http;msgtype=response".into()));
            let status = answer.status.unwrap_or(200);
            http_head(&archive::status_line(status), &answer.headers)
        };
        let revisit = Member { turn: self.records, kind: "revisit", date: &date, fields };
        revisit.append(&block, &mut self.pending);
        self.records += 1;
        self.info = Some(info);
    }

    /// Makes what was added durable.
    ///
    /// # Errors
    /// [`StoreError::Disk`].
    pub fn flush(&mut self) -> Result<(), StoreError> {
        if self.pending.is_empty() {
            return Ok(());
        }
        let write = |file: &mut File, bytes: &[u8]| file.write_all(bytes).and_then(|()| file.sync_data());
        write(&mut self.file, &self.pending).map_err(|source| StoreError::Disk {
            doing: "write",
            path: self.path.clone(),
            source,
        })?;
        self.pending.clear();
        Ok(())
    }

    /// Ends the file; one without records goes.
    ///
    /// # Errors
    /// [`StoreError::Disk`].
    pub fn close(mut self) -> Result<(), StoreError> {
        self.flush()?;
        if self.records == 0 {
            fs::remove_file(&self.path).map_err(|source| StoreError::Disk {
                doing: "remove",
                path: self.path.clone(),
                source,
            })?;
        }
        Ok(())
    }
}

/// The part of a check file that is whole.
pub(super) struct Sound {
    /// Its bytes.
    pub bytes: u64,
    /// Its records.
    pub records: usize,
    /// The id of its `warcinfo` record.
    info: Option<String>,
    /// What is wrong before its end, which is no torn end.
    pub damage: Option<String>,
    /// Whether its end is torn.
    pub is_torn: bool,
}

/// Reads a file member by member up to the first that is torn or broken, and hands its records over. One is in memory at a
/// time: the file of a large run has megabytes.
pub(super) fn sound_part(path: &Path, mut take: impl FnMut(&Record)) -> io::Result<Sound> {
    let mut sound = Sound { bytes: 0, records: 0, info: None, damage: None, is_torn: false };
    let mut from = Counting { from: BufReader::new(folder::open(path)?), used: 0 };
    while !from.fill_buf()?.is_empty() {
        match member(&mut from) {
            Ok(record) => {
                if let Err(reason) = record.verify() {
                    sound.damage =
                        Some(format!("record {} does not match its digest: {reason}", sound.records + 1));
                    break;
                }
                if record.kind() == "warcinfo" && sound.info.is_none() {
                    sound.info = Some(record.id().to_owned());
                }
                take(&record);
                sound.bytes = from.used;
                sound.records += 1;
            }
            Err(reason) => {
                // A torn end is the last thing in the file: nothing that starts a member comes after it.
                sound.is_torn = !starts_member_after(path, sound.bytes + 1)?;
                if !sound.is_torn {
                    sound.damage = Some(format!("record {} is broken: {reason}", sound.records + 1));
                }
                break;
            }
        }
    }
    Ok(sound)
}

/// Whether the start of a member stands somewhere after that place.
fn starts_member_after(path: &Path, at: u64) -> io::Result<bool> {
    let mut rest = Vec::new();
    let mut file = folder::open(path)?;
    file.seek(SeekFrom::Start(at))?;
    file.read_to_end(&mut rest)?;
    Ok(memchr::memmem::find(&rest, &[0x1f, 0x8b, 8, 0, 0, 0, 0, 0]).is_some())
}

/// The next gzip member as a record.
pub(super) fn member(from: &mut impl BufRead) -> Result<Record, String> {
    let mut plain = Vec::new();
    let mut decoder = flate2::bufread::GzDecoder::new(from);
    decoder.read_to_end(&mut plain).map_err(|error| error.to_string())?;
    Reader::new(&plain[..], archive::BLOCK_BYTES_MAX)
        .next_record()
        .map_err(|error| error.to_string())?
        .ok_or_else(|| "an empty member".to_owned())
}

/// A reader that knows how much of it was used.
struct Counting {
    from: BufReader<File>,
    used: u64,
}

impl Read for Counting {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let count = self.from.read(out)?;
        self.used += count as u64;
        Ok(count)
    }
}

impl BufRead for Counting {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.from.fill_buf()
    }

    fn consume(&mut self, count: usize) {
        self.used += count as u64;
        self.from.consume(count);
    }
}
