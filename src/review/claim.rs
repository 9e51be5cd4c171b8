//! One claim: its sentence beside the passage, the sum written out, what was ruled, and what to rule now.

use askama::Template;
use axum::body::Body;
use axum::response::Response;

use super::desk::Desk;
use super::entry::hex;
use super::fields::{Fields, segment};
use super::listing::people;
use super::queue::{self, Filter, Lane};
use super::round::Round;
use super::rows;
use super::shell::{self, Ask, Shell};
use super::{Trouble, decide, plot};
use crate::check::ClaimOutcome;
use crate::check::source::{SourceOutcome, SourceText};
use crate::report::html;
use crate::report::sheet::{self, Sheet};
use crate::ruling::event::{Act, Event, EventId};
use crate::ruling::standing::Ruling;
use crate::snapshot::Captures as _;

#[derive(Template)]
#[template(path = "claim.html")]
struct ClaimScreen {
    shell: Shell,
    sheet: Sheet,
    id_segment: String,
    blind: bool,
    seeing: String,
    blinding: String,
    previous: Option<(String, &'static str)>,
    following: Option<(String, &'static str)>,
    list: String,
    here: String,
    standing: &'static str,
    standing_words: &'static str,
    outdated: Option<&'static str>,
    owner: Option<String>,
    damage: Option<String>,
    cuts: Vec<String>,
    replay: String,
    others: Vec<Other>,
    series: Option<String>,
    state: String,
    seen: String,
    saw: String,
    from: String,
    at: String,
    file_digest: String,
    reasons: Vec<(&'static str, &'static str, bool)>,
    note: String,
    people: Vec<String>,
    history: Vec<Told>,
}

/// A source that the claim cites.
struct Other {
    key: String,
    url: String,
    grade: &'static str,
    digest: String,
    words: String,
}

/// An event as it is told.
pub struct Told {
    /// Its id.
    pub id: String,
    /// What was done.
    pub words: String,
    /// The reason.
    pub reason: String,
    /// The note.
    pub note: String,
    /// Who.
    pub actor: String,
    /// When.
    pub at: String,
    /// The claim.
    pub claim: String,
    /// What it was made on.
    pub basis: String,
    /// Whether it was taken back.
    pub undone: bool,
    /// Whether it can be.
    pub can_undo: bool,
}

/// One claim.
pub fn claim(desk: &Desk, ask: &Ask) -> Result<Response, Trouble> {
    let round = desk.round()?;
    let id = ask.place("id");
    let (_, outcome) =
        round.find(id).ok_or_else(|| Trouble::Missing(format!("claim {}", sheet::visible(id))))?;
    let mut shell = Shell::new(desk, ask, "queue", id)?;
    let (ruling, events) = desk.ruling(&round, outcome)?;
    let mut sheet = sheet::sheet(&round.report(), outcome);
    let blind = ask.query.get("blind") == "1" && !ruled_by(&events, &ask.visitor.name);
    if blind {
        unmark(&mut sheet);
    }
    let (cuts, damage) = cut_again(desk, &round, outcome, &sheet);
    let id_segment = segment(id);
    let here = format!("/claims/{id_segment}");
    shell.back = here.clone();
    let from = ask.query.get("from").to_owned();
    let at = ask.query.get("at").parse::<usize>().ok();
    let filter = Filter::parse(&Fields::parse(from.as_bytes()));
    let now = desk.now().timestamp();
    let neighbour = |at: Option<usize>, words: &'static str| -> Result<_, Trouble> {
        let Some(at) = at else { return Ok(None) };
        let row = filter.row_at(&desk.board, now, at)?;
        Ok(row.filter(|row| row.id != id).map(|row| (address(&row.id, &from, Some(at)), words)))
    };
    let counts = queue::Counts::default();
    let screen = ClaimScreen {
        blind,
        seeing: address(id, &from, at),
        blinding: shell::with(&address(id, &from, at), "blind", "1"),
        previous: neighbour(at.and_then(|at| at.checked_sub(1)), "Previous")?,
        following: neighbour(at.map(|at| at + 1), "Next")?,
        list: filter.address(),
        standing: ruling.standing.name(),
        standing_words: standing_words(&ruling, outcome),
        outdated: ruling.outdated.map(crate::ruling::standing::Outdated::words),
        owner: ruling.owner.clone(),
        replay: replay(desk, &round, outcome),
        others: others(&round, outcome, &sheet),
        series: plot::of_claim(&round, outcome),
        state: rows::state(&round.set, &round.run, outcome),
        seen: ruling.newest.as_ref().map_or_else(String::new, |id| id.as_str().to_owned()),
        saw: format!("{}\n{}", sheet.verdict.name, plain(&sheet)),
        at: at.map_or_else(String::new, |at| at.to_string()),
        file_digest: digest(&round.set.files[outcome.file].text),
        reasons: decide::reasons(""),
        note: String::new(),
        people: people(desk, &counts, &ask.visitor.name)?,
        history: told(&events),
        here,
        id_segment,
        cuts,
        damage,
        from,
        sheet,
        shell,
    };
    shell::html(&screen)
}

/// The address of a claim, with the list it was opened from and its place there.
pub fn address(id: &str, from: &str, at: Option<usize>) -> String {
    match at {
        Some(at) => format!("/claims/{}?from={}&at={at}", segment(id), segment(from)),
        None => format!("/claims/{}", segment(id)),
    }
}

/// Takes off the marks, which tell what agrees and what clashes.
fn unmark(sheet: &mut Sheet) {
    let lines = sheet.passages.iter_mut().flat_map(|passage| &mut passage.lines);
    let parts = lines.flat_map(|line| &mut line.parts).chain(&mut sheet.text);
    parts.for_each(|part| part.mark = None);
}

/// The sentence without marks.
pub fn plain(sheet: &Sheet) -> String {
    sheet.text.iter().map(|part| part.text.as_str()).collect()
}

/// SHA-256 of a text, hexadecimal.
pub fn digest(text: &str) -> String {
    use sha2::{Digest as _, Sha256};
    hex(&Sha256::digest(text.as_bytes()))
}

fn ruled_by(events: &[Event], name: &str) -> bool {
    events.iter().any(|event| event.actor == name && matches!(event.act, Act::Decide(_)))
}

fn standing_words(ruling: &Ruling, outcome: &ClaimOutcome) -> &'static str {
    Lane::of(rows::is_flagged(outcome), outcome.is_suppressed(), ruling.standing).label()
}

