//! Re-checks of sources on the desk: what each night asked, what moved in it, and what moved of one source.

use std::sync::Arc;

use askama::Template;
use axum::response::Response;

use super::Trouble;
use super::desk::Desk;
use super::fields::segment;
use super::listing::plural;
use super::plot::{self, Bar};
use super::shell::{self, Ask, Shell};
use super::source::drift_address;
use crate::recheck::RecheckError;
use crate::recheck::drift::{Drift, Kind, Side};
use crate::recheck::journal::{Journal, Run, Watched};
use crate::report::sheet::visible;

/// Nights on the screen.
const SHOWN: usize = 60;
/// Nights that one is looked for in.
const KNOWN: usize = 5_000;
/// Changes of one source on its screen.
const CHANGES: usize = 40;

/// A night on the screen.
pub struct Night {
    /// Its id.
    pub id: String,
    /// When it began.
    pub at: String,
    /// Whether it ended.
    pub state: &'static str,
    /// Sources asked, unchanged, and seen for the first time.
    pub asked: u32,
    /// Unchanged ones.
    pub unchanged: u32,
    /// Those that were not due.
    pub not_due: u32,
    /// What moved, in words.
    pub moved: String,
}

/// Something that moved, on the screen.
pub struct Change {
    /// How.
    pub kind: &'static str,
    /// The finding code.
    pub code: String,
    /// Key of the source.
    pub source: String,
    /// Where its captures are compared.
    pub address: String,
    /// The claim with its address, where it is about one.
    pub claim: Option<(String, String)>,
    /// What happened.
    pub message: String,
    /// Before.
    pub old: String,
    /// Now.
    pub new: String,
    /// Between which looks it changed.
    pub between: String,
}

#[derive(Template)]
#[template(path = "night.html")]
struct NightScreen {
    shell: Shell,
    night: Night,
    changes: Vec<Change>,
}

impl From<RecheckError> for Trouble {
    fn from(error: RecheckError) -> Trouble {
        match error {
            RecheckError::State(error) => error.into(),
            RecheckError::Store(error) => error.into(),
            other => Trouble::Broken(other.to_string()),
        }
    }
}

fn journal(desk: &Desk) -> Journal {
    Journal::new(Arc::clone(&desk.state))
}

/// The nights, newest first, one that is under way before them.
pub fn list(desk: &Desk) -> Result<Vec<Night>, Trouble> {
    let journal = journal(desk);
    let under_way = journal.unfinished()?.into_iter();
    Ok(under_way.chain(journal.runs(SHOWN)?).map(|run| night(&run)).collect())
}

/// What moved over the nights, as a picture; none for a single one.
pub fn picture(desk: &Desk) -> Result<Option<String>, Trouble> {
    let runs = journal(desk).runs(SHOWN)?;
    let bars: Vec<Bar> = runs
        .iter()
        .rev()
        .map(|run| {
            let moved = |kind: Kind| run.moved(kind) as usize;
            Bar {
                label: run.at.format("%Y-%m-%d").to_string(),
                parts: vec![
                    ("contradicted", moved(Kind::VerdictChanging)),
                    ("conflict", moved(Kind::ContextChanging)),
                    ("partial", moved(Kind::Gone) + moved(Kind::Unreachable)),
                    ("not-addressed", moved(Kind::Moved) + moved(Kind::Cosmetic) + moved(Kind::Format)),
                ],
            }
        })
        .collect();
    let caption = "verdict-changing below, then context-changing, gone or unreachable, and the rest";
    Ok((bars.len() > 1).then(|| plot::of_runs(&bars, "What moved", caption)))
}

fn night(run: &Run) -> Night {
    let moved: Vec<String> = Kind::ALL
        .into_iter()
        .filter(|kind| run.moved(*kind) > 0)
        .map(|kind| format!("{} {}", run.moved(kind), kind.name()))
        .collect();
    Night {
        id: run.id.as_str().to_owned(),
        at: run.at.format("%Y-%m-%d %H:%M UTC").to_string(),
        state: if run.ended.is_some() { "ended" } else { "under way, or stopped" },
        asked: run.asked,
        unchanged: run.unchanged,
        not_due: run.not_due,
        moved: if moved.is_empty() { "nothing".to_owned() } else { moved.join(", ") },
    }
}

/// One night; none where there is no such.
pub fn screen(desk: &Desk, ask: &Ask, id: &str) -> Result<Option<Response>, Trouble> {
    let journal = journal(desk);
    let runs = journal.unfinished()?.into_iter().chain(journal.runs(KNOWN)?);
    let Some(run) = runs.into_iter().find(|run| run.id.as_str() == id) else { return Ok(None) };
    let night = night(&run);
    let screen = NightScreen {
        shell: Shell::new(desk, ask, "runs", format!("Re-check of {}", night.at))?,
        changes: journal.drifts(&run.id)?.iter().map(change).collect(),
        night,
    };
    shell::html(&screen).map(Some)
}

/// What moved of one source over all nights, newest first.
pub fn of_source(desk: &Desk, url: &str, part: Option<&str>) -> Result<Vec<Change>, Trouble> {
    let drifts = journal(desk).drifts_of_source(&Watched::new(url, part), CHANGES)?;
    Ok(drifts.iter().map(|(_, drift)| change(drift)).collect())
}

fn change(drift: &Drift) -> Change {
    let between = match (drift.seen_unchanged, drift.seen_changed) {
        (Some(before), Some(after)) => {
            format!("between {} and {}", before.format("%Y-%m-%d %H:%M"), after.format("%Y-%m-%d %H:%M UTC"))
        }
        (None, Some(after)) => format!("seen {}", after.format("%Y-%m-%d %H:%M UTC")),
        _ => String::new(),
    };
    Change {
        kind: drift.kind.name(),
        code: drift.code.clone(),
        source: visible(&drift.source),
        address: drift_address(&drift.url, drift.part.as_deref()),
        claim: drift.claim.as_ref().map(|id| (visible(id), format!("/claims/{}", segment(id)))),
        message: visible(&match drift.claims.len() {
            0 => drift.message.clone(),
            1 => format!("{} (1 claim cites it)", drift.message),
            claims => format!("{} ({} cite it)", drift.message, plural(claims, "claim")),
        }),
        old: side(drift.old.as_ref()),
        new: side(drift.new.as_ref()),
        between,
    }
}

/// Verdict and figure of a side, else its words.
fn side(side: Option<&Side>) -> String {
    let Some(side) = side else { return String::new() };
    let told: Vec<&str> =
        [&side.verdict, &side.figure].into_iter().filter_map(|word| word.as_deref()).collect();
    let words = if told.is_empty() { side.quote.clone().unwrap_or_default() } else { told.join(", ") };
    visible(&words.chars().take(300).collect::<String>())
}
