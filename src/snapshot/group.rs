//! Groups: what is made durable together, so that many captures share one wait for the disk.

use std::sync::mpsc::{Receiver, TryRecvError};
use std::time::{Duration, Instant};

use rayon::prelude::*;

use super::archive::{self, Hashed};
use super::{Entry, Store, StoreError, folder, in_seconds};
use crate::capture::{Capture, address};

/// Most captures of a group.
const COUNT_MAX: usize = 256;

/// The longest that the first of a group waits for the others.
const TIME_MAX: Duration = Duration::from_millis(200);

/// Bytes of payload at which a group is full: their files stay in memory until they are durable.
const BYTES_MAX: usize = 4 << 20;

/// Bytes of payload that are made files of together: until then they stay in memory as they came, which takes several
/// times as much.
const HANDFUL_BYTES: usize = 1 << 20;

/// How long things gather before they are taken: to be woken for each takes longer than to take it.
const NAP: Duration = Duration::from_millis(2);

/// Captures that may wait while a group is written.
pub const WAITING_MAX: usize = 32;

/// The next group of what comes: it ends when it is full, when its first has waited long enough, and when nothing
/// comes any more. `None` where nothing came. What comes is added to the group a handful at a time; `bytes` says what of a
/// thing stays in memory until then.
pub fn next<T, G: Default>(
    from: &Receiver<T>,
    bytes: impl Fn(&T) -> usize,
    mut add: impl FnMut(&mut G, Vec<T>),
) -> Option<G> {
    let first = from.recv().ok()?;
    let deadline = Instant::now() + TIME_MAX;
    let (mut count, mut held, mut handful_bytes) = (1, 0, bytes(&first));
    let (mut group, mut handful) = (G::default(), vec![first]);
    while count < COUNT_MAX && held + handful_bytes < BYTES_MAX {
        if handful_bytes >= HANDFUL_BYTES {
            held += std::mem::take(&mut handful_bytes);
            add(&mut group, std::mem::take(&mut handful));
        }
        match from.try_recv() {
            Ok(next) => {
                handful_bytes += bytes(&next);
                handful.push(next);
                count += 1;
            }
            Err(TryRecvError::Disconnected) => break,
            Err(TryRecvError::Empty) => match deadline.saturating_duration_since(Instant::now()) {
                Duration::ZERO => break,
                left => std::thread::sleep(left.min(NAP)),
            },
        }
    }
    add(&mut group, handful);
    Some(group)
}

/// The file of a capture before it is placed.
#[derive(Debug)]
pub struct LaidOut {
    entry: Entry,
    file: (String, Vec<u8>),
}

impl LaidOut {
    /// The entry that it has unless a file of its name stands there.
    pub fn entry(&self) -> &Entry {
        &self.entry
    }
}

impl Store {
    /// Keeps many captures as [`Store::keep`] does, made durable together.
    ///
    /// # Errors
    /// [`StoreError`]; captures kept before it stay, and none is half-written.
    pub fn keep_all(&self, captures: &[Capture]) -> Result<Vec<Entry>, StoreError> {
        let entries = self.place_all(captures.par_iter().map(Self::lay_out).collect())?;
        self.enter()?;
        Ok(entries)
    }

    /// The file of a capture before it is placed, so that the work can be done while others are made durable.
    pub fn lay_out(capture: &Capture) -> LaidOut {
        let capture = &in_seconds(capture);
        let hashed = Hashed::of(capture);
        let (digest, name) = (hashed.digest, hashed.file_name(1));
        let bytes = hashed.laid_out(&name);
        let file = format!("{}/{name}", address::folder(&capture.url));
        LaidOut { entry: Entry::with(capture, digest, file.clone(), bytes.len() as u64), file: (file, bytes) }
    }

    /// Places files of captures, made durable together, and gives their entries. They are entered in the index with what
    /// is placed later, at [`Store::enter`] or when it is next asked something.
    ///
    /// # Errors
    /// [`StoreError`]; captures placed before it stay, and none is half-written.
    pub fn place_all(&self, laid_out: Vec<LaidOut>) -> Result<Vec<Entry>, StoreError> {
        if laid_out.is_empty() {
            return Ok(Vec::new());
        }
        let (mut entries, files): (Vec<Entry>, Vec<_>) =
            laid_out.into_iter().map(|laid_out| (laid_out.entry, laid_out.file)).unzip();
        let placed = folder::place_all(&self.dir, &files).map_err(|source| self.disk("write", "", source))?;
        let fresh: Vec<Entry> = entries
            .iter()
            .zip(&placed)
            .filter(|(_, placed)| **placed)
            .map(|(entry, _)| entry.clone())
            .collect();
        self.unentered().put_off(fresh);
        for (at, (file, bytes)) in files.iter().enumerate().filter(|(at, _)| !placed[*at]) {
            // Something of that name stood there: it is this capture, or it takes the next turn.
            let capture = archive::read(bytes)
                .map_err(|error| StoreError::Damaged { file: file.clone(), reason: error.to_string() })?;
            entries[at] = self.keep(&capture)?;
        }
        Ok(entries)
    }

    /// Enters what was placed in the index.
    ///
    /// # Errors
    /// [`StoreError::Index`].
    pub fn enter(&self) -> Result<(), StoreError> {
        self.index().map(drop)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc::channel;

    #[test]
    fn a_group_ends_by_count_by_bytes_and_by_time() {
        let (sender, receiver) = channel();
        (0..600).for_each(|_| sender.send(0).unwrap());
        (0..3).for_each(|_| sender.send(BYTES_MAX / 2).unwrap());
        let add = |group: &mut Vec<Vec<usize>>, handful| group.push(handful);
        let groups: Vec<_> = (0..4).map(|_| next(&receiver, |bytes| *bytes, add).unwrap()).collect();
        let sizes: Vec<usize> = groups.iter().map(|group| group.concat().len()).collect();
        // The sender is still there, so the last group ended because its time was over.
        assert_eq!(sizes, [256, 256, 90, 1]);
        // What is large is not held until the group is full.
        let handfuls: Vec<usize> = groups[2].iter().map(Vec::len).collect();
        assert_eq!(handfuls, [89, 1]);
        drop(sender);
        assert_eq!(next(&receiver, |bytes| *bytes, add), None);
    }
}
