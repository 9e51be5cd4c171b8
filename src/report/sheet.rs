//! Everything to show about one claim, as plain values: the HTML report and the desk are written from it.
//!
//! Takes a run and a claim of it, gives a [`Sheet`]. All text of others in it is made visible (controls and
//! direction marks are shown, not obeyed); escaping for HTML is the template's work.

use std::ops::Range;

use crate::check::ClaimOutcome;
use crate::check::outcome::level;
use crate::claim::file::{Citation, Field, SourceGrade};
use crate::claim::{Claim, ClaimFile};
use crate::verdict::Verdict;
use crate::verdict::evidence::Mark;

use super::diagnostic::{name, word};
use super::edit::{self, Edit};
use super::pair::{self, Pair};
use super::passage::passages;
use super::{Report, Style, concise, place};

/// One claim with all that is known about it.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// Its id.
    pub id: String,
    /// Its file.
    pub file: String,
    /// Line of its text, from 1.
    pub line: usize,
    /// SHA-256 of the claim with all that was typed about it.
    pub digest: String,
    /// The sentence, cut where a finding points.
    pub text: Vec<Part>,
    /// The claims before and after it in its file.
    pub neighbours: (Option<String>, Option<String>),
    /// Title, author, day and address of its article, those that are known.
    pub article: Vec<(&'static str, String)>,
    /// The fields that were typed.
    pub typed: Vec<(&'static str, String)>,
    /// What its sources say of it.
    pub verdict: VerdictSheet,
    /// One sentence: why.
    pub reason: String,
    /// Remarks, most serious first.
    pub findings: Vec<FindingSheet>,
    /// Claim and source side by side.
    pub pairs: Vec<Pair>,
    /// The passages: those that speak against the claim first.
    pub passages: Vec<PassageSheet>,
    /// Sources that could not be read: key, code, why, what to do.
    pub unread: Vec<UnreadSheet>,
    /// The sources it cites: key, address, and their grade by the editor's word.
    pub citations: Vec<(String, String, &'static str)>,
    /// What to write instead, where that follows from the passage.
    pub edit: Option<Edit>,
    /// Who lets it stand, in words.
    pub stands: Option<String>,
}

/// A verdict as word, shape and class.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VerdictSheet {
    /// The word, which is the class of its colour too.
    pub name: &'static str,
    /// The shape.
    pub shape: &'static str,
}

/// A stretch of text; marked where it matters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The words.
    pub text: String,
    /// Whether it agrees or clashes, and what it means.
    pub mark: Option<(bool, String)>,
    /// Number of the mark on its page, from 1; 0 where it is none.
    pub number: usize,
}

/// One coded remark.
#[derive(Debug, Clone)]
pub struct FindingSheet {
    /// `V201`.
    pub code: String,
    /// `scope-mismatch`.
    pub name: &'static str,
    /// `error`, `warning` or `note`.
    pub level: &'static str,
    /// What is wrong.
    pub message: String,
    /// The sum, a line each.
    pub notes: Vec<String>,
    /// What to do.
    pub help: Option<String>,
    /// What suppresses it, in words.
    pub suppressed: Option<String>,
}

/// A passage in its surroundings.
#[derive(Debug, Clone)]
pub struct PassageSheet {
    /// Key of the source.
    pub source: String,
    /// What people call the source.
    pub title: String,
    /// Address of the source.
    pub url: String,
    /// What the passage does, in words.
    pub stance: &'static str,
    /// Whether it is shown and not used.
    pub unused: bool,
    /// The passage and the lines around it.
    pub lines: Vec<LineSheet>,
    /// Its words.
    pub exact: String,
    /// Its bytes in the extracted text.
    pub range: Range<usize>,
    /// Where it stands in the payload, in words.
    pub place: String,
    /// The capture it was cut from.
    pub capture: CaptureSheet,
}

/// A line of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineSheet {
    /// From 1.
    pub number: usize,
    /// Its text.
    pub parts: Vec<Part>,
    /// Whether it belongs to the passage.
    pub inside: bool,
}

/// A capture and how it was come by.
#[derive(Debug, Clone)]
pub struct CaptureSheet {
    /// SHA-256 of the payload.
    pub digest: String,
    /// Its first digits.
    pub short: String,
    /// When it was taken.
    pub at: String,
    /// How it was come by.
    pub method: String,
    /// By whom.
    pub by: String,
    /// A to E.
    pub grade: String,
    /// What the grade means.
    pub grade_means: &'static str,
    /// Its file in the store.
    pub file: String,
    /// Bytes of its payload.
    pub bytes: u64,
    /// Its media type.
    pub media_type: String,
    /// Newer captures that were passed over: day and reason.
    pub passed_over: Vec<(String, String)>,
}

