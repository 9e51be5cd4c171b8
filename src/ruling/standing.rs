//! How a finding stands after what editors ruled. Pure: events and the present state in, standing out.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::Serialize;

use super::event::{Act, Basis, Decision, Event, EventId, Verb};
use super::{RulingError, Rulings};

/// How many events are read at once.
const BATCH: usize = 10_000;

/// How the findings of a claim stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// Nobody ruled on it.
    Open,
    /// Somebody ruled on it, and what the ruling was made on has changed since.
    Reopened,
    /// The claim is to be fixed.
    ToFix,
    /// The author is asked.
    Asked,
    /// Put off.
    Snoozed,
    /// An editor lets the claim stand: listed, not failed on.
    Stands,
}

impl Standing {
    /// Every standing.
    pub const ALL: [Standing; 6] = [
        Standing::Open,
        Standing::Reopened,
        Standing::ToFix,
        Standing::Asked,
        Standing::Snoozed,
        Standing::Stands,
    ];

    /// The name in addresses and files.
    pub fn name(self) -> &'static str {
        match self {
            Standing::Open => "open",
            Standing::Reopened => "reopened",
            Standing::ToFix => "to-fix",
            Standing::Asked => "asked",
            Standing::Snoozed => "snoozed",
            Standing::Stands => "stands",
        }
    }

    /// The standing of that name.
    pub fn parse(text: &str) -> Option<Standing> {
        Standing::ALL.into_iter().find(|standing| standing.name() == text)
    }

    /// Whether an editor has it still to look at.
    pub fn waits(self) -> bool {
        matches!(self, Standing::Open | Standing::Reopened)
    }
}

/// Why a ruling no longer answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outdated {
    /// The claim was changed.
    ClaimChanged,
    /// A capture it rests on is another.
    CaptureChanged,
    /// There is a finding that the ruling did not answer.
    NewFinding,
    /// The verdict is another, by newer rules.
    VerdictChanged,
    /// The day of the snooze is over.
    SnoozeOver,
}

impl Outdated {
    /// What to tell an editor.
    pub fn words(self) -> &'static str {
        match self {
            Outdated::ClaimChanged => "the claim has changed since",
            Outdated::CaptureChanged => "a source's capture has changed since",
            Outdated::NewFinding => "a finding came up that it did not answer",
            Outdated::VerdictChanged => "the verdict has changed since",
            Outdated::SnoozeOver => "the snooze is over",
        }
    }
}

/// The ruling on a claim as it is now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ruling {
    /// How the findings stand.
    pub standing: Standing,
    /// The decision that is in force or was outdated, with its event.
    pub decision: Option<(Event, Decision)>,
    /// Why it no longer answers.
    pub outdated: Option<Outdated>,
    /// The person who has the claim.
    pub owner: Option<String>,
    /// The newest decision, undo or adoption: what a form must have seen.
    pub newest: Option<EventId>,
}

/// The rulings on all claims.
#[derive(Debug, Clone, Default)]
pub struct Standings {
    events: BTreeMap<String, Vec<Event>>,
}

impl Standings {
    /// Reads every event of a place.
    ///
    /// # Errors
    /// Those of the place.
    pub fn read(rulings: &dyn Rulings) -> Result<Standings, RulingError> {
        let mut standings = Standings::default();
        let mut number = 0;
        loop {
            let batch = rulings.since(number, BATCH)?;
            let Some((last, _)) = batch.last() else { break };
            number = *last;
            for (_, event) in batch {
                standings.events.entry(event.claim.clone()).or_default().push(event);
            }
        }
        for events in standings.events.values_mut() {
            sort(events);
        }
        Ok(standings)
    }

    /// Whether anybody ruled on the claim or took it on.
    pub fn knows(&self, claim: &str) -> bool {
        self.events.contains_key(claim)
    }

    /// The events of a claim, in order.
    pub fn events(&self, claim: &str) -> &[Event] {
        self.events.get(claim).map_or(&[], Vec::as_slice)
    }

    /// Takes in one more event; one that is known changes nothing.
    pub fn add(&mut self, event: Event) {
        let events = self.events.entry(event.claim.clone()).or_default();
        if events.iter().all(|known| known.id != event.id) {
            events.push(event);
            sort(events);
        }
    }

