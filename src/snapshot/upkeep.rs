//! Upkeep of a store: figures, removal of leftovers, and taking a capture down with a tombstone.

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::time::{Duration, SystemTime};

use chrono::{DateTime, SecondsFormat, Utc};
use serde::{Deserialize, Serialize};

use super::{Store, StoreError, folder};
use crate::capture::Digest;

/// How old an unfinished file must be before it counts as left behind: far longer than any
/// capture takes to be written.
const LEFT_BEHIND: Duration = Duration::from_secs(60 * 60);

/// Figures of a store.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stats {
    /// Captures.
    pub captures: usize,
    /// Different payloads.
    pub payloads: usize,
    /// Different addresses, in their normal form.
    pub addresses: usize,
    /// Bytes of all payloads, each capture counted.
    pub payload_bytes: u64,
    /// Bytes of all files of captures.
    pub file_bytes: u64,
    /// Captures by grade, best first.
    pub by_grade: BTreeMap<String, usize>,
    /// Captures by method.
    pub by_method: BTreeMap<String, usize>,
    /// Captures by state.
    pub by_state: BTreeMap<String, usize>,
    /// Captures taken down.
    pub forgotten: usize,
}

/// What stays of a capture that was taken down.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tombstone {
    /// The payload digest, 64 hexadecimal digits.
    pub digest: String,
    /// The files that went.
    pub files: Vec<String>,
    /// The addresses they were captures of.
    pub urls: Vec<String>,
    /// Why.
    pub reason: String,
    /// When.
    pub at: String,
}

impl Store {
    /// How many captures the store holds.
    ///
    /// # Errors
    /// [`StoreError::Index`].
    pub fn count(&self) -> Result<usize, StoreError> {
        Ok(self.index()?.count()?)
    }

    /// Counts what the store holds, by kind.
    ///
    /// # Errors
    /// [`StoreError`] where the folder cannot be listed.
    pub fn stats(&self) -> Result<Stats, StoreError> {
        let entries = self.index()?.entries()?;
        let mut stats =
            Stats { captures: entries.len(), forgotten: self.tombstones()?.len(), ..Stats::default() };
        let mut payloads: Vec<Digest> = Vec::with_capacity(entries.len());
        let mut keys: Vec<String> = Vec::with_capacity(entries.len());
        for entry in &entries {
            payloads.push(entry.digest);
            keys.push(crate::capture::address::key(&entry.url));
            stats.payload_bytes += entry.payload_bytes;
            stats.file_bytes += entry.file_bytes;
            *stats.by_grade.entry(entry.grade.to_string()).or_default() += 1;
            *stats.by_method.entry(entry.method.to_string()).or_default() += 1;
            *stats.by_state.entry(entry.state.to_string()).or_default() += 1;
        }
        payloads.sort_unstable();
        payloads.dedup();
        keys.sort_unstable();
        keys.dedup();
        (stats.payloads, stats.addresses) = (payloads.len(), keys.len());
        Ok(stats)
    }

    /// Removes unfinished files that a stopped process left and cached bytes of payloads that are
    /// gone; gives the names of the files. Captures are never collected: they are evidence. With
    /// `dry_run` nothing is removed.
    ///
    /// # Errors
    /// [`StoreError`] where the store cannot be listed or written.
    pub fn collect(&self, now: DateTime<Utc>, dry_run: bool) -> Result<Vec<String>, StoreError> {
        let _lock = if dry_run { None } else { self.lock()? };
        let listing = folder::list(self.dir()).map_err(|source| self.disk("list", "", source))?;
        let limit = SystemTime::from(now) - LEFT_BEHIND;
        let mut collected = Vec::new();
        for path in listing.unfinished {
            let old = path.metadata().and_then(|metadata| metadata.modified()).is_ok_and(|time| time < limit);
            if !old {
                continue;
            }
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let file = format!("{}/{name}", folder::UNFINISHED);
            if !dry_run {
                fs::remove_file(&path).map_err(|source| self.disk("remove", &file, source))?;
            }
            collected.push(file);
        }
        if !dry_run {
            self.index()?.sweep_cache()?;
        }
        collected.sort();
        Ok(collected)
    }

