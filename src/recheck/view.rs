//! A store as it stood at a moment: of each watched source one capture speaks, and no other.

use std::collections::BTreeMap;

use super::journal::Watched;
use crate::capture::{Capture, Digest};
use crate::snapshot::{Captures, Entry, Store, StoreError};

/// A view of a store in which the chosen capture of each source is its only one. It keeps nothing.
#[derive(Debug)]
pub struct View<'s> {
    store: &'s Store,
    chosen: &'s BTreeMap<Watched, Entry>,
}

impl<'s> View<'s> {
    /// A view with these captures.
    pub fn new(store: &'s Store, chosen: &'s BTreeMap<Watched, Entry>) -> Self {
        Self { store, chosen }
    }
}

impl Captures for View<'_> {
    fn put(&self, capture: &Capture) -> Result<Digest, StoreError> {
        self.store.put(capture)
    }

    fn list(&self) -> Result<Vec<Entry>, StoreError> {
        Ok(self.chosen.values().cloned().collect())
    }

    fn history(&self, url: &str, part: Option<&str>) -> Result<Vec<Entry>, StoreError> {
        match self.chosen.get(&Watched::new(url, part)) {
            Some(entry) => Ok(vec![entry.clone()]),
            None => self.store.history(url, part),
        }
    }

    fn read(&self, entry: &Entry) -> Result<Capture, StoreError> {
        self.store.read(entry)
    }
}
