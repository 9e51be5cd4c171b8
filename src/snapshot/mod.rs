//! Keeps captures: WARC files on disk, an index that can be rebuilt from them, and the audit log.
//!
//! Takes a [`Capture`], gives it back by digest, address or pin; a file once placed is never
//! changed. It does not fetch and does not read text. [`Captures`] is the seam behind which
//! another kind of store may stand; [`Store`] is a folder.

pub mod archive;
pub mod audit;
pub mod checks;
mod folder;
pub mod group;
pub mod health;
pub mod import;
mod index;
mod member;
mod memory;
pub mod stamp;
pub mod token;
pub mod upkeep;
mod wacz;
pub mod warc;

pub use memory::MemoryStore;

use std::borrow::Cow;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, SubsecRound, Utc};
use rayon::prelude::*;
use thiserror::Error;

use crate::capture::grade::Witness;
use crate::capture::{Capture, Digest, Grade, Method, State, address};
use archive::Hashed;
use index::Index;

/// A place that keeps captures. Writes are idempotent and never replace; every read compares
/// digests, so bytes that changed are an error and never an answer.
pub trait Captures {
    /// Keeps a capture and gives its payload digest. Keeping the same capture again does nothing.
    ///
    /// # Errors
    /// [`StoreError`] where it could not be written; then nothing is half-written.
    fn put(&self, capture: &Capture) -> Result<Digest, StoreError>;

    /// Every capture, by address, part and time.
    ///
    /// # Errors
    /// [`StoreError`] where the list cannot be read.
    fn list(&self) -> Result<Vec<Entry>, StoreError>;

    /// The captures of an address and part, newest first, whatever their state.
    ///
    /// # Errors
    /// [`StoreError`] where the list cannot be read.
    fn history(&self, url: &str, part: Option<&str>) -> Result<Vec<Entry>, StoreError>;

    /// The capture of an entry.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] where its bytes are not what they were.
    fn read(&self, entry: &Entry) -> Result<Capture, StoreError>;

    /// The oldest readable capture with that payload.
    ///
    /// # Errors
    /// [`StoreError::Unknown`] where there is none.
    fn get(&self, digest: &Digest) -> Result<Capture, StoreError> {
        let mut failure = StoreError::Unknown { pin: digest.hex() };
        for entry in self.list()?.iter().filter(|entry| entry.digest == *digest) {
            match self.read(entry) {
                Ok(capture) => return Ok(capture),
                Err(error) => failure = error,
            }
        }
        Err(failure)
    }

    /// The newest capture of an address and part that may speak as the source.
    ///
    /// # Errors
    /// [`StoreError`] where the list cannot be read.
    fn newest(&self, url: &str, part: Option<&str>) -> Result<Option<Entry>, StoreError> {
        Ok(self.history(url, part)?.into_iter().find(|entry| entry.state.speaks()))
    }

    /// The newest capture whose payload digest starts with the digits of a pin.
    ///
    /// # Errors
    /// [`StoreError::Unknown`] where there is none, [`StoreError::Ambiguous`] where the digits
    /// name several payloads.
    fn pinned(&self, pin: &str) -> Result<Entry, StoreError> {
        let mut found: Vec<Entry> =
            self.list()?.into_iter().filter(|entry| entry.digest.matches(pin)).collect();
        found.sort_by(|a, b| (a.digest, a.at, &a.file).cmp(&(b.digest, b.at, &b.file)));
        let Some(entry) = found.pop() else { return Err(StoreError::Unknown { pin: pin.to_owned() }) };
        match found.iter().find(|other| other.digest != entry.digest) {
            Some(other) => {
                Err(StoreError::Ambiguous { pin: pin.to_owned(), one: other.digest, other: entry.digest })
            }
            None => Ok(entry),
        }
    }
}

/// What a store knows of one capture without reading its payload.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The file inside the store, with `/` between folder and name.
    pub file: String,
    /// Its size in bytes.
    pub file_bytes: u64,
    /// The SHA-256 of the payload.
    pub digest: Digest,
    /// The address asked for.
    pub url: String,
    /// The address that answered.
    pub final_url: String,
    /// The part of the address.
    pub part: Option<String>,
    /// When it was taken.
    pub at: DateTime<Utc>,
    /// How it was come by.
    pub method: Method,
    /// By whom.
    pub by: String,
    /// The declared media type.
    pub media_type: Option<String>,
    /// The HTTP status.
    pub status: Option<u16>,
    /// True for verified TLS all the way.
    pub secure: bool,
    /// What kind of answer it is.
    pub state: State,
    /// The provenance grade.
    pub grade: Grade,
    /// The size of the payload in bytes.
    pub payload_bytes: u64,
    /// The `ETag` that the server gave it, for asking whether it changed.
    pub etag: Option<String>,
    /// Its `Last-Modified`, likewise.
    pub last_modified: Option<String>,
    /// What a second witness saw.
    pub witness: Option<Witness>,
}

impl Entry {
    /// The entry of a capture that stands in that file.
    pub fn of(capture: &Capture, file: String, file_bytes: u64) -> Self {
        Self::with(capture, capture.digest(), file, file_bytes)
    }