/// The command that gives this verdict again.
fn replay(desk: &Desk, round: &Round, outcome: &ClaimOutcome) -> String {
    let file = &round.set.files[outcome.file];
    let strict = if round.options.strict_bounds { " VERIFY_BOUNDS=strict" } else { "" };
    let quoted = |text: &str| {
        let plain = text.chars().all(|c| c.is_ascii_alphanumeric() || "-_./".contains(c));
        if plain { text.to_owned() } else { format!("'{}'", text.replace('\'', "'\\''")) }
    };
    sheet::visible(&format!(
        "{}verify show {} {} --store {}",
        if strict.is_empty() { String::new() } else { format!("{} ", strict.trim()) },
        quoted(round.id(outcome)),
        quoted(&file.path.to_string_lossy()),
        quoted(&desk.store.dir().to_string_lossy())
    ))
}

/// Cuts each passage again from the stored bytes: a word for each, and what is damaged.
fn cut_again(
    desk: &Desk,
    round: &Round,
    outcome: &ClaimOutcome,
    sheet: &Sheet,
) -> (Vec<String>, Option<String>) {
    let mut damage = None;
    let mut cuts = Vec::new();
    for passage in &sheet.passages {
        let Some(text) = source_text(round, outcome.file, &passage.source) else {
            cuts.push(String::new());
            continue;
        };
        let content = desk.store.read(&text.entry).map_err(|error| error.to_string());
        let content = content.and_then(|capture| match capture.content() {
            Ok(content) => Ok(content.into_owned()),
            Err(error) => Err(error.to_string()),
        });
        cuts.push(match content {
            Err(error) => {
                damage = Some(shell::sentence(&sheet::visible(&error)));
                String::new()
            }
            Ok(content) => match text.document.recut(&content, passage.range.clone()) {
                Some(again) if again == text.document.text[passage.range.clone()] => "same".to_owned(),
                Some(_) => {
                    damage = Some("The stored bytes do not give the passage again.".to_owned());
                    String::new()
                }
                None => "put together from several places of the payload".to_owned(),
            },
        });
    }
    (cuts, damage)
}

