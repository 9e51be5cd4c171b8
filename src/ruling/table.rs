//! The table of events in the state of a store.

use std::sync::Arc;

use chrono::SubsecRound;
use rusqlite::{Connection, OptionalExtension, Row, params};
use sha2::{Digest as _, Sha256};

use super::event::{Act, Draft, Event, EventId, Seen};
use super::state::State;
use super::{Chain, Filter, RulingError, Rulings};

/// Rulings kept in the state of a store.
#[derive(Debug, Clone)]
pub struct Ledger {
    state: Arc<State>,
}

impl Ledger {
    /// The rulings of that state.
    pub fn new(state: Arc<State>) -> Ledger {
        Ledger { state }
    }
}

/// The newest event that a person must have seen before ruling; assignments do not count.
const NEWEST: &str =
    "SELECT body FROM ruling_event WHERE claim = ?1 AND act <> 'assign' ORDER BY at DESC, id DESC LIMIT 1";
const SINCE: &str = "SELECT body, number FROM ruling_event WHERE number > ?1 ORDER BY number LIMIT ?2";
const OF_CLAIM: &str = "SELECT body FROM ruling_event WHERE claim = ?1 ORDER BY at, id";
const BY_ID: &str = "SELECT body FROM ruling_event WHERE id = ?1";
const LINKS: &str = "SELECT body, number, link, id FROM ruling_event WHERE number > ?1 ORDER BY number";
const LAST_LINK: &str = "SELECT link FROM ruling_event ORDER BY number DESC LIMIT 1";

impl Rulings for Ledger {
    fn append(&self, drafts: &[Draft]) -> Result<Vec<Event>, RulingError> {
        for draft in drafts {
            draft.check()?;
        }
        self.state.write(|transaction| {
            let mut kept = Vec::with_capacity(drafts.len());
            for draft in drafts {
                if let Seen::Newest(seen) = &draft.seen {
                    let newest =
                        transaction.prepare_cached(NEWEST)?.query_row([&draft.claim], event).optional()?;
                    if newest.as_ref().map(|event| &event.id) != seen.as_ref() {
                        let Some(latest) = newest else {
                            return Err(RulingError::Refused(
                                "look at the claim again: what you saw is not there",
                            ));
                        };
                        return Err(RulingError::Stale {
                            claim: draft.claim.clone(),
                            latest: Box::new(latest),
                        });
                    }
                }
                if let Act::Undo { event } = &draft.act {
                    check_undo(transaction, &draft.claim, event)?;
                }
                let event = rounded(draft.event());
                insert(transaction, &event)?;
                kept.push(event);
            }
            Ok(kept)
        })
    }

    fn import(&self, events: &[Event]) -> Result<usize, RulingError> {
        self.state.write(|transaction| {
            let mut new = 0;
            for event in events {
                let known = transaction.prepare_cached(BY_ID)?.exists([event.id.as_str()])?;
                if !known {
                    insert(transaction, &rounded(event.clone()))?;
                    new += 1;
                }
            }
            Ok(new)
        })
    }

    fn since(&self, number: u64, limit: usize) -> Result<Vec<(u64, Event)>, RulingError> {
        self.state.read(|connection| {
            connection
                .prepare_cached(SINCE)?
                .query_map(params![number.cast_signed(), limit.cast_signed()], |row| {
                    Ok((row.get::<_, i64>(1)?.cast_unsigned(), event(row)?))
                })?
                .collect()
        })
    }

    fn of_claim(&self, claim: &str) -> Result<Vec<Event>, RulingError> {
        self.state
            .read(|connection| connection.prepare_cached(OF_CLAIM)?.query_map([claim], event)?.collect())
    }

    fn find(&self, id: &EventId) -> Result<Option<Event>, RulingError> {
        self.state
            .read(|connection| connection.prepare_cached(BY_ID)?.query_row([id.as_str()], event).optional())
    }

    fn matching(&self, filter: &Filter, limit: usize) -> Result<Vec<Event>, RulingError> {
        let before = match &filter.before {
            Some(id) => self.find(id)?.map(|event| (event.at.timestamp_millis(), event.id)),
            None => None,
        };
        let (until, until_id) = before.map_or((i64::MAX, String::new()), |(at, id)| (at, id.to_string()));
        let since = filter.since.map_or(i64::MIN, |since| since.timestamp_millis());
        self.state.read(|connection| {
            connection
                .prepare_cached(matching_query(filter))?
                .query_map(
                    params![filter.claim, filter.actor, since, until, until_id, limit.cast_signed()],
                    event,
                )?
                .collect()
        })
    }

