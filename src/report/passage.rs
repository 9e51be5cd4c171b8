//! Passages as they are shown: with the lines around them, their marks, their place in the payload, and the capture.

use std::ops::Range;

use crate::check::ClaimOutcome;
use crate::check::source::SourceText;
use crate::claim::ClaimFile;
use crate::extract::Origin;
use crate::verdict::evidence::{Evidence, Mark, Stance};

use super::diagnostic::text;
use super::sheet::{CaptureSheet, LineSheet, Part, PassageSheet, parts, visible};
use super::{Report, place};

/// Lines shown on either side of a passage.
const AROUND: usize = 3;

/// The order in which an editor wants passages: what speaks against the claim, what weakens it, what supports it.
fn rank(stance: Stance) -> u8 {
    match stance {
        Stance::Contradicts => 0,
        Stance::Disagrees => 1,
        Stance::Weakens => 2,
        Stance::Supports => 3,
        Stance::Nearby => 4,
    }
}

/// The passages that a claim's verdict rests on, or that come near it.
pub(super) fn passages(report: &Report<'_>, outcome: &ClaimOutcome) -> Vec<PassageSheet> {
    let mut evidence: Vec<&Evidence> = outcome.judgement.evidence.iter().collect();
    evidence.sort_by_key(|evidence| rank(evidence.stance));
    let mut number = 0;
    let passage = |evidence: &Evidence| {
        let text = text(report.run, outcome.file, &evidence.source)?;
        Some(passage(&report.set.files[outcome.file], evidence, text, &mut number))
    };
    evidence.into_iter().filter_map(passage).collect()
}

fn passage(file: &ClaimFile, evidence: &Evidence, text: &SourceText, number: &mut usize) -> PassageSheet {
    let source = file.sources.get(&evidence.source);
    let title = source.and_then(|source| source.name.clone()).or_else(|| text.document.title.clone());
    PassageSheet {
        source: visible(&evidence.source),
        title: visible(&title.unwrap_or_else(|| evidence.source.clone())),
        url: visible(&text.entry.url),
        stance: match evidence.stance {
            Stance::Supports => "supports",
            Stance::Weakens => "supports less",
            Stance::Contradicts => "contradicts",
            Stance::Disagrees => "disagrees with itself",
            Stance::Nearby => "not used",
        },
        unused: evidence.stance == Stance::Nearby,
        lines: lines(&text.document.text, &evidence.range, &evidence.marks, number),
        exact: visible(text.document.text.get(evidence.range.clone()).unwrap_or_default()),
        range: evidence.range.clone(),
        place: payload_place(text, &evidence.range),
        capture: capture(text),
    }
}

/// The capture that a text was read from.
fn capture(text: &SourceText) -> CaptureSheet {
    let entry = &text.entry;
    CaptureSheet {
        digest: entry.digest.hex(),
        short: entry.digest.short(),
        at: entry.at.format("%Y-%m-%d %H:%M UTC").to_string(),
        method: entry.method.name().to_owned(),
        by: visible(&entry.by),
        grade: entry.grade.to_string(),
        grade_means: entry.grade.meaning(),
        file: visible(&entry.file),
        bytes: entry.payload_bytes,
        media_type: visible(entry.media_type.as_deref().unwrap_or("unknown")),
        passed_over: text
            .passed_over
            .iter()
            .map(|(entry, reason)| (entry.at.format("%Y-%m-%d").to_string(), visible(reason)))
            .collect(),
    }
}

/// The passage and the lines around it; empty lines count, and stand for themselves.
fn lines(text: &str, range: &Range<usize>, marks: &[Mark], number: &mut usize) -> Vec<LineSheet> {
    let own = place::lines(text, range);
    let first = place::line_column(text, own.start).0;
    let before: Vec<&str> = text[..own.start].lines().rev().take(AROUND).collect();
    let mut lines = Vec::new();
    for (back, line) in before.iter().enumerate().rev() {
        lines.push(plain_line(first - back - 1, line));
    }
    let mut at = own.start;
    let mut line_number = first;
    for line in text[own.clone()].split('\n') {
        let whole = at..at + line.len();
        lines.push(LineSheet {
            number: line_number,
            parts: parts(text, &whole, marks, number),
            inside: true,
        });
        at = whole.end + 1;
        line_number += 1;
    }
    for line in text[own.end..].lines().skip(1).take(AROUND) {
        lines.push(plain_line(line_number, line));
        line_number += 1;
    }
    lines
}

fn plain_line(number: usize, line: &str) -> LineSheet {
    LineSheet { number, parts: vec![Part { text: visible(line), mark: None, number: 0 }], inside: false }
}

/// Where a range of the text stands in the payload, in words.
fn payload_place(text: &SourceText, range: &Range<usize>) -> String {
    match text.document.origin(range.clone()) {
        Some(Origin::Bytes(range)) => format!("bytes {}..{} of the payload", range.start, range.end),
        Some(Origin::JsonString { pointer, range }) => {
            visible(&format!("string {pointer}, bytes {}..{} of the payload", range.start, range.end))
        }
        Some(Origin::Page { page, characters, .. }) => {
            format!("page {page}, characters {}..{}", characters.start, characters.end)
        }
        None => "put together from several places of the payload".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_passage_keeps_its_line_numbers() {
        let text = "one\ntwo\nthree 3\nfour 4\nfive\nsix\nseven\neight";
        let start = text.find("three").expect("it is there");
        let end = text.find("\nfive").expect("it is there");
        let mark = Mark { range: start + 6..start + 7, clashes: true, label: "label".to_owned() };
        let shown = lines(text, &(start..end), &[mark], &mut 0);
        let numbers: Vec<(usize, bool)> = shown.iter().map(|line| (line.number, line.inside)).collect();
        assert_eq!(
            numbers,
            [(1, false), (2, false), (3, true), (4, true), (5, false), (6, false), (7, false)]
        );
        assert_eq!(shown[2].parts.len(), 2);
    }
}
