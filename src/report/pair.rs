//! Claim and source side by side: figure, what is counted, period, scope and how it is meant, each with its words.
//!
//! Read again from the two sentences for the eye of an editor; which pair clashes is told by the findings, never
//! decided here.

use std::ops::Range;

use crate::check::ClaimOutcome;
use crate::check::source::SourceText;
use crate::claim::file::Field;
use crate::claim::{Claim, ClaimFile};
use crate::statement::{self, Reading, Statement};
use crate::verdict::evidence::{Evidence, Stance};

use super::Report;
use super::diagnostic::text;
use super::sheet::visible;

/// One part of a claim beside the same part of its source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    /// `figure`, `counted`, `period`, `scope`, `meant as`.
    pub part: &'static str,
    /// What the claim says.
    pub claim: String,
    /// What the source says.
    pub source: String,
    /// Whether a finding says that they clash.
    pub clashes: bool,
}

/// The figure of the claim and that of the source, in their printed words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Figures {
    /// Bytes of the claim's text.
    pub(super) claim: Range<usize>,
    /// Bytes of the document's text.
    pub(super) source: Range<usize>,
    /// Bytes of the periods, where both name one.
    pub(super) periods: Option<(Range<usize>, Range<usize>)>,
}

/// The passage that matters most: the one that speaks against the claim, else the one that says most for it.
pub fn first(outcome: &ClaimOutcome) -> Option<&Evidence> {
    outcome.judgement.evidence.iter().min_by_key(|evidence| match evidence.stance {
        Stance::Contradicts | Stance::Disagrees => 0,
        Stance::Weakens => 1,
        Stance::Supports => 2,
        Stance::Nearby => 3,
    })
}

/// The same with the text that it stands in.
pub(super) fn chosen<'r>(
    report: &Report<'r>,
    outcome: &'r ClaimOutcome,
) -> Option<(&'r Evidence, &'r SourceText)> {
    let evidence = first(outcome)?;
    Some((evidence, text(report.run, outcome.file, &evidence.source)?))
}

/// The figure of the claim and that of the source in their printed words; empty where there is none.
pub fn figure_words(report: &Report<'_>, outcome: &ClaimOutcome) -> (String, String) {
    let Some(figures) = figures(report, outcome) else { return (String::new(), String::new()) };
    let Some((_, text)) = chosen(report, outcome) else { return (String::new(), String::new()) };
    let claim = &report.set.files[outcome.file].claims[outcome.claim].text.value;
    let words = |text: &str, range: Range<usize>| {
        text.get(range).unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ")
    };
    (words(claim, figures.claim), words(&text.document.text, figures.source))
}

/// The pairs of a claim with the passage that matters most.
pub(super) fn pairs(report: &Report<'_>, outcome: &ClaimOutcome) -> Vec<Pair> {
    let file = &report.set.files[outcome.file];
    let claim = &file.claims[outcome.claim];
    let Some((evidence, text)) = chosen(report, outcome) else { return Vec::new() };
    let reading = read(file, claim, text);
    let (own, theirs) = statements(&reading, outcome, evidence, text);
    let typed = |value: Option<String>, read: String| value.unwrap_or(read);
    let period = |statement: Option<&Statement>, text: &str| {
        statement
            .and_then(|statement| statement.period.as_ref())
            .and_then(|timed| text.get(timed.period.span.clone()).map(|words| days(words, &timed.period)))
            .unwrap_or_default()
    };
    let source_text = &text.document.text;
    let rows = [
        (
            "figure",
            typed(claim.value.as_ref().map(|typed| typed.value.clone()), printed(own, &claim.text.value)),
            printed(theirs, source_text),
        ),
        ("counted", counted(own, &claim.text.value), counted(theirs, source_text)),
        (
            "period",
            typed(claim.period.as_ref().map(|typed| typed.value.clone()), period(own, &claim.text.value)),
            period(theirs, source_text),
        ),
        ("scope", scope(own), scope(theirs)),
        ("meant as", meant(own), meant(theirs)),
    ];
    let clashing = clashing(outcome);
    let mut pairs: Vec<Pair> = rows
        .into_iter()
        .filter(|(_, claim, source)| !claim.is_empty() || !source.is_empty())
        // Both tell of what is so: nothing to compare.
        .filter(|(part, claim, source)| *part != "meant as" || claim != "actual" || source != "actual")
        .map(|(part, claim, source)| Pair {
            part,
            claim: visible(&claim),
            source: visible(&source),
            clashes: clashing.contains(&part),
        })
        .collect();
    // A clash of a part that has no row of its own is still told.
    if let Some(finding) = outcome.judgement.findings.iter().find(|finding| part(&finding.code) == "subject")
    {
        let source = evidence.marks.iter().find(|mark| mark.clashes).map(|mark| mark.label.clone());
        pairs.insert(
            0,
            Pair {
                part: "subject",
                claim: visible(&finding.claim_label),
                source: visible(&source.unwrap_or_else(|| "another one".to_owned())),
                clashes: true,
            },
        );
    }
    pairs
}

