//! Takes decisions, undos and assignments. A decision names the state of the claim that the editor saw; where it is
//! another by now, nothing is kept and both are shown.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;

use super::desk::Desk;
use super::fields::{Fields, segment};
use super::queue::{self, Filter};
use super::round::Round;
use super::shell::{self, Ask, Shell};
use super::{Trouble, bulk, claim, entry, rows};
use crate::check::{ClaimOutcome, honour};
use crate::report::sheet;
use crate::ruling::event::{Act, Decision, Draft, Event, EventId, Reason, Seen, Verb};
use crate::ruling::{RulingError, Rulings as _};

/// Claims that one form may decide.
const PICKED_MAX: usize = 200;

/// A claim as a form names it: id, the state that was seen, the newest ruling that was seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picked {
    /// The claim.
    pub id: String,
    /// What a decision is bound to.
    pub state: String,
    /// The newest ruling.
    pub seen: Option<EventId>,
}

#[derive(Template)]
#[template(path = "conflict.html")]
struct ConflictScreen {
    shell: Shell,
    words: String,
    mine_title: &'static str,
    mine: Vec<(&'static str, String)>,
    theirs_title: &'static str,
    theirs: Vec<(&'static str, String)>,
    again: Option<Again>,
    reasons: Vec<(&'static str, &'static str, bool)>,
    note: String,
}

/// The form that sends a decision again, bound to what is there now.
struct Again {
    claim: String,
    segment: String,
    state: String,
    seen: String,
    saw: String,
    verb: &'static str,
    label: &'static str,
}

/// The reasons to choose from.
pub fn reasons(chosen: &str) -> Vec<(&'static str, &'static str, bool)> {
    Reason::ALL.iter().map(|reason| (reason.name(), reason.label(), reason.name() == chosen)).collect()
}

/// Every post about rulings.
pub fn decide(desk: &Desk, ask: &Ask) -> Result<Response, Trouble> {
    match ask.form.get("act") {
        "" | "decide" => rule(desk, ask),
        "assign" => assign(desk, ask),
        "undo" => undo(desk, ask),
        other => Err(Trouble::bad(format!("`{}` is nothing one can do here", sheet::visible(other)))),
    }
}

fn rule(desk: &Desk, ask: &Ask) -> Result<Response, Trouble> {
    let form = &ask.form;
    let verb = Verb::parse(form.get("verb")).ok_or_else(|| Trouble::bad("choose what to do"))?;
    let reason = match form.get("reason") {
        "" => None,
        name => Some(Reason::parse(name).ok_or_else(|| Trouble::bad("choose a reason of the list"))?),
    };
    let until = match form.get("until") {
        "" => None,
        day => Some(day.parse().map_err(|_| Trouble::bad("write the day as 2026-01-31"))?),
    };
    let picked = picked(form)?;
    // A file or capture that changed a moment ago counts.
    desk.refresh_for(picked.iter().map(|one| &one.id))?;
    let round = desk.round()?;
    if let Some(words) = desk.trouble() {
        return Err(Trouble::Files(words));
    }
    let mut drafts = Vec::new();
    for one in &picked {
        let (_, outcome) = round
            .find(&one.id)
            .ok_or_else(|| Trouble::Missing(format!("claim {}", sheet::visible(&one.id))))?;
        if rows::state(&round.set, &round.run, outcome) != one.state {
            return changed(desk, ask, &round, outcome, verb);
        }
        let decision = Decision {
            verb,
            reason,
            note: form.get("note").to_owned(),
            until: if verb == Verb::Snooze { until } else { None },
            basis: honour::basis(&round.set, &round.run, outcome),
        };
        drafts.push(Draft {
            at: desk.now(),
            actor: actor(desk, ask),
            claim: one.id.clone(),
            act: Act::Decide(decision),
            seen: Seen::Newest(one.seen.clone()),
        });
    }
    for draft in &drafts {
        draft.check()?;
    }
    if picked.len() > 1 {
        let code = bulk::shared_code(&round, &picked)?;
        if form.get("confirm") != "yes" {
            return bulk::confirm(desk, ask, &picked, verb, &code);
        }
    }
    match desk.ledger.append(&drafts) {
        Ok(events) => done(desk, ask, &events),
        Err(RulingError::Stale { claim, latest }) => stale(desk, ask, &round, &claim, &latest, verb),
        Err(other) => Err(other.into()),
    }
}

/// The claims that a form names: picked rows, or one by its fields.
fn picked(form: &Fields) -> Result<Vec<Picked>, Trouble> {
    let seen = |text: &str| match text {
        "" | "-" => Ok(None),
        id => EventId::parse(id)
            .map(Some)
            .ok_or_else(|| Trouble::bad("load the screen again: a form field is broken")),
    };
    let mut picked: Vec<Picked> = Vec::new();
    for value in form.all("pick") {
        let mut words = value.split(' ');
        let (Some(id), Some(state), Some(newest), None) =
            (words.next(), words.next(), words.next(), words.next())
        else {
            return Err(Trouble::bad("load the screen again: a picked row is broken"));
        };
        let one = Picked { id: id.to_owned(), state: state.to_owned(), seen: seen(newest)? };
        if !picked.iter().any(|known| known.id == one.id) {
            picked.push(one);
        }
    }
    if picked.is_empty() && !form.get("claim").is_empty() {
        let one = Picked {
            id: form.get("claim").to_owned(),
            state: form.get("state").to_owned(),
            seen: seen(form.get("seen"))?,
        };
        picked.push(one);
    }
    match picked.len() {
        0 => Err(Trouble::bad("tick at least one claim")),
        count if count > PICKED_MAX => Err(Trouble::bad("decide on at most 200 claims at once")),
        _ => Ok(picked),
    }
}

/// Who acts: with accounts the one who signed in, on loopback also the name in the form.
fn actor(desk: &Desk, ask: &Ask) -> String {
    match ask.form.some("actor") {
        Some(name) if !desk.options.door.accounts && entry::is_name(name) => name.to_owned(),
        _ => ask.visitor.name.clone(),
    }
}

/// Goes on: to the next claim of the list that the claim was opened from, else to where the form says.
fn done(desk: &Desk, ask: &Ask, events: &[Event]) -> Result<Response, Trouble> {
    let form = &ask.form;
    let first = events.first().map_or_else(String::new, |event| event.id.as_str().to_owned());
    let told = |to: &str| {
        let to = shell::with(to, "done", &first);
        if events.len() > 1 { shell::with(&to, "count", &events.len().to_string()) } else { to }
    };
    let Ok(at) = form.get("at").parse::<usize>() else {
        let next = form.some("next").map_or_else(
            || format!("/claims/{}", segment(form.get("claim"))),
            |next| shell::onward(next).to_owned(),
        );
        return Ok(shell::redirect(&told(&next)));
    };
    if form.some("next").is_some() {
        // In the list itself, on to the row that took the place of the decided one.
        let next = format!("{}#row-{at}", shell::onward(form.get("next")));
        return Ok(shell::redirect(&told(&next)));
    }
    let from = form.get("from");
    let filter = Filter::parse(&Fields::parse(from.as_bytes()));
    // So that the list is as it is after this decision.
    desk.round()?;
    let now = desk.now().timestamp();
    let own = |row: &queue::Row| events.iter().any(|event| event.claim == row.id);
    let mut next = None;
    for place in [at, at + 1] {
        next = filter.row_at(&desk.board, now, place)?.filter(|row| !own(row)).map(|row| (row, place));
        if next.is_some() {
            break;
        }
    }
    Ok(shell::redirect(&told(&match next {
        Some((row, place)) => claim::address(&row.id, from, Some(place)),
        None => filter.address(),
    })))
}

fn assign(desk: &Desk, ask: &Ask) -> Result<Response, Trouble> {
    let to = ask.form.get("to");
    if !to.is_empty() && !entry::is_name(to) {
        return Err(Trouble::bad(
            "a name has letters, digits, spaces and . - _ ' @ , and at most 80 characters",
        ));
    }
    let round = desk.round()?;
    let mut drafts = Vec::new();
    for one in picked(&ask.form)? {
        if round.find(&one.id).is_none() {
            return Err(Trouble::Missing(format!("claim {}", sheet::visible(&one.id))));
        }
        drafts.push(Draft {
            at: desk.now(),
            actor: actor(desk, ask),
            claim: one.id,
            act: Act::Assign { to: Some(to.to_owned()).filter(|to| !to.is_empty()) },
            seen: Seen::Anything,
        });
    }
    let events = desk.ledger.append(&drafts)?;
    back(ask, &events)
}

fn undo(desk: &Desk, ask: &Ask) -> Result<Response, Trouble> {
    let id = EventId::parse(ask.form.get("event"))
        .ok_or_else(|| Trouble::bad("say which decision to take back"))?;
    let event = desk.ledger.find(&id)?.ok_or_else(|| Trouble::Missing("such decision".to_owned()))?;
    let draft = Draft {
        at: desk.now(),
        actor: actor(desk, ask),
        claim: event.claim,
        act: Act::Undo { event: id },
        seen: Seen::Anything,
    };
    let events = desk.ledger.append(&[draft])?;
    back(ask, &events)
}

/// Goes back to where the form was, and says what was done.
fn back(ask: &Ask, events: &[Event]) -> Result<Response, Trouble> {
    let first = events.first();
    let next = match ask.form.some("next") {
        Some(next) => without(shell::onward(next), &["done", "did", "count"]),
        None => {
            first.map_or_else(|| "/queue".to_owned(), |event| format!("/claims/{}", segment(&event.claim)))
        }
    };
    let next = shell::with(&next, "done", first.map_or("", |event| event.id.as_str()));
    Ok(shell::redirect(&shell::with(&next, "count", &events.len().to_string())))
}

/// A path without some values of its query.
fn without(path: &str, names: &[&str]) -> String {
    let Some((path, query)) = path.split_once('?') else { return path.to_owned() };
    let (query, fragment) = query.split_once('#').unwrap_or((query, ""));
    let kept: Vec<&str> = query
        .split('&')
        .filter(|pair| !names.contains(&pair.split('=').next().unwrap_or_default()))
        .collect();
    let query = if kept.is_empty() { String::new() } else { format!("?{}", kept.join("&")) };
    let fragment = if fragment.is_empty() { String::new() } else { format!("#{fragment}") };
    format!("{path}{query}{fragment}")
}

/// What the editor wanted to do, in words.
fn wanted(ask: &Ask, verb: Verb) -> Vec<(&'static str, String)> {
    let reason = Reason::parse(ask.form.get("reason")).map_or("none", Reason::label);
    let mut rows = vec![("decision", verb.label().to_owned()), ("reason", reason.to_owned())];
    if let Some(note) = ask.form.some("note") {
        rows.push(("note", sheet::visible(note)));
    }
    rows
}

/// The claim, a capture or the verdict is another than the editor saw.
fn changed(
    desk: &Desk,
    ask: &Ask,
    round: &Round,
    outcome: &ClaimOutcome,
    verb: Verb,
) -> Result<Response, Trouble> {
    let now = sheet::sheet(&round.report(), outcome);
    let saw = ask.form.get("saw");
    let (verdict, text) = saw.split_once('\n').unwrap_or(("", saw));
    let mut mine = Vec::new();
    if !text.is_empty() {
        mine.push(("claim", sheet::visible(text.trim())));
        mine.push(("verdict", sheet::visible(verdict.trim())));
    }
    mine.extend(wanted(ask, verb));
    let codes = honour::codes(outcome).join(" ");
    let theirs = vec![
        ("claim", claim::plain(&now)),
        ("verdict", now.verdict.name.to_owned()),
        ("findings", if codes.is_empty() { "none".to_owned() } else { codes }),
        ("why", now.reason.clone()),
    ];
    let words =
        "The claim, a capture it rests on, or what is found about it has changed since you opened it.";
    conflict(
        desk,
        ask,
        round,
        outcome,
        verb,
        ConflictWords {
            title: "The claim has changed",
            words: words.to_owned(),
            mine_title: "What you saw, and wanted to do",
            mine,
            theirs_title: "What is there now",
            theirs,
        },
    )
}

/// Somebody else ruled in the meantime.
fn stale(
    desk: &Desk,
    ask: &Ask,
    round: &Round,
    id: &str,
    latest: &Event,
    verb: Verb,
) -> Result<Response, Trouble> {
    let (_, outcome) = round.find(id).ok_or_else(|| Trouble::Missing("such claim".to_owned()))?;
    let (done, reason, note, _) = claim::in_words(&latest.act);
    let mut theirs = vec![("decision", done)];
    if !reason.is_empty() {
        theirs.push(("reason", reason));
    }
    if !note.is_empty() {
        theirs.push(("note", note));
    }
    theirs.push(("by", sheet::visible(&latest.actor)));
    theirs.push(("at", latest.at.format("%Y-%m-%d %H:%M:%S UTC").to_string()));
    conflict(
        desk,
        ask,
        round,
        outcome,
        verb,
        ConflictWords {
            title: "Somebody decided in the meantime",
            words: format!(
                "{} ruled on {} after you opened it.",
                sheet::visible(&latest.actor),
                sheet::visible(id)
            ),
            mine_title: "Your decision",
            mine: wanted(ask, verb),
            theirs_title: "The decision that is there",
            theirs,
        },
    )
}

/// The two sides of a conflict.
struct ConflictWords {
    title: &'static str,
    words: String,
    mine_title: &'static str,
    mine: Vec<(&'static str, String)>,
    theirs_title: &'static str,
    theirs: Vec<(&'static str, String)>,
}

fn conflict(
    desk: &Desk,
    ask: &Ask,
    round: &Round,
    outcome: &ClaimOutcome,
    verb: Verb,
    sides: ConflictWords,
) -> Result<Response, Trouble> {
    let id = round.id(outcome);
    let (ruling, _) = desk.ruling(round, outcome)?;
    let sheet = sheet::sheet(&round.report(), outcome);
    let screen = ConflictScreen {
        shell: Shell::new(desk, ask, "queue", sides.title)?,
        words: sides.words,
        mine_title: sides.mine_title,
        mine: sides.mine,
        theirs_title: sides.theirs_title,
        theirs: sides.theirs,
        again: Some(Again {
            claim: id.to_owned(),
            segment: segment(id),
            state: rows::state(&round.set, &round.run, outcome),
            seen: ruling.newest.map_or_else(String::new, |id| id.as_str().to_owned()),
            saw: format!("{}\n{}", sheet.verdict.name, claim::plain(&sheet)),
            verb: verb.name(),
            label: verb.label(),
        }),
        reasons: reasons(ask.form.get("reason")),
        note: ask.form.get("note").to_owned(),
    };
    shell::html_with(StatusCode::CONFLICT, &screen)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_picked_once_and_whole() {
        let form = Fields::parse(b"pick=a+s1+-&pick=b+s2+01ARZ3NDEKTSV4RRFFQ69G5FAV&pick=a+s1+-");
        let found = picked(&form).expect("two rows");
        assert_eq!(found.len(), 2);
        assert_eq!((found[0].id.as_str(), found[0].seen.is_none()), ("a", true));
        assert!(found[1].seen.is_some());
        for broken in ["", "pick=a", "pick=a+b+c+d", "pick=a+s+nonsense", "claim=a&seen=x"] {
            assert!(picked(&Fields::parse(broken.as_bytes())).is_err(), "{broken}");
        }
    }

    #[test]
    fn values_are_taken_out_of_a_path() {
        assert_eq!(without("/queue?lane=any&done=X#row-1", &["done"]), "/queue?lane=any#row-1");
        assert_eq!(without("/queue?done=X", &["done"]), "/queue");
        assert_eq!(without("/queue", &["done"]), "/queue");
    }
}