    fn chain_after(&self, known: &Chain) -> Result<Chain, RulingError> {
        let (mut events, mut head) = match known {
            Chain::Whole { events, head } => (*events, unhex(head)),
            Chain::Broken { .. } => return Ok(known.clone()),
        };
        self.state.read(|connection| {
            let mut statement = connection.prepare_cached(LINKS)?;
            let mut rows = statement.query([events.cast_signed()])?;
            while let Some(row) = rows.next()? {
                let (body, id): (String, String) = (row.get(0)?, row.get(3)?);
                events += 1;
                let number = row.get::<_, i64>(1)?.cast_unsigned();
                let next = link(&head, &body);
                // A gap in the numbers is an event that was taken out.
                if row.get::<_, [u8; 32]>(2)? != next || number != events {
                    let event = EventId::parse(&id).ok_or(rusqlite::Error::InvalidQuery)?;
                    return Ok(Chain::Broken { event, number });
                }
                head = next;
            }
            Ok(Chain::Whole { events, head: hex(&head) })
        })
    }
}

/// Every query over the events, for the test that reads their plans.
#[cfg(test)]
pub(super) fn queries() -> Vec<&'static str> {
    let shape = |claim: bool, actor: bool| Filter {
        claim: claim.then(String::new),
        actor: actor.then(String::new),
        ..Filter::default()
    };
    let mut queries: Vec<&str> =
        [shape(false, false), shape(true, false), shape(false, true)].iter().map(matching_query).collect();
    queries.extend([NEWEST, SINCE, OF_CLAIM, BY_ID, LINKS]);
    queries
}

/// The query of a filter: one per shape, so that each uses the index made for it.
fn matching_query(filter: &Filter) -> &'static str {
    match (&filter.claim, &filter.actor) {
        (Some(_), _) => {
            "SELECT body FROM ruling_event WHERE claim = ?1 AND (?2 IS NULL OR actor = ?2) AND at >= ?3
             AND (at, id) < (?4, ?5) ORDER BY at DESC, id DESC LIMIT ?6"
        }
        (None, Some(_)) => {
            "SELECT body FROM ruling_event WHERE ?1 IS NULL AND actor = ?2 AND at >= ?3
             AND (at, id) < (?4, ?5) ORDER BY at DESC, id DESC LIMIT ?6"
        }
        (None, None) => {
            "SELECT body FROM ruling_event WHERE ?1 IS NULL AND ?2 IS NULL AND at >= ?3
             AND (at, id) < (?4, ?5) ORDER BY at DESC, id DESC LIMIT ?6"
        }
    }
}

/// An undo names an event of the same claim that is not undone.
fn check_undo(connection: &Connection, claim: &str, undone: &EventId) -> Result<(), RulingError> {
    let nothing = || RulingError::NothingToUndo(undone.clone());
    let mut events: Vec<Event> =
        connection.prepare_cached(OF_CLAIM)?.query_map([claim], event)?.collect::<rusqlite::Result<_>>()?;
    super::standing::sort(&mut events);
    if super::standing::in_force(&events, undone) { Ok(()) } else { Err(nothing()) }
}

fn insert(connection: &Connection, event: &Event) -> Result<(), RulingError> {
    let body = serde_json::to_string(event).expect("an event is plain JSON");
    let before: Option<[u8; 32]> =
        connection.prepare_cached(LAST_LINK)?.query_row([], |row| row.get(0)).optional()?;
    let link = link(&before.unwrap_or_default(), &body);
    connection
        .prepare_cached(
            "INSERT INTO ruling_event (id, at, actor, claim, act, body, link) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )?
        .execute(params![
            event.id.as_str(),
            event.at.timestamp_millis(),
            event.actor,
            event.claim,
            event.act.name(),
            body,
            link
        ])?;
    Ok(())
}

/// Cut to milliseconds, the grain in which events are sorted.
pub(super) fn rounded(event: Event) -> Event {
    Event { at: event.at.trunc_subsecs(3), ..event }
}

/// The event in the first column.
fn event(row: &Row<'_>) -> rusqlite::Result<Event> {
    let body: String = row.get(0)?;
    serde_json::from_str(&body).map_err(|error| {
        rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Text, Box::new(error))
    })
}

pub(super) fn link(before: &[u8; 32], body: &str) -> [u8; 32] {
    Sha256::new().chain_update(before).chain_update(body.as_bytes()).finalize().into()
}

pub(super) fn hex(digest: &[u8]) -> String {
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex(digits: &str) -> [u8; 32] {
    let byte = |at: usize| digits.get(2 * at..2 * at + 2).and_then(|two| u8::from_str_radix(two, 16).ok());
    std::array::from_fn(|at| byte(at).unwrap_or_default())
}
