//! The report for people: each finding with claim, passage, arithmetic and help, the way compilers show mistakes.

use annotate_snippets::{AnnotationKind, Group, Level as Rank, Snippet};

use crate::check::outcome::Level;
use crate::check::source::SourceText;
use crate::claim::file::SourceGrade;
use crate::verdict::Verdict;
use crate::verdict::evidence::Evidence;

use super::diagnostic::{Diagnostic, diagnostics, name, text};
use super::{Report, Style, concise, place};

/// Writes the report.
pub(super) fn write(report: &Report<'_>, style: Style) -> String {
    let renderer = style.renderer();
    let mut written = String::new();
    let mut hidden = 0;
    for diagnostic in diagnostics(report) {
        let noted = diagnostic.level == Level::Note && diagnostic.verdict == Some(Verdict::Supported);
        let told = diagnostic.stands.is_some() && diagnostic.level < Level::Note;
        let let_stand = diagnostic.let_stand().is_some();
        if (let_stand && !told || noted) && report.verbosity == 0 {
            hidden += usize::from(let_stand);
            continue;
        }
        written.push_str(&renderer.render(&[group(&diagnostic, style)]));
        written.push_str("\n\n");
    }
    if report.verbosity > 0 {
        written.push_str(&established(report, style));
    }
    if report.verbosity > 1 {
        written.push_str(&trace(report, style));
    }
    if hidden > 0 {
        let noun = if hidden == 1 { "finding is" } else { "findings are" };
        written.push_str(&format!("{hidden} {noun} suppressed; -v shows them\n"));
    }
    written.push_str(&concise::summary(report, style));
    written
}

fn group<'d>(diagnostic: &'d Diagnostic<'_>, style: Style) -> Group<'d> {
    let rank = match diagnostic.level {
        _ if diagnostic.let_stand().is_some() => Rank::NOTE,
        Level::Error => Rank::ERROR,
        Level::Warning => Rank::WARNING,
        Level::Note => Rank::NOTE,
    };
    let title = rank.primary_title(style.escape(&diagnostic.message)).id(diagnostic.tag());
    let mut group = title.element(claim_snippet(diagnostic, style));
    for (evidence, text) in &diagnostic.passages {
        group = group.element(passage_snippet(diagnostic, evidence, text, style));
    }
    for (evidence, text) in &diagnostic.passages {
        let note = style.escape(&provenance(evidence, text));
        group = group.element(Rank::NOTE.with_name("source").message(note));
        for (entry, reason) in &text.passed_over {
            let day = entry.at.format("%Y-%m-%d");
            let passed = format!(
                "a newer capture of {}, of {day} ({}), was passed over: {reason}",
                evidence.source,
                entry.digest.short()
            );
            group = group.element(Rank::NOTE.message(style.escape(&passed)));
        }
    }
    for note in &diagnostic.notes {
        group = group.element(Rank::NOTE.message(style.escape(note)));
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Rank::HELP.message(style.escape(help)));
    }
    if let Some(words) = diagnostic.let_stand() {
        group = group.element(Rank::NOTE.message(style.escape(&words)));
    }
    group.element(
        Rank::NOTE
            .with_name(if diagnostic.verdict.is_some() { "verdict" } else { "relation" })
            .message(closing(diagnostic, style)),
    )
}

/// The last line of a diagnostic: verdict, claim, and where to read more.
fn closing(diagnostic: &Diagnostic<'_>, style: Style) -> String {
    let explain = diagnostic.code.map_or_else(String::new, |code| format!("      verify --explain {code}"));
    let words = match diagnostic.verdict {
        Some(verdict) => format!("{} ({}){explain}", name(verdict), diagnostic.id),
        None => format!("{}{explain}", diagnostic.id),
    };
    style.escape(&words)
}

fn claim_snippet<'d>(
    diagnostic: &Diagnostic<'_>,
    style: Style,
) -> Snippet<'d, annotate_snippets::Annotation<'d>> {
    let file = diagnostic.file;
    let lines = place::lines(&file.text, &diagnostic.span);
    let shown = style.shown(&file.text[lines.clone()]);
    let span = shown.range(
        &(diagnostic.span.start.max(lines.start) - lines.start
            ..diagnostic.span.end.min(lines.end).max(lines.start) - lines.start),
    );
    let label = Some(style.escape(&diagnostic.label)).filter(|label| !label.is_empty());
    Snippet::source(shown.text)
        .line_start(place::line_column(&file.text, lines.start).0)
        .path(style.escape(&file.path.to_string_lossy()))
        .annotation(AnnotationKind::Primary.span(span).label(label))
}

