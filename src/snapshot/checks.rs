//! The records of checks that brought nothing new: `revisit` records, all of one run in one file.
//!
//! A run appends to `_checks/<time>-<run>.warc.gz`, one gzip member a record, and makes each group durable before it
//! is entered anywhere else. A run that was stopped leaves at most a torn last member, which is cut off when
//! the run goes on; everything before it stays.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Seek, SeekFrom, Write};
use std::path::PathBuf;

use chrono::{DateTime, Utc};

use super::archive;
use super::warc::{Reader, Record, http_head};
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
            let whole = sound_part(&folder::read(&path).map_err(failed)?);
            if whole.damage.is_some() {
                // Cutting there would drop records that are sound: it stays for `store check` to name.
                turn += 1;
                continue;
            }
            file.set_len(whole.bytes as u64).map_err(failed)?;
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
        if self.info.is_none() {
            let info = archive::warcinfo(&date, &self.name);
            self.info = Some(info.id().to_owned());
            self.push(&info);
        }
        let info_id = self.info.clone().expect("it was just made");
        let not_modified = answer.status == Some(304);
        let mut fields = vec![
            ("WARC-Target-URI", archive::target(&answer.final_url)),
            ("WARC-Warcinfo-ID", info_id),
            ("WARC-Profile", if not_modified { NOT_MODIFIED } else { IDENTICAL }.to_owned()),
            ("WARC-Refers-To-Target-URI", archive::target(&of.final_url)),
            ("WARC-Refers-To-Date", archive::date(of.at)),
            ("WARC-Payload-Digest", of.digest.to_string()),
        ];
        fields.extend(answer.peer.iter().map(|peer| ("WARC-IP-Address", peer.clone())));
        // An HTTP block of a 304 would be replayed as an empty 304 by some tools; with none they show
        // the capture it confirms.
        let block = if not_modified {
            Vec::new()
        } else {
            fields.push(("Content-Type", "application/http;msgtype=response".to_owned()));
            let status = answer.status.unwrap_or(200);
            http_head(&archive::status_line(status), &answer.headers)
        };
        let record = Record::new(self.records, "revisit", &date, fields, block);
        self.push(&record);
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

    fn push(&mut self, record: &Record) {
        self.pending.extend(record.member());
        self.records += 1;
    }
}

/// The part of a check file that is whole.
pub(super) struct Sound {
    /// Its bytes.
    pub bytes: usize,
    /// Its records.
    pub records: usize,
    /// The id of its `warcinfo` record.
    info: Option<String>,
    /// What is wrong before its end, which is no torn end.
    pub damage: Option<String>,
}

/// Reads a file member by member up to the first that is torn or broken.
pub(super) fn sound_part(bytes: &[u8]) -> Sound {
    let mut sound = Sound { bytes: 0, records: 0, info: None, damage: None };
    while sound.bytes < bytes.len() {
        let rest = &bytes[sound.bytes..];
        match member(rest) {
            Ok((record, length)) => {
                if let Err(reason) = record.verify() {
                    sound.damage =
                        Some(format!("record {} does not match its digest: {reason}", sound.records + 1));
                    return sound;
                }
                if record.kind() == "warcinfo" && sound.info.is_none() {
                    sound.info = Some(record.id().to_owned());
                }
                sound.bytes += length;
                sound.records += 1;
            }
            Err(reason) => {
                // A torn end is the last thing in the file: nothing that starts a member comes after it.
                let torn = memchr::memmem::find(&rest[1..], &[0x1f, 0x8b, 8, 0, 0, 0, 0, 0]).is_none();
                if !torn {
                    sound.damage = Some(format!("record {} is broken: {reason}", sound.records + 1));
                }
                return sound;
            }
        }
    }
    sound
}

/// The first gzip member as a record, with its length.
pub(super) fn member(bytes: &[u8]) -> Result<(Record, usize), String> {
    let mut counting = Counting { rest: bytes };
    let mut plain = Vec::new();
    let mut decoder = flate2::bufread::GzDecoder::new(&mut counting);
    io::Read::read_to_end(&mut decoder, &mut plain).map_err(|error| error.to_string())?;
    let length = bytes.len() - counting.rest.len();
    let record = Reader::new(&plain[..], archive::BLOCK_BYTES_MAX)
        .next_record()
        .map_err(|error| error.to_string())?
        .ok_or("an empty member")?;
    Ok((record, length))
}

/// A slice that knows how much of it was used.
struct Counting<'b> {
    rest: &'b [u8],
}

impl io::Read for Counting<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let count = io::Read::read(&mut self.rest, out)?;
        Ok(count)
    }
}

impl io::BufRead for Counting<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        Ok(self.rest)
    }

    fn consume(&mut self, count: usize) {
        self.rest = &self.rest[count..];
    }
}