    /// The ruling on a claim whose present state is `now`, on that day.
    pub fn of(&self, claim: &str, now: &Basis, today: NaiveDate) -> Ruling {
        ruling(self.events(claim), now, today)
    }
}

/// Sorts events as they are read: by time, then id, so that two machines agree.
pub(super) fn sort(events: &mut [Event]) {
    events.sort_by(|a, b| (a.at, &a.id).cmp(&(b.at, &b.id)));
}

/// The ruling that follows from the sorted events of one claim.
///
/// Read from the newest: an undo that is not undone itself takes its event away.
pub fn ruling(events: &[Event], now: &Basis, today: NaiveDate) -> Ruling {
    let mut undone = BTreeSet::new();
    let mut found =
        Ruling { standing: Standing::Open, decision: None, outdated: None, owner: None, newest: None };
    let mut assigned = false;
    for event in events.iter().rev() {
        if found.newest.is_none() && counts(&event.act) {
            found.newest = Some(event.id.clone());
        }
        if undone.contains(&event.id) {
            continue;
        }
        match &event.act {
            Act::Undo { event } => {
                undone.insert(event.clone());
            }
            Act::Decide(decision) if found.decision.is_none() => {
                found.decision = Some((event.clone(), decision.clone()));
            }
            Act::Assign { to } if !assigned => {
                assigned = true;
                found.owner.clone_from(to);
            }
            Act::Decide(_) | Act::Assign { .. } | Act::Adopt { .. } => {}
        }
    }
    if let Some((_, decision)) = &found.decision {
        found.outdated = outdated(decision, now, today);
        found.standing = match (found.outdated, decision.verb) {
            (Some(_), _) => Standing::Reopened,
            (None, Verb::Fix) => Standing::ToFix,
            (None, Verb::Stands) => Standing::Stands,
            (None, Verb::Ask) => Standing::Asked,
            (None, Verb::Snooze) => Standing::Snoozed,
        };
    }
    found
}

/// Whether the event of that id is among the sorted events of one claim and not taken back.
pub(super) fn in_force(events: &[Event], id: &EventId) -> bool {
    let mut undone = BTreeSet::new();
    for event in events.iter().rev().filter(|event| !matches!(event.act, Act::Adopt { .. })) {
        let taken_back = undone.contains(&event.id);
        if event.id == *id {
            return !taken_back;
        }
        if let (Act::Undo { event }, false) = (&event.act, taken_back) {
            undone.insert(event.clone());
        }
    }
    false
}

/// Whether an event must have been seen by the next person who rules: an assignment need not.
pub(super) fn counts(act: &Act) -> bool {
    !matches!(act, Act::Assign { .. })
}