/// The text that speaks for a source of a file.
pub fn source_text<'r>(round: &'r Round, file: usize, source: &str) -> Option<&'r SourceText> {
    let found = round.run.sources.iter().find(|((at, key), _)| *at == file && sheet::visible(key) == source);
    match found?.1.as_ref() {
        SourceOutcome::Read(text) => Some(text),
        SourceOutcome::Unread(_) => None,
    }
}

fn others(round: &Round, outcome: &ClaimOutcome, sheet: &Sheet) -> Vec<Other> {
    let others = sheet.citations.iter().map(|(key, url, grade)| {
        let text = source_text(round, outcome.file, key);
        Other {
            key: key.clone(),
            url: url.clone(),
            grade,
            digest: text.map_or_else(String::new, |text| text.digest.clone()),
            words: match text {
                Some(text) => format!("captured {}", text.entry.at.format("%Y-%m-%d")),
                None => "not read".to_owned(),
            },
        }
    });
    others.collect()
}

/// Events as they are told, newest first.
pub fn told(events: &[Event]) -> Vec<Told> {
    let undone = undone(events);
    events
        .iter()
        .rev()
        .map(|event| {
            let taken_back = undone.contains(&event.id);
            let (words, reason, note, basis) = in_words(&event.act);
            Told {
                id: event.id.as_str().to_owned(),
                words,
                reason,
                note,
                basis,
                actor: sheet::visible(&event.actor),
                at: event.at.format("%Y-%m-%d %H:%M UTC").to_string(),
                claim: event.claim.clone(),
                undone: taken_back,
                can_undo: !matches!(event.act, Act::Adopt { .. }),
            }
        })
        .collect()
}

/// The events that an undo took back, and that no later undo restored.
fn undone(events: &[Event]) -> Vec<EventId> {
    let mut undone: Vec<EventId> = Vec::new();
    for event in events.iter().rev() {
        if let Act::Undo { event: of } = &event.act
            && !undone.contains(&event.id)
        {
            undone.push(of.clone());
        }
    }
    undone
}

/// What was done, the reason, the note, and what it was made on.
pub fn in_words(act: &Act) -> (String, String, String, String) {
    let short = |digest: &str| digest.chars().take(12).collect::<String>();
    match act {
        Act::Decide(decision) => {
            let until = decision
                .until
                .map_or_else(String::new, |until| format!(" until {}", until.format("%Y-%m-%d")));
            let basis = &decision.basis;
            let captures: Vec<String> = basis.captures.iter().map(|digest| short(digest)).collect();
            let on = format!(
                "on {} ({}), claim {}, captures {}",
                basis.verdict,
                basis.codes.join(" "),
                short(&basis.claim_digest),
                captures.join(" ")
            );
            (
                format!("{}{until}", decision.verb.label()),
                decision.reason.map_or_else(String::new, |reason| reason.label().to_owned()),
                sheet::visible(&decision.note),
                on,
            )
        }
        Act::Undo { event } => {
            ("Took back".to_owned(), String::new(), String::new(), format!("event {event}"))
        }
        Act::Assign { to: Some(to) } => {
            (format!("Assigned to {}", sheet::visible(to)), String::new(), String::new(), String::new())
        }
        Act::Assign { to: None } => {
            ("Assigned to nobody".to_owned(), String::new(), String::new(), String::new())
        }
        Act::Adopt { source, from, to } => (
            format!("Took another capture of {}", sheet::visible(source)),
            String::new(),
            String::new(),
            format!("{} instead of {}", short(to), short(from)),
        ),
    }
}

/// The report of one claim as a file.
pub fn report(desk: &Desk, ask: &Ask) -> Result<Response, Trouble> {
    let round = desk.round()?;
    let id = ask.place("id");
    let (_, outcome) =
        round.find(id).ok_or_else(|| Trouble::Missing(format!("claim {}", sheet::visible(id))))?;
    let place = (outcome.file, outcome.claim);
    let run = desk.honoured(&round, |outcome| (outcome.file, outcome.claim) == place);
    let written = html::write(&crate::report::Report { run: &run, ..round.report() });
    Ok(shell::download("text/html; charset=utf-8", &format!("{id}.html"), Body::from(written)))
}
