//! SARIF 2.1.0, for code-scanning services and editors.
//!
//! Paths are as given, with forward slashes, relative to where the run started. The fingerprint of a finding is made
//! of claim id, code and payload digests, so it survives moved lines and changes when the evidence does.

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::check::outcome::Level;
use crate::verdict::code::Code;

use super::diagnostic::{Diagnostic, diagnostics, name};
use super::{Report, json, place};

/// Writes the log.
pub(super) fn write(report: &Report<'_>) -> String {
    let all = diagnostics(report);
    let mut rules: Vec<String> = all.iter().map(Diagnostic::tag).collect();
    rules.sort();
    rules.dedup();
    let tool = json::tool();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": tool.name,
                "version": tool.version,
                "rules": rules.iter().map(|rule| describe(rule)).collect::<Vec<_>>(),
            } },
            "columnKind": "unicodeCodePoints",
            "results": all.iter().map(|diagnostic| result(diagnostic, &rules)).collect::<Vec<_>>(),
        }],
    });
    let mut written = serde_json::to_string_pretty(&log).expect("a JSON value is writable");
    written.push('\n');
    written
}

fn describe(rule: &str) -> Value {
    let name = Code::parse(rule).map_or_else(|| rule.to_owned(), |code| code.name().to_owned());
    json!({
        "id": rule,
        "name": name,
        "shortDescription": { "text": name.replace('-', " ") },
        "help": { "text": format!("verify --explain {rule}") },
    })
}

fn result(diagnostic: &Diagnostic<'_>, rules: &[String]) -> Value {
    let tag = diagnostic.tag();
    let level = match diagnostic.level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Note => "note",
    };
    let mut words = diagnostic.message.clone();
    for note in &diagnostic.notes {
        words.push_str(&format!("\n{note}"));
    }
    if let Some(help) = &diagnostic.help {
        words.push_str(&format!("\nhelp: {help}"));
    }
    let file = diagnostic.file;
    let (line, column) = place::line_column(&file.text, diagnostic.span.start);
    let (end_line, end_column) = place::line_column(&file.text, diagnostic.span.end);
    let mut result = json!({
        "ruleId": tag,
        "ruleIndex": rules.iter().position(|rule| *rule == tag),
        "level": level,
        "message": { "text": words },
        "locations": [{
            "physicalLocation": {
                "artifactLocation": { "uri": uri(&file.path.to_string_lossy()) },
                "region": { "startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column },
            },
            "logicalLocations": [{ "name": diagnostic.id, "kind": "member" }],
        }],
        "partialFingerprints": { "claimFinding/v1": fingerprint(diagnostic) },
        "properties": { "verdict": diagnostic.verdict.map(name) },
    });
    if !diagnostic.passages.is_empty() {
        result["relatedLocations"] = related(diagnostic);
    }
    if let Some(suppressed) = diagnostic.suppressed {
        let justification = format!("{} (until {})", suppressed.reason, suppressed.until);
        result["suppressions"] = json!([{ "kind": "inSource", "justification": justification }]);
    } else if let Some(justification) = diagnostic.let_stand() {
        result["suppressions"] = json!([{ "kind": "external", "justification": justification }]);
    }
    result
}

/// The passages: address of the source, and the words.
fn related(diagnostic: &Diagnostic<'_>) -> Value {
    let passages = diagnostic.passages.iter().enumerate().map(|(at, (evidence, text))| {
        let document = &text.document.text;
        json!({
            "id": at,
            "message": { "text": format!("{} ({})", evidence.source, text.entry.digest.short()) },
            "physicalLocation": {
                "artifactLocation": { "uri": text.entry.url },
                "region": {
                    "startLine": place::line_column(document, evidence.range.start).0,
                    "snippet": { "text": document.get(evidence.range.clone()).unwrap_or_default() },
                },
            },
        })
    });
    passages.collect()
}

fn fingerprint(diagnostic: &Diagnostic<'_>) -> String {
    let mut digest = Sha256::new();
    digest.update(format!("{}\n{}\n", diagnostic.id, diagnostic.tag()));
    for (evidence, _) in &diagnostic.passages {
        digest.update(format!("{}\n", evidence.digest));
    }
    digest.finalize().iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

/// A path as a relative URI reference.
fn uri(path: &str) -> String {
    let mut uri = String::new();
    for byte in path.replace('\\', "/").trim_start_matches("./").bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                uri.push(char::from(byte))
            }
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}
