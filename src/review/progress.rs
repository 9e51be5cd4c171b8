//! How far a check of the desk is: counted as it goes, told on every screen while it is under way.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use super::listing::{grouped, plural};
use crate::check::Event;

/// The counts of the check that is under way, if one is.
#[derive(Debug, Default)]
pub struct Progress {
    under_way: AtomicBool,
    sources: AtomicUsize,
    sources_read: AtomicUsize,
    claims: AtomicUsize,
    claims_checked: AtomicUsize,
    rows: AtomicUsize,
}

/// How far a check is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Far {
    /// Steps done, of `steps`.
    pub done: usize,
    /// All steps.
    pub steps: usize,
    /// In words.
    pub words: String,
}

impl Progress {
    /// Begins to count; what is given ends it.
    pub fn begin(&self) -> UnderWay<'_> {
        for count in [&self.sources, &self.sources_read, &self.claims, &self.claims_checked, &self.rows] {
            count.store(0, Ordering::Relaxed);
        }
        self.under_way.store(true, Ordering::Relaxed);
        UnderWay(self)
    }

    /// Takes in what happened.
    pub fn note(&self, event: Event<'_>) {
        match event {
            Event::Started { sources, claims } => {
                self.sources.store(sources, Ordering::Relaxed);
                self.claims.store(claims, Ordering::Relaxed);
            }
            Event::SourceRead(_) => {
                self.sources_read.fetch_add(1, Ordering::Relaxed);
            }
            Event::Decided(..) | Event::TakenOver(_) => {
                self.claims_checked.fetch_add(1, Ordering::Relaxed);
            }
        }
    }

    /// So many claims more stand in the queue.
    pub fn listed(&self, claims: usize) {
        self.rows.fetch_add(claims, Ordering::Relaxed);
    }

    /// How far it is; none where no check is under way.
    pub fn far(&self) -> Option<Far> {
        if !self.under_way.load(Ordering::Relaxed) {
            return None;
        }
        let count = |count: &AtomicUsize| count.load(Ordering::Relaxed);
        let (sources, claims) = (count(&self.sources), count(&self.claims));
        let (read, checked, rows) =
            (count(&self.sources_read), count(&self.claims_checked), count(&self.rows));
        let words = if claims == 0 {
            "Reading claim files".to_owned()
        } else if read < sources {
            format!("Reading sources: {} of {}", grouped(read), grouped(sources))
        } else if checked < claims {
            format!("Checking claims: {} of {}", grouped(checked), grouped(claims))
        } else {
            format!("Listing claims: {} of {}", grouped(rows), plural(claims, "claim"))
        };
        Some(Far { done: read + checked + rows, steps: sources + 2 * claims, words })
    }
}

/// Ends the counting when it goes.
pub struct UnderWay<'p>(&'p Progress);

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        self.0.under_way.store(false, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_check_tells_how_far_it_is() {
        let progress = Progress::default();
        assert_eq!(progress.far(), None);
        let under_way = progress.begin();
        let words = || progress.far().map(|far| far.words);
        assert_eq!(words().as_deref(), Some("Reading claim files"));
        progress.note(Event::Started { sources: 1, claims: 1_200 });
        assert_eq!(words().as_deref(), Some("Reading sources: 0 of 1"));
        progress.note(Event::SourceRead("a"));
        progress.note(Event::TakenOver("b"));
        let far = progress.far().expect("under way");
        assert_eq!((far.words.as_str(), far.done, far.steps), ("Checking claims: 1 of 1,200", 2, 2_401));
        drop(under_way);
        assert_eq!(progress.far(), None);
    }
}
