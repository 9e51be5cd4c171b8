//! A Markdown report: a summary, a table of what was found, and the reasons; for pull requests and wikis.

use super::diagnostic::{diagnostics, name, word};
use super::{Report, Style, concise, place};

/// Writes the report.
pub(super) fn write(report: &Report<'_>) -> String {
    let style = Style::default();
    let all = diagnostics(report);
    let mut written =
        format!("## Claims\n\n{}\n", concise::summary(report, style).trim_end().replace('\n', "  \n"));
    if all.is_empty() {
        return written;
    }
    written.push_str("\n| | where | claim | verdict | finding |\n|---|---|---|---|---|\n");
    for diagnostic in &all {
        let shape = diagnostic.verdict.map_or("✗", |verdict| concise::shape(verdict, style));
        let line = place::line_column(&diagnostic.file.text, diagnostic.span.start).0;
        let suppressed = match (diagnostic.suppressed, diagnostic.let_stand()) {
            (Some(suppressed), _) => format!(" (suppressed until {})", suppressed.until),
            (None, Some(words)) => format!(" ({})", cell(&words)),
            (None, None) => String::new(),
        };
        written.push_str(&format!(
            "| {shape} | {}:{line} | {} | {}{suppressed} | **{}** {} |\n",
            cell(&diagnostic.file.path.to_string_lossy()),
            cell(diagnostic.id),
            diagnostic.verdict.map_or("relation", name),
            diagnostic.tag(),
            cell(&diagnostic.message),
        ));
    }
    for diagnostic in all.iter().filter(|diagnostic| diagnostic.let_stand().is_none()) {
        written.push_str(&format!(
            "\n### {} {}: {}\n\n{}\n",
            word(diagnostic.level),
            diagnostic.tag(),
            cell(diagnostic.id),
            cell(&diagnostic.message)
        ));
        for (evidence, text) in &diagnostic.passages {
            let passage = text.document.text.get(evidence.range.clone()).unwrap_or_default();
            let day = text.entry.at.format("%Y-%m-%d");
            written.push_str(&format!(
                "\n> {}\n\n{}, capture `{}` of {day}, grade {}\n",
                cell(passage),
                cell(&text.entry.url),
                text.entry.digest.short(),
                text.entry.grade
            ));
        }
        if !diagnostic.notes.is_empty() || diagnostic.help.is_some() {
            written.push('\n');
        }
        for note in &diagnostic.notes {
            written.push_str(&format!("- {}\n", cell(note)));
        }
        if let Some(help) = &diagnostic.help {
            written.push_str(&format!("- help: {}\n", cell(help)));
        }
    }
    written
}

/// Text of others in a table cell or paragraph: one line, no markup, nothing that acts.
fn cell(text: &str) -> String {
    let mut cell = String::with_capacity(text.len());
    for character in Style::default().escape(text).chars() {
        match character {
            '\n' | '\t' => cell.push(' '),
            '<' => cell.push_str("&lt;"),
            '>' => cell.push_str("&gt;"),
            '&' => cell.push_str("&amp;"),
            '|' | '*' | '_' | '`' | '[' | ']' | '\\' | '#' | '~' => {
                cell.push('\\');
                cell.push(character);
            }
            _ => cell.push(character),
        }
    }
    cell
}
