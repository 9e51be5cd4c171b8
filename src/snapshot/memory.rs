//! A store in memory: for library users that keep captures elsewhere, and for tests.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::SubsecRound;

use super::{Captures, Entry, StoreError};
use crate::capture::{Capture, Digest, address};

/// A store that lives and dies with the process.
#[derive(Debug, Default)]
pub struct MemoryStore {
    captures: Mutex<BTreeMap<String, Capture>>,
}

impl MemoryStore {
    /// A store with nothing in it.
    pub fn new() -> Self {
        Self::default()
    }

    fn captures(&self) -> MutexGuard<'_, BTreeMap<String, Capture>> {
        self.captures.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Captures for MemoryStore {
    fn put(&self, capture: &Capture) -> Result<Digest, StoreError> {
        let capture = Capture { at: capture.at.trunc_subsecs(0), ..capture.clone() };
        let digest = capture.digest();
        let mut captures = self.captures();
        let folder = address::folder(&capture.url);
        for turn in 1.. {
            let file = format!("{folder}/{}", super::archive::file_name(capture.at, &digest, turn));
            match captures.get(&file) {
                Some(stored) if *stored == capture => break,
                Some(_) => {}
                None => {
                    captures.insert(file, capture);
                    break;
                }
            }
        }
        Ok(digest)
    }

    fn list(&self) -> Result<Vec<Entry>, StoreError> {
        let entry = |(file, capture): (&String, &Capture)| {
            Entry::of(capture, file.clone(), capture.payload.len() as u64)
        };
        let mut entries: Vec<Entry> = self.captures().iter().map(entry).collect();
        entries.sort_by_cached_key(|entry| {
            (address::key(&entry.url), entry.part.clone(), entry.at, entry.file.clone())
        });
        Ok(entries)
    }

    fn history(&self, url: &str, part: Option<&str>) -> Result<Vec<Entry>, StoreError> {
        let key = address::key(url);
        let mut entries = self.list()?;
        entries.retain(|entry| entry.part.as_deref() == part && address::key(&entry.url) == key);
        entries.reverse();
        Ok(entries)
    }

    fn read(&self, entry: &Entry) -> Result<Capture, StoreError> {
        let unknown = || StoreError::Unknown { pin: entry.digest.hex() };
        self.captures().get(&entry.file).cloned().ok_or_else(unknown)
    }
}