    /// Takes every capture of a payload down: a tombstone with the reason is placed first, then
    /// the files go. Asked again after a crash in between, it finishes.
    ///
    /// # Errors
    /// [`StoreError::Unknown`] where no capture has the digest and none had.
    pub fn forget(&self, digest: &Digest, reason: &str, now: DateTime<Utc>) -> Result<Tombstone, StoreError> {
        let _lock = self.lock()?;
        let entries = self.index()?.of_digest(digest)?;
        let place = format!("{}/{}.json", folder::FORGOTTEN, digest.hex());
        let earlier = self.tombstones()?.into_iter().find(|stone| stone.digest == digest.hex());
        let tombstone = match (earlier, entries.is_empty()) {
            (Some(stone), _) => stone,
            (None, true) => return Err(StoreError::Unknown { pin: digest.hex() }),
            (None, false) => {
                let mut urls: Vec<String> = entries.iter().map(|entry| entry.url.clone()).collect();
                urls.sort();
                urls.dedup();
                let stone = Tombstone {
                    digest: digest.hex(),
                    files: entries.iter().map(|entry| entry.file.clone()).collect(),
                    urls,
                    reason: reason.to_owned(),
                    at: now.to_rfc3339_opts(SecondsFormat::Secs, true),
                };
                let json = serde_json::to_vec_pretty(&stone).expect("a tombstone is plain text");
                folder::place(self.dir(), &place, &json)
                    .map_err(|source| self.disk("write", &place, source))?;
                stone
            }
        };
        for entry in &entries {
            let path = self.dir().join(&entry.file);
            fs::remove_file(&path).map_err(|source| self.disk("remove", &entry.file, source))?;
            let parent = path.parent().expect("a capture stands in a folder");
            folder::sync_folder(parent).map_err(|source| self.disk("sync", &entry.file, source))?;
            self.index()?.drop_file(&entry.file)?;
        }
        self.index()?.sweep_cache()?;
        Ok(tombstone)
    }

    /// Every tombstone, by digest.
    ///
    /// # Errors
    /// [`StoreError`] where one cannot be read.
    pub fn tombstones(&self) -> Result<Vec<Tombstone>, StoreError> {
        let listing = folder::list(self.dir()).map_err(|source| self.disk("list", "", source))?;
        let read = |(file, _): &(String, u64)| {
            let bytes =
                folder::read(&self.dir().join(file)).map_err(|source| self.disk("read", file, source))?;
            serde_json::from_slice(&bytes)
                .map_err(|error| StoreError::Damaged { file: file.clone(), reason: error.to_string() })
        };
        listing.tombstones.iter().map(read).collect()
    }

    /// The lock of a re-check, or `None` where another one holds it. It goes with the process that holds it.
    ///
    /// # Errors
    /// [`StoreError::Disk`] where it cannot be made.
    pub fn lock_run(&self) -> Result<Option<File>, StoreError> {
        let failed = |source| self.disk("lock", folder::RUN_LOCK, source);
        fs::create_dir_all(self.dir()).map_err(failed)?;
        let path = self.dir().join(folder::RUN_LOCK);
        let file = OpenOptions::new().create(true).truncate(false).write(true).open(path).map_err(failed)?;
        match file.try_lock() {
            Ok(()) => Ok(Some(file)),
            Err(fs::TryLockError::WouldBlock) => Ok(None),
            Err(fs::TryLockError::Error(source)) => Err(failed(source)),
        }
    }

    /// The lock of those who remove things. It goes with the process that holds it.
    pub(super) fn lock(&self) -> Result<Option<File>, StoreError> {
        if !self.dir().is_dir() {
            return Ok(None);
        }
        let path = self.dir().join(folder::LOCK);
        let failed = |source| self.disk("lock", folder::LOCK, source);
        let file = OpenOptions::new().create(true).truncate(false).write(true).open(path).map_err(failed)?;
        file.lock().map_err(failed)?;
        Ok(Some(file))
    }
}
