//! What every place of rulings must do; each backend runs all of it.

use std::sync::Arc;

use super::event::{Act, Basis, Decision, Draft, Event, Reason, Seen, Verb};
use super::state::State;
use super::*;

fn draft(minute: u32, actor: &str, claim: &str, act: Act, seen: Seen) -> Draft {
    let at = format!("2026-03-01T08:{minute:02}:00.123456Z").parse().expect("a moment");
    Draft { at, actor: actor.into(), claim: claim.into(), act, seen }
}

fn stands() -> Act {
    Act::Decide(Decision {
        verb: Verb::Stands,
        reason: Some(Reason::DefinitionAgreed),
        note: "the word is \u{201c}jobs\u{201d}, \"as agreed\"\n<b>".into(),
        until: None,
        basis: Basis { claim_digest: "c1".into(), codes: vec!["V203".into()], ..Basis::default() },
    })
}

/// Runs the suite against a fresh place made by `make`.
fn check(make: impl Fn() -> Box<dyn Rulings>) {
    keeps_in_order(&*make());
    one_of_two_wins(&*make());
    all_or_nothing(&*make());
    undoes_once(&*make());
    filters(&*make());
    carries_over(&*make(), &*make());
}

fn keeps_in_order(rulings: &dyn Rulings) {
    let first = rulings.append(&[draft(2, "ada", "a", stands(), Seen::Newest(None))]).expect("kept");
    let second = rulings
        .append(&[draft(1, "bo", "b", Act::Assign { to: Some("ada".into()) }, Seen::Anything)])
        .expect("kept");
    assert_eq!(first[0].at.timestamp_subsec_nanos() % 1_000_000, 0, "cut to milliseconds");
    let all = rulings.since(0, 10).expect("read");
    assert_eq!(all, [(1, first[0].clone()), (2, second[0].clone())]);
    assert_eq!(rulings.since(1, 10).expect("read").len(), 1);
    assert_eq!(rulings.since(0, 1).expect("read").len(), 1);
    assert_eq!(rulings.of_claim("a").expect("read"), first);
    assert_eq!(rulings.find(&second[0].id).expect("read"), Some(second[0].clone()));
    assert!(matches!(rulings.chain().expect("read"), Chain::Whole { events: 2, .. }));
}

fn one_of_two_wins(rulings: &dyn Rulings) {
    let won = rulings.append(&[draft(1, "ada", "a", stands(), Seen::Newest(None))]).expect("kept");
    let lost = rulings.append(&[draft(2, "bo", "a", stands(), Seen::Newest(None))]);
    match lost {
        Err(RulingError::Stale { claim, latest }) => {
            assert_eq!((claim.as_str(), *latest), ("a", won[0].clone()))
        }
        other => panic!("the second must lose: {other:?}"),
    }
    // An assignment in between does not make a form stale.
    rulings.append(&[draft(3, "bo", "a", Act::Assign { to: None }, Seen::Anything)]).expect("kept");
    let seen = Seen::Newest(Some(won[0].id.clone()));
    rulings.append(&[draft(4, "bo", "a", stands(), seen)]).expect("kept");
}

fn all_or_nothing(rulings: &dyn Rulings) {
    rulings.append(&[draft(1, "ada", "b", stands(), Seen::Newest(None))]).expect("kept");
    let drafts = [
        draft(2, "bo", "a", stands(), Seen::Newest(None)),
        draft(2, "bo", "b", stands(), Seen::Newest(None)),
    ];
    assert!(matches!(rulings.append(&drafts), Err(RulingError::Stale { .. })));
    assert!(rulings.of_claim("a").expect("read").is_empty());
    let nameless = draft(2, " ", "a", stands(), Seen::Anything);
    assert!(matches!(rulings.append(&[nameless]), Err(RulingError::Refused(_))));
}

fn undoes_once(rulings: &dyn Rulings) {
    let kept = rulings.append(&[draft(1, "ada", "a", stands(), Seen::Anything)]).expect("kept");
    let undo = |minute, claim: &str, event: &Event| {
        draft(minute, "bo", claim, Act::Undo { event: event.id.clone() }, Seen::Anything)
    };
    let other_claim = rulings.append(&[undo(2, "b", &kept[0])]);
    assert!(matches!(other_claim, Err(RulingError::NothingToUndo(_))));
    let back = rulings.append(&[undo(2, "a", &kept[0])]).expect("kept");
    assert!(matches!(rulings.append(&[undo(3, "a", &kept[0])]), Err(RulingError::NothingToUndo(_))));
    rulings.append(&[undo(4, "a", &back[0])]).expect("an undo can be undone");
    assert_eq!(rulings.of_claim("a").expect("read").len(), 3, "nothing is taken out");
}