    /// The same, for whoever has the digest of the payload already.
    fn with(capture: &Capture, digest: Digest, file: String, file_bytes: u64) -> Self {
        Self {
            file,
            file_bytes,
            digest,
            url: capture.url.clone(),
            final_url: capture.final_url.clone(),
            part: capture.part.clone(),
            at: capture.at,
            method: capture.method,
            by: capture.by.clone(),
            media_type: capture.media_type.clone(),
            status: capture.status,
            secure: capture.secure,
            state: capture.state(),
            grade: capture.grade(),
            payload_bytes: capture.payload.len() as u64,
            etag: capture.header("etag").map(str::to_owned),
            last_modified: capture.header("last-modified").map(str::to_owned),
            witness: capture.witness(),
        }
    }
}

/// Why a store could not do what was asked.
#[derive(Debug, Error)]
pub enum StoreError {
    /// The file system refused. A retry may help.
    #[error("cannot {doing} {path}: {source}")]
    Disk {
        /// What was tried.
        doing: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The index refused. `verify store rebuild` makes a new one.
    #[error("cannot use the index of the store ({0}): `verify store rebuild` makes a new one")]
    Index(#[from] rusqlite::Error),
    /// A capture's file is not what was written.
    #[error(
        "the capture in {file} is damaged ({reason}): restore the file from a copy, or capture the source again"
    )]
    Damaged {
        /// The file inside the store.
        file: String,
        /// What is wrong with it.
        reason: String,
    },
    /// No capture has that digest.
    #[error("no capture has the digest {pin}: `verify capture` takes one")]
    Unknown {
        /// The digest or its first digits.
        pin: String,
    },
    /// The digits of a pin name two payloads.
    #[error("{pin} names both {one} and {other}: write more digits")]
    Ambiguous {
        /// The digits.
        pin: String,
        /// One payload.
        one: Digest,
        /// The other.
        other: Digest,
    },
}

/// The capture with its time in whole seconds, as it is kept.
fn in_seconds(capture: &Capture) -> Cow<'_, Capture> {
    let at = capture.at.trunc_subsecs(0);
    if at == capture.at { Cow::Borrowed(capture) } else { Cow::Owned(Capture { at, ..capture.clone() }) }
}

/// A store in a folder. Opening it writes nothing but its index, and that only where it can.
#[derive(Debug)]
pub struct Store {
    dir: PathBuf,
    index: Mutex<Index>,
}

impl Store {
    /// Opens the store in a folder, which need not exist yet, and takes up what the index does
    /// not know.
    ///
    /// # Errors
    /// [`StoreError::Disk`] where the folder cannot be listed.
    pub fn open(dir: impl Into<PathBuf>) -> Result<Self, StoreError> {
        let dir = dir.into();
        let index = Mutex::new(Index::open(&dir)?);
        let store = Self { dir, index };
        store.refresh()?;
        Ok(store)
    }

    /// Opens a store that is about to be written to, made where there is none: an index that is on disk from the start
    /// stays small in memory and is there at the next start.
    ///
    /// # Errors
    /// [`StoreError::Disk`] where the folder cannot be made or listed.
    pub fn create(dir: impl Into<PathBuf>) -> Result<Self, StoreError> {
        let dir = dir.into();
        std::fs::create_dir_all(&dir).map_err(|source| StoreError::Disk {
            doing: "make",
            path: dir.clone(),
            source,
        })?;
        Self::open(dir)
    }

    /// The folder.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Keeps a capture and gives its entry. Keeping the same capture again does nothing.
    ///
    /// # Errors
    /// [`StoreError::Disk`] where it could not be written; then nothing is half-written.
    pub fn keep(&self, capture: &Capture) -> Result<Entry, StoreError> {
        let capture = &in_seconds(capture);
        let (folder, hashed) = (address::folder(&capture.url), Hashed::of(capture));
        let mut turn = 1;
        loop {
            let name = hashed.file_name(turn);
            let file = format!("{folder}/{name}");
            let bytes = hashed.laid_out(&name);
            let placed = folder::place(&self.dir, &file, &bytes)
                .map_err(|source| self.disk("write", &file, source))?;
            // A file that stands may be this very capture, or one of another address with the
            // same payload in the same second, which takes the next turn.
            if placed || self.load(&file).is_ok_and(|stored| stored == **capture) {
                let entry = Entry::with(capture, hashed.digest, file, bytes.len() as u64);
                if placed {
                    self.index()?.record(std::slice::from_ref(&entry), &[])?;
                }
                return Ok(entry);
            }
            turn += 1;
        }
    }