/// A source that could not be read.
#[derive(Debug, Clone)]
pub struct UnreadSheet {
    /// Its key.
    pub source: String,
    /// V304, V305 or V306.
    pub code: String,
    /// Why.
    pub message: String,
    /// What to do.
    pub help: String,
}

impl Sheet {
    /// Whether the reason says more than the findings.
    pub fn tells_reason(&self) -> bool {
        self.findings.iter().all(|finding| finding.message != self.reason)
    }
}

/// The sheet of one claim of a run.
pub fn sheet(report: &Report<'_>, outcome: &ClaimOutcome) -> Sheet {
    let file = &report.set.files[outcome.file];
    let claim = &file.claims[outcome.claim];
    let judgement = &outcome.judgement;
    let near =
        |at: Option<usize>| at.and_then(|at| file.claims.get(at)).map(|claim| visible(&claim.text.value));
    let citation = |citation: &Citation| {
        let source = file.sources.get(&citation.source);
        (
            visible(&citation.source),
            source.map_or_else(String::new, |source| visible(&source.url)),
            match source.and_then(|source| source.grade) {
                Some(SourceGrade::Primary) => "primary",
                Some(SourceGrade::Secondary) => "secondary",
                None => "",
            },
        )
    };
    let stands = outcome.ruling.as_ref().filter(|_| outcome.stands());
    let stands = stands.and_then(|ruling| ruling.decision.as_ref());
    Sheet {
        id: claim.id.clone(),
        file: visible(&file.path.to_string_lossy()),
        line: place::line_column(&file.text, claim.text.span.start).0,
        digest: file.claim_digest(claim),
        text: claim_parts(claim, outcome),
        neighbours: (near(outcome.claim.checked_sub(1)), near(Some(outcome.claim + 1))),
        article: article(file),
        typed: typed(claim),
        verdict: verdict(judgement.verdict),
        reason: visible(&judgement.reason),
        findings: findings(outcome),
        pairs: pair::pairs(report, outcome),
        passages: passages(report, outcome),
        unread: unread(claim, outcome),
        citations: claim.sources.iter().map(citation).collect(),
        edit: edit::suggest(report, outcome),
        stands: stands.map(|(event, decision)| visible(&super::diagnostic::stands(event, decision))),
    }
}

/// The word and the shape of a verdict.
pub fn verdict(verdict: Verdict) -> VerdictSheet {
    VerdictSheet { name: name(verdict), shape: concise::shape(verdict, Style::default()) }
}

/// Text of others made visible: controls and direction marks are shown, not obeyed.
pub fn visible(text: &str) -> String {
    Style::default().escape(text)
}

/// The claim's sentence, cut at the ranges its serious findings point at.
fn claim_parts(claim: &Claim, outcome: &ClaimOutcome) -> Vec<Part> {
    let verdict = outcome.judgement.verdict;
    let marks: Vec<Mark> = outcome
        .judgement
        .findings
        .iter()
        .filter(|finding| finding.field == Field::Text && finding.claim_range != (0..claim.text.value.len()))
        .map(|finding| Mark {
            range: finding.claim_range.clone(),
            clashes: word(level(finding.code, verdict)) == "error",
            label: finding.claim_label.clone(),
        })
        .collect();
    parts(&claim.text.value, &(0..claim.text.value.len()), &marks, &mut 0)
}

/// Cuts a stretch of a text at marks. Marks that overlap an earlier one are left out; `number` counts them.
pub fn parts(text: &str, range: &Range<usize>, marks: &[Mark], number: &mut usize) -> Vec<Part> {
    let mut sorted: Vec<&Mark> = marks
        .iter()
        .filter(|mark| mark.range.start < range.end && mark.range.end > range.start)
        .filter(|mark| text.is_char_boundary(mark.range.start) && text.is_char_boundary(mark.range.end))
        .collect();
    sorted.sort_by_key(|mark| (mark.range.start, std::cmp::Reverse(mark.range.end), !mark.clashes));
    let plain = |range: Range<usize>| Part { text: visible(&text[range]), mark: None, number: 0 };
    let mut parts = Vec::new();
    let mut at = range.start;
    for mark in sorted {
        let (start, end) = (mark.range.start.max(range.start), mark.range.end.min(range.end));
        if start < at || start >= end {
            continue;
        }
        if at < start {
            parts.push(plain(at..start));
        }
        *number += 1;
        parts.push(Part {
            text: visible(&text[start..end]),
            mark: Some((mark.clashes, visible(&mark.label))),
            number: *number,
        });
        at = end;
    }
    if at < range.end {
        parts.push(plain(at..range.end));
    }
    parts
}