fn filters(rulings: &dyn Rulings) {
    for (minute, actor, claim) in [(1, "ada", "a"), (2, "bo", "a"), (3, "ada", "b"), (4, "bo", "b")] {
        rulings.append(&[draft(minute, actor, claim, stands(), Seen::Anything)]).expect("kept");
    }
    let found = |filter: Filter| {
        let events = rulings.matching(&filter, 10).expect("read");
        events.iter().map(|event| format!("{}{}", event.actor, event.claim)).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(found(Filter::default()), "bob adab boa adaa");
    assert_eq!(found(Filter { claim: Some("a".into()), ..Filter::default() }), "boa adaa");
    assert_eq!(found(Filter { actor: Some("ada".into()), ..Filter::default() }), "adab adaa");
    let both = Filter { claim: Some("b".into()), actor: Some("bo".into()), ..Filter::default() };
    assert_eq!(found(both), "bob");
    let since = "2026-03-01T08:03:00Z".parse().ok();
    assert_eq!(found(Filter { since, ..Filter::default() }), "bob adab");
    let third = rulings.matching(&Filter::default(), 2).expect("read").remove(1);
    assert_eq!(found(Filter { before: Some(third.id), ..Filter::default() }), "boa adaa");
}

fn carries_over(here: &dyn Rulings, there: &dyn Rulings) {
    here.append(&[draft(5, "ada", "a", stands(), Seen::Anything)]).expect("kept");
    there.append(&[draft(1, "bo", "a", stands(), Seen::Anything)]).expect("kept");
    let export = |rulings: &dyn Rulings| {
        let mut lines = Vec::new();
        exchange::write(rulings, &mut lines).expect("written");
        lines
    };
    let lines = export(here);
    assert_eq!(exchange::read(there, &mut lines.as_slice()).expect("read"), (1, 1));
    assert_eq!(exchange::read(there, &mut lines.as_slice()).expect("read"), (1, 0), "twice changes nothing");
    exchange::read(here, &mut export(there).as_slice()).expect("read");
    assert_eq!(export(here), export(there), "two machines agree");
    // The older event arrived later here, and is still not the newest.
    let newest = here.of_claim("a").expect("read").pop().expect("an event");
    let seen = Seen::Newest(Some(newest.id));
    here.append(&[draft(6, "bo", "a", stands(), seen)]).expect("the newest by time is what a form has seen");
    let broken = b"{\"id\":\"no\"}\n".as_slice();
    let refused = exchange::read(here, &mut { broken }).map_err(|error| error.to_string());
    assert!(refused.is_err_and(|error| error.starts_with("line 1 is not a ruling")));
}

fn ledger() -> Box<dyn Rulings> {
    Box::new(Ledger::new(Arc::new(State::in_memory().expect("memory"))))
}

#[test]
fn memory_keeps_the_contract() {
    check(|| Box::new(MemoryRulings::new()));
}

#[test]
fn the_ledger_keeps_the_contract() {
    check(ledger);
}

#[test]
fn a_changed_event_breaks_the_chain_and_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let state = Arc::new(State::open(folder.path()).expect("a state"));
    let rulings = Ledger::new(Arc::clone(&state));
    let kept: Vec<Event> = (1..4)
        .flat_map(|minute| {
            rulings.append(&[draft(minute, "ada", "a", stands(), Seen::Anything)]).expect("kept")
        })
        .collect();
    let whole = rulings.chain().expect("read");
    let outside = rusqlite::Connection::open(state.path()).expect("opens");
    assert!(outside.execute("UPDATE ruling_event SET actor = 'eve'", []).is_err(), "the trigger holds");
    assert!(outside.execute("DELETE FROM ruling_event", []).is_err(), "the trigger holds");
    outside
        .execute_batch("DROP TRIGGER ruling_event_stays; DROP TRIGGER ruling_event_is_kept;")
        .expect("dropped");
    outside
        .execute("UPDATE ruling_event SET body = replace(body, 'ada', 'eve') WHERE number = 2", [])
        .expect("changed");
    let broken = Chain::Broken { event: kept[1].id.clone(), number: 2 };
    assert_eq!(rulings.chain().expect("read"), broken);
    // What was found whole before the change is not read again.
    assert_eq!(rulings.chain_after(&whole).expect("read"), whole);
    outside.execute("DELETE FROM ruling_event WHERE number = 2", []).expect("deleted");
    let broken = Chain::Broken { event: kept[2].id.clone(), number: 3 };
    assert_eq!(rulings.chain().expect("read"), broken);
}

#[test]
fn writers_on_connections_of_their_own_lose_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    std::thread::scope(|scope| {
        for writer in 0..8 {
            let store = folder.path();
            scope.spawn(move || {
                let rulings = Ledger::new(Arc::new(State::open(store).expect("a state")));
                for turn in 0..25 {
                    let actor = format!("editor {writer}");
                    let claim = format!("claim {turn}");
                    rulings.append(&[draft(1, &actor, &claim, stands(), Seen::Anything)]).expect("kept");
                    rulings.matching(&Filter::default(), 5).expect("read");
                }
            });
        }
    });
    let rulings = Ledger::new(Arc::new(State::open(folder.path()).expect("a state")));
    assert!(matches!(rulings.chain().expect("read"), Chain::Whole { events: 200, .. }));
}

#[test]
fn lists_use_their_indexes() {
    let state = State::in_memory().expect("memory");
    let plan = |query: &str| {
        state
            .read(|connection| {
                let mut statement = connection.prepare(&format!("EXPLAIN QUERY PLAN {query}"))?;
                for at in 1..=statement.parameter_count() {
                    statement.raw_bind_parameter(at, 1)?;
                }
                let mut rows = statement.raw_query();
                let mut steps = String::new();
                while let Some(row) = rows.next()? {
                    steps += &row.get::<_, String>(3)?;
                    steps += "\n";
                }
                Ok(steps)
            })
            .expect("a plan")
    };
    for query in table::queries() {
        let plan = plan(query);
        assert!(
            plan.contains("USING INDEX") || plan.contains("USING INTEGER PRIMARY KEY"),
            "{query}\n{plan}"
        );
        assert!(!plan.contains("SCAN") && !plan.contains("TEMP B-TREE"), "{query}\n{plan}");
    }
}