/// Why a decision no longer answers what is there now.
fn outdated(decision: &Decision, now: &Basis, today: NaiveDate) -> Option<Outdated> {
    let basis = &decision.basis;
    if basis.claim_digest != now.claim_digest {
        return Some(Outdated::ClaimChanged);
    }
    if basis.captures != now.captures {
        return Some(Outdated::CaptureChanged);
    }
    if now.codes.iter().any(|code| !basis.codes.contains(code)) {
        return Some(Outdated::NewFinding);
    }
    if !basis.verdict.is_empty() && basis.verdict != now.verdict {
        return Some(Outdated::VerdictChanged);
    }
    let over = decision.verb == Verb::Snooze && decision.until.is_some_and(|until| until < today);
    over.then_some(Outdated::SnoozeOver)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ruling::event::Reason;

    fn basis(claim: &str, captures: &[&str], codes: &[&str]) -> Basis {
        let list = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        Basis { claim_digest: claim.into(), captures: list(captures), codes: list(codes), ..Basis::default() }
    }

    fn event(minute: u32, act: Act) -> Event {
        let at = format!("2026-03-01T08:{minute:02}:00Z").parse().expect("a moment");
        Event { id: EventId::new(at), at, actor: "ada".into(), claim: "a".into(), act }
    }

    fn decide(minute: u32, verb: Verb) -> Event {
        let reason = Some(Reason::DefinitionAgreed);
        let until = (verb == Verb::Snooze).then(|| "2026-03-05".parse().expect("a day"));
        let basis = basis("c1", &["p1", "p2"], &["V203"]);
        event(minute, Act::Decide(Decision { verb, reason, note: String::new(), until, basis }))
    }

    fn undo(minute: u32, of: &Event) -> Event {
        event(minute, Act::Undo { event: of.id.clone() })
    }

    fn check(events: &[Event], now: &Basis, today: &str, expected: Standing) {
        let found = ruling(events, now, today.parse().expect("a day"));
        assert_eq!(found.standing, expected, "{found:?}");
    }

    #[test]
    fn a_decision_answers_exactly_what_it_was_made_on() {
        let same = basis("c1", &["p1", "p2"], &["V203"]);
        let day = "2026-03-02";
        check(&[], &same, day, Standing::Open);
        check(&[decide(1, Verb::Stands)], &same, day, Standing::Stands);
        check(&[decide(1, Verb::Fix)], &same, day, Standing::ToFix);
        check(&[decide(1, Verb::Ask)], &same, day, Standing::Asked);
        // Fewer findings than were answered leave it in force; a new one does not.
        check(&[decide(1, Verb::Stands)], &basis("c1", &["p1", "p2"], &[]), day, Standing::Stands);
        let more = basis("c1", &["p1", "p2"], &["V101", "V203"]);
        check(&[decide(1, Verb::Stands)], &more, day, Standing::Reopened);
        let mut judged = decide(1, Verb::Stands);
        if let Act::Decide(decision) = &mut judged.act {
            decision.basis.verdict = "partial".into();
        }
        let worse = Basis { verdict: "contradicted".into(), ..same.clone() };
        check(&[judged], &worse, day, Standing::Reopened);
        check(&[decide(1, Verb::Stands)], &basis("c2", &["p1", "p2"], &["V203"]), day, Standing::Reopened);
        check(&[decide(1, Verb::Stands)], &basis("c1", &["p1", "p3"], &["V203"]), day, Standing::Reopened);
    }

    #[test]
    fn a_snooze_holds_through_its_day_and_wakes_on_drift() {
        let same = basis("c1", &["p1", "p2"], &["V203"]);
        check(&[decide(1, Verb::Snooze)], &same, "2026-03-05", Standing::Snoozed);
        check(&[decide(1, Verb::Snooze)], &same, "2026-03-06", Standing::Reopened);
        let drifted = basis("c1", &["p9"], &["V203"]);
        check(&[decide(1, Verb::Snooze)], &drifted, "2026-03-02", Standing::Reopened);
    }

    #[test]
    fn an_undo_takes_back_and_its_undo_restores() {
        let same = basis("c1", &["p1", "p2"], &["V203"]);
        let (first, second) = (decide(1, Verb::Fix), decide(2, Verb::Stands));
        let back = undo(3, &second);
        let again = undo(4, &back);
        let day = "2026-03-02";
        check(&[first.clone(), second.clone(), back.clone()], &same, day, Standing::ToFix);
        check(&[first.clone(), second.clone(), back.clone(), again.clone()], &same, day, Standing::Stands);
        check(&[first.clone(), undo(5, &first)], &same, day, Standing::Open);
        let found = ruling(&[first, second, back, again.clone()], &same, day.parse().expect("a day"));
        assert_eq!(found.newest, Some(again.id));
    }

    #[test]
    fn the_newest_assignment_names_the_owner() {
        let events = [
            event(1, Act::Assign { to: Some("ada".into()) }),
            event(2, Act::Assign { to: Some("bo".into()) }),
        ];
        let found = ruling(&events, &Basis::default(), "2026-03-02".parse().expect("a day"));
        assert_eq!((found.owner.as_deref(), found.newest), (Some("bo"), None));
        let back = undo(3, &events[1]);
        let found = ruling(
            &[events[0].clone(), events[1].clone(), back],
            &Basis::default(),
            "2026-03-02".parse().expect("a day"),
        );
        assert_eq!(found.owner.as_deref(), Some("ada"));
    }
}
