//! The sources that claims cite, a page of them at a time: what speaks for each, its grade, and how many claims rest
//! on it.

use askama::Template;
use axum::response::Response;

use super::Trouble;
use super::desk::Desk;
use super::listing::{Turns, plural};
use super::shell::{self, Ask, Shell};
use super::source::drift_address;
use crate::check::source::SourceOutcome;
use crate::claim::file::SourceGrade;
use crate::report::sheet::visible;

/// Sources of one screen.
const ROWS: usize = 100;

#[derive(Template)]
#[template(path = "sources.html")]
struct SourcesScreen {
    shell: Shell,
    cited: String,
    sources: Vec<Listed>,
    turns: Turns,
}

/// A cited source in the list.
struct Listed {
    key: String,
    title: String,
    url: String,
    digest: String,
    captured: String,
    grade: String,
    role: &'static str,
    claims: usize,
    flagged: String,
    why: String,
    drift: Option<String>,
}

/// Every cited source.
pub fn list(desk: &Desk, ask: &Ask) -> Result<Response, Trouble> {
    let round = desk.round()?;
    let source = |file: usize, key: &str| &round.set.files[file].sources[key];
    let mut cited: Vec<&(usize, String)> = round.run.sources.keys().collect();
    cited.sort_by_key(|(file, key)| (key, &source(*file, key).url));
    let turns = Turns::new(ask, ROWS, cited.len());
    let listed = cited.iter().skip(turns.skipped()).take(ROWS).map(|place| {
        let source = source(place.0, &place.1);
        let (claims, flagged) = round.resting(place);
        let outcome = round.run.sources[*place].as_ref();
        let text = match outcome {
            SourceOutcome::Read(text) => Some(text),
            SourceOutcome::Unread(_) => None,
        };
        let title = source.name.clone().or_else(|| text.and_then(|text| text.document.title.clone()));
        Listed {
            key: visible(&source.key),
            title: visible(&title.unwrap_or_default()),
            url: visible(&source.url),
            digest: text.map_or_else(String::new, |text| text.digest.clone()),
            captured: text.map_or_else(String::new, |text| text.entry.at.format("%Y-%m-%d").to_string()),
            grade: text.map_or_else(String::new, |text| text.entry.grade.to_string()),
            role: match source.grade {
                Some(SourceGrade::Primary) => "primary",
                Some(SourceGrade::Secondary) => "secondary",
                None => "",
            },
            claims,
            flagged: if flagged > 0 { format!("{flagged} flagged") } else { String::new() },
            why: match outcome {
                SourceOutcome::Read(_) => String::new(),
                SourceOutcome::Unread(unread) => visible(&unread.message),
            },
            drift: (round.versions(source).len() > 1)
                .then(|| drift_address(&source.url, source.part.as_deref())),
        }
    });
    let screen = SourcesScreen {
        sources: listed.collect(),
        cited: plural(cited.len(), "source"),
        turns,
        shell: Shell::new(desk, ask, "sources", "Sources")?,
    };
    shell::html(&screen)
}