fn article(file: &ClaimFile) -> Vec<(&'static str, String)> {
    let article = &file.article;
    let published = article.published.map(|day| day.to_string());
    let rows = [
        ("title", article.title.clone()),
        ("author", article.author.clone()),
        ("published", published),
        ("address", article.url.clone()),
    ];
    rows.into_iter().filter_map(|(name, value)| Some((name, visible(&value?)))).collect()
}

fn typed(claim: &Claim) -> Vec<(&'static str, String)> {
    let rows = [
        ("subject", claim.subject.as_ref().map(|typed| typed.value.clone())),
        ("metric", claim.metric.as_ref().map(|typed| typed.value.clone())),
        ("value", claim.value.as_ref().map(|typed| typed.value.clone())),
        ("unit", claim.unit.as_ref().map(|typed| typed.value.clone())),
        ("period", claim.period.as_ref().map(|typed| typed.value.clone())),
        ("change", claim.change.as_ref().map(|typed| typed.value.clone())),
        ("scope", claim.scope.as_ref().map(|typed| serialized(&typed.value))),
        ("modality", claim.modality.as_ref().map(|typed| serialized(&typed.value))),
        ("attribution", claim.attribution.as_ref().map(|typed| typed.value.clone())),
        ("quote", claim.quote.as_ref().map(|typed| typed.value.clone())),
    ];
    rows.into_iter().filter_map(|(name, value)| Some((name, visible(&value?)))).collect()
}

/// The word that a closed list is written with.
fn serialized(value: &impl serde::Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        Ok(other) => other.to_string(),
        Err(_) => String::new(),
    }
}

fn findings(outcome: &ClaimOutcome) -> Vec<FindingSheet> {
    let judged = outcome.judgement.findings.iter().zip(&outcome.suppressed);
    let mut sheets: Vec<FindingSheet> = Vec::new();
    for (finding, suppressed) in judged {
        let sheet = FindingSheet {
            code: finding.code.to_string(),
            name: finding.code.name(),
            level: word(level(finding.code, outcome.judgement.verdict)),
            message: visible(&finding.message),
            notes: finding.notes.iter().map(|note| visible(note)).collect(),
            help: finding.help.as_deref().map(visible),
            suppressed: suppressed
                .as_ref()
                .map(|entry| visible(&format!("suppressed until {}: {}", entry.until, entry.reason))),
        };
        // Two sources that say the same of the same words are one thing to read.
        let told = sheets.iter().any(|known| known.code == sheet.code && known.message == sheet.message);
        if !told {
            sheets.push(sheet);
        }
    }
    sheets
}

fn unread(claim: &Claim, outcome: &ClaimOutcome) -> Vec<UnreadSheet> {
    let unread = outcome.unread.iter().map(|unread| UnreadSheet {
        source: visible(&claim.sources[unread.citation].source),
        code: unread.why.code.to_string(),
        message: visible(&unread.why.message),
        help: visible(&unread.why.help),
    });
    unread.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(range: Range<usize>, clashes: bool) -> Mark {
        Mark { range, clashes, label: "label".to_owned() }
    }

    fn check(text: &str, marks: &[Mark], expected: &str) {
        let shown: Vec<String> = parts(text, &(0..text.len()), marks, &mut 0)
            .into_iter()
            .map(|part| match part.mark {
                None => part.text,
                Some((true, _)) => format!("[!{}]", part.text),
                Some((false, _)) => format!("[{}]", part.text),
            })
            .collect();
        assert_eq!(shown.concat(), expected);
    }

    #[test]
    fn a_text_is_cut_at_its_marks() {
        check("made 12 cups", &[], "made 12 cups");
        check("made 12 cups", &[mark(5..7, true)], "made [!12] cups");
        check("12 cups", &[mark(0..2, false), mark(3..7, true)], "[12] [!cups]");
        // An overlap keeps the longer of two that begin at one place, and the first of others.
        check("made 12 cups", &[mark(5..7, true), mark(5..12, false)], "made [12 cups]");
        check("made 12 cups", &[mark(0..7, false), mark(5..12, true)], "[made 12] cups");
        check("caf\u{e9} 12", &[mark(4..7, true)], "caf\u{e9} 12");
        check("a\u{202e}b", &[mark(0..1, true)], "[!a]\\u{202e}b");
    }
}