fn passage_snippet<'d>(
    diagnostic: &Diagnostic<'_>,
    evidence: &Evidence,
    text: &SourceText,
    style: Style,
) -> Snippet<'d, annotate_snippets::Annotation<'d>> {
    let document = &text.document.text;
    // The line ends of a passage are not part of it, so its lines are the passage itself.
    let lines = place::border(document, evidence.range.start)..place::border(document, evidence.range.end);
    let shown = style.shown(&document[lines.clone()]);
    let line = place::line_column(document, lines.start).0;
    let inside = |range: &std::ops::Range<usize>| lines.start <= range.start && range.end <= lines.end;
    let mut annotations: Vec<_> = evidence
        .marks
        .iter()
        .filter(|mark| inside(&mark.range))
        .map(|mark| {
            let kind = if mark.clashes { AnnotationKind::Primary } else { AnnotationKind::Context };
            let label = Some(style.escape(&mark.label)).filter(|label| !label.is_empty());
            let span = mark.range.start - lines.start..mark.range.end - lines.start;
            kind.span(shown.range(&span)).label(label)
        })
        .collect();
    if annotations.is_empty() {
        annotations.push(AnnotationKind::Context.span(0..shown.text.len()));
    }
    let source = diagnostic.file.sources.get(&evidence.source);
    let named = source.and_then(|source| source.name.clone()).or_else(|| text.document.title.clone());
    let named = named.map_or_else(|| evidence.source.clone(), |named| format!("\"{named}\""));
    let grade = match source.and_then(|source| source.grade) {
        Some(SourceGrade::Primary) => "primary, ",
        Some(SourceGrade::Secondary) => "secondary, ",
        None => "",
    };
    let day = text.entry.at.format("%Y-%m-%d");
    let path = format!("source {} {named} ({grade}captured {day})", text.entry.digest.short());
    Snippet::source(shown.text).line_start(line).path(style.escape(&path)).annotations(annotations)
}

/// Who vouches for a passage: address, grade, method, and the bytes of the payload.
fn provenance(evidence: &Evidence, text: &SourceText) -> String {
    let entry = &text.entry;
    let by = if entry.method.by_hand() { format!(" by {}", entry.by) } else { String::new() };
    let part = entry.part.as_ref().map_or_else(String::new, |part| format!(", part {part}"));
    let place = match text.document.origin(evidence.range.clone()) {
        Some(crate::extract::Origin::Bytes(range)) => format!(", bytes {}..{}", range.start, range.end),
        Some(crate::extract::Origin::JsonString { pointer, range }) => {
            format!(", {pointer}, bytes {}..{}", range.start, range.end)
        }
        Some(crate::extract::Origin::Page { page, .. }) => format!(", page {page}"),
        None => String::new(),
    };
    let method = entry.method.name();
    format!("{}{part}{place}; grade {} ({}: {method}{by})", entry.url, entry.grade, entry.grade.meaning())
}

/// The supported claims, a line each.
fn established(report: &Report<'_>, style: Style) -> String {
    let mut written = String::new();
    for outcome in report.run.claims.iter().filter(|outcome| outcome.judgement.verdict == Verdict::Supported)
    {
        let claim = &report.set.files[outcome.file].claims[outcome.claim];
        let places: Vec<String> = outcome
            .judgement
            .evidence
            .iter()
            .filter_map(|evidence| {
                let text = text(report.run, outcome.file, &evidence.source)?;
                let line = place::line_column(&text.document.text, evidence.range.start).0;
                Some(format!("{}:{line}", text.entry.digest.short()))
            })
            .collect();
        let shape = concise::shape(Verdict::Supported, style);
        written.push_str(&style.escape(&format!(
            "{shape} {}  {}  {}\n",
            claim.id,
            outcome.judgement.reason,
            places.join(" ")
        )));
    }
    if !written.is_empty() {
        written.push('\n');
    }
    written
}

/// Every rule that was tried on each claim, and what came of it.
fn trace(report: &Report<'_>, style: Style) -> String {
    let mut written = String::new();
    for outcome in &report.run.claims {
        let claim = &report.set.files[outcome.file].claims[outcome.claim];
        let judgement = &outcome.judgement;
        let mut lines =
            format!("trace of {} ({}: {})\n", claim.id, name(judgement.verdict), judgement.reason);
        for step in &judgement.trace {
            let at = step.place.as_ref().map_or_else(String::new, |(source, range)| {
                let line = text(report.run, outcome.file, source)
                    .map_or(0, |text| place::line_column(&text.document.text, range.start).0);
                format!(" at {source}:{line}")
            });
            lines.push_str(&format!("  {}{at}: {}\n", step.rule, step.outcome));
        }
        written.push_str(&style.escape(&lines));
    }
    if !written.is_empty() {
        written.push('\n');
    }
    written
}
