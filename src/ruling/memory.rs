//! Rulings in memory: for library users that keep them elsewhere, for a store that cannot be written, and for tests.

use std::sync::{Mutex, MutexGuard, PoisonError};

use super::event::{Act, Draft, Event, EventId, Seen};
use super::table::{hex, link, rounded};
use super::{Chain, Filter, RulingError, Rulings, standing};

/// Rulings that live and die with the process.
#[derive(Debug, Default)]
pub struct MemoryRulings {
    events: Mutex<Vec<Event>>,
}

impl MemoryRulings {
    /// A place with nothing in it.
    pub fn new() -> MemoryRulings {
        MemoryRulings::default()
    }

    fn events(&self) -> MutexGuard<'_, Vec<Event>> {
        self.events.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn of_claim(events: &[Event], claim: &str) -> Vec<Event> {
    let mut found: Vec<Event> = events.iter().filter(|event| event.claim == claim).cloned().collect();
    standing::sort(&mut found);
    found
}

impl Rulings for MemoryRulings {
    fn append(&self, drafts: &[Draft]) -> Result<Vec<Event>, RulingError> {
        let mut events = self.events();
        let before = events.len();
        for draft in drafts {
            let checked = draft.check().and_then(|()| check(&events, draft));
            if let Err(error) = checked {
                events.truncate(before);
                return Err(error);
            }
            events.push(rounded(draft.event()));
        }
        Ok(events[before..].to_vec())
    }

    fn import(&self, new: &[Event]) -> Result<usize, RulingError> {
        let mut events = self.events();
        let before = events.len();
        for event in new {
            if events.iter().all(|known| known.id != event.id) {
                events.push(rounded(event.clone()));
            }
        }
        Ok(events.len() - before)
    }

    fn since(&self, number: u64, limit: usize) -> Result<Vec<(u64, Event)>, RulingError> {
        let events = self.events();
        Ok((1..).zip(events.iter().cloned()).filter(|(at, _)| *at > number).take(limit).collect())
    }

    fn of_claim(&self, claim: &str) -> Result<Vec<Event>, RulingError> {
        Ok(of_claim(&self.events(), claim))
    }

    fn find(&self, id: &EventId) -> Result<Option<Event>, RulingError> {
        Ok(self.events().iter().find(|event| event.id == *id).cloned())
    }

    fn matching(&self, filter: &Filter, limit: usize) -> Result<Vec<Event>, RulingError> {
        let mut events = self.events().clone();
        standing::sort(&mut events);
        let end = filter.before.as_ref().and_then(|id| events.iter().position(|event| event.id == *id));
        events.truncate(end.unwrap_or(events.len()));
        let wanted = |event: &Event| {
            filter.claim.as_ref().is_none_or(|claim| event.claim == *claim)
                && filter.actor.as_ref().is_none_or(|actor| event.actor == *actor)
                && filter.since.is_none_or(|since| event.at >= since)
        };
        Ok(events.into_iter().rev().filter(wanted).take(limit).collect())
    }

    fn chain_after(&self, _: &Chain) -> Result<Chain, RulingError> {
        let events = self.events();
        let head = events.iter().fold([0; 32], |head, event| {
            link(&head, &serde_json::to_string(event).expect("an event is plain JSON"))
        });
        Ok(Chain::Whole { events: events.len() as u64, head: hex(&head) })
    }
}

fn check(events: &[Event], draft: &Draft) -> Result<(), RulingError> {
    let own = of_claim(events, &draft.claim);
    if let Seen::Newest(seen) = &draft.seen {
        let newest = own.iter().rev().find(|event| standing::counts(&event.act));
        if newest.map(|event| &event.id) != seen.as_ref() {
            return Err(match newest {
                Some(latest) => {
                    RulingError::Stale { claim: draft.claim.clone(), latest: Box::new(latest.clone()) }
                }
                None => RulingError::Refused("look at the claim again: what you saw is not there"),
            });
        }
    }
    match &draft.act {
        Act::Undo { event } if !standing::in_force(&own, event) => {
            Err(RulingError::NothingToUndo(event.clone()))
        }
        _ => Ok(()),
    }
}
