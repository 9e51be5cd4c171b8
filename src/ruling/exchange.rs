//! Rulings as JSON lines: for git, for backup and for another machine. One event a line, by time and id.

use std::io::{BufRead, Write};

use super::event::Event;
use super::{RulingError, Rulings, standing};

/// How many events are read at once.
const BATCH: usize = 10_000;

/// Writes every event, oldest first, and gives their number. The order does not depend on when an event
/// arrived here, so two machines that know the same events write the same bytes.
///
/// # Errors
/// Those of the place, and those of the writer as [`std::io::Error`].
pub fn write(rulings: &dyn Rulings, out: &mut dyn Write) -> Result<usize, ExchangeError> {
    let (mut events, mut number) = (Vec::new(), 0);
    loop {
        let batch = rulings.since(number, BATCH)?;
        let Some((last, _)) = batch.last() else { break };
        number = *last;
        events.extend(batch.into_iter().map(|(_, event)| event));
    }
    standing::sort(&mut events);
    for event in &events {
        serde_json::to_writer(&mut *out, event).map_err(std::io::Error::from)?;
        out.write_all(b"\n")?;
    }
    out.flush()?;
    Ok(events.len())
}

/// Reads events and takes in those not yet known; gives how many there were and how many were new.
///
/// # Errors
/// [`RulingError::Line`] for a line that is no event; then nothing is taken in.
pub fn read(rulings: &dyn Rulings, from: &mut dyn BufRead) -> Result<(usize, usize), ExchangeError> {
    let mut events = Vec::new();
    for (at, line) in from.lines().enumerate() {
        let line = line?;
        if line.trim().is_empty() {
            continue;
        }
        let event: Event = serde_json::from_str(&line)
            .map_err(|error| RulingError::Line { line: at + 1, reason: error.to_string() })?;
        events.push(event);
    }
    let new = rulings.import(&events)?;
    Ok((events.len(), new))
}

/// Why rulings could not be carried over.
#[derive(Debug, thiserror::Error)]
pub enum ExchangeError {
    /// The place of the rulings refused.
    #[error(transparent)]
    Ruling(#[from] RulingError),
    /// The file or stream refused.
    #[error("cannot read or write the lines: {0}")]
    Stream(#[from] std::io::Error),
}
