//! Groups: what is made durable together, so that many captures share one wait for the disk.

use std::sync::mpsc::Receiver;
use std::time::{Duration, Instant};

/// Most captures of a group.
const COUNT_MAX: usize = 256;

/// The longest that the first of a group waits for the others.
const TIME_MAX: Duration = Duration::from_millis(200);

/// Bytes of payload at which a group is full: they stay in memory until they are durable.
const BYTES_MAX: usize = 4 << 20;

/// Captures that may wait while a group is written.
pub const WAITING_MAX: usize = 32;

/// The next group of what comes: it ends when it is full, when its first has waited long enough, and when nothing
/// comes any more. `None` where nothing came. `bytes` says what of a thing stays in memory.
pub fn next<T>(from: &Receiver<T>, bytes: impl Fn(&T) -> usize) -> Option<Vec<T>> {
    let first = from.recv().ok()?;
    let deadline = Instant::now() + TIME_MAX;
    let mut held = bytes(&first);
    let mut group = vec![first];
    while group.len() < COUNT_MAX && held < BYTES_MAX {
        let left = deadline.saturating_duration_since(Instant::now());
        let Ok(next) = from.recv_timeout(left) else { break };
        held += bytes(&next);
        group.push(next);
    }
    Some(group)
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
        let sizes: Vec<usize> = (0..4).map(|_| next(&receiver, |bytes| *bytes).unwrap().len()).collect();
        // The sender is still there, so the last group ended because its time was over.
        assert_eq!(sizes, [256, 256, 90, 1]);
        drop(sender);
        assert_eq!(next(&receiver, |bytes| *bytes), None);
    }
}