    /// Takes up files that came and notes files that went since the last look.
    ///
    /// # Errors
    /// [`StoreError`] where the folder cannot be listed.
    pub fn refresh(&self) -> Result<(), StoreError> {
        let listing = folder::list(&self.dir).map_err(|source| self.disk("list", "", source))?;
        let mut listed = listing.captures.into_iter().peekable();
        let (mut fresh, mut gone) = (Vec::new(), Vec::new());
        // Both are in order of name, so that neither has to be held for the other.
        self.index()?.each_file(|known, known_bytes, missing| {
            while let Some(unknown) = listed.next_if(|(file, _)| file.as_str() < known) {
                fresh.push(unknown);
            }
            match listed.next_if(|(file, _)| file == known) {
                Some((_, bytes)) if bytes == known_bytes && !missing => {}
                Some(other) => fresh.push(other),
                None if !missing => gone.push(known.to_owned()),
                None => {}
            }
        })?;
        fresh.extend(listed);
        for file in &gone {
            self.index()?.mark_missing(file, true)?;
        }
        for group in fresh.chunks(256) {
            self.take_up(group)?;
        }
        self.take_up_stamps(&listing.stamps, !fresh.is_empty())
    }

    /// Makes the index anew from the files, and forgets files that were known and are gone.
    ///
    /// # Errors
    /// [`StoreError`] where the folder cannot be listed.
    pub fn rebuild(&self) -> Result<(), StoreError> {
        self.index()?.clear()?;
        self.refresh()
    }

    /// Bytes that a later stage keeps for a payload, if they are of that version.
    ///
    /// # Errors
    /// [`StoreError::Index`].
    pub fn cached(&self, digest: &Digest, stage: &str, version: &str) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(self.index()?.cached(digest, stage, version)?)
    }

    /// Keeps bytes of a later stage for a payload. They go with the index.
    ///
    /// # Errors
    /// [`StoreError::Index`].
    pub fn cache(&self, digest: &Digest, stage: &str, version: &str, body: &[u8]) -> Result<(), StoreError> {
        Ok(self.index()?.cache(digest, stage, version, body)?)
    }

    /// When the newest capture of an address and part was taken.
    pub(crate) fn last_taken(
        &self,
        url: &str,
        part: Option<&str>,
    ) -> Result<Option<DateTime<Utc>>, StoreError> {
        Ok(self.index()?.last_taken(url, part)?)
    }

    /// The files of all captures, sorted.
    pub(crate) fn files(&self) -> Result<Vec<String>, StoreError> {
        Ok(self.index()?.kept()?)
    }

    /// The capture in a file, `None` where it is not there or cannot be read.
    pub(crate) fn entry(&self, file: &str) -> Result<Option<Entry>, StoreError> {
        Ok(self.index()?.entry_in(file)?)
    }

    fn take_up(&self, files: &[(String, u64)]) -> Result<(), StoreError> {
        let read: Vec<Result<Entry, (String, u64, String)>> = files
            .par_iter()
            .map(|(file, bytes)| match self.load(file) {
                Ok(capture) => Ok(Entry::of(&capture, file.clone(), *bytes)),
                Err(error) => Err((file.clone(), *bytes, error.to_string())),
            })
            .collect();
        let (mut entries, mut broken) = (Vec::new(), Vec::new());
        for read in read {
            match read {
                Ok(entry) => entries.push(entry),
                Err(failure) => broken.push(failure),
            }
        }
        Ok(self.index()?.record(&entries, &broken)?)
    }

    fn load(&self, file: &str) -> Result<Capture, StoreError> {
        let bytes = folder::read(&self.dir.join(file)).map_err(|source| self.disk("read", file, source))?;
        archive::read(&bytes)
            .map_err(|error| StoreError::Damaged { file: file.to_owned(), reason: error.to_string() })
    }

    /// The index, with all in it that was placed.
    fn index(&self) -> Result<MutexGuard<'_, Index>, StoreError> {
        let mut index = self.unentered();
        index.enter()?;
        Ok(index)
    }

    fn unentered(&self) -> MutexGuard<'_, Index> {
        // A panic elsewhere leaves SQLite in order: its transaction is rolled back.
        self.index.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn disk(&self, doing: &'static str, file: &str, source: io::Error) -> StoreError {
        StoreError::Disk { doing, path: self.dir.join(file), source }
    }
}

impl Captures for Store {
    fn put(&self, capture: &Capture) -> Result<Digest, StoreError> {
        self.keep(capture).map(|entry| entry.digest)
    }

    fn list(&self) -> Result<Vec<Entry>, StoreError> {
        Ok(self.index()?.entries()?)
    }

    fn history(&self, url: &str, part: Option<&str>) -> Result<Vec<Entry>, StoreError> {
        Ok(self.index()?.history(url, part)?)
    }

    fn read(&self, entry: &Entry) -> Result<Capture, StoreError> {
        let capture = self.load(&entry.file)?;
        if capture.digest() != entry.digest {
            let reason = format!("its payload is {}, not {}", capture.digest(), entry.digest);
            return Err(StoreError::Damaged { file: entry.file.clone(), reason });
        }
        Ok(capture)
    }

    fn get(&self, digest: &Digest) -> Result<Capture, StoreError> {
        let mut failure = StoreError::Unknown { pin: digest.hex() };
        let entries = self.index()?.of_digest(digest)?;
        for entry in &entries {
            match self.read(entry) {
                Ok(capture) => return Ok(capture),
                Err(error) => failure = error,
            }
        }
        Err(failure)
    }
}
