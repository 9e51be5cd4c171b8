//! One line a finding, and the line that sums a run up.

use crate::check::outcome::{Holds, Level};
use crate::verdict::Verdict;

use super::diagnostic::{diagnostics, name, word};
use super::{Report, Style, place};

/// Verdicts in the order of the summary.
pub(super) const ORDER: [Verdict; 6] = [
    Verdict::Supported,
    Verdict::Contradicted,
    Verdict::Conflict,
    Verdict::Partial,
    Verdict::NotAddressed,
    Verdict::Unavailable,
];

/// Writes `path:line:col: error[V201] message (claim-id)` lines and the summary.
pub(super) fn write(report: &Report<'_>, style: Style) -> String {
    let mut written = String::new();
    for diagnostic in diagnostics(report) {
        let noted = diagnostic.level == Level::Note && diagnostic.verdict == Some(Verdict::Supported);
        if (diagnostic.suppressed.is_some() || noted) && report.verbosity == 0 {
            continue;
        }
        let (line, column) = place::line_column(&diagnostic.file.text, diagnostic.span.start);
        let path = diagnostic.file.path.to_string_lossy();
        let suppressed = match (diagnostic.suppressed, diagnostic.let_stand()) {
            (Some(suppressed), _) => format!(" [suppressed until {}]", suppressed.until),
            (None, Some(words)) => format!(" [{words}]"),
            (None, None) => String::new(),
        };
        let words = format!(
            "{path}:{line}:{column}: {}[{}] {} ({}){suppressed}\n",
            if diagnostic.stands.is_some() { "note" } else { word(diagnostic.level) },
            diagnostic.tag(),
            diagnostic.message,
            diagnostic.id,
        );
        written.push_str(&style.escape(&words));
    }
    if report.verbosity > 0 {
        for outcome in
            report.run.claims.iter().filter(|outcome| outcome.judgement.verdict == Verdict::Supported)
        {
            let file = &report.set.files[outcome.file];
            let claim = &file.claims[outcome.claim];
            let (line, column) = place::line_column(&file.text, claim.text.span.start);
            let path = file.path.to_string_lossy();
            let words =
                format!("{path}:{line}:{column}: supported: {} ({})\n", outcome.judgement.reason, claim.id);
            written.push_str(&style.escape(&words));
        }
    }
    written.push_str(&summary(report, style));
    written
}

/// `12 claims: 9 supported ✓  2 contradicted ✗  1 partial ◐`, and what else an editor must know.
pub(super) fn summary(report: &Report<'_>, style: Style) -> String {
    let total = report.run.claims.len();
    let counts: Vec<String> = ORDER
        .into_iter()
        .map(|verdict| (verdict, report.run.count(verdict)))
        .filter(|(_, count)| *count > 0)
        .map(|(verdict, count)| {
            paint(verdict, &format!("{count} {} {}", name(verdict), shape(verdict, style)), style)
        })
        .collect();
    let noun = if total == 1 { "claim" } else { "claims" };
    let mut line = format!(
        "{total} {noun}: {}\n",
        if counts.is_empty() { "none".to_owned() } else { counts.join("  ") }
    );
    let broken = report.run.relations.iter().filter(|relation| relation.holds == Holds::Broken).count();
    if broken > 0 {
        let words = if broken == 1 {
            "1 relation does not hold".to_owned()
        } else {
            format!("{broken} relations do not hold")
        };
        line.push_str(&format!("{words}\n"));
    }
    let standing = report.run.claims.iter().filter(|claim| claim.stands()).count();
    let suppressed = report.run.claims.iter().filter(|claim| claim.is_suppressed()).count() - standing;
    if suppressed > 0 {
        line.push_str(&format!("{suppressed} of them suppressed\n"));
    }
    if standing > 0 {
        line.push_str(&format!("{standing} of them let stand by an editor\n"));
    }
    let unread: std::collections::BTreeSet<_> = report
        .run
        .claims
        .iter()
        .flat_map(|claim| {
            claim.unread.iter().map(|unread| {
                &report.set.files[claim.file].claims[claim.claim].sources[unread.citation].source
            })
        })
        .collect();
    if !unread.is_empty() {
        let words = if unread.len() == 1 {
            "1 source was".to_owned()
        } else {
            format!("{} sources were", unread.len())
        };
        line.push_str(&format!("incomplete: {words} not read\n"));
    }
    line
}

/// The shape that stands for a verdict beside its word.
pub(super) fn shape(verdict: Verdict, style: Style) -> &'static str {
    let (unicode, ascii) = match verdict {
        Verdict::Supported => ("✓", "+"),
        Verdict::Contradicted => ("✗", "x"),
        Verdict::Conflict => ("≠", "!="),
        Verdict::Partial => ("◐", "~"),
        Verdict::NotAddressed => ("?", "?"),
        Verdict::Unavailable => ("∅", "0"),
    };
    if style.unicode { unicode } else { ascii }
}

fn paint(verdict: Verdict, words: &str, style: Style) -> String {
    if !style.color {
        return words.to_owned();
    }
    let color = match verdict {
        Verdict::Supported => 32,
        Verdict::Contradicted | Verdict::Conflict => 31,
        Verdict::Partial | Verdict::NotAddressed | Verdict::Unavailable => 33,
    };
    format!("\u{1b}[{color}m{words}\u{1b}[0m")
}
