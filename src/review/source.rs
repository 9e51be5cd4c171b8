//! The whole text of a capture with the marks of every claim that rests on it, and the way from selected words to a
//! new claim.

use std::ops::Range;
use std::sync::Arc;

use askama::Template;
use axum::body::Body;
use axum::response::Response;

use super::Trouble;
use super::desk::Desk;
use super::fields::{encode, segment};
use super::listing::{plural, verdict_of};
use super::round::Round;
use super::shell::{self, Ask, Shell};
use crate::capture::Digest;
use crate::check::outcome::verdict_name;
use crate::check::source::SourceOutcome;
use crate::extract::{self, Document};
use crate::report::sheet::{self, Part, VerdictSheet, visible};
use crate::snapshot::{Captures as _, Entry};
use crate::verdict::evidence::Mark;

/// Lines of one screen; a report of a thousand pages is turned over.
const LINES: usize = 1_500;
/// Characters of a passage that can become a quote.
pub const QUOTE_CHARS_MAX: usize = 2_000;

#[derive(Template)]
#[template(path = "source.html")]
struct SourceScreen {
    shell: Shell,
    title: String,
    digest: String,
    summary: String,
    facts: Vec<(&'static str, String)>,
    cited_as: Vec<(String, String)>,
    notes: Vec<String>,
    damage: Option<String>,
    lines: Vec<Line>,
    find: String,
    found: Option<String>,
    from_line: usize,
    shown: String,
    earlier: Option<String>,
    later: Option<String>,
    at: String,
    claims: String,
    files: Vec<(String, String)>,
    other: Vec<(String, String, String)>,
    drift: String,
    origins: Vec<Origin>,
    here: String,
}

/// A claim file that cites the source, and what it says of where the source has its words from.
struct Origin {
    file: usize,
    path: String,
    key: String,
    /// Other sources of the file, each with whether it is the one that is named.
    others: Vec<(String, bool)>,
}

/// A line of the text with the claims that rest on it.
struct Line {
    number: usize,
    parts: Vec<Part>,
    target: bool,
    claims: Vec<(String, VerdictSheet, String)>,
}

/// A text that was read from a capture, and the capture.
pub struct Read {
    /// The capture.
    pub entry: Entry,
    /// Its text.
    pub document: Arc<Document>,
}

/// Reads the capture of a payload: from the present round where it is cited there, else from the store.
///
/// # Errors
/// [`Trouble::Missing`] where no capture has that digest, and those of the store.
pub fn read(desk: &Desk, round: &Round, digest: &str) -> Result<Read, Trouble> {
    let digest: Digest = digest.parse().map_err(|_| Trouble::Missing("such capture".to_owned()))?;
    let hex = digest.hex();
    for outcome in round.run.sources.values() {
        if let SourceOutcome::Read(text) = outcome.as_ref()
            && text.digest == hex
        {
            return Ok(Read { entry: text.entry.clone(), document: Arc::clone(&text.document) });
        }
    }
    let entry = desk.store.pinned(&hex).map_err(|error| match error {
        crate::snapshot::StoreError::Unknown { .. } => Trouble::Missing("such capture".to_owned()),
        other => other.into(),
    })?;
    let document = document(desk, &entry)?;
    Ok(Read { entry, document: Arc::new(document) })
}

/// Reads the text of a capture.
///
/// # Errors
/// Those of the store.
pub fn document(desk: &Desk, entry: &Entry) -> Result<Document, Trouble> {
    let capture = desk.store.read(entry)?;
    let content = capture.content().map_err(|error| Trouble::Broken(error.to_string()))?;
    let options = extract::Options { url: Some(entry.final_url.clone()), ..extract::Options::default() };
    Ok(extract::read(&content, entry.media_type.as_deref().unwrap_or_default(), &options))
}

/// The address of the screen that compares captures of a source.
pub fn drift_address(url: &str, part: Option<&str>) -> String {
    let query = encode(&[("part", part.unwrap_or_default())]);
    let joint = if query.is_empty() { "" } else { "?" };
    format!("/drift/{}{joint}{query}", segment(url))
}

/// The whole text of a capture.
pub fn source(desk: &Desk, ask: &Ask) -> Result<Response, Trouble> {
    let round = desk.round()?;
    let read = read(desk, &round, ask.place("digest"))?;
    let digest = read.entry.digest.hex();
    let damage =
        desk.store.read(&read.entry).err().map(|error| shell::sentence(&visible(&error.to_string())));
    let text = &read.document.text;
    let at = range(ask.query.get("at"), text);
    let starts = line_starts(text);
    let line_of = |byte: usize| starts.partition_point(|start| *start <= byte);
    let asked: Option<usize> = ask.query.get("line").parse().ok();
    let first = match (asked, &at) {
        (Some(line), _) => line.clamp(1, starts.len()),
        (None, Some(range)) => (line_of(range.start).saturating_sub(1) / LINES) * LINES + 1,
        (None, None) => 1,
    };
    let last = (first + LINES - 1).min(starts.len());
    let find = ask.query.get("find").to_owned();
    let hits = hits(text, &find);
    let base = |line: usize| {
        format!("/sources/{digest}?{}", encode(&[("line", &line.to_string()), ("find", &find)]))
    };
    let quote = at.as_ref().and_then(|range| text.get(range.clone())).unwrap_or_default();
    let cited = cited_as(&round, &digest);
    let screen = SourceScreen {
        title: title(&round, &read, &cited),
        summary: format!(
            "Captured {}, grade {}, sha256 {}",
            read.entry.at.format("%Y-%m-%d %H:%M UTC"),
            read.entry.grade,
            read.entry.digest.short()
        ),
        facts: facts(&read),
        cited_as: cited,
        notes: read
            .document
            .notes
            .iter()
            .map(|note| visible(&format!("{}: {}", note.name, note.detail)))
            .collect(),
        damage,
        lines: lines(&round, &read, &starts, first..last + 1, &at, &hits),
        found: (!find.is_empty()).then(|| plural(hits.len(), "hit")),
        find: visible(&find),
        from_line: first,
        shown: format!("lines {first} to {last} of {}", starts.len()),
        earlier: (first > 1).then(|| base(first.saturating_sub(LINES).max(1))),
        later: (last < starts.len()).then(|| base(last + 1)),
        at: visible(quote),
        claims: plural(round.citing(&digest).len(), "passage"),
        files: files(&round),
        other: others(desk, &read.entry)?,
        drift: drift_address(&read.entry.url, read.entry.part.as_deref()),
        origins: origins(&round, &digest),
        here: format!("/sources/{digest}"),
        shell: Shell::new(desk, ask, "sources", "Source")?,
        digest,
    };
    shell::html(&screen)
}

/// What editors call it, else the title of the text, else the key it is cited by, else its address.
fn title(round: &Round, read: &Read, cited: &[(String, String)]) -> String {
    let digest = read.entry.digest.hex();
    let named = round.run.sources.iter().find_map(|((file, key), outcome)| match outcome.as_ref() {
        SourceOutcome::Read(text) if text.digest == digest => {
            round.set.files[*file].sources[key].name.clone()
        }
        _ => None,
    });
    let key = cited.first().map(|(key, _)| key.clone()).filter(|key| !key.contains("://"));
    let title = named.or_else(|| read.document.title.clone()).map(|title| visible(&title));
    title.or(key).unwrap_or_else(|| visible(&read.entry.url))
}

/// The claim files, by number and path.
pub fn files(round: &Round) -> Vec<(String, String)> {
    round
        .set
        .files
        .iter()
        .enumerate()
        .map(|(at, file)| (at.to_string(), visible(&file.path.to_string_lossy())))
        .collect()
}

fn facts(read: &Read) -> Vec<(&'static str, String)> {
    let (entry, document) = (&read.entry, &read.document);
    let rows = [
        ("publisher", document.publisher.clone()),
        ("author", document.author.clone()),
        ("published", document.published.map(|day| day.to_string())),
        ("address", Some(entry.url.clone())),
        ("part", entry.part.clone()),
        (
            "captured",
            Some(format!(
                "{}, {} by {}",
                entry.at.format("%Y-%m-%d %H:%M UTC"),
                entry.method.name(),
                entry.by
            )),
        ),
        ("grade", Some(format!("{}: {}", entry.grade, entry.grade.meaning()))),
        ("payload", Some(format!("sha256:{}", entry.digest.hex()))),
        (
            "size",
            Some(format!(
                "{} bytes, {}",
                entry.payload_bytes,
                entry.media_type.as_deref().unwrap_or("unknown type")
            )),
        ),
        ("read by", Some(format!("extractor {}", env!("CARGO_PKG_VERSION")))),
        ("file", Some(entry.file.clone())),
    ];
    rows.into_iter().filter_map(|(name, value)| Some((name, visible(&value?)))).collect()
}

/// Under which keys it is cited, and what the editor typed about it there.
fn cited_as(round: &Round, digest: &str) -> Vec<(String, String)> {
    let mut cited = Vec::new();
    for ((file, key), outcome) in &round.run.sources {
        let SourceOutcome::Read(text) = outcome.as_ref() else { continue };
        if text.digest != digest {
            continue;
        }
        let file = &round.set.files[*file];
        let source = &file.sources[key];
        let mut words = vec![visible(&file.path.to_string_lossy())];
        words.extend(source.name.as_deref().map(visible));
        match source.grade {
            Some(crate::claim::file::SourceGrade::Primary) => words.push("primary".to_owned()),
            Some(crate::claim::file::SourceGrade::Secondary) => words.push("secondary".to_owned()),
            None => {}
        }
        if let Some(from) = &source.derived_from {
            words.push(format!("derived from {}", visible(from)));
        }
        if let Some(pin) = &source.capture {
            words.push(format!("pinned to {}", visible(pin)));
        }
        cited.push((visible(key), words.join(", ")));
    }
    cited
}

/// The claim files that have other sources too which the text may come from.
fn origins(round: &Round, digest: &str) -> Vec<Origin> {
    let mut origins = Vec::new();
    for ((at, key), outcome) in &round.run.sources {
        let SourceOutcome::Read(text) = outcome.as_ref() else { continue };
        let file = &round.set.files[*at];
        // An address written inline has no table to say it in.
        let others: Vec<&String> = file
            .sources
            .values()
            .filter(|source| source.key != *key && source.key != source.url)
            .map(|source| &source.key)
            .collect();
        let source = &file.sources[key];
        if text.digest != digest || source.key == source.url || others.is_empty() {
            continue;
        }
        let named = |other: &str| source.derived_from.as_deref() == Some(other);
        origins.push(Origin {
            file: *at,
            path: visible(&file.path.to_string_lossy()),
            key: key.clone(),
            others: others.into_iter().map(|other| (other.clone(), named(other))).collect(),
        });
    }
    origins
}

/// Other captures of the same address: digest, day, and what kind of answer it was.
fn others(desk: &Desk, entry: &Entry) -> Result<Vec<(String, String, String)>, Trouble> {
    let history = desk.store.history(&entry.url, entry.part.as_deref())?;
    let others = history.into_iter().filter(|other| other.digest != entry.digest).map(|other| {
        (other.digest.hex(), other.at.format("%Y-%m-%d %H:%M UTC").to_string(), other.state.to_string())
    });
    Ok(others.collect())
}

fn lines(
    round: &Round,
    read: &Read,
    starts: &[usize],
    shown: Range<usize>,
    at: &Option<Range<usize>>,
    hits: &[Range<usize>],
) -> Vec<Line> {
    let text = &read.document.text;
    let citing = round.citing(&read.entry.digest.hex());
    let mut marks: Vec<Mark> = Vec::new();
    let mut beside: std::collections::BTreeMap<usize, Vec<(String, VerdictSheet, String)>> =
        std::collections::BTreeMap::new();
    let line_of = |byte: usize| starts.partition_point(|start| *start <= byte);
    for (claim, index) in citing {
        let outcome = &round.run.claims[*claim];
        let evidence = &outcome.judgement.evidence[*index];
        let id = round.id(outcome).to_owned();
        let clashes = evidence.marks.iter().filter(|mark| mark.clashes).count() > 0;
        if evidence.marks.is_empty() {
            marks.push(Mark { range: evidence.range.clone(), clashes: false, label: id.clone() });
        }
        marks.extend(evidence.marks.iter().map(|mark| Mark {
            range: mark.range.clone(),
            clashes: mark.clashes,
            label: if mark.label.is_empty() { id.clone() } else { format!("{id}: {}", mark.label) },
        }));
        let verdict = sheet::verdict(verdict_of(verdict_name(outcome.judgement.verdict)));
        let known = beside.entry(line_of(evidence.range.start)).or_default();
        if !known.iter().any(|(other, _, _)| *other == id) {
            let words = if clashes { "clashes" } else { "" };
            known.push((id, verdict, words.to_owned()));
        }
    }
    marks.extend(hits.iter().map(|range| Mark {
        range: range.clone(),
        clashes: false,
        label: "found".to_owned(),
    }));
    marks.sort_by_key(|mark| mark.range.start);
    let mut number = 0;
    let mut first_mark = 0;
    shown
        .map(|line| {
            let start = starts[line - 1];
            let end = starts.get(line).map_or(text.len(), |next| next - 1);
            // Marks are sorted, so those that end before this line are done with.
            while marks.get(first_mark).is_some_and(|mark| mark.range.end <= start) {
                first_mark += 1;
            }
            let near = marks[first_mark..].partition_point(|mark| mark.range.start < end);
            Line {
                number: line,
                parts: sheet::parts(text, &(start..end), &marks[first_mark..first_mark + near], &mut number),
                target: at
                    .as_ref()
                    .is_some_and(|range| range.start < end.max(start + 1) && start < range.end),
                claims: beside.remove(&line).unwrap_or_default(),
            }
        })
        .collect()
}

/// The byte at which each line begins.
pub fn line_starts(text: &str) -> Vec<usize> {
    let text = text.strip_suffix('\n').unwrap_or(text);
    std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect()
}

/// Where words stand in a text, without regard to case, at most a thousand times.
fn hits(text: &str, words: &str) -> Vec<Range<usize>> {
    let words = words.trim();
    if words.is_empty() {
        return Vec::new();
    }
    let pattern = regex::RegexBuilder::new(&regex::escape(words)).case_insensitive(true).build();
    pattern.map_or_else(
        |_| Vec::new(),
        |pattern| pattern.find_iter(text).take(1_000).map(|found| found.range()).collect(),
    )
}

/// `12-34` as bytes of a text, if they are such.
fn range(written: &str, text: &str) -> Option<Range<usize>> {
    let (start, end) = written.split_once('-')?;
    let range = start.parse().ok()?..end.parse().ok()?;
    text.get(range.clone()).map(|_| range)
}

/// The payload as it was captured, to be kept and never shown.
pub fn payload(desk: &Desk, ask: &Ask) -> Result<Response, Trouble> {
    let round = desk.round()?;
    let read = read(desk, &round, ask.place("digest"))?;
    let capture = desk.store.read(&read.entry)?;
    let name = format!("{}.bin", read.entry.digest.short());
    Ok(shell::download("application/octet-stream", &name, Body::from(capture.payload)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_ranges_and_hits() {
        assert_eq!(line_starts("a\nbc\n\nd\n"), [0, 2, 5, 6]);
        assert_eq!(line_starts(""), [0]);
        assert_eq!(range("1-3", "caf\u{e9}"), Some(1..3));
        for wrong in ["", "3-4", "9-12", "x-2", "3"] {
            assert_eq!(range(wrong, "caf\u{e9}"), None, "{wrong}");
        }
        assert_eq!(hits("Two cups, two CUPS", "Cups"), [4..8, 14..18]);
        assert_eq!(hits("a.b", ".").first(), Some(&(1..2)));
        assert!(hits("text", "  ").is_empty());
    }
}
