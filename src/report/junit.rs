//! JUnit XML: a suite a claim file, a case a claim or relation.
//!
//! A claim that no source addresses is skipped with its reason; one whose sources could not be read is an error of
//! the run; what fails the run is a failure; what is found but does not fail it is told in the case's output.

use crate::check::outcome::Holds;
use crate::check::{ClaimOutcome, Ending, FailOn};
use crate::verdict::Verdict;

use super::diagnostic::{Diagnostic, diagnostics, name};
use super::style::is_deceptive;
use super::{Report, place};

/// Writes the XML.
pub(super) fn write(report: &Report<'_>) -> String {
    let all = diagnostics(report);
    let mut body = String::new();
    let mut totals = [0; 4];
    for (at, file) in report.set.files.iter().enumerate() {
        let mut cases = String::new();
        let mut counts = [0; 4];
        for outcome in report.run.claims.iter().filter(|outcome| outcome.file == at) {
            let id = file.claims[outcome.claim].id.as_str();
            let told: Vec<&Diagnostic<'_>> =
                all.iter().filter(|diagnostic| diagnostic.verdict.is_some() && diagnostic.id == id).collect();
            case(report, id, outcome, &told, &mut cases, &mut counts);
        }
        for outcome in report.run.relations.iter().filter(|outcome| outcome.file == at) {
            let id = format!("relation {}", file.relations[outcome.relation].id);
            let content = match outcome.holds {
                Holds::Holds => String::new(),
                Holds::Broken if report.fail_on < FailOn::Conflict || report.fail_on == FailOn::Never => {
                    format!("      <system-out>{}</system-out>\n", escaped(&outcome.notes.join("\n")))
                }
                Holds::Broken => {
                    counts[1] += 1;
                    element("failure", "V601 claims-contradict", &outcome.notes.join("\n"))
                }
                Holds::Undecided => {
                    counts[3] += 1;
                    format!("      <skipped message=\"{}\"/>\n", escaped(&outcome.notes.join("; ")))
                }
            };
            push_case(&id, &file.path.to_string_lossy(), &content, &mut cases, &mut counts);
        }
        let path = escaped(&file.path.to_string_lossy());
        body.push_str(&format!(
            "  <testsuite name=\"{path}\" {}>\n{cases}  </testsuite>\n",
            numbers(&counts)
        ));
        totals.iter_mut().zip(counts).for_each(|(total, count)| *total += count);
    }
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"verify\" {}>\n{body}</testsuites>\n",
        numbers(&totals)
    )
}

/// Tests, failures, errors, skipped.
fn numbers(counts: &[usize; 4]) -> String {
    format!(
        "tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"{}\"",
        counts[0], counts[1], counts[2], counts[3]
    )
}

fn case(
    report: &Report<'_>,
    id: &str,
    outcome: &ClaimOutcome,
    told: &[&Diagnostic<'_>],
    cases: &mut String,
    counts: &mut [usize; 4],
) {
    let verdict = outcome.judgement.verdict;
    let lines: Vec<String> = told.iter().map(|diagnostic| line(diagnostic)).collect();
    let reason = format!("{}: {}", name(verdict), outcome.judgement.reason);
    let content = if outcome.fails(report.fail_on) {
        counts[1] += 1;
        element("failure", &reason, &lines.join("\n"))
    } else if verdict == Verdict::Unavailable {
        counts[2] += 1;
        element("error", &reason, &lines.join("\n"))
    } else if verdict == Verdict::NotAddressed {
        counts[3] += 1;
        format!("      <skipped message=\"{}\"/>\n", escaped(&reason))
    } else if lines.is_empty() {
        String::new()
    } else {
        format!("      <system-out>{}</system-out>\n", escaped(&lines.join("\n")))
    };
    let path = report.set.files[outcome.file].path.to_string_lossy();
    push_case(id, &path, &content, cases, counts);
    // A run is incomplete also where a claim stands on the sources that could be read.
    debug_assert!(outcome.unread.is_empty() || report.run.ending(report.fail_on) != Ending::Clean);
}

fn push_case(id: &str, path: &str, content: &str, cases: &mut String, counts: &mut [usize; 4]) {
    counts[0] += 1;
    let head = format!("    <testcase name=\"{}\" classname=\"{}\"", escaped(id), escaped(path));
    if content.is_empty() {
        cases.push_str(&format!("{head}/>\n"));
    } else {
        cases.push_str(&format!("{head}>\n{content}    </testcase>\n"));
    }
}

fn element(tag: &str, message: &str, body: &str) -> String {
    format!("      <{tag} message=\"{}\">{}</{tag}>\n", escaped(message), escaped(body))
}

fn line(diagnostic: &Diagnostic<'_>) -> String {
    let (line, column) = place::line_column(&diagnostic.file.text, diagnostic.span.start);
    let mut words = format!(
        "{}:{line}:{column}: [{}] {}",
        diagnostic.file.path.display(),
        diagnostic.tag(),
        diagnostic.message
    );
    for note in &diagnostic.notes {
        words.push_str(&format!("\n  note: {note}"));
    }
    if let Some(help) = &diagnostic.help {
        words.push_str(&format!("\n  help: {help}"));
    }
    if let Some(let_stand) = diagnostic.let_stand() {
        words.push_str(&format!("\n  note: {let_stand}"));
    }
    words
}

/// The escapes of XML; what XML cannot hold at all, and what could deceive, becomes its code point in words.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\n' => escaped.push_str("&#10;"),
            '\t' => escaped.push_str("&#9;"),
            _ if is_deceptive(character) || matches!(character, '\u{fffe}' | '\u{ffff}') => {
                escaped.extend(character.escape_unicode());
            }
            _ => escaped.push(character),
        }
    }
    escaped
}
