//! Checks a store: re-reads and re-hashes every file and tells what is damaged, missing or foreign.

use rayon::prelude::*;

use std::collections::BTreeSet;

use super::{Store, StoreError, archive, checks, folder};
use crate::capture::{Digest, address};

/// What a check of a store found. Everything is sorted by file name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Health {
    /// Files whose every byte is as it was written.
    pub sound: usize,
    /// Records of checks that brought nothing new, every byte as it was written.
    pub checks: usize,
    /// Files that stand where captures stand and are not what was written, with the reason.
    pub damaged: Vec<(String, String)>,
    /// Files that the index knows and that are not there.
    pub missing: Vec<String>,
    /// Files that no capture wrote.
    pub foreign: Vec<String>,
    /// Unfinished files that a stopped process left, torn ends of check files among them. They are no damage;
    /// `store gc` removes the files, and the next re-check cuts the ends off.
    pub unfinished: usize,
}

impl Health {
    /// True where nothing is damaged, missing or foreign.
    pub fn is_clean(&self) -> bool {
        self.damaged.is_empty() && self.missing.is_empty() && self.foreign.is_empty()
    }
}

impl Store {
    /// Re-hashes everything, calling back after each file with how many are done.
    ///
    /// Each record's block and payload are compared with their digests, and the name and folder of
    /// the file with the capture in it.
    ///
    /// # Errors
    /// [`StoreError`] where the folder cannot be listed.
    pub fn check(&self, done: impl Fn() + Sync) -> Result<Health, StoreError> {
        self.refresh()?;
        let listing = folder::list(self.dir()).map_err(|source| self.disk("list", "", source))?;
        let damaged: Vec<(String, String)> = listing
            .captures
            .par_iter()
            .filter_map(|(file, _)| {
                let outcome = self.check_file(file).map_err(|reason| (file.clone(), reason));
                done();
                outcome.err()
            })
            .collect();
        let tombstones = self.tombstones()?;
        let forgotten = |file: &String| tombstones.iter().any(|stone| stone.files.contains(file));
        let mut missing: Vec<String> = self.index()?.missing()?.into_iter().map(|entry| entry.file).collect();
        missing.retain(|file| !forgotten(file));
        let mut health = Health {
            sound: listing.captures.len() - damaged.len(),
            damaged,
            missing,
            foreign: listing.foreign,
            unfinished: listing.unfinished.len(),
            ..Health::default()
        };
        self.check_checks(&listing.checks, &mut health)?;
        let broken = self.stamps()?.into_iter().filter_map(|(file, stamp)| Some((file, stamp.err()?)));
        health.damaged.extend(broken);
        Ok(health)
    }

    /// Re-hashes the records of checks; each must confirm a payload that the store holds or took down.
    fn check_checks(&self, files: &[(String, u64)], health: &mut Health) -> Result<(), StoreError> {
        let stones: BTreeSet<String> = self.tombstones()?.into_iter().map(|stone| stone.digest).collect();
        let is_known = |digest: &str| match digest.parse::<Digest>() {
            Ok(digest) => Ok(stones.contains(&digest.hex()) || self.index()?.knows(&digest)?),
            Err(_) => Ok::<_, StoreError>(false),
        };
        for (file, _) in files {
            let (mut unknown, mut failure) = (None, None);
            let sound = checks::sound_part(&self.dir().join(file), |record| {
                let Some(digest) = record.field("WARC-Payload-Digest") else { return };
                match is_known(digest) {
                    Ok(true) => {}
                    Ok(false) => unknown = unknown.take().or_else(|| Some(digest.to_owned())),
                    Err(error) => failure = Some(error),
                }
            });
            failure.map_or(Ok(()), Err)?;
            let sound = match sound {
                Ok(sound) => sound,
                Err(error) => {
                    health.damaged.push((file.clone(), format!("it cannot be read: {error}")));
                    continue;
                }
            };
            health.checks += sound.records.saturating_sub(1);
            health.unfinished += usize::from(sound.is_torn);
            let unknown =
                unknown.map(|digest| format!("it confirms {digest}, which the store does not hold"));
            health.damaged.extend(sound.damage.or(unknown).map(|reason| (file.clone(), reason)));
        }
        Ok(())
    }

    fn check_file(&self, file: &str) -> Result<(), String> {
        let bytes =
            folder::read(&self.dir().join(file)).map_err(|error| format!("it cannot be read: {error}"))?;
        let capture = archive::read(&bytes).map_err(|error| error.to_string())?;
        let (place, name) = file.split_once('/').expect("a capture stands in a folder");
        let stem = archive::file_name(capture.at, &capture.digest(), 1);
        let stem = stem.strip_suffix(folder::SUFFIX).expect("names of captures end so");
        if !name.starts_with(stem) {
            return Err(format!("its name does not fit its capture, which would be {stem}"));
        }
        let expected = address::folder(&capture.url);
        if place != expected {
            return Err(format!("it belongs into the folder {expected}"));
        }
        Ok(())
    }
}