/// Where the figures of claim and source stand, for a suggestion.
pub(super) fn figures(report: &Report<'_>, outcome: &ClaimOutcome) -> Option<Figures> {
    let file = &report.set.files[outcome.file];
    let claim = &file.claims[outcome.claim];
    let (evidence, text) = chosen(report, outcome)?;
    let reading = read(file, claim, text);
    let (own, theirs) = statements(&reading, outcome, evidence, text);
    let (own, theirs) = (own?, theirs?);
    let period = |statement: &Statement| Some(statement.period.as_ref()?.period.span.clone());
    Some(Figures {
        claim: own.quantity.span.clone(),
        source: theirs.quantity.span.clone(),
        periods: period(own).zip(period(theirs)),
    })
}

fn read(file: &ClaimFile, claim: &Claim, text: &SourceText) -> Reading {
    statement::read_claim(&claim.text.value, file.article.published, text.reading.fiscal_first_month)
}

/// The statement of the claim that a finding points at, and the one of the source that is marked.
fn statements<'a>(
    claim: &'a Reading,
    outcome: &ClaimOutcome,
    evidence: &Evidence,
    text: &'a SourceText,
) -> (Option<&'a Statement>, Option<&'a Statement>) {
    let meets = |statement: &&Statement, range: &Range<usize>| {
        statement.quantity.span.start < range.end && range.start < statement.quantity.span.end
    };
    let own = outcome
        .judgement
        .findings
        .iter()
        .filter(|finding| finding.field == Field::Text)
        .find_map(|finding| claim.statements.iter().find(|one| meets(one, &finding.claim_range)))
        .or(claim.statements.first());
    let marked = evidence.marks.iter().filter(|mark| mark.clashes).chain(&evidence.marks);
    let theirs = marked
        .map(|mark| &mark.range)
        .chain([&evidence.range])
        .find_map(|range| text.reading.statements.iter().find(|one| meets(one, range)));
    (own, theirs)
}

fn printed(statement: Option<&Statement>, text: &str) -> String {
    let words = statement.and_then(|statement| text.get(statement.quantity.span.clone()));
    words.unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What is counted: the words of the quantity beside its numeral, else the unit.
fn counted(statement: Option<&Statement>, text: &str) -> String {
    let Some(quantity) = statement.map(|statement| &statement.quantity) else { return String::new() };
    let words =
        text.get(quantity.numeral.end..quantity.span.end.max(quantity.numeral.end)).unwrap_or_default();
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let words = words.trim_matches(|c: char| !c.is_alphanumeric());
    if words.chars().any(char::is_alphabetic) {
        words.to_owned()
    } else if quantity.per.is_empty() {
        quantity.unit.as_ref().to_owned()
    } else {
        format!("{} per {}", quantity.unit, quantity.per)
    }
}

/// A period in its words and, where they are known, in days.
fn days(words: &str, period: &crate::temporal::Period) -> String {
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    match (period.from, period.to.and_then(|to| to.pred_opt())) {
        (Some(from), Some(to)) if from != to => format!("{words} ({from} to {to})"),
        (Some(from), Some(_)) => format!("{words} ({from})"),
        _ => words,
    }
}

fn scope(statement: Option<&Statement>) -> String {
    statement.and_then(|statement| statement.scope).unwrap_or_default().to_owned()
}

fn meant(statement: Option<&Statement>) -> String {
    statement.map_or_else(String::new, |statement| {
        serde_json::to_value(statement.modality)
            .ok()
            .and_then(|word| word.as_str().map(str::to_owned))
            .unwrap_or_default()
    })
}

/// The parts that findings say clash.
fn clashing(outcome: &ClaimOutcome) -> Vec<&'static str> {
    outcome.judgement.findings.iter().map(|finding| part(&finding.code)).collect()
}

/// The part of a claim that a finding code is about.
fn part(code: &crate::verdict::code::Code) -> &'static str {
    let code = code.to_string();
    match code.as_str() {
        "V201" | "V202" => "scope",
        "V203" | "V204" | "V211" => "period",
        "V208" => "meant as",
        "V209" | "V213" => "subject",
        "V111" | "V112" | "V205" | "V206" | "V207" | "V210" => "counted",
        _ if code.starts_with("V1") => "figure",
        _ => "",
    }
}
